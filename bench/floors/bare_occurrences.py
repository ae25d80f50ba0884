"""Work out the days of a year of many series with bare dateutil: rrulestr, and what lies between."""

from __future__ import annotations

from datetime import datetime

from dateutil.rrule import rrulestr


def year_of(series: list[tuple[str, datetime]], first: datetime, last: datetime) -> int:
    """Count the moments of all series between two moments, both included."""
    return sum(len(rrulestr(rule, dtstart=begins).between(first, last, inc=True)) for rule, begins in series)

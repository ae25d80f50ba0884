"""The two nights of the year in which the clock is changed, where a moment of the clock on the wall says not enough.

Moments are kept as the clock on the wall shows them. In the night of March one hour is skipped and cannot be meant. In
the night of October one hour comes twice: the first of the two is meant, as calendar files take it (RFC 5545, 3.3.5).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from coopadmin.errors import Problem
from coopadmin.formats import long_date
from coopadmin.i18n import _

ZONE = ZoneInfo("Europe/Amsterdam")


def is_skipped(moment: datetime) -> bool:
    """Tell whether the clock on the wall never shows a moment, because it was put forward past it."""
    return _jump(moment) > timedelta()


def comes_twice(moment: datetime) -> bool:
    """Tell whether the clock on the wall shows a moment twice, because it was put back."""
    return _jump(moment) < timedelta()


def real_time(first: datetime, last: datetime) -> timedelta:
    """Give how much time goes by between two moments of the wall clock, the change of the clock counted."""
    return instant(last) - instant(first)


def after(moment: datetime, much: timedelta) -> datetime:
    """Give the moment of the wall clock so much later, the change of the clock counted."""
    return (instant(moment) + much).astimezone(ZONE).replace(tzinfo=None)


def instant(wall: datetime) -> datetime:
    """Give the moment in time that the clock on the wall shows; the first of two."""
    return wall.replace(tzinfo=ZONE).astimezone(UTC)


def check_hours(starts_at: datetime, ends_at: datetime) -> list[Problem]:
    """Say which of two moments never comes; fields are named as the arguments."""
    named = (("starts_at", starts_at), ("ends_at", ends_at))
    return [Problem(field, skipped_text(moment)) for field, moment in named if is_skipped(moment)]


def skipped_text(moment: datetime) -> str:
    """Say why a moment never comes."""
    sentence = _("{time} does not come on {day}: summer time begins, and the clock goes from {before} to {later}")
    before = moment.replace(minute=0)
    later = before + _jump(moment)
    return sentence.format(
        time=f"{moment:%H:%M}", day=long_date(moment.date()), before=f"{before:%H:%M}", later=f"{later:%H:%M}"
    )


def twice_text(moment: datetime) -> str:
    """Say which of two is meant by a moment that comes twice."""
    sentence = _("{time} comes twice that night, for the clock goes back; the first is meant, still in summer time")
    return sentence.format(time=f"{moment:%H:%M}")


def _jump(moment: datetime) -> timedelta:
    """Give how far the clock is put forward at a moment, below nought where it is put back; nought on other days."""
    before, behind = (moment.replace(tzinfo=ZONE, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    return behind - before

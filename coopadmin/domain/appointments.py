"""Appointments in a home: how they end, and when they can be."""

from __future__ import annotations

from datetime import date, datetime

from coopadmin.domain.summer_time import check_hours
from coopadmin.errors import Problem
from coopadmin.i18n import N_, _

OUTCOMES: dict[str, str] = {
    "kept": N_("kept"),
    "nobody_home": N_("nobody home"),
    "cancelled": N_("called off"),
}
"""How an appointment went; empty while nobody said."""

LONGEST_HOURS = 24 * 14
"""An appointment that lasts longer was mistyped."""


def check_times(starts_at: datetime, ends_at: datetime, reported_on: date) -> list[Problem]:
    """Say what cannot be about the moments of an appointment; fields are named as the arguments."""
    if never := check_hours(starts_at, ends_at):
        return never
    if ends_at <= starts_at:
        return [Problem("ends_at", _("it ends before it begins"))]
    if (ends_at - starts_at).total_seconds() > LONGEST_HOURS * 3600:
        return [Problem("ends_at", _("that is longer than two weeks"))]
    if starts_at.date() < reported_on:
        return [Problem("starts_at", _("that is before the day it was reported"))]
    return []

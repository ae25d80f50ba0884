"""What a line of the journal was about, in words: the journal keeps numbers, days and codes, so that names stay out."""

from __future__ import annotations

from datetime import date

from coopadmin.domain import retention
from coopadmin.domain.association import RULES
from coopadmin.domain.deadlines import KINDS
from coopadmin.domain.members import OFFICES, office_name
from coopadmin.domain.voting_rules import BODIES, DECISION_KINDS, RULED_BODIES
from coopadmin.formats import short_date
from coopadmin.i18n import _

_OF_RULES = ("set_meeting_rule", "set_voting_rule")
_OF_TERMS = ("meet_deadline", "meet_deadlines", "unmeet_deadline")


def about_name(deed: str, about: str) -> str:
    """Say what a deed was about in the language in use; numbers, and what is in no list of words, stay as they are."""
    if deed == "set_rule":
        return _(RULES[about].label) if about in RULES else about
    if deed == "set_ground":
        return next((_(kind.label) for kind in retention.KINDS if kind.name == about), about)
    if deed in _OF_RULES:
        body, _blank, kind = about.partition(" ")
        told = [_(words[code]) for words, code in ((DECISION_KINDS, kind), (RULED_BODIES, body)) if code in words]
        return " · ".join(told) or about
    if deed in _OF_TERMS:
        return ", ".join(dict.fromkeys(_term(name) for name in about.split(", ")))
    if about in OFFICES:
        return ""  # the deed's own name says it
    return _day(about)


def _term(name: str) -> str:
    """Call a term of the calendar by its kind, with the year or the office it is about: the rest of it are numbers."""
    kind, _colon, rest = name.partition(":")
    if kind not in KINDS:
        return name
    what = rest.partition(":")[0]
    told = what if what.isdigit() else office_name(what) if what in OFFICES else ""
    return f"{_(KINDS[kind])} {told}".strip()


def _day(about: str) -> str:
    """Write the day that something begins with as it is written elsewhere, with the body that met on it."""
    day, blank, rest = about.partition(" ")
    try:
        written = short_date(date.fromisoformat(day)) if day.count("-") == 2 else day
    except ValueError:
        return about
    body, after, more = rest.partition(" ")
    return f"{written}{blank}{_(BODIES[body]) if body in BODIES else body}{after}{more}"

"""When the data of somebody who left is cleared, what keeps it until then, and by which words a text names them.

No law sets the term for members and tenants: no longer than needed (GDPR (AVG) art. 5(1)(e)). It is a setting that
counts from the last thing that tied somebody to the co-operative. While anything of theirs is open, nothing is cleared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coopadmin.domain.deadlines import Figure
from coopadmin.domain.forgetting import SHORTEST_NAME, Term, scrub
from coopadmin.domain.identifiers import group_iban
from coopadmin.domain.members import sorted_name
from coopadmin.domain.periods import add_months
from coopadmin.formats import fold, long_date
from coopadmin.i18n import N_, _, ngettext

RETENTION = "person_retention_months"
"""The setting: for so many months data is kept after the last tie."""

TIES: dict[str, str] = {
    "entered": N_("entered on {day}"),
    "membership": N_("membership until {day}"),
    "tenancy": N_("tenancy until {day}"),
    "office": N_("office until {day}"),
    "group": N_("in a working group until {day}"),
    "key": N_("key handed in on {day}"),
    "booking": N_("booking on {day}"),
    "hours": N_("hours worked on {day}"),
    "task": N_("call of {day}"),
    "application": N_("membership applied for, decided on {day}"),
}
"""What ties somebody to the co-operative, as it was over on a day."""

RUNNING: dict[str, str] = {
    "membership": N_("is a member"),
    "tenancy": N_("has a tenancy"),
    "office": N_("holds an office"),
    "group": N_("is in a working group"),
    "key": N_("has a key that was not handed in"),
    "application": N_("has an application for membership that is open"),
}
"""The same while it runs."""

OPEN: dict[str, str] = {
    "booking": N_("has a booking to come"),
    "series": N_("has a booking that comes round"),
    "wish": N_("waits for a booking"),
    "task": N_("reported a task that is open"),
    "action": N_("has an action to do"),
    "keeper": N_("keeps a facility"),
    "work_day": N_("leads a work day to come"),
    "turn": N_("has a cleaning turn to do"),
    "appeal": N_("appealed, and it was not decided"),
    "objection": N_("objected to a rent increase, and it was not decided"),
    "file": N_("has a part in a vacancy file that is open"),
    "candidate": N_("is a candidate too; that data is cleared first"),
    "money": N_("money is open on their account"),
    "deposit": N_("a deposit is held"),
    "key_deposit": N_("a deposit for a key is to be given back"),
}
"""What a person must see to first: with any of these nothing is cleared, whatever the day."""

_TITLES = ("mevrouw", "mevr.", "mw.", "meneer", "de heer", "dhr.", "familie", "fam.", "Mrs", "Mrs.", "Mr", "Mr.", "Ms")
"""With one of these before it a family name is nobody's first name and no common word."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One thing that tied somebody (`kind` of TIES), and its last day; None while it runs."""

    kind: str
    over_on: date | None


def due_on(ties: Iterable[Tie], holding: Iterable[str], retention: Figure) -> Term:
    """Work out from which day somebody's data is to be cleared; `holding` are codes of OPEN.

    While a tie runs there is no such day, and nothing is asked either: that is no former member.
    """
    known = list(ties)
    running = [_(RUNNING[one.kind]) for one in known if one.over_on is None]
    asks = tuple(_(OPEN[one]) for one in dict.fromkeys(holding))
    if running or not known:
        return Term(None, tuple(dict.fromkeys(running)), asks)
    last, kind = max((one.over_on, one.kind) for one in known if one.over_on is not None)
    months = ngettext("{count} month after that", "{count} months after that", retention.number)
    from_on = add_months(last, retention.number) + timedelta(days=1)
    told = (
        _(TIES[kind]).format(day=long_date(last)),
        retention.because(months.format(count=retention.number)),
        _("so to be cleared from {day} on").format(day=long_date(from_on)),
    )
    return Term(from_on, told, asks)


def former_name(number: str, *, member: bool, tenant: bool) -> str:
    """Call somebody whose name was cleared: by their number, and by what they were."""
    if member:
        return _("former member {number}").format(number=number)
    if tenant:
        return _("former resident {number}").format(number=number)
    return _("former contact {number}").format(number=number)


def sure_names(known: Iterable[Mapping[str, Any]], others: Iterable[Mapping[str, Any]] = ()) -> tuple[str, ...]:
    """Give what can mean nobody else in any text: full names, a title before the name, addresses and numbers.

    `known` is somebody's row as it is and as it was. What one of `others` is called too, such as the account a couple
    shares, says not who is meant, and is left out.
    """
    return _longest_first(_sure(known) - _sure(others))


def _sure(known: Iterable[Mapping[str, Any]]) -> set[str]:
    found: set[str] = set()
    for row in known:
        prefix, initials, given = (_text(row, name) for name in ("prefix", "initials", "given_name"))
        family = _text(row, "family_name")
        if family:
            for first in filter(None, (given, initials)):
                found |= {f"{first} {prefix} {family}", f"{first} {family}"}
                found |= {sorted_name(family, prefix, first), f"{family}, {first}"}
            for title in _TITLES:
                found |= {f"{title} {prefix} {family}", f"{title[0].upper()}{title[1:]} {prefix} {family}"}
        found |= _reached_by(row)
    return {" ".join(name.split()) for name in found}


class Scrubber:
    """Puts one name in the place of all somebody is called by in a text; texts that name nobody are passed quickly."""

    def __init__(self, names: Iterable[str], instead: str) -> None:
        self.instead = instead
        self._names = _longest_first(names)
        folded = {fold(name) for name in self._names}
        self._pieces = [one for one in folded if not any(other != one and other in one for other in folded)]

    def __call__(self, text: str) -> str:
        """Give the text without the names."""
        low = fold(text)
        return scrub(text, self._names, self.instead) if any(piece in low for piece in self._pieces) else text


def near_names(known: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Give what somebody is called besides in texts that are about them: the family name, the given name."""
    found: set[str] = set()
    for row in known:
        family, prefix, given = (_text(row, name) for name in ("family_name", "prefix", "given_name"))
        found |= {family, f"{prefix} {family}"} if family else set()
        found |= {given} if len(given) >= SHORTEST_NAME else set()
    return _longest_first(found)


def _reached_by(row: Mapping[str, Any]) -> set[str]:
    phone, iban = _text(row, "phone"), _text(row, "iban")
    bare = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
    return {one for one in (_text(row, "email"), phone, bare, iban, group_iban(iban) if iban else "") if one}


def _text(row: Mapping[str, Any], name: str) -> str:
    return " ".join(str(row.get(name) or "").split())


def _longest_first(found: Iterable[str]) -> tuple[str, ...]:
    tidied = {" ".join(name.split()) for name in found} - {""}
    return tuple(sorted(tidied, key=lambda name: (-len(name), name)))

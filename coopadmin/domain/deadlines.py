"""The association's calendar: terms worked out from what is in the store, each with the rule that made it.

A term is never stored, only that somebody ticked it off (`DeadlineMet`), by a name that stays the same as long as what
it is about does. What makes the terms stands in `deadlines_board` (offices, accounts), `deadlines_meetings`,
`deadlines_members`, `deadlines_allocation` and `deadlines_maintenance`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from coopadmin.domain.periods import add_months, last_of_month
from coopadmin.i18n import N_, _

SOON_DAYS = 14
"""From so few days on a term is said to come soon."""

LOOK_BACK_DAYS = 400
"""How long a term that nobody met is still shown: a year or so; what is older is history."""

GROUPS: dict[str, tuple[str, ...]] = {
    "meetings": ("convening", "inspection", "held", "minutes", "approval", "request", "own_call", "review"),
    "board": ("retires", "vacancy", "trade_register", "corporation", "bank_mandate", "hand_over"),
    "year": ("accounts", "audit_committee"),
    "membership": ("application", "reasons", "receipt", "appeal", "appeal_decision", "leaving"),
    "allocation": ("nomination", "reasons_letter", "second_admission"),
    "maintenance": ("promise",),
}
"""What terms are about, and the first word of their names."""

KINDS: dict[str, str] = {
    "convening": N_("convening letter"),
    "inspection": N_("text open for inspection"),
    "held": N_("meeting to be held"),
    "minutes": N_("minutes sent round"),
    "approval": N_("approval of minutes"),
    "request": N_("request for a meeting"),
    "own_call": N_("meeting called by members themselves"),
    "review": N_("review of a decision"),
    "retires": N_("end of a term of office"),
    "vacancy": N_("vacancy on the board"),
    "trade_register": N_("notice to the trade register"),
    "corporation": N_("notice to the corporation"),
    "bank_mandate": N_("mandate at the bank"),
    "hand_over": N_("handing over"),
    "accounts": N_("annual accounts"),
    "audit_committee": N_("audit committee"),
    "application": N_("application"),
    "reasons": N_("reasons sent"),
    "receipt": N_("receipt of the reasons"),
    "appeal": N_("term for an appeal"),
    "appeal_decision": N_("decision on an appeal"),
    "leaving": N_("last day of a membership"),
    "nomination": N_("nomination of a new neighbour"),
    "reasons_letter": N_("letter with reasons to a candidate"),
    "second_admission": N_("second admission"),
    "promise": N_("the corporation is reminded"),
}
"""What each kind of term is called where nobody may be named: in the journal."""

BY_RECORD = ("nomination", "reasons_letter", "second_admission", "promise")
"""Terms that nobody ticks off by hand: only the records they are about say that they were met."""

SIGNS: dict[str, str] = {"late": "▲", "soon": "●", "waiting": "●", "later": "○", "met": "✓"}

STATES: dict[str, str] = {
    "late": N_("late"),
    "soon": N_("soon"),
    "waiting": N_("waits"),
    "later": N_("later"),
    "met": N_("met"),
}
"""How a term stands on a day, and how that is called; `waiting` has no day to be late for."""

Ref = tuple[str, int]
"""A subject of the desk and the record's number in the store."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A rule's number on a day and where it comes from; the source is stored as it stands."""

    number: int
    source: str

    def because(self, words: str) -> str:
        """Say in words what the rule asks, and where it stands."""
        return f"{words} · {_(self.source)}" if self.source else words


@dataclass(frozen=True, slots=True)
class Deadline:
    """One term: by when, what, the rule in words, where to go, and the day it was met.

    `why` has a line for every ground. `on` is None for what waits without a day of its own. `ticked` says that
    somebody ticked it off, rather than that the store itself shows it was done; `earliest` that its day is the first
    on which it can be done, and no last one follows: from then on it waits.
    """

    name: str
    on: date | None
    what: str
    why: str
    ref: Ref | None = None
    met_on: date | None = None
    note: str = ""
    ticked: bool = False
    earliest: bool = False

    @property
    def kind(self) -> str:
        """The first word of its name."""
        return self.name.partition(":")[0]

    @property
    def reason(self) -> str:
        """The rule in one line."""
        return self.why.replace("\n", "; ")

    @property
    def key(self) -> int:
        """A number for it that stays the same, for lists that know records by a number."""
        return int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:6], "big")

    def days_left(self, today: date) -> int | None:
        """Days from `today` until its day, below zero once that is past; None without a day to be late for."""
        if self.on is None or (self.earliest and self.on <= today):
            return None
        return (self.on - today).days

    def state(self, today: date) -> str:
        """Tell how it stands on a day, as a code of STATES."""
        if self.met_on is not None:
            return "met"
        left = self.days_left(today)
        if left is None:
            return "waiting"
        return "late" if left < 0 else "soon" if left <= SOON_DAYS else "later"


@dataclass(frozen=True, slots=True)
class Tick:
    """That somebody ticked a term off, on which day, with what note."""

    met_on: date
    note: str = ""


def ticked(deadlines: Iterable[Deadline], ticks: Mapping[str, Tick]) -> tuple[Deadline, ...]:
    """Put what was ticked off on the terms of these names; what the store shows as done keeps its own day."""
    return tuple(
        replace(one, met_on=tick.met_on, note=tick.note, ticked=True)
        if one.met_on is None and (tick := ticks.get(one.name)) is not None
        else one
        for one in deadlines
    )


def of_this_administration(deadlines: Iterable[Deadline], started_on: date | None) -> tuple[Deadline, ...]:
    """Leave out what was due before the administration began: whether that was done, nobody noted here.

    What only the store's own records make due stays: they were entered since.
    """
    if started_on is None:
        return tuple(deadlines)
    return tuple(
        one
        for one in deadlines
        if one.on is None or one.on >= started_on or one.met_on is not None or one.kind in BY_RECORD
    )


def in_order(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Put what is open before what was met, by day; what has no day comes last."""
    return tuple(sorted(deadlines, key=lambda one: (one.met_on is not None, one.on or date.max, one.what, one.name)))


# -- the financial year --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FinancialYear:
    """A financial year, both days included, called by the year in which it begins."""

    starts_on: date
    ends_on: date

    @property
    def label(self) -> str:
        """The year as people call it: `2026`, or `2026/2027` where it runs over New Year."""
        first, last = self.starts_on.year, self.ends_on.year
        return str(first) if first == last else f"{first}/{last}"

    def after(self, months: int) -> date:
        """Give the last day of a term of so many months after the year, which ends on the last day of a month."""
        return last_of_month(add_months(self.ends_on.replace(day=1), months))


def financial_year(on: date, first_month: int = 1) -> FinancialYear:
    """Give the financial year a day lies in; `first_month` is 1 to 12, and January where it is no month."""
    month = first_month if 1 <= first_month <= 12 else 1
    starts_on = date(on.year if on.month >= month else on.year - 1, month, 1)
    return FinancialYear(starts_on, last_of_month(add_months(starts_on, 11)))

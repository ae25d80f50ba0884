"""Offices: when a term is over by the retirement schedule (rooster van aftreden), who leaves together, what is vacant.

The law sets no term of office and no schedule; the statutes do. Of the board it says that the members appoint it and
that it has a chair, a secretary and a treasurer unless the statutes differ (Civil Code (BW) 2:37); of the audit
committee (kascommissie), that the meeting appoints at least two members every year who are not on the board
(2:48(2)).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.periods import add_months, in_force

BOARD_TASKS = ("chair", "secretary", "treasurer")
"""Offices that the board gives to one of its own (Civil Code (BW) 2:37)."""

AUDIT_COMMITTEE = "audit_committee"


@dataclass(frozen=True, slots=True)
class Term:
    """One term of one office, both days included; `retires_on` only where the schedule has a day of its own for it.

    `on_board` says whether the office is a seat on the board (`attendance.board_offices`).
    """

    term_id: int
    person_id: int
    office: str
    starts_on: date
    ends_on: date | None = None
    retires_on: date | None = None
    on_board: bool = False


@dataclass(frozen=True, slots=True)
class RetirementYear:
    """Who is to leave the board in one year: `size` seats were held when the schedule was read."""

    year: int
    terms: tuple[Term, ...]
    leaving: int
    size: int
    too_many: bool
    """More of them than the group wants to see leave together."""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A seat that nobody holds: the board or the audit committee as a whole, or one office; `since` where known."""

    office: str
    """`board`, `audit_committee`, or the office itself."""
    held: int
    needed: int
    since: date | None
    last_term_id: int | None
    """The term that ended last, where there was one."""


def retirement_day(starts_on: date, retires_on: date | None, term_years: int) -> date | None:
    """Give the day a term is over: the schedule's own, else so many years after its first; None without a term.

    A term from 29 February is over on 28 February in a year that has no other. 0 years means that the statutes know
    no term of office.
    """
    if retires_on is not None:
        return retires_on
    return add_months(starts_on, 12 * term_years) if term_years else None


def planned_day(term: Term, term_years: int) -> date | None:
    """Give the day a term is to end: its last day where that is known, else its day by the schedule.

    The schedule is the board's. The audit committee is appointed for a year at a time (Civil Code (BW) 2:48(2)); any
    other office lasts until it is laid down, unless a day was planned for it.
    """
    if term.ends_on is not None:
        return term.ends_on
    years = term_years if term.on_board else 1 if term.office == AUDIT_COMMITTEE else 0
    return retirement_day(term.starts_on, term.retires_on, years)


def running(terms: Iterable[Term], on: date) -> tuple[Term, ...]:
    """Keep the terms in force on a day."""
    return tuple(term for term in terms if in_force(term.starts_on, term.ends_on, on))


def follows(term: Term, terms: Iterable[Term]) -> Term | None:
    """Give the term before this one of the same person in the same office, where it went on without a day between."""
    return next(
        (
            one
            for one in terms
            if (one.person_id, one.office) == (term.person_id, term.office)
            and one.starts_on < term.starts_on
            and one.ends_on is not None
            and one.ends_on >= term.starts_on - timedelta(days=1)
        ),
        None,
    )


def followed_by(term: Term, terms: Iterable[Term]) -> Term | None:
    """Give the term that went on from this one: the same person, the same office, not a day between."""
    return next((one for one in terms if (before := follows(one, (term,))) is not None and before == term), None)


def term_number(term: Term, terms: Sequence[Term]) -> int:
    """Count the terms in a row up to this one: 1 for a first, 2 once re-elected."""
    number, before = 1, follows(term, terms)
    while before is not None:
        number, before = number + 1, follows(before, terms)
    return number


def board_on(terms: Iterable[Term], on: date) -> frozenset[int]:
    """Give the people on the board on a day; who holds two offices is one of them."""
    return frozenset(term.person_id for term in running(terms, on) if term.on_board)


def too_many_together(leaving: int, size: int, percent: int) -> bool:
    """Tell whether more than `percent` of a board of `size` leave together; one alone is never too many."""
    return leaving > 1 and leaving * 100 > size * percent


def retirement_years(
    terms: Iterable[Term], on: date, *, term_years: int, together_percent: int
) -> tuple[RetirementYear, ...]:
    """Put the board in office on `on` in the years in which their terms are over; the year of the day itself first.

    Who is past their day stands in the year of `on`: that is when they are to be replaced. Who stays until a day that
    is known leaves then, whatever the schedule says.
    """
    board = [term for term in running(terms, on) if term.on_board]
    size = len({term.person_id for term in board})
    years: dict[int, list[Term]] = {}
    for term in board:
        planned = planned_day(term, term_years)
        if planned is not None:
            years.setdefault(max(planned.year, on.year), []).append(term)
    found: list[RetirementYear] = []
    for year in sorted(years):
        leaving = len({term.person_id for term in years[year]})
        too_many = too_many_together(leaving, size, together_percent)
        found.append(RetirementYear(year, tuple(years[year]), leaving, size, too_many))
    return tuple(found)


def audit_committee(terms: Sequence[Term], year_starts_on: date, on: date) -> tuple[Term, ...]:
    """Give who is on the audit committee on `on` by an appointment of the year that began on `year_starts_on`.

    Somebody on the board does not count, nor an appointment of the year before: it is given every year (Civil Code
    (BW) 2:48(2)). One term for each person.
    """
    board = board_on(terms, on)
    counted: dict[int, Term] = {}
    for term in running(terms, on):
        if term.office == AUDIT_COMMITTEE and term.starts_on >= year_starts_on and term.person_id not in board:
            counted.setdefault(term.person_id, term)
    return tuple(counted.values())


def vacancies(
    terms: Sequence[Term], on: date, *, board_least: int, audit_least: int, year_starts_on: date
) -> tuple[Vacancy, ...]:
    """Say which seats nobody holds: of the board as a whole, of its three tasks, of the audit committee of the year.

    A task is missed only where somebody had it before: the statutes may know no such office.
    """
    found: list[Vacancy] = []
    held = len(board_on(terms, on))
    if held < board_least:
        found.append(_vacancy("board", held, board_least, [term for term in terms if term.on_board], on))
    for office in BOARD_TASKS:
        had = [term for term in terms if term.office == office and term.starts_on <= on]
        if had and not running(had, on):
            found.append(_vacancy(office, 0, 1, had, on))
    committee = len(audit_committee(terms, year_starts_on, on))
    if committee < audit_least:
        had = [term for term in terms if term.office == AUDIT_COMMITTEE]
        found.append(_vacancy(AUDIT_COMMITTEE, committee, audit_least, had, on))
    return tuple(found)


def _vacancy(office: str, held: int, needed: int, had: Iterable[Term], on: date) -> Vacancy:
    begun = [term for term in had if term.starts_on <= on]
    ended = [(term.ends_on, term.term_id) for term in begun if term.ends_on is not None and term.ends_on < on]
    if not ended:
        return Vacancy(office, held, needed, None, None)
    last, term_id = max(ended)
    # Where somebody came after the last who left, the seat that is empty is not the one they left.
    since = None if any(term.starts_on > last for term in begun) else last + timedelta(days=1)
    return Vacancy(office, held, needed, since, term_id)

"""Offices: who holds them, the retirement schedule, and what is vacant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.association import RULES, RuleValue
from coopadmin.domain.attendance import board_offices
from coopadmin.domain.deadlines import Figure
from coopadmin.domain.deadlines_board import BoardRules, audit_counts_from
from coopadmin.domain.members import display_name, office_name
from coopadmin.domain.offices import (
    AUDIT_COMMITTEE,
    RetirementYear,
    Term,
    Vacancy,
    planned_day,
    retirement_years,
    running,
    term_number,
)
from coopadmin.domain.offices import vacancies as vacancies_of
from coopadmin.formats import fold
from db.queries import association
from db.queries.base import Listing, Page
from db.tables.decisions import Decision
from db.tables.members import Member, OfficeTerm, Person

FILTERS = ("now", "retiring", "board", "audit", "former", "all")
SORTS = ("office", "name", "retires", "since")

RETIRING_DAYS = 365
"""Who is to leave within so many days is shown as retiring."""


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A term of an office; `retires_on` is the day it is to end, `planned` whether that was set for this term."""

    term_id: int
    person_id: int
    number: str
    name: str
    office: str
    starts_on: date
    ends_on: date | None
    retires_on: date | None
    planned: bool
    term_number: int
    """1 for a first term, 2 once elected again."""
    on_board: bool
    running: bool
    decision_id: int | None
    decision: str
    """The number of the decision that gave the office."""

    def days_left(self, on: date) -> int | None:
        """Days until the term is to end, below zero once that is past; None once it ended, or without a day."""
        return (self.retires_on - on).days if self.running and self.retires_on is not None else None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The retirement schedule as it stands on a day."""

    rows: tuple[OfficeRow, ...]
    """The terms in force, by office."""
    years: tuple[RetirementYear, ...]
    """Who is to leave the board in which year."""
    names: Mapping[int, str]
    rules: BoardRules


def board_rules(values: Sequence[RuleValue], on: date) -> BoardRules:
    """Give the rules of offices and accounts in force on a day, each with where it comes from."""

    def figure(name: str) -> Figure:
        begun = [one for one in values if one.name == name and one.valid_from <= on]
        value = max(begun, key=lambda one: one.valid_from, default=None)
        rule = RULES[name]
        return Figure(int(value.value), value.source) if value else Figure(int(rule.default), rule.source)

    return BoardRules(
        term_years=figure("term_years"),
        together_percent=figure("retire_together_percent"),
        board_least=figure("board_least"),
        audit_least=figure("audit_committee_least"),
        first_month=figure("financial_year_first_month").number,
        accounts_months=figure("accounts_due_months"),
        corporation_days=figure("board_change_corporation_days"),
        register_days=figure("trade_register_days"),
        bank_days=figure("board_change_bank_days"),
    )


def terms(connection: Connection, values: Sequence[RuleValue], on: date) -> tuple[Term, ...]:
    """Give every term there ever was, with whether its office is a seat on the board by the rules of a day."""
    board = board_offices(values, on)
    statement = select(
        col(OfficeTerm.id),
        col(OfficeTerm.person_id),
        col(OfficeTerm.office),
        col(OfficeTerm.starts_on),
        col(OfficeTerm.ends_on),
        col(OfficeTerm.retires_on),
    ).order_by(col(OfficeTerm.starts_on), col(OfficeTerm.id))
    return tuple(Term(*row, on_board=row[2] in board) for row in connection.execute(statement))


# -- the list ------------------------------------------------------------------------------------------------------


def page(connection: Connection, listing: Listing, on: date) -> Page[OfficeRow]:
    """List terms of office by `listing`; filters and sorts are named in FILTERS and SORTS.

    `now` is who holds an office on `on`, or will; `retiring` whose term is over within a year, or should have been.
    """
    words = fold(listing.search).split()
    kept = _KEPT.get(listing.filter, _KEPT["now"])
    found = [row for row in _rows(connection, on) if kept(row, on) and all(word in _folded(row) for word in words)]
    by = _SORTED_BY.get(listing.sort, _SORTED_BY["office"])
    known = [row for row in found if by(row) is not None]
    known.sort(key=by, reverse=listing.descending)
    rows = (*known, *(row for row in found if by(row) is None))
    return Page(rows[: listing.limit], len(found))


def record(connection: Connection, term_id: int, on: date) -> OfficeRow | None:
    """Give one term, or None where there is no such term."""
    return next((row for row in _rows(connection, on) if row.term_id == term_id), None)


def of_person(connection: Connection, person_id: int, on: date) -> tuple[OfficeRow, ...]:
    """Give the terms of one person, newest first."""
    rows = [row for row in _rows(connection, on) if row.person_id == person_id]
    return tuple(sorted(rows, key=lambda row: (row.starts_on, row.term_id), reverse=True))


def _rows(connection: Connection, on: date) -> list[OfficeRow]:
    """Put every term with its person and its decision: a group has some dozens of them in all its years."""
    values = association.rules(connection)
    years = board_rules(values, on).term_years.number
    all_terms = terms(connection, values, on)
    people = _people(connection)
    decided = dict[int, tuple[int, str]]()
    statement = select(col(OfficeTerm.id), col(Decision.id), col(Decision.number)).join(
        Decision, col(Decision.id) == col(OfficeTerm.decision_id)
    )
    for term_id, decision_id, number in connection.execute(statement):
        decided[term_id] = (decision_id, number)
    return [_row(term, all_terms, people, decided, years, on) for term in all_terms]


def _row(
    term: Term,
    all_terms: Sequence[Term],
    people: Mapping[int, tuple[str, str]],
    decided: Mapping[int, tuple[int, str]],
    years: int,
    on: date,
) -> OfficeRow:
    number, name = people[term.person_id]
    decision_id, decision = decided.get(term.term_id, (None, ""))
    return OfficeRow(
        term_id=term.term_id,
        person_id=term.person_id,
        number=number,
        name=name,
        office=term.office,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        retires_on=planned_day(term, years),
        planned=term.retires_on is not None,
        term_number=term_number(term, all_terms),
        on_board=term.on_board,
        running=bool(running((term,), on)),
        decision_id=decision_id,
        decision=decision,
    )


def _people(connection: Connection) -> dict[int, tuple[str, str]]:
    """Give the number and the name of everybody who ever held an office."""
    statement = (
        select(
            col(Person.id),
            col(Member.number),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
        )
        .outerjoin(Member, col(Member.person_id) == col(Person.id))
        .where(col(Person.id).in_(select(col(OfficeTerm.person_id))))
    )
    return {
        person_id: (number or "", display_name(*name)) for person_id, number, *name in connection.execute(statement)
    }


def _folded(row: OfficeRow) -> str:
    return fold(f"{row.name} {row.number} {office_name(row.office)} {row.decision}")


def _coming(row: OfficeRow, on: date) -> bool:
    return row.ends_on is None or row.ends_on >= on


_KEPT: dict[str, Callable[[OfficeRow, date], bool]] = {
    "now": _coming,
    "retiring": lambda row, on: (left := row.days_left(on)) is not None and left <= RETIRING_DAYS,
    "board": lambda row, on: row.on_board and _coming(row, on),
    "audit": lambda row, _on: row.office == AUDIT_COMMITTEE,
    "former": lambda row, on: not _coming(row, on),
    "all": lambda _row, _on: True,
}

_PLACE: dict[str, int] = {
    office: place
    for place, office in enumerate(
        ("chair", "secretary", "treasurer", "board_member", "maintenance_coordinator", AUDIT_COMMITTEE)
    )
}
"""The order in which offices are named; a group's own come last, by name."""


def by_office(row: OfficeRow) -> tuple[int, str, int, str]:
    """Order terms as one reads out a board: by office, who is in it now first, the newest first."""
    newest = -row.starts_on.toordinal()
    return _PLACE.get(row.office, len(_PLACE)), fold(row.office), newest, fold(row.name)


_SORTED_BY: dict[str, Callable[[OfficeRow], Any]] = {
    "office": by_office,
    "name": lambda row: (fold(row.name), row.starts_on),
    "retires": lambda row: row.retires_on,
    "since": lambda row: row.starts_on,
}


# -- the schedule --------------------------------------------------------------------------------------------------


def schedule(connection: Connection, on: date) -> Schedule:
    """Give the retirement schedule: the terms in force with their planned day, and who leaves the board together."""
    values = association.rules(connection)
    rules = board_rules(values, on)
    rows = [row for row in _rows(connection, on) if row.running]
    years = retirement_years(
        terms(connection, values, on),
        on,
        term_years=rules.term_years.number,
        together_percent=rules.together_percent.number,
    )
    return Schedule(tuple(sorted(rows, key=by_office)), years, {row.person_id: row.name for row in rows}, rules)


def vacancies(connection: Connection, on: date) -> tuple[Vacancy, ...]:
    """Give the seats of the board and of the audit committee that nobody holds on a day."""
    values = association.rules(connection)
    return vacancies_by(terms(connection, values, on), board_rules(values, on), on)


def vacancies_by(all_terms: Sequence[Term], rules: BoardRules, on: date) -> tuple[Vacancy, ...]:
    """Give the same of terms and rules that were read before."""
    return vacancies_of(
        all_terms,
        on,
        board_least=rules.board_least.number,
        audit_least=rules.audit_least.number,
        year_starts_on=audit_counts_from(rules, on),
    )


# -- the report ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A line of `report offices`."""

    office: str
    name: str
    since: date
    retires_on: date | None
    until: date | None


def held_on(connection: Connection, on: date) -> tuple[HeldRow, ...]:
    """Give who held an office on a day, by office; `since` is the first day of the term, `until` its last if known."""
    rows = sorted((row for row in _rows(connection, on) if row.running), key=by_office)
    return tuple(HeldRow(row.office, row.name, row.starts_on, row.retires_on, row.ends_on) for row in rows)

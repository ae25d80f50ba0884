"""What a meeting or a board does with offices: appoint, plan who retires when, appoint the audit committee.

That an office ends, and that somebody is given one without more, are deeds of `services/members`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.attendance import board_offices
from coopadmin.domain.deadlines_board import BoardRules
from coopadmin.domain.members import OFFICE_WORDS, OFFICES, display_name, office_name
from coopadmin.domain.offices import AUDIT_COMMITTEE, BOARD_TASKS, Term, board_on, retirement_years, running
from coopadmin.domain.periods import overlap
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import fold, long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.members import number_of
from db.journal import Transaction
from db.queries.association import rules as rules_of_the_group
from db.queries.base import in_force_on
from db.queries.offices import board_rules, terms
from db.tables.decisions import Decision
from db.tables.members import Member, Membership, OfficeTerm, Person

LONGEST_OFFICE = 80


@dataclass(frozen=True, slots=True)
class Appointment:
    """The terms that were made, and sentences about what should be looked at."""

    term_ids: tuple[int, ...]
    warnings: tuple[str, ...] = ()


def appoint(
    transaction: Transaction,
    *,
    person_id: int,
    office: str,
    starts_on: date,
    retires_on: date | None = None,
    decision_id: int | None = None,
) -> Appointment:
    """Appoint somebody to an office; who has it already is elected again: the old term ends the day before.

    `retires_on` only where the schedule has another day for it than the usual term gives. Raises Invalid with a
    problem per field; somebody on the board cannot be on the audit committee (Civil Code (BW) 2:48(2)).
    """
    code = office_code(office)
    problems = _check_office(code) + _check_days(starts_on, retires_on) + _check_links(transaction, decision_id)
    if _name(transaction, person_id) is None:
        problems.append(Problem("person_id", _("choose who is appointed")))
    if problems:
        raise Invalid(problems)
    known = _known(transaction, starts_on)
    if code == AUDIT_COMMITTEE and person_id in board_on(known.terms, starts_on):
        raise Invalid([Problem("person_id", _on_the_board(transaction, person_id))])
    if any((one.person_id, one.office, one.starts_on) == (person_id, code, starts_on) for one in known.terms):
        raise Invalid([Problem("starts_on", _("there is a term of this office from that day already"))])
    warnings = _warnings(transaction, known, person_id, code, starts_on)
    _end_running(transaction, known.terms, person_id, code, starts_on)
    term_id = transaction.add(
        OfficeTerm(
            person_id=person_id, office=code, starts_on=starts_on, retires_on=retires_on, decision_id=decision_id
        )
    )
    transaction.about = number_of(transaction, person_id)
    return Appointment((term_id,), (*warnings, *_together(transaction, term_id, starts_on)))


def appoint_audit_committee(
    transaction: Transaction,
    *,
    first_id: int,
    second_id: int,
    third_id: int | None = None,
    starts_on: date,
    decision_id: int | None = None,
) -> Appointment:
    """Appoint the audit committee of a year: everybody begins a new term, and who was in it and is not named leaves.

    Raises Invalid with a problem per field: two people at least, none of them on the board (Civil Code (BW) 2:48(2)).
    """
    chosen = {"first_id": first_id, "second_id": second_id}
    if third_id is not None:
        chosen["third_id"] = third_id
    known = _known(transaction, starts_on)
    board = board_on(known.terms, starts_on)
    problems = _check_links(transaction, decision_id)
    for place, (field, person_id) in enumerate(chosen.items()):
        if _name(transaction, person_id) is None:
            problems.append(Problem(field, _("choose who is appointed")))
        elif person_id in list(chosen.values())[:place]:
            problems.append(Problem(field, _("named twice; choose another member")))
        elif person_id in board:
            problems.append(Problem(field, _on_the_board(transaction, person_id)))
    current = [one for one in known.terms if one.office == AUDIT_COMMITTEE]
    if any(one.starts_on == starts_on and one.person_id in chosen.values() for one in current):
        problems.append(Problem("starts_on", _("there is a term of this office from that day already")))
    if problems:
        raise Invalid(problems)
    for one in current:
        _end_running(transaction, known.terms, one.person_id, AUDIT_COMMITTEE, starts_on)
    made = [
        transaction.add(
            OfficeTerm(person_id=person_id, office=AUDIT_COMMITTEE, starts_on=starts_on, decision_id=decision_id)
        )
        for person_id in chosen.values()
    ]
    transaction.about = AUDIT_COMMITTEE
    warnings = [said for person_id in chosen.values() for said in _no_member(transaction, person_id, starts_on)]
    return Appointment(tuple(made), tuple(warnings))


def plan_retirement(transaction: Transaction, *, term_id: int, retires_on: date | None) -> bool:
    """Give a running term a day of its own in the retirement schedule, or None for the usual one.

    Tells whether anything changed. Raises Refused where the term has ended, Invalid where the day lies before it.
    """
    row = _running_term(transaction, term_id)
    problems = _check_days(row.starts_on, retires_on)
    if problems:
        raise Invalid(problems)
    transaction.about = number_of(transaction, row.person_id)
    return transaction.change(OfficeTerm, term_id, retires_on=retires_on)


def correct_term(
    transaction: Transaction,
    *,
    term_id: int,
    office: str,
    starts_on: date,
    ends_on: date | None = None,
    retires_on: date | None = None,
    decision_id: int | None = None,
) -> bool:
    """Correct a term that was entered wrongly; tells whether anything was different. Raises Invalid.

    Who lays down an office, or gets another one, is not a correction: end the term, and appoint anew.
    """
    row = _term_row(transaction, term_id)
    code = office_code(office)
    problems = _check_office(code) + _check_days(starts_on, retires_on) + _check_links(transaction, decision_id)
    if ends_on is not None and ends_on < starts_on:
        problems.append(Problem("ends_on", _("the term cannot end before it begins")))
    problems += [
        Problem("starts_on", _("this office is held from {day} in another term").format(day=long_date(one.starts_on)))
        for one in _known(transaction, starts_on).terms
        if one.term_id != term_id
        and (one.person_id, one.office) == (row.person_id, code)
        and overlap(starts_on, ends_on, one.starts_on, one.ends_on)
    ][:1]
    if problems:
        raise Invalid(problems)
    transaction.about = number_of(transaction, row.person_id)
    return transaction.change(
        OfficeTerm,
        term_id,
        office=code,
        starts_on=starts_on,
        ends_on=ends_on,
        retires_on=retires_on,
        decision_id=decision_id,
    )


def office_code(office: str) -> str:
    """Give the code of an office that is written in either language; one of the group's own as it is written."""
    named = next((code for code in OFFICES if fold(office) in (code, fold(office_name(code)))), None)
    return named or OFFICE_WORDS.get(fold(office), tidy(office))


# -- what is looked at first ---------------------------------------------------------------------------------------


def _check_office(code: str) -> list[Problem]:
    if not code:
        return [Problem("office", _("name the office"))]
    if len(code) > LONGEST_OFFICE:
        return [Problem("office", _("the text is longer than {limit} signs").format(limit=LONGEST_OFFICE))]
    return []


def _check_days(starts_on: date, retires_on: date | None) -> list[Problem]:
    if retires_on is not None and retires_on < starts_on:
        reason = _("the term begins on {day}; it cannot be over before that").format(day=long_date(starts_on))
        return [Problem("retires_on", reason)]
    return []


def _check_links(transaction: Transaction, decision_id: int | None) -> list[Problem]:
    if decision_id is None:
        return []
    if transaction.scalar(select(col(Decision.id)).where(col(Decision.id) == decision_id)) is None:
        return [Problem("decision_id", _("this decision is not in the register"))]
    return []


def _on_the_board(transaction: Transaction, person_id: int) -> str:
    sentence = _("{name} is on the board, and the audit committee looks over the board's accounts (BW 2:48(2))")
    return sentence.format(name=_name(transaction, person_id))


def _warnings(transaction: Transaction, known: _Known, person_id: int, code: str, starts_on: date) -> list[str]:
    """Say what may be meant but is seldom right: no member, a second holder of one office, a seat on both sides."""
    found: list[str] = []
    name = _name(transaction, person_id)
    in_office = running(known.terms, starts_on)
    if code in known.board or code == AUDIT_COMMITTEE:
        found += _no_member(transaction, person_id, starts_on)
    others = [one.person_id for one in in_office if one.office == code and one.person_id != person_id]
    if code in BOARD_TASKS and others:
        sentence = _("{name} is {office} too that day; end that term where this one takes its place.")
        found.append(sentence.format(name=_name(transaction, others[0]), office=office_name(code)))
    if code in known.board and any((one.person_id, one.office) == (person_id, AUDIT_COMMITTEE) for one in in_office):
        sentence = _("{name} is on the audit committee too, which nobody on the board may be (BW 2:48(2)).")
        found.append(sentence.format(name=name))
    return found


def _together(transaction: Transaction, term_id: int, on: date) -> list[str]:
    """Say that too many leave the board in the year in which this term is over."""
    known = _known(transaction, on)
    rules = known.rules
    years = retirement_years(
        known.terms, on, term_years=rules.term_years.number, together_percent=rules.together_percent.number
    )
    return [
        _("In {year} {leaving} of {size} on the board leave, more than {percent} %; plan another day for one.").format(
            year=one.year, leaving=one.leaving, size=one.size, percent=rules.together_percent.number
        )
        for one in years
        if one.too_many and any(term.term_id == term_id for term in one.terms)
    ]


def _no_member(transaction: Transaction, person_id: int, on: date) -> list[str]:
    statement = (
        select(col(Membership.id))
        .join(Member, col(Member.id) == col(Membership.member_id))
        .where(
            col(Member.person_id) == person_id,
            col(Membership.kind) == "member",
            in_force_on(col(Membership.starts_on), col(Membership.ends_on), on),
        )
    )
    if transaction.scalar(statement) is not None:
        return []
    sentence = _("{name} is no member that day; whether that may be is for the statutes (BW 2:37, 2:48(2)).")
    return [sentence.format(name=_name(transaction, person_id))]


# -- reading and ending --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    terms: tuple[Term, ...]
    board: tuple[str, ...]
    rules: BoardRules


def _known(transaction: Transaction, on: date) -> _Known:
    """Read all terms, which offices are the board's, and the rules of a day."""
    transaction.flush()
    values = rules_of_the_group(transaction.connection)
    return _Known(terms(transaction.connection, values, on), board_offices(values, on), board_rules(values, on))


def _end_running(transaction: Transaction, known: Sequence[Term], person_id: int, code: str, starts_on: date) -> None:
    """End what the person has of this office, the day before the new term begins."""
    for one in known:
        goes_on = one.ends_on is None or one.ends_on >= starts_on
        if (one.person_id, one.office) == (person_id, code) and one.starts_on < starts_on and goes_on:
            transaction.change(OfficeTerm, one.term_id, ends_on=starts_on - timedelta(days=1))


def _running_term(transaction: Transaction, term_id: int) -> OfficeTerm:
    row = _term_row(transaction, term_id)
    if row.ends_on is not None and row.ends_on < transaction.today:
        raise Refused(_("This term ended on {day}.").format(day=long_date(row.ends_on)))
    return row


def _term_row(transaction: Transaction, term_id: int) -> OfficeTerm:
    row = transaction.execute(
        select(col(OfficeTerm.person_id), col(OfficeTerm.starts_on), col(OfficeTerm.ends_on)).where(
            col(OfficeTerm.id) == term_id
        )
    ).first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return OfficeTerm(id=term_id, person_id=row[0], office="", starts_on=row[1], ends_on=row[2])


def _name(transaction: Transaction, person_id: int) -> str | None:
    row = transaction.execute(
        select(col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name)).where(
            col(Person.id) == person_id
        )
    ).first()
    return None if row is None else display_name(*row)

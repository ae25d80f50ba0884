"""Interviews with candidates: planned, held by as many residents as the procedure asks, or called off.

Who has an interest in the candidate, or in the whole file, sits at none (Civil Code (BW) 2:12).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.meetings import day_of
from coopadmin.domain.screening import rule_named
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _, ngettext
from coopadmin.services.decisions import tidy_lines
from coopadmin.services.meeting_course import wrong_moment
from coopadmin.services.meeting_parts import wrong_person
from coopadmin.services.screening_parts import gone, running_candidacy, wrong_day, wrong_words
from db.journal import Transaction
from db.queries.allocation import facts
from db.queries.entrants import residents
from db.queries.screening import recused
from db.tables.allocation import Interview, InterviewResident
from db.tables.base import table_of
from db.tables.members import Person

LONGEST_NOTES = 4000

_interviews = table_of(Interview)


def plan_interview(
    transaction: Transaction, *, candidacy_id: int, starts_at: str, place: str, resident_ids: Sequence[int]
) -> int:
    """Plan an interview with a candidate who was invited; gives its number in the store.

    Raises Refused where they were not invited or do not come, or where one of the residents has an interest of their
    own; Invalid for the moment, the place, or who does not live here.
    """
    row = running_candidacy(transaction, candidacy_id)
    if row["invited_on"] is None:
        raise Refused(_("{number} was not invited yet; invite them first (I).").format(number=row["number"]))
    _check_plan(transaction, row, starts_at, place, resident_ids)
    interview_id = transaction.add(Interview(candidacy_id=candidacy_id, starts_at=starts_at, place=tidy(place)))
    _sit(transaction, interview_id, resident_ids)
    return interview_id


def move_interview(
    transaction: Transaction, *, interview_id: int, starts_at: str, place: str, resident_ids: Sequence[int]
) -> None:
    """Plan an interview at another moment, another place or with others; raises Refused once it was held, Invalid."""
    interview = _interview(transaction, interview_id)
    row = running_candidacy(transaction, interview["candidacy_id"])
    _refuse_held(interview)
    _check_plan(transaction, row, starts_at, place, resident_ids)
    transaction.change(Interview, interview_id, starts_at=starts_at, place=tidy(place))
    _sit(transaction, interview_id, resident_ids)


def hold_interview(
    transaction: Transaction, *, interview_id: int, held_on: date, resident_ids: Sequence[int], notes: str = ""
) -> None:
    """Note that an interview was held, on which day and by which residents; once more corrects what was noted.

    Raises Refused for fewer residents than the procedure asks, or where one has an interest of their own; Invalid.
    """
    interview = _interview(transaction, interview_id)
    row = running_candidacy(transaction, interview["candidacy_id"])
    invited_on = row["invited_on"] or row["entered_on"]
    problems = wrong_day(
        transaction, "held_on", held_on, invited_on, _("they were invited on {day}; the interview was after that")
    )
    problems += _wrong_residents(transaction, resident_ids, held_on)
    problems += wrong_words("notes", notes, longest=LONGEST_NOTES)
    if problems:
        raise Invalid(problems)
    procedure = facts(transaction.connection, row["file_id"]).procedure
    sitting, least = len(set(resident_ids)), procedure.interview_residents or 0
    if sitting < least:
        asked = ngettext("at least {count} resident sits at it", "at least {count} residents sit at it", least)
        raise Refused(
            _("An interview with {there} was none by the procedure: {asked}. Rule: {rule}.").format(
                there=ngettext("{count} resident", "{count} residents", sitting).format(count=sitting),
                asked=asked.format(count=least),
                rule=rule_named(procedure),
            )
        )
    _refuse_interested(transaction, row, resident_ids)
    transaction.change(Interview, interview_id, held_on=held_on, notes=tidy_lines(notes))
    _sit(transaction, interview_id, resident_ids)


def cancel_interview(transaction: Transaction, *, interview_id: int) -> None:
    """Call off an interview that was planned; raises Refused once it was held."""
    interview = _interview(transaction, interview_id)
    running_candidacy(transaction, interview["candidacy_id"])
    _refuse_held(interview)
    _take_off(transaction, interview_id)


def cancel_planned(transaction: Transaction, candidacy_id: int) -> None:
    """Call off the interviews with a candidate that were not held yet."""
    planned = select(col(Interview.id)).where(
        col(Interview.candidacy_id) == candidacy_id, col(Interview.held_on).is_(None)
    )
    for interview_id in transaction.execute(planned).scalars().all():
        _take_off(transaction, interview_id)


# -- within --------------------------------------------------------------------------------------------------------


def _interview(transaction: Transaction, interview_id: int) -> Mapping[str, Any]:
    row = transaction.execute(select(_interviews).where(_interviews.c.id == interview_id)).mappings().first()
    if row is None:
        raise gone()
    return dict(row)


def _refuse_held(interview: Mapping[str, Any]) -> None:
    if interview["held_on"] is not None:
        raise Refused(
            _("This interview was held on {day}; only what was noted of it can be corrected.").format(
                day=long_date(interview["held_on"])
            )
        )


def _check_plan(
    transaction: Transaction, row: Mapping[str, Any], starts_at: str, place: str, resident_ids: Sequence[int]
) -> None:
    problems = wrong_moment(starts_at, "starts_at")
    if not problems and day_of(starts_at) < row["invited_on"]:
        said = _("they were invited on {day}; an interview comes after that")
        problems.append(Problem("starts_at", said.format(day=long_date(row["invited_on"]))))
    problems += wrong_words("place", place)
    if not problems:
        problems += _wrong_residents(transaction, resident_ids, day_of(starts_at))
    if problems:
        raise Invalid(problems)
    _refuse_interested(transaction, row, resident_ids)


def _wrong_residents(transaction: Transaction, resident_ids: Sequence[int], on: date) -> list[Problem]:
    if not resident_ids:
        return [Problem("resident_ids", _("choose who talks with the candidate"))]
    if unknown := [one for one in resident_ids if wrong_person(transaction, one, "resident_ids")]:
        return wrong_person(transaction, unknown[0], "resident_ids")
    transaction.flush()
    living_here = {person_id for person_id, _name in residents(transaction.connection, on)}
    if set(resident_ids) - living_here:
        said = _("on {day} one of them is neither tenant nor member; only who lives here sits at an interview")
        return [Problem("resident_ids", said.format(day=long_date(on)))]
    return []


def _refuse_interested(transaction: Transaction, row: Mapping[str, Any], resident_ids: Iterable[int]) -> None:
    transaction.flush()
    aside = dict(recused(transaction.connection, row["file_id"], row["id"]))
    names = [_name(transaction, one) for one in dict.fromkeys(resident_ids) if one in aside]
    if names:
        raise Refused(
            _("Standing aside here: {people}. Somebody else talks with {number} (BW 2:12).").format(
                people=", ".join(names), number=row["number"]
            )
        )


def _name(transaction: Transaction, person_id: int) -> str:
    from coopadmin.domain.members import display_name

    statement = select(col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name)).where(
        col(Person.id) == person_id
    )
    return display_name(*transaction.execute(statement).one())


def _sit(transaction: Transaction, interview_id: int, resident_ids: Iterable[int]) -> None:
    """Let exactly these residents sit at an interview."""
    statement = select(col(InterviewResident.person_id), col(InterviewResident.id)).where(
        col(InterviewResident.interview_id) == interview_id
    )
    before = dict(transaction.execute(statement).all())
    wanted = dict.fromkeys(resident_ids)
    for person_id in wanted:
        if person_id not in before:
            transaction.add(InterviewResident(interview_id=interview_id, person_id=person_id))
    for person_id, row_id in before.items():
        if person_id not in wanted:
            transaction.remove(InterviewResident, row_id)


def _take_off(transaction: Transaction, interview_id: int) -> None:
    _sit(transaction, interview_id, ())
    transaction.remove(Interview, interview_id)

"""Residents with an interest of their own in a file: out of its interviews and of its counts (Civil Code (BW) 2:12).

Who stands aside is worked out (`queries.screening.recused`). Where votes were called already, and interviews planned,
they follow what is declared later; what was voted or held stays as it was.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.meetings import day_of
from coopadmin.domain.screening import INTERESTS, is_recusal_reason
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _
from coopadmin.services.allocation import require_open_file
from coopadmin.services.attendance import recuse, withdraw_recusal
from coopadmin.services.meeting_parts import wrong_person
from coopadmin.services.screening_parts import gone, wrong_day, wrong_words
from db.journal import Transaction
from db.queries.choosing import choices
from db.queries.electors import electors
from db.queries.screening import recused
from db.tables.allocation import (
    AllocationFile,
    AllocationItem,
    Candidacy,
    DeclaredInterest,
    Interview,
    InterviewResident,
)
from db.tables.meetings import AgendaItem, Meeting, Recusal


def declare_interest(
    transaction: Transaction,
    *,
    file_id: int,
    person_id: int,
    kind: str,
    declared_on: date,
    candidacy_id: int | None = None,
    words: str = "",
) -> int:
    """Note that a resident has an interest of their own in one candidate, or (None) in the whole file.

    They stand aside in every vote about it that was not held yet, and in interviews that are planned. Who is a
    candidate stands aside in the whole file: which one is not written beside their name. Gives the number of the
    interest in the store. Raises Invalid, Refused where they declared it already.
    """
    file = require_open_file(transaction, file_id)
    if kind == "candidate":
        candidacy_id = None
    problems = [*wrong_person(transaction, person_id, "person_id"), *_wrong_kind(kind)]
    if candidacy_id is not None and not _is_of(transaction, candidacy_id, file_id):
        problems.append(Problem("candidacy_id", _("choose a candidate of this file")))
    problems += wrong_day(
        transaction, "declared_on", declared_on, file["opened_on"], _("the file was opened on {day}, not before")
    )
    problems += wrong_words("words", words, asked=_("say what interest it is") if kind == "other" else "")
    if problems:
        raise Invalid(problems)
    known = transaction.execute(
        select(col(DeclaredInterest.id), col(DeclaredInterest.withdrawn)).where(
            col(DeclaredInterest.file_id) == file_id,
            col(DeclaredInterest.person_id) == person_id,
            col(DeclaredInterest.candidacy_id).is_not_distinct_from(candidacy_id),
        )
    ).first()
    if known is None:
        interest_id = transaction.add(
            DeclaredInterest(
                file_id=file_id,
                person_id=person_id,
                candidacy_id=candidacy_id,
                kind=kind,
                declared_on=declared_on,
                words=tidy(words),
            )
        )
    elif known[1]:
        interest_id = known[0]
        transaction.change(
            DeclaredInterest, interest_id, withdrawn=False, kind=kind, declared_on=declared_on, words=tidy(words)
        )
    else:
        raise Refused(_("They declared this interest already; it stands on the list."))
    stand_aside(transaction, file_id)
    return interest_id


def withdraw_interest(transaction: Transaction, *, interest_id: int) -> None:
    """Let a resident take part again; votes that were held without them stay as they are."""
    row = transaction.execute(
        select(col(DeclaredInterest.file_id), col(DeclaredInterest.withdrawn)).where(
            col(DeclaredInterest.id) == interest_id
        )
    ).first()
    if row is None:
        raise gone()
    file_id, withdrawn = row
    require_open_file(transaction, file_id)
    if withdrawn:
        raise Refused(_("This interest was withdrawn already."))
    transaction.change(DeclaredInterest, interest_id, withdrawn=True)
    stand_aside(transaction, file_id)


def stand_aside(transaction: Transaction, file_id: int) -> int:
    """Let the votes that are called, and the interviews that are planned, follow who has an interest now.

    What was voted on stays as it was counted; a vote that the quorum lacked is held once more, and follows. Recusals
    that a secretary entered for another reason stay. Tells how many recusals came.
    """
    about = transaction.about
    transaction.flush()
    number = transaction.scalar(select(col(AllocationFile.number)).where(col(AllocationFile.id) == file_id)) or ""
    voted = [one.item_id for one in choices(transaction.connection, file_id) if not one.waits]
    waiting = (
        select(
            col(AllocationItem.item_id),
            col(AllocationItem.candidacy_id),
            col(Meeting.body),
            col(Meeting.group_id),
            col(Meeting.starts_at),
        )
        .join(AgendaItem, col(AgendaItem.id) == col(AllocationItem.item_id))
        .join(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .where(
            col(AllocationItem.file_id) == file_id,
            col(AllocationItem.item_id).not_in(voted),
            col(Meeting.closed_at).is_(None),
            col(Meeting.cancelled_on).is_(None),
            col(Meeting.minutes_approved_on).is_(None),
        )
    )
    came = 0
    for item_id, candidacy_id, body, group_id, starts_at in transaction.execute(waiting).all():
        voters = {one.person_id for one in electors(transaction.connection, body, group_id, day_of(starts_at))}
        wanted = dict(recused(transaction.connection, file_id, candidacy_id))
        came += _keep_to(transaction, item_id, wanted, voters, number)
    _leave_interviews(transaction, file_id)
    transaction.about = about
    return came


def _keep_to(transaction: Transaction, item_id: int, wanted: dict[int, str], voters: set[int], number: str) -> int:
    """Let exactly those stand aside for an item who have an interest, beside whom others let stand aside."""
    known = select(col(Recusal.person_id), col(Recusal.id), col(Recusal.reason)).where(col(Recusal.item_id) == item_id)
    there = {person_id: (recusal_id, reason) for person_id, recusal_id, reason in transaction.execute(known)}
    coming = sorted(wanted.keys() & voters - there.keys())
    for person_id in coming:
        recuse(transaction, item_id=item_id, person_id=person_id, reason=wanted[person_id])
    for person_id, (recusal_id, reason) in there.items():
        if person_id not in wanted and is_recusal_reason(reason, number):
            withdraw_recusal(transaction, recusal_id=recusal_id)
    return len(coming)


def _leave_interviews(transaction: Transaction, file_id: int) -> None:
    """Take who has an interest out of the interviews that were not held yet."""
    sitting = (
        select(col(InterviewResident.id), col(InterviewResident.person_id), col(Interview.candidacy_id))
        .join(Interview, col(Interview.id) == col(InterviewResident.interview_id))
        .join(Candidacy, col(Candidacy.id) == col(Interview.candidacy_id))
        .where(col(Candidacy.file_id) == file_id, col(Interview.held_on).is_(None))
    )
    for row_id, person_id, candidacy_id in transaction.execute(sitting).all():
        if person_id in dict(recused(transaction.connection, file_id, candidacy_id)):
            transaction.remove(InterviewResident, row_id)


def _wrong_kind(kind: str) -> list[Problem]:
    return [] if kind in INTERESTS else [Problem("kind", _("choose what interest it is"))]


def _is_of(transaction: Transaction, candidacy_id: int, file_id: int) -> bool:
    return transaction.scalar(select(col(Candidacy.file_id)).where(col(Candidacy.id) == candidacy_id)) == file_id

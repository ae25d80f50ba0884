"""Members ask for a meeting: what they asked, and the meeting that was called for it (Civil Code (BW) 2:41(2)-(3))."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, select
from sqlmodel import col

from coopadmin.domain.meetings import day_of
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.decisions import tidy_lines
from coopadmin.services.meeting_parts import meeting_row, wrong_title
from db.journal import Transaction
from db.tables.meetings import MeetingRequest

MOST_REQUESTERS = 99_999


def record_request(
    transaction: Transaction, *, received_on: date, requesters: int, subject: str, note: str = ""
) -> int:
    """Enter a written request for a general meeting; gives its number in the store. Raises Invalid."""
    if problems := _wrong(transaction, received_on, requesters, subject):
        raise Invalid(problems)
    transaction.about = received_on.isoformat()
    return transaction.add(
        MeetingRequest(received_on=received_on, requesters=requesters, subject=tidy(subject), note=tidy_lines(note))
    )


def correct_request(
    transaction: Transaction, *, request_id: int, received_on: date, requesters: int, subject: str, note: str = ""
) -> bool:
    """Correct what was noted of a request; tells whether anything was different. Raises Invalid."""
    if problems := _wrong(transaction, received_on, requesters, subject):
        raise Invalid(problems)
    transaction.about = received_on.isoformat()
    return transaction.change(
        MeetingRequest,
        request_id,
        received_on=received_on,
        requesters=requesters,
        subject=tidy(subject),
        note=tidy_lines(note),
    )


def answer_request(transaction: Transaction, *, request_id: int, meeting_id: int) -> bool:
    """Say which meeting was called for a request; tells whether anything was different.

    Raises Invalid where the meeting is not the members', was cancelled, or was held before anybody asked.
    """
    meeting = meeting_row(transaction, meeting_id)
    if meeting["body"] not in ("general", "residents"):
        raise Invalid([Problem("meeting_id", _("members ask for a meeting of all members; choose one of those"))])
    if meeting["cancelled_on"] is not None:
        raise Invalid([Problem("meeting_id", _("this meeting was cancelled; choose another one"))])
    received_on: date | None = transaction.scalar(_received(request_id))
    if received_on is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    if day_of(meeting["starts_at"]) < received_on:
        sentence = _("this meeting was held before the request came in on {day}")
        raise Invalid([Problem("meeting_id", sentence.format(day=long_date(received_on)))])
    transaction.about = received_on.isoformat()
    return transaction.change(MeetingRequest, request_id, meeting_id=meeting_id)


def _received(request_id: int) -> Select[date]:
    return select(col(MeetingRequest.received_on)).where(col(MeetingRequest.id) == request_id)


def _wrong(transaction: Transaction, received_on: date, requesters: int, subject: str) -> list[Problem]:
    problems: list[Problem] = []
    if received_on > transaction.today:
        reason = _("received on {day}, which is still to come").format(day=long_date(received_on))
        problems.append(Problem("received_on", reason))
    if not 0 < requesters <= MOST_REQUESTERS:
        problems.append(Problem("requesters", _("say how many members asked for it, at least one")))
    problems.extend(wrong_title(subject, "subject"))
    return problems

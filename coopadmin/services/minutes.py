"""What becomes of minutes: sent round, approved by a later meeting, and, where that proved wrong, open again."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.meetings import day_of
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.decisions import tidy_lines
from coopadmin.services.meetings import require_open_minutes
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.meetings import Meeting

LONGEST_CHANGES = 4000


def note_minutes_sent(transaction: Transaction, *, meeting_id: int, sent_on: date) -> bool:
    """Note the day the minutes went round as a draft; tells whether that was different.

    Raises Refused where the meeting was not closed or its minutes are approved, Invalid for a day that cannot be.
    """
    there = _held(transaction, meeting_id)
    if problems := _wrong_day(transaction, "sent_on", sent_on, there):
        raise Invalid(problems)
    return transaction.change(Meeting, meeting_id, minutes_sent_on=sent_on)


def approve_minutes(
    transaction: Transaction,
    *,
    meeting_id: int,
    approved_on: date,
    approved_in_id: int | None = None,
    changes: str = "",
) -> None:
    """Note that a later meeting approved the minutes, with what it had changed; nothing of the meeting changes after.

    Changes are kept in words, for the record; put what they change right first. Raises Refused where the meeting was
    not closed or its minutes are approved already, Invalid with a problem per field.
    """
    there = _held(transaction, meeting_id)
    problems = _wrong_day(transaction, "approved_on", approved_on, there)
    if approved_in_id is not None:
        problems.extend(_wrong_later(transaction, there, approved_in_id, approved_on))
    if len(changes.strip()) > LONGEST_CHANGES:
        problems.append(Problem("changes", _("the text is longer than {limit} signs").format(limit=LONGEST_CHANGES)))
    if problems:
        raise Invalid(problems)
    transaction.change(
        Meeting,
        meeting_id,
        minutes_approved_on=approved_on,
        approved_in_id=approved_in_id,
        minutes_changes=tidy_lines(changes),
    )


def reopen_minutes(transaction: Transaction, *, meeting_id: int, reason: str) -> None:
    """Take the approval of minutes back, so that the meeting can be put right; the reason is added to its note.

    Raises Refused where they are not approved, Invalid without a reason.
    """
    table = table_of(Meeting)
    there = transaction.execute(select(table).where(table.c.id == meeting_id)).mappings().first()
    if there is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    if there["minutes_approved_on"] is None:
        raise Refused(_("The minutes of this meeting are not approved, so they are open."))
    if not tidy(reason):
        raise Invalid([Problem("reason", _("say why the approval is taken back"))])
    line = _("{day}: approval of the minutes of {approved} taken back. {reason}").format(
        day=long_date(transaction.today), approved=long_date(there["minutes_approved_on"]), reason=tidy(reason)
    )
    transaction.about = str(there["starts_at"])[:10]
    transaction.change(
        Meeting,
        meeting_id,
        minutes_approved_on=None,
        approved_in_id=None,
        minutes_changes="",
        note=f"{there['note']}\n{line}" if there["note"] else line,
    )


def _held(transaction: Transaction, meeting_id: int) -> dict[str, Any]:
    """Give a meeting that was closed and may still be changed."""
    there = dict(require_open_minutes(transaction, meeting_id))
    if there["closed_at"] is None:
        raise Refused(_("This meeting has not been closed yet; its minutes are still being made."))
    return there


def _wrong_day(transaction: Transaction, field: str, day: date, there: dict[str, Any]) -> list[Problem]:
    held = day_of(there["opened_at"])
    if day < held:
        return [Problem(field, _("the meeting was held on {day}, after this").format(day=long_date(held)))]
    if day > transaction.today:
        return [Problem(field, _("{day} is still to come").format(day=long_date(day)))]
    return []


def _wrong_later(
    transaction: Transaction, there: dict[str, Any], approved_in_id: int, approved_on: date
) -> list[Problem]:
    statement = select(col(Meeting.id), col(Meeting.starts_at), col(Meeting.cancelled_on)).where(
        col(Meeting.id) == approved_in_id
    )
    later = transaction.execute(statement).first()
    if later is None:
        return [Problem("approved_in_id", _("this meeting is not in the store"))]
    _row_id, starts_at, cancelled_on = later
    if approved_in_id == there["id"] or starts_at < there["starts_at"]:
        return [Problem("approved_in_id", _("minutes are approved in a later meeting, not in the same or an earlier"))]
    if cancelled_on is not None:
        return [Problem("approved_in_id", _("this meeting was cancelled, so it approved nothing"))]
    if approved_on < day_of(starts_at):
        reason = _("that meeting was held on {day}; the minutes were approved on that day or after")
        return [Problem("approved_on", reason.format(day=long_date(day_of(starts_at))))]
    return []

"""What a chair and a secretary do in the course of a meeting: open it, go from item to item, note, close it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.meetings import read_minute, time_of
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.i18n import _
from coopadmin.services.decisions import tidy_lines
from coopadmin.services.meeting_parts import item_row, require_open_minutes, wrong_person
from db.journal import Transaction
from db.tables.meetings import AgendaItem, Meeting, Presence
from db.tables.voting import Motion, Vote


def open_meeting(
    transaction: Transaction,
    *,
    meeting_id: int,
    at: str,
    chair_id: int | None = None,
    secretary_id: int | None = None,
) -> None:
    """Open a meeting at a minute, with who is in the chair and who keeps the minutes; who came before is there.

    Raises Refused where it was opened before, Invalid where a field cannot be.
    """
    meeting = require_open_minutes(transaction, meeting_id)
    if meeting["opened_at"] is not None:
        raise Refused(_("This meeting was opened at {time} already.").format(time=time_of(meeting["opened_at"])))
    problems = [*wrong_moment(at, "at"), *_wrong_chairs(transaction, chair_id, secretary_id)]
    if problems:
        raise Invalid(problems)
    transaction.change(Meeting, meeting_id, opened_at=at, chair_id=chair_id, secretary_id=secretary_id)


def name_chair(transaction: Transaction, *, meeting_id: int, chair_id: int | None, secretary_id: int | None) -> bool:
    """Say who is in the chair and who keeps the minutes; tells whether anything was different. Raises Invalid."""
    require_open_minutes(transaction, meeting_id)
    if problems := _wrong_chairs(transaction, chair_id, secretary_id):
        raise Invalid(problems)
    return transaction.change(Meeting, meeting_id, chair_id=chair_id, secretary_id=secretary_id)


def close_meeting(transaction: Transaction, *, meeting_id: int, at: str) -> None:
    """Close a meeting at a minute; everybody still in the room leaves at that minute.

    Raises Refused where it was not opened or is closed already, Invalid for a time before the last thing in it.
    """
    meeting = require_open_minutes(transaction, meeting_id)
    refuse_unless_opened(meeting)
    refuse_once_closed(meeting)
    problems = wrong_moment(at, "at")
    if not problems and at < (last := _last_moment(transaction, meeting)):
        reason = _("something of this meeting is on the list at {time}; it was closed later").format(time=time_of(last))
        problems = [Problem("at", reason)]
    if problems:
        raise Invalid(problems)
    transaction.change(Meeting, meeting_id, closed_at=at)
    there = select(col(Presence.id)).where(col(Presence.meeting_id) == meeting_id, col(Presence.left_at).is_(None))
    for (presence_id,) in transaction.execute(there).all():
        transaction.change(Presence, presence_id, left_at=at)


def reopen_meeting(transaction: Transaction, *, meeting_id: int) -> None:
    """Go on with a meeting that was closed too early; who stayed until it closed is in the room again.

    Raises Refused where it is not closed.
    """
    meeting = require_open_minutes(transaction, meeting_id)
    if meeting["closed_at"] is None:
        raise Refused(_("This meeting is not closed."))
    transaction.change(Meeting, meeting_id, closed_at=None)
    stayed = (
        select(func.max(col(Presence.id)))
        .where(col(Presence.meeting_id) == meeting_id, col(Presence.left_at) == meeting["closed_at"])
        .group_by(col(Presence.person_id))
    )
    for (presence_id,) in transaction.execute(stayed).all():
        transaction.change(Presence, presence_id, left_at=None)


def begin_item(transaction: Transaction, *, item_id: int, at: str) -> bool:
    """Go to an item of the agenda at a minute, or come back to it; the one begun last is the one at hand.

    Of two begun in one minute the later on the agenda counts as the last, for no more than the minute is kept.

    Tells whether anything was different. Raises Refused while the meeting is not under way, Invalid for a time before
    it was opened.
    """
    item = item_row(transaction, item_id)
    meeting = require_open_minutes(transaction, item["meeting_id"])
    refuse_unless_opened(meeting)
    refuse_once_closed(meeting)
    problems = wrong_moment(at, "at")
    if not problems and at < meeting["opened_at"]:
        reason = _("the meeting was opened at {time}; no item begins before that")
        problems = [Problem("at", reason.format(time=time_of(meeting["opened_at"])))]
    if problems:
        raise Invalid(problems)
    transaction.about = f"{transaction.about} {item['position']}"
    return transaction.change(AgendaItem, item_id, begun_at=at)


def write_notes(transaction: Transaction, *, item_id: int, notes: str) -> bool:
    """Keep the notes of an item as they stand now; tells whether anything was different.

    May be done before the meeting and after it, until its minutes are approved.
    """
    item = item_row(transaction, item_id)
    transaction.about = f"{transaction.about} {item['position']}"
    return transaction.change(AgendaItem, item_id, notes=tidy_lines(notes))


# -- what deeds of a meeting share ---------------------------------------------------------------------------------


def refuse_once_closed(meeting: Mapping[str, Any]) -> None:
    """Raise Refused where a meeting is closed."""
    if meeting["closed_at"] is not None:
        raise Refused(
            _("This meeting was closed at {time}; reopen it first.").format(time=time_of(meeting["closed_at"]))
        )


def refuse_unless_opened(meeting: Mapping[str, Any]) -> None:
    """Raise Refused where a meeting was not opened yet."""
    if meeting["opened_at"] is None:
        raise Refused(_("This meeting was not opened yet; open it first."))


def wrong_moment(at: str, field: str) -> list[Problem]:
    """Say that a moment is none that the store can keep."""
    try:
        read_minute(at)
    except ValueError as error:
        return [Problem(field, str(error))]
    return []


def _wrong_chairs(transaction: Transaction, chair_id: int | None, secretary_id: int | None) -> list[Problem]:
    return [
        *wrong_person(transaction, chair_id, "chair_id"),
        *wrong_person(transaction, secretary_id, "secretary_id"),
    ]


def _last_moment(transaction: Transaction, meeting: Mapping[str, Any]) -> str:
    """Give the last moment that is on the list of a meeting: opened, came, left, begun, or counted."""
    stays = select(func.max(col(Presence.arrived_at)), func.max(col(Presence.left_at))).where(
        col(Presence.meeting_id) == meeting["id"]
    )
    items = select(func.max(col(AgendaItem.begun_at)), func.max(col(Vote.counted_at)))
    items = (
        items.select_from(AgendaItem)
        .outerjoin(Motion, col(Motion.item_id) == col(AgendaItem.id))
        .outerjoin(Vote, col(Vote.motion_id) == col(Motion.id))
        .where(col(AgendaItem.meeting_id) == meeting["id"])
    )
    known = [meeting["opened_at"], *transaction.execute(stays).one(), *transaction.execute(items).one()]
    return max(moment for moment in known if moment is not None)

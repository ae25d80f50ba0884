"""What every deed about a meeting asks first: is it there, and may it still be changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.meetings import LONGEST_TITLE, day_of
from coopadmin.errors import Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.tables.allocation import AllocationItem
from db.tables.base import table_of
from db.tables.meetings import AgendaItem, Meeting
from db.tables.members import Person
from db.tables.voting import Motion

_meetings, _items, _file_items = table_of(Meeting), table_of(AgendaItem), table_of(AllocationItem)


def require_open_minutes(transaction: Transaction, meeting_id: int) -> Mapping[str, Any]:
    """Give the row of a meeting that may still be changed, and note for the journal which one it is.

    Raises Refused where it is gone, was cancelled, or its minutes are approved.
    """
    row = meeting_row(transaction, meeting_id)
    if row["cancelled_on"] is not None:
        raise Refused(
            _("This meeting was cancelled on {day}; plan another one instead.").format(
                day=long_date(row["cancelled_on"])
            )
        )
    if row["minutes_approved_on"] is not None:
        raise Refused(
            _(
                "The minutes of this meeting were approved on {day}, so nothing of it changes any more. Reopen the "
                "approval first, with a reason."
            ).format(day=long_date(row["minutes_approved_on"]))
        )
    transaction.about = about(row)
    return row


def meeting_row(transaction: Transaction, meeting_id: int) -> Mapping[str, Any]:
    """Give the row of a meeting; raises Refused where it is gone."""
    row = transaction.execute(select(_meetings).where(_meetings.c.id == meeting_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return dict(row)


def item_row(transaction: Transaction, item_id: int) -> Mapping[str, Any]:
    """Give the row of an item of an agenda that may still be changed; raises Refused where it may not, or is gone."""
    row = transaction.execute(select(_items).where(_items.c.id == item_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    require_open_minutes(transaction, row["meeting_id"])
    return dict(row)


def about(meeting: Mapping[str, Any]) -> str:
    """Name a meeting for the journal: its day and its body, never words that somebody chose."""
    return f"{day_of(meeting['starts_at']).isoformat()} {meeting['body']}"


def wrong_title(title: str, field: str = "title") -> list[Problem]:
    """Say what cannot be about a title."""
    if not tidy(title):
        return [Problem(field, _("give it a title"))]
    if len(tidy(title)) > LONGEST_TITLE:
        return [Problem(field, _("the text is longer than {limit} signs").format(limit=LONGEST_TITLE))]
    return []


def wrong_person(transaction: Transaction, person_id: int | None, field: str) -> list[Problem]:
    """Say that a person is not known."""
    if person_id is None or transaction.scalar(select(col(Person.id)).where(col(Person.id) == person_id)) is not None:
        return []
    return [Problem(field, _("choose a person out of the register"))]


def motions_of(transaction: Transaction, item_id: int) -> int:
    """Count the proposals that were put under an item."""
    statement = select(func.count()).select_from(Motion).where(col(Motion.item_id) == item_id)
    return int(transaction.scalar(statement) or 0)


def file_item(transaction: Transaction, item_id: int) -> Mapping[str, Any] | None:
    """Give the row that makes an item one about a vacancy file; None for every other item."""
    row = transaction.execute(select(_file_items).where(_file_items.c.item_id == item_id)).mappings().first()
    return None if row is None else dict(row)


def copy_file_item(transaction: Transaction, there: Mapping[str, Any], copy_id: int) -> None:
    """Let the copy of an item be about the same vacancy file, with the motion that the file put."""
    kept = {name: there[name] for name in ("file_id", "candidacy_id", "kind")}
    transaction.add(AllocationItem(item_id=copy_id, **kept))
    put = select(col(Motion.text)).where(
        col(Motion.item_id) == there["item_id"], col(Motion.amends_id).is_(None), col(Motion.withdrawn_at).is_(None)
    )
    for text in transaction.execute(put.order_by(col(Motion.position)).limit(1)).scalars().all():
        transaction.add(Motion(item_id=copy_id, position=1, text=text))

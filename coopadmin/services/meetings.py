"""What a secretary does before a meeting: plan it, correct it, send its letter, cancel it, plan its second one.

The deeds of the agenda are in `services/agenda.py` and `services/carrying_over.py`, those of who asks for a meeting in
`services/meeting_requests.py`; all can be called from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.meetings import day_of, read_minute
from coopadmin.domain.voting_rules import BODIES
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.agenda import (
    add_document,
    add_item,
    correct_item,
    move_item,
    refer,
    remove_document,
    remove_item,
    remove_reference,
)
from coopadmin.services.carrying_over import add_usual_items, carry_over
from coopadmin.services.decisions import tidy_lines
from coopadmin.services.meeting_parts import copy_file_item, file_item, meeting_row, require_open_minutes, wrong_title
from coopadmin.services.meeting_requests import answer_request, correct_request, record_request
from db.journal import Transaction
from db.queries.convening import latest_sending
from db.queries.second_meetings import undecided
from db.tables.base import table_of
from db.tables.meetings import AgendaDocument, Meeting, MeetingRequest
from db.tables.members import WorkingGroup
from db.tables.voting import Motion

__all__ = [
    "add_document",
    "add_item",
    "answer_request",
    "cancel_meeting",
    "carry_over",
    "correct_item",
    "correct_meeting",
    "correct_request",
    "move_item",
    "note_convened",
    "plan_meeting",
    "plan_requested_meeting",
    "plan_second_meeting",
    "record_request",
    "refer",
    "remove_document",
    "remove_item",
    "remove_reference",
    "require_open_minutes",
]

_documents = table_of(AgendaDocument)


def plan_meeting(
    transaction: Transaction,
    *,
    body: str,
    title: str = "",
    starts_at: str,
    place: str = "",
    group_id: int | None = None,
    second_of_id: int | None = None,
    note: str = "",
    usual_items: bool = True,
) -> int:
    """Plan a meeting of a body, at a moment of the wall clock like `2026-11-20T20:00`; gives its number in the store.

    A meeting of a committee names the working group; without a title it is called after its body. With `usual_items`
    the agenda has what every agenda has, and what is open by that day. Raises Invalid with a problem per field.
    """
    problems = [
        *_wrong_body(transaction, body, group_id),
        *(wrong_title(title) if tidy(title) else ()),
        *_wrong_moment(starts_at),
        *_wrong_first(transaction, body, group_id, second_of_id, starts_at),
    ]
    if problems:
        raise Invalid(problems)
    meeting_id = transaction.add(
        Meeting(
            body=body,
            group_id=group_id,
            title=tidy(title) or _usual_title(transaction, body, group_id),
            starts_at=starts_at,
            place=tidy(place),
            second_of_id=second_of_id,
            note=tidy_lines(note),
        )
    )
    if usual_items:
        add_usual_items(transaction, meeting_id)
    transaction.about = f"{day_of(starts_at).isoformat()} {body}"
    return meeting_id


def plan_requested_meeting(transaction: Transaction, *, request_id: int, starts_at: str, place: str = "") -> int:
    """Plan the general meeting that members asked for, its subject on the agenda; gives its number in the store."""
    subject: str | None = transaction.scalar(
        select(col(MeetingRequest.subject)).where(col(MeetingRequest.id) == request_id)
    )
    if subject is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    meeting_id = plan_meeting(transaction, body="general", starts_at=starts_at, place=place)
    add_item(transaction, meeting_id=meeting_id, title=subject, explanation=_("Asked for by members."))
    answer_request(transaction, request_id=request_id, meeting_id=meeting_id)
    transaction.about = f"{day_of(starts_at).isoformat()} general"
    return meeting_id


def correct_meeting(
    transaction: Transaction, *, meeting_id: int, title: str, starts_at: str, place: str = "", note: str = ""
) -> bool:
    """Correct when, where and under what title a meeting is held; tells whether anything was different.

    A meeting that was opened keeps its day. Raises Invalid with a problem per field.
    """
    there = require_open_minutes(transaction, meeting_id)
    problems = [*wrong_title(title), *_wrong_moment(starts_at)]
    if not problems and there["opened_at"] is not None and day_of(starts_at) != day_of(there["starts_at"]):
        problems.append(Problem("starts_at", _("the meeting was opened already, so it keeps its day")))
    if problems:
        raise Invalid(problems)
    return transaction.change(
        Meeting, meeting_id, title=tidy(title), starts_at=starts_at, place=tidy(place), note=tidy_lines(note)
    )


def cancel_meeting(transaction: Transaction, *, meeting_id: int, reason: str) -> None:
    """Cancel a meeting that was not opened yet; it stays in the list with the reason.

    Raises Refused where it was opened or cancelled already, Invalid without a reason.
    """
    there = require_open_minutes(transaction, meeting_id)
    if there["opened_at"] is not None:
        raise Refused(_("This meeting was opened, so it cannot be cancelled any more; close it instead."))
    if not tidy(reason):
        raise Invalid([Problem("reason", _("say why the meeting is cancelled"))])
    transaction.change(Meeting, meeting_id, cancelled_on=transaction.today, cancel_reason=tidy(reason))


def note_convened(transaction: Transaction, *, meeting_id: int, convened_on: date | None) -> tuple[str, ...]:
    """Note the day the letter of a meeting went out, or (None) that it did not; gives what is not as it should be.

    A letter that went too late is noted all the same: what was decided may then be voidable (Civil Code (BW) 2:15),
    and that is for the meeting to know. Raises Invalid where the day cannot be.
    """
    there = require_open_minutes(transaction, meeting_id)
    if convened_on is not None:
        if convened_on > transaction.today:
            reason = _("sent on {day}, which is still to come").format(day=long_date(convened_on))
            raise Invalid([Problem("convened_on", reason)])
        if convened_on > day_of(there["starts_at"]):
            reason = _("the letter goes out before the meeting, which was on {day}")
            day = long_date(day_of(there["starts_at"]))
            raise Invalid([Problem("convened_on", reason.format(day=day))])
    transaction.change(Meeting, meeting_id, convened_on=convened_on)
    if convened_on is None:
        return ()
    sending = latest_sending(transaction.connection, meeting_id)
    if convened_on <= sending.by:
        return ()
    sentence = _(
        "The letter went out on {day}, and should have gone by {latest}. What is decided may be challenged for a year "
        "(Civil Code (BW) 2:15), unless everybody is there and nobody minds."
    )
    return (sentence.format(day=long_date(convened_on), latest=long_date(sending.by)),)


# -- a second meeting ------------------------------------------------------------------------------------------


def plan_second_meeting(transaction: Transaction, *, meeting_id: int, starts_at: str, place: str = "") -> int:
    """Plan the second meeting of one whose quorum failed; gives its number in the store.

    Its agenda has the decisions that a second meeting may take and that were not taken yet, with their papers; where
    nothing explains one, its motions do. One of a vacancy file keeps its motion, and who has an interest stands aside.
    Raises Refused where the rules know no second meeting for any of them, Invalid where the day is outside their terms.
    """
    first = require_open_minutes(transaction, meeting_id)
    if first["second_of_id"] is not None:
        raise Refused(_("This is a second meeting itself; the rules know no third."))
    if transaction.scalar(select(col(Meeting.id)).where(*_stands_as_second(meeting_id))) is not None:
        raise Refused(_("There is a second meeting of this one already."))
    waiting = undecided(transaction.connection, meeting_id)
    if not waiting:
        raise Refused(
            _(
                "No decision of this meeting waits for a second meeting: each was taken, or its rule knows no second "
                "meeting. The rules are under F9."
            )
        )
    problems = _wrong_moment(starts_at)
    if not problems:
        reasons = [reason for one in waiting if (reason := one.terms.problem(day_of(starts_at)))]
        problems = [Problem("starts_at", reason) for reason in reasons[:1]]
    if problems:
        raise Invalid(problems)
    second_id = plan_meeting(
        transaction,
        body=first["body"],
        group_id=first["group_id"],
        title=_("Second meeting: {title}").format(title=first["title"])[:400],
        starts_at=starts_at,
        place=place or first["place"],
        second_of_id=meeting_id,
        usual_items=False,
    )
    add_item(transaction, meeting_id=second_id, title=_("Opening and who is there"), kind="information", minutes=5)
    for one in waiting:
        _copy_item(transaction, one.item, second_id)
    add_item(transaction, meeting_id=second_id, title=_("Closing"), kind="information")
    transaction.about = f"{day_of(starts_at).isoformat()} {first['body']}"
    return second_id


def _stands_as_second(meeting_id: int) -> tuple[Any, Any]:
    return col(Meeting.second_of_id) == meeting_id, col(Meeting.cancelled_on).is_(None)


def _copy_item(transaction: Transaction, item: Mapping[str, Any], meeting_id: int) -> None:
    kept = ("title", "kind", "decision_kind", "minutes", "presenter_id")
    about_file = file_item(transaction, item["id"])
    explanation = item["explanation"]
    if not explanation and about_file is None:
        explanation = "\n".join(_motions_of(transaction, item["id"]))
    values = {name: item[name] for name in kept}
    item_id = add_item(transaction, meeting_id=meeting_id, explanation=explanation, **values)
    statement = select(_documents).where(_documents.c.item_id == item["id"]).order_by(_documents.c.id)
    for paper in transaction.execute(statement).mappings().all():
        transaction.add(AgendaDocument(item_id=item_id, title=paper["title"], place=paper["place"]))
    if about_file is not None:
        from coopadmin.services.interests import stand_aside

        copy_file_item(transaction, about_file, item_id)
        stand_aside(transaction, about_file["file_id"])


def _motions_of(transaction: Transaction, item_id: int) -> Sequence[str]:
    """Give the words of what was proposed under an item and not withdrawn, amendments apart."""
    standing = (col(Motion.item_id) == item_id, col(Motion.amends_id).is_(None), col(Motion.withdrawn_at).is_(None))
    return transaction.execute(select(col(Motion.text)).where(*standing).order_by(col(Motion.position))).scalars().all()


# -- what cannot be --------------------------------------------------------------------------------------------


def _wrong_body(transaction: Transaction, body: str, group_id: int | None) -> list[Problem]:
    if body not in BODIES:
        return [Problem("body", _("choose who meets"))]
    if body != "committee":
        return [] if group_id is None else [Problem("group_id", _("only a committee is a working group; leave it out"))]
    if group_id is None:
        return [Problem("group_id", _("choose the working group that meets"))]
    if transaction.scalar(select(col(WorkingGroup.id)).where(col(WorkingGroup.id) == group_id)) is None:
        return [Problem("group_id", _("choose the working group that meets"))]
    return []


def _wrong_moment(starts_at: str) -> list[Problem]:
    try:
        read_minute(starts_at)
    except ValueError as error:
        return [Problem("starts_at", str(error))]
    return []


def _wrong_first(
    transaction: Transaction, body: str, group_id: int | None, second_of_id: int | None, starts_at: str
) -> list[Problem]:
    if second_of_id is None:
        return []
    first = meeting_row(transaction, second_of_id)
    if (first["body"], first["group_id"]) != (body, group_id):
        return [Problem("body", _("the second meeting is of the same body as the first"))]
    if starts_at <= first["starts_at"]:
        return [Problem("starts_at", _("the second meeting comes after the first"))]
    return []


def _usual_title(transaction: Transaction, body: str, group_id: int | None) -> str:
    if group_id is not None:
        return str(transaction.scalar(select(col(WorkingGroup.name)).where(col(WorkingGroup.id) == group_id)))
    name = _(BODIES[body])
    return name[:1].upper() + name[1:]

"""What waits by the association's calendar: the meeting of today, letters and minutes, terms, and overdue actions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.deadlines import Deadline
from coopadmin.formats import short_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import actions, deadlines, meetings
from db.queries.meetings import MeetingRow
from screens.app import Ref
from screens.desk.today import MEETING_NOW, MOST_OF_A_KIND, PRESSING, SOON_DAYS, WAITING, Item, Room

KINDS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("convening", "inspection", "held", "minutes", "approval"), ("meeting", N_("Meeting"))),
    **dict.fromkeys(("request", "own_call"), ("meeting", N_("Request"))),
    "review": ("decision", N_("Review")),
    **dict.fromkeys(("retires", "vacancy"), ("office", N_("Offices"))),
    **dict.fromkeys(("trade_register", "corporation", "bank_mandate", "hand_over"), ("board", N_("Board change"))),
    "accounts": ("accounts", N_("Accounts")),
    "audit_committee": ("accounts", N_("Audit")),
    **dict.fromkeys(("nomination", "reasons_letter", "second_admission"), ("vacancy", N_("Vacancy"))),
    "promise": ("maintenance", N_("Corporation")),
    **dict.fromkeys(
        ("application", "reasons", "receipt", "appeal", "appeal_decision", "leaving"), ("member", N_("Membership"))
    ),
}
"""The kind of work a term is, and the word it stands behind on the first page."""

Figures = tuple[tuple[str, str], ...]


def read_calendar(connection: Connection, on: date) -> tuple[list[Item], Figures]:
    """Give what waits by the calendar, and the next meeting as a figure."""
    meeting = meetings.next_meeting(connection, on)
    items = [*_meeting(meeting, on), *_deadlines(connection, on), *_actions(connection, on)]
    return items, _figures(meeting, on)


def _meeting(meeting: MeetingRow | None, on: date) -> Iterator[Item]:
    """Put the meeting that is under way first of all, or the one of today."""
    if meeting is None:
        return
    if meeting.state == "under_way":
        text = _("under way: Enter goes back to the room · {title}").format(title=meeting.title)
        yield Item(MEETING_NOW, PRESSING, _("Meeting"), text, Room(meeting.meeting_id))
    elif meeting.on == on:
        text = _("today at {time} · {title}").format(time=meeting.time, title=meeting.title)
        yield Item(MEETING_NOW, PRESSING, _("Meeting"), text, Ref("meetings", meeting.meeting_id))


def _figures(meeting: MeetingRow | None, on: date) -> Figures:
    if meeting is None:
        return ()
    day = _("today") if meeting.on == on else short_date(meeting.on)
    return ((_("Next meeting"), f"{day} {meeting.time}"),)


# -- terms ---------------------------------------------------------------------------------------------------------


def _deadlines(connection: Connection, on: date) -> Iterator[Item]:
    shown: dict[str, int] = {}
    left_out = 0
    for errand in _errands(connection, on):
        kind, label = KINDS[errand[0].kind]
        shown[kind] = shown.get(kind, 0) + 1
        if shown[kind] > MOST_OF_A_KIND:
            left_out += 1
            continue
        yield _item(kind, label, errand, on)
    if left_out:
        text = ngettext("{count} more deadline", "{count} more deadlines", left_out).format(count=left_out)
        yield Item("deadline", WAITING, _("Deadlines"), text, "deadlines")


def _errands(connection: Connection, on: date) -> list[list[Deadline]]:
    """Give the terms that are late, come soon or wait, those that one letter puts right together, by day."""
    found: dict[object, list[Deadline]] = {}
    for one in deadlines.deadlines(connection, on, SOON_DAYS):
        # Minutes that wait for a meeting nobody planned yet, and a term of the members themselves, ask nothing today;
        # nominations stand among what presses (`pressing.py`). What the corporation promised is its own until then.
        asks_nothing = one.kind in ("appeal", "nomination") or (one.kind == "approval" and one.on is None)
        asks_nothing = asks_nothing or (one.kind == "promise" and one.state(on) != "late")
        if one.met_on is None and not asks_nothing:
            found.setdefault(deadlines.errand(one), []).append(one)
    return list(found.values())


def _item(kind: str, label: str, errand: list[Deadline], on: date) -> Item:
    first = errand[0]
    left = first.days_left(on)
    what = (
        first.what if len(errand) == 1 else _("{what} (and {more} more)").format(what=first.what, more=len(errand) - 1)
    )
    target = Ref(*first.ref) if first.ref and len(errand) == 1 else "deadlines"
    if left is None:
        return Item(kind, WAITING, _(label), what, target)
    if left < 0:
        clock = ngettext("{days} day late", "{days} days late", -left).format(days=-left)
    elif left == 0:
        clock = _("today")
    else:
        clock = ngettext("{days} day left", "{days} days left", left).format(days=left)
    return Item(kind, PRESSING if left <= 0 else WAITING, _(label), f"{clock} · {what}", target)


# -- actions -------------------------------------------------------------------------------------------------------


def _actions(connection: Connection, on: date) -> Iterator[Item]:
    late = sorted(
        ((row.due_on, row) for row in actions.open_actions(connection, on) if row.due_on and row.overdue),
        key=lambda pair: (pair[0], pair[1].action_id),
    )
    for due_on, row in late[:MOST_OF_A_KIND]:
        days = (on - due_on).days
        clock = ngettext("{days} day late", "{days} days late", days).format(days=days)
        text = " · ".join(part for part in (clock, row.what, row.owner) if part)
        yield Item("action", WAITING, _("Action"), text, Ref("actions", row.action_id))
    if len(late) > MOST_OF_A_KIND:
        more = len(late) - MOST_OF_A_KIND
        text = ngettext("{count} more action is late", "{count} more actions are late", more).format(count=more)
        yield Item("action", WAITING, _("Actions"), text, "actions")

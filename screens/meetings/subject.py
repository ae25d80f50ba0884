"""Meetings on the desk: their list, a meeting's record, and what can be done before, during and after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.convening_letters import motion_text
from coopadmin.domain.decisions import OUTCOMES
from coopadmin.domain.meetings import STATES, clock_times, purpose_text, read_minute
from coopadmin.formats import day_name, long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import meetings as queries
from db.queries.agenda import ItemRow
from db.queries.meeting_requests import requests_for
from db.queries.meetings import Invitee, MeetingRecord, MeetingRow, Sending
from screens.app import Ref
from screens.meetings import agenda_forms, forms
from screens.meetings.words import body_text, letter_text, request_text, state_text
from screens.subject import (
    Action,
    Card,
    Choice,
    Column,
    Entry,
    Section,
    Subject,
    day,
    filled,
    moment,
    story_section,
    whole,
)

ACTION_SIGNS = {"open": "●", "done": "✓", "dropped": "○"}

NAMED_AT_MOST = 12
"""People without an address that a record names; the list of who is called has them all."""


def _state(row: MeetingRow) -> str:
    return state_text(row.state, row.on, row.convened_on, row.send_by, row.seen_on or row.on)


# -- the record ------------------------------------------------------------------------------------------------


def _card(connection: Connection, meeting_id: int, today: date) -> Card | None:
    record = queries.record(connection, meeting_id)
    if record is None:
        return None
    sending = queries.latest_sending(connection, meeting_id)
    items = queries.agenda(connection, meeting_id)
    # Until the meeting has begun, what must be done first is its letter.
    preparing = (_letter(connection, record, sending, today), Section(_("agenda"), tuple(_agenda(record, items))))
    return Card(
        title=f"{record.title} · {day_name(record.on)} {long_date(record.on)} {record.time}",
        status=state_text(record.state, record.on, record.convened_on, sending.by, today),
        sections=(
            _details(record),
            *(reversed(preparing) if record.opened_at else preparing),
            _asked_for(connection, meeting_id, today),
            _decisions(record),
            _actions(record),
            _minutes(record),
            Section(_("note"), tuple(Entry("", line) for line in record.note.splitlines())),
            story_section(
                journal.story(connection, [("meeting", meeting_id), *(("agendaitem", one.item_id) for one in items)])
            ),
        ),
    )


def _details(record: MeetingRecord) -> Section:
    return Section(
        _("details"),
        filled(
            Entry(_("who meets"), body_text(record.body, record.group)),
            Entry(_("place"), record.place),
            Entry(_("second after"), record.second_of, _meeting(record.second_of_id)),
            Entry(_("second meeting"), record.second, _meeting(record.second_id)),
            Entry(_("cancelled"), _cancelled(record)),
            Entry(_("chair"), record.chair, _person(record.chair_id)),
            Entry(_("secretary"), record.secretary, _person(record.secretary_id)),
            Entry(_("present"), whole(record.present or None)),
        ),
    )


def _cancelled(record: MeetingRecord) -> str:
    if record.cancelled_on is None:
        return ""
    return _("{day}: {reason}").format(day=long_date(record.cancelled_on), reason=record.cancel_reason)


def _meeting(meeting_id: int | None) -> Ref | None:
    return None if meeting_id is None else Ref("meetings", meeting_id)


def _person(person_id: int | None) -> Ref | None:
    return None if person_id is None else Ref("members", person_id)


def _agenda(record: MeetingRecord, items: tuple[ItemRow, ...]) -> Iterator[Entry]:
    needs: dict[str, int] = {}
    for item in items:
        aside = [purpose_text(item.kind, item.decision_kind), item.presenter]
        if item.minutes:
            aside.append(_("{count} min").format(count=item.minutes))
        yield Entry(f"{item.expected} {item.position:>3}", f"{item.title} · {' · '.join(filter(None, aside))}")
        if item.majority:
            same = needs.setdefault(item.majority, item.position)
            rule = item.majority if same == item.position else _("as under {position}").format(position=same)
            yield Entry("", f"  {_('needs: {rule}').format(rule=rule)}", style="$text-muted")
        for paper in item.documents:
            yield Entry(
                "", f"  {' · '.join(filter(None, (_('paper'), paper.title, paper.place)))}", style="$text-muted"
            )
        for one in item.motions:
            text = motion_text(" ".join(one.text.split()), one.proposer, amends=one.amends)
            yield Entry("", f"  {text}", style="$text-muted")
        for one in item.references:
            yield Entry("", f"  {'✓' if one.settled else '●'} {one.text}", agenda_forms.ref_of(one))
    if items:
        *_before, ends = clock_times(record.starts_at, [*(item.minutes for item in items), None])
        yield Entry(ends, _("expected end"), style="$text-muted")


def _letter(connection: Connection, record: MeetingRecord, sending: Sending, today: date) -> Section:
    if record.state == "cancelled":
        return Section(_("letter"), ())
    called = queries.called_how(connection, record.meeting_id, today)
    missing = called.unreachable
    entries = [
        Entry("", letter_text(record.state, record.convened_on, sending.by, today)),
        *(Entry("", f"  {line}", style="$text-muted") for line in sending.lines),
    ]
    if sending.open_for_inspection_from is not None:
        entries.append(
            Entry(_("text lies open"), _("from {day}").format(day=long_date(sending.open_for_inspection_from)))
        )
    entries += [
        Entry(_("by e-mail"), whole(len(called.by_email))),
        Entry(_("by post"), whole(len(called.by_post))),
        *(_without_address(one) for one in missing[:NAMED_AT_MOST]),
    ]
    return Section(_("letter"), tuple(entries))


def _without_address(one: Invitee) -> Entry:
    return Entry("", f"▲ {one.name}: {one.remark}", Ref("members", one.person_id))


def _asked_for(connection: Connection, meeting_id: int, today: date) -> Section:
    return Section(
        _("asked for by members"),
        tuple(
            Entry(day(row.received_on), f"{row.subject} · {request_text(row.state)}", Ref("requests", row.request_id))
            for row in requests_for(connection, meeting_id, today)
        ),
    )


def _decisions(record: MeetingRecord) -> Section:
    entries = (Entry(_(OUTCOMES[one.code]), one.text, Ref("decisions", one.record_id)) for one in record.decisions)
    return Section(_("decisions"), tuple(entries))


def _actions(record: MeetingRecord) -> Section:
    entries = (
        Entry("", f"{ACTION_SIGNS[one.code]} {one.text}", Ref("actions", one.record_id)) for one in record.actions
    )
    return Section(_("actions given"), tuple(entries))


def _minutes(record: MeetingRecord) -> Section:
    return Section(
        _("minutes"),
        filled(
            Entry(_("sent round"), day(record.minutes_sent_on)),
            Entry(_("approved"), day(record.minutes_approved_on)),
            Entry(_("approved in"), record.approved_in, _meeting(record.approved_in_id)),
            Entry(_("changes"), record.minutes_changes),
        ),
    )


SUBJECT: Subject[MeetingRow] = Subject(
    name="meetings",
    title=N_("Meetings"),
    columns=(
        Column(
            N_("When"),
            lambda row: moment(read_minute(row.starts_at)),
            17,
            value=lambda row: read_minute(row.starts_at),
            kind="moment",
        ),
        Column(N_("Meeting"), lambda row: row.title),
        Column(N_("State"), _state, 28, value=lambda row: _(STATES[row.state])),
        Column(N_("Who meets"), lambda row: body_text(row.body, row.group), 18, wide=True),
        Column(N_("Place"), lambda row: row.place, 16, wide=True),
        Column(
            N_("Letter by"), lambda row: day(row.send_by), 11, wide=True, value=lambda row: row.send_by, kind="date"
        ),
        Column(
            N_("Present"),
            lambda row: whole(row.present or None),
            7,
            True,
            True,
            value=lambda row: row.present,
            kind="int",
        ),
        Column(
            N_("Decisions"),
            lambda row: whole(row.decisions or None),
            9,
            True,
            True,
            value=lambda row: row.decisions,
            kind="int",
        ),
    ),
    page=queries.page,
    key=lambda row: row.meeting_id,
    card=_card,
    filters=(
        Choice("open", N_("to be held or approved")),
        Choice("ahead", N_("to be held")),
        Choice("minutes", N_("minutes to be approved")),
        Choice("cancelled", N_("cancelled")),
        Choice("all", N_("all meetings")),
    ),
    sorts=(
        Choice("date", N_("date")),
        Choice("title", N_("title")),
        Choice("body", N_("who meets")),
    ),
    counted=lambda total: ngettext("{count} meeting", "{count} meetings", total).format(count=total),
    empty=N_(
        "No meetings yet. Press N to plan one: the program says when the letter must go and puts on the agenda what is "
        "open. B goes to the decisions, the actions and the requests for a meeting."
    ),
    new=forms.plan,
    edit=forms.correct,
    actions=(
        Action(
            N_("Open the room"),
            forms.open_room,
            N_("Who is there, quorum, discussion and votes, while the meeting goes on"),
        ),
        Action(
            N_("Agenda"), forms.show_agenda, N_("Its items on a page: add, change, move, papers, what they refer to")
        ),
        Action(N_("New agenda item"), agenda_forms.add_to, N_("Another item; it comes before any other business")),
        Action(N_("Carry over"), forms.carry_over, N_("Open actions, and decisions whose review is due by that day")),
        Action(
            N_("Convening letter"), forms.show_convening_letter, N_("The letter as text, to be looked at and saved")
        ),
        Action(N_("Who is called, and how"), forms.show_called, N_("By e-mail, by post, and whose address is missing")),
        Action(N_("Letter sent"), forms.note_sent, N_("Note the day it went out; one that went too late is told")),
        Action(N_("Minutes"), forms.show_minutes, N_("The minutes as a document; sent round, and approved")),
        Action(
            N_("Plan the second meeting"),
            forms.plan_second,
            N_("Where the quorum failed: within the terms of the rules"),
        ),
        Action(N_("Call the meeting off"), forms.cancel, N_("It stays in the list, with the reason")),
    ),
    row_style=lambda row: "dim" if row.state in ("cancelled", "approved") else "",
    beside="decisions",
)

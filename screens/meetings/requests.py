"""Requests of members for a general meeting: whether they are enough, and by when it must be called."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.meetings import REQUEST_STATES
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import meeting_requests as queries
from db.queries.meeting_requests import RequestRow
from screens.app import Ref
from screens.meetings import request_forms as forms
from screens.meetings.words import request_text
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, story_section, whole


def _card(connection: Connection, request_id: int, today: date) -> Card | None:
    row = queries.record(connection, request_id, today)
    if row is None:
        return None
    meeting = None if row.meeting_id is None else Ref("meetings", row.meeting_id)
    return Card(
        title=f"{row.subject} · {long_date(row.received_on)}",
        status=request_text(row.state),
        sections=(
            Section(
                _("details"),
                filled(
                    Entry(_("received on"), long_date(row.received_on)),
                    Entry(_("asked by"), forms.enough_text(row)),
                    Entry(_("meeting"), row.meeting, meeting),
                ),
            ),
            Section(
                _("what the law asks (BW 2:41)"),
                (
                    Entry(_("to be held by"), long_date(row.meeting_by)),
                    Entry(
                        "",
                        _(
                            "From {day} those who asked may call it themselves, where no letter has gone by then."
                        ).format(day=long_date(row.may_convene_from)),
                    ),
                )
                if row.enough
                else (Entry("", _("Too few asked, so the board need not call a meeting; it may.")),),
            ),
            Section(_("note"), tuple(Entry("", line) for line in row.note.splitlines())),
            story_section(journal.story(connection, [("meetingrequest", request_id)])),
        ),
    )


SUBJECT: Subject[RequestRow] = Subject(
    name="requests",
    title=N_("Requests for a meeting"),
    columns=(
        Column(N_("Received"), lambda row: day(row.received_on), 11, value=lambda row: row.received_on, kind="date"),
        Column(N_("Subject"), lambda row: row.subject),
        Column(N_("Asked"), lambda row: whole(row.requesters), 6, True, value=lambda row: row.requesters, kind="int"),
        Column(N_("State"), lambda row: request_text(row.state), 32, value=lambda row: _(REQUEST_STATES[row.state])),
        Column(N_("Needed"), lambda row: whole(row.needed), 6, True, True, value=lambda row: row.needed, kind="int"),
        Column(
            N_("Held by"), lambda row: day(row.meeting_by), 11, wide=True, value=lambda row: row.meeting_by, kind="date"
        ),
        Column(N_("Meeting"), lambda row: row.meeting, 24, wide=True),
    ),
    page=queries.page,
    key=lambda row: row.request_id,
    card=_card,
    filters=(Choice("open", N_("waiting")), Choice("all", N_("all requests"))),
    sorts=(
        Choice("date", N_("date"), descending=True),
        Choice("requesters", N_("how many asked")),
        Choice("subject", N_("subject")),
    ),
    counted=lambda total: ngettext("{count} request", "{count} requests", total).format(count=total),
    empty=N_(
        "Nobody asked for a meeting. A tenth of the votes may, in writing (BW 2:41); press N to enter such a request, "
        "and the program keeps its terms."
    ),
    new=forms.enter,
    edit=forms.correct,
    actions=(
        Action(N_("Plan the meeting"), forms.plan_meeting, N_("A general meeting with the subject on its agenda")),
        Action(N_("Name the meeting"), forms.answer, N_("Say which of the planned meetings was called for it")),
    ),
    row_style=lambda row: "dim" if row.state in ("called", "too_few") else "",
    beside="meetings",
)

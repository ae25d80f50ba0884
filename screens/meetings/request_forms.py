"""The forms of requests for a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from coopadmin.domain.meetings import day_of, stored
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import meetings as deeds
from db.queries import meeting_requests as queries
from db.queries import meetings
from db.queries.base import Listing
from db.queries.meeting_requests import RequestRow
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask
from screens.meetings.words import request_text

MOST_OFFERED = 60
"""Meetings a form offers to choose from."""


def enough_text(row: RequestRow) -> str:
    """Say how many asked, and whether they are enough."""
    asked = ngettext("{count} member", "{count} members", row.requesters).format(count=row.requesters)
    needed = _("{needed} of {entitled} votes are needed").format(needed=row.needed, entitled=row.entitled)
    return f"{asked} · {'✓' if row.enough else '○'} {needed}"


def _fields(first: Mapping[str, Any]) -> list[Field]:
    return [
        Field("received_on", N_("Received on"), "date", required=True, initial=first.get("received_on")),
        Field(
            "requesters",
            N_("Signatures"),
            "whole",
            required=True,
            initial=first.get("requesters"),
            help=N_("how many members with a vote signed"),
        ),
        Field(
            "subject", N_("Subject"), required=True, initial=first.get("subject"), help=N_("what it should be about")
        ),
        Field("note", N_("Note"), "long", initial=first.get("note")),
    ]


async def enter(app: CoopApp) -> None:
    """Enter a request."""

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.record_request, **values)
        row = await app.read(queries.record, done.result, app.today)
        if row is not None:
            said = _("Entered: {enough}. U takes it back.").format(enough=enough_text(row))
            if row.enough:
                said += " " + _("Letter before {day}, meeting by {latest}.").format(
                    day=long_date(row.may_convene_from), latest=long_date(row.meeting_by)
                )
            app.say(said)
        app.show_record("requests", done.result)

    await ask(app, _("Request for a meeting"), _fields({"received_on": app.today}), save, draft_key="requests.new")


async def correct(app: CoopApp, request_id: int) -> None:
    """Correct what was noted of a request."""
    row = await app.read(queries.record, request_id, app.today)
    if row is None:
        return
    first = {name: getattr(row, name) for name in ("received_on", "requesters", "subject", "note")}

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_request, request_id=request_id, **values)
        app.say(_("Corrected. U takes it back.") if done.result else _("Nothing was different."))

    await ask(app, row.subject, _fields(first), save, draft_key=f"requests.{request_id}", intro=enough_text(row))


async def plan_meeting(app: CoopApp, request_id: int) -> None:
    """Plan a general meeting for a request, its subject on the agenda."""
    row = await app.read(queries.record, request_id, app.today)
    if row is None:
        return
    fields = [
        Field("starts_at", N_("Day and time"), "moment", required=True, help=_terms(row)),
        Field("place", N_("Place")),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(
            deeds.plan_requested_meeting,
            request_id=request_id,
            starts_at=stored(values["starts_at"]),
            place=values["place"],
        )
        sending = await app.read(meetings.latest_sending, done.result)
        app.say(_("Planned. The letter goes out by {day}. U takes it back.").format(day=long_date(sending.by)))
        _warn_late(app, row, values["starts_at"].date())

    await ask(app, _("The meeting on {subject}").format(subject=row.subject), fields, save)


async def answer(app: CoopApp, request_id: int) -> None:
    """Say which meeting was called for a request."""
    row = await app.read(queries.record, request_id, app.today)
    if row is None:
        return
    choices = await app.read(_meetings_since, row.received_on)
    if not choices:
        app.say(_("No meeting of all members is planned after it; plan one first."), "warning")
        return
    initial = None if row.meeting_id is None else str(row.meeting_id)
    fields = [Field("meeting_id", N_("Meeting"), "choice", required=True, initial=initial, choices=choices)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.answer_request, request_id=request_id, meeting_id=int(values["meeting_id"]))
        now = await app.read(queries.record, request_id, app.today)
        app.say(_("Noted: {state}. U takes it back.").format(state=request_text(now.state) if now else ""))

    await ask(app, row.subject, fields, save, intro=_terms(row))


def _terms(row: RequestRow) -> str:
    return _("held by {latest}, and the letter out before {day} (BW 2:41)").format(
        latest=long_date(row.meeting_by), day=long_date(row.may_convene_from)
    )


def _warn_late(app: CoopApp, row: RequestRow, held_on: date) -> None:
    if row.enough and held_on > row.meeting_by:
        sentence = _("That is later than the law has it: by {latest} (BW 2:41).")
        app.say(sentence.format(latest=long_date(row.meeting_by)), "warning")


def _meetings_since(connection: Connection, received_on: date) -> list[tuple[str, str]]:
    """Give the meetings of all members that can have been called for a request of a day."""
    listing = Listing(filter="all", sort="date", descending=True, limit=MOST_OFFERED)
    return [
        (str(row.meeting_id), row.named)
        for row in meetings.page(connection, listing, received_on).rows
        if row.body in ("general", "residents") and row.state != "cancelled" and day_of(row.starts_at) >= received_on
    ]

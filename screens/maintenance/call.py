"""Taking a call: while one types, the form says whose it is and why, and what to answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import Any

from textual import on
from textual.widgets import Input

from coopadmin import settings
from coopadmin.domain.maintenance import PARTIES
from coopadmin.formats import short_date
from coopadmin.i18n import N_, _
from coopadmin.services.calls import Taken, take_call
from coopadmin.services.maintenance import Place
from db.queries import maintenance as queries
from db.queries.calls import Call, Preview, preview
from screens.app import CoopApp
from screens.fields import Field, FieldBox
from screens.forms import FormScreen
from screens.maintenance.call_boxes import What, WhatBox, Where, WhereBox
from screens.maintenance.task_fields import (
    detail_fields,
    months_of,
    number_field,
    recurrence_field,
    reported_field,
    reporter_field,
    task_of,
    urgency_field,
    volunteer_fields,
)
from screens.text import one_line
from screens.widgets.choice import Choice
from screens.workers import background

AS_LISTED = "list"
"""What the responsible is while nobody decides otherwise than the list."""

ASKED = ("what", "place", "urgency", "reachable", "notable_cost", "responsible", "reported_on", "reported_at")
"""The fields that what to answer hangs on."""


class CallScreen(FormScreen):
    """A form that says, above its fields, what the call comes to so far."""

    def __init__(
        self, title: str, fields: Sequence[Field], save: Callable[[dict[str, Any]], Awaitable[None]], draft_key: str
    ) -> None:
        super().__init__(title, fields, save, draft_key=draft_key, intro=first_words())

    @on(Input.Changed)
    @on(Choice.Changed)
    @on(WhereBox.Settled)
    def _heard(self) -> None:
        """Say anew what it comes to."""
        self._preview()

    @background("preview")
    async def _preview(self) -> None:
        values = self._understood()
        what: What | None = values.get("what")
        if what is None:
            self._tell(first_words())
            return
        now = settings.now().astimezone().replace(tzinfo=None)
        self._tell(words_of(await self.app.read(preview, call_of(values, self.app.today, now), now)))

    def _tell(self, words: str) -> None:
        if words != self.intro:
            self.explain_anew(words)

    def _understood(self) -> dict[str, Any]:
        """Give the values that can be read by now."""
        boxes: list[FieldBox] = [box for box in self.boxes if box.field.name in ASKED]
        values: dict[str, Any] = {}
        for box in boxes:
            try:
                values[box.field.name] = box.value()
            except ValueError:
                continue
        return values


def first_words() -> str:
    """Say what the form waits for."""
    return _("Say what is wrong and where; whose it is and what to answer appears here.")


def call_of(values: dict[str, Any], today: date, now: datetime) -> Call:
    """Take what is understood of a call out of a form's values, whole or not."""
    what: What = values["what"]
    where: Where = values.get("place") or Where("")
    reported_on = values.get("reported_on") or today
    return Call(
        what=what.text,
        reported_on=reported_on,
        reported_at=reported_at(values.get("reported_at"), reported_on, today, now),
        dwelling_id=where.dwelling_id,
        facility_id=where.facility_id,
        urgency=values.get("urgency") or "normal",
        reachable=truth(values.get("reachable")),
        notable_cost=truth(values.get("notable_cost")),
        responsible=party_of(values.get("responsible")),
        element_code=what.codes.get("element_code", ""),
        defect_code=what.codes.get("defect_code", ""),
        location_code=what.codes.get("location_code", ""),
    )


def truth(answer: str | None) -> bool | None:
    """Read an answer that may be left open."""
    return None if answer is None else answer == "yes"


def party_of(chosen: str | None) -> str | None:
    """Give the party that a person chose; None where the list decides."""
    return None if chosen in (None, AS_LISTED) else chosen


def reported_at(typed: datetime | None, reported_on: date, today: date, now: datetime) -> datetime | None:
    """Give the moment of a report: as it was typed, now for one of today, unknown for one of another day."""
    return typed or (now.replace(second=0, microsecond=0) if reported_on == today else None)


def words_of(seen: Preview) -> str:
    """Say whose it is and why, what to answer, and what is open at that place already."""
    lines = [f"→ {_(PARTIES[seen.party])}" + ("".join(f" · {one_line(told)}" for told in seen.routed.told))]
    lines.append(f"“{seen.answer}”")
    if seen.known:
        known = " · ".join(f"{one.number} {one_line(one.what)} ({short_date(one.reported_on)})" for one in seen.known)
        lines.append(_("Open there already: {tasks}").format(tasks=known))
    return "\n".join(lines)


# -- the form ------------------------------------------------------------------------------------------------------


def call_fields(today: date, number: str) -> list[Field]:
    """Ask what must be known during the call first, then what can wait."""
    first = {"reported_on": today}
    answers = [("yes", N_("yes")), ("no", N_("no"))]
    return [
        Field("what", N_("What"), required=True, box=WhatBox, help=N_("any word: Enter takes the first name found")),
        Field("place", N_("Place"), box=WhereBox, help=N_("a home or a facility by any part of its name, or words")),
        urgency_field(first),
        Field("reachable", N_("Within reach"), "choice", choices=answers, help=N_("without a ladder or special tools")),
        Field("notable_cost", N_("Notable cost"), "choice", choices=answers),
        Field(
            "responsible",
            N_("Who does it"),
            "choice",
            required=True,
            initial=AS_LISTED,
            choices=[(AS_LISTED, N_("as the list says")), *PARTIES.items()],
        ),
        Field("reason", N_("Why otherwise"), help=N_("only where you decide otherwise than the list")),
        reporter_field(first),
        reported_field(first),
        Field(
            "reported_at",
            N_("At what time"),
            "moment",
            day_of="reported_on",
            help=N_("like 21:40; left empty it is now, or unknown for another day"),
        ),
        number_field(number),
        recurrence_field(),
        *detail_fields(first),
        *volunteer_fields(first),
        Field("answer", N_("Answer given"), "long", help=N_("left empty it is the one above")),
    ]


async def take(app: CoopApp) -> None:
    """Take a call."""
    number = await app.read(queries.next_number)

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(take_call, **_deed_values(app, values))
        await say_taken(app, done.result)
        app.show_record("maintenance", done.result.task_id)

    fields = call_fields(app.today, number)
    await app.push_screen_wait(CallScreen(_("New report"), fields, save, "maintenance.new"))


def _deed_values(app: CoopApp, values: dict[str, Any]) -> dict[str, Any]:
    what: What = values["what"]
    where: Where = values["place"]
    now = settings.now().astimezone().replace(tzinfo=None)
    at = reported_at(values["reported_at"], values["reported_on"], app.today, now)
    plain = {
        **values,
        **what.codes,
        "what": what.text,
        "place": where.text,
        "reported_at": at,
        "responsible": "unknown",
    }
    return {
        "task": task_of(plain),
        "number": values["number"],
        "reachable": truth(values["reachable"]),
        "notable_cost": truth(values["notable_cost"]),
        "responsible": party_of(values["responsible"]),
        "reason": values["reason"],
        "place": Place(where.dwelling_id, where.facility_id) if where.known else None,
        "every_months": months_of(values),
    }


async def say_taken(app: CoopApp, taken: Taken) -> None:
    """Say what was made of a call: the number, whose it is, and the answer that was given."""
    from screens.maintenance.forms import say_reported

    await say_reported(app, taken.task_id)
    record = await app.read(queries.record, taken.task_id, app.today)
    if record is not None and record.task.responsible != "unknown":
        party = _(PARTIES[record.task.responsible])
        app.say(_("For: {party}. “{answer}”").format(party=party, answer=one_line(record.answer)))

"""The plan of a work day: made, corrected, put off for the weather, called off; and its sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coopadmin.exchange import work_sheet
from coopadmin.formats import day_name, long_date
from coopadmin.i18n import N_, _
from coopadmin.services import work_days as deeds
from coopadmin.services.work_day_parts import open_day
from db.queries import work_days as queries
from db.queries.work_days import WorkDayRecord
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.work_days.saving import SHOWN_WIDTH, Document, show_document


def _fields(first: Mapping[str, Any]) -> list[Field]:
    return [
        Field("title", N_("Title"), required=True, initial=first.get("title"), help=N_("like “Garden in autumn”")),
        Field(
            "starts_at",
            N_("Begins"),
            "moment",
            required=True,
            initial=first.get("starts_at"),
            help=N_("like 28-11-2026 10:00"),
        ),
        Field(
            "ends_at",
            N_("Ends"),
            "moment",
            required=True,
            initial=first.get("ends_at"),
            day_of="starts_at",
            help=N_("a time is enough"),
        ),
        Field(
            "reserve_on",
            N_("In bad weather"),
            "date",
            initial=first.get("reserve_on"),
            help=N_("the day it is put off to, if any"),
        ),
        Field("place", N_("Where we meet"), initial=first.get("place")),
        Field(
            "leader_id",
            N_("Who leads"),
            "pick",
            initial=first.get("leader_id"),
            shown=first.get("leader", ""),
            find=("members",),
        ),
        Field(
            "needs",
            N_("What is needed"),
            "long",
            initial=first.get("needs"),
            help=N_("tools and material, coffee and soup; a line for each"),
        ),
        Field("note", N_("Note"), "long", initial=first.get("note")),
    ]


async def plan(app: CoopApp) -> None:
    """Plan a work day."""

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.plan_work_day, **values)
        app.say(_("Planned. Choose its tasks next (A). U takes it back."))
        app.show_record("work_days", done.result)

    await ask(app, _("Plan a work day"), _fields({}), save, draft_key="work_days.new")


async def correct(app: CoopApp, work_day_id: int) -> None:
    """Correct the plan of a work day, or put it on another day."""
    record = await find_open(app, work_day_id)
    if record is None:
        return
    day = record.day
    first = {
        **{name: getattr(day, name) for name in ("title", "starts_at", "ends_at", "reserve_on", "place")},
        **{name: getattr(record, name) for name in ("leader_id", "leader", "needs", "note")},
    }

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_work_day, work_day_id=work_day_id, **values)
        app.say(_("Corrected. U takes it back.") if done.result else _("Nothing was different."))
        if values["starts_at"] != day.starts_at and record.helpers:
            app.say(_("It is at another time now: let everybody on the list know."), "warning")

    await ask(app, day.title, _fields(first), save, draft_key=f"work_days.{work_day_id}")


async def put_off(app: CoopApp, work_day_id: int) -> None:
    """Put a work day off to its day for bad weather."""
    record = await find_open(app, work_day_id)
    if record is None:
        return
    reserve = record.day.reserve_on
    if reserve is not None:
        question = _("Put {title} off to {day}?").format(
            title=record.day.title, day=f"{day_name(reserve)} {long_date(reserve)}"
        )
        detail = _("Its tasks go along; whoever said to come may come, until they say so again.")
        if not await app.push_screen_wait(ConfirmScreen(question, detail)):
            return
    done = await app.do(deeds.move_to_reserve, work_day_id=work_day_id)
    said = _("Put off to {day}: let everybody on the list know. U takes it back.")
    app.say(said.format(day=long_date(done.result)))


async def cancel(app: CoopApp, work_day_id: int) -> None:
    """Call a work day off."""
    record = await find_open(app, work_day_id)
    if record is None:
        return
    fields = [
        Field("reason", N_("Reason"), required=True, help=N_("it is added to the note")),
        Field("cancelled_on", N_("Called off on"), "date", required=True, initial=app.today),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.cancel_work_day, work_day_id=work_day_id, **values)
        app.say(_("Called off; its tasks wait to be planned again. U takes it back."))
        if record.helpers:
            app.say(_("Let everybody on the list know."), "warning")

    await ask(app, _("Call off {title}").format(title=record.day.title), fields, save)


async def sheet(app: CoopApp, work_day_id: int) -> None:
    """Show the sheet of a work day, and save it to print."""
    record = await find(app, work_day_id)
    if record is None:
        return
    await show_document(
        app,
        Document(
            stem=work_sheet.stem(record),
            text=work_sheet.text(record, SHOWN_WIDTH),
            page=lambda: work_sheet.page(record),
            markdown=lambda: work_sheet.markdown(record),
        ),
    )


async def find(app: CoopApp, work_day_id: int) -> WorkDayRecord | None:
    """Read a work day as it stands today."""
    return await app.read(queries.record, work_day_id, app.today)


async def find_open(app: CoopApp, work_day_id: int) -> WorkDayRecord | None:
    """Read a work day that something is to change about; raises Refused, before anything is asked, once it is over."""
    await app.rehearse(open_day, work_day_id)
    return await find(app, work_day_id)

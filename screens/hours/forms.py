"""Noting hours, putting them right, and the fee that a decision grants for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coopadmin.domain.hours import LONGEST_WHAT, hours_said
from coopadmin.formats import euro
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import hours as deeds
from db.queries import hours as queries
from db.queries import maintenance, work_days
from db.queries.base import Listing
from db.queries.hours import HoursRow
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.hours.box import hours_field


def _fields(first: Mapping[str, Any], told: str) -> list[Field]:
    return [
        Field(
            "person_id",
            N_("Who"),
            "pick",
            required=True,
            initial=first.get("person_id"),
            shown=first.get("person", ""),
            find=("members",),
        ),
        hours_field("minutes", N_("Hours"), first.get("minutes"), required=True),
        Field("what", N_("What"), required=True, initial=first.get("what")),
        Field("worked_on", N_("Worked on"), "date", required=True, initial=first.get("worked_on")),
        Field(
            "task_id",
            N_("Task"),
            "pick",
            initial=first.get("task_id"),
            shown=first.get("task", ""),
            find=("maintenance",),
            help=N_("empty where it was for no task"),
        ),
        Field("rate_cents", N_("Fee an hour"), "cents", initial=first.get("rate_cents"), help=told),
        _decision(first),
        Field("note", N_("Note"), initial=first.get("note")),
    ]


def _decision(first: Mapping[str, Any], *, required: bool = False) -> Field:
    return Field(
        "decision_id",
        N_("Decision"),
        "pick",
        required=required,
        initial=first.get("decision_id"),
        shown=first.get("decision", ""),
        find=("decisions",),
        help=N_("the decision that grants the fee"),
    )


async def note(app: CoopApp) -> None:
    """Note the hours of somebody."""
    await _note(app, {"worked_on": app.today}, _("Note hours"), None)


async def note_for_day(app: CoopApp, work_day_id: int) -> None:
    """Note the hours of somebody on a work day."""
    record = await app.read(work_days.record, work_day_id, app.today)
    if record is None:
        return
    first = {"worked_on": record.day.on, "what": record.day.title[:LONGEST_WHAT]}
    await _note(app, first, _("Hours of {title}").format(title=record.day.title), work_day_id)


async def note_for_task(app: CoopApp, task_id: int) -> None:
    """Note the hours of somebody for a task."""
    found = await app.read(maintenance.record, task_id, app.today)
    if found is None:
        return
    task = found.task
    worked_on = task.done_on or app.today
    first = {"worked_on": worked_on, "what": task.what[:LONGEST_WHAT], "task_id": task_id, "task": task.number}
    await _note(app, first, _("Hours for {number}").format(number=task.number), None)


async def _note(app: CoopApp, first: Mapping[str, Any], title: str, work_day_id: int | None) -> None:
    told = await _fee_told(app)

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.note_hours, work_day_id=work_day_id, **values)
        said = _("Noted: {hours} hours. U takes it back.")
        app.say(said.format(hours=hours_said(values["minutes"])))
        app.show_record("hours", done.result)

    key = f"hours.new.{first.get('task_id', '')}" if work_day_id is None else f"hours.day.{work_day_id}"
    await ask(app, title, _fields(first, told), save, draft_key=key)


async def _fee_told(app: CoopApp) -> str:
    """Say that work is given unless there is a fee, and what the last one was."""
    last = await app.read(queries.last_fee)
    if last is None:
        return _("empty: given for nothing")
    told = _("empty: given for nothing; the last fee was {rate} by {decision}")
    return told.format(rate=euro(last[0]), decision=last[2])


async def correct(app: CoopApp, entry_id: int) -> None:
    """Put an entry right."""
    row = await app.read(queries.record, entry_id)
    if row is None:
        return
    first = {
        name: getattr(row, name)
        for name in (
            *("person_id", "person", "minutes", "what", "worked_on", "task_id", "task"),
            *("rate_cents", "decision_id", "decision", "note"),
        )
    }

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_hours, entry_id=entry_id, **values)
        app.say(_("Corrected. U takes it back.") if done.result else _("Nothing was different."))

    fields = _fields(first, await _fee_told(app))
    await ask(app, _("Hours of {name}").format(name=row.person), fields, save, draft_key=f"hours.{entry_id}")


async def remove(app: CoopApp, entry_id: int) -> None:
    """Take an entry off that should not be there."""
    row = await app.read(queries.record, entry_id)
    if row is None:
        return
    question = _("Take these {hours} hours of {name} off?").format(hours=hours_said(row.minutes), name=row.person)
    if await app.push_screen_wait(ConfirmScreen(question, row.what)):
        await app.do(deeds.remove_hours, entry_id=entry_id)
        app.say(_("Taken off. U takes it back."))


# -- the fee -------------------------------------------------------------------------------------------------------


async def grant(app: CoopApp, entry_id: int) -> None:
    """Grant a fee for an entry, or for all that wait for a decision."""
    row = await app.read(queries.record, entry_id)
    if row is None:
        return
    waiting = await app.read(queries.page, Listing(filter="undecided", limit=10_000), app.today)
    last = await app.read(queries.last_fee)
    first = {"decision_id": last[1], "decision": last[2]} if last else {}
    fields = [
        Field(
            "rate_cents",
            N_("Fee an hour"),
            "cents",
            required=True,
            initial=row.rate_cents or (last[0] if last else None),
        ),
        _decision(first, required=True),
    ]
    if waiting.total > 1:
        fields.append(_which(row, waiting.total))

    async def save(values: dict[str, Any]) -> None:
        entries = [one.entry_id for one in waiting.rows] if values.pop("which", "one") == "all" else [entry_id]
        done = await app.do(deeds.grant_fee, entry_ids=entries, **values)
        said = ngettext(
            "Fee granted for {count} entry. U takes it back.",
            "Fee granted for {count} entries. U takes it back.",
            done.result,
        )
        app.say(said.format(count=done.result))

    await ask(app, _("Fee for work of {name}").format(name=row.person), fields, save)


def _which(row: HoursRow, waiting: int) -> Field:
    choices = [
        ("one", _("only these {hours} hours").format(hours=hours_said(row.minutes))),
        ("all", _("all {count} that wait for a decision").format(count=waiting)),
    ]
    return Field("which", N_("For which hours"), "choice", required=True, initial="one", choices=choices)


async def give_up_fee(app: CoopApp, entry_id: int) -> None:
    """Let an entry count as given for nothing after all."""
    await app.do(deeds.withdraw_fee, entry_id=entry_id)
    app.say(_("Given for nothing now. U takes it back."))

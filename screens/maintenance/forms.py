"""The forms of the register of maintenance: correcting a report, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from coopadmin.domain.maintenance import OPEN, STATUSES
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from coopadmin.services import maintenance as deeds
from db.queries import maintenance as queries
from db.queries.maintenance import CODES, TaskRecord
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask
from screens.maintenance.task_fields import (
    asked_months,
    detail_fields,
    recurrence_field,
    reported_field,
    reporter_field,
    task_of,
    urgency_field,
    volunteer_fields,
    work_fields,
)
from screens.text import one_line

# -- what was reported -------------------------------------------------------------------------------------------


async def say_reported(app: CoopApp, task_id: int) -> None:
    """Say what was made of a report: its number, what it was linked to, and until when it is in time."""
    record = await app.read(queries.record, task_id, app.today)
    if record is None:
        return
    linked = record.dwelling or record.facility
    sentences = [_("Reported: {number}.").format(number=record.task.number)]
    if linked:
        sentences.append(_("Linked to {place}.").format(place=one_line(linked)))
    if record.task.due:
        sentences.append(_("In time until {day}.").format(day=long_date(record.task.due)))
    app.say(" ".join([*sentences, _("U takes it back.")]))


async def correct(app: CoopApp, task_id: int) -> None:
    """Correct what was reported."""
    record = await app.read(queries.record, task_id, app.today)
    if record is None:
        return
    first = {
        **asdict(record.task),
        **{
            name: getattr(record, name)
            for name in ("reporter_id", "reporter", "budget_cents", "note", "for_volunteers", "minutes_expected")
        },
    }
    kept = {**dict.fromkeys(CODES, ""), **dict(_codes(record)), "answer": record.answer}
    fields = [
        *work_fields(first),
        urgency_field(first),
        reporter_field(first),
        reported_field(first),
        *detail_fields(first),
        *volunteer_fields(first),
    ]

    async def save(values: dict[str, Any]) -> None:
        same_day = values["reported_on"] == record.task.reported_on
        others = {
            "reported_at": record.reported_at if same_day else None,
            "planned_on": record.task.planned_on,
            "category_id": record.category_id,
            "responsible": record.task.responsible,
        }
        done = await app.do(deeds.correct_task, task_id=task_id, task=task_of({**kept, **others, **values}))
        message = (
            _("Corrected: {number}. U takes it back.")
            if done.result
            else _("{number} was like that already; nothing changed.")
        )
        app.say(message.format(number=record.task.number))

    await ask(
        app,
        record.task.number,
        fields,
        save,
        draft_key=f"maintenance.{task_id}",
        intro=_("The number stays; the status and whose it is change under A (actions)."),
    )


def _codes(record: TaskRecord) -> Iterator[tuple[str, str]]:
    """Give the codes of a task by column."""
    for column, name in CODES.items():
        yield from ((column, code) for found, code in record.codes if found == name)


# -- from report to end --------------------------------------------------------------------------------------------


async def plan(app: CoopApp, task_id: int) -> None:
    """Note that the work is planned."""
    record = await open_task(app, task_id)
    if record is None:
        return
    fields = [
        Field(
            "planned_on",
            N_("For which day"),
            "date",
            initial=record.task.planned_on,
            help=N_("left empty it stays as it was"),
        ),
        Field(
            "contractor",
            N_("Contractor"),
            initial=record.task.contractor,
            help=N_("who carries it out; left empty it stays as it was"),
        ),
        Field(
            "budget_cents", N_("Budget"), "cents", initial=record.budget_cents, help=N_("left empty it stays as it was")
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.plan_task, task_id=task_id, **values)
        _say_done(app, done.batch, _("Planned: {number}. U takes it back."), record)

    title = _("Plan {number}").format(number=record.task.number)
    await ask(app, title, fields, save, draft_key=f"maintenance.plan.{task_id}", intro=one_line(record.task.what))


async def start(app: CoopApp, task_id: int) -> None:
    """Note that the work has begun."""
    record = await open_task(app, task_id)
    if record is not None:
        done = await app.do(deeds.start_task, task_id=task_id)
        _say_done(app, done.batch, _("Begun: {number}. U takes it back."), record)


async def complete(app: CoopApp, task_id: int) -> None:
    """Close the work as done."""
    record = await open_task(app, task_id)
    if record is None:
        return
    fields = [
        Field("done_on", N_("Done on"), "date", required=True, initial=app.today),
        Field(
            "cost_cents",
            N_("Cost"),
            "cents",
            initial=record.cost_cents,
            help=N_("empty while the bill is not there; reopen it and close it again to add it"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.complete_task, task_id=task_id, **values)
        after = await app.read(queries.record, task_id, app.today)
        sentences = [_("Done: {number}.").format(number=record.task.number)]
        if after and after.job and after.job.next_due and not after.job.ended_on:
            sentences.append(_("Due again on {day}.").format(day=long_date(after.job.next_due)))
        app.say(" ".join([*sentences, _("U takes it back.")]))

    title = _("{number} is done").format(number=record.task.number)
    await ask(app, title, fields, save, draft_key=f"maintenance.done.{task_id}", intro=one_line(record.task.what))


async def cancel(app: CoopApp, task_id: int) -> None:
    """Call the work off."""
    record = await open_task(app, task_id)
    if record is None:
        return
    fields = [Field("reason", N_("Reason"), required=True, help=N_("it is added to the note"))]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.cancel_task, task_id=task_id, **values)
        app.say(_("Called off: {number}. U takes it back.").format(number=record.task.number))

    title = _("Call {number} off").format(number=record.task.number)
    await ask(app, title, fields, save, draft_key=f"maintenance.cancel.{task_id}", intro=one_line(record.task.what))


async def reopen(app: CoopApp, task_id: int) -> None:
    """Let work that was closed wait again."""
    await app.do(deeds.reopen_task, task_id=task_id)
    record = await app.read(queries.record, task_id, app.today)
    if record is not None:
        app.say(_("Open again: {number}. U takes it back.").format(number=record.task.number))


async def set_recurrence(app: CoopApp, task_id: int) -> None:
    """Let the work come round."""
    record = await app.read(queries.record, task_id, app.today)
    if record is not None:
        await ask_recurrence(app, record)


async def ask_recurrence(app: CoopApp, record: TaskRecord) -> None:
    """Ask how often a task's work comes round; it holds for every time of the same work at the same place."""
    job = record.job
    intro = [one_line(record.task.what)]
    if record.occurrences:
        intro.append(_("It changes for all times of this work at this place."))
    if job and job.ended_on:
        intro.append(_("It was stopped on {day}; saving lets it come round again.").format(day=long_date(job.ended_on)))

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.set_recurrence, task_id=record.task.task_id, every_months=asked_months(values))
        _say_done(app, done.batch, _("Set for the work of {number}. U takes it back."), record)

    await ask(
        app,
        _("How often does it come round?"),
        [recurrence_field(job.every_months if job else None, required=True)],
        save,
        draft_key=f"maintenance.recurrence.{record.task.task_id}",
        intro="\n".join(intro),
    )


async def open_task(app: CoopApp, task_id: int) -> TaskRecord | None:
    """Read a task that something is to be done to; None where it is closed, which is said before anything is asked."""
    record = await app.read(queries.record, task_id, app.today)
    if record is not None and record.task.status not in OPEN:
        app.say(
            _("Task {number} is closed ({status}); reopen it first.").format(
                number=record.task.number, status=_(STATUSES[record.task.status])
            ),
            "warning",
        )
        return None
    return record


def _say_done(app: CoopApp, batch: int | None, message: str, record: TaskRecord) -> None:
    """Say what was done, or that it was so already."""
    told = message if batch is not None else _("{number} was like that already; nothing changed.")
    app.say(told.format(number=record.task.number))

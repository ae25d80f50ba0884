"""The forms of the register of maintenance: a report, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from coopadmin.domain.maintenance import KINDS, OPEN, PARTIES, STATUSES, URGENCIES
from coopadmin.domain.recurrences import read_recurrence, recurrence_name
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from coopadmin.services import maintenance as deeds
from coopadmin.services.maintenance import TaskData
from db.queries import maintenance as queries
from db.queries.maintenance import TaskRecord
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask

TASK = tuple(TaskData.__dataclass_fields__)


# -- the fields ------------------------------------------------------------------------------------------------


def work_fields(first: Mapping[str, Any]) -> list[Field]:
    """Ask what has to be done, and where."""
    return [
        Field("what", N_("What"), required=True, initial=first.get("what")),
        Field(
            "place",
            N_("Place"),
            initial=first.get("place"),
            help=N_("the code of a home or facility links it; other words stay as they are"),
        ),
    ]


def care_fields(first: Mapping[str, Any]) -> list[Field]:
    """Ask how much it presses, who sees to it and who told of it."""
    return [
        Field(
            "urgency",
            N_("Urgency"),
            "choice",
            required=True,
            initial=first.get("urgency", "normal"),
            choices=list(URGENCIES.items()),
        ),
        Field(
            "responsible",
            N_("Who does it"),
            "choice",
            required=True,
            initial=first.get("responsible", "unknown"),
            choices=list(PARTIES.items()),
            help=N_("by the division of tasks in the agreement"),
        ),
        Field(
            "reporter_id",
            N_("Reported by"),
            "pick",
            initial=first.get("reporter_id"),
            shown=first.get("reporter", ""),
            find=("members",),
        ),
    ]


def number_field(number: str) -> Field:
    """Ask the number, with a proposal."""
    return Field("number", N_("Number"), required=True, initial=number, help=N_("follows the last one"))


def reported_field(first: Mapping[str, Any]) -> Field:
    """Ask the day of the report."""
    return Field(
        "reported_on",
        N_("Reported on"),
        "date",
        required=True,
        initial=first["reported_on"],
        help=N_("the time it may take runs from this day"),
    )


def recurrence_field(months: int | None = None, *, required: bool = False) -> Field:
    """Ask how often the work comes round, in words."""
    return Field(
        "every_months",
        N_("Comes round"),
        required=required,
        initial=recurrence_name(months) if months else None,
        help=N_("yearly, every 18 months, 2x per year …")
        if required
        else N_("empty: once; or yearly, every 18 months"),
    )


def detail_fields(first: Mapping[str, Any]) -> list[Field]:
    """Ask what can wait until it is known."""
    return [
        Field(
            "kind",
            N_("Kind"),
            "choice",
            required=True,
            initial=first.get("kind", "repair"),
            choices=list(KINDS.items()),
        ),
        Field("contractor", N_("Contractor"), initial=first.get("contractor"), help=N_("who carries it out")),
        Field("budget_cents", N_("Budget"), "cents", initial=first.get("budget_cents")),
        Field("note", N_("Note"), "long", initial=first.get("note")),
    ]


def task_of(values: Mapping[str, Any]) -> TaskData:
    """Take what is known of a task out of a form's values."""
    return TaskData(**{name: values[name] for name in TASK})


def months_of(values: Mapping[str, Any]) -> int | None:
    """Read how often the work comes round; raises Invalid under that field."""
    try:
        return read_recurrence(values["every_months"])
    except ValueError as error:
        raise Invalid([Problem("every_months", str(error))]) from None


def asked_months(values: Mapping[str, Any]) -> int:
    """Read how often the work comes round, where “once” is no answer; raises Invalid under that field."""
    months = months_of(values)
    if months is None:
        reason = _("say how often: yearly, every 18 months, 2x per year")
        raise Invalid([Problem("every_months", reason)])
    return months


# -- a report ----------------------------------------------------------------------------------------------------


async def report(app: CoopApp) -> None:
    """Take a report."""
    first = {"reported_on": app.today}
    fields = [
        *work_fields(first),
        *care_fields(first),
        number_field(await app.read(queries.next_number)),
        reported_field(first),
        recurrence_field(),
        *detail_fields(first),
    ]

    async def save(values: dict[str, Any]) -> None:
        months = months_of(values)
        done = await app.do(deeds.report_task, number=values["number"], task=task_of(values), every_months=months)
        await say_reported(app, done.result)
        app.show_record("maintenance", done.result)

    await ask(app, _("New report"), fields, save, draft_key="maintenance.new")


async def say_reported(app: CoopApp, task_id: int) -> None:
    """Say what was made of a report: its number, what it was linked to, and until when it is in time."""
    record = await app.read(queries.record, task_id, app.today)
    if record is None:
        return
    linked = record.dwelling or record.facility
    sentences = [_("Reported: {number}.").format(number=record.task.number)]
    if linked:
        sentences.append(_("Linked to {place}.").format(place=linked))
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
        **{name: getattr(record, name) for name in ("reporter_id", "reporter", "budget_cents", "note")},
    }
    fields = [*work_fields(first), *care_fields(first), reported_field(first), *detail_fields(first)]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_task, task_id=task_id, task=task_of(values))
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
        intro=_("The number stays. A (actions) plans, begins and closes the work, and lets it come round."),
    )


# -- from report to end --------------------------------------------------------------------------------------------


async def plan(app: CoopApp, task_id: int) -> None:
    """Note that the work is planned."""
    record = await _open_task(app, task_id)
    if record is None:
        return
    fields = [
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
    await ask(app, title, fields, save, draft_key=f"maintenance.plan.{task_id}", intro=record.task.what)


async def start(app: CoopApp, task_id: int) -> None:
    """Note that the work has begun."""
    record = await _open_task(app, task_id)
    if record is not None:
        done = await app.do(deeds.start_task, task_id=task_id)
        _say_done(app, done.batch, _("Begun: {number}. U takes it back."), record)


async def complete(app: CoopApp, task_id: int) -> None:
    """Close the work as done."""
    record = await _open_task(app, task_id)
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
    await ask(app, title, fields, save, draft_key=f"maintenance.done.{task_id}", intro=record.task.what)


async def cancel(app: CoopApp, task_id: int) -> None:
    """Call the work off."""
    record = await _open_task(app, task_id)
    if record is None:
        return
    fields = [Field("reason", N_("Reason"), required=True, help=N_("it is added to the note"))]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.cancel_task, task_id=task_id, **values)
        app.say(_("Called off: {number}. U takes it back.").format(number=record.task.number))

    title = _("Call {number} off").format(number=record.task.number)
    await ask(app, title, fields, save, draft_key=f"maintenance.cancel.{task_id}", intro=record.task.what)


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
    intro = [record.task.what]
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


async def _open_task(app: CoopApp, task_id: int) -> TaskRecord | None:
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

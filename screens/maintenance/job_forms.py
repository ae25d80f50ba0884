"""The forms of recurring jobs: begin one, report its next time, change how often, stop."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.recurrences import recurrence_name
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from coopadmin.services import maintenance as deeds
from db.queries import jobs
from db.queries import maintenance as queries
from db.queries.jobs import JobRow
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask
from screens.maintenance.forms import ask_recurrence, say_reported
from screens.maintenance.task_fields import (
    asked_months,
    care_fields,
    detail_fields,
    number_field,
    recurrence_field,
    reported_field,
    task_of,
    work_fields,
)


async def begin(app: CoopApp) -> None:
    """Report work that comes round, for the first time."""
    first = {"reported_on": app.today, "kind": "inspection", "urgency": "planned"}
    fields = [
        *work_fields(first),
        recurrence_field(required=True),
        *care_fields(first),
        number_field(await app.read(queries.next_number)),
        reported_field(first),
        *detail_fields(first),
    ]

    async def save(values: dict[str, Any]) -> None:
        months = asked_months(values)
        done = await app.do(deeds.report_task, number=values["number"], task=task_of(values), every_months=months)
        await say_reported(app, done.result)
        record = await app.read(queries.record, done.result, app.today)
        if record is not None and record.job is not None:
            app.show_record("inspections", record.job.job_id)

    await ask(
        app,
        _("New work that comes round"),
        fields,
        save,
        draft_key="inspections.new",
        intro=_("It begins with a task: once that is done, the program counts to the next time."),
    )


async def report_next(app: CoopApp, job_id: int) -> None:
    """Report the next time of a job as a task; what, where and how often are the job's."""
    job = await app.read(jobs.job, job_id, app.today)
    if job is None:
        return
    newest = next(iter(await app.read(queries.linked, app.today, job_id=job.job_id, most=1)), None)
    first = {
        "reported_on": app.today,
        "kind": newest.kind if newest else "inspection",
        "urgency": newest.urgency if newest else "planned",
        "responsible": newest.responsible if newest else "unknown",
        "contractor": newest.contractor if newest else "",
    }
    fields = [
        number_field(await app.read(queries.next_number)),
        reported_field(first),
        *care_fields(first),
        *detail_fields(first),
    ]

    async def save(values: dict[str, Any]) -> None:
        task = task_of({**values, "what": job.what, "place": job.place})
        done = await app.do(deeds.report_task, number=values["number"], task=task, every_months=job.every_months)
        await say_reported(app, done.result)
        app.show_record("maintenance", done.result)

    title = " · ".join(part for part in (_("The next time of {what}").format(what=job.what), job.place) if part)
    await ask(app, title, fields, save, draft_key=f"inspections.next.{job_id}", intro=_before_the_next(job))


def _before_the_next(job: JobRow) -> str:
    """Say what one should know before reporting a job again."""
    sentences: list[str] = []
    if job.ended_on:
        stopped = _("It was stopped on {day}; saving lets it come round again.")
        sentences.append(stopped.format(day=long_date(job.ended_on)))
    elif job.next_due:
        sentences.append(_("It is due on {day}.").format(day=long_date(job.next_due)))
    if job.open_number:
        waits = _("{number} of this work is still open; report another only where you mean two.")
        sentences.append(waits.format(number=job.open_number))
    return "\n".join(sentences)


async def change_interval(app: CoopApp, job_id: int) -> None:
    """Change how often a job comes round."""
    job = await app.read(jobs.job, job_id, app.today)
    if job is None:
        return
    newest = next(iter(await app.read(queries.linked, app.today, job_id=job.job_id, most=1)), None)
    record = await app.read(queries.record, newest.task_id, app.today) if newest else None
    if record is None:
        app.say(_("No task of this work is left. Report its next time first, under A (actions)."), "warning")
        return
    await ask_recurrence(app, record)


async def stop(app: CoopApp, job_id: int) -> None:
    """Let a job come round no more."""
    job = await app.read(jobs.job, job_id, app.today)
    if job is None:
        return
    if job.ended_on:
        app.say(_("This job was already stopped, on {day}.").format(day=long_date(job.ended_on)), "warning")
        return
    last_day = Field("ended_on", N_("Last day"), "date", required=True, initial=app.today)

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.stop_recurrence, job_id=job_id, **values)
        day = long_date(values["ended_on"])
        app.say(_("It comes round no more after {day}. U takes it back.").format(day=day))
        if job.open_number:
            message = _("{number} of it is still open; call it off where it need not be done.")
            app.say(message.format(number=job.open_number), "warning")

    title = _("Stop: {what}").format(what=job.what)
    intro = _("It comes round {every}. After its last day it does so no more; what was done stays.")
    await ask(app, title, [last_day], save, intro=intro.format(every=recurrence_name(job.every_months)))

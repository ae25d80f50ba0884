"""The forms of work that comes round: a job, its next time, one that is skipped or moved, and its end."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.inspections import LIBRARY, STATUSES
from coopadmin.domain.jobs import returns_words
from coopadmin.formats import long_date, short_date
from coopadmin.i18n import N_, _
from coopadmin.services import jobs as deeds
from db.queries import jobs
from db.queries.budget import categories_in_use
from db.queries.jobs import JobRow
from db.queries.task_course import contractors
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.maintenance.job_fields import (
    Choices,
    first_of,
    first_of_inspection,
    job_fields,
    job_of,
)
from screens.text import one_line

# -- the job itself ------------------------------------------------------------------------------------------------


async def begin(app: CoopApp) -> None:
    """Begin work that comes round: one of the usual inspections, or something else."""
    place = await app.push_screen_wait(
        ChooseScreen(
            _("What comes round?"),
            [
                _("Something else"),
                *(
                    f"{_(one.what)} · {returns_words(one.every_months, '')} · {_(STATUSES[one.status])}"
                    for one in LIBRARY
                ),
            ],
            helps=[
                _("Anything the group does again and again: cleaning, pruning, a check of its own"),
                *(_(one.source) for one in LIBRARY),
            ],
        )
    )
    if place is None:
        return
    first = first_of_inspection(LIBRARY[place - 1]) if place else {"kind": "planned"}
    firms, categories = await _choices(app)

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.save_job, job=job_of(values))
        row = await app.read(jobs.job, done.result, app.today)
        if row is not None:
            app.say(_begun(row))
        app.show_record("inspections", done.result)

    await ask(
        app,
        _("New work that comes round"),
        job_fields(first, firms, categories),
        save,
        draft_key=f"inspections.new.{place}",
        intro=_("Check how often against your own rules and policy. When it was last done you note under A, “Done”."),
    )


def _begun(row: JobRow) -> str:
    """Say when it is due for the first time, or how to let it begin."""
    if row.next_due is None:
        return _("Begun. Note when it was last done: A, “Done”. U takes it back.")
    return _("Begun; due on {day}. U takes it back.").format(day=long_date(row.next_due))


async def correct(app: CoopApp, job_id: int) -> None:
    """Change what is known of a job."""
    record = await app.read(jobs.record, job_id, app.today)
    if record is None:
        return
    firms, categories = await _choices(app)

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.save_job, job=job_of(values), job_id=job_id)
        app.say(_("Changed. U takes it back.") if done.batch else _("It was like that already; nothing changed."))

    fields = job_fields(first_of(record), firms, categories)
    await ask(app, title_of(record.row), fields, save, draft_key=f"inspections.{job_id}")


async def _choices(app: CoopApp) -> tuple[Choices, Choices]:
    firms = await app.read(contractors)
    categories = await app.read(categories_in_use, app.today)
    return (
        tuple((str(row_id), name) for row_id, name in firms),
        tuple((str(row_id), f"{code} {name}") for row_id, code, name, way in categories if way == "expense"),
    )


async def stop_or_resume(app: CoopApp, job_id: int) -> None:
    """Let a job come round no more, or again."""
    row = await app.read(jobs.job, job_id, app.today)
    if row is None:
        return
    if row.ended_on:
        await app.do(deeds.resume_job, job_id=job_id)
        app.say(_("It comes round again. U takes it back."))
        return
    last_day = Field("ended_on", N_("Last day"), "date", required=True, initial=app.today)

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.stop_job, job_id=job_id, **values)
        day = long_date(values["ended_on"])
        app.say(_("It comes round no more after {day}. U takes it back.").format(day=day))
        if row.open_number:
            message = _("{number} of it is still open; call it off where it need not be done.")
            app.say(message.format(number=row.open_number), "warning")

    title = _("Stop: {what}").format(what=one_line(row.what))
    intro = _("It comes round {every}. After its last day it does so no more; what was done stays.")
    await ask(app, title, [last_day], save, intro=intro.format(every=row.returns))


# -- one time of it ------------------------------------------------------------------------------------------------


async def make_task(app: CoopApp, job_id: int) -> None:
    """Make a task of the next time of a job."""
    row = await _with_a_next_time(app, job_id)
    if row is None:
        return

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.make_occurrence, job_id=job_id, **values)
        app.say(_("A task was made of it. U takes it back."))
        app.show_record("maintenance", done.result)

    intro = [_due_words(row)]
    if row.open_number:
        waits = _("{number} of this work is still open; report another only where you mean two.")
        intro.append(waits.format(number=row.open_number))
    await ask(
        app,
        _("The next time of {what}").format(what=title_of(row)),
        [_day_field(row)],
        save,
        intro="\n".join(intro),
    )


async def skip(app: CoopApp, job_id: int) -> None:
    """Leave one time of a job out."""
    row = await _with_a_next_time(app, job_id)
    if row is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.skip_occurrence, job_id=job_id, **values)
        day = long_date(values["occurrence_on"])
        app.say(_("Skipped: {day}. U takes it back.").format(day=day))

    intro = [_due_words(row)]
    if row.open_for is not None:
        stands = _("Task {number} stands for {day}: call it off first (F6), or move that time.")
        intro.append(stands.format(number=row.open_number, day=long_date(row.open_for)))
    title = _("Skip a time of {what}").format(what=title_of(row))
    await ask(app, title, [_day_field(row), _reason_field()], save, intro="\n".join(intro))


async def move(app: CoopApp, job_id: int) -> None:
    """Move one time of a job to another day."""
    row = await _with_a_next_time(app, job_id)
    if row is None:
        return
    moved_to = Field("moved_to", N_("New day"), "date", required=True)

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.move_occurrence, job_id=job_id, **values)
        day = long_date(values["moved_to"])
        app.say(_("Moved to {day}; the times after it stay as they were. U takes it back.").format(day=day))

    title = _("Move a time of {what}").format(what=title_of(row))
    await ask(app, title, [_day_field(row), moved_to, _reason_field()], save, intro=_due_words(row))


async def restore(app: CoopApp, job_id: int) -> None:
    """Let a time that was skipped or moved be on its own day again."""
    record = await app.read(jobs.record, job_id, app.today)
    if record is None:
        return
    if not record.exceptions:
        app.say(_("No time of it was skipped or moved."), "warning")
        return
    place = await app.push_screen_wait(
        ChooseScreen(
            _("Which time?"),
            [
                _("{day}, moved to {moved_to}").format(
                    day=short_date(one.occurrence_on), moved_to=short_date(one.moved_to)
                )
                if one.moved_to
                else _("{day}, skipped").format(day=short_date(one.occurrence_on))
                for one in record.exceptions
            ],
            helps=[one.reason for one in record.exceptions],
        )
    )
    if place is not None:
        day = record.exceptions[place].occurrence_on
        await app.do(deeds.restore_occurrence, job_id=job_id, occurrence_on=day)
        app.say(_("{day} is on its own day again. U takes it back.").format(day=long_date(day)))


async def _with_a_next_time(app: CoopApp, job_id: int) -> JobRow | None:
    """Read a job that is known to come round again; says what to do where it is not known when."""
    row = await app.read(jobs.job, job_id, app.today)
    if row is not None and row.next_due is None:
        app.say(
            _("It is not known when it is due: note when it was last done (A, “Done”), or give its first day (E).")
            if row.never_done
            else _("It comes round no more."),
            "warning",
        )
        return None
    return row


def _day_field(row: JobRow) -> Field:
    return Field(
        "occurrence_on",
        N_("The time of"),
        "date",
        required=True,
        initial=row.planned_for,
        help=N_("the day by its own calendar"),
    )


def _reason_field() -> Field:
    return Field("reason", N_("Reason"), required=True)


def _due_words(row: JobRow) -> str:
    if row.next_due is None:
        return ""
    if row.planned_for is not None and row.planned_for != row.next_due:
        moved = _("It is due on {day}, moved from {planned}.")
        return moved.format(day=long_date(row.next_due), planned=long_date(row.planned_for))
    return _("It is due on {day}.").format(day=long_date(row.next_due))


def title_of(row: JobRow) -> str:
    """Call a job by what is done and where."""
    return one_line(" · ".join(part for part in (row.what, row.place) if part))

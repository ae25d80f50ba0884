"""The forms of the course of a task: what it waits for, who comes when, and what the resident says in the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from coopadmin import settings
from coopadmin.domain.appointments import OUTCOMES
from coopadmin.domain.waits import WAITS
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import long_date, moment_text
from coopadmin.i18n import N_, _
from coopadmin.services import appointments, maintenance_states, waits
from coopadmin.services.appointments import AppointmentData
from db.queries import maintenance as queries
from db.queries import orders, task_course
from db.queries.maintenance import TaskRecord
from db.queries.task_course import AppointmentRow, WaitRow
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.maintenance.forms import open_task
from screens.text import one_line

USUAL_HOURS = 2
"""How long somebody comes for, where nothing else is said."""


def present() -> datetime:
    """Give the minute it is, by the clock on the wall."""
    return settings.now().astimezone().replace(tzinfo=None, second=0, microsecond=0)


# -- waiting -------------------------------------------------------------------------------------------------------


async def wait_or_go_on(app: CoopApp, task_id: int) -> None:
    """Note what a task waits for; of one that waits, that it goes on."""
    record = await open_task(app, task_id)
    if record is None:
        return
    course = await app.read(task_course.course, task_id)
    if course.waits and course.waits[0].until_at is None:
        await _go_on(app, record, course.waits[0].reason)
        return
    fields = [
        Field("reason", N_("Waits for"), "choice", required=True, choices=list(WAITS.items())),
        Field("from_at", N_("Since"), "moment", required=True, initial=present()),
        Field("note", N_("Note")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(waits.begin_wait, task_id=task_id, **values)
        after = await app.read(queries.record, task_id, app.today, present())
        said = [_("Waits: {number}.").format(number=record.task.number)]
        said.append(_("Its clock stands still.") if after and after.task.clock.paused else _("Its clock runs on."))
        app.say(" ".join([*said, _("U takes it back.")]))

    title = _("{number} waits").format(number=record.task.number)
    await ask(app, title, fields, save, draft_key=f"maintenance.wait.{task_id}", intro=one_line(record.task.what))


async def _go_on(app: CoopApp, record: TaskRecord, reason: str) -> None:
    fields = [Field("until_at", N_("Since"), "moment", required=True, initial=present())]

    async def save(values: dict[str, Any]) -> None:
        await app.do(waits.end_wait, task_id=record.task.task_id, **values)
        app.say(_("Goes on: {number}. U takes it back.").format(number=record.task.number))

    title = _("{number} goes on").format(number=record.task.number)
    await ask(app, title, fields, save, intro=_("It waits for: {reason}.").format(reason=_(WAITS[reason])))


async def correct_wait(app: CoopApp, task_id: int) -> None:
    """Correct a wait that was noted otherwise: its reason, its moments, its note."""
    record = await app.read(queries.record, task_id, app.today)
    course = await app.read(task_course.course, task_id)
    if record is None:
        return
    if not course.waits:
        app.say(_("Task {number} never waited for anything.").format(number=record.task.number), "warning")
        return
    place: int | None = 0
    if len(course.waits) > 1:
        place = await app.push_screen_wait(ChooseScreen(_("Which wait?"), [_wait_name(one) for one in course.waits]))
    if place is None:
        return
    wait = course.waits[place]
    fields = [
        Field("reason", N_("Waits for"), "choice", required=True, choices=list(WAITS.items()), initial=wait.reason),
        Field("from_at", N_("Since"), "moment", required=True, initial=wait.from_at),
        *([Field("until_at", N_("Ends"), "moment", required=True, initial=wait.until_at)] if wait.until_at else []),
        Field("note", N_("Note"), initial=wait.note),
    ]

    async def save(values: dict[str, Any]) -> None:
        corrected: dict[str, Any] = {"until_at": None, **values}
        done = await app.do(waits.correct_wait, wait_id=wait.wait_id, **corrected)
        app.say(_("Corrected. U takes it back.") if done.result else _("Nothing was different."))

    title = _("A wait of {number}").format(number=record.task.number)
    await ask(app, title, fields, save, intro=one_line(record.task.what))


def _wait_name(one: WaitRow) -> str:
    """Name a wait in one line: why, since when and until when."""
    until = moment_text(one.until_at) if one.until_at else _("now")
    since = moment_text(one.from_at)
    return _("{reason}: {since} until {until}").format(reason=_(WAITS[one.reason]), since=since, until=until)


# -- appointments --------------------------------------------------------------------------------------------------


async def appointment(app: CoopApp, task_id: int) -> None:
    """Make an appointment; where there is one, say how it went or move it."""
    record = await open_task(app, task_id)
    if record is None:
        return
    course = await app.read(task_course.course, task_id)
    coming = next((one for one in course.appointments if not one.outcome), None)
    if coming is not None:
        await _how_it_went(app, record, coming)
        return
    firms = await app.read(task_course.contractors)
    ordered = await app.read(orders.ordered_from, task_id)
    fields = [
        *_time_fields(None),
        Field(
            "contractor_id",
            N_("Contractor"),
            "choice",
            choices=[(str(row_id), name) for row_id, name in firms],
            initial=next((str(row_id) for row_id, _name in firms if row_id == ordered), None),
            help=N_("who comes; a resident stands below"),
        ),
        Field("person_id", N_("Or a resident"), "pick", find=("members",)),
        Field("access", N_("Who lets them in"), help=N_("who opens the door, or where the key is")),
        Field("agreed_on", N_("Agreed on"), "date", required=True, initial=app.today),
        Field("note", N_("Note")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(appointments.make_appointment, task_id=task_id, appointment=_appointment_of(values))
        said = _("Appointment for {number} on {moment}. U takes it back.")
        app.say(said.format(number=record.task.number, moment=moment_text(values["starts_at"])))

    intro = [one_line(record.task.what)]
    if record.task.nobody_home:
        intro.append(_("Nobody home so far: {count}×.").format(count=record.task.nobody_home))
    title = _("Appointment for {number}").format(number=record.task.number)
    await ask(app, title, fields, save, draft_key=f"maintenance.appointment.{task_id}", intro="\n".join(intro))


def _time_fields(coming: AppointmentRow | None) -> list[Field]:
    return [
        Field("starts_at", N_("From"), "moment", required=True, initial=coming.starts_at if coming else None),
        Field(
            "ends_at",
            N_("Until what time"),
            "moment",
            initial=coming.ends_at if coming else None,
            day_of="starts_at",
            help=N_("a time of that day; left empty it is two hours"),
        ),
    ]


def _appointment_of(values: dict[str, Any]) -> AppointmentData:
    """Take an appointment out of a form's values."""
    starts_at: datetime = values["starts_at"]
    firm = values["contractor_id"]
    return AppointmentData(
        starts_at=starts_at,
        ends_at=values["ends_at"] or starts_at + timedelta(hours=USUAL_HOURS),
        agreed_on=values["agreed_on"],
        contractor_id=int(firm) if firm else None,
        person_id=values["person_id"],
        access=values["access"],
        note=values["note"],
    )


async def _how_it_went(app: CoopApp, record: TaskRecord, coming: AppointmentRow) -> None:
    fields = [
        Field(
            "outcome", N_("How it went"), "choice", required=True, choices=[*OUTCOMES.items(), ("moved", N_("moved"))]
        ),
        *_time_fields(coming),
        Field("access", N_("Who lets them in"), initial=coming.access),
        Field("note", N_("Note"), initial=coming.note),
    ]

    async def save(values: dict[str, Any]) -> None:
        if values["outcome"] == "moved":
            await _move(app, record, coming, values)
            return
        _refuse_what_is_not_kept(coming, values)
        done = await app.do(
            appointments.close_appointment,
            appointment_id=coming.appointment_id,
            outcome=values["outcome"],
            note=values["note"],
        )
        told = {
            "kept": _("Somebody came for {number}. A, Done closes it once it is done. U takes it back."),
            "nobody_home": _("Nobody home for {number}: {count}× by now. It waits until another day is agreed."),
            "cancelled": _("Appointment of {number} called off. U takes it back."),
        }[values["outcome"]]
        app.say(told.format(number=record.task.number, count=done.result))

    when = f"{moment_text(coming.starts_at)} · {one_line(coming.who)}" if coming.who else moment_text(coming.starts_at)
    title = _("Appointment for {number}").format(number=record.task.number)
    await ask(app, title, fields, save, intro=f"{one_line(record.task.what)}\n{when}")


def _refuse_what_is_not_kept(coming: AppointmentRow, values: dict[str, Any]) -> None:
    """Refuse another time, or another person at the door, with an outcome that keeps neither; raises Invalid."""
    told = _("this is kept only with “{moved}”: choose that, or put back what stood here").format(moved=_("moved"))
    names = ("starts_at", "ends_at", "access")
    problems = [Problem(name, told) for name in names if (values[name] or "") != (getattr(coming, name) or "")]
    if problems:
        raise Invalid(problems)


async def _move(app: CoopApp, record: TaskRecord, coming: AppointmentRow, values: dict[str, Any]) -> None:
    if values["starts_at"] == coming.starts_at:
        raise Invalid([Problem("starts_at", _("write the new time"))])
    starts_at: datetime = values["starts_at"]
    ends_at = values["ends_at"]
    if ends_at is None or ends_at == coming.ends_at:
        ends_at = starts_at + (coming.ends_at - coming.starts_at)
    moved = AppointmentData(
        starts_at, ends_at, app.today, coming.contractor_id, coming.person_id, values["access"], values["note"]
    )
    await app.do(appointments.move_appointment, appointment_id=coming.appointment_id, appointment=moved)
    said = _("Appointment for {number} on {moment}. U takes it back.")
    app.say(said.format(number=record.task.number, moment=moment_text(starts_at)))


# -- what the resident says ----------------------------------------------------------------------------------------


async def confirm(app: CoopApp, task_id: int) -> None:
    """Note that the resident says it is right, or is not."""
    record = await app.read(queries.record, task_id, app.today)
    if record is None:
        return
    if record.task.status != "done":
        app.say(_("Task {number} is not done yet.").format(number=record.task.number), "warning")
        return
    fields = [
        Field(
            "right",
            N_("It is right"),
            "choice",
            required=True,
            initial="yes",
            choices=[("yes", N_("yes")), ("no", N_("no, it is opened again"))],
        ),
        Field("confirmed_on", N_("Said on"), "date", required=True, initial=app.today),
        Field("reason", N_("What is not right"), help=N_("it is added to the note")),
    ]

    async def save(values: dict[str, Any]) -> None:
        if values["right"] == "yes":
            await app.do(maintenance_states.confirm_task, task_id=task_id, confirmed_on=values["confirmed_on"])
            said = _("Confirmed by the resident: {number}. U takes it back.")
        else:
            await app.do(maintenance_states.reject_work, task_id=task_id, reason=values["reason"])
            said = _("Open again: {number}. U takes it back.")
        app.say(said.format(number=record.task.number))

    done_on = _("done on {day}").format(day=long_date(record.task.done_on)) if record.task.done_on else ""
    title = _("What the resident says of {number}").format(number=record.task.number)
    await ask(app, title, fields, save, intro=" · ".join(filter(None, (one_line(record.task.what), done_on))))

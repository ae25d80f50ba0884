"""The tasks of a work day and the people who come: chosen, asked, noted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coopadmin.domain.hours import hours_said
from coopadmin.domain.work_days import SAID
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import work_day_people as deeds
from db.queries import maintenance
from db.queries import work_days as queries
from db.queries.work_days import ChosenTask, FitTask, WorkDayRecord
from screens.app import CoopApp
from screens.dialogs import ChooseScreen, ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.work_days.forms import find_open

# -- tasks ---------------------------------------------------------------------------------------------------------


async def choose(app: CoopApp, work_day_id: int) -> None:
    """Choose tasks one by one, until there is enough to do: Escape ends it."""
    while True:
        record = await find_open(app, work_day_id)
        if record is None:
            return
        fit = await app.read(queries.fit_tasks)
        title = _("{title}: {tasks} chosen. Which task is added?").format(title=record.day.title, tasks=_so_far(record))
        place = await app.push_screen_wait(
            ChooseScreen(title, [*map(_fit_line, fit), _("another task, not marked as fit for residents …")])
        )
        if place is None:
            return
        if place == len(fit):
            if not await _choose_other(app, work_day_id):
                return
            continue
        await _add(app, work_day_id, fit[place].task_id, fit[place].number)


def _so_far(record: WorkDayRecord) -> str:
    tasks = ngettext("{count} task", "{count} tasks", len(record.tasks)).format(count=len(record.tasks))
    minutes = sum(one.minutes_expected or 0 for one in record.tasks)
    return f"{tasks} ({_('{time} hours').format(time=hours_said(minutes))})" if minutes else tasks


def _fit_line(one: FitTask) -> str:
    expected = _("{time} hours").format(time=hours_said(one.minutes_expected)) if one.minutes_expected else ""
    return " · ".join(part for part in (one.number, one.what, one.place, expected) if part)


async def _add(app: CoopApp, work_day_id: int, task_id: int, number: str, **more: Any) -> None:
    done = await app.do(deeds.choose_task, work_day_id=work_day_id, task_id=task_id, **more)
    app.say(_("Chosen: {number}. U takes it back.").format(number=number))
    for doubt in done.result:
        app.say(doubt, "warning")


async def _choose_other(app: CoopApp, work_day_id: int) -> bool:
    fields = [
        Field("task_id", N_("Task"), "pick", required=True, find=("maintenance",), help=N_("any part of its name")),
        *_needs(None),
    ]

    async def save(values: dict[str, Any]) -> None:
        task_id = values.pop("task_id")
        found = await app.read(maintenance.record, task_id, app.today)
        await _add(app, work_day_id, task_id, found.task.number if found else "", **values)

    return await ask(app, _("A task for the work day"), fields, save)


def _needs(one: ChosenTask | None) -> list[Field]:
    return [
        Field("people", N_("People needed"), "whole", initial=one.people if one else None),
        Field("needs", N_("What is needed"), initial=one.needs if one else None, help=N_("for this task")),
    ]


async def arrange(app: CoopApp, work_day_id: int) -> None:
    """Say what a task of the day needs, how many people, and where it stands on the sheet."""
    record = await find_open(app, work_day_id)
    one = await _pick_task(app, record)
    if record is None or one is None:
        return
    place = record.tasks.index(one) + 1
    fields = [
        *_needs(one),
        Field("place", N_("Place on the sheet"), "whole", required=True, initial=place, help=N_("1 is the first")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.correct_chosen, work_day_id=work_day_id, task_id=one.task_id, **values)
        app.say(_("Noted for {number}. U takes it back.").format(number=one.number))

    await ask(app, f"{one.number} {one.what}", fields, save)


async def take_off(app: CoopApp, work_day_id: int) -> None:
    """Take a task off the day."""
    record = await find_open(app, work_day_id)
    one = await _pick_task(app, record)
    if one is not None:
        await app.do(deeds.drop_chosen, work_day_id=work_day_id, task_id=one.task_id)
        app.say(_("Taken off: {number}. U takes it back.").format(number=one.number))


async def _pick_task(app: CoopApp, record: WorkDayRecord | None) -> ChosenTask | None:
    if record is None:
        return None
    if not record.tasks:
        app.say(_("No tasks were chosen yet."), "warning")
        return None
    lines = [f"{one.number} · {one.what}" for one in record.tasks]
    place = await app.push_screen_wait(ChooseScreen(_("Which task?"), lines))
    return None if place is None else record.tasks[place]


# -- people --------------------------------------------------------------------------------------------------------


async def note_answer(app: CoopApp, work_day_id: int) -> None:
    """Note whether somebody comes, and for which task."""
    record = await find_open(app, work_day_id)
    if record is None:
        return
    fields = [
        Field("person_id", N_("Who"), "pick", required=True, find=("members",)),
        Field("said", N_("Comes?"), "choice", required=True, initial="yes", choices=list(SAID.items())),
        Field("task_id", N_("Task they take"), "choice", choices=_choices(record.tasks), help=N_("empty: any")),
        Field("note", N_("Note"), help=N_("like “after eleven” or “brings a ladder”")),
    ]

    async def save(values: dict[str, Any]) -> None:
        values["task_id"] = int(values["task_id"]) if values["task_id"] else None
        await app.do(deeds.note_helper, work_day_id=work_day_id, **values)
        app.say(_("Noted. U takes it back."))

    await ask(app, _("Who comes to {title}?").format(title=record.day.title), fields, save)


def _choices(tasks: Sequence[ChosenTask]) -> list[tuple[str, str]]:
    return [(str(one.task_id), f"{one.number} {one.what}") for one in tasks]


async def ask_everybody(app: CoopApp, work_day_id: int) -> None:
    """Put everybody who lives here on the list, as asked."""
    record = await find_open(app, work_day_id)
    if record is None:
        return
    question = _("Put every resident and member on the list of {title}, as asked?").format(title=record.day.title)
    if not await app.push_screen_wait(ConfirmScreen(question)):
        return
    done = await app.do(deeds.ask_residents, work_day_id=work_day_id)
    said = ngettext("{count} person added. U takes it back.", "{count} people added. U takes it back.", done.result)
    app.say(said.format(count=done.result) if done.result else _("Everybody was on the list already."))


async def strike_off(app: CoopApp, work_day_id: int) -> None:
    """Take somebody off the list who was put on it by mistake."""
    record = await find_open(app, work_day_id)
    if record is None:
        return
    if not record.helpers:
        app.say(_("Nobody is on the list yet."), "warning")
        return
    place = await app.push_screen_wait(ChooseScreen(_("Who was put on it by mistake?"), _names(record)))
    if place is not None:
        one = record.helpers[place]
        await app.do(deeds.drop_helper, work_day_id=work_day_id, person_id=one.person_id)
        app.say(_("Taken off the list: {name}. U takes it back.").format(name=one.name))


def _names(record: WorkDayRecord) -> list[str]:
    return [f"{one.name} · {_(SAID[one.said])}" for one in record.helpers]

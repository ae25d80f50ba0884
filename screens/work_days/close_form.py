"""Closing a work day: what came of every task, and the hours of everybody who came, in one form."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.hours import hours_said
from coopadmin.domain.work_days import TASK_OUTCOMES, minutes_of
from coopadmin.errors import Invalid, Problem
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services.work_day_parts import day_to_close
from coopadmin.services.work_days import ClosedDay, close_work_day
from db.queries.work_days import Helper, WorkDayRecord
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.hours.box import hours_field
from screens.work_days.forms import correct, find

SHORT = 17
"""Signs of number and description that fit before a field."""

ALSO_CAME = 3
"""Lines for people who came without having said so."""


async def close_or_correct(app: CoopApp, work_day_id: int) -> None:
    """Correct the plan of a work day; of one that is over and waits to be closed, offer that first."""
    record = await find(app, work_day_id)
    if record is not None and record.day.state == "to_close":
        ways = (_("Close the day, with everybody's hours"), _("Correct its plan"))
        place = await app.push_screen_wait(ChooseScreen(record.day.title, list(ways)))
        if place is None:
            return
        if place == 0:
            await close(app, work_day_id)
            return
    await correct(app, work_day_id)


async def close(app: CoopApp, work_day_id: int) -> None:
    """Close a work day in one form."""
    await app.rehearse(day_to_close, work_day_id)
    record = await find(app, work_day_id)
    if record is None:
        return
    noted = {row.person_id for row in record.hours}
    helpers = [one for one in record.helpers if one.said in ("yes", "maybe") and one.person_id not in noted]

    async def save(values: dict[str, Any]) -> None:
        minutes, fields = _minutes(values, helpers)
        outcomes = {one.task_id: values[f"outcome_{one.task_id}"] for one in record.tasks}
        try:
            done = await app.do(
                close_work_day, work_day_id=work_day_id, outcomes=outcomes, minutes=minutes, note=values["note"]
            )
        except Invalid as invalid:
            raise Invalid(
                [Problem(fields.get(one.field, one.field), one.message) for one in invalid.problems]
            ) from None
        app.say(_closed(done.result))

    await ask(
        app,
        _("Close {title}").format(title=record.day.title),
        [*_outcomes(record), *_hours(record, helpers), Field("note", N_("Note"), "long")],
        save,
        draft_key=f"work_days.close.{work_day_id}",
        intro=_("Empty hours: that person did not come. The hours count as given; a fee is granted in their list (B)."),
    )


def _outcomes(record: WorkDayRecord) -> list[Field]:
    return [
        Field(
            f"outcome_{one.task_id}",
            f"{one.number} {one.what}",
            "choice",
            required=True,
            initial="done" if one.taken_by or one.status == "done" else "not_done",
            choices=list(TASK_OUTCOMES.items()),
            help=one.what if len(one.number) + len(one.what) > SHORT else "",
        )
        for one in record.tasks
    ]


def _hours(record: WorkDayRecord, helpers: list[Helper]) -> list[Field]:
    whole = minutes_of(record.day.starts_at, record.day.ends_at)
    fields = [
        hours_field(f"minutes_{one.person_id}", one.name, whole if one.said == "yes" else None) for one in helpers
    ]
    for number in range(1, ALSO_CAME + 1):
        fields.append(Field(f"also_{number}", N_("Also came"), "pick", find=("members",)))
        fields.append(hours_field(f"also_minutes_{number}", N_("Hours")))
    return fields


def _minutes(values: dict[str, Any], helpers: list[Helper]) -> tuple[dict[int, int | None], dict[str, str]]:
    """Give everybody's minutes, and under which field the mistakes of the deed belong; raises Invalid."""
    minutes: dict[int, int | None] = {one.person_id: values[f"minutes_{one.person_id}"] for one in helpers}
    fields: dict[str, str] = {}
    problems: list[Problem] = []
    for number in range(1, ALSO_CAME + 1):
        person_id, time = values[f"also_{number}"], values[f"also_minutes_{number}"]
        if person_id is None and time is None:
            continue
        if person_id is None:
            problems.append(Problem(f"also_{number}", _("say whose hours these are")))
        elif time is None:
            problems.append(Problem(f"also_minutes_{number}", _("say how long they worked")))
        elif minutes.get(person_id) is not None:
            problems.append(Problem(f"also_{number}", _("this person has hours above already")))
        else:
            minutes[person_id] = time
            fields[f"minutes_{person_id}"] = f"also_minutes_{number}"
    if problems:
        raise Invalid(problems)
    return minutes, fields


def _closed(day: ClosedDay) -> str:
    people = ngettext("{count} person", "{count} people", day.people).format(count=day.people)
    told = _("Closed: {done} done, {begun} begun, {not_done} not done; {people}, {hours} hours. U takes it back.")
    return told.format(
        done=day.done, begun=day.begun, not_done=day.not_done, people=people, hours=hours_said(day.minutes)
    )

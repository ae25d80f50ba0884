"""The made-up register of work: every task from its report to where it stands now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from coopadmin.demo.households import NEVER_MEMBERS, Stay
from coopadmin.demo.inspections import STOPPED, occurrences
from coopadmin.demo.maintenance_calls import CALLS
from coopadmin.demo.story import Story, take_over_records
from coopadmin.demo.work import LATELY, Call, Step, Work, ordinary
from coopadmin.services import calls, jobs, maintenance
from coopadmin.services.calls import Taken
from coopadmin.services.maintenance import Place, TaskData
from db.journal import Transaction
from db.queries import maintenance as queries
from db.tables.jobs import MaintenanceJob
from db.tables.maintenance import MaintenanceTask

_DEEDS: dict[str, Callable[..., object]] = {
    "plan": maintenance.plan_task,
    "start": maintenance.start_task,
    "done": maintenance.complete_task,
    "cancel": maintenance.cancel_task,
    "reopen": maintenance.reopen_task,
    "recur": maintenance.set_recurrence,
}


_CLOSED = {"done": "done", "cancel": "cancelled"}


@dataclass(frozen=True, slots=True)
class Task:
    """A task under its number, and who reported it."""

    number: str
    work: Work
    reporter: str


def tell(story: Story, stays: tuple[Stay, ...]) -> tuple[Task, ...]:
    """Let the new coordinator type the workbook over, and tell every task since, step by step; gives all tasks."""
    work = sorted([*LATELY, *CALLS, *ordinary(story, stays), *occurrences(story)], key=lambda one: -one.ago)
    tasks = [Task(f"M-{place:04d}", one, _reporter(story, stays, one)) for place, one in enumerate(work, 1)]
    typed_over_on = story.month(14) + timedelta(days=12)
    before = [task for task in tasks if story.ago(task.work.ago) < typed_over_on]

    def enter(transaction: Transaction) -> None:
        _type_over(transaction, story, before, typed_over_on)

    about = f"{before[0].number}–{before[-1].number}"
    coordinator = story.coordinator(typed_over_on)
    story.tell(typed_over_on, coordinator, take_over_records, lambda do: do(enter=enter, about=about))
    for task in tasks:
        if task not in before:
            _tell_report(story, task)
        for step in task.work.steps:
            if story.ago(step.ago) >= typed_over_on:
                _tell_step(story, task.number, step)
    _tell_stopped(story, next(task.number for task in reversed(tasks) if task.work.what == STOPPED))
    return tuple(tasks)


def _type_over(transaction: Transaction, story: Story, tasks: list[Task], on: date) -> None:
    """Enter old tasks as they stood on a day, all at once: each was done or called off in one step, or waits."""
    places = maintenance.places_of(transaction, {task.work.place for task in tasks})
    jobs: dict[tuple[str, str], int] = {}
    for task in tasks:
        work, ended = task.work, next((step for step in task.work.steps if story.ago(step.ago) < on), None)
        job = (work.what, work.place)
        if work.every_months and job not in jobs:
            jobs[job] = transaction.insert(
                MaintenanceJob, what=work.what, place=work.place, every_months=work.every_months
            )
        place = places.get(work.place, Place())
        values = asdict(_reported(story, task)["task"])
        story.ids[task.number] = transaction.insert(
            MaintenanceTask,
            **values | ({"note": ended.reason} if ended and ended.reason else {}),
            number=task.number,
            status=_CLOSED[ended.deed] if ended else "reported",
            done_on=story.ago(ended.ago) if ended and ended.deed == "done" else None,
            cost_cents=ended.cents if ended else None,
            job_id=jobs.get(job),
            dwelling_id=place.dwelling_id,
            facility_id=place.facility_id,
        )


def _tell_report(story: Story, task: Task) -> None:
    day = story.ago(task.work.ago)
    if task.work.call is not None:
        _tell_call(story, task, task.work.call, day)
        return
    story.tell(
        day,
        story.coordinator(day),
        maintenance.report_task,
        lambda do: do(**_reported(story, task)),
        key=task.number,
    )


def _tell_call(story: Story, task: Task, call: Call, day: date) -> None:
    """Tell a call as it was taken: the list says whose it is, unless somebody decided otherwise."""

    def act(do: Callable[..., Taken]) -> int:
        said = replace(
            _reported(story, task)["task"],
            responsible="unknown",
            element_code=call.element,
            defect_code=call.defect,
            location_code=call.location,
            reported_at=datetime.combine(day, time.fromisoformat(call.hour)) if call.hour else None,
            for_volunteers=call.minutes is not None,
            minutes_expected=call.minutes,
        )
        taken = do(
            task=said,
            number=task.number,
            reachable=call.reachable,
            notable_cost=call.notable_cost,
            responsible=call.decided or None,
            reason=call.reason,
        )
        story.ids[call.key] = taken.task_id
        return taken.task_id

    story.tell(day, story.coordinator(day), calls.take_call, act, key=task.number)


def _tell_step(story: Story, number: str, step: Step) -> None:
    day = story.ago(step.ago)
    story.tell(
        day,
        story.coordinator(day),
        _DEEDS[step.deed],
        lambda do: do(task_id=story.ids[number], **_details(story, step)),
    )


def _tell_stopped(story: Story, number: str) -> None:
    """The work of the hobby room comes round no more since it closed."""
    day = story.ago(398)

    def job_of_task() -> int:
        found = queries.record(story.connection, story.ids[number], day)
        assert found is not None  # noqa: S101 - it was told before
        assert found.job is not None  # noqa: S101 - it comes round
        return found.job.job_id

    story.tell(
        day,
        story.coordinator(day),
        jobs.stop_job,
        lambda do: do(job_id=job_of_task(), ended_on=story.ago(400)),
    )


def _reported(story: Story, task: Task) -> dict[str, Any]:
    work = task.work
    return {
        "number": task.number,
        "task": TaskData(
            what=work.what,
            reported_on=story.ago(work.ago),
            place=work.place,
            reporter_id=story.ids[task.reporter] if task.reporter else None,
            kind=work.kind,
            urgency=work.urgency,
            responsible=work.responsible,
            contractor=work.contractor,
            note=work.note,
        ),
        "every_months": work.every_months,
    }


def _details(story: Story, step: Step) -> dict[str, Any]:
    """Give what a step's deed asks for besides the task."""
    if step.deed == "plan":
        return {"contractor": step.contractor, "budget_cents": step.cents}
    if step.deed == "done":
        return {"done_on": story.ago(step.ago), "cost_cents": step.cents}
    if step.deed == "cancel":
        return {"reason": step.reason}
    return {"every_months": step.every_months} if step.deed == "recur" else {}


def _reporter(story: Story, stays: tuple[Stay, ...], work: Work) -> str:
    """Name who reported it: somebody who lives there, for shared places any neighbour; nobody for inspections."""
    if work.kind == "inspection":
        return ""
    known = story.ago(work.ago) - timedelta(days=10)
    neighbours = [stay for stay in stays if stay.holds(known) and stay.name not in NEVER_MEMBERS]
    here = [stay for stay in neighbours if stay.home == work.place]
    homes = {stay.home for stay in stays}
    if work.place in homes:
        return here[0].name if here else ""
    return neighbours[work.ago % len(neighbours)].name if work.kind == "repair" else ""

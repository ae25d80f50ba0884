"""A call is taken: the task gets its number, is routed by the demarcation list and judged, in one deed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coopadmin.services.judgements import judge_task
from coopadmin.services.maintenance import Place, TaskData, places_of, report_task
from coopadmin.services.maintenance_states import local_minute
from db.journal import Transaction
from db.queries.calls import Call, preview
from db.queries.maintenance import next_number


@dataclass(frozen=True, slots=True)
class Taken:
    """A call that was taken: the task, its number, and what to say: the answer first, then why."""

    task_id: int
    number: str
    told: tuple[str, ...]


def take_call(
    transaction: Transaction,
    *,
    task: TaskData,
    reachable: bool | None = None,
    notable_cost: bool | None = None,
    responsible: str | None = None,
    reason: str = "",
    place: Place | None = None,
    number: str = "",
    every_months: int | None = None,
) -> Taken:
    """Enter what somebody calls about, decide whose it is, and keep the answer that was given.

    The demarcation list in force on the day of the report decides, unless `responsible` names another party; that asks
    for a reason where the list or the law says otherwise, and for all that a resident is to see to without them. While
    nobody knows whose it is the task stays reported. With no `number` it gets the next. `place` says which home or
    facility was meant; without it a code in `task.place` does.
    Raises Invalid with a problem per field.
    """
    if place is None:
        place = places_of(transaction, [task.place]).get(task.place, Place())
    call = Call(
        what=task.what,
        reported_on=task.reported_on,
        reported_at=task.reported_at,
        dwelling_id=place.dwelling_id,
        facility_id=place.facility_id,
        location_code=task.location_code,
        element_code=task.element_code,
        defect_code=task.defect_code,
        urgency=task.urgency,
        planned_on=task.planned_on,
        reachable=reachable,
        notable_cost=notable_cost,
        responsible=responsible,
    )
    seen = preview(transaction.connection, call, local_minute(transaction))
    number = number or next_number(transaction.connection)
    task_id = report_task(
        transaction,
        number=number,
        task=replace(task, responsible="unknown", answer=task.answer or seen.answer),
        every_months=every_months,
        place=place,
    )
    if seen.party != "unknown":
        judge_task(
            transaction,
            task_id=task_id,
            responsible=seen.party,
            judged_on=transaction.today,
            reachable=reachable,
            notable_cost=notable_cost,
            line_id=seen.routed.line_id,
            letter=seen.routed.letter,
            routed=seen.routed.party,
            reason=reason,
        )
    return Taken(task_id, number, (task.answer or seen.answer, *seen.routed.told))

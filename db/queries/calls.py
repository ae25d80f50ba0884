"""What a call comes to while it is taken: whose it is and why, what to answer, and what is known of that place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from coopadmin.domain.calls import answer
from coopadmin.domain.clocks import Clock, Timed
from coopadmin.domain.demarcation import Routed
from db.queries.demarcation import route_for
from db.queries.task_clocks import contact_clock, open_tasks, terms, work_clock
from db.tables.base import table_of
from db.tables.maintenance import MaintenanceTask

MOST_KNOWN = 3
"""Open tasks of the same place that are named while a call is taken."""

_tasks = table_of(MaintenanceTask)


@dataclass(frozen=True, slots=True)
class Call:
    """What was understood of a call so far; `responsible` is None while nobody decides otherwise than the list."""

    what: str
    reported_on: date
    reported_at: datetime | None = None
    dwelling_id: int | None = None
    facility_id: int | None = None
    location_code: str = ""
    element_code: str = ""
    defect_code: str = ""
    urgency: str = "normal"
    planned_on: date | None = None
    reachable: bool | None = None
    notable_cost: bool | None = None
    responsible: str | None = None


@dataclass(frozen=True, slots=True)
class KnownTask:
    """An open task of the same place: it may be the same."""

    task_id: int
    number: str
    what: str
    reported_on: date


@dataclass(frozen=True, slots=True)
class Preview:
    """Whose it is (`party`; `routed` says what the list says and why), the answer to give, and how long it may take."""

    party: str
    routed: Routed
    answer: str
    work: Clock
    contact: Clock
    known: tuple[KnownTask, ...]


def preview(connection: Connection, call: Call, now: datetime) -> Preview:
    """Say what a call comes to, as it was understood by now."""
    routed = route_for(
        connection,
        what=call.what,
        dwelling_id=call.dwelling_id,
        facility_id=call.facility_id,
        element_code=call.element_code,
        defect_code=call.defect_code,
        location_code=call.location_code,
        reachable=call.reachable,
        notable_cost=call.notable_cost,
        on=call.reported_on,
    )
    party = call.responsible or routed.party
    known = terms(connection)
    task = Timed(call.urgency, call.reported_on, call.reported_at, call.planned_on)
    work, contact = work_clock(task, known, (), now), contact_clock(task, known, (), now)
    letter = routed.letter if party == routed.party else ""
    said = answer(party, call.urgency, letter=letter, work=work, contact=contact)
    return Preview(party, routed, said, work, contact, _known_there(connection, call))


def _known_there(connection: Connection, call: Call) -> tuple[KnownTask, ...]:
    if call.dwelling_id is None and call.facility_id is None:
        return ()
    place = (
        _tasks.c.dwelling_id == call.dwelling_id
        if call.dwelling_id is not None
        else _tasks.c.facility_id == call.facility_id
    )
    statement = (
        select(_tasks.c.id, _tasks.c.number, _tasks.c.what, _tasks.c.reported_on)
        .where(open_tasks, place)
        .order_by(_tasks.c.reported_on.desc(), _tasks.c.id.desc())
        .limit(MOST_KNOWN)
    )
    return tuple(KnownTask(*row) for row in connection.execute(statement))

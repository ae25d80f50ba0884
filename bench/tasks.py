"""The morning list on many tasks: a store of twenty years of reports, our list, and the floor in bare SQL."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.ledger import Values, insert_rows
from bench.measuring import Measure, paired
from coopadmin.services.association import start_cooperative
from db.migrate import make_store
from db.queries.morning import morning
from db.store import Store
from db.tables.handovers import Handover
from db.tables.maintenance import MaintenanceTask, TaskAppointment, TaskWait

TASKS = 100_000
OPEN_IN = 50
"""One task in so many is still open."""
NOW = datetime.fromisoformat("2026-11-20T09:00")
ROWS = 200
_STATES = ("reported", "judged", "handed_over", "ordered", "planned", "waiting", "in_progress")
_PARTIES = ("resident", "cooperative", "corporation", "unknown")


def make_task_store(path: Path, tasks: int = TASKS) -> None:
    """Make a store of twenty years of tasks; of those open one in six waited, one in three has an appointment."""
    make_store(path)
    Store(path, actor="Bench").do(start_cooperative, name="Bench")
    made = list(_tasks(tasks))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA ignore_check_constraints=ON")
        insert_rows(connection, MaintenanceTask, made)
        insert_rows(connection, TaskWait, _waits(made))
        insert_rows(connection, TaskAppointment, _appointments(made))
        insert_rows(connection, Handover, _handovers(made))
        connection.commit()


def _tasks(tasks: int) -> Iterator[Values]:
    random = Random(11)
    for number in range(1, tasks + 1):
        is_open = number % OPEN_IN == 0
        reported_on = NOW.date() - timedelta(days=random.randrange(90) if is_open else 90 + random.randrange(7_000))
        urgency = random.choices(("emergency", "normal", "planned"), (4, 76, 20))[0]
        status = random.choice(_STATES) if is_open else "done"
        timed = is_open and random.random() < 0.7
        planned = urgency == "planned" or status == "planned"
        yield {
            "id": number,
            "number": f"M-{number:06d}",
            "reported_on": reported_on.isoformat(),
            "reported_at": f"{reported_on}T{random.randrange(9):02d}:30" if timed else None,
            "what": f"Task {number}",
            "place": f"{number % 400}A",
            "urgency": urgency,
            "responsible": random.choice(_PARTIES),
            "status": status,
            "planned_on": (reported_on + timedelta(days=random.randrange(120))).isoformat() if planned else None,
            "done_on": None if is_open else (reported_on + timedelta(days=3)).isoformat(),
            "folded": f"m-{number:06d} task {number}",
        }


def _waits(tasks: list[Values]) -> Iterator[Values]:
    """Let tasks wait: each that waits now, and one in six of all."""
    row_id = 0
    for task in tasks:
        number = int(str(task["id"]))
        waiting = task["status"] == "waiting"
        if not waiting and number // OPEN_IN % 6:
            continue
        row_id += 1
        begun = date.fromisoformat(str(task["reported_on"])) + timedelta(days=2)
        over = None if waiting else f"{begun + timedelta(days=number % 9)}T09:00"
        reason = ("nobody_home", "material", "quote", "no_time")[number % 4]
        yield {"id": row_id, "task_id": number, "reason": reason, "from_at": f"{begun}T08:00", "until_at": over,
               "status_before": "ordered"}  # fmt: skip


def _appointments(tasks: list[Values]) -> Iterator[Values]:
    for number in range(3, len(tasks) + 1, 3):
        day = date.fromisoformat(str(tasks[number - 1]["reported_on"])) + timedelta(days=4)
        closed = tasks[number - 1]["status"] == "done"
        outcome = "kept" if closed else ("", "nobody_home", "cancelled")[number // 3 % 3]
        yield {"id": number // 3, "task_id": number, "starts_at": f"{day}T10:00", "ends_at": f"{day}T12:00",
               "agreed_on": day.isoformat(), "outcome": outcome}  # fmt: skip


def _handovers(tasks: list[Values]) -> Iterator[Values]:
    for task in tasks:
        if task["status"] == "handed_over":
            day = str(task["reported_on"])
            yield {"task_id": task["id"], "handed_on": day, "promised_on": day}


# The rules of a fresh store: a day, ten days, five days to agree; material, a quote and nobody home stop the clock.
FLOOR = """
WITH opened AS MATERIALIZED (
    SELECT id, urgency, reported_on, reported_at, planned_on,
        urgency = 'normal' AND planned_on IS NULL AND responsible <> 'resident'
            AND status IN ('reported', 'judged', 'handed_over', 'ordered', 'waiting')
            AND NOT EXISTS (SELECT 1 FROM taskappointment
                WHERE task_id = maintenancetask.id AND outcome <> 'cancelled') AS unagreed
    FROM maintenancetask WHERE status NOT IN ('done', 'cancelled')),
waiting AS MATERIALIZED (
    SELECT taskwait.task_id AS id,
        sum(CASE WHEN reason <> 'no_time'
            THEN julianday(substr(coalesce(until_at, :now), 1, 10)) - julianday(substr(from_at, 1, 10)) END) AS nights,
        sum(CASE WHEN reason <> 'no_time'
            THEN julianday(coalesce(until_at, :now)) - julianday(from_at) END) AS stood,
        max(CASE WHEN reason <> 'no_time' AND until_at IS NULL THEN 1 ELSE 0 END) AS paused,
        max(CASE WHEN until_at IS NULL THEN reason END) AS reason, min(from_at) AS from_at
    FROM opened AS task JOIN taskwait ON taskwait.task_id = task.id GROUP BY taskwait.task_id),
timed AS MATERIALIZED (
    SELECT task.id, task.urgency, task.reported_on, paused, reason, unagreed,
        CASE WHEN task.urgency = 'planned' THEN task.planned_on || 'T23:59'
        WHEN task.urgency = 'emergency' AND task.reported_at IS NOT NULL THEN
            replace(substr(datetime(task.reported_at, '+1 days',
                CASE WHEN waiting.from_at < replace(datetime(task.reported_at, '+1 days'), ' ', 'T')
                THEN (coalesce(stood, 0) * 1440) || ' minutes' ELSE '0 minutes' END), 1, 16), ' ', 'T')
        ELSE date(task.reported_on, limited || ' days',
            CASE WHEN substr(waiting.from_at, 1, 10) <= date(task.reported_on, limited || ' days')
            THEN coalesce(nights, 0) || ' days' ELSE '0 days' END) || 'T23:59' END AS due,
        CASE WHEN paused AND task.urgency <> 'planned' AND (task.urgency <> 'emergency' OR task.reported_at IS NULL
            OR waiting.from_at < replace(datetime(task.reported_at, '+1 days'), ' ', 'T'))
            AND (task.urgency = 'emergency' AND task.reported_at IS NOT NULL
            OR substr(waiting.from_at, 1, 10) <= date(task.reported_on, limited || ' days'))
            THEN 1 ELSE 0 END AS stands
    FROM (SELECT *, CASE WHEN urgency = 'emergency' THEN 1 WHEN unagreed THEN 5 ELSE 10 END AS limited
        FROM opened) AS task
    LEFT JOIN waiting ON waiting.id = task.id)
SELECT task.id, task.number, task.what, task.place, task.urgency, task.responsible, task.status, task.reported_on,
    task.planned_on, due, stands, reason, timed.unagreed,
    (SELECT max(starts_at) FROM taskappointment WHERE task_id = task.id AND outcome = ''),
    (SELECT count(*) FROM taskappointment WHERE task_id = task.id AND outcome = 'nobody_home') AS nobody,
    (SELECT promised_on FROM handover WHERE task_id = task.id AND ended_on IS NULL),
    (SELECT count(*) FROM maintenancetask WHERE status NOT IN ('done', 'cancelled'))
FROM (SELECT * FROM timed ORDER BY CASE urgency WHEN 'emergency' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END, stands,
        coalesce(due, '9999'), reported_on, id LIMIT :rows) AS timed
JOIN maintenancetask AS task ON task.id = timed.id
"""


def floor_rows(path: Path) -> list[tuple[Any, ...]]:
    """List the same with one statement in bare sqlite3, which knows no rules but those of a fresh store."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(FLOOR, {"now": NOW.isoformat(timespec="minutes"), "rows": ROWS}).fetchall()


def time_ours(store: Store) -> float:
    """Time our list in a store that is open, as the desk keeps it; in milliseconds."""
    start = time.perf_counter()
    store.read(morning, NOW, ROWS)
    return (time.perf_counter() - start) * 1000


def time_floor(path: Path) -> float:
    """Time the bare statement, in milliseconds."""
    start = time.perf_counter()
    floor_rows(path)
    return (time.perf_counter() - start) * 1000


def compare(path: Path) -> None:
    """Make sure that both say the same of the same tasks; raises AssertionError where they do not."""
    page = Store(path, actor="Bench").read(morning, NOW, ROWS)
    ours = {
        (row.number, row.clock.due_at.isoformat(timespec="minutes") if row.clock.due_at else None, row.clock.paused,
         row.agrees, row.nobody_home)
        for row in page.rows
    }  # fmt: skip
    floor = floor_rows(path)
    theirs = {(row[1], row[9], bool(row[10]), bool(row[12]), row[14]) for row in floor}
    if ours != theirs or page.total != floor[0][-1]:
        raise AssertionError("the floor says something else")


def measure(folder: Path) -> list[Measure]:
    """The morning list on 100,000 tasks, against the best statement in bare SQL."""
    path = folder / "tasks.coop"
    make_task_store(path)
    compare(path)
    store = Store(path, actor="Bench")
    return [paired("morning list on 100,000 tasks", lambda: time_ours(store), lambda: time_floor(path), 2.0, runs=15)]

"""The list of tasks says in SQL what the rules say of each task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.maintenance import OPEN
from db.journal import Transaction
from db.queries import jobs
from db.queries import maintenance as queries
from db.queries.base import Listing
from db.queries.maintenance import TaskRow
from db.store import Store
from db.tables.association import Setting
from db.tables.jobs import MaintenanceJob
from db.tables.maintenance import PARTIES, STATUSES, URGENCIES, MaintenanceTask, TaskAppointment, TaskWait
from tests.conftest import Furnish

TODAY = date(2026, 11, 20)


def add_tasks(transaction: Transaction, *, tasks: Sequence[MaintenanceTask]) -> None:
    """Put tasks in the store as they are."""
    for task in tasks:
        transaction.add(task)


def add_rule(transaction: Transaction, *, name: str, value: str, valid_from: date) -> None:
    """Let a rule hold from a day on."""
    transaction.add(Setting(name=name, value=value, valid_from=valid_from))


def _report_many(store: Store) -> None:
    random = Random(6)
    tasks: list[MaintenanceTask] = []
    for number in range(1, 301):
        reported_on = TODAY - timedelta(days=random.randrange(300))
        status = random.choice(STATUSES)
        done_on = reported_on + timedelta(days=random.randrange(20)) if status == "done" else None
        tasks.append(
            MaintenanceTask(
                number=f"M-{number}",
                reported_on=reported_on,
                what=f"Task {number}",
                place=random.choice(["", "2A", "Lift"]),
                urgency=random.choice(URGENCIES),
                responsible=random.choice(PARTIES),
                status=status,
                done_on=done_on,
                planned_on=reported_on + timedelta(days=30) if number % 4 == 0 else None,
                reported_at=f"{reported_on}T21:40" if number % 3 == 0 else None,
            )
        )
    store.do(add_rule, name="normal_days", value="5", valid_from=date(2026, 7, 1))
    store.do(add_tasks, tasks=tasks)
    store.do(add_waits, tasks=tasks)


def add_waits(transaction: Transaction, *, tasks: Sequence[MaintenanceTask]) -> None:
    """Let one task in seven have waited five days, one in eleven wait still, and nobody be home for one in ten."""
    for number, task in enumerate(tasks, 1):
        begun = task.reported_on + timedelta(days=2)
        wait = {"task_id": number, "from_at": f"{begun}T10:00", "status_before": "ordered"}
        if number % 7 == 0:
            transaction.add(TaskWait(**wait, reason="material", until_at=f"{begun + timedelta(days=5)}T09:00"))
        if number % 11 == 0:
            transaction.add(TaskWait(**{**wait, "from_at": f"{begun + timedelta(days=9)}T10:00"}, reason="quote"))
        if number % 10 == 3:
            transaction.add(
                TaskAppointment(
                    task_id=number,
                    starts_at=f"{begun}T10:00",
                    ends_at=f"{begun}T12:00",
                    agreed_on=begun,
                    outcome="nobody_home",
                )
            )


@pytest.fixture
def busy(store: Store, furnish: Furnish) -> Store:
    """Give a store with three hundred tasks of every sort, and a normal repair's time halved in July 2026."""
    furnish(_report_many)
    return store


def _page(store: Store, *, limit: int = 1000, **listing: Any) -> tuple[TaskRow, ...]:
    return store.read(queries.page, Listing(limit=limit, **listing), TODAY).rows


@pytest.mark.parametrize("name", queries.FILTERS)
def test_a_filter_shows_exactly_the_tasks_it_names(busy: Store, name: str) -> None:
    everything = _page(busy, filter="all")
    assert len(everything) == 300
    meant = {
        "open": lambda row: row.status in OPEN,
        "overdue": lambda row: row.overdue,
        "emergency": lambda row: row.status in OPEN and row.urgency == "emergency",
        "planned": lambda row: row.status == "planned",
        "done": lambda row: row.status == "done",
        "all": lambda row: True,
        **{
            name: lambda row, name=name: row.status == name
            for name in ("reported", "waiting", "handed_over", "ordered")
        },
        "unconfirmed": lambda row: row.status == "done" and row.confirmed_on is None,
        "nobody_home": lambda row: row.status in OPEN and row.number.endswith("3"),
        **{party: lambda row, party=party: row.status in OPEN and row.responsible == party for party in PARTIES},
    }[name]
    expected = {row.number for row in everything if meant(row)}
    assert {row.number for row in _page(busy, filter=name)} == expected
    assert expected
    assert busy.read(queries.page, Listing(filter=name, limit=1), TODAY).total == len(expected)


def test_overdue_work_is_open_and_past_its_last_day(busy: Store) -> None:
    for row in _page(busy, filter="all"):
        assert row.overdue == (row.status in OPEN and row.due is not None and row.due < TODAY)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("limit", [7, 100, 1000])
def test_sorted_by_due_the_first_rows_are_the_first_of_all_over_a_change_of_rule(
    busy: Store, *, limit: int, descending: bool
) -> None:
    rows = sorted(_page(busy, filter="all"), key=lambda row: (len(row.number), row.number))
    timed = sorted((row for row in rows if row.due), key=lambda row: row.due or TODAY, reverse=descending)
    untimed = sorted((row for row in rows if not row.due), key=lambda row: row.reported_on, reverse=descending)
    shown = _page(busy, filter="all", sort="due", descending=descending, limit=limit)
    assert [row.due for row in shown] == [row.due for row in [*timed, *untimed][:limit]]
    assert len({row.number for row in shown}) == min(limit, 300)


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("number", "M-1", "M-300"),
        ("reported", min, max),
        ("place", "2A", ""),
        ("urgency", "emergency", "planned"),
        ("done", min, None),
    ],
)
def test_every_sort_puts_its_first_first_and_what_is_empty_last(
    busy: Store, sort: str, first: object, last: object
) -> None:
    rows = _page(busy, filter="all", sort=sort)
    fields = {"reported": "reported_on", "done": "done_on"}
    values = [getattr(row, fields.get(sort, sort)) for row in rows]
    filled = [value for value in values if value]
    assert values[0] == (min(filled) if first is min else first)
    assert values[-1] == (max(filled) if last is max else last)


def test_any_part_of_number_work_place_or_contractor_finds_the_task(store: Store) -> None:
    store.do(
        add_tasks,
        tasks=[
            MaintenanceTask(number="M-1", reported_on=TODAY, what="Geïsoleerde leiding", place="Kelder"),
            MaintenanceTask(number="M-2", reported_on=TODAY, what="100% lek", place="2A", contractor="Kwast & Zn."),
        ],
    )
    for words, number in (
        ("geisol", "M-1"),
        ("LEIDING kelder", "M-1"),
        ("m-1", "M-1"),
        ("kwast", "M-2"),
        ("%", "M-2"),
    ):
        for sort in ("due", "number"):
            assert [row.number for row in _page(store, search=words, sort=sort)] == [number]


def test_without_rules_nothing_is_due_and_nothing_overdue(store: Store) -> None:
    store.do(add_tasks, tasks=[MaintenanceTask(number="M-1", reported_on=date(2020, 1, 1), what="Leak")])

    def forget(transaction: Transaction) -> None:
        for row_id in transaction.execute(select(col(Setting.id))).scalars().all():
            transaction.remove(Setting, row_id)

    store.do(forget)
    assert _page(store, filter="overdue") == ()
    (row,) = _page(store, sort="due")
    assert (row.due, row.overdue) == (None, False)


def test_the_register_on_a_day_knows_what_was_reported_and_what_waited_then(store: Store) -> None:
    store.do(
        add_tasks,
        tasks=[
            MaintenanceTask(
                number="M-10", reported_on=date(2026, 3, 1), what="Leak", status="done", done_on=date(2026, 4, 1)
            ),
            MaintenanceTask(number="M-9", reported_on=date(2026, 3, 20), what="Lamp", responsible="resident"),
            MaintenanceTask(number="M-11", reported_on=date(2026, 3, 21), what="Door"),
        ],
    )
    rows = store.read(queries.register, date(2026, 3, 20))
    assert [(row.number, row.reported, row.due, row.done, row.overdue) for row in rows] == [
        ("M-9", date(2026, 3, 20), date(2026, 3, 30), None, False),
        ("M-10", date(2026, 3, 1), date(2026, 3, 11), date(2026, 4, 1), True),
    ]
    later = store.read(queries.register, date(2026, 4, 1))
    assert [(row.number, row.overdue) for row in later] == [("M-9", True), ("M-10", False), ("M-11", True)]


def test_inspections_look_back_no_further_than_the_day_asked_for(store: Store) -> None:
    def fill(transaction: Transaction) -> None:
        job = transaction.add(MaintenanceJob(what="élevator", place="Lift", every_months=12))
        transaction.add(MaintenanceJob(what="Extinguishers", every_months=6))
        transaction.add(MaintenanceJob(what="Gutters", every_months=6, ended_on=date(2026, 1, 1)))
        for number, status, done_on in (
            ("M-1", "done", date(2025, 2, 1)),
            ("M-2", "done", date(2026, 2, 1)),
            ("M-3", "planned", date(2026, 6, 1)),
            ("M-4", "reported", None),
            ("M-5", "cancelled", None),
        ):
            reported_on = date(2025, 1, int(number[2:]))
            transaction.add(
                MaintenanceTask(
                    number=number, reported_on=reported_on, what="x", status=status, done_on=done_on, job_id=job
                )
            )

    store.do(fill)
    assert [(row.what, row.last_done, row.next_due) for row in store.read(queries.inspections, TODAY)] == [
        ("élevator", date(2026, 2, 1), date(2027, 2, 1)),
        ("Extinguishers", None, None),
    ]
    earlier = store.read(queries.inspections, date(2026, 1, 1))
    assert [(row.what, row.next_due) for row in earlier] == [
        ("élevator", date(2026, 2, 1)),
        ("Extinguishers", None),
        ("Gutters", None),
    ]
    lift = store.read(jobs.jobs, TODAY)[0]
    assert (lift.open_number, lift.days_left) == ("M-4", 73)


@pytest.mark.parametrize(("within", "shown"), [(None, True), (72, False), (73, True), (1000, True), (0, False)])
def test_within_so_many_days_the_last_day_counts(store: Store, within: int | None, *, shown: bool) -> None:
    def fill(transaction: Transaction) -> None:
        for what, done_on in (("Lift", date(2026, 2, 1)), ("Past its day", date(2025, 1, 1))):
            job = transaction.add(MaintenanceJob(what=what, every_months=12))
            transaction.add(
                MaintenanceTask(number=what, reported_on=done_on, what=what, status="done", done_on=done_on, job_id=job)
            )

    store.do(fill)
    found = [row.what for row in store.read(queries.inspections, TODAY, within)]
    assert found == (["Lift", "Past its day"] if shown else ["Past its day"])


def test_an_empty_store_has_an_empty_list_and_no_inspections(store: Store) -> None:
    assert store.read(queries.page, Listing(), TODAY).rows == ()
    assert store.read(queries.register, TODAY) == ()
    assert store.read(queries.inspections, TODAY) == ()

"""A garden day at De Vonk: three homes, five people, three tasks, a corporation and a decision on a fee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from coopadmin.services import association, contracts, members
from coopadmin.services.decisions import record_decision
from coopadmin.services.dwellings import DwellingData, add_dwelling
from coopadmin.services.judgements import judge_task
from coopadmin.services.maintenance import TaskData, report_task
from coopadmin.services.members import PersonData
from coopadmin.services.work_day_people import choose_task, note_helper
from coopadmin.services.work_days import plan_work_day
from db.store import Store

STARTS, ENDS = datetime(2026, 11, 14, 10), datetime(2026, 11, 14, 16)  # noqa: DTZ001 - wall clock
RAINY = date(2026, 11, 28)


@dataclass(frozen=True, slots=True)
class Garden:
    """Numbers in the store."""

    anna: int
    bas: int
    cor: int
    dora: int
    """A member without a tenancy."""
    eva: int
    """Moved out of A1 at the end of June; Bas moved in on 1 July."""
    homes: tuple[int, int]
    contracts: tuple[int, int, int]
    tasks: tuple[int, int, int]
    owner: int
    decision: int
    day: int


def plant(store: Store) -> Garden:
    """Put everything in a store: the day has two of the three tasks, Anna comes for the first, Bas may come."""
    people = {}
    for number, name in enumerate(("Anna", "Bas", "Cor", "Dora", "Eva"), 1):
        person = PersonData("Berg" if name == "Anna" else f"{name}sen", given_name=name)
        people[name] = store.do(
            members.register_member, number=f"L{number:03}", person=person, kind="member", starts_on=date(2020, 1, 1)
        ).result
    homes = tuple(store.do(add_dwelling, dwelling=DwellingData(code=code)).result for code in ("A1", "A2"))
    before = _let(store, "C-1", homes[0], [people["Eva"]], date(2020, 1, 1), date(2026, 6, 30))
    after = _let(store, "C-2", homes[0], [people["Bas"]], date(2026, 7, 1))
    other = _let(store, "C-3", homes[1], [people["Anna"], people["Cor"]], date(2020, 1, 1))
    tasks = tuple(
        store.do(report_task, number=f"M-{number}", task=TaskData(what, date(2026, 10, 1), place="tuin", **more)).result
        for number, (what, more) in enumerate(_WORK, 1)
    )
    store.do(
        judge_task,
        task_id=tasks[1],
        responsible="corporation",
        judged_on=date(2026, 10, 2),
        routed="corporation",
    )
    owner = store.do(association.save_owner, name="Woonstad").result
    decision = store.do(
        record_decision,
        number="B-2026-01",
        decided_on=date(2026, 3, 1),
        subject="Vergoeding eigen werk",
        outcome="carried",
    ).result
    day = store.do(
        plan_work_day,
        title="Tuin in de herfst",
        starts_at=STARTS,
        ends_at=ENDS,
        reserve_on=RAINY,
        place="schuur",
        leader_id=people["Cor"],
        needs="snoeischaren\nsoep",
    ).result
    for task_id in tasks[:2]:
        store.do(choose_task, work_day_id=day, task_id=task_id, people=2)
    store.do(note_helper, work_day_id=day, person_id=people["Anna"], said="yes", task_id=tasks[0])
    store.do(note_helper, work_day_id=day, person_id=people["Bas"], said="maybe")
    return Garden(
        people["Anna"],
        people["Bas"],
        people["Cor"],
        people["Dora"],
        people["Eva"],
        (homes[0], homes[1]),
        (before, after, other),
        (tasks[0], tasks[1], tasks[2]),
        owner,
        decision,
        day,
    )


_WORK = (
    ("Heg snoeien", {"responsible": "cooperative", "for_volunteers": True, "minutes_expected": 240}),
    ("Hek schilderen", {"responsible": "unknown", "for_volunteers": True}),
    ("Vijver schoonmaken", {"responsible": "cooperative", "for_volunteers": True, "minutes_expected": 90}),
)


def _let(store: Store, number: str, home: int, tenants: list[int], since: date, until: date | None = None) -> int:
    return store.do(
        contracts.start_contract,
        number=number,
        dwelling_id=home,
        tenants=tenants,
        starts_on=since,
        ends_on=until,
        basic_rent_cents=50000,
    ).result

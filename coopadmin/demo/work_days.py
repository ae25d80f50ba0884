"""The made-up work days and hours: one day that was closed, one next Saturday, and work done for a fee."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from coopadmin.demo.maintenance_calls import BENCHES, GATE, LABELS, LEAVES, RACKS, STAIRS, TAKEN_OVER
from coopadmin.demo.resolutions import SELF_WORK
from coopadmin.demo.story import Story, take_over_records
from coopadmin.services import hours, self_work, work_day_people, work_days
from db.journal import Transaction
from db.queries import hours as hour_queries
from db.tables.decisions import Decision

_LEADER = "Dirk-Jan ter Horst"
_HELPED: tuple[tuple[str, str, int], ...] = (
    # who, what they took, minutes
    (_LEADER, GATE, 300),
    ("Yusuf Yıldırım", GATE, 270),
    ("Corrie Lammers", GATE, 180),
    ("Tomasz Kowalczyk", STAIRS, 285),
    ("Naima Haddou", STAIRS, 240),
    ("Kofi Mensah", RACKS, 150),
    ("Elif Yıldırım", "", 120),
)
_COMING: tuple[tuple[str, str, str], ...] = (
    (_LEADER, "yes", LEAVES),
    ("Corrie Lammers", "yes", LEAVES),
    ("Daniela Popescu", "yes", ""),
    ("Tomasz Kowalczyk", "yes", BENCHES),
    ("Joris Peeters", "maybe", ""),
    ("Sietske Hofstra", "yes", LABELS),
    ("Rachida el Amrani", "no", ""),
    ("Wessel Jongsma", "asked", ""),
)
_GIVEN: tuple[tuple[int, str, int, str], ...] = (
    # days ago, who, minutes, what
    (88, "Corrie Lammers", 150, "Moestuin wieden en water geven"),
    (71, "Tjalling Bouma", 60, "Sleutels nagelopen"),
    (34, "Wessel Jongsma", 120, "Nieuwsbrief rondgebracht"),
    (12, "Thijs Verhagen", 75, "Filters van de drogers schoongemaakt"),
    (5, "Yusuf Yıldırım", 90, "Rondje langs de gebouwen"),
)
_FOR_A_FEE: tuple[tuple[str, int], ...] = ((_LEADER, 210), ("Tomasz Kowalczyk", 180))
_RATE_CENTS = 1_500


def tell(story: Story) -> None:
    """Tell the work days, the hours that were given, and those that the corporation pays for."""
    _tell_closed(story)
    _tell_coming(story)
    for ago, name, minutes, what in _GIVEN:
        _tell(
            story,
            story.ago(ago),
            hours.note_hours,
            lambda name=name, minutes=minutes, what=what, ago=ago: {
                "person_id": story.ids[name],
                "worked_on": story.ago(ago),
                "minutes": minutes,
                "what": what,
            },
        )
    _tell_fee(story)


def _tell(
    story: Story, day: date, deed: Callable[..., Any], values: Callable[[], dict[str, Any]], key: str = ""
) -> None:
    story.tell(day, story.coordinator(day), deed, lambda do: do(**values()), key=key)


def _saturday(day: date) -> date:
    """Give the Saturday after a day."""
    return day + timedelta(days=(4 - day.weekday()) % 7 + 1)


# -- the day that was held ---------------------------------------------------------------------------------------


def _tell_closed(story: Story) -> None:
    on, told = _saturday(story.ago(36)), story.ago(52)
    _tell(story, told, work_days.plan_work_day, lambda: _plan(story, "Klusdag najaar", on), key="work day closed")
    for key, people in ((GATE, 3), (STAIRS, 2), (RACKS, 2)):
        _tell_chosen(story, told, "work day closed", key, people)

    def answers(transaction: Transaction) -> None:
        for name, took, _minutes in _HELPED:
            _answer(transaction, story, "work day closed", name, "yes", took)
        _answer(transaction, story, "work day closed", "Mehmet Çelik", "yes", "")

    _tell(story, story.ago(44), take_over_records, lambda: {"enter": answers, "about": on.isoformat()})
    closed = on + timedelta(days=2)
    _tell(
        story,
        closed,
        work_days.close_work_day,
        lambda: {
            "work_day_id": story.ids["work day closed"],
            "outcomes": {story.ids[GATE]: "begun", story.ids[STAIRS]: "done", story.ids[RACKS]: "not_done"},
            "minutes": {story.ids[name]: minutes for name, _took, minutes in _HELPED},
            "note": "Verf op; het hek krijgt nog een laag.",
        },
    )


def _tell_coming(story: Story) -> None:
    on = _saturday(story.today)
    told = story.ago(10)
    key = "work day ahead"
    _tell(story, told, work_days.plan_work_day, lambda: _plan(story, "Tuin en dakterras winterklaar", on), key=key)
    chosen: tuple[tuple[str, int | None, str], ...] = (
        (LEAVES, 4, "Snoeischaren, bladzakken [20x]"),
        (BENCHES, 2, "Teakolie, kwasten"),
        (RACKS, 2, "Accuboor, slagbouten"),
        (LABELS, 1, ""),
    )
    for task, people, needs in chosen:
        _tell_chosen(story, story.ago(9), key, task, people, needs)
    asked = story.ago(8)
    story.tell(
        asked,
        story.coordinator(asked),
        work_day_people.ask_residents,
        lambda do: do(work_day_id=story.ids[key]),
    )

    def answers(transaction: Transaction) -> None:
        for name, said, took in _COMING:
            _answer(transaction, story, key, name, said, took)

    _tell(story, story.ago(3), take_over_records, lambda: {"enter": answers, "about": on.isoformat()})


def _plan(story: Story, title: str, on: date) -> dict[str, Any]:
    return {
        "title": title,
        "starts_at": datetime.combine(on, time(10)),
        "ends_at": datetime.combine(on, time(15, 30)),
        "reserve_on": on + timedelta(days=7),
        "place": "Werkplaats Hof",
        "leader_id": story.ids[_LEADER],
        "needs": "Handschoenen, kruiwagens\nKoffie om half elf, soep om één uur",
    }


def _tell_chosen(story: Story, day: date, work_day: str, task: str, people: int | None, needs: str = "") -> None:
    _tell(
        story,
        day,
        work_day_people.choose_task,
        lambda: {
            "work_day_id": story.ids[work_day],
            "task_id": story.ids[task],
            "people": people,
            "needs": needs,
        },
    )


def _answer(transaction: Transaction, story: Story, work_day: str, name: str, said: str, took: str) -> None:
    work_day_people.note_helper(
        transaction,
        work_day_id=story.ids[work_day],
        person_id=story.ids[name],
        said=said,
        task_id=story.ids[took] if took else None,
    )


# -- work for a fee ----------------------------------------------------------------------------------------------


def _tell_fee(story: Story) -> None:
    """Residents emptied the corporation's gutters: a fee by decision, one paid, and a claim that was answered."""
    worked = story.ago(45)
    for name, minutes in _FOR_A_FEE:
        _tell(
            story,
            story.ago(44),
            hours.note_hours,
            lambda name=name, minutes=minutes: {
                "person_id": story.ids[name],
                "worked_on": worked,
                "minutes": minutes,
                "what": "Dakgoot leeggehaald en gespoeld",
                "task_id": story.ids[TAKEN_OVER],
            },
            key=f"fee {name}",
        )

    def entries() -> list[int]:
        return [story.ids[f"fee {name}"] for name, _minutes in _FOR_A_FEE]

    def decision() -> int:
        return story.find(Decision, subject=SELF_WORK)

    _tell(
        story,
        story.ago(43),
        hours.grant_fee,
        lambda: {"entry_ids": entries(), "rate_cents": _RATE_CENTS, "decision_id": decision()},
    )
    claimed = story.ago(40)
    story.tell(
        claimed,
        story.coordinator(claimed),
        self_work.make_claim,
        lambda do: do(owner_id=story.ids["owner"], entry_ids=entries(), claimed_on=claimed)[0],
        key="claim",
    )
    _tell(
        story,
        story.ago(19),
        self_work.answer_claim,
        lambda: {
            "claim_id": story.ids["claim"],
            "answered_on": story.ago(19),
            "granted_cents": sum(minutes for _name, minutes in _FOR_A_FEE) * _RATE_CENTS // 60,
        },
    )
    _tell_paid(story)
    _tell_asked(story)


def _tell_paid(story: Story) -> None:
    """The one is paid on his own account; the other's hours wait for it."""
    day = story.ago(1)
    name = _FOR_A_FEE[0][0]

    def values() -> dict[str, Any]:
        account = hour_queries.accounts_of(story.connection, story.ids[name], day)[0]
        return {
            "entry_ids": [story.ids[f"fee {name}"]],
            "paid_on": day,
            "contract_id": account.contract_id,
            "member_id": account.member_id,
        }

    story.tell(day, story.treasurer(day), self_work.pay_hours, lambda do: do(**values()))


def _tell_asked(story: Story) -> None:
    """A fee was asked for that no decision grants yet."""
    _tell(
        story,
        story.ago(2),
        hours.note_hours,
        lambda: {
            "person_id": story.ids["Jelle Terpstra"],
            "worked_on": story.ago(3),
            "minutes": 120,
            "what": "Bestrating bij de put opgehoogd",
            "rate_cents": _RATE_CENTS,
        },
    )

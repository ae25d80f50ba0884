"""Names somebody bore once and rows that were removed go too: what only the journal still tells is no hiding place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, select

from coopadmin.services.forgetting_people import clear_people
from coopadmin.services.forgetting_requests import clear_at_wish
from coopadmin.services.hours import note_hours, remove_hours
from coopadmin.services.members import PersonData, correct_person, register_member
from coopadmin.services.undo import undo
from db.backup import check
from db.journal import Transaction
from db.queries import forgetting_requests as requests
from db.store import Store
from db.tables.actions import ActionPoint
from db.tables.allocation import Nomination
from db.tables.base import Record, table_of
from db.tables.hours import HoursEntry
from db.tables.journal import JournalEntry
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Member, Membership
from tests.conftest import TODAY
from tests.forgotten import fill_case

LONG_AGO, LAST_YEAR = date(2020, 1, 1), date(2025, 11, 1)
"""The last day of a membership: with its term over, and within its term."""

WENDELMOET = PersonData("Overgauw", "", "W.", "Wendelmoet", email="wo@oud.example")
ANNA = PersonData("Bakker", "", "A.", "Anna")


def leaver(store: Store, number: str, who: PersonData, ends_on: date = LONG_AGO) -> int:
    """Give somebody who was a member until a day."""
    store.do(register_member, number=number, kind="member", starts_on=date(2010, 1, 1), person=who)
    (member,) = (row for row in rows(store, Member) if row["number"] == number)
    (membership,) = (row for row in rows(store, Membership) if row["member_id"] == member["id"])

    def leave(transaction: Transaction) -> None:
        transaction.change(Membership, membership["id"], ends_on=ends_on)

    store.do(leave)
    return int(member["person_id"])


def rows(store: Store, model: type[Record]) -> list[dict[str, Any]]:
    return store.read(lambda connection: [dict(row) for row in connection.execute(select(table_of(model))).mappings()])


def thank(store: Store, what: str) -> None:
    def deed(transaction: Transaction) -> None:
        transaction.add(ActionPoint(what=what, made_on=date(2015, 1, 1), done_on=date(2015, 2, 1)))

    store.do(deed)


def thanks(store: Store) -> str:
    (action,) = rows(store, ActionPoint)
    return str(action["what"])


def clear(store: Store, *person_ids: int) -> None:
    store.do(clear_people, person_ids=person_ids, on=TODAY)
    assert [finding for finding in check(store.path) if not finding.ok] == []


def holds(store: Store, *words: str) -> list[str]:
    """Name the words that stand in the bytes of the store."""
    content = store.path.read_bytes().lower()
    return [word for word in words if word.lower().encode() in content]


# -- names they bore ----------------------------------------------------------------------------------------------


@pytest.fixture
def couple(store: Store) -> tuple[int, int]:
    """Give two who left, of whom the note of the second names the first, written when she took another name."""
    joris = leaver(store, "L001", PersonData("Aalbers", "", "J.", "Joris"))
    wendelmoet = leaver(store, "L002", WENDELMOET)
    now = PersonData("Quispel", "", "W.", "Wendelmoet", note="partner of Joris Aalbers")
    store.do(correct_person, person_id=wendelmoet, person=now)
    thank(store, "Thank Wendelmoet Overgauw, wo@oud.example")
    return joris, wendelmoet


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_cleared_in_one_deed_both_lose_every_name_they_bore_whoever_is_first(
    store: Store, couple: tuple[int, int], order: tuple[int, int]
) -> None:
    clear(store, *(couple[place] for place in order))
    assert thanks(store) == "Thank former member L002, former member L002"
    assert holds(store, "Overgauw", "wo@oud", "Aalbers", "Quispel") == []


def test_who_is_cleared_later_loses_their_earlier_names_though_somebody_they_are_noted_with_went_before(
    store: Store, couple: tuple[int, int]
) -> None:
    joris, wendelmoet = couple
    clear(store, joris)
    assert holds(store, "Aalbers") == []
    assert thanks(store) == "Thank Wendelmoet Overgauw, wo@oud.example"
    clear(store, wendelmoet)
    assert thanks(store) == "Thank former member L002, former member L002"
    assert holds(store, "Overgauw", "wo@oud", "Quispel") == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_family_name_of_two_cleared_in_one_deed_goes_with_the_second(store: Store, order: tuple[int, int]) -> None:
    couple = (leaver(store, "L001", ANNA), leaver(store, "L002", PersonData("Bakker", "", "P.", "Piet")))
    thank(store, "Thank mevrouw Bakker and Piet Bakker")
    clear(store, *(couple[place] for place in order))
    assert holds(store, "Bakker") == []


@pytest.mark.parametrize("last", ["Visser", "Bakker"])
def test_a_name_borne_between_two_corrections_goes_in_full(store: Store, last: str) -> None:
    anna = leaver(store, "L001", ANNA)
    for name in ("Smit", last):
        store.do(correct_person, person_id=anna, person=PersonData(name, "", "A.", "Anna"))
    thank(store, "Thank Anna Smit and A. Smit; Anna Bakker")
    clear(store, anna)
    assert thanks(store) == "Thank former member L001 and former member L001; former member L001"


def test_a_name_borne_before_goes_at_a_wish_and_is_told_as_going(store: Store) -> None:
    anna = leaver(store, "L001", ANNA, LAST_YEAR)
    for name in ("Smit", "Bakker"):
        store.do(correct_person, person_id=anna, person=PersonData(name, "", "A.", "Anna"))
    thank(store, "Thank Anna Smit; Anna Bakker")
    told = store.read(requests.answer, anna, TODAY)
    assert told is not None
    assert told.goes == ("the note on their record, and names they bore before",)
    store.do(clear_at_wish, person_id=anna, on=TODAY)
    assert thanks(store) == "Thank L001; Anna Bakker"
    told = store.read(requests.answer, anna, TODAY)
    assert told is not None
    assert told.goes == ()


def test_a_name_that_is_also_an_outcome_stops_nobody_from_being_cleared(store: Store) -> None:
    fill_case(store)
    mia = leaver(store, "L091", PersonData("Pas", "van de", "H.", "Mia"))
    (membership,) = rows(store, Membership)

    def housed(transaction: Transaction) -> None:
        transaction.change(Nomination, 1, fit="PAS", membership_id=membership["id"])

    store.do(housed)
    clear(store, mia)
    assert [row["fit"] for row in rows(store, Nomination)] == ["PAS"]


# -- rows that were removed ---------------------------------------------------------------------------------------


def removed_hours(store: Store, person_id: int, note: str) -> None:
    """Note hours with words of somebody's own, and take them off."""
    entry = store.do(
        note_hours, person_id=person_id, worked_on=date(2019, 1, 1), minutes=60, what="Garden", note=note
    ).result
    store.do(remove_hours, entry_id=entry)


def undo_last(store: Store) -> None:
    """Take the last deed back."""

    def last(connection: Connection) -> int:
        entry = table_of(JournalEntry)
        return int(connection.execute(select(entry.c.id).order_by(entry.c.id.desc())).scalars().first() or 0)

    store.do(undo, batch=store.read(last))


def test_words_in_a_row_that_was_removed_go_and_those_of_somebody_else_stay(store: Store) -> None:
    gone, stays = leaver(store, "L001", ANNA), leaver(store, "L002", WENDELMOET)
    removed_hours(store, gone, "her mother is ill")
    removed_hours(store, stays, "sprained her ankle")
    store.do(note_hours, person_id=gone, worked_on=date(2019, 2, 1), minutes=30, what="Roof", note="dizzy up there")
    undo_last(store)
    clear(store, gone)
    assert holds(store, "her mother is ill", "dizzy up there") == []
    assert holds(store, "sprained her ankle") == ["sprained her ankle"]
    assert rows(store, HoursEntry) == []
    clear(store, stays)
    assert holds(store, "sprained her ankle") == []


def test_what_was_removed_of_a_call_they_reported_keeps_no_name_and_its_other_words(store: Store) -> None:
    gone, stays = leaver(store, "L001", ANNA), leaver(store, "L002", WENDELMOET)

    def call(transaction: Transaction) -> int:
        return transaction.add(
            MaintenanceTask(
                number="O-0001",
                reported_on=date(2018, 5, 1),
                reporter_id=gone,
                what="Leak",
                status="done",
                done_on=date(2018, 5, 2),
            )
        )

    task = store.do(call).result
    for note in ("Bakker held the lamp", "back by train"):
        entry = store.do(
            note_hours,
            person_id=stays,
            task_id=task,
            worked_on=date(2018, 5, 2),
            minutes=60,
            what="Leak mended",
            note=note,
        ).result
        store.do(remove_hours, entry_id=entry)
    clear(store, gone)
    assert holds(store, "Bakker") == []
    assert holds(store, "back by train") == ["back by train"]


def test_words_in_a_row_that_was_removed_go_at_a_wish_and_are_told_as_going(store: Store) -> None:
    anna = leaver(store, "L001", ANNA, LAST_YEAR)
    removed_hours(store, anna, "her mother is ill")
    told = store.read(requests.answer, anna, TODAY)
    assert told is not None
    assert told.goes == ("what rooms were booked for, notes on keys, hours, work days, proxies and applications",)
    store.do(clear_at_wish, person_id=anna, on=TODAY)
    assert holds(store, "her mother is ill") == []
    told = store.read(requests.answer, anna, TODAY)
    assert told is not None
    assert told.goes == ()
    assert [finding for finding in check(store.path) if not finding.ok] == []

"""Who left is forgotten for good after their term; who has something open is not; money, counts and days stay."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.errors import Refused
from coopadmin.services.association import set_rule
from coopadmin.services.forgetting_people import clear_people
from coopadmin.services.members import PersonData, correct_person, register_member
from coopadmin.services.undo import undo
from db.backup import back_up, check
from db.journal import Transaction
from db.queries import forgetting_people as queries
from db.queries.finder import find
from db.store import Store
from db.sweeping import old_copies
from db.tables.actions import ActionPoint
from db.tables.base import Record, table_of
from db.tables.bookings import Booking, BookingSeries
from db.tables.candidates import Candidate
from db.tables.charges import Charge
from db.tables.contracts import Contract, ContractParty
from db.tables.decisions import Decision
from db.tables.keys import KeyLoan
from db.tables.maintenance import MaintenanceTask
from db.tables.matching import KnownAccount
from db.tables.members import Member, Membership, OfficeTerm, Person
from tests.conftest import TODAY, Furnish
from tests.left import BEFORE, FAMILY, GIVEN, IBAN, LEFT, MAIL, PHONE, SECRETS, Left, fill_left, left_in


@pytest.fixture
def left(store: Store, furnish: Furnish) -> Left:
    """Give somebody who left on 31 March 2024, and somebody who did not."""
    return furnish(fill_left)


def rows(store: Store, model: type[Record], **wanted: Any) -> list[dict[str, Any]]:
    def read(connection: Connection) -> list[dict[str, Any]]:
        table = table_of(model)
        where = [table.c[name] == value for name, value in wanted.items()]
        return [dict(row) for row in connection.execute(select(table).where(*where)).mappings()]

    return store.read(read)


def clear(store: Store, *person_ids: int, on: date = TODAY) -> int:
    return store.do(clear_people, person_ids=person_ids, on=on).result


def put(store: Store, record: Record) -> None:
    def deed(transaction: Transaction) -> None:
        transaction.add(record)

    store.do(deed)


def is_whole(path: Path) -> bool:
    return all(finding.ok for finding in check(path))


def test_the_case_holds_every_secret_before_it_is_cleared(store: Store, left: Left) -> None:
    assert {found.partition(": ")[2] for found in left_in(store.path)} == set(SECRETS)


def test_no_byte_of_who_left_is_in_the_store_or_a_new_backup_afterwards(
    store: Store, left: Left, tmp_path: Path
) -> None:
    assert clear(store, left.person_id) == 1
    assert store.unswept == ""
    assert left_in(store.path) == []
    assert left_in(back_up(store.path, tmp_path / "copy" / "new.coop")) == []
    assert is_whole(store.path)
    assert store.read(find, FAMILY) == store.read(find, "zzzznobody")


def test_the_number_stands_where_the_name_stood_and_history_stays(store: Store, left: Left) -> None:
    clear(store, left.person_id)
    (person,) = rows(store, Person, id=left.person_id)
    assert (person["family_name"], person["born_on"], person["folded"]) == (
        "former member L012",
        None,
        "former member l012",
    )
    task, other = rows(store, MaintenanceTask)
    assert task["what"] == "Leak in the kitchen of former member L012, ring former member L012"
    assert (task["note"], task["done_on"]) == ("former member L012 was at home", date(2023, 5, 4))
    assert other["what"] == "Gutter over the home of former member L012"
    (decision,) = rows(store, Decision)
    assert (decision["subject"], decision["votes_for"], decision["votes_against"]) == (
        "Bench of former member L012",
        7,
        2,
    )
    (membership,) = rows(store, Membership, ends_on=LEFT)
    assert (membership["starts_on"], membership["end_reason"]) == (date(2015, 1, 1), "")
    (contract,) = rows(store, Contract)
    assert (contract["number"], contract["iban"], contract["note"]) == ("C-0012", "", "")
    assert rows(store, KnownAccount) == []
    assert len(rows(store, Booking)) == 1
    assert rows(store, Person, id=left.staying_id)[0]["given_name"] == "Bas"


def test_it_cannot_be_taken_back_and_nobody_is_due_afterwards(store: Store, left: Left) -> None:
    done = store.do(clear_people, person_ids=[left.person_id], on=TODAY)
    assert done.batch is not None
    with pytest.raises(Refused, match="cannot be taken back: personal data in it has been cleared"):
        store.do(undo, batch=done.batch)
    found = store.read(queries.overview, TODAY)
    assert (found.due, found.asking, found.kept, found.last_cleared_on) == ((), (), (), TODAY)
    assert clear(store, left.person_id) == 0


def test_who_is_given_a_name_again_is_due_again(store: Store, left: Left) -> None:
    clear(store, left.person_id)
    store.do(correct_person, person_id=left.person_id, person=PersonData("Terug", given_name="Nieuw"))
    assert [one.number for one in store.read(queries.overview, TODAY).due] == ["L012"]


def test_the_term_is_a_setting_that_counts_from_the_last_tie(store: Store, left: Left) -> None:
    (one,) = store.read(queries.overview, TODAY).due
    assert (one.number, one.from_on) == ("L012", date(2026, 4, 1))
    assert one.why[0].endswith("until 31 March 2024") or "31 March 2024" in one.why[0]
    assert [one.number for one in store.read(queries.overview, date(2026, 3, 31)).kept] == ["L012"]
    store.do(set_rule, name="person_retention_months", value="60", valid_from=TODAY, source="Board, 1 November 2026")
    (kept,) = store.read(queries.overview, TODAY).kept
    assert kept.until == date(2029, 3, 31)
    with pytest.raises(Refused, match="The data of L012 is not to be cleared yet:"):
        clear(store, left.person_id)


_OPEN: dict[str, tuple[str, Any]] = {
    "money": ("money is open on their account", lambda one: Charge(
        contract_id=one.contract_id, kind="other", due_on=date(2024, 3, 1), amount_cents=100, note="key")),
    "key": ("has a key that was not handed in", lambda one: KeyLoan(
        copy_id=1, person_id=one.person_id, issued_on=date(2024, 4, 1))),
    "task": ("reported a task that is open", lambda one: MaintenanceTask(
        number="O-0009", reported_on=date(2024, 3, 1), reporter_id=one.person_id, what="Door")),
    "booking": ("has a booking to come", lambda one: Booking(
        facility_id=1, person_id=one.person_id, starts_at="2026-12-01T19:00", ends_at="2026-12-01T20:00",
        status="confirmed")),
    "office": ("holds an office", lambda one: OfficeTerm(
        person_id=one.person_id, office="chair", starts_on=date(2024, 1, 1))),
    "action": ("has an action to do", lambda one: ActionPoint(
        what="Call", owner_id=one.person_id, made_on=date(2024, 1, 1))),
    "candidate": ("is a candidate too", lambda one: Candidate(
        number="K-0001", registered_on=date(2024, 1, 1), family_name=FAMILY, person_id=one.person_id)),
    "tenancy": ("has a tenancy", lambda one: Contract(
        number="C-0099", dwelling_id=1, starts_on=date(2024, 5, 1))),
}  # fmt: skip


@pytest.mark.parametrize("kind", _OPEN)
def test_nobody_is_cleared_while_something_of_theirs_is_open(store: Store, left: Left, kind: str) -> None:
    told, make = _OPEN[kind]
    put(store, make(left))
    if kind == "tenancy":
        put(store, ContractParty(contract_id=2, person_id=left.person_id))
    assert store.read(queries.overview, TODAY).due == ()
    with pytest.raises(Refused) as refused:
        clear(store, left.person_id)
    assert told in str(refused.value)
    assert rows(store, Person, id=left.person_id)[0]["family_name"] == FAMILY


def test_a_member_of_today_is_refused_and_nobody_else_is_cleared_in_the_same_deed(store: Store, left: Left) -> None:
    with pytest.raises(Refused, match="is a member"):
        clear(store, left.person_id, left.staying_id)
    assert rows(store, Person, id=left.person_id)[0]["given_name"] == GIVEN


def test_nothing_is_cleared_ahead_of_its_day(store: Store, left: Left) -> None:
    with pytest.raises(Refused, match="still to come"):
        clear(store, left.person_id, on=date(2027, 1, 1))


@pytest.mark.parametrize("on", [date(2026, 3, 31), date(2026, 4, 1), TODAY])
def test_the_count_for_the_desk_is_of_those_whose_term_is_over(store: Store, left: Left, on: date) -> None:
    found = store.read(queries.overview, on)
    assert store.read(queries.past_term, on) == len(found.due) + len(found.asking)
    for kind, tie in _OPEN.items():
        if kind in ("key", "office"):
            put(store, tie[1](left))
            assert store.read(queries.past_term, on) == 0
            break


def test_the_count_for_the_desk_leaves_out_who_was_cleared_and_takes_in_who_never_had_a_tie(
    store: Store, left: Left
) -> None:
    put(store, Person(family_name="Zonder", given_name="Band"))
    assert store.read(queries.past_term, TODAY) == 1
    clear(store, left.person_id)
    assert store.read(queries.past_term, TODAY) == 0
    later = date(2029, 1, 1)
    assert store.read(queries.past_term, later) == len(store.read(queries.overview, later).due)
    assert store.read(queries.past_term, later) == 1


def test_what_somebody_who_stays_shares_is_left_to_them(store: Store, left: Left) -> None:
    partner = PersonData(FAMILY, "", "T.", "Tobias", None, "", PHONE, "", "", "", IBAN, f"partner of {GIVEN} {FAMILY}")
    store.do(register_member, number="L014", kind="member", starts_on=date(2015, 1, 1), person=partner)
    put(
        store, ContractParty(contract_id=left.contract_id, person_id=rows(store, Member, number="L014")[0]["person_id"])
    )
    clear(store, left.person_id)
    (kept,) = rows(store, Person, given_name="Tobias")
    assert (kept["family_name"], kept["phone"], kept["iban"]) == (FAMILY, PHONE, IBAN)
    assert kept["note"] == "partner of former member L012"
    # In what is written of the contract they share, the family name alone is the other's as much.
    assert (rows(store, Contract)[0]["iban"], rows(store, Contract)[0]["note"]) == (
        IBAN,
        f"{FAMILY} pays late: sore back",
    )
    assert rows(store, MaintenanceTask)[0]["note"] == "former member L012 was at home"
    assert len(rows(store, KnownAccount)) == 1
    # A title says no longer who of the two is meant.
    assert rows(store, MaintenanceTask)[1]["what"] == f"Gutter over the home of Mevr. {FAMILY}"
    with closing(sqlite3.connect(store.path)) as connection:
        content = "\n".join(connection.iterdump())
    assert not [secret for secret in (GIVEN, BEFORE, MAIL) if secret in content]
    assert [one.person_id for one in store.read(queries.former, TODAY)] == []


def test_a_copy_from_before_is_named(store: Store, left: Left) -> None:
    back_up(store.path, store.path.parent / "before.coop")
    clear(store, left.person_id)
    assert [(one.file.name, one.people) for one in old_copies(store.path)] == [("before.coop", 1)]


def test_the_journal_names_who_was_cleared_by_number_only(store: Store, left: Left) -> None:
    from db.tables.journal import JournalEntry

    clear(store, left.person_id)

    def last(connection: Connection) -> tuple[str, str]:
        found = connection.execute(
            select(col(JournalEntry.deed), col(JournalEntry.about)).order_by(col(JournalEntry.id).desc())
        )
        deed, about = found.first() or ("", "")
        return deed, about

    assert store.read(last) == ("clear_people", "L012")


def test_of_two_who_go_in_one_deed_the_contract_they_shared_keeps_no_account_and_no_note(
    store: Store, left: Left
) -> None:
    partner = PersonData("Merelaar", "", "T.", "Tobias")
    store.do(register_member, number="L014", kind="member", starts_on=date(2015, 1, 1), person=partner)
    (member,) = rows(store, Member, number="L014")

    def leave(transaction: Transaction) -> None:
        transaction.add(ContractParty(contract_id=left.contract_id, person_id=member["person_id"]))
        membership = transaction.scalar(select(col(Membership.id)).where(col(Membership.member_id) == member["id"]))
        transaction.change(Membership, membership, ends_on=LEFT)

    store.do(leave)
    assert clear(store, left.person_id, member["person_id"]) == 2
    (contract,) = rows(store, Contract)
    assert (contract["iban"], contract["note"], rows(store, KnownAccount)) == ("", "", [])


@pytest.mark.parametrize("given", ["Han", "Kol", "Tim"])
def test_a_name_that_is_also_a_code_leaves_the_code_of_a_call_as_it_is(store: Store, left: Left, given: str) -> None:
    store.do(correct_person, person_id=left.person_id, person=PersonData(FAMILY, given_name=given))

    def code(transaction: Transaction) -> None:
        transaction.change(MaintenanceTask, left.task_id, element_code=given.upper(), note=f"{given} let us in")

    store.do(code)
    clear(store, left.person_id)
    task = rows(store, MaintenanceTask, id=left.task_id)[0]
    assert (task["element_code"], task["note"]) == (given.upper(), "former member L012 let us in")


def test_a_name_that_is_also_a_day_of_the_calendar_leaves_how_a_booking_came_round(store: Store, left: Left) -> None:
    store.do(correct_person, person_id=left.person_id, person=PersonData("Mo", given_name=GIVEN))
    series = BookingSeries(
        facility_id=1,
        person_id=left.person_id,
        starts_at="2020-01-06T19:00",
        minutes=60,
        rule="FREQ=WEEKLY;BYDAY=MO",
        until=date(2020, 6, 1),
        purpose="choir of Mo",
        ended_on=date(2020, 3, 1),
    )
    put(store, series)
    clear(store, left.person_id)
    (kept,) = rows(store, BookingSeries)
    assert (kept["rule"], kept["purpose"]) == ("FREQ=WEEKLY;BYDAY=MO", "")

"""One person's data tells nothing of others: not of who shares the contract, nor of who worked on their call."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from coopadmin import i18n
from coopadmin.exchange import documents, person_data
from coopadmin.services.members import PersonData, register_member
from db.journal import Transaction
from db.queries import person_data as queries
from db.store import Store
from db.tables.bank import BankAccount, BankFile, BankLine, BankStatement
from db.tables.base import table_of
from db.tables.budget import Category
from db.tables.charges import Charge
from db.tables.contracts import Contract, ContractParty
from db.tables.facilities import Facility
from db.tables.hours import HoursEntry
from db.tables.maintenance import MaintenanceTask
from db.tables.matching import KnownAccount, Posting
from db.tables.meetings import Meeting
from db.tables.members import Member
from db.tables.rents import RentLine
from tests.conftest import TODAY, Furnish
from tests.left import FAMILY, GIVEN, IBAN, Left, fill_left

PARTNER = "NL91ABNA0417164300"
PLUMBER = "NL20INGB0001234567"


@pytest.fixture
def left(store: Store, furnish: Furnish) -> Left:
    """Give somebody who shared a home and reported a leak that a neighbour and a plumber mended."""
    found = furnish(fill_left)
    partner = PersonData("Bewoner", "", "T.", "Tobias", None, "", "", "", "", "", PARTNER, "")
    store.do(register_member, number="L014", kind="member", starts_on=date(2015, 1, 1), person=partner)

    def fill(transaction: Transaction) -> None:
        add = transaction.add
        second = transaction.scalar(select(table_of(Member).c.person_id).where(table_of(Member).c.number == "L014"))
        add(
            ContractParty(contract_id=found.contract_id, person_id=second, role="co_tenant", starts_on=date(2019, 3, 7))
        )
        add(KnownAccount(iban=PARTNER, contract_id=found.contract_id, note="of the partner"))
        add(RentLine(contract_id=found.contract_id, valid_from=date(2015, 1, 1), basic_rent_cents=61234))
        add(
            Charge(
                contract_id=found.contract_id,
                kind="rent",
                month=date(2020, 11, 1),
                due_on=date(2020, 11, 1),
                amount_cents=61234,
                basic_rent_cents=61234,
            )
        )
        add(
            HoursEntry(
                person_id=found.staying_id,
                task_id=found.task_id,
                worked_on=date(2023, 5, 3),
                minutes=61,
                what="Leak mended",
                note="back by train",
            )
        )
        account = add(BankAccount(number="NL02RABO0123456789"))
        statement = add(
            BankStatement(file_id=add(BankFile(name="a", format="camt", sha256="0" * 64)), account_id=account)
        )

        def line(position: int, cents: int, name: str, iban: str, text: str) -> int:
            return add(
                BankLine(
                    statement_id=statement,
                    account_id=account,
                    position=position,
                    key=str(position),
                    booked_on=date(2020, 11, position),
                    amount_cents=cents,
                    name=name,
                    iban=iban,
                    description=text,
                )
            )

        def post(line_id: int, day: int, cents: int) -> None:
            booked_on = date(2020, 11, day)
            add(
                Posting(
                    line_id=line_id,
                    booked_on=booked_on,
                    amount_cents=cents,
                    kind="contract",
                    contract_id=found.contract_id,
                )
            )

        mine = line(1, 30001, f"W. {FAMILY}", IBAN, "my half of the rent")
        post(mine, 1, 30001)
        post(line(2, 30002, "T. Bewoner", PARTNER, "half from Tobias"), 2, 30002)
        category = add(Category(code="REP", name="Plumbing budget", direction="expense"))
        paid = line(3, -9876, "Lood en Zink", PLUMBER, "invoice 77")
        add(
            Posting(
                line_id=paid,
                booked_on=date(2020, 11, 3),
                amount_cents=-9876,
                kind="category",
                category_id=category,
                task_id=found.task_id,
            )
        )

    store.do(fill)
    return found


def told(store: Store, person_id: int) -> str:
    return documents.plain(person_data.blocks(store.read(queries.person_data, person_id), TODAY))


def test_no_row_of_others_is_in_it(store: Store, left: Left) -> None:
    text = told(store, left.person_id)
    for others in (
        *("back by train", "61", "Leak mended", "of the partner", PARTNER[-4:], PLUMBER[-4:], "98,76", "Plumbing"),
        *("Tobias", "Bewoner", "half from", "Lood en Zink", "invoice 77", "07 Mar 2019"),
    ):
        assert others not in text.replace("612.34", "").replace("612,34", ""), others


def test_what_is_shared_is_in_it_without_the_other(store: Store, left: Left) -> None:
    text = told(store, left.person_id)
    for own in ("C-0012", "612", "300", "my half of the rent", IBAN[-4:], "her mother is ill", "Leak in the kitchen"):
        assert own in text, own
    # A note on what two people share may be about either.
    assert "pays late" not in text
    assert "my half of the rent" not in told(store, 3)
    assert IBAN[-4:] not in told(store, 3)


def test_after_somebody_left_a_contract_what_was_charged_and_paid_is_not_about_them(store: Store, left: Left) -> None:
    def go(transaction: Transaction) -> None:
        transaction.change(ContractParty, 1, ends_on=date(2020, 10, 31))

    store.do(go)
    found = store.read(queries.person_data, left.person_id)
    assert not {part.table for part in found.parts} & {"charge", "posting", "bankline"}
    assert "rentline" in {part.table for part in found.parts}


def test_a_part_in_what_is_about_much_else_is_told_and_nothing_else_of_it(store: Store, left: Left) -> None:
    def lead(transaction: Transaction) -> None:
        transaction.change(Facility, 1, keeper_id=left.person_id, note="paint it")
        transaction.change(Meeting, 1, chair_id=left.person_id, secretary_id=left.staying_id)

    store.do(lead)
    parts = {part.table: part.rows for part in store.read(queries.person_data, left.person_id).parts}
    assert parts["facility"] == ((("name", "Hall"), ("keeper", "you")),)
    ((*meeting,),) = parts["meeting"]
    assert ("in the chair", "you") in meeting
    assert not [label for label, _text in meeting if label == "kept the minutes"]


def test_it_says_how_many_other_texts_name_somebody(store: Store, left: Left) -> None:
    found = store.read(queries.person_data, left.person_id)
    assert found.elsewhere == 5
    assert "5 other texts" in told(store, left.person_id)
    assert "asks for a bench" not in told(store, left.person_id)
    assert "other text" not in told(store, left.staying_id)

    def write(transaction: Transaction) -> None:
        transaction.change(Contract, left.contract_id, note=f"{GIVEN} {FAMILY} pays late")

    store.do(write)
    assert store.read(queries.person_data, left.person_id).elsewhere == 6, "what is left out of a row counts too"


def test_in_dutch_no_word_of_it_is_english_and_a_month_is_a_month(store: Store, left: Left) -> None:
    def call(transaction: Transaction) -> None:
        transaction.change(MaintenanceTask, left.task_id, note=GIVEN)

    store.do(call)
    i18n.use("nl")
    text = told(store, left.person_id)
    assert "november 2020" in text
    assert "2020-11" not in text
    assert " · contract" not in text.replace("huurcontract", "")

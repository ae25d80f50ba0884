"""One person's data tells nothing of others: not of who shares the contract, nor of who worked on their call."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Connection, event, select

from coopadmin import i18n
from coopadmin.exchange import documents, person_data
from coopadmin.services.members import PersonData, register_member
from db.journal import Transaction
from db.queries import person_data as queries
from db.store import Store
from db.tables.actions import ActionPoint
from db.tables.arrears import CollectionStep
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
from db.tables.members import Member, Person
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


def test_no_words_no_account_and_no_bill_of_others_are_in_it(store: Store, left: Left) -> None:
    text = told(store, left.person_id)
    for others in (
        *("back by train", "61", "Leak mended", "of the partner", PARTNER[-4:], PLUMBER[-4:], "98.76", "Plumbing"),
        *("Tobias", "Bewoner", "half from", "Lood en Zink", "invoice 77", "07 Mar 2019"),
    ):
        assert others not in text.replace("612.34", ""), others


def test_what_is_shared_is_in_it_without_the_other(store: Store, left: Left) -> None:
    text = told(store, left.person_id)
    for own in ("C-0012", "612", "my half of the rent", IBAN[-4:], "her mother is ill", "Leak in the kitchen"):
        assert own in text, own
    # What was paid on a contract is of all who owe its rent, whoever paid it.
    assert "€300.01" in text
    assert "€300.02" in text
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
    assert found.elsewhere == 7
    assert "7 other texts" in told(store, left.person_id)
    assert "asks for a bench" not in told(store, left.person_id)
    assert "other text" not in told(store, left.staying_id)

    def write(transaction: Transaction) -> None:
        transaction.change(Contract, left.contract_id, note=f"{GIVEN} {FAMILY} pays late")

    store.do(write)
    assert store.read(queries.person_data, left.person_id).elsewhere == 8, "what is left out of a row counts too"


def test_every_text_that_names_somebody_counts(store: Store, left: Left) -> None:
    def write(transaction: Transaction) -> None:
        thanks = f"{GIVEN} {FAMILY}"
        transaction.add(ActionPoint(what=f"Thank {thanks}", made_on=TODAY, note=f"and ring {thanks}"))

    before = store.read(queries.person_data, left.person_id).elsewhere
    store.do(write)
    assert store.read(queries.person_data, left.person_id).elsewhere == before + 2


def test_a_subtenant_reads_their_part_and_nothing_of_what_the_tenant_owes_or_paid(store: Store, left: Left) -> None:
    def let_a_room(transaction: Transaction) -> int:
        who = transaction.add(Person(family_name="Onderhuur", given_name="Otto"))
        came = date(2016, 1, 1)
        contract_id = left.contract_id
        transaction.add(
            ContractParty(contract_id=contract_id, person_id=who, role="subtenant", place=3, starts_on=came)
        )
        transaction.add(
            CollectionStep(contract_id=contract_id, level="letter", taken_on=date(2019, 1, 1), open_cents=123456)
        )
        transaction.change(Contract, contract_id, deposit_cents=70000)
        return who

    subtenant = store.do(let_a_room).result
    found = store.read(queries.person_data, subtenant)
    assert {part.table for part in found.parts} == {"person", "contractparty"}
    text = told(store, subtenant)
    assert "subtenant" in text
    assert "C-0012" in text
    assert "What is left out" not in text
    assert "234.56" in told(store, left.person_id)


def test_what_is_left_out_of_a_shared_contract_is_said(store: Store, left: Left) -> None:
    text = told(store, left.person_id)
    assert "Of a contract that you share" in text
    # Their own account paid one, the partner's the other.
    assert "1 bank line behind money that was booked" in text
    assert "Of a contract that you share" not in told(store, left.staying_id)
    assert "bank line behind" not in told(store, left.staying_id)


def test_one_persons_data_reads_of_the_journal_only_what_is_about_them(store: Store, left: Left) -> None:
    asked: list[str] = []

    def read(connection: Connection) -> None:
        @event.listens_for(connection, "before_cursor_execute")
        def note(*arguments: object) -> None:
            asked.append(str(arguments[2]))

        assert note
        queries.person_data(connection, left.person_id)

    store.read(read)
    of_the_journal = [one for one in asked if "FROM journalvalue" in one or "JOIN journalvalue" in one]
    assert of_the_journal != []
    assert [one for one in of_the_journal if "row_id" not in one.partition("WHERE")[2]] == []


def test_in_dutch_no_word_of_it_is_english_and_a_month_is_a_month(store: Store, left: Left) -> None:
    def call(transaction: Transaction) -> None:
        transaction.change(MaintenanceTask, left.task_id, note=GIVEN)

    def read() -> tuple[list[tuple[str, str]], set[str]]:
        parts = store.read(queries.person_data, left.person_id).parts
        lines = (" ".join(line.split()) for line in told(store, left.person_id).splitlines())
        return [cell for part in parts for row in part.rows for cell in row], {one for one in lines if one.strip("═─")}

    store.do(call)
    english, lines_in_english = read()
    i18n.use("nl")
    dutch, lines_in_dutch = read()
    pairs = list(zip(english, dutch, strict=True))
    assert {label for (label, _said), (also, _in_dutch) in pairs if label == also} <= {"e-mail", "postcode", "status"}
    chosen = {"kind", "role", "status", "urgency", "who does it", "way of paying", "why it stands there", "reported by"}
    assert chosen <= {label for label, _said in english}
    assert [label for (label, said), (_also, in_dutch) in pairs if label in chosen and said == in_dutch] == []
    assert lines_in_english & lines_in_dutch == {"e-mail wq@vertrokken.example", "postcode 1234 AB"}
    assert dict(dutch)["maand"] == "november 2020"

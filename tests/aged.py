"""Money, calls and bookings of years ago, with the names and words of people in every place that can hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from coopadmin.services.members import PersonData, register_member
from db.journal import Transaction
from db.store import Store
from db.tables.arrears import CollectionStep
from db.tables.bank import BankAccount, BankFile, BankLine, BankStatement
from db.tables.bookings import Booking
from db.tables.budget import Category
from db.tables.charges import Charge
from db.tables.closing import MonthClosing
from db.tables.contracts import Contract
from db.tables.deposits import DepositMovement
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from db.tables.hours import HoursEntry
from db.tables.ledger import PaymentPlan, Refund
from db.tables.maintenance import MaintenanceTask, TaskAppointment
from db.tables.matching import Posting
from db.tables.rents import OpeningBalance

OLD = (
    *("Zwaantje Brugman", "NL18VONK1788068595", "thanks for the flowers", "MNDT-ZWAAN-7", "E2E-BRUGMAN"),
    *("lost his job", "after the funeral", "paid by his aunt", "owed by her uncle", "to her new home"),
    *("cannot sleep of it", "letter by his sister", "corrected: Brugmannetje"),
)
"""Words of money whose term is over on 20 November 2026, none of them open."""

YOUNG = ("Klaas Recent", "fresh words")
"""Words of money of last year."""

HOME = ("Kitty Klapwijk", "rang three times", "key under the mat")
"""Words of calls of years ago."""

PARTY = ("golden wedding", "bad back that day")
"""Words of bookings and hours of years ago."""


@dataclass(frozen=True, slots=True)
class Years:
    """The rows that the tests ask for."""

    contract_id: int
    line_id: int
    caller_id: int
    task_id: int


def fill_years(store: Store) -> Years:
    """Put old and young money, and calls and bookings of 2018, into an empty store; the old months are closed."""
    years = store.do(_fill).result
    store.do(_change, years)
    store.do(_close)
    return years


def _fill(transaction: Transaction) -> Years:
    add = transaction.add
    register_member(
        transaction,
        number="L001",
        kind="member",
        starts_on=date(2010, 1, 1),
        person=PersonData("Klapwijk", "", "K.", "Kitty"),
    )
    home = add(Dwelling(code="A1"))
    contract = add(Contract(number="C-0001", dwelling_id=home, starts_on=date(2010, 1, 1)))
    _money(transaction, contract)
    task = add(
        MaintenanceTask(
            number="O-0001",
            reported_on=date(2018, 5, 1),
            reporter_id=1,
            what="Leak at Kitty Klapwijk's",
            status="done",
            done_on=date(2018, 5, 2),
            note="rang three times",
        )
    )
    add(
        TaskAppointment(
            task_id=task,
            starts_at="2018-05-02T09:00",
            ends_at="2018-05-02T10:00",
            agreed_on=date(2018, 5, 1),
            access="key under the mat",
        )
    )
    hall = add(Facility(code="ZAAL", name="Hall", kind="common_room"))
    add(
        Booking(
            facility_id=hall,
            person_id=1,
            starts_at="2018-06-01T19:00",
            ends_at="2018-06-01T23:00",
            purpose="golden wedding",
        )
    )
    add(HoursEntry(person_id=1, worked_on=date(2018, 9, 1), minutes=60, what="Garden", note="bad back that day"))
    return Years(contract, 1, 1, task)


def _money(transaction: Transaction, contract: int) -> None:
    add = transaction.add
    account = add(BankAccount(number="NL79RABO8563276100"))
    file_id = add(BankFile(name="a.940", format="mt940", sha256="a"))
    statement = add(BankStatement(file_id=file_id, account_id=account, line_count=3, lines_cents=799_00))
    old = add(
        BankLine(
            statement_id=statement,
            account_id=account,
            position=1,
            key="r|ref|2018-03-01|50000|NL18VONK1788068595",
            booked_on=date(2018, 3, 1),
            amount_cents=500_00,
            name="Zwaantje Brugman",
            iban="NL18VONK1788068595",
            description="thanks for the flowers",
            reference="ref",
            mandate_id="MNDT-ZWAAN-7",
            end_to_end_id="E2E-BRUGMAN",
            raw=":86:Zwaantje Brugman thanks for the flowers",
        )
    )
    young = add(
        BankLine(
            statement_id=statement,
            account_id=account,
            position=2,
            key="2",
            booked_on=date(2025, 3, 1),
            amount_cents=300_00,
            name="Klaas Recent",
            description="fresh words",
        )
    )
    for day, cents, note in ((date(2018, 3, 1), 500_00, "lost his job"), (date(2025, 3, 1), 300_00, "fresh words")):
        add(Charge(contract_id=contract, kind="other", due_on=day, amount_cents=cents, note=note))
    add(Posting(line_id=old, booked_on=date(2018, 3, 1), amount_cents=400_00, kind="contract", contract_id=contract,
                note="paid by his aunt"))  # fmt: skip
    category = add(Category(code="other", name="Other", direction="income"))
    add(Posting(line_id=old, booked_on=date(2018, 3, 1), amount_cents=100_00, kind="category", category_id=category))
    add(Posting(line_id=young, booked_on=date(2025, 3, 1), amount_cents=300_00, kind="contract", contract_id=contract))
    add(OpeningBalance(contract_id=contract, due_on=date(2015, 1, 1), amount_cents=-100_00, note="owed by her uncle"))
    add(DepositMovement(contract_id=contract, moved_on=date(2017, 1, 1), kind="cash", amount_cents=50_00,
                        note="after the funeral"))  # fmt: skip
    add(DepositMovement(contract_id=contract, moved_on=date(2018, 1, 1), kind="cash", amount_cents=-50_00))
    add(Refund(contract_id=contract, decided_on=date(2016, 1, 1), amount_cents=1_00, iban="NL18VONK1788068595",
               note="to her new home"))  # fmt: skip
    out = add(BankLine(statement_id=statement, account_id=account, position=3, key="3", booked_on=date(2016, 1, 2),
                       amount_cents=-1_00))  # fmt: skip
    add(Posting(line_id=out, booked_on=date(2016, 1, 2), amount_cents=-1_00, kind="contract", contract_id=contract))
    add(Charge(contract_id=contract, kind="other", due_on=date(2016, 1, 2), amount_cents=-1_00))
    add(PaymentPlan(contract_id=contract, agreed_on=date(2017, 1, 1), total_cents=100, term_cents=100,
                    first_due_on=date(2017, 2, 1), ended_on=date(2017, 3, 1), note="cannot sleep of it"))  # fmt: skip
    add(CollectionStep(contract_id=contract, level="reminder", taken_on=date(2017, 1, 1), open_cents=100,
                       note="letter by his sister"))  # fmt: skip


def _change(transaction: Transaction, years: Years) -> None:
    """Write a note and take it away, and put a charge on an account and take it away: the journal has both."""
    note = transaction.add(
        Charge(
            contract_id=years.contract_id,
            kind="other",
            due_on=date(2018, 4, 1),
            amount_cents=5,
            note="corrected: Brugmannetje",
        )
    )
    transaction.remove(Charge, note)
    transaction.change(Posting, 2, note="corrected: Brugmannetje")
    transaction.change(Posting, 2, note="")


def _close(transaction: Transaction) -> None:
    """Close the old months, so that nothing dated in them can be changed any more."""
    transaction.add(MonthClosing(month=date(2018, 12, 1), closed_on=date(2019, 1, 15), balance_cents=0))


def words_in(words: tuple[str, ...], *files: Path) -> list[str]:
    """Name every one of these words that stands in the bytes of some files, or in those that lie beside them."""
    found: list[str] = []
    for file in files:
        for beside in ("", "-wal", "-shm", "-journal"):
            path = file.with_name(file.name + beside)
            if path.exists():
                content = path.read_bytes().lower()
                found += [word for word in words if word.lower().encode() in content]
    return sorted(set(found), key=words.index)

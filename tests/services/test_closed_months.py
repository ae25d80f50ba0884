"""Whatever a person does with money, a closed month says so kindly and stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from coopadmin.errors import Refused
from coopadmin.services import arrears, bank, charges, deposits, ledger, rents
from coopadmin.services.closing import close_month, reopen_month
from coopadmin.services.contracts import start_contract
from coopadmin.services.dwellings import DwellingData, add_dwelling
from coopadmin.services.imports import ImportRefused, import_register
from coopadmin.services.members import PersonData
from db.journal import Transaction
from db.queries.balances import balance_cents
from db.store import Store
from db.tables.charges import Charge
from tests.bank_lines import bring
from tests.conftest import Furnish

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
IN_SEPTEMBER = date(2026, 9, 5)


def _close_september(store: Store) -> int:
    made: list[int] = []
    for place, (code, first) in enumerate((("12C", date(2020, 1, 1)), ("14A", date(2026, 9, 15)))):
        home = store.do(add_dwelling, dwelling=DwellingData(code)).result
        made.append(
            store.do(
                start_contract,
                number=f"C-000{place + 1}",
                dwelling_id=home,
                tenants=[PersonData("Berg", given_name="Anna")],
                starts_on=first,
                basic_rent_cents=700_00,
            ).result
        )
        if not place:
            store.do(charges.charge_month, month=SEPTEMBER)
    store.do(close_month, month=SEPTEMBER)
    return made[0]


@pytest.fixture
def contract(furnish: Furnish) -> int:
    """A contract that was charged for September, which is closed; another begins in it without having been charged."""
    return furnish(_close_september)


def _charge(store: Store, contract: int) -> None:
    store.do(
        charges.add_charge,
        contract_id=contract,
        kind="damage",
        amount_cents=50_00,
        due_on=IN_SEPTEMBER,
        note="a broken window",
    )


def _charge_many(store: Store, _contract: int) -> None:
    store.do(
        charges.charge_many,
        who="contracts",
        kind="key_deposit",
        amount_cents=5_00,
        due_on=IN_SEPTEMBER,
    )


def _hold(store: Store, contract: int) -> None:
    store.do(deposits.hold_before, contract_id=contract, moved_on=IN_SEPTEMBER, amount_cents=700_00)


def _hold_agreed(store: Store, _contract: int) -> None:
    store.do(deposits.hold_agreed, moved_on=IN_SEPTEMBER)


def _receive(store: Store, contract: int) -> None:
    store.do(deposits.receive_cash, contract_id=contract, moved_on=IN_SEPTEMBER, amount_cents=700_00)


def _return(store: Store, contract: int) -> None:
    store.do(deposits.return_cash, contract_id=contract, moved_on=IN_SEPTEMBER, amount_cents=700_00)


def _deduct(store: Store, contract: int) -> None:
    store.do(
        deposits.deduct,
        contract_id=contract,
        moved_on=IN_SEPTEMBER,
        kind="damage",
        amount_cents=50_00,
        note="a broken window",
    )


def _cost(store: Store, contract: int) -> None:
    store.do(arrears.charge_cost, contract_id=contract, on=IN_SEPTEMBER)


def _month(store: Store, _contract: int) -> None:
    store.do(charges.charge_month, month=SEPTEMBER)


def _opening(store: Store, contract: int) -> None:
    store.do(rents.set_opening, contract_id=contract, due_on=date(2026, 6, 1), amount_cents=100_00)


DEEDS = (_charge, _charge_many, _hold, _hold_agreed, _receive, _return, _deduct, _cost, _month, _opening)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__.strip("_"))
def test_money_dated_in_a_closed_month_is_refused_with_what_to_do(
    store: Store, contract: int, deed: Callable[[Store, int], None]
) -> None:
    with pytest.raises(Refused) as refusal:
        deed(store, contract)
    said = str(refusal.value)
    assert "closed" in said
    assert "September 2026" in said
    assert "reopen that month first" in said
    assert "store refused" not in said


@pytest.mark.parametrize("deed", [_charge, _hold, _month, _opening], ids=lambda deed: deed.__name__.strip("_"))
def test_in_a_month_that_was_reopened_it_goes_through(
    store: Store, contract: int, deed: Callable[[Store, int], None]
) -> None:
    store.do(reopen_month, month=SEPTEMBER, reason="something was forgotten")
    deed(store, contract)


def test_what_puts_the_past_right_is_dated_after_the_closed_months(store: Store, contract: int) -> None:
    september = store.read(balance_cents, contract, date(2026, 9, 30))
    store.do(rents.set_rent, contract_id=contract, valid_from=date(2026, 9, 1), basic_rent_cents=690_00)
    store.do(charges.correct_months, contract_ids=[contract], until=SEPTEMBER)
    store.do(ledger.write_off, contract_id=contract, amount_cents=5_00, reason="too small", decision="B-1")
    assert store.read(balance_cents, contract, date(2026, 9, 30)) == september == 700_00
    assert store.read(balance_cents, contract, date(2026, 11, 20)) == 685_00


def test_a_bank_file_with_a_new_line_in_a_closed_month_is_refused_whole(store: Store, registers: Path) -> None:
    from coopadmin.exchange.bank import open_bank_file

    store.do(close_month, month=SEPTEMBER)
    with pytest.raises(Refused, match="closed"):
        store.do(bank.take_bank_file, file=open_bank_file(registers / "2026-09.camt053.xml"))
    store.do(bank.take_bank_file, file=open_bank_file(registers / "2026-10.940"))


def test_an_opening_balance_of_a_closed_time_is_refused_in_its_row(
    store: Store, contract: int, write: Callable[[str, str], Path]
) -> None:
    store.do(reopen_month, month=SEPTEMBER, reason="to take over what was owed")
    first = write("a.csv", "Contract;Vervaldatum;Openstaand\nC-0001;1-6-2026;100,00\n")
    store.do(import_register, "opening", first)
    store.do(close_month, month=SEPTEMBER)
    assert store.do(import_register, "opening", first).result.unchanged == 1
    later = write("b.csv", "Contract;Vervaldatum;Openstaand\nC-0001;1-6-2026;120,00\n")
    with pytest.raises(ImportRefused) as refusal:
        store.do(import_register, "opening", later)
    (rejected,) = refusal.value.report.rejected
    assert "closed" in rejected.reason
    assert contract


def test_no_deed_adds_money_to_a_closed_month_past_the_sentences(store: Store, contract: int) -> None:
    """The database holds on, whatever a service forgot."""

    def slip(transaction: Transaction) -> None:
        transaction.add(Charge(contract_id=contract, kind="other", due_on=IN_SEPTEMBER, amount_cents=1))

    with pytest.raises(Refused, match="Reopen that month first"):
        store.do(slip)
    with pytest.raises(Refused, match="Reopen that month first"):
        bring(store, {"booked_on": IN_SEPTEMBER, "amount_cents": 5_00})

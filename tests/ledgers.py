"""Accounts to test with: a contract of its own home, charges and payments put straight into the store."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from coopadmin.domain.ledger import Debt, Settled, settle
from coopadmin.services import contracts, dwellings
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData
from db.journal import Transaction
from db.store import Store
from db.tables.bank import BankAccount, BankFile, BankLine, BankStatement
from db.tables.base import table_of
from db.tables.charges import Charge
from db.tables.matching import Posting
from db.tables.rents import OpeningBalance


def let(store: Store, number: str = "C-0001", name: str = "Bos", starts_on: date = date(2015, 1, 1)) -> int:
    """Let a home of its own to one tenant."""
    home = store.do(dwellings.add_dwelling, dwelling=DwellingData(f"H{number[-2:]}")).result
    return store.do(
        contracts.start_contract, number=number, dwelling_id=home, tenants=[PersonData(name)], starts_on=starts_on
    ).result


def owe(transaction: Transaction, *, cents: int, due_on: date, kind: str = "other", **account: Any) -> int:
    """Put an amount on the account of `contract_id` or `member_id`."""
    return transaction.add(Charge(kind=kind, amount_cents=cents, due_on=due_on, **account))


def begin_with(transaction: Transaction, *, contract_id: int, cents: int, due_on: date) -> int:
    """Put an opening balance on a contract."""
    return transaction.add(OpeningBalance(contract_id=contract_id, amount_cents=cents, due_on=due_on))


def pay(transaction: Transaction, *, cents: int, on: date, kind: str = "contract", **place: Any) -> int:
    """Let the bank show a line and put all of it on an account; gives the posting's number."""
    statement_id = transaction.scalar(select(table_of(BankStatement).c.id))
    if statement_id is None:
        account = transaction.add(BankAccount(number="NL02RABO0123456789"))
        file = transaction.add(BankFile(name="bank.xml", format="camt.053", sha256="0"))
        statement_id = transaction.add(BankStatement(file_id=file, account_id=account))
    number = len(transaction.execute(select(table_of(BankLine).c.id)).all()) + 1
    line = BankLine(
        statement_id=statement_id,
        account_id=1,
        position=number,
        key=f"{number}",
        booked_on=on,
        amount_cents=cents,
        name="A. Bos",
        iban="NL91ABNA0417164300",
        description="huur",
    )
    return transaction.add(Posting(line_id=transaction.add(line), booked_on=on, amount_cents=cents, kind=kind, **place))


def from_scratch(connection: Connection, contract_id: int, on: date) -> Settled:
    """Settle an account from all its rows, with nothing but the rule."""
    charges, openings, postings = table_of(Charge), table_of(OpeningBalance), table_of(Posting)
    debts = [
        Debt(row["kind"], ("charge", row["id"]), row["due_on"], row["amount_cents"], row["month"], row["note"])
        for row in connection.execute(select(charges)).mappings()
        if row["contract_id"] == contract_id and row["due_on"] <= on
    ]
    debts += [
        Debt("opening", ("opening", row["id"]), row["due_on"], row["amount_cents"], None, row["note"])
        for row in connection.execute(select(openings)).mappings()
        if row["contract_id"] == contract_id and row["due_on"] <= on
    ]
    paid, meant, back = 0, dict[tuple[str, int], int](), None
    for row in connection.execute(select(postings)).mappings():
        if row["kind"] == "contract" and row["contract_id"] == contract_id and row["booked_on"] <= on:
            paid += row["amount_cents"]
            if row["charge_id"]:
                ref = ("charge", row["charge_id"])
                meant[ref] = meant.get(ref, 0) + row["amount_cents"]
            if row["amount_cents"] < 0:
                back = max(back or row["booked_on"], row["booked_on"])
    return settle(debts, paid, meant, back or on)

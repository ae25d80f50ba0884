"""Putting bank lines where they belong by themselves, on sure ground only (`coopadmin/domain/matching.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Row, exists, select, union_all
from sqlmodel import col

from coopadmin.domain.bank import CURRENCY
from coopadmin.domain.closing import first_open_day
from coopadmin.domain.matching import Matcher
from db.journal import Transaction
from db.queries.bank import suspects
from db.queries.closing import closed_through
from db.tables.bank import BankAccount, BankLine, LineAside
from db.tables.contracts import Contract, ContractParty
from db.tables.matching import KnownAccount, Posting
from db.tables.members import Person

LINES_AT_ONCE = 1000
"""Lines looked at together, so that a year of them does not fill the memory."""


def match_lines(transaction: Transaction, line_ids: Iterable[int]) -> int:
    """Book the lines among these that are on sure ground, whole, on their contract; gives how many.

    Left alone is what was booked in part or put aside, what looks like a line that is here already, and what is not
    of an own account in euros. A line of a closed month is booked on the first open day.
    """
    wanted = list(line_ids)
    if not wanted:
        return 0
    matcher = make_matcher(transaction)
    transaction.flush()
    closed = closed_through(transaction.connection)
    doubtful = {pair.line_id for pair in suspects(transaction.connection, wanted)}
    matched = 0
    for start in range(0, len(wanted), LINES_AT_ONCE):
        for line_id, booked_on, amount_cents, iban, *texts in _lines(
            transaction, wanted[start : start + LINES_AT_ONCE]
        ):
            sure = None if line_id in doubtful else matcher.sure(iban, *texts)
            if sure is None:
                continue
            transaction.insert(
                Posting,
                line_id=line_id,
                booked_on=first_open_day(closed, booked_on),
                amount_cents=amount_cents,
                kind="contract",
                contract_id=sure.contract_id,
                ground=sure.ground,
            )
            matched += 1
    return matched


def make_matcher(transaction: Transaction) -> Matcher:
    """Read all contract numbers, and the accounts that pay: on contracts, remembered, and of tenants."""
    numbers = transaction.execute(select(col(Contract.number), col(Contract.id)))
    accounts = union_all(
        select(col(Contract.iban), col(Contract.id)).where(col(Contract.iban) != ""),
        select(col(KnownAccount.iban), col(KnownAccount.contract_id)),
    )
    tenants = transaction.execute(
        select(col(Person.iban), col(ContractParty.contract_id))
        .join(ContractParty, col(ContractParty.person_id) == col(Person.id))
        .where(col(Person.iban) != "")
    )
    return Matcher(
        {number: contract_id for number, contract_id in numbers},  # noqa: C416 - rows are no plain pairs
        [(iban, contract_id) for iban, contract_id in transaction.connection.execute(accounts)],
        [(iban, contract_id) for iban, contract_id in tenants],
    )


def _lines(transaction: Transaction, line_ids: Sequence[int]) -> Sequence[Row[int, date, int, str, str, str]]:
    """Give the lines that may be booked by themselves: nothing of them is yet."""
    statement = (
        select(
            col(BankLine.id),
            col(BankLine.booked_on),
            col(BankLine.amount_cents),
            col(BankLine.iban),
            col(BankLine.description),
            col(BankLine.end_to_end_id),
        )
        .join(BankAccount, col(BankAccount.id) == col(BankLine.account_id))
        .where(
            col(BankLine.id).in_(line_ids),
            col(BankLine.amount_cents) != 0,
            *_ours(),
            ~exists().where(col(Posting.line_id) == col(BankLine.id)),
            ~exists().where(col(LineAside.line_id) == col(BankLine.id)),
        )
        .order_by(col(BankLine.id))
    )
    return transaction.execute(statement).all()


def _ours() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Demand an account of the co-operative itself, in the currency of the books."""
    return col(BankAccount.status) == "own", col(BankAccount.currency) == CURRENCY

"""What money of people who left is still open, asked for all of them at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from db.queries.balances import balances, chunks, member_balances, named
from db.queries.key_rows import deposit_of, select_loans
from db.tables.contracts import ContractParty
from db.tables.deposits import DepositMovement
from db.tables.keys import KeyLoan
from db.tables.matching import Posting


def money_open(connection: Connection, people: Sequence[Any], on: date) -> dict[int, list[str]]:
    """Tell by person what money is open: on a member's account, on that of a contract, a deposit, one for a key.

    `people` are rows of people, with the number of their member's row; what is told are codes of OPEN.
    """
    found: defaultdict[int, list[str]] = defaultdict(list)
    contracts = _contracts(connection, [row["id"] for row in people])
    accounts = member_balances(connection, [row["member_id"] for row in people if row["member_id"]], on)
    theirs = {contract_id for some in contracts.values() for contract_id in some}
    rents, held = balances(connection, theirs, on), _held(connection, theirs, on)
    to_give_back = _owed_for_keys(connection, [row["id"] for row in people])
    for row in people:
        person_id = row["id"]
        own = contracts.get(person_id, ())
        if accounts.get(row["member_id"]) or any(rents.get(one) for one in own):
            found[person_id].append("money")
        if any(held.get(one) for one in own):
            found[person_id].append("deposit")
        if person_id in to_give_back:
            found[person_id].append("key_deposit")
    return dict(found)


def _held(connection: Connection, contract_ids: Collection[int], on: date) -> Counter[int]:
    """Give what is held of the deposits of contracts when a day is over, in cents."""
    found: Counter[int] = Counter()
    for some in chunks(contract_ids):
        moved, posted = col(DepositMovement.contract_id), col(Posting.contract_id)
        sums = (
            select(moved, func.sum(col(DepositMovement.amount_cents)))
            .where(named(moved, some), col(DepositMovement.moved_on) <= on)
            .group_by(moved),
            select(posted, func.sum(col(Posting.amount_cents)))
            .where(col(Posting.kind) == "deposit", named(posted, some), col(Posting.booked_on) <= on)
            .group_by(posted),
        )
        for statement in sums:
            for contract_id, cents in connection.execute(statement):
                found[contract_id or 0] += cents
    return found


def _owed_for_keys(connection: Connection, person_ids: Collection[int]) -> set[int]:
    """Name the people to whom a deposit for a key that came back is to be given back."""
    paid = col(KeyLoan.deposit_paid_on).is_not(None)
    return {
        row["person_id"]
        for some in chunks(person_ids)
        for row in connection.execute(select_loans().where(paid, named(col(KeyLoan.person_id), some))).mappings()
        if deposit_of(row) == "to_give_back"
    }


def _contracts(connection: Connection, person_ids: Collection[int]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for some in chunks(person_ids):
        statement = select(col(ContractParty.person_id), col(ContractParty.contract_id)).where(
            named(col(ContractParty.person_id), some)
        )
        for person_id, contract_id in connection.execute(statement):
            found[person_id].append(contract_id)
    return dict(found)

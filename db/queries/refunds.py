"""Money that is to go back to tenants, and what of it the bank has shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.ledger import Planned, refunds_paid
from db.tables.contracts import Contract
from db.tables.ledger import Refund
from db.tables.matching import Posting


@dataclass(frozen=True, slots=True)
class RefundRow:
    """A refund in cents; `paid_on` None while it waits for the bank."""

    refund_id: int
    contract_id: int
    contract: str
    decided_on: date
    amount_cents: int
    iban: str
    note: str
    paid_on: date | None


def refunds(connection: Connection, contract_id: int | None = None) -> tuple[RefundRow, ...]:
    """List the refunds of one contract or of all, the newest first, with the day each was paid."""
    wanted = col(Refund.contract_id).is_not(None) if contract_id is None else col(Refund.contract_id) == contract_id
    found = connection.execute(
        select(
            col(Refund.id),
            col(Refund.contract_id),
            col(Contract.number),
            col(Refund.decided_on),
            col(Refund.amount_cents),
            col(Refund.iban),
            col(Refund.note),
        )
        .join(Contract, col(Contract.id) == col(Refund.contract_id))
        .where(wanted)
        .order_by(col(Refund.decided_on).desc(), col(Refund.id).desc())
    ).all()
    outgoing: dict[int, list[tuple[date, int]]] = defaultdict(list)
    went_out = select(col(Posting.contract_id), col(Posting.booked_on), col(Posting.amount_cents)).where(
        col(Posting.contract_id).in_(select(col(Refund.contract_id)).where(wanted)),
        col(Posting.kind) == "contract",
        col(Posting.amount_cents) < 0,
    )
    for account_id, booked_on, cents in connection.execute(went_out):
        outgoing[account_id or 0].append((booked_on, -cents))
    paid: dict[int, date] = {}
    for account_id in {row[1] for row in found}:
        planned = [Planned(row[0], row[3], row[4]) for row in found if row[1] == account_id]
        paid |= refunds_paid(planned, outgoing[account_id])
    return tuple(
        RefundRow(row_id, account_id, number, decided_on, cents, iban, note, paid.get(row_id))
        for row_id, account_id, number, decided_on, cents, iban, note in found
    )


def waiting_cents(connection: Connection, contract_id: int) -> int:
    """Give what is to go back on a contract and was not paid yet, in cents."""
    return sum(one.amount_cents for one in refunds(connection, contract_id) if one.paid_on is None)

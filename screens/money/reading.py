"""What the treasurer's page reads, in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from db.queries import arrears, budget, closing, treasurer
from db.queries.base import Listing
from db.queries.charge_months import month_to_charge, uncharged
from db.queries.checklist import Checklist, what_blocks
from db.queries.matching import waiting
from db.queries.payment_plans import page as plans_page
from db.queries.refunds import refunds
from db.queries.treasurer import BankRow, Position


@dataclass(frozen=True, slots=True)
class Money:
    """How the money stands on a day; amounts in cents."""

    position: Position
    bank: tuple[BankRow, ...]
    waiting: int
    waiting_cents: int
    to_charge: date
    uncharged: int
    steps: int
    refunds: int
    refunds_cents: int
    plans: int
    lapsed: int
    over: int
    near: int
    closing: Checklist | None


def read_money(connection: Connection, today: date) -> Money:
    """Read how the money stands."""
    waits, waits_cents = waiting(connection)
    month = month_to_charge(connection, today)
    unpaid = [one for one in refunds(connection) if one.paid_on is None]
    states = [row.state for row in budget.year(connection, today.year, today).rows]
    following = closing.next_month(connection, today)
    return Money(
        position=treasurer.position(connection, today),
        bank=treasurer.bank(connection),
        waiting=waits,
        waiting_cents=waits_cents,
        to_charge=month,
        uncharged=uncharged(connection, month),
        steps=arrears.count_due(connection, today),
        refunds=len(unpaid),
        refunds_cents=sum(one.amount_cents for one in unpaid),
        plans=plans_page(connection, Listing(filter="running", limit=1), today).total,
        lapsed=plans_page(connection, Listing(filter="lapsed", limit=1), today).total,
        over=states.count("over"),
        near=states.count("near"),
        closing=what_blocks(connection, following, today) if following else None,
    )

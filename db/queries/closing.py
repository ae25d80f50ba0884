"""Which months are closed, and which is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.closing import month_to_close
from coopadmin.domain.periods import last_of_month
from db.tables.bank import BankLine
from db.tables.charges import Charge
from db.tables.closing import MonthClosing


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """A closed month: the day it was closed, and what the bank held at its end, in cents."""

    closing_id: int
    month: date
    closed_on: date
    balance_cents: int
    note: str


def closed_through(connection: Connection) -> date | None:
    """Give the last day of the last closed month; None where no month was closed."""
    last: date | None = connection.execute(select(func.max(col(MonthClosing.month)))).scalar()
    return last_of_month(last) if last else None


def closings(connection: Connection) -> tuple[ClosingRow, ...]:
    """Give the closed months, newest first."""
    statement = select(
        col(MonthClosing.id),
        col(MonthClosing.month),
        col(MonthClosing.closed_on),
        col(MonthClosing.balance_cents),
        col(MonthClosing.note),
    ).order_by(col(MonthClosing.month).desc())
    return tuple(ClosingRow(*row) for row in connection.execute(statement))


def next_month(connection: Connection, today: date) -> date | None:
    """Give the first day of the month whose closing is next; None where no month with money in it is over."""
    firsts = [
        connection.execute(select(func.min(col(BankLine.booked_on)))).scalar(),
        connection.execute(select(func.min(col(Charge.due_on)))).scalar(),
    ]
    return month_to_close(closed_through(connection), min((day for day in firsts if day), default=None), today)

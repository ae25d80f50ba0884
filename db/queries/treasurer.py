"""How a treasurer stands: the month's rents, a year of arrears, the queue and the bank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.periods import add_months, last_of_month
from db.queries import rents
from db.queries.balances import CONTRACTS, balances
from db.tables.bank import BankAccount, BankStatement
from db.tables.charges import Charge
from db.tables.matching import Posting
from db.tables.rents import OpeningBalance


@dataclass(frozen=True, slots=True)
class Position:
    """The month's rents and a year of arrears, in cents, as they stand on a day.

    Expected is what was charged and fell due in the month (what will be, where it was not charged yet); payments settle
    the oldest charge first, so open is what is left of this month's and received the rest.
    """

    month: date
    charged: bool
    expected_cents: int
    received_cents: int
    arrears_cents: int
    """All that is owed that day, of whatever month."""
    behind: int
    """How many contracts owe."""
    line: tuple[int, ...]
    """What was owed in all at the end of each of the eleven months before, and on the day itself."""

    @property
    def open_cents(self) -> int:
        """What is still to come of the month."""
        return self.expected_cents - self.received_cents


@dataclass(frozen=True, slots=True)
class BankRow:
    """An own account, the last day its statements reach, and the balance there in cents where the bank gave one."""

    number: str
    closes_on: date
    closing_cents: int | None


def position(connection: Connection, on: date) -> Position:
    """Say how the month of a day stands, and how the arrears ran in the year before."""
    month = on.replace(day=1)
    days = [*(last_of_month(add_months(month, -back)) for back in range(11, 0, -1)), on]
    line, standing = _arrears(connection, days)
    due: dict[int, int] = {
        row[0]: row[1]
        for row in connection.execute(
            select(CONTRACTS.charged, func.sum(col(Charge.amount_cents)))
            .where(
                CONTRACTS.charged.is_not(None),
                col(Charge.due_on).between(month, on),
                col(Charge.amount_cents) > 0,
            )
            .group_by(CONTRACTS.charged)
        )
    }
    charged = _is_charged(connection, month)
    expected = sum(due.values()) if charged else rents.month_total_cents(connection, month)
    still = sum(min(cents, max(standing.get(contract_id, 0), 0)) for contract_id, cents in due.items())
    behind = [cents for cents in standing.values() if cents > 0]
    received = expected - still if charged else 0
    return Position(month, charged, expected, received, sum(behind), len(behind), line)


def last_charged(connection: Connection) -> date | None:
    """Give the month of the last rent that was charged; None where none was."""
    # A rent falls due in its month, and the day has an index.
    last: date | None = connection.execute(
        select(col(Charge.due_on)).where(col(Charge.kind) == "rent").order_by(col(Charge.due_on).desc()).limit(1)
    ).scalar()
    return last.replace(day=1) if last else None


def _is_charged(connection: Connection, month: date) -> bool:
    found = select(col(Charge.id)).where(
        col(Charge.kind) == "rent", col(Charge.due_on).between(month, last_of_month(month))
    )
    return connection.execute(found.limit(1)).first() is not None


def _arrears(connection: Connection, days: list[date]) -> tuple[tuple[int, ...], dict[int, int]]:
    """Give what was owed in all on each of some days, and every contract's balance on the last.

    Balances up to the first day are added up by the database; from there on what was charged and paid is followed.
    """
    standing = defaultdict(int, balances(connection, None, days[0]))
    later: defaultdict[date, list[tuple[int, int]]] = defaultdict(list)
    for contract_id, day, cents in _between(connection, days[0], days[-1]):
        later[day].append((contract_id, cents))
    owed = sum(cents for cents in standing.values() if cents > 0)
    line = [owed]
    coming = sorted(later)
    for day in days[1:]:
        while coming and coming[0] <= day:
            for contract_id, cents in later[coming.pop(0)]:
                before = standing[contract_id]
                standing[contract_id] = before + cents
                owed += max(before + cents, 0) - max(before, 0)
        line.append(owed)
    return tuple(line), dict(standing)


def _between(connection: Connection, after: date, until: date) -> Iterator[tuple[int, date, int]]:
    since = after + timedelta(days=1)
    charged = select(CONTRACTS.charged, col(Charge.due_on), col(Charge.amount_cents)).where(
        CONTRACTS.charged.is_not(None), col(Charge.due_on).between(since, until)
    )
    opened = select(
        col(OpeningBalance.contract_id), col(OpeningBalance.due_on), col(OpeningBalance.amount_cents)
    ).where(col(OpeningBalance.due_on).between(since, until))
    paid = select(CONTRACTS.posted, col(Posting.booked_on), -col(Posting.amount_cents)).where(
        CONTRACTS.of_kind, CONTRACTS.posted.is_not(None), col(Posting.booked_on).between(since, until)
    )
    for statement in (charged, opened, paid):
        yield from ((row[0], row[1], row[2]) for row in connection.execute(statement))


def bank(connection: Connection) -> tuple[BankRow, ...]:
    """Give how far every own account's statements reach, and what the last one says it holds."""
    last = (
        select(col(BankStatement.account_id), func.max(col(BankStatement.closes_on)).label("closes_on"))
        .group_by(col(BankStatement.account_id))
        .subquery()
    )
    statement = (
        select(col(BankAccount.number), col(BankStatement.closes_on), col(BankStatement.closing_cents))
        .join(BankAccount, col(BankAccount.id) == col(BankStatement.account_id))
        .join(last, last.c.account_id == col(BankStatement.account_id))
        .where(col(BankAccount.status) == "own", col(BankStatement.closes_on) == last.c.closes_on)
        .order_by(col(BankAccount.number), col(BankStatement.id))
    )
    found: dict[str, BankRow] = {}
    for number, closes_on, cents in connection.execute(statement):
        before = found.get(number)
        if closes_on is not None and (before is None or cents is not None):
            found[number] = BankRow(number, closes_on, cents)
    return tuple(found.values())

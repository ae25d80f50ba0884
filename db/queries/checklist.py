"""What is left to do before a month is closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, select
from sqlmodel import col

from coopadmin.domain import closing
from coopadmin.domain.closing import Found, Point, Waiting
from coopadmin.domain.periods import last_of_month
from coopadmin.domain.reconciliation import AccountFacts, StatementFact, account_end, statement_faults
from coopadmin.domain.reconciliation import uncovered as bare_days
from db.queries import association
from db.queries.arrears import count_due
from db.queries.bank import suspects
from db.queries.charge_months import corrections, uncharged
from db.queries.closing import closed_through, closings
from db.queries.matching import posted, waits
from db.queries.pass_on import passing_on
from db.tables.bank import BankAccount, BankLine, BankStatement, LineAside
from db.tables.matching import Posting


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is left to do before a month is closed; `balance_cents` is what the books say the bank held at its end."""

    month: date
    points: tuple[Point, ...]
    balance_cents: int | None
    needs_balance: bool
    """Whether a person must say what the bank held, because no statement reaches the month's end."""

    @property
    def blocking(self) -> tuple[Point, ...]:
        """What keeps the month from being closed."""
        return tuple(point for point in self.points if point.weight == closing.BLOCKS)


def checklist(connection: Connection, month: date, today: date, given_cents: int | None = None) -> Checklist:
    """Say what is left to do before the month that `month` lies in is closed.

    `given_cents` is what the bank held at its end by a person's word, where no statement reaches that day.
    """
    found = _of_the_bank(connection, month, today)
    alike = {one.line_id for one in suspects(connection)} & {one.line_id for one in found.waiting}
    found = replace(
        found,
        duplicates=len(alike),
        uncharged=uncharged(connection, found.month),
        corrections=len(corrections(connection, found.month)),
        steps=count_due(connection, today),
        pass_on_cents=_pass_on(connection, found.month),
    )
    return _judged(found, given_cents, closing.points(found, given_cents))


def what_blocks(connection: Connection, month: date, today: date, given_cents: int | None = None) -> Checklist:
    """Say only what keeps the month that `month` lies in from being closed, which is read much sooner."""
    found = _of_the_bank(connection, month, today)
    blocking = tuple(point for point in closing.points(found, given_cents) if point.weight == closing.BLOCKS)
    return _judged(found, given_cents, blocking)


def _judged(found: Found, given_cents: int | None, points: tuple[Point, ...]) -> Checklist:
    balance = found.balance_cents if given_cents is None else given_cents
    return Checklist(found.month, points, balance, found.needs_balance)


def _of_the_bank(connection: Connection, month: date, today: date) -> Found:
    first, last = month.replace(day=1), last_of_month(month)
    found = Found(first, today, closed_through(connection), waiting=_waiting(connection, last))
    return _bank(connection, found, last)


# -- the bank ------------------------------------------------------------------------------------------------------


def _bank(connection: Connection, found: Found, last: date) -> Found:
    facts = account_facts(connection)
    closed = closings(connection)[:1]
    since = last_of_month(closed[0].month) if closed else date.min
    return replace(
        found,
        accounts=tuple(account_end(one, last) for one in facts),
        faults=tuple(
            (one.number, fault) for one in facts for fault in statement_faults(one.statements, found.month, last)
        ),
        uncovered=tuple(
            (one.number, first, until) for one in facts for first, until in bare_days(one.statements, found.month, last)
        ),
        own_lines_cents=sum(cents for one in facts for day, _statement, cents in one.line_days if since < day <= last),
        before_cents=closed[0].balance_cents if closed else None,
    )


def _own() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Demand an account of the co-operative itself, in euros."""
    return col(BankAccount.status) == "own", col(BankAccount.currency) == "EUR"


def account_facts(connection: Connection) -> tuple[AccountFacts, ...]:
    """Give what is known of every own account in euros, by its number."""
    accounts = connection.execute(
        select(col(BankAccount.id), col(BankAccount.number)).where(*_own()).order_by(col(BankAccount.number))
    ).all()
    statements: defaultdict[int, list[StatementFact]] = defaultdict(list)
    for account_id, row_id, opens_on, closes_on, opening, closed_at, cents in connection.execute(
        select(
            col(BankStatement.account_id),
            col(BankStatement.id),
            col(BankStatement.opens_on),
            col(BankStatement.closes_on),
            col(BankStatement.opening_cents),
            col(BankStatement.closing_cents),
            col(BankStatement.lines_cents),
        )
    ):
        fact = StatementFact(row_id, opens_on, closes_on, opening, closed_at, cents)
        statements[account_id].append(fact)
    days: defaultdict[int, list[tuple[date, int, int]]] = defaultdict(list)
    of_a_day = (col(BankLine.account_id), col(BankLine.booked_on), col(BankLine.statement_id))
    lines = select(*of_a_day, func.sum(col(BankLine.amount_cents))).group_by(*of_a_day)
    # What came twice is in the store twice and in the bank once.
    twice = (
        select(*of_a_day, -func.sum(col(Posting.amount_cents)))
        .join(Posting, col(Posting.line_id) == col(BankLine.id))
        .where(col(Posting.kind) == "duplicate")
        .group_by(*of_a_day)
    )
    for statement in (lines, twice):
        for account_id, day, statement_id, cents in connection.execute(statement):
            days[account_id].append((day, statement_id, cents))
    return tuple(
        AccountFacts(number, tuple(statements[account_id]), tuple(days[account_id])) for account_id, number in accounts
    )


def _waiting(connection: Connection, last: date) -> tuple[Waiting, ...]:
    """Give the lines up to a day of which something waits, oldest first."""
    statement = (
        select(
            col(BankLine.id),
            col(BankLine.booked_on),
            (col(BankLine.amount_cents) - posted()).label("waits"),
            func.coalesce(col(LineAside.note), ""),
        )
        .outerjoin(LineAside, col(LineAside.line_id) == col(BankLine.id))
        .where(col(BankLine.booked_on) <= last, waits())
        .order_by(col(BankLine.booked_on), col(BankLine.id))
    )
    return tuple(Waiting(*row) for row in connection.execute(statement))


# -- the rest ------------------------------------------------------------------------------------------------------


def _pass_on(connection: Connection, month: date) -> int | None:
    """Give what is to be passed on to the corporation by the end of a month; None where tenants rent of it."""
    if association.cooperative(connection).shape != "collective":
        return None
    return passing_on(connection, month, months=1)[0].open_cents

"""Whether what the bank says and the lines that were read in come to the same, to the cent.

An account's balance on a day is its first known opening balance with all lines since, without those that a person
judged to have come twice; the bank's word is the closing balance of its last statement by that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.periods import day_after


@dataclass(frozen=True, slots=True)
class StatementFact:
    """A statement of an own account as it came: its days, its balances in cents, and what its lines come to."""

    statement_id: int
    opens_on: date | None
    closes_on: date | None
    opening_cents: int | None
    closing_cents: int | None
    lines_cents: int


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What is known of an own account in euros: its statements, and its lines by day without what came twice.

    `line_days` are (day, statement that brought it, cents).
    """

    number: str
    statements: tuple[StatementFact, ...]
    line_days: tuple[tuple[date, int, int], ...]


@dataclass(frozen=True, slots=True)
class AccountEnd:
    """How an account stands at the end of a month.

    `balance_cents` is the opening balance with all lines up to that day, None where no file gave a balance;
    `bank_cents` what the last statement of those days says, on `said_on`; `counted_cents` what its lines come to by
    that day; `covered` whether a statement reaches the end of the month, or a later one goes on where the last ended.
    """

    number: str
    balance_cents: int | None
    bank_cents: int | None
    said_on: date | None
    counted_cents: int | None
    covered: bool

    @property
    def agrees(self) -> bool:
        """Tell whether the lines come to what the bank says, to the cent."""
        return self.bank_cents is not None and self.bank_cents == self.counted_cents


def in_order(statements: Iterable[StatementFact]) -> list[StatementFact]:
    """Put the statements that say their days in the order of those days."""
    dated = [one for one in statements if one.closes_on is not None]
    return sorted(dated, key=lambda one: (one.closes_on, one.opens_on or one.closes_on, one.statement_id))


def account_end(facts: AccountFacts, last: date) -> AccountEnd:
    """Say how an account stands on the last day of a month, and what the bank said of it by then."""
    statements = in_order(facts.statements)
    first = min(
        (one for one in statements if one.opening_cents is not None),
        key=lambda one: (one.opens_on or one.closes_on, one.statement_id),
        default=None,
    )
    if first is None or first.opening_cents is None:
        return AccountEnd(facts.number, None, None, None, None, False)
    start = first.opening_cents
    # What is older than the first balance is in it already.
    begun = first.opens_on or min((day for day, _one, _cents in facts.line_days), default=last)
    lines = [line for line in facts.line_days if line[0] >= begun]
    balance = start + sum(cents for day, _one, cents in lines if day <= last)
    known = [one for one in statements if one.closing_cents is not None and one.closes_on and one.closes_on <= last]
    newest = known[-1] if known else None
    if newest is None or newest.closes_on is None:
        spans = any((one.opens_on or last) <= last and _ties(one) for one in statements)
        return AccountEnd(facts.number, balance, start, begun, start, spans)
    said_on = newest.closes_on
    counted = start + sum(cents for day, _one, cents in lines if day <= said_on)
    if counted != newest.closing_cents:
        # A line of that very day may have been booked after the balance was drawn up: the next statement brings it.
        later = {one.statement_id for one in statements[statements.index(newest) + 1 :]}
        counted -= sum(cents for day, one, cents in lines if day == said_on and one in later)
    return AccountEnd(facts.number, balance, newest.closing_cents, said_on, counted, _reaches(statements, newest, last))


def _ties(one: StatementFact) -> bool:
    return (
        one.opening_cents is not None
        and one.closing_cents is not None
        and one.opening_cents + one.lines_cents == one.closing_cents
    )


def _reaches(statements: list[StatementFact], newest: StatementFact, last: date) -> bool:
    """Whether the days from the newest statement to the end of the month are accounted for."""
    if newest.closes_on is not None and newest.closes_on >= last:
        return True
    following = statements[statements.index(newest) + 1 :]
    return bool(following) and following[0].opening_cents == newest.closing_cents


@dataclass(frozen=True, slots=True)
class StatementFault:
    """What is wrong with a statement: it does not tie (`off_cents`), or does not follow on the one before (`gap`)."""

    statement: StatementFact
    kind: str
    off_cents: int


def statement_faults(statements: Iterable[StatementFact], first: date, last: date) -> tuple[StatementFault, ...]:
    """Find the statements with a day in a month that do not tie, or do not begin where the one before ended."""
    faults: list[StatementFault] = []
    before: StatementFact | None = None
    ordered = in_order(statements)
    for one in ordered:
        touches = one.closes_on is not None and one.closes_on >= first and (one.opens_on or one.closes_on) <= last
        if touches and one.opening_cents is not None and one.closing_cents is not None and not _ties(one):
            faults.append(StatementFault(one, "tie", one.closing_cents - one.opening_cents - one.lines_cents))
        follows = before is not None and (one.opens_on is None or one.opens_on >= (before.closes_on or one.opens_on))
        follows = follows and not any(_within(one, other) for other in ordered)
        if touches and before is not None and follows and None not in (one.opening_cents, before.closing_cents):
            off = (one.opening_cents or 0) - (before.closing_cents or 0)
            if off:
                faults.append(StatementFault(one, "gap", off))
        before = one
    return tuple(faults)


def _within(one: StatementFact, other: StatementFact) -> bool:
    """Whether a statement lies within the days of a longer one, which says what went before it."""
    if one.opens_on is None or one.closes_on is None or other.opens_on is None or other.closes_on is None:
        return False
    is_longer = (other.opens_on, other.closes_on) != (one.opens_on, one.closes_on)
    return is_longer and other.opens_on <= one.opens_on and one.closes_on <= other.closes_on


def uncovered(statements: Iterable[StatementFact], first: date, last: date) -> tuple[tuple[date, date], ...]:
    """Give the stretches of days of a month that no statement covers and that no equal balances bridge."""
    covered_to = first - timedelta(days=1)
    before: StatementFact | None = None
    bare: list[tuple[date, date]] = []
    for one in sorted(in_order(statements), key=lambda one: (one.opens_on or one.closes_on, one.closes_on)):
        opens, closes = one.opens_on or one.closes_on, one.closes_on
        if opens is None or closes is None:
            continue
        bridged = before is not None and before.closing_cents is not None and before.closing_cents == one.opening_cents
        if opens > day_after(covered_to) and not bridged and covered_to < last:
            bare.append((day_after(covered_to), min(opens - timedelta(days=1), last)))
        covered_to = max(covered_to, closes)
        before = one
    if covered_to < last:
        bare.append((day_after(covered_to), last))
    return tuple(bare)

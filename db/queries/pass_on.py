"""What is passed on to the corporation under a collective lease, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.association import RULES, RuleValue, rule_on
from coopadmin.domain.budget import PASS_ON_RULES, pass_on_cents
from coopadmin.domain.periods import add_months, last_of_month
from db.queries import association
from db.tables.budget import Category
from db.tables.charges import Charge
from db.tables.matching import Posting


@dataclass(frozen=True, slots=True)
class PassOnRow:
    """A month of a collective lease: what is due to the corporation, what was paid, and what is open by its end."""

    month: date
    due_cents: int
    paid_cents: int
    open_cents: int


def passing_on(connection: Connection, until: date, months: int = 12) -> tuple[PassOnRow, ...]:
    """Give what is passed on to the corporation month by month, up to the month that `until` lies in, oldest first.

    Due is the agreed part of every component charged in the month, corrections in the month they fall due; `open_cents`
    counts from the beginning.
    """
    due = _charged_by_month(connection, last_of_month(until))
    paid: defaultdict[date, int] = defaultdict(int)
    statement = (
        select(col(Posting.booked_on), func.sum(col(Posting.amount_cents)))
        .join(Category, col(Category.id) == col(Posting.category_id))
        .where(col(Category.purpose) == "pass_on", col(Posting.booked_on) <= last_of_month(until))
        .group_by(col(Posting.booked_on))
    )
    for day, cents in connection.execute(statement):
        paid[day.replace(day=1)] -= cents
    rules = association.rules(connection)
    first = add_months(until.replace(day=1), 1 - months)
    rows: list[PassOnRow] = []
    standing = 0
    shown = [add_months(first, step) for step in range(months)]
    for month in sorted({*due, *paid, *shown}):
        owed = pass_on_cents(due.get(month, {}), _percents(rules, month))
        standing += owed - paid.get(month, 0)
        if month >= first:
            rows.append(PassOnRow(month, owed, paid.get(month, 0), standing))
    return tuple(rows)


def _charged_by_month(connection: Connection, last: date) -> dict[date, dict[str, int]]:
    """Add up the components of rents and corrections by the month they fell due."""
    found: defaultdict[date, dict[str, int]] = defaultdict(lambda: dict.fromkeys(PASS_ON_RULES, 0))
    statement = (
        select(
            col(Charge.due_on),
            func.sum(col(Charge.basic_rent_cents)),
            func.sum(col(Charge.service_charge_cents)),
            func.sum(col(Charge.energy_cents)),
        )
        .where(col(Charge.kind).in_(("rent", "correction")), col(Charge.due_on) <= last)
        .group_by(col(Charge.due_on))
    )
    for day, basic, service, energy in connection.execute(statement):
        parts = found[day.replace(day=1)]
        for name, cents in zip(PASS_ON_RULES, (basic, service, energy), strict=True):
            parts[name] += cents
    return found


def _percents(rules: Iterable[RuleValue], on: date) -> dict[str, int]:
    return {name: int(rule_on(rules, rule, on) or RULES[rule].default) for name, rule in PASS_ON_RULES.items()}

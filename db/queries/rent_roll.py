"""The rent roll of a month: what every contract should cost, was charged, paid of it, and still owes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.periods import last_of_month
from db.queries.charge_months import MonthEntry, preview_month
from db.queries.ledger import settled
from db.queries.tenants import tenants_of


@dataclass(frozen=True, slots=True)
class RentRollRow:
    """A contract in a month, in cents: what falls due by its rent lines, and what was charged, received and is open."""

    contract_id: int
    contract: str
    dwelling: str
    tenants: tuple[str, ...]
    due_on: date
    due_cents: int
    charged_cents: int
    received_cents: int
    open_cents: int


def rent_roll(connection: Connection, month_first_day: date, on: date | None = None) -> tuple[RentRollRow, ...]:
    """Give the rents of a month, by contract number, for every contract with a day in it or that was charged for it.

    Charged are its rent and the corrections of that month, whenever these fall due. Open is what is left of those on
    `on`, payments settling the oldest charge of a contract first, and received is the rest of what was charged. A day
    before the end of the month counts as its last day, by when all of it is due; so does None.
    """
    preview = preview_month(connection, month_first_day)
    last = last_of_month(month_first_day)
    day = max(on or last, last)
    entered = {row.contract_id for row in preview.rows if row.entries}
    still = {
        one.debt.ref[1]: one.open_cents
        for account in settled(connection, sorted(entered), day).values()
        for one in account.open
        if one.debt.ref[0] == "charge"
    }
    tenants = tenants_of(connection, [row.contract_id for row in preview.rows], month_first_day, last)
    rows: list[RentRollRow] = []
    for row in preview.rows:
        charged = row.charged.total_cents
        left = sum(_left(entry, still, day) for entry in row.entries)
        rows.append(
            RentRollRow(
                row.contract_id,
                row.contract,
                row.dwelling,
                tenants.get(row.contract_id, ()),
                row.due_on,
                row.parts.total_cents,
                charged,
                charged - left,
                left,
            )
        )
    return tuple(rows)


def _left(entry: MonthEntry, still: dict[int, int], day: date) -> int:
    """Give what is open of a charge; one that falls due later is open in full."""
    return still.get(entry.charge_id, 0) if entry.due_on <= day else max(entry.parts.total_cents, 0)

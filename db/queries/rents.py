"""What contracts cost: their rent lines, what was owed at the beginning, and what a month comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, or_, select
from sqlmodel import col

from coopadmin.domain.periods import last_of_month
from coopadmin.domain.rents import MonthCharge, RentTerms, month_charge, terms_on
from db.tables.contracts import Contract
from db.tables.rents import OpeningBalance, RentLine

_AT_ONCE = 500
"""Numbers in one IN list."""


@dataclass(frozen=True, slots=True)
class RentLineRow:
    """One rent line, amounts in cents per month; `in_force` tells whether it is the one that counts that day."""

    line_id: int
    valid_from: date
    basic_rent_cents: int
    service_charge_cents: int
    energy_cents: int
    in_force: bool

    @property
    def total_cents(self) -> int:
        """The whole of it per month."""
        return self.basic_rent_cents + self.service_charge_cents + self.energy_cents


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """An amount in cents that was owed when this administration began; below zero where the tenant was ahead."""

    opening_id: int
    due_on: date
    amount_cents: int
    note: str


def lines_of(connection: Connection, contract_id: int, on: date) -> tuple[RentLineRow, ...]:
    """Give the rent lines of a contract, newest first, and which one is in force on a day."""
    found = connection.execute(
        select(
            col(RentLine.id),
            col(RentLine.valid_from),
            col(RentLine.basic_rent_cents),
            col(RentLine.service_charge_cents),
            col(RentLine.energy_cents),
        )
        .where(col(RentLine.contract_id) == contract_id)
        .order_by(col(RentLine.valid_from).desc())
    ).all()
    newest = max((row[1] for row in found if row[1] <= on), default=None)
    return tuple(
        RentLineRow(line_id, valid_from, basic, service, energy, valid_from == newest)
        for line_id, valid_from, basic, service, energy in found
    )


def openings_of(connection: Connection, contract_id: int) -> tuple[OpeningRow, ...]:
    """Give the opening balances of a contract, oldest first."""
    found = connection.execute(
        select(
            col(OpeningBalance.id),
            col(OpeningBalance.due_on),
            col(OpeningBalance.amount_cents),
            col(OpeningBalance.note),
        )
        .where(col(OpeningBalance.contract_id) == contract_id)
        .order_by(col(OpeningBalance.due_on))
    )
    return tuple(OpeningRow(*row) for row in found)


def monthly_cents(connection: Connection, contracts: Iterable[int], on: date) -> dict[int, int]:
    """Give what each contract costs per month by the line in force on a day; one without a line is left out."""
    lines: dict[int, list[RentTerms]] = {}
    wanted = list(contracts)
    for start in range(0, len(wanted), _AT_ONCE):
        statement = select(
            col(RentLine.contract_id),
            col(RentLine.valid_from),
            col(RentLine.basic_rent_cents),
            col(RentLine.service_charge_cents),
            col(RentLine.energy_cents),
        ).where(col(RentLine.contract_id).in_(wanted[start : start + _AT_ONCE]), col(RentLine.valid_from) <= on)
        for contract_id, valid_from, basic, service, energy in connection.execute(statement):
            lines.setdefault(contract_id, []).append(RentTerms(valid_from, basic, service, energy))
    in_force = {contract_id: terms_on(terms, on) for contract_id, terms in lines.items()}
    return {contract_id: terms.total_cents for contract_id, terms in in_force.items() if terms}


def month_total_cents(connection: Connection, month: date) -> int:
    """Add up what the month that `month` lies in comes to, over all contracts.

    Contracts that run through the month on one line cost that line, which the database adds up; only those that
    begin, end or change price within it are counted by the day.
    """
    first, last = month.replace(day=1), last_of_month(month)
    changes = (
        select(col(RentLine.id))
        .where(
            col(RentLine.contract_id) == col(Contract.id),
            col(RentLine.valid_from) > first,
            col(RentLine.valid_from) <= last,
        )
        .correlate(Contract)
        .exists()
    )
    odd = or_(col(Contract.starts_on) > first, col(Contract.ends_on) < last, changes)
    newest = (
        select(func.max(col(RentLine.valid_from)))
        .where(col(RentLine.contract_id) == col(Contract.id), col(RentLine.valid_from) <= first)
        .correlate(Contract)
        .scalar_subquery()
    )
    amounts = col(RentLine.basic_rent_cents) + col(RentLine.service_charge_cents) + col(RentLine.energy_cents)
    whole = (
        select(func.coalesce(func.sum(amounts), 0))
        .join(Contract, col(Contract.id) == col(RentLine.contract_id))
        .where(*_in_month(first, last), func.coalesce(odd, False).is_(False), col(RentLine.valid_from) == newest)
    )
    by_day = charges_for(connection, month, odd)
    return int(connection.execute(whole).scalar() or 0) + sum(charge.total_cents for charge in by_day.values())


def _in_month(first: date, last: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Contract.starts_on) <= last, or_(col(Contract.ends_on).is_(None), col(Contract.ends_on) >= first)


def charges_for(
    connection: Connection, month: date, which: ColumnElement[bool] | None = None
) -> Mapping[int, MonthCharge]:
    """Compute what the month that `month` lies in comes to, for every contract with a day in it, or for some."""
    first, last = month.replace(day=1), last_of_month(month)
    in_month = (*_in_month(first, last), *([] if which is None else [which]))
    contracts = connection.execute(
        select(col(Contract.id), col(Contract.starts_on), col(Contract.ends_on)).where(*in_month)
    ).all()
    lines: dict[int, list[RentTerms]] = {}
    statement = (
        select(
            col(RentLine.contract_id),
            col(RentLine.valid_from),
            col(RentLine.basic_rent_cents),
            col(RentLine.service_charge_cents),
            col(RentLine.energy_cents),
        )
        .join(Contract, col(Contract.id) == col(RentLine.contract_id))
        .where(*in_month, col(RentLine.valid_from) <= last)
    )
    for contract_id, valid_from, basic, service, energy in connection.execute(statement):
        lines.setdefault(contract_id, []).append(RentTerms(valid_from, basic, service, energy))
    charges = {
        contract_id: month_charge(month, starts_on, ends_on, lines.get(contract_id, ()))
        for contract_id, starts_on, ends_on in contracts
    }
    return {contract_id: charge for contract_id, charge in charges.items() if charge}

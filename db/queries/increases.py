"""Rent increases: what a run would do, what limits it, and the objections against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Connection, Select, func, or_, select
from sqlmodel import col

from coopadmin.domain.dwellings import full_address
from coopadmin.domain.increases import (
    Asked,
    Proposal,
    Special,
    last_sending_day,
    propose,
)
from coopadmin.domain.legal import LegalValue, legal_value
from coopadmin.domain.rent_limits import Limit, Maximum, Tenancy
from coopadmin.domain.rents import RentTerms
from db.queries.legal import legal_settings
from db.queries.tenants import tenants_of
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.increases import MaximumRent, RentObjection, RentRegime
from db.tables.rents import RentLine


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One contract in a run: who and where, and what becomes of its rent."""

    tenancy: Tenancy
    tenants: tuple[str, ...]
    address: str
    proposal: Proposal
    charged_months: int
    """Months from that day on that were charged by the old rent."""

    @property
    def contract_id(self) -> int:
        """The contract's number in the store."""
        return self.tenancy.contract_id

    @property
    def state(self) -> str:
        """What becomes of it."""
        return self.proposal.state

    @property
    def wants_a_look(self) -> bool:
        """Whether something about it should be seen by a person."""
        return any(remark.is_warning for remark in self.proposal.remarks)

    @property
    def limit(self) -> Limit | None:
        """The most it may become."""
        return self.proposal.limit


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do, by contract number; amounts are cents per month.

    `send_before` is the last day the tenants may get the proposal, None where the notice is not known.
    """

    asked: Asked
    rows: tuple[PlanRow, ...]
    notice_months: int | None

    @property
    def send_before(self) -> date | None:
        """The last day the tenants may get the proposal."""
        return None if self.notice_months is None else last_sending_day(self.asked.valid_from, self.notice_months)

    def of_state(self, *states: str) -> tuple[PlanRow, ...]:
        """Give the contracts that are so."""
        return tuple(row for row in self.rows if row.state in states)

    @property
    def rising(self) -> tuple[PlanRow, ...]:
        """The contracts whose rent rises, or did by this very run."""
        return self.of_state("raise", "done")

    @property
    def unknown(self) -> tuple[str, ...]:
        """The values of the law that must be entered first, each once."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.proposal.unknown))

    @property
    def without_maximum(self) -> int:
        """Of how many contracts that rise no maximum rent is known."""
        return sum(row.tenancy.maximum is None for row in self.rising)

    @property
    def current_cents(self) -> int:
        """The basic rents that rise, together, before."""
        return sum(row.proposal.current_cents for row in self.rising)

    @property
    def new_cents(self) -> int:
        """The basic rents that rise, together, after."""
        return sum(row.proposal.new_cents for row in self.rising)

    @property
    def difference_cents(self) -> int:
        """What comes in more per month."""
        return self.new_cents - self.current_cents

    @property
    def year_cents(self) -> int:
        """What comes in more per year."""
        return 12 * self.difference_cents

    @property
    def charged_months(self) -> int:
        """Months already charged by the old rent, over the contracts that are still to rise."""
        return sum(row.charged_months for row in self.of_state("raise"))


def plan(connection: Connection, asked: Asked, today: date, specials: Mapping[int, Special] | None = None) -> Plan:
    """Work out a run over every contract that runs before the day of the increase; changes nothing.

    `specials` are by contract. Contracts that ended before `today` are not named.
    """
    overrides = legal_settings(connection)

    @cache
    def law(name: str) -> LegalValue | None:
        return legal_value(name, asked.valid_from, overrides)

    found = tenancies(connection, asked.valid_from, today)
    names = tenants_of(connection, [one.contract_id for one in found], asked.valid_from, asked.valid_from)
    charged = _charged_months(connection, asked.valid_from)
    addresses = _addresses(connection)
    notice = law("rent_increase_notice_months")
    rows = tuple(
        PlanRow(
            one,
            names.get(one.contract_id, ()),
            addresses.get(one.dwelling_id, ""),
            propose(one, asked, law, (specials or {}).get(one.contract_id)),
            charged.get(one.contract_id, 0),
        )
        for one in found
    )
    return Plan(asked, rows, notice.value if notice else None)


def tenancies(connection: Connection, valid_from: date, today: date) -> list[Tenancy]:
    """Give the contracts an increase may touch, by contract number.

    They began before the day of the increase and had not ended by then, nor by `today` where that comes first.
    """
    runs = (
        col(Contract.starts_on) < valid_from,
        or_(col(Contract.ends_on).is_(None), col(Contract.ends_on) >= min(valid_from, today)),
    )
    lines = _lines(connection, select(col(Contract.id)).where(*runs))
    regimes = _newest(
        connection,
        select(col(RentRegime.contract_id), col(RentRegime.regime))
        .where(col(RentRegime.valid_from) <= valid_from)
        .order_by(col(RentRegime.valid_from)),
    )
    maxima = _maxima(connection, valid_from)
    objections = _newest(
        connection,
        select(col(RentObjection.contract_id), col(RentObjection.outcome)).where(
            col(RentObjection.valid_from) == valid_from
        ),
    )
    statement = (
        select(
            col(Contract.id),
            col(Contract.number),
            col(Contract.starts_on),
            col(Contract.ends_on),
            col(Dwelling.id),
            col(Dwelling.code),
            col(Dwelling.kind),
        )
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(*runs)
        .order_by(col(Contract.number))
    )
    return [
        Tenancy(
            contract_id,
            number,
            dwelling_id,
            code,
            kind,
            starts_on,
            ends_on,
            tuple(lines.get(contract_id, ())),
            regimes.get(contract_id, "social"),
            maxima.get(dwelling_id),
            objections.get(contract_id, ""),
        )
        for contract_id, number, starts_on, ends_on, dwelling_id, code, kind in connection.execute(statement)
    ]


def _addresses(connection: Connection) -> dict[int, str]:
    """Give the whole address of every home, for the letters."""
    statement = select(
        col(Dwelling.id),
        col(Dwelling.street),
        col(Dwelling.house_number),
        col(Dwelling.addition),
        col(Dwelling.postcode),
        col(Dwelling.place),
    )
    return {dwelling_id: full_address(*parts) for dwelling_id, *parts in connection.execute(statement)}


def _lines(connection: Connection, contracts: Select[int]) -> dict[int, list[RentTerms]]:
    lines: dict[int, list[RentTerms]] = {}
    statement = select(
        col(RentLine.contract_id),
        col(RentLine.valid_from),
        col(RentLine.basic_rent_cents),
        col(RentLine.service_charge_cents),
        col(RentLine.energy_cents),
    ).where(col(RentLine.contract_id).in_(contracts))
    for contract_id, valid_from, basic, service, energy in connection.execute(statement):
        lines.setdefault(contract_id, []).append(RentTerms(valid_from, basic, service, energy))
    return lines


def _newest(connection: Connection, statement: Select[int, str]) -> dict[int, str]:
    """Keep the last value of each, which is the one in force where they come oldest first."""
    return dict(connection.execute(statement).all())


def _maxima(connection: Connection, on: date) -> dict[int, Maximum]:
    statement = (
        select(
            col(MaximumRent.dwelling_id),
            col(MaximumRent.max_rent_cents),
            col(MaximumRent.valid_from),
            col(MaximumRent.source),
        )
        .where(col(MaximumRent.valid_from) <= on)
        .order_by(col(MaximumRent.valid_from))
    )
    return {
        dwelling_id: Maximum(cents, valid_from, source)
        for dwelling_id, cents, valid_from, source in connection.execute(statement)
    }


def _charged_months(connection: Connection, valid_from: date) -> dict[int, int]:
    """Count the rents charged for the month of a day and later, by contract."""
    statement = (
        select(col(Charge.contract_id), func.count())
        .where(col(Charge.kind) == "rent", col(Charge.month) >= valid_from.replace(day=1))
        .group_by(col(Charge.contract_id))
    )
    return {contract_id: number for contract_id, number in connection.execute(statement) if contract_id is not None}

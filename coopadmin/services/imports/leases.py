"""What the store knows about the contracts, homes and people that some rows of a register speak of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.association import RULES, RuleValue, rule_on
from coopadmin.domain.names import Name
from coopadmin.domain.periods import overlap
from coopadmin.exchange.registers import Row
from coopadmin.i18n import _
from coopadmin.services.imports import Intake
from db.queries.association import rules
from db.tables.base import table_of
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.members import Member, Person


@dataclass(frozen=True, slots=True)
class Let:
    """A contract that is in the store, as other registers need to know it."""

    contract_id: int
    starts_on: date
    ends_on: date | None


def contracts_numbered(intake: Intake, numbers: Sequence[str]) -> dict[str, Let]:
    """Find contracts by their numbers."""
    statement = select(col(Contract.number), col(Contract.id), col(Contract.starts_on), col(Contract.ends_on)).where(
        col(Contract.number).in_(set(numbers))
    )
    return {
        number: Let(row_id, starts_on, ends_on) for number, row_id, starts_on, ends_on in intake.tx.execute(statement)
    }


def unknown_contract(number: str) -> str:
    """Say that a row refers to a contract that is not there."""
    return _("there is no contract {number}; take in the contracts first, or mend the number").format(number=number)


@dataclass(frozen=True, slots=True)
class Home:
    """A home the file names."""

    dwelling_id: int
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """The days a contract holds its home."""

    number: str
    starts_on: date
    ends_on: date | None


@dataclass(slots=True)
class Party:
    """Somebody who is party to a contract in the store."""

    party_id: int
    person_id: int
    name: Name
    place: int
    left: bool


@dataclass(slots=True)
class Known:
    """What the store knows about whatever some rows speak of, kept up to date while they are taken in."""

    homes: dict[str, Home]
    members: dict[str, int]
    contracts: dict[str, dict[str, Any]]
    parties: dict[int, list[Party]]
    held: dict[int, list[Held]]
    rules: Sequence[RuleValue]

    def in_the_way(self, dwelling_id: int, wanted: Held) -> Held | None:
        """Give another contract that has the home on one of the days wanted."""
        return next(
            (
                other
                for other in self.held.get(dwelling_id, ())
                if other.number != wanted.number
                and overlap(other.starts_on, other.ends_on, wanted.starts_on, wanted.ends_on)
            ),
            None,
        )

    def hold(self, dwelling_id: int, lease: Held) -> None:
        """Remember the days of a contract, and forget those it had."""
        there = self.contracts.get(lease.number)
        for home in {dwelling_id, there["dwelling_id"] if there else dwelling_id}:
            self.held[home] = [other for other in self.held.get(home, ()) if other.number != lease.number]
        self.held[dwelling_id].append(lease)

    def notice_months(self, on: date) -> int:
        """Give the notice a tenant gives at least, as the rule stands on a day."""
        return int(rule_on(self.rules, "notice_months", on) or RULES["notice_months"].default)


def known_about(intake: Intake, rows: Sequence[Row]) -> Known:
    """Look up what some rows of the register of contracts speak of."""
    homes = _homes(intake, {row.text("dwelling") for row in rows})
    numbers = {tenant for row in rows for tenant in row.values.get("tenants") or () if isinstance(tenant, str)}
    members = select(col(Member.number), col(Member.person_id)).where(col(Member.number).in_(numbers))
    contracts, dwellings = table_of(Contract), table_of(Dwelling)
    stored = (
        select(contracts, dwellings.c.code)
        .join(dwellings, dwellings.c.id == contracts.c.dwelling_id)
        .where(contracts.c.number.in_({row.text("number") for row in rows}))
    )
    by_number = {row["number"]: dict(row) for row in intake.tx.execute(stored).mappings()}
    return Known(
        homes=homes,
        members={row[0]: row[1] for row in intake.tx.execute(members)},
        contracts=by_number,
        parties=_parties(intake, [row["id"] for row in by_number.values()]),
        held=_held(intake, [home.dwelling_id for home in homes.values()]),
        rules=rules(intake.tx.connection),
    )


def _homes(intake: Intake, codes: Iterable[str]) -> dict[str, Home]:
    statement = select(col(Dwelling.code), col(Dwelling.id), col(Dwelling.ended_on)).where(
        col(Dwelling.code).in_(codes)
    )
    return {code: Home(row_id, ended_on) for code, row_id, ended_on in intake.tx.execute(statement)}


def _held(intake: Intake, homes: Sequence[int]) -> dict[int, list[Held]]:
    statement = select(
        col(Contract.dwelling_id), col(Contract.number), col(Contract.starts_on), col(Contract.ends_on)
    ).where(col(Contract.dwelling_id).in_(homes))
    held: dict[int, list[Held]] = {}
    for dwelling_id, number, starts_on, ends_on in intake.tx.execute(statement):
        held.setdefault(dwelling_id, []).append(Held(number, starts_on, ends_on))
    return held


def _parties(intake: Intake, contracts: Sequence[int]) -> dict[int, list[Party]]:
    statement = (
        select(
            col(ContractParty.contract_id),
            col(ContractParty.id),
            col(ContractParty.person_id),
            col(ContractParty.place),
            col(ContractParty.ends_on),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
        )
        .join(Person, col(Person.id) == col(ContractParty.person_id))
        .where(col(ContractParty.contract_id).in_(contracts))
        .order_by(col(ContractParty.place), col(ContractParty.id))
    )
    parties: dict[int, list[Party]] = {}
    for contract_id, party_id, person_id, place, ends_on, *name in intake.tx.execute(statement):
        party = Party(party_id, person_id, Name(*name), place, ends_on is not None)
        parties.setdefault(contract_id, []).append(party)
    return parties

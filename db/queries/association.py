"""The co-operative, its owner and agreement, and the rules in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.association import RULES, RuleValue, rule_on
from db.tables.association import Agreement, Cooperative, Owner, Setting
from db.tables.base import table_of

# The first page asks these: bare columns spare it the mapping of every class.
_cooperative, _rules = table_of(Cooperative), table_of(Setting)


@dataclass(frozen=True, slots=True)
class CooperativeRow:
    """The association itself."""

    name: str
    shape: str
    kvk_number: str
    iban: str
    email: str
    started_on: date | None


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """A housing corporation."""

    owner_id: int
    name: str
    kvk_number: str
    contact: str
    email: str
    phone: str
    note: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A management agreement with an owner."""

    agreement_id: int
    owner_id: int
    owner: str
    reference: str
    starts_on: date
    ends_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the co-operative's own page shows."""

    cooperative: CooperativeRow
    owners: tuple[OwnerRow, ...]
    agreements: tuple[AgreementRow, ...]
    rules: tuple[RuleValue, ...]


def cooperative(connection: Connection) -> CooperativeRow:
    """Give the association; a store always has one."""
    row = connection.execute(select(_cooperative)).mappings().first()
    if row is None:
        return CooperativeRow("", "individual", "", "", "", None)
    return CooperativeRow(
        row["name"], row["shape"], row["kvk_number"] or "", row["iban"] or "", row["email"] or "", row["started_on"]
    )


def overview(connection: Connection) -> Overview:
    """Give the association, its owners and agreements, and every value its rules ever had."""
    owners = connection.execute(
        select(
            col(Owner.id),
            col(Owner.name),
            col(Owner.kvk_number),
            col(Owner.contact),
            col(Owner.email),
            col(Owner.phone),
            col(Owner.note),
        ).order_by(col(Owner.name))
    )
    agreements = connection.execute(
        select(
            col(Agreement.id),
            col(Agreement.owner_id),
            col(Owner.name),
            col(Agreement.reference),
            col(Agreement.starts_on),
            col(Agreement.ends_on),
            col(Agreement.note),
        )
        .join(Owner, col(Owner.id) == col(Agreement.owner_id))
        .order_by(col(Agreement.starts_on).desc())
    )
    return Overview(
        cooperative(connection),
        tuple(
            OwnerRow(row_id, name, kvk or "", contact or "", email or "", phone or "", note)
            for row_id, name, kvk, contact, email, phone, note in owners
        ),
        tuple(AgreementRow(*row) for row in agreements),
        rules(connection),
    )


def rules(connection: Connection) -> tuple[RuleValue, ...]:
    """Give every value the rules ever had, by name and day."""
    statement = select(_rules.c.name, _rules.c.value, _rules.c.valid_from, _rules.c.source).order_by(
        _rules.c.name, _rules.c.valid_from
    )
    return tuple(RuleValue(*row) for row in connection.execute(statement))


def rule_number(connection: Connection, name: str, on: date) -> int:
    """Give a rule's whole number in force on a day; what a fresh store starts with where none is set."""
    value = rule_on(rules(connection), name, on)
    return int(value if value is not None else RULES[name].default)

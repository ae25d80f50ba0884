"""Whom a run of charges would reach: the members of some kinds, or the contracts in force on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from coopadmin.domain.members import sorted_name
from db.queries.base import in_force_on
from db.queries.tenants import tenants_of
from db.tables.base import table_of
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.members import Member, Membership, Person


@dataclass(frozen=True, slots=True)
class RunRow:
    """An account of a run: the number of the register's line (Contract or Member), and how it is called."""

    account_id: int
    number: str
    name: str
    has_it: bool
    """Whether it has this very charge already."""


@dataclass(frozen=True, slots=True)
class RunPreview:
    """What a run would do, by number of the contract or member; `amount_cents` is what each is charged."""

    rows: tuple[RunRow, ...]
    amount_cents: int

    @property
    def to_charge(self) -> tuple[RunRow, ...]:
        """Those who would be charged."""
        return tuple(row for row in self.rows if not row.has_it)

    @property
    def total_cents(self) -> int:
        """What the run would put on accounts together."""
        return len(self.to_charge) * self.amount_cents


def preview_run(
    connection: Connection,
    *,
    who: str,
    kind: str,
    amount_cents: int,
    due_on: date,
    note: str = "",
    member_kinds: Sequence[str] = ("member",),
) -> RunPreview:
    """Show whom a run reaches: `who` is `members` (of `member_kinds`) or `contracts`, in force on `due_on`."""
    named = _members(connection, member_kinds, due_on) if who == "members" else _contracts(connection, due_on)
    account = col(Charge.member_id) if who == "members" else col(Charge.contract_id)
    counter = aliased(table_of(Charge))
    taken_back = (
        select(counter.c.id)
        .where(counter.c.corrects_id == col(Charge.id), counter.c.amount_cents == -col(Charge.amount_cents))
        .correlate(table_of(Charge))
        .exists()
    )
    have_it = set(
        connection.execute(
            select(account).where(
                ~taken_back,
                col(Charge.due_on) == due_on,
                col(Charge.kind) == kind,
                col(Charge.amount_cents) == amount_cents,
                col(Charge.note) == note,
                account.is_not(None),
            )
        ).scalars()
    )
    return RunPreview(
        tuple(RunRow(account_id, number, name, account_id in have_it) for account_id, number, name in named),
        amount_cents,
    )


def _members(connection: Connection, kinds: Sequence[str], on: date) -> list[tuple[int, str, str]]:
    statement = (
        select(
            col(Member.id),
            col(Member.number),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
        )
        .join(Person, col(Person.id) == col(Member.person_id))
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .where(
            col(Membership.kind).in_(list(kinds)),
            in_force_on(col(Membership.starts_on), col(Membership.ends_on), on),
        )
        .order_by(col(Member.number))
    )
    return [(member_id, number, sorted_name(*name)) for member_id, number, *name in connection.execute(statement)]


def _contracts(connection: Connection, on: date) -> list[tuple[int, str, str]]:
    statement = (
        select(col(Contract.id), col(Contract.number), col(Dwelling.code))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(in_force_on(col(Contract.starts_on), col(Contract.ends_on), on))
        .order_by(col(Contract.number))
    )
    found = connection.execute(statement).all()
    tenants = tenants_of(connection, [row[0] for row in found], on, on)
    return [
        (contract_id, number, " · ".join([code, ", ".join(tenants.get(contract_id, ()))]))
        for contract_id, number, code in found
    ]

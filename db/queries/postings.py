"""Where the parts of bank lines stand, how those places are called, and the accounts that are known to pay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from coopadmin.domain.members import display_name
from coopadmin.domain.suggestions import PLACES, Place
from coopadmin.i18n import _
from db.queries.tenants import tenants_of
from db.tables.base import table_of
from db.tables.budget import Category
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.maintenance import MaintenanceTask
from db.tables.matching import KnownAccount, Posting
from db.tables.members import Member, Person


@dataclass(frozen=True, slots=True)
class PostingRow:
    """Where a part of a line stands; `subject` and `record_id` name the record it leads to, empty for none.

    `countered` tells that a later posting takes it back, `reverses_id` that this one takes another back.
    """

    posting_id: int
    booked_on: date
    amount_cents: int
    kind: str
    ground: str
    label: str
    subject: str
    record_id: int
    note: str
    reverses_id: int | None
    countered: bool


@dataclass(frozen=True, slots=True)
class KnownAccountRow:
    """An account that a person said pays for a contract."""

    known_account_id: int
    iban: str


def postings_of(connection: Connection, line_id: int) -> tuple[PostingRow, ...]:
    """Give the postings of a line in the order they were made, those that were taken back among them."""
    rows = connection.execute(
        select(table_of(Posting)).where(col(Posting.line_id) == line_id).order_by(col(Posting.id))
    ).mappings()
    found = list(rows)
    countered = {row["reverses_id"] for row in found}
    return tuple(
        PostingRow(
            posting_id=row["id"],
            booked_on=row["booked_on"],
            amount_cents=row["amount_cents"],
            kind=row["kind"],
            ground=row["ground"],
            note=row["note"],
            reverses_id=row["reverses_id"],
            countered=row["id"] in countered,
            **_named(connection, row["kind"], row),
        )
        for row in found
    )


def placed_at(connection: Connection, line_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Give the numbers and codes of where lines stand, without what was taken back, in the order it was put there."""
    wanted = list(line_ids)
    reversal = aliased(Posting)
    countered = exists().where(col(reversal.reverses_id) == col(Posting.id))
    statement = (
        select(
            col(Posting.line_id),
            func.coalesce(col(Contract.number), col(Member.number), col(Category.code), col(Posting.kind)),
            col(Posting.kind),
        )
        .outerjoin(Contract, col(Contract.id) == col(Posting.contract_id))
        .outerjoin(Member, col(Member.id) == col(Posting.member_id))
        .outerjoin(Category, col(Category.id) == col(Posting.category_id))
        .where(col(Posting.reverses_id).is_(None), ~countered)
        .order_by(col(Posting.id))
    )
    found: dict[int, tuple[str, ...]] = {}
    for start in range(0, len(wanted), 500):
        for line_id, name, kind in connection.execute(
            statement.where(col(Posting.line_id).in_(wanted[start : start + 500]))
        ):
            shown = _(PLACES[kind]) if kind in ("transfer", "duplicate") else name
            if shown not in found.get(line_id, ()):
                found[line_id] = (*found.get(line_id, ()), shown)
    return found


def _named(connection: Connection, kind: str, row: Mapping[Any, Any]) -> dict[str, Any]:
    """Name the place of a posting and the record it leads to."""
    if kind in ("contract", "deposit") and (contract_id := row["contract_id"]):
        label = contract_names(connection, [contract_id]).get(contract_id, "")
        return {"label": label, "subject": "contracts", "record_id": contract_id}
    if kind == "member" and row["member_id"]:
        person_id, label = member_names(connection, [row["member_id"]]).get(row["member_id"], (0, ""))
        return {"label": label, "subject": "members", "record_id": person_id}
    if kind == "category" and row["category_id"]:
        label = category_names(connection, [row["category_id"]]).get(row["category_id"], "")
        if task_id := row["task_id"]:
            task = connection.execute(
                select(col(MaintenanceTask.number)).where(col(MaintenanceTask.id) == task_id)
            ).scalar()
            return {"label": f"{label} · {task}", "subject": "maintenance", "record_id": task_id}
        return {"label": label, "subject": "budget", "record_id": row["category_id"]}
    if kind == "duplicate" and row["duplicate_of_id"]:
        return {"label": "", "subject": "bank", "record_id": row["duplicate_of_id"]}
    return {"label": "", "subject": "", "record_id": 0}


def contract_names(connection: Connection, contract_ids: Iterable[int]) -> dict[int, str]:
    """Call contracts by number and home: `C-0012 · 8A`."""
    statement = (
        select(col(Contract.id), col(Contract.number), col(Dwelling.code))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(col(Contract.id).in_(list(contract_ids)))
    )
    return {row_id: f"{number} · {code}" for row_id, number, code in connection.execute(statement)}


def member_names(connection: Connection, member_ids: Iterable[int]) -> dict[int, tuple[int, str]]:
    """Give per member the person's number and what the member is called: `L014 Anna Bos`."""
    statement = (
        select(
            col(Member.id),
            col(Person.id),
            col(Member.number),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
        )
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(col(Member.id).in_(list(member_ids)))
    )
    return {
        member_id: (person_id, f"{number} {display_name(*name)}")
        for member_id, person_id, number, *name in connection.execute(statement)
    }


def category_names(connection: Connection, category_ids: Iterable[int]) -> dict[int, str]:
    """Call categories by code and name."""
    statement = select(col(Category.id), col(Category.code), col(Category.name)).where(
        col(Category.id).in_(list(category_ids))
    )
    return {row_id: f"{code} · {name}" for row_id, code, name in connection.execute(statement)}


def place_names(connection: Connection, places: Iterable[Place], on: date) -> dict[Place, str]:
    """Call places by number, home and tenants; by number and name; by code and name."""
    by_kind: dict[str, list[int]] = {}
    for place in places:
        by_kind.setdefault(place.kind, []).append(place.record_id)
    labels: dict[Place, str] = {place: _("between own accounts") for place in places if place.kind == "transfer"}
    contracts = by_kind.get("contract", [])
    tenants = tenants_of(connection, contracts, on, on)
    for contract_id, name in contract_names(connection, contracts).items():
        who = ", ".join(tenants.get(contract_id, ()))
        labels[Place("contract", contract_id)] = f"{name} · {who}" if who else name
    for member_id, (_person_id, name) in member_names(connection, by_kind.get("member", [])).items():
        labels[Place("member", member_id)] = name
    for category_id, name in category_names(connection, by_kind.get("category", [])).items():
        labels[Place("category", category_id)] = name
    return labels


def known_accounts(connection: Connection, contract_id: int) -> tuple[KnownAccountRow, ...]:
    """Give the accounts that a person said pay for a contract, in the order they were said."""
    statement = (
        select(col(KnownAccount.id), col(KnownAccount.iban))
        .where(col(KnownAccount.contract_id) == contract_id)
        .order_by(col(KnownAccount.id))
    )
    return tuple(KnownAccountRow(*row) for row in connection.execute(statement))


def is_known(connection: Connection, iban: str) -> bool:
    """Tell whether an account was remembered for any contract, or stands on one."""
    known = select(col(KnownAccount.id)).where(col(KnownAccount.iban) == iban)
    named = select(col(Contract.id)).where(col(Contract.iban) == iban)
    return any(connection.execute(statement.limit(1)).first() is not None for statement in (known, named))

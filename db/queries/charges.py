"""What is on accounts: the list of charges, one of them, and those of a contract or a member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, bindparam, func, or_, select, true
from sqlmodel import col

from coopadmin.domain.charges import OF_A_MONTH, Oddity, Parts
from coopadmin.domain.members import display_name
from coopadmin.domain.periods import last_of_month
from coopadmin.formats import fold
from db.queries.base import Listing, Page, contains, ordered
from db.queries.charge_months import preview_month
from db.queries.ledger import settled, settled_members
from db.queries.tenants import tenants_of, with_tenant_named
from db.tables.base import table_of
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.members import Member, Person

FILTERS = ("this_month", "open", "rents", "corrections", "other", "members", "to_come", "all")
SORTS = ("due", "account", "amount", "kind")


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """A charge as a list shows it, in cents; on the account of a contract, or of the member `person_id`.

    `open_cents` is what is still open of it on the day asked about; one that is not due yet is open in full, and one
    below zero never is.
    """

    charge_id: int
    due_on: date
    kind: str
    month: date | None
    amount_cents: int
    note: str
    corrects_id: int | None
    contract_id: int | None
    member_id: int | None
    person_id: int | None
    number: str
    """The contract's or member's."""
    name: str
    """The home and its tenants, or the member."""
    open_cents: int = 0


@dataclass(frozen=True, slots=True)
class ChargeRecord:
    """Everything about a charge: the row, what it consists of, what it puts right, and what was put right of it."""

    row: ChargeRow
    parts: Parts
    reasons: tuple[Oddity, ...]
    """Why a rent is odd, by the contract's days and lines as they are now."""
    due_parts: Parts | None
    """What its month should cost now; None for what is no rent."""
    charged_parts: Parts | None
    """The rent and its corrections of that month together; None for what is no rent."""
    corrects: ChargeRow | None
    corrected_by: tuple[ChargeRow, ...]


_charges, _contracts, _dwellings, _members, _people = (
    table_of(model) for model in (Charge, Contract, Dwelling, Member, Person)
)


def page(connection: Connection, listing: Listing, on: date) -> Page[ChargeRow]:
    """List charges by `listing`; filters and sorts are named in FILTERS and SORTS.

    `this_month` holds what falls due in the month of `on`, `to_come` what falls due after it. A search looks in the
    numbers, the homes, and the names of tenants and members.
    """
    wanted = and_(true(), _filtered(connection, listing.filter, on), *map(_with, fold(listing.search).split()))
    counted = select(func.count()).select_from(_charges).where(_charges.c.id.in_(select(_charges.c.id).where(wanted)))
    by = {
        "account": func.coalesce(_contracts.c.number, _members.c.number),
        "amount": _charges.c.amount_cents,
        "kind": _charges.c.kind,
    }
    chosen = by.get(listing.sort, _charges.c.due_on)
    last = _charges.c.id.desc() if listing.descending else _charges.c.id.asc()
    if listing.sort != "account":
        # A month's rents fall due on one day: only their numbers are put in order, and of the first all is read.
        first = ordered(select(_charges.c.id).where(wanted), chosen, listing.descending, last).limit(listing.limit)
        wanted = _charges.c.id.in_(first)
    statement = ordered(_rows().where(wanted), chosen, listing.descending, last).limit(listing.limit)
    rows = _shown(connection, connection.execute(statement).mappings(), on)
    total = len(rows) if len(rows) < listing.limit else connection.execute(counted).scalar_one()
    return Page(rows, total)


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            _charges,
            _contracts.c.number.label("contract"),
            _dwellings.c.code,
            _members.c.number.label("member"),
            _people.c.id.label("person_id"),
            _people.c.family_name,
            _people.c.prefix,
            _people.c.initials,
            _people.c.given_name,
        )
        .outerjoin(_contracts, _contracts.c.id == _charges.c.contract_id)
        .outerjoin(_dwellings, _dwellings.c.id == _contracts.c.dwelling_id)
        .outerjoin(_members, _members.c.id == _charges.c.member_id)
        .outerjoin(_people, _people.c.id == _members.c.person_id)
    )


def _with(word: str) -> ColumnElement[bool]:
    """Demand a word in what the account is called."""
    contracts = (
        select(col(Contract.id))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(
            or_(
                contains(word, col(Contract.folded), col(Dwelling.folded)),
                col(Contract.id).in_(with_tenant_named(word)),
            )
        )
    )
    members = (
        select(col(Member.id))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(contains(word, col(Member.folded), col(Person.folded)))
    )
    return or_(col(Charge.contract_id).in_(contracts), col(Charge.member_id).in_(members))


def _filtered(connection: Connection, name: str, on: date) -> ColumnElement[bool]:
    due_on, kind = col(Charge.due_on), col(Charge.kind)
    if name == "this_month":
        return and_(due_on >= on.replace(day=1), due_on <= last_of_month(on))
    if name == "open":
        ids = list(_open(connection, on))
        return col(Charge.id).in_(bindparam("open", ids, expanding=True, literal_execute=True))
    return {
        "rents": kind == "rent",
        "corrections": kind == "correction",
        "other": kind.not_in(OF_A_MONTH),
        "members": col(Charge.member_id).is_not(None),
        "to_come": due_on > on,
    }.get(name, true())


def _shown(connection: Connection, found: Iterable[RowMapping], on: date) -> tuple[ChargeRow, ...]:
    rows = list(found)
    contracts = {row["contract_id"] for row in rows if row["contract_id"] is not None}
    members = {row["member_id"] for row in rows if row["member_id"] is not None}
    tenants = tenants_of(connection, contracts, on, on)
    still = _open(connection, on, contracts, members)
    return tuple(
        ChargeRow(
            charge_id=row["id"],
            **{name: row[name] for name in _SAME},
            number=row["contract"] or row["member"] or "",
            name=_name(row, tenants),
            open_cents=still.get(row["id"], 0) if row["due_on"] <= on else max(row["amount_cents"], 0),
        )
        for row in rows
    )


_SAME = ("due_on", "kind", "month", "amount_cents", "note", "corrects_id", "contract_id", "member_id", "person_id")


def _name(row: RowMapping, tenants: Mapping[int, tuple[str, ...]]) -> str:
    if row["contract_id"] is None:
        return display_name(row["family_name"], row["prefix"], row["initials"], row["given_name"])
    return " · ".join(part for part in (row["code"], ", ".join(tenants.get(row["contract_id"], ()))) if part)


def _open(
    connection: Connection, on: date, contracts: Iterable[int] | None = None, members: Iterable[int] | None = None
) -> dict[int, int]:
    """Give what is open of each charge, in cents, on the accounts named or on all."""
    accounts = [*settled(connection, contracts, on).values(), *settled_members(connection, members, on).values()]
    return {one.debt.ref[1]: one.open_cents for of in accounts for one in of.open if one.debt.ref[0] == "charge"}


# -- one, and those of one account ---------------------------------------------------------------------------------


def record(connection: Connection, charge_id: int, on: date) -> ChargeRecord | None:
    """Give everything about a charge as it stands on a day, or None where there is no such charge."""
    found = connection.execute(_rows().where(_charges.c.id == charge_id)).mappings().first()
    if found is None:
        return None
    (row,) = _shown(connection, [found], on)
    month = None
    if row.month is not None and row.kind in OF_A_MONTH:
        rows = preview_month(connection, row.month, [row.contract_id or 0]).rows
        month = rows[0] if rows else None
    before = _rows().where(_charges.c.id == row.corrects_id) if row.corrects_id is not None else None
    after = _rows().where(_charges.c.corrects_id == charge_id).order_by(_charges.c.due_on, _charges.c.id)
    corrects = _shown(connection, connection.execute(before).mappings(), on) if before is not None else ()
    return ChargeRecord(
        row,
        Parts(found["basic_rent_cents"], found["service_charge_cents"], found["energy_cents"]),
        month.reasons if month and row.kind == "rent" else (),
        month.parts if month else None,
        month.charged if month else None,
        corrects[0] if corrects else None,
        _shown(connection, connection.execute(after).mappings(), on),
    )


def of_contract(connection: Connection, contract_id: int, on: date) -> tuple[ChargeRow, ...]:
    """Give the charges of a contract, oldest first, with what is open of each on a day."""
    statement = _rows().where(_charges.c.contract_id == contract_id).order_by(_charges.c.due_on, _charges.c.id)
    return _shown(connection, connection.execute(statement).mappings(), on)


def of_member(connection: Connection, person_id: int, on: date) -> tuple[ChargeRow, ...]:
    """Give the charges on the account of a member, found by the person, oldest first."""
    statement = _rows().where(_people.c.id == person_id).order_by(_charges.c.due_on, _charges.c.id)
    return _shown(connection, connection.execute(statement).mappings(), on)


def member_account(connection: Connection, person_id: int) -> tuple[int, str] | None:
    """Give the number in the store and the number in the register of a person who is or was a member; else None."""
    row = connection.execute(
        select(col(Member.id), col(Member.number)).where(col(Member.person_id) == person_id)
    ).first()
    return (row[0], row[1]) if row else None

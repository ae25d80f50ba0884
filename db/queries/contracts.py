"""Tenancy contracts: the list, and one record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select, true
from sqlmodel import col

from coopadmin.domain.contracts import status_on
from coopadmin.domain.dwellings import street_address
from coopadmin.formats import fold
from db.queries.base import Listing, Page, contains, in_force_on, ordered, total_of
from db.queries.members import following_number
from db.queries.rents import OpeningRow, RentLineRow, lines_of, monthly_cents, openings_of
from db.queries.tenants import PartyRow, first_tenant, parties_of, tenants_of, with_tenant_named
from db.tables.base import table_of
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.rents import RentLine

FILTERS = ("in_force", "ending", "without_rent", "ended", "future", "behind", "ahead", "all")
SORTS = ("number", "dwelling", "tenant", "since", "until")


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract as a list shows it; `monthly_cents` by the rent line in force, None without one."""

    contract_id: int
    number: str
    dwelling_id: int
    dwelling: str
    tenants: tuple[str, ...]
    starts_on: date
    ends_on: date | None
    notice_on: date | None
    status: str
    monthly_cents: int | None


@dataclass(frozen=True, slots=True)
class ContractRecord:
    """Everything about one contract, as it stands on a day; amounts in cents."""

    contract_id: int
    number: str
    dwelling_id: int
    dwelling: str
    address: str
    starts_on: date
    ends_on: date | None
    notice_on: date | None
    deposit_cents: int | None
    iban: str
    payment_method: str
    note: str
    status: str
    parties: tuple[PartyRow, ...]
    rent_lines: tuple[RentLineRow, ...]
    openings: tuple[OpeningRow, ...]

    @property
    def monthly_cents(self) -> int | None:
        """What it costs per month by the line in force; None without one."""
        return next((line.total_cents for line in self.rent_lines if line.in_force), None)


def page(connection: Connection, listing: Listing, on: date) -> Page[ContractRow]:
    """List contracts by `listing`; filters and sorts are named in FILTERS and SORTS.

    `in_force` holds those that are ending too; `without_rent` those in force whose rent is not known that day; `behind`
    and `ahead` those with something open or a credit, former tenants' too. A search looks in number, home and the
    tenants' names.
    """
    statement = select(
        col(Contract.id),
        col(Contract.number),
        col(Dwelling.id),
        col(Dwelling.code),
        col(Contract.starts_on),
        col(Contract.ends_on),
        col(Contract.notice_on),
    ).join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
    for word in fold(listing.search).split():
        statement = statement.where(
            or_(
                contains(word, col(Contract.folded), col(Dwelling.folded)),
                col(Contract.id).in_(with_tenant_named(word)),
            )
        )
    if listing.filter in ("behind", "ahead"):
        statement = statement.where(_not_even(connection, on, behind=listing.filter == "behind"))
    else:
        statement = statement.where(_filtered(listing.filter, on))
    by = {
        "dwelling": func.length(col(Dwelling.code)),
        "tenant": first_tenant(),
        "since": col(Contract.starts_on),
        "until": col(Contract.ends_on),
    }
    chosen = by.get(listing.sort, col(Contract.number))
    code = col(Dwelling.code).desc() if listing.descending else col(Dwelling.code).asc()
    then = (code, col(Contract.number)) if listing.sort == "dwelling" else (col(Contract.number),)
    order = ordered(statement, chosen, listing.descending, *then)
    found = connection.execute(order.limit(listing.limit)).all()
    total = total_of(connection, statement, len(found), listing.limit)
    ids = [row[0] for row in found]
    tenants = tenants_of(connection, ids, on, on)
    rents = monthly_cents(connection, ids, on)
    return Page(
        tuple(
            ContractRow(
                contract_id,
                number,
                dwelling_id,
                code,
                tenants.get(contract_id, ()),
                starts_on,
                ends_on,
                notice_on,
                status_on(starts_on, ends_on, on),
                rents.get(contract_id),
            )
            for contract_id, number, dwelling_id, code, starts_on, ends_on, notice_on in found
        ),
        total,
    )


def _filtered(name: str, on: date) -> ColumnElement[bool]:
    starts_on, ends_on = col(Contract.starts_on), col(Contract.ends_on)
    if name == "all":
        return true()
    if name == "ended":
        return ends_on < on
    if name == "future":
        return starts_on > on
    running = in_force_on(starts_on, ends_on, on)
    if name == "without_rent":
        return and_(running, ~_has_rent(on))
    return and_(running, ends_on.is_not(None)) if name == "ending" else running


def _not_even(connection: Connection, on: date, *, behind: bool) -> ColumnElement[bool]:
    """Demand that something is open on the account that day, or that there is a credit; former tenants count."""
    from db.queries.balances import balances

    ids = [row_id for row_id, cents in balances(connection, None, on).items() if (cents > 0) == behind]
    return col(Contract.id).in_(bindparam("not_even", ids, expanding=True, literal_execute=True))


def _has_rent(on: date) -> ColumnElement[bool]:
    """Demand a rent line that began by a day."""
    return (
        select(col(RentLine.id))
        .where(col(RentLine.contract_id) == col(Contract.id), col(RentLine.valid_from) <= on)
        .correlate(table_of(Contract))
        .exists()
    )


def record(connection: Connection, contract_id: int, on: date) -> ContractRecord | None:
    """Give everything about one contract as it stands on a day, or None where there is no such contract."""
    contracts, dwellings = table_of(Contract), table_of(Dwelling)
    row = (
        connection.execute(
            select(contracts, dwellings.c.code, dwellings.c.street, dwellings.c.house_number, dwellings.c.addition)
            .join(dwellings, dwellings.c.id == contracts.c.dwelling_id)
            .where(contracts.c.id == contract_id)
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    same = ("number", "dwelling_id", "starts_on", "ends_on", "notice_on", "deposit_cents", "iban", "payment_method")
    return ContractRecord(
        contract_id=contract_id,
        **{name: row[name] for name in same},
        note=row["note"],
        dwelling=row["code"],
        address=street_address(row["street"], row["house_number"], row["addition"]),
        status=status_on(row["starts_on"], row["ends_on"], on),
        parties=parties_of(connection, contract_id),
        rent_lines=lines_of(connection, contract_id, on),
        openings=openings_of(connection, contract_id),
    )


def next_number(connection: Connection) -> str:
    """Propose the contract number after the highest, in the form the register uses (`C-0040` → `C-0041`)."""
    longest_first = select(col(Contract.number)).order_by(
        func.length(col(Contract.number)).desc(), col(Contract.number).desc()
    )
    return following_number(connection.execute(longest_first.limit(1)).scalar() or "C-0000")

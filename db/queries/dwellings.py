"""Homes: the list with who lives there, and one record with all that is linked to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, or_, select, true
from sqlmodel import col

from coopadmin.domain import contracts as contract_rules
from coopadmin.domain.dwellings import full_address, status_on, street_address
from coopadmin.formats import fold
from db.queries.base import Listing, Page, contains, in_force_on, ordered, total_of
from db.queries.tenants import tenants_of, with_tenant_named
from db.queries.vacancies import managed_on
from db.tables.association import Owner
from db.tables.base import table_of
from db.tables.contracts import Contract
from db.tables.decisions import Decision
from db.tables.dwellings import Dwelling
from db.tables.maintenance import MaintenanceTask

FILTERS = ("all", "let", "vacant", "ending", "ended")
SORTS = ("code", "address", "cluster", "kind", "area", "until")


@dataclass(frozen=True, slots=True)
class DwellingRow:
    """A home as a list shows it, with the contract in force that day; `status` is a key of STATUSES."""

    dwelling_id: int
    code: str
    address: str
    kind: str
    area_dm2: int | None
    rooms: int | None
    cluster: str
    status: str
    contract_id: int | None
    contract: str
    tenants: tuple[str, ...]
    let_until: date | None


@dataclass(frozen=True, slots=True)
class LeaseRow:
    """One contract of a home, past, present or future."""

    contract_id: int
    number: str
    tenants: tuple[str, ...]
    starts_on: date
    notice_on: date | None
    ends_on: date | None
    status: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A piece of work in a home."""

    task_id: int
    number: str
    reported_on: date
    what: str
    urgency: str
    responsible: str
    status: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision about a home."""

    decision_id: int
    number: str
    decided_on: date
    subject: str
    kind: str
    outcome: str


@dataclass(frozen=True, slots=True)
class DwellingRecord:
    """Everything about one home as it stands on a day; floor area in dm², rent points in hundredths."""

    dwelling_id: int
    code: str
    street: str
    house_number: str
    addition: str
    postcode: str
    place: str
    bag_id: str | None
    kind: str
    area_dm2: int | None
    rooms: int | None
    energy_label: str
    points_hundredths: int | None
    cluster: str
    owner_id: int | None
    owner: str
    ended_on: date | None
    note: str
    status: str
    contracts: tuple[LeaseRow, ...]
    tasks: tuple[TaskRow, ...]
    decisions: tuple[DecisionRow, ...]

    @property
    def address(self) -> str:
        """The address on one line."""
        return full_address(self.street, self.house_number, self.addition, self.postcode, self.place)


def page(connection: Connection, listing: Listing, on: date) -> Page[DwellingRow]:
    """List homes by `listing`; filters and sorts are named in FILTERS and SORTS.

    `let` holds those whose contract is ending too; only `all` and `ended` hold homes no longer managed. A search
    looks in code, address, cluster, the running contract's number and its tenants' names.
    """
    dwellings, contracts = table_of(Dwelling), table_of(Contract)
    statement = select(
        dwellings.c.id,
        dwellings.c.code,
        dwellings.c.street,
        dwellings.c.house_number,
        dwellings.c.addition,
        dwellings.c.kind,
        dwellings.c.area_dm2,
        dwellings.c.rooms,
        dwellings.c.cluster,
        dwellings.c.ended_on,
        contracts.c.id.label("contract_id"),
        contracts.c.number.label("contract"),
        contracts.c.ends_on.label("let_until"),
    ).outerjoin(
        contracts,
        and_(contracts.c.dwelling_id == dwellings.c.id, in_force_on(contracts.c.starts_on, contracts.c.ends_on, on)),
    )
    for word in fold(listing.search).split():
        statement = statement.where(
            or_(
                contains(word, dwellings.c.folded, func.coalesce(contracts.c.folded, "")),
                contracts.c.id.in_(with_tenant_named(word)),
            )
        )
    statement = statement.where(_filtered(listing.filter, on))
    by = {
        "address": dwellings.c.street,
        "cluster": dwellings.c.cluster,
        "kind": dwellings.c.kind,
        "area": dwellings.c.area_dm2,
        "until": contracts.c.ends_on,
    }
    # 2A comes before 10A: shorter codes first is as near to that as every database can sort.
    length, code = func.length(dwellings.c.code), dwellings.c.code
    then = (func.length(dwellings.c.house_number), dwellings.c.house_number) if listing.sort == "address" else ()
    last = (length.desc(), code.desc()) if listing.descending and listing.sort not in by else (length, code)
    # By code nothing is said of empty values, for there are none: only so an index gives them in their order.
    order = statement.order_by(*last)
    if listing.sort in by:
        order = ordered(statement, by[listing.sort], listing.descending, *then, *last)
    found = connection.execute(order.limit(listing.limit)).mappings().all()
    if listing.search or listing.filter not in ("all", ""):
        total = total_of(connection, statement, len(found), listing.limit)
    else:
        total = connection.execute(select(func.count()).select_from(dwellings)).scalar_one()
    tenants = tenants_of(connection, (row["contract_id"] for row in found if row["contract_id"]), on, on)
    return Page(tuple(_listed(row, tenants.get(row["contract_id"], ()), on) for row in found), total)


def _listed(row: RowMapping, tenants: tuple[str, ...], on: date) -> DwellingRow:
    return DwellingRow(
        dwelling_id=row["id"],
        code=row["code"],
        address=street_address(row["street"], row["house_number"], row["addition"]),
        kind=row["kind"],
        area_dm2=row["area_dm2"],
        rooms=row["rooms"],
        cluster=row["cluster"],
        status=status_on(
            ended_on=row["ended_on"], let=row["contract_id"] is not None, let_until=row["let_until"], on=on
        ),
        contract_id=row["contract_id"],
        contract=row["contract"] or "",
        tenants=tenants,
        let_until=row["let_until"],
    )


def _filtered(name: str, on: date) -> ColumnElement[bool]:
    managed = managed_on(on)
    if name == "let":
        return and_(managed, col(Contract.id).is_not(None))
    if name == "ending":
        return and_(managed, col(Contract.ends_on).is_not(None))
    if name == "vacant":
        return and_(managed, col(Contract.id).is_(None))
    return ~managed if name == "ended" else true()


def record(connection: Connection, dwelling_id: int, on: date) -> DwellingRecord | None:
    """Give everything about one home as it stands on a day, or None where there is no such home."""
    dwellings, owners = table_of(Dwelling), table_of(Owner)
    row = (
        connection.execute(
            select(dwellings, owners.c.name.label("owner"))
            .outerjoin(owners, owners.c.id == dwellings.c.owner_id)
            .where(dwellings.c.id == dwelling_id)
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    leases = _leases(connection, dwelling_id, on)
    running = next((lease for lease in leases if lease.status in ("in_force", "ending")), None)
    left_out = ("id", "folded", "owner")
    return DwellingRecord(
        dwelling_id=dwelling_id,
        **{name: value for name, value in row.items() if name not in left_out},
        owner=row["owner"] or "",
        status=status_on(
            ended_on=row["ended_on"], let=running is not None, let_until=running.ends_on if running else None, on=on
        ),
        contracts=leases,
        tasks=_tasks(connection, dwelling_id),
        decisions=_decisions(connection, dwelling_id),
    )


def _leases(connection: Connection, dwelling_id: int, on: date) -> tuple[LeaseRow, ...]:
    statement = (
        select(
            col(Contract.id),
            col(Contract.number),
            col(Contract.starts_on),
            col(Contract.notice_on),
            col(Contract.ends_on),
        )
        .where(col(Contract.dwelling_id) == dwelling_id)
        .order_by(col(Contract.starts_on).desc())
    )
    found = connection.execute(statement).all()
    tenants = tenants_of(connection, (row[0] for row in found), date.min, date.max)
    return tuple(
        LeaseRow(
            contract_id,
            number,
            tenants.get(contract_id, ()),
            starts_on,
            notice_on,
            ends_on,
            contract_rules.status_on(starts_on, ends_on, on),
        )
        for contract_id, number, starts_on, notice_on, ends_on in found
    )


def _tasks(connection: Connection, dwelling_id: int) -> tuple[TaskRow, ...]:
    statement = (
        select(
            col(MaintenanceTask.id),
            col(MaintenanceTask.number),
            col(MaintenanceTask.reported_on),
            col(MaintenanceTask.what),
            col(MaintenanceTask.urgency),
            col(MaintenanceTask.responsible),
            col(MaintenanceTask.status),
            col(MaintenanceTask.done_on),
        )
        .where(col(MaintenanceTask.dwelling_id) == dwelling_id)
        .order_by(col(MaintenanceTask.reported_on).desc(), col(MaintenanceTask.number).desc())
    )
    return tuple(TaskRow(*row) for row in connection.execute(statement))


def _decisions(connection: Connection, dwelling_id: int) -> tuple[DecisionRow, ...]:
    statement = (
        select(
            col(Decision.id),
            col(Decision.number),
            col(Decision.decided_on),
            col(Decision.subject),
            col(Decision.kind),
            col(Decision.outcome),
        )
        .where(col(Decision.dwelling_id) == dwelling_id)
        .order_by(col(Decision.decided_on).desc(), col(Decision.number).desc())
    )
    return tuple(DecisionRow(*row) for row in connection.execute(statement))

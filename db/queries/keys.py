"""Keys: every copy and who has it since when, one with its loans, what somebody has, and what should be back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true
from sqlmodel import col

from coopadmin.domain.keys import MISSING
from db.queries import association
from db.queries.base import Listing, Page, contains, count, ordered
from db.queries.key_rows import (
    BOOKINGS,
    CONTRACTORS,
    COPIES,
    KINDS,
    LOANS,
    PEOPLE,
    CopyRecord,
    CopyRow,
    Expiring,
    HeldKey,
    KindRow,
    LoanRow,
    OwedDeposit,
    copy_of,
    deposit_of,
    holder_of,
    key_of,
    loan_of,
    overdue_on,
    runs_on,
    select_copies,
    select_loans,
)
from db.tables.base import table_of
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from db.tables.keys import KeyCopy
from db.tables.maintenance import MaintenanceTask

FILTERS = ("here", "out", "overdue", "in", "deposits", "unsigned", "certificate", "missing", "all")
SORTS = ("key", "holder", "since", "due")


# -- the list ------------------------------------------------------------------------------------------------------


def page(connection: Connection, listing: Listing, on: date) -> Page[CopyRow]:
    """List copies; filters and sorts are named in FILTERS and SORTS, `here` being all that were not written off."""
    announced = _announced(connection, on)
    wanted = _expires(on, announced) if listing.filter == "certificate" else _filtered(listing.filter, on)
    statement = select_copies(on).where(wanted)
    if listing.search:
        names = (func.coalesce(table.c.folded, "") for table in (PEOPLE, CONTRACTORS))
        statement = statement.where(contains(listing.search, KINDS.c.folded, func.lower(COPIES.c.mark), *names))
    key = (KINDS.c.code, func.length(COPIES.c.mark), COPIES.c.mark)
    if listing.sort in ("holder", "since", "due"):
        by = {
            "holder": func.coalesce(PEOPLE.c.folded, CONTRACTORS.c.folded),
            "since": LOANS.c.issued_on,
            "due": LOANS.c.due_on,
        }
        statement = ordered(statement, by[listing.sort], listing.descending, *key)
    else:
        statement = ordered(statement, key[0], listing.descending, *key[1:])
    found = connection.execute(statement.limit(listing.limit)).mappings()
    return Page(tuple(copy_of(row, on, announced) for row in found), count(connection, statement))


def record(connection: Connection, copy_id: int, on: date) -> CopyRecord | None:
    """Give one copy, or None where there is no such one."""
    found = connection.execute(select_copies(on).where(COPIES.c.id == copy_id)).mappings().first()
    if found is None:
        return None
    kind = kinds(connection, found["kind_id"])[0]
    more = connection.execute(select(col(KeyCopy.made_on), col(KeyCopy.note)).where(col(KeyCopy.id) == copy_id)).one()
    return CopyRecord(
        copy_of(found, on, _announced(connection, on)),
        kind,
        more[0],
        found["ended_on"],
        found["end_reason"],
        more[1],
        _loans_of(connection, copy_id),
    )


def kinds(connection: Connection, kind_id: int | None = None) -> tuple[KindRow, ...]:
    """Give all keys by code, those that are used no longer among them; or one."""
    here = and_(COPIES.c.kind_id == KINDS.c.id, COPIES.c.ended_on.is_(None))
    copies = select(func.count()).where(here).scalar_subquery()
    out = (
        select(func.count())
        .select_from(COPIES)
        .join(LOANS, LOANS.c.copy_id == COPIES.c.id)
        .where(here, LOANS.c.returned_on.is_(None))
        .scalar_subquery()
    )
    dwellings, facilities = table_of(Dwelling), table_of(Facility)
    statement: Select[Any] = (
        select(
            KINDS,
            func.coalesce(dwellings.c.code, "").label("dwelling"),
            func.coalesce(facilities.c.name, "").label("facility"),
            copies.label("copies"),
            out.label("out"),
        )
        .outerjoin(dwellings, dwellings.c.id == KINDS.c.dwelling_id)
        .outerjoin(facilities, facilities.c.id == KINDS.c.facility_id)
        .where(true() if kind_id is None else KINDS.c.id == kind_id)
        .order_by(KINDS.c.code)
    )
    left_out = ("id", "folded")
    return tuple(
        KindRow(kind_id=row["id"], **{name: value for name, value in row.items() if name not in left_out})
        for row in connection.execute(statement).mappings()
    )


def register(connection: Connection, on: date) -> tuple[CopyRow, ...]:
    """Give every copy that was there on a day, with who had it then, by code and mark."""
    there = and_(
        or_(COPIES.c.made_on.is_(None), COPIES.c.made_on <= on),
        or_(COPIES.c.ended_on.is_(None), COPIES.c.ended_on > on),
    )
    key = (KINDS.c.code, func.length(COPIES.c.mark), COPIES.c.mark)
    found = connection.execute(select_copies(on).where(there).order_by(*key)).mappings()
    return tuple(copy_of(row, on) for row in found)


def copies_of_facility(connection: Connection, facility_id: int, on: date) -> tuple[CopyRow, ...]:
    """Give every copy of the keys of a facility that was not written off by a day, by code and mark."""
    wanted = and_(KINDS.c.facility_id == facility_id, _filtered("here", on))
    key = (KINDS.c.code, func.length(COPIES.c.mark), COPIES.c.mark)
    found = connection.execute(select_copies(on).where(wanted).order_by(*key)).mappings()
    return tuple(copy_of(row, on) for row in found)


# -- who has what --------------------------------------------------------------------------------------------------


def held_by(connection: Connection, person_id: int, on: date) -> tuple[HeldKey, ...]:
    """Give the copies that somebody has on a day, the longest first."""
    return _held(connection, LOANS.c.person_id == person_id, on)


def held_by_contractor(connection: Connection, contractor_id: int, on: date) -> tuple[HeldKey, ...]:
    """Give the copies that a contractor has on a day, the longest first."""
    return _held(connection, LOANS.c.contractor_id == contractor_id, on)


def overdue(connection: Connection, on: date) -> tuple[HeldKey, ...]:
    """Give the copies that should have been back before a day, the latest first."""
    found = _held(connection, overdue_on(on), on)
    return tuple(sorted(found, key=lambda one: (one.due_on or on, one.key)))


def expiring(connection: Connection, on: date) -> tuple[Expiring, ...]:
    """Give the keys in use whose certificate ran out, or is announced to, the first of them first."""
    statement = (
        select(func.min(COPIES.c.id), KINDS.c.code, KINDS.c.name, KINDS.c.certificate_until)
        .select_from(COPIES)
        .join(KINDS, KINDS.c.id == COPIES.c.kind_id)
        .where(_expires(on, _announced(connection, on)))
        .group_by(KINDS.c.id)
        .order_by(KINDS.c.certificate_until, KINDS.c.code)
    )
    return tuple(Expiring(*row) for row in connection.execute(statement))


def owed_deposits(connection: Connection, person_id: int) -> tuple[OwedDeposit, ...]:
    """Give the deposits that are to be given back to somebody, for copies that came back."""
    statement = (
        select_loans()
        .where(LOANS.c.person_id == person_id, LOANS.c.returned_on.is_not(None))
        .where(LOANS.c.deposit_paid_on.is_not(None), LOANS.c.deposit_returned_on.is_(None))
        .order_by(LOANS.c.returned_on, LOANS.c.id)
    )
    return tuple(
        OwedDeposit(row["id"], row["copy_id"], key_of(row), row["returned_on"], row["deposit_cents"])
        for row in connection.execute(statement).mappings()
        if deposit_of(row) == "to_give_back"
    )


# -- within --------------------------------------------------------------------------------------------------------


def _announced(connection: Connection, on: date) -> int:
    return association.rule_number(connection, "key_certificate_notice_days", on)


def _expires(on: date, announced: int) -> ColumnElement[bool]:
    """Demand a copy in use of a key in use whose certificate ran out, or does within so many days."""
    return and_(
        _filtered("here", on),
        or_(KINDS.c.ended_on.is_(None), KINDS.c.ended_on > on),
        KINDS.c.certificate_until <= on + timedelta(days=announced),
    )


def _filtered(name: str, on: date) -> ColumnElement[bool]:
    here = or_(COPIES.c.ended_on.is_(None), COPIES.c.ended_on > on)
    missing = and_(COPIES.c.end_reason.in_(MISSING), LOANS.c.returned_on == COPIES.c.ended_on)
    to_give_back = and_(
        LOANS.c.deposit_cents > 0,
        LOANS.c.returned_on <= on,
        LOANS.c.deposit_paid_on.is_not(None),
        LOANS.c.deposit_returned_on.is_(None),
        ~func.coalesce(missing, False),
    )
    to_pay = and_(runs_on(on), LOANS.c.deposit_cents > 0, LOANS.c.deposit_paid_on.is_(None))
    conditions: dict[str, ColumnElement[bool]] = {
        "here": here,
        "out": runs_on(on),
        "overdue": overdue_on(on),
        "in": and_(here, or_(LOANS.c.id.is_(None), ~runs_on(on))),
        "deposits": or_(to_give_back, to_pay),
        "unsigned": and_(runs_on(on), LOANS.c.signed_on.is_(None)),
        "missing": and_(COPIES.c.ended_on <= on, COPIES.c.end_reason.in_(MISSING)),
    }
    return conditions.get(name, true())


def _held(connection: Connection, wanted: ColumnElement[bool], on: date) -> tuple[HeldKey, ...]:
    statement = select_loans().where(wanted, runs_on(on)).order_by(LOANS.c.issued_on, LOANS.c.id)
    found: list[HeldKey] = []
    for row in connection.execute(statement).mappings():
        loan = loan_of(row)
        assert loan is not None  # noqa: S101 - every loan has its first day
        found.append(
            HeldKey(
                loan_id=row["id"],
                copy_id=row["copy_id"],
                key=key_of(row),
                name=row["name"],
                holder=holder_of(row),
                person_id=row["person_id"],
                contractor_id=row["contractor_id"],
                since=loan.issued_on,
                due_on=loan.back_by,
                overdue=loan.overdue_on(on),
                deposit_cents=row["deposit_cents"] if row["deposit_paid_on"] is not None else None,
                facility_ids=frozenset(one for one in (row["facility_id"], row["booked_id"]) if one is not None),
            )
        )
    return tuple(found)


def _loans_of(connection: Connection, copy_id: int) -> tuple[LoanRow, ...]:
    tasks, facilities = table_of(MaintenanceTask), table_of(Facility)
    statement = (
        select_loans()
        .add_columns(func.coalesce(tasks.c.number, "").label("task"))
        .add_columns(func.coalesce(facilities.c.name, "").label("facility"))
        .outerjoin(tasks, tasks.c.id == LOANS.c.task_id)
        .outerjoin(facilities, facilities.c.id == BOOKINGS.c.facility_id)
        .where(LOANS.c.copy_id == copy_id)
        .order_by(LOANS.c.issued_on.desc(), LOANS.c.id.desc())
    )
    found: list[LoanRow] = []
    plain = ("person_id", "contractor_id", "issued_on", "signed_on", "returned_on", "task_id", "task", "booking_id")
    money = ("deposit_cents", "deposit_paid_on", "deposit_returned_on")
    for row in connection.execute(statement).mappings():
        loan = loan_of(row)
        found.append(
            LoanRow(
                loan_id=row["id"],
                holder=holder_of(row),
                due_on=loan.back_by if loan else None,
                agreed_due_on=row["due_on"],
                deposit=deposit_of(row),
                facility=row["facility"],
                note=row["note"],
                **{name: row[name] for name in (*plain, *money)},
            )
        )
    return tuple(found)

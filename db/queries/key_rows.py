"""The rows of keys: what a list shows of a copy, a loan and a key, and how they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, or_, select

from coopadmin.domain.keys import MISSING, Loan, certificate_state, deposit_state, state_of
from coopadmin.domain.members import sorted_name
from db.tables.base import table_of
from db.tables.bookings import Booking
from db.tables.contractors import Contractor
from db.tables.keys import KeyCopy, KeyKind, KeyLoan
from db.tables.members import Person

KINDS, COPIES, LOANS = table_of(KeyKind), table_of(KeyCopy), table_of(KeyLoan)
PEOPLE, CONTRACTORS, BOOKINGS = table_of(Person), table_of(Contractor), table_of(Booking)

_NAMES = ("family_name", "prefix", "initials", "given_name")


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy in the list, with who has it; `due_on` is the day it must be back, by agreement or by the booking."""

    copy_id: int
    kind_id: int
    code: str
    name: str
    mark: str
    state: str
    """As in `domain/keys.STATES`."""
    loan_id: int | None
    person_id: int | None
    contractor_id: int | None
    holder: str
    since: date | None
    due_on: date | None
    signed_on: date | None
    deposit_cents: int | None
    deposit: str
    """As in `domain/keys.DEPOSITS`; of a copy that is in nobody's hands, that of the last who had it."""
    certificate_until: date | None
    """None where the key has no certificate with a day, or is used no longer."""
    certificate: str
    """How that day stands, as in `domain/keys.CERTIFICATES`; empty where there is none."""

    @property
    def key(self) -> str:
        """What it is called: its code and its mark."""
        return f"{self.code} {self.mark}"


@dataclass(frozen=True, slots=True)
class LoanRow:
    """Once that a copy was in somebody's hands."""

    loan_id: int
    person_id: int | None
    contractor_id: int | None
    holder: str
    issued_on: date
    due_on: date | None
    agreed_due_on: date | None
    signed_on: date | None
    returned_on: date | None
    deposit_cents: int | None
    deposit_paid_on: date | None
    deposit_returned_on: date | None
    deposit: str
    task_id: int | None
    task: str
    booking_id: int | None
    facility: str
    note: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """A key with how many copies there are of it, and how many of these are out; cents."""

    kind_id: int
    code: str
    name: str
    opens: str
    dwelling_id: int | None
    dwelling: str
    facility_id: int | None
    facility: str
    certificate: str
    certificate_until: date | None
    deposit_cents: int | None
    note: str
    ended_on: date | None
    copies: int
    out: int


@dataclass(frozen=True, slots=True)
class CopyRecord:
    """Everything about one copy; its loans are the newest first."""

    row: CopyRow
    kind: KindRow
    made_on: date | None
    ended_on: date | None
    end_reason: str
    note: str
    loans: tuple[LoanRow, ...]


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A copy in somebody's hands; `facility_ids` are what it opens and what it was lent for a booking of."""

    loan_id: int
    copy_id: int
    key: str
    name: str
    holder: str
    person_id: int | None
    contractor_id: int | None
    since: date
    due_on: date | None
    overdue: bool
    deposit_cents: int | None
    """What was paid; None where nothing was."""
    facility_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Expiring:
    """A key in use whose certificate ran out or soon does; `copy_id` is one of its copies."""

    copy_id: int
    code: str
    name: str
    until: date


@dataclass(frozen=True, slots=True)
class OwedDeposit:
    """A deposit that is to be given back for a copy that came back; cents."""

    loan_id: int
    copy_id: int
    key: str
    returned_on: date
    deposit_cents: int


# -- what is read --------------------------------------------------------------------------------------------------


def runs_on(on: date) -> ColumnElement[bool]:
    """Demand that a loan runs at the end of a day."""
    return and_(LOANS.c.issued_on <= on, or_(LOANS.c.returned_on.is_(None), LOANS.c.returned_on > on))


def overdue_on(on: date) -> ColumnElement[bool]:
    """Demand that a copy should have been back before a day."""
    by_booking = and_(LOANS.c.due_on.is_(None), BOOKINGS.c.ends_at < on.isoformat())
    return and_(runs_on(on), or_(LOANS.c.due_on < on, by_booking))


def _newest(on: date) -> Any:
    """Find the loan of a copy that began last by a day: two never run at once."""
    other = LOANS.alias()
    return (
        select(other.c.id)
        .where(other.c.copy_id == COPIES.c.id, other.c.issued_on <= on)
        .order_by(other.c.issued_on.desc(), other.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


_OF_LOANS = (
    "copy_id",
    "person_id",
    "contractor_id",
    "issued_on",
    "due_on",
    "signed_on",
    "returned_on",
    "deposit_cents",
    "deposit_paid_on",
    "deposit_returned_on",
)


def _columns(*more: Any) -> tuple[Any, ...]:
    return (
        *more,
        *(LOANS.c[name] for name in _OF_LOANS),
        *(PEOPLE.c[name] for name in _NAMES),
        CONTRACTORS.c.name.label("contractor"),
        BOOKINGS.c.ends_at,
        BOOKINGS.c.facility_id.label("booked_id"),
        COPIES.c.kind_id,
        COPIES.c.mark,
        COPIES.c.ended_on,
        COPIES.c.end_reason,
        KINDS.c.code,
        KINDS.c.name,
        KINDS.c.facility_id,
        KINDS.c.certificate_until,
        KINDS.c.ended_on.label("kind_ended_on"),
    )


def select_copies(on: date) -> Select[Any]:
    """Choose the copies, each with the loan that began last by a day."""
    chosen: Any = (
        select(*_columns(COPIES.c.id, LOANS.c.id.label("loan_id")))
        .select_from(COPIES)
        .join(KINDS, KINDS.c.id == COPIES.c.kind_id)
        .outerjoin(LOANS, LOANS.c.id == _newest(on))
        .outerjoin(PEOPLE, PEOPLE.c.id == LOANS.c.person_id)
        .outerjoin(CONTRACTORS, CONTRACTORS.c.id == LOANS.c.contractor_id)
        .outerjoin(BOOKINGS, BOOKINGS.c.id == LOANS.c.booking_id)
    )
    return chosen


def select_loans() -> Select[Any]:
    """Choose the loans with their copies."""
    chosen: Any = (
        select(*_columns(LOANS.c.id, LOANS.c.task_id, LOANS.c.booking_id, LOANS.c.note))
        .select_from(LOANS)
        .join(COPIES, COPIES.c.id == LOANS.c.copy_id)
        .join(KINDS, KINDS.c.id == COPIES.c.kind_id)
        .outerjoin(PEOPLE, PEOPLE.c.id == LOANS.c.person_id)
        .outerjoin(CONTRACTORS, CONTRACTORS.c.id == LOANS.c.contractor_id)
        .outerjoin(BOOKINGS, BOOKINGS.c.id == LOANS.c.booking_id)
    )
    return chosen


# -- how it is read ------------------------------------------------------------------------------------------------


def loan_of(row: RowMapping) -> Loan | None:
    """Give the loan of a row, or None where there never was one."""
    if row["issued_on"] is None:
        return None
    ends_on = None if row["ends_at"] is None else date.fromisoformat(row["ends_at"][:10])
    return Loan(row["issued_on"], row["due_on"], row["returned_on"], ends_on)


def holder_of(row: RowMapping) -> str:
    """Give the name of who has or had a copy, as in a list."""
    if row["person_id"] is not None:
        return sorted_name(*(row[name] for name in _NAMES))
    return row["contractor"] or ""


def key_of(row: RowMapping) -> str:
    """Call a copy by its code and its mark."""
    return f"{row['code']} {row['mark']}"


def deposit_of(row: RowMapping) -> str:
    """Say how it stands with the deposit of a loan, as in `domain/keys.DEPOSITS`."""
    missing_on = row["ended_on"] if row["end_reason"] in MISSING else None
    return deposit_state(
        row["deposit_cents"],
        paid_on=row["deposit_paid_on"],
        given_back_on=row["deposit_returned_on"],
        returned_on=row["returned_on"],
        missing_on=missing_on,
    )


def copy_of(row: RowMapping, on: date, announced: int = 0) -> CopyRow:
    """Read a copy as it stood on a day; the end of a certificate is near from so many days ahead on."""
    loan = loan_of(row)
    in_use = row["kind_ended_on"] is None or row["kind_ended_on"] > on
    until = row["certificate_until"] if in_use else None
    runs = loan is not None and loan.runs_on(on)
    return CopyRow(
        copy_id=row["id"],
        kind_id=row["kind_id"],
        code=row["code"],
        name=row["name"],
        mark=row["mark"],
        state=state_of(loan, row["ended_on"], row["end_reason"], on),
        loan_id=row["loan_id"] if runs else None,
        person_id=row["person_id"] if runs else None,
        contractor_id=row["contractor_id"] if runs else None,
        holder=holder_of(row) if runs else "",
        since=row["issued_on"] if runs else None,
        due_on=loan.back_by if runs and loan else None,
        signed_on=row["signed_on"] if runs else None,
        deposit_cents=row["deposit_cents"],
        deposit=deposit_of(row),
        certificate_until=until,
        certificate=certificate_state(until, on, announced),
    )

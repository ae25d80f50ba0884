"""The rents of a month: what they should be, what was charged of them, and what is to be put right."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, true
from sqlmodel import col

from coopadmin.domain.charges import NOTHING, Oddity, Parts, difference, oddities, parts_of, together
from coopadmin.domain.periods import add_months, last_of_month
from coopadmin.domain.rents import MonthCharge, RentTerms, month_charge
from db.queries.closing import closed_through
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.rents import RentLine

_AT_ONCE = 500
"""Numbers in one IN list."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A contract with its days and all its rent lines, oldest first: what its months follow from."""

    contract_id: int
    contract: str
    dwelling: str
    starts_on: date
    ends_on: date | None
    lines: tuple[RentTerms, ...]

    def charge(self, month: date) -> MonthCharge | None:
        """Compute what a month should cost."""
        first, last = month.replace(day=1), last_of_month(month)
        lines = self._within(first, last)
        whole = self.starts_on <= first and (self.ends_on is None or self.ends_on >= last)
        if whole and len(lines) == 1 and lines[0].valid_from <= first:
            # By far the most months are whole ones of one line, which need no counting of days.
            line = lines[0]
            return MonthCharge(first, line.basic_rent_cents, line.service_charge_cents, line.energy_cents)
        return month_charge(month, self.starts_on, self.ends_on, lines)

    def reasons(self, month: date) -> tuple[Oddity, ...]:
        """Say why a month is odd."""
        first, last = month.replace(day=1), last_of_month(month)
        return oddities(month, self.starts_on, self.ends_on, self._within(first, last))

    def _within(self, first: date, last: date) -> tuple[RentTerms, ...]:
        """Give the lines in force on some day from `first` to `last`."""
        begin = bisect_right(self.lines, first, key=_valid_from)
        return self.lines[max(begin - 1, 0) : bisect_right(self.lines, last, key=_valid_from)]


def _valid_from(line: RentTerms) -> date:
    return line.valid_from


@dataclass(frozen=True, slots=True)
class MonthEntry:
    """A rent or a correction of a month, as it was charged."""

    charge_id: int
    kind: str
    due_on: date
    parts: Parts


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A contract in a month: what it should cost (`parts`, cents), why that is odd, and what was charged of it."""

    contract_id: int
    contract: str
    dwelling: str
    due_on: date
    parts: Parts
    reasons: tuple[Oddity, ...]
    entries: tuple[MonthEntry, ...]

    @property
    def rent(self) -> MonthEntry | None:
        """The rent that was charged."""
        return next((entry for entry in self.entries if entry.kind == "rent"), None)

    @property
    def charged(self) -> Parts:
        """The rent and its corrections together."""
        return together(entry.parts for entry in self.entries)

    @property
    def state(self) -> str:
        """How far it is: `to_charge`, `charged`, `differs` (a correction is due), or `nothing` (no rent is known)."""
        if self.entries:
            return "charged" if self.charged == self.parts else "differs"
        return "to_charge" if self.parts.total_cents else "nothing"


@dataclass(frozen=True, slots=True)
class MonthPreview:
    """What charging a month would do, by contract number; `closed` where it may no longer be charged."""

    month: date
    closed: bool
    rows: tuple[MonthRow, ...]

    def of_state(self, state: str) -> tuple[MonthRow, ...]:
        """Give the contracts that are so far."""
        return tuple(row for row in self.rows if row.state == state)

    @property
    def to_charge_cents(self) -> int:
        """What charging it would put on accounts."""
        return sum(row.parts.total_cents for row in self.of_state("to_charge"))

    @property
    def charged_cents(self) -> int:
        """The rents that were charged, without corrections."""
        return sum(row.rent.parts.total_cents for row in self.rows if row.rent)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A month of a contract that was charged otherwise than it should be, by component in cents.

    `charge_id` is the rent that was charged, None where the month was closed without one; `due_on` the day the month
    falls or fell due.
    """

    contract_id: int
    contract: str
    dwelling: str
    month: date
    charge_id: int | None
    due_on: date
    charged: Parts
    due: Parts
    difference: Parts
    reasons: tuple[Oddity, ...]


# -- one month -----------------------------------------------------------------------------------------------------


def preview_month(connection: Connection, month: date, contract_ids: Sequence[int] | None = None) -> MonthPreview:
    """Show the month that `month` lies in for every contract with a day in it, or that it was charged to.

    Of the contracts named alone, where any are.
    """
    first, last = month.replace(day=1), last_of_month(month)
    charged = charged_in(connection, first)
    in_month = and_(
        col(Contract.starts_on) <= last, or_(col(Contract.ends_on).is_(None), col(Contract.ends_on) >= first)
    )
    if contract_ids is not None:
        in_month = and_(in_month, col(Contract.id).in_(contract_ids))
        charged = {contract_id: charged[contract_id] for contract_id in contract_ids if contract_id in charged}
    found = {lease.contract_id: lease for lease in _leases(connection, in_month, last, first)}
    missing = [contract_id for contract_id in charged if contract_id not in found]
    for some in _chunks(missing):
        found |= {lease.contract_id: lease for lease in _leases(connection, col(Contract.id).in_(some), last, first)}
    closed = closed_through(connection)
    rows = [_row(lease, first, charged.get(lease.contract_id, ())) for lease in found.values()]
    return MonthPreview(
        first, closed is not None and first <= closed, tuple(sorted(rows, key=lambda row: row.contract))
    )


def _row(lease: Lease, first: date, entries: tuple[MonthEntry, ...]) -> MonthRow:
    due = lease.charge(first)
    due_on = due.due_on if due else min((entry.due_on for entry in entries), default=first)
    return MonthRow(
        lease.contract_id,
        lease.contract,
        lease.dwelling,
        due_on,
        parts_of(due),
        lease.reasons(first),
        entries,
    )


def charged_in(connection: Connection, month: date) -> Mapping[int, tuple[MonthEntry, ...]]:
    """Give the rent and the corrections of the month that `month` lies in, by contract, the rent first."""
    first, last = month.replace(day=1), last_of_month(month)
    # A rent falls due in its month and a correction not before it, so the index on the due day serves both.
    rents = and_(col(Charge.kind) == "rent", col(Charge.due_on) >= first, col(Charge.due_on) <= last)
    corrections = and_(col(Charge.kind) == "correction", col(Charge.due_on) >= first)
    found: dict[int, tuple[MonthEntry, ...]] = {}
    for wanted in (rents, corrections):
        statement = (
            select(
                col(Charge.contract_id),
                col(Charge.id),
                col(Charge.kind),
                col(Charge.due_on),
                col(Charge.basic_rent_cents),
                col(Charge.service_charge_cents),
                col(Charge.energy_cents),
            )
            .where(wanted, col(Charge.month) == first)
            .order_by(col(Charge.id))
        )
        for contract_id, charge_id, kind, due_on, basic, service, energy in connection.execute(statement):
            if contract_id is not None:
                entry = MonthEntry(charge_id, kind, due_on, Parts(basic, service, energy))
                found[contract_id] = (*found.get(contract_id, ()), entry)
    return found


def uncharged(connection: Connection, month: date) -> int:
    """Count the contracts that the month that `month` lies in is still to be charged to."""
    preview = preview_month(connection, month)
    return 0 if preview.closed else len(preview.of_state("to_charge"))


def month_to_charge(connection: Connection, on: date) -> date:
    """Propose the month to charge on a day: the one after the last that was charged, at most the next month.

    Where nothing was charged yet it is the month of that day.
    """
    last: date | None = connection.execute(
        select(func.max(col(Charge.month))).where(col(Charge.kind) == "rent")
    ).scalar()
    this = on.replace(day=1)
    return this if last is None else min(add_months(last, 1), add_months(this, 1))


# -- what is to be put right ---------------------------------------------------------------------------------------


def corrections(connection: Connection, until: date, contract_ids: Sequence[int] | None = None) -> tuple[Proposal, ...]:
    """Find the months, up to that of `until`, that were charged otherwise than they should be; by contract and month.

    Corrections made already count, so what was put right is not found again. A month without a rent is only looked at
    where it was closed: an open one is simply charged. Of some contracts, or of all where none are named.
    """
    last = last_of_month(until)
    if contract_ids is None:
        found = _corrections_of(connection, true(), true(), last)
    else:
        found = [
            proposal
            for some in _chunks(contract_ids)
            for proposal in _corrections_of(
                connection, col(Contract.id).in_(some), col(Charge.contract_id).in_(some), last
            )
        ]
    return tuple(sorted(found, key=lambda one: (one.contract, one.month)))


@dataclass(frozen=True, slots=True)
class _Sum:
    """What was charged to a contract for a month, and when its rent fell due."""

    month: date
    charge_id: int | None
    due_on: date
    parts: Parts


def _corrections_of(
    connection: Connection, which: ColumnElement[bool], charged: ColumnElement[bool], last: date
) -> list[Proposal]:
    leases = {lease.contract_id: lease for lease in _leases(connection, which, last)}
    closed = _closed_months(connection, last)
    found: list[Proposal] = []
    seen: set[tuple[int, date]] = set()
    for contract_id, one in _sums(connection, charged, last):
        if contract_id in leases:
            if closed:
                seen.add((contract_id, one.month))
            found.extend(_proposed(leases[contract_id], one))
    for lease in leases.values():
        for month in closed:
            if (lease.contract_id, month) not in seen:
                found.extend(_proposed(lease, _Sum(month, None, month, NOTHING)))
    return found


def _proposed(lease: Lease, one: _Sum) -> Iterator[Proposal]:
    due = lease.charge(one.month)
    wrong = difference(due, one.parts)
    if wrong is not None:
        yield Proposal(
            lease.contract_id,
            lease.contract,
            lease.dwelling,
            one.month,
            one.charge_id,
            due.due_on if due else one.due_on,
            one.parts,
            parts_of(due),
            wrong,
            lease.reasons(one.month),
        )


def _sums(connection: Connection, which: ColumnElement[bool], last: date) -> Iterator[tuple[int, _Sum]]:
    is_rent = col(Charge.kind) == "rent"
    statement = (
        select(
            col(Charge.contract_id),
            col(Charge.month),
            func.max(case((is_rent, col(Charge.id)))),
            func.min(col(Charge.due_on)),
            func.sum(col(Charge.basic_rent_cents)),
            func.sum(col(Charge.service_charge_cents)),
            func.sum(col(Charge.energy_cents)),
        )
        .where(which, col(Charge.kind).in_(("rent", "correction")), col(Charge.month) <= last)
        .group_by(col(Charge.contract_id), col(Charge.month))
    )
    for contract_id, month, charge_id, due_on, *sums in connection.execute(statement):
        if contract_id is not None and month is not None:
            yield contract_id, _Sum(month, charge_id, due_on, Parts(*map(int, sums)))


def _closed_months(connection: Connection, last: date) -> list[date]:
    """Give the closed months that were charged to anybody; what lies before the first of them is no rent of ours."""
    closed = closed_through(connection)
    if closed is None:
        return []
    statement = (
        select(col(Charge.month))
        .where(col(Charge.kind) == "rent", col(Charge.month) <= min(closed, last))
        .distinct()
        .order_by(col(Charge.month))
    )
    return [month for month in connection.execute(statement).scalars() if month is not None]


# -- the contracts -------------------------------------------------------------------------------------------------


def _leases(
    connection: Connection, which: ColumnElement[bool], last: date, first: date | None = None
) -> Iterator[Lease]:
    """Give some contracts with their rent lines up to `last`; with `first` only those in force from that day on."""
    lines: dict[int, list[RentTerms]] = {}
    terms = (
        select(
            col(RentLine.contract_id),
            col(RentLine.valid_from),
            col(RentLine.basic_rent_cents),
            col(RentLine.service_charge_cents),
            col(RentLine.energy_cents),
        )
        .join(Contract, col(Contract.id) == col(RentLine.contract_id))
        .where(which, col(RentLine.valid_from) <= last)
        .order_by(col(RentLine.valid_from))
    )
    if first is not None:
        newest = (
            select(col(RentLine.contract_id), func.max(col(RentLine.valid_from)).label("valid_from"))
            .where(col(RentLine.valid_from) <= first)
            .group_by(col(RentLine.contract_id))
            .subquery()
        )
        terms = terms.outerjoin(newest, newest.c.contract_id == col(RentLine.contract_id)).where(
            or_(col(RentLine.valid_from) > first, col(RentLine.valid_from) == newest.c.valid_from)
        )
    for contract_id, valid_from, basic, service, energy in connection.execute(terms):
        lines.setdefault(contract_id, []).append(RentTerms(valid_from, basic, service, energy))
    statement = (
        select(
            col(Contract.id), col(Contract.number), col(Dwelling.code), col(Contract.starts_on), col(Contract.ends_on)
        )
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(which)
    )
    for contract_id, number, code, starts_on, ends_on in connection.execute(statement):
        yield Lease(contract_id, number, code, starts_on, ends_on, tuple(lines.get(contract_id, ())))


def _chunks(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    wanted = list(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        yield wanted[start : start + _AT_ONCE]

"""Which words are older than their own term, row by row, and which of them stay because something of them is open."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlmodel import col

from coopadmin.domain.forgetting_words import CLEARED, KINDS, SETTINGS, Span, span_of
from db.queries.association import rule_number
from db.queries.balances import chunks, settled, settled_members
from db.queries.matching import waits
from db.queries.payment_plans import running_plans
from db.queries.reasons import figure
from db.queries.refunds import refunds
from db.tables.arrears import CollectionStep
from db.tables.bank import BankLine
from db.tables.base import Record, table_of
from db.tables.bookings import Booking, BookingSeries, BookingWish, CleaningTurn
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.deposits import DepositMovement
from db.tables.hours import HoursEntry
from db.tables.journal import JournalEntry, JournalValue
from db.tables.keys import KeyLoan
from db.tables.ledger import PaymentPlan, Refund
from db.tables.maintenance import MaintenanceTask, TaskAppointment, TaskWait
from db.tables.matching import Posting
from db.tables.members import Member
from db.tables.rents import OpeningBalance

CLEARING = "clear_words"
"""The deed that clears words, as the journal has it; it is about the kind."""

_DAY_SIGNS = 10
"""So many signs of a moment are its day."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table with words: the column that says of when they are, those that are emptied, and those that may not be."""

    model: type[Record]
    day: str
    words: tuple[str, ...]
    filled: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The table's name."""
        return str(table_of(self.model).name)


SOURCES: dict[str, tuple[Source, ...]] = {
    "books": (
        Source(BankLine, "booked_on", ("name", "iban", "description", "end_to_end_id", "mandate_id", "raw")),
        Source(Charge, "due_on", ("note",)),
        Source(Posting, "booked_on", ("note",)),
        Source(DepositMovement, "moved_on", ("note",)),
        Source(OpeningBalance, "due_on", ("note",)),
        Source(Refund, "decided_on", ("iban",), ("note",)),
        Source(PaymentPlan, "agreed_on", ("note",)),
        Source(CollectionStep, "taken_on", ("note",)),
    ),
    "calls": (
        Source(MaintenanceTask, "reported_on", ("reporter_id", "note")),
        Source(TaskAppointment, "ends_at", ("access", "note")),
        Source(TaskWait, "until_at", ("note",)),
    ),
    "bookings": (
        Source(Booking, "ends_at", ("purpose", "cancel_reason")),
        Source(BookingSeries, "until", ("purpose", "note")),
        Source(BookingWish, "ends_at", ("purpose",)),
        Source(CleaningTurn, "due_on", ("note",)),
        Source(KeyLoan, "returned_on", ("note",)),
        Source(HoursEntry, "worked_on", ("note",)),
    ),
}
"""Where words with a term of their own stand."""


@dataclass(frozen=True, slots=True)
class AgedRow:
    """A row with words that are older than their term; `held` is a code of HELD, empty where they go."""

    source: Source
    row_id: int
    day: date
    words: tuple[str, ...]
    held: str
    number: str
    """The contract or member it stays for."""


@dataclass(frozen=True, slots=True)
class Aged:
    """All words of a kind that are older than their term."""

    span: Span
    rows: tuple[AgedRow, ...]
    last_cleared_on: date | None

    @property
    def due(self) -> tuple[AgedRow, ...]:
        """The rows whose words go."""
        return tuple(row for row in self.rows if not row.held)

    @property
    def groups(self) -> tuple[tuple[str, int, int], ...]:
        """The rows whose words go, counted by table and year."""
        counted = Counter((row.source.name, row.day.year) for row in self.due)
        order = [source.name for source in SOURCES[self.span.kind]]
        return tuple(
            (name, year, counted[name, year])
            for name, year in sorted(counted, key=lambda one: (one[1], order.index(one[0])))
        )

    @property
    def stays(self) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
        """What stays: the reason, how many rows, and for which contracts and members."""
        counted = Counter(row.held for row in self.rows if row.held)
        numbers: defaultdict[str, set[str]] = defaultdict(set)
        for row in self.rows:
            numbers[row.held] |= {row.number} - {""}
        return tuple((held, counted[held], tuple(sorted(numbers[held]))) for held in sorted(counted))


def overview(connection: Connection, on: date) -> tuple[Aged, ...]:
    """Give, per kind, the words that are older than their term on a day."""
    return tuple(aged(connection, kind, on) for kind in KINDS)


def span(connection: Connection, kind: str, on: date) -> Span:
    """Give up to which day words of a kind go, by the setting of that day."""
    first_month = rule_number(connection, "financial_year_first_month", on)
    return span_of(kind, figure(connection, SETTINGS[kind], on), on, first_month)


def aged(connection: Connection, kind: str, on: date) -> Aged:
    """Give the words of one kind that are older than their term on a day."""
    its = span(connection, kind, on)
    found: list[AgedRow] = []
    if its.through is not None:
        standing = _Open(connection, its.through, on) if kind == "books" else None
        for source in SOURCES[kind]:
            found += _rows(connection, source, its.through, standing)
            found += _remembered(
                connection, source, its.through, standing, {row.row_id for row in found if row.source is source}
            )
    return Aged(its, tuple(found), last_cleared_on(connection, kind))


def last_cleared_on(connection: Connection, kind: str) -> date | None:
    """Give the day words of a kind were cleared last."""
    at = connection.execute(
        select(func.max(col(JournalEntry.at))).where(
            col(JournalEntry.deed) == CLEARING, col(JournalEntry.about) == kind
        )
    ).scalar()
    return None if at is None else datetime.fromisoformat(at).astimezone().date()


def old_books_wait(connection: Connection, on: date) -> bool:
    """Tell, by a look at one year of bank lines along their index, whether words of the books may be due."""
    its = span(connection, "books", on)
    if its.through is None:
        return False
    source = SOURCES["books"][0]
    year = col(BankLine.booked_on).between(its.through - timedelta(days=365), its.through)
    statement = select(col(BankLine.id)).where(year, _has_words(source)).limit(1)
    return connection.execute(statement).first() is not None


# -- rows with words -----------------------------------------------------------------------------------------------


def _has_words(source: Source) -> ColumnElement[bool]:
    columns = table_of(source.model).c
    parts = [columns[name].is_not(None) if _is_key(source, name) else columns[name] != "" for name in source.words]
    return or_(*parts, *[columns[name].not_in(("", CLEARED)) for name in source.filled])


def _is_key(source: Source, name: str) -> bool:
    return bool(table_of(source.model).c[name].foreign_keys)


def _over(source: Source, through: date) -> ColumnElement[bool]:
    """Demand what was over by a day."""
    columns = table_of(source.model).c
    if source.model is MaintenanceTask:
        last = func.coalesce(columns.confirmed_on, columns.done_on, columns.reported_on)
        return and_(columns.status.in_(("done", "cancelled")), last <= through.isoformat())
    early = (
        columns[source.day] < (through + timedelta(days=1)).isoformat()
        if source.day.endswith("_at")
        else (columns[source.day] <= through)
    )
    if source.model in (TaskAppointment, TaskWait):
        tasks = table_of(MaintenanceTask).c
        over = select(tasks.id).where(_over(SOURCES["calls"][0], through))
        return and_(early, columns.task_id.in_(over))
    return early


def _rows(connection: Connection, source: Source, through: date, standing: _Open | None) -> list[AgedRow]:
    table = table_of(source.model)
    statement = select(table).where(_over(source, through), _has_words(source))
    return _aged(connection, source, statement.order_by(table.c[source.day], table.c.id), standing)


def _aged(connection: Connection, source: Source, statement: Any, standing: _Open | None) -> list[AgedRow]:
    rows = connection.execute(statement).mappings().all()
    holding = standing.of(source, rows) if standing else {}
    told = [name for name in (*source.words, *source.filled) if name != "raw" and not _is_key(source, name)]
    found: list[AgedRow] = []
    for row in rows:
        held, number = holding.get(row["id"], ("", ""))
        words = tuple(str(row[name]) for name in told if row[name])
        day = row[source.day]
        found.append(
            AgedRow(
                source,
                row["id"],
                day if isinstance(day, date) else date.fromisoformat(str(day)[:_DAY_SIGNS]),
                words,
                held,
                number,
            )
        )
    return found


# -- what only the journal still tells -----------------------------------------------------------------------------


def _remembered(
    connection: Connection, source: Source, through: date, standing: _Open | None, known: Collection[int]
) -> list[AgedRow]:
    """Give the rows whose words were taken back or changed since, and stand in the journal only."""
    table = table_of(source.model)
    values = col(JournalValue.values_json)
    row_id = col(JournalValue.row_id)
    statement = select(row_id, values).where(
        col(JournalValue.table_name) == source.name,
        values.is_not(None),
        or_(col(JournalValue.change) == "update", row_id.not_in(select(table.c.id))),
    )
    said: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for number, values_json in connection.execute(statement):
        if number not in known:
            sides: dict[str, dict[str, Any]] = json.loads(values_json or "{}")
            for side in sides.values():
                said[number] |= {name: value for name, value in side.items() if value not in ("", None)}
    named = {
        number for number, values in said.items() if any(name in values for name in (*source.words, *source.filled))
    }
    found: list[AgedRow] = []
    there: set[int] = set()
    for some in chunks(sorted(named)):
        found += _aged(
            connection, source, select(table).where(table.c.id.in_(some or ()), _over(source, through)), standing
        )
        there |= set(connection.execute(select(table.c.id).where(table.c.id.in_(some or ()))).scalars())
    for number in sorted(named - there):
        day = str(said[number].get(source.day, ""))[:_DAY_SIGNS]
        if day and date.fromisoformat(day) <= through:
            found.append(AgedRow(source, number, date.fromisoformat(day), (), "", ""))
    return found


# -- what keeps words of the books ---------------------------------------------------------------------------------


class _Open:
    """What of the books is open: lines that wait, accounts with a plan, an old debt or a credit, deposits held."""

    def __init__(self, connection: Connection, through: date, on: date) -> None:
        self._connection = connection
        waiting = select(col(BankLine.id)).where(col(BankLine.booked_on) <= through, waits())
        self._lines = set(connection.execute(waiting).scalars())
        ended = set(connection.execute(select(col(Contract.id)).where(col(Contract.ends_on) < on)).scalars())
        self._contracts: dict[int, str] = {}
        for contract_id, standing in settled(connection, None, on).items():
            if standing.oldest_due is not None and standing.oldest_due <= through:
                self._contracts[contract_id] = "debt"
            elif standing.credit_cents and contract_id in ended:
                self._contracts[contract_id] = "credit"
        self._contracts |= {one.contract_id: "credit" for one in refunds(connection) if one.paid_on is None}
        self._contracts |= dict.fromkeys(running_plans(connection, on), "plan")
        self._members = {
            member_id: "credit" if standing.credit_cents else "debt"
            for member_id, standing in settled_members(connection, None, on).items()
            if standing.credit_cents or (standing.oldest_due is not None and standing.oldest_due <= through)
        }
        self._deposits = _deposits_held(connection)
        self._numbers = {row[0]: row[1] for row in connection.execute(select(col(Contract.id), col(Contract.number)))}
        self._member_numbers = {
            row[0]: row[1] for row in connection.execute(select(col(Member.id), col(Member.number)))
        }

    def of(self, source: Source, rows: Collection[Any]) -> dict[int, tuple[str, str]]:
        """Tell, by row, what keeps it and for which contract or member; rows that nothing keeps are left out."""
        if source.model is not BankLine:
            told = {row["id"]: self._account(source.name, row) for row in rows}
            return {row_id: held for row_id, held in told.items() if held[0]}
        found: dict[int, tuple[str, str]] = {}
        posted = table_of(Posting)
        for some in chunks([row["id"] for row in rows]):
            statement = select(posted.c.line_id, posted.c.kind, posted.c.contract_id, posted.c.member_id)
            for row in connection_rows(self._connection, statement.where(posted.c.line_id.in_(some or ()))):
                held = self._account("posting", row)
                if held[0]:
                    found[row["line_id"]] = held
        return found | {row["id"]: ("waits", "") for row in rows if row["id"] in self._lines}

    def _account(self, table: str, row: Any) -> tuple[str, str]:
        contract_id, member_id = row.get("contract_id"), row.get("member_id")
        is_deposit = table == "depositmovement" or (table == "posting" and row["kind"] == "deposit")
        number = self._numbers.get(contract_id, "")
        if is_deposit and contract_id in self._deposits:
            return "deposit", number
        if contract_id in self._contracts:
            return self._contracts[contract_id], number
        if member_id in self._members:
            return self._members[member_id], self._member_numbers.get(member_id, "")
        return "", ""


def connection_rows(connection: Connection, statement: Any) -> Iterable[Any]:
    """Give rows by the names of their columns."""
    return connection.execute(statement).mappings().all()


def _deposits_held(connection: Connection) -> set[int]:
    held: Counter[int] = Counter()
    for statement in _deposit_sums():
        for contract_id, cents in connection.execute(statement):
            held[contract_id] += cents
    return {contract_id for contract_id, cents in held.items() if cents}


def _deposit_sums() -> Iterator[Select[Any, Any]]:
    moved = col(DepositMovement.contract_id)
    yield select(moved, func.sum(col(DepositMovement.amount_cents))).group_by(moved)
    posted = col(Posting.contract_id)
    yield (select(posted, func.sum(col(Posting.amount_cents))).where(col(Posting.kind) == "deposit").group_by(posted))

"""What an audit committee reads: every line, statement, charge and booking of a period, and the journal's chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlmodel import col

from db.tables.bank import BankAccount, BankFile, BankLine, BankStatement, LineAside
from db.tables.base import table_of
from db.tables.budget import Category
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.decisions import Decision
from db.tables.dwellings import Dwelling
from db.tables.journal import JournalEntry
from db.tables.maintenance import MaintenanceTask
from db.tables.matching import Posting
from db.tables.members import Member

Row = dict[str, Any]

LARGEST = 10
"""How many expenses are named as the largest."""

_MONEY_WORDS = ("€", "euro", " eur", "bedrag", "begroting", "offerte", "uitgave", "budget")
"""Words by which a decision may have allowed a spending; folded, in the two languages."""


@dataclass(frozen=True, slots=True)
class JournalEnd:
    """The last line of the journal and its link, to which all before it is chained."""

    entry_id: int
    chain: str
    at: datetime | None = None
    """Its moment, in UTC; None where nothing was done yet."""


def _rows(connection: Connection, statement: Select[*tuple[Any, ...]]) -> Iterator[Row]:
    for row in connection.execute(statement).mappings():
        yield dict(row)


def statements(connection: Connection, first: date, last: date) -> Iterator[Row]:
    """Give the bank statements with a day in the period, by account and day, with the file they came in."""
    accounts, files, kept = table_of(BankAccount), table_of(BankFile), table_of(BankStatement)
    opens = func.coalesce(kept.c.opens_on, kept.c.closes_on)
    yield from _rows(
        connection,
        select(
            accounts.c.number.label("account"),
            accounts.c.currency,
            kept.c.reference,
            kept.c.opens_on,
            kept.c.closes_on,
            kept.c.opening_cents,
            kept.c.lines_cents,
            kept.c.closing_cents,
            kept.c.line_count,
            files.c.name.label("file"),
            files.c.sha256,
        )
        .join(accounts, accounts.c.id == kept.c.account_id)
        .join(files, files.c.id == kept.c.file_id)
        .where(kept.c.closes_on >= first, opens <= last)
        .order_by(accounts.c.number, kept.c.closes_on, kept.c.id),
    )


def bank_lines(connection: Connection, first: date, last: date) -> Iterator[Row]:
    """Give the lines of the period in the order of their days, with what of each has no place yet."""
    accounts, lines, asides = table_of(BankAccount), table_of(BankLine), table_of(LineAside)
    placed = (
        select(func.coalesce(func.sum(col(Posting.amount_cents)), 0))
        .where(col(Posting.line_id) == lines.c.id)
        .correlate(lines)
        .scalar_subquery()
    )
    yield from _rows(
        connection,
        select(
            lines.c.id.label("line"),
            lines.c.booked_on,
            accounts.c.number.label("account"),
            lines.c.amount_cents,
            lines.c.name,
            lines.c.iban,
            lines.c.description,
            lines.c.reference,
            (lines.c.amount_cents - placed).label("waits_cents"),
            func.coalesce(asides.c.note, "").label("aside"),
        )
        .join(accounts, accounts.c.id == lines.c.account_id)
        .outerjoin(asides, asides.c.line_id == lines.c.id)
        .where(lines.c.booked_on.between(first, last))
        .order_by(lines.c.booked_on, lines.c.id),
    )


def charges(connection: Connection, first: date, last: date) -> Iterator[Row]:
    """Give what fell due in the period."""
    made, contracts, homes, members = table_of(Charge), table_of(Contract), table_of(Dwelling), table_of(Member)
    yield from _rows(
        connection,
        select(
            made.c.id.label("charge"),
            made.c.due_on,
            made.c.kind,
            func.coalesce(contracts.c.number, members.c.number).label("account_of"),
            func.coalesce(homes.c.code, "").label("home"),
            made.c.month,
            made.c.amount_cents,
            made.c.basic_rent_cents,
            made.c.service_charge_cents,
            made.c.energy_cents,
            made.c.note,
            made.c.corrects_id,
        )
        .outerjoin(contracts, contracts.c.id == made.c.contract_id)
        .outerjoin(homes, homes.c.id == contracts.c.dwelling_id)
        .outerjoin(members, members.c.id == made.c.member_id)
        .where(made.c.due_on.between(first, last))
        .order_by(made.c.due_on, "account_of", made.c.id),
    )


def postings(connection: Connection, first: date, last: date) -> Iterator[Row]:
    """Give where the money of bank lines was put in the period."""
    made, contracts, members = table_of(Posting), table_of(Contract), table_of(Member)
    categories, tasks = table_of(Category), table_of(MaintenanceTask)
    yield from _rows(
        connection,
        select(
            made.c.id.label("posting"),
            made.c.booked_on,
            made.c.line_id.label("line"),
            made.c.amount_cents,
            made.c.kind,
            func.coalesce(contracts.c.number, members.c.number, categories.c.code, "").label("place"),
            made.c.charge_id,
            func.coalesce(tasks.c.number, "").label("task"),
            made.c.ground,
            made.c.reverses_id,
            made.c.note,
        )
        .outerjoin(contracts, contracts.c.id == made.c.contract_id)
        .outerjoin(members, members.c.id == made.c.member_id)
        .outerjoin(categories, categories.c.id == made.c.category_id)
        .outerjoin(tasks, tasks.c.id == made.c.task_id)
        .where(made.c.booked_on.between(first, last))
        .order_by(made.c.booked_on, made.c.id),
    )


def largest_expenses(connection: Connection, first: date, last: date) -> Iterator[Row]:
    """Give the largest expenses of the period, the largest first."""
    made, categories, tasks, lines = (
        table_of(Posting),
        table_of(Category),
        table_of(MaintenanceTask),
        table_of(BankLine),
    )
    yield from _rows(
        connection,
        select(
            made.c.booked_on,
            made.c.amount_cents,
            categories.c.code,
            lines.c.name,
            func.coalesce(tasks.c.number, "").label("task"),
            made.c.note,
        )
        .join(categories, categories.c.id == made.c.category_id)
        .join(lines, lines.c.id == made.c.line_id)
        .outerjoin(tasks, tasks.c.id == made.c.task_id)
        .where(made.c.booked_on.between(first, last), made.c.amount_cents < 0)
        .order_by(made.c.amount_cents, made.c.id)
        .limit(LARGEST),
    )


def spending_decisions(connection: Connection, first: date, last: date) -> Iterator[Row]:
    """Give the decisions carried by the end of the period, since a year before it, that speak of money."""
    kept = table_of(Decision)
    found = _rows(
        connection,
        select(kept.c.number, kept.c.decided_on, kept.c.body, kept.c.subject, kept.c.text, kept.c.outcome)
        .where(
            kept.c.decided_on.between(first.replace(year=first.year - 1, day=1), last),
            kept.c.outcome == "carried",
            kept.c.kind == "decision",
        )
        .order_by(kept.c.decided_on, kept.c.number),
    )
    for row in found:
        said = f"{row['subject']} {row['text']}".lower()
        if any(word in said for word in _MONEY_WORDS):
            yield row


def journal(connection: Connection, since: date) -> Iterator[Row]:
    """Give the lines of the journal from a day on, each with its link, so that the chain can be counted again."""
    lines = table_of(JournalEntry)
    begun = datetime.combine(since, time(), UTC).isoformat(timespec="seconds")
    yield from _rows(connection, select(lines).where(lines.c.at >= begun).order_by(lines.c.id))


def link_before(connection: Connection, entry_id: int) -> str:
    """Give the link of the line before one; empty where that is the first."""
    found = connection.execute(select(col(JournalEntry.chain)).where(col(JournalEntry.id) == entry_id - 1)).scalar()
    return found or ""


def journal_end(connection: Connection) -> JournalEnd:
    """Give the last line of the journal."""
    row = connection.execute(
        select(col(JournalEntry.id), col(JournalEntry.chain), col(JournalEntry.at))
        .order_by(col(JournalEntry.id).desc())
        .limit(1)
    ).first()
    return JournalEnd(row[0], row[1], datetime.fromisoformat(row[2])) if row else JournalEnd(0, "")

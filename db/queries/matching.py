"""Bank lines as a list shows them, and which of them wait for their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true, union
from sqlalchemy.orm import aliased
from sqlmodel import col

from coopadmin.formats import parse_cents
from db.queries.bank import suspects
from db.queries.base import Listing, Page, contains, ordered, total_of
from db.queries.postings import placed_at
from db.tables.bank import BankAccount, BankFile, BankLine, BankStatement, LineAside
from db.tables.base import table_of
from db.tables.matching import Posting

FILTERS = ("waiting", "aside", "suspects", "placed", "all")
"""`waiting` holds what waits and was not put aside; `suspects` what waits and may be here twice."""

SORTS = ("day", "amount", "name")


@dataclass(frozen=True, slots=True)
class LineRow:
    """A bank line as a list shows it; `waits_cents` is what its postings leave of it.

    `suspect_id` is an older line that this one may be over again, as nobody judged yet; `status` that of the account.
    """

    line_id: int
    booked_on: date
    amount_cents: int
    waits_cents: int
    name: str
    iban: str
    description: str
    aside: str
    suspect_id: int | None
    status: str
    currency: str
    placed: tuple[str, ...] = ()
    """The numbers and codes of where its parts stand."""

    @property
    def is_ours(self) -> bool:
        """Tell whether it may be booked: of an own account in euros."""
        return self.status == "own" and self.currency == "EUR"


# -- the lines -----------------------------------------------------------------------------------------------------


def posted() -> ColumnElement[int]:
    """Add up what the postings of a line took of it."""
    return (
        select(func.coalesce(func.sum(col(Posting.amount_cents)), 0))
        .where(col(Posting.line_id) == col(BankLine.id))
        .correlate(table_of(BankLine))
        .scalar_subquery()
    )


def waits() -> ColumnElement[bool]:
    """Demand a line of which something waits."""
    # Few lines wait. Those without a posting, and those with one that is not all of the line, are found by two walks
    # over indexes in their own order, which is ten times as fast as adding up line by line; only they are added up.
    bare, odd = aliased(BankLine), aliased(BankLine)
    candidates = union(
        select(col(bare.id)).where(col(bare.id).not_in(select(col(Posting.line_id)))),
        select(col(Posting.line_id))
        .join(odd, col(odd.id) == col(Posting.line_id))
        .where(col(Posting.amount_cents) != col(odd.amount_cents)),
    )
    return and_(col(BankLine.id).in_(candidates), posted() != col(BankLine.amount_cents))


def _chosen(connection: Connection, name: str) -> ColumnElement[bool]:
    if name == "waiting":
        return and_(waits(), col(LineAside.id).is_(None))
    if name == "aside":
        return and_(waits(), col(LineAside.id).is_not(None))
    if name == "suspects":
        return col(BankLine.id).in_([pair.line_id for pair in suspects(connection)])
    return ~waits() if name == "placed" else true()


def _searched(search: str) -> ColumnElement[bool]:
    """Look for words in the line, or for an amount as people write it, whatever its sign."""
    wanted = contains(search, col(BankLine.folded))
    for notation in ("nl", "en"):
        try:
            cents = abs(parse_cents(search, notation))
        except ValueError:
            continue
        wanted = or_(wanted, col(BankLine.amount_cents).in_([cents, -cents]))
    return wanted


def page(connection: Connection, listing: Listing, on: date) -> Page[LineRow]:  # noqa: ARG001 - the form of a list
    """List bank lines by `listing`; filters and sorts are named in FILTERS and SORTS."""
    statement = (
        select(col(BankLine.id))
        .outerjoin(LineAside, col(LineAside.line_id) == col(BankLine.id))
        .where(_chosen(connection, listing.filter), _searched(listing.search) if listing.search.strip() else true())
    )
    by = {"amount": col(BankLine.amount_cents), "name": col(BankLine.folded)}
    chosen = by.get(listing.sort, col(BankLine.booked_on))
    order = ordered(statement, chosen, listing.descending, col(BankLine.id)).limit(listing.limit)
    found = list(connection.execute(order).scalars())
    return Page(lines(connection, found), total_of(connection, statement, len(found), listing.limit))


def lines(connection: Connection, line_ids: Iterable[int]) -> tuple[LineRow, ...]:
    """Give lines by their numbers, in that order; one that is gone is left out."""
    wanted = list(line_ids)
    placed = placed_at(connection, wanted)
    doubtful = {pair.line_id: pair.other_id for pair in suspects(connection, wanted)}
    bank, accounts, asides = table_of(BankLine), table_of(BankAccount), table_of(LineAside)
    statement = (
        select(
            bank,
            posted().label("posted"),
            asides.c.note.label("aside"),
            accounts.c.status,
            accounts.c.currency,
        )
        .join(accounts, accounts.c.id == bank.c.account_id)
        .outerjoin(asides, asides.c.line_id == bank.c.id)
    )
    found: dict[int, LineRow] = {}
    for start in range(0, len(wanted), 500):
        some = statement.where(bank.c.id.in_(wanted[start : start + 500]))
        for row in connection.execute(some).mappings():
            found[row["id"]] = LineRow(
                line_id=row["id"],
                booked_on=row["booked_on"],
                amount_cents=row["amount_cents"],
                waits_cents=row["amount_cents"] - row["posted"],
                name=row["name"],
                iban=row["iban"],
                description=row["description"],
                aside=row["aside"] or "",
                suspect_id=doubtful.get(row["id"]),
                status=row["status"],
                currency=row["currency"],
                placed=placed.get(row["id"], ()),
            )
    return tuple(found[line_id] for line_id in wanted if line_id in found)


def waiting(connection: Connection) -> tuple[int, int]:
    """Count the lines of own accounts of which something waits, aside or not, and add up what waits, in cents."""
    each = (
        select((col(BankLine.amount_cents) - posted()).label("rest"))
        .join(BankAccount, col(BankAccount.id) == col(BankLine.account_id))
        .where(waits(), col(BankAccount.status) == "own", col(BankAccount.currency) == "EUR")
        .subquery()
    )
    row = connection.execute(select(func.count(), func.coalesce(func.sum(each.c.rest), 0)).select_from(each)).one()
    return row[0], row[1]


# -- one line ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LineRecord:
    """Everything about one bank line: the line as a list shows it, what else the bank said, and where it came from."""

    line: LineRow
    value_on: date | None
    reference: str
    end_to_end_id: str
    mandate_id: str
    code: str
    return_reason: str
    is_reversal: bool
    raw: str
    account: str
    statement: str
    file: str
    format: str
    position: int


def record(connection: Connection, line_id: int) -> LineRecord | None:
    """Give everything about a bank line, or None where its file was taken back."""
    found = lines(connection, [line_id])
    if not found:
        return None
    bank, statements, files = table_of(BankLine), table_of(BankStatement), table_of(BankFile)
    row = (
        connection.execute(
            select(
                bank,
                table_of(BankAccount).c.number.label("account"),
                statements.c.reference.label("statement"),
                files.c.name.label("file"),
                files.c.format,
            )
            .join(table_of(BankAccount), table_of(BankAccount).c.id == bank.c.account_id)
            .join(statements, statements.c.id == bank.c.statement_id)
            .join(files, files.c.id == statements.c.file_id)
            .where(bank.c.id == line_id)
        )
        .mappings()
        .one()
    )
    same = [name for name in LineRecord.__dataclass_fields__ if name != "line"]
    return LineRecord(line=found[0], **{name: row[name] for name in same})

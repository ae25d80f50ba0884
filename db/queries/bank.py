"""What the bank delivered: accounts with their balance, statements with their checks, and lines that may be here twice.

The lines themselves, and which of them wait, are in `db/queries/matching.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import col

from coopadmin.domain.bank import CURRENCY, Delivered, gap_cents, misses_cents, suspected
from coopadmin.formats import fold
from db.queries.base import Listing, Page, count, ordered
from db.tables.bank import BankAccount, BankFile, BankLine, BankStatement, LineAside, NotDuplicate
from db.tables.base import table_of
from db.tables.matching import Posting

STATEMENT_FILTERS = ("all", "faults")
"""`faults`: the balances do not tie; what does not follow on the statement before is said of each one shown."""

STATEMENT_SORTS = ("closes", "opens", "account")

AT_ONCE = 500
MOST_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as a list shows it; `balance_cents` is what its last statement says, None where none says any."""

    account_id: int
    number: str
    currency: str
    name: str
    status: str
    balance_cents: int | None
    balance_on: date | None
    statements: int
    lines: int

    @property
    def is_ours(self) -> bool:
        """Tell whether its lines may be booked: an own account in euros."""
        return self.status == "own" and self.currency == CURRENCY


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement as it came. `misses_cents`: closing less opening and lines; `gap_cents`: opening less what the
    account stood at before. Both None where the balances for it are not known, 0 where all is well.
    """

    statement_id: int
    file_id: int
    file: str
    format: str
    account_id: int
    account: str
    currency: str
    reference: str
    opens_on: date | None
    closes_on: date | None
    opening_cents: int | None
    closing_cents: int | None
    line_count: int
    lines_cents: int
    misses_cents: int | None
    gap_cents: int | None
    previous_on: date | None
    """The day up to which the account was known before it."""

    @property
    def balance_ok(self) -> bool | None:
        """Tell whether opening and lines come to the closing balance; None where one of the two is not given."""
        return None if self.misses_cents is None else self.misses_cents == 0


@dataclass(frozen=True, slots=True)
class Suspect:
    """A line that still waits and may be an older one over again."""

    line_id: int
    other_id: int


# -- accounts ------------------------------------------------------------------------------------------------------


def accounts(connection: Connection) -> tuple[AccountRow, ...]:
    """List the accounts files came of, own ones first, with the balance of their last statement that gives one."""
    last = (
        select(col(BankStatement.id))
        .where(col(BankStatement.account_id) == col(BankAccount.id), col(BankStatement.closing_cents).is_not(None))
        .order_by(col(BankStatement.closes_on).desc(), col(BankStatement.id).desc())
        .limit(1)
        .correlate(table_of(BankAccount))
        .scalar_subquery()
    )
    statement = (
        select(
            col(BankAccount.id),
            col(BankAccount.number),
            col(BankAccount.currency),
            col(BankAccount.name),
            col(BankAccount.status),
            col(BankStatement.closing_cents),
            col(BankStatement.closes_on),
            _counted(BankStatement),
            _counted(BankLine),
        )
        .outerjoin(BankStatement, col(BankStatement.id) == last)
        .order_by(col(BankAccount.status), col(BankAccount.number), col(BankAccount.currency))
    )
    return tuple(AccountRow(*row) for row in connection.execute(statement))


def _counted(model: type[BankStatement] | type[BankLine]) -> ColumnElement[int]:
    number = select(func.count()).where(col(model.account_id) == col(BankAccount.id))
    return number.correlate(table_of(BankAccount)).scalar_subquery()


# -- statements ----------------------------------------------------------------------------------------------------


def statements(connection: Connection, listing: Listing) -> Page[StatementRow]:
    """List statements by `listing`, newest first unless sorted; `search` looks in account, reference and file."""
    wanted = true()
    for word in listing.search.split():
        wanted = and_(
            wanted,
            or_(
                col(BankAccount.number).icontains(word, autoescape=True),
                col(BankAccount.name).icontains(word, autoescape=True),
                col(BankStatement.reference).icontains(word, autoescape=True),
                col(BankFile.name).icontains(word, autoescape=True),
            ),
        )
    if listing.filter == "faults":
        ties = col(BankStatement.opening_cents) + col(BankStatement.lines_cents) == col(BankStatement.closing_cents)
        wanted = and_(wanted, ~ties)
    chosen = _statements().where(wanted)
    by = {"opens": col(BankStatement.opens_on), "account": col(BankAccount.number)}
    descending = listing.descending if listing.sort else True
    order = ordered(
        chosen, by.get(listing.sort, col(BankStatement.closes_on)), descending, col(BankStatement.id).desc()
    )
    total = count(connection, chosen)
    return Page(_checked(connection, connection.execute(order.limit(listing.limit)).scalars().all()), total)


def statements_of(connection: Connection, statement_ids: Iterable[int]) -> tuple[StatementRow, ...]:
    """Give statements by their numbers, in that order."""
    return _checked(connection, list(statement_ids))


def _statements() -> Select[int]:
    return (
        select(col(BankStatement.id))
        .join(BankFile, col(BankFile.id) == col(BankStatement.file_id))
        .join(BankAccount, col(BankAccount.id) == col(BankStatement.account_id))
    )


def _checked(connection: Connection, statement_ids: Sequence[int]) -> tuple[StatementRow, ...]:
    """Give statements with what their balances say, and how the account stood before them."""
    rows, files, owners = table_of(BankStatement), table_of(BankFile), table_of(BankAccount)
    before = aliased(BankStatement)
    previous = (
        select(col(before.id))
        .where(
            col(before.account_id) == rows.c.account_id,
            col(before.id) != rows.c.id,
            col(before.closing_cents).is_not(None),
            col(before.closes_on) <= rows.c.opens_on,
            # Of two statements of one and the same day the later one in the books follows on the earlier.
            or_(col(before.closes_on) < rows.c.closes_on, col(before.id) < rows.c.id),
        )
        .order_by(col(before.closes_on).desc(), col(before.id).desc())
        .limit(1)
        .correlate(rows)
        .scalar_subquery()
    )
    earlier = table_of(BankStatement).alias("earlier")
    between = select(func.coalesce(func.sum(col(BankLine.amount_cents)), 0)).where(
        col(BankLine.account_id) == rows.c.account_id, col(BankLine.booked_on) > earlier.c.closes_on
    )
    exclusive = between.where(col(BankLine.booked_on) < rows.c.opens_on).correlate(rows, earlier).scalar_subquery()
    inclusive = between.where(col(BankLine.booked_on) <= rows.c.opens_on).correlate(rows, earlier).scalar_subquery()
    statement = (
        select(
            rows,
            files.c.name.label("file"),
            files.c.format,
            owners.c.number.label("account"),
            owners.c.currency,
            earlier.c.closing_cents.label("before_cents"),
            earlier.c.closes_on.label("previous_on"),
            exclusive.label("until_cents"),
            inclusive.label("with_cents"),
        )
        .join(files, files.c.id == rows.c.file_id)
        .join(owners, owners.c.id == rows.c.account_id)
        .outerjoin(earlier, earlier.c.id == previous)
    )
    found: dict[int, StatementRow] = {}
    same = [name for name in StatementRow.__dataclass_fields__ if name in rows.c and name != "id"]
    for start in range(0, len(statement_ids), AT_ONCE):
        some = statement.where(rows.c.id.in_(statement_ids[start : start + AT_ONCE]))
        for row in connection.execute(some).mappings():
            stood = row["before_cents"]
            expected = [] if stood is None else [stood + row["with_cents"], stood + row["until_cents"], stood]
            found[row["id"]] = StatementRow(
                statement_id=row["id"],
                **{name: row[name] for name in same},
                file=row["file"],
                format=row["format"],
                account=row["account"],
                currency=row["currency"],
                misses_cents=misses_cents(row["opening_cents"], row["lines_cents"], row["closing_cents"]),
                gap_cents=gap_cents(row["opening_cents"], expected),
                previous_on=row["previous_on"],
            )
    return tuple(found[number] for number in statement_ids if number in found)


# -- perhaps twice -------------------------------------------------------------------------------------------------


def suspects(connection: Connection, line_ids: Sequence[int] | None = None) -> tuple[Suspect, ...]:
    """Pair the lines that still wait and may be an older line over again, from another file, with that line.

    Left out is what a person told apart or put away as a duplicate. With `line_ids`, a file's say, only these.
    """
    if line_ids is not None and not line_ids:
        return ()
    judged = frozenset(
        (newer, older)
        for newer, older in connection.execute(select(col(NotDuplicate.line_id), col(NotDuplicate.other_id)))
    )
    wanted = None if line_ids is None else frozenset(line_ids)
    found: list[Suspect] = []
    for _same, alike in groupby(_in_groups(connection, line_ids), lambda one: one[0]):
        for line_id, other_id in suspected((line for _key, line in alike), judged):
            if wanted is None or line_id in wanted:
                found.append(Suspect(line_id, other_id))
    return tuple(sorted(found, key=lambda pair: pair.line_id))


def _in_groups(
    connection: Connection, line_ids: Sequence[int] | None
) -> Iterator[tuple[tuple[int, date, int], Delivered]]:
    """Give the lines of every account, day and amount at which something waits and more than one file has a line."""
    bank, delivered = table_of(BankLine), table_of(BankStatement)
    posted = select(func.coalesce(func.sum(col(Posting.amount_cents)), 0)).where(col(Posting.line_id) == bank.c.id)
    waits = bank.c.amount_cents != posted.correlate(bank).scalar_subquery()
    waiting = select(bank.c.account_id, bank.c.booked_on, bank.c.amount_cents).where(waits)
    if line_ids is not None:
        if not _meets_other_files(connection, line_ids):
            return
        few = len(line_ids) <= AT_ONCE
        waiting = waiting.where(bank.c.id.in_(line_ids) if few else bank.c.id.between(min(line_ids), max(line_ids)))
    places = waiting.distinct().subquery()
    put_away = exists().where(col(Posting.line_id) == bank.c.id, col(Posting.kind) == "duplicate")
    statement = (
        select(
            bank.c.account_id,
            bank.c.booked_on,
            bank.c.amount_cents,
            bank.c.id,
            bank.c.iban,
            bank.c.name,
            bank.c.reference != "",
            waits,
            delivered.c.file_id,
            table_of(BankFile).c.format,
        )
        .join(
            places,
            and_(
                places.c.account_id == bank.c.account_id,
                places.c.booked_on == bank.c.booked_on,
                places.c.amount_cents == bank.c.amount_cents,
            ),
        )
        .join(delivered, delivered.c.id == bank.c.statement_id)
        .join(table_of(BankFile), table_of(BankFile).c.id == delivered.c.file_id)
        .where(~put_away)
        .order_by(bank.c.account_id, bank.c.booked_on, bank.c.amount_cents, bank.c.id)
    )
    for account_id, day, cents, line_id, iban, name, has_reference, is_waiting, file_id, kind in connection.execute(
        statement
    ):
        line = Delivered(line_id, file_id, kind, iban, fold(name), bool(has_reference), bool(is_waiting))
        yield (account_id, day, cents), line


def _meets_other_files(connection: Connection, line_ids: Sequence[int]) -> bool:
    """Tell whether another file has a line on one of the days of these, which for most files none has."""
    first, last = min(line_ids), max(line_ids)
    here = select(func.min(col(BankLine.booked_on)), func.max(col(BankLine.booked_on)))
    begins, ends = connection.execute(here.where(col(BankLine.id).between(first, last))).one()
    files = (
        select(func.count(col(BankStatement.file_id).distinct()))
        .select_from(BankLine)
        .join(BankStatement, col(BankStatement.id) == col(BankLine.statement_id))
        .where(col(BankLine.booked_on).between(begins, ends))
    )
    return (connection.execute(files).scalar() or 0) > 1


# -- what waits ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnmatchedRow:
    """A line of which something waits: `remainder_cents` of its amount; `note` where it was put aside."""

    line_id: int
    date: date
    amount_cents: int
    remainder_cents: int
    name: str
    account: str
    description: str
    note: str


def unmatched(connection: Connection) -> tuple[UnmatchedRow, ...]:
    """List the lines of which something waits, oldest first, also of accounts that are not confirmed."""
    posted = (
        select(func.coalesce(func.sum(col(Posting.amount_cents)), 0))
        .where(col(Posting.line_id) == col(BankLine.id))
        .correlate(table_of(BankLine))
        .scalar_subquery()
    )
    statement = (
        select(
            col(BankLine.id),
            col(BankLine.booked_on),
            col(BankLine.amount_cents),
            col(BankLine.amount_cents) - posted,
            col(BankLine.name),
            col(BankLine.iban),
            col(BankLine.description),
            func.coalesce(col(LineAside.note), ""),
        )
        .outerjoin(LineAside, col(LineAside.line_id) == col(BankLine.id))
        .where(col(BankLine.amount_cents) != posted)
        .order_by(col(BankLine.booked_on), col(BankLine.id))
    )
    return tuple(UnmatchedRow(*row) for row in connection.execute(statement))

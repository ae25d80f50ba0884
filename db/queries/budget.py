"""The categories and how a year stands against its budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, or_, select
from sqlmodel import col

from coopadmin.domain.budget import Use
from coopadmin.formats import fold
from db.queries import association
from db.queries.base import Listing, Page
from db.queries.commitments import CommittedRow, committed_tasks
from db.tables.bank import BankLine
from db.tables.budget import BudgetLine, Category
from db.tables.matching import Posting

FILTERS = ("this_year", "last_year", "next_year", "two_years_ago")
SORTS = ("code", "name", "percent", "booked")


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category, and how it stands in a year."""

    category_id: int
    code: str
    name: str
    direction: str
    purpose: str
    ended_on: date | None
    year: int
    use: Use
    state: str
    """`over`, `near`, `fine` or `bare`."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class BookedRow:
    """A booking on a category: the day, cents as the bank has them, who with, and the line it is a part of."""

    posting_id: int
    line_id: int
    booked_on: date
    amount_cents: int
    counterparty: str
    description: str
    note: str
    task_id: int | None


@dataclass(frozen=True, slots=True)
class Year:
    """How a calendar year stands: every category that has to do with it, and work no category stands for."""

    year: int
    rows: tuple[CategoryRow, ...]
    committed: tuple[CommittedRow, ...]
    uncategorised_cents: int
    """Promised for maintenance, while there is no expense category for maintenance."""

    def of(self, direction: str) -> tuple[CategoryRow, ...]:
        """Give the rows of income, or of expenses."""
        return tuple(row for row in self.rows if row.direction == direction)


@dataclass(frozen=True, slots=True)
class CategoryRecord:
    """A category with how it stands in a year, the years it was budgeted in, its bookings and promised work."""

    row: CategoryRow
    years: tuple[tuple[int, Use], ...]
    booked: tuple[BookedRow, ...]
    committed: tuple[CommittedRow, ...]


# -- a year --------------------------------------------------------------------------------------------------------


def year(connection: Connection, of: int, today: date) -> Year:
    """Say how a year stands; what is promised counts in the year it was done, or in this one while it is not."""
    first, last = date(of, 1, 1), date(of, 12, 31)
    budgets = {
        row[0]: (row[1], row[2])
        for row in connection.execute(
            select(col(BudgetLine.category_id), col(BudgetLine.amount_cents), col(BudgetLine.note)).where(
                col(BudgetLine.year) == of
            )
        )
    }
    booked = {
        row[0]: row[1]
        for row in connection.execute(
            select(col(Posting.category_id), func.sum(col(Posting.amount_cents)))
            .where(col(Posting.category_id).is_not(None), col(Posting.booked_on).between(first, last))
            .group_by(col(Posting.category_id))
        )
    }
    committed = committed_tasks(connection, of, today)
    promised = _per_category(committed)
    warn = association.rule_number(connection, "budget_warning_percent", min(max(today, first), last))
    categories = connection.execute(
        select(
            col(Category.id),
            col(Category.code),
            col(Category.name),
            col(Category.direction),
            col(Category.purpose),
            col(Category.ended_on),
        ).order_by(col(Category.direction).desc(), col(Category.code))
    ).all()
    rows: list[CategoryRow] = []
    for category_id, code, name, direction, purpose, ended_on in categories:
        known = (booked, budgets, promised)
        if ended_on is not None and ended_on < first and not any(category_id in one for one in known):
            continue
        cents = booked.get(category_id, 0) * (1 if direction == "income" else -1)
        budget, note = budgets.get(category_id, (None, ""))
        use = Use(direction, budget, cents, *promised.get(category_id, (0, 0)))
        rows.append(CategoryRow(category_id, code, name, direction, purpose, ended_on, of, use, use.state(warn), note))
    return Year(of, tuple(rows), committed, sum(promised.get(None, (0, 0))))


def _per_category(committed: Iterable[CommittedRow]) -> dict[int | None, tuple[int, int]]:
    """Add up per category what is promised, and what was invoiced and not paid; None: no category stands for it."""
    found: dict[int | None, tuple[int, int]] = {}
    for one in committed:
        cents, invoiced = found.get(one.category_id, (0, 0))
        found[one.category_id] = (cents + one.cents, invoiced + one.invoiced_cents)
    return found


# -- the list and one category -------------------------------------------------------------------------------------


def year_of(name: str, today: date) -> int:
    """Give the year that a filter means."""
    return today.year + {"last_year": -1, "next_year": 1, "two_years_ago": -2}.get(name, 0)


def page(connection: Connection, listing: Listing, today: date) -> Page[CategoryRow]:
    """List the categories with their year; income after expenses. A search looks in code and name."""
    words = fold(listing.search).split()
    rows = [
        row
        for row in year(connection, year_of(listing.filter, today), today).rows
        if all(word in fold(f"{row.code} {row.name}") for word in words)
    ]
    if listing.sort == "name":
        rows.sort(key=lambda row: fold(row.name))
    elif listing.sort == "percent":
        rows.sort(key=lambda row: -1 if row.use.percent is None else row.use.percent)
    elif listing.sort == "booked":
        rows.sort(key=lambda row: row.use.booked_cents)
    else:
        rows.sort(key=lambda row: (row.direction != "expense", row.code))
    if listing.descending:
        rows.reverse()
    return Page(tuple(rows[: listing.limit]), len(rows))


def record(connection: Connection, category_id: int, today: date, most: int = 200) -> CategoryRecord | None:
    """Give one category: this year, the years before and after, and what was booked on it, newest first."""
    now = year(connection, today.year, today)
    row = next((one for one in now.rows if one.category_id == category_id), None)
    if row is None:
        # One that ended before this year is shown by its last year.
        ended = connection.execute(select(col(Category.ended_on)).where(col(Category.id) == category_id)).scalar()
        if ended is None:
            return None
        row = next(one for one in year(connection, ended.year, today).rows if one.category_id == category_id)
    years = _years(connection, row)
    statement = (
        select(
            col(Posting.id),
            col(Posting.line_id),
            col(Posting.booked_on),
            col(Posting.amount_cents),
            col(BankLine.name),
            col(BankLine.description),
            col(Posting.note),
            col(Posting.task_id),
        )
        .join(BankLine, col(BankLine.id) == col(Posting.line_id))
        .where(col(Posting.category_id) == category_id)
        .order_by(col(Posting.booked_on).desc(), col(Posting.id).desc())
        .limit(most)
    )
    booked = tuple(BookedRow(*found) for found in connection.execute(statement))
    promised = tuple(one for one in now.committed if one.category_id == category_id)
    return CategoryRecord(row, years, booked, promised)


def _years(connection: Connection, row: CategoryRow) -> tuple[tuple[int, Use], ...]:
    """How every other year of a category stood, newest first, without what is promised."""
    statement = select(col(BudgetLine.year), col(BudgetLine.amount_cents)).where(
        col(BudgetLine.category_id) == row.category_id
    )
    budgets = {line[0]: line[1] for line in connection.execute(statement)}
    booked: defaultdict[int, int] = defaultdict(int)
    for day, cents in connection.execute(
        select(col(Posting.booked_on), func.sum(col(Posting.amount_cents)))
        .where(col(Posting.category_id) == row.category_id)
        .group_by(col(Posting.booked_on))
    ):
        booked[day.year] += cents if row.direction == "income" else -cents
    others = sorted({*budgets, *booked} - {row.year}, reverse=True)
    return tuple((of, Use(row.direction, budgets.get(of), booked.get(of, 0))) for of in others)


def categories_in_use(connection: Connection, on: date) -> tuple[tuple[int, str, str, str], ...]:
    """Give number, code, name and direction of the categories that can be booked on that day, by code."""
    statement = (
        select(col(Category.id), col(Category.code), col(Category.name), col(Category.direction))
        .where(or_(col(Category.ended_on).is_(None), col(Category.ended_on) >= on))
        .order_by(col(Category.code))
    )
    return tuple((row[0], row[1], row[2], row[3]) for row in connection.execute(statement))

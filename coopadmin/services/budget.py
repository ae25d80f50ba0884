"""What a treasurer does with money that is not rent: categories, and what a year may cost or should bring."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.budget import (
    DIRECTIONS,
    USUAL_CATEGORIES,
    USUAL_COLLECTIVE,
    check_category,
    check_year,
)
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import fold, long_date, tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.tables.association import Cooperative
from db.tables.base import table_of
from db.tables.budget import BudgetLine, Category
from db.tables.matching import Posting


def save_category(
    transaction: Transaction,
    *,
    category_id: int | None = None,
    code: str,
    name: str,
    direction: str,
    purpose: str = "ordinary",
) -> int:
    """Add a category, or correct the one of `category_id`; gives its number. Raises Invalid.

    A category on which money was booked stays income or expense.
    """
    problems = check_category(code, name, direction, purpose)
    code = tidy(code)
    if any(fold(known) == fold(code) and row_id != category_id for row_id, known in _codes(transaction)):
        problems.append(Problem("code", _("there is already a category “{code}”").format(code=code)))
    if category_id is not None:
        before = _category(transaction, category_id)
        booked = transaction.scalar(select(col(Posting.id)).where(col(Posting.category_id) == category_id).limit(1))
        if direction in DIRECTIONS and before["direction"] != direction and booked is not None:
            problems.append(
                Problem("direction", _("money was booked on it already; end it and add another category instead"))
            )
    if problems:
        raise Invalid(problems)
    transaction.about = code
    values: dict[str, Any] = {"code": code, "name": tidy(name), "direction": direction, "purpose": purpose}
    if category_id is None:
        return transaction.add(Category(**values))
    transaction.change(Category, category_id, **values)
    return category_id


def end_category(transaction: Transaction, *, category_id: int, ended_on: date) -> None:
    """Use a category no more after a day; what was booked on it stays. Raises Invalid, or Refused where it ended."""
    before = _category(transaction, category_id)
    if before["ended_on"] is not None:
        raise Refused(
            _("Category {code} ended on {day} already.").format(code=before["code"], day=long_date(before["ended_on"]))
        )
    newest: date | None = transaction.scalar(
        select(col(Posting.booked_on))
        .where(col(Posting.category_id) == category_id)
        .order_by(col(Posting.booked_on).desc())
        .limit(1)
    )
    if newest is not None and newest > ended_on:
        reason = _("money was booked on it on {day}; give that day or a later one").format(day=long_date(newest))
        raise Invalid([Problem("ended_on", reason)])
    transaction.about = before["code"]
    transaction.change(Category, category_id, ended_on=ended_on)


def resume_category(transaction: Transaction, *, category_id: int) -> None:
    """Use a category again that was ended. Raises Refused where it is in use."""
    before = _category(transaction, category_id)
    if before["ended_on"] is None:
        raise Refused(_("Category {code} is in use.").format(code=before["code"]))
    transaction.about = before["code"]
    transaction.change(Category, category_id, ended_on=None)


def add_usual_categories(transaction: Transaction) -> int:
    """Add the categories most groups have, in the language in use; gives how many were not there yet."""
    known = {fold(code) for _row_id, code in _codes(transaction)}
    shape = transaction.scalar(select(col(Cooperative.shape)))
    usual = (*USUAL_CATEGORIES, USUAL_COLLECTIVE) if shape == "collective" else USUAL_CATEGORIES
    added = 0
    for one in usual:
        if fold(_(one.code)) not in known:
            transaction.add(Category(code=_(one.code), name=_(one.name), direction=one.direction, purpose=one.purpose))
            added += 1
    return added


def set_budget(
    transaction: Transaction, *, category_id: int, year: int, amount_cents: int | None, note: str = ""
) -> None:
    """Set what a category may cost, or should bring, in a calendar year; None takes the budget away. Raises Invalid."""
    problems = check_year(year)
    if amount_cents is not None and amount_cents < 0:
        problems.append(Problem("amount_cents", _("an amount cannot be below zero")))
    category = _category(transaction, category_id)
    if problems:
        raise Invalid(problems)
    transaction.about = f"{category['code']} {year}"
    line_id: int | None = transaction.scalar(
        select(col(BudgetLine.id)).where(col(BudgetLine.category_id) == category_id, col(BudgetLine.year) == year)
    )
    if amount_cents is None:
        if line_id is not None:
            transaction.remove(BudgetLine, line_id)
    elif line_id is None:
        transaction.add(BudgetLine(category_id=category_id, year=year, amount_cents=amount_cents, note=tidy(note)))
    else:
        transaction.change(BudgetLine, line_id, amount_cents=amount_cents, note=tidy(note))


def take_over_budget(transaction: Transaction, *, from_year: int, year: int) -> int:
    """Give every category in use that has no budget in a year the one of another year; tells how many got one.

    Raises Invalid where there is nothing to take over.
    """
    problems = [*check_year(year), *(Problem("from_year", one.message) for one in check_year(from_year))]
    if problems:
        raise Invalid(problems)
    lines = transaction.execute(
        select(col(BudgetLine.category_id), col(BudgetLine.amount_cents))
        .join(Category, col(Category.id) == col(BudgetLine.category_id))
        .where(col(BudgetLine.year) == from_year, col(Category.ended_on).is_(None))
    ).all()
    if not lines:
        raise Invalid([Problem("from_year", _("{year} has no budget to take over").format(year=from_year))])
    there = set(
        transaction.execute(select(col(BudgetLine.category_id)).where(col(BudgetLine.year) == year)).scalars().all()
    )
    missing = [(category_id, cents) for category_id, cents in lines if category_id not in there]
    for category_id, cents in missing:
        transaction.add(BudgetLine(category_id=category_id, year=year, amount_cents=cents))
    transaction.about = str(year)
    return len(missing)


def _codes(transaction: Transaction) -> list[tuple[int, str]]:
    return [(row[0], row[1]) for row in transaction.execute(select(col(Category.id), col(Category.code)))]


def _category(transaction: Transaction, category_id: int) -> dict[str, Any]:
    """Read a category; raises Refused where it is gone."""
    table = table_of(Category)
    row = transaction.execute(select(table).where(table.c.id == category_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return dict(row)

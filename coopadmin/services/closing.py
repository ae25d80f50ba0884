"""Closing months, and what every deed with money asks first: whether its day is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import SQLModel

from coopadmin.domain import closing
from coopadmin.domain.closing import is_closed, month_text
from coopadmin.domain.periods import last_of_month
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from db.journal import RowChange, Transaction
from db.queries.checklist import what_blocks
from db.queries.closing import closed_through, closings
from db.tables.closing import MonthClosing
from db.triggers import DATED_MONEY


def first_open_day(transaction: Transaction, on: date) -> date:
    """Give `on` itself where its month is open, else the first day after the last closed month."""
    transaction.flush()
    return closing.first_open_day(closed_through(transaction.connection), on)


def require_open(transaction: Transaction, on: date) -> None:
    """Demand that the month of `on` is open; raises Refused naming the month and what to do."""
    transaction.flush()
    reason = why_closed(closed_through(transaction.connection), on)
    if reason:
        raise Refused(reason)


def why_closed(closed: date | None, on: date) -> str:
    """Say why nothing can be dated on a day and what to do, where the books are closed by then; else nothing."""
    if closed is None or not is_closed(closed, on):
        return ""
    return _(
        "{day} lies in a month that is closed: the books are closed up to and including {month}. "
        "Date it {first} or later, or reopen that month first."
    ).format(day=long_date(on), month=month_text(closed), first=long_date(closing.first_open_day(closed, on)))


def close_month(transaction: Transaction, *, month: date, note: str = "", balance_cents: int | None = None) -> int:
    """Close the month that `month` lies in, and every day before it; gives the closing's number.

    `balance_cents` is what the bank held at its end, by a person's word, where no statement reaches that day. Raises
    Refused, with the list of what is left, unless the bank agrees to the cent, nothing unmatched waits (what was put
    aside may), the month is over and it follows the last one that was closed.
    """
    first = month.replace(day=1)
    transaction.flush()
    found = what_blocks(transaction.connection, first, transaction.today, balance_cents)
    if found.blocking:
        raise Refused(
            _("{month} cannot be closed yet:").format(month=month_text(first)),
            *(point.text for point in found.blocking),
        )
    transaction.about = f"{first:%Y-%m}"
    return transaction.add(
        MonthClosing(
            month=first,
            closed_on=transaction.today,
            balance_cents=found.balance_cents or 0,
            note=tidy(note),
        )
    )


def reopen_month(transaction: Transaction, *, month: date, reason: str) -> None:
    """Open the last closed month again; the reason stays in the journal. Raises Refused for any other, and Invalid."""
    first = month.replace(day=1)
    transaction.flush()
    closed = closings(transaction.connection)
    if not closed:
        raise Refused(_("No month is closed."))
    if closed[0].month != first:
        raise Refused(
            _("Only the month that was closed last can be reopened: {month}.").format(month=month_text(closed[0].month))
        )
    if not tidy(reason):
        raise Invalid([Problem("reason", _("say why; the audit committee will read it"))])
    transaction.about = f"{first:%Y-%m}"
    # A removed row is remembered by the journal as it was last, so the reason goes along with it.
    transaction.change(MonthClosing, closed[0].closing_id, note=tidy(reason))
    transaction.remove(MonthClosing, closed[0].closing_id)


_DATED = {**DATED_MONEY, "openingbalance": "due_on"}
"""What of the past a closing holds: an opening balance counts as a charge of its old day."""


# -- taking back ---------------------------------------------------------------------------------------------------


def refuse_reversal(transaction: Transaction, batch: int, reversal: Sequence[RowChange]) -> None:
    """Refuse to take back a batch that holds money of a closed month, or that would close or open one out of turn."""
    transaction.flush()
    _refuse_closings(transaction, [change for change in reversal if change.table == "monthclosing"])
    closed = closed_through(transaction.connection)
    if closed is None:
        return
    days = [day for change in reversal if change.table in _DATED for day in _days_of(transaction, change)]
    if days and is_closed(closed, min(days)):
        raise Refused(
            _(
                "Batch {batch} cannot be taken back: it holds money dated {day}, and the books are closed up to and "
                "including {month}. Put it right with a later booking, or reopen that month first."
            ).format(batch=batch, day=long_date(min(days)), month=month_text(closed))
        )


def _days_of(transaction: Transaction, change: RowChange) -> list[date]:
    """The days that a change of dated money touches; of a row that keeps its day, that day."""
    name = _DATED[change.table]
    days = [values[name] for values in (change.before, change.after) if name in values]
    if not days:
        table = SQLModel.metadata.tables[change.table]
        days = [transaction.scalar(select(table.c[name]).where(table.c.id == change.row_id))]
    return [date.fromisoformat(day) if isinstance(day, str) else day for day in days if day]


def _refuse_closings(transaction: Transaction, changes: Sequence[RowChange]) -> None:
    closed = closed_through(transaction.connection)
    for change in changes:
        known = {**change.before, **change.after}
        if "month" not in known:
            continue
        month = date.fromisoformat(known["month"])
        if change.change == "delete" and closed is not None and closed != last_of_month(month):
            raise Refused(
                _("Only the month that was closed last can be reopened: {month}.").format(month=month_text(closed))
            )
        if change.change == "insert":
            found = what_blocks(transaction.connection, month, transaction.today, known.get("balance_cents"))
            if found.blocking:
                raise Refused(
                    _("{month} cannot be closed yet:").format(month=month_text(month)),
                    *(point.text for point in found.blocking),
                )

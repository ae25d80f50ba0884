"""Ticking terms of the calendar off: that a letter went to the register is known to who sent it, and to no computer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.deadlines import BY_RECORD, GROUPS
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date
from coopadmin.i18n import _
from db.journal import Transaction
from db.tables.deadlines import DeadlineMet

LONGEST_NAME = 120


def meet_deadline(transaction: Transaction, *, name: str, met_on: date, note: str = "") -> int:
    """Tick a term off, as met on a day; gives the number of the row. Ticked off already, the day and note are new.

    Raises Refused where there can be no such term, Invalid where the day is still to come.
    """
    transaction.about = name
    return _tick(transaction, name, met_on, note)


def meet_deadlines(transaction: Transaction, *, names: Sequence[str], met_on: date, note: str = "") -> int:
    """Tick several terms off at once, as met on a day; gives how many. Raises as `meet_deadline` does."""
    for name in names:
        _tick(transaction, name, met_on, note)
    transaction.about = ", ".join(names[:3])
    return len(names)


def unmeet_deadline(transaction: Transaction, *, name: str) -> None:
    """Take back that a term was ticked off; raises Refused where nobody did."""
    row_id = _row(transaction, name)
    if row_id is None:
        raise Refused(_("Nobody ticked this off: the records themselves show that it was done. Correct it there."))
    transaction.about = name
    transaction.remove(DeadlineMet, row_id)


def _tick(transaction: Transaction, name: str, met_on: date, note: str) -> int:
    kinds = {kind for group in GROUPS.values() for kind in group}
    if name.partition(":")[0] not in kinds or not name.partition(":")[2] or len(name) > LONGEST_NAME:
        raise Refused(_("There is no deadline “{name}”.").format(name=name[:LONGEST_NAME]))
    if name.partition(":")[0] in BY_RECORD:
        raise Refused(_("This is not ticked off here: note it in the file it is about, and it is met by itself."))
    if met_on > transaction.today:
        reason = _("{day} is still to come; give the day it was done").format(day=long_date(met_on))
        raise Invalid([Problem("met_on", reason)])
    row_id = _row(transaction, name)
    if row_id is None:
        return transaction.add(DeadlineMet(name=name, met_on=met_on, note=note.strip()))
    transaction.change(DeadlineMet, row_id, met_on=met_on, note=note.strip())
    return row_id


def _row(transaction: Transaction, name: str) -> int | None:
    row_id: int | None = transaction.scalar(select(col(DeadlineMet.id)).where(col(DeadlineMet.name) == name))
    return row_id

"""Keeping the list of contractors, and finding whom the words of a register mean."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain import vera
from coopadmin.domain.contractors import check_contractor, name_key
from coopadmin.domain.identifiers import read_email
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.contractors import Contractor
from db.tables.maintenance import MaintenanceTask


def save_contractor(
    transaction: Transaction,
    *,
    name: str,
    trade: str = "",
    contact: str = "",
    phone: str = "",
    email: str = "",
    kvk_number: str = "",
    emergencies: bool = False,
    note: str = "",
    contractor_id: int | None = None,
) -> int:
    """Enter a contractor, or correct one where `contractor_id` is given; gives its number in the store.

    `trade` is a code of VERA ONDERHOUDSPECIALISME, or empty. Where the name changes, tasks that were written down with
    the old name go along. Raises Invalid with a problem per field, Refused where it is gone.
    """
    before = None if contractor_id is None else _contractor(transaction, contractor_id)
    kvk = "".join(kvk_number.split())
    problems = check_contractor(name, kvk)
    if other := _same_name(transaction, name, contractor_id):
        problems.append(Problem("name", _("{name} is in the list already").format(name=other)))
    if trade and not vera.known(vera.TRADES, trade):
        problems.append(Problem("trade", _("this trade is not in the list")))
    values: dict[str, Any] = {
        "name": tidy(name),
        "trade": trade,
        "contact": tidy(contact),
        "phone": tidy(phone),
        "email": _email(problems, email),
        "kvk_number": kvk,
        "emergencies": emergencies,
        "note": tidy(note),
    }
    if problems:
        raise Invalid(problems)
    if before is None:
        row_id = transaction.add(Contractor(**values))
        transaction.about = str(row_id)
        return row_id
    transaction.change(Contractor, before["id"], **values)
    if before["name"] != values["name"]:
        _rewrite(transaction, before["name"], values["name"])
    return int(before["id"])


def end_contractor(transaction: Transaction, *, contractor_id: int, ended_on: date) -> bool:
    """Give a contractor no more work after a day; what they did stays. Tells whether that is new. Raises Refused."""
    _contractor(transaction, contractor_id)
    return transaction.change(Contractor, contractor_id, ended_on=ended_on)


def resume_contractor(transaction: Transaction, *, contractor_id: int) -> bool:
    """Give a contractor work again; tells whether that is new. Raises Refused where it is gone."""
    _contractor(transaction, contractor_id)
    return transaction.change(Contractor, contractor_id, ended_on=None)


def match_contractor(transaction: Transaction, *, words: str, contractor_id: int) -> int:
    """Say which contractor the words of a register mean: its tasks get that name; tells how many did.

    Words that are spelled otherwise than the name but mean the same (`name_key`) need no matching. Raises Refused
    where the contractor is gone, Invalid where no task has these words.
    """
    stored = _contractor(transaction, contractor_id)
    count = _rewrite(transaction, words, stored["name"])
    if not count:
        raise Invalid([Problem("words", _("no task has these words any more"))])
    return count


def names_by_key(transaction: Transaction) -> dict[str, str]:
    """Give every contractor's name by what its spellings share."""
    names = transaction.execute(select(col(Contractor.name))).scalars().all()
    return {name_key(name): name for name in names}


def numbers_by_key(transaction: Transaction) -> dict[str, int]:
    """Give every contractor's number in the store by what the spellings of its name share."""
    rows = transaction.execute(select(col(Contractor.name), col(Contractor.id)))
    return {name_key(name): contractor_id for name, contractor_id in rows}


def open_contractor(transaction: Transaction, contractor_id: int, on: date) -> tuple[str, list[Problem]]:
    """Give a contractor's name, and what keeps it from getting work on a day; fields are named as the deed's."""
    table = table_of(Contractor)
    row = transaction.execute(select(table.c.name, table.c.ended_on).where(table.c.id == contractor_id)).first()
    if row is None:
        return "", [Problem("contractor_id", _("this contractor is not in the list"))]
    name, ended_on = row
    if ended_on is not None and ended_on < on:
        reason = _("{name} gets no work since {day}").format(name=name, day=long_date(ended_on))
        return name, [Problem("contractor_id", reason)]
    return name, []


def _contractor(transaction: Transaction, contractor_id: int) -> dict[str, Any]:
    """Read a contractor and name it for the journal by its number: a craftsman's name is a person's."""
    table = table_of(Contractor)
    row = transaction.execute(select(table).where(table.c.id == contractor_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    transaction.about = str(contractor_id)
    return dict(row)


def _same_name(transaction: Transaction, name: str, but: int | None) -> str:
    key = name_key(name)
    rows = transaction.execute(select(col(Contractor.id), col(Contractor.name)))
    return next((known for row_id, known in rows if row_id != but and key and name_key(known) == key), "")


def _rewrite(transaction: Transaction, words: str, name: str) -> int:
    """Write another name where tasks have these words."""
    meant = col(MaintenanceTask.contractor) == words
    ids = transaction.execute(select(col(MaintenanceTask.id)).where(meant)).scalars().all()
    return sum(transaction.change(MaintenanceTask, task_id, contractor=name) for task_id in ids)


def _email(problems: list[Problem], email: str) -> str:
    if not tidy(email):
        return ""
    try:
        return read_email(email)
    except ValueError as error:
        problems.append(Problem("email", str(error)))
        return ""

"""Clearing words that are older than their term; amounts, days, accounts and codes stay, so every balance does too.

None of it can be taken back. `Store.do` sweeps the file behind it (`db/sweeping.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from coopadmin.domain.forgetting_people import Scrubber
from coopadmin.domain.forgetting_words import CLEARED, KINDS
from coopadmin.errors import Refused
from coopadmin.formats import long_date
from coopadmin.i18n import _
from db.forgetting import forget, forget_history
from db.journal import Transaction
from db.queries import people_rows
from db.queries.forgetting_words import SOURCES, AgedRow, Source, aged
from db.tables.bank import BankLine
from db.tables.base import table_of
from db.tables.maintenance import MaintenanceTask
from db.triggers import letting_words_go

_MADE_OF_WORDS = {"bankline": ("key", "folded")}
"""Columns that are made of words, and go with them."""


def clear_words(transaction: Transaction, *, kind: str, on: date) -> int:
    """Clear the words of a kind that are older than their term; gives of how many rows.

    What is open stays. Raises Refused for a kind that is not known or has no term, and for a day that lies ahead.
    """
    if kind not in KINDS:
        raise Refused(_("“{kind}” is not known here.").format(kind=kind))
    if on > transaction.today:
        raise Refused(_("{day} is still to come; nothing is cleared ahead of its day.").format(day=long_date(on)))
    transaction.flush()
    found = aged(transaction.connection, kind, on)
    if found.span.through is None:
        raise Refused(_("No term is set, so nothing is cleared: {why}.").format(why=found.span.why))
    transaction.about = kind
    touched: defaultdict[str, set[int]] = defaultdict(set)
    by_source: defaultdict[int, list[AgedRow]] = defaultdict(list)
    for row in found.due:
        by_source[SOURCES[kind].index(row.source)].append(row)
        touched[row.source.name].add(row.row_id)
    columns = {
        source.name: (*source.words, *source.filled, *_MADE_OF_WORDS.get(source.name, ())) for source in SOURCES[kind]
    }
    with letting_words_go(transaction.connection, columns):
        for place, rows in by_source.items():
            _clear(transaction, SOURCES[kind][place], rows)
    for table, row_ids in touched.items():
        forget_history(transaction, table, row_ids)
    return len(found.due)


def _clear(transaction: Transaction, source: Source, rows: Iterable[AgedRow]) -> None:
    """Empty the words of rows of one table; what stands in the journal only is no row any more."""
    columns = table_of(source.model).c
    wanted = [row.row_id for row in rows]
    blank: dict[str, Any] = {name: None if columns[name].foreign_keys else "" for name in source.words}
    blank |= dict.fromkeys(source.filled, CLEARED)
    for start in range(0, len(wanted), 500):
        there = transaction.execute(select(table_of(source.model)).where(columns.id.in_(wanted[start : start + 500])))
        for row in there.mappings().all():
            forget(transaction, source.model, row["id"], **blank, **_besides(transaction, source, row))


def _besides(transaction: Transaction, source: Source, row: Any) -> dict[str, Any]:
    """Give what else of a row names somebody: the key of a line that holds its account, who called in the sentence."""
    if source.model is BankLine and row["iban"] and row["iban"] in row["key"]:
        return {"key": f"g|{row['id']}"}
    if source.model is MaintenanceTask and row["reporter_id"] is not None:
        sure, near = people_rows.names(transaction.connection, row["reporter_id"])
        return {"what": Scrubber([*sure, *near], _("the caller"))(row["what"])[:400] or row["what"]}
    return {}

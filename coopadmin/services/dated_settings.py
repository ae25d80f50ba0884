"""Writing down what holds from a day on, as every setting is kept: with its source, and nothing before it changed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import col

from coopadmin.formats import tidy
from db.journal import Transaction
from db.tables.association import Setting


def put_setting(transaction: Transaction, name: str, value: str, valid_from: date, source: str) -> None:
    """Let a setting have a value from a day on; one that begins on that very day is corrected."""
    row_id: int | None = transaction.scalar(
        select(col(Setting.id)).where(col(Setting.name) == name, col(Setting.valid_from) == valid_from)
    )
    if row_id is None:
        transaction.add(Setting(name=name, value=tidy(value), valid_from=valid_from, source=tidy(source)))
    else:
        transaction.change(Setting, row_id, value=tidy(value), source=tidy(source))

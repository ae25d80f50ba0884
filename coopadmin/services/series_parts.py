"""What deeds with one booking do to the series it is of."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import col

from coopadmin.formats import tidy
from db.journal import Transaction
from db.tables.bookings import SeriesSkip


def note_skip(transaction: Transaction, series_id: int | None, occurrence_at: str | None, reason: str) -> None:
    """Note that an occurrence of a series does not take place, and why; nothing for a single booking."""
    if series_id is None or occurrence_at is None:
        return
    if (skip_id := _skip(transaction, series_id, occurrence_at)) is not None:
        transaction.change(SeriesSkip, skip_id, reason=tidy(reason))
    else:
        transaction.add(SeriesSkip(series_id=series_id, occurrence_at=occurrence_at, reason=tidy(reason)))


def unnote_skip(transaction: Transaction, series_id: int | None, occurrence_at: str | None) -> None:
    """Let an occurrence of a series take place again; nothing for a single booking."""
    if series_id is None or occurrence_at is None:
        return
    if (skip_id := _skip(transaction, series_id, occurrence_at)) is not None:
        transaction.remove(SeriesSkip, skip_id)


def _skip(transaction: Transaction, series_id: int, occurrence_at: str) -> int | None:
    found: int | None = transaction.scalar(
        select(col(SeriesSkip.id)).where(
            col(SeriesSkip.series_id) == series_id, col(SeriesSkip.occurrence_at) == occurrence_at
        )
    )
    return found

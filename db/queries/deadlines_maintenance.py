"""Terms of maintenance, out of the store: when the corporation is to be reminded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.deadlines import Deadline
from coopadmin.domain.deadlines_maintenance import of_handover
from db.queries.handovers import with_corporation


def of_maintenance(connection: Connection, on: date) -> Iterator[Deadline]:
    """Give a term for every task that lies with the corporation."""
    for one in with_corporation(connection, on):
        handed = one.handover
        if handed.reminder is not None:
            yield of_handover(handed.handover_id, handed.task_id, one.number, one.what, handed.reminder)

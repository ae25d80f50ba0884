"""Terms of self-allocation out of the store: the nominations of the files that run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.deadlines import Deadline
from coopadmin.domain.deadlines_allocation import of_nomination
from db.queries.open_files import open_files


def of_allocation(connection: Connection, on: date) -> Iterator[Deadline]:
    """Give the day each nomination is due."""
    for one in open_files(connection, on):
        if (term := of_nomination(one.file_id, one.number, one.dwelling, one.clock, one.nominated_on)) is not None:
            yield term

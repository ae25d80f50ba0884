"""All times of one recurring job, put together from what the queries tell of its tasks."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from db.queries import maintenance as queries
from db.queries.base import Listing
from db.queries.jobs import JobRow
from db.queries.maintenance import TaskRow

EVERY_ROW = 1_000_000


def occurrences(connection: Connection, job: JobRow, on: date) -> tuple[TaskRow, ...]:
    """Give the tasks of a job, newest first; none where every task of it was moved to another job."""
    task_id = job.open_task_id or _one_task(connection, job, on)
    record = queries.record(connection, task_id, on) if task_id is not None else None
    if record is None:
        return ()
    found = (record.task, *record.occurrences)
    return tuple(sorted(found, key=lambda row: (row.reported_on, len(row.number), row.number), reverse=True))


def _one_task(connection: Connection, job: JobRow, on: date) -> int | None:
    # A task's wording may have been corrected since, so that the job's own words find none of them.
    for search in (job.what, ""):
        listing = Listing(search=search, filter="all", sort="reported", descending=True, limit=EVERY_ROW)
        for row in queries.page(connection, listing, on).rows:
            if row.job_id == job.job_id:
                return row.task_id
    return None

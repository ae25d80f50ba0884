"""What was reported broken after a booking."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlmodel import col

from db.queries.facilities import TaskRow
from db.tables.maintenance import MaintenanceTask


def tasks_of(connection: Connection, booking_id: int) -> tuple[TaskRow, ...]:
    """Give the tasks that were made of damage after a booking, the oldest first."""
    statement = (
        select(
            col(MaintenanceTask.id),
            col(MaintenanceTask.number),
            col(MaintenanceTask.what),
            col(MaintenanceTask.urgency),
            col(MaintenanceTask.status),
            col(MaintenanceTask.reported_on),
            col(MaintenanceTask.done_on),
        )
        .where(col(MaintenanceTask.booking_id) == booking_id)
        .order_by(col(MaintenanceTask.id))
    )
    return tuple(TaskRow(*row) for row in connection.execute(statement))

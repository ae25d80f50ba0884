"""What of a task the demarcation list is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from db.tables.base import table_of
from db.tables.maintenance import MaintenanceTask


@dataclass(frozen=True, slots=True)
class Reported:
    """What of a task the list is asked about."""

    task_id: int
    number: str
    what: str
    dwelling_id: int | None
    facility_id: int | None
    element_code: str
    defect_code: str
    location_code: str
    reported_on: date
    responsible: str
    status: str

    @property
    def asked(self) -> dict[str, Any]:
        """Give what `route_for` is asked with, without the answers and the day."""
        return {
            "what": self.what,
            "dwelling_id": self.dwelling_id,
            "facility_id": self.facility_id,
            "element_code": self.element_code,
            "defect_code": self.defect_code,
            "location_code": self.location_code,
        }


def reported(connection: Connection, task_id: int) -> Reported | None:
    """Give what of a task the list is asked about; None where it is gone."""
    table = table_of(MaintenanceTask)
    row = connection.execute(select(table).where(table.c.id == task_id)).mappings().first()
    if row is None:
        return None
    named = ("number", "what", "dwelling_id", "facility_id", "element_code", "defect_code", "location_code")
    also = ("reported_on", "responsible", "status")
    return Reported(task_id=task_id, **{name: row[name] for name in (*named, *also)})

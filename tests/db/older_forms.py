"""Rows as stores of every form have had them, for what must survive being brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

ROWS: tuple[tuple[str, dict[str, str | int]], ...] = (
    ("person", {"id": 1, "family_name": "Berg", "given_name": "Anna", "folded": "berg anna"}),
    ("officeterm", {"id": 7, "person_id": 1, "office": "chair", "starts_on": "2024-05-01"}),
    (
        "decision",
        {
            "id": 3,
            "number": "B-1",
            "decided_on": "2024-05-01",
            "subject": "Tuin",
            "method": "two-thirds",
            "votes_for": 4,
            "outcome": "carried",
            "kind": "decision",
        },
    ),
    ("facility", {"id": 2, "code": "ZAAL", "name": "Zaal", "allows_overlap": 0, "folded": "zaal"}),
    (
        "booking",
        {
            "id": 5,
            "facility_id": 2,
            "person_id": 1,
            "starts_at": "2026-11-02T14:00",
            "ends_at": "2026-11-02T15:00",
            "status": "confirmed",
        },
    ),
    ("maintenancejob", {"id": 4, "what": "Lift keuren", "place": "Lift", "every_months": 18}),
    (
        "maintenancetask",
        {
            "id": 6,
            "number": "M-1",
            "reported_on": "2026-02-14",
            "place": "Lift",
            "facility_id": 2,
            "what": "Keuren",
            "kind": "inspection",
            "urgency": "planned",
            "responsible": "corporation",
            "status": "planned",
            "job_id": 4,
        },
    ),
)
"""Rows of tables that every form has had, the rebuilt ones among them."""

LATER = {
    ("maintenancejob", "counted_from"): "planned",
    ("maintenancejob", "kind"): "inspection",
    ("maintenancejob", "responsible"): "corporation",
}
"""What columns that came later hold where neither empty text nor nought will do."""


def add_rows(connection: sqlite3.Connection) -> None:
    """Add the rows to a store of any form."""
    for table, values in ROWS:
        _add(connection, table, values)
    connection.commit()


def _add(connection: sqlite3.Connection, table: str, values: Mapping[str, str | int]) -> None:
    """Add a row: what the form must have besides is empty text or nought."""
    row: dict[str, str | int] = {}
    for _at, name, kind, needed, _default, key in connection.execute(f"PRAGMA table_info({table})"):
        if needed and not key:
            row[name] = LATER.get((table, name), "" if kind == "TEXT" else 0)
    row |= values
    holes = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({holes})", tuple(row.values()))

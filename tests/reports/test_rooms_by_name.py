"""Who reads a report knows a room by its name; programs keep its code."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.reports.maintenance import maintenance
from coopadmin.reports.render import render
from coopadmin.services.facilities import FacilityData, add_facility
from coopadmin.services.maintenance import TaskData, report_task
from db.store import Store

TODAY = date(2026, 11, 20)


@pytest.fixture
def hall(store: Store) -> Store:
    """Give a store with a room, and work that was written down with its code."""
    store.do(add_facility, facility=FacilityData(code="ZAAL", name="Buurtzaal"))
    beamer = TaskData("Beamer", TODAY, place="ZAAL", responsible="cooperative")
    store.do(report_task, number="M-0001", task=beamer)
    return store


def test_work_in_a_room_is_listed_with_the_name_of_the_room(hall: Store) -> None:
    report = hall.read(maintenance, TODAY)
    table, document = render(report, "table", width=120).decode(), render(report, "json").decode()
    assert "Buurtzaal" in table
    assert "ZAAL" not in table
    assert '"place": "ZAAL"' in document
    assert "Buurtzaal" not in document

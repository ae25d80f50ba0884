"""The report of meetings, as a script and a person see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopadmin.services import meetings as deeds
from db.store import Store
from tests.meetings import item, plan

Run = Callable[..., Any]


def test_the_meetings_are_reported_with_the_last_day_for_their_letter(store: Store, run: Run) -> None:
    board = plan(store, "2026-11-30T19:30", body="board", title="Bestuur", place="Bij Noor")
    item(store, board, kind="decision", decision_kind="statutes")
    gone = plan(store, "2026-12-17T20:00")
    store.do(deeds.cancel_meeting, meeting_id=gone, reason="Sneeuw")
    assert run("report", "meetings", "--format", "json").document == {
        "rows": [
            {
                "date": "2026-11-30",
                "time": "19:30",
                "body": "board",
                "title": "Bestuur",
                "place": "Bij Noor",
                "state": "planned",
                "send_by": "2026-11-22",
                "present": 0,
                "decisions": 0,
            },
            {
                "date": "2026-12-17",
                "time": "20:00",
                "body": "general",
                "title": "Najaars-ALV",
                "place": "",
                "state": "cancelled",
                "send_by": None,
                "present": 0,
                "decisions": 0,
            },
        ]
    }
    table = run("report", "meetings")
    assert table.code == 0
    assert "general meeting" in table.out
    assert "cancelled" in table.out
    csv = run("report", "meetings", "--format", "csv").out
    assert csv.splitlines()[1].startswith("2026-11-30")


def test_a_store_without_meetings_reports_none(run: Run) -> None:
    assert run("report", "meetings", "--format", "json").document == {"rows": []}

"""The calendar of the work, on the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coopadmin.services.jobs import JobData, save_job
from db.store import Store
from tests.conftest import Furnish
from tests.rooms_made import House, settle

Run = Callable[..., Any]


def _gutters(store: Store) -> None:
    job = JobData("Clean the gutters", "the first Tuesday of every month", starts_on=date(2026, 12, 1))
    store.do(save_job, job=job)


@pytest.fixture(autouse=True)
def _filled(furnish: Furnish) -> None:
    furnish(_gutters)


def test_the_calendar_is_written_to_a_file_or_printed(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "work.ics"
    assert run("calendar", "--out", str(target)).code == 0
    written = target.read_bytes()
    assert written.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"RRULE:FREQ=MONTHLY;BYDAY=1TU\r\n" in written
    assert run("calendar").out.encode().replace(b"\r\n", b"\n") == written.replace(b"\r\n", b"\n")


def test_a_place_where_it_cannot_be_written_is_told(run: Run, store: Store, tmp_path: Path) -> None:
    assert "is a folder" in run("calendar", "--out", str(tmp_path)).err
    assert "the store itself" in run("calendar", "--out", str(store.path)).err
    assert "cannot be written" in run("calendar", "--out", str(store.path / "work.ics")).err


def test_the_report_leaves_the_months_open_for_work_that_goes_by_the_calendar(run: Run) -> None:
    assert run("report", "inspections", "--format", "json").document["rows"] == [
        {
            "what": "Clean the gutters",
            "every_months": None,
            "last_done": None,
            "next_due": "2026-12-01",
            "days_left": 11,
        }
    ]


def test_a_table_of_what_comes_round_says_in_words_how_often(run: Run, store: Store) -> None:
    store.do(save_job, job=JobData("Lift inspection", "yearly", place="Tower"))
    table = run("report", "inspections").out
    assert "the first Tuesday of every month" in table
    assert "01 Dec 2026" in table
    assert "Every months" not in table
    assert "Never done, and nobody said from when to count: Lift inspection." in table
    head, gutters, lift = run("report", "inspections", "--format", "csv").out.splitlines()
    assert head == "What;Place;How often;Every months;Last done;Due again;Days left"
    assert gutters == "Clean the gutters;;the first Tuesday of every month;;;2026-12-01;11"
    assert lift == "Lift inspection;Tower;yearly;12;;;"


def test_who_booked_is_told_only_where_it_is_asked(run: Run, store: Store) -> None:
    known = settle(store)
    House(store, known).book("3 10:00", "3 12:00", purpose="choir")
    assert "SUMMARY:Hall: booked" in run("calendar").out
    assert "choir" not in run("calendar").out
    assert "Anna Berg · choir" in run("calendar", "--names").out

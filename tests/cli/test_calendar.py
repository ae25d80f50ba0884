"""The offices and the calendar of the association, on the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from coopadmin.services import members
from coopadmin.services.deadlines import meet_deadline
from coopadmin.services.members import PersonData
from coopadmin.services.offices import appoint
from db.store import Store
from tests.conftest import TODAY, Furnish

Run = Callable[..., Any]


def _appoint(store: Store) -> None:
    person = store.do(
        members.register_member,
        number="L001",
        person=PersonData("Berg", given_name="Anna"),
        kind="member",
        starts_on=date(2020, 1, 1),
    ).result
    store.do(appoint, person_id=person, office="chair", starts_on=date(2024, 5, 1))
    store.do(appoint, person_id=person, office="treasurer", starts_on=date(2026, 11, 18))
    store.do(meet_deadline, name="bank_mandate:officeterm:2:began", met_on=TODAY)


@pytest.fixture(autouse=True)
def _board(furnish: Furnish) -> None:
    furnish(_appoint)


def test_the_report_offices_names_who_holds_what_and_when_the_term_is_over(run: Run) -> None:
    assert run("report", "offices", "--format", "json").document["rows"] == [
        {"office": "chair", "name": "Anna Berg", "since": "2024-05-01", "retires_on": "2027-05-01", "until": None},
        {"office": "treasurer", "name": "Anna Berg", "since": "2026-11-18", "retires_on": "2029-11-18", "until": None},
    ]
    assert run("report", "offices", "--on", "1-1-2024", "--format", "json").document["rows"] == []
    table = run("report", "offices").out
    assert "Board: 1 of 3 seats held." in table
    assert "1 May 2027" in table or "01 May 2027" in table


def test_the_report_deadlines_gives_day_rule_and_days_left_and_what_was_met(run: Run) -> None:
    rows = run("report", "deadlines", "--format", "json").document["rows"]
    assert all(set(row) == {"on", "what", "why", "days_left", "met_on"} for row in rows)
    assert rows[0] == {
        "on": "2026-11-25",
        "what": "Trade register (KvK): Anna Berg is treasurer",
        "why": "7 days after 18 November 2026 · "
        "Trade Register Act 2007 art. 20 says a week, as far as known; look it up",
        "days_left": 5,
        "met_on": None,
    }
    assert [(row["what"], row["met_on"]) for row in rows if row["met_on"]] == [
        ("Mandate at the bank: Anna Berg is treasurer", "2026-11-20")
    ]
    near = run("report", "deadlines", "--within", "7", "--format", "json").document["rows"]
    assert len(near) < len(rows)
    later = run("report", "deadlines", "--on", "2026-12-01", "--format", "json").document["rows"]
    assert later[0]["days_left"] == -6


@pytest.mark.parametrize("arguments", [("--within", "soon"), ("--within", "-3"), ("--on", "yesterday")])
def test_a_day_or_a_number_that_is_none_is_refused_before_anything_is_read(
    run: Run, arguments: tuple[str, ...]
) -> None:
    ran = run("report", "deadlines", *arguments)
    assert (ran.code, ran.out) == (2, "")

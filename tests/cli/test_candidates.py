"""The report of candidates counts them; it names them only where that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from coopadmin.services import candidates as deeds
from db.store import Store
from tests.conftest import Furnish

Run = Callable[..., Any]

NAMES = ("Vries", "Kaya", "Sam", "Nur", "example.org")


def _fill(store: Store) -> None:
    """K-0001 waits and is in the pool, the fee unpaid and the time out; K-0002 is on neither list."""
    store.do(
        deeds.register_candidate,
        registered_on=date(2026, 1, 10),
        family_name="Vries",
        prefix="de",
        given_name="Sam",
        email="sam@example.org",
        adults=2,
        consent_on=date(2026, 1, 10),
        consent_until=date(2027, 1, 10),
    )
    store.do(deeds.register_candidate, registered_on=date(2026, 3, 1), family_name="Kaya", given_name="Nur")
    store.do(deeds.put_on_waiting_list, candidate_id=1, registered_on=date(2026, 1, 10), fee_cents=2500)
    store.do(deeds.admit_to_pool, candidate_id=1, met_on=date(2026, 1, 10), expires_on=date(2026, 6, 1))


@pytest.fixture(autouse=True)
def _two(furnish: Furnish) -> None:
    furnish(_fill)


def test_only_numbers_unless_names_are_asked_for(run: Run) -> None:
    for form in ("table", "csv", "json"):
        ran = run("report", "candidates", "--format", form)
        assert (ran.code, ran.err) == (0, "")
        assert not [name for name in NAMES if name in ran.out]
    document = run("report", "candidates", "--format", "json").document
    assert document["on"] == "2026-11-20"
    assert document["counts"] == {
        "candidates": 2,
        "waiting": 1,
        "pool": 1,
        "both": 1,
        "internal": 0,
        "unlisted": 1,
        "fee_owed": 1,
        "expired": 1,
        "untold": 0,
        "consent_over": 1,
    }
    assert document["rows"][:2] == [{"what": "candidates", "count": 2}, {"what": "waiting", "count": 1}]


def test_the_numbers_are_those_of_the_day_asked_for(run: Run) -> None:
    document = run("report", "candidates", "--on", "1-2-2026", "--format", "json").document
    counts = document["counts"]
    assert (counts["candidates"], counts["waiting"], counts["expired"], counts["unlisted"]) == (1, 1, 0, 0)
    assert run("report", "candidates", "--on", "1-1-2026", "--format", "json").document["counts"]["candidates"] == 0


def test_with_names_each_is_listed_with_a_warning_beside_it(run: Run) -> None:
    document = run("report", "candidates", "--names", "--format", "json").document
    assert document["rows"][0] == {
        "number": "K-0001",
        "name": "Vries, Sam de",
        "registered_on": "2026-01-10",
        "persons": 2,
        "waiting_place": 1,
        "pooled": True,
        "internal": False,
        "consent_until": "2027-01-10",
    }
    assert [row["number"] for row in document["rows"]] == ["K-0001", "K-0002"]
    table = run("report", "candidates", "--names").out
    assert "Vries, Sam de" in table
    assert "keep it no longer than you need it" in table
    assert "example.org" not in table

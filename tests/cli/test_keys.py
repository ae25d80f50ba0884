"""The report of keys on the command line."""

from __future__ import annotations

from datetime import date

import pytest

from db.store import Store
from tests.cli.conftest import Run
from tests.conftest import Furnish
from tests.keys_made import Keyed, cut, lend


@pytest.fixture
def keyed(furnish: Furnish) -> Keyed:
    """The house and its keys."""
    return furnish(cut)


def test_the_report_of_keys_tells_who_has_each_since_when_and_what_is_late(
    store: Store, keyed: Keyed, run: Run
) -> None:
    lend(store, keyed.hall[0], keyed.rooms.anna, due_on=date(2026, 11, 10), deposit_cents=2500)
    document = run("report", "keys", "--format", "json").document
    assert (document["on"], document["out"], document["late"], len(document["rows"])) == ("2026-11-20", 1, 1, 5)
    assert document["rows"][2] == {
        "key": "GZ",
        "mark": "1",
        "holder": "Berg, Anna",
        "since": "2026-11-02",
        "due": "2026-11-10",
        "deposit_cents": 2500,
        "overdue": True,
    }
    assert document["rows"][0] == {
        "key": "DAK",
        "mark": "1",
        "holder": None,
        "since": None,
        "due": None,
        "deposit_cents": None,
        "overdue": False,
    }
    before = run("report", "keys", "--on", "2-11-2026", "--format", "json").document
    assert [(row["holder"], row["overdue"]) for row in before["rows"] if row["holder"]] == [("Berg, Anna", False)]
    assert "Out: 1 of 5. Late: 1." in run("report", "keys").out

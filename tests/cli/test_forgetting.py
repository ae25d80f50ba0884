"""Forgetting from the command line: shown by number first, cleared only where that was asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.services.candidates import register_candidate
from db.backup import back_up
from db.store import Store
from tests.cli.conftest import Run
from tests.conftest import Furnish
from tests.forgotten import SECRETS, Case, fill_case, secrets_in


@pytest.fixture
def case(store: Store, furnish: Furnish) -> Case:
    """Give the closed file with its candidate."""
    return furnish(fill_case)


def test_without_yes_it_only_shows_who_is_due_and_why(run: Run, store: Store, case: Case) -> None:
    ran = run("forget")
    assert (ran.code, ran.out) == (
        0,
        "K-0001 since 29 Oct 2026: file T-2026-01 was closed on 1 October 2026; 28 days after that · Custom of job "
        "applications; the GDPR, art. 5(1)(e), names no term; so to be cleared from 29 October 2026 on\n",
    )
    assert "coopadmin forget --yes" in ran.err
    assert secrets_in(store.path) != []


def test_with_yes_it_clears_for_good_and_names_nobody(run: Run, store: Store, case: Case) -> None:
    back_up(store.path, store.path.parent / "before.coop")
    ran = run("forget", "--yes")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "The data of 1 candidate is cleared.")
    assert "before.coop (of 20 Nov 2026) still holds 1 person" in ran.err
    assert not [secret for secret in SECRETS if secret in ran.out + ran.err]
    assert secrets_in(store.path) == []
    assert run("check").code == 0
    assert run("undo").code == 1
    again = run("forget", "--yes")
    assert (again.code, again.out) == (0, "Nobody's data is to be cleared today.\n")


def test_the_document_has_numbers_days_and_reasons(run: Run, store: Store, case: Case) -> None:
    expected: dict[str, Any] = {
        "on": "2026-11-20",
        "asking": [],
        "kept": 0,
        "cleared": 0,
        "batch": None,
        "clean": True,
        "backups": [],
        "due_by_kind": {"candidates": 1, "people": 0, "books": 0, "calls": 0, "bookings": 0},
    }
    shown = run("forget", "--json").document
    assert [(one["candidate"], one["from"]) for one in shown.pop("due")] == [("K-0001", "2026-10-29")]
    assert shown == expected
    backup = back_up(store.path, store.path.parent / "before.coop")
    done = run("forget", "--yes", "--json").document
    assert (done["cleared"], done["clean"]) == (1, True)
    assert isinstance(done["batch"], int)
    assert done["backups"] == [{"file": str(backup), "on": "2026-11-20", "people": 1}]


def test_who_waits_for_a_person_is_said_and_not_cleared(run: Run, store: Store) -> None:
    from db.journal import Transaction
    from db.tables.candidates import WaitingPlace

    def wait(transaction: Transaction) -> None:
        day = date(2026, 6, 1)
        waiting = register_candidate(transaction, registered_on=day, family_name="Berg")
        place = WaitingPlace(
            candidate_id=waiting, registered_on=day, ranked_on=day, ended_on=day, end_reason="no_answer"
        )
        transaction.add(place)

    store.do(wait)
    ran = run("forget", "--yes")
    assert ran.out == "Nobody's data is to be cleared today.\n"
    assert "K-0001 is kept past its day: taken off the waiting list on 01 Jun 2026, not told why yet" in ran.err
    assert run("forget", "--yes", "--json").document["asking"][0]["candidate"] == "K-0001"


def test_a_file_that_could_not_be_cleaned_is_said(
    run: Run, store: Store, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3
    from contextlib import closing

    monkeypatch.setattr("db.files.WAIT_MILLISECONDS", 10)
    with closing(sqlite3.connect(store.path)) as other:
        other.isolation_level = None
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM candidate").fetchone()
        ran = run("forget", "--yes")
    assert ran.code == 0
    assert "may still lie in unused parts of the file: another program has it in use" in ran.err
    assert run("forget", "--json").document["clean"] is True
    assert secrets_in(store.path) == []

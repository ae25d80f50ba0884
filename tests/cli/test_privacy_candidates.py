"""A candidate who asks for their data, or to be forgotten, is answered on the command line by their number."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.journal import Transaction
from db.store import Store
from db.tables.allocation import AllocationFile, Candidacy
from db.tables.base import table_of
from tests.cli.conftest import Run
from tests.conftest import Furnish
from tests.forgotten import FAMILY, Case, fill_case, secrets_in


@pytest.fixture
def case(store: Store, furnish: Furnish) -> Case:
    """Give the closed file with its candidate."""
    return furnish(fill_case)


def test_a_candidates_data_goes_to_a_file_by_the_number_of_the_candidate(run: Run, case: Case, tmp_path: Path) -> None:
    target = tmp_path / "data.md"
    assert run("person", "K-0001", "--out", target).code == 0
    assert FAMILY in target.read_text(encoding="utf-8")
    assert run("person", "K-0999", "--out", target).code == 1


def test_a_candidate_who_asks_is_told_what_goes_and_it_is_cleared_with_one_word(
    run: Run, store: Store, case: Case
) -> None:
    ran = run("erase", "K-0001")
    assert ran.code == 0
    assert ran.out.startswith("goes: name, addresses, household and wishes")
    assert "stays: days, outcomes" in ran.out
    assert "coopadmin erase K-0001 --yes" in ran.err
    assert FAMILY not in ran.out + ran.err
    told = run("erase", "K-0001", "--yes", "--json").document
    assert (told["person"], told["cleared"], told["clean"]) == ("K-0001", True, True)
    assert secrets_in(store.path) == []
    ran = run("erase", "K-0001")
    assert (ran.code, "cleared before" in ran.err) == (1, True)


def test_a_candidate_in_a_file_that_is_open_is_told_what_comes_first(run: Run, store: Store, case: Case) -> None:
    def reopen(transaction: Transaction) -> None:
        for candidacy in transaction.execute(table_of(Candidacy).select()).mappings().all():
            transaction.change(AllocationFile, candidacy["file_id"], closed_on=None, outcome="")

    store.do(reopen)
    ran = run("erase", "K-0001")
    assert ran.code == 0
    assert ran.out.startswith("first: stands in a file that is open")
    assert "goes:" not in ran.out
    assert run("erase", "K-0001", "--yes").code == 1

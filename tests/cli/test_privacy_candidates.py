"""A candidate who asks for their data, or to be forgotten, is answered on the command line by their number."""

from __future__ import annotations

from pathlib import Path

import pytest

from coopadmin.services.candidates import register_candidate
from coopadmin.services.members import PersonData, register_member
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.store import Store
from db.tables.allocation import AllocationFile, Candidacy
from db.tables.base import table_of
from db.tables.candidates import Candidate
from db.tables.members import Member
from tests.cli.conftest import Run
from tests.conftest import TODAY, Furnish
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
    assert (told["candidate"], told["cleared"], told["clean"]) == ("K-0001", True, True)
    assert "person" not in told, "a number of a candidate is called as `forget` calls it"
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


def test_a_candidate_who_lives_here_is_told_under_which_number_the_rest_is_kept(
    run: Run, store: Store, case: Case
) -> None:
    who = PersonData(FAMILY, email="binnen@huis.example")
    store.do(register_member, number="L063", kind="member", starts_on=TODAY, person=who)

    def join(transaction: Transaction) -> None:
        member = transaction.execute(table_of(Member).select()).mappings().one()
        transaction.change(Candidate, case.candidate_id, person_id=member["person_id"])

    store.do(join)
    ran = run("erase", "K-0001")
    assert "goes: name, addresses, household and wishes" in ran.out
    assert "stays: what is kept of them under L063 · is a member; " in ran.out
    told = run("erase", "K-0001", "--yes", "--json").document
    assert told["cleared"] is True
    assert [one["what"] for one in told["stays"]][-1] == "what is kept of them under L063"
    assert b"binnen@huis.example" in store.path.read_bytes()
    assert "by their own number" in run("erase", "K-0001").err


def test_who_was_registered_by_mistake_is_found_by_number_and_cleared_at_their_request(
    run: Run, store: Store, tmp_path: Path
) -> None:
    reached = "zoe.y@example.org"
    made = store.do(register_candidate, registered_on=TODAY, family_name=FAMILY, email=reached)
    store.do(undo, made.batch)
    target = tmp_path / "data.md"
    assert run("person", "K-0001", "--out", target).code == 0
    assert reached in target.read_text(encoding="utf-8")
    ran = run("erase", "K-0001")
    assert (ran.code, ran.out) == (0, "goes: everything: nothing has to stay\n")
    told = run("erase", "K-0001", "--yes", "--json").document
    assert (told["candidate"], told["cleared"], told["stays"]) == ("K-0001", True, [])
    assert reached.encode() not in store.path.read_bytes()
    assert FAMILY.encode() not in store.path.read_bytes()
    again = run("erase", "K-0001")
    assert (again.code, "nobody with number" in again.err) == (1, True)
    assert run("check").code == 0

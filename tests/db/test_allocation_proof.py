"""The proof of a vacancy file: what it tells, and that it tells of nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.domain.procedures import READY_MADE
from coopadmin.errors import Refused
from coopadmin.services.forgetting import clear_candidates
from db.journal import Transaction
from db.queries import forgetting
from db.queries.allocation_proof import CriterionCount, Proof, Talk, file_numbered, proof
from db.store import Store
from db.tables.allocation import AllocationFile
from db.tables.base import Record
from db.tables.members import WorkingGroup
from db.tables.procedures import AllocationProcedure
from tests.conftest import TODAY, Furnish
from tests.proven import FILE, SECRETS, Proven, prove


@pytest.fixture
def made(furnish: Furnish) -> Proven:
    """Fill the store with a file that was decided, and one that has only begun."""
    return furnish(prove)


def _proof(store: Store, made: Proven) -> Proof:
    return store.read(proof, made.file_id)


def test_a_file_is_found_by_its_number_in_capitals_or_not(store: Store, made: Proven) -> None:
    assert store.read(file_numbered, FILE) == store.read(file_numbered, " t-2026-01 ") == made.file_id
    assert store.read(file_numbered, "T-2026-99") is None


def test_a_file_that_is_gone_has_no_proof(store: Store) -> None:
    with pytest.raises(Refused):
        store.read(proof, 99)


def test_the_proof_tells_the_days_and_the_version_of_the_procedure(store: Store, made: Proven) -> None:
    found = _proof(store, made)
    assert (found.number, found.dwelling, found.group) == (FILE, "A12", "Buurkring")
    assert (found.procedure.name, found.procedure.valid_from) == ("Commissie", date(2026, 1, 1))
    assert (found.opened_on, found.free_on, found.due_on) == (date(2026, 3, 2), date(2026, 4, 1), date(2026, 6, 1))
    assert (found.due_agreed, found.accepted_months) == (False, 2)
    assert found.internal_asked_on == date(2026, 3, 3)
    assert found.profile.startswith("Drie kamers")
    assert (found.outcome, found.closed_on) == ("let", date(2026, 5, 10))


def test_what_was_not_published_is_not_shown(store: Store, made: Proven) -> None:
    found = store.read(proof, made.running_id)
    assert (found.profile, found.candidates, found.decisions, found.nominations) == ("", (), (), ())


def test_the_proof_tells_who_was_seen_and_how_each_stood(store: Store, made: Proven) -> None:
    found = _proof(store, made)
    assert [(one.number, one.standing, one.outcome, one.reason_code) for one in found.candidates] == [
        ("K-0001", "fits", "nominated", ""),
        ("K-0002", "fits", "not_chosen", "not_carried"),
        ("K-0003", "fails", "excluded", "size_rule"),
        ("K-0004", "overridden", "withdrew", ""),
    ]
    assert found.candidates[0].talks == (Talk(date(2026, 4, 1), 2),)
    assert (found.talks, found.interviewers) == (2, 2)
    assert found.criteria == (CriterionCount("size", 2, 2, 0), CriterionCount("acquaintance", 4, 0, 0))
    assert (found.interests, found.interests_withdrawn) == (1, 0)
    assert [one.letter_owed for one in found.candidates] == [False] * 4


def test_the_proof_tells_how_it_was_decided_in_the_order_of_the_votes(store: Store, made: Proven) -> None:
    first, second, check = _proof(store, made).decisions
    assert (first.kind, first.number, first.decision, first.outcome) == ("choice", "K-0001", "B-2026-01", "carried")
    assert (first.recused, first.recounts, dict(first.objections)) == (1, 1, {"integrated": 1})
    assert (second.outcome, second.recounts, dict(second.objections)) == ("rejected", 0, {"open": 1})
    assert (check.kind, check.number, check.by_procedure) == ("procedure_check", "", False)
    assert first.sentence.startswith("Carried")


def test_the_proof_tells_the_nomination_by_its_days(store: Store, made: Proven) -> None:
    (one,) = _proof(store, made).nominations
    assert (one.number, one.decision, one.fit, one.answer) == ("K-0001", "B-2026-01", "PAS", "accepted")
    assert (one.statement_on, one.papers_on, one.sent_on) == (
        date(2026, 4, 21),
        date(2026, 4, 22),
        date(2026, 4, 23),
    )
    assert (one.fit_on, one.starts_on) == (date(2026, 4, 29), date(2026, 5, 16))


def test_nothing_that_anybody_wrote_about_a_candidate_is_in_the_proof(store: Store, made: Proven) -> None:
    for file_id in (made.file_id, made.running_id):
        told = repr(store.read(proof, file_id)).lower()
        assert [secret for secret in SECRETS if secret in told] == []


def test_clearing_takes_nothing_from_the_proof_but_says_that_it_was_done(store: Store, made: Proven) -> None:
    before = _proof(store, made)
    due = [one.who_id for one in store.read(forgetting.due, TODAY)]
    assert set(due) == set(made.candidates)
    store.do(clear_candidates, candidate_ids=due, on=TODAY)
    after = _proof(store, made)
    assert {one.cleared_on for one in before.candidates} == {None}
    assert {one.cleared_on for one in after.candidates} == {TODAY}
    told = [repr(found).replace(repr(TODAY), "None") for found in (before, after)]
    assert told[0] == told[1]


@pytest.mark.parametrize("says", ["zo wil Femke het", "mevrouw Zwaluw weet meer", "bel 06-5551234", "mail f@spelt.nl"])
def test_what_was_written_of_the_home_and_the_rules_is_left_out_where_it_tells_who_somebody_is(
    store: Store, made: Proven, says: str
) -> None:
    _write(store, made, AllocationProcedure, name=says, source=says)
    _write(store, made, AllocationFile, profile=says)
    _write(store, made, WorkingGroup, name=says)
    found = _proof(store, made)
    assert found.withheld == ("procedure", "source", "group", "profile")
    assert (found.procedure.name, found.procedure.source) == ("The group's procedure", "")
    assert (found.group, found.profile, found.published_on) == ("", "", date(2026, 3, 5))
    assert [secret for secret in SECRETS if secret in repr(found).lower()] == []


def test_the_source_of_a_ready_made_procedure_is_none_of_the_groups_own(store: Store, made: Proven) -> None:
    _write(store, made, AllocationProcedure, source=READY_MADE[0].procedure.source)
    found = _proof(store, made)
    assert (found.procedure.source, found.withheld) == ("", ())


def _write(store: Store, made: Proven, model: type[Record], **values: Any) -> None:
    """Put words in the file, or in the one procedure and the one committee there are."""

    def write(transaction: Transaction) -> None:
        transaction.change(model, made.file_id if model is AllocationFile else 1, **values)

    store.do(write)

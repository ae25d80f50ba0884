"""A group opens the file of a vacancy, leads it along its steps, agrees on another day, closes and reopens it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from coopadmin.errors import Invalid, Refused
from coopadmin.services import allocation as deeds
from coopadmin.services.procedures import adopt_ready_made, end_procedure
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import allocation as queries
from db.queries import journal
from db.queries.electors import electors
from db.store import Store
from db.tables.allocation import AllocationFile, Candidacy, Nomination
from db.tables.candidates import Candidate
from db.tables.dwellings import Dwelling
from tests.conftest import TODAY, Furnish
from tests.vacancies import DUE, FREE, NOTICED, OPENED, Houses, houses, open_file

BSN = "111222333"


@pytest.fixture
def there(furnish: Furnish) -> Houses:
    """Fill the store with homes, committees and procedures."""
    return furnish(houses)


def _problems(store: Store, deed: Any, **values: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        store.do(deed, **values)
    return {problem.field: problem.message for problem in caught.value.problems}


def _refused(store: Store, deed: Any, **values: Any) -> str:
    with pytest.raises(Refused) as caught:
        store.do(deed, **values)
    return str(caught.value)


def _opening(there: Houses, **more: Any) -> dict[str, Any]:
    return {
        "dwelling_id": there.home,
        "contract_id": there.contract,
        "procedure_id": there.cluster,
        "opened_on": OPENED,
        **more,
    }


def change_file(transaction: Transaction, *, file_id: int, **values: Any) -> bool:
    """Put a file where the deeds of others leave it."""
    return transaction.change(AllocationFile, file_id, **values)


def nominate(transaction: Transaction, *, file_id: int, **values: Any) -> int:
    """Put a nomination in a file."""
    candidate = transaction.add(Candidate(number="K-0001", registered_on=OPENED, family_name="Kraai"))
    candidacy = transaction.add(Candidacy(file_id=file_id, candidate_id=candidate, origin="waiting", entered_on=OPENED))
    return transaction.add(Nomination(candidacy_id=candidacy, **values))


# -- opening ---------------------------------------------------------------------------------------------------


def test_a_file_opened_from_a_contract_reads_its_days_there(store: Store, there: Houses) -> None:
    file_id = open_file(store, there, asked_rent_cents=65000, profile="  Vier kamers\n", permit_regime="none")
    found = store.read(queries.record, file_id, TODAY)
    assert found is not None
    assert (found.facts.number, found.facts.dwelling, found.facts.contract) == ("T-2026-01", "A12", "C-0012")
    assert (found.clock.noticed_on, found.clock.free_on, found.clock.due_on) == (NOTICED, FREE, DUE)
    assert (found.facts.asked_rent_cents, found.facts.profile) == (65000, "Vier kamers")
    assert found.cost.basic_rent_cents == 61050


def test_a_file_opened_by_hand_carries_its_own_days(store: Store, there: Houses) -> None:
    values = _opening(there, dwelling_id=there.lonely, contract_id=None)
    file_id = store.do(deeds.open_file, **values, noticed_on=date(2026, 10, 1), free_on=date(2026, 12, 1)).result
    found = store.read(queries.record, file_id, TODAY)
    assert found is not None
    assert (found.clock.earliest_end_on, found.clock.due_on) == (date(2026, 11, 1), date(2027, 2, 1))


def test_files_are_numbered_within_their_year_and_the_journal_knows_them_by_number(store: Store, there: Houses) -> None:
    open_file(store, there)
    second = open_file(store, there, dwelling_id=there.lonely, contract_id=None)
    assert store.read(queries.facts, second).number == "T-2026-02"
    newest = store.read(journal.last_standing)
    assert newest is not None
    assert (newest.deed, newest.about) == ("open_file", "T-2026-02")


def test_a_home_has_one_file_that_runs(store: Store, there: Houses) -> None:
    open_file(store, there)
    assert _problems(store, deeds.open_file, **_opening(there)) == {
        "dwelling_id": "home A12 has a file that runs already: T-2026-01"
    }


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"dwelling_id": 999, "contract_id": None}, "dwelling_id", "choose a home"),
        ({"contract_id": 999}, "contract_id", "choose a contract of this home"),
        ({"procedure_id": 999}, "procedure_id", "choose a procedure that holds on 6 October 2026"),
        ({"opened_on": date(2026, 11, 21)}, "opened_on", "21 November 2026 is still to come"),
        ({"asked_rent_cents": -1}, "asked_rent_cents", "below zero"),
        ({"permit_regime": "perhaps"}, "permit_regime", "choose one of the regimes"),
        ({"noticed_on": date(2026, 11, 1), "free_on": date(2026, 10, 1)}, "free_on", "notice was given on 1 November"),
        ({"profile": f"bel {BSN}"}, "profile", "citizen service number"),
        ({"note": "111.222.333"}, "note", "citizen service number"),
        ({"group_id": 999}, "group_id", "choose one of the working groups"),
    ],
)
def test_what_cannot_be_stands_under_its_field(
    store: Store, there: Houses, wrong: dict[str, Any], field: str, words: str
) -> None:
    found = _problems(store, deeds.open_file, **_opening(there, **wrong))
    assert words in found[field]
    assert set(found) == {field}


def test_a_contract_without_notice_or_end_opens_no_file(store: Store, there: Houses) -> None:
    found = _problems(store, deeds.open_file, **_opening(there, dwelling_id=there.neighbour, contract_id=there.running))
    assert "C-0014 has no notice and no last day" in found["contract_id"]


def test_a_contract_of_another_home_opens_no_file(store: Store, there: Houses) -> None:
    found = _problems(store, deeds.open_file, **_opening(there, dwelling_id=there.lonely))
    assert found == {"contract_id": "choose a contract of this home"}


def test_a_home_that_is_no_longer_managed_has_no_file(store: Store, there: Houses) -> None:
    def stop(transaction: Transaction) -> bool:
        return transaction.change(Dwelling, there.lonely, ended_on=date(2026, 9, 30))

    store.do(stop)
    found = _problems(store, deeds.open_file, **_opening(there, dwelling_id=there.lonely, contract_id=None))
    assert "no longer managed since 30 September 2026" in found["dwelling_id"]


def test_a_file_begins_with_a_procedure_that_holds_that_day(store: Store, there: Houses) -> None:
    store.do(end_procedure, procedure_id=there.cluster, ended_on=date(2026, 9, 30))
    found = _problems(store, deeds.open_file, **_opening(there))
    assert "Committee, from 1 January 2026" in found["procedure_id"]
    assert "Cluster" not in found["procedure_id"]


def test_a_file_keeps_the_version_it_began_with(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    store.do(adopt_ready_made, code="cluster", valid_from=date(2026, 11, 1), name="Cluster nieuw")
    store.do(end_procedure, procedure_id=there.cluster, ended_on=date(2026, 10, 31))
    assert store.read(queries.facts, file_id).procedure.procedure_id == there.cluster


# -- the committee ---------------------------------------------------------------------------------------------


def test_a_committee_is_as_large_as_the_procedure_asks(store: Store, there: Houses) -> None:
    of_two = _opening(there, procedure_id=there.committee, group_id=there.small)
    reason = _problems(store, deeds.open_file, **of_two)["group_id"]
    assert reason.startswith("2 people sit on it on 6 October 2026; Committee, from 1 January 2026 asks for 3 to 7")
    assert "put your own article here" in reason
    assert open_file(store, there, procedure_id=there.committee, group_id=there.group)


def test_nobody_of_the_board_sits_on_a_committee_that_excludes_it(store: Store, there: Houses) -> None:
    with_chair = _opening(there, procedure_id=there.committee, group_id=there.mixed)
    assert "1 of them is on the board" in _problems(store, deeds.open_file, **with_chair)["group_id"]


def test_a_committee_must_be_named(store: Store, there: Houses) -> None:
    found = _problems(store, deeds.open_file, **_opening(there, procedure_id=there.committee))
    assert "Committee, from 1 January 2026 a committee takes part" in found["group_id"]


def test_a_standing_committee_of_the_procedure_is_taken_over(store: Store, there: Houses) -> None:
    own = store.do(
        adopt_ready_made, code="committee", valid_from=date(2026, 2, 1), name="Vast", group_id=there.group
    ).result
    file_id = open_file(store, there, procedure_id=own)
    assert store.read(queries.facts, file_id).group == "Woningen"


def test_another_committee_is_weighed_when_the_file_is_corrected(store: Store, there: Houses) -> None:
    file_id = open_file(store, there, procedure_id=there.committee, group_id=there.group)
    kept: dict[str, Any] = {"contract_id": there.contract}
    assert "group_id" in _problems(store, deeds.correct_file, file_id=file_id, group_id=there.small, **kept)
    assert store.do(deeds.correct_file, file_id=file_id, group_id=there.group, note="Zonnig", **kept).result


def test_the_cluster_becomes_a_group_of_those_who_live_in_it(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    group_id = store.do(deeds.form_cluster_group, file_id=file_id, on=TODAY).result
    assert store.read(queries.facts, file_id).group == "Cluster Oost for T-2026-01"
    sit = {one.person_id for one in store.read(electors, "committee", group_id, TODAY)}
    assert sit == {there.people[1]}  # who leaves A12 does not choose, nor who left A14 before
    assert "has a group already" in _refused(store, deeds.form_cluster_group, file_id=file_id, on=TODAY)


def test_a_home_without_a_cluster_has_none_to_name(store: Store, there: Houses) -> None:
    file_id = open_file(store, there, dwelling_id=there.lonely, contract_id=None)
    assert "B1 is in no cluster" in _refused(store, deeds.form_cluster_group, file_id=file_id, on=TODAY)


def test_a_cluster_in_which_nobody_lives_cannot_decide(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    assert "Nobody lives in the rest of cluster Oost" in _refused(
        store, deeds.form_cluster_group, file_id=file_id, on=date(2019, 1, 1)
    )


# -- correcting, steps, the day --------------------------------------------------------------------------------


def test_a_file_is_corrected_and_an_equal_correction_changes_nothing(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    values = {"contract_id": there.contract, "asked_rent_cents": 66000, "permit_regime": "required"}
    assert store.do(deeds.correct_file, file_id=file_id, **values).result
    assert not store.do(deeds.correct_file, file_id=file_id, **values).result
    assert store.read(queries.facts, file_id).permit_regime == "required"


def test_a_step_is_ticked_off_put_right_and_taken_back(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    store.do(deeds.tick_step, file_id=file_id, step="internal_asked", done_on=date(2026, 10, 10))
    store.do(deeds.tick_step, file_id=file_id, step="internal_asked", done_on=date(2026, 10, 12), note="brief")
    assert store.read(queries.facts, file_id).ticked == {"internal_asked": date(2026, 10, 12)}
    store.do(deeds.untick_step, file_id=file_id, step="internal_asked")
    assert store.read(queries.facts, file_id).ticked == {}
    assert "not ticked off" in _refused(store, deeds.untick_step, file_id=file_id, step="internal_asked")


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"step": "dance"}, "step", "choose one of the steps"),
        ({"done_on": date(2026, 10, 5)}, "done_on", "opened on 6 October 2026"),
        ({"done_on": date(2026, 11, 21)}, "done_on", "still to come"),
        ({"note": BSN}, "note", "citizen service number"),
    ],
)
def test_a_tick_that_cannot_be_is_refused(
    store: Store, there: Houses, wrong: dict[str, Any], field: str, words: str
) -> None:
    file_id = open_file(store, there)
    values = {"step": "internal_asked", "done_on": TODAY, **wrong}
    assert words in _problems(store, deeds.tick_step, file_id=file_id, **values)[field]


def test_no_profile_is_ticked_as_published_before_it_is_written(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    problems = _problems(store, deeds.tick_step, file_id=file_id, step="profile_published", done_on=TODAY)
    assert "write down what was published" in problems["step"]


def test_the_profile_is_written_and_published(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    store.do(deeds.publish_profile, file_id=file_id, profile="Vier kamers, gezin", published_on=TODAY)
    found = store.read(queries.facts, file_id)
    assert (found.profile, found.published_on) == ("Vier kamers, gezin", TODAY)
    store.do(deeds.untick_step, file_id=file_id, step="profile_published")
    assert store.read(queries.facts, file_id).published_on is None
    store.do(deeds.tick_step, file_id=file_id, step="profile_published", done_on=TODAY)
    assert store.read(queries.facts, file_id).published_on == TODAY


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"profile": " "}, "profile"),
        ({"profile": BSN}, "profile"),
        ({"published_on": date(2026, 10, 1)}, "published_on"),
        ({"published_on": date(2026, 12, 1)}, "published_on"),
    ],
)
def test_a_profile_that_cannot_be_published_is_refused(
    store: Store, there: Houses, wrong: dict[str, Any], field: str
) -> None:
    file_id = open_file(store, there)
    values = {"profile": "Vier kamers", "published_on": TODAY, **wrong}
    assert field in _problems(store, deeds.publish_profile, file_id=file_id, **values)


def test_another_day_is_agreed_with_its_source_and_dropped_again(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    day = date(2027, 3, 1)
    assert "due_source" in _problems(store, deeds.agree_due_day, file_id=file_id, due_on=day)
    assert "due_on" in _problems(
        store, deeds.agree_due_day, file_id=file_id, due_on=date(2026, 10, 1), due_source="brief"
    )
    store.do(deeds.agree_due_day, file_id=file_id, due_on=day, due_source="brief van 3 november")
    assert _due(store, file_id) == day
    store.do(deeds.agree_due_day, file_id=file_id, due_on=None, due_source="x")
    assert _due(store, file_id) == DUE


def _due(store: Store, file_id: int) -> date | None:
    found = store.read(queries.record, file_id, TODAY)
    assert found is not None
    return found.clock.due_on


# -- the end ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["withdrawn", "none_found", "lapsed"])
def test_a_file_is_closed_and_then_takes_no_change(store: Store, there: Houses, outcome: str) -> None:
    file_id = open_file(store, there)
    store.do(deeds.close_file, file_id=file_id, outcome=outcome, closed_on=TODAY, reason="Niemand gevonden")
    found = store.read(queries.facts, file_id)
    assert (found.outcome, found.closed_on, found.close_reason) == (outcome, TODAY, "Niemand gevonden")
    changes: list[tuple[Any, dict[str, Any]]] = [
        (deeds.correct_file, {}),
        (deeds.agree_due_day, {"due_on": None}),
        (deeds.publish_profile, {"profile": "x", "published_on": None}),
        (deeds.tick_step, {"step": "internal_asked", "done_on": TODAY}),
        (deeds.tick_step, {"step": "keys", "done_on": TODAY}),
        (deeds.untick_step, {"step": "keys"}),
        (deeds.form_cluster_group, {"on": TODAY}),
        (deeds.close_file, {"outcome": "lapsed", "closed_on": TODAY, "reason": "x"}),
    ]
    for deed, values in changes:
        reason = _refused(store, deed, file_id=file_id, **values)
        assert "File T-2026-01 was closed on 20 November 2026" in reason
        assert "Reopen the file first" in reason


def test_a_file_of_a_home_that_was_let_still_takes_the_welcome_the_keys_and_the_mentor(
    store: Store, there: Houses
) -> None:
    file_id = open_file(store, there)
    store.do(change_file, file_id=file_id, closed_on=TODAY, outcome="let")
    for step in ("welcome", "keys", "mentor"):
        store.do(deeds.tick_step, file_id=file_id, step=step, done_on=TODAY)
    store.do(deeds.untick_step, file_id=file_id, step="keys")
    assert store.read(queries.facts, file_id).ticked.keys() == {"welcome", "mentor"}
    assert "Reopen" in _refused(store, deeds.tick_step, file_id=file_id, step="internal_asked", done_on=TODAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outcome": "perhaps"}, "outcome"),
        ({"closed_on": date(2026, 10, 5)}, "closed_on"),
        ({"closed_on": date(2026, 11, 21)}, "closed_on"),
        ({"reason": " "}, "reason"),
        ({"reason": BSN}, "reason"),
    ],
)
def test_a_file_is_not_closed_with_what_cannot_be(
    store: Store, there: Houses, wrong: dict[str, Any], field: str
) -> None:
    file_id = open_file(store, there)
    values = {"outcome": "withdrawn", "closed_on": TODAY, "reason": "Teruggetrokken", **wrong}
    assert field in _problems(store, deeds.close_file, file_id=file_id, **values)


def test_only_a_contract_closes_a_file_as_let(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    assert "closed as let by its contract" in _refused(
        store, deeds.close_file, file_id=file_id, outcome="let", closed_on=TODAY, reason="x"
    )


def test_a_file_with_a_nomination_that_runs_stays_open(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    store.do(nominate, file_id=file_id, sent_on=TODAY)
    assert "A nomination runs in file T-2026-01" in _refused(
        store, deeds.close_file, file_id=file_id, outcome="lapsed", closed_on=TODAY, reason="Te laat"
    )


def test_a_file_is_opened_again_and_its_note_says_why(store: Store, there: Houses) -> None:
    file_id = open_file(store, there, note="Zonnig")
    assert "was not closed" in _refused(store, deeds.reopen_file, file_id=file_id, reason="x")
    store.do(deeds.close_file, file_id=file_id, outcome="lapsed", closed_on=TODAY, reason="Te laat")
    assert "reason" in _problems(store, deeds.reopen_file, file_id=file_id, reason=" ")
    store.do(deeds.reopen_file, file_id=file_id, reason="De corporatie geeft uitstel")
    found = store.read(queries.facts, file_id)
    assert (found.closed_on, found.outcome, found.close_reason) == (None, "", "")
    assert found.note == (
        "Zonnig\nReopened on 20 November 2026 (right lapsed since 20 November 2026): De corporatie geeft uitstel"
    )


def test_a_file_whose_home_has_another_that_runs_stays_closed(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    store.do(deeds.close_file, file_id=file_id, outcome="lapsed", closed_on=TODAY, reason="Te laat")
    open_file(store, there)
    assert "T-2026-02" in _refused(store, deeds.reopen_file, file_id=file_id, reason="toch")


def test_a_file_of_which_a_contract_came_stays_closed(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    store.do(nominate, file_id=file_id, contract_id=there.running)
    store.do(change_file, file_id=file_id, closed_on=TODAY, outcome="let")
    assert "A contract came of file T-2026-01" in _refused(store, deeds.reopen_file, file_id=file_id, reason="toch")


def test_a_file_that_is_gone_says_so(store: Store, there: Houses) -> None:
    assert "no longer there" in _refused(store, deeds.correct_file, file_id=99)
    assert "no longer there" in _refused(store, deeds.reopen_file, file_id=99, reason="x")
    with pytest.raises(Refused):
        store.read(queries.facts, 99)
    assert store.read(queries.record, 99, TODAY) is None


def test_opening_a_file_can_be_taken_back_whole(store: Store, there: Houses) -> None:
    open_file(store, there)
    store.do(undo)
    assert store.read(lambda connection: connection.execute(select(col(AllocationFile.id))).all()) == []

"""The files of vacancies as they are read: the list, one file with its steps, what a new one can begin with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event

from coopadmin.services import allocation as deeds
from coopadmin.services.association import set_rule
from coopadmin.services.legal import set_legal_value
from db.journal import Transaction
from db.queries import allocation as queries
from db.queries.allocation import FILTERS, SORTS, FileRecord
from db.queries.base import Listing
from db.queries.deadlines import deadlines
from db.queries.finder import find
from db.queries.vacancies import vacancies
from db.store import Store
from db.tables.allocation import (
    AllocationItem,
    Candidacy,
    Interview,
    Nomination,
    ScreeningLine,
)
from db.tables.candidates import Candidate, PoolPlace
from db.tables.contracts import Contract
from db.tables.increases import MaximumRent
from db.tables.meetings import AgendaItem, Meeting
from db.tables.voting import Motion, Vote
from tests.conftest import TODAY, Furnish
from tests.vacancies import DUE, FREE, OPENED, Houses, houses, open_file


@pytest.fixture
def there(furnish: Furnish) -> Houses:
    """Fill the store with homes, committees and procedures."""
    return furnish(houses)


def add_rows(transaction: Transaction, *, records: list[Any]) -> list[int]:
    """Put rows in the store and give their numbers."""
    return [transaction.add(record) for record in records]


def _record(store: Store, file_id: int, on: date = TODAY) -> FileRecord:
    found = store.read(queries.record, file_id, on)
    assert found is not None
    return found


def _states(store: Store, file_id: int, on: date = TODAY) -> dict[str, str]:
    return {step.name: step.state for step in _record(store, file_id, on).steps}


def _told(store: Store, file_id: int) -> dict[str, str]:
    return {step.name: step.told for step in _record(store, file_id).steps}


def _candidates(store: Store, file_id: int, *candidacies: dict[str, Any]) -> list[int]:
    found: list[int] = []
    for place, values in enumerate(candidacies, 1):
        person = Candidate(number=f"K-000{place}", registered_on=OPENED, family_name="Kraai")
        [candidate_id] = store.do(add_rows, records=[person]).result
        row = Candidacy(file_id=file_id, candidate_id=candidate_id, origin="pool", entered_on=OPENED, **values)
        found += store.do(add_rows, records=[row]).result
    return found


def _voted(store: Store, file_id: int, kind: str, candidacy_id: int | None, outcome: str = "carried") -> None:
    [meeting] = store.do(
        add_rows, records=[Meeting(body="general", title="Keuze", starts_at="2026-11-15T20:00")]
    ).result
    [item] = store.do(
        add_rows,
        records=[
            AgendaItem(meeting_id=meeting, position=1, title="Keuze", kind="decision", decision_kind="self_allocation")
        ],
    ).result
    [motion, _link] = store.do(
        add_rows,
        records=[
            Motion(item_id=item, position=1, text="Voordragen"),
            AllocationItem(item_id=item, file_id=file_id, candidacy_id=candidacy_id, kind=kind),
        ],
    ).result
    vote = Vote(
        motion_id=motion,
        counted_at="2026-11-15T20:30",
        way="hands",
        kind="self_allocation",
        method="simple",
        entitled=5,
        present=5,
        proxies=0,
        votes_for=4,
        votes_against=1,
        outcome=outcome,
    )
    store.do(add_rows, records=[vote])


# -- one file --------------------------------------------------------------------------------------------------


def test_the_steps_are_seen_from_what_was_recorded(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    assert _states(store, file_id)["internal_asked"] == "due"
    store.do(deeds.tick_step, file_id=file_id, step="internal_asked", done_on=date(2026, 10, 7))
    store.do(deeds.publish_profile, file_id=file_id, profile="Vier kamers", published_on=date(2026, 10, 8))
    assert _states(store, file_id)["screened"] == "due"
    seen = {"screened_on": date(2026, 10, 20)}
    first, second = _candidates(store, file_id, seen, seen)
    lines = [ScreeningLine(candidacy_id=one, criterion="size", result="met") for one in (first, second)]
    store.do(add_rows, records=lines)
    assert _states(store, file_id)["screened"] == "done"
    assert _told(store, file_id)["invited"] == "0 invited, 2 fit and wait, 7 days to answer"


def test_invitations_talks_and_the_vote_are_followed(store: Store, there: Houses) -> None:
    file_id = open_file(store, there, procedure_id=there.cluster)
    came = {
        "screened_on": date(2026, 10, 20),
        "invited_on": date(2026, 10, 21),
        "answer": "yes",
        "answered_on": date(2026, 10, 22),
    }
    first, second = _candidates(store, file_id, came, {**came, "answer": "no"})
    lines = [ScreeningLine(candidacy_id=one, criterion="size", result="met") for one in (first, second)]
    talk = Interview(candidacy_id=first, starts_at="2026-10-30T20:00")
    store.do(add_rows, records=[*lines, talk])
    states = _states(store, file_id)
    assert (states["invited"], states["interviews"]) == ("done", "due")
    held = Interview(candidacy_id=first, starts_at="2026-11-01T20:00", held_on=date(2026, 11, 1))
    store.do(add_rows, records=[held])
    assert _states(store, file_id)["interviews"] == "done"
    _voted(store, file_id, "choice", first)
    assert _states(store, file_id)["decision"] == "done"
    assert _record(store, file_id).steps[5].on == date(2026, 11, 15)
    assert _states(store, file_id)["procedure_check"] != "done"
    _voted(store, file_id, "procedure_check", None)
    assert _states(store, file_id)["procedure_check"] == "done"
    assert _told(store, file_id)["decision"].endswith("K-0001")


def test_a_choice_that_was_rejected_is_no_decision_to_go_on_with(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    [one] = _candidates(store, file_id, {})
    _voted(store, file_id, "choice", one, "rejected")
    assert _states(store, file_id)["decision"] == "waiting"


def test_a_nomination_that_came_to_nothing_no_longer_counts(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    first, second = _candidates(store, file_id, {"rank": 1}, {"rank": 2})
    sent = date(2026, 11, 16)
    ended = Nomination(candidacy_id=first, sent_on=sent, ended="no_fit", ended_on=TODAY)
    store.do(add_rows, records=[ended])
    assert _states(store, file_id)["nomination"] == "waiting"
    runs = Nomination(candidacy_id=second, sent_on=TODAY, answer="accepted", answered_on=TODAY, fit="PAS", fit_on=TODAY)
    store.do(add_rows, records=[runs])
    states = _states(store, file_id)
    assert (states["nomination"], states["answer"], states["fit"]) == ("done", "done", "done")
    assert _told(store, file_id)["nomination"] == "K-0002"


def test_candidates_who_can_still_be_known_long_enough_are_named_by_number(store: Store, there: Houses) -> None:
    file_id = open_file(store, there, procedure_id=there.committee, group_id=there.group)
    for place, met in enumerate((date(2026, 9, 1), date(2026, 11, 15)), 1):
        person = Candidate(number=f"K-000{place}", registered_on=met, family_name="Kraai")
        [candidate_id] = store.do(add_rows, records=[person]).result
        place_in_pool = PoolPlace(candidate_id=candidate_id, met_on=met, expires_on=date(2027, 12, 1))
        store.do(add_rows, records=[place_in_pool])
    told = _record(store, file_id).choosing
    assert "▲ Who is met today is known for 84 days only on 12 February 2027" in told[0]
    assert told[1] == "Met long enough before the nomination: K-0001."
    assert not any("Kraai" in line for line in told)


def test_the_rules_of_the_day_of_opening_hold_for_a_file(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    store.do(
        set_rule,
        name="accepted_vacancy_months",
        value="6",
        valid_from=date(2026, 11, 1),
        source="nieuwe overeenkomst",
    )
    assert _record(store, file_id).clock.due_on == DUE
    second = open_file(
        store, there, dwelling_id=there.lonely, contract_id=None, free_on=FREE, opened_on=date(2026, 11, 2)
    )
    assert _record(store, second).clock.due_on == date(2027, 5, 6)
    assert any("nieuwe overeenkomst" in line for line in _record(store, second).clock.told)


def test_the_cost_takes_the_limits_of_the_year_in_which_the_home_is_free(store: Store, there: Houses) -> None:
    file_id = open_file(store, there, dwelling_id=there.lonely, contract_id=None, free_on=date(2027, 2, 1))
    assert any("not known for 2027" in line for line in _record(store, file_id).cost.lines)
    store.do(set_legal_value, name="fit_limit_low", value=73000, valid_from=date(2027, 1, 1), source="Staatscourant")
    lines = _record(store, file_id).cost.lines
    assert "Fit limit, 1 or 2 persons · €730.00 (2027; Staatscourant, entered here)" in lines


def test_the_maximum_rent_that_holds_then_is_the_one_that_counts(store: Store, there: Houses) -> None:
    maxima = [
        MaximumRent(dwelling_id=there.home, valid_from=date(2026, 7, 1), max_rent_cents=64000, source="oud"),
        MaximumRent(dwelling_id=there.home, valid_from=date(2027, 7, 1), max_rent_cents=66000, source="nieuw"),
    ]
    store.do(add_rows, records=maxima)
    lines = _record(store, open_file(store, there)).cost.lines
    assert "Maximum rent by the points: €640.00, since 1 July 2026. (oud)" in lines


def test_what_was_put_to_the_vote_is_asked_once_for_all_steps(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    [one] = _candidates(store, file_id, {})
    _voted(store, file_id, "choice", one)
    asked: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        store.read(queries.standings, TODAY)
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    assert len([statement for statement in asked if "FROM vote" in statement]) == 1


# -- the list --------------------------------------------------------------------------------------------------


@pytest.fixture
def three(store: Store, there: Houses) -> list[int]:
    """Give a file that runs by its contract, one by hand without a day, and one that was closed."""
    closed = open_file(store, there, dwelling_id=there.neighbour, contract_id=None)
    store.do(deeds.close_file, file_id=closed, outcome="none_found", closed_on=TODAY, reason="niemand")
    by_hand = open_file(store, there, dwelling_id=there.lonely, contract_id=None)
    return [open_file(store, there), by_hand, closed]


def _numbers(store: Store, **asked: Any) -> list[str]:
    return [row.number for row in store.read(queries.page, Listing(**asked), TODAY).rows]


def test_the_list_begins_with_the_nomination_that_is_due_first(store: Store, three: list[int]) -> None:
    assert _numbers(store, filter="running", sort="due") == ["T-2026-03", "T-2026-02"]
    assert _numbers(store, filter="running", sort="due", descending=True) == ["T-2026-02", "T-2026-03"]
    assert _numbers(store, filter="all", sort="dwelling") == ["T-2026-03", "T-2026-01", "T-2026-02"]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ("running", ["T-2026-02", "T-2026-03"]),
        ("late", []),
        ("let", []),
        ("ended", ["T-2026-01"]),
        ("all", ["T-2026-01", "T-2026-02", "T-2026-03"]),
    ],
)
def test_the_filters_keep_what_they_say(store: Store, three: list[int], wanted: str, numbers: list[str]) -> None:
    assert _numbers(store, filter=wanted, sort="number") == numbers
    assert {"running", "late", "let", "ended", "all"} == set(FILTERS)


@pytest.mark.parametrize("sort", SORTS)
def test_every_sort_gives_every_file(store: Store, three: list[int], sort: str) -> None:
    assert len(_numbers(store, filter="all", sort=sort)) == 3
    assert sorted(_numbers(store, filter="all", sort=sort, descending=True)) == sorted(
        _numbers(store, filter="all", sort=sort)
    )


def test_a_file_is_found_by_its_number_its_home_or_its_profile(store: Store, three: list[int]) -> None:
    store.do(deeds.publish_profile, file_id=three[0], profile="Vier kamers, tuin", published_on=None)
    for words in ("t-2026-03", "A12", "tuin"):
        assert _numbers(store, filter="all", search=words) == ["T-2026-03"]
    assert store.read(find, "T-2026-03")[0].record_id == three[0]


def test_the_list_says_how_many_there_are_beyond_the_page(store: Store, three: list[int]) -> None:
    found = store.read(queries.page, Listing(filter="all", limit=1), TODAY)
    assert (len(found.rows), found.total) == (1, 3)


def test_the_running_files_stand_by_the_day_of_their_nomination(store: Store, three: list[int]) -> None:
    assert [one.facts.file_id for one in store.read(queries.running, TODAY)] == three[:2]


# -- what a new file can begin with ----------------------------------------------------------------------------


def test_a_home_whose_contract_ends_is_offered_until_it_has_a_file(store: Store, there: Houses) -> None:
    [offered] = store.read(queries.openings, TODAY)
    assert (offered.dwelling, offered.contract, offered.ends_on) == ("A12", "C-0012", date(2026, 11, 5))
    assert store.read(queries.openings, TODAY, contract_id=there.running) == ()
    open_file(store, there)
    assert store.read(queries.openings, TODAY) == ()


def test_a_home_that_was_let_again_is_not_offered(store: Store, there: Houses) -> None:
    again = Contract(number="C-0090", dwelling_id=there.home, starts_on=date(2026, 12, 1))
    store.do(add_rows, records=[again])
    assert store.read(queries.openings, TODAY) == ()


@pytest.mark.parametrize("outcome", ["withdrawn", "lapsed"])
def test_a_home_of_which_the_file_was_given_up_is_free_without_a_day_for_the_nomination(
    store: Store, there: Houses, outcome: str
) -> None:
    file_id = open_file(store, there)
    store.do(deeds.close_file, file_id=file_id, outcome=outcome, closed_on=TODAY, reason="Niet meer nodig")

    def seen(on: date) -> tuple[Any, ...]:
        [row] = [one for one in store.read(vacancies, on) if one.dwelling == "A12"]
        return row.free_from, row.nomination_due, row.days_left, row.stage, row.file, row.outcome

    assert seen(date(2026, 11, 19)) == (FREE, DUE, 48, "vacant", "", "")
    assert seen(date(2027, 2, 1)) == (FREE, None, None, "vacant", "T-2026-01", outcome)
    again = Contract(
        number="C-0090", dwelling_id=there.home, starts_on=date(2027, 3, 1), notice_on=OPENED, ends_on=date(2027, 4, 30)
    )
    store.do(add_rows, records=[again])
    assert seen(date(2027, 5, 2)) == (date(2027, 5, 1), date(2027, 7, 1), 60, "vacant", "", "")


def test_a_home_for_which_nobody_was_found_keeps_its_day_and_a_new_file_can_be_opened(
    store: Store, there: Houses
) -> None:
    file_id = open_file(store, there)
    store.do(deeds.close_file, file_id=file_id, outcome="withdrawn", closed_on=TODAY, reason="Niet meer nodig")
    second = open_file(store, there, opened_on=TODAY)
    store.do(deeds.close_file, file_id=second, outcome="none_found", closed_on=TODAY, reason="Niemand")
    [row] = [one for one in store.read(vacancies, date(2027, 1, 7)) if one.dwelling == "A12"]
    assert (row.nomination_due, row.days_left, row.stage, row.file) == (DUE, -1, "overdue", "")


def test_the_files_of_a_home_and_of_a_contract_are_found(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    assert [one.file_id for one in store.read(queries.files_of, dwelling_id=there.home)] == [file_id]
    assert [one.file_id for one in store.read(queries.files_of, contract_id=there.contract)] == [file_id]
    assert store.read(queries.files_of, dwelling_id=there.lonely) == ()
    assert store.read(queries.running_file_of, there.home) == file_id
    assert store.read(queries.running_file_of, there.lonely) is None


# -- the calendar ----------------------------------------------------------------------------------------------


def test_a_nomination_stands_in_the_calendar_until_it_was_sent(store: Store, there: Houses) -> None:
    file_id = open_file(store, there)
    [term] = [one for one in store.read(deadlines, TODAY) if one.kind == "nomination"]
    assert (term.on, term.met_on, term.ref) == (DUE, None, ("allocation", file_id))
    assert term.what == "Nominate somebody for home A12 (T-2026-01)"
    [one] = _candidates(store, file_id, {})
    store.do(add_rows, records=[Nomination(candidacy_id=one, sent_on=date(2026, 11, 19))])
    [term] = [one for one in store.read(deadlines, TODAY) if one.kind == "nomination"]
    assert term.met_on == date(2026, 11, 19)


def test_a_file_without_a_day_makes_no_term(store: Store, there: Houses) -> None:
    open_file(store, there, dwelling_id=there.lonely, contract_id=None)
    assert not [one for one in store.read(deadlines, TODAY) if one.kind == "nomination"]

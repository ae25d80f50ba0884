"""The steps of a vacancy's file: done, due, late, waiting or not asked, each with the day and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.allocation import ClockFacts, clock
from coopadmin.domain.allocation_steps import LABELS, SIGNS, STATES, Step, StepFacts, late, next_step, steps
from coopadmin.domain.procedures import READY_MADE, Procedure

OPENED, FREE, DUE = date(2026, 10, 5), date(2026, 11, 6), date(2027, 1, 6)
TODAY = date(2026, 11, 21)
READY: dict[str, Procedure] = {
    one.code: replace(one.procedure, valid_from=date(2026, 1, 1), procedure_id=1) for one in READY_MADE
}
COMMITTEE, CLUSTER = READY["committee"], READY["cluster"]
TOLD_DAY = date(2026, 12, 1)

DONE: dict[str, Any] = {
    "ticked": dict.fromkeys(("internal_asked", "welcome", "keys", "mentor"), TOLD_DAY),
    "published_on": TOLD_DAY,
    "entered": 3,
    "screened_on": TOLD_DAY,
    "invited": 2,
    "invited_on": TOLD_DAY,
    "talked": 2,
    "talked_on": TOLD_DAY,
    "chosen_on": TOLD_DAY,
    "chosen": ("K-0002",),
    "checked_on": TOLD_DAY,
    "ratified_on": TOLD_DAY,
    "told": 2,
    "told_on": TOLD_DAY,
    "nominated": "K-0002",
    "nominated_on": TOLD_DAY,
    "answered_on": TOLD_DAY,
    "answer": "accepted",
    "fit": "PAS",
    "fit_on": TOLD_DAY,
    "permit_on": TOLD_DAY,
    "contract": "C-0060",
    "contract_on": TOLD_DAY,
    "member_on": TOLD_DAY,
    "cleared_on": TOLD_DAY,
    "closed_on": TOLD_DAY,
    "outcome": "let",
}


def _facts(procedure: Procedure = COMMITTEE, **values: Any) -> StepFacts:
    closed_on = values.get("closed_on")
    time = clock(ClockFacts(opened_on=OPENED, free_on=FREE, closed_on=closed_on), TODAY)
    return StepFacts(**{"procedure": procedure, "clock": time, **values})


def _steps(procedure: Procedure = COMMITTEE, on: date = TODAY, **values: Any) -> dict[str, Step]:
    return {step.name: step for step in steps(_facts(procedure, **values), on)}


def test_the_steps_stand_in_the_order_of_the_work() -> None:
    assert [step.name for step in steps(_facts(), TODAY)] == list(LABELS)
    assert SIGNS.keys() == STATES.keys()


def test_a_new_file_begins_with_asking_who_lives_here_and_with_the_profile() -> None:
    found = _steps()
    assert [name for name, step in found.items() if step.state == "due"] == ["internal_asked", "profile"]
    assert found["screened"].state == found["decision"].state == found["nomination"].state == "waiting"


def test_what_the_procedure_does_not_ask_is_said_so_by_its_version() -> None:
    found = _steps(replace(COMMITTEE, internal_first=False, interview_residents=None))
    for name in ("internal_asked", "interviews", "procedure_check", "ratification"):
        assert found[name].state == "not_asked"
        assert found[name].told == "not asked by Committee, from 1 January 2026"
    assert found["profile"].state == "due"


@pytest.mark.parametrize(
    ("name", "due_on"),
    [
        ("internal_asked", date(2026, 12, 23)),
        ("profile", date(2026, 12, 30)),
        ("screened", date(2026, 12, 30)),
        ("invited", date(2026, 12, 30)),
        ("interviews", DUE),
        ("decision", DUE),
        ("nomination", DUE),
        ("answer", None),
        ("contract", None),
    ],
)
def test_the_days_are_counted_back_from_the_nomination_by_the_groups_own_terms(name: str, due_on: date | None) -> None:
    assert _steps()[name].due_on == due_on


def test_a_day_that_was_counted_back_says_so() -> None:
    assert _steps()["internal_asked"].told == (
        "they have 7 days to answer, counted back from the nomination, due on 6 January 2027"
    )
    asked = _steps(ticked={"internal_asked": date(2026, 11, 20)})["internal_asked"]
    assert (asked.state, asked.on, asked.told) == (
        "done",
        date(2026, 11, 20),
        "they have 7 days: until 27 November 2026",
    )


def test_a_step_is_late_on_the_day_after_its_own_and_not_before() -> None:
    assert _steps(on=date(2026, 12, 23))["internal_asked"].state == "due"
    assert _steps(on=date(2026, 12, 24))["internal_asked"].state == "late"
    assert [step.name for step in late(steps(_facts(), date(2026, 12, 31)))] == [
        "internal_asked",
        "profile",
        "screened",
        "invited",
    ]


def test_without_a_day_for_the_nomination_nothing_is_late() -> None:
    facts = replace(_facts(), clock=clock(ClockFacts(opened_on=OPENED), TODAY))
    assert late(steps(facts, date(2030, 1, 1))) == ()
    assert all(step.due_on is None for step in steps(facts, TODAY))


def test_screening_is_done_once_everybody_was_looked_at() -> None:
    some = _steps(entered=3, unscreened=1, screened_on=TODAY)["screened"]
    assert some.state != "done"
    assert some.told == "3 candidates in the file, 1 not screened"
    assert _steps(entered=3, screened_on=TODAY)["screened"].state == "done"
    assert _steps(screened_on=None)["screened"].told == "0 candidates in the file"


def test_everybody_who_fits_is_invited_or_the_first_of_the_list() -> None:
    half = {"entered": 2, "invited": 1, "invited_on": TODAY, "to_invite": 1, "unanswered": 1}
    found = _steps(**half)["invited"]
    assert found.state != "done"
    assert found.told == "1 invited, 1 fits and waits, 1 did not answer yet, 7 days to answer"
    assert _steps(READY["list"], **half)["invited"].state == "done"


def test_after_the_decision_nobody_is_waited_for_who_was_not_in_it() -> None:
    left: dict[str, Any] = {"unscreened": 1, "to_invite": 1, "to_talk": 1, "unanswered": 1}
    ready: dict[str, Any] = {name: value for name, value in DONE.items() if name in _UNTIL_CHOSEN} | left
    found = _steps(**ready)
    assert [found[name].state for name in ("screened", "invited", "interviews")] == ["done"] * 3
    assert found["invited"].told == "2 invited, 1 fits and was not invited"
    assert next_step(_steps(**ready).values()) == found["nomination"]
    by_list = _steps(READY["list"], **ready | {"unscreened": 0, "invited": 0, "invited_on": None})
    assert by_list["invited"].state == "due"


def test_interviews_are_done_once_everybody_who_comes_was_seen() -> None:
    assert _steps(talked=1, talked_on=TODAY, to_talk=1)["interviews"].state != "done"
    found = _steps(talked=2, talked_on=TODAY)["interviews"]
    assert (found.state, found.told) == ("done", "2 candidates seen by at least 2 residents")


def test_the_decision_names_who_decides_and_who_was_chosen_by_number() -> None:
    found = _steps(chosen_on=TODAY, chosen=("K-0002", "K-0005"))["decision"]
    assert found.state == "done"
    assert found.told.startswith("committee: ")
    assert found.told.endswith("K-0002, K-0005")


def test_the_nomination_waits_for_the_check_of_the_procedure() -> None:
    ready: dict[str, Any] = {name: value for name, value in DONE.items() if name in _UNTIL_CHOSEN}
    assert _steps(CLUSTER, **ready)["procedure_check"].state == "due"
    assert _steps(CLUSTER, **ready)["nomination"].state == "waiting"
    assert _steps(CLUSTER, **ready, checked_on=TODAY)["nomination"].state == "due"
    assert _steps(COMMITTEE, **ready)["nomination"].state == "due"


_UNTIL_CHOSEN = [
    "ticked",
    "published_on",
    "entered",
    "screened_on",
    "invited",
    "invited_on",
    "talked",
    "talked_on",
    "chosen_on",
    "chosen",
]


def test_letters_that_are_owed_stay_a_step_after_the_file_was_closed() -> None:
    owed: dict[str, Any] = {"owed": 2, "owed_by": date(2026, 12, 15), "closed_on": TODAY, "outcome": "none_found"}
    assert _steps(**owed)["reasons"].told == "2 letters to send"
    assert _steps(on=date(2026, 12, 16), **owed)["reasons"].state == "late"
    assert _steps(told=2, told_on=TODAY)["reasons"].state == "done"
    assert _steps(closed_on=TODAY, outcome="withdrawn")["reasons"].told == "nobody is owed reasons"


def test_letters_are_a_step_as_soon_as_somebody_was_turned_down_also_before_the_decision() -> None:
    found = _steps(owed=1, owed_by=date(2026, 12, 15))["reasons"]
    assert (found.state, found.told, found.due_on) == ("due", "1 letter to send", date(2026, 12, 15))
    assert _steps(told=1, told_on=TODAY, owed=1)["reasons"].told == "1 candidate was told, 1 letter to send"


def test_of_whom_was_not_chosen_somebody_must_first_note_why() -> None:
    found = _steps(chosen_on=TODAY, unsaid=2, undecided=1)["reasons"]
    assert (found.state, found.told) == ("due", "2 candidates were not chosen: note why")
    found = _steps(chosen_on=TODAY, told=1, told_on=TODAY, owed=1, unsaid=1)["reasons"]
    assert found.told == "1 candidate was told, 1 letter to send, 1 candidate was not chosen: note why"


def test_before_the_decision_nobody_is_told_and_the_step_waits() -> None:
    assert _steps()["reasons"].told == "whoever is not chosen is told why"
    found = _steps(undecided=3)["reasons"]
    assert (found.state, found.told) == ("waiting", "3 candidates hear once it is certain who comes")


@pytest.mark.parametrize("certain", [{"chosen_on": TODAY}, {"nominated_on": TODAY}, {"chosen_on": TODAY, "told": 0}])
def test_where_the_only_candidate_was_chosen_nobody_is_owed_reasons(certain: dict[str, Any]) -> None:
    found = _steps(**certain)["reasons"]
    assert (found.state, found.told) == ("not_asked", "nobody is owed reasons")


def test_who_comes_next_in_rank_hears_once_it_is_certain() -> None:
    found = _steps(chosen_on=TODAY, nominated_on=TODAY, told=2, told_on=TODAY, undecided=1)["reasons"]
    assert (found.state, found.on) == ("waiting", None)
    assert found.told == "2 candidates were told, 1 candidate hears once it is certain who comes"


def test_a_refusal_of_the_corporation_is_no_answer_to_go_on_with() -> None:
    found = _steps(nominated_on=TODAY, answered_on=TODAY, answer="refused")
    assert found["nomination"].state == "done"
    assert found["answer"].state == "due"
    assert found["contract"].state == "waiting"


@pytest.mark.parametrize(
    ("regime", "state"),
    [("none", "not_asked"), ("exempt", "not_asked"), ("required", "waiting"), ("member_priority", "waiting")],
)
def test_a_permit_is_a_step_only_where_the_municipality_asks_for_one(regime: str, state: str) -> None:
    assert _steps(permit_regime=regime)["permit"].state == state


def test_a_file_that_was_closed_otherwise_asks_nothing_more() -> None:
    found = _steps(closed_on=TODAY, outcome="withdrawn", on=date(2027, 6, 1))
    assert late(found.values()) == ()
    assert found["nomination"].state == "not_asked"
    assert found["nomination"].told == "the file was closed: withdrawn"


def test_after_the_letting_the_welcome_the_keys_and_the_mentor_still_come() -> None:
    let = {name: value for name, value in DONE.items() if name != "ticked"}
    found = _steps(**let, ticked={"internal_asked": TODAY})
    assert [found[name].state for name in ("welcome", "keys", "mentor")] == ["due", "due", "due"]


def test_personal_data_is_cleared_once_its_day_has_come_and_not_while_the_file_runs() -> None:
    assert _steps(uncleared=3)["forgetting"].state == "waiting"
    closed: dict[str, Any] = {"closed_on": TODAY, "outcome": "withdrawn", "uncleared": 3}
    kept = _steps(**closed)["forgetting"]
    assert (kept.state, kept.told) == (
        "waiting",
        "3 candidates stay for now: within the term, with consent, or on a list",
    )
    assert _steps(**closed, clearing=2, clear_from=TODAY)["forgetting"].state == "due"
    assert _steps(**closed, clearing=2, clear_from=TODAY - timedelta(days=1))["forgetting"].state == "late"
    assert _steps(closed_on=TODAY, outcome="withdrawn")["forgetting"].state == "done"


@pytest.mark.parametrize("code", list(READY))
def test_a_file_that_went_all_the_way_has_nothing_left_to_do(code: str) -> None:
    found = steps(_facts(READY[code], **DONE), TODAY)
    assert {step.state for step in found} <= {"done", "not_asked"}
    assert next_step(found) is None


def test_what_is_late_comes_before_what_is_next() -> None:
    assert (next_step(steps(_facts(), TODAY)) or _NONE).name == "internal_asked"
    found = steps(_facts(ticked={"internal_asked": OPENED}), date(2027, 1, 10))
    assert (next_step(found) or _NONE).name == "profile"


_NONE = Step("", "", "", None, None, "")


@given(
    st.sampled_from(list(READY.values())),
    st.sets(st.sampled_from(list(DONE))),
    st.dates(date(2026, 1, 1), date(2028, 1, 1)),
)
def test_whatever_was_done_every_step_stands_in_one_way_and_more_work_leaves_fewer_open(
    procedure: Procedure, did: set[str], on: date
) -> None:
    done = {name: DONE[name] for name in did - {"closed_on", "outcome"}}
    before = steps(_facts(procedure, **done), on)
    after = steps(_facts(procedure, **{**DONE, "closed_on": None, "outcome": ""}), on)
    assert [step.name for step in before] == list(LABELS)
    assert all(step.state in STATES and step.label for step in before)
    assert all((step.state == "done") == (step.on is not None) or step.state == "not_asked" for step in before)
    finished = {step.name for step in before if step.state == "done"}
    assert finished <= {step.name for step in after if step.state == "done"}
    assert all(step.due_on is not None and step.due_on < on for step in late(before))

"""Holding a candidate against the hard criteria of a procedure, and whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.procedures import Procedure
from coopadmin.domain.screening import (
    BEARS_ON_NOBODY,
    CANDIDACY_OUTCOMES,
    CRITERIA,
    RESULTS,
    STANDINGS,
    Applicant,
    Finding,
    Home,
    Turn,
    acquaintance,
    before_in_turn,
    by_list,
    in_order,
    internal_until,
    recusal_reason,
    rule_words,
    screened,
    standing_of,
)
from coopadmin.domain.voting import Rule

TODAY = date(2026, 11, 20)
DUE = date(2027, 3, 1)

NOTHING = Procedure(1, "Committee", date(2026, 1, 1), "committee", "committee", Rule("simple"), internal_first=False)
EVERYTHING = replace(
    NOTHING,
    choice="list",
    size_extra=1,
    sizes=((4, 2), (5, 3)),
    fee_required=True,
    owner_registration=True,
    acquaintance_days=84,
    activities_least=6,
    source="house rules 4",
)
FITTING = Applicant(
    origin="waiting",
    persons=3,
    rooms_least=3,
    rooms_most=4,
    fee_paid_on=date(2026, 2, 1),
    owner_registered=True,
    met_on=date(2026, 10, 1),
    activities=6,
    waiting_place=2,
)
HOME = Home(4, DUE)


def results(procedure: Procedure, applicant: Applicant, home: Home = HOME) -> dict[str, str]:
    return {one.criterion: one.result for one in screened(procedure, home, applicant, TODAY)}


def words(criterion: str, procedure: Procedure, applicant: Applicant, home: Home = HOME) -> str:
    return next(one.words for one in screened(procedure, home, applicant, TODAY) if one.criterion == criterion)


# -- the criteria --------------------------------------------------------------------------------------------------


def test_a_procedure_that_asks_nothing_holds_a_candidate_against_their_own_wish_only() -> None:
    assert results(NOTHING, FITTING) == {"rooms_wish": "met"}
    assert screened(NOTHING, HOME, Applicant("pool", 1), TODAY) == ()


def test_who_fits_meets_every_criterion_there_is_in_the_order_it_is_shown() -> None:
    assert results(EVERYTHING, FITTING) == dict.fromkeys(CRITERIA, "met")
    assert list(results(EVERYTHING, FITTING)) == list(CRITERIA)


@pytest.mark.parametrize(
    ("rooms", "persons", "size", "least"),
    [
        (3, 2, "met", None),
        (3, 1, "failed", None),
        (4, 3, "met", "met"),
        (4, 2, "failed", "met"),
        (4, 1, "failed", "failed"),
        (5, 3, "failed", "met"),
        (5, 4, "met", "met"),
        (6, 2, "failed", "failed"),
        (6, 5, "met", "met"),
        (None, 3, "unknown", "unknown"),
    ],
)
def test_a_home_has_at_most_one_room_more_than_people_and_a_large_one_has_people_enough(
    rooms: int | None, persons: int, size: str, least: str | None
) -> None:
    found = results(EVERYTHING, replace(FITTING, persons=persons), Home(rooms, DUE))
    assert (found["size"], found.get("persons_least")) == (size, least)


def test_the_size_is_told_with_its_arithmetic() -> None:
    alone = replace(FITTING, persons=1)
    assert words("size", EVERYTHING, alone) == "1 person: 2 rooms at most; this home has 4"
    assert words("persons_least", EVERYTHING, alone) == "1 person; a home of 4 rooms is for 2 at least"
    assert words("size", EVERYTHING, alone, Home(None, DUE)) == (
        "1 person: 2 rooms at most; how many rooms this home has is not known"
    )


@pytest.mark.parametrize(
    ("least", "most", "rooms", "result"),
    [
        (3, None, 3, "met"),
        (3, None, 2, "failed"),
        (None, 3, 3, "met"),
        (None, 3, 4, "failed"),
        (2, 3, 4, "failed"),
        (2, 3, 2, "met"),
        (2, 3, None, "unknown"),
    ],
)
def test_a_wish_for_rooms_is_held_against_the_home(
    least: int | None, most: int | None, rooms: int | None, result: str
) -> None:
    wishing = replace(FITTING, rooms_least=least, rooms_most=most)
    assert results(NOTHING, wishing, Home(rooms, DUE)) == {"rooms_wish": result}


def test_a_wish_is_told_as_what_was_asked_for() -> None:
    assert words("rooms_wish", NOTHING, FITTING, Home(2, DUE)) == "asked for 3 to 4 rooms; this home has 2"
    assert words("rooms_wish", NOTHING, replace(FITTING, rooms_most=None), Home(2, DUE)) == (
        "asked for 3 rooms or more; this home has 2"
    )
    assert words("rooms_wish", NOTHING, replace(FITTING, rooms_least=None, rooms_most=1), Home(2, DUE)) == (
        "asked for 1 room at most; this home has 2"
    )


@pytest.mark.parametrize(
    ("change", "criterion", "told"),
    [
        ({"fee_paid_on": None}, "fee", "the fee was not paid"),
        (
            {"owner_registered": False},
            "owner_registration",
            "not registered with the corporation, as far as was entered",
        ),
        ({"activities": 5}, "activities", "joined 5 activities; 6 are asked"),
        ({"waiting_place": None}, "waiting_list", "not on the waiting list"),
        ({"met_on": None}, "acquaintance", "the group has not met them; 84 days are asked"),
    ],
)
def test_what_is_missing_fails_one_criterion_and_no_other(change: dict[str, object], criterion: str, told: str) -> None:
    short = replace(FITTING, **change)  # pyright: ignore[reportArgumentType]
    assert results(EVERYTHING, short) == {**dict.fromkeys(CRITERIA, "met"), criterion: "failed"}
    assert words(criterion, EVERYTHING, short) == told


def test_who_lives_here_is_held_against_the_home_and_the_corporation_only() -> None:
    inside = Applicant("internal", 3, owner_registered=False)
    assert results(EVERYTHING, inside) == {"size": "met", "persons_least": "met", "owner_registration": "failed"}


@pytest.mark.parametrize(("choice", "invites"), [("list", "all"), ("vote", "list")])
def test_newcomers_come_from_the_waiting_list_where_that_decides(choice: str, invites: str) -> None:
    listed = replace(NOTHING, choice=choice, invites=invites)
    assert by_list(listed)
    assert results(listed, Applicant("pool", 1)) == {"waiting_list": "failed"}
    assert not by_list(NOTHING)


# -- the acquaintance ----------------------------------------------------------------------------------------------


def found(met_on: date | None, decided_on: date | None, days: int | None = 84) -> Finding | None:
    return acquaintance(replace(NOTHING, acquaintance_days=days), decided_on, met_on, TODAY)


@pytest.mark.parametrize(
    ("met_on", "decided_on", "result"),
    [
        (date(2026, 11, 1), date(2027, 1, 24), "met"),
        (date(2026, 11, 1), date(2027, 1, 23), "failed"),
        (None, DUE, "failed"),
        (TODAY + timedelta(days=1), DUE, "failed"),
        # The decision was due, and was not taken: it is taken today at the earliest.
        (TODAY - timedelta(days=84), date(2026, 6, 1), "met"),
        (TODAY - timedelta(days=83), date(2026, 6, 1), "failed"),
        (TODAY - timedelta(days=84), None, "met"),
        (TODAY - timedelta(days=83), None, "unknown"),
    ],
)
def test_the_acquaintance_is_counted_to_the_day_the_decision_is_due(
    met_on: date | None, decided_on: date | None, result: str
) -> None:
    one = found(met_on, decided_on)
    assert one is not None
    assert one.result == result


def test_the_acquaintance_tells_from_which_day_it_is_long_enough() -> None:
    one = found(date(2026, 11, 1), date(2027, 1, 23))
    assert one is not None
    assert one.words == (
        "met on 1 November 2026, 84 days are asked: long enough from 24 January 2027; "
        "the decision is due on 23 January 2027"
    )
    open_ended = found(date(2026, 11, 1), None)
    assert open_ended is not None
    assert open_ended.words.endswith("but the day of the decision is not known")


@pytest.mark.parametrize("days", [None, 0])
def test_no_acquaintance_is_no_criterion(days: int | None) -> None:
    assert found(None, DUE, days) is None


@given(st.integers(0, 400), st.integers(1, 200), st.integers(-100, 400))
def test_who_is_known_long_enough_for_a_day_is_so_for_every_later_one(ago: int, days: int, ahead: int) -> None:
    met_on, decided_on = TODAY - timedelta(days=ago), TODAY + timedelta(days=ahead)
    first, later = found(met_on, decided_on, days), found(met_on, decided_on + timedelta(days=1), days)
    assert first is not None
    assert later is not None
    assert (first.result, later.result) != ("met", "failed")
    assert (first.result == "met") == (ago + max(ahead, 0) >= days)


# -- how somebody stands -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "overridden", "standing"),
    [
        ((), False, "fits"),
        (("met", "met"), False, "fits"),
        (("met",), True, "fits"),
        (("met", "failed", "unknown"), False, "fails"),
        (("failed",), True, "overridden"),
        (("unknown", "met"), False, "unknown"),
        (("unknown",), True, "overridden"),
    ],
)
def test_one_failure_is_enough_and_an_exception_says_nothing_of_who_fits(
    found: tuple[str, ...], overridden: bool, standing: str
) -> None:
    assert standing_of(found, overridden=overridden) == standing


@given(st.lists(st.sampled_from(list(RESULTS))), st.booleans())
def test_a_standing_has_a_word_and_the_order_of_the_criteria_does_not_matter(
    found: list[str], overridden: bool
) -> None:
    standing = standing_of(found, overridden=overridden)
    assert standing in STANDINGS
    assert standing == standing_of(reversed(found), overridden=overridden)
    assert standing_of([*found, "failed"], overridden=overridden) in ("fails", "overridden")


def test_every_criterion_names_who_asks_it() -> None:
    assert rule_words("size", EVERYTHING) == "Committee, from 1 January 2026 (house rules 4)"
    assert rule_words("fee", NOTHING) == "Committee, from 1 January 2026"
    assert rule_words("rooms_wish", EVERYTHING) == "what the candidate asked for"


def test_a_recusal_names_the_file_and_the_law_and_neither_candidate_nor_tie() -> None:
    assert recusal_reason("T-2026-01") == "an interest of their own in file T-2026-01 (BW 2:12)"
    assert set(BEARS_ON_NOBODY) < set(CANDIDACY_OUTCOMES)


# -- whose turn it is ----------------------------------------------------------------------------------------------


def turn(number: int, place: int | None, *, internal: bool = False, fits: bool = True, invited: bool = False) -> Turn:
    return Turn(number, f"K-{number:04d}", internal, place, fits, invited)


def test_who_lives_here_comes_first_then_the_list_then_who_has_no_place() -> None:
    turns = [turn(1, None), turn(2, 2), turn(3, 1), turn(4, 7, internal=True), turn(5, None, internal=True)]
    assert [one.candidacy_id for one in in_order(turns)] == [4, 5, 3, 2, 1]


def test_who_fits_and_waits_longer_is_invited_first() -> None:
    turns = [turn(1, 1, invited=True), turn(2, 2, fits=False), turn(3, 3), turn(4, 4)]
    assert before_in_turn(turns, 3) == ()
    assert [one.number for one in before_in_turn(turns, 4)] == ["K-0003"]


places = st.lists(
    st.builds(
        turn,
        st.integers(1, 10_000),
        st.one_of(st.none(), st.integers(1, 20)),
        internal=st.booleans(),
        fits=st.booleans(),
        invited=st.booleans(),
    ),
    unique_by=lambda one: one.candidacy_id,
    max_size=8,
)


@given(places)
def test_as_long_as_somebody_who_fits_waits_it_is_exactly_one_person_s_turn(turns: list[Turn]) -> None:
    waiting = [one for one in turns if one.fits and not one.invited]
    at_turn = [one for one in waiting if not before_in_turn(turns, one.candidacy_id)]
    assert len(at_turn) == min(len(waiting), 1)


def test_who_lives_here_has_as_long_to_answer_as_the_procedure_gives() -> None:
    asked_on = date(2026, 11, 1)
    assert internal_until(replace(NOTHING, internal_first=True, internal_days=14), asked_on) == date(2026, 11, 15)
    assert internal_until(replace(NOTHING, internal_first=True), asked_on) is None
    assert internal_until(replace(NOTHING, internal_days=14), asked_on) is None

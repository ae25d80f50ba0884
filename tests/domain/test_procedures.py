"""A procedure tells in plain sentences how the group chooses its neighbours, and holds from a day on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin import i18n
from coopadmin.domain.procedures import (
    READY_MADE,
    STATES,
    WHO,
    Procedure,
    choice_words,
    committee_words,
    decision_words,
    describe,
    persons_least,
    state_on,
    term_words,
    version_words,
)
from coopadmin.domain.procedures_sizes import read_sizes, sizes_text, wrong_sizes
from coopadmin.domain.voting import Count, Rule, count_votes

PLAIN = Procedure(
    1, "Committee", date(2026, 1, 1), screened_by="committee", decided_by="general", rule=Rule("three-quarters")
)


def _told(**asked: object) -> str:
    return "\n".join(describe(replace(PLAIN, **asked)))


def test_a_version_is_called_by_its_name_and_its_day() -> None:
    assert version_words(PLAIN) == "Committee, from 1 January 2026"


def test_what_is_not_asked_is_not_said() -> None:
    assert describe(replace(PLAIN, internal_first=False)) == (
        "The committee holds the candidates against the hard criteria.",
        "The general meeting decides.",
        "Everybody who fits is invited.",
        "Votes on a candidate: three quarters of the votes cast; no quorum; blank votes do not count.",
        "1 candidate at a time is nominated to the corporation.",
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"internal_first": True}, "Who lives here already is asked first."),
        ({"internal_days": 14}, "asked first, and has 2 weeks (14 days) to answer."),
        ({"size_extra": 0}, "A home has no more rooms than the household has people."),
        ({"size_extra": 1}, "at most 1 room more than the household has people."),
        ({"size_extra": 2}, "at most 2 rooms more than the household has people."),
        ({"sizes": ((4, 2), (5, 3))}, "A home of 5 rooms is for 3 people at least."),
        ({"acquaintance_days": 84}, "known a candidate for 12 weeks (84 days) at least."),
        ({"activities_least": 6}, "A candidate has joined at least 6 activities."),
        ({"fee_required": True}, "The fee for the waiting list has been paid."),
        ({"owner_registration": True}, "A candidate is registered with the corporation."),
        ({"interview_residents": 2}, "At least 2 residents take part in an interview."),
        ({"invites": "list"}, "Candidates are invited in the order of the waiting list."),
        ({"choice": "list"}, "nobody votes on a person."),
        ({"reply_days": 7}, "Who is invited has 7 days to answer."),
        ({"refusals_most": 3}, "After 3 refusals a candidate goes to the bottom of the waiting list."),
        ({"procedure_check": True}, "A meeting then votes on the way it went, never on the person."),
        ({"ratification": True}, "The general meeting has the last word."),
        ({"nominees": 2}, "At most 2 candidates at a time are nominated to the corporation."),
        (
            {"admissions": 2, "second_after_days": 182},
            "after 26 weeks (182 days) at the earliest a second vote follows.",
        ),
        ({"committee_least": 3, "committee_most": 7}, "The committee: 3 to 7 people."),
        ({"rule": Rule("simple", quorum=Fraction(1, 2))}, "more than half of the votes cast; quorum half"),
    ],
)
def test_what_is_asked_is_said_in_a_sentence(asked: dict[str, object], said: str) -> None:
    assert said not in _told(internal_first=False)
    assert said in _told(**asked)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, ""),
        ({"committee_least": 3}, "at least 3 people"),
        ({"committee_most": 1}, "at most 1 person"),
        ({"committee_least": 3, "committee_most": 7, "board_excluded": True}, "3 to 7 people, nobody of the board"),
    ],
)
def test_the_committee_is_told_in_a_few_words(asked: dict[str, object], words: str) -> None:
    assert committee_words(replace(PLAIN, **asked)) == words


@pytest.mark.parametrize(
    ("days", "words"), [(0, "0 days"), (1, "1 day"), (7, "7 days"), (14, "2 weeks (14 days)"), (30, "30 days")]
)
def test_a_term_is_said_in_weeks_where_it_is_weeks(days: int, words: str) -> None:
    assert term_words(days) == words


def test_how_one_is_chosen_is_the_majority_or_the_list() -> None:
    listed = replace(PLAIN, choice="list")
    assert choice_words(PLAIN) == "three quarters of the votes cast"
    assert decision_words(PLAIN).startswith("three quarters of the votes cast; no quorum")
    assert choice_words(listed) == decision_words(listed) == "first on the waiting list"


@pytest.mark.parametrize("who", WHO)
def test_whoever_screens_or_decides_is_named(who: str) -> None:
    said = describe(replace(PLAIN, screened_by=who, decided_by=who))
    assert said[0].lower().startswith(f"the {WHO[who]} holds")
    assert said[1].lower() == f"the {WHO[who]} decides."


# -- on a day ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("valid_from", "ended_on", "newest", "on", "state"),
    [
        (date(2026, 1, 1), None, date(2026, 1, 1), date(2026, 1, 1), "in_force"),
        (date(2026, 1, 1), None, date(2026, 1, 1), date(2025, 12, 31), "to_come"),
        (date(2026, 1, 1), None, date(2026, 6, 1), date(2026, 6, 1), "earlier"),
        (date(2026, 1, 1), date(2026, 5, 31), date(2026, 1, 1), date(2026, 5, 31), "in_force"),
        (date(2026, 1, 1), date(2026, 5, 31), date(2026, 1, 1), date(2026, 6, 1), "ended"),
        (date(2026, 1, 1), date(2026, 5, 31), date(2026, 6, 1), date(2026, 7, 1), "earlier"),
    ],
)
def test_a_version_holds_from_its_day_until_the_next_or_its_end(
    valid_from: date, ended_on: date | None, newest: date, on: date, state: str
) -> None:
    assert state_on(replace(PLAIN, valid_from=valid_from, ended_on=ended_on), newest, on) == state
    assert state in STATES


# -- rooms and people ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rooms", "persons"), [(None, None), (3, None), (4, 2), (5, 3), (6, 4), (9, 4)])
def test_a_home_is_for_as_many_people_as_the_table_says(rooms: int | None, persons: int | None) -> None:
    assert persons_least(replace(PLAIN, sizes=((4, 2), (5, 3), (6, 4))), rooms) == persons


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("", ()),
        ("4: 2", ((4, 2),)),
        (" 5=3 ; 4:2, ", ((4, 2), (5, 3))),
        ("4 : 2\n5 : 2", ((4, 2), (5, 2))),
    ],
)
def test_rooms_and_people_are_read_as_they_are_typed(text: str, sizes: tuple[tuple[int, int], ...]) -> None:
    assert read_sizes(text) == sizes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4", "“4” is not rooms and people"),
        ("4: two", "“4: two” is not rooms and people"),
        ("4: 2: 3", "write it like 4: 2, 5: 3"),
        ("-4: 2", "is not rooms and people"),
        ("4: 0", "counted from one"),
        ("0: 1", "counted from one"),
        ("4: 2, 4: 3", "a home of 4 rooms stands here twice"),
        ("4: 3, 5: 2", "a home of 5 rooms cannot be for fewer people than a smaller one"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        read_sizes(text)


@given(
    st.dictionaries(st.integers(1, 20), st.integers(0, 3), max_size=6).map(
        lambda steps: tuple(
            (rooms, 1 + sum(step for smaller, step in steps.items() if smaller <= rooms)) for rooms in sorted(steps)
        )
    )
)
def test_what_is_written_is_read_back(sizes: tuple[tuple[int, int], ...]) -> None:
    assert wrong_sizes(sizes) == ""
    assert read_sizes(sizes_text(sizes)) == sizes


# -- ready made ----------------------------------------------------------------------------------------------------


def test_there_are_three_to_begin_with_and_they_differ_in_who_decides() -> None:
    assert [one.code for one in READY_MADE] == ["committee", "cluster", "list"]
    assert len({one.procedure.decided_by for one in READY_MADE}) == len(READY_MADE)


@pytest.mark.parametrize("code", [one.code for one in READY_MADE])
def test_a_ready_made_one_can_be_counted_by_and_told_without_a_group_or_a_law(code: str) -> None:
    ready = next(one for one in READY_MADE if one.code == code)
    assert count_votes(Count(entitled=6, present=6, votes_for=5, votes_against=1), ready.procedure.rule).valid
    assert not wrong_sizes(ready.procedure.sizes)
    assert "put your own article here" in ready.procedure.source
    for language in ("en", "nl"):
        i18n.use(language)
        assert all(line.endswith(".") for line in describe(ready.procedure))

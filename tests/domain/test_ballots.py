"""Who gave which vote: choices by name, proxies that follow their holder, and who has no vote at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.ballots import (
    CHOICES,
    OBJECTION_STATUSES,
    People,
    no_voice,
    people,
    settlement_problem,
    spread,
    tally,
    wrong_choices,
)
from coopadmin.domain.voting import Count, Rule, count_votes


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person on a roll."""

    person_id: int
    standing: str = "present"
    holder_id: int | None = None
    number: str = ""


ROLL = (
    Somebody(1),
    Somebody(2),
    Somebody(3, "represented", 1),
    Somebody(4, "represented", 2),
    Somebody(5, "recused", number="05"),
    Somebody(6, "absent", number="06"),
)

rolls = st.lists(
    st.tuples(st.sampled_from(["present", "represented", "recused", "absent"]), st.integers(1, 12)),
    min_size=1,
    max_size=12,
).map(
    lambda rows: tuple(
        Somebody(place, standing, holder if standing == "represented" else None)
        for place, (standing, holder) in enumerate(rows, 1)
    )
)
choices = st.dictionaries(st.integers(1, 12), st.sampled_from(["", *CHOICES]), max_size=12)


def test_a_roll_in_numbers() -> None:
    assert people(ROLL) == People(entitled=6, present=2, proxies=2, recused=1)


@pytest.mark.parametrize(
    ("chosen", "votes"),
    [
        ({}, {}),
        ({1: "for"}, {1: "for", 3: "for"}),
        ({1: "for", 3: "against"}, {1: "for", 3: "against"}),
        ({1: "for", 3: ""}, {1: "for"}),
        ({3: "blank"}, {3: "blank"}),
        ({1: "", 2: "against"}, {2: "against", 4: "against"}),
        ({5: "for", 6: "for"}, {}),
    ],
)
def test_who_is_represented_follows_the_holder_unless_a_choice_was_given(
    chosen: dict[int, str], votes: dict[int, str]
) -> None:
    assert spread(ROLL, chosen) == votes


def test_choices_are_counted_under_the_names_of_a_count() -> None:
    assert tally({1: "for", 2: "against", 3: "for", 4: "blank"}) == {
        "votes_for": 2,
        "votes_against": 1,
        "votes_blank": 1,
    }


def test_who_has_no_vote_is_named_by_number() -> None:
    assert wrong_choices(ROLL, {1: "for", 5: "for", 6: "against", 7: "for", 2: "maybe"}) == [
        "member 05 stands aside in this item",
        "member 06 is neither present nor represented",
        "number 7 in the store may not vote on this",
        "member P2: “maybe” is no vote; choose for, against or blank",
    ]
    assert wrong_choices(ROLL, {5: "", 6: "", 3: "for"}) == []
    assert no_voice(ROLL[0]) == ""


@given(rolls, choices)
def test_there_are_never_more_votes_than_people_there(roll: Sequence[Somebody], chosen: dict[int, str]) -> None:
    there = people(roll)
    numbers = tally(spread(roll, chosen))
    assert sum(numbers.values()) <= there.present + there.proxies
    count_votes(Count(there.entitled, there.present, there.proxies, recused=there.recused, **numbers), Rule("simple"))


@given(rolls, choices)
def test_who_is_recused_or_absent_never_changes_a_count(roll: Sequence[Somebody], chosen: dict[int, str]) -> None:
    out = {one.person_id for one in roll if one.standing in ("recused", "absent")}
    followed = {one.holder_id for one in roll if one.holder_id is not None}
    without = {person_id: choice for person_id, choice in chosen.items() if person_id not in out - followed}
    assert spread(roll, chosen) == spread(roll, without)
    assert out.isdisjoint(spread(roll, chosen))


@given(rolls, choices)
def test_one_person_has_one_vote(roll: Sequence[Somebody], chosen: dict[int, str]) -> None:
    votes = spread(roll, chosen)
    assert set(votes) <= {one.person_id for one in roll}
    assert all(chosen[person_id] == vote for person_id, vote in votes.items() if person_id in chosen)


@pytest.mark.parametrize("status", OBJECTION_STATUSES)
def test_an_objection_is_settled_with_words_where_somebody_may_ask(status: str) -> None:
    wrong = settlement_problem(status, "")
    assert (wrong[0] if wrong else "") == ("answer" if status in ("integrated", "not_weighty") else "")
    assert settlement_problem(status, "Because.") is None
    assert settlement_problem("gone", "Because.") == ("status", "choose what became of the objection")

"""The order in which candidates have their turn: by the votes, by the group where those stand equal, or by the list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from db.queries.allocation import facts
from db.queries.allocation_proof import proof
from db.queries.choosing import order_by_votes
from db.queries.screening import candidates
from db.store import Store
from db.tables.allocation import Candidacy, Nomination
from tests.choosing_made import (
    Case,
    add_row,
    by_committee,
    by_list,
    call,
    choose,
    chosen,
    count,
    fix,
    item_of,
    open_meeting,
    plan,
    set_columns,
    set_procedure,
)
from tests.conftest import Furnish


@pytest.fixture
def case(furnish: Furnish) -> Case:
    """Put a file in the store that the committee decides on by two thirds."""
    return furnish(by_committee)


@pytest.fixture
def listed(furnish: Furnish) -> Case:
    """Put a file in the store where the waiting list gives the order."""
    return furnish(by_list)


# -- the order -----------------------------------------------------------------------------------------------------


def test_the_votes_give_the_order(store: Store, case: Case) -> None:
    choose(store, case, (4, 1, 0), (5, 0, 0))
    assert chosen(store, case) == []
    told = fix(store, case)
    assert told == (
        "K-0002: 5 for, 0 against, of 5 who could vote",
        "K-0001: 4 for, 1 against, of 5 who could vote",
    )
    assert chosen(store, case) == [1, 0]


def test_equal_votes_are_said_and_the_group_decides(store: Store, case: Case) -> None:
    choose(store, case, (4, 1, 0), (4, 1, 0))
    with pytest.raises(Invalid, match="K-0001, K-0002 stand equal"):
        fix(store, case)
    with pytest.raises(Invalid, match="K-0001, K-0002 stand equal; say how their order came about"):
        fix(store, case, {0: 2, 1: 1})
    told = fix(store, case, {0: 2, 1: 1}, reason="the lot was drawn")
    assert told[-1] == "K-0001, K-0002 stand equal: the count gives no order between them, the group does."
    assert chosen(store, case) == [1, 0]
    assert note_of(store, case) == "20 November 2026: order fixed. the lot was drawn"


def note_of(store: Store, case: Case) -> str:
    """Read the note of the file."""
    return store.read(facts, case.file_id).note


def test_another_order_than_the_votes_needs_a_reason_without_a_citizen_number(store: Store, case: Case) -> None:
    choose(store, case, (4, 1, 0), (5, 0, 0))
    with pytest.raises(Invalid, match="K-0002 had more votes than K-0001; say why K-0001 comes first"):
        fix(store, case, {0: 1, 1: 2})
    with pytest.raises(Invalid) as refusal:
        fix(store, case, {0: 1, 1: 2}, reason="123456782")
    assert refusal.value.problems[0].field == "reason"
    fix(store, case, {0: 1, 1: 2}, reason="The home has three rooms, and they are two.")
    assert chosen(store, case) == [0, 1]


@pytest.mark.parametrize(
    ("counts", "equals", "turned"),
    [
        (((4, 1, 0), (4, 1, 0)), (("K-0001", "K-0002"),), ()),
        (((4, 1, 0), (5, 0, 0)), (), (("K-0001", "K-0002"),)),
        (((5, 0, 0), (4, 1, 0)), (), ()),
    ],
)
def test_the_proof_tells_an_order_that_the_votes_did_not_give_and_not_why(
    store: Store, case: Case, counts: tuple[Any, ...], equals: tuple[Any, ...], turned: tuple[Any, ...]
) -> None:
    choose(store, case, *counts)
    assert store.read(proof, case.file_id).equals == ()
    fix(store, case, {0: 1, 1: 2}, reason="the lot was drawn")
    found = store.read(proof, case.file_id)
    assert (found.equals, found.turned) == (equals, turned)
    assert "lot was drawn" not in str(found)
    out = {"outcome": "withdrew", "outcome_on": date(2026, 11, 20)}
    store.do(set_columns, model=Candidacy, row_id=case.candidacies[0], **out)
    found = store.read(proof, case.file_id)
    assert (found.equals, found.turned) == (equals, turned)


@pytest.mark.parametrize(
    ("ranks", "sentence"),
    [
        ({0: 1}, "say which place K-0002 has"),
        ({0: 1, 1: 1}, "two have the same place"),
        ({0: 1, 1: 2, 2: 3}, "only who was chosen"),
        ({0: 0, 1: 1}, "number them from 1 on"),
        ({0: 22, 1: 1}, "place 2 is missing"),
    ],
)
def test_an_order_has_everybody_who_was_chosen_once(
    store: Store, case: Case, ranks: dict[int, int], sentence: str
) -> None:
    choose(store, case, (4, 1, 0), (4, 1, 0))
    with pytest.raises(Invalid, match=sentence):
        fix(store, case, ranks)


def test_an_order_is_fixed_after_the_choice_and_not_ahead_of_time(store: Store, case: Case) -> None:
    with pytest.raises(Refused, match="Nobody was chosen"):
        fix(store, case)
    with pytest.raises(Invalid, match="still to come"):
        fix(store, case, ranked_on=date(2026, 11, 21))
    with pytest.raises(Invalid, match="opened on 1 October 2026"):
        fix(store, case, ranked_on=date(2026, 9, 30))


def test_a_nominee_keeps_their_place(store: Store, case: Case) -> None:
    choose(store, case, (4, 1, 0), (4, 1, 0))
    fix(store, case, {0: 1, 1: 2}, reason="by lot")
    store.do(add_row, row=Nomination(candidacy_id=case.candidacies[0]))
    with pytest.raises(Refused, match="K-0001 was nominated from place 1, and keeps it"):
        fix(store, case, {0: 2, 1: 1}, reason="by lot")
    with pytest.raises(Invalid, match="place 2 is missing"):
        fix(store, case, {0: 1, 1: 3}, reason="by lot")
    fix(store, case, {0: 1, 1: 2}, reason="by lot")
    assert chosen(store, case) == [0, 1]
    # Who was nominated and dropped out keeps the first place: the other stays second.
    store.do(
        set_columns, model=Candidacy, row_id=case.candidacies[0], outcome="withdrew", outcome_on=date(2026, 11, 20)
    )
    fix(store, case, {1: 2})
    fix(store, case)
    assert [one.rank for one in ranks_of(store, case)] == [1, 2, None]


def test_who_was_not_ratified_has_no_place_in_the_order(store: Store, case: Case) -> None:
    set_procedure(store, ratification=True)
    choose(store, case, (5, 0, 0), (4, 1, 0))
    fix(store, case)
    meeting = plan(store)
    call(store, case, 0, 1, kind="ratification", meeting_id=meeting, starts_at="")
    open_meeting(store, meeting, case.people, "2026-11-15T20:00")
    for place, votes in enumerate([(0, 7, 0), (7, 0, 0)]):
        count(store, item_of(store, case, "ratification", place).item_id, votes, at="2026-11-15T20:10")
    assert chosen(store, case) == [1]
    assert [one.number for one in store.read(order_by_votes, case.file_id)] == ["K-0002"]
    fix(store, case)
    assert [one.rank for one in ranks_of(store, case)] == [None, 1, None]
    set_procedure(store, ratification=False)
    assert [one.number for one in store.read(order_by_votes, case.file_id)] == ["K-0001", "K-0002"]


def test_the_waiting_list_gives_its_order_and_takes_no_other(store: Store, listed: Case) -> None:
    # K-0003 fails the size rule; K-0002 stands before K-0001.
    told = fix(store, listed)
    assert told == ("K-0002: on the list by 08 Feb 2024", "K-0001: on the list by 09 Feb 2024")
    assert chosen(store, listed) == [1, 0]
    with pytest.raises(Refused, match="By Lijst, from 1 January 2026 the waiting list gives the order: K-0002, K-0001"):
        fix(store, listed, {0: 1, 1: 2})
    fix(store, listed, {0: 2, 1: 1})


def test_who_lives_here_comes_before_the_list_and_a_refusal_leaves_it(store: Store, listed: Case) -> None:
    store.do(set_columns, model=Candidacy, row_id=listed.candidacies[0], origin="internal")
    assert fix(store, listed)[0] == "K-0001: lives here, so first; on the list by 09 Feb 2024"
    store.do(add_row, row=Nomination(candidacy_id=listed.candidacies[0]))
    store.do(set_columns, model=Candidacy, row_id=listed.candidacies[0], answer="no", answered_on=date(2026, 10, 9))
    fix(store, listed)
    # The place of a nominee is not given to another.
    assert [one.rank for one in ranks_of(store, listed)] == [1, 2, None]


def ranks_of(store: Store, case: Case) -> list[Any]:
    """Read the candidates of the file by number."""
    return sorted(store.read(candidates, case.file_id), key=lambda one: one.number)


def test_nobody_on_the_list_who_fits_is_said(store: Store, listed: Case) -> None:
    for candidacy in listed.candidacies:
        store.do(set_columns, model=Candidacy, row_id=candidacy, screened_on=None)
    with pytest.raises(Refused, match="No candidate of this file fits"):
        fix(store, listed)


def test_the_check_of_an_order_by_the_list_comes_after_it(store: Store, listed: Case) -> None:
    set_procedure(store, procedure_check=True)
    with pytest.raises(Refused, match="was not fixed yet"):
        call(store, listed, kind="procedure_check")
    fix(store, listed)
    assert chosen(store, listed) == []
    meeting = call(store, listed, kind="procedure_check")
    open_meeting(store, meeting, listed.people)
    count(store, item_of(store, listed, "procedure_check").item_id, (7, 0, 0))
    assert chosen(store, listed) == [1, 0]

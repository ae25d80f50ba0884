"""A committee, a cluster or the waiting list chooses a neighbour: what is put to the vote, counted and ordered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.domain.screening import is_recusal_reason
from coopadmin.errors import Invalid, Refused
from coopadmin.services import agenda, attendance, choosing, undo, voting
from db.queries import agenda as agendas
from db.queries import attendance as rooms
from db.queries import attendance_lists, decisions, journal
from db.queries import choosing as queries
from db.queries import meetings as meeting_queries
from db.queries.base import Listing
from db.store import Store
from db.tables.allocation import AllocationFile, Candidacy, DeclaredInterest, Interview
from db.tables.candidates import PoolPlace
from db.tables.decisions import Decision
from db.tables.meetings import Recusal
from tests.choosing_made import (
    EVENING,
    TODAY,
    Case,
    add_row,
    aside,
    by_committee,
    by_list,
    call,
    choose,
    chosen,
    count,
    declare,
    fix,
    item_of,
    motion_of,
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


# -- by a committee on its own -------------------------------------------------------------------------------------


def test_a_committee_chooses_on_its_own_with_one_standing_aside(store: Store, case: Case) -> None:
    declare(store, case, person=0, candidacy=0)
    meeting = call(store, case, 0, 1)
    record = store.read(meeting_queries.record, meeting)
    assert record is not None
    assert (record.body, record.title) == ("committee", "Home A12: choice of a candidate")
    items = store.read(agendas.agenda, meeting)
    assert [one.title for one in items] == [
        "K-0001 for home A12: choice of a candidate",
        "K-0002 for home A12: choice of a candidate",
    ]
    assert {one.majority for one in items} == {
        "two thirds of the votes cast; quorum three fifths; blank votes do not count · procedure Commissie, "
        "from 1 January 2026 (house rules, article 8)"
    }
    first, second = items[0].item_id, items[1].item_id
    assert (aside(store, first), aside(store, second)) == ([case.people[0]], [])
    open_meeting(store, meeting, case.people[:5])
    counted = count(store, first, (3, 1, 0))
    assert counted.declared == "carried"
    assert (counted.outcome.votes_cast, counted.outcome.quorum_needed) == (4, 3)
    assert count(store, second, (2, 3, 0)).declared == "rejected"
    choice = item_of(store, case, "choice", 0)
    assert (choice.outcome, choice.number, choice.decision_number) == ("carried", "K-0001", "B-2026-01")
    assert choice.sentence == counted.outcome.sentence
    assert chosen(store, case) == [0]


def test_the_register_of_decisions_has_the_home_and_the_number_and_no_name(store: Store, case: Case) -> None:
    choose(store, case, (5, 0, 0))
    decision_id = item_of(store, case, "choice", 0).decision_id
    assert decision_id is not None
    record = store.read(decisions.record, decision_id)
    assert record is not None
    assert (record.kind, record.dwelling_id, record.candidate) == ("self_allocation", case.home_id, "K-0001")
    assert record.text == "Home A12: nominate candidate K-0001."
    assert record.subject == "K-0001 for home A12: choice of a candidate"
    lines = store.read(journal.page, Listing()).rows
    assert not any("Zoeker" in str(line) for line in lines)


def test_the_room_counts_the_quorum_of_the_procedure(store: Store, case: Case) -> None:
    meeting = call(store, case, 0)
    item = item_of(store, case, "choice", 0).item_id
    open_meeting(store, meeting, case.people[:2])
    room = store.read(rooms.room, meeting, item)
    assert (room.quorum_needed, room.short) == (3, 1)
    assert room.rule.source.startswith("procedure Commissie, from 1 January 2026")
    assert count(store, item, (2, 0, 0)).declared == "no_quorum"
    assert chosen(store, case) == []
    assert item_of(store, case, "choice", 0).waits


def test_other_items_of_that_meeting_keep_the_meetings_own_rule(store: Store, case: Case) -> None:
    meeting = call(store, case, 0)
    item = store.do(
        agenda.add_item, meeting_id=meeting, title="x", kind="decision", decision_kind="self_allocation"
    ).result
    assert store.read(queries.rule_of_item, item) is None
    assert store.read(rooms.room, meeting, item).rule.rule.method == "simple"


def test_a_corrected_count_takes_the_choice_back(store: Store, case: Case) -> None:
    choose(store, case, (4, 1, 0))
    before = item_of(store, case, "choice", 0)
    assert chosen(store, case) == [0]
    count(store, before.item_id, (3, 2, 0), replaces_id=before.vote_id, reason="counted twice")
    after = item_of(store, case, "choice", 0)
    assert (after.outcome, after.decision_number, after.order) == ("rejected", before.decision_number, before.order)
    assert len(store.read(queries.choices, case.file_id)) == 1
    assert chosen(store, case) == []


def test_a_decision_that_was_withdrawn_chooses_nobody(store: Store, case: Case) -> None:
    choose(store, case, (5, 0, 0))
    decision_id = item_of(store, case, "choice", 0).decision_id
    store.do(set_columns, model=Decision, row_id=decision_id or 0, outcome="withdrawn")
    assert chosen(store, case) == []


def test_a_candidate_who_withdrew_has_no_turn(store: Store, case: Case) -> None:
    choose(store, case, (5, 0, 0), (4, 1, 0))
    fix(store, case)
    assert chosen(store, case) == [0, 1]
    store.do(
        set_columns, model=Candidacy, row_id=case.candidacies[0], outcome="withdrew", outcome_on=date(2026, 11, 12)
    )
    assert chosen(store, case) == [1]


def test_the_vote_can_be_put_on_a_meeting_that_is_planned(store: Store, case: Case) -> None:
    planned = plan(store, "committee", group_id=case.group_id)
    assert call(store, case, 0, meeting_id=planned) == planned
    with pytest.raises(Invalid, match="this is for: Woningcommissie"):
        call(store, case, 1, meeting_id=plan(store, "general"))


def test_an_interest_declared_later_stands_aside_too(store: Store, case: Case) -> None:
    meeting = call(store, case, 0, 1)
    declare(store, case, person=2, candidacy=None)
    # Member 07 has no vote in the committee, so there is nothing to leave.
    declare(store, case, person=6, candidacy=0)
    assert store.do(choosing.let_stand_aside, file_id=case.file_id).result == 2
    assert store.do(choosing.let_stand_aside, file_id=case.file_id).result == 0
    assert aside(store, item_of(store, case, "choice", 1).item_id) == [case.people[2]]
    assert meeting


def test_an_interest_that_is_withdrawn_lets_them_take_part_again(store: Store, case: Case) -> None:
    declare(store, case, person=2, candidacy=None)
    call(store, case, 0)
    item = item_of(store, case, "choice", 0).item_id
    store.do(attendance.recuse, item_id=item, person_id=case.people[3], reason="sold them a bicycle")
    assert aside(store, item) == [case.people[2], case.people[3]]
    # The secretary wrote it down in the other language.
    number = next(
        one.recusal_id for one in store.read(attendance_lists.recusals, item) if one.person_id == case.people[2]
    )
    written = "een eigen belang in dossier T-2026-01 (BW 2:12)"
    assert is_recusal_reason(written, "T-2026-01")
    store.do(set_columns, model=Recusal, row_id=number, reason=written)
    store.do(set_columns, model=DeclaredInterest, row_id=1, withdrawn=True)
    assert store.do(choosing.let_stand_aside, file_id=case.file_id).result == 0
    assert aside(store, item) == [case.people[3]]


def test_what_was_voted_on_keeps_who_stood_aside(store: Store, case: Case) -> None:
    declare(store, case, person=2, candidacy=None)
    choose(store, case, (3, 1, 0))
    item = item_of(store, case, "choice", 0).item_id
    declare(store, case, person=3, candidacy=0)
    store.do(set_columns, model=DeclaredInterest, row_id=1, withdrawn=True)
    assert store.do(choosing.let_stand_aside, file_id=case.file_id).result == 0
    assert aside(store, item) == [case.people[2]]


def test_a_vote_that_lacked_the_quorum_is_held_again_by_who_has_no_interest(store: Store, case: Case) -> None:
    meeting = call(store, case, 0)
    item = item_of(store, case, "choice", 0).item_id
    open_meeting(store, meeting, case.people[:2])
    assert count(store, item, (2, 0, 0)).declared == "no_quorum"
    declare(store, case, person=1, candidacy=0)
    assert store.do(choosing.let_stand_aside, file_id=case.file_id).result == 1
    assert aside(store, item) == [case.people[1]]
    for person_id in case.people[2:5]:
        store.do(attendance.arrive, meeting_id=meeting, person_id=person_id, at="2026-11-10T20:10")
    assert count(store, item, (4, 0, 0), at="2026-11-10T20:15").declared == "carried"


def test_an_amendment_that_was_voted_on_leaves_the_vote_itself_to_come(store: Store, case: Case) -> None:
    meeting = call(store, case, 0)
    item = item_of(store, case, "choice", 0).item_id
    open_meeting(store, meeting, case.people[:5])
    main = motion_of(store, item).motion_id
    amendment = store.do(voting.put_motion, item_id=item, text="From January on.", amends_id=main).result
    store.do(voting.record_vote, motion_id=amendment, at=EVENING, votes_for=0, votes_against=5)
    declare(store, case, person=4, candidacy=0)
    assert store.do(choosing.let_stand_aside, file_id=case.file_id).result == 1
    assert aside(store, item) == [case.people[4]]


def test_the_motion_of_a_file_keeps_its_words_and_so_never_holds_a_name(store: Store, case: Case) -> None:
    call(store, case, 0)
    item = item_of(store, case, "choice", 0).item_id
    motion = motion_of(store, item).motion_id
    with pytest.raises(Refused, match="candidates go by their number, so the words of its motion stay"):
        store.do(voting.reword_motion, motion_id=motion, text="We take Zoeker1.")
    amendment = store.do(voting.put_motion, item_id=item, text="From January on.", amends_id=motion).result
    assert store.do(voting.reword_motion, motion_id=amendment, text="From February on.").result
    assert motion_of(store, item).text == "Home A12: nominate candidate K-0001."


def test_a_vote_is_called_off_and_its_meeting_with_it(store: Store, case: Case) -> None:
    declare(store, case, person=0, candidacy=0)
    meeting = call(store, case, 0, 1)
    for place in (0, 1):
        store.do(choosing.call_off_vote, item_id=item_of(store, case, "choice", place).item_id)
    assert store.read(queries.choices, case.file_id) == ()
    record = store.read(meeting_queries.record, meeting)
    assert record is not None
    assert (record.cancelled_on, record.cancel_reason) == (TODAY, "the vote was called off")
    # And called anew.
    assert call(store, case, 0) != meeting


def test_a_vote_that_was_held_is_not_called_off(store: Store, case: Case) -> None:
    choose(store, case, (5, 0, 0))
    with pytest.raises(Refused, match="was dealt with"):
        store.do(choosing.call_off_vote, item_id=item_of(store, case, "choice", 0).item_id)


def test_calling_a_vote_is_taken_back_whole(store: Store, case: Case) -> None:
    declare(store, case, person=0, candidacy=0)
    meeting = call(store, case, 0, 1)
    store.do(undo.undo)
    assert store.read(queries.choices, case.file_id) == ()
    assert store.read(meeting_queries.record, meeting) is None


def test_the_item_of_a_file_keeps_what_it_is_for_and_goes_with_its_link(store: Store, case: Case) -> None:
    call(store, case, 0)
    choice = item_of(store, case, "choice", 0)
    with pytest.raises(Invalid, match="of a vacancy file"):
        store.do(agenda.correct_item, item_id=choice.item_id, title="x", kind="discussion")
    store.do(voting.withdraw_motion, motion_id=motion_of(store, choice.item_id).motion_id, at=EVENING)
    assert store.read(queries.choices, case.file_id) == ()
    store.do(agenda.remove_item, item_id=choice.item_id)
    assert store.read(agendas.agenda, choice.meeting_id) == ()


# -- who may be put to the vote ------------------------------------------------------------------------------------


def test_who_fails_a_hard_criterion_is_not_put_to_the_vote(store: Store, case: Case) -> None:
    with pytest.raises(Refused, match="K-0003 does not meet the hard criteria of Commissie, from 1 January 2026"):
        call(store, case, 0, 2)
    store.do(
        set_columns,
        model=Candidacy,
        row_id=case.candidacies[2],
        overridden_on=date(2026, 10, 9),
        override_reason="a good one",
        invited_on=date(2026, 10, 10),
    )
    call(store, case, 0, 2)
    assert item_of(store, case, "choice", 2).waits


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"screened_on": None}, "K-0001 was not held against the hard criteria"),
        ({"answer": "no", "answered_on": date(2026, 10, 9)}, "K-0001 answered the invitation with no"),
        (
            {"outcome": "withdrew", "outcome_on": date(2026, 10, 9)},
            "out of the choice since 9 October 2026: withdrew",
        ),
        ({"invited_on": None}, r"candidates are invited before the vote \(everybody who fits\), and K-0001 was not"),
    ],
)
def test_who_is_not_in_the_running_is_not_put_to_the_vote(
    store: Store, case: Case, values: dict[str, Any], sentence: str
) -> None:
    store.do(set_columns, model=Candidacy, row_id=case.candidacies[0], **values)
    with pytest.raises(Refused, match=sentence):
        call(store, case, 0)


def test_an_interview_is_held_before_the_vote_where_the_procedure_asks_it(store: Store, case: Case) -> None:
    set_procedure(store, interview_residents=2)
    with pytest.raises(Refused, match="asks for an interview with 2 residents, and none with K-0001 was held"):
        call(store, case, 0)
    talk = Interview(candidacy_id=case.candidacies[0], starts_at="2026-11-02T19:00", held_on=date(2026, 11, 2))
    store.do(add_row, row=talk)
    call(store, case, 0)


def test_the_acquaintance_is_counted_to_the_day_of_the_vote(store: Store, case: Case) -> None:
    set_procedure(store, acquaintance_days=84)
    place = PoolPlace(candidate_id=case.candidates[0], met_on=date(2026, 8, 20), expires_on=date(2027, 8, 20))
    store.do(add_row, row=place)
    # 84 days after 20 August is 12 November.
    with pytest.raises(Refused, match="K-0001 is not known long enough on 10 November 2026"):
        call(store, case, 0)
    call(store, case, 0, starts_at="2026-11-12T20:00")


def test_who_is_on_an_agenda_or_was_chosen_is_not_put_to_the_vote_again(store: Store, case: Case) -> None:
    meeting = call(store, case, 0)
    with pytest.raises(Refused, match="of 10 November 2026 already: open the room to vote, or call that vote off"):
        call(store, case, 0)
    open_meeting(store, meeting, case.people[:5])
    count(store, item_of(store, case, "choice", 0).item_id, (5, 0, 0))
    with pytest.raises(Refused, match="decision B-2026-01: carried"):
        call(store, case, 0)


def test_a_vote_needs_a_candidate_of_this_file(store: Store, case: Case) -> None:
    with pytest.raises(Invalid, match="at least one candidate"):
        call(store, case)
    with pytest.raises(Invalid, match="at least one candidate"):
        store.do(choosing.call_vote, file_id=case.file_id, kind="choice", candidacy_ids=[99], starts_at=EVENING)
    with pytest.raises(Invalid, match="what is put to the vote"):
        call(store, case, 0, kind="lottery")


def test_what_the_procedure_does_not_ask_is_refused_by_its_name(store: Store, listed: Case) -> None:
    with pytest.raises(Refused, match="By Lijst, from 1 January 2026 nobody votes on candidates"):
        call(store, listed, 0)
    for kind, sentence in (
        ("procedure_check", "asks for no check"),
        ("ratification", "asks for no ratification"),
        ("second_admission", "knows one admission"),
    ):
        with pytest.raises(Refused, match=sentence):
            call(store, listed, kind=kind)


def test_a_closed_file_and_a_file_without_a_committee_take_no_vote(store: Store, case: Case) -> None:
    store.do(set_columns, model=AllocationFile, row_id=case.file_id, group_id=None)
    with pytest.raises(Refused, match="a committee or a cluster decides, and file T-2026-01 names none"):
        call(store, case, 0)
    store.do(
        set_columns, model=AllocationFile, row_id=case.file_id, closed_on=TODAY, outcome="withdrawn", close_reason="x"
    )
    with pytest.raises(Refused, match="Reopen the file first"):
        call(store, case, 0)

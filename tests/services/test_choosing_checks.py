"""A cluster decides by consent; a meeting checks the way it went, ratifies the choice, or admits a second time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Refused
from coopadmin.services import attendance, meetings, undo, voting
from db.queries import agenda as agendas
from db.queries import allocation, decisions
from db.queries import choosing as queries
from db.store import Store
from db.tables.allocation import AllocationFile, Nomination
from db.tables.members import Member, Membership, Person
from db.tables.voting import VotingRule
from tests.choosing_made import (
    EVENING,
    TODAY,
    Case,
    add_row,
    aside,
    by_cluster,
    by_committee,
    call,
    choose,
    chosen,
    count,
    declare,
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
def cluster(furnish: Furnish) -> Case:
    """Put a file in the store that a cluster decides on by consent, checked by the general meeting."""
    return furnish(by_cluster)


# -- by consent, with a check of the way it went ---------------------------------------------------------------------


def agree(store: Store, item_id: int) -> Any:
    """Decide on the motion of an item by consent."""
    return store.do(voting.decide_by_consent, motion_id=motion_of(store, item_id).motion_id, at=EVENING).result


def by_consent(store: Store, case: Case) -> int:
    """Let the cluster choose the first candidate by consent, without objections; gives the meeting."""
    meeting = call(store, case, 0)
    open_meeting(store, meeting, case.people[:5])
    item = item_of(store, case, "choice", 0).item_id
    store.do(voting.start_round, motion_id=motion_of(store, item).motion_id, at=EVENING)
    agree(store, item)
    return meeting


def test_a_cluster_chooses_by_consent_once_an_objection_is_integrated(store: Store, cluster: Case) -> None:
    meeting = call(store, cluster, 0)
    open_meeting(store, meeting, cluster.people[:5])
    item = item_of(store, cluster, "choice", 0).item_id
    motion = motion_of(store, item).motion_id
    with pytest.raises(Refused, match="decided by consent"):
        count(store, item, (5, 0, 0))
    held = store.do(voting.start_round, motion_id=motion, at=EVENING).result
    objection = store.do(
        voting.object_to, round_id=held, person_id=cluster.people[1], argument="No bicycle fits in the hall."
    ).result
    assert agree(store, item).declared == "rejected"
    store.do(undo.undo)
    store.do(
        voting.settle_objection, objection_id=objection, status="integrated", at=EVENING, answer="They get a rack."
    )
    assert agree(store, item).declared == "carried"
    choice = item_of(store, cluster, "choice", 0)
    assert (choice.by_consent, choice.outcome) == (True, "carried")
    # The procedure asks for a check of the way it went.
    assert chosen(store, cluster) == []


def test_the_general_meeting_checks_the_way_it_went_by_its_own_rule(store: Store, cluster: Case) -> None:
    rule = VotingRule(body="general", kind="procedure_check", valid_from=date(2026, 1, 1), method="simple", source="x")
    store.do(add_row, row=rule)
    declare(store, cluster, person=5, candidacy=0)
    with pytest.raises(Refused, match="nothing to check"):
        call(store, cluster, kind="procedure_check")
    by_consent(store, cluster)
    meeting = plan(store)
    assert call(store, cluster, kind="procedure_check", meeting_id=meeting) == meeting
    with pytest.raises(Refused, match="of the meeting of 15 November 2026 already: open the room to vote"):
        call(store, cluster, kind="procedure_check", meeting_id=meeting)
    check = item_of(store, cluster, "procedure_check")
    assert aside(store, check.item_id) == [cluster.people[5]]
    assert store.read(queries.rule_of_item, check.item_id) is None
    assert motion_of(store, check.item_id).text == (
        "Home A12: the choice was made as Cluster, from 1 January 2026 asks."
    )
    open_meeting(store, meeting, cluster.people, at="2026-11-15T20:00")
    counted = count(store, check.item_id, (4, 2, 0), at="2026-11-15T20:30")
    assert counted.declared == "carried"
    assert chosen(store, cluster) == [0]
    record = store.read(decisions.record, counted.decision_id or 0)
    assert record is not None
    assert (record.kind, record.dwelling_id, record.candidate) == ("decision", cluster.home_id, "")


def test_a_check_that_was_rejected_leaves_nobody_chosen(store: Store, cluster: Case) -> None:
    by_consent(store, cluster)
    meeting = call(store, cluster, kind="procedure_check", starts_at="2026-11-15T20:00", body="residents")
    open_meeting(store, meeting, cluster.people, at="2026-11-15T20:00")
    count(store, item_of(store, cluster, "procedure_check").item_id, (1, 6, 0), at="2026-11-15T20:30")
    assert chosen(store, cluster) == []


def test_a_meeting_made_for_a_check_has_its_usual_items(store: Store, cluster: Case) -> None:
    by_consent(store, cluster)
    meeting = call(store, cluster, kind="procedure_check", starts_at="2026-12-15T20:00")
    titles = [one.title for one in store.read(agendas.agenda, meeting)]
    assert "Home A12: check of the procedure" in titles[1:-1]


# -- ratification and a second admission ---------------------------------------------------------------------------


def test_the_general_meeting_has_the_last_word_where_the_procedure_says_so(store: Store, case: Case) -> None:
    set_procedure(store, ratification=True)
    with pytest.raises(Refused, match="K-0001 was not chosen in this file"):
        call(store, case, 0, kind="ratification")
    choose(store, case, (5, 0, 0))
    assert chosen(store, case) == []
    meeting = call(store, case, 0, kind="ratification", starts_at="2026-11-15T20:00")
    item = item_of(store, case, "ratification", 0).item_id
    open_meeting(store, meeting, case.people, at="2026-11-15T20:00")
    count(store, item, (4, 3, 0), at="2026-11-15T20:40")
    assert chosen(store, case) == [0]


def test_one_who_is_not_ratified_leaves_the_ratification_of_another_as_it_is(store: Store, case: Case) -> None:
    set_procedure(store, ratification=True)
    choose(store, case, (5, 0, 0), (4, 1, 0))
    at = "2026-11-15T20:00"
    meeting = call(store, case, 0, 1, kind="ratification", starts_at=at)
    open_meeting(store, meeting, case.people, at=at)
    assert _ratified(store, case) is None
    count(store, item_of(store, case, "ratification", 0).item_id, (4, 3, 0), at=at)
    count(store, item_of(store, case, "ratification", 1).item_id, (2, 5, 0), at=at)
    assert chosen(store, case) == [0]
    assert _ratified(store, case) == date(2026, 11, 15)


def _ratified(store: Store, case: Case) -> date | None:
    found = store.read(allocation.record, case.file_id, TODAY)
    assert found is not None
    return next(step.on for step in found.steps if step.name == "ratification")


def test_a_second_admission_comes_after_the_days_of_the_procedure(store: Store, case: Case) -> None:
    set_procedure(store, admissions=2, second_after_days=90)
    with pytest.raises(Refused, match="K-0001 was not admitted a first time"):
        call(store, case, 0, kind="second_admission")
    member = store.do(add_row, row=Member(number="80", person_id=_newcomer(store))).result
    term = Membership(member_id=member, kind="aspirant", starts_on=date(2026, 8, 1))
    membership = store.do(add_row, row=term).result
    store.do(add_row, row=Nomination(candidacy_id=case.candidacies[0], membership_id=membership))
    store.do(set_columns, model=AllocationFile, row_id=case.file_id, closed_on=date(2026, 10, 20), outcome="let")
    with pytest.raises(Refused, match="on 30 October 2026 at the earliest: 90 days after 1 August 2026"):
        call(store, case, 0, kind="second_admission", starts_at="2026-10-29T20:00")
    meeting = call(store, case, 0, kind="second_admission")
    item = item_of(store, case, "second_admission", 0).item_id
    assert store.read(queries.rule_of_item, item) is not None
    open_meeting(store, meeting, case.people[:5])
    assert count(store, item, (4, 1, 0)).declared == "carried"


def _newcomer(store: Store) -> int:
    return store.do(add_row, row=Person(family_name="Nieuw")).result


# -- a second meeting ----------------------------------------------------------------------------------------------


def test_a_second_meeting_takes_no_choice_and_keeps_the_check_of_its_file(store: Store, cluster: Case) -> None:
    rule = VotingRule(
        body="general",
        kind="procedure_check",
        valid_from=date(2026, 1, 1),
        method="simple",
        quorum="1",
        second_meeting=True,
        source="x",
    )
    store.do(add_row, row=rule)
    declare(store, cluster, person=5, candidacy=0)
    by_consent(store, cluster)
    meeting = call(store, cluster, kind="procedure_check", starts_at="2026-11-12T20:00")
    open_meeting(store, meeting, cluster.people[:2], at="2026-11-12T20:00")
    count(store, item_of(store, cluster, "procedure_check").item_id, (2, 0, 0), at="2026-11-12T20:10")
    store.do(attendance.close_meeting, meeting_id=meeting, at="2026-11-12T21:00")
    second = store.do(meetings.plan_second_meeting, meeting_id=meeting, starts_at="2026-11-19T20:00").result
    item = next(one for one in store.read(agendas.agenda, second) if one.decision_kind == "procedure_check")
    # The motion of the file comes along, and who has an interest stands aside there too.
    assert (item.explanation, motion_of(store, item.item_id).text.split(":")[0]) == ("", "Home A12")
    assert item_of(store, cluster, "procedure_check").item_id == item.item_id
    assert aside(store, item.item_id) == [cluster.people[5]]
    open_meeting(store, second, cluster.people[:2], at="2026-11-19T20:00")
    count(store, item.item_id, (2, 0, 0), at="2026-11-19T20:10")
    assert chosen(store, cluster) == [0]

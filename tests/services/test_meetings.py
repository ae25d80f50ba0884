"""A secretary plans a meeting, makes its agenda, sends the letter, cancels it, or plans the second one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.errors import Invalid, Refused
from coopadmin.services import decisions
from coopadmin.services import meetings as deeds
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import journal
from db.queries import meetings as queries
from db.queries.base import Listing
from db.queries.convening import convening_letter
from db.queries.second_meetings import second_terms_of
from db.store import Store
from db.tables.actions import ActionPoint
from db.tables.decisions import Decision
from db.tables.meetings import AgendaItem, Meeting, Recusal
from db.tables.voting import Motion, Vote, VotingRule
from tests.conftest import Furnish
from tests.meetings import add_group, item, items, member, plan, titles

USUAL = ["Opening and who is there", "Minutes of the last meeting", "Open actions", "Any other business", "Closing"]


def _problems(store: Store, deed: Any, **values: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        store.do(deed, **values)
    return {problem.field: problem.message for problem in caught.value.problems}


def _refused(store: Store, deed: Any, **values: Any) -> str:
    with pytest.raises(Refused) as caught:
        store.do(deed, **values)
    return str(caught.value)


def change_meeting(transaction: Transaction, *, meeting_id: int, **values: Any) -> bool:
    """Put a meeting where the deeds of others leave it."""
    return transaction.change(Meeting, meeting_id, **values)


def change_item(transaction: Transaction, *, item_id: int, **values: Any) -> bool:
    """Put an item where the deeds of the room leave it."""
    return transaction.change(AgendaItem, item_id, **values)


def vote(transaction: Transaction, *, item_id: int, outcome: str, amends: bool = False) -> int:
    """Record a count of a motion under an item."""
    last = transaction.scalar(_motions(item_id)) or 0
    first = transaction.add(Motion(item_id=item_id, position=last + 1, text="Panelen op het dak"))
    motion = first
    if amends:
        motion = transaction.add(Motion(item_id=item_id, position=last + 2, text="Panelen", amends_id=first))
    return transaction.add(
        Vote(
            motion_id=motion,
            counted_at="2026-11-10T20:30",
            way="hands",
            kind="ordinary",
            method="simple",
            entitled=10,
            present=3,
            proxies=0,
            outcome=outcome,
        )
    )


def _motions(item_id: int) -> Any:
    return select(func.max(col(Motion.position))).where(col(Motion.item_id) == item_id)


def add_row(transaction: Transaction, *, record: Any) -> int:
    """Put a row in the store."""
    return transaction.add(record)


def replace_vote(transaction: Transaction, *, vote_id: int, outcome: str) -> None:
    """Let another count take the place of one."""
    motion = transaction.scalar(select(col(Vote.motion_id)).where(col(Vote.id) == vote_id))
    transaction.add(
        Vote(
            motion_id=motion,
            counted_at="2026-11-10T20:40",
            way="hands",
            kind="ordinary",
            method="simple",
            entitled=10,
            present=3,
            proxies=0,
            outcome=outcome,
            replaces_id=vote_id,
            reason="Miscounted",
        )
    )


# -- planning --------------------------------------------------------------------------------------------------


def test_a_meeting_is_planned_with_what_every_agenda_has(store: Store) -> None:
    done = store.do(deeds.plan_meeting, body="general", starts_at="2026-12-17T20:00", place="De zaal")
    record = store.read(queries.record, done.result)
    assert record is not None
    assert (record.title, record.on, record.time, record.place, record.state) == (
        "General meeting",
        date(2026, 12, 17),
        "20:00",
        "De zaal",
        "planned",
    )
    assert titles(store, done.result) == USUAL
    entry = store.read(journal.entry, done.batch or 0)
    assert entry is not None
    assert entry.what == "Meeting planned 17 Dec 2026 general meeting"
    store.do(undo)
    assert store.read(queries.record, done.result) is None


def test_a_committee_meets_as_its_working_group(store: Store) -> None:
    garden = store.do(add_group, name="Tuingroep").result
    meeting = store.do(
        deeds.plan_meeting, body="committee", group_id=garden, starts_at="2026-12-17T20:00", usual_items=False
    ).result
    record = store.read(queries.record, meeting)
    assert record is not None
    assert (record.title, record.group, titles(store, meeting)) == ("Tuingroep", "Tuingroep", [])
    assert (
        "working group"
        in _problems(store, deeds.plan_meeting, body="committee", starts_at="2026-12-17T20:00")["group_id"]
    )
    assert "group_id" in _problems(
        store, deeds.plan_meeting, body="general", group_id=garden, starts_at="2026-12-17T20:00"
    )
    assert "group_id" in _problems(
        store, deeds.plan_meeting, body="committee", group_id=99, starts_at="2026-12-17T20:00"
    )


def test_what_cannot_be_about_a_meeting_is_said_under_its_field(store: Store) -> None:
    wrong = _problems(store, deeds.plan_meeting, body="party", title="x" * 401, starts_at="2026-02-30T20:00")
    assert set(wrong) == {"body", "title", "starts_at"}
    assert store.read(queries.page, Listing(filter="all"), date(2026, 11, 20)).total == 0


def test_the_minutes_of_meetings_before_are_put_up_for_approval(store: Store) -> None:
    approved = plan(store, "2026-03-05T20:00", title="Voorjaar")
    store.do(change_meeting, meeting_id=approved, minutes_approved_on=date(2026, 6, 1))
    waiting = plan(store, "2026-06-05T20:00", title="Zomer")
    cancelled = plan(store, "2026-12-01T20:00", title="Geannuleerd")
    store.do(deeds.cancel_meeting, meeting_id=cancelled, reason="Ziek")
    plan(store, "2026-09-01T20:00", body="board", title="Bestuur")
    plan(store, "2027-01-01T20:00", title="Later")
    meeting = plan(store, usual_items=True)
    agenda = items(store, meeting)
    assert agenda[1].kind == "decision"
    assert [(one.kind, one.target_id, one.text) for one in agenda[1].references] == [
        ("meeting", waiting, "05 Jun 2026 Zomer")
    ]


def test_a_meeting_is_corrected_and_keeps_its_day_once_it_was_opened(store: Store) -> None:
    meeting = plan(store)
    values: dict[str, Any] = {"title": "Winter-ALV", "starts_at": "2026-12-18T19:30", "place": "Zaal", "note": "x"}
    assert store.do(deeds.correct_meeting, meeting_id=meeting, **values).result
    assert not store.do(deeds.correct_meeting, meeting_id=meeting, **values).result
    store.do(change_meeting, meeting_id=meeting, opened_at="2026-12-18T19:40")
    assert store.do(deeds.correct_meeting, meeting_id=meeting, **{**values, "starts_at": "2026-12-18T20:00"}).result
    moved = {**values, "starts_at": "2026-12-19T20:00"}
    assert "keeps its day" in _problems(store, deeds.correct_meeting, meeting_id=meeting, **moved)["starts_at"]


def test_a_meeting_is_cancelled_with_a_reason_unless_it_was_opened(store: Store) -> None:
    meeting = plan(store)
    assert "say why" in _problems(store, deeds.cancel_meeting, meeting_id=meeting, reason=" ")["reason"]
    store.do(deeds.cancel_meeting, meeting_id=meeting, reason="De zaal staat blank")
    record = store.read(queries.record, meeting)
    assert record is not None
    assert (record.state, record.cancelled_on, record.cancel_reason) == (
        "cancelled",
        date(2026, 11, 20),
        "De zaal staat blank",
    )
    for deed, values in ((deeds.cancel_meeting, {"reason": "x"}), (deeds.add_item, {"title": "x"})):
        assert "was cancelled on 20 November 2026" in _refused(store, deed, meeting_id=meeting, **values)
    opened = plan(store)
    store.do(change_meeting, meeting_id=opened, opened_at="2026-12-17T20:00")
    assert "close it instead" in _refused(store, deeds.cancel_meeting, meeting_id=opened, reason="x")


def test_nothing_of_a_meeting_changes_once_its_minutes_are_approved(store: Store) -> None:
    meeting = plan(store)
    first = item(store, meeting)
    paper = store.do(deeds.add_document, item_id=first, title="Offerte").result
    store.do(change_meeting, meeting_id=meeting, minutes_approved_on=date(2026, 11, 1))
    attempts: list[tuple[Any, dict[str, Any]]] = [
        (deeds.correct_meeting, {"meeting_id": meeting, "title": "x", "starts_at": "2026-12-17T20:00"}),
        (deeds.cancel_meeting, {"meeting_id": meeting, "reason": "x"}),
        (deeds.note_convened, {"meeting_id": meeting, "convened_on": date(2026, 11, 1)}),
        (deeds.add_item, {"meeting_id": meeting, "title": "x"}),
        (deeds.correct_item, {"item_id": first, "title": "x", "kind": "discussion"}),
        (deeds.move_item, {"item_id": first, "position": 1}),
        (deeds.remove_item, {"item_id": first}),
        (deeds.add_document, {"item_id": first, "title": "x"}),
        (deeds.remove_document, {"document_id": paper}),
        (deeds.refer, {"item_id": first, "meeting_id": meeting}),
        (deeds.carry_over, {"meeting_id": meeting}),
        (deeds.plan_second_meeting, {"meeting_id": meeting, "starts_at": "2027-01-10T20:00"}),
    ]
    for deed, values in attempts:
        assert "Reopen the approval first" in _refused(store, deed, **values), deed.__name__
    assert "no longer there" in _refused(store, deeds.add_item, meeting_id=99, title="x")
    assert "no longer there" in _refused(store, deeds.remove_item, item_id=99)
    assert "no longer there" in _refused(store, deeds.remove_document, document_id=99)


# -- the letter ------------------------------------------------------------------------------------------------


def test_the_letter_is_noted_and_one_that_went_too_late_is_told(store: Store) -> None:
    meeting = plan(store, "2026-12-05T20:00")
    assert store.do(deeds.note_convened, meeting_id=meeting, convened_on=date(2026, 11, 20)).result == ()
    late = plan(store, "2026-12-04T20:00")
    (warning,) = store.do(deeds.note_convened, meeting_id=late, convened_on=date(2026, 11, 20)).result
    assert "went out on 20 November 2026, and should have gone by 19 November 2026" in warning
    assert "2:15" in warning
    assert store.do(deeds.note_convened, meeting_id=late, convened_on=None).result == ()
    record = store.read(queries.record, late)
    assert record is not None
    assert record.state == "planned"
    ahead = _problems(store, deeds.note_convened, meeting_id=late, convened_on=date(2026, 11, 21))
    assert "still to come" in ahead["convened_on"]
    past = plan(store, "2026-11-10T20:00")
    after = _problems(store, deeds.note_convened, meeting_id=past, convened_on=date(2026, 11, 11))
    assert "which was on 10 November 2026" in after["convened_on"]


# -- items -----------------------------------------------------------------------------------------------------


def test_items_come_before_any_other_business_or_where_they_are_put(store: Store) -> None:
    meeting = plan(store, usual_items=True)
    item(store, meeting, "Zonnepanelen", kind="decision")
    item(store, meeting, "Tuin")
    item(store, meeting, "Welkom", position=1)
    item(store, meeting, "Slot", position=99)
    assert titles(store, meeting) == ["Welkom", *USUAL[:3], "Zonnepanelen", "Tuin", *USUAL[3:], "Slot"]
    found = {one.title: one for one in items(store, meeting)}
    assert (found["Zonnepanelen"].kind, found["Zonnepanelen"].decision_kind) == ("decision", "ordinary")
    assert found["Tuin"].kind == "discussion"


def test_what_cannot_be_about_an_item_is_said_under_its_field(store: Store) -> None:
    meeting = plan(store)
    wrong = _problems(store, deeds.add_item, meeting_id=meeting, title=" ", kind="party", minutes=-1, presenter_id=9)
    assert set(wrong) == {"title", "kind", "minutes", "presenter_id"}
    assert set(_problems(store, deeds.add_item, meeting_id=meeting, title="x", kind="decision", decision_kind="y")) == {
        "decision_kind"
    }
    assert set(
        _problems(store, deeds.add_item, meeting_id=meeting, title="x", kind="discussion", decision_kind="statutes")
    ) == {"decision_kind"}


def test_an_item_is_corrected_but_keeps_what_it_was_for_once_it_was_voted_on(store: Store) -> None:
    meeting = plan(store)
    chair = member(store, "L1", "Bakker", given_name="Ans")
    row = item(store, meeting, kind="decision")
    values: dict[str, Any] = {
        "title": "Zon",
        "explanation": "Regel een\n  regel twee ",
        "minutes": 20,
        "presenter_id": chair,
    }
    assert store.do(deeds.correct_item, item_id=row, kind="decision", decision_kind="statutes", **values).result
    (found,) = items(store, meeting)
    assert (found.title, found.decision_kind, found.explanation, found.minutes, found.presenter) == (
        "Zon",
        "statutes",
        "Regel een\nregel twee",
        20,
        "Ans Bakker",
    )
    store.do(vote, item_id=row, outcome="carried")
    assert set(_problems(store, deeds.correct_item, item_id=row, kind="discussion", **values)) == {"kind"}
    assert set(_problems(store, deeds.correct_item, item_id=row, kind="decision", **values)) == {"decision_kind"}
    assert store.do(
        deeds.correct_item, item_id=row, kind="decision", decision_kind="statutes", **{**values, "minutes": None}
    ).result


def _six_items(store: Store) -> int:
    meeting = plan(store)
    store.do(_add_items, meeting_id=meeting)
    return meeting


def _add_items(transaction: Transaction, *, meeting_id: int) -> None:
    for number in range(6):
        deeds.add_item(transaction, meeting_id=meeting_id, title=f"item {number}")


def _move_items(transaction: Transaction, *, moves: list[tuple[int, int]]) -> None:
    for item_id, position in moves:
        deeds.move_item(transaction, item_id=item_id, position=position)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(-2, 9)), max_size=6))
def test_however_items_are_moved_none_is_lost_and_the_places_are_counted_on(
    store: Store, furnish: Furnish, moves: list[tuple[int, int]]
) -> None:
    meeting = furnish(_six_items)
    rows = [one.item_id for one in items(store, meeting)]
    assert len(rows) == 6
    order = list(rows)
    store.do(_move_items, moves=[(rows[which], to) for which, to in moves])
    for which, to in moves:
        order.remove(rows[which])
        order.insert(min(max(to, 1), 6) - 1, rows[which])
    titles(store, meeting)
    assert [one.item_id for one in items(store, meeting)] == order


def test_moving_an_item_to_where_it_is_changes_nothing(store: Store) -> None:
    meeting = plan(store)
    row = item(store, meeting)
    done = store.do(deeds.move_item, item_id=row, position=1)
    assert (done.result, done.batch) == (False, None)


def test_an_item_is_taken_off_with_its_papers_until_something_was_done_under_it(store: Store) -> None:
    meeting, earlier = plan(store), plan(store, "2026-06-01T20:00")
    for title in ("een", "twee", "drie"):
        item(store, meeting, title)
    first, second, third = (one.item_id for one in items(store, meeting))
    store.do(deeds.add_document, item_id=second, title="Offerte", place="map 3")
    store.do(deeds.refer, item_id=second, meeting_id=earlier)
    store.do(deeds.remove_item, item_id=second)
    assert titles(store, meeting) == ["een", "drie"]
    store.do(undo)
    assert titles(store, meeting) == ["een", "twee", "drie"]
    (paper,), (reference,) = items(store, meeting)[1].documents, items(store, meeting)[1].references
    assert (paper.title, paper.place, reference.target_id) == ("Offerte", "map 3", earlier)
    person = member(store, "L1", "Bakker")
    works: list[Any] = [
        Motion(item_id=third, position=1, text="x"),
        ActionPoint(what="x", made_on=date(2026, 11, 1), item_id=third),
        Recusal(item_id=third, person_id=person, reason="x"),
    ]
    for work in works:
        batch = store.do(add_row, record=work).batch
        assert "was put under “drie”" in _refused(store, deeds.remove_item, item_id=third)
        store.do(undo, batch=batch)
    for values in ({"begun_at": "2026-12-17T20:10"}, {"notes": "Er is gepraat."}):
        store.do(change_item, item_id=first, **values)
        assert "stays on the agenda" in _refused(store, deeds.remove_item, item_id=first)
        store.do(undo)
    store.do(deeds.remove_item, item_id=first)
    assert titles(store, meeting) == ["twee", "drie"]


def test_an_item_refers_to_one_thing_at_a_time_and_to_each_once(store: Store) -> None:
    meeting, earlier = plan(store), plan(store, "2026-06-01T20:00", title="Zomer")
    row = item(store, meeting)
    reference = store.do(deeds.refer, item_id=row, meeting_id=earlier).result
    assert "refers to that already" in _refused(store, deeds.refer, item_id=row, meeting_id=earlier)
    assert "another one" in _problems(store, deeds.refer, item_id=row, meeting_id=meeting)["meeting_id"]
    assert "one thing" in _problems(store, deeds.refer, item_id=row)["decision_id"]
    assert "one thing" in _problems(store, deeds.refer, item_id=row, decision_id=1, action_id=2)["decision_id"]
    store.do(deeds.remove_reference, reference_id=reference)
    assert items(store, meeting)[0].references == ()
    paper = store.do(deeds.add_document, item_id=row, title="Offerte").result
    store.do(deeds.remove_document, document_id=paper)
    assert items(store, meeting)[0].documents == ()
    assert set(_problems(store, deeds.add_document, item_id=row, title=" ")) == {"title"}


# -- carried over ----------------------------------------------------------------------------------------------


def test_open_actions_and_decisions_due_for_review_are_carried_over_once(store: Store) -> None:
    earlier = plan(store, "2026-09-10T20:00", title="Nazomer")
    board = plan(store, "2026-09-01T20:00", body="board", title="Bestuur")
    before, of_board = item(store, earlier, "Tuin"), item(store, board, "Verf")
    made = date(2026, 9, 10)
    loose = store.do(add_row, record=ActionPoint(what="Haag snoeien", made_on=made)).result
    of_meeting = store.do(
        add_row, record=ActionPoint(what="Offerte vragen", made_on=made, due_on=date(2026, 10, 1), item_id=before)
    ).result
    for other in (
        ActionPoint(what="Verf kopen", made_on=made, item_id=of_board),
        ActionPoint(what="Klaar", made_on=made, done_on=made),
        ActionPoint(what="Vervallen", made_on=made, dropped_on=made),
        ActionPoint(what="Van later", made_on=date(2026, 12, 30)),
    ):
        store.do(add_row, record=other)
    due = [
        store.do(
            add_row,
            record=Decision(
                number=number, decided_on=made, subject="x", outcome=outcome, review_on=review, meeting_id=meeting_id
            ),
        ).result
        for number, outcome, review, meeting_id in (
            ("B-1", "carried", date(2026, 12, 17), None),
            ("B-2", "carried", date(2026, 12, 18), None),
            ("B-3", "withdrawn", date(2026, 12, 1), None),
            ("B-4", "carried", date(2026, 12, 1), board),
            ("B-5", "rejected", date(2026, 12, 1), earlier),
        )
    ]
    meeting = plan(store, usual_items=True)
    assert titles(store, meeting) == [*USUAL[:3], "Decisions to look at again", *USUAL[3:]]
    found = {one.title: [reference.target_id for reference in one.references] for one in items(store, meeting)}
    assert found["Open actions"] == [of_meeting, loose]
    assert found["Decisions to look at again"] == [due[4], due[0]]
    assert store.do(deeds.carry_over, meeting_id=meeting).result == 0
    new = store.do(add_row, record=ActionPoint(what="Nieuw", made_on=made)).result
    store.do(deeds.correct_item, item_id=items(store, meeting)[2].item_id, title="Wie doet wat", kind="discussion")
    assert store.do(deeds.carry_over, meeting_id=meeting).result == 1
    assert {reference.target_id for reference in items(store, meeting)[2].references} == {loose, of_meeting, new}
    assert len(items(store, meeting)) == 6, "it went where the others are, under whatever title"


def test_carrying_over_to_an_agenda_without_the_usual_items_makes_them(store: Store) -> None:
    store.do(add_row, record=ActionPoint(what="Haag snoeien", made_on=date(2026, 9, 10)))
    store.do(
        decisions.record_decision, number="B-1", decided_on=date(2025, 9, 1), subject="Rookverbod", outcome="carried"
    )
    store.do(_review, decision_id=1)
    meeting = plan(store)
    item(store, meeting, "Tuin")
    assert store.do(deeds.carry_over, meeting_id=meeting).result == 2
    assert titles(store, meeting) == ["Tuin", "Open actions", "Decisions to look at again"]
    committee = plan(store, body="committee", group_id=store.do(add_group, name="Tuin").result, usual_items=True)
    assert titles(store, committee) == USUAL, "what belongs to no meeting is not a committee's"


def _review(transaction: Transaction, *, decision_id: int) -> None:
    transaction.change(Decision, decision_id, review_on=date(2026, 9, 1))


# -- the second meeting ----------------------------------------------------------------------------------------


def set_second(transaction: Transaction, *, kind: str = "ordinary", source: str = "Statutes, article 18") -> None:
    """Let a second meeting decide, two to four weeks after the first."""
    transaction.add(
        VotingRule(
            body="general",
            kind=kind,
            valid_from=date(2020, 1, 1),
            method="simple",
            quorum="1/2",
            second_meeting=True,
            second_from_days=14,
            second_until_days=28,
            source=source,
        )
    )


def test_a_second_meeting_takes_the_decisions_that_were_not_taken(store: Store) -> None:
    store.do(set_second)
    first = plan(store, "2026-11-10T20:00", place="De zaal", usual_items=True)
    rows = {
        title: item(store, first, title, kind="decision", **more)
        for title, more in (
            ("aangenomen", {}),
            ("geen quorum", {"explanation": "Lees de offerte", "minutes": 15}),
            ("alleen amendement", {}),
            ("hersteld", {}),
            ("statuten", {"decision_kind": "statutes"}),
            ("niet besproken", {}),
        )
    }
    store.do(deeds.add_document, item_id=rows["geen quorum"], title="Offerte", place="map 3")
    store.do(vote, item_id=rows["aangenomen"], outcome="carried")
    store.do(vote, item_id=rows["geen quorum"], outcome="no_quorum")
    store.do(vote, item_id=rows["alleen amendement"], outcome="carried", amends=True)
    wrong = store.do(vote, item_id=rows["hersteld"], outcome="carried").result
    store.do(replace_vote, vote_id=wrong, outcome="no_quorum")
    (terms,) = store.read(second_terms_of, first)
    assert (terms.earliest, terms.latest) == (date(2026, 11, 24), date(2026, 12, 8))
    early = _problems(store, deeds.plan_second_meeting, meeting_id=first, starts_at="2026-11-23T20:00")
    assert early["starts_at"] == "the second meeting is held on 24 November 2026 at the earliest · Statutes, article 18"
    late = _problems(store, deeds.plan_second_meeting, meeting_id=first, starts_at="2026-12-09T20:00")
    assert "8 December 2026 at the latest" in late["starts_at"]
    second = store.do(deeds.plan_second_meeting, meeting_id=first, starts_at="2026-12-08T20:00").result
    assert titles(store, second) == [
        "Opening and who is there",
        "geen quorum",
        "alleen amendement",
        "hersteld",
        "niet besproken",
        "Closing",
    ]
    copied = items(store, second)[1]
    assert (copied.explanation, copied.minutes, copied.documents[0].place) == ("Lees de offerte", 15, "map 3")
    assert [one.explanation for one in items(store, second)[2:5]] == ["Panelen op het dak"] * 2 + [""]
    assert "quorum" in copied.majority
    record = store.read(queries.record, second)
    assert record is not None
    assert (record.second_of_id, record.place, record.title) == (first, "De zaal", "Second meeting: Najaars-ALV")
    before = store.read(queries.record, first)
    assert before is not None
    assert before.second_id == second
    letter = store.read(convening_letter, second, date(2026, 11, 20))
    assert letter is not None
    assert letter.second_of == date(2026, 11, 10)
    again = {"meeting_id": first, "starts_at": "2026-12-01T20:00"}
    assert "a second meeting of this one already" in _refused(store, deeds.plan_second_meeting, **again)
    assert "no third" in _refused(store, deeds.plan_second_meeting, meeting_id=second, starts_at="2026-12-28T20:00")
    store.do(deeds.cancel_meeting, meeting_id=second, reason="Sneeuw")
    store.do(deeds.plan_second_meeting, **again)


def test_minutes_that_lacked_the_quorum_come_back_at_the_second_meeting(store: Store) -> None:
    store.do(set_second)
    first = plan(store, "2026-11-10T20:00", usual_items=True)
    minutes = next(one.item_id for one in items(store, first) if one.title == "Minutes of the last meeting")
    refusal = _refused(store, deeds.plan_second_meeting, meeting_id=first, starts_at="2026-12-01T20:00")
    assert "No decision of this meeting waits" in refusal
    store.do(vote, item_id=minutes, outcome="no_quorum")
    second = store.do(deeds.plan_second_meeting, meeting_id=first, starts_at="2026-12-01T20:00").result
    assert "Minutes of the last meeting" in titles(store, second)


def test_there_is_no_second_meeting_where_the_rules_know_none(store: Store) -> None:
    first = plan(store, "2026-11-10T20:00")
    item(store, first, kind="decision")
    refusal = _refused(store, deeds.plan_second_meeting, meeting_id=first, starts_at="2026-12-01T20:00")
    assert "its rule knows no second meeting" in refusal
    assert store.read(second_terms_of, first) == ()


def test_a_second_meeting_is_of_the_same_body_and_comes_after_the_first(store: Store) -> None:
    first = plan(store, "2026-11-10T20:00")
    values: dict[str, Any] = {"second_of_id": first, "starts_at": "2026-11-10T20:00"}
    assert set(_problems(store, deeds.plan_meeting, body="board", **values)) == {"body"}
    assert set(_problems(store, deeds.plan_meeting, body="general", **values)) == {"starts_at"}

"""A secretary keeps the register of decisions."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from coopadmin.domain.decisions import COUNT_FIELDS
from coopadmin.errors import Invalid, Refused
from coopadmin.services import decisions
from coopadmin.services.decisions import Votes
from coopadmin.services.meetings import cancel_meeting
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import decisions as queries
from db.queries import journal
from db.queries.base import Listing
from db.store import Store
from db.tables.dwellings import Dwelling
from tests.meetings import plan
from tests.voting_room import open_room, put, vote

VOTES = Votes(entitled=39, present=28, proxies=3, votes_for=22, votes_against=8, votes_blank=1)


def add_home(transaction: Transaction, *, code: str) -> int:
    """Put a home in the store."""
    return transaction.add(Dwelling(code=code))


def _record(store: Store, number: str = "B-2025-13", **more: Any) -> int:
    values: dict[str, Any] = {
        "decided_on": date(2025, 6, 26),
        "subject": "Toewijzing 4A",
        "body": "ALV",
        "method": "two-thirds",
        "votes": VOTES,
        "outcome": "carried",
        **more,
    }
    return store.do(decisions.record_decision, number=number, **values).result


def _read(store: Store, decision_id: int) -> queries.DecisionRecord:
    record = store.read(queries.record, decision_id)
    assert record is not None
    return record


def test_a_decision_is_kept_as_the_minutes_have_it(store: Store) -> None:
    home = store.do(add_home, code="4A").result
    decision = _record(store, kind="self_allocation", dwelling_id=home, candidate="Kandidaat 12", text="Een\n  twee ")
    record = _read(store, decision)
    assert (record.number, record.decided_on, record.body, record.outcome) == (
        "B-2025-13",
        date(2025, 6, 26),
        "ALV",
        "carried",
    )
    assert (record.kind, record.dwelling, record.candidate, record.text) == (
        "self_allocation",
        "4A",
        "Kandidaat 12",
        "Een\ntwee",
    )
    assert {name: getattr(record, name) for name in COUNT_FIELDS} == {
        "entitled": 39,
        "present": 28,
        "proxies": 3,
        "votes_for": 22,
        "votes_against": 8,
        "votes_blank": 1,
    }
    assert not record.flagged
    assert record.arithmetic[-1] == "22 for is enough: carried."


def test_an_outcome_that_contradicts_the_count_is_kept_and_flagged(store: Store) -> None:
    record = _read(store, _record(store, outcome="rejected"))
    assert record.outcome == "rejected"
    assert record.flagged
    assert "at least 20 for" in record.contradiction


def test_a_decision_without_a_count_is_taken_in_and_never_flagged(store: Store) -> None:
    record = _read(store, _record(store, votes=Votes(), outcome="rejected"))
    assert (record.votes_for, record.flagged, record.arithmetic) == (None, False, ())


def test_a_number_is_given_only_once(store: Store) -> None:
    _record(store)
    with pytest.raises(Invalid) as refusal:
        _record(store, " B-2025-13 ")
    assert [problem.field for problem in refusal.value.problems] == ["number"]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"number": " "}, ["number"]),
        ({"number": "B" * 41}, ["number"]),
        ({"decided_on": date(2026, 11, 21)}, ["decided_on"]),
        ({"subject": " "}, ["subject"]),
        ({"subject": "x" * 401}, ["subject"]),
        ({"method": "shouting"}, ["method"]),
        ({"outcome": ""}, ["outcome"]),
        ({"kind": "other"}, ["kind"]),
        ({"dwelling_id": 999}, ["dwelling_id"]),
        ({"votes": replace(VOTES, present=37)}, ["present"]),
        ({"votes": replace(VOTES, votes_for=23)}, ["votes_for"]),
        ({"votes": replace(VOTES, proxies=-1)}, ["proxies"]),
        ({"votes": Votes(entitled=5, votes_against=6)}, ["votes_against"]),
        ({"subject": "", "outcome": "?", "votes": replace(VOTES, votes_for=40)}, ["subject", "votes_for", "outcome"]),
    ],
)
def test_what_cannot_be_is_named_under_its_field_and_nothing_is_kept(
    store: Store, wrong: dict[str, Any], named: list[str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        _record(store, **wrong)
    assert [problem.field for problem in refusal.value.problems] == named
    assert store.read(queries.page, Listing()).total == 0


def test_a_decision_of_today_can_be_entered_at_the_meeting(store: Store) -> None:
    assert _record(store, decided_on=date(2026, 11, 20))


def test_correcting_the_wording_leaves_number_count_and_outcome(store: Store) -> None:
    decision = _record(store, outcome="rejected", text="Oud")
    before = _read(store, decision)
    corrected = store.do(
        decisions.correct_decision,
        decision_id=decision,
        subject="Toewijzing 4B",
        text="Nieuw",
        body="ALV",
        decided_on=date(2025, 6, 27),
    )
    assert corrected.result
    assert _read(store, decision) == replace(
        before, subject="Toewijzing 4B", text="Nieuw", decided_on=date(2025, 6, 27)
    )


def test_correcting_nothing_writes_nothing(store: Store) -> None:
    decision = _record(store)
    done = store.do(decisions.correct_decision, decision_id=decision, subject="Toewijzing 4A", body="ALV")
    assert (done.result, done.batch) == (False, None)


def test_a_correction_is_checked_like_a_new_decision(store: Store) -> None:
    decision = _record(store)
    with pytest.raises(Invalid) as refusal:
        store.do(
            decisions.correct_decision,
            decision_id=decision,
            subject="",
            dwelling_id=999,
            decided_on=date(2027, 1, 1),
            kind="other",
        )
    assert {problem.field for problem in refusal.value.problems} == {"subject", "dwelling_id", "decided_on", "kind"}


def test_counting_anew_says_in_the_note_what_it_was_and_why(store: Store) -> None:
    decision = _record(store, outcome="rejected", note="Zie notulen")
    store.do(
        decisions.recount_decision,
        decision_id=decision,
        method="two-thirds",
        votes=replace(VOTES, votes_for=19, votes_against=11),
        outcome="rejected",
        reason="Stembriefjes opnieuw geteld",
    )
    record = _read(store, decision)
    assert (record.votes_for, record.votes_against, record.flagged) == (19, 11, False)
    assert record.note == (
        "Zie notulen\n20 November 2026: counted anew, it was 22 for, 8 against, 1 blank, rejected. "
        "Stembriefjes opnieuw geteld"
    )


def test_counting_anew_asks_for_a_reason_and_a_count_that_can_be(store: Store) -> None:
    decision = _record(store)
    with pytest.raises(Invalid) as refusal:
        store.do(
            decisions.recount_decision,
            decision_id=decision,
            method="simple",
            votes=replace(VOTES, votes_for=40),
            outcome="carried",
            reason=" ",
        )
    assert [problem.field for problem in refusal.value.problems] == ["votes_for", "reason"]


def test_counting_anew_with_the_same_result_changes_nothing(store: Store) -> None:
    decision = _record(store)
    done = store.do(
        decisions.recount_decision,
        decision_id=decision,
        method="two-thirds",
        votes=VOTES,
        outcome="carried",
        reason="Ter controle",
    )
    assert (done.result, done.batch) == (False, None)


def test_a_withdrawn_decision_keeps_its_count_and_says_why(store: Store) -> None:
    decision = _record(store)
    store.do(decisions.withdraw_decision, decision_id=decision, reason="Kandidaat trok zich terug")
    record = _read(store, decision)
    assert (record.outcome, record.votes_for, record.flagged) == ("withdrawn", 22, False)
    assert record.note == "20 November 2026: withdrawn, it was carried. Kandidaat trok zich terug"
    with pytest.raises(Refused):
        store.do(decisions.withdraw_decision, decision_id=decision, reason="Nog eens")


def test_withdrawing_asks_for_a_reason(store: Store) -> None:
    decision = _record(store)
    with pytest.raises(Invalid) as refusal:
        store.do(decisions.withdraw_decision, decision_id=decision, reason="")
    assert [problem.field for problem in refusal.value.problems] == ["reason"]


def test_every_change_is_in_the_journal_by_number_and_can_be_taken_back(store: Store) -> None:
    decision = _record(store, candidate="Kandidaat 12")
    before = _read(store, decision)
    store.do(decisions.withdraw_decision, decision_id=decision, reason="Kandidaat 12 verhuist")
    newest = store.read(journal.page, Listing()).rows[0]
    assert (newest.what, newest.about) == ("Decision withdrawn B-2025-13", "B-2025-13")
    store.do(undo)
    assert _read(store, decision) == before


def test_a_decision_that_was_taken_back_meanwhile_is_no_longer_there(store: Store) -> None:
    decision = _record(store)
    store.do(undo)
    assert store.read(queries.record, decision) is None
    with pytest.raises(Refused, match="no longer there"):
        store.do(decisions.withdraw_decision, decision_id=decision, reason="Te laat")


def test_the_form_and_the_register_know_the_same_numbers() -> None:
    assert tuple(field.name for field in fields(Votes)) == COUNT_FIELDS


def test_hostile_text_is_kept_as_text(store: Store) -> None:
    subject = "[/] [@click=app.quit]x[/] \u202egnirts\u202c 🏠"
    assert _read(store, _record(store, subject=subject)).subject == subject


# -- review and links ------------------------------------------------------------------------------------------------


def test_a_decision_is_looked_at_again_on_a_later_day(store: Store) -> None:
    decision = _record(store)
    with pytest.raises(Invalid) as refusal:
        store.do(decisions.set_review, decision_id=decision, review_on=date(2025, 6, 26))
    assert [one.field for one in refusal.value.problems] == ["review_on"]
    assert store.do(decisions.set_review, decision_id=decision, review_on=date(2027, 1, 1)).result
    assert _read(store, decision).review_on == date(2027, 1, 1)
    assert store.do(decisions.set_review, decision_id=decision, review_on=date(2027, 1, 1)).batch is None
    store.do(decisions.set_review, decision_id=decision, review_on=None)
    assert _read(store, decision).review_on is None


def test_a_link_names_at_least_one_thing_that_is_there(store: Store) -> None:
    decision = _record(store)
    cases: tuple[tuple[dict[str, Any], list[str]], ...] = (
        ({}, ["task_id"]),
        ({"note": "  "}, ["task_id"]),
        ({"task_id": 9, "contract_id": 9, "category_id": 9}, ["task_id", "contract_id", "category_id"]),
        ({"amount_cents": 0}, ["amount_cents"]),
    )
    for values, wrong in cases:
        with pytest.raises(Invalid) as refusal:
            store.do(decisions.link, decision_id=decision, **values)
        assert [one.field for one in refusal.value.problems] == wrong
    assert _read(store, decision).links == ()


def test_a_link_is_made_and_removed_and_the_journal_keeps_both(store: Store) -> None:
    decision = _record(store)
    link = store.do(decisions.link, decision_id=decision, amount_cents=12_500, note=" Offerte  1 ").result
    (kept,) = _read(store, decision).links
    assert (kept.link_id, kept.amount_cents, kept.note) == (link, 12_500, "Offerte 1")
    store.do(decisions.unlink, link_id=link)
    assert _read(store, decision).links == ()
    newest = store.read(journal.page, Listing()).rows[0]
    assert newest.what == "Link of a decision removed B-2025-13"
    store.do(undo)
    assert len(_read(store, decision).links) == 1
    with pytest.raises(Refused, match="no longer there"):
        store.do(decisions.unlink, link_id=99)


def test_a_decision_may_name_the_meeting_that_took_it(store: Store) -> None:
    with pytest.raises(Invalid) as refusal:
        _record(store, meeting_id=9, review_on=date(2025, 6, 1))
    assert [one.field for one in refusal.value.problems] == ["meeting_id", "review_on"]


# -- the meeting it belongs to ---------------------------------------------------------------------------------


def test_a_decision_entered_by_hand_is_put_with_the_meeting_of_its_day(store: Store) -> None:
    decided = _record(store)
    that_day = plan(store, "2025-06-26T20:00")
    assert store.do(decisions.belong_to_meeting, decision_id=decided, meeting_id=that_day).result
    assert _read(store, decided).meeting_id == that_day
    assert not store.do(decisions.belong_to_meeting, decision_id=decided, meeting_id=that_day).result
    assert store.do(decisions.belong_to_meeting, decision_id=decided, meeting_id=None).result
    assert _read(store, decided).meeting_id is None


def test_a_decision_is_put_with_no_meeting_of_another_day_or_that_was_cancelled(store: Store) -> None:
    decided = _record(store)
    cancelled = plan(store, "2025-06-26T19:00")
    store.do(cancel_meeting, meeting_id=cancelled, reason="Sneeuw")
    for meeting, said in ((plan(store, "2025-06-27T20:00"), "27 June 2025"), (cancelled, "cancelled"), (99, "not in")):
        with pytest.raises(Invalid, match=said):
            store.do(decisions.belong_to_meeting, decision_id=decided, meeting_id=meeting)


def test_a_decision_that_was_counted_in_a_meeting_stays_with_it(store: Store) -> None:
    room = open_room(store)
    counted = vote(store, put(store, room), (6, 5, 0))
    with pytest.raises(Refused, match="was counted in its meeting"):
        store.do(decisions.belong_to_meeting, decision_id=counted.decision_id or 0, meeting_id=None)

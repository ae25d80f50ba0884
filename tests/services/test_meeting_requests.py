"""Members ask for a general meeting: whether they are enough, and by when it must be called."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import meetings as deeds
from coopadmin.services.association import set_rule
from coopadmin.services.members import PersonData, register_member
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import meeting_requests as queries
from db.queries.base import Listing
from db.queries.meeting_requests import RequestRow
from db.store import Store
from db.tables.memberships import Suspension
from tests.conftest import Furnish
from tests.meetings import member, plan

ON = date(2026, 11, 20)
ASKED = date(2026, 11, 2)


def _register(transaction: Transaction, *, number: int) -> tuple[int, ...]:
    return tuple(
        register_member(
            transaction,
            number=f"L{place}",
            person=PersonData(f"Lid {place}"),
            kind="member",
            starts_on=date(2020, 1, 1),
        )
        for place in range(number)
    )


def _members(store: Store, number: int) -> tuple[int, ...]:
    return store.do(_register, number=number).result


def _ten(store: Store) -> tuple[int, ...]:
    return _members(store, 10)


def _ask(store: Store, requesters: int = 2, **more: Any) -> int:
    values: dict[str, Any] = {"received_on": ASKED, "subject": "De schutting", **more}
    return store.do(deeds.record_request, requesters=requesters, **values).result


def _read(store: Store, request_id: int, on: date = ON) -> RequestRow:
    row = store.read(queries.record, request_id, on)
    assert row is not None
    return row


def suspend(transaction: Transaction, *, person_id: int) -> None:
    """Take somebody's vote for a while."""
    transaction.add(Suspension(person_id=person_id, starts_on=date(2026, 10, 1), reason="x"))


def test_a_tenth_of_the_votes_of_that_day_is_asked(store: Store) -> None:
    people = _members(store, 11)
    request = _ask(store, 1)
    row = _read(store, request)
    assert (row.entitled, row.needed, row.enough, row.state) == (11, 2, False, "too_few")
    store.do(suspend, person_id=people[0])
    row = _read(store, request)
    assert (row.entitled, row.needed, row.enough) == (10, 1, True), "who is suspended has no vote"
    assert (row.meeting_by, row.may_convene_from) == (date(2026, 11, 30), date(2026, 11, 17))
    member(store, "A1", "Aspirant", kind="aspirant")
    assert _read(store, request).entitled == 10


def test_the_part_and_the_terms_are_the_statutes_where_they_name_smaller_ones(store: Store) -> None:
    _members(store, 40)
    for name, value in (("request_votes_percent", "5"), ("request_meeting_days", "21"), ("request_wait_days", "7")):
        store.do(set_rule, name=name, value=value, valid_from=date(2026, 1, 1), source="Statutes, article 16")
    row = _read(store, _ask(store))
    assert (row.needed, row.enough) == (2, True)
    assert (row.meeting_by, row.may_convene_from) == (date(2026, 11, 23), date(2026, 11, 10))


def test_a_request_is_met_by_the_letter_of_a_meeting_in_time_and_not_by_its_plan(
    store: Store, furnish: Furnish
) -> None:
    furnish(_ten)
    request = _ask(store)
    assert _read(store, request, date(2026, 11, 16)).state == "waiting"
    meeting = plan(store, "2026-11-30T20:00", title="Extra ALV")
    assert store.do(deeds.answer_request, request_id=request, meeting_id=meeting).result
    assert not store.do(deeds.answer_request, request_id=request, meeting_id=meeting).result
    assert _read(store, request, date(2026, 11, 16)).state == "planned"
    row = _read(store, request)
    assert (row.state, row.meeting) == ("own", "30 Nov 2026 Extra ALV")
    store.do(deeds.note_convened, meeting_id=meeting, convened_on=date(2026, 11, 12))
    assert _read(store, request).state == "called"
    assert [one.request_id for one in store.read(queries.requests_for, meeting, ON)] == [request]
    store.do(deeds.cancel_meeting, meeting_id=meeting, reason="x")
    row = _read(store, request)
    assert (row.state, row.meeting_id, row.meeting) == ("own", None, ""), "a cancelled meeting was not called"
    late = plan(store, "2026-12-01T20:00")
    store.do(deeds.note_convened, meeting_id=late, convened_on=date(2026, 11, 12))
    store.do(deeds.answer_request, request_id=request, meeting_id=late)
    assert _read(store, request).state == "late"


def test_what_cannot_be_about_a_request_is_said_under_its_field(store: Store) -> None:
    with pytest.raises(Invalid) as caught:
        _ask(store, 0, received_on=date(2026, 11, 21), subject="")
    assert {one.field for one in caught.value.problems} == {"requesters", "received_on", "subject"}
    request = _ask(store)
    board = plan(store, body="board")
    before = plan(store, "2026-11-01T20:00")
    cancelled = plan(store)
    store.do(deeds.cancel_meeting, meeting_id=cancelled, reason="x")
    for meeting, sentence in ((board, "of all members"), (before, "before the request"), (cancelled, "cancelled")):
        with pytest.raises(Invalid, match=sentence):
            store.do(deeds.answer_request, request_id=request, meeting_id=meeting)
    with pytest.raises(Refused, match="no longer there"):
        store.do(deeds.answer_request, request_id=99, meeting_id=plan(store))


def test_a_request_is_corrected_and_taken_back(store: Store) -> None:
    request = _ask(store)
    values: dict[str, Any] = {"received_on": date(2026, 11, 3), "subject": "Het hek", "note": "per brief"}
    assert store.do(deeds.correct_request, request_id=request, requesters=3, **values).result
    row = _read(store, request)
    assert (row.received_on, row.requesters, row.subject, row.note) == (date(2026, 11, 3), 3, "Het hek", "per brief")
    with pytest.raises(Invalid):
        store.do(deeds.correct_request, request_id=request, requesters=0, **values)
    store.do(undo)
    store.do(undo)
    assert store.read(queries.requests, ON) == ()


def test_requests_are_listed_searched_and_sorted(store: Store, furnish: Furnish) -> None:
    furnish(_ten)
    _ask(store, 3, subject="Café")
    _ask(store, 2, received_on=date(2026, 11, 10), subject="Bomen")
    _ask(store, 4, received_on=date(2026, 11, 10), subject="Auto", note="cafe")

    def listed(**asked: Any) -> list[str]:
        return [row.subject for row in store.read(queries.page, Listing(**asked), ON).rows]

    assert listed(sort="date")[0] == "Café"
    assert listed(sort="subject") == ["Auto", "Bomen", "Café"]
    assert listed(sort="requesters", descending=True) == ["Auto", "Café", "Bomen"]
    assert set(listed(search="cafe")) == {"Café", "Auto"}
    meeting = plan(store, "2026-11-29T20:00")
    store.do(deeds.note_convened, meeting_id=meeting, convened_on=date(2026, 11, 12))
    store.do(deeds.answer_request, request_id=1, meeting_id=meeting)
    assert "Café" not in listed(filter="open")
    assert len(listed(filter="all")) == 3

"""The calendar is put together from what the store holds: meetings, offices, decisions, memberships."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from coopadmin.domain.deadlines import GROUPS
from coopadmin.services import endings, members, memberships
from coopadmin.services.association import save_agreement, save_owner
from coopadmin.services.facilities import FacilityData, add_facility, correct_facility
from coopadmin.services.members import PersonData
from coopadmin.services.offices import appoint
from db.journal import Transaction
from db.queries import deadlines as queries
from db.queries import members as member_queries
from db.queries.base import Listing
from db.queries.minutes import minutes as read_minutes
from db.store import Store
from db.tables.association import Cooperative
from db.tables.decisions import Decision
from db.tables.meetings import AgendaItem, Meeting, MeetingRequest
from db.tables.memberships import MembershipApplication, MembershipEnding
from tests.conftest import TODAY, Furnish


def _put_rows(transaction: Transaction, *, membership_id: int, person_id: int) -> None:
    """A year of an association, as rows: what the deeds of other subjects would have made."""
    transaction.change(Cooperative, 1, started_on=date(2025, 1, 1))
    planned = transaction.add(Meeting(body="general", title="ALV", starts_at="2026-12-11T20:00"))
    transaction.add(
        AgendaItem(meeting_id=planned, position=1, title="Statuten", kind="decision", decision_kind="statutes")
    )
    transaction.add(
        Meeting(
            body="general",
            title="Voorjaar",
            starts_at="2026-11-03T20:00",
            opened_at="2026-11-03T20:00",
            closed_at="2026-11-03T22:00",
        )
    )
    transaction.add(Meeting(body="board", title="Bestuur", starts_at="2026-11-12T20:00"))
    transaction.add(
        Meeting(body="board", title="Vervallen", starts_at="2026-11-13T20:00", cancelled_on=date(2026, 11, 1))
    )
    transaction.add(Meeting(body="general", title="Lang geleden", starts_at="2024-01-01T20:00"))
    transaction.add(MeetingRequest(received_on=date(2026, 11, 2), requesters=9, subject="de lift"))
    for number, review_on, outcome in (("B-1", date(2026, 12, 1), "carried"), ("B-2", date(2026, 12, 2), "withdrawn")):
        transaction.add(
            Decision(number=number, decided_on=TODAY, subject="Proef", outcome=outcome, review_on=review_on)
        )
    transaction.add(
        MembershipEnding(
            membership_id=membership_id,
            kind="expulsion",
            noticed_on=date(2026, 11, 1),
            ends_on=date(2026, 12, 10),
            received_on=date(2026, 11, 10),
        )
    )
    transaction.add(MembershipApplication(person_id=person_id, kind="member", applied_on=date(2026, 10, 1)))


def _fill(store: Store) -> None:
    people = [
        store.do(
            members.register_member,
            number=f"L{number}",
            person=PersonData("Berg", given_name=name),
            kind="member",
            starts_on=date(2020, 1, 1),
        ).result
        for number, name in enumerate(("Anna", "Bo", "Cor"))
    ]
    owner = store.do(save_owner, name="Woonstad").result
    store.do(save_agreement, owner_id=owner, starts_on=date(2020, 1, 1))
    gone = store.do(save_owner, name="Oude Eigenaar").result
    store.do(save_agreement, owner_id=gone, starts_on=date(2010, 1, 1), ends_on=date(2019, 12, 31))
    store.do(appoint, person_id=people[0], office="chair", starts_on=date(2023, 12, 1))
    store.do(appoint, person_id=people[1], office="secretary", starts_on=date(2026, 11, 1))
    old = store.do(appoint, person_id=people[2], office="treasurer", starts_on=date(2022, 1, 1)).result.term_ids[0]
    store.do(members.end_office, term_id=old, ends_on=date(2026, 10, 31))
    record = store.read(member_queries.record, people[0])
    assert record is not None
    membership = record.memberships[0].membership_id
    store.do(_put_rows, membership_id=membership, person_id=people[2])


@pytest.fixture
def year(store: Store, furnish: Furnish) -> Store:
    """Give a store with a year of an association in it."""
    furnish(_fill)
    return store


def _open(store: Store, shown: str = "open", **asked: str) -> dict[str, date | None]:
    listing = Listing(filter=shown, search=asked.get("search", ""), sort=asked.get("sort", ""))
    return {one.name: one.on for one in store.read(queries.page, listing, TODAY).rows}


def test_every_subject_brings_its_terms(year: Store) -> None:
    assert _open(year) == {
        "accounts:2025": date(2026, 6, 30),
        "audit_committee:2026": date(2026, 6, 30),
        "trade_register:officeterm:3:ended": date(2026, 11, 7),
        "trade_register:officeterm:2:began": date(2026, 11, 8),
        "held:meeting:3": date(2026, 11, 12),
        "bank_mandate:officeterm:3:ended": date(2026, 11, 14),
        "hand_over:officeterm:3:ended": date(2026, 11, 14),
        "bank_mandate:officeterm:2:began": date(2026, 11, 15),
        "minutes:meeting:2": date(2026, 11, 17),
        "own_call:meetingrequest:1": date(2026, 11, 17),
        "convening:meeting:1": date(2026, 11, 26),
        "corporation:owner:1:officeterm:3:ended": date(2026, 11, 30),
        "request:meetingrequest:1": date(2026, 11, 30),
        "retires:officeterm:1": date(2026, 12, 1),
        "corporation:owner:1:officeterm:2:began": date(2026, 12, 1),
        "review:decision:1:2026-12-01": date(2026, 12, 1),
        "inspection:meeting:1": date(2026, 12, 5),
        "appeal:membershipending:1": date(2026, 12, 10),
        "leaving:membershipending:1": date(2026, 12, 10),
        "approval:meeting:2": date(2026, 12, 11),
        "accounts:2026": date(2027, 6, 30),
        "application:membershipapplication:1": None,
        "vacancy:board:2": None,
        "vacancy:treasurer:2026-11-01": None,
    }
    assert set(_open(year, "met")) == {"reasons:membershipending:1"}


def test_memberships_bring_their_terms_and_the_records_tick_them_off(year: Store) -> None:
    def terms() -> dict[str, date | None]:
        found = year.read(queries.deadlines, TODAY)
        return {one.name: one.met_on for one in found if one.kind in GROUPS["membership"] and one.name[-1] != "1"}

    bo, cor = 2, 3
    kept = FacilityData(code="W", name="Werkplaats", keeper_id=bo, key_count=2)
    workshop = year.do(add_facility, facility=kept).result
    asked = year.do(memberships.apply, person=PersonData("Dam"), kind="supporter", applied_on=TODAY).result
    year.do(memberships.refuse_application, application_id=asked, decided_on=TODAY, reason="x")
    resigned = year.do(endings.resign, person_id=bo, noticed_on=date(2026, 11, 1)).result
    year.do(endings.expel, person_id=cor, decided_on=date(2026, 11, 2), reason="x")
    assert terms() == {
        "application:membershipapplication:2": TODAY,
        "leaving:membershipending:2": None,
        "reasons:membershipending:3": None,
    }
    (leaving,) = (one for one in year.read(queries.deadlines, TODAY) if one.ref == ("endings", resigned))
    assert "keeper of Werkplaats · 2 keys; office: secretary" in leaving.what
    assert leaving.on == date(2026, 12, 31)
    year.do(endings.correct_ending, ending_id=3, reason="x", reasons_sent_on=date(2026, 11, 3))
    assert terms()["receipt:membershipending:3"] is None
    year.do(endings.note_received, ending_id=3, received_on=date(2026, 11, 5))
    (appeal,) = (one for one in year.read(queries.deadlines, TODAY) if one.name == "appeal:membershipending:3")
    assert appeal.on == date(2026, 12, 5)
    year.do(endings.appeal, ending_id=3, appealed_on=date(2026, 11, 6))
    assert terms()["appeal_decision:membershipending:3"] is None
    year.do(correct_facility, facility_id=workshop, facility=replace(kept, keeper_id=None))
    over = {one.name: one.met_on for one in year.read(queries.deadlines, date(2027, 1, 5))}
    assert over["leaving:membershipending:2"] == date(2026, 12, 31)


def test_terms_stand_by_day_and_are_found_by_group_and_by_word(year: Store) -> None:
    days = [day for day in _open(year).values() if day is not None]
    assert days == sorted(days)
    assert set(_open(year, "year")) >= {"accounts:2025", "audit_committee:2026", "accounts:2026"}
    kinds = {name.partition(":")[0] for name in _open(year, "membership")}
    assert kinds == {"appeal", "leaving", "application"}
    assert set(_open(year, search="woonstad")) == {
        "corporation:owner:1:officeterm:3:ended",
        "corporation:owner:1:officeterm:2:began",
    }
    assert next(iter(_open(year, sort="what"))).startswith(("convening", "inspection", "minutes", "approval"))


def test_looking_less_far_ahead_leaves_out_what_comes_later_and_keeps_what_waits(year: Store) -> None:
    near = {one.name for one in year.read(queries.deadlines, TODAY, 7)}
    assert "convening:meeting:1" in near
    assert "vacancy:treasurer:2026-11-01" in near
    assert "retires:officeterm:1" not in near
    assert year.read(queries.deadlines, TODAY, 999_999_999)


def test_what_one_letter_puts_right_is_ticked_off_together(year: Store) -> None:
    found = {one.name: one for one in year.read(queries.deadlines, TODAY)}
    bank = found["bank_mandate:officeterm:2:began"]
    both = ["bank_mandate:officeterm:3:ended", "bank_mandate:officeterm:2:began"]
    assert [one.name for one in year.read(queries.together, bank.key, TODAY)] == both
    review = found["review:decision:1:2026-12-01"]
    assert [one.name for one in year.read(queries.together, review.key, TODAY)] == [review.name]
    assert year.read(queries.together, 1, TODAY) == ()


def test_what_was_due_before_the_administration_began_is_not_asked_for(year: Store) -> None:
    def begin(transaction: Transaction) -> None:
        transaction.change(Cooperative, 1, started_on=date(2026, 11, 20))

    year.do(begin)
    assert all(day is None or day >= date(2026, 11, 20) for day in _open(year).values())


def test_the_calendar_is_read_in_a_fixed_number_of_questions(year: Store) -> None:
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    def more(transaction: Transaction) -> None:
        for day in range(1, 10):
            transaction.add(Meeting(body="general", title="Nog een", starts_at=f"2026-12-{day:02}T20:00"))

    engine = year._reader
    event.listen(engine, "before_cursor_execute", count)
    try:
        before = year.read(queries.deadlines, TODAY)
        first, asked[:] = len(asked), []
        year.do(more)
        asked[:] = []
        after = year.read(queries.deadlines, TODAY)
    finally:
        event.remove(engine, "before_cursor_execute", count)
    assert len(after) > len(before)
    assert len(asked) == first


def test_the_minutes_are_due_so_long_after_the_day_a_meeting_was_held_not_after_its_plan(store: Store) -> None:
    def hold(transaction: Transaction) -> int:
        return transaction.add(
            Meeting(
                body="general",
                title="ALV",
                starts_at="2026-12-12T20:00",
                opened_at="2026-11-10T20:00",
                closed_at="2026-11-10T21:00",
            )
        )

    meeting_id = store.do(hold).result
    held = store.read(read_minutes, meeting_id)
    assert held is not None
    assert _open(store)[f"minutes:meeting:{meeting_id}"] == held.due_on == date(2026, 11, 24)

"""A secretary at the door and at the table: who comes and goes, who speaks for whom, who stands aside."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopadmin.errors import Invalid, Refused
from coopadmin.services import attendance
from coopadmin.services.association import set_rule
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import attendance as queries
from db.queries import attendance_lists as lists
from db.queries import journal
from db.queries.base import Listing
from db.store import Store
from db.tables.meetings import AgendaItem, Meeting
from db.tables.members import Member, Membership, OfficeTerm, Person
from db.tables.memberships import Suspension
from db.tables.voting import MeetingRule
from tests.conftest import Furnish
from tests.voting_room import refuse_all

DAY = date(2026, 11, 20)
LETTER = date(2026, 11, 10)
SINCE = date(2024, 1, 1)


def at(time: str) -> str:
    """Give a minute of the evening: `20:05`."""
    return f"2026-11-20T{time}"


@dataclass(frozen=True, slots=True)
class Table:
    """What every test here finds: members, one guest, a general meeting with an item, and one of the board."""

    anna: int
    bas: int
    cees: int
    dirk: int
    guest: int
    meeting: int
    item: int
    board: int
    board_item: int


@dataclass(frozen=True, slots=True)
class Evening:
    """The meeting as the secretary handles it."""

    store: Store
    table: Table

    def come(self, person: int, time: str = "19:50", meeting: int | None = None) -> int:
        """Let somebody in."""
        meeting_id = meeting or self.table.meeting
        return self.store.do(attendance.arrive, meeting_id=meeting_id, person_id=person, at=at(time)).result

    def go(self, person: int, time: str) -> None:
        """Let somebody out."""
        self.store.do(attendance.leave, meeting_id=self.table.meeting, person_id=person, at=at(time))

    def proxy(self, giver: int, holder: int, given_on: date = LETTER, form: str = "paper") -> int:
        """Take a proxy."""
        return self.store.do(
            attendance.give_proxy,
            meeting_id=self.table.meeting,
            giver_id=giver,
            holder_id=holder,
            form=form,
            given_on=given_on,
        ).result

    def open(self, time: str = "20:00") -> None:
        """Open the meeting."""
        self.store.do(
            attendance.open_meeting,
            meeting_id=self.table.meeting,
            at=at(time),
            chair_id=self.table.anna,
            secretary_id=self.table.bas,
        )

    def close(self, time: str = "22:00") -> None:
        """Close it."""
        self.store.do(attendance.close_meeting, meeting_id=self.table.meeting, at=at(time))

    def roll(self, item: int | None = None) -> dict[int, str]:
        """Give the standing of each."""
        rows = self.store.read(queries.roll, self.table.meeting, item)
        return {row.person_id: row.standing for row in rows}

    def times(self, person: int) -> list[tuple[str, str | None]]:
        """Give the stays of somebody as times of the clock."""
        rows = self.store.read(lists.presences, self.table.meeting)
        return [(row.arrived_at[11:], row.left_at and row.left_at[11:]) for row in rows if row.person_id == person]

    def end(self, **values: object) -> None:
        """Change the meeting itself by hand, such as the day its minutes were approved."""

        def change(transaction: Transaction) -> None:
            transaction.change(Meeting, self.table.meeting, **values)

        self.store.do(change)


def _fill(transaction: Transaction) -> Table:
    people: list[int] = []
    for number, (given_name, family_name) in enumerate(
        (("Anna", "Abel"), ("Bas", "Bol"), ("Cees", "Cox"), ("Dirk", "Dam")), 1
    ):
        person = transaction.add(Person(given_name=given_name, family_name=family_name))
        member = transaction.add(Member(number=f"L{number:03d}", person_id=person))
        transaction.add(Membership(member_id=member, kind="member", starts_on=SINCE))
        people.append(person)
    guest = transaction.add(Person(given_name="Ina", family_name="Iep"))
    for place, office in enumerate(("chair", "secretary", "treasurer")):
        transaction.add(OfficeTerm(person_id=people[place], office=office, starts_on=SINCE))
    rows: list[int] = []
    for body in ("general", "board"):
        meeting = transaction.add(Meeting(body=body, title="Meeting", starts_at=at("20:00")))
        item = AgendaItem(meeting_id=meeting, position=1, title="Item", kind="decision", decision_kind="ordinary")
        rows.extend((meeting, transaction.add(item)))
    transaction.add(
        MeetingRule(
            body="general", valid_from=SINCE, convening_days=14, minutes_days=14, proxies_per_holder=2, source="art. 14"
        )
    )
    anna, bas, cees, dirk = people
    meeting, item, board, board_item = rows
    return Table(anna, bas, cees, dirk, guest, meeting, item, board, board_item)


def _furnished(store: Store) -> Table:
    return store.do(_fill).result


@pytest.fixture
def evening(furnish: Furnish, store: Store) -> Evening:
    return Evening(store, furnish(_furnished))


def fields(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.field for problem in refusal.value.problems]


# -- arrivals and departures ---------------------------------------------------------------------------------------


def test_people_come_before_the_meeting_is_opened_and_leave_when_it_is_closed(evening: Evening) -> None:
    table = evening.table
    evening.come(table.anna)
    evening.come(table.guest, "19:55")
    evening.open()
    evening.come(table.bas, "20:20")
    evening.go(table.anna, "21:00")
    assert evening.roll() == {table.anna: "absent", table.bas: "present", table.cees: "absent", table.dirk: "absent"}
    evening.close()
    assert evening.times(table.anna) == [("19:50", "21:00")]
    assert evening.times(table.bas) == [("20:20", "22:00")]
    assert evening.times(table.guest) == [("19:55", "22:00")]
    assert evening.roll()[table.bas] == "present"


def test_who_comes_back_has_another_stay_and_none_before_the_last_ended(evening: Evening) -> None:
    cees = evening.table.cees
    evening.come(cees, "20:10")
    with pytest.raises(Refused, match="Cees Cox is in the room already, since 20:10"):
        evening.come(cees, "20:30")
    evening.go(cees, "21:00")
    with pytest.raises(Invalid, match="Cees Cox left at 21:00") as refusal:
        evening.come(cees, "20:59")
    assert fields(refusal) == ["at"]
    evening.come(cees, "21:00")
    assert evening.times(cees) == [("20:10", "21:00"), ("21:00", None)]
    evening.go(cees, "21:30")
    with pytest.raises(Refused, match="Cees Cox is not in the room"):
        evening.go(cees, "21:40")


def test_nobody_leaves_before_they_came(evening: Evening) -> None:
    evening.come(evening.table.anna, "20:10")
    with pytest.raises(Invalid, match="Anna Abel came at 20:10") as refusal:
        evening.go(evening.table.anna, "20:09")
    assert fields(refusal) == ["at"]
    evening.go(evening.table.anna, "20:10")


def test_a_moment_and_a_person_must_be_known(evening: Evening) -> None:
    with pytest.raises(Invalid) as refusal:
        evening.store.do(attendance.arrive, meeting_id=evening.table.meeting, person_id=99, at="20:00")
    assert fields(refusal) == ["at", "person_id"]
    with pytest.raises(Refused):
        evening.come(evening.table.anna, meeting=99)


def test_the_times_of_a_stay_are_corrected_within_what_can_be(evening: Evening) -> None:
    table, store = evening.table, evening.store
    first = evening.come(table.anna, "19:50")
    evening.go(table.anna, "20:30")
    second = evening.come(table.anna, "21:00")

    def correct(presence: int, arrived: str, left: str | None) -> bool:
        return store.do(
            attendance.correct_presence, presence_id=presence, arrived_at=at(arrived), left_at=left and at(left)
        ).result

    assert correct(first, "19:45", "20:45")
    assert not correct(first, "19:45", "20:45")
    with pytest.raises(Invalid, match="nobody leaves before they came"):
        correct(first, "19:45", "19:44")
    with pytest.raises(Invalid, match="Anna Abel is also on the list from 21:00 on"):
        correct(first, "19:45", "21:01")
    with pytest.raises(Invalid, match="also on the list from 21:00 on") as refusal:
        correct(first, "19:45", None)
    assert fields(refusal) == ["left_at"]
    with pytest.raises(Invalid, match="also on the list from 19:45 to 20:45") as refusal:
        correct(second, "20:44", None)
    assert fields(refusal) == ["arrived_at"]
    assert correct(first, "19:45", "21:00")
    with pytest.raises(Invalid, match="give the day and the time"):
        correct(first, "19:45", "half past")
    with pytest.raises(Refused):
        correct(99, "19:45", "20:00")


def test_no_stay_outlasts_the_meeting(evening: Evening) -> None:
    stay = evening.come(evening.table.anna)
    evening.open()
    evening.close()
    for left_at in (None, at("22:01")):
        with pytest.raises(Invalid, match="the meeting was closed at 22:00"):
            evening.store.do(attendance.correct_presence, presence_id=stay, arrived_at=at("19:50"), left_at=left_at)
    evening.store.do(attendance.correct_presence, presence_id=stay, arrived_at=at("19:50"), left_at=at("21:30"))
    assert evening.roll()[evening.table.anna] == "absent"


def test_a_stay_of_the_wrong_person_is_taken_off_the_list(evening: Evening) -> None:
    stay = evening.come(evening.table.dirk)
    evening.store.do(attendance.remove_presence, presence_id=stay)
    assert evening.times(evening.table.dirk) == []
    with pytest.raises(Refused):
        evening.store.do(attendance.remove_presence, presence_id=stay)


def test_a_suspended_member_may_come_and_does_not_count(evening: Evening) -> None:
    table = evening.table

    def suspend(transaction: Transaction) -> None:
        transaction.add(Suspension(person_id=table.cees, starts_on=DAY, reason="arrears"))

    evening.store.do(suspend)
    evening.come(table.cees)
    assert table.cees not in evening.roll()
    (row,) = evening.store.read(lists.presences, table.meeting)
    assert row.part == "suspended"


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 59)), max_size=12))
def test_whatever_is_tried_nobody_is_in_the_room_twice(evening: Evening, tried: list[tuple[bool, int]]) -> None:
    anna = evening.table.anna

    def come_and_go(transaction: Transaction) -> None:
        for comes, minute in tried:
            deed = attendance.arrive if comes else attendance.leave
            with suppress(Refused):
                deed(transaction, meeting_id=evening.table.meeting, person_id=anna, at=at(f"20:{minute:02d}"))

    evening.store.do(come_and_go)
    times = evening.times(anna)
    assert [left for _arrived, left in times].count(None) <= 1
    ends = [moment for stay in times for moment in stay if moment is not None]
    assert ends == sorted(ends)


# -- proxies -------------------------------------------------------------------------------------------------------


def test_a_proxy_rests_when_its_holder_leaves_and_counts_again_when_they_are_back(evening: Evening) -> None:
    table = evening.table
    evening.proxy(table.anna, table.bas)
    assert evening.roll()[table.anna] == "absent"
    evening.come(table.bas)
    assert evening.roll()[table.anna] == "represented"
    evening.go(table.bas, "20:30")
    assert evening.roll()[table.anna] == "absent"
    evening.come(table.bas, "20:45")
    assert evening.roll()[table.anna] == "represented"
    evening.come(table.anna, "21:00")
    assert evening.roll()[table.anna] == "present"
    evening.go(table.anna, "21:30")
    assert evening.roll()[table.anna] == "represented"


def test_a_proxy_is_refused_with_every_reason(evening: Evening) -> None:
    table = evening.table
    with pytest.raises(Invalid, match="nobody can hold their own proxy"):
        evening.proxy(table.anna, table.anna)
    with pytest.raises(Invalid, match="Ina Iep may not vote here"):
        evening.proxy(table.anna, table.guest)
    with pytest.raises(Invalid, match="Ina Iep has no vote at this meeting"):
        evening.proxy(table.guest, table.anna)
    with pytest.raises(Invalid, match="after the meeting of 20 November 2026"):
        evening.proxy(table.anna, table.bas, given_on=date(2026, 11, 21))
    with pytest.raises(Invalid, match="in writing"):
        evening.proxy(table.anna, table.bas, form="by word")
    with pytest.raises(Invalid) as refusal:
        evening.proxy(98, 99)
    assert fields(refusal) == ["giver_id", "holder_id"]


def test_a_giver_has_one_proxy_and_a_holder_no_more_than_the_rule(evening: Evening) -> None:
    table = evening.table
    first = evening.proxy(table.anna, table.bas)
    with pytest.raises(Invalid, match="Anna Abel gave a proxy to Bas Bol already; withdraw that one first"):
        evening.proxy(table.anna, table.cees)
    evening.proxy(table.cees, table.bas)
    with pytest.raises(Invalid, match=r"Bas Bol holds 2 proxies already, .* no more than 2 \(art. 14\)") as refusal:
        evening.proxy(table.dirk, table.bas)
    assert fields(refusal) == ["holder_id"]
    evening.store.do(attendance.withdraw_proxy, proxy_id=first)
    evening.proxy(table.dirk, table.bas)
    with pytest.raises(Refused):
        evening.store.do(attendance.withdraw_proxy, proxy_id=first)


def test_a_board_takes_no_proxies_unless_its_rules_say_so(evening: Evening) -> None:
    table = evening.table
    with pytest.raises(Invalid, match="no proxies are taken"):
        evening.store.do(
            attendance.give_proxy, meeting_id=table.board, giver_id=table.anna, holder_id=table.bas, given_on=DAY
        )


def test_the_line_goes_by_who_may_vote_that_day(evening: Evening) -> None:
    table = evening.table
    evening.proxy(table.anna, table.bas, form="electronic", given_on=DAY)
    evening.come(table.bas)
    room = evening.store.read(queries.room, table.meeting)
    assert room.line == "4 may vote · 1 present · 1 by proxy · no quorum asked"
    evening.store.do(set_rule, name="voting_member", value="0", valid_from=DAY, source="a slip")
    room = evening.store.read(queries.room, table.meeting)
    assert room.line == "0 may vote · 0 present · 0 by proxy · no quorum asked"
    assert room.remark == "Nobody may vote at this meeting on its day."


# -- standing aside ------------------------------------------------------------------------------------------------


def test_who_stands_aside_is_out_of_that_item_with_a_reason(evening: Evening) -> None:
    table, store = evening.table, evening.store
    evening.come(table.anna)
    recusal = store.do(attendance.recuse, item_id=table.item, person_id=table.anna, reason=" her own  home ").result
    assert evening.roll(table.item)[table.anna] == "recused"
    assert evening.roll()[table.anna] == "present"
    assert store.read(lists.recusals, table.item)[0].reason == "her own home"
    with pytest.raises(Refused, match="Anna Abel stands aside for this item already"):
        store.do(attendance.recuse, item_id=table.item, person_id=table.anna, reason="again")
    store.do(attendance.withdraw_recusal, recusal_id=recusal)
    assert evening.roll(table.item)[table.anna] == "present"
    with pytest.raises(Refused):
        store.do(attendance.withdraw_recusal, recusal_id=recusal)


def test_standing_aside_asks_for_a_vote_and_a_reason(evening: Evening) -> None:
    table, store = evening.table, evening.store
    with pytest.raises(Invalid) as refusal:
        store.do(attendance.recuse, item_id=table.item, person_id=99, reason=" ")
    assert fields(refusal) == ["person_id", "reason"]
    with pytest.raises(Invalid):
        store.do(attendance.recuse, item_id=table.item, person_id=table.anna, reason="x" * 401)
    with pytest.raises(Refused, match="Dirk Dam has no vote at this meeting"):
        store.do(attendance.recuse, item_id=table.board_item, person_id=table.dirk, reason="his own home")


# -- the course of the meeting -------------------------------------------------------------------------------------


def test_a_meeting_is_opened_once_with_its_chair_and_secretary(evening: Evening) -> None:
    table, store = evening.table, evening.store
    with pytest.raises(Invalid) as refusal:
        store.do(attendance.open_meeting, meeting_id=table.meeting, at="now", chair_id=99)
    assert fields(refusal) == ["at", "chair_id"]
    evening.open()
    with pytest.raises(Refused, match="opened at 20:00 already"):
        evening.open("20:05")
    assert store.do(attendance.name_chair, meeting_id=table.meeting, chair_id=table.bas, secretary_id=table.anna).result
    with pytest.raises(Invalid):
        store.do(attendance.name_chair, meeting_id=table.meeting, chair_id=99, secretary_id=None)


def test_items_begin_while_the_meeting_is_under_way(evening: Evening) -> None:
    table, store = evening.table, evening.store

    def begin(time: str) -> bool:
        return store.do(attendance.begin_item, item_id=table.item, at=at(time)).result

    with pytest.raises(Refused, match="not opened yet"):
        begin("20:00")
    evening.open()
    with pytest.raises(Invalid, match="opened at 20:00"):
        begin("19:59")
    assert begin("20:05")
    assert begin("20:30")
    assert not begin("20:30")
    with pytest.raises(Invalid, match="on the list at 20:30"):
        evening.close("20:29")
    evening.close()
    with pytest.raises(Refused, match="closed at 22:00; reopen it first"):
        begin("22:05")
    with pytest.raises(Refused):
        store.do(attendance.begin_item, item_id=99, at=at("20:00"))


def test_notes_are_kept_as_they_are_typed(evening: Evening) -> None:
    table, store = evening.table, evening.store
    assert store.do(attendance.write_notes, item_id=table.item, notes="Said:  much\nDone: little\n").result
    assert not store.do(attendance.write_notes, item_id=table.item, notes="Said: much\nDone: little").result


def test_a_meeting_is_closed_after_the_last_thing_in_it(evening: Evening) -> None:
    table = evening.table
    with pytest.raises(Refused, match="not opened yet"):
        evening.close()
    evening.open()
    evening.come(table.anna, "21:10")
    with pytest.raises(Invalid, match="on the list at 21:10"):
        evening.close("21:09")
    evening.close("21:10")
    with pytest.raises(Refused, match="closed at 21:10"):
        evening.close("21:30")
    with pytest.raises(Refused, match="closed at 21:10"):
        evening.come(table.bas, "21:30")
    with pytest.raises(Refused, match="closed at 21:10"):
        evening.proxy(table.cees, table.bas)


def test_a_meeting_closed_too_early_goes_on_with_who_was_there(evening: Evening) -> None:
    table, store = evening.table, evening.store
    evening.come(table.anna)
    evening.come(table.bas)
    evening.open()
    evening.go(table.bas, "21:00")
    evening.come(table.bas, "22:00")
    evening.go(table.bas, "22:00")
    evening.come(table.bas, "22:00")
    evening.close()
    store.do(attendance.reopen_meeting, meeting_id=table.meeting)
    assert evening.times(table.anna) == [("19:50", None)]
    assert evening.times(table.bas) == [("19:50", "21:00"), ("22:00", "22:00"), ("22:00", None)]
    with pytest.raises(Refused, match="not closed"):
        store.do(attendance.reopen_meeting, meeting_id=table.meeting)
    evening.close("22:30")
    assert evening.times(table.anna) == [("19:50", "22:30")]


# -- what may not be any more --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended", "reason"),
    [
        ({"minutes_approved_on": date(2026, 12, 1)}, "approved"),
        ({"cancelled_on": date(2026, 11, 19), "cancel_reason": "storm"}, "cancelled"),
    ],
)
def test_nothing_changes_in_a_meeting_that_is_cancelled_or_whose_minutes_are_approved(
    evening: Evening, ended: dict[str, object], reason: str
) -> None:
    table, store = evening.table, evening.store
    stay, proxy = evening.come(table.anna), evening.proxy(table.bas, table.anna)
    aside = store.do(attendance.recuse, item_id=table.item, person_id=table.cees, reason="own").result
    evening.end(**ended)
    meeting, item = table.meeting, table.item
    proxied = {"giver_id": table.cees, "holder_id": table.anna, "form": "paper", "given_on": LETTER}
    tries: list[tuple[Any, dict[str, Any]]] = [
        (attendance.arrive, {"meeting_id": meeting, "person_id": table.bas, "at": at("19:50")}),
        (attendance.leave, {"meeting_id": meeting, "person_id": table.anna, "at": at("21:00")}),
        (attendance.correct_presence, {"presence_id": stay, "arrived_at": at("19:00"), "left_at": None}),
        (attendance.remove_presence, {"presence_id": stay}),
        (attendance.give_proxy, {"meeting_id": meeting, **proxied}),
        (attendance.withdraw_proxy, {"proxy_id": proxy}),
        (attendance.recuse, {"item_id": item, "person_id": table.bas, "reason": "own"}),
        (attendance.withdraw_recusal, {"recusal_id": aside}),
        (
            attendance.open_meeting,
            {"meeting_id": meeting, "at": at("20:00"), "chair_id": table.anna, "secretary_id": table.bas},
        ),
        (attendance.name_chair, {"meeting_id": meeting, "chair_id": None, "secretary_id": None}),
        (attendance.close_meeting, {"meeting_id": meeting, "at": at("22:00")}),
        (attendance.reopen_meeting, {"meeting_id": meeting}),
        (attendance.begin_item, {"item_id": item, "at": at("20:05")}),
        (attendance.write_notes, {"item_id": item, "notes": "x"}),
    ]
    store.do(refuse_all, deeds=tries, match=reason)


def test_the_journal_names_the_meeting_and_the_number_but_never_the_person(evening: Evening) -> None:
    evening.come(evening.table.anna)
    evening.come(evening.table.guest)
    guest, anna = evening.store.read(journal.page, Listing()).rows[:2]
    assert (anna.deed, anna.about) == ("arrive", "2026-11-20 general L001")
    assert guest.about == "2026-11-20 general"


def test_an_arrival_is_taken_back_in_one_go(evening: Evening) -> None:
    evening.come(evening.table.anna)
    batch = evening.store.do(
        attendance.arrive, meeting_id=evening.table.meeting, person_id=evening.table.bas, at=at("19:55")
    ).batch
    assert batch is not None
    evening.store.do(undo, batch=batch)
    assert [one for one, standing in evening.roll().items() if standing == "present"] == [evening.table.anna]

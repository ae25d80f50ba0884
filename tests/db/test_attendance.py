"""The roll and the live line of a meeting, read as they are after every key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import Connection, event

from coopadmin.errors import Refused
from coopadmin.services.association import set_rule
from db.journal import Transaction
from db.queries import attendance as queries
from db.queries import attendance_lists as lists
from db.queries.electors import electors
from db.store import Store
from db.tables.base import Record
from db.tables.meetings import AgendaItem, Meeting, Presence, Proxy, Recusal
from db.tables.members import Member, Membership, OfficeTerm, Person, WorkingGroup, WorkingGroupTerm
from db.tables.memberships import Suspension
from db.tables.voting import MeetingRule, VotingRule
from tests.conftest import Furnish

DAY = date(2026, 11, 20)
LETTER = date(2026, 11, 10)
SINCE = date(2024, 1, 1)
DOOR, OPENED, LATER, END = (f"2026-11-20T{time}" for time in ("19:45", "20:00", "20:30", "22:00"))


@dataclass(frozen=True, slots=True)
class Hall:
    """What every test here finds: people by name, and a meeting of the members, of the board and of a group."""

    people: dict[str, int]
    meeting: int
    ordinary: int
    statutes: int
    board: int
    board_item: int
    committee: int
    group: int


def put(store: Store, *records: Record) -> list[int]:
    """Add rows as they are."""

    def add(transaction: Transaction) -> list[int]:
        return [transaction.add(record) for record in records]

    return store.do(add).result


def _person(transaction: Transaction, number: int, name: str, kind: str = "member") -> int:
    given, _space, family = name.partition(" ")
    person_id = transaction.add(Person(given_name=given, family_name=family))
    member_id = transaction.add(Member(number=f"L{number:03d}", person_id=person_id))
    transaction.add(Membership(member_id=member_id, kind=kind, starts_on=SINCE))
    return person_id


def _fill(transaction: Transaction) -> Hall:
    names = ("Anna Abel", "Bas Bol", "Cees Cox", "Dirk Dam", "Eef Els", "Fien Fit")
    people = {name.split()[0]: _person(transaction, place, name) for place, name in enumerate(names, 1)}
    people["Gijs"] = _person(transaction, 7, "Gijs Gram", "aspirant")
    people["Hans"] = _person(transaction, 8, "Hans Hof", "supporter")
    people["Ina"] = transaction.add(Person(given_name="Ina", family_name="Iep"))
    for office, name in (("chair", "Cees"), ("board_member", "Cees"), ("secretary", "Anna"), ("treasurer", "Bas")):
        transaction.add(OfficeTerm(person_id=people[name], office=office, starts_on=SINCE))
    transaction.add(OfficeTerm(person_id=people["Dirk"], office="audit_committee", starts_on=SINCE))
    transaction.add(
        OfficeTerm(person_id=people["Eef"], office="treasurer", starts_on=SINCE, ends_on=date(2026, 11, 19))
    )
    group = transaction.add(WorkingGroup(name="Garden"))
    transaction.add(WorkingGroupTerm(group_id=group, person_id=people["Hans"], starts_on=SINCE))
    transaction.add(WorkingGroupTerm(group_id=group, person_id=people["Ina"], starts_on=DAY))
    transaction.add(
        WorkingGroupTerm(group_id=group, person_id=people["Fien"], starts_on=SINCE, ends_on=date(2026, 11, 19))
    )
    meeting, ordinary, statutes = _meeting(transaction, "general", "ordinary", "statutes")
    board, board_item = _meeting(transaction, "board", "ordinary")
    committee = transaction.add(Meeting(body="committee", group_id=group, title="Garden", starts_at=OPENED))
    transaction.add(
        VotingRule(body="general", kind="ordinary", valid_from=SINCE, method="simple", quorum="1/2", source="art. 15")
    )
    transaction.add(
        VotingRule(
            body="any",
            kind="statutes",
            valid_from=SINCE,
            method="two-thirds",
            quorum="2/3",
            second_meeting=True,
            source="art. 20",
        )
    )
    transaction.add(
        MeetingRule(
            body="general", valid_from=SINCE, convening_days=14, minutes_days=14, proxies_per_holder=2, source="art. 14"
        )
    )
    return Hall(people, meeting, ordinary, statutes, board, board_item, committee, group)


def _meeting(transaction: Transaction, body: str, *kinds: str) -> list[int]:
    meeting = transaction.add(Meeting(body=body, title="Meeting", starts_at=OPENED))
    items = [
        transaction.add(
            AgendaItem(meeting_id=meeting, position=place, title="Item", kind="decision", decision_kind=kind)
        )
        for place, kind in enumerate(kinds, 1)
    ]
    return [meeting, *items]


def _furnished(store: Store) -> Hall:
    return store.do(_fill).result


@pytest.fixture
def hall(furnish: Furnish) -> Hall:
    return furnish(_furnished)


def names(store: Store, body: str, group_id: int | None = None, on: date = DAY) -> list[str]:
    return [one.full_name.split()[0] for one in store.read(electors, body, group_id, on)]


def roll(store: Store, meeting_id: int, item_id: int | None = None, at: str | None = None) -> dict[str, str]:
    """Give each elector's standing by given name."""
    rows = store.read(queries.roll, meeting_id, item_id, at)
    return {row.full_name.split()[0]: row.standing for row in rows}


def there(store: Store, meeting_id: int, hall: Hall, *who: str, at: str = DOOR) -> list[int]:
    """Let people into the room."""
    return put(
        store,
        *(Presence(meeting_id=meeting_id, person_id=hall.people[name], arrived_at=at) for name in who),
    )


# -- who may vote --------------------------------------------------------------------------------------------------


def test_members_vote_in_a_general_meeting_by_name(store: Store, hall: Hall) -> None:
    found = store.read(electors, "general", None, DAY)
    assert [(one.number, one.name, one.kind) for one in found][:2] == [
        ("L001", "Abel, Anna", "member"),
        ("L002", "Bol, Bas", "member"),
    ]
    assert names(store, "residents") == ["Anna", "Bas", "Cees", "Dirk", "Eef", "Fien"]
    assert names(store, "general", on=date(2023, 12, 31)) == []


def test_the_statutes_may_give_aspirants_a_vote_from_a_day(store: Store, hall: Hall) -> None:
    store.do(set_rule, name="voting_aspirant", value="1", valid_from=DAY, source="statutes")
    assert "Gijs" in names(store, "general")
    assert "Gijs" not in names(store, "general", on=date(2026, 11, 19))


def test_a_suspended_member_has_no_vote_on_the_days_of_the_suspension(store: Store, hall: Hall) -> None:
    anna = hall.people["Anna"]
    put(store, Suspension(person_id=anna, starts_on=DAY, ends_on=date(2026, 11, 30), reason="arrears"))
    assert "Anna" not in names(store, "general")
    assert "Anna" in names(store, "general", on=date(2026, 12, 1))
    # Who gave the office may suspend it; the members' suspension is not about it.
    assert "Anna" in names(store, "board")


def test_one_votes_after_the_term_of_the_statutes_and_only_once(store: Store, hall: Hall) -> None:
    store.do(set_rule, name="voting_after_days", value="30", valid_from=SINCE, source="statutes")
    assert names(store, "general", on=date(2024, 1, 30)) == []
    assert len(names(store, "general", on=date(2024, 1, 31))) == 6
    (person,) = put(store, Person(given_name="Kees", family_name="Kat"))
    (member,) = put(store, Member(number="L050", person_id=person))
    put(
        store,
        Membership(member_id=member, kind="member", starts_on=SINCE, ends_on=date(2026, 11, 10)),
        Membership(member_id=member, kind="member", starts_on=date(2026, 11, 11)),
    )
    assert names(store, "general").count("Kees") == 1


def test_the_board_is_who_holds_an_office_of_it_that_day_each_once(store: Store, hall: Hall) -> None:
    found = store.read(electors, "board", None, DAY)
    assert [(one.full_name, one.kind) for one in found] == [
        ("Anna Abel", "secretary"),
        ("Bas Bol", "treasurer"),
        ("Cees Cox", "chair"),
    ]


def test_the_maintenance_coordinator_is_on_the_board_where_the_rule_says_so(store: Store, hall: Hall) -> None:
    put(store, OfficeTerm(person_id=hall.people["Fien"], office="maintenance_coordinator", starts_on=SINCE))
    assert "Fien" in names(store, "board")
    store.do(set_rule, name="board_coordinator", value="0", valid_from=DAY, source="statutes")
    assert "Fien" not in names(store, "board")


def test_a_committee_is_its_members_that_day_whoever_they_are(store: Store, hall: Hall) -> None:
    assert names(store, "committee", hall.group) == ["Hans", "Ina"]
    assert names(store, "committee", hall.group, date(2026, 11, 19)) == ["Fien", "Hans"]


# -- the room ------------------------------------------------------------------------------------------------------


def test_the_live_line_counts_those_in_the_room_and_their_proxies(store: Store, hall: Hall) -> None:
    there(store, hall.meeting, hall, "Anna", "Ina", "Gijs")
    put(
        store,
        Proxy(meeting_id=hall.meeting, giver_id=hall.people["Bas"], holder_id=hall.people["Anna"], given_on=LETTER),
        Proxy(meeting_id=hall.meeting, giver_id=hall.people["Cees"], holder_id=hall.people["Dirk"], given_on=LETTER),
    )
    room = store.read(queries.room, hall.meeting, hall.ordinary)
    assert room.line == "6 may vote · 1 present · 1 by proxy · quorum 3: 1 short"
    assert (room.quorum_needed, room.quorum_present, room.short, room.guests) == (3, 2, 1, 2)
    assert room.rule.source == "art. 15"
    # Somebody who holds a proxy comes in, and two count at once.
    there(store, hall.meeting, hall, "Dirk")
    assert store.read(queries.room, hall.meeting).line == "6 may vote · 2 present · 2 by proxy · quorum 3: met"
    assert roll(store, hall.meeting) == {
        "Anna": "present",
        "Bas": "represented",
        "Cees": "represented",
        "Dirk": "present",
        "Eef": "absent",
        "Fien": "absent",
    }
    represented = store.read(queries.roll, hall.meeting)[2]
    assert (represented.holder_id, represented.holder) == (hall.people["Dirk"], "Dirk Dam")


def test_each_item_has_the_rule_of_its_own_kind(store: Store, hall: Hall) -> None:
    there(store, hall.meeting, hall, "Anna", "Bas", "Cees")
    assert store.read(queries.room, hall.meeting, hall.ordinary).line.endswith("quorum 3: met")
    statutes = store.read(queries.room, hall.meeting, hall.statutes)
    assert statutes.line.endswith("quorum 4: 1 short")
    assert (statutes.rule.rule.method, statutes.rule.source) == ("two-thirds", "art. 20")


def test_a_second_meeting_is_counted_by_its_own_quorum(store: Store, hall: Hall) -> None:
    (second,) = put(store, Meeting(body="general", title="Second", starts_at=OPENED, second_of_id=hall.meeting))
    (item,) = put(
        store, AgendaItem(meeting_id=second, position=1, title="Statutes", kind="decision", decision_kind="statutes")
    )
    room = store.read(queries.room, second, item)
    assert (room.quorum_needed, room.short) == (None, 0)
    assert room.line == "6 may vote · 0 present · 0 by proxy · no quorum asked"
    assert room.rule.rule.quorum is None


def test_who_is_recused_is_out_of_that_item_only(store: Store, hall: Hall) -> None:
    there(store, hall.meeting, hall, "Anna", "Bas", "Cees")
    put(store, Recusal(item_id=hall.ordinary, person_id=hall.people["Anna"], reason="candidate"))
    room = store.read(queries.room, hall.meeting, hall.ordinary)
    assert room.line == "6 may vote · 2 present · 0 by proxy · 1 recused · quorum 3: 1 short"
    assert store.read(queries.room, hall.meeting, hall.statutes).recused == 0
    anna = store.read(queries.roll, hall.meeting, hall.ordinary)[0]
    assert (anna.standing, anna.inside, anna.since) == ("recused", True, DOOR)
    (row,) = store.read(lists.recusals, hall.ordinary)
    assert (row.number, row.name, row.reason) == ("L001", "Abel, Anna", "candidate")


def test_a_board_that_is_recused_whole_leaves_it_to_the_general_meeting(store: Store, hall: Hall) -> None:
    there(store, hall.board, hall, "Anna", "Bas", "Cees")
    assert store.read(queries.room, hall.board, hall.board_item).remark == ""
    put(
        store,
        *(
            Recusal(item_id=hall.board_item, person_id=hall.people[who], reason="own")
            for who in ("Anna", "Bas", "Cees")
        ),
    )
    room = store.read(queries.room, hall.board, hall.board_item)
    assert (room.entitled, room.present, room.recused) == (3, 0, 3)
    assert "it goes to the general meeting" in room.remark


def test_a_meeting_that_was_closed_is_as_it_was_when_it_closed(store: Store, hall: Hall) -> None:
    there(store, hall.meeting, hall, "Anna", "Bas")
    put(store, Presence(meeting_id=hall.meeting, person_id=hall.people["Cees"], arrived_at=DOOR, left_at=LATER))

    def close(transaction: Transaction) -> None:
        transaction.change(Meeting, hall.meeting, opened_at=OPENED, closed_at=END)
        for row_id in (1, 2):
            transaction.change(Presence, row_id, left_at=END)

    store.do(close)
    assert [who for who, standing in roll(store, hall.meeting).items() if standing == "present"] == ["Anna", "Bas"]
    cees = store.read(queries.roll, hall.meeting)[2]
    assert (cees.standing, cees.since) == ("absent", LATER)
    # A vote that was forgotten and is entered afterwards has the roll of the closing.
    assert roll(store, hall.meeting, None, "2026-11-20T22:30") == roll(store, hall.meeting)


def test_the_roll_of_an_earlier_moment_can_be_read(store: Store, hall: Hall) -> None:
    put(
        store,
        Presence(meeting_id=hall.meeting, person_id=hall.people["Anna"], arrived_at=DOOR, left_at=LATER),
        Presence(meeting_id=hall.meeting, person_id=hall.people["Bas"], arrived_at=OPENED),
    )
    present = {
        at: [who for who, standing in roll(store, hall.meeting, None, at).items() if standing == "present"]
        for at in (DOOR, OPENED, LATER)
    }
    assert present == {DOOR: ["Anna"], OPENED: ["Anna", "Bas"], LATER: ["Bas"]}


def test_stays_are_listed_with_what_each_is_there_as(store: Store, hall: Hall) -> None:
    put(store, Suspension(person_id=hall.people["Bas"], starts_on=DAY, reason="nuisance"))
    there(store, hall.meeting, hall, "Bas", "Ina")
    put(store, Presence(meeting_id=hall.meeting, person_id=hall.people["Anna"], arrived_at=DOOR, left_at=OPENED))
    there(store, hall.meeting, hall, "Anna", at=LATER)
    rows = store.read(lists.presences, hall.meeting)
    assert [(row.name, row.arrived_at, row.left_at, row.part) for row in rows] == [
        ("Abel, Anna", DOOR, OPENED, "voter"),
        ("Abel, Anna", LATER, None, "voter"),
        ("Bol, Bas", DOOR, None, "suspended"),
        ("Iep, Ina", DOOR, None, "guest"),
    ]
    assert store.read(queries.room, hall.meeting).entitled == 5


def test_proxies_are_listed_with_why_they_do_not_count(store: Store, hall: Hall) -> None:
    people = hall.people
    there(store, hall.meeting, hall, "Anna", "Bas")
    put(
        store,
        Proxy(meeting_id=hall.meeting, giver_id=people["Eef"], holder_id=people["Anna"], given_on=LETTER, note="ill"),
        Proxy(meeting_id=hall.meeting, giver_id=people["Bas"], holder_id=people["Anna"], given_on=LETTER),
        Proxy(meeting_id=hall.meeting, giver_id=people["Dirk"], holder_id=people["Cees"], given_on=LETTER),
    )
    rows = store.read(lists.proxies, hall.meeting)
    assert [(row.giver, row.holder, row.counts, row.why) for row in rows] == [
        ("Bas Bol", "Anna Abel", False, "who gave it is in the room"),
        ("Dirk Dam", "Cees Cox", False, "its holder is not in the room"),
        ("Eef Els", "Anna Abel", True, ""),
    ]
    put(store, Recusal(item_id=hall.ordinary, person_id=people["Anna"], reason="candidate"))
    assert store.read(lists.proxies, hall.meeting, hall.ordinary)[2].why == "its holder is recused for this item"
    assert store.read(lists.proxies, hall.meeting)[2].counts


def test_more_proxies_than_the_rule_of_the_day_allows_do_not_count(store: Store, hall: Hall) -> None:
    people = hall.people
    there(store, hall.board, hall, "Anna")
    put(store, Proxy(meeting_id=hall.board, giver_id=people["Bas"], holder_id=people["Anna"], given_on=LETTER))
    # A board takes none unless its rules say so.
    assert roll(store, hall.board)["Bas"] == "absent"
    put(
        store,
        MeetingRule(body="board", valid_from=SINCE, convening_days=3, minutes_days=7, proxies_per_holder=1, source="x"),
    )
    assert roll(store, hall.board)["Bas"] == "represented"


def test_without_such_a_meeting_there_is_nobody(store: Store) -> None:
    assert store.read(queries.roll, 99) == ()
    assert store.read(lists.presences, 99) == ()
    assert store.read(lists.proxies, 99) == ()
    with pytest.raises(Refused):
        store.read(queries.room, 99)


def test_four_hundred_members_are_read_in_a_handful_of_questions(store: Store, hall: Hall) -> None:
    def crowd(transaction: Transaction) -> None:
        people = [_person(transaction, 100 + place, f"Piet P{place:03d}") for place in range(400)]
        for place, person_id in enumerate(people):
            if place % 2:
                transaction.add(Presence(meeting_id=hall.meeting, person_id=person_id, arrived_at=DOOR))
            elif place % 4:
                transaction.add(
                    Proxy(meeting_id=hall.meeting, giver_id=person_id, holder_id=people[place - 1], given_on=LETTER)
                )

    store.do(crowd)
    asked: list[str] = []

    def read(connection: Connection) -> queries.Room:
        def listen(*arguments: object) -> None:
            asked.append(str(arguments[2]))

        event.listen(connection, "before_cursor_execute", listen)
        try:
            return queries.room_and_roll(connection, hall.meeting, hall.ordinary)[0]
        finally:
            event.remove(connection, "before_cursor_execute", listen)

    assert store.read(read).line == "406 may vote · 200 present · 100 by proxy · quorum 203: met"
    assert len([one for one in asked if one.startswith("SELECT")]) <= 8

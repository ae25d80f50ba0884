"""What the store tells of joining and leaving: lists, rules in force, and what is still to settle."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from coopadmin.services import association, bookings, contracts, dwellings, facilities, members
from coopadmin.services import memberships as deeds
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.facilities import FacilityData
from coopadmin.services.members import PersonData
from db.journal import Transaction
from db.queries import journal
from db.queries import memberships as queries
from db.queries.base import Listing
from db.queries.leaving import Held, Kept, Lease
from db.store import Store
from db.tables.actions import ActionPoint
from db.tables.meetings import Meeting, Proxy
from tests.conftest import TODAY, Furnish
from tests.ledgers import owe, pay

SINCE = date(2020, 1, 1)


def _fill(store: Store) -> None:
    """Three members, Anna (1), Bo (2) and Cas (3), and Dirk (4), who is Anna's co-tenant."""
    for number, name in (("L001", "Anna"), ("L002", "Bo"), ("L003", "Cas")):
        store.do(
            members.register_member,
            number=number,
            person=PersonData("Berg", given_name=name),
            kind="member",
            starts_on=SINCE,
        )
    store.do(members.register_person, person=PersonData("Bos", given_name="Dirk"))
    home = store.do(dwellings.add_dwelling, dwelling=DwellingData("4A")).result
    contract = store.do(
        contracts.start_contract, number="C-0001", dwelling_id=home, tenants=[1], starts_on=SINCE
    ).result
    store.do(contracts.add_party, contract_id=contract, tenant=4, role="co_tenant")


@pytest.fixture
def people(store: Store, furnish: Furnish) -> Store:
    """Give a store with the four."""
    furnish(_fill)
    return store


def _names(store: Store, chosen: str, on: date = TODAY, **asked: Any) -> list[str]:
    page = store.read(queries.endings_page, Listing(filter=chosen, sort="name", **asked), on)
    assert page.total == len(page.rows)
    return [row.name for row in page.rows]


# -- lists ---------------------------------------------------------------------------------------------------------


def test_endings_are_parted_by_what_is_still_to_come(people: Store) -> None:
    people.do(deeds.resign, person_id=1, noticed_on=TODAY)
    people.do(deeds.expel, person_id=2, decided_on=TODAY, reason="x")
    people.do(deeds.change_kind, person_id=3, kind="supporter", starts_on=date(2026, 12, 1))
    assert _names(people, "coming") == ["Berg, Anna", "Berg, Bo"]
    assert _names(people, "waiting") == ["Berg, Bo"]
    assert _names(people, "changes") == ["Berg, Cas"]
    assert _names(people, "over") == []
    assert _names(people, "over", date(2027, 1, 1)) == ["Berg, Anna"]
    assert len(_names(people, "all")) == 3
    assert _names(people, "all", search="l002") == ["Berg, Bo"]


def test_an_undone_ending_is_neither_coming_nor_waiting(people: Store) -> None:
    ending = people.do(deeds.expel, person_id=2, decided_on=TODAY, reason="x").result
    people.do(deeds.appeal, ending_id=ending, appealed_on=TODAY)
    assert _names(people, "waiting") == ["Berg, Bo"]
    people.do(deeds.decide_appeal, ending_id=ending, outcome="upheld", decided_on=TODAY)
    assert (_names(people, "coming"), _names(people, "waiting"), _names(people, "all")) == ([], [], ["Berg, Bo"])


def test_endings_come_in_the_order_of_their_days(people: Store) -> None:
    people.do(deeds.resign, person_id=1, noticed_on=TODAY, ends_on=date(2027, 12, 31))
    people.do(deeds.resign, person_id=2, noticed_on=date(2026, 11, 1))
    for sort, numbers in (("ends", ["L002", "L001"]), ("noticed", ["L002", "L001"]), ("name", ["L001", "L002"])):
        page = people.read(queries.endings_page, Listing(filter="coming", sort=sort), TODAY)
        assert [row.number for row in page.rows] == numbers


def test_applications_are_found_by_outcome_and_name(people: Store) -> None:
    people.do(deeds.apply, person_id=4, kind="member", applied_on=date(2026, 10, 1))
    other = people.do(deeds.apply, person=PersonData("Öz"), kind="aspirant", applied_on=date(2026, 11, 1)).result
    people.do(deeds.refuse_application, application_id=other, decided_on=TODAY)

    def found(**asked: Any) -> list[str]:
        return [row.name for row in people.read(queries.applications_page, Listing(**asked), TODAY).rows]

    assert found(filter="open") == ["Bos, Dirk"]
    assert found(filter="refused") == ["Öz"]
    assert found(filter="all", sort="applied", descending=True) == ["Öz", "Bos, Dirk"]
    assert found(filter="all", search="oz") == ["Öz"]
    assert people.read(queries.application, 99) is None
    assert people.read(queries.ending, 99) is None


def test_a_member_s_story_tells_of_joining_and_leaving(people: Store) -> None:
    people.do(deeds.suspend, person_id=1, starts_on=TODAY, reason="x")
    people.do(deeds.resign, person_id=1, noticed_on=TODAY)
    rows = people.read(journal.rows_of_person, 1)
    assert [line.deed for line in people.read(journal.story, rows)][:2] == ["resign", "suspend"]


# -- rules ---------------------------------------------------------------------------------------------------------


def test_the_rules_are_those_of_the_day_with_their_source(people: Store) -> None:
    people.do(
        association.set_rule, name="contribution_whole_year", value="0", valid_from=date(2026, 7, 1), source="art. 9"
    )
    before, after = (people.read(queries.ending_rules, day) for day in (date(2026, 6, 30), date(2026, 7, 1)))
    assert (before.whole_year, after.whole_year, after.contribution_source) == (True, False, "art. 9")
    assert (after.notice_weeks, after.at_year_end, after.first_month, after.appeal_months) == (4, True, 1, 1)
    assert after.notice_source == "Civil Code (BW) 2:36(1), unless the statutes differ"


# -- leaving -------------------------------------------------------------------------------------------------------


def test_nothing_is_open_with_who_has_nothing(people: Store) -> None:
    leaving = people.read(queries.leaving, 3, TODAY)
    assert not any(getattr(leaving, name) for name in type(leaving).__dataclass_fields__)
    assert not people.read(queries.leaving, 4, TODAY).owed_cents, "nor with one who has no account"


def test_money_is_told_apart_in_what_is_open_to_come_and_too_much(people: Store) -> None:
    people.do(owe, member_id=1, cents=60_00, due_on=date(2026, 1, 1), kind="contribution")
    people.do(owe, member_id=1, cents=15_00, due_on=date(2026, 12, 1))
    people.do(pay, member_id=1, kind="member", cents=20_00, on=date(2026, 2, 1))
    people.do(owe, member_id=2, cents=60_00, due_on=date(2026, 1, 1), kind="contribution")
    people.do(pay, member_id=2, kind="member", cents=80_00, on=date(2026, 2, 1))
    anna, bo = (people.read(queries.leaving, person, TODAY) for person in (1, 2))
    assert (anna.owed_cents, anna.credit_cents, anna.later_cents) == (40_00, 0, 15_00)
    assert (bo.owed_cents, bo.credit_cents, bo.later_cents) == (0, 20_00, 0)


def test_a_home_is_told_with_the_others_on_its_contract_and_what_is_open(people: Store) -> None:
    people.do(owe, contract_id=1, cents=500_00, due_on=date(2026, 11, 1))
    assert people.read(queries.leaving, 1, TODAY).leases == (
        Lease(1, "C-0001", "4A", "tenant", None, ("Dirk Bos",), 500_00),
    )
    people.do(contracts.end_contract, contract_id=1, ends_on=date(2026, 11, 10))
    assert people.read(queries.leaving, 1, TODAY).leases == ()


def test_offices_groups_keys_and_bookings_that_run_are_named(people: Store) -> None:
    people.do(members.give_office, person_id=1, office="chair", starts_on=SINCE)
    people.do(members.give_office, person_id=1, office="treasurer", starts_on=SINCE, ends_on=date(2021, 1, 1))
    people.do(members.join_group, person_id=1, group="Tuin", starts_on=SINCE)
    room = people.do(
        facilities.add_facility, facility=FacilityData(code="WP", name="Werkplaats", keeper_id=1, key_count=3)
    ).result
    for day in (1, 25):
        people.do(
            bookings.book,
            facility_id=room,
            person_id=1,
            starts_at=datetime(2026, 11, day, 14),  # noqa: DTZ001 - wall clock
            ends_at=datetime(2026, 11, day, 16),  # noqa: DTZ001 - wall clock
        )
    leaving = people.read(queries.leaving, 1, TODAY)
    assert leaving.offices == (Held("chair", None),)
    assert leaving.groups == (Held("Tuin", None),)
    assert leaving.facilities == (Kept(room, "Werkplaats", 3),)
    assert [one.starts_at for one in leaving.bookings] == ["2026-11-25T14:00"]


def _meet(transaction: Transaction) -> None:
    """A meeting that was held, one that was called off and one to come, Anna giving a proxy for each; two actions."""
    common: dict[str, Any] = {"body": "general"}
    held = Meeting(
        title="Voorjaar",
        starts_at="2026-12-01T20:00",
        opened_at="2026-12-01T20:00",
        closed_at="2026-12-01T22:00",
        **common,
    )
    off = Meeting(title="Extra", starts_at="2026-12-05T20:00", cancelled_on=TODAY, **common)
    coming = Meeting(title="Najaar", starts_at="2026-12-10T20:00", **common)
    for meeting in (held, off, coming):
        number = transaction.add(meeting)
        transaction.add(Proxy(meeting_id=number, giver_id=1, holder_id=2, given_on=TODAY))
    transaction.add(ActionPoint(what="Sleutels tellen", owner_id=1, made_on=SINCE, due_on=date(2026, 12, 1)))
    transaction.add(ActionPoint(what="Verf kopen", owner_id=1, made_on=SINCE, done_on=date(2020, 2, 1)))


def test_open_actions_and_proxies_for_meetings_to_come_are_named_from_both_sides(people: Store) -> None:
    people.do(_meet)
    anna, bo = (people.read(queries.leaving, person, TODAY) for person in (1, 2))
    assert [(one.meeting, one.given, one.other) for one in anna.proxies] == [("Najaar", True, "Bo Berg")]
    assert [(one.meeting, one.given, one.other) for one in bo.proxies] == [("Najaar", False, "Anna Berg")]
    assert [one.what for one in anna.actions] == ["Sleutels tellen"]

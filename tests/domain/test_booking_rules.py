"""The house answers to a booking: yes, yes but, or no, each time with the rule and where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.booking_prices import price_cents, units
from coopadmin.domain.booking_rules import Answer, Closure, Facts, KeyOut, Unpaid, answers, nights_of
from coopadmin.domain.facilities import Calendar, Slot, Terms, overlap
from coopadmin.domain.facility_rules import HouseRule

NOW = datetime.fromisoformat("2026-11-20T13:00")
LONG_AGO = date(2020, 1, 1)
SOURCE = "House rules, article 4"
FACTS = Facts(now=NOW)


def at(text: str) -> datetime:
    """Read a moment as 2026-11-20T13:00."""
    return datetime.fromisoformat(text)


def slot(starts: str, ends: str, booking_id: int | None = None, status: str = "confirmed") -> Slot:
    """Book the room in November 2026: `25T10:00`; a longer text is taken as it stands."""
    begin, end = (at(text if len(text) > 10 else f"2026-11-{text}") for text in (starts, ends))
    return Slot(booking_id, 1, 7, begin, end, status)


def room(**rules: str) -> Terms:
    """A room of one booking at a time, with these rules since long ago."""
    kept = tuple(HouseRule(kind, value, LONG_AGO, SOURCE) for kind, value in rules.items())
    return Terms(1, "GZ", "Common room", True, rules=kept)


def kinds(one: Slot, terms: Terms, facts: Facts = FACTS, calendar: Calendar | None = None) -> list[str]:
    """Name the rules that have something to say."""
    return [answer.kind for answer in answers(one, terms, calendar or Calendar(), facts)]


def the(one: Slot, terms: Terms, facts: Facts = FACTS, calendar: Calendar | None = None) -> Answer:
    """Give the one answer there is."""
    (answer,) = answers(one, terms, calendar or Calendar(), facts)
    return answer


def test_without_rules_the_house_has_nothing_to_say() -> None:
    assert answers(slot("25T10:00", "25T12:00"), room(), Calendar(), FACTS) == ()


def test_a_cancelled_booking_is_held_against_nothing() -> None:
    closed = replace(FACTS, closures=(Closure(at("2026-11-25T00:00"), at("2026-11-26T00:00"), "painting"),))
    assert kinds(slot("25T10:00", "25T12:00", status="cancelled"), room(people="1"), closed) == []


# -- what may never be ---------------------------------------------------------------------------------------------


def test_a_taken_time_a_closure_and_the_end_of_the_room_are_refused_for_good() -> None:
    taken = Calendar([slot("25T11:00", "25T13:00", 3)])
    closed = replace(FACTS, closures=(Closure(at("2026-11-25T09:00"), at("2026-11-25T10:30"), "painting"),))
    ended = replace(room(), ended_on=date(2026, 11, 24))
    found = answers(slot("25T10:00", "25T12:00"), ended, taken, closed)
    assert [(answer.kind, answer.refused) for answer in found] == [
        ("ended_on", True),
        ("overlap", True),
        ("closure", True),
    ]
    assert found[1].told == "Common room is already booked: 25 November 2026 11:00–13:00"
    assert found[2].told == "Common room is closed 25 November 2026 09:00–10:30: painting"


@pytest.mark.parametrize(
    ("starts", "ends", "says"),
    [
        ("2027-03-28T02:30", "2027-03-28T05:00", ["skipped"]),
        ("2027-03-27T23:00", "2027-03-28T02:59", ["skipped"]),
        ("2027-03-27T23:00", "2027-03-28T03:00", []),
        ("2027-03-27T23:00", "2027-03-28T03:01", ["longest_minutes"]),
        ("2026-10-25T02:30", "2026-10-25T05:00", ["slip"]),
        ("2026-10-24T23:00", "2026-10-25T03:00", []),
        ("2026-10-24T23:00", "2026-10-25T03:01", ["longest_minutes"]),
    ],
)
def test_when_the_clock_is_changed_an_hour_that_never_comes_is_refused_and_lengths_go_by_the_clock(
    starts: str, ends: str, says: list[str]
) -> None:
    assert kinds(slot(starts, ends), room(longest_minutes="240")) == says


def test_a_closure_that_only_touches_keeps_nobody_out() -> None:
    before = Closure(at("2026-11-25T09:00"), at("2026-11-25T10:00"), "painting")
    after = Closure(at("2026-11-25T12:00"), at("2026-11-25T13:00"), "painting")
    assert kinds(slot("25T10:00", "25T12:00"), room(), replace(FACTS, closures=(before, after))) == []


# -- what the board may overrule -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "starts", "ends", "against"),
    [
        ({"ahead_days": "5"}, "25T10:00", "25T12:00", ""),
        ({"ahead_days": "4"}, "25T10:00", "25T12:00", "ahead_days"),
        ({"ahead_hours": "24"}, "21T13:00", "21T14:00", ""),
        ({"ahead_hours": "24"}, "21T12:59", "21T14:00", "ahead_hours"),
        ({"ahead_hours": "24"}, "20T12:59", "20T14:00", ""),
        ({"longest_minutes": "120"}, "25T10:00", "25T12:00", ""),
        ({"longest_minutes": "119"}, "25T10:00", "25T12:00", "longest_minutes"),
        ({"nights": "1"}, "25T10:00", "26T12:00", ""),
        ({"nights": "0"}, "25T10:00", "26T00:00", ""),
        ({"nights": "0"}, "25T10:00", "26T00:01", "nights"),
        ({"opens_at": "10:00"}, "25T10:00", "25T12:00", ""),
        ({"opens_at": "10:01"}, "25T10:00", "25T12:00", "opens_at"),
        ({"opens_at": "08:00", "closes_at": "23:00"}, "25T20:00", "25T23:00", ""),
        ({"opens_at": "08:00", "closes_at": "23:00"}, "25T20:00", "25T23:01", "opens_at"),
        ({"opens_at": "08:00", "closes_at": "23:00"}, "25T20:00", "26T09:00", "opens_at"),
        ({"opens_at": "08:00", "closes_at": "23:00", "nights": "2"}, "25T20:00", "26T09:00", ""),
        ({"opens_at": "08:00", "closes_at": "23:00", "nights": "2"}, "25T20:00", "26T07:00", "opens_at"),
        ({"opens_at": "10:00", "closes_at": "01:00"}, "25T20:00", "26T01:00", ""),
        ({"opens_at": "10:00", "closes_at": "01:00"}, "26T00:30", "26T01:00", ""),
        ({"opens_at": "10:00", "closes_at": "01:00"}, "26T00:30", "26T02:00", "opens_at"),
        ({"closes_at": "24:00"}, "25T20:00", "26T00:00", ""),
        ({"quiet_from": "22:00", "quiet_until": "07:00"}, "25T20:00", "25T22:00", ""),
        ({"quiet_from": "22:00", "quiet_until": "07:00"}, "25T20:00", "25T22:30", "quiet_from"),
        ({"quiet_from": "22:00", "quiet_until": "07:00"}, "25T06:00", "25T08:00", "quiet_from"),
        ({"quiet_from": "22:00", "quiet_until": "07:00"}, "25T07:00", "25T22:00", ""),
        ({"quiet_from": "22:00", "quiet_until": "07:00"}, "25T07:00", "29T21:00", "quiet_from"),
        ({"people": "8"}, "25T10:00", "25T12:00", ""),
        ({"people": "7"}, "25T10:00", "25T12:00", "people"),
    ],
)
def test_each_rule_says_so_from_its_own_border_on(rules: dict[str, str], starts: str, ends: str, against: str) -> None:
    found = answers(slot(starts, ends), room(**rules), Calendar(), replace(FACTS, people=8))
    assert [answer.kind for answer in found] == ([against] if against else [])
    for answer in found:
        assert not answer.refused
        assert answer.told.endswith(f"({SOURCE})")
        assert answer.needs_reason == (answer.kind != "quiet_from")


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"ahead_days": "4"}, "Common room is booked at most 4 days ahead: today until 24 November 2026"),
        ({"longest_minutes": "90"}, "Common room is given for at most 90 minutes at a time; this is 2 hours"),
        ({"opens_at": "12:00", "closes_at": "18:00"}, "Common room is open from 12:00 until 18:00"),
    ],
)
def test_a_reason_names_the_room_and_the_limit(rules: dict[str, str], said: str) -> None:
    assert the(slot("25T10:00", "25T12:00"), room(**rules)).told == f"{said} ({SOURCE})"


@pytest.mark.parametrize(
    ("who_may", "facts", "allowed"),
    [
        ("anyone", {"is_member": False, "is_resident": False, "is_tenant": False}, True),
        ("members", {"is_member": True, "is_resident": False}, True),
        ("members", {"is_member": False}, False),
        ("residents", {"is_tenant": False}, True),
        ("residents", {"is_resident": False, "is_tenant": False}, False),
        ("tenants", {"is_tenant": False}, False),
    ],
)
def test_only_those_a_room_is_for_may_book_it(who_may: str, facts: dict[str, bool], allowed: bool) -> None:
    asked = replace(FACTS, **facts)  # pyright: ignore[reportArgumentType]
    assert kinds(slot("25T10:00", "25T12:00"), room(who_may=who_may), asked) == ([] if allowed else ["who_may"])


@pytest.mark.parametrize(
    ("starts", "ends", "kept"),
    [
        ("25T08:00", "25T09:30", False),
        ("25T08:00", "25T09:00", True),
        ("25T13:00", "25T14:00", True),
        ("25T12:30", "25T14:00", False),
    ],
)
def test_time_is_kept_free_on_both_sides_of_a_booking(starts: str, ends: str, kept: bool) -> None:
    calendar = Calendar([slot("25T10:00", "25T12:00", 3)])
    found = kinds(slot(starts, ends), room(gap_minutes="60"), FACTS, calendar)
    assert found == ([] if kept else ["gap_minutes"])


def test_who_overlaps_is_told_so_once_and_not_of_the_gap_too() -> None:
    calendar = Calendar([slot("25T10:00", "25T12:00", 3)])
    assert kinds(slot("25T11:00", "25T13:00"), room(gap_minutes="60"), FACTS, calendar) == ["overlap"]


def test_a_household_has_only_so_many_ahead_but_what_is_over_is_noted_freely() -> None:
    terms, facts = room(active_per_household="2"), replace(FACTS, household_ahead=2)
    told = the(slot("25T10:00", "25T12:00"), terms, facts)
    assert (told.kind, told.field) == ("active_per_household", "person_id")
    assert told.told.startswith("this household has 2 bookings of Common room ahead already; the house rule allows 2 b")
    assert kinds(slot("25T10:00", "25T12:00"), terms, replace(FACTS, household_ahead=1)) == []
    assert kinds(slot("19T10:00", "19T12:00"), terms, facts) == []


def test_a_key_that_is_not_back_blocks_the_next_booking_where_so_set() -> None:
    facts = replace(FACTS, keys_out=(KeyOut("GZ 3", date(2026, 11, 18)), KeyOut("GZ 1", date(2026, 11, 15))))
    one = slot("25T10:00", "25T12:00")
    assert kinds(one, room(), facts) == kinds(one, room(key_back_first="no"), facts) == []
    told = the(one, room(key_back_first="yes"), facts)
    assert told.told == (
        f"the key GZ 1 should have been back on 15 November 2026; it comes back before the next booking ({SOURCE})"
    )
    assert told.needs_reason


def test_an_unpaid_booking_blocks_the_next_where_payment_comes_first() -> None:
    facts = replace(FACTS, unpaid=(Unpaid(at("2026-11-10T10:00"), at("2026-11-10T12:00"), 1250),))
    one = slot("25T10:00", "25T12:00")
    assert kinds(one, room(), facts) == []
    told = the(one, room(payment_first="yes"), facts)
    assert (told.kind, told.needs_reason) == ("unpaid", True)
    assert told.told.startswith("an earlier booking of Common room is not paid: 10 November 2026 10:00–12:00, €12.50")


def test_somebody_who_waits_for_the_time_is_spoken_of() -> None:
    told = the(slot("25T10:00", "25T12:00"), room(), replace(FACTS, waiting=(at("2026-11-01T09:00"),)))
    assert (told.kind, told.refused, told.needs_reason) == ("waiting", False, False)
    assert "since 1 November 2026" in told.told


def test_a_rule_of_asking_is_that_of_today_and_a_rule_of_use_that_of_the_day_itself() -> None:
    soon = date(2026, 11, 24)
    terms = replace(
        room(),
        rules=(HouseRule("ahead_days", "1", soon, SOURCE), HouseRule("longest_minutes", "60", soon, SOURCE)),
    )
    assert kinds(slot("25T10:00", "25T12:00"), terms) == ["longest_minutes"]
    assert kinds(slot("23T10:00", "23T12:00"), terms) == []


# -- properties ----------------------------------------------------------------------------------------------------

hours = st.integers(0, 24 * 20)
booked = st.lists(st.tuples(hours, st.integers(1, 72)), max_size=12)


def _of(hour: int, length: int, booking_id: int | None = None) -> Slot:
    begin = at("2026-11-21T00:00") + timedelta(hours=hour)
    return Slot(booking_id, 1, 7, begin, begin + timedelta(hours=length))


@given(booked, hours, st.integers(1, 72), st.integers(0, 300))
def test_what_the_rules_let_through_overlaps_nothing_and_keeps_the_time_between(
    there: list[tuple[int, int]], hour: int, length: int, gap: int
) -> None:
    standing: list[Slot] = []
    calendar = Calendar()
    terms = room(gap_minutes=str(gap))
    for number, (begin, lasts) in enumerate([*there, (hour, length)], 1):
        one = _of(begin, lasts)
        said = {answer.kind for answer in answers(one, terms, calendar, FACTS)}
        overlaps = any(overlap(one.starts_at, one.ends_at, other.starts_at, other.ends_at) for other in standing)
        assert ("overlap" in said) == overlaps
        free = timedelta(minutes=gap)
        near = any(
            overlap(one.starts_at - free, one.ends_at + free, other.starts_at, other.ends_at) for other in standing
        )
        assert ("gap_minutes" in said) == (near and not overlaps)
        if not overlaps:
            kept = replace(one, booking_id=number)
            standing.append(kept)
            calendar.put(kept)


@given(st.integers(0, 1439), st.integers(1, 1440), hours, st.integers(1, 72))
def test_the_hours_of_a_house_are_the_same_every_day(opens: int, lasts: int, hour: int, length: int) -> None:
    closes = (opens + lasts) % 1440
    rules = {
        "opens_at": f"{opens // 60:02d}:{opens % 60:02d}",
        "closes_at": f"{closes // 60:02d}:{closes % 60:02d}",
    }
    one = _of(hour, length)
    later = replace(one, starts_at=one.starts_at + timedelta(days=1), ends_at=one.ends_at + timedelta(days=1))
    found = kinds(one, room(**rules))
    assert found == kinds(later, room(**rules))
    begin = one.starts_at.hour * 60 + one.starts_at.minute
    span = (closes - opens - 1) % 1440 + 1
    fits = (begin - opens) % 1440 + length * 60 <= span
    assert (found == []) == fits


# -- what it costs -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "nights", "costs"),
    [
        ("25T10:00", "25T12:00", 0, {"booking": 1000, "hour": 2000, "day": 1000, "night": 1000, "person_night": 3000}),
        ("25T10:00", "25T11:15", 0, {"hour": 1250}),
        ("25T20:00", "26T00:00", 0, {"day": 1000, "night": 1000}),
        ("25T15:00", "27T11:00", 2, {"day": 3000, "night": 2000, "person_night": 6000}),
        ("2028-02-28T15:00", "2028-03-01T11:00", 2, {"night": 2000}),
        ("2026-03-28T15:00", "2026-03-29T11:00", 1, {"night": 1000, "hour": 20000}),
    ],
)
def test_a_booking_costs_its_rate_times_what_the_rate_is_for(
    starts: str, ends: str, nights: int, costs: dict[str, int]
) -> None:
    one = slot(starts, ends)
    assert nights_of(one.starts_at, one.ends_at) == nights
    for unit, cost in costs.items():
        terms = replace(room(price_unit=unit), member_rate_cents=1000, other_rate_cents=2000)
        assert price_cents(one, terms, asked_on=NOW.date(), is_member=True, people=3) == cost
        assert price_cents(one, terms, asked_on=NOW.date(), is_member=False, people=3) == 2 * cost


def test_where_no_rate_is_known_no_price_is_made_up() -> None:
    one = slot("25T10:00", "25T12:00")
    terms = replace(room(), member_rate_cents=0)
    assert price_cents(one, terms, asked_on=NOW.date(), is_member=True) == 0
    assert price_cents(one, terms, asked_on=NOW.date(), is_member=False) is None


@given(st.integers(0, 10_000), st.integers(1, 5000))
def test_a_price_by_the_hour_is_never_a_cent_off(rate: int, minutes: int) -> None:
    begin = at("2026-11-25T10:00")
    one = Slot(None, 1, 7, begin, begin + timedelta(minutes=minutes))
    terms = replace(room(price_unit="hour"), member_rate_cents=rate)
    cost = price_cents(one, terms, asked_on=NOW.date(), is_member=True)
    assert cost is not None
    assert abs(cost * 60 - rate * minutes) <= 30
    assert units(one, "hour") * 60 == minutes

"""The clock of a repair runs only while it may: across waits, summer time, month ends and leap days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopadmin.domain.association import RuleValue
from coopadmin.domain.clocks import END_OF_DAY, Clock, Timed, Wait, after, clock, left_text, real_time, time_text
from coopadmin.domain.maintenance import limits
from coopadmin.domain.waits import WAITS, stops
from db.tables import maintenance as tables

LIMITS = limits(
    RuleValue(name, value, date(1900, 1, 1), "") for name, value in (("emergency_days", "1"), ("normal_days", "10"))
)


def at(text: str) -> datetime:
    """Read a moment of the wall clock."""
    return datetime.fromisoformat(text)


def _normal(now: str, *waits: Wait, reported_on: date = date(2026, 11, 2)) -> Clock:
    return clock(Timed("normal", reported_on), LIMITS, waits, at(now))


def test_every_reason_to_wait_of_the_store_has_a_name() -> None:
    assert tuple(WAITS) == tables.WAITS


@pytest.mark.parametrize(
    ("reported_at", "due_at"),
    [
        ("2026-11-20T21:40", "2026-11-21T21:40"),
        ("2024-02-28T09:00", "2024-02-29T09:00"),
        ("2026-12-31T23:59", "2027-01-01T23:59"),
        ("2026-10-24T21:40", "2026-10-25T20:40"),
        ("2026-03-28T21:40", "2026-03-29T22:40"),
    ],
)
def test_an_emergency_has_twenty_four_hours_also_when_the_clock_is_changed(reported_at: str, due_at: str) -> None:
    task = Timed("emergency", at(reported_at).date(), at(reported_at))
    assert clock(task, LIMITS, (), at(reported_at)).due_at == at(due_at)


def test_an_emergency_of_which_only_the_day_is_known_has_until_the_end_of_the_next() -> None:
    one = clock(Timed("emergency", date(2026, 11, 20)), LIMITS, (), at("2026-11-21T23:00"))
    assert (one.due_at, one.late) == (at("2026-11-21T23:59"), False)
    assert clock(Timed("emergency", date(2026, 11, 20)), LIMITS, (), at("2026-11-22T00:00")).late


def test_a_normal_repair_has_ten_days_and_the_nights_it_waited() -> None:
    assert _normal("2026-11-12T23:00").left == timedelta()
    assert _normal("2026-11-13T00:00").late
    waited = Wait("material", at("2026-11-05T14:00"), at("2026-11-09T08:00"))
    one = _normal("2026-11-16T12:00", waited)
    assert (one.due_at, one.left, one.paused) == (at("2026-11-16T23:59"), timedelta(), False)
    assert one.told == (
        "10 days from the report, 2 November 2026.",
        "It stood still for 4 days from 5 November 2026: material.",
        "In time until 16 November 2026.",
    )


def test_while_it_waits_the_time_left_stays_the_same() -> None:
    wait = Wait("quote", at("2026-11-05T14:00"))
    lefts = {_normal(f"2026-11-{day:02d}T09:00", wait).left for day in range(6, 30)}
    assert lefts == {timedelta(days=7)}
    assert _normal("2026-11-29T09:00", wait).paused


def test_what_was_late_before_it_waited_stays_late() -> None:
    one = _normal("2026-11-20T09:00", Wait("material", at("2026-11-14T09:00")))
    assert (one.left, one.paused) == (timedelta(days=-8), False)


def test_a_wait_that_does_not_stop_the_clock_costs_time() -> None:
    one = _normal("2026-11-09T09:00", Wait("no_time", at("2026-11-03T09:00"), stops=False))
    assert (one.due_at, one.paused) == (at("2026-11-12T23:59"), False)


def test_planned_work_is_in_time_until_its_day_and_has_no_clock_without_one() -> None:
    task = Timed("planned", date(2026, 1, 1), None, date(2026, 11, 20))
    assert clock(task, LIMITS, (), at("2026-11-20T23:00")).left == timedelta()
    assert clock(task, LIMITS, (), at("2026-11-21T01:00")).late
    assert clock(Timed("planned", date(2026, 1, 1)), LIMITS, (), at("2026-11-20T09:00")).due_at is None


def test_without_a_rule_no_time_is_promised() -> None:
    assert clock(Timed("normal", date(2026, 1, 1)), (), (), at("2026-11-20T09:00")) == Clock(None, None, False, ())


moments = st.datetimes(at("2026-10-20T00:00"), at("2026-11-10T00:00")).map(
    lambda one: one.replace(second=0, microsecond=0)
)
urgencies = st.sampled_from(["emergency", "normal"])


@st.composite
def waits(draw: st.DrawFn) -> tuple[Wait, ...]:
    """Some waits in a row over the end of summer time, the last of which may go on."""
    ends = sorted(draw(st.lists(moments, min_size=0, max_size=6, unique=True)))
    pairs = [Wait("material", first, last) for first, last in zip(ends[::2], ends[1::2], strict=False)]
    if len(ends) % 2:
        pairs.append(Wait("material", ends[-1]))
    return tuple(pairs)


@settings(max_examples=150)
@given(urgencies, moments, waits(), moments)
def test_waiting_never_takes_time_away(
    urgency: str, reported_at: datetime, many: tuple[Wait, ...], now: datetime
) -> None:
    task = Timed(urgency, reported_at.date(), reported_at)
    bare, with_waits = clock(task, LIMITS, (), now), clock(task, LIMITS, many, now)
    assert with_waits.due_at is not None
    assert bare.due_at is not None
    assert with_waits.due_at >= bare.due_at
    assert clock(task, LIMITS, many, now, tell=False).due_at == with_waits.due_at
    assert not (with_waits.paused and with_waits.late)


@settings(max_examples=150)
@given(urgencies, moments, waits(), moments)
def test_a_wait_cut_in_two_counts_as_one(
    urgency: str, reported_at: datetime, many: tuple[Wait, ...], cut: datetime
) -> None:
    task, now = Timed(urgency, reported_at.date(), reported_at), at("2026-11-12T12:00")
    halves: list[Wait] = []
    for wait in many:
        if wait.from_at < cut < (wait.until_at or now):
            halves += [Wait(wait.reason, wait.from_at, cut), Wait(wait.reason, cut, wait.until_at)]
        else:
            halves.append(wait)
    assert clock(task, LIMITS, halves, now).due_at == clock(task, LIMITS, many, now).due_at


@given(moments, st.integers(0, 100_000))
def test_so_much_later_is_so_much_later(moment: datetime, minutes: int) -> None:
    later = after(moment, timedelta(minutes=minutes))
    # The hour that comes twice is written alike both times.
    assert abs(real_time(moment, later) - timedelta(minutes=minutes)) in (timedelta(), timedelta(hours=1))


@pytest.mark.parametrize(
    ("much", "text"),
    [
        (timedelta(days=3), "3 d"),
        (timedelta(days=1), "1 d"),
        (timedelta(hours=30), "30 h"),
        (timedelta(hours=5, minutes=59), "5 h"),
        (timedelta(minutes=20), "20 min"),
        (timedelta(), "0 h"),
        (timedelta(days=-2), "2 d"),
    ],
)
def test_time_is_said_shortly(much: timedelta, text: str) -> None:
    assert time_text(much) == text


def test_a_clock_is_said_with_a_sign() -> None:
    due = datetime.combine(date(2026, 11, 20), END_OF_DAY)
    assert left_text(Clock(due, timedelta(days=-2), False, ())) == "▲ 2 d late"
    assert left_text(Clock(due, timedelta(), False, ())) == "● today"
    assert left_text(Clock(due, timedelta(days=3), True, ())) == "‖ 3 d"
    assert left_text(Clock(due, timedelta(hours=5), False, ())) == "5 h left"
    assert left_text(Clock(None, None, False, ())) == ""


def test_which_waits_stop_the_clock_is_the_groups_own_rule_of_that_day() -> None:
    assert stops((), "material", date(2026, 11, 20))
    assert not stops((), "no_time", date(2026, 11, 20))
    rules = [RuleValue("wait_material_stops", "0", date(2026, 11, 1), "")]
    assert not stops(rules, "material", date(2026, 11, 20))

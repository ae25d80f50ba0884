"""The clock of a vacancy: lawful end, first free day, day of the nomination, and how each was made."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.allocation import (
    PRESSURES,
    SIGNS,
    ClockFacts,
    clock,
    days_left_words,
    file_number,
    time_to_choose,
)
from coopadmin.domain.periods import add_months

OPENED = date(2026, 10, 1)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
TERMS = st.integers(0, 6)


def _facts(**values: object) -> ClockFacts:
    return ClockFacts(**{"opened_on": OPENED, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("noticed", "ends", "accepted", "earliest", "free", "due"),
    [
        (date(2026, 10, 5), date(2026, 11, 5), 2, date(2026, 11, 5), date(2026, 11, 6), date(2027, 1, 6)),
        (date(2026, 1, 31), date(2026, 2, 28), 2, date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 1)),
        (date(2028, 1, 31), date(2028, 2, 29), 1, date(2028, 2, 29), date(2028, 3, 1), date(2028, 4, 1)),
        (date(2026, 11, 30), date(2026, 12, 30), 2, date(2026, 12, 30), date(2026, 12, 31), date(2027, 2, 28)),
        (date(2026, 8, 31), date(2026, 9, 30), 0, date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 1)),
        (date(2026, 10, 31), date(2026, 11, 30), 3, date(2026, 11, 30), date(2026, 12, 1), date(2027, 3, 1)),
    ],
)
def test_a_notice_gives_the_days_of_the_file_over_any_month_end(
    noticed: date, ends: date, accepted: int, earliest: date, free: date, due: date
) -> None:
    found = clock(_facts(noticed_on=noticed, ends_on=ends, accepted_months=accepted), OPENED)
    assert (found.earliest_end_on, found.free_on, found.due_on) == (earliest, free, due)
    assert found.begun_on == noticed


def test_every_day_says_how_it_was_made() -> None:
    facts = _facts(
        noticed_on=date(2026, 10, 5), ends_on=date(2026, 11, 5), accepted_source="Management agreement, art. 4"
    )
    assert clock(facts, date(2026, 11, 21)).told == (
        "Notice on 5 October 2026, 1 month of notice: it ends on 5 November 2026 at the earliest (BW 7:271(5)).",
        "The contract's last day is 5 November 2026: the home is free from 6 November 2026.",
        "Vacancy the corporation accepts: 2 months (Management agreement, art. 4). So the nomination is due on "
        "6 January 2027.",
        "46 days are left for the nomination.",
    )


def test_an_end_before_the_lawful_one_is_said() -> None:
    told = clock(_facts(noticed_on=date(2026, 10, 5), ends_on=date(2026, 10, 31)), OPENED).told
    assert "▲ The end that was entered, 31 October 2026, is earlier than that" in told[1]
    on_the_day = clock(_facts(noticed_on=date(2026, 10, 5), ends_on=date(2026, 11, 5)), OPENED).told
    assert not any("▲" in line for line in on_the_day)


def test_an_end_that_was_entered_by_hand_is_held_against_the_law_too() -> None:
    told = clock(_facts(noticed_on=date(2026, 10, 5), free_on=date(2026, 10, 20)), OPENED).told
    assert "19 October 2026, is earlier than that" in told[1]


def test_a_day_agreed_with_the_corporation_wins_and_names_where_it_was_agreed() -> None:
    facts = _facts(ends_on=date(2026, 10, 31), agreed_due_on=date(2027, 2, 15), due_source="letter of 3 November")
    found = clock(facts, date(2027, 2, 10))
    assert (found.due_on, found.days_left) == (date(2027, 2, 15), 5)
    assert "Agreed instead: due on 15 February 2027 (letter of 3 November)." in found.told
    assert any("1 January 2027" in line for line in found.told)


def test_the_contract_tells_the_free_day_and_the_file_only_where_none_does() -> None:
    both = _facts(ends_on=date(2026, 10, 31), free_on=date(2026, 12, 1))
    assert clock(both, OPENED).free_on == date(2026, 11, 1)
    alone = clock(_facts(free_on=date(2026, 12, 1)), OPENED)
    assert (alone.free_on, alone.ends_on) == (date(2026, 12, 1), date(2026, 11, 30))
    assert "as entered in this file" in alone.told[1]


def test_what_is_not_known_is_said_and_never_guessed() -> None:
    found = clock(_facts(), OPENED)
    assert (found.free_on, found.due_on, found.days_left, found.pressure) == (None, None, None, "unknown")
    assert found.told == (
        "No notice is known, so the earliest lawful end is not either.",
        "The day the home is free is not known yet, so the nomination has no day either.",
    )
    noticed = clock(_facts(noticed_on=date(2026, 10, 5)), OPENED)
    assert "No last day was entered yet; the day the home is free follows from it." in noticed.told


@pytest.mark.parametrize(
    ("left", "pressure"),
    [(100, "calm"), (51, "calm"), (50, "half"), (26, "half"), (25, "pressing"), (0, "pressing"), (-1, "late")],
)
def test_a_clock_warns_at_half_and_at_a_quarter_of_its_time(left: int, pressure: str) -> None:
    due = OPENED + timedelta(days=100)
    found = clock(_facts(agreed_due_on=due, due_source="letter"), due - timedelta(days=left))
    assert (found.pressure, found.days_left) == (pressure, left)


def test_when_a_clock_warns_is_the_groups_own_setting() -> None:
    due = OPENED + timedelta(days=100)
    facts = _facts(agreed_due_on=due, due_source="letter", warning_percent=80, pressing_percent=10)
    assert [clock(facts, due - timedelta(days=left)).pressure for left in (81, 80, 11, 10)] == [
        "calm",
        "half",
        "half",
        "pressing",
    ]


def test_the_clock_of_a_closed_file_stands_still() -> None:
    found = clock(_facts(ends_on=date(2026, 10, 31), closed_on=date(2026, 11, 10)), date(2027, 6, 1))
    assert (found.pressure, found.days_left) == ("closed", None)
    assert not any("late" in line for line in found.told)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (2, "2 days are left for the nomination."),
        (1, "1 day is left for the nomination."),
        (0, "▲ The nomination is due today."),
        (-1, "▲ The nomination is 1 day late."),
        (-9, "▲ The nomination is 9 days late."),
    ],
)
def test_the_days_left_are_said_in_words(days: int, words: str) -> None:
    assert days_left_words(days) == words


@given(DAYS, DAYS, DAYS, TERMS, TERMS, st.integers(0, 100), st.integers(0, 100))
def test_whatever_was_entered_the_days_follow_from_each_other(
    noticed: date, ends: date, on: date, notice: int, accepted: int, warning: int, pressing: int
) -> None:
    facts = _facts(
        noticed_on=noticed,
        ends_on=ends,
        notice_months=notice,
        accepted_months=accepted,
        warning_percent=warning,
        pressing_percent=pressing,
    )
    found = clock(facts, on)
    assert found.earliest_end_on == add_months(noticed, notice)
    assert found.free_on is not None
    assert found.due_on is not None
    assert found.free_on == ends + timedelta(days=1)
    assert found.earliest_end_on is not None
    assert found.free_on <= found.due_on <= found.free_on + timedelta(days=31 * accepted)
    assert found.days_left == (found.due_on - on).days
    assert found.pressure in PRESSURES
    assert (found.pressure == "late") == (found.due_on < on)
    assert any("is earlier than that" in line for line in found.told) == (ends < found.earliest_end_on)


@given(DAYS, DAYS, DAYS, TERMS, TERMS)
def test_more_time_from_the_corporation_never_makes_a_nomination_due_earlier(
    noticed: date, ends: date, on: date, fewer: int, more: int
) -> None:
    least, most = sorted((fewer, more))
    first, second = (
        clock(_facts(noticed_on=noticed, ends_on=ends, accepted_months=months), on) for months in (least, most)
    )
    assert first.due_on is not None
    assert second.due_on is not None
    assert first.due_on <= second.due_on


def test_every_way_a_clock_stands_has_a_sign() -> None:
    assert SIGNS.keys() == PRESSURES.keys()


# -- time to get to know somebody ------------------------------------------------------------------------------


def test_new_candidates_are_too_late_where_the_acquaintance_cannot_be_met() -> None:
    told = time_to_choose(84, [("K-0003", date(2026, 9, 1)), ("K-0004", date(2026, 12, 1))], date(2027, 1, 6), OPENED)
    assert told == (
        "Who is met today is known for 84 days on 24 December 2026, in time for the nomination.",
        "Met long enough before the nomination: K-0003.",
    )
    later = time_to_choose(84, [("K-0004", date(2026, 12, 1))], date(2027, 1, 6), date(2026, 11, 21))
    assert "▲ Who is met today is known for 84 days only on 13 February 2027" in later[0]
    assert "choose among those met by 14 October 2026" in later[0]
    assert later[1] == "Nobody of those the group has met is known long enough by then."


def test_nothing_is_said_of_acquaintance_where_the_procedure_asks_none() -> None:
    assert time_to_choose(None, [("K-0003", OPENED)], date(2027, 1, 6), OPENED) == ()
    assert time_to_choose(0, [], date(2027, 1, 6), OPENED) == ()


def test_without_a_day_for_the_nomination_nobody_can_say_who_is_known_long_enough() -> None:
    assert "has no day" in time_to_choose(84, [("K-0003", OPENED)], None, OPENED)[0]


@given(st.integers(1, 400), DAYS, DAYS, DAYS)
def test_who_is_said_to_be_known_long_enough_is(days: int, since: date, due: date, on: date) -> None:
    told = time_to_choose(days, [("K-0001", since)], due, on)
    assert ("K-0001" in told[1]) == ((due - since).days >= days)
    assert told[0].startswith("▲") == ((due - on).days < days)


# -- numbers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "number"),
    [
        ([], "T-2026-01"),
        (["T-2026-01", "T-2025-07"], "T-2026-02"),
        (["T-2026-09"], "T-2026-10"),
        (["T-2026-99"], "T-2026-100"),
        (["T-2026-100", "T-2026-99"], "T-2026-101"),
        (["own name", "T-2026-xx", "T-2027-03"], "T-2026-01"),
    ],
)
def test_files_are_counted_on_within_the_year(known: list[str], number: str) -> None:
    assert file_number(2026, known) == number

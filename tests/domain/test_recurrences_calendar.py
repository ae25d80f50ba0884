"""A rule of the calendar says when a room is used or the gutters are cleaned: in words, and day by day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from coopadmin import i18n
from coopadmin.domain.periods import add_months, last_of_month
from coopadmin.domain.recurrences_calendar import (
    Occurrence,
    Rule,
    dates,
    every_months,
    occurrences,
    read_rule,
    rule_words,
    single_rrule,
)
from coopadmin.domain.recurrences_rules import checked

FIRST = datetime.combine(date(2026, 1, 31), time(20))

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
some_months = st.lists(st.integers(1, 12), min_size=1, max_size=3).map(tuple)
weekdays = st.lists(st.integers(0, 6), min_size=1, max_size=4).map(tuple)
numbered = st.lists(st.tuples(st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.integers(0, 6)), min_size=1, max_size=3).map(
    tuple
)
month_days = st.lists(st.integers(1, 31) | st.integers(-28, -1), min_size=1, max_size=3).map(tuple)
ends = st.fixed_dictionaries({}, optional={"count": st.integers(1, 60)}) | st.fixed_dictionaries(
    {}, optional={"until": st.dates(date(2026, 1, 1), date(2040, 1, 1))}
)
chosen = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"numbered": numbered}),
    st.fixed_dictionaries({"month_days": month_days}),
    st.fixed_dictionaries({"weekdays": weekdays, "position": st.sampled_from([1, 2, -1])}),
)
intervals = st.integers(1, 24)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Any rule that a group can mean."""
    every = draw(st.sampled_from(["day", "week", "month", "year"]))
    values: dict[str, Any] = dict(draw(ends))
    if every == "day":
        values["months"] = draw(st.just(()) | some_months)
    elif every == "week":
        values |= {"weekdays": draw(st.just(()) | weekdays), "months": draw(st.just(()) | some_months)}
    elif every == "month":
        values |= draw(chosen)
    else:
        values["months"] = draw(st.just(()) | some_months)
        values |= draw(chosen) if values["months"] else {}
    return checked(Rule(every, draw(intervals), **values))


def moments(text: str, most: int = 4, first: datetime = FIRST) -> list[str]:
    return [f"{moment:%Y-%m-%d}" for moment in islice(dates(read_rule(text), first, date(2060, 1, 1)), most)]


# -- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("every Tuesday", "FREQ=WEEKLY;BYDAY=TU"),
        ("Elke dinsdag en vrijdag", "FREQ=WEEKLY;BYDAY=TU,FR"),
        ("op dinsdag", "FREQ=WEEKLY;BYDAY=TU"),
        ("elke week", "FREQ=WEEKLY"),
        ("every other Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("every other week on Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("elke 2 weken op maandag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("om de week op maandag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("om de 3 weken", "FREQ=WEEKLY;INTERVAL=3"),
        ("om de dag", "FREQ=DAILY;INTERVAL=2"),
        ("eerste maandag van om de 2 maanden", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO"),
        ("daily", "FREQ=DAILY"),
        ("elke drie dagen", "FREQ=DAILY;INTERVAL=3"),
        ("elke werkdag", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("elke 2 weken op dinsdag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("tweede dinsdag van de maand", "FREQ=MONTHLY;BYDAY=2TU"),
        ("eerste dinsdag van de maand", "FREQ=MONTHLY;BYDAY=1TU"),
        ("1e en 3e dinsdag van de maand", "FREQ=MONTHLY;BYDAY=1TU,3TU"),
        ("the last Friday of every 2 months", "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR"),
        ("laatste werkdag van de maand", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("op 1 en 15 van de maand", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("elke eerste maandag van de maand", "FREQ=MONTHLY;BYDAY=1MO"),
        ("Iedere tweede dinsdag van elke maand", "FREQ=MONTHLY;BYDAY=2TU"),
        ("every second Tuesday of the month", "FREQ=MONTHLY;BYDAY=2TU"),
        ("elke laatste dag van de maand", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("elke 31e van de maand", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("elke maand op de eerste maandag", "FREQ=MONTHLY;BYDAY=1MO"),
        ("maandelijks op de 15e", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("every 3 months on the last Friday", "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR"),
        ("tweewekelijks op dinsdag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
        ("de laatste dag van elke maand", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("15 maart", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15"),
        ("elk jaar op 15 maart", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15"),
        ("first Saturday of April and October", "FREQ=YEARLY;BYMONTH=4,10;BYDAY=1SA"),
        ("jaarlijks", "FREQ=YEARLY"),
        ("elke 18 maanden", "FREQ=MONTHLY;INTERVAL=18"),
        ("every Tuesday, only in April and May, 10 times", "FREQ=WEEKLY;BYMONTH=4,5;BYDAY=TU;COUNT=10"),
        ("elke dinsdag, tot en met 31-12-2026", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231"),
        ("freq=monthly; byday=+1TU", "FREQ=MONTHLY;BYDAY=1TU"),
        ("RRULE:FREQ=DAILY;BYDAY=FR,MO", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("FREQ=MONTHLY;BYMONTH=9,3;BYDAY=1TU", "FREQ=YEARLY;BYMONTH=3,9;BYDAY=1TU"),
        ("FREQ=MONTHLY;INTERVAL=24", "FREQ=YEARLY;INTERVAL=2"),
        ("FREQ=WEEKLY;UNTIL=20261231T225959Z;WKST=MO", "FREQ=WEEKLY;UNTIL=20261231"),
    ],
)
def test_a_rule_is_read_as_people_write_it(text: str, rule: str) -> None:
    assert read_rule(text).text == rule


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("ordinal", "number"), [("tweede", 2), ("2e", 2), ("third", 3), ("5th", 5)])
def test_the_two_ways_to_write_what_is_not_clear_are_both_read(language: str, ordinal: str, number: int) -> None:
    i18n.use(language)
    with pytest.raises(ValueError, match="“") as refusal:
        read_rule(f"elke {ordinal} woensdag")
    said = re.findall("“(.+?)”", str(refusal.value))
    assert said[0] == f"elke {ordinal} woensdag"
    assert [read_rule(one).text for one in said[1:]] == [
        f"FREQ=WEEKLY;INTERVAL={number};BYDAY=WE",
        f"FREQ=MONTHLY;BYDAY={number}WE",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("elke maan", "does not say when"),
        ("elke tweede dinsdag", "write “every 2 weeks on Tuesday” or “the second Tuesday of every month”"),
        ("Every third Friday, 10 times", "write “every 3 weeks on Friday” or “the third Friday of every month”"),
        ("elke laatste dinsdag", "does not say when"),
        ("elke tweede dag", "does not say when"),
        ("elke dinsdag van de maand", "does not say when"),
        ("", "does not say when"),
        ("the thirteenth Tuesday of every month", "does not say when"),
        ("day 32 of every month", "does not say when"),
        ("every 9999 weeks", "does not say when"),
        ("every Tuesday, 0 times", "does not say when"),
        ("every Tuesday, until 31-02-2026", "31"),
        ("FREQ=HOURLY", "by day, week, month or year"),
        ("FREQ=MONTHLY;BYHOUR=9", "BYHOUR is not used here"),
        ("FREQ=MONTHLY;FREQ=DAILY", "no part of a rule"),
        ("FREQ=MONTHLY;BYDAY", "no part of a rule"),
        ("FREQ=MONTHLY;INTERVAL=0", "cannot be INTERVAL"),
        ("FREQ=MONTHLY;INTERVAL=1.5", "cannot be INTERVAL"),
        ("FREQ=MONTHLY;BYMONTHDAY=-31", "cannot be BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "cannot be BYMONTHDAY"),
        ("FREQ=MONTHLY;BYDAY=6TU", "cannot be BYDAY"),
        ("FREQ=MONTHLY;BYDAY=XX", "cannot be BYDAY"),
        ("FREQ=MONTHLY;UNTIL=20260231", "cannot be UNTIL"),
        ("FREQ=MONTHLY;UNTIL=07120301", "cannot be UNTIL"),
        ("FREQ=MONTHLY;COUNT=3;UNTIL=20260228", "not both"),
        ("FREQ=MONTHLY;BYDAY=1TU;BYMONTHDAY=3", "not both"),
        ("FREQ=MONTHLY;BYDAY=1TU,FR", "of every weekday which one"),
        ("FREQ=MONTHLY;BYDAY=TU", "which one of the month"),
        ("FREQ=MONTHLY;BYSETPOS=1", "among weekdays"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTH=3", "with every year"),
        ("FREQ=YEARLY;BYMONTHDAY=3", "in which month"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "not with every day or week"),
        ("FREQ=WEEKLY;WKST=SU", "begins on Monday"),
    ],
)
def test_what_is_no_rule_is_refused_with_a_sentence(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_rule(text)


@given(rules())
@settings(max_examples=200)
def test_a_rule_is_read_back_from_its_text_and_from_its_words_in_both_languages(rule: Rule) -> None:
    assert read_rule(rule.text) == rule
    for language in ("nl", "en"):
        i18n.use(language)
        try:
            words = rule_words(rule)
            assert read_rule(words) == rule, words
        finally:
            i18n.use("en")


@given(st.text(max_size=40) | st.text(alphabet="FREQ=MONTHLY;BYDAINVUC123-, ", max_size=40))
@settings(max_examples=200)
def test_whatever_is_typed_is_a_rule_or_is_refused_with_a_sentence(text: str) -> None:
    try:
        rule = read_rule(text)
    except ValueError as error:
        told = str(error)
    else:
        told = rule_words(rule)
    assert told


# -- days --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("monthly", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ("day 30 of every month", ["2026-02-28", "2026-03-30", "2026-04-30", "2026-05-30"]),
        ("day 15 and day 31 of every month", ["2026-01-31", "2026-02-15", "2026-02-28", "2026-03-15"]),
        ("the last day of every month", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ("every 18 months", ["2026-01-31", "2027-07-31", "2029-01-31", "2030-07-31"]),
        ("the fifth Saturday of every month", ["2026-01-31", "2026-05-30", "2026-08-29", "2026-10-31"]),
        ("the last working day of every month", ["2026-02-27", "2026-03-31", "2026-04-30", "2026-05-29"]),
        ("every year on day 31 of April and September", ["2026-04-30", "2026-09-30", "2027-04-30", "2027-09-30"]),
        ("every year on the first day out of Saturday and Sunday of March", ["2026-03-01", "2027-03-06"]),
        ("every day, 2 times", ["2026-01-31", "2026-02-01"]),
        ("every week, until 7-2-2026", ["2026-01-31", "2026-02-07"]),
        ("every week, until 30-1-2026", []),
    ],
)
def test_the_days_of_a_rule(text: str, found: list[str]) -> None:
    assert moments(text, max(len(found), 1) if text.endswith("March") else 4) == found


def test_what_began_on_a_leap_day_falls_back_in_other_years() -> None:
    found = moments("yearly", 5, datetime.combine(date(2024, 2, 29), time()))
    assert found == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_a_monday_evening_stays_at_eight_when_summer_time_begins_and_ends() -> None:
    rule = read_rule("every Monday")
    times = {moment.time() for moment in dates(rule, datetime.combine(date(2026, 3, 2), time(20)), date(2026, 11, 30))}
    assert times == {time(20)}


@given(days, st.integers(1, 36), st.integers(0, 12))
def test_so_many_months_on_is_the_same_day_as_counted_by_months(first: date, months: int, times: int) -> None:
    moment = datetime.combine(first, time(9))
    found = list(islice(dates(every_months(months), moment, date(2200, 1, 1)), times + 1))
    assert [one.date() for one in found] == [add_months(first, months * k) for k in range(times + 1)]


@given(rules(), days, st.integers(0, 1500))
@settings(max_examples=150)
def test_the_days_of_a_rule_come_in_order_within_their_bounds(rule: Rule, first: date, length: int) -> None:
    until = first + timedelta(days=length)
    found = list(dates(rule, datetime.combine(first, time(20, 15)), until))
    assert all(earlier < later for earlier, later in pairwise(found))
    assert all(first <= moment.date() <= until and moment.time() == time(20, 15) for moment in found)
    assert rule.count is None or len(found) <= rule.count
    assert rule.until is None or all(moment.date() <= rule.until for moment in found)
    if rule.every in ("week", "month", "year") and rule.weekdays:
        assert all(moment.weekday() in rule.weekdays for moment in found)
    if rule.month_days:
        for moment in found:
            last = last_of_month(moment.date()).day
            assert moment.day in {min(day, last) if day > 0 else last + 1 + day for day in rule.month_days}


@given(rules(), days)
@settings(max_examples=150)
def test_a_calendar_program_reads_the_same_days_as_we_do(rule: Rule, first: date) -> None:
    moment = datetime.combine(first, time(20))
    ours = list(islice(dates(rule, moment, date(2100, 1, 1)), 20))
    text = single_rrule(rule, first)
    if text is None or not ours:
        return
    # A calendar program wants the end of a rule in the zone of its times: dateutil's naive moments likewise.
    text = ";".join(f"{part}T235959" if part.startswith("UNTIL") else part for part in text.split(";"))
    theirs = islice(rrulestr(text, dtstart=ours[0]), 20)
    assert [one for one in theirs if one.year < 2100][: len(ours)] == ours


def test_days_of_several_lengths_of_month_take_more_than_one_rule() -> None:
    assert single_rrule(read_rule("day 15 and day 31 of every month"), date(2026, 1, 15)) is None
    assert single_rrule(read_rule("monthly"), date(2026, 1, 31)) == "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"


# -- skipped and moved -----------------------------------------------------------------------------------------


def _mondays() -> Iterator[date]:
    first = datetime.combine(date(2026, 11, 2), time())
    return (moment.date() for moment in dates(read_rule("every Monday"), first, date(2027, 12, 31)))


def test_a_skipped_time_is_left_out_and_a_moved_one_stands_on_its_new_day() -> None:
    exceptions = {date(2026, 11, 9): None, date(2026, 11, 16): date(2026, 11, 18)}
    assert occurrences(_mondays(), exceptions, date(2026, 11, 2), date(2026, 11, 24)) == [
        Occurrence(date(2026, 11, 2), date(2026, 11, 2)),
        Occurrence(date(2026, 11, 18), date(2026, 11, 16)),
        Occurrence(date(2026, 11, 23), date(2026, 11, 23)),
    ]


def test_a_time_moved_out_of_the_window_is_not_in_it_and_one_moved_into_it_is() -> None:
    exceptions = {date(2026, 11, 2): date(2026, 12, 1), date(2026, 11, 30): date(2026, 11, 6)}
    assert occurrences(_mondays(), exceptions, date(2026, 11, 1), date(2026, 11, 8)) == [
        Occurrence(date(2026, 11, 6), date(2026, 11, 30))
    ]


def test_a_day_that_the_calendar_does_not_have_cannot_be_moved() -> None:
    exceptions: dict[date, date | None] = {date(2026, 11, 3): date(2026, 11, 5)}
    found = occurrences(_mondays(), exceptions, date(2026, 11, 1), date(2026, 11, 8))
    assert [one.on for one in found] == [date(2026, 11, 2)]

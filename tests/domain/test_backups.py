"""Copies are thinned by a rule that can be foretold, never all go, and a name tells moment and reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin import i18n
from coopadmin.domain.association import RuleValue
from coopadmin.domain.backups import (
    OF_A_PERSON,
    WHYS,
    Stamp,
    Thinning,
    copy_name,
    kept,
    read_name,
    size_text,
    thinning_day,
    thinning_on,
)

TODAY = date(2026, 11, 20)
"""A Friday."""

USUAL = Thinning(14, 8, 12)


def day(text: str, why: str = "day") -> Stamp:
    return Stamp(datetime.fromisoformat(f"{text}T20:30:00"), why)


stamps = st.builds(
    Stamp,
    st.integers(0, 94_000_000).map(lambda seconds: datetime.fromisoformat("2024-01-01") + timedelta(seconds=seconds)),
    st.sampled_from(list(WHYS)),
    st.integers(1, 3),
)
copies_made = st.sets(stamps, min_size=1, max_size=40)
rules = st.builds(Thinning, st.integers(0, 40), st.integers(0, 20), st.integers(0, 20))
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("made", "stays"),
    [
        ("2026-11-20", True),
        ("2026-11-07", True),  # the fourteenth day, today among them
        ("2026-11-06", False),  # a Friday, and the Sunday of that week has one
        ("2026-11-08", True),
        ("2026-11-01", True),  # the last of its week
        ("2026-10-31", True),  # the last of its month
        ("2026-10-30", False),
        ("2026-09-13", True),  # a Sunday in the eighth week before
        ("2026-09-11", False),
        ("2026-09-06", False),
        ("2026-08-31", True),
        ("2026-08-30", False),
        ("2025-09-30", True),  # the twelfth month before
        ("2025-08-31", False),
    ],
)
def test_of_daily_copies_the_days_then_the_weeks_then_the_months_stay(made: str, stays: bool) -> None:
    daily = [day((TODAY - timedelta(days=back)).isoformat()) for back in range(600)]
    assert (day(made) in kept(daily, TODAY, USUAL)) is stays


def test_a_store_used_every_day_for_years_keeps_a_handful_of_copies() -> None:
    daily = [day((TODAY - timedelta(days=back)).isoformat()) for back in range(2000)]
    assert len(kept(daily, TODAY, USUAL)) == 14 + 8 + 14  # two months end within the weeks


def test_the_newest_stays_however_old_it_is() -> None:
    old = [day("2019-01-01"), day("2019-02-01")]
    assert kept(old, TODAY, USUAL) == {old[1]}
    assert kept(old, TODAY, Thinning(0, 0, 0)) == {old[1]}


@pytest.mark.parametrize("why", OF_A_PERSON)
def test_what_a_person_made_is_never_touched_and_counts_for_nothing_else(why: str) -> None:
    theirs, daily = day("2019-01-01", why), day("2019-01-01")
    assert kept([theirs], TODAY, USUAL) == {theirs}
    assert kept([theirs, daily], TODAY, USUAL) == {theirs, daily}


def test_a_copy_before_an_import_counts_as_one_of_its_day() -> None:
    early, late = day("2026-10-14", "import"), day("2026-10-15", "bank")
    assert kept([early, late, day("2026-11-20")], TODAY, USUAL) == {late, day("2026-11-20")}


def test_on_the_first_days_of_the_calendar_nothing_breaks() -> None:
    assert kept([day("0001-01-02")], date(1, 1, 3), USUAL) == {day("0001-01-02")}


@given(copies_made, days, rules)
def test_thinning_twice_changes_nothing(copies: set[Stamp], on: date, rule: Thinning) -> None:
    once = kept(copies, on, rule)
    assert kept(once, on, rule) == once
    assert once <= copies


@given(copies_made, days, st.integers(0, 400), rules)
def test_what_survives_a_later_thinning_survived_the_earlier(
    copies: set[Stamp], on: date, later: int, rule: Thinning
) -> None:
    after = on + timedelta(days=later)
    assert kept(copies, after, rule) <= kept(copies, on, rule)
    assert kept(kept(copies, on, rule), after, rule) == kept(copies, after, rule)


@given(copies_made, days, rules)
def test_they_never_all_go(copies: set[Stamp], on: date, rule: Thinning) -> None:
    stays = kept(copies, on, rule)
    assert stays
    assert {one for one in copies if one.why in OF_A_PERSON} <= stays
    if made := [one for one in copies if one.why not in OF_A_PERSON]:
        assert max(made) in stays


@given(copies_made, days, rules, rules)
def test_who_keeps_longer_keeps_no_less(copies: set[Stamp], on: date, one: Thinning, more: Thinning) -> None:
    longer = Thinning(one.days + more.days, one.weeks + more.weeks, one.months + more.months)
    assert kept(copies, on, one) <= kept(copies, on, longer)


# -- names ---------------------------------------------------------------------------------------------------------


def test_a_name_tells_moment_and_reason() -> None:
    assert (
        copy_name("coop", ".coop", Stamp(datetime.fromisoformat("2026-11-21T20:30"), "day"))
        == "coop-20261121-203000-day.coop"
    )
    assert (
        copy_name("a-b", "", Stamp(datetime.fromisoformat("2026-01-02"), "import", 2)) == "a-b-20260102-000000-import-2"
    )


@given(stamps, st.text(min_size=1, max_size=9), st.sampled_from(["", ".coop", ".age", ".db"]), st.booleans())
def test_every_name_is_read_back(stamp: Stamp, stem: str, suffix: str, sealed: bool) -> None:
    name = copy_name(stem, suffix, stamp)
    if suffix != ".age":
        assert read_name(name + ".age" * sealed, stem, suffix) == stamp


@pytest.mark.parametrize(
    "name",
    [
        "coop.coop",
        "other-20261121-203000-day.coop",
        "coop-20261121-203000-day.db",
        "coop-20261121-203000.coop",
        "coop-20261321-203000-day.coop",
        "coop-20261121-203000-letter.coop",
        "coop-20261121-203000-day-x.coop",
        "my-coop-20261121-203000-day.coop",
        "coop-20261121-203000-day.coop.age.age",
        "coop-٢٠٢٦١١٢١-203000-day.coop",
    ],
)
def test_any_other_name_is_no_copy_of_this_store(name: str) -> None:
    assert read_name(name, "coop", ".coop") is None


def test_a_copy_that_an_earlier_version_made_before_a_migration_is_known() -> None:
    made = Stamp(datetime.fromisoformat("2026-11-21T12:00"), "migration")
    assert read_name("coop-20261121-120000-before-0005.coop", "coop", ".coop") == made
    again = read_name("coop-20261121-120000-before-0005-2.coop", "coop", ".coop")
    assert again == Stamp(datetime.fromisoformat("2026-11-21T12:00"), "migration", 2)


# -- the rule of the association -----------------------------------------------------------------------------------


def test_how_long_copies_stay_is_a_rule_from_a_day_on() -> None:
    assert thinning_on((), TODAY) == USUAL
    shorter = RuleValue("copies_days", "3", date(2026, 11, 1), "decided by the board")
    assert thinning_on([shorter], TODAY) == Thinning(3, 8, 12)


def test_a_size_is_told_as_people_do() -> None:
    assert (size_text(0), size_text(62_644_224)) == ("0.1 MB", "62.6 MB")
    i18n.use("nl")
    assert size_text(1_540_000) == "1,5 MB"


@pytest.mark.parametrize(
    ("copies", "today", "by"),
    [
        ([], "2026-11-20", "2026-11-20"),
        (["2026-11-19"], "2026-11-20", "2026-11-20"),
        (["2026-11-19", "2026-11-20"], "2026-11-20", "2026-11-20"),
        # Away for a summer: it is thinned as if a fortnight had passed, and further with the next copy.
        (["2026-06-01"], "2026-11-20", "2026-06-15"),
        # A clock that stood in 2099 once, while it stands there and after it was put right.
        (["2026-11-19"], "2099-01-01", "2026-12-03"),
        (["2026-11-19", "2099-01-01"], "2099-01-01", "2026-12-03"),
        (["2026-11-19", "2099-01-01"], "2026-11-20", "2026-11-20"),
        (["9999-12-30"], "9999-12-31", "9999-12-31"),
        # A clock that stands there for a second day, and for a third.
        (["2026-11-19", "2099-01-01"], "2099-01-02", "2026-12-17"),
        (["2026-11-19", "2099-01-01", "2099-01-02"], "2099-01-03", "2026-12-31"),
        # Back from a summer away: in a few copies it is thinned by the day again.
        (["2026-06-01", "2026-09-01", "2026-09-02", "2026-09-03"], "2026-09-04", "2026-07-27"),
        # What was thinned itself is no leap: copies of months, of weeks, and of somebody who works once a fortnight.
        (["2026-07-01", "2026-08-31", "2026-09-30", "2026-10-31", "2026-11-08"], "2026-11-20", "2026-11-20"),
        # A clock that was behind once keeps nothing for ever.
        (["2001-01-01", "2026-11-19"], "2026-11-20", "2001-01-29"),
        (["2001-01-01", *(f"2026-11-{number:02}" for number in range(1, 15))], "2026-11-15", "2001-07-30"),
        (["2001-01-01", *(f"2026-11-{number:02}" for number in range(1, 16))], "2026-11-16", "2026-11-16"),
    ],
)
def test_a_clock_far_ahead_takes_no_history_with_it(copies: list[str], today: str, by: str) -> None:
    found = thinning_day([day(one) for one in copies], date.fromisoformat(today), USUAL)
    assert found == date.fromisoformat(by)


@given(st.sets(stamps, min_size=1), st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 40_000))
def test_one_day_of_any_clock_leaves_what_a_fortnight_would_have_left(
    copies: set[Stamp], last: date, ahead: int
) -> None:
    before = {one for one in copies if one.moment.date() <= last}
    leap = last + timedelta(days=min(ahead, (date.max - last).days))
    left = kept(before, thinning_day(before, leap, USUAL), USUAL)
    assert left >= kept(before, last + timedelta(days=USUAL.days), USUAL) or leap < last + timedelta(days=USUAL.days)


@given(st.sets(stamps, min_size=1), st.integers(1, 10), st.integers(100, 40_000), st.integers(1, 5))
def test_a_clock_ahead_for_some_days_takes_a_fortnight_for_each(
    copies: set[Stamp], wrong: int, ahead: int, apart: int
) -> None:
    last = max(one.moment.date() for one in copies)
    stays = set(copies)
    for number in range(wrong):
        on = last + timedelta(days=ahead + number * apart)
        stays.add(day(on.isoformat()))
        stays = set(kept(stays, thinning_day(stays, on, USUAL), USUAL))
    assert stays >= kept(copies, last + timedelta(days=wrong * USUAL.days), USUAL)


def test_the_copies_of_years_stay_where_the_clock_stands_years_ahead_for_a_week() -> None:
    before = {day((TODAY - timedelta(days=7 * week)).isoformat()) for week in range(100)}
    before = set(kept(before, TODAY, USUAL))
    stays = set(before)
    for number in range(1, 8):
        on = date(2036, 1, number)
        stays.add(day(on.isoformat()))
        stays = set(kept(stays, thinning_day(stays, on, USUAL), USUAL))
    assert len(stays & before) >= 10

"""A task has its time, by the rules in force when it was reported."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain import maintenance
from coopadmin.domain.association import RuleValue, rule_on
from coopadmin.domain.default_rules import DEFAULT_RULES
from coopadmin.domain.maintenance import LIMIT_RULES, check_task, due_on, is_late, limits, waited_on
from db.tables import maintenance as tables

TODAY = date(2026, 11, 20)
DEFAULTS = tuple(RuleValue(rule.name, rule.default, rule.valid_from, rule.source) for rule in DEFAULT_RULES)

rule_values = st.lists(
    st.builds(
        RuleValue,
        st.sampled_from(["emergency_days", "normal_days", "notice_months"]),
        st.sampled_from(["0", "1", "5", "10", "30", "tien", ""]),
        st.dates(date(2019, 1, 1), date(2022, 12, 31)),
        st.just("agreement"),
    ),
    max_size=6,
    unique_by=lambda one: (one.name, one.valid_from),
)


def test_every_code_of_the_store_has_a_name_and_a_word() -> None:
    for names, words, codes in (
        (maintenance.KINDS, maintenance.KIND_WORDS, tables.KINDS),
        (maintenance.URGENCIES, maintenance.URGENCY_WORDS, tables.URGENCIES),
        (maintenance.PARTIES, maintenance.PARTY_WORDS, tables.PARTIES),
        (maintenance.STATUSES, maintenance.STATUS_WORDS, tables.STATUSES),
    ):
        assert tuple(names) == codes
        assert set(words.values()) == set(codes)


@pytest.mark.parametrize(
    ("urgency", "reported_on", "due"),
    [
        ("emergency", date(2026, 12, 31), date(2027, 1, 1)),
        ("normal", date(2026, 2, 20), date(2026, 3, 2)),
        ("normal", date(2024, 2, 20), date(2024, 3, 1)),
        ("planned", date(2026, 2, 20), None),
    ],
)
def test_a_fresh_store_gives_an_emergency_a_day_and_a_normal_repair_ten(
    urgency: str, reported_on: date, due: date | None
) -> None:
    assert due_on(limits(DEFAULTS), urgency, reported_on) == due


def test_a_new_rule_holds_for_what_is_reported_from_its_day_on() -> None:
    found = limits([*DEFAULTS, RuleValue("normal_days", "5", date(2026, 7, 1), "agreement")])
    assert due_on(found, "normal", date(2026, 6, 30)) == date(2026, 7, 10)
    assert due_on(found, "normal", date(2026, 7, 1)) == date(2026, 7, 6)


@pytest.mark.parametrize("value", ["zo snel mogelijk", "", "-1", "1,5", "999999999"])
def test_a_rule_without_a_sensible_number_of_days_gives_no_last_day(value: str) -> None:
    found = limits([*DEFAULTS, RuleValue("normal_days", value, date(2026, 7, 1), "agreement")])
    assert due_on(found, "normal", date(2026, 7, 1)) is None
    assert due_on(found, "normal", date(2026, 6, 30)) == date(2026, 7, 10)


@given(rule_values, st.sampled_from(tables.URGENCIES), st.dates(date(2018, 1, 1), date(2024, 12, 31)))
def test_the_periods_say_what_the_rule_in_force_says(values: list[RuleValue], urgency: str, reported_on: date) -> None:
    name = LIMIT_RULES.get(urgency)
    days = rule_on(values, name, reported_on) if name else None
    expected = reported_on + timedelta(days=int(days)) if days and days.isdigit() else None
    assert due_on(limits(values), urgency, reported_on) == expected


def test_work_is_in_time_on_its_last_day_and_late_the_day_after() -> None:
    assert not is_late(date(2026, 11, 20), TODAY)
    assert is_late(date(2026, 11, 19), TODAY)
    assert not is_late(None, TODAY)


@pytest.mark.parametrize(
    ("status", "done_on", "waited"),
    [
        ("reported", None, True),
        ("planned", None, True),
        ("in_progress", None, True),
        ("cancelled", None, False),
        ("done", date(2026, 11, 19), False),
        ("done", date(2026, 11, 20), False),
        ("done", date(2026, 11, 21), True),
        ("planned", date(2026, 11, 1), True),
    ],
)
def test_a_task_waits_until_the_day_it_is_done(status: str, done_on: date | None, waited: bool) -> None:
    assert waited_on(status, done_on, TODAY) is waited


@pytest.mark.parametrize(
    ("status", "done_on", "fields"),
    [
        ("done", date(2026, 11, 1), []),
        ("done", date(2026, 11, 20), []),
        ("done", None, ["done_on"]),
        ("done", date(2026, 10, 31), ["done_on"]),
        ("done", date(2026, 11, 21), ["done_on"]),
        ("planned", date(2026, 10, 31), ["done_on"]),
        ("planned", date(2026, 11, 21), []),
        ("cancelled", None, []),
        ("reported", None, []),
    ],
)
def test_work_is_done_after_it_was_reported_and_not_in_days_to_come(
    status: str, done_on: date | None, fields: list[str]
) -> None:
    assert [problem.field for problem in check_task(date(2026, 11, 1), status, done_on, TODAY)] == fields

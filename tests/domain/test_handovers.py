"""When the corporation is to be reminded: after the day it promised, and again when it stays silent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.association import RuleValue
from coopadmin.domain.handovers import Handed, Terms, check_handed, check_promise, reminder, terms

HANDED = date(2026, 11, 2)
TERMS = Terms(answer_days=5, reminder_days=7)
DAYS = st.dates(date(2026, 11, 2), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("promised", "spoken", "due"),
    [
        (None, [], date(2026, 11, 7)),
        (date(2026, 11, 20), [], date(2026, 11, 20)),
        # Asked how it stands before the day it promised: that day stays.
        (date(2026, 11, 20), [date(2026, 11, 10)], date(2026, 11, 20)),
        # What it says on the promised day itself is no answer to a reminder yet.
        (date(2026, 11, 20), [date(2026, 11, 20)], date(2026, 11, 20)),
        (date(2026, 11, 20), [date(2026, 11, 21)], date(2026, 11, 28)),
        (date(2026, 11, 20), [date(2026, 11, 21), date(2026, 12, 1)], date(2026, 12, 8)),
        # A new promise after a reminder counts from its own day.
        (date(2026, 12, 15), [date(2026, 11, 21)], date(2026, 12, 15)),
        (None, [date(2026, 11, 9)], date(2026, 11, 16)),
    ],
)
def test_the_corporation_is_left_alone_until_a_day(promised: date | None, spoken: list[date], due: date) -> None:
    found = reminder(Handed(HANDED, promised, spoken), TERMS)
    assert found.due_on == due
    assert not found.owed(due)
    assert found.owed(due + timedelta(days=1))
    assert found.why


@given(st.none() | DAYS, st.lists(DAYS, max_size=4), DAYS)
def test_who_was_just_reminded_is_not_reminded_the_next_day(
    promised: date | None, spoken: list[date], today: date
) -> None:
    found = reminder(Handed(HANDED, promised, [*spoken, today]), TERMS)
    assert (promised is not None and promised >= today) or not found.owed(today + timedelta(days=TERMS.reminder_days))


@given(st.none() | DAYS, st.lists(DAYS, max_size=4))
def test_no_reminder_is_due_before_a_promised_day(promised: date | None, spoken: list[date]) -> None:
    due = reminder(Handed(HANDED, promised, spoken), TERMS).due_on
    assert promised is None or due >= promised
    assert due >= HANDED


def test_both_terms_are_the_groups_own() -> None:
    assert terms([], HANDED) == Terms(5, 7)
    own = [RuleValue("handover_reminder_days", "3", date(2026, 1, 1), "board"), RuleValue("x", "9", HANDED, "")]
    assert terms(own, HANDED) == Terms(5, 3)
    assert terms(own, date(2025, 12, 31)) == Terms(5, 7)


def test_nothing_is_handed_over_before_its_report_or_promised_before_that() -> None:
    fields = [
        one.field
        for one in check_handed(
            date(2026, 11, 1), date(2026, 10, 31), "pigeon", reported_on=HANDED, today=date(2026, 11, 20)
        )
    ]
    assert fields == ["way", "handed_on", "promised_on"]
    assert check_promise(HANDED, HANDED) == []
    later = check_handed(date(2026, 11, 21), None, "phone", reported_on=HANDED, today=date(2026, 11, 20))
    assert [one.message for one in later] == ["that is still to come"]

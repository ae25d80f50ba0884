"""On what day a membership ends, by the wording of the law and by what statutes may set."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.memberships import (
    EndingRules,
    appeal_lost,
    appeal_until,
    at_once,
    change_of_kind,
    contribution_text,
    contribution_until,
    death,
    expulsion,
    immediate_until,
    lease_after_death,
    resignation,
    too_late_at_once,
)

LAW = EndingRules()
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
RULES = st.builds(
    EndingRules,
    notice_weeks=st.integers(0, 130),
    at_year_end=st.booleans(),
    first_month=st.integers(1, 12),
    whole_year=st.booleans(),
)


# -- notice --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("noticed", "ends"),
    [
        (date(2011, 12, 22), date(2012, 12, 31)),  # a court's own example
        (date(2011, 12, 3), date(2011, 12, 31)),  # four weeks to the day
        (date(2011, 12, 4), date(2012, 12, 31)),  # a day short of them
        (date(2011, 1, 1), date(2011, 12, 31)),
        (date(2011, 12, 31), date(2012, 12, 31)),
    ],
)
def test_by_law_notice_ends_a_membership_with_the_financial_year_four_weeks_ahead(noticed: date, ends: date) -> None:
    assert resignation(noticed, LAW).ends_on == ends


@pytest.mark.parametrize(
    ("wanted", "ends"),
    [
        (date(2026, 7, 1), date(2026, 12, 31)),  # not the end of a year
        (date(2026, 5, 10), date(2026, 12, 31)),  # too soon as well
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 12, 31)),
        (date(2028, 3, 1), date(2028, 12, 31)),  # later than it need be is allowed
    ],
)
def test_a_day_that_is_not_allowed_rolls_on_to_the_first_that_is(wanted: date, ends: date) -> None:
    assert resignation(date(2026, 5, 1), LAW, wanted).ends_on == ends


def test_the_lines_tell_the_rule_its_article_and_what_was_asked() -> None:
    assert resignation(date(2011, 12, 22), LAW, date(2012, 2, 1)).lines == (
        "Notice given on 22 December 2011.",
        "At the end of a financial year, with 4 weeks' notice (Civil Code (BW) 2:36(1), unless the statutes differ).",
        "The notice is over on 19 January 2012.",
        "The financial year ends on 31 December 2012.",
        "Asked for was 1 February 2012; it becomes the first day that is allowed after it (BW 2:36(2)).",
        "Last day of the membership: 31 December 2012.",
    )


@pytest.mark.parametrize(
    ("rules", "wanted", "ends"),
    [
        (EndingRules(at_year_end=False), None, date(2026, 5, 29)),
        (EndingRules(at_year_end=False), date(2026, 7, 1), date(2026, 7, 1)),
        (EndingRules(at_year_end=False, notice_weeks=13), date(2026, 6, 1), date(2026, 7, 31)),
        (EndingRules(first_month=9), None, date(2026, 8, 31)),
        (EndingRules(first_month=6), None, date(2026, 5, 31)),
        (EndingRules(first_month=3), None, date(2027, 2, 28)),
        (EndingRules(notice_weeks=0), None, date(2026, 12, 31)),
        (EndingRules(first_month=77), None, date(2026, 12, 31)),  # no month: the calendar year
    ],
)
def test_the_statutes_may_set_another_term_another_year_or_any_day(
    rules: EndingRules, wanted: date | None, ends: date
) -> None:
    assert resignation(date(2026, 5, 1), rules, wanted).ends_on == ends


def test_whatever_the_statutes_say_the_end_of_the_next_year_is_always_possible() -> None:
    strict = EndingRules(notice_weeks=104)
    end = resignation(date(2026, 5, 1), strict)
    assert end.ends_on == date(2027, 12, 31)
    assert "By the end of the next financial year it is always possible: 31 December 2027 (BW 2:36(1))." in end.lines
    assert resignation(date(2026, 5, 1), strict, date(2028, 1, 1)).ends_on == date(2028, 12, 31)


@given(DAYS, RULES, st.none() | st.integers(-400, 4000))
def test_a_resignation_never_ends_before_the_notice_or_before_what_was_asked(
    noticed: date, rules: EndingRules, ahead: int | None
) -> None:
    wanted = None if ahead is None else noticed + timedelta(days=ahead)
    end = resignation(noticed, rules, wanted)
    assert end.ends_on >= noticed
    assert wanted is None or end.ends_on >= wanted
    assert end.lines[-1].startswith("Last day of the membership: ")


@given(DAYS, RULES, st.none() | st.integers(0, 4000))
def test_where_the_statutes_say_so_it_is_always_the_last_day_of_a_financial_year(
    noticed: date, rules: EndingRules, ahead: int | None
) -> None:
    wanted = None if ahead is None else noticed + timedelta(days=ahead)
    ends_on = resignation(noticed, rules, wanted).ends_on
    if rules.at_year_end:
        assert rules.year_end(ends_on) == ends_on
        assert (ends_on + timedelta(days=1)).month == rules.first_month
        assert (ends_on + timedelta(days=1)).day == 1


@given(DAYS, RULES)
def test_without_a_wish_it_ends_by_the_end_of_the_next_year_at_the_latest(noticed: date, rules: EndingRules) -> None:
    next_year = rules.year_end(rules.year_end(noticed) + timedelta(days=1))
    assert resignation(noticed, rules).ends_on <= next_year


@given(DAYS, RULES, st.integers(0, 1500), st.integers(0, 1500))
def test_asking_later_or_giving_notice_later_never_ends_it_sooner(
    noticed: date, rules: EndingRules, ahead: int, more: int
) -> None:
    wanted = noticed + timedelta(days=ahead)
    later = wanted + timedelta(days=more)
    assert resignation(noticed, rules, later).ends_on >= resignation(noticed, rules, wanted).ends_on
    assert resignation(noticed + timedelta(days=more), rules).ends_on >= resignation(noticed, rules).ends_on


# -- at once -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("learned", "last"),
    [
        (date(2026, 3, 10), date(2026, 4, 10)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
    ],
)
def test_because_of_a_decision_it_ends_at_once_within_a_month_of_learning_of_it(learned: date, last: date) -> None:
    assert immediate_until(learned) == last
    assert too_late_at_once(last, learned) == ""
    assert "BW 2:36(3)" in too_late_at_once(last + timedelta(days=1), learned)
    assert at_once(last, learned).ends_on == last
    assert "the notice was given before that day" in too_late_at_once(learned - timedelta(days=1), learned)


def test_where_going_on_cannot_be_asked_it_ends_on_the_day_of_the_notice() -> None:
    end = at_once(date(2026, 3, 10))
    assert end.ends_on == date(2026, 3, 10)
    assert "At once: going on cannot reasonably be asked (BW 2:36(1))." in end.lines


# -- expulsion, death, another kind --------------------------------------------------------------------------------


def test_an_expelled_member_has_a_month_for_an_appeal_from_the_day_of_receipt() -> None:
    end = expulsion(date(2026, 1, 10), LAW, received_on=date(2026, 1, 31))
    assert end.ends_on == appeal_until(date(2026, 1, 31), LAW) == date(2026, 2, 28)
    assert any("BW) 2:35(4)" in line for line in end.lines)


def test_before_receipt_the_end_of_an_expulsion_is_only_the_earliest_it_can_be() -> None:
    end = expulsion(date(2026, 1, 10), LAW)
    assert end.ends_on == date(2026, 2, 10)
    assert "at the earliest" in end.rule


def test_there_is_no_appeal_from_the_general_meeting_to_itself() -> None:
    assert expulsion(date(2026, 1, 10), LAW, by_meeting=True).ends_on == date(2026, 1, 10)


def test_the_statutes_may_give_more_time_for_an_appeal_but_never_less() -> None:
    assert appeal_until(date(2026, 1, 10), EndingRules(appeal_months=2)) == date(2026, 3, 10)
    assert appeal_until(date(2026, 1, 10), EndingRules(appeal_months=0)) == date(2026, 2, 10)


def test_a_lost_appeal_says_when_it_was_lodged_and_lost() -> None:
    lost = appeal_lost(date(2026, 2, 1), date(2026, 3, 5), date(2026, 3, 5), "dismissed")
    assert lost.rule == (
        "Appealed on 1 February 2026; appeal dismissed on 5 March 2026.\nLast day of the membership: 5 March 2026."
    )


def test_a_membership_ends_by_death_and_the_day_before_another_kind() -> None:
    assert death(date(2026, 3, 15)).ends_on == date(2026, 3, 15)
    assert "BW 2:35(1)" in death(date(2026, 3, 15)).rule
    assert change_of_kind(date(2026, 3, 1)).ends_on == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("died", "first", "second"),
    [
        (date(2026, 3, 15), date(2026, 4, 30), date(2026, 5, 31)),
        (date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)),
        (date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 31)),
    ],
)
def test_a_lease_that_nobody_continues_ends_with_the_second_month_after_a_death(
    died: date, first: date, second: date
) -> None:
    lease = lease_after_death(died, 0)
    assert (lease.heirs_from, lease.ends_on) == (first, second)
    assert "BW 7:268" in " ".join(lease.lines)


def test_a_co_tenant_continues_the_lease() -> None:
    assert lease_after_death(date(2026, 3, 15), 1).lines == ("The co-tenant continues the lease as tenant (BW 7:268).",)


# -- the contribution ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "until"),
    [
        (LAW, date(2026, 12, 31)),
        (EndingRules(whole_year=False), date(2026, 3, 15)),
        (EndingRules(first_month=9), date(2026, 8, 31)),
    ],
)
def test_who_leaves_midway_owes_the_whole_year_unless_the_statutes_differ(rules: EndingRules, until: date) -> None:
    assert contribution_until(date(2026, 3, 15), rules) == until
    assert "BW) 2:35(5)" in contribution_text(date(2026, 3, 15), rules)


def test_who_leaves_with_the_year_owes_nothing_after_it() -> None:
    assert "no contribution is due after it" in contribution_text(date(2026, 12, 31), LAW)

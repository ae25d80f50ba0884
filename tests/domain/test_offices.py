"""A group knows who leaves the board when, who leaves together, and which seats nobody holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.offices import (
    AUDIT_COMMITTEE,
    Term,
    audit_committee,
    board_on,
    followed_by,
    follows,
    planned_day,
    retirement_day,
    retirement_years,
    term_number,
    too_many_together,
    vacancies,
)

TODAY = date(2026, 11, 20)


def term(term_id: int, person_id: int, office: str, starts_on: date, ends_on: date | None = None, **more: date) -> Term:
    return Term(term_id, person_id, office, starts_on, ends_on, on_board=office != AUDIT_COMMITTEE, **more)


# -- the day a term is over ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts_on", "years", "over"),
    [
        (date(2023, 5, 12), 3, date(2026, 5, 12)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2023, 3, 31), 2, date(2025, 3, 31)),
        (date(2025, 12, 31), 1, date(2026, 12, 31)),
        (date(2023, 5, 12), 0, None),
    ],
)
def test_a_term_is_over_so_many_years_after_its_first_day(starts_on: date, years: int, over: date | None) -> None:
    assert retirement_day(starts_on, None, years) == over


def test_a_day_of_its_own_in_the_schedule_goes_before_the_usual_term() -> None:
    assert retirement_day(date(2023, 5, 12), date(2025, 6, 1), 3) == date(2025, 6, 1)
    assert retirement_day(date(2023, 5, 12), date(2025, 6, 1), 0) == date(2025, 6, 1)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 12))
def test_a_term_never_ends_in_another_month_than_it_began_in(starts_on: date, years: int) -> None:
    over = retirement_day(starts_on, None, years)
    assert over is not None
    assert (over.year, over.month) == (starts_on.year + years, starts_on.month)
    assert over.day == starts_on.day or (starts_on.month, starts_on.day, over.day) == (2, 29, 28)


def test_the_audit_committee_sits_for_a_year_and_a_keeper_of_keys_as_long_as_it_lasts() -> None:
    begun = date(2026, 5, 20)
    assert planned_day(term(1, 1, AUDIT_COMMITTEE, begun), 3) == date(2027, 5, 20)
    assert planned_day(Term(2, 1, "keys", begun), 3) is None
    assert planned_day(Term(2, 1, "keys", begun, retires_on=date(2028, 1, 1)), 3) == date(2028, 1, 1)
    assert planned_day(term(3, 1, "chair", begun, date(2026, 12, 31)), 3) == date(2026, 12, 31)


# -- elected again -------------------------------------------------------------------------------------------------


def test_who_is_elected_again_without_a_day_between_has_a_second_term() -> None:
    first = term(1, 7, "chair", date(2020, 5, 1), date(2023, 4, 30))
    second = term(2, 7, "chair", date(2023, 5, 1))
    after_a_break = term(3, 7, "chair", date(2023, 5, 3))
    other_office = term(4, 7, "secretary", date(2023, 5, 1))
    other_person = term(5, 8, "chair", date(2023, 5, 1))
    assert follows(second, [first, second]) == first
    assert followed_by(first, [first, second]) == second
    assert term_number(second, [first, second]) == 2
    for one in (after_a_break, other_office, other_person):
        assert follows(one, [first, one]) is None
        assert term_number(one, [first, one]) == 1


# -- who leaves together -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("leaving", "size", "too_many"),
    [
        (1, 1, False),
        (1, 2, False),
        (2, 2, True),
        (1, 3, False),
        (2, 3, True),
        (2, 4, True),
        (2, 5, False),
        (3, 5, True),
    ],
)
def test_of_a_board_no_more_than_49_percent_leaves_together(leaving: int, size: int, too_many: bool) -> None:
    assert too_many_together(leaving, size, 49) is too_many


@given(st.integers(0, 20), st.integers(1, 20), st.integers(0, 100))
def test_with_one_more_who_leaves_it_never_becomes_fewer_than_too_many(leaving: int, size: int, percent: int) -> None:
    assert too_many_together(leaving + 1, size, percent) >= too_many_together(leaving, size, percent)


def test_the_schedule_puts_who_is_past_their_day_in_this_year_and_who_leaves_sooner_in_the_year_they_leave() -> None:
    terms = [
        term(1, 1, "chair", date(2022, 5, 1)),
        term(2, 2, "secretary", date(2024, 5, 1)),
        term(3, 3, "treasurer", date(2024, 5, 1)),
        term(4, 4, "board_member", date(2025, 5, 1), date(2027, 3, 31)),
        term(5, 5, "board_member", date(2019, 5, 1), date(2024, 4, 30)),
        term(6, 1, "board_member", date(2026, 1, 1)),
    ]
    years = retirement_years(terms, TODAY, term_years=3, together_percent=49)
    found = [(one.year, one.leaving, one.size, one.too_many) for one in years]
    assert found == [(2026, 1, 4, False), (2027, 3, 4, True), (2029, 1, 4, False)]


def test_without_a_term_of_office_nobody_is_on_the_schedule() -> None:
    terms = [term(1, 1, "chair", date(2022, 5, 1))]
    assert retirement_years(terms, TODAY, term_years=0, together_percent=49) == ()


@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(("chair", "treasurer", "board_member")), st.integers(-2000, 900)),
        max_size=12,
    )
)
def test_everybody_on_the_board_leaves_once_for_each_term(drawn: list[tuple[int, str, int]]) -> None:
    terms = [
        term(place, person, office, TODAY + timedelta(days=days)) for place, (person, office, days) in enumerate(drawn)
    ]
    years = retirement_years(terms, TODAY, term_years=3, together_percent=49)
    assert sum(len(one.terms) for one in years) == sum(one.starts_on <= TODAY for one in terms)
    assert all(one.year >= TODAY.year and one.size == len(board_on(terms, TODAY)) for one in years)


# -- the audit committee and the vacant seats ----------------------------------------------------------------------


def test_on_the_audit_committee_counts_who_was_appointed_this_year_and_is_not_on_the_board() -> None:
    terms = [
        term(1, 1, AUDIT_COMMITTEE, date(2026, 5, 20)),
        term(2, 2, AUDIT_COMMITTEE, date(2025, 5, 20)),
        term(3, 3, AUDIT_COMMITTEE, date(2026, 5, 20)),
        term(4, 3, "treasurer", date(2026, 6, 1)),
        term(5, 4, AUDIT_COMMITTEE, date(2026, 1, 10), date(2026, 10, 1)),
    ]
    assert [one.person_id for one in audit_committee(terms, date(2026, 1, 1), TODAY)] == [1]


def test_a_seat_is_vacant_from_the_day_after_the_last_term() -> None:
    terms = [
        term(1, 1, "chair", date(2022, 5, 1)),
        term(2, 2, "treasurer", date(2022, 5, 1), date(2026, 9, 30)),
        term(3, 3, "board_member", date(2026, 12, 1)),
    ]
    found = vacancies(terms, TODAY, board_least=3, audit_least=2, year_starts_on=date(2026, 1, 1))
    assert [(one.office, one.held, one.needed, one.since, one.last_term_id) for one in found] == [
        ("board", 1, 3, date(2026, 10, 1), 2),
        ("treasurer", 0, 1, date(2026, 10, 1), 2),
        (AUDIT_COMMITTEE, 0, 2, None, None),
    ]


def test_an_office_that_nobody_ever_had_is_no_vacancy() -> None:
    terms = [term(1, 1, "chair", date(2022, 5, 1))]
    found = vacancies(terms, TODAY, board_least=1, audit_least=0, year_starts_on=date(2026, 1, 1))
    assert found == ()


def test_who_holds_two_offices_is_one_person_on_the_board() -> None:
    terms = [term(1, 1, "chair", date(2022, 5, 1)), term(2, 1, "treasurer", date(2022, 5, 1))]
    found = vacancies(terms, TODAY, board_least=2, audit_least=0, year_starts_on=date(2026, 1, 1))
    assert [(one.office, one.held) for one in found] == [("board", 1)]

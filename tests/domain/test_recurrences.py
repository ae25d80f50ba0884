"""Work comes round in whole months after it was last done."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin import i18n
from coopadmin.domain.recurrences import MOST_MONTHS, days_left, next_due, read_recurrence, recurrence_name

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
months = st.integers(1, MOST_MONTHS)


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("jaarlijks", 12),
        ("Jaarlijks.", 12),
        ("  JAARLIJKS ", 12),
        ("elk jaar", 12),
        ("per jaar", 12),
        ("eens per jaar", 12),
        ("één keer per jaar", 12),
        ("elke 18 maanden", 18),
        ("18 maanden", 18),
        ("18mnd", 18),
        ("1x per 18 maanden", 18),
        ("eens in de 18 maanden", 18),
        ("elke anderhalf jaar", 18),
        ("elke 1,5 jaar", 18),
        ("elke 2 jaar", 24),
        ("iedere twee jaar", 24),
        ("om de 2 jaar", 24),
        ("om het jaar", 24),
        ("tweejaarlijks", 24),
        ("2-jaarlijks", 24),
        ("vijfjaarlijks", 60),
        ("2x per jaar", 6),
        ("2 × per jaar", 6),
        ("2x/jaar", 6),
        ("tweemaal per jaar", 6),
        ("halfjaarlijks", 6),
        ("elk half jaar", 6),
        ("per halfjaar", 6),
        ("6-maandelijks", 6),
        ("3x per jaar", 4),
        ("4x per jaar", 3),
        ("per kwartaal", 3),
        ("elk kwartaal", 3),
        ("driemaandelijks", 3),
        ("elke maand", 1),
        ("maandelijks", 1),
        ("12x per jaar", 1),
        ("yearly", 12),
        ("annually", 12),
        ("once a year", 12),
        ("every 18 months", 18),
        ("every 2 years", 24),
        ("every other year", 24),
        ("once every two years", 24),
        ("biennial", 24),
        ("twice a year", 6),
        ("2x per year", 6),
        ("half-yearly", 6),
        ("semi-annually", 6),
        ("3 times a year", 4),
        ("quarterly", 3),
        ("each quarter", 3),
        ("monthly", 1),
        ("elke 50 jaar", 600),
    ],
)
def test_how_often_is_read_as_a_board_writes_it(text: str, every: int) -> None:
    assert read_recurrence(text) == every


@pytest.mark.parametrize("text", ["", "  ", "-", "nee", "Geen", "eenmalig", "no", "never"])
def test_what_does_not_come_round_is_told_apart(text: str) -> None:
    assert read_recurrence(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "soms",
        "jaar",
        "a year",
        "12",
        "2x jaar",
        "in 2 jaar",
        "elke jaarlijks",
        "2x 2-jaarlijks",
        "wekelijks",
        "elke week",
        "biannual",
        "bimonthly",
        "-1 jaar",
        "jaarlijks in mei",
        "elke 99999 jaar",
        "[/] per jaar",
        "=1+1",
    ],
)
def test_what_is_not_understood_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match=r"yearly, every 18 months, every 2 years, 2x per year, monthly"):
        read_recurrence(text)


@pytest.mark.parametrize(
    "text", ["5x per jaar", "7x per jaar", "2x per maand", "0x per jaar", "elke 0 maanden", "elke 1,5 maand"]
)
def test_what_does_not_come_out_in_whole_months_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="whole number of months"):
        read_recurrence(text)


@pytest.mark.parametrize("text", ["elke 601 maanden", "elke 51 jaar"])
def test_more_than_fifty_years_is_a_slip_of_the_pen(text: str) -> None:
    with pytest.raises(ValueError, match="up to 50 years"):
        read_recurrence(text)


@given(st.integers(1, 40))
def test_so_many_times_a_year_is_taken_only_where_it_divides_the_year(times: int) -> None:
    if 12 % times:
        with pytest.raises(ValueError):
            read_recurrence(f"{times}x per jaar")
    else:
        assert read_recurrence(f"{times}x per jaar") == 12 // times


@given(months, st.sampled_from(i18n.LANGUAGES))
def test_what_is_said_of_a_recurrence_can_be_read_back(every: int, language: str) -> None:
    i18n.use(language)
    try:
        assert read_recurrence(recurrence_name(every)) == every
    finally:
        i18n.use("en")


@given(
    st.one_of(
        st.text(max_size=40), st.from_regex(r"\A\d{0,3} ?x? ?(elke|per|in de)? ?[\d,.]{0,4} ?(jaar|maand)\w{0,5}")
    )
)
def test_any_text_gives_months_or_a_sentence(text: str) -> None:
    every: int | None = None
    with suppress(ValueError):
        every = read_recurrence(text)
    assert every is None or 1 <= every <= MOST_MONTHS


@pytest.mark.parametrize(
    ("last_done", "every", "due"),
    [
        (date(2026, 5, 6), 12, date(2027, 5, 6)),
        (date(2026, 8, 20), 18, date(2028, 2, 20)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2099, 2, 28), 12, date(2100, 2, 28)),
        (date(2096, 2, 29), 48, date(2100, 2, 28)),
    ],
)
def test_the_31st_and_the_29th_fall_back_to_the_last_day_of_the_month(last_done: date, every: int, due: date) -> None:
    assert next_due(last_done, every) == due


def test_a_job_never_done_has_no_day_to_count_from() -> None:
    assert next_due(None, 12) is None
    assert days_left(None, date(2026, 11, 20)) is None


@given(days, months)
def test_a_job_is_never_due_again_before_it_was_last_done(last_done: date, every: int) -> None:
    due = next_due(last_done, every)
    assert due is not None
    assert due > last_done
    assert (due.year - last_done.year) * 12 + due.month - last_done.month == every
    assert due.day == last_done.day or (due.day < last_done.day and (due + timedelta(days=1)).day == 1)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), months, months)
def test_who_was_last_done_later_is_not_due_sooner(last_done: date, every: int, later: int) -> None:
    first = next_due(last_done, every)
    second = next_due(last_done + timedelta(days=later), every)
    assert first is not None
    assert second is not None
    assert first <= second


@given(days, days)
def test_days_left_count_to_the_day_and_below_zero_past_it(due: date, on: date) -> None:
    left = days_left(due, on)
    assert left is not None
    assert on + timedelta(days=left) == due

"""Where a key is, whether it should have been back, what became of its deposit, and how copies are marked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.keys import (
    MOST_AT_ONCE,
    STATES,
    Loan,
    certificate_state,
    check_issue,
    deposit_state,
    next_marks,
    read_marks,
    state_of,
)

OUT, DUE, TODAY = date(2026, 11, 1), date(2026, 11, 10), date(2026, 11, 20)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("loan", "ended_on", "reason", "state"),
    [
        (None, None, "", "in"),
        (Loan(OUT), None, "", "out"),
        (Loan(OUT, TODAY), None, "", "out"),
        (Loan(OUT, DUE), None, "", "overdue"),
        (Loan(OUT, None, None, DUE), None, "", "overdue"),
        (Loan(OUT, TODAY, None, DUE), None, "", "out"),
        (Loan(OUT, DUE, TODAY), None, "", "in"),
        (Loan(OUT, DUE, TODAY + timedelta(days=1)), None, "", "overdue"),
        (Loan(TODAY + timedelta(days=1)), None, "", "in"),
        (Loan(OUT, DUE, TODAY), TODAY, "lost", "lost"),
        (Loan(OUT, DUE, TODAY), TODAY, "stolen", "lost"),
        (None, DUE, "broken", "gone"),
        (None, TODAY + timedelta(days=1), "broken", "in"),
    ],
)
def test_a_copy_is_somewhere_on_every_day(loan: Loan | None, ended_on: date | None, reason: str, state: str) -> None:
    assert state_of(loan, ended_on, reason, TODAY) == state


@given(DAYS, st.none() | DAYS, st.none() | DAYS, DAYS)
def test_a_key_is_late_only_while_somebody_has_it_and_only_after_its_day(
    issued_on: date, due_on: date | None, returned_on: date | None, on: date
) -> None:
    loan = Loan(issued_on, due_on, returned_on)
    state = state_of(loan, None, "", on)
    assert state in STATES
    assert (state == "in") == (not loan.runs_on(on))
    if state == "overdue":
        assert due_on is not None
        assert due_on < on
    if loan.runs_on(on):
        later = state_of(Loan(issued_on, due_on), None, "", on + timedelta(days=500))
        assert (later == "overdue") == (due_on is not None and due_on < on + timedelta(days=500))


@pytest.mark.parametrize(
    ("cents", "paid", "given_back", "back", "missing", "state"),
    [
        (None, None, None, None, None, ""),
        (0, None, None, TODAY, None, ""),
        (2500, None, None, None, None, "to_pay"),
        (2500, None, None, TODAY, None, "not_paid"),
        (2500, OUT, None, None, None, "held"),
        (2500, OUT, None, TODAY, None, "to_give_back"),
        (2500, OUT, TODAY, TODAY, None, "given_back"),
        (2500, OUT, None, TODAY, TODAY, "kept"),
        (2500, OUT, TODAY, TODAY, TODAY, "given_back"),
        # the loss was in the hands of the next one
        (2500, OUT, None, DUE, TODAY, "to_give_back"),
    ],
)
def test_a_deposit_is_held_given_back_or_kept(
    cents: int | None, paid: date | None, given_back: date | None, back: date | None, missing: date | None, state: str
) -> None:
    found = deposit_state(cents, paid_on=paid, given_back_on=given_back, returned_on=back, missing_on=missing)
    assert found == state


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("", ()),
        ("3", ("3",)),
        ("1-3", ("1", "2", "3")),
        ("08 – 10", ("08", "09", "10")),
        ("R1-R3", ("R1", "R2", "R3")),
        ("R1..3, spare", ("R1", "R2", "R3", "spare")),
        ("GZ-07", ("GZ-07",)),
        ("GZ-07-GZ-08; A1-B3", ("GZ-07", "GZ-08", "A1-B3")),
    ],
)
def test_marks_are_read_as_they_stand_on_the_keys(text: str, marks: tuple[str, ...]) -> None:
    assert read_marks(text) == marks


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("9-3", "write it like 1-12"),
        ("1-9999", "write it like 1-12"),
        ("1-150, A1-A150", "at most 200"),
        ("1-3, 2", "the mark 2 is there twice"),
        ("x" * 41, "longer than 40 signs"),
    ],
)
def test_marks_that_cannot_be_are_told(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        read_marks(text)


@given(
    st.lists(st.from_regex(r"[A-Z]{0,2}-?[0-9]{1,3}", fullmatch=True) | st.just("spare"), max_size=8),
    st.integers(1, MOST_AT_ONCE),
)
def test_new_copies_never_get_a_mark_that_is_in_use(known: list[str], count: int) -> None:
    marks = next_marks(known, count)
    assert len(set(marks)) == count
    assert not set(marks) & set(known)


def test_marks_go_on_as_they_began() -> None:
    assert next_marks((), 2) == ("1", "2")
    assert next_marks(("GZ-08", "GZ-09", "spare"), 2) == ("GZ-10", "GZ-11")
    assert next_marks(("3", "12"), 1) == ("13",)


def test_a_key_is_handed_out_after_it_came_back_and_not_in_the_future() -> None:
    def fields(issued_on: date, due_on: date | None = None) -> list[str]:
        found = check_issue(issued_on=issued_on, due_on=due_on, made_on=OUT, last_back_on=DUE, today=TODAY)
        return [problem.field for problem in found]

    assert fields(DUE) == fields(TODAY, TODAY) == []
    assert fields(DUE - timedelta(days=1)) == ["issued_on"]
    assert fields(OUT - timedelta(days=1)) == ["issued_on", "issued_on"]
    assert fields(TODAY + timedelta(days=1), TODAY) == ["issued_on", "due_on"]


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (None, ""),
        (date(2026, 11, 19), "over"),
        (date(2026, 11, 20), "soon"),
        (date(2027, 1, 19), "soon"),
        (date(2027, 1, 20), "holds"),
    ],
)
def test_a_certificate_is_over_the_day_after_its_last(until: date | None, state: str) -> None:
    assert certificate_state(until, date(2026, 11, 20), 60) == state

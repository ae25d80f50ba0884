"""An action is open until it is done or dropped, and late once its day has passed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.actions import LONGEST_WHAT, STATES, check_action, check_end, is_overdue, state

DAY = date(2026, 11, 20)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("done", "dropped", "due", "stands"),
    [
        (None, None, None, "open"),
        (None, None, DAY, "open"),
        (None, None, DAY - timedelta(days=1), "overdue"),
        (DAY, None, DAY - timedelta(days=9), "done"),
        (None, DAY, DAY - timedelta(days=9), "dropped"),
    ],
)
def test_how_an_action_stands(done: date | None, dropped: date | None, due: date | None, stands: str) -> None:
    assert state(done, dropped, due, DAY) == stands
    assert stands in STATES


@given(due=DAYS | st.none(), on=DAYS, ended=st.booleans())
def test_an_action_is_late_from_the_day_after_its_due_day_until_it_ends(
    due: date | None, on: date, ended: bool
) -> None:
    assert is_overdue(due, ended, on) == (not ended and due is not None and on > due)


def test_an_action_says_what_and_is_not_due_before_it_was_taken_on() -> None:
    assert check_action("Bel de loodgieter", DAY, DAY) == []
    assert [one.field for one in check_action("  ", DAY, DAY - timedelta(days=1))] == ["what", "due_on"]
    assert [one.field for one in check_action("x" * (LONGEST_WHAT + 1), DAY, None)] == ["what"]


def test_an_action_ends_after_it_began_and_not_in_the_future() -> None:
    assert check_end("done_on", DAY, DAY, DAY) == []
    assert [one.field for one in check_end("done_on", DAY - timedelta(days=1), DAY, DAY)] == ["done_on"]
    assert "still to come" in check_end("dropped_on", DAY + timedelta(days=1), DAY, DAY)[0].message

"""The ladder: which step comes when, for which debts, and never twice."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.arrears import COST, LEVELS, Ladder, Taken, ladder_on, next_step, steps_due
from coopadmin.domain.association import RuleValue
from coopadmin.domain.ledger import Debt, OpenDebt

DUE = date(2026, 6, 1)
DAYS = {
    "reminder": 8,
    "fourteen_day_letter": 45,
    "final_notice": 60,
    "arrangement": 67,
    "municipality": 74,
    "handed_over": 90,
}
LADDER = Ladder(DAYS, 7)


def _open(row_id: int = 1, due_on: date = DUE, kind: str = "rent") -> OpenDebt:
    return OpenDebt(Debt(kind, ("charge", row_id), due_on, 60_000), 60_000)


def _taken(level: str, on: date, *ids: int, received_on: date | None = None) -> Taken:
    return Taken(level, on, received_on, frozenset(("charge", row_id) for row_id in ids or (1,)))


def test_a_fresh_store_has_the_usual_dutch_steps_and_zero_leaves_a_level_out() -> None:
    assert ladder_on([], date(2026, 11, 20)) == LADDER
    without = ladder_on([RuleValue("reminder_days", "0", date(2020, 1, 1), "x")], date(2026, 11, 20))
    assert without.levels_for("rent")[0] == "fourteen_day_letter"


def test_the_first_step_comes_on_its_day_and_is_foretold_before_it() -> None:
    before = next_step([_open()], [], DUE + timedelta(days=7), LADDER)
    assert before is not None
    assert (before.level, before.due_on, before.open_cents) == ("reminder", date(2026, 6, 9), 60_000)
    assert steps_due([_open()], [], DUE + timedelta(days=7), LADDER) == ()
    assert [step.level for step in steps_due([_open()], [], DUE + timedelta(days=8), LADDER)] == ["reminder"]


def test_nothing_open_needs_no_step() -> None:
    assert next_step([], [], DUE, LADDER) is None


def test_a_debt_found_late_still_begins_with_a_reminder_and_is_given_time_after_it() -> None:
    late = DUE + timedelta(days=100)
    assert [step.level for step in steps_due([_open()], [], late, LADDER)] == ["reminder"]
    reminded = [_taken("reminder", late)]
    following = next_step([_open()], reminded, late, LADDER)
    assert following is not None
    assert (following.level, following.due_on) == ("fourteen_day_letter", late + timedelta(days=7))


def test_after_a_fourteen_day_letter_nothing_comes_before_its_term_is_over() -> None:
    sent = date(2026, 9, 1)
    steps = [_taken("reminder", date(2026, 6, 9)), _taken("fourteen_day_letter", sent)]
    following = next_step([_open()], steps, sent, LADDER)
    assert following is not None
    assert (following.level, following.due_on) == ("final_notice", date(2026, 9, 18))
    later = [steps[0], _taken("fourteen_day_letter", sent, received_on=date(2026, 9, 10))]
    following = next_step([_open()], later, sent, LADDER)
    assert following is not None
    assert following.due_on == date(2026, 9, 25)


def test_each_debt_climbs_by_itself_and_the_highest_step_comes_first() -> None:
    debts = [_open(1, date(2026, 8, 1)), _open(2, date(2026, 10, 1)), _open(3, date(2026, 10, 3))]
    steps = [_taken("reminder", date(2026, 8, 10), 1)]
    found = steps_due(debts, steps, date(2026, 10, 20), LADDER)
    assert [(step.level, step.refs) for step in found] == [
        ("fourteen_day_letter", (("charge", 1),)),
        ("reminder", (("charge", 2), ("charge", 3))),
    ]
    first = next_step(debts, steps, date(2026, 10, 20), LADDER)
    assert first is not None
    assert first == found[0]
    assert "80 days" in first.reason
    assert "reminder on 10 August 2026" in first.reason


def test_a_talk_held_early_does_not_leave_the_letters_out() -> None:
    steps = [_taken("reminder", date(2026, 6, 9)), _taken("arrangement", date(2026, 6, 20))]
    following = next_step([_open()], steps, date(2026, 6, 20), LADDER)
    assert following is not None
    assert following.level == "fourteen_day_letter"


def test_a_step_skipped_by_hand_is_not_asked_for_any_more() -> None:
    following = next_step([_open()], [_taken("final_notice", date(2026, 6, 20))], date(2026, 6, 20), LADDER)
    assert following is not None
    assert following.level == "arrangement"


def test_a_plan_that_is_met_needs_no_step() -> None:
    late = DUE + timedelta(days=100)
    assert next_step([_open()], [], late, LADDER, plan_met=True) is None
    assert steps_due([_open()], [], late, LADDER, plan_met=True) == ()


def test_there_is_no_cost_on_cost() -> None:
    cost = _open(1, kind=COST)
    reminded = [_taken("reminder", date(2026, 6, 9))]
    following = next_step([cost], reminded, date(2026, 9, 9), LADDER)
    assert following is not None
    assert following.level == "final_notice"
    assert next_step([cost], [*reminded, _taken("final_notice", date(2026, 9, 9))], date(2027, 9, 9), LADDER) is None


def test_money_taken_back_without_a_charge_is_no_debt_to_write_a_letter_about() -> None:
    assert next_step([OpenDebt(Debt("taken_back", ("taken_back", 0), DUE, 100), 100)], [], DUE, LADDER) is None


@given(
    st.lists(st.integers(0, 200), min_size=1, max_size=5),
    st.lists(st.integers(0, 400), max_size=40),
    st.integers(1, 30),
    st.fixed_dictionaries({level: st.integers(0, 120) for level in LEVELS}),
)
def test_however_often_the_steps_are_taken_no_debt_is_in_a_level_twice(
    ages: list[int], days: list[int], apart: int, per_level: dict[str, int]
) -> None:
    ladder = Ladder(per_level, apart)
    debts = [_open(row_id, DUE - timedelta(days=age)) for row_id, age in enumerate(ages, 1)]
    taken: list[Taken] = []
    for day in sorted(days):
        on = DUE + timedelta(days=day)
        for _again in range(3):
            for step in steps_due(debts, taken, on, ladder):
                assert step.due_on <= on
                assert not _again  # once a day is enough
                taken.append(Taken(step.level, on, None, frozenset(step.refs)))
    seen = [(step.level, ref) for step in taken for ref in step.refs]
    assert len(seen) == len(set(seen))
    for ref in {ref for _level, ref in seen}:
        climbed = [step for step in taken if ref in step.refs]
        places = [list(LEVELS).index(step.level) for step in climbed]
        assert places == sorted(places)
        gaps = [(after.taken_on - before.taken_on).days for before, after in pairwise(climbed)]
        assert all(gap >= apart for gap in gaps)

"""Values of the law by date: known ones carry their source, unknown ones are asked for, entered ones win."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from coopadmin.domain import legal
from coopadmin.domain.association import RULES, RuleValue
from coopadmin.domain.legal import ENTERED, NAMES, known_values, legal_value, unit_of, value_text

JULY = date(2026, 7, 1)


def _entered(name: str, value: int, day: date, source: str = "letter") -> RuleValue:
    return RuleValue(f"legal.{name}", str(value), day, source)


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        ("rent_increase_social", date(2023, 7, 1), 310),
        ("rent_increase_social", date(2024, 7, 1), 580),
        ("rent_increase_social", date(2026, 6, 30), 500),
        ("rent_increase_social", JULY, 410),
        ("rent_increase_shared", JULY, 410),
        ("rent_increase_middle", date(2026, 1, 1), 610),
        ("rent_increase_free", date(2026, 12, 31), 440),
        ("low_rent_threshold", JULY, 35000),
        ("low_rent_increase", JULY, 2500),
        ("rent_increase_notice_months", date(2030, 1, 1), 2),
        ("deposit_max_months", date(2023, 6, 30), 3),
        ("deposit_max_months", date(2023, 7, 1), 2),
        ("deposit_return_days", JULY, 14),
        ("deposit_return_days_with_settlement", JULY, 30),
        ("bik_min", JULY, 4000),
        ("bik_max", JULY, 677500),
        ("bik_recurring_term_below", JULY, 26667),
        ("bik_recurring_cap_6m", JULY, 14000),
        ("statutory_interest", date(2024, 7, 1), 700),
    ],
)
def test_a_value_of_the_law_is_known_by_its_day(name: str, day: date, value: int) -> None:
    found = legal_value(name, day)
    assert found is not None
    assert found.value == value
    assert found.source


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("rent_increase_social", date(2023, 6, 30)),
        ("rent_increase_social", date(2027, 7, 1)),
        ("rent_increase_middle", date(2024, 7, 1)),
        ("rent_increase_free", date(2027, 1, 1)),
        ("low_rent_threshold", date(2027, 7, 1)),
        ("statutory_interest", JULY),
        ("deposit_return_days", date(2023, 6, 30)),
        ("no_such_value", JULY),
    ],
)
def test_a_day_without_a_value_is_unknown_and_never_guessed(name: str, day: date) -> None:
    assert legal_value(name, day) is None


def test_the_scale_of_collection_costs_ends_with_the_rest() -> None:
    scale = legal_value("bik_scale", JULY)
    assert scale is not None
    assert scale.steps == ((250000, 1500), (250000, 1000), (500000, 500), (19000000, 100), (None, 50))
    assert value_text(scale) == "15 %, 10 %, 5 %, 1 %, 0.5 %"


def test_no_rule_of_the_group_doubles_a_value_of_the_law() -> None:
    assert not set(RULES) & set(NAMES)
    assert not [name for name in RULES if name.startswith(("deposit", "bik"))]


def test_the_older_most_of_a_deposit_is_a_practice_and_not_the_law() -> None:
    found = legal_value("deposit_max_months", date(2023, 6, 30))
    assert found is not None
    assert (found.confidence, found.source) == ("B", "law firm; practice before 1 July 2023")


def test_what_the_group_entered_wins_and_says_so() -> None:
    found = legal_value("rent_increase_social", JULY, [_entered("rent_increase_social", 360, JULY, "agreement")])
    assert found is not None
    assert (found.value, found.source, found.confidence) == (360, "agreement", ENTERED)


def test_an_entered_yearly_value_holds_no_longer_than_the_law_renews_it() -> None:
    overrides = [_entered("rent_increase_social", 380, date(2027, 7, 1))]
    assert legal_value("rent_increase_social", date(2027, 6, 30), overrides) == legal_value(
        "rent_increase_social", date(2027, 6, 30)
    )
    on_day = legal_value("rent_increase_social", date(2028, 6, 30), overrides)
    assert on_day is not None
    assert on_day.value == 380
    assert legal_value("rent_increase_social", date(2028, 7, 1), overrides) is None


def test_an_entered_value_that_the_law_does_not_renew_holds_until_the_next() -> None:
    overrides = [_entered("deposit_return_days", 14, JULY), _entered("deposit_return_days", 21, date(2028, 1, 1))]
    before, after = (legal_value("deposit_return_days", date(year, 1, 1), overrides) for year in (2027, 2030))
    assert before is not None
    assert after is not None
    assert (before.value, before.valid_until, after.value) == (14, date(2027, 12, 31), 21)


def test_half_a_year_of_interest_is_entered_at_a_time() -> None:
    overrides = [_entered("statutory_interest", 400, JULY)]
    assert legal_value("statutory_interest", date(2026, 12, 31), overrides) is not None
    assert legal_value("statutory_interest", date(2027, 1, 1), overrides) is None


def test_settings_that_are_no_value_of_the_law_are_passed_over() -> None:
    overrides = [
        RuleValue("notice_months", "1", JULY, ""),
        RuleValue("legal.rent_increase_social", "much", JULY, ""),
        RuleValue("legal.unheard_of", "1", JULY, ""),
    ]
    assert legal.entered_values(overrides) == ()
    assert legal_value("rent_increase_social", JULY, overrides) == legal_value("rent_increase_social", JULY)


def test_every_value_has_a_name_a_unit_a_source_and_no_day_twice() -> None:
    values = known_values()
    assert {value.name for value in values} == set(NAMES)
    for value in values:
        assert unit_of(value.name) in ("percent", "cents", "days", "months", "scale")
        assert value.source
        assert value.confidence in ("A", "B", "C")
    for first, second in pairwise(values):
        if first.name == second.name:
            assert first.valid_until is not None
            assert second.valid_from >= first.valid_until + timedelta(days=1)

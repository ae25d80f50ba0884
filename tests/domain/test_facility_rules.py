"""A house writes down how its rooms are shared, in words anybody reads."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.domain.facility_rules import (
    CHOICES,
    KINDS,
    NUMBERS,
    TIMES,
    HouseRule,
    in_force,
    read_value,
    rule_text,
    value_text,
)
from db.tables.facility_rules import KINDS as STORED_KINDS

SOURCE = "House rules 2024, article 4"


def rule(kind: str, value: str, month: int) -> HouseRule:
    """Make a rule from the first of a month of 2026 on."""
    return HouseRule(kind, value, date(2026, month, 1), SOURCE)


def test_every_kind_the_store_knows_has_a_name_and_one_way_to_be_written() -> None:
    assert tuple(KINDS) == STORED_KINDS
    assert sorted((*NUMBERS, *TIMES, *CHOICES)) == sorted(KINDS)


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("ahead_days", " 60 ", "60"),
        ("ahead_hours", "0", "0"),
        ("nights", "0", "0"),
        ("opens_at", "8", "08:00"),
        ("opens_at", "8.30u", "08:30"),
        ("closes_at", "24:00", "24:00"),
        ("quiet_from", "22:00", "22:00"),
        ("who_may", "members", "members"),
        ("who_may", "Tenants, no subtenants", "tenants"),
        ("payment_first", "YES", "yes"),
        ("price_unit", "person and night", "person_night"),
        ("people", "", ""),
    ],
)
def test_a_value_is_kept_in_one_spelling(kind: str, written: str, kept: str) -> None:
    assert read_value(kind, written) == kept


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("ahead_days", "-1"),
        ("ahead_days", "2 months"),
        ("people", "0"),
        ("longest_minutes", "999999"),
        ("gap_minutes", "10081"),
        ("opens_at", "25:00"),
        ("opens_at", "24:30"),
        ("opens_at", "8:5"),
        ("opens_at", "٨:٠٠"),
        ("who_may", "friends"),
        ("payment_first", "1"),
    ],
)
def test_what_is_no_value_is_refused_with_a_sentence(kind: str, written: str) -> None:
    with pytest.raises(ValueError, match=r".{20}"):
        read_value(kind, written)


def test_there_is_no_rule_of_an_unknown_kind() -> None:
    with pytest.raises(KeyError):
        read_value("pets", "no")


def test_a_rule_holds_from_its_day_until_the_next_and_an_empty_one_ends_it() -> None:
    rules = [
        rule("ahead_days", "90", 6),
        rule("ahead_days", "60", 1),
        rule("ahead_days", "", 9),
        rule("nights", "7", 1),
    ]
    held = [in_force(rules, "ahead_days", date(2026, month, 1)) for month in (1, 5, 6, 8, 9, 12)]
    assert [one.value if one else None for one in held] == ["60", "60", "90", "90", None, None]
    assert in_force(rules, "ahead_days", date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("ahead_days", "60", "at most 60 days ahead"),
        ("ahead_hours", "1", "at least 1 hour before it begins"),
        ("longest_minutes", "240", "at most 4 hours at a time"),
        ("gap_minutes", "90", "90 minutes free between two bookings"),
        ("nights", "7", "at most 7 nights"),
        ("active_per_household", "2", "at most 2 bookings ahead per household"),
        ("quiet_from", "22:00", "quiet from 22:00"),
        ("who_may", "members", "for members of any kind"),
        ("confirmation", "keeper", "the keeper says yes"),
        ("confirmation", "none", ""),
        ("payment_first", "yes", "payment first"),
        ("payment_first", "no", ""),
        ("key_back_first", "yes", "no booking while a key is not back"),
        ("cleaning", "booker", "who booked it cleans"),
        ("price_unit", "night", "the rate is per night"),
        ("people", "", ""),
    ],
)
def test_a_rule_is_said_on_one_line(kind: str, value: str, said: str) -> None:
    assert rule_text(kind, value) == said


def test_every_kind_and_every_word_can_be_shown() -> None:
    for kind, words in CHOICES.items():
        for word in words:
            assert value_text(kind, word)
    for kind in NUMBERS:
        assert value_text(kind, "2").startswith("2 ")
    assert value_text("people", "") == ""

"""Homes: what they are called, where they stand, and what they are on a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.dwellings import (
    KIND_WORDS,
    KINDS,
    full_address,
    kind_name,
    read_bag_of_register,
    read_energy_label,
    status_on,
    street_address,
)

ON = date(2026, 11, 15)


@pytest.mark.parametrize(
    ("number", "addition", "expected"),
    [
        ("2", "A", "Zaagmolenkade 2A"),
        ("2", "", "Zaagmolenkade 2"),
        ("2", "3", "Zaagmolenkade 2-3"),
        ("2", "bis", "Zaagmolenkade 2 bis"),
        ("2", "A2", "Zaagmolenkade 2 A2"),
        ("", "A", "Zaagmolenkade A"),
        ("", "", "Zaagmolenkade"),
    ],
)
def test_an_address_is_written_as_on_an_envelope(number: str, addition: str, expected: str) -> None:
    assert street_address("Zaagmolenkade", number, addition) == expected


def test_an_address_without_any_part_is_empty() -> None:
    assert full_address("", "", "", "", "") == ""
    assert full_address("Kade", "2", "A", "2033 HB", "Hogeveld") == "Kade 2A, 2033 HB Hogeveld"
    assert full_address("Kade", "2", "", "", "") == "Kade 2"


@pytest.mark.parametrize(
    ("text", "label"),
    [("a++", "A++"), ("A ++", "A++"), ("C", "C"), ("in aanvraag", "in aanvraag"), ("", ""), ("A+++++", "A+++++")],
)
def test_an_energy_label_is_tidied_and_anything_else_kept(text: str, label: str) -> None:
    assert read_energy_label(text) == label


@pytest.mark.parametrize(
    ("text", "bag"),
    [
        ("0633010942572378", "0633010942572378"),
        ("0633 0109 4257 2378", "0633010942572378"),
        ("912010465557200", "0912010465557200"),
        ("123456789012345", "0123456789012345"),
        ("14010465557200", "0014010465557200"),
        ("3010465557200", "0003010465557200"),
    ],
)
def test_the_zeros_a_spreadsheet_took_off_are_put_back(text: str, bag: str) -> None:
    assert read_bag_of_register(text) == bag


@pytest.mark.parametrize(
    "text", ["9,12010465557E+14", "12345678901234", "010465557200", "06330109425723781", "063301094257237X", "0"]
)
def test_a_number_that_lost_more_than_zeros_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="BAG"):
        read_bag_of_register(text)


@given(st.integers(3, 1999), st.sampled_from(("01", "02", "03")), st.integers(0, 10**10 - 1))
def test_a_bag_number_survives_being_taken_for_a_number(municipality: int, kind: str, rest: int) -> None:
    digits = f"{municipality:04d}{kind}{rest:010d}"
    assert read_bag_of_register(str(int(digits))) == digits


@pytest.mark.parametrize(
    ("ended_on", "let", "let_until", "status"),
    [
        (None, False, None, "vacant"),
        (None, True, None, "let"),
        (None, True, date(2026, 12, 31), "ending"),
        (ON, True, None, "let"),
        (date(2026, 11, 14), False, None, "ended"),
    ],
)
def test_a_home_is_managed_up_to_and_including_its_last_day(
    ended_on: date | None, let: bool, let_until: date | None, status: str
) -> None:
    assert status_on(ended_on=ended_on, let=let, let_until=let_until, on=ON) == status


def test_every_word_for_a_kind_means_one_that_is_known() -> None:
    assert set(KIND_WORDS.values()) == set(KINDS)
    assert kind_name("self_contained") == "self-contained"

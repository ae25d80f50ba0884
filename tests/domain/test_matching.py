"""What is sure ground for a bank line, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.matching import Matcher, NumberIndex, Sure

INDEX = NumberIndex({"C-0012": 12, "C-0013": 13, "C-00012": 112})


@pytest.mark.parametrize(
    "text",
    [
        "C-0012", "c0012", "C 0012", "c-0012 huur", "Huur oktober C-0012.", "huur/C0012/oktober", "C.0012", "C_0012",
        "C-\n0012", "huur C-00\r\n12", "C-0012 c0012 C 0012", "C-0012 en C-9999", "C\u00a00012",
        "C-0012-2026", "(C0012)",
    ],
)  # fmt: skip
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    assert INDEX.found_in(text) == {12}


@pytest.mark.parametrize(
    "text",
    ["", "C-12", "C-012", "C-00120", "xC-0012", "EC0012", "1C0012", "C0012a", "C  0012", "0012", "C--0012", "CC-0012"],
)
def test_nothing_is_read_into_a_longer_word_or_another_number(text: str) -> None:
    assert INDEX.found_in(text) == frozenset()


def test_several_numbers_are_all_found_wherever_they_stand() -> None:
    assert INDEX.found_in("C-0012", "ref C-0013") == {12, 13}
    assert INDEX.found_in("C-00012 C-0012") == {12, 112}


def test_numbers_of_any_shape_are_found() -> None:
    index = NumberIndex({"2019/14": 1, "14": 2, "12A": 3, "HC-2019-7": 4, "": 5, "Ö-1": 6})
    assert index.found_in("contract 2019/14") == {1}
    assert index.found_in("nr 14, per maand") == {2}
    assert index.found_in("€ 14,50 of 3,14 of 114") == frozenset()
    assert index.found_in("woning 12 a") == {3}
    assert index.found_in("hc2019 7") == {4}
    assert index.found_in("1 2019/14") == {1}
    assert index.found_in("huur ö1") == {6}


def test_two_numbers_that_a_text_cannot_tell_apart_are_no_sure_ground() -> None:
    matcher = Matcher({"C-12": 1, "C12": 2}, [("NL1", 1)])
    assert matcher.sure("NL1", "huur C12") is None


@given(st.integers(0, 9999), st.sampled_from(["", "-", " ", "/", "."]), st.text("abc 1-", max_size=5))
def test_a_number_stands_out_wherever_no_letter_or_digit_touches_it(number: int, between: str, around: str) -> None:
    index = NumberIndex({f"C-{number:04d}": 1})
    assert index.found_in(f"{around} C{between}{number:04d} {around}") == {1}
    assert index.found_in(f"{around}1C{between}{number:04d}1") == frozenset()


MATCHER = Matcher(
    {"C-0001": 1, "C-0002": 2, "C-0003": 3},
    [("NL1", 1), ("NL1", 1), ("NL23", 2), ("NL23", 3), ("", 1)],
    [("NL9", 3), ("NL1", 2), ("NL23", 1), ("NL8", 1), ("NL8", 2)],
)


@pytest.mark.parametrize(
    ("iban", "texts", "sure"),
    [
        ("", ("huur C-0001",), Sure(1, "number")),
        ("NL1", ("huur C-0002",), Sure(2, "number")),
        ("NL1", ("huur", "C-0002"), Sure(2, "number")),
        ("NL1", ("huur",), Sure(1, "account")),
        ("NL1", ("huur C-0001 en C-0002",), None),
        ("NL23", ("huur",), None),
        ("NL23", ("huur C-0003",), Sure(3, "number")),
        ("NL7", ("huur",), None),
        ("", ("huur",), None),
        ("NL9", ("huur",), Sure(3, "account")),
        ("NL8", ("huur",), None),
    ],
)
def test_one_number_is_sure_else_an_account_that_belongs_to_one_contract(
    iban: str, texts: tuple[str, ...], sure: Sure | None
) -> None:
    assert MATCHER.sure(iban, *texts) == sure

"""Names and numbers are recognised as payers and banks write them, and what is not there is not seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.recognition import FAMILY, FULL, OTHER_INITIALS, Shape, name_fit, near_numbers, shape_of, words_of

SHAPE = Shape("C-", 4)


@pytest.mark.parametrize(
    ("written", "name", "fit"),
    [
        ("M. de Vries", ("Vries", "M.", ""), FULL),
        ("VRIES M DE", ("Vries", "M.", ""), FULL),
        ("Heuvel, T. van den", ("Heuvel", "T.", ""), FULL),
        ("hr M.J. de Vries e/o mw A. Bos", ("Bos", "A.", ""), FULL),
        ("de Vries", ("Vries", "M.", ""), FAMILY),
        ("K. de Vries", ("Vries", "M.", ""), OTHER_INITIALS),
        ("M. de Vries", ("Vries", "M.J.", ""), FULL),
        ("Anna Bos", ("Bos", "", "Anna"), FULL),
        ("A. Bos", ("Bos", "", "Anna"), FULL),
        ("Z.B. Y?lmaz", ("Yılmaz", "Z.B.", ""), FULL),
        ("D.A. \ufffdzt\ufffdrk", ("Öztürk", "D.A.", ""), FULL),
        ("B.P. dos Santos Ferreira", ("Santos Ferreira", "B.P.", ""), FULL),
        ("Santos", ("Santos Ferreira", "B.P.", ""), ""),
        ("F. El Amrani", ("El Amrani", "F.", ""), FULL),
        ("K. O'Brien", ("O'Brien", "K.", ""), FULL),
        ("Devries", ("Vries", "M.", ""), ""),
        ("", ("Vries", "M.", ""), ""),
        ("Li", ("Li", "", ""), ""),
        ("[/] [@click=app.quit]", ("Vries", "M.", ""), ""),
    ],
)
def test_a_name_is_found_however_it_is_written(written: str, name: tuple[str, str, str], fit: str) -> None:
    assert name_fit(words_of(written), *name) == fit


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("huur C-0012", ["exact C-0012"]),
        ("huur c 12 november", ["short C-0012"]),
        ("C-OO12", ["exact C-0012"]),
        ("contractnr. 17", ["short C-0017"]),
        ("0017", ["exact C-0017"]),
        ("huur november 2026", []),
        ("NL12RABO0017", []),
        ("€ 0,12", []),
        ("C-0000", []),
        ("c-12345678", []),
    ],
)
def test_a_number_is_found_where_one_is_written(text: str, numbers: list[str]) -> None:
    certain = [f"{one.how} {one.number}" for one in near_numbers(text, SHAPE) if one.how in ("exact", "short")]
    assert certain == numbers


def test_a_number_that_stands_there_is_not_taken_for_a_slip_of_another() -> None:
    found = {one.number: one for one in near_numbers("Huur C-0010 en C-0030", SHAPE)}
    assert [(found[number].how, found[number].written) for number in ("C-0010", "C-0030")] == [
        ("exact", "C-0010"),
        ("exact", "C-0030"),
    ]


def test_swapped_digits_come_before_a_wrong_one() -> None:
    found = near_numbers("C-0021", SHAPE)
    assert [one.number for one in found[:3]] == ["C-0021", "C-0201", "C-0012"]
    assert {one.how for one in found[3:]} == {"digit"}


@pytest.mark.parametrize(
    ("number", "shape"), [("C-0012", SHAPE), ("17", Shape("", 2)), ("Kade 5", Shape("Kade ", 1)), ("A-B", None)]
)
def test_the_shape_of_numbers_is_read_from_one(number: str, shape: Shape | None) -> None:
    assert shape_of(number) == shape


@given(st.text(max_size=80))
def test_no_text_is_too_odd_to_look_at(text: str) -> None:
    assert all(len(one.number) == len("C-0012") for one in near_numbers(text, SHAPE))
    assert name_fit(words_of(text), text or "x", "", "") in ("", FULL, FAMILY, OTHER_INITIALS)

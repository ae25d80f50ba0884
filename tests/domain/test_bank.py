"""What makes a bank line the line it is, and which may be the same line twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.bank import Content, Delivered, Keys, gap_cents, misses_cents, suspected

DAY = date(2026, 9, 1)
RENT = Content(DAY, 70_000, "NL91ABNA0417164300", "A. Bos", "huur september", "")
NUMBERED = replace(RENT, reference="260901000001")


def test_two_equal_payments_on_one_day_in_one_file_are_two() -> None:
    keys = Keys()
    assert keys.key(RENT) != keys.key(RENT)


def test_what_is_delivered_again_has_the_keys_it_had() -> None:
    first, again = Keys(), Keys()
    assert [first.key(RENT), first.key(RENT)] == [again.key(RENT), again.key(RENT)]


def test_the_rest_of_a_period_delivered_again_has_the_keys_it_had_in_whatever_order() -> None:
    other = replace(RENT, amount_cents=1)
    whole, part = Keys(), Keys()
    known = {whole.key(line) for line in (other, RENT, RENT)}
    assert {part.key(line) for line in (RENT, RENT, other)} == known


def test_the_banks_reference_makes_one_line_of_two_deliveries_in_one_file() -> None:
    keys = Keys()
    assert keys.key(NUMBERED) == keys.key(NUMBERED)


def test_what_the_text_says_matters_not_where_the_bank_gives_a_reference() -> None:
    assert Keys().key(NUMBERED) == Keys().key(replace(NUMBERED, description="anders", name=""))


@pytest.mark.parametrize(
    "change", [{"booked_on": date(2026, 9, 2)}, {"amount_cents": 70_001}, {"reference": "2"}, {"part": 1}]
)
def test_another_day_amount_reference_or_detail_is_another_line(change: dict[str, object]) -> None:
    keys = Keys()
    assert keys.key(NUMBERED) != keys.key(replace(NUMBERED, **change))  # pyright: ignore[reportArgumentType]


def test_a_batch_under_one_reference_is_a_line_for_each_payer() -> None:
    keys = Keys()
    assert keys.key(NUMBERED) != keys.key(replace(NUMBERED, iban="NL20INGB0001234567"))


@pytest.mark.parametrize("said", ["huur  september", "HUUR SEPTEMBER", "huur sep\ntember", "húúr september"])
def test_blanks_breaks_capitals_and_accents_make_no_other_line(said: str) -> None:
    assert Keys().key(replace(RENT, description=said)) == Keys().key(RENT)


LINES = st.builds(
    Content,
    st.sampled_from([DAY, date(2026, 9, 2)]),
    st.sampled_from([100, -100]),
    st.sampled_from(["", "NL1"]),
    st.sampled_from(["", "Bos"]),
    st.just(""),
    st.sampled_from(["", "1", "2"]),
)


@given(st.lists(LINES), st.randoms())
def test_the_order_of_a_file_changes_no_set_of_keys_without_references(lines: list[Content], random: object) -> None:
    bare = [replace(line, reference="") for line in lines]
    mixed = list(bare)
    random.shuffle(mixed)  # pyright: ignore[reportAttributeAccessIssue]
    first, second = Keys(), Keys()
    keys = [first.key(line) for line in bare]
    assert len(set(keys)) == len(keys)
    assert set(keys) == {second.key(line) for line in mixed}


# -- perhaps twice -------------------------------------------------------------------------------------------------


def _line(line_id: int, file_id: int, **more: object) -> Delivered:
    values: dict[str, object] = {
        "format": f"format {file_id}", "iban": "NL1", "name": "bos", "has_reference": False, "is_waiting": True,
    }  # fmt: skip
    return Delivered(line_id, file_id, **{**values, **more})  # pyright: ignore[reportArgumentType]


def _pairs(*lines: Delivered, judged: frozenset[tuple[int, int]] = frozenset()) -> list[tuple[int, int]]:
    return suspected(lines, judged)


def test_the_same_line_in_two_formats_is_suspected() -> None:
    assert _pairs(_line(1, 1), _line(2, 2)) == [(2, 1)]


def test_of_two_equal_payments_after_one_only_one_is_suspected() -> None:
    assert _pairs(_line(1, 1), _line(2, 2), _line(3, 2)) == [(2, 1)]
    assert _pairs(_line(1, 1), _line(2, 1), _line(3, 2), _line(4, 2)) == [(3, 1), (4, 2)]


def test_lines_of_one_file_suspect_nothing() -> None:
    assert _pairs(_line(1, 1), _line(2, 1)) == []


@pytest.mark.parametrize(
    ("more", "suspect"),
    [
        ({"iban": "NL2"}, True),  # the name is the same
        ({"name": "vos"}, True),  # the account is the same
        ({"iban": "NL2", "name": "vos"}, False),
        ({"iban": "", "name": ""}, True),
        ({"iban": "", "name": "vos"}, False),
        ({"is_waiting": False}, False),
    ],
)
def test_who_paid_decides(more: dict[str, object], suspect: bool) -> None:
    assert bool(_pairs(_line(1, 1), _line(2, 2, **more))) is suspect


def test_two_references_in_one_format_are_two_lines() -> None:
    numbered = {"format": "camt.053", "has_reference": True}
    assert _pairs(_line(1, 1, **numbered), _line(2, 2, **numbered)) == []
    assert _pairs(_line(1, 1, **numbered), _line(2, 2, format="camt.053")) == [(2, 1)]


def test_what_a_person_told_apart_stays_apart() -> None:
    assert _pairs(_line(1, 1), _line(2, 2), judged=frozenset({(2, 1)})) == []


# -- balances ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "lines", "closing", "misses"),
    [(100, 50, 150, 0), (100, 50, 151, 1), (100, 50, 149, -1), (None, 50, 150, None), (100, 50, None, None)],
)
def test_opening_and_lines_come_to_closing(opening: int, lines: int, closing: int, misses: int) -> None:
    assert misses_cents(opening, lines, closing) == misses


@pytest.mark.parametrize(
    ("opening", "expected", "gap"),
    [
        (100, [100], 0),
        (100, [90, 100], 0),
        (100, [90, 95], 5),
        (100, [], None),
        (None, [100], None),
        (100, [None], None),
    ],
)
def test_a_statement_goes_on_where_the_account_stood(opening: int, expected: list[int], gap: int | None) -> None:
    assert gap_cents(opening, expected) == gap

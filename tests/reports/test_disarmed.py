"""A cell that a spreadsheet would run as a formula is disarmed; amounts and phone numbers are not."""

from __future__ import annotations

import pytest

from coopadmin.formats import disarmed


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "-a", "\t=1"])
def test_formulas_are_disarmed(text: str) -> None:
    assert disarmed(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Berg", "-12,50", "+31 6 1234-5678", "-1.234,56", "'t Hart", "a=b"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert disarmed(text) == text

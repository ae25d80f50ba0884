"""The end of the journal as a committee writes it down and types it over years later."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.journal_end import NotedEnd, end_text, parse_end, short_text

LINK = "3f2a91bc77de0011aa22" + "0123456789ab" * 3 + "cdef0123"


@given(st.integers(1, 10**9), st.text("0123456789abcdef", min_size=64, max_size=64))
def test_what_is_written_is_read_back(number: int, link: str) -> None:
    assert parse_end(end_text(number, link)) == NotedEnd(number, link)
    short = parse_end(short_text(number, link))
    assert (short.entry_id, len(short.link)) == (number, 20)
    assert link.startswith(short.link)


def test_the_short_form_can_be_typed() -> None:
    assert short_text(412, LINK) == "412:3f2a-91bc-77de-0011-aa22"


@pytest.mark.parametrize(
    "typed", ["412:3F2A-91BC-77DE-0011-AA22", " 412 : 3f2a 91bc 77de 0011 aa22 ", "# journal 412 3f2a91bc77de0011aa22"]
)
def test_capitals_blanks_and_the_line_of_the_digests_are_understood(typed: str) -> None:
    assert parse_end(typed) == NotedEnd(412, "3f2a91bc77de0011aa22")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "412",
        "412:",
        ":3f2a91bc77de0011aa22",
        "0:3f2a91bc77de0011aa22",
        "412:3f2a91bc77de0011aa2",  # too short to tell two journals apart
        "412:3f2a91bc77de0011aa2z",
        "412:" + "a" * 65,
        "-1:3f2a91bc77de0011aa22",
        "٤١٢:3f2a91bc77de0011aa22",
        "9" * 40 + ":3f2a91bc77de0011aa22",
    ],
)
def test_what_is_no_end_is_refused_with_what_it_looks_like(typed: str) -> None:
    with pytest.raises(ValueError, match="number, a colon"):
        parse_end(typed)

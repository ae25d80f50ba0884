"""Whether a text tells who somebody is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.naming import tells_who

PEOPLE = (("Groot", "de", "Wim"), ("Wójcik", "", "Noor"), ("Ó", "", ""), ("Yılmaz", "", "Al"))


@pytest.mark.parametrize(
    "text",
    [
        "Vraag het aan Wim.",
        "Commissie de Groot",
        "Commissie De Groot",
        "GROOT verhuist",
        "Noors huis is van Wojcik",
        "Wójcik-commissie",
        "Zie Yilmaz, nummer 12",
        "Reageer via post@devonk.nl",
        "Bel 06-12345678",
        "Bel (070) 123 45 67 na 18.00 uur",
        "Bel +31 6 12 34 56 78",
    ],
)
def test_a_name_an_address_or_a_number_tells_who_it_is(text: str) -> None:
    assert tells_who(text, PEOPLE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Een groot huis in het noorden, voor vijf mensen of meer.",
        "Huishoudelijk reglement, artikel 9, van 06-10-2026, 20.00 uur",
        "Ten hoogste € 932,93 in de maand; 143,50 punten; besluit B-2026-014",
        "Besluit ALV 01-01-2026 20:00, bijlage 2",
    ],
)
def test_what_speaks_of_the_home_or_the_rules_tells_nobody(text: str) -> None:
    assert not tells_who(text, PEOPLE)


def test_a_given_name_of_two_letters_is_found_in_too_many_words_to_count_by_itself() -> None:
    assert not tells_who("Al wie past, is welkom.", PEOPLE)
    assert tells_who("Al Yılmaz past.", PEOPLE)


@given(st.text("abcdefg ", min_size=1), st.text("abcdefg ", min_size=1))
def test_a_name_is_found_wherever_it_stands_as_a_word(before: str, after: str) -> None:
    assert tells_who(f"{before} Wójcik {after}", PEOPLE)
    assert not tells_who(f"{before} {after}", PEOPLE)

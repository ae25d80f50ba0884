"""What a candidate who was not chosen is told: a neutral wording, words of one's own, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin import i18n
from coopadmin.domain.reasons import OF_CRITERION, OTHER, REASONS, ReasonsLetter, letter, why
from coopadmin.domain.screening import CRITERIA

TOLD = ReasonsLetter(
    sender="De Kade",
    name="Joost Ilgen",
    address="Kade 3\n1234 AB Veen",
    on=date(2026, 11, 20),
    home="A12",
    file="T-2026-01",
    decided_on=date(2026, 11, 10),
    reason_code="list_order",
    reason_words="",
    procedure="In volgorde, from 1 January 2026",
)


def test_the_letter_in_full() -> None:
    assert letter(TOLD) == (
        "De Kade\n\n"
        "Joost Ilgen\nKade 3\n1234 AB Veen\n\n"
        "20 November 2026\n\n"
        "Home A12 (T-2026-01)\n\n"
        "Dear Joost Ilgen,\n\n"
        "You were a candidate for home A12. On 10 November 2026 it was decided that\nit does not go to you.\n\n"
        "The reason: a candidate with a higher place on the waiting list came first.\n\n"
        "The choice was made by our procedure “In volgorde, from 1 January 2026”. You\n"
        "may read it with the secretary.\n\n"
        "If you have a question about this, or do not agree, write to the secretary.\n\n"
        "With kind regards,\n\n"
        "De Kade\n"
    )


@pytest.mark.parametrize("code", REASONS)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_letter_says_the_wording_and_the_words_and_nothing_else_changes(code: str, language: str) -> None:
    i18n.use(language)
    words = "Woorden van de commissie"
    with_words = " ".join(letter(replace(TOLD, reason_code=code, reason_words=words)).split())
    bare = " ".join(letter(replace(TOLD, reason_code=OTHER)).split())
    assert with_words.replace(why(code, words), why(OTHER)) == bare


def test_words_of_ones_own_stand_behind_the_wording_and_alone_where_it_says_nothing() -> None:
    assert why("size_rule", " te  klein ").endswith("for a home of this size: te klein")
    assert why(OTHER, "U kwam niet.") == "U kwam niet."
    assert why("gone_from_the_list", "") == why(OTHER)


@pytest.mark.parametrize("topic", ["income", "health", "religion", "origin", "orientation", "politic", "age", "child"])
def test_no_wording_names_what_is_nobodys_business(topic: str) -> None:
    assert not [words for words in REASONS.values() if topic in words.replace("acquainted", "").split()]


def test_every_hard_criterion_has_a_wording() -> None:
    assert set(OF_CRITERION.values()) <= set(REASONS)


def test_every_hard_criterion_has_a_wording_and_none_is_told_as_another() -> None:
    assert set(OF_CRITERION) == set(CRITERIA)
    of_the_household = {criterion for criterion, code in OF_CRITERION.items() if code == "size_rule"}
    assert of_the_household == {"size", "persons_least"}
    assert len(set(OF_CRITERION.values())) == len(CRITERIA) - 1


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=200))
def test_a_letter_holds_the_words_whatever_they_are(words: str) -> None:
    told = "".join(letter(replace(TOLD, reason_words=words)).split())
    assert "".join(words.split()).rstrip(".") in told

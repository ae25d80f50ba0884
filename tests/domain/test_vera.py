"""The sector's codes are found by the words neighbours use, and called as the sector calls them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin import i18n
from coopadmin.domain import vera, vera_synonyms
from coopadmin.domain.vera import DEFECTS, ELEMENTS, LISTS, LOCATIONS, TRADES, codes, find, label
from coopadmin.formats import fold


def found(lists: tuple[str, ...] | str, text: str, limit: int = 12) -> list[str]:
    """The codes of a search, best first."""
    return [one.code for one in find(lists, text, limit)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("dranger", "DDR"),
        ("deurdranger", "DDR"),
        ("door closer", "DDR"),
        ("stopcontact", "ELE"),
        ("socket", "ELE"),
        ("thermostaat", "VEO"),
        ("thermostat", "VEO"),
        ("rookmelder", "ROO"),
        ("dakgoot", "GOO"),
        ("wc", "CLO"),
        ("cv", "KET"),
        ("cv-ketel", "KET"),
        ("kraan", "SAN"),
        ("trappenhuis", "VER"),
        ("lamp", "ARM"),
        ("deurbel", "COM"),
        ("ddr", "DDR"),
        ("Ventilatierooster", "VRO"),
        ("zonnepaneel", "ZPA"),
    ],
)
def test_a_part_is_found_first_by_its_everyday_word(words: str, code: str) -> None:
    assert found(ELEMENTS, words)[0] == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("lek", "LEK"),
        ("lekkage", "LEK"),
        ("lekk", "LEK"),
        ("leak", "LEK"),
        ("druppelt", "DRP"),
        ("verstopping", "VS0"),
        ("blocked", "VS0"),
        ("klemt", "KLE"),
        ("muizen", "MUI"),
        ("mice", "MUI"),
        ("schimmel", "SCH"),
        ("sleutel kwijt", "SKW"),
        ("key lost", "SKW"),
        ("gaslucht", "GAS"),
        ("glasbreuk", "GLA"),
    ],
)
def test_what_is_wrong_is_found_first_by_its_everyday_word(words: str, code: str) -> None:
    assert found(DEFECTS, words)[0] == code


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kraan", {"SAN", "WAT", "WAS"}),
        ("cv", {"KET", "RAD", "VEO", "VTO"}),
        ("verwarming", {"KET", "RAD", "VEO", "VTO"}),
        ("keukenkraan", {"SAN"}),
        ("lamp", {"ARM", "VER"}),
    ],
)
def test_a_word_for_several_parts_finds_them_all(words: str, expected: set[str]) -> None:
    assert expected <= set(found(ELEMENTS, words))


def test_part_and_fault_are_found_together_from_what_the_neighbour_says() -> None:
    both = find((ELEMENTS, DEFECTS), "de deurdranger klemt", 3)
    assert {(one.list, one.code) for one in both} >= {(ELEMENTS, "DDR"), (DEFECTS, "KLE")}


def test_a_part_of_a_word_is_enough_and_accents_and_case_do_not_matter() -> None:
    assert found(ELEMENTS, "STOPCONT") == found(ELEMENTS, "stopcont")
    assert found(ELEMENTS, "stopcont")[0] == "ELE"
    assert found(ELEMENTS, "stópcóntact")[0] == "ELE"
    assert "DAK" in found(LOCATIONS, "da")


def test_nothing_is_found_without_a_word_that_says_something() -> None:
    assert find((ELEMENTS, DEFECTS), "") == ()
    assert find((ELEMENTS, DEFECTS), "in het  ") == ()
    assert find(ELEMENTS, "qqqq") == ()


def test_ended_codes_keep_their_name_and_are_not_offered() -> None:
    assert label(TRADES, "ZAN") == "Sand supplier"
    assert "ZAN" not in [one.code for one in codes(TRADES)]
    assert "ZAN" not in found(TRADES, "sand")


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert label(DEFECTS, "XXX") == "XXX"
    assert label("NO LIST", "KLE") == "KLE"
    assert not vera.known(DEFECTS, "XXX")


def test_searching_works_in_both_languages_whatever_language_is_spoken() -> None:
    i18n.use("nl")
    assert found(ELEMENTS, "smoke alarm")[0] == "ROO"
    i18n.use("en")
    assert found(ELEMENTS, "rookmelder")[0] == "ROO"


def test_the_lists_are_those_of_the_sector(registers: Path) -> None:
    theirs: dict[str, dict[str, str]] = {}
    file = registers.parent / "vera" / "Referentiedata.csv"
    with file.open(encoding="utf-8-sig", newline="") as opened:
        for row in csv.DictReader(opened, delimiter=";"):
            theirs.setdefault(row["Soort"], {})[row["Code"]] = row["Naam"]
    for name, ours in LISTS.items():
        assert ours.keys() == theirs[name].keys()
        others = {code for code, (_english, dutch) in ours.items() if dutch != theirs[name][code]}
        # Three names are misspelt there.
        assert others <= {"KEU", "ELE", "ELA"}


def test_every_synonym_belongs_to_a_code_and_is_written_folded() -> None:
    for name, words in (
        (DEFECTS, vera_synonyms.DEFECTS),
        (LOCATIONS, vera_synonyms.LOCATIONS),
        (ELEMENTS, vera_synonyms.ELEMENTS),
        (TRADES, vera_synonyms.TRADES),
        (vera.CAUSES, vera_synonyms.CAUSES),
        (vera.SHARED, vera_synonyms.SHARED),
        (vera.UNITS, vera_synonyms.UNITS),
    ):
        assert words.keys() <= LISTS[name].keys()
        assert [text for text in words.values() if fold(text) != text] == []


EVERY = [(name, code) for name, held in LISTS.items() for code in held if code not in vera.ENDED.get(name, ())]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_code_in_use_is_found_first_by_its_whole_name(language: str) -> None:
    place = ("en", "nl").index(language)
    for name, code in EVERY:
        names = LISTS[name][code]
        same = {other for other, held in LISTS[name].items() if fold(held[place]) == fold(names[place])}
        if vera.words(names[place]):
            assert found(name, names[place])[0] in same, (name, code)


@given(st.text(max_size=30), st.sampled_from(list(LISTS)), st.integers(1, 20))
def test_whatever_is_typed_gives_codes_of_the_list_at_most_once(text: str, name: str, limit: int) -> None:
    given_codes = found(name, text, limit)
    assert len(given_codes) == len(set(given_codes)) <= limit
    assert set(given_codes) <= LISTS[name].keys()

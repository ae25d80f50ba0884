"""The program speaks Dutch unless asked otherwise, and English in full."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from coopadmin import i18n


@pytest.mark.parametrize(
    ("named", "spoken"), [("nl", "nl"), ("en", "en"), ("", "nl"), ("fr", "nl"), ("NL", "nl"), ("../en", "nl")]
)
def test_a_language_that_is_not_known_is_dutch(named: str, spoken: str) -> None:
    i18n.use(named)
    assert i18n.language() == spoken


@pytest.mark.parametrize(
    ("surroundings", "language"),
    [
        ({}, "nl"),
        ({"COOPADMIN_LANG": "en"}, "en"),
        ({"COOPADMIN_LANG": "EN_GB.UTF-8"}, "en"),
        ({"COOPADMIN_LANG": "nl_NL"}, "nl"),
        ({"COOPADMIN_LANG": "de"}, "nl"),
        ({"COOPADMIN_LANG": ""}, "nl"),
        ({"LANG": "en_US.UTF-8"}, "nl"),
    ],
)
def test_who_names_no_language_gets_dutch(surroundings: dict[str, str], language: str) -> None:
    assert i18n.from_environment(surroundings) == language


def test_english_says_what_stands_in_the_code() -> None:
    i18n.use("en")
    assert i18n._("There is nothing to take back.") == "There is nothing to take back."
    assert i18n.ngettext("{count} row", "{count} rows", 1) == "{count} row"
    assert i18n.ngettext("{count} row", "{count} rows", 0) == "{count} rows"
    assert i18n.pgettext("month", "May") == "May"


def test_the_empty_text_stays_empty_in_every_language() -> None:
    for language in i18n.LANGUAGES:
        i18n.use(language)
        assert i18n._("") == ""


def test_what_is_marked_at_import_is_translated_only_where_it_is_shown() -> None:
    i18n.use("nl")
    assert i18n.N_("Store begun") == "Store begun"


def test_without_a_catalogue_the_sentences_of_the_code_are_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "LOCALE_FOLDER", tmp_path)
    i18n.use("nl")
    assert i18n._("There is nothing to take back.") == "There is nothing to take back."


def test_the_command_line_library_is_pointed_at_the_same_catalogue() -> None:
    i18n.use("nl")
    assert gettext.textdomain() == i18n.DOMAIN

"""Everything a person reads can be read in Dutch."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "coopadmin/locale/nl/LC_MESSAGES/coopadmin.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}")


@cache
def _speaking() -> tuple[Path, ...]:
    """Every file of code in which a message may stand; taking the others apart takes long and finds nothing."""
    said = re.compile(rf"\b({'|'.join(KEYWORDS)})\s*\(")
    return tuple(
        path
        for folder in ("coopadmin", "screens", "db")
        for path in (ROOT / folder).rglob("*.py")
        if said.search(path.read_text("utf-8"))
    )


@cache
def _used() -> frozenset[str]:
    """Every message id in the code, the singular of a plural."""
    found: set[str] = set()
    for path in _speaking():
        for _line, message, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
            found.add(message if isinstance(message, str) else message[0])
    return frozenset(found)


@cache
def _dutch() -> dict[str, Message]:
    with CATALOGUE.open("rb") as stream:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: message
            for message in read_po(stream, locale="nl")
            if message.id
        }


def test_every_message_has_its_dutch() -> None:
    missing = sorted(_used() - _dutch().keys())
    assert missing == []


def test_no_dutch_is_empty_or_only_guessed() -> None:
    poor = [
        key
        for key, message in _dutch().items()
        if message.fuzzy or not message.string or not all(message.string if message.pluralizable else [message.string])
    ]
    assert poor == []


def test_the_catalogue_holds_nothing_that_is_no_longer_said() -> None:
    assert sorted(_dutch().keys() - _used()) == []


def test_a_translation_fills_in_the_same_values() -> None:
    wrong = [
        key
        for key, message in _dutch().items()
        for said in ((message.string,) if isinstance(message.string, str) else message.string or ())
        if not set(PLACEHOLDER.findall(said)) <= set(PLACEHOLDER.findall(" ".join(message.id)))
        and not message.pluralizable
        and set(PLACEHOLDER.findall(said)) != set(PLACEHOLDER.findall(str(message.id)))
    ]
    assert wrong == []


def test_no_message_hides_in_an_f_string_where_extraction_does_not_look() -> None:
    said = {
        call.args[0].value
        for path in _speaking()
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_", "ngettext")
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }
    assert sorted(said - _used()) == []


@pytest.mark.parametrize("folder", ["coopadmin", "screens", "db"])
def test_a_sentence_is_never_built_before_it_is_translated(folder: str) -> None:
    built = re.compile(r"""\b(?:_|N_|ngettext|pgettext)\(\s*f["']""")
    assert [path.name for path in (ROOT / folder).rglob("*.py") if built.search(path.read_text("utf-8"))] == []

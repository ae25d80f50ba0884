"""Readers of what is typed: words in a field, a command with its values, and what surrounds the program."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from pathlib import Path
from random import Random
from unittest import mock

from coopadmin import formats, i18n, log
from coopadmin.cli.door import asks_for_json, enter
from coopadmin.cli.place import SQLITE_URL
from coopadmin.domain import identifiers
from coopadmin.domain.budget import read_year
from coopadmin.domain.candidates import refuse_bsn_in
from coopadmin.domain.demarcation_lines import read_codes, read_letter
from coopadmin.domain.dwellings import read_bag_of_register, read_energy_label
from coopadmin.domain.facility_rules import KINDS, read_value
from coopadmin.domain.hours import parse_hours
from coopadmin.domain.jobs import read_returns
from coopadmin.domain.journal_end import parse_end
from coopadmin.domain.keys import read_marks
from coopadmin.domain.maintenance_plan import read_horizon
from coopadmin.domain.minor_repairs import recognised
from coopadmin.domain.names import read_name
from coopadmin.domain.procedures_sizes import read_sizes
from coopadmin.domain.recurrences import read_recurrence
from coopadmin.domain.recurrences_calendar import dates, read_rule, rule_words, single_rrule
from coopadmin.domain.voting import parse_fraction
from tests.fuzz import mutations
from tests.fuzz.reader import CORPUS, Place, Reader, is_sentence, surroundings

WORDS: tuple[Callable[[str], object], ...] = (
    formats.parse_cents,
    lambda text: formats.parse_cents(text, "en"),
    lambda text: formats.parse_decimal(text, 2),
    formats.parse_whole,
    lambda text: formats.long_date(formats.parse_date(text)),
    lambda text: formats.parse_date(text, short_years=True),
    lambda text: formats.moment_text(formats.parse_moment(text)),
    formats.parse_month,
    identifiers.read_iban,
    identifiers.read_email,
    identifiers.read_postcode,
    identifiers.read_bag,
    read_bag_of_register,
    read_energy_label,
    read_recurrence,
    read_returns,
    parse_fraction,
    read_name,
    parse_hours,
    read_sizes,
    read_year,
    read_horizon,
    read_codes,
    read_letter,
    read_marks,
    parse_end,
    lambda text: recognised(text, frozenset()),
    lambda text: refuse_bsn_in({"note": text}),
    *(lambda text, kind=kind: read_value(kind, text) for kind in KINDS),
)
_FIRST = datetime(2026, 1, 31, 20, 0)  # noqa: DTZ001 - the wall clock


def readers_of_what_is_typed(place: Place) -> list[Reader]:
    """Give these readers."""
    lines = (mutations.by_cells, mutations.by_cells, mutations.by_bytes)
    return [
        Reader(
            "words",
            tuple((CORPUS / "words.txt").read_bytes().splitlines()),
            (mutations.by_bytes, mutations.by_bytes, _by_words),
            _words,
        ),
        Reader("commands", _lines_of("commands.txt"), (*lines, _by_words), _commands(place)),
        Reader("surroundings", _lines_of("surroundings.txt"), lines, _surroundings(place)),
    ]


def _lines_of(name: str) -> tuple[bytes, ...]:
    return tuple((CORPUS / name).read_bytes().splitlines())


def _by_words(chance: Random, content: bytes) -> bytes:
    """Put words of several samples together."""
    words = (CORPUS / "words.txt").read_text(encoding="utf-8").split()
    return " ".join((content.decode("utf-8", "replace"), *chance.choices(words, k=chance.randint(1, 3)))).encode()


def _words(content: bytes) -> bool:
    text = content.decode("utf-8", "surrogateescape")
    understood = 0
    for read in WORDS:
        try:
            read(text)
            understood += 1
        except ValueError as error:
            is_sentence(str(error))
    try:
        rule = read_rule(text)
    except ValueError as error:
        is_sentence(str(error))
        return understood > 0
    assert read_rule(rule_words(rule)) == rule, f"{rule.text} said as “{rule_words(rule)}” is another rule"
    days = list(islice(dates(rule, _FIRST, datetime(2100, 1, 1).date()), 20))  # noqa: DTZ001 - the wall clock
    assert days == sorted(days)
    single_rrule(rule, _FIRST.date())
    return True


# -- commands ----------------------------------------------------------------------------------------------------------

_ROOTED = re.compile(r"(^|[=:,])(~?)/+")


def _within(text: str) -> str:
    """Keep a file that is named within the folder to work in, however it was spoilt."""
    if text.startswith(SQLITE_URL):
        return SQLITE_URL + _within(text.removeprefix(SQLITE_URL))
    text = _ROOTED.sub(r"\1\2", text.replace("\0", ""))
    return text.replace("..", "__") if text.count("..") > 3 else text


def _fails(error: BaseException) -> str:
    """Take the place of what reports an error that nobody foresaw."""
    raise error


def _said(words: list[str], *, unforeseen: Callable[[BaseException], str]) -> tuple[int, str, str]:
    """Carry a command out as the program does; gives its exit code and what it wrote."""
    out, told = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in "ab")
    with (
        mock.patch.object(log, "unexpected", unforeseen),
        mock.patch.object(sys, "stdin", io.StringIO()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(told),
    ):
        try:
            code = enter(words)
        finally:
            i18n.use("en")
    both: list[str] = []
    for stream in (out, told):
        stream.flush()
        stream.seek(0)
        both.append(stream.read() if stream is told else stream.buffer.read().decode("utf-8", "replace"))
    return code, both[0], both[1]


def _is_answer(words: list[str], code: int, out: str, told: str) -> bool:
    """Hold an answer against what every command promises."""
    assert 0 <= code <= 3 or code == 130, f"exit code {code}"
    steering = [sign for sign in told if sign < " " and sign != "\n"]
    assert not steering, f"it steers the terminal: {told[:200]!r}"
    # A group of commands without one of them answers with its help, which is no sentence.
    if code in (2, 3) and not out and not told.startswith("Usage: "):
        is_sentence(told)
    if asks_for_json(words):
        json.loads(out)
    return code == 0


def _commands(place: Place) -> Callable[[bytes], bool]:
    def read(content: bytes) -> bool:
        words = [_within(word) for word in content.decode("utf-8", "surrogateescape").split("\t")]
        with place.a_while() as outside:
            folder = outside / "a" / "b" / "c" / "d"
            folder.mkdir(parents=True)
            for name in ("members.csv", "bank.940"):
                shutil.copy(CORPUS / name, folder)
            shutil.copy(_plain_copy(place), folder / "s.coop")
            with surroundings({"HOME": str(folder), "COOPADMIN_LOG": "off"}), contextlib.chdir(folder):
                return _is_answer(words, *_said(["--lang", "en", "--store", "s.coop", *words], unforeseen=_fails))

    return read


def _plain_copy(place: Place) -> Path:
    """Give the store as one file; it is made once."""
    from db.backup import back_up

    file = place.folder / "whole.coop"
    if not file.exists():
        back_up(place.store.path, file)
    return file


# -- surroundings ------------------------------------------------------------------------------------------------------


def _surroundings(place: Place) -> Callable[[bytes], bool]:
    """Read lines of names with values, and ask what looks at most of them."""

    def read(content: bytes) -> bool:
        text = content.decode("utf-8", "surrogateescape")
        given = [line.partition("=") for line in text.split("\t")]
        values = {name: _within(value) for name, _sign, value in given if name.isidentifier() and name.isupper()}
        values.pop("PATH", None)
        with place.a_while() as outside:
            folder = outside / "a" / "b" / "c" / "d"
            folder.mkdir(parents=True)
            os.mkfifo(folder / "pipe") if hasattr(os, "mkfifo") else None
            (folder / "folder").mkdir()
            shutil.copy(_plain_copy(place), folder / "s.coop")
            whole = True
            with surroundings({"HOME": str(folder), **values}), contextlib.chdir(folder):
                for words in (["doctor", "--json"], ["report", "deadlines"], ["backups"], ["backup", "copy.coop"]):
                    whole &= _is_answer(words, *_said(words, unforeseen=_fails))
                is_sentence(log.unexpected(ValueError("x")))
        return whole

    return read

"""The outermost door: choose the language, open the desk or carry out a command, and answer for what goes wrong.

Nothing heavy is imported here: the desk must show itself at once, so the library that reads commands is only
imported where there is one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coopadmin import i18n, log, settings
from coopadmin.cli.desk import open_desk
from coopadmin.cli.output import put_json, say, speak_utf8
from coopadmin.cli.passphrases import with_passphrases
from coopadmin.cli.place import store_path
from coopadmin.errors import CoopadminError, Refused, WrongUse, about_a_file
from coopadmin.i18n import _

INTERRUPTED = 130
"""What shells give a program that was stopped from the keyboard."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The options before the command, and whether that is all there is."""

    store: str | None = None
    language: str | None = None
    bare: bool = True
    """No command and no other option follows: the desk is meant."""


def read_opening(words: Sequence[str]) -> Opening:
    """Look which store and language are named before the command; what is worded wrongly is left to the reader."""
    found: dict[str, str] = {}
    rest = list(words)
    while rest:
        name, separator, value = rest[0].partition("=")
        if name not in ("--store", "--lang") or (not separator and len(rest) < 2):
            break
        found[name] = value if separator else rest[1]
        del rest[: 1 if separator else 2]
    return Opening(found.get("--store"), found.get("--lang"), not rest)


def chosen_language(named: str | None, environment: Mapping[str, str]) -> str:
    """Choose the language: the option, else COOPADMIN_LANG, else the preferences, else Dutch."""
    if named in i18n.LANGUAGES:
        return named
    if environment.get("COOPADMIN_LANG"):
        return i18n.from_environment(environment)
    return settings.load_preferences().language or i18n.DEFAULT_LANGUAGE


def enter(words: Sequence[str]) -> int:
    """Do what `words` ask and give the exit code: 0 done, 1 refused, 2 wrong words or file, 3 store unusable.

    Whatever goes wrong is a sentence on standard error; with JSON asked for, one document on standard output too.
    """
    speak_utf8()
    opening = read_opening(words)
    i18n.use(chosen_language(opening.language, os.environ))
    try:
        return with_passphrases(lambda: _carry_out(opening, words))
    except CoopadminError as error:
        return _answer(words, error.exit_code, _reasons(error))
    except KeyboardInterrupt:
        return _answer(words, INTERRUPTED, [_("Broken off; what was under way has been taken back.")])
    except Exception as error:
        if os.environ.get("COOPADMIN_DEBUG") == "1":
            raise
        if (named := about_a_file(error)) is not None:
            log.noted(error)
            return _answer(words, named.exit_code, [str(named)])
        return _answer(words, 1, [log.unexpected(error)])


def _carry_out(opening: Opening, words: Sequence[str]) -> int:
    if opening.language is not None and opening.language not in i18n.LANGUAGES:
        from coopadmin.formats import quoted

        raise WrongUse(
            _("“{language}” is no language here; choose one of: {known}").format(
                language=quoted(opening.language), known=", ".join(i18n.LANGUAGES)
            )
        )
    if opening.bare:
        log.started("desk")
        return open_desk(store_path(opening.store))
    from coopadmin.cli.app import carry_out

    code = carry_out(words)
    if code == INTERRUPTED:
        raise KeyboardInterrupt
    return code


def _reasons(error: CoopadminError) -> Sequence[str]:
    return error.reasons if isinstance(error, Refused) else [str(error)]


def _answer(words: Sequence[str], code: int, reasons: Sequence[str]) -> int:
    if asks_for_json(words):
        put_json({"error": list(reasons), "exit": code})
    for reason in reasons:
        say(reason)
    return code


def asks_for_json(words: Sequence[str]) -> bool:
    """Tell whether standard output is to be one JSON document, even where the words cannot be read."""
    asked = "--json" in words or "--format=json" in words or ("--format", "json") in pairwise(words)
    return asked and not any(word == "--out" or word.startswith("--out=") for word in words)

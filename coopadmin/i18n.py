"""Translation: English message ids in the code, Dutch from the catalogue.

The language is chosen once, before the doors are built (`use`), because help texts and key labels are made when
their modules are imported. Text that is declared at import time and shown later is marked with `N_` and
translated where it is shown.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from pathlib import Path

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}
"""Each language by its own name."""
LANGUAGES = tuple(LANGUAGE_NAMES)
DEFAULT_LANGUAGE = "nl"
DOMAIN = "coopadmin"
LOCALE_FOLDER = Path(__file__).parent / "locale"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use(language: str) -> None:
    """Speak `language` from now on, in this process.

    Unknown languages fall back to Dutch. The command-line library looks its own sentences up in the process-wide
    gettext domain, so that is pointed at the same catalogue.
    """
    global _catalogue, _language
    _language = language if language in LANGUAGES else DEFAULT_LANGUAGE
    os.environ["LANGUAGE"] = _language
    gettext.bindtextdomain(DOMAIN, LOCALE_FOLDER)
    gettext.textdomain(DOMAIN)
    _catalogue = _catalogue_of(_language)


def _catalogue_of(language: str) -> gettext.NullTranslations:
    """Read a catalogue; one that is missing or damaged leaves the words as the code has them."""
    try:
        return gettext.translation(DOMAIN, LOCALE_FOLDER, languages=[language], fallback=True)
    except Exception:  # noqa: BLE001 - the library says in many ways that a file is none of its own
        return gettext.NullTranslations()


def language() -> str:
    """Tell the language in use: `nl` or `en`."""
    return _language


def from_environment(environment: Mapping[str, str]) -> str:
    """Choose the language for someone who named none: COOPADMIN_LANG, else Dutch."""
    wanted = environment.get("COOPADMIN_LANG", "")[:2].lower()
    return wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE


def _(message: str) -> str:
    """Translate `message`; the empty string stays empty."""
    return _catalogue.gettext(message) if message else ""


def in_every_language(message: str) -> frozenset[str]:
    """Give `message` in all languages: to know a sentence again that was stored in the language of another desk."""
    return frozenset(_catalogue_of(one).gettext(message) for one in LANGUAGES)


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark `message` for the catalogue and leave it as it is."""
    return message


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a sentence whose form depends on `count`."""
    return _catalogue.ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Translate a word that means different things in different places."""
    return _catalogue.pgettext(context, message)

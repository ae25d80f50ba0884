"""Choosing where the copies of a store go by themselves on this computer, and for whose keys they are encrypted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coopadmin.errors import CoopadminError, Invalid, Problem
from coopadmin.i18n import _
from coopadmin.settings import typed_path
from db.engine import shared_place
from db.sealing import is_key, keys_in, recipients_of


def chosen_place(path: Path, folder: str, recipients: str) -> dict[str, str]:
    """Give the preferences that send the copies of the store at `path` to a folder, encrypted for some keys.

    An empty `folder` is the one beside the store, empty `recipients` are nobody. Raises Invalid with what is wrong by
    field, `folder` or `recipients`: what leaves the computer must be encrypted.
    """
    keys = [one if is_key(one) else str(named_file(one)) for one in keys_in(recipients)]
    place = named_file(folder) if folder.strip() else None
    if place is not None and not place.is_dir():
        raise Invalid([Problem("folder", _("there is no such folder; make it first"))])
    if keys:
        check_keys(keys)
    elif place is not None and shared_place(place / path.name):
        said = _("this folder leaves the computer: name for whom the copies are encrypted")
        raise Invalid([Problem("recipients", said)])
    return {"copies_folder": str(place or ""), "copies_for": "\n".join(keys)}


def check_keys(keys: Sequence[str]) -> None:
    """Raise Invalid where one of these is no public key and no file with some, or the library is not there."""
    try:
        recipients_of(keys)
    except CoopadminError as error:
        raise Invalid([Problem("recipients", str(error))]) from None


def named_file(text: str) -> Path:
    """Give the file that a person named, wherever the program is started next time."""
    return typed_path(text.strip("\"' ")).absolute()

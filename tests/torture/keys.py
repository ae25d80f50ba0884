"""The passphrases and the key pair of the stores that are tortured."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from unittest import mock

from coopadmin.errors import PassphraseWrong
from db import files
from db.files import is_encrypted, unlock
from db.heads import head_of

CIPHER = find_spec("sqlcipher3") is not None
"""Encrypted stores can be opened here."""

SEALING = find_spec("pyrage") is not None
"""Copies can be encrypted for people's keys here."""

PASSPHRASES = ("vier woorden bij elkaar", "paraplu schuur gember maandag")

IDENTITY = "board.key"
"""The file with the secret key, among the files that are taken in; its second line has the public one."""

_known: dict[bytes, str] = {}
"""The passphrase that opens a file, by its first bytes."""


@contextmanager
def quick_keys() -> Generator[None]:
    """Work keys out of passphrases in a moment: making it slow is for who guesses, and nobody guesses here."""
    with mock.patch.object(files, "_ROUNDS", 1000):
        yield


def passphrase_of(path: Path) -> str:
    """Tell which passphrase opens a file, and open it for this process; empty where it needs none.

    Raises PassphraseWrong where none of ours does.
    """
    if not path.exists() or not is_encrypted(path):
        return ""
    salt = head_of(path, 16)
    if salt not in _known or salt not in files._keys:  # pyright: ignore[reportPrivateUsage]
        _known[salt] = _found(path)
    return _known[salt]


def public_key(folder: Path) -> str:
    """Read the public key for which copies are encrypted."""
    return (folder / IDENTITY).read_text(encoding="ascii").splitlines()[1].removeprefix("# public key: ")


def _found(path: Path) -> str:
    for passphrase in PASSPHRASES:
        try:
            unlock(path, passphrase)
        except PassphraseWrong:
            continue
        return passphrase
    raise PassphraseWrong(path)

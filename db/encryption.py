"""Making a plain store an encrypted one, an encrypted one plain, and changing its passphrase.

The store is written anew beside itself, looked at, and put in its own place while nobody else holds it: whatever goes
wrong before that leaves the store as it was. Every passphrase begins with new first bytes, so that a copy that was made
under an older one is never taken for one that opens with the newer.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from coopadmin.errors import Invalid, Problem, Refused, StoreDamaged
from coopadmin.i18n import _, ngettext
from db.alone import held_alone
from db.backup import verify_file
from db.backup_folders import clear_left, keeping_of, readable
from db.drafts import draft_beside, put_in_place, unwritable
from db.files import database_errors, file_uri, is_encrypted, key_of, open_by_cipher, remember
from db.schema import explain, revision_of

LEAST_SIGNS = 12
"""How short a passphrase may be: below this, guessing by machine is no work, however the key is made.

https://www.ncsc.nl/wachtwoorden/ advises sentences over short words with odd signs.
"""


def check_passphrase(passphrase: str, repeated: str) -> None:
    """Raise Invalid where a new passphrase is too short, or was not typed the same way twice."""
    if len(passphrase.strip()) < LEAST_SIGNS:
        raise Invalid(
            [
                Problem(
                    "passphrase",
                    _("A passphrase has at least {count} signs: take four words that do not belong together.").format(
                        count=LEAST_SIGNS
                    ),
                )
            ]
        )
    if passphrase != repeated:
        raise Invalid([Problem("repeated", _("The two are not the same; type the passphrase twice."))])


def encrypt(path: Path, passphrase: str) -> None:
    """Write the store anew under a passphrase; it may have had another, or none.

    Raises StoreLocked where another program has it open, EncryptionMissing, and StoreUnusable and its kin; then the
    store is as it was. Copies made before stay as they are. Nothing else in this program may have the store open.
    """
    salt = os.urandom(16)
    _write_anew(path, salt, key_of(passphrase, salt))


def decrypt(path: Path) -> None:
    """Write an encrypted store anew without encryption. Raises Refused where it is not encrypted, and as `encrypt`."""
    revision_of(path)
    if not is_encrypted(path):
        raise Refused(_("The store {path} is not encrypted; nothing was changed.").format(path=path))
    _write_anew(path, b"", b"")


def told_of_copies(path: Path) -> str:
    """Say which copies of an encrypted store still open without a passphrase; empty where there are none."""
    files = readable(keeping_of(path))
    if not files:
        return ""
    sentence = ngettext(
        "{count} copy that was made before opens without the passphrase still; it lies in {folders}. Remove it once a "
        "newer one is there.",
        "{count} copies that were made before open without the passphrase still; they lie in {folders}. Remove them "
        "once a newer one is there.",
        len(files),
    )
    folders = ", ".join(sorted({str(file.parent) for file in files}))
    return sentence.format(count=len(files), folders=folders)


def _write_anew(path: Path, salt: bytes, key: bytes) -> None:
    revision_of(path)
    clear_left(path)
    with draft_beside(path) as draft, held_alone(path, open_by_cipher):
        try:
            with closing(open_by_cipher(path, "rw")) as connection:
                connection.isolation_level = None
                # A key in this form is taken as it is, an empty one as none.
                whole = f"x'{key.hex()}{salt.hex()}'" if key else ""
                connection.execute("ATTACH ? AS anew KEY ?", (file_uri(draft, "rwc"), whole))
                _export(connection)
                if _amounts(connection, "main") != _amounts(connection, "anew"):
                    raise StoreDamaged(path, _("its copy is not the same"))
        except database_errors() as error:
            raise explain(error, path) from error
        if key:
            remember(salt, key)
        verify_file(draft, named=path)
        try:
            put_in_place(draft, path)
        except OSError as error:
            raise unwritable(path, error) from None


def _export(connection: sqlite3.Connection) -> None:
    """Copy every table with its row numbers, every index and trigger, and the marks at the head of the file."""
    connection.execute("BEGIN")
    connection.execute("SELECT sqlcipher_export('anew')").fetchone()
    connection.execute("COMMIT")
    for mark in ("application_id", "user_version"):
        (value,) = connection.execute(f"PRAGMA main.{mark}").fetchone()
        connection.execute(f"PRAGMA anew.{mark}={int(value)}")


def _amounts(connection: sqlite3.Connection, place: str) -> list[tuple[object, ...]]:
    """Count the rows of every table, and name every index and trigger with its text."""
    made = connection.execute(f"SELECT type, name, sql FROM {place}.sqlite_master ORDER BY type, name").fetchall()
    counted = [
        (name, *connection.execute(f'SELECT count(*) FROM {place}."{name}"').fetchone())
        for kind, name, _sql in made
        if kind == "table"
    ]
    return [*made, *counted]

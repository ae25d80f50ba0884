"""Opening the file of a store, plain or encrypted: the one place that opens one.

A store may be encrypted as a whole with SQLCipher 4, an optional library. The key follows from the passphrase and the
first sixteen bytes of the file in SQLCipher's own way, so that any program that reads its files opens the store with
the passphrase. It is worked out once and kept, for as long as the program runs, by those sixteen bytes: a copy that was
made of an encrypted store has the same ones, and opens with the same key.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import suppress
from hashlib import pbkdf2_hmac
from pathlib import Path, PurePath
from types import ModuleType
from typing import Any, cast
from urllib.parse import quote

from coopadmin.errors import EncryptionMissing, PassphraseWrong, StoreEncrypted
from db.heads import head_of

WAIT_MILLISECONDS = 5000
"""How long a writer waits for another before it gives up."""

PLAIN_HEAD = b"SQLite format 3\0"

LOG_ENDINGS = ("-wal", "-shm", "-journal")
"""What lies beside a store while it is open is called as it is, with one of these behind it."""

_SALT_BYTES = 16
_PAGE_BYTES = 4096
_ROUNDS = 256_000
"""What SQLCipher 4 does with a passphrase: https://www.zetetic.net/sqlcipher/design/."""

_keys: dict[bytes, bytes] = {}
"""Keys that opened a file in this run of the program, by the first bytes of the file; never written anywhere."""


def file_uri(path: Path, mode: str) -> str:
    """Name a file for sqlite3 with `mode` ro, rw or rwc; nothing in the name is taken as an option."""
    return uri_of(path.resolve(), mode)


def uri_of(path: PurePath, mode: str) -> str:
    """Name a file for sqlite3 as `file_uri` does, by a whole path of any system."""
    name = path.as_posix()
    # After two strokes SQLite would read the name of a machine, as Windows begins that of a file on another one.
    start = "//" if name.startswith("//") else ""
    return f"file:{start}{quote(os.fsencode(name))}?mode={mode}"


def is_encrypted(path: Path) -> bool:
    """Tell whether a file is encrypted as SQLCipher does it: whole pages that look like nothing at all.

    Raises OSError where the file cannot be read.
    """
    page = head_of(path, _PAGE_BYTES)
    # Of 4096 bytes by chance nearly every value turns up; text, sheets and pictures are far from that.
    if page.startswith(PLAIN_HEAD) or len(page) < _PAGE_BYTES or len(set(page)) <= 240:
        return False
    return path.stat().st_size % _PAGE_BYTES == 0 or _is_half_written(path)


def _is_half_written(path: Path) -> bool:
    """Tell whether the log lies beside a file that makes good what a program left that was ended within a page."""
    return any(path.with_name(f"{path.name}{ending}").is_file() for ending in ("-wal", "-journal"))


def is_open_to_us(path: Path) -> bool:
    """Tell whether the store needs no passphrase: it is plain, or its key is known in this run."""
    return not is_encrypted(path) or _known_key(path) is not None


def require_library() -> None:
    """Raise EncryptionMissing where the library that opens encrypted stores is not installed."""
    _cipher()


def unlock(path: Path, passphrase: str) -> None:
    """Work out the key of an encrypted store and keep it for this run.

    Raises PassphraseWrong where it does not open the file, EncryptionMissing where the library is not there, and
    StoreUnusable and its kin where the file is damaged or held by another program.
    """
    from db.schema import explain

    salt = salt_of(path)
    key = key_of(passphrase, salt)
    connection = _opened_with(path, "rw" if os.access(path, os.W_OK) else "ro", key)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except database_errors() as error:
        if "not a database" in str(error):
            raise PassphraseWrong(path) from None
        raise explain(error, path) from None
    finally:
        connection.close()
    remember(salt, key)


def key_of(passphrase: str, salt: bytes) -> bytes:
    """Work out the key that SQLCipher 4 takes from a passphrase, 32 bytes; it takes a fifth of a second on purpose."""
    from unicodedata import normalize

    _leave_no_core()
    # One keyboard writes é as one sign, another as two: for who types it they are the same.
    return pbkdf2_hmac("sha512", normalize("NFC", passphrase).encode("utf-8", "surrogateescape"), salt, _ROUNDS, 32)


def _leave_no_core() -> None:
    """Let the system write down nothing of this memory where the program is ended by force: the key is there."""
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def remember(salt: bytes, key: bytes) -> None:
    """Keep a key for this run of the program."""
    _keys[salt] = key


def open_file(path: Path, mode: str, *, immutable: bool = False) -> sqlite3.Connection:
    """Open the file of a store with `mode` ro, rw or rwc, plain or with the key that is known for it.

    What is opened to look (ro) changes nothing, but rolls back what a program that was killed left half written:
    nobody could read it before that, and SQLite does so only where the file itself may be written.
    `immutable` takes it as a file that nobody writes, so that looking lays nothing beside it. What a new file at
    `path` will be is plain (see `open_encrypted`). Raises StoreEncrypted where the key is not known yet, and
    EncryptionMissing where no key would help.
    """
    only_looking = mode == "ro" and not immutable and os.access(path, os.W_OK)
    if only_looking:
        mode = "rw"
    if path.is_file() and is_encrypted(path):
        key = _known_key(path)
        if key is None:
            raise _closed(path)
        connection = _opened_with(path, mode, key, immutable=immutable)
    else:
        connection = sqlite3.connect(_uri(path, mode, immutable), uri=True, **_manner())
    if only_looking:
        connection.execute("PRAGMA query_only=ON")
    return connection


def open_encrypted(path: Path, salt: bytes, key: bytes) -> sqlite3.Connection:
    """Open a new, empty file that will be encrypted with `key`, beginning with `salt`."""
    connection = _cipher().connect(_uri(path, "rw", False), uri=True, **_manner())
    _turn_key(connection, f"{key.hex()}{salt.hex()}")
    return connection


def open_by_cipher(path: Path, mode: str) -> sqlite3.Connection:
    """Open a store with the library for encrypted ones even where it is plain, to write it anew in another form.

    The two libraries do not see one another's locks within one program, so nothing else may have it open in this one.
    """
    if is_encrypted(path):
        return open_file(path, mode)
    return _cipher().connect(_uri(path, mode, False), uri=True, **_manner())


def empty_like(path: Path, draft: Path) -> sqlite3.Connection:
    """Open the empty file `draft` to copy the store at `path` into: encrypted with the same key, or plain as it is.

    Raises StoreEncrypted where the key of the store is not known yet.
    """
    if not is_encrypted(path):
        return open_file(draft, "rw")
    key = _known_key(path)
    if key is None:
        raise _closed(path)
    return open_encrypted(draft, salt_of(path), key)


def database_errors() -> tuple[type[Exception], ...]:
    """Name what a connection of either kind raises; the one of encrypted stores only where one was opened.

    UnicodeDecodeError comes where what is told of a damaged file has bytes of it in it that are no letters.
    """
    cipher = sys.modules.get("sqlcipher3.dbapi2")
    own: tuple[type[Exception], ...] = (sqlite3.Error, UnicodeDecodeError)
    return own if cipher is None else (*own, cast("type[Exception]", cipher.Error))


def module_for(path: Path) -> ModuleType:
    """Give the module that opens the file at `path`, for a library that must know it."""
    return _cipher() if is_encrypted(path) else sqlite3


def _closed(path: Path) -> StoreEncrypted:
    """Make the error that asks for a passphrase; where no passphrase would open the file, that is raised instead."""
    require_library()
    return StoreEncrypted(path)


def _manner() -> dict[str, Any]:
    return {"timeout": WAIT_MILLISECONDS / 1000, "check_same_thread": False}


def _uri(path: Path, mode: str, immutable: bool) -> str:
    return file_uri(path, mode) + ("&immutable=1" if immutable else "")


def salt_of(path: Path) -> bytes:
    """Read the first bytes of an encrypted file: files that begin alike open with one key."""
    return head_of(path, _SALT_BYTES)


def _known_key(path: Path) -> bytes | None:
    return _keys.get(salt_of(path))


def _opened_with(path: Path, mode: str, key: bytes, *, immutable: bool = False) -> sqlite3.Connection:
    connection = _cipher().connect(_uri(path, mode, immutable), uri=True, **_manner())
    _turn_key(connection, key.hex())
    return connection


def _turn_key(connection: sqlite3.Connection, key: str) -> None:
    try:
        # A wrong key would be told on standard error, in the middle of the desk.
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key}'\"")
        # What is sorted or put aside would lie unencrypted in a folder for temporary files.
        connection.execute("PRAGMA temp_store=MEMORY")
    except BaseException:
        connection.close()
        raise


def _cipher() -> ModuleType:
    try:
        from sqlcipher3 import dbapi2  # pyright: ignore[reportMissingTypeStubs] - it ships none
    except ImportError:
        raise EncryptionMissing from None
    return dbapi2

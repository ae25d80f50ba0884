"""Encrypting a copy for the keys of some people, and opening it again with one of them, in the format of age.

The files are those of https://age-encryption.org/v1: the standard `age` opens them, and what it made opens here. The
library is optional and imported when it is used; it goes through a file piece by piece, so memory does not grow.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from base64 import b64decode
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from coopadmin import settings
from coopadmin.errors import INSTALL_ENCRYPTION, Refused, Unreadable, WrongUse, os_reason
from coopadmin.formats import quoted
from coopadmin.i18n import _
from coopadmin.settings import typed_path

_HEAD = b"age-encryption.org/v1\n"
_ARMOURED, _ARMOUR_ENDS = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----"
_SAID = re.compile(r"\[(Errno|WinError) (\d+)\] (.*)")
_NO_ROOM_ON_WINDOWS = ("39", "112")
"""ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL: https://learn.microsoft.com/windows/win32/debug/system-error-codes."""
_PRIVATE = "AGE-SECRET-KEY-"
_CHUNK, _TAG, _NONCE = 65_536, 16, 16
"""How age cuts what it encrypts: https://age-encryption.org/v1, Payload."""
_PAGE = 512
"""The file of a store is a whole number of these: https://sqlite.org/fileformat.html, 1.3.2."""
_LONGEST_KEYS = 65_536
"""More bytes than a file of keys, or the head of an encrypted file, ever has."""

_NO_KEY = b"-grease"
"""How the name of a line ends that stands among those of the keys and is for nobody, so that readers stay patient."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What shows of an encrypted copy without a key: for how many keys it is, and whether its length can be right."""

    keys: int
    whole: bool


def is_sealed(file: Path) -> bool:
    """Tell whether a file is one that age encrypted; raises OSError where it cannot be read."""
    with _opened(file) as stream:
        head = stream.read(len(_ARMOURED))
    return head.startswith((_HEAD, _ARMOURED))


def outside_of(sealed: Path) -> Outside:
    """Tell what shows of an encrypted copy without a key; nought keys where it is no such file or cannot be read."""
    try:
        with _opened(sealed) as stream:
            head = stream.read(_LONGEST_KEYS)
            size = stream.seek(0, os.SEEK_END)
            stream.seek(max(0, size - len(_ARMOUR_ENDS) - 2))
            ended = stream.read().strip().endswith(_ARMOUR_ENDS)
    except OSError:
        return Outside(0, False)
    armoured = head.startswith(_ARMOURED)
    head = _bare(head)
    begins = _payload_at(head)
    if not head.startswith(_HEAD) or not begins:
        return Outside(0, False)
    names = [line.split(b" ")[1] for line in head[:begins].split(b"\n") if line.startswith(b"-> ")]
    keys = sum(not name.endswith(_NO_KEY) for name in names)
    payload = size - begins - _NONCE
    chunks = max(1, -(-payload // (_CHUNK + _TAG)))
    pages, cut = divmod(payload - chunks * _TAG, _PAGE)
    return Outside(keys, ended if armoured else pages > 0 and not cut)


def keys_in(text: str) -> tuple[str, ...]:
    """Take the public keys, and the names of files with some, out of a text: one a line, or with commas between."""
    # What follows a key of ssh is a note, which may have commas of its own.
    parts = (part for line in text.splitlines() for part in ([line] if line.startswith("ssh-") else line.split(",")))
    return tuple(part.strip() for part in parts if part.strip() and not part.strip().startswith("#"))


def require_library() -> None:
    """Raise Refused where the library that encrypts copies is not installed."""
    _library()


def is_key(named: str) -> bool:
    """Tell whether a text is meant as a key, and not as the name of a file with some."""
    return named.startswith(("age1", "ssh-", _PRIVATE))


def recipients_of(named: Iterable[str]) -> list[Any]:
    """Read for whom a copy is encrypted: public keys `age1…` or `ssh-ed25519 …`, or files with one on each line.

    Raises WrongUse for what is none, or where none is named; Refused where the library is not installed.
    """
    age = _library()
    keys = [key for one in named for key in _keys_of(one)]
    if not keys:
        raise WrongUse(_("For whom is it encrypted? Name at least one public key, like age1… or ssh-ed25519 …"))
    return [_recipient(age, key) for key in dict.fromkeys(keys)]


def seal(plain: Path, sealed: Path, recipients: Sequence[Any]) -> None:
    """Encrypt the file `plain` for some people into the file `sealed`, which is there and empty.

    Raises OSError where it cannot be written whole.
    """
    age = _library()
    try:
        # It is given files and no names: it takes no name that is not in letters.
        with plain.open("rb") as reader, sealed.open("wb") as writer:
            age.encrypt_io(reader, writer, list(recipients))
    except age.EncryptError as error:
        raise _of_the_system(error) or OSError(str(error)) from None
    with sealed.open("rb+") as stream:
        os.fsync(stream.fileno())
        head = stream.read(_LONGEST_KEYS)
        size = stream.seek(0, os.SEEK_END)
    # Nobody here can open it, but whether all of it was written shows in its length.
    begins = _payload_at(head)
    chunks = max(1, -(-plain.stat().st_size // _CHUNK))
    if size != begins + _NONCE + plain.stat().st_size + chunks * _TAG:
        raise OSError(_("it was not written whole"))


def unseal(sealed: Path, plain: Path, identity: Path) -> None:
    """Open the file `sealed` with the secret key in the file `identity`, into `plain`, which is there and empty.

    Raises Unreadable where one of the two is not what it should be, Refused where the key is another's, and OSError
    where the system does not let it read or write.
    """
    age = _library()
    keys = _identities(age, identity)
    with _opened(sealed) as stream:
        head = stream.read(_LONGEST_KEYS)
    # The library tries a key on all there are, and lines without end would keep it busy for as long.
    if not _payload_at(_bare(head)):
        raise Unreadable(sealed, _("it is no file that age encrypted, or it is damaged"))
    try:
        with sealed.open("rb") as reader, plain.open("wb") as writer:
            age.decrypt_io(reader, writer, keys)
    except age.DecryptError as error:
        if "No matching keys" in str(error):
            sentence = _("{file} was not encrypted for the key in {identity}. Name the file with another key of yours.")
            raise Refused(sentence.format(file=sealed.name, identity=identity.name)) from None
        raise Unreadable(sealed, _("it is no file that age encrypted, or it is damaged")) from None
    except OSError as error:
        said = _of_the_system(error)
        raise said or Unreadable(sealed, _("it is damaged, or not all of it is there")) from None


def check_identity(identity: Path) -> None:
    """Raise Unreadable where a file holds no secret key that can be used, and Refused where the library is missing."""
    _identities(_library(), identity)


def make_identity(file: Path, moment: datetime) -> str:
    """Make a key pair: the secret one goes into `file`, for the user alone; gives the public one.

    Raises Refused where there is a file already or the library is missing, and WrongUse where it cannot be written.
    """
    age = _library()
    if file.exists():
        raise Refused(_("There is already a file at {path}; nothing was changed.").format(path=file))
    pair = age.x25519.Identity.generate()
    public = str(pair.to_public())
    text = f"# created: {moment.isoformat(timespec='seconds')}\n# public key: {public}\n{pair}\n"
    settings.write_named(file, text.encode())
    return public


def _of_the_system(error: Exception) -> OSError | None:
    """Give what the system said, which the library tells in words only; None where it said nothing."""
    if isinstance(error, OSError) and error.errno is not None:
        return error
    told = _SAID.search(str(error))
    if told is None:
        return None
    kind, number, words = told.groups()
    if kind == "Errno":
        return OSError(int(number), words)
    return OSError(errno.ENOSPC if number in _NO_ROOM_ON_WINDOWS else errno.EIO, words)


def _payload_at(head: bytes) -> int:
    """Tell where what is encrypted begins, behind the lines of the keys; nought where those do not end."""
    ends = head.find(b"\n--- ")
    return head.find(b"\n", ends + 1) + 1 if ends >= 0 else 0


def _bare(head: bytes) -> bytes:
    """Give the first bytes of a file, also where they were written as letters."""
    if not head.startswith(_ARMOURED):
        return head
    letters = b"".join(head.split(b"\n")[1:-1]).replace(b"\r", b"").partition(b"-")[0]
    with suppress(ValueError):
        return b64decode(letters[: len(letters) // 4 * 4], validate=True)
    return b""


def _library() -> Any:
    try:
        return import_module("pyrage")
    except ImportError:
        raise Refused(
            _(
                "Encrypting a copy needs a part that is not installed. "
                "Install it from the folder of coopadmin: {command}"
            ).format(command=INSTALL_ENCRYPTION)
        ) from None


def _keys_of(named: str) -> Sequence[str]:
    if is_key(named):
        return (named,)
    file = typed_path(named)
    try:
        return keys_in(_text_of(file))
    except OSError:
        sentence = _("“{text}” is neither a public key (age1…, ssh-ed25519 …, ssh-rsa …) nor a file with some.")
        raise WrongUse(sentence.format(text=quoted(named))) from None


def _recipient(age: Any, key: str) -> Any:
    if key.startswith(_PRIVATE):
        raise WrongUse(_("That is a secret key: keep it to yourself. Name the public one, which begins with age1."))
    kind = age.ssh if key.startswith("ssh-") else age.x25519
    try:
        return kind.Recipient.from_str(key)
    except (age.RecipientError, UnicodeEncodeError):
        sentence = _("“{text}” is no public key that can be used here; one begins with age1, ssh-ed25519 or ssh-rsa.")
        raise WrongUse(sentence.format(text=quoted(key))) from None


def _identities(age: Any, file: Path) -> list[Any]:
    try:
        text = _text_of(file)
    except OSError as error:
        raise Unreadable(file, os_reason(error)) from None
    if text.startswith((_HEAD.decode().strip(), _ARMOURED.decode())):
        raise Unreadable(file, _("a key behind a passphrase is not supported; take it off first with: age -d"))
    try:
        if text.startswith("-----BEGIN"):
            return [age.ssh.Identity.from_buffer(text.encode())]
        found = [age.x25519.Identity.from_str(line) for line in keys_in(text)]
    except age.IdentityError as error:
        if "decrypted" in str(error):
            raise Unreadable(
                file, _("a key behind a passphrase is not supported; copy it and take it off with: ssh-keygen -p")
            ) from None
        raise Unreadable(file, _("it holds no secret key, which begins with AGE-SECRET-KEY-1")) from None
    if not found:
        raise Unreadable(file, _("it holds no secret key, which begins with AGE-SECRET-KEY-1"))
    return found


def _text_of(file: Path) -> str:
    with _opened(file) as stream:
        return stream.read(_LONGEST_KEYS).decode("utf-8", "replace")


def _opened(file: Path) -> IO[bytes]:
    """Open a file for reading; raises OSError too for what is none and would be waited for, such as a pipe."""
    mode = file.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(_("it is no ordinary file; save it as one first"))
    return file.open("rb")

"""Readers of copies and of encrypted stores: a folder of copies, copies behind keys, keys, encrypted files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path
from random import Random
from unittest import mock

from coopadmin.errors import CoopadminError
from db import encryption, files
from db.backup import back_up, check
from db.backup_folders import Keeping, folders, listed, own_folder, readable
from db.backup_inside import fault_of, look_inside
from db.drafts import left_drafts
from db.heads import let_go
from db.schema import revision_of
from db.sealed_backup import back_up_for, opened_copy
from db.sealing import is_sealed, recipients_of
from db.sweeping import old_copies
from tests.fuzz import mutations
from tests.fuzz.reader import CORPUS, Place, Reader, is_sentence

PASSPHRASE = "vier woorden die niets"
FEW_ROUNDS = 2
"""The key of an encrypted store takes a fifth of a second on purpose, which would be all that is tried."""


def readers_of_copies(place: Place) -> list[Reader]:
    """Give these readers; without the optional libraries those are left out that need them."""
    made = [
        Reader("copies", _listings(), (mutations.by_cells, mutations.by_lines, _by_names), _folder_of_copies(place))
    ]
    if find_spec("pyrage"):
        secret, sealed = _sealed(place)
        keys = (secret.read_bytes(), *((CORPUS / "keys.txt").read_bytes().splitlines()))
        made += [
            Reader("sealed", (sealed,), (mutations.by_bytes, mutations.by_pages, _by_head), _opened(place, secret)),
            Reader("keys", keys, (mutations.by_bytes, mutations.by_lines, mutations.by_cells), _keys(place, sealed)),
        ]
    if find_spec("sqlcipher3"):
        made.append(
            Reader("encrypted", (_encrypted(place),), (mutations.by_pages, mutations.by_bytes), _unlocked(place))
        )
    return made


# -- a folder of copies ------------------------------------------------------------------------------------------------

KINDS = ("copy", "empty", "text", "folder", "loop", "pipe", "gone", "sealed")
NAMES = (
    "s-20261121-203000-day.coop",
    "s-20261121-203000-day-2.coop",
    "s-20261121-203000-day.coop.age",
    "s-20261199-999999-day.coop",
    "s-00000000-000000-hand.coop",
    "s-20261121-203000-before-0005.coop",
    "s-20261121-203000-nothing.coop",
    "s-20261121-203000-day.coop-wal",
    "s.coop",
    "s-.coop",
    ".s-20261121-203000-day.coop",
    ".s.coop.x.draft",
    "photo.jpg",
    "x.age",
)


def _listings() -> tuple[bytes, ...]:
    """List what lies in a folder: on each line what it is, and its name."""
    one = "\n".join(f"{KINDS[place % len(KINDS)]}\t{name}" for place, name in enumerate(NAMES))
    other = "\n".join(f"copy\t{name}" for name in NAMES)
    return other.encode(), one.encode()


def _by_names(chance: Random, content: bytes) -> bytes:
    """Make something else of a name that is there, or give it to something else."""
    lines = content.decode("utf-8", "replace").split("\n")
    place = chance.randrange(len(lines))
    lines[place] = f"{chance.choice(KINDS)}\t{chance.choice(NAMES)}{chance.choice(mutations.HOSTILE_TEXTS)}"
    return "\n".join(lines).encode()


def _put(folder: Path, kind: str, name: str, copy: Path) -> None:
    file = folder / name
    if kind == "folder":
        file.mkdir()
    elif kind == "loop":
        file.symlink_to(name)
    elif kind == "gone":
        file.symlink_to("nowhere")
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "copy":
        shutil.copy(copy, file)
    else:
        file.write_bytes({"sealed": b"age-encryption.org/v1\n-> X25519 x\n", "text": b"x" * 4096}.get(kind, b""))


def _folder_of_copies(place: Place) -> Callable[[bytes], bool]:
    copy = place.folder / "of-all.coop"
    copy.unlink(missing_ok=True)
    back_up(place.store.path, copy)

    def read(content: bytes) -> bool:
        with place.a_while() as folder:
            store = Path(shutil.copy(copy, folder / "s.coop"))
            beside = own_folder(store)
            beside.mkdir()
            for line in content.decode("utf-8", "surrogateescape").split("\n")[:40]:
                kind, _tab, name = line.partition("\t")
                # What no folder can hold, or what has no name of its own, is not in it.
                with suppress(OSError, ValueError, AttributeError):
                    _put(beside, kind, name.replace("/", "∕"), copy)
            return _listed(store, beside)

    return read


def _listed(store: Path, beside: Path) -> bool:
    whole, found = True, ()
    for keeping in (Keeping(store, beside), Keeping(store, beside / "not there"), Keeping(store)):
        folders(keeping)
        readable(keeping)
        found = listed(keeping)
    # To look whether all of them are whole takes long, and says no more than a few do.
    for one in [one for one in found if not one.sealed][:2]:
        said = fault_of(one.file)
        whole &= not said
        if not said:
            look_inside(one.file, store)
    old_copies(store, (beside,))
    left_drafts(beside)
    return whole


# -- copies behind keys ------------------------------------------------------------------------------------------------


def _sealed(place: Place) -> tuple[Path, bytes]:
    """Make a copy for the key pair of the corpus; gives the file of the secret key, and the copy."""
    secret, sealed = CORPUS / "secret.txt", place.folder / "copy.coop.age"
    sealed.unlink(missing_ok=True)
    public = secret.read_text(encoding="ascii").partition("public key: ")[2].split()[0]
    back_up_for(place.store.path, sealed, [public])
    return secret, sealed.read_bytes()


def _by_head(chance: Random, content: bytes) -> bytes:
    """Spoil what stands before the payload: for whom it is, and how."""
    ends = content.index(b"\n--- ")
    spoil = chance.choice((mutations.by_lines, mutations.by_bytes, mutations.by_cells))
    return spoil(chance, content[:ends]) + content[ends:]


def _opened(place: Place, secret: Path) -> Callable[[bytes], bool]:
    def read(content: bytes) -> bool:
        sealed = place.put("spoilt.coop.age", content)
        is_sealed(sealed)
        return _is_whole_behind(place, sealed, secret)

    return read


def _is_whole_behind(place: Place, sealed: Path, secret: Path) -> bool:
    with place.a_while() as folder:
        try:
            with opened_copy(sealed, folder / "s.coop", secret) as plain:
                assert plain.stat().st_size <= sealed.stat().st_size
                said = fault_of(plain)
        except CoopadminError as error:
            is_sentence(str(error))
            said = str(error)
        assert not list(folder.rglob("*.coop")), "what was encrypted lies there open"
    return not said


def _keys(place: Place, sealed: bytes) -> Callable[[bytes], bool]:
    """Take a text for the secret key of a copy, for a list of public keys, and for a public key itself."""

    def read(content: bytes) -> bool:
        secret = place.put("key.txt", content)
        whole = _is_whole_behind(place, place.put("whole.coop.age", sealed), secret)
        text = content.decode("utf-8", "surrogateescape").replace("\0", "")
        for named in (str(secret), text):
            try:
                whole |= bool(recipients_of([named]))
            except CoopadminError as error:
                is_sentence(str(error))
        return whole

    return read


# -- encrypted stores --------------------------------------------------------------------------------------------------


def _quick() -> mock._patch[int]:  # pyright: ignore[reportPrivateUsage] - it has no other name
    return mock.patch.object(files, "_ROUNDS", FEW_ROUNDS)


def _encrypted(place: Place) -> bytes:
    file = place.folder / "encrypted.coop"
    file.unlink(missing_ok=True)
    back_up(place.store.path, file)
    with _quick():
        encryption.encrypt(file, PASSPHRASE)
    return file.read_bytes()


def _unlocked(place: Place) -> Callable[[bytes], bool]:
    def read(content: bytes) -> bool:
        with place.a_while() as folder, _quick(), mock.patch.dict(files._keys, clear=True):  # pyright: ignore[reportPrivateUsage] - each begins without a key
            file = folder / "s.coop"
            file.write_bytes(content)
            try:
                whole = _used(file, place.store.path)
            finally:
                let_go(file)
        return whole

    return read


def _used(file: Path, store: Path) -> bool:
    whole = True
    for use in _uses(store):
        try:
            use(file)
        except CoopadminError as error:
            is_sentence(str(error))
            whole = False
    return whole


def _uses(store: Path) -> Sequence[Callable[[Path], object]]:
    def closed(file: Path) -> None:
        with suppress(CoopadminError):
            revision_of(file)
            assert not files.is_encrypted(file), "it opened without its key"

    def opened(file: Path) -> None:
        if files.is_encrypted(file):
            with suppress(CoopadminError):
                files.unlock(file, f"{PASSPHRASE} not")
            files.unlock(file, PASSPHRASE)
        with closing(files.open_file(file, "ro")) as connection, suppress(*files.database_errors()):
            connection.execute("SELECT count(*) FROM person").fetchone()

    return closed, opened, revision_of, fault_of, check, lambda file: look_inside(file, store)

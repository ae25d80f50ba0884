"""Copies, putting them back, and turning the store into an encrypted one and back, as deeds of a script."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

from coopadmin.domain.backups import ENCRYPTED
from coopadmin.errors import Refused
from coopadmin.exchange.bank import open_bank_file
from coopadmin.services.bank import take_bank_file
from coopadmin.services.imports import import_register
from db.backup import back_up, check, restore
from db.backups import copied_before, end_day, make_copy, thin
from db.encryption import decrypt, encrypt
from db.sealed_backup import back_up_for, opened_copy
from tests.torture.keys import CIPHER, IDENTITY, PASSPHRASES, SEALING, passphrase_of, public_key
from tests.torture.work import Deed, Work


def taking(work: Work, pattern: str) -> Path:
    """Choose one of the files that are taken in."""
    return work.chance.choice(sorted((work.folder / "files").glob(pattern)))


def _back_up(work: Work) -> None:
    passphrase_of(work.path)
    file = back_up(work.path, work.folder / f"copy-{work.number}-{work.begun}.coop")
    work.files.append(file)
    work.tell(done="back_up", file=file.name)


def _back_up_sealed(work: Work) -> None:
    passphrase_of(work.path)
    target = work.folder / f"copy-{work.number}-{work.begun}.coop{ENCRYPTED}"
    back_up_for(work.path, target, [public_key(work.folder / "files")])
    work.files.append(target)
    work.tell(done="back_up", file=target.name)


def _restore(work: Work) -> None:
    """Put a copy back, after a look into it: one that was made by hand or by itself, of any form."""
    file = work.chance.choice([file for file in work.files if file.exists()])
    work.tell(putting_back=file.relative_to(work.folder).as_posix())
    identity = work.folder / "files" / IDENTITY
    sealed = file.name.endswith(ENCRYPTED)
    with opened_copy(file, work.path, identity) if sealed else nullcontext(file) as plain:
        passphrase_of(work.path)
        passphrase_of(plain)
        bad = [finding.detail for finding in check(plain) if not finding.ok]
        kept = restore(plain, work.path, work.now().replace(tzinfo=None))
    work.store = None
    if bad:
        work.tell(trouble="; ".join(bad))
    work.tell(done="restore", file=file.name, kept=kept.name if kept else None)


def _end_day(work: Work) -> None:
    passphrase_of(work.path)
    work.tell_trouble(end_day(work.keeping, work.now().astimezone()))
    work.tell(done="end_day")


def _older_copies(work: Work) -> None:
    """Make copies as if on earlier days, and thin them."""
    passphrase_of(work.path)
    for _time in range(2):
        moment = work.now().astimezone() - timedelta(days=work.chance.randrange(1, 200))
        make_copy(work.keeping, "day", moment)
        work.tell(copied=True)
    thin(work.keeping, work.now().astimezone())
    work.tell(done="older_copies")


def _import_after_copy(work: Work) -> None:
    file = taking(work, "more-*.csv")
    work.opened()
    with copied_before(work.keeping, "import", work.now().astimezone(), work.tell_trouble):
        work.do(import_register, "members", file, skip_bad=True)


def _bank_after_copy(work: Work) -> None:
    file = open_bank_file(taking(work, "2026-*"))
    work.opened()
    with copied_before(work.keeping, "bank", work.now().astimezone(), work.tell_trouble):
        work.do(take_bank_file, file=file)


def _encrypt(work: Work) -> None:
    """Encrypt a plain store, or change the passphrase of an encrypted one."""
    passphrase = work.chance.choice(PASSPHRASES)
    passphrase_of(work.path)
    work.store = None
    work.tell(turning=passphrase)
    encrypt(work.path, passphrase)
    work.tell(done="encrypt", passphrase=passphrase)


def _decrypt(work: Work) -> None:
    if not passphrase_of(work.path):
        raise Refused("it is plain")
    work.store = None
    work.tell(turning="")
    decrypt(work.path)
    work.tell(done="encrypt", passphrase="")


def _only_where(there: bool, name: str, deed: Callable[[Work], None]) -> dict[str, Deed]:
    return {name: deed} if there else {}


OF_COPIES: dict[str, Deed] = {
    "back_up": _back_up,
    "restore": _restore,
    "end_day": _end_day,
    "older_copies": _older_copies,
    "import_after_copy": _import_after_copy,
    "bank_after_copy": _bank_after_copy,
    **_only_where(SEALING, "back_up_sealed", _back_up_sealed),
    **_only_where(CIPHER, "encrypt", _encrypt),
    **_only_where(CIPHER, "decrypt", _decrypt),
}
"""What is done with copies and with the file as a whole; each tells of itself."""

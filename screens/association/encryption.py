"""Encrypting the store from the desk, changing its passphrase, and making it plain again.

The store is written anew between two desks, when nothing in this program has it open: the desk closes, and opens again
on what was made.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from coopadmin.errors import EncryptionMissing, Refused
from coopadmin.i18n import N_, _, ngettext
from db.backup_folders import CopyFile, keeping_of, listed
from db.encryption import check_passphrase, decrypt, encrypt, told_of_copies
from db.files import is_encrypted, require_library, salt_of
from db.heads import let_go
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.forms import ask
from screens.lines import Line
from screens.passphrase import secret


def lines(app: CoopApp) -> list[Line]:
    """Give the lines about encryption: what can be done with this store."""
    if not is_encrypted(app.store_path):
        return [Line(_("Encrypt the store"), _("it opens with a passphrase only"), encrypted)]
    return [
        Line(_("Change the passphrase"), _("the store is encrypted"), encrypted),
        Line(_("End the encryption"), _("who has the file can read it then"), plain_again),
    ]


async def encrypted(app: CoopApp) -> None:
    """Ask for a new passphrase twice, and write the store under it."""
    try:
        require_library()
    except EncryptionMissing as missing:
        raise Refused(str(missing)) from None
    fields = [
        secret("passphrase", N_("New passphrase"), N_("four words that do not belong together")),
        secret("repeated", N_("Once more")),
    ]

    async def save(values: dict[str, Any]) -> None:
        check_passphrase(values["passphrase"], values["repeated"])
        app.reopen_after(partial(_encrypted, app.store_path, values["passphrase"]))

    await ask(
        app,
        _("Change the passphrase") if is_encrypted(app.store_path) else _("Encrypt the store"),
        fields,
        save,
        intro=_(
            "Write the passphrase down and keep it apart from this computer: without it nobody opens the store again, "
            "nor the copies made from now on. Copies that were made before stay as they are."
        ),
    )


async def plain_again(app: CoopApp) -> None:
    """Ask whether it is meant, and write the store without encryption."""
    sure = await app.push_screen_wait(
        ConfirmScreen(_("End the encryption?"), _("Who has the file can read everything in it, without a passphrase."))
    )
    if sure:
        app.reopen_after(partial(_plain, app.store_path))


def _encrypted(path: Path, passphrase: str) -> str:
    was_encrypted = is_encrypted(path)
    encrypt(path, passphrase)
    told = _("The passphrase was changed.") if was_encrypted else _("The store is encrypted.")
    return " ".join(filter(None, (told, _told_of_older(path), told_of_copies(path))))


def _told_of_older(path: Path) -> str:
    """Say how many copies open with a passphrase of before; empty where there are none."""
    count = sum(_is_older(one, path) for one in listed(keeping_of(path)))
    if not count:
        return ""
    return ngettext(
        "{count} copy still opens with the passphrase of before, and not with the new one.",
        "{count} copies still open with the passphrase of before, and not with the new one.",
        count,
    ).format(count=count)


def _is_older(copy: CopyFile, path: Path) -> bool:
    """Tell whether a copy is encrypted under another passphrase than the store."""
    try:
        return not copy.sealed and is_encrypted(copy.file) and salt_of(copy.file) != salt_of(path)
    except OSError:
        return False
    finally:
        let_go(copy.file)


def _plain(path: Path) -> str:
    decrypt(path)
    return _("The store is a plain file again.")

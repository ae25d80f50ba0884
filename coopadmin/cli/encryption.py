"""The commands that make a store encrypted, change its passphrase, and make it plain again."""

from __future__ import annotations

from pathlib import Path

import typer

from coopadmin.cli.output import put, say
from coopadmin.cli.passphrases import ask, given
from coopadmin.cli.place import store_path
from coopadmin.cli.wording import SpokenCommand
from coopadmin.errors import Refused
from coopadmin.i18n import _


def add_encryption(app: typer.Typer) -> None:
    """Add the commands to the others."""
    told = _("Encrypt the store under a passphrase; without it nobody opens the store again, nor its copies.")
    app.command("encrypt", cls=SpokenCommand, help=told)(encrypt)
    app.command("passphrase", cls=SpokenCommand, help=_("Change the passphrase of an encrypted store."))(change)
    app.command("decrypt", cls=SpokenCommand, help=_("Make an encrypted store a plain file again."))(decrypt)


def encrypt(ctx: typer.Context) -> int:
    """See the help."""
    from db.files import is_encrypted
    from db.schema import revision_of

    path = store_path(ctx.obj)
    revision_of(path)
    if is_encrypted(path):
        raise Refused(
            _("The store {path} is encrypted already. Another passphrase: coopadmin passphrase").format(path=path)
        )
    write_encrypted(path)
    put(_("The store {path} is encrypted.").format(path=path))
    return 0


def change(ctx: typer.Context) -> int:
    """See the help."""
    from db.files import is_encrypted
    from db.schema import revision_of

    path = store_path(ctx.obj)
    revision_of(path)
    if not is_encrypted(path):
        raise Refused(_("The store {path} is not encrypted; encrypt it with: coopadmin encrypt").format(path=path))
    write_encrypted(path, anew=True)
    put(_("The store {path} has another passphrase.").format(path=path))
    return 0


def decrypt(ctx: typer.Context) -> int:
    """See the help."""
    from db.encryption import decrypt as write_plain

    path = store_path(ctx.obj)
    write_plain(path)
    put(_("The store {path} is a plain file again: who has the file can read it.").format(path=path))
    return 0


def write_encrypted(path: Path, *, anew: bool = False) -> None:
    """Ask for a new passphrase twice and write the store under it; raises Invalid, and as `db.encryption.encrypt`."""
    from db.encryption import check_passphrase, told_of_copies
    from db.encryption import encrypt as write_under
    from db.files import require_library

    require_library()
    variable = "COOPADMIN_NEW_PASSPHRASE" if anew else "COOPADMIN_PASSPHRASE"
    passphrase = given(variable)
    if passphrase is None:
        say(_("Write the passphrase down and keep it apart from this computer: without it the store is lost."))
        passphrase = ask(_("New passphrase:"), variable)
        repeated = ask(_("Once more:"), variable)
    else:
        repeated = passphrase
    check_passphrase(passphrase, repeated)
    write_under(path, passphrase)
    if told := told_of_copies(path):
        say(told)

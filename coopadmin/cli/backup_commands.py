"""The commands about copies of the store; `backups` carries them out."""

from __future__ import annotations

from typing import Annotated

import typer

from coopadmin.cli.place import store_path
from coopadmin.cli.wording import SpokenCommand
from coopadmin.errors import WrongUse
from coopadmin.i18n import _


def add_backups(app: typer.Typer) -> None:
    """Add the commands to the others."""
    told = _("Make a verified copy of the store, encrypted for some people where asked.")
    app.command("backup", cls=SpokenCommand, help=told)(backup)
    told = _("Put a backup back; the replaced store is kept beside it.")
    app.command("restore", cls=SpokenCommand, help=told)(restore)
    told = _("List the copies of the store: when, why, whether each is whole, and what it holds; remove one.")
    app.command("backups", cls=SpokenCommand, help=told)(backups)
    told = _("Make a key pair for encrypted copies; the secret key goes into the file.")
    app.command("identity", cls=SpokenCommand, help=told)(identity)


def backup(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("Where the copy goes; it must not be there yet."))],
    encrypt: Annotated[
        bool, typer.Option("--encrypt", help=_("Encrypt it, into FILE.age; the program age opens it too."))
    ] = False,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            metavar=_("RECIPIENT"),
            help=_("Who can open it: a public key (age1… or ssh-…), or a file of them; may be given more than once."),
        ),
    ] = None,
) -> int:
    """See the help."""
    from coopadmin.cli import backups as kept

    return kept.backup(store_path(ctx.obj), file, encrypt=encrypt, to=to or [])


def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The backup; it stays where it is."))],
    identity: Annotated[
        str | None,
        typer.Option("--identity", metavar=_("FILE"), help=_("The file with your secret key, where it is encrypted.")),
    ] = None,
) -> int:
    """See the help."""
    from coopadmin.cli import backups as kept

    return kept.restore(store_path(ctx.obj), file, identity)


def backups(
    ctx: typer.Context,
    identity: Annotated[
        str | None,
        typer.Option(
            "--identity", metavar=_("FILE"), help=_("The file with your secret key, to look into encrypted ones.")
        ),
    ] = None,
    remove: Annotated[
        str | None,
        typer.Option("--remove", metavar=_("FILE"), help=_("Say what removing this copy means; with --yes remove it.")),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=_("Remove it, for good."))] = False,
    folder: Annotated[
        str | None,
        typer.Option("--folder", metavar=_("FOLDER"), help=_("Where copies go from now on; empty: beside the store.")),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            metavar=_("RECIPIENT"),
            help=_("Who can open them from now on: a public key or a file of them; empty: they are not encrypted."),
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=_("Give the result as one JSON document."))] = False,
) -> int:
    """See the help."""
    from coopadmin.cli import backups as kept

    path = store_path(ctx.obj)
    choosing = folder is not None or to is not None
    if [identity is not None, remove is not None, choosing].count(True) > 1 or (yes and remove is None):
        raise WrongUse(_("--identity, --remove (with --yes) and --folder or --to are asked one at a time."))
    if remove is not None:
        return kept.remove(path, remove, yes=yes, as_json=json)
    if choosing:
        return kept.keep(path, folder, to, as_json=json)
    return kept.show(path, identity=identity, as_json=json)


def identity(
    file: Annotated[
        str, typer.Argument(metavar=_("FILE"), help=_("Where the secret key goes; it must not be there yet."))
    ],
) -> int:
    """See the help."""
    from coopadmin.cli import backups as kept

    return kept.identity(file)

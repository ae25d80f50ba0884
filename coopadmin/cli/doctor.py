"""The command that looks at everything and says what is wrong; it works whatever state the store is in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from coopadmin.cli.output import put, put_json
from coopadmin.cli.passphrases import given
from coopadmin.cli.place import store_path
from coopadmin.cli.wording import SpokenCommand
from coopadmin.i18n import _


def add_doctor(app: typer.Typer) -> None:
    """Add the command to the others."""
    told = _("Say how the program, the store and the terminal are, and what is wrong; nothing in it is about people.")
    app.command("doctor", cls=SpokenCommand, help=told)(doctor)


def doctor(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help=_("Give the result as one JSON document."))] = False,
) -> int:
    """See the help."""
    return tell(store_path(ctx.obj), as_json=json)


def tell(path: Path, *, as_json: bool) -> int:
    """Tell it; 0 where nothing is wrong, 1 where something is, 3 where the store cannot be used.

    No passphrase is asked: an encrypted store is looked into where one was put in the surroundings.
    """
    from coopadmin.reports import doctor as report

    examination = report.examine(path, passphrase=given())
    if as_json:
        put_json(report.as_document(examination))
    else:
        put(report.as_text(examination, ruler=sys.stdout.isatty()))
    return examination.exit_code

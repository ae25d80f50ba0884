"""The command that writes the sheet of a work day; `worksheet` does it."""

from __future__ import annotations

from typing import Annotated

import typer

from coopadmin.cli.place import store_path
from coopadmin.cli.wording import SpokenCommand
from coopadmin.i18n import _


def add_worksheet(app: typer.Typer) -> None:
    """Add the command to the others."""
    told = _("Write the sheet of a work day, as Markdown or as a page to print.")
    app.command("worksheet", cls=SpokenCommand, help=told)(worksheet)


def worksheet(
    ctx: typer.Context,
    work_day: Annotated[
        str, typer.Argument(metavar=_("WORKDAY"), help=_("Its day, like 28-11-2026, or its number in the store."))
    ],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="md|html",
            help=_("How it is written; else by the ending of --out, else Markdown."),
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar=_("FILE"), help=_("Write it to this file, which is replaced where it is there.")),
    ] = None,
) -> int:
    """See the help."""
    from coopadmin.cli import worksheet as written

    return written.show(store_path(ctx.obj), work_day, form, out)

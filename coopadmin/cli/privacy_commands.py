"""The commands about personal data: what is kept and why, and all that is kept of one person."""

from __future__ import annotations

from typing import Annotated

import typer

from coopadmin.cli.place import store_path
from coopadmin.cli.wording import SpokenCommand
from coopadmin.i18n import _


def add_privacy(app: typer.Typer) -> None:
    """Add the commands to the others."""
    told = _("Show what is kept of people, why, and until when: the register of processing.")
    app.command("privacy", cls=SpokenCommand, help=told)(privacy)
    told = _("Write all that is kept of one person to a file, for that person.")
    app.command("person", cls=SpokenCommand, help=told)(person)
    told = _("Answer somebody who asks to be forgotten: what goes now, what stays and why; --yes clears what goes.")
    app.command("erase", cls=SpokenCommand, help=told)(erase)


_Number = Annotated[
    str,
    typer.Argument(
        metavar=_("NUMBER"), help=_("The number of a member (L012) or a candidate (K-0001); P17 for who is neither.")
    ),
]

_Form = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="table|md|html", help=_("How it is written; else by the ending of --out, else for the eye.")
    ),
]


def privacy(
    ctx: typer.Context,
    form: _Form = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar=_("FILE"), help=_("Write it to this file, which is replaced where it is there.")),
    ] = None,
) -> int:
    """See the help."""
    from coopadmin.cli import privacy as written

    return written.show(store_path(ctx.obj), form, out)


def person(
    ctx: typer.Context,
    number: _Number,
    out: Annotated[
        str,
        typer.Option("--out", metavar=_("FILE"), help=_("The file, for your eyes only; replaced where it is there.")),
    ],
    form: _Form = None,
) -> int:
    """See the help."""
    from coopadmin.cli import privacy as written

    return written.write_person(store_path(ctx.obj), number, form, out)


def erase(
    ctx: typer.Context,
    number: _Number,
    yes: Annotated[
        bool, typer.Option("--yes", help=_("Clear it, for good, and clean the file; else only show."))
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=_("Give the result as one JSON document."))] = False,
) -> int:
    """See the help."""
    from coopadmin.cli import forgetting_requests as written

    return written.erase(store_path(ctx.obj), number, yes=yes, as_json=json)

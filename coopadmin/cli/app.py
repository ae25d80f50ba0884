"""The commands and their options. What they do is in `actions`, `reporting` and `voting`, imported when called."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, cast

import typer

from coopadmin import log
from coopadmin.cli.backup_commands import add_backups
from coopadmin.cli.doctor import add_doctor
from coopadmin.cli.encryption import add_encryption
from coopadmin.cli.place import store_path
from coopadmin.cli.privacy_commands import add_privacy
from coopadmin.cli.report_commands import reports
from coopadmin.cli.vote_command import add_vote
from coopadmin.cli.wording import SpokenCommand, SpokenGroup, sentence_of
from coopadmin.cli.worksheet_command import add_worksheet
from coopadmin.errors import WrongUse
from coopadmin.i18n import _

app = typer.Typer(
    cls=SpokenGroup,
    help=_("The administration of a beheercoöperatie: a desk in the terminal, and these commands. Alone: the desk."),
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(
    reports,
    name="report",
    cls=SpokenGroup,
    help=_("Show or write a report: members, rent roll, vacancies …"),
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help=_("Give the result as one JSON document."))]
_FILE = _("FILE")


def carry_out(words: Sequence[str]) -> int:
    """Carry out a command and give its exit code; raises CoopadminError, also for words that cannot be read."""
    try:
        code = _command().main(args=list(words), prog_name="coopadmin", standalone_mode=False)
    except typer.TyperException as error:
        raise WrongUse(sentence_of(error)) from None
    return cast("int", code or 0)


@cache
def _command() -> Any:
    """Build what reads the words; once, for it holds nothing of a call, and its words are those of the import."""
    return typer.main.get_command(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        from coopadmin import __version__
        from coopadmin.cli.output import put

        put(f"coopadmin {__version__}")
        raise typer.Exit


@app.callback()
def before(
    ctx: typer.Context,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar=_FILE,
            help=_("The store to use; else COOPADMIN_STORE, else the one in your data folder."),
        ),
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="nl|en", help=_("The language; else COOPADMIN_LANG, else Dutch."))
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help=_("Show the version and exit."))
    ] = False,
) -> None:
    """Take in what stands before the command; `lang` and `version` have done their work by now."""
    del lang, version
    ctx.obj = store
    log.started(ctx.invoked_subcommand or "")


@app.command("init", cls=SpokenCommand, help=_("Make a new store."))
def init(
    ctx: typer.Context,
    name: Annotated[str, typer.Option("--name", metavar=_("TEXT"), help=_("What the co-operative is called."))],
    shape: Annotated[
        str,
        typer.Option(
            "--shape",
            metavar="individual|collective",
            help=_(
                "individual: the corporation is every tenant's landlord; "
                "collective: the association rents the whole and lets on."
            ),
        ),
    ] = "individual",
    encrypted: Annotated[
        bool, typer.Option("--encrypted", help=_("Ask for a passphrase, without which nobody opens the store."))
    ] = False,
) -> int:
    """See the help."""
    from coopadmin.cli import actions

    return actions.init(store_path(ctx.obj), name=name, shape=shape, encrypted=encrypted)


@app.command("import", cls=SpokenCommand, help=_("Take in a register: a CSV file or a workbook."))
def import_(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar=_("KIND"),
            help=_(
                "What the file holds: members, dwellings, contracts, rents, opening, facilities, bookings, "
                "keys, demarcation, maintenance, plan or decisions; best taken in in this order."
            ),
        ),
    ],
    file: Annotated[str, typer.Argument(metavar=_FILE, help=_("The file, CSV or XLSX."))],
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar=_("NAME"), help=_("The sheet of a workbook; else the one that fits.")),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only tell what would happen; nothing is written."))
    ] = False,
    skip_bad: Annotated[
        bool,
        typer.Option(
            "--skip-bad",
            help=_("Take in the good rows and put the refused ones in a file beside it; else one refused row is all."),
        ),
    ] = False,
    json: Json = False,
) -> int:
    """See the help."""
    from coopadmin.cli import importing

    return importing.take_in(
        store_path(ctx.obj), kind, file, sheet=sheet, dry_run=dry_run, skip_bad=skip_bad, as_json=json
    )


@app.command("undo", cls=SpokenCommand, help=_("Take back the last action, or one batch, whole."))
def undo(
    ctx: typer.Context,
    batch: Annotated[
        str | None, typer.Argument(metavar=_("BATCH"), help=_("The number of the batch; else the last action."))
    ] = None,
    json: Json = False,
) -> int:
    """See the help."""
    from coopadmin.cli import actions

    return actions.undo(store_path(ctx.obj), batch, as_json=json)


@app.command("charge", cls=SpokenCommand, help=_("Charge the rents of a month; running it again makes nothing."))
def charge(
    ctx: typer.Context,
    month: Annotated[str, typer.Argument(metavar=_("MONTH"), help=_("The month, like 2026-09."))],
    json: Json = False,
) -> int:
    """See the help."""
    from coopadmin.cli import charging

    return charging.charge(store_path(ctx.obj), month, as_json=json)


@app.command("raise", cls=SpokenCommand, help=_("Raise the rents from a day on, as far as each may."))
def raise_(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar=_("DATE"), help=_("The day the new rents begin, like 1-7-2027."))],
    percent: Annotated[
        str | None, typer.Option("--percent", metavar=_("P"), help=_("Percent of the basic rent, like 4,1."))
    ] = None,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar=_("A"), help=_("Or an amount per month, the same for all."))
    ] = None,
    low_rent: Annotated[
        bool, typer.Option("--low-rent", help=_("Low rents rise by the flat amount the law allows."))
    ] = False,
    to_limit: Annotated[
        bool, typer.Option("--to-limit", help=_("What is more than may be becomes the most that may be."))
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only tell what would happen; nothing is written."))
    ] = False,
    json: Json = False,
) -> int:
    """See the help."""
    from coopadmin.cli import raising

    return raising.raise_from(
        store_path(ctx.obj),
        day,
        percent,
        amount,
        low_rent=low_rent,
        to_limit=to_limit,
        dry_run=dry_run,
        as_json=json,
    )


@app.command("bank", cls=SpokenCommand, help=_("Take in files of the bank: CAMT.053, MT940 or CSV."))
def bank(
    ctx: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(metavar=f"{_FILE}…", help=_("The files, in the order of their days; a zip may hold several.")),
    ],
    json: Json = False,
) -> int:
    """See the help."""
    from coopadmin.cli import banking

    return banking.take_in(store_path(ctx.obj), files, as_json=json)


@app.command("audit", cls=SpokenCommand, help=_("Make a folder for the audit committee: all behind some months."))
def audit(
    ctx: typer.Context,
    month: Annotated[str, typer.Argument(metavar=_("MONTH"), help=_("The month, like 2026-09."))],
    out: Annotated[
        str, typer.Option("--out", metavar=_("FOLDER"), help=_("The folder to make; one made so before is replaced."))
    ],
    until: Annotated[
        str | None, typer.Option("--until", metavar=_("MONTH"), help=_("The last month; else that month alone."))
    ] = None,
    json: Json = False,
) -> int:
    """See the help."""
    from coopadmin.cli import auditing

    return auditing.audit(store_path(ctx.obj), month, until, out, as_json=json)


@app.command("minutes", cls=SpokenCommand, help=_("Write the minutes of a meeting, as Markdown or as a page to print."))
def minutes(
    ctx: typer.Context,
    meeting: Annotated[
        str, typer.Argument(metavar=_("MEETING"), help=_("Its day, like 2-11-2026, or its number in the store."))
    ],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="md|html",
            help=_("How they are written; else by the ending of --out, else Markdown."),
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar=_FILE, help=_("Write them to this file, which is replaced where it is there.")),
    ] = None,
) -> int:
    """See the help."""
    from coopadmin.cli import minutes as written

    return written.show(store_path(ctx.obj), meeting, form, out)


@app.command(
    "calendar", cls=SpokenCommand, help=_("Write the calendar of the work for a phone: what is due, who comes.")
)
def calendar(
    ctx: typer.Context,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar=_FILE, help=_("Write it to this file, which is replaced where it is there.")),
    ] = None,
    names: Annotated[bool, typer.Option("--names", help=_("Tell who booked, and what for."))] = False,
) -> int:
    """See the help."""
    from coopadmin.cli import calendar as written

    return written.show(store_path(ctx.obj), out, names=names)


DocumentForm = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="table|md|html",
        help=_("How it is written; else by the ending of --out, else for the eye."),
    ),
]
DocumentOut = Annotated[
    str | None,
    typer.Option("--out", metavar=_FILE, help=_("Write it to this file, which is replaced where it is there.")),
]


@app.command("proof", cls=SpokenCommand, help=_("Show how the new neighbour of a home was chosen; it names nobody."))
def proof(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar=_("VACANCY"), help=_("The number of the vacancy file, like T-2026-01."))
    ],
    form: DocumentForm = None,
    out: DocumentOut = None,
) -> int:
    """See the help."""
    from coopadmin.cli import proof as written

    return written.show(store_path(ctx.obj), file, form, out)


@app.command("figures", cls=SpokenCommand, help=_("Show the figures of self-allocation of a year."))
def figures(
    ctx: typer.Context,
    year: Annotated[
        str | None, typer.Argument(metavar=_("YEAR"), help=_("The year, like 2026; else this one."))
    ] = None,
    form: DocumentForm = None,
    out: DocumentOut = None,
) -> int:
    """See the help."""
    from coopadmin.cli import proof as written

    return written.show_figures(store_path(ctx.obj), year, form, out)


@app.command("forget", cls=SpokenCommand, help=_("Show whose data is to be cleared, and why; --yes clears it."))
def forget(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="candidates|people|books|calls|bookings",
            help=_("Candidates, people who left, or words that are older than their own term."),
        ),
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help=_("Clear it, for good, and clean the file; else only show."))
    ] = False,
    json: Json = False,
) -> int:
    """See the help."""
    from coopadmin.cli import forgetting

    return forgetting.forget(store_path(ctx.obj), kind, yes=yes, as_json=json)


@app.command("check", cls=SpokenCommand, help=_("Look whether the store is whole: the file, its links, its journal."))
def check(
    ctx: typer.Context,
    journal_end: Annotated[
        str | None,
        typer.Option(
            "--journal-end",
            metavar=_("NUMBER:LINK"),
            help=_("Look too whether the journal still has this end, as the audit committee noted it."),
        ),
    ] = None,
    json: Json = False,
) -> int:
    """See the help."""
    from coopadmin.cli import actions

    return actions.check(store_path(ctx.obj), journal_end, as_json=json)


@app.command("demo", cls=SpokenCommand, help=_("Open the desk on a made-up co-operative."))
def demo(
    ctx: typer.Context,
    store: Annotated[
        str | None,
        typer.Option(
            "--store", metavar=_FILE, help=_("Keep the demo in this file; else it is thrown away afterwards.")
        ),
    ] = None,
) -> int:
    """See the help."""
    from coopadmin.cli import actions

    named = store or ctx.obj
    return actions.demo(store_path(named) if named else None)


add_backups(app)
add_vote(app)
add_worksheet(app)
add_encryption(app)
add_privacy(app)
add_doctor(app)

"""The reports as commands, each with the options it knows."""

from __future__ import annotations

from typing import Annotated

import typer

from coopadmin.cli.place import store_path
from coopadmin.cli.wording import SpokenCommand, SpokenGroup
from coopadmin.i18n import _

reports = typer.Typer(cls=SpokenGroup, add_completion=False, rich_markup_mode=None)

_DAY = _("DATE")
On = Annotated[str | None, typer.Option("--on", metavar=_DAY, help=_("The day it is about; else today."))]
Form = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="table|csv|json|xlsx",
        help=_("How it is written; else by the ending of --out, else a table."),
    ),
]
Out = Annotated[
    str | None,
    typer.Option("--out", metavar=_("FILE"), help=_("Write it to this file, which is replaced where it is there.")),
]


@reports.command("members", cls=SpokenCommand, help=_("The members' register on a day."))
def members(ctx: typer.Context, on: On = None, form: Form = None, out: Out = None) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.reports.members import members as report

    return show(store_path(ctx.obj), report, form, out, on=day("--on", on))


@reports.command("rent-roll", cls=SpokenCommand, help=_("What every contract is charged in a month."))
def rent_roll(
    ctx: typer.Context,
    month: Annotated[str, typer.Option("--month", metavar=_("MONTH"), help=_("The month, like 2026-09."))],
    form: Form = None,
    out: Out = None,
) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.cli.words import read
    from coopadmin.formats import parse_month
    from coopadmin.reports.charges import rent_roll as report

    return show(store_path(ctx.obj), report, form, out, month=read("--month", month, parse_month), on=day("--on", None))


@reports.command("arrears", cls=SpokenCommand, help=_("Who is behind on a day, and since when."))
def arrears(ctx: typer.Context, on: On = None, form: Form = None, out: Out = None) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.reports.ledger import arrears as report

    return show(store_path(ctx.obj), report, form, out, on=day("--on", on))


@reports.command("credits", cls=SpokenCommand, help=_("Who paid more than was due by a day."))
def credits_(ctx: typer.Context, on: On = None, form: Form = None, out: Out = None) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.reports.ledger import credits as report

    return show(store_path(ctx.obj), report, form, out, on=day("--on", on))


@reports.command(
    "statement", cls=SpokenCommand, help=_("The account of one contract, with what was owed after each line.")
)
def statement(
    ctx: typer.Context,
    contract: Annotated[str, typer.Argument(metavar=_("CONTRACT"), help=_("The contract's number, like C-0012."))],
    since: Annotated[
        str | None, typer.Option("--since", metavar=_DAY, help=_("The first day; else all of it."))
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar=_DAY, help=_("The last day; else today."))] = None,
    form: Form = None,
    out: Out = None,
) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.reports.ledger import statement as report

    first = None if since is None else day("--since", since)
    return show(store_path(ctx.obj), report, form, out, contract=contract, on=day("--until", until), since=first)


@reports.command("vacancies", cls=SpokenCommand, help=_("Homes that are free or will be, and until when to nominate."))
def vacancies(ctx: typer.Context, on: On = None, form: Form = None, out: Out = None) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.reports.dwellings import vacancies as report

    return show(store_path(ctx.obj), report, form, out, on=day("--on", on))


@reports.command("facilities", cls=SpokenCommand, help=_("Shared rooms and things, with their rules."))
def facilities(ctx: typer.Context, form: Form = None, out: Out = None) -> int:
    """See the help."""
    from coopadmin.cli.reporting import show
    from coopadmin.reports.facilities import facilities as report

    return show(store_path(ctx.obj), report, form, out)


@reports.command("bookings", cls=SpokenCommand, help=_("Who has which shared room or thing, and when."))
def bookings(ctx: typer.Context, form: Form = None, out: Out = None) -> int:
    """See the help."""
    from coopadmin.cli.reporting import show
    from coopadmin.reports.facilities import bookings as report

    return show(store_path(ctx.obj), report, form, out)


@reports.command("maintenance", cls=SpokenCommand, help=_("Repairs and other work, and what is past its time."))
def maintenance(ctx: typer.Context, on: On = None, form: Form = None, out: Out = None) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.reports.maintenance import maintenance as report

    return show(store_path(ctx.obj), report, form, out, on=day("--on", on))


@reports.command("inspections", cls=SpokenCommand, help=_("What must be done again, and when."))
def inspections(
    ctx: typer.Context,
    on: On = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar=_("DAYS"), help=_("Only what is due within so many days."))
    ] = None,
    form: Form = None,
    out: Out = None,
) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.cli.words import read
    from coopadmin.formats import parse_whole
    from coopadmin.reports.maintenance import inspections as report

    days = None if within is None else read("--within", within, parse_whole)
    return show(store_path(ctx.obj), report, form, out, on=day("--on", on), within=days)


@reports.command("budget", cls=SpokenCommand, help=_("What a year cost and brought, against its budget."))
def budget(
    ctx: typer.Context,
    year: Annotated[
        str | None, typer.Option("--year", metavar=_("YEAR"), help=_("The year, like 2026; else this one."))
    ] = None,
    form: Form = None,
    out: Out = None,
) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.cli.words import read
    from coopadmin.domain.budget import read_year
    from coopadmin.reports.budget import budget as report

    today = day("--on", None)
    of = today.year if year is None else read("--year", year, read_year)
    return show(store_path(ctx.obj), report, form, out, of, today)


@reports.command("unmatched", cls=SpokenCommand, help=_("Bank lines that wait for their place."))
def unmatched(ctx: typer.Context, form: Form = None, out: Out = None) -> int:
    """See the help."""
    from coopadmin.cli.reporting import show
    from coopadmin.reports.bank import unmatched as report

    return show(store_path(ctx.obj), report, form, out)


@reports.command("meetings", cls=SpokenCommand, help=_("Meetings: when, how far they have come, what came of them."))
def meetings(ctx: typer.Context, form: Form = None, out: Out = None) -> int:
    """See the help."""
    from coopadmin.cli.reporting import show
    from coopadmin.reports.meetings import meetings as report

    return show(store_path(ctx.obj), report, form, out)


@reports.command("decisions", cls=SpokenCommand, help=_("The register of decisions."))
def decisions(ctx: typer.Context, form: Form = None, out: Out = None) -> int:
    """See the help."""
    from coopadmin.cli.reporting import show
    from coopadmin.reports.decisions import decisions as report

    return show(store_path(ctx.obj), report, form, out)


@reports.command("actions", cls=SpokenCommand, help=_("What was agreed to be done, by whom and by when."))
def actions(ctx: typer.Context, on: On = None, form: Form = None, out: Out = None) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.reports.actions import actions as report

    return show(store_path(ctx.obj), report, form, out, on=day("--on", on))


@reports.command(
    "mismatches", cls=SpokenCommand, help=_("Tenants without membership, and resident members without a tenancy.")
)
def mismatches(ctx: typer.Context, on: On = None, form: Form = None, out: Out = None) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.reports.contracts import mismatches as report

    return show(store_path(ctx.obj), report, form, out, on=day("--on", on))


@reports.command("offices", cls=SpokenCommand, help=_("Who holds which office on a day, and when the term is over."))
def offices(ctx: typer.Context, on: On = None, form: Form = None, out: Out = None) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.reports.offices import offices as report

    return show(store_path(ctx.obj), report, form, out, on=day("--on", on))


@reports.command("deadlines", cls=SpokenCommand, help=_("What must be done by when, with the rule that says so."))
def deadlines(
    ctx: typer.Context,
    on: On = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar=_("DAYS"), help=_("Only what is due within so many days."))
    ] = None,
    form: Form = None,
    out: Out = None,
) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.cli.words import read
    from coopadmin.formats import parse_whole
    from coopadmin.reports.deadlines import deadlines as report

    days = None if within is None else read("--within", within, parse_whole)
    return show(store_path(ctx.obj), report, form, out, on=day("--on", on), within=days)

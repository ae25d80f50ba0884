"""The reports as commands, each with the options it knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from coopadmin.cli.place import store_path
from coopadmin.cli.wording import SpokenCommand, SpokenGroup
from coopadmin.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from coopadmin.reports.base import Report

reports = typer.Typer(cls=SpokenGroup, add_completion=False, rich_markup_mode=None)

_DAY = _("DATE")
On = Annotated[str | None, typer.Option("--on", metavar=_DAY, help=_("The day it is about; else today."))]
Within = Annotated[
    str | None, typer.Option("--within", metavar=_("DAYS"), help=_("Only what is due within so many days."))
]
Year = Annotated[str | None, typer.Option("--year", metavar=_("YEAR"), help=_("The year, like 2026; else this one."))]
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


# The functions under these import a report when it is asked for, so that a command loads no more than its own.

Plain: TypeAlias = "Callable[[Connection], Report]"
OfDay: TypeAlias = "Callable[[Connection, date], Report]"
OfYear: TypeAlias = "Callable[[Connection, int, date], Report]"
OfDays: TypeAlias = "Callable[[Connection, date, int | None], Report]"


def _plain(name: str, told: str) -> Callable[[Callable[[], Plain]], None]:
    """Add a report that asks for nothing."""

    def add(report: Callable[[], Plain]) -> None:
        def command(ctx: typer.Context, form: Form = None, out: Out = None) -> int:
            from coopadmin.cli.reporting import show

            return show(store_path(ctx.obj), report(), form, out)

        reports.command(name, cls=SpokenCommand, help=told)(command)

    return add


def _of_day(name: str, told: str) -> Callable[[Callable[[], OfDay]], None]:
    """Add a report about a day."""

    def add(report: Callable[[], OfDay]) -> None:
        def command(ctx: typer.Context, on: On = None, form: Form = None, out: Out = None) -> int:
            from coopadmin.cli.reporting import day, show

            return show(store_path(ctx.obj), report(), form, out, day("--on", on))

        reports.command(name, cls=SpokenCommand, help=told)(command)

    return add


def _of_year(name: str, told: str) -> Callable[[Callable[[], OfYear]], None]:
    """Add a report of a year, as it stands today."""

    def add(report: Callable[[], OfYear]) -> None:
        def command(ctx: typer.Context, year: Year = None, form: Form = None, out: Out = None) -> int:
            from coopadmin.cli.reporting import day, show
            from coopadmin.cli.words import read
            from coopadmin.domain.budget import read_year

            today = day("--on", None)
            of = today.year if year is None else read("--year", year, read_year)
            return show(store_path(ctx.obj), report(), form, out, of, today)

        reports.command(name, cls=SpokenCommand, help=told)(command)

    return add


def _of_coming_days(name: str, told: str) -> Callable[[Callable[[], OfDays]], None]:
    """Add a report of what is due, on a day or within so many days of it."""

    def add(report: Callable[[], OfDays]) -> None:
        def command(
            ctx: typer.Context, on: On = None, within: Within = None, form: Form = None, out: Out = None
        ) -> int:
            from coopadmin.cli.reporting import day, show
            from coopadmin.cli.words import read
            from coopadmin.formats import parse_whole

            days = None if within is None else read("--within", within, parse_whole)
            return show(store_path(ctx.obj), report(), form, out, day("--on", on), days)

        reports.command(name, cls=SpokenCommand, help=told)(command)

    return add


@_of_day("members", _("The members' register on a day."))
def _members() -> OfDay:
    from coopadmin.reports.members import members

    return members


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


@_of_day("arrears", _("Who is behind on a day, and since when."))
def _arrears() -> OfDay:
    from coopadmin.reports.ledger import arrears

    return arrears


@_of_day("credits", _("Who paid more than was due by a day."))
def _credits() -> OfDay:
    from coopadmin.reports.ledger import credits as report

    return report


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


@_of_day("vacancies", _("Homes that are free or will be, and until when to nominate."))
def _vacancies() -> OfDay:
    from coopadmin.reports.dwellings import vacancies

    return vacancies


@_of_year("allocations", _("What became of the vacancy files of a year, with its fit checks."))
def _allocations() -> OfYear:
    from coopadmin.reports.allocations import allocations

    return allocations


@_plain("facilities", _("Shared rooms and things, with their rules."))
def _facilities() -> Plain:
    from coopadmin.reports.facilities import facilities

    return facilities


@_plain("bookings", _("Who has which shared room or thing, and when."))
def _bookings() -> Plain:
    from coopadmin.reports.facilities import bookings

    return bookings


@_of_day("keys", _("Every key on a day: who has it, since when, and what should be back."))
def _keys() -> OfDay:
    from coopadmin.reports.keys import keys

    return keys


@_of_day("maintenance", _("Repairs and other work, and what is past its time."))
def _maintenance() -> OfDay:
    from coopadmin.reports.maintenance import maintenance

    return maintenance


@_of_coming_days("inspections", _("What must be done again, and when."))
def _inspections() -> OfDays:
    from coopadmin.reports.maintenance import inspections

    return inspections


@_of_year("budget", _("What a year cost and brought, against its budget."))
def _budget() -> OfYear:
    from coopadmin.reports.budget import budget

    return budget


@reports.command(
    "plan", cls=SpokenCommand, help=_("The maintenance plan: what is done in which year, what it costs and who pays.")
)
def plan(
    ctx: typer.Context,
    year: Annotated[
        str | None, typer.Option("--year", metavar=_("YEAR"), help=_("The first year, like 2026; else this one."))
    ] = None,
    years: Annotated[
        str | None, typer.Option("--years", metavar=_("YEARS"), help=_("How many years, 1 to 40; else ten."))
    ] = None,
    form: Form = None,
    out: Out = None,
) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.cli.words import read
    from coopadmin.domain.budget import read_year
    from coopadmin.domain.maintenance_plan import HORIZONS, read_horizon
    from coopadmin.reports.maintenance_plan import plan as report

    first = day("--on", None).year if year is None else read("--year", year, read_year)
    count = HORIZONS[0] if years is None else read("--years", years, read_horizon)
    return show(store_path(ctx.obj), report, form, out, first, count)


@reports.command("hours", cls=SpokenCommand, help=_("The hours residents gave, by household."))
def hours(
    ctx: typer.Context,
    since: Annotated[
        str | None,
        typer.Option("--from", metavar=_DAY, help=_("The first day; else 1 January of the last day's year.")),
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar=_DAY, help=_("The last day; else today."))] = None,
    form: Form = None,
    out: Out = None,
) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.errors import WrongUse
    from coopadmin.reports.hours import hours as report

    last = day("--until", until)
    first = last.replace(month=1, day=1) if since is None else day("--from", since)
    if first > last:
        raise WrongUse(_("--from: that is after the last day; write the earlier one here"))
    return show(store_path(ctx.obj), report, form, out, first, last)


@_plain("unmatched", _("Bank lines that wait for their place."))
def _unmatched() -> Plain:
    from coopadmin.reports.bank import unmatched

    return unmatched


@_plain("meetings", _("Meetings: when, how far they have come, what came of them."))
def _meetings() -> Plain:
    from coopadmin.reports.meetings import meetings

    return meetings


@_plain("decisions", _("The register of decisions."))
def _decisions() -> Plain:
    from coopadmin.reports.decisions import decisions

    return decisions


@_of_day("actions", _("What was agreed to be done, by whom and by when."))
def _actions() -> OfDay:
    from coopadmin.reports.actions import actions

    return actions


@_of_day("mismatches", _("Tenants without membership, and resident members without a tenancy."))
def _mismatches() -> OfDay:
    from coopadmin.reports.mismatches import mismatches

    return mismatches


@_of_day("offices", _("Who holds which office on a day, and when the term is over."))
def _offices() -> OfDay:
    from coopadmin.reports.offices import offices

    return offices


@_of_coming_days("deadlines", _("What must be done by when, with the rule that says so."))
def _deadlines() -> OfDays:
    from coopadmin.reports.deadlines import deadlines

    return deadlines


@reports.command(
    "candidates", cls=SpokenCommand, help=_("How many candidates there are on a day; who they are only if asked.")
)
def candidates(
    ctx: typer.Context,
    on: On = None,
    names: Annotated[
        bool, typer.Option("--names", help=_("List them by name too. That is personal data: delete it after use."))
    ] = False,
    form: Form = None,
    out: Out = None,
) -> int:
    """See the help."""
    from coopadmin.cli.reporting import day, show
    from coopadmin.reports.candidates import candidates as report

    return show(store_path(ctx.obj), report, form, out, day("--on", on), names)

"""The yearly figures of self-allocation as a document: Markdown, a page to print, text to read."""

from __future__ import annotations

from collections.abc import Iterator

from coopadmin.domain.allocation import OUTCOMES
from coopadmin.domain.nominations import FITS
from coopadmin.exchange import documents
from coopadmin.exchange.documents import Block, Facts, Heading, Line, Lines, Rows
from coopadmin.formats import long_date, short_date
from coopadmin.i18n import _, ngettext
from db.queries.allocation_figures import Figures, ListFigure, VacancyFigure


def markdown(figures: Figures) -> str:
    """Write the figures of a year as Markdown."""
    return documents.markdown(blocks(figures))


def page(figures: Figures) -> str:
    """Write the figures of a year as one HTML page to print, with nothing outside it."""
    return documents.page(blocks(figures))


def text(figures: Figures, width: int = documents.PLAIN_WIDTH) -> str:
    """Write the figures of a year as text to read on a screen; a list stands for each table."""
    return documents.plain(blocks(figures, listed=True), width)


def stem(figures: Figures) -> str:
    """Name a file for these figures, without its ending: `self-allocation-2026`."""
    return _("self-allocation-{year}").format(year=figures.year)


def blocks(figures: Figures, *, listed: bool = False) -> tuple[Block, ...]:
    """Put the figures together; `listed` where a table would be hard to read."""
    return (
        Heading(1, _("Self-allocation in {year}").format(year=figures.year)),
        Line(_until(figures)),
        *_vacancies(figures, listed=listed),
        *_people(figures),
        *_files(figures),
        *_allocations(figures, listed=listed),
    )


def _until(figures: Figures) -> str:
    day = long_date(figures.until)
    if not figures.association:
        return _("Counted until {day}.").format(day=day)
    return _("{association}, counted until {day}.").format(association=figures.association, day=day)


def _vacancies(figures: Figures, *, listed: bool) -> Iterator[Block]:
    yield Heading(2, _("Vacancies"))
    yield Facts(
        (
            (_("Homes that fell free"), str(figures.fell_free)),
            (_("Times a home was empty"), str(len(figures.vacancies))),
            (_("Days empty, all homes"), str(figures.days_empty)),
            (_("Never let, not counted"), str(figures.never_let) if figures.never_let else ""),
        )
    )
    if not figures.vacancies:
        return
    if listed:
        yield Lines(tuple(Line(_vacancy(one), one.dwelling) for one in figures.vacancies))
        return
    rows = [
        (
            one.dwelling,
            short_date(one.free_from),
            short_date(one.let_from) if one.let_from else _("not let yet"),
            str(one.days),
        )
        for one in figures.vacancies
    ]
    total = (_("Together"), "", "", str(figures.days_empty))
    yield Rows((_("Home"), _("Free from"), _("Let from"), _("Days in the year")), (*rows, total))


def _vacancy(one: VacancyFigure) -> str:
    days = ngettext("{count} day in the year", "{count} days in the year", one.days).format(count=one.days)
    if one.let_from is None:
        return _("{days}; free from {free}, not let yet").format(days=days, free=short_date(one.free_from))
    return _("{days}; free from {free}, let from {let}").format(
        days=days, free=short_date(one.free_from), let=short_date(one.let_from)
    )


def _people(figures: Figures) -> Iterator[Block]:
    yield Heading(2, _("People"))
    yield Facts(((_("On the waiting list"), _list(figures.waiting)), (_("Met, in the pool"), _list(figures.met))))


def _list(one: ListFigure) -> str:
    return _("{there} on the last day; {came} came, {went} went").format(there=one.there, came=one.came, went=one.went)


def _files(figures: Figures) -> Iterator[Block]:
    yield Heading(2, _("Vacancy files"))
    yield Facts(
        (
            (_("Opened"), str(figures.opened)),
            (_("Closed"), _closed(figures)),
            (_("Running on the last day"), str(figures.running)),
            (_("Candidates turned down"), str(figures.not_chosen)),
            (_("Of these told why"), str(figures.told)),
        )
    )


def _closed(figures: Figures) -> str:
    told = (f"{number} {_(words)}" for code, words in OUTCOMES.items() if (number := figures.closed.get(code)))
    return ", ".join(told) or "0"


def _allocations(figures: Figures, *, listed: bool) -> Iterator[Block]:
    yield Heading(2, _("Homes let by the group, by the outcome of the fit check"))
    fits = [(_(words), figures.fits.get(code, 0)) for code, words in FITS.items()]
    if unknown := figures.fits.get("", 0):
        fits.append((_("not recorded"), unknown))
    fits.append((_("Together"), len(figures.allocations)))
    yield Facts(tuple((words, str(number)) for words, number in fits))
    if not figures.allocations:
        return
    rows = tuple(
        (
            one.file,
            one.dwelling,
            short_date(one.let_from) if one.let_from else "",
            str(one.candidates),
            _(FITS[one.fit]) if one.fit else _("not recorded"),
        )
        for one in figures.allocations
    )
    if not listed:
        yield Rows((_("Vacancy file"), _("Home"), _("Let from"), _("Candidates"), _("Fit check")), rows)
        return
    told = _("home {home}, let from {let}, candidates: {count}, fit check: {fit}")
    yield Lines(
        tuple(Line(told.format(home=home, let=let, count=count, fit=fit), file) for file, home, let, count, fit in rows)
    )

"""Offices on the desk: who holds them, the retirement schedule year by year, and the seats that are vacant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.deadlines_board import vacancy_text
from coopadmin.domain.members import office_name
from coopadmin.domain.offices import RetirementYear, Vacancy
from coopadmin.formats import age_text, fold, long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import offices as queries
from db.queries.base import Listing, Page
from db.queries.offices import OfficeRow, Schedule
from screens.app import Ref
from screens.offices import forms
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, period, story_section

SOON_DAYS = 90
"""From so few days before the end of a term somebody must be found."""


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """A line of the list: a term of an office, or a seat that nobody holds (its key is below zero)."""

    key: int
    term: OfficeRow | None = None
    seat: Vacancy | None = None
    left: int | None = None


# -- the list ------------------------------------------------------------------------------------------------------


def _page(connection: Connection, listing: Listing, on: date) -> Page[OfficeLine]:
    words = fold(listing.search).split()
    seats: list[OfficeLine] = []
    if listing.filter in ("now", "vacant"):
        seats = [
            OfficeLine(-place, seat=seat)
            for place, seat in enumerate(queries.vacancies(connection, on), start=1)
            if all(word in fold(vacancy_text(seat)) for word in words)
        ]
    if listing.filter == "vacant":
        return Page(tuple(seats[: listing.limit]), len(seats))
    found = queries.page(connection, listing, on)
    lines = (*seats, *(OfficeLine(row.term_id, term=row, left=row.days_left(on)) for row in found.rows))
    return Page(lines[: listing.limit], len(seats) + found.total)


def _office(line: OfficeLine) -> str:
    if line.term is not None:
        return office_name(line.term.office)
    assert line.seat is not None  # noqa: S101 - a line is one of the two
    return _("board") if line.seat.office == "board" else office_name(line.seat.office)


def _who(line: OfficeLine) -> str:
    if line.term is not None:
        return line.term.name
    assert line.seat is not None  # noqa: S101 - a line is one of the two
    if line.seat.needed > 1:
        return "▲ " + _("{held} of {needed}").format(held=line.seat.held, needed=line.seat.needed)
    return "▲ " + _("open seat")


def _left(line: OfficeLine) -> str:
    if line.left is None:
        return ""
    return f"{_sign(line.left)} {age_text(line.left)}"


def _sign(left: int) -> str:
    return "▲" if left < 0 else "●" if left <= SOON_DAYS else "○"


def _since(line: OfficeLine) -> date | None:
    return line.term.starts_on if line.term else line.seat.since if line.seat else None


def _retires(line: OfficeLine) -> date | None:
    return line.term.retires_on if line.term else None


# -- one record ----------------------------------------------------------------------------------------------------


def _card(connection: Connection, key: int, today: date) -> Card | None:
    schedule, seats = queries.schedule(connection, today), queries.vacancies(connection, today)
    shared = (_years(schedule), _seats(seats))
    if key < 0:
        return _seat_card(seats[-key - 1], schedule, shared) if -key <= len(seats) else None
    row = queries.record(connection, key, today)
    if row is None:
        return None
    return Card(
        title=f"{office_name(row.office)} · {row.name}",
        status=_status(row, today),
        sections=(
            _details(row, schedule),
            *shared,
            story_section(journal.story(connection, [("officeterm", key)])),
        ),
    )


def _status(row: OfficeRow, today: date) -> str:
    left = row.days_left(today)
    if not row.running:
        return "○ " + (_("has not begun yet") if row.starts_on > today else _("no longer in office"))
    if left is None:
        return "○ " + _("in office")
    if left < 0:
        late = ngettext("{days} day past the end of the term", "{days} days past the end of the term", -left)
        return f"▲ {late.format(days=-left)}"
    words = ngettext("{days} day until the end of the term", "{days} days until the end of the term", left)
    return f"{_sign(left)} {words.format(days=left)}"


def _details(row: OfficeRow, schedule: Schedule) -> Section:
    retires = ""
    if row.retires_on is not None and row.ends_on is None:
        why = _("planned for this term") if row.planned else _(schedule.rules.term_years.source)
        retires = f"{long_date(row.retires_on)} · {why}" if row.on_board or row.planned else long_date(row.retires_on)
    decision = Ref("decisions", row.decision_id) if row.decision_id is not None else None
    return Section(
        _("details"),
        filled(
            Entry(_("who"), f"{row.name} {row.number}".strip(), Ref("members", row.person_id)),
            Entry(_("in office"), period(row.starts_on, row.ends_on)),
            Entry(_("term"), str(row.term_number)),
            Entry(_("retires on"), retires),
            Entry(_("board"), _("a seat on the board") if row.on_board else ""),
            Entry(_("decision"), row.decision, decision),
        ),
    )


def _seat_card(seat: Vacancy, schedule: Schedule, shared: tuple[Section, ...]) -> Card:
    rules = schedule.rules
    source = {"board": rules.board_least.source, "audit_committee": rules.audit_least.source}.get(seat.office, "")
    last = Ref("offices", seat.last_term_id) if seat.last_term_id is not None else None
    return Card(
        title=vacancy_text(seat),
        status="▲ " + _("open seat"),
        sections=(
            Section(
                _("details"),
                filled(
                    Entry(_("vacant since"), long_date(seat.since) if seat.since else ""),
                    Entry(_("source"), _(source) if source else ""),
                    Entry(_("before"), _("the term that ended last") if last else "", last),
                ),
            ),
            *shared,
        ),
    )


def _years(schedule: Schedule) -> Section:
    """Show the retirement schedule, a line for each year and one for each who leaves in it."""
    entries: list[Entry] = []
    for year in schedule.years:
        entries.append(Entry(str(year.year), _together(year, schedule)))
        for term in year.terms:
            text = f"{schedule.names[term.person_id]} · {office_name(term.office)}"
            entries.append(Entry("", text, Ref("offices", term.term_id)))
    return Section(_("retirement schedule"), tuple(entries))


def _together(year: RetirementYear, schedule: Schedule) -> str:
    words = _("{leaving} of {size} leave").format(leaving=year.leaving, size=year.size)
    if not year.too_many:
        return words
    most = _("more than {percent} %").format(percent=schedule.rules.together_percent.number)
    return f"▲ {words}: {most}"


def _seats(seats: tuple[Vacancy, ...]) -> Section:
    return Section(_("vacant seats"), tuple(Entry("", f"▲ {vacancy_text(seat)}") for seat in seats))


SUBJECT: Subject[OfficeLine] = Subject(
    name="offices",
    title=N_("Offices"),
    columns=(
        Column(N_("Office"), _office, 21),
        Column(N_("Name"), _who),
        Column(N_("Since"), lambda line: day(_since(line)), 11, value=_since, kind="date"),
        Column(N_("Retires"), lambda line: day(_retires(line)), 11, value=_retires, kind="date"),
        Column(N_("Left"), _left, 9, value=lambda line: line.left, kind="int"),
        Column(
            N_("Until"),
            lambda line: day(line.term.ends_on) if line.term else "",
            11,
            wide=True,
            value=lambda line: line.term.ends_on if line.term else None,
            kind="date",
        ),
        Column(N_("Decision"), lambda line: line.term.decision if line.term else "", 10, wide=True),
    ),
    page=_page,
    key=lambda line: line.key,
    card=_card,
    filters=(
        Choice("now", N_("in office")),
        Choice("vacant", N_("vacant seats")),
        Choice("retiring", N_("retiring within a year")),
        Choice("board", N_("the board")),
        Choice("audit", N_("audit committee")),
        Choice("former", N_("in the past")),
        Choice("all", N_("all terms")),
    ),
    sorts=(
        Choice("office", N_("office")),
        Choice("name", N_("name")),
        Choice("retires", N_("retires on")),
        Choice("since", N_("since"), descending=True),
    ),
    counted=lambda total: ngettext("{count} line", "{count} lines", total).format(count=total),
    empty=N_(
        "Who holds an office, and when the term is over. Press N to appoint somebody; import the members' register "
        "(F9) to take over the offices in it."
    ),
    beside="deadlines",
    new=forms.appoint,
    edit=forms.correct,
    actions=(
        Action(N_("Elect again"), forms.elect_again, N_("A new term in the same office; the old one ends before it")),
        Action(N_("Fill this office"), forms.fill, N_("Somebody for the office of this line")),
        Action(N_("End the term"), forms.end, N_("Give the last day; who must be told of it stands under Deadlines")),
        Action(N_("Plan the retirement"), forms.plan, N_("Another day in the schedule than the usual term gives")),
        Action(
            N_("Audit committee of the year"),
            forms.audit_committee,
            N_("Two members at least, none of them on the board; who is not named leaves"),
        ),
        Action(N_("Correct"), forms.correct, N_("What was entered wrongly: the office, a day, the decision")),
    ),
    row_style=lambda line: "dim" if line.term is not None and not line.term.running else "",
)

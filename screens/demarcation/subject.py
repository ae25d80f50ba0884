"""The demarcation list on the desk: who sees to what, by which version, and which reports were judged by it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain import vera
from coopadmin.domain.demarcation_lines import CODE_LISTS, PARTIES, STATES, Line
from coopadmin.domain.maintenance import PARTIES as RESPONSIBLE
from coopadmin.domain.minor_repairs import LETTERS
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import demarcation as queries
from db.queries import journal
from db.queries.demarcation import LineRecord, LineRow
from screens.app import Ref
from screens.demarcation import forms, versions
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, story_section

_SIGNS = {"in_force": "✓", "to_come": "●", "earlier": "○"}


def _party(row: LineRow) -> str:
    """Name who sees to it; ▲ where nothing by law stands behind what the resident is asked."""
    return f"{'▲ ' if row.unfounded else ''}{_(PARTIES[row.line.party])}"


def _conditions(line: Line) -> str:
    """Say under which conditions it is so, and whose it is else."""
    asked = [
        *([_("reachable")] if line.only_reachable else []),
        *([_("no notable cost")] if line.only_low_cost else []),
    ]
    if not asked:
        return ""
    return _("{conditions}; else {party}").format(conditions=", ".join(asked), party=_(PARTIES[line.otherwise]))


def _card(connection: Connection, line_id: int, today: date) -> Card | None:
    record = queries.record(connection, line_id, today)
    if record is None:
        return None
    row = record.row
    return Card(
        title=row.line.name,
        status=f"{_party(row)} · {_SIGNS[row.state]} {_(STATES[row.state])}",
        sections=(
            _details(row),
            _version(row),
            _judged(record),
            story_section(journal.story(connection, record.stored)),
        ),
    )


def _details(row: LineRow) -> Section:
    line = row.line
    law = LETTERS.get(line.letter)
    return Section(
        _("who does what"),
        filled(
            Entry(_("who sees to it"), _(PARTIES[line.party])),
            Entry(_("only where"), _conditions(line)),
            Entry(_("small repair by law"), f"{line.letter}: {_(law.words)}" if law else ""),
            Entry("", f"▲ {row.unfounded}" if row.unfounded else ""),
            *(Entry(code, _code(code)) for code in line.codes),
            Entry(_("note"), line.note),
        ),
    )


def _code(code: str) -> str:
    short, _dot, letters = code.partition(".")
    return vera.label(CODE_LISTS.get(short, ""), letters)


def _version(row: LineRow) -> Section:
    one = row.version
    return Section(
        _("the list"),
        filled(
            Entry(_("version"), one.version),
            Entry(_("with"), one.owner),
            Entry(_("agreement"), one.agreement),
            Entry(_("from"), long_date(one.valid_from)),
            Entry(_("until"), long_date(one.valid_until) if one.valid_until else ""),
            Entry(_("agreed on"), long_date(one.agreed_on) if one.agreed_on else ""),
            Entry(_("source"), one.source),
            Entry(_("note"), one.note),
        ),
    )


def _judged(record: LineRecord) -> Section:
    return Section(
        _("reports judged by it"),
        tuple(
            Entry(
                one.number,
                f"{day(one.judged_on)} · {one.what} · {_(RESPONSIBLE[one.responsible])}",
                ref=Ref("maintenance", one.task_id),
            )
            for one in record.judged
        ),
    )


SUBJECT: Subject[LineRow] = Subject(
    name="demarcation",
    title=N_("Demarcation list"),
    columns=(
        Column(N_("Keyword"), lambda row: row.line.keyword),
        Column(N_("Component"), lambda row: row.line.component, 14),
        Column(N_("Work"), lambda row: row.line.work, 16),
        Column(N_("Who"), _party, 14, value=lambda row: _(PARTIES[row.line.party])),
        Column(N_("Only where"), lambda row: _conditions(row.line), 32, wide=True),
        Column(N_("Letter"), lambda row: row.line.letter, 6, wide=True),
        Column(N_("Version"), lambda row: row.version.version, 9, wide=True),
        Column(
            N_("From"),
            lambda row: day(row.version.valid_from),
            11,
            wide=True,
            value=lambda row: row.version.valid_from,
            kind="date",
        ),
    ),
    page=queries.page,
    key=lambda row: row.line.line_id,
    card=_card,
    filters=(
        Choice("in_force", N_("in force")),
        Choice("resident", N_("in force, for the resident")),
        Choice("cooperative", N_("in force, for the co-operative")),
        Choice("corporation", N_("in force, for the corporation")),
        Choice("unfounded", N_("for the resident, without a letter")),
        Choice("to_come", N_("to come")),
        Choice("all", N_("all versions")),
    ),
    sorts=(
        Choice("place", N_("place on the list")),
        Choice("keyword", N_("keyword")),
        Choice("party", N_("who")),
    ),
    counted=lambda total: ngettext("{count} line", "{count} lines", total).format(count=total),
    empty=N_(
        "There is no demarcation list yet, so reports are judged by the law alone. Press F9 to import the list (a CSV "
        "file or a workbook with keyword, component, work and who), or N to begin one."
    ),
    beside="maintenance",
    new=forms.add,
    edit=forms.change,
    actions=(
        Action(N_("Ask the list"), forms.try_out, N_("Type what a neighbour reports and hear whose job it is")),
        Action(N_("Make the next version"), versions.next_version, N_("From a day on, beginning with these lines")),
        Action(N_("Correct this version"), versions.correct, N_("Its name, its first day, where it comes from")),
        Action(N_("Take it out"), forms.take_out, N_("Only while no report was judged by it")),
    ),
    row_style=lambda row: "" if row.state == "in_force" else "dim",
)

"""The procedures of self-allocation on the desk: what holds, what is to come, and which files began with what."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.allocation import OUTCOMES
from coopadmin.domain.procedures import (
    STATES,
    WHO,
    choice_words,
    committee_words,
    decision_words,
    describe,
    version_words,
)
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import procedures as queries
from db.queries.procedures import ProcedureRecord, ProcedureRow, UsedBy
from screens.app import Ref
from screens.procedures import forms
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, story_section, whole

_SIGNS = {"in_force": "✓", "to_come": "●", "earlier": "○", "ended": "○"}


def _card(connection: Connection, procedure_id: int, today: date) -> Card | None:
    record = queries.record(connection, procedure_id, today)
    if record is None:
        return None
    now = record.procedure
    return Card(
        title=version_words(now),
        status=_status(record),
        sections=(
            _in_short(record),
            Section(_("to read aloud"), tuple(Entry("", line) for line in describe(now))),
            *_others(record),
            *_files(record.files),
            story_section(journal.story(connection, record.stored)),
        ),
    )


def _status(record: ProcedureRecord) -> str:
    now = record.procedure
    if now.ended_on is None:
        return _state(record.state)
    ends = _("last day {day}").format(day=long_date(now.ended_on))
    return f"{_state(record.state)} · {ends}"


def _state(state: str) -> str:
    return f"{_SIGNS[state]} {_(STATES[state])}"


def _in_short(record: ProcedureRecord) -> Section:
    now = record.procedure
    return Section(
        _("in short"),
        filled(
            Entry(_("screens"), _(WHO[now.screened_by])),
            Entry(_("decides"), _(WHO[now.decided_by])),
            Entry(_("how"), decision_words(now)),
            Entry(_("committee"), record.group or committee_words(now)),
            Entry(_("source"), now.source),
            Entry(_("note"), now.note),
        ),
    )


def _others(record: ProcedureRecord) -> list[Section]:
    entries = tuple(
        Entry(
            day(one.procedure.valid_from),
            f"{_state(one.state)} · {one.procedure.source}",
            ref=Ref("procedures", one.procedure.procedure_id),
        )
        for one in record.versions
        if one.procedure.procedure_id != record.procedure.procedure_id
    )
    return [Section(_("other versions"), entries)] if entries else []


def _files(files: tuple[UsedBy, ...]) -> list[Section]:
    entries = tuple(
        Entry(
            one.number,
            " · ".join(
                (one.dwelling, _("opened {day}").format(day=long_date(one.opened_on)), _(OUTCOMES[one.outcome]))
            ),
            ref=Ref("allocation", one.file_id),
        )
        for one in files
    )
    return [Section(_("files that began with it"), entries)] if entries else []


SUBJECT: Subject[ProcedureRow] = Subject(
    name="procedures",
    title=N_("Procedures of self-allocation"),
    columns=(
        Column(N_("Name"), lambda row: row.procedure.name, 17),
        Column(
            N_("From"),
            lambda row: day(row.procedure.valid_from),
            11,
            value=lambda row: row.procedure.valid_from,
            kind="date",
        ),
        Column(N_("Status"), lambda row: _state(row.state), 17),
        Column(N_("Who decides"), lambda row: _(WHO[row.procedure.decided_by]), 17, wide=True),
        Column(N_("How"), lambda row: choice_words(row.procedure)),
        Column(
            N_("Files"),
            lambda row: whole(row.files or None),
            6,
            right=True,
            wide=True,
            value=lambda row: row.files,
            kind="int",
        ),
        Column(N_("Where it comes from"), lambda row: row.procedure.source, 24, wide=True),
    ),
    page=queries.page,
    key=lambda row: row.procedure.procedure_id,
    card=_card,
    filters=(
        Choice("in_use", N_("in force and to come")),
        Choice("before", N_("earlier versions and ended")),
        Choice("all", N_("all versions")),
    ),
    sorts=(
        Choice("name", N_("name")),
        Choice("from", N_("since"), descending=True),
        Choice("who", N_("who decides")),
    ),
    counted=lambda total: ngettext("{count} procedure", "{count} procedures", total).format(count=total),
    empty=N_("No procedure yet. Press N: there are three to begin with, or enter your own."),
    new=forms.add,
    edit=forms.change,
    actions=(
        Action(
            N_("Make the next version"), forms.next_version, N_("It holds otherwise from a day on; files keep theirs")
        ),
        Action(N_("Correct it"), forms.correct, N_("Only while no file began with it")),
        Action(N_("End it"), forms.end, N_("No file begins with it any more; those that run go on")),
        Action(N_("Text to publish"), forms.show_text, N_("All it asks, to put on the board or the website")),
    ),
    row_style=lambda row: "" if row.state in ("in_force", "to_come") else "dim",
)

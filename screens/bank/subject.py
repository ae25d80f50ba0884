"""All lines of the bank: which wait, where the others stand, and everything the bank said of one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.identifiers import group_iban
from coopadmin.domain.matching import GROUNDS
from coopadmin.domain.suggestions import PLACES
from coopadmin.formats import euro
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import matching as queries
from db.queries.matching import LineRecord, LineRow
from db.queries.postings import PostingRow, postings_of
from screens.app import Ref
from screens.bank import forms
from screens.matching.panel import sign_of
from screens.subject import (
    Action,
    Card,
    Choice,
    Column,
    Entry,
    Section,
    Subject,
    day,
    filled,
    money,
    story_section,
)

MOST_RAW = 60
"""Lines of the file's own text that are shown; no bank needs more for one line."""


def _card(connection: Connection, line_id: int, _today: date) -> Card | None:
    record = queries.record(connection, line_id)
    if record is None:
        return None
    postings = postings_of(connection, line_id)
    return Card(
        title=f"{euro(record.line.amount_cents)} · {record.line.name or _('no name given')}",
        status=_status(record.line),
        sections=(
            _details(record),
            Section(_("where it stands"), tuple(entry for one in postings for entry in _place(one))),
            Section(
                _("as the file has it"),
                tuple(Entry("", text) for text in record.raw.splitlines()[:MOST_RAW]),
            ),
            story_section(journal.story(connection, _rows_of(record, postings))),
        ),
    )


def _status(row: LineRow) -> str:
    """How far the line is, in words and with its sign."""
    if not row.waits_cents:
        told = _("in its place")
    elif row.waits_cents == row.amount_cents:
        told = _("waits")
    else:
        told = _("{amount} of it waits").format(amount=euro(row.waits_cents))
    also = [
        _("perhaps here twice") if row.suspect_id is not None else "",
        _("aside: {note}").format(note=row.aside) if row.aside else "",
        "" if row.is_ours else _("of an account not confirmed, or not in euros"),
    ]
    return " · ".join([f"{sign_of(row)} {told}", *(text for text in also if text)])


def _details(record: LineRecord) -> Section:
    line = record.line
    return Section(
        _("line"),
        filled(
            Entry(_("day"), day(line.booked_on)),
            Entry(_("value day"), day(record.value_on) if record.value_on != line.booked_on else ""),
            Entry(_("amount"), euro(line.amount_cents)),
            Entry(_("name"), line.name),
            Entry(_("account"), group_iban(line.iban)),
            Entry(_("description"), line.description),
            Entry(_("reversal"), _("yes") if record.is_reversal else ""),
            Entry(_("reason of return"), record.return_reason),
            Entry(_("end-to-end"), record.end_to_end_id),
            Entry(_("mandate"), record.mandate_id),
            Entry(_("bank's code"), record.code),
            Entry(_("reference"), record.reference),
            Entry(_("own account"), group_iban(record.account)),
            Entry(_("statement"), record.statement),
            Entry(
                _("file"),
                _("{file} ({format}), line {number}").format(
                    file=record.file, format=record.format, number=record.position
                ),
            ),
            Entry(
                _("looks like"),
                "" if line.suspect_id is None else _("another line"),
                None if line.suspect_id is None else Ref("bank", line.suspect_id),
            ),
        ),
    )


def _place(one: PostingRow) -> list[Entry]:
    """Show where a part stands and why; what was taken back stays in view."""
    taken_back = one.countered or one.reverses_id is not None
    sign = "○ " if taken_back else ""
    where = one.label or _("the other line")
    if one.kind == "transfer":
        where = _(PLACES["transfer"])
    what = where if one.kind in ("contract", "member", "category", "transfer") else f"{_(PLACES[one.kind])}: {where}"
    ref = Ref(one.subject, one.record_id) if one.subject else None
    remarks = [
        _("booked on {day}").format(day=day(one.booked_on)),
        _(GROUNDS[one.ground]),
        _("taken back") if one.countered else _("takes it back") if one.reverses_id is not None else "",
        one.note,
    ]
    return [
        Entry(f"{sign}{money(one.amount_cents)}", what, ref),
        Entry("", "  " + " · ".join(text for text in remarks if text), style="$text-muted"),
    ]


def _rows_of(record: LineRecord, postings: tuple[PostingRow, ...]) -> list[tuple[str, int]]:
    """Name the rows whose changes make a line's story."""
    return [("bankline", record.line.line_id), *(("posting", one.posting_id) for one in postings)]


SUBJECT: Subject[LineRow] = Subject(
    name="bank",
    title=N_("Bank lines"),
    columns=(
        Column("", sign_of, 1),
        Column(N_("Day"), lambda row: day(row.booked_on), 11, value=lambda row: row.booked_on, kind="date"),
        Column(
            N_("Amount"),
            lambda row: money(row.amount_cents),
            12,
            True,
            value=lambda row: row.amount_cents,
            kind="cents",
        ),
        Column(N_("Name"), lambda row: row.name or row.description),
        Column(
            N_("Waits"),
            lambda row: money(row.waits_cents or None),
            12,
            True,
            wide=True,
            value=lambda row: row.waits_cents,
            kind="cents",
        ),
        Column(N_("Stands at"), lambda row: ", ".join(row.placed), 16),
        Column(N_("Description"), lambda row: row.description, 30, wide=True),
    ),
    page=queries.page,
    key=lambda row: row.line_id,
    card=_card,
    filters=(
        Choice("all", N_("all lines")),
        Choice("waiting", N_("to place")),
        Choice("aside", N_("put aside")),
        Choice("suspects", N_("perhaps twice")),
        Choice("placed", N_("in their place")),
    ),
    sorts=(
        Choice("day", N_("day"), descending=True),
        Choice("amount", N_("amount"), descending=True),
        Choice("name", N_("name")),
    ),
    counted=lambda total: ngettext("{count} line", "{count} lines", total).format(count=total),
    empty=N_(
        "Every line of the bank stands here, with where its money belongs. Press N to read in a file of the bank: "
        "CAMT.053, MT940 or the CSV file your bank offers."
    ),
    new=forms.read_file,
    actions=(
        Action(N_("Put it where it belongs"), forms.place, N_("Opens the queue on this line, with suggestions")),
        Action(N_("Take it back from its place"), forms.take_back, N_("All of it, or one part; the money waits again")),
        Action(N_("Put aside"), forms.put_aside, N_("It waits on, with a note for whoever looks next")),
        Action(N_("Take up again"), forms.take_up, N_("It stands among the lines to place again")),
        Action(N_("Is it here twice?"), forms.judge_double, N_("Shows the line it looks like beside it")),
        Action(N_("Confirm the account"), forms.confirm_account, N_("The account this line is of is your own")),
    ),
    row_style=lambda row: "" if row.waits_cents else "dim",
)

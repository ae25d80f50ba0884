"""Keys on the desk: the list of copies, one with who had it, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.keys import CERTIFICATE_SIGNS, CERTIFICATES, END_REASONS, SIGNS
from coopadmin.formats import euro, long_date, short_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import keys as queries
from db.queries.key_rows import CopyRecord, CopyRow, LoanRow
from screens.app import Ref
from screens.keys import copy_forms, forms, loan_forms
from screens.keys.words import deposit_text, state_text
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, money, story_section


def _card(connection: Connection, copy_id: int, today: date) -> Card | None:
    record = queries.record(connection, copy_id, today)
    if record is None:
        return None
    loans = [("keyloan", one.loan_id) for one in record.loans]
    told = [("keycopy", copy_id), ("keykind", record.kind.kind_id), *loans]
    return Card(
        title=f"{record.row.key} · {record.row.name}",
        status=_status(record, today),
        sections=(
            _now(record),
            _details(record),
            Section(_("who had it"), tuple(_loan(one) for one in record.loans if one.returned_on is not None)),
            story_section(journal.story(connection, told)),
        ),
    )


def _status(record: CopyRecord, today: date) -> str:
    row = record.row
    if row.state == "overdue" and row.due_on is not None:
        late = (today - row.due_on).days
        told = ngettext("▲ {holder} · {days} day late", "▲ {holder} · {days} days late", late)
        return told.format(holder=row.holder, days=late)
    if row.state == "out":
        due = _("back by {day}").format(day=short_date(row.due_on)) if row.due_on else ""
        return " · ".join(part for part in (state_text(row.state), row.holder, due) if part)
    if record.ended_on is not None:
        return f"{SIGNS[row.state]} {_(END_REASONS[record.end_reason])} · {long_date(record.ended_on)}"
    return state_text(row.state)


def _now(record: CopyRecord) -> Section:
    """Show who has it now, or the deposit that is still to settle with who had it last."""
    last = record.loans[0] if record.loans else None
    if last is None:
        return Section(_("now"), (Entry("", _("here; nobody ever had it")),))
    if last.returned_on is not None:
        if last.deposit != "to_give_back":
            return Section(_("now"), ())
        return Section(
            _("now"), (Entry(_("deposit"), f"{deposit_text(last.deposit_cents, last.deposit)} · {last.holder}"),)
        )
    task = Ref("maintenance", last.task_id) if last.task_id is not None else None
    booking = Ref("bookings", last.booking_id) if last.booking_id is not None else None
    return Section(
        _("now"),
        filled(
            Entry(_("who has it"), last.holder, _holder(last)),
            Entry(_("since"), long_date(last.issued_on)),
            Entry(_("back by"), long_date(last.due_on) if last.due_on else _("no day agreed")),
            Entry(_("note signed"), day(last.signed_on) or _("● not yet")),
            Entry(_("deposit"), deposit_text(last.deposit_cents, last.deposit)),
            Entry(_("for task"), last.task, task),
            Entry(_("for a booking"), last.facility, booking),
            Entry(_("note"), last.note),
        ),
    )


def _details(record: CopyRecord) -> Section:
    kind = record.kind
    copies = ngettext("{count} copy, {out} out", "{count} copies, {out} out", kind.copies)
    paper = kind.certificate
    if kind.certificate_until is not None:
        until = _("until {day}").format(day=short_date(kind.certificate_until))
        state = record.row.certificate
        told = f"{CERTIFICATE_SIGNS[state]} {_(CERTIFICATES[state])} · {until}" if state in ("over", "soon") else until
        paper = f"{paper} {told}".strip()
    return Section(
        _("the key"),
        filled(
            Entry(_("opens"), kind.opens),
            Entry(_("home"), kind.dwelling, Ref("dwellings", kind.dwelling_id) if kind.dwelling_id else None),
            Entry(_("facility"), kind.facility, Ref("facilities", kind.facility_id) if kind.facility_id else None),
            Entry(_("certificate"), paper),
            Entry(_("deposit"), money(kind.deposit_cents)),
            Entry(_("copies"), copies.format(count=kind.copies, out=kind.out)),
            Entry(_("used until"), day(kind.ended_on)),
            Entry(_("note"), kind.note),
            Entry(_("made on"), day(record.made_on)),
            Entry(_("about this copy"), record.note),
        ),
    )


def _loan(one: LoanRow) -> Entry:
    words = [one.holder, f"{short_date(one.issued_on)} – {day(one.returned_on)}"]
    words += [part for part in (deposit_text(one.deposit_cents, one.deposit), one.task, one.facility, one.note) if part]
    return Entry("", " · ".join(words), _holder(one))


def _holder(one: LoanRow) -> Ref | None:
    if one.person_id is not None:
        return Ref("members", one.person_id)
    return None if one.contractor_id is None else Ref("contractors", one.contractor_id)


def _code(row: CopyRow) -> str:
    """Show the code, with a sign where the certificate ran out or soon does."""
    return f"{row.code} {CERTIFICATE_SIGNS[row.certificate]}" if row.certificate in ("over", "soon") else row.code


def _deposit(row: CopyRow) -> str:
    """Show the deposit of who has it, or what is still to give back to who had it."""
    shown = row.loan_id is not None or row.deposit == "to_give_back"
    if not shown or not row.deposit_cents or not row.deposit:
        return ""
    sign = {"to_pay": "●", "to_give_back": "▲"}.get(row.deposit, "✓")
    return f"{sign} {euro(row.deposit_cents)}"


SUBJECT: Subject[CopyRow] = Subject(
    name="keys",
    title=N_("Keys"),
    columns=(
        Column(N_("Key"), _code, 10, value=lambda row: row.code),
        Column(N_("Mark"), lambda row: row.mark, 6),
        Column(N_("Name"), lambda row: row.name, 20, wide=True),
        Column(N_("Where"), lambda row: state_text(row.state), 9),
        Column(N_("Who has it"), lambda row: row.holder),
        Column(N_("Since"), lambda row: day(row.since), 11, value=lambda row: row.since, kind="date"),
        Column(N_("Back by"), lambda row: day(row.due_on), 11, value=lambda row: row.due_on, kind="date"),
        Column(
            N_("Deposit"),
            _deposit,
            10,
            True,
            True,
            value=lambda row: row.deposit_cents if row.loan_id else None,
            kind="cents",
        ),
    ),
    page=queries.page,
    key=lambda row: row.copy_id,
    card=_card,
    filters=(
        Choice("here", N_("all in use")),
        Choice("out", N_("out")),
        Choice("overdue", N_("should be back")),
        Choice("in", N_("here")),
        Choice("deposits", N_("deposit to settle")),
        Choice("unsigned", N_("note not signed")),
        Choice("certificate", N_("certificate runs out")),
        Choice("missing", N_("lost or stolen")),
        Choice("all", N_("all copies")),
    ),
    sorts=(
        Choice("key", N_("key")),
        Choice("holder", N_("who has it")),
        Choice("since", N_("since")),
        Choice("due", N_("back by")),
    ),
    counted=lambda total: ngettext("{count} copy", "{count} copies", total).format(count=total),
    empty=N_("No keys yet. Press N to enter one with its copies; then A hands one out."),
    new=forms.add,
    edit=forms.correct,
    actions=(
        Action(N_("Hand out"), loan_forms.hand_out, N_("To somebody, a contractor, or for a booking")),
        Action(N_("It came back"), loan_forms.take_back, N_("And the deposit goes back, or does not yet")),
        Action(N_("Lost or stolen"), loan_forms.lose, N_("The deposit is kept, or an amount put on the account")),
        Action(N_("The deposit"), loan_forms.deposit, N_("Paid or given back, by hand or over the account")),
        Action(N_("Another day, or the note"), loan_forms.correct, N_("Back later; the note of hand-over was signed")),
        Action(N_("Note to sign"), loan_forms.sheet, N_("A page to print, for who hands it out and who has it")),
        Action(N_("More copies of this key"), forms.copies, N_("Marked on from the last")),
        Action(N_("This copy"), copy_forms.this_copy, N_("Its mark; broken or gone from the box; found again")),
        Action(N_("The lock was changed"), copy_forms.end_kind, N_("The key is used no longer, or again")),
    ),
    row_style=lambda row: "dim" if row.state in ("lost", "gone") else "",
    beside="facilities",
)

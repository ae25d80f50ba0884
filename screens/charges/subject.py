"""What is on accounts, on the desk: the list of charges, one of them, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.charges import KINDS, Parts, oddities_text
from coopadmin.domain.closing import month_text
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import charges as queries
from db.queries import journal
from db.queries.charges import ChargeRecord, ChargeRow
from screens.app import CoopApp, Ref
from screens.charges import forms, months
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, money, story_section


def what_text(row: ChargeRow) -> str:
    """Say what a charge is on 17 signs: `rent 09-2026`."""
    return f"{_(KINDS[row.kind])} {row.month:%m-%Y}" if row.month else _(KINDS[row.kind])


def open_text(row: ChargeRow) -> str:
    """Show what is open of a charge, or that nothing is; nothing for one that gives money."""
    if row.amount_cents < 0:
        return ""
    return money(row.open_cents) if row.open_cents else "✓"


def _status(row: ChargeRow, today: date) -> str:
    if row.amount_cents <= 0:
        return _("○ settles older charges")
    if row.due_on > today:
        return _("○ not due yet")
    if not row.open_cents:
        return _("✓ settled")
    sentence = ngettext(
        "▲ {amount} open, {count} day past due",
        "▲ {amount} open, {count} days past due",
        days := (today - row.due_on).days,
    )
    return sentence.format(amount=money(row.open_cents), count=days)


def _account(row: ChargeRow) -> Ref | None:
    if row.contract_id is not None:
        return Ref("contracts", row.contract_id)
    return Ref("members", row.person_id) if row.person_id is not None else None


def _card(connection: Connection, charge_id: int, today: date) -> Card | None:
    record = queries.record(connection, charge_id, today)
    if record is None:
        return None
    row = record.row
    label = f"{_(KINDS[row.kind])} {month_text(row.month)}" if row.month else _(KINDS[row.kind])
    return Card(
        title=f"{row.number} · {label}",
        status=_status(row, today),
        sections=(
            Section(
                _("charge"),
                filled(
                    Entry(_("account"), f"{row.number} · {row.name}", _account(row)),
                    Entry(_("amount"), money(row.amount_cents)),
                    Entry(_("due on"), long_date(row.due_on)),
                    Entry(_("still open"), money(row.open_cents) if row.open_cents else ""),
                    Entry(_("note"), row.note),
                ),
            ),
            _components(record),
            _month(record),
            _linked(_("puts right"), (record.corrects,) if record.corrects else ()),
            _linked(_("put right by"), record.corrected_by),
            story_section(journal.story(connection, [("charge", charge_id)])),
        ),
    )


def _components(record: ChargeRecord) -> Section:
    if record.parts == Parts():
        return Section(_("consists of"), ())
    entries = [
        Entry(_("basic rent"), money(record.parts.basic_rent_cents)),
        Entry(_("service charge"), money(record.parts.service_charge_cents or None)),
        Entry(_("energy"), money(record.parts.energy_cents or None)),
        Entry("", oddities_text(record.reasons)),
    ]
    return Section(_("consists of"), filled(*entries))


def _month(record: ChargeRecord) -> Section:
    """Show what the month comes to with its corrections, where that is not what it should."""
    title = _("the whole month")
    if record.due_parts is None or record.charged_parts is None:
        return Section(title, ())
    charged, due = record.charged_parts.total_cents, record.due_parts.total_cents
    if record.charged_parts == record.due_parts:
        return Section(title, (Entry(_("charged"), "✓ " + _("{amount}, as it should be").format(amount=money(due))),))
    return Section(
        title,
        (
            Entry(_("charged"), money(charged)),
            Entry(_("should be"), money(due)),
            Entry("", _("▲ A (actions) shows the correction")),
        ),
    )


def _linked(title: str, rows: tuple[ChargeRow, ...]) -> Section:
    return Section(
        title,
        tuple(
            Entry(day(row.due_on), f"{what_text(row)}  {money(row.amount_cents)}", Ref("charges", row.charge_id))
            for row in rows
        ),
    )


async def _charge_month(app: CoopApp, charge_id: int) -> None:
    record = await app.read(queries.record, charge_id, app.today)
    await months.charge_a_month(app, record.row.month if record else None)


async def _correct(app: CoopApp, _charge_id: int) -> None:
    await months.correct(app)


SUBJECT: Subject[ChargeRow] = Subject(
    name="charges",
    title=N_("Charges"),
    columns=(
        Column(N_("Falls due"), lambda row: day(row.due_on), 11, value=lambda row: row.due_on, kind="date"),
        Column(N_("Account"), lambda row: f"{row.number} {row.name}"),
        Column(N_("What"), what_text, 17),
        Column(
            N_("Amount"), lambda row: money(row.amount_cents), 10, True, value=lambda r: r.amount_cents, kind="cents"
        ),
        Column(N_("Open"), open_text, 10, True, value=lambda row: row.open_cents, kind="cents"),
        Column(N_("Note"), lambda row: row.note, 24, wide=True),
    ),
    page=queries.page,
    key=lambda row: row.charge_id,
    card=_card,
    filters=(
        Choice("this_month", N_("due this month")),
        Choice("open", N_("open")),
        Choice("rents", N_("rents")),
        Choice("corrections", N_("corrections")),
        Choice("other", N_("other than rents")),
        Choice("members", N_("on members' accounts")),
        Choice("to_come", N_("to come")),
        Choice("all", N_("all charges")),
    ),
    sorts=(
        Choice("due", N_("day due"), descending=True),
        Choice("account", N_("account")),
        Choice("amount", N_("amount"), descending=True),
        Choice("kind", N_("kind")),
    ),
    counted=lambda total: ngettext("{count} charge", "{count} charges", total).format(count=total),
    empty=N_(
        "What contracts and members owe stands here. Press N to charge the rents of a month: it is shown before it "
        "is done, and charging a month twice makes nothing."
    ),
    new=forms.new,
    actions=(
        Action(N_("Take it back"), forms.cancel, N_("By a charge of the opposite amount, with the reason")),
        Action(N_("Its month"), _charge_month, N_("What the month costs every contract, and what is still to charge")),
        Action(N_("Corrections"), _correct, N_("Months that were charged otherwise than they should be by now")),
    ),
    row_style=lambda row: "dim" if row.amount_cents > 0 and not row.open_cents else "",
)

"""The forms of a key that goes out: handing it out, taking it back, losing it, and its deposit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from coopadmin.domain.facilities import span_text
from coopadmin.domain.keys import END_REASONS, MISSING
from coopadmin.exchange import key_sheet
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _
from coopadmin.services import key_deposits
from coopadmin.services import keys as deeds
from db.queries.booking_rows import BookingRow
from db.queries.bookings import bookings_between
from db.queries.key_hand_over import hand_over
from db.queries.key_rows import CopyRecord, LoanRow
from screens.app import CoopApp
from screens.common_fields import flag
from screens.dialogs import ChooseScreen
from screens.facilities.common import warn
from screens.fields import Field
from screens.forms import ask
from screens.keys.forms import read
from screens.text import one_line
from screens.work_days.saving import SHOWN_WIDTH, Document, show_document

BOOKED_AHEAD = timedelta(days=14)
"""How far ahead of a booking its key is offered."""
MOST_BOOKINGS = 7


async def hand_out(app: CoopApp, copy_id: int) -> None:
    """Hand a copy to somebody, to a contractor, or for a booking of what it opens."""
    record = await read(app, copy_id)
    if record is None:
        return
    if record.row.loan_id is not None:
        words = _("{key} is with {holder} since {day}; let it come back first.")
        row = record.row
        app.say(
            words.format(key=row.key, holder=one_line(row.holder), day=long_date(row.since or app.today)), "warning"
        )
        return
    booked = await _booked(app, record)
    options = [
        _("To a resident or somebody else we know"),
        _("To a contractor"),
        *(f"{one_line(one.person)} · {span_text(one.starts_at, one.ends_at)}" for one in booked),
    ]
    title = _("Hand out {key}").format(key=record.row.key)
    chosen = await app.push_screen_wait(ChooseScreen(title, options))
    if chosen is not None:
        await _hand_out(app, record, chosen == 1, booked[chosen - 2] if chosen >= 2 else None)


async def _booked(app: CoopApp, record: CopyRecord) -> list[BookingRow]:
    if record.kind.facility_id is None:
        return []
    found = await app.read(bookings_between, app.today, app.today + BOOKED_AHEAD)
    return [one for one in found if one.facility_id == record.kind.facility_id][:MOST_BOOKINGS]


async def _hand_out(app: CoopApp, record: CopyRecord, to_contractor: bool, booking: BookingRow | None) -> None:
    who = (
        Field("contractor_id", N_("Contractor"), "pick", required=True, find=("contractors",))
        if to_contractor
        else Field(
            "person_id",
            N_("Who"),
            "pick",
            required=True,
            find=("members",),
            initial=booking.person_id if booking else None,
            shown=booking.person if booking else "",
        )
    )
    fields = [
        who,
        Field("issued_on", N_("Handed out on"), "date", required=True, initial=app.today),
        Field(
            "due_on",
            N_("Back by"),
            "date",
            initial=booking.ends_at.date() if booking else None,
            help=N_("empty: for as long as they live or work here"),
        ),
        Field("deposit_cents", N_("Deposit"), "cents", initial=None if to_contractor else record.kind.deposit_cents),
        Field("deposit_paid_on", N_("Deposit paid on"), "date", help=N_("empty: still to be paid")),
        Field("signed_on", N_("Note signed on"), "date", help=N_("the note of hand-over, with the rules of the key")),
    ]
    if booking is None:
        fields.append(Field("task_id", N_("For task"), "pick", find=("maintenance",)))
    fields.append(Field("note", N_("Note")))

    async def save(values: dict[str, Any]) -> None:
        booking_id = booking.booking_id if booking else None
        done = await app.do(deeds.issue_key, copy_id=record.row.copy_id, booking_id=booking_id, **values)
        app.say(_("{key} was handed out. U takes it back.").format(key=record.row.key))
        warn(app, done.result.warnings)

    title = _("Hand out {key}").format(key=f"{record.row.key} {one_line(record.row.name)}")
    await ask(app, title, fields, save, draft_key=f"keys.out.{record.row.copy_id}")


async def take_back(app: CoopApp, copy_id: int) -> None:
    """Note that a copy came back."""
    out = await _out(app, copy_id)
    if out is None:
        return
    record, loan = out
    fields = [Field("returned_on", N_("Came back on"), "date", required=True, initial=app.today)]
    if loan.deposit == "held":
        told = _("{amount} was paid on {day}").format(
            amount=euro(loan.deposit_cents or 0), day=long_date(loan.deposit_paid_on or app.today)
        )
        fields.append(flag("deposit_back", N_("Deposit given back"), True, told))

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.return_key, loan_id=loan.loan_id, **values)
        app.say(_("{key} is back. U takes it back.").format(key=record.row.key))
        warn(app, done.result)

    await ask(app, _("{key} comes back").format(key=record.row.key), fields, save, intro=_told(loan))


async def lose(app: CoopApp, copy_id: int) -> None:
    """Write off a copy that got lost in somebody's hands."""
    out = await _out(app, copy_id)
    if out is None:
        return
    record, loan = out
    reasons = [(code, END_REASONS[code]) for code in MISSING]
    fields = [
        Field("lost_on", N_("Known since"), "date", required=True, initial=app.today),
        Field("end_reason", N_("What happened"), "choice", required=True, initial="lost", choices=reasons),
    ]
    if loan.deposit == "held":
        amount = _("{amount} is kept, unless it is given back").format(amount=euro(loan.deposit_cents or 0))
        fields.append(flag("deposit_back", N_("Deposit given back"), False, amount))
    if loan.person_id is not None:
        help_text = N_("put on the member's own account, as damage; empty: nothing")
        fields.append(Field("charge_cents", N_("To be paid"), "cents", help=help_text))
    fields.append(Field("note", N_("Note")))

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.report_lost, loan_id=loan.loan_id, **values)
        app.say(_("{key} was written off. U takes it back.").format(key=record.row.key))
        warn(app, done.result)

    await ask(app, _("{key} is lost").format(key=record.row.key), fields, save, intro=_told(loan))


async def correct(app: CoopApp, copy_id: int) -> None:
    """Agree on another day, or note that the hand-over was signed."""
    out = await _out(app, copy_id)
    if out is None:
        return
    record, loan = out
    fields = [
        Field("due_on", N_("Back by"), "date", initial=loan.agreed_due_on or loan.due_on),
        Field("signed_on", N_("Note signed on"), "date", initial=loan.signed_on),
        Field("note", N_("Note"), initial=loan.note),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_loan, loan_id=loan.loan_id, **values)
        app.say(_("Saved. U takes it back.") if done.batch is not None else _("Nothing was different."))

    await ask(app, record.row.key, fields, save, intro=_told(loan))


async def sheet(app: CoopApp, copy_id: int) -> None:
    """Show the note of the hand-over for two to sign, and save it to print."""
    if await _out(app, copy_id) is None:
        return
    given = await app.read(hand_over, copy_id, app.today)
    if given is not None:
        document = Document(
            stem=key_sheet.stem(given),
            text=key_sheet.text(given, SHOWN_WIDTH),
            page=lambda: key_sheet.page(given),
            markdown=lambda: key_sheet.markdown(given),
        )
        await show_document(app, document)


async def deposit(app: CoopApp, copy_id: int) -> None:
    """Note that the deposit was paid; where the copy is back, that it was given back."""
    record = await read(app, copy_id)
    if record is None or not record.loans:
        app.say(_("Nobody ever had this copy; a deposit goes with handing it out."), "warning")
        return
    owed = next((one for one in record.loans if one.deposit == "to_give_back"), None)
    loan = owed or record.loans[0]
    if owed is None and (loan.returned_on is not None or loan.deposit_paid_on is not None):
        app.say(_("There is nothing to settle about the deposit of {key} now.").format(key=record.row.key))
        return
    over_account = flag("on_account", N_("Over the account"), False, N_("on the member's own account, not by hand"))
    if owed is not None:
        fields = [Field("given_back_on", N_("Given back on"), "date", required=True, initial=app.today), over_account]
        title = _("Give back the deposit of {key}").format(key=record.row.key)
    else:
        fields = [
            Field("paid_on", N_("Paid on"), "date", required=True, initial=app.today),
            Field(
                "deposit_cents",
                N_("Deposit"),
                "cents",
                required=True,
                initial=loan.deposit_cents or record.kind.deposit_cents,
            ),
            over_account,
        ]
        title = _("The deposit of {key}").format(key=record.row.key)

    async def save(values: dict[str, Any]) -> None:
        if owed is None:
            await app.do(key_deposits.pay_deposit, loan_id=loan.loan_id, **values)
        else:
            await app.do(key_deposits.give_deposit_back, loan_id=loan.loan_id, **values)
        app.say(_("Noted. U takes it back."))

    await ask(app, title, fields, save, intro=_told(loan))


async def _out(app: CoopApp, copy_id: int) -> tuple[CopyRecord, LoanRow] | None:
    """Give a copy that is out with its loan; says so where it is not."""
    record = await read(app, copy_id)
    if record is None:
        return None
    if record.row.loan_id is None:
        app.say(_("Nobody has {key} now.").format(key=record.row.key), "warning")
        return None
    return record, record.loans[0]


def _told(loan: LoanRow) -> str:
    return _("{holder}, since {day}").format(holder=one_line(loan.holder), day=long_date(loan.issued_on))

"""What is done with a booking besides making it: a yes, money, cancelling, and how it was left."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.words_bookings import LEFT_AS
from coopadmin.errors import Refused
from coopadmin.formats import euro, short_date
from coopadmin.i18n import N_, _
from coopadmin.services import booking_money, booking_series, bookings
from coopadmin.services.damage import report_damage
from coopadmin.services.maintenance import TaskData
from db.queries.booking_rows import BookingRow
from screens.app import CoopApp
from screens.facilities.common import booking_row, named, reason_field, say_booked, say_cancelled, warn
from screens.fields import Field
from screens.forms import ask
from screens.maintenance.call_boxes import What, WhatBox
from screens.maintenance.task_fields import urgency_field
from screens.text import one_line


async def confirm(app: CoopApp, booking_id: int) -> None:
    """Say yes to a booking that was requested; where payment comes first and is not there, a reason is asked."""
    row = await booking_row(app, booking_id)
    if row is None:
        return
    try:
        await app.do(bookings.confirm_booking, booking_id=booking_id)
    except Refused as refused:
        if row.status != "requested":
            raise
        if not await _confirm_all_the_same(app, row, str(refused)):
            return
    await say_booked(app, _("Confirmed: {what}. U takes it back."), booking_id)


async def _confirm_all_the_same(app: CoopApp, row: BookingRow, why_not: str) -> bool:
    async def save(values: dict[str, Any]) -> None:
        await app.do(bookings.confirm_booking, booking_id=row.booking_id, **values)

    return await ask(app, _("Confirm: {what}").format(what=named(row)), [reason_field()], save, intro=why_not)


async def cancel(app: CoopApp, booking_id: int) -> None:
    """Cancel a booking; it can be taken back, so it is not asked first. A time of a series asks why."""
    row = await booking_row(app, booking_id)
    if row is not None and row.series_id is not None and row.status not in ("cancelled", "used"):
        await cancel_because(app, booking_id)
        return
    done = await app.do(bookings.cancel_booking, booking_id=booking_id)
    await say_cancelled(app, _("Cancelled: {what}. U takes it back."), booking_id, done.result)


async def cancel_because(app: CoopApp, booking_id: int) -> None:
    """Cancel a booking with a reason that is kept; a time of a series is skipped, and the series goes on."""
    row = await booking_row(app, booking_id)
    if row is None:
        return
    of_series = row.series_id is not None
    fields = [Field("reason", N_("Why"), required=True, help=N_("it stands with the booking"))]

    async def save(values: dict[str, Any]) -> None:
        deed = booking_series.skip_time if of_series else bookings.cancel_booking
        done = await app.do(deed, booking_id=booking_id, **values)
        await say_cancelled(app, _("Cancelled: {what}. U takes it back."), booking_id, done.result)

    intro = _("The other times of the series stay.") if of_series else ""
    await ask(app, _("Cancel: {what}").format(what=named(row)), fields, save, intro=intro)


# -- money ---------------------------------------------------------------------------------------------------------


async def pay(app: CoopApp, booking_id: int) -> None:
    """Note that a booking was paid outside the account, or seen on it."""
    row = await booking_row(app, booking_id)
    if row is None:
        return
    fields = [Field("paid_on", N_("Paid on"), "date", required=True, initial=app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(booking_money.pay_booking, booking_id=booking_id, **values)
        await say_booked(app, _("Paid: {what}. U takes it back."), booking_id)

    await ask(app, _("Paid: {what}").format(what=named(row)), fields, save, intro=price_text(row))


async def charge(app: CoopApp, booking_id: int) -> None:
    """Put what a booking costs on the member's account."""
    row = await booking_row(app, booking_id)
    if row is None:
        return
    await app.do(booking_money.charge_booking, booking_id=booking_id)
    await say_booked(app, _("On the account: {what}. U takes it back."), booking_id)


async def set_price(app: CoopApp, booking_id: int) -> None:
    """Agree on another price than the rates give."""
    row = await booking_row(app, booking_id)
    if row is None:
        return
    fields = [
        Field(
            "price_cents",
            N_("Price"),
            "cents",
            initial=row.price_cents,
            help=N_("0 where it is free; empty where it is not known"),
        )
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(booking_money.set_booking_price, booking_id=booking_id, **values)
        await say_booked(app, _("Price set: {what}. U takes it back."), booking_id)

    await ask(app, _("Price of {what}").format(what=named(row)), fields, save)


async def charge_all(app: CoopApp, _booking_id: int = 0) -> None:
    """Put all bookings that began by a day on the accounts of who booked them."""
    fields = [
        Field(
            "until",
            N_("Begun by"),
            "date",
            required=True,
            initial=app.today,
            help=N_("confirmed and used bookings that began by this day and are still to pay"),
        )
    ]

    async def save(values: dict[str, Any]) -> None:
        done = (await app.do(booking_money.charge_bookings, **values)).result
        told = _("On accounts: {count}, together {total}. U takes it back.")
        app.say(told.format(count=done.count, total=euro(done.total_cents)))
        if done.without_account:
            left = _("Still to pay by who has no account: {count}.").format(count=done.without_account)
            app.say(left, "warning")

    await ask(app, _("Put bookings on accounts"), fields, save)


def price_text(row: BookingRow) -> str:
    """Say what a booking costs and whether that was paid."""
    if row.price_cents is None:
        return _("no price is known")
    if not row.price_cents:
        return _("free of charge")
    parts = [euro(row.price_cents)]
    if row.paid_on is not None:
        parts.append("✓ " + _("paid on {day}").format(day=short_date(row.paid_on)))
    elif row.charge_id is not None:
        parts.append("○ " + _("on the account"))
    elif row.to_pay:
        parts.append("● " + _("to pay"))
    return " · ".join(parts)


# -- after use -----------------------------------------------------------------------------------------------------


async def check(app: CoopApp, booking_id: int) -> None:
    """Note how a facility was left after a booking; what is broken goes on to a report of maintenance."""
    row = await booking_row(app, booking_id)
    if row is None:
        return
    fields = [
        Field("checked_on", N_("Looked at on"), "date", required=True, initial=max(app.today, row.starts_at.date())),
        Field("left_as", N_("How it was left"), "choice", required=True, initial="clean", choices=[*LEFT_AS.items()]),
        Field(
            "cost_cents",
            N_("Cost"),
            "cents",
            help=N_("of cleaning or repair, for who booked; leave empty where there is none"),
        ),
        Field("note", N_("What for"), help=N_("the account shows it")),
    ]
    broken: list[bool] = []

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(bookings.check_after_use, booking_id=booking_id, **values)
        await say_booked(app, _("Looked at: {what}. U takes it back."), booking_id)
        warn(app, done.result)
        broken.append(values["left_as"] == "damaged")

    intro = f"{one_line(row.person)} · {price_text(row)}"
    title = _("After use: {what}").format(what=named(row))
    await ask(app, title, fields, save, draft_key=f"bookings.check.{booking_id}", intro=intro)
    if any(broken):
        await damage(app, booking_id)


async def damage(app: CoopApp, booking_id: int) -> None:
    """Report damage that was found after a booking: it becomes a task of maintenance."""
    row = await booking_row(app, booking_id)
    if row is None:
        return
    first = {"reported_on": app.today}
    fields = [
        Field(
            "what",
            N_("What is broken"),
            required=True,
            box=WhatBox,
            help=N_("any word: Enter takes the first name found"),
        ),
        urgency_field(first),
        Field("reported_on", N_("Found on"), "date", required=True, initial=app.today),
        Field("note", N_("Note"), "long"),
    ]

    async def save(values: dict[str, Any]) -> None:
        what: What = values.pop("what")
        task = TaskData(what=what.text, **what.codes, **values)
        taken = (await app.do(report_damage, booking_id=booking_id, task=task)).result
        app.say(_("Reported as task {number}. U takes it back.").format(number=taken.number))
        for told in taken.told[:1]:
            app.say(told)

    intro = one_line(f"{row.person} {row.number}".strip())
    title = _("Damage after {what}").format(what=named(row))
    await ask(app, title, fields, save, draft_key=f"bookings.damage.{booking_id}", intro=intro)

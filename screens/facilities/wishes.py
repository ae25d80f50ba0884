"""Who waits for a time of a facility: their lines on the record, and what is done with them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from coopadmin.domain.facilities import span_text
from coopadmin.formats import moment_text
from coopadmin.i18n import N_, _
from coopadmin.services import booking_wishes as deeds
from db.queries import booking_wishes as queries
from db.queries.base import Listing
from db.queries.booking_wishes import WishRow
from screens.app import CoopApp, Ref
from screens.dialogs import ChooseScreen
from screens.facilities.booking_form import give_wish
from screens.facilities.common import facility_row, moment_fields, say_offer, typed_day
from screens.fields import Field
from screens.forms import ask
from screens.subject import Entry, Section
from screens.text import one_line

Run = Callable[[], Awaitable[None]]

MOST = 200
"""Who waits that is read at once, of all facilities."""


def waiting(connection: Connection, facility_id: int, today: date) -> tuple[WishRow, ...]:
    """Give who waits for a time of one facility, the next time first."""
    rows = queries.page(connection, Listing(filter="waiting", limit=MOST), today).rows
    return tuple(row for row in rows if row.facility_id == facility_id)


def wishes_section(connection: Connection, facility_id: int, today: date) -> Section:
    """Show who waits for which time, and whose time is free now."""
    rows = waiting(connection, facility_id, today)
    return Section(
        _("waiting list"),
        tuple(
            Entry(f"{row.place}.", f"{one_line(row.person)} · {wish_text(row)}", Ref("members", row.person_id))
            for row in rows
        ),
    )


def wish_text(row: WishRow) -> str:
    """Say which time somebody waits for, since when, and whether it is free now."""
    parts = ["▲ " + _("free now: offer it") if row.offered else "", span_text(row.starts_at, row.ends_at), row.purpose]
    parts.append(_("asked {when}").format(when=moment_text(row.asked_at)))
    return " · ".join(part for part in parts if part)


async def waiting_list(app: CoopApp, facility_id: int) -> None:
    """Put somebody on the waiting list, or choose who waits and say what came of it."""
    row = await facility_row(app, facility_id)
    if row is None:
        return
    rows = await app.read(waiting, facility_id, app.today)
    if not rows:
        await _wait_for(app, facility_id, row.name)
        return
    options = [_("Put somebody on it"), *(f"{row.person} · {wish_text(row)}" for row in rows)]
    place = await app.push_screen_wait(ChooseScreen(_("Waiting list: {name}").format(name=row.name), options))
    if place is None:
        return
    if place == 0:
        await _wait_for(app, facility_id, row.name)
    else:
        await _choose(app, rows[place - 1])


async def _choose(app: CoopApp, wish: WishRow) -> None:
    about = f"{one_line(wish.person)} · {span_text(wish.starts_at, wish.ends_at)}"
    steps: list[tuple[str, Run]] = [(_("They wait no longer"), lambda: _withdraw(app, wish))]
    if wish.offered:
        steps = [
            (_("Book it for them"), lambda: give_wish(app, wish.wish_id, about)),
            (_("They let it pass: the next may have it"), lambda: _pass(app, wish)),
            *steps,
        ]
    place = await app.push_screen_wait(ChooseScreen(about, [label for label, _run in steps]))
    if place is not None:
        await steps[place][1]()


async def _pass(app: CoopApp, wish: WishRow) -> None:
    done = await app.do(deeds.pass_wish, wish_id=wish.wish_id)
    app.say(_("Let pass: {person}. U takes it back.").format(person=wish.person))
    if done.result is not None:
        await say_offer(app, done.result)


async def _withdraw(app: CoopApp, wish: WishRow) -> None:
    await app.do(deeds.withdraw_wish, wish_id=wish.wish_id)
    app.say(_("Waits no longer: {person}. U takes it back.").format(person=wish.person))


async def _wait_for(app: CoopApp, facility_id: int, name: str) -> None:
    fields = [
        Field("person_id", N_("Who waits"), "pick", required=True, find=("members",)),
        *moment_fields(typed_day(None, app)),
        Field("purpose", N_("Purpose")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.wait_for, facility_id=facility_id, **values)
        when = span_text(values["starts_at"], values["ends_at"])
        app.say(_("On the waiting list for {when}. U takes it back.").format(when=when))

    intro = _("Who asked first is offered the time first, once it comes free.")
    title = _("Waiting list: {name}").format(name=name)
    await ask(app, title, fields, save, draft_key=f"facilities.wait.{facility_id}", intro=intro)

"""The form of the mandates: up to which amount who may give an order alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from coopadmin.domain.limits import BODIES, limit_text
from coopadmin.formats import short_date
from coopadmin.i18n import N_, _
from coopadmin.services import limits as deeds
from db.queries import limits as queries
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask


async def mandates(app: CoopApp, _contractor_id: int = 0) -> None:
    """Choose whose mandate is set."""
    held = {one.body: one for one in await app.read(queries.in_force, app.today)}
    options: list[str] = []
    for body, words in BODIES.items():
        one = held.get(body)
        limit = _("not set") if one is None else f"{limit_text(one)} · {short_date(one.valid_from)} · {one.source}"
        options.append(f"{_(words)}: {limit}")
    chosen = await app.push_screen_wait(ChooseScreen(_("Who may give an order, up to what amount?"), options))
    if chosen is not None:
        await mandate(app, list(BODIES)[chosen])


def setting(body: str) -> Callable[[CoopApp], Awaitable[object]]:
    """Give what sets the mandate of one body."""

    async def run(app: CoopApp) -> None:
        await mandate(app, body)

    return run


async def mandate(app: CoopApp, body: str) -> None:
    """Set the amount up to which a body decides alone."""
    held = {one.body: one for one in await app.read(queries.in_force, app.today)}.get(body)
    fields = [
        Field(
            "amount_cents",
            N_("Up to"),
            "cents",
            initial=held.amount_cents if held else None,
            help=N_("per task, the amount itself included; empty: no limit"),
        ),
        Field("valid_from", N_("From"), "date", required=True, initial=app.today),
        Field("source", N_("Where it comes from"), required=True, help=N_("the law, the agreement, a decision …")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.set_limit, body=body, **values)
        app.say(_("The mandate is set: {body}. U takes it back.").format(body=_(BODIES[body])))

    intro = _("Above it the next one decides, and the order is given once that decision is linked to the task.")
    title = _("Mandate: {body}").format(body=_(BODIES[body]))
    await ask(app, title, fields, save, intro=intro + "\n" + _("What held before that day stays as it was."))

"""The forms of deadlines: tick one off, or all that one letter puts right."""

from __future__ import annotations

from typing import Any

from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import deadlines as deeds
from db.queries import deadlines as queries
from screens.app import CoopApp, Ref
from screens.fields import Field
from screens.forms import ask


async def meet(app: CoopApp, key: int) -> None:
    """Tick a term off."""
    one = await app.read(queries.by_key, key, app.today)
    if one is None:
        return
    if one.met_on is not None and not one.ticked:
        app.say(_("The records show that it was done on {day}.").format(day=long_date(one.met_on)))
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.meet_deadline, name=one.name, **values)
        app.say(_("Ticked off: {what}. U takes it back.").format(what=one.what))

    await ask(app, one.what, _fields(app), save, intro=one.why)


async def meet_together(app: CoopApp, key: int) -> None:
    """Tick off all that is told to the same people on account of the same day."""
    found = await app.read(queries.together, key, app.today)
    if not found:
        app.say(_("It was met already."))
        return

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.meet_deadlines, names=[one.name for one in found], **values)
        told = ngettext("{count} ticked off. U takes it back.", "{count} ticked off. U takes it back.", done.result)
        app.say(told.format(count=done.result))

    await ask(app, _("Tick off together"), _fields(app), save, intro="\n".join(one.what for one in found))


def _fields(app: CoopApp) -> list[Field]:
    return [
        Field("met_on", N_("Done on"), "date", required=True, initial=app.today),
        Field("note", N_("Note"), help=N_("how, by whom, or why it does not apply")),
    ]


async def unmeet(app: CoopApp, key: int) -> None:
    """Take back that a term was ticked off."""
    one = await app.read(queries.by_key, key, app.today)
    if one is not None:
        if one.met_on is None:
            app.say(_("It was not ticked off."))
            return
        await app.do(deeds.unmeet_deadline, name=one.name)
        app.say(_("Open again: {what}").format(what=one.what))


async def go(app: CoopApp, key: int) -> None:
    """Go to the record a term is about."""
    one = await app.read(queries.by_key, key, app.today)
    if one is not None and one.ref is not None:
        app.open_record(Ref(*one.ref))
    else:
        app.say(_("It is about the association as a whole; there is no record to go to."))

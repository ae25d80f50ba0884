"""Clearing from the desk: asked first, done for good, and said by number only."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from coopadmin.i18n import _, ngettext
from coopadmin.services import forgetting as services
from db.queries.forgetting import Kept, ToClear
from db.queries.forgetting_asked import to_candidate
from screens.app import CoopApp, Ref
from screens.dialogs import ChooseScreen, ConfirmScreen


async def clear(app: CoopApp, due: Sequence[ToClear]) -> None:
    """Ask whether to clear everybody in a list, with how each day was made, and do it. Call it from a worker."""
    if not due:
        app.say(_("Nobody's data is to be cleared today."))
        return
    question = ngettext(
        "Clear the data of {count} candidate for good?", "Clear the data of {count} candidates for good?", len(due)
    ).format(count=len(due))
    app.clear_notifications()
    if not await app.push_screen_wait(ConfirmScreen(question, _detail(due))):
        return
    numbers = [one.who_id for one in due]
    done = await app.do(services.clear_candidates, candidate_ids=numbers, on=app.today)
    told = ngettext(
        "The data of {count} candidate is cleared.", "The data of {count} candidates is cleared.", done.result
    )
    await say_done(app, told.format(count=done.result))


def _detail(due: Sequence[ToClear]) -> str:
    lines = [_("It cannot be taken back. Days, outcomes, counts and reason codes stay.")]
    for one in due:
        lines += ["", f"{one.number} {one.name}".strip(), *(f"  {line}" for line in one.why)]
    return "\n".join(lines)


async def choose(app: CoopApp, kept: Kept) -> None:
    """Offer to look at somebody whose data is kept, or to clear it because they ask for that."""
    told = "\n".join((*kept.why, *kept.asks))
    place = await app.push_screen_wait(
        ChooseScreen(
            f"{kept.number} {kept.name}".strip(),
            [_("Show the candidate"), _("Clear now, because they ask for it")],
            helps=[told, _("everybody may ask for it (GDPR art. 17); a file that is open comes first")],
        )
    )
    if place == 0:
        app.open_record(Ref("candidates", kept.who_id))
    elif place == 1:
        await answer(app, kept.who_id)


async def answer(app: CoopApp, candidate_id: int) -> None:
    """Clear the data of a candidate who asks for it, after a yes; raises Refused before that where a file keeps it.

    Call it from a worker.
    """
    await app.rehearse(services.clear_at_request, candidate_id=candidate_id, on=app.today)
    found = await app.read(to_candidate, candidate_id, app.today)
    number = found.number if found else ""
    question = _("Did {number} ask for it? Their data is cleared for good.").format(number=number)
    detail = [_("It cannot be taken back. They leave the lists at their own request; days and codes stay.")]
    for what, why in found.stays if found else ():
        detail += ["", what, f"  {why}"]
    if await app.push_screen_wait(ConfirmScreen(question, "\n".join(detail))):
        await app.do(services.clear_at_request, candidate_id=candidate_id, on=app.today)
        await say_done(app, _("The data of {number} is cleared.").format(number=number))


async def sweep(app: CoopApp) -> None:
    """Clean the file of what was cleared, and say whether that could be."""
    store = await app.open_store()
    await asyncio.to_thread(store.sweep)
    app.mark_changed()
    await say_done(app, _("The file is clean."))


async def say_done(app: CoopApp, told: str) -> None:
    """Say that it is done, or that the file could not be cleaned behind it."""
    store = await app.open_store()
    if store.unswept:
        app.say(store.unswept, "warning")
    else:
        app.say(told)

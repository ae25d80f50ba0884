"""Somebody asks to be forgotten: what goes now and what stays with its ground, asked first, and done for good."""

from __future__ import annotations

from coopadmin.domain.forgetting_requests import Answer
from coopadmin.i18n import _
from coopadmin.services.forgetting_people import clear_people
from coopadmin.services.forgetting_requests import clear_at_wish
from db.queries import forgetting_requests as queries
from db.queries.forgetting import Kept
from screens.app import CoopApp, Ref
from screens.dialogs import ChooseScreen, ConfirmScreen
from screens.forgetting.forms import say_done


async def choose(app: CoopApp, kept: Kept) -> None:
    """Offer to look at somebody who left, or to answer their wish to be forgotten."""
    place = await app.push_screen_wait(
        ChooseScreen(
            f"{kept.number} {kept.name}".strip(),
            [_("Show the person"), _("They ask to be forgotten")],
            helps=[
                "\n".join((*kept.why, *kept.asks)),
                _("everybody may ask for it (GDPR art. 17): what goes and what stays"),
            ],
        )
    )
    if place == 0:
        app.open_record(Ref("members", kept.who_id))
    elif place == 1:
        await answer(app, kept.who_id)


async def answer(app: CoopApp, person_id: int) -> None:
    """Show what goes now and what stays with its ground, and clear what goes after a yes. Call it from a worker."""
    found = await app.read(queries.answer, person_id, app.today)
    if found is None:
        app.say(_("Their data was cleared before."))
        return
    app.clear_notifications()
    if found.first or not found.goes:
        await app.push_screen_wait(
            ChooseScreen(
                _("Nothing of {number} goes yet").format(number=found.number),
                [_("back")],
                detail="\n".join(found.first) or _detail(found),
            )
        )
        return
    question = _("Did {number} ask for it? What goes is cleared for good.").format(number=found.number)
    if not await app.push_screen_wait(ConfirmScreen(question, _detail(found))):
        return
    if found.whole:
        await app.do(clear_people, person_ids=[person_id], on=app.today, asked=True)
    else:
        await app.do(clear_at_wish, person_id=person_id, on=app.today)
    await say_done(app, _("The data of {number} that goes is cleared.").format(number=found.number))


def _detail(found: Answer) -> str:
    lines = [_("Goes now:"), *(f"  {line}" for line in found.goes), ""] if found.goes else []
    if found.stays:
        lines.append(_("Stays, and you tell them why:"))
    for what, why in found.stays:
        lines += [f"  {what}", f"    {why}"]
    return "\n".join(lines)

"""Taking back the last action, asked first and said afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coopadmin.formats import moment_text
from coopadmin.i18n import _
from screens.dialogs import ConfirmScreen

if TYPE_CHECKING:
    from screens.app import CoopApp


async def ask_undo(app: CoopApp, batch: int | None = None) -> None:
    """Ask whether to take back `batch`, or the last action that stands, and do it. Call it from a worker."""
    from coopadmin.services.undo import undo
    from db.queries import journal

    entry = await app.read(journal.last_standing) if batch is None else await app.read(journal.entry, batch)
    if entry is None:
        app.say(_("There is nothing to take back."))
        return
    # Messages would lie over the question, and what they tell was read.
    app.clear_notifications()
    detail = _("{what}\n{when}, by {who}. It is taken back whole ({changes} changes).").format(
        what=entry.what,
        when=moment_text(entry.at.astimezone().replace(tzinfo=None)),
        who=entry.actor,
        changes=entry.changes,
    )
    if await app.push_screen_wait(ConfirmScreen(_("Take this back?"), detail)):
        done = await app.do(undo, entry.entry_id)
        app.say(
            _("Taken back: {what}. To bring it back, take back batch {batch} in the journal.").format(
                what=entry.what, batch=done.batch
            )
        )

"""Looking after the store from the desk: a backup, a check, the journal."""

from __future__ import annotations

import asyncio
from typing import Any

from coopadmin.domain.journal_end import NotedEnd, parse_end
from coopadmin.errors import Invalid, Problem
from coopadmin.i18n import N_, _
from db import backup
from db.findings import told
from screens.app import CoopApp
from screens.dialogs import ProblemScreen
from screens.fields import Field
from screens.forms import ask


async def open_journal(app: CoopApp) -> None:
    """Show the journal."""
    app.go_to("journal")


async def open_legal(app: CoopApp) -> None:
    """Show what the law sets today: deposits, collection costs, rent increases."""
    from screens.increases.legal import LegalScreen

    await app.push_screen(LegalScreen(app.today))


async def check(app: CoopApp, noted: NotedEnd | None = None) -> None:
    """Look whether the store is whole, and whether its journal still has an end that was noted, and say so."""
    findings = await asyncio.to_thread(backup.check, app.store_path, noted)
    wrong = [told(one) for one in findings if not one.ok]
    if wrong:
        advice = _("Make a copy of the file, then put a backup back with: coopadmin restore FILE")
        await app.push_screen_wait(ProblemScreen("\n".join([*wrong, "", advice])))
    elif noted is not None:
        sentence = _("The journal still has entry {number} as it was noted, and all before it; the store is whole.")
        app.say(sentence.format(number=noted.entry_id))
    else:
        app.say(_("The store is whole: the file, its links and the journal were checked."))


async def hold_end(app: CoopApp) -> None:
    """Ask for an end of the journal that was noted earlier, and tell whether the journal still has it."""
    fields = [Field("journal_end", N_("The end as it was noted"), required=True, help=N_("like 412:3f2a-91bc-…"))]

    asked: list[NotedEnd] = []

    async def save(values: dict[str, Any]) -> None:
        try:
            noted = parse_end(values["journal_end"])
        except ValueError as error:
            raise Invalid([Problem("journal_end", str(error))]) from None
        asked.append(noted)

    intro = _("It stands on the audit committee's page: the number of the entry, a colon, and its link.")
    await ask(app, _("Is the journal still what it was?"), fields, save, intro=intro)
    if asked:
        await check(app, asked[0])

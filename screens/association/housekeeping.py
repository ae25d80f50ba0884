"""Looking after the store from the desk: a backup, a check, the journal."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from coopadmin import settings
from coopadmin.errors import Invalid, Problem
from coopadmin.i18n import N_, _
from db import backup
from screens.app import CoopApp
from screens.dialogs import ProblemScreen
from screens.fields import Field
from screens.forms import ask

CHECKS: dict[str, str] = {
    "integrity": N_("the file"),
    "foreign_keys": N_("links between records"),
    "journal": N_("the journal"),
}


async def open_journal(app: CoopApp) -> None:
    """Show the journal."""
    app.go_to("journal")


async def open_legal(app: CoopApp) -> None:
    """Show what the law sets today: deposits, collection costs, rent increases."""
    from screens.increases.legal import LegalScreen

    await app.push_screen(LegalScreen(app.today))


async def back_up(app: CoopApp) -> None:
    """Ask where, and make a verified copy there."""
    moment = settings.now().astimezone()
    proposal = app.store_path.with_name(f"{app.store_path.stem}-{moment:%Y%m%d-%H%M}{app.store_path.suffix}")
    fields = [Field("file", N_("Backup to"), required=True, initial=str(proposal), help=N_("best on another disk"))]

    async def save(values: dict[str, Any]) -> None:
        target = Path(values["file"]).expanduser()
        if target.exists():
            raise Invalid([Problem("file", _("there is a file of that name already"))])
        made = await asyncio.to_thread(backup.back_up, app.store_path, target)
        app.say(_("A verified backup lies in {file}").format(file=made))

    await ask(app, _("Make a backup"), fields, save)


async def check(app: CoopApp) -> None:
    """Look whether the store is whole, and say so."""
    findings = await asyncio.to_thread(backup.check, app.store_path)
    wrong = [f"▲ {_(CHECKS[one.name])}: {one.detail}" for one in findings if not one.ok]
    if wrong:
        advice = _("Make a copy of the file, then put a backup back with: coopadmin restore FILE")
        await app.push_screen_wait(ProblemScreen("\n".join([*wrong, "", advice])))
    else:
        app.say(_("The store is whole: the file, its links and the journal were checked."))

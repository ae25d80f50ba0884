"""Saving the calendar of the work as a file that a phone opens."""

from __future__ import annotations

import asyncio
from typing import Any

from coopadmin import settings
from coopadmin.i18n import N_, _
from coopadmin.settings import typed_path, write_named
from db.queries.association import cooperative
from db.queries.work_calendar import work_calendar
from screens.app import CoopApp
from screens.common_fields import flag
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask


async def save_calendar(app: CoopApp, _job_id: int = 0) -> None:
    """Ask for a place, and save there what comes round, what is planned, appointments, work days and bookings."""
    from platformdirs import user_documents_path

    from coopadmin.exchange.work_calendar import stem, work_file

    name = (await app.read(cooperative)).name
    initial = str(user_documents_path() / f"{stem(name)}.ics")

    async def save(values: dict[str, Any]) -> None:
        target = typed_path(values["file"])
        if target.suffix.lower() != ".ics":
            target = target.with_name(f"{target.name}.ics")
        if target.exists():
            question = _("There is a file {file} already. Replace it?").format(file=target.name)
            if not await app.push_screen_wait(ConfirmScreen(question)):
                return
        made_of = await app.read(work_calendar, app.today, values["names"])
        written = await asyncio.to_thread(work_file, made_of, settings.now())
        await asyncio.to_thread(write_named, target, written)
        app.say(_("Saved: {file}").format(file=target))

    await ask(
        app,
        _("Save the calendar of the work"),
        [
            Field(
                "file", N_("File"), required=True, initial=initial, help=N_("mail it to your phone and open it there")
            ),
            flag("names", N_("Who booked"), False, N_("the name and what for; a phone's maker reads along")),
        ],
        save,
        intro=_(
            "What is due, what is planned, appointments, work days and bookings; no names of residents. Opened again "
            "later, it replaces what the phone had."
        ),
    )

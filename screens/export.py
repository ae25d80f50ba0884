"""Saving a list as it is shown, all of it, as a CSV file or a workbook."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

from coopadmin.i18n import N_, _
from coopadmin.reports.base import Column, Report
from coopadmin.reports.render import write
from coopadmin.settings import typed_path
from db.queries.base import Listing
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.subject import Subject

EVERY_ROW = 1_000_000
FORMS = (("xlsx", N_("workbook (.xlsx)")), ("csv", N_("CSV file (.csv)")))


async def export_list(app: CoopApp, subject: Subject[Any], asked: Listing, on: date | None = None) -> None:
    """Ask for a form and a place, and save the list there, as it stood on a day. Call it from a worker."""
    from platformdirs import user_documents_path

    stem = _(subject.title).lower().replace(" ", "-")
    proposal = user_documents_path() / f"{stem}-{(on or app.today).isoformat()}"
    fields = [
        Field("form", N_("As"), "choice", required=True, initial="xlsx", choices=FORMS),
        Field("file", N_("File"), required=True, initial=str(proposal), help=N_("the ending follows by itself")),
    ]

    async def save(values: dict[str, Any]) -> None:
        target = typed_path(values["file"])
        if target.suffix.lower() != f".{values['form']}":
            target = target.with_name(f"{target.name}.{values['form']}")
        if target.exists():
            question = _("There is a file {file} already. Replace it?").format(file=target.name)
            if not await app.push_screen_wait(ConfirmScreen(question)):
                return
        page = await app.read(subject.page, replace(asked, limit=EVERY_ROW), on or app.today)
        await asyncio.to_thread(write, report_of(subject, page.rows), values["form"], target)
        app.say(_("Saved: {file}").format(file=target))

    await ask(app, _("Save this list"), fields, save)


def report_of(subject: Subject[Any], rows: tuple[Any, ...]) -> Report:
    """Make a report of a list: its own columns, values where a column has them."""
    columns = tuple(
        Column(str(number), _(column.label) or "·", column.kind) for number, column in enumerate(subject.columns)
    )
    return Report(
        title=_(subject.title),
        columns=columns,
        rows=[
            {
                str(number): (column.value(row) if column.value else column.show(row))
                for number, column in enumerate(subject.columns)
            }
            for row in rows
        ],
    )

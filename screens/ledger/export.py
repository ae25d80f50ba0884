"""Saving the account of a contract: as text to print, a workbook, or a CSV file."""

from __future__ import annotations

import asyncio
from typing import Any

from coopadmin.i18n import N_, _
from coopadmin.reports.ledger import statement
from coopadmin.reports.render import write
from coopadmin.settings import typed_path
from db.queries.ledger import AccountHead
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask

FORMS = (("txt", N_("text to print (.txt)")), ("xlsx", N_("workbook (.xlsx)")), ("csv", N_("CSV file (.csv)")))


async def export_account(app: CoopApp, head: AccountHead) -> None:
    """Ask for the period, a form and a place, and save the account there. Call it from a worker."""
    from platformdirs import user_documents_path

    stem = _("account-{number}-{day}").format(number=head.number, day=app.today.isoformat())
    fields = [
        Field("form", N_("As"), "choice", required=True, initial="txt", choices=FORMS),
        Field("since", N_("From"), "date", help=N_("leave it empty for the whole account")),
        Field("until", N_("Until"), "date", required=True, initial=app.today),
        Field(
            "file",
            N_("File"),
            required=True,
            initial=str(user_documents_path() / stem),
            help=N_("the ending follows by itself"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        target = typed_path(values["file"])
        if target.suffix.lower() != f".{values['form']}":
            target = target.with_name(f"{target.name}.{values['form']}")
        if target.exists():
            question = _("There is a file {file} already. Replace it?").format(file=target.name)
            if not await app.push_screen_wait(ConfirmScreen(question)):
                return
        report = await app.read(statement, head.number, values["until"], values["since"])
        form = "table" if values["form"] == "txt" else values["form"]
        await asyncio.to_thread(write, report, form, target)
        app.say(_("Saved: {file}").format(file=target))

    await ask(app, _("Save the account of {contract}").format(contract=head.title), fields, save)

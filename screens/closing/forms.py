"""The forms of closing a month."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from coopadmin.domain.closing import month_text
from coopadmin.domain.journal_end import short_text
from coopadmin.errors import Invalid, Problem, WrongUse
from coopadmin.exchange.audit_folder import write_audit_folder
from coopadmin.formats import euro, parse_month
from coopadmin.i18n import N_, _
from coopadmin.services import closing as deeds
from coopadmin.settings import typed_path
from db.queries.checklist import Checklist
from db.queries.closing import ClosingRow
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask

Run = Callable[[CoopApp], Awaitable[object]]


def close(todo: Checklist) -> Run:
    """Close the month, or say what keeps it open."""
    only_balance = todo.needs_balance and all(point.kind == "balance" for point in todo.blocking)

    async def run(app: CoopApp) -> None:
        if todo.blocking and not only_balance:
            app.say("\n".join([_("First see to what has ▲:"), *(point.text for point in todo.blocking)]), "warning")
            return
        fields = [Field("note", N_("Note"), help=N_("who looked at it with you, for example"))]
        if todo.needs_balance:
            books = "" if todo.balance_cents is None else euro(todo.balance_cents)
            text = _("what the bank shows for the last day of the month; the books come to {amount}")
            fields.insert(
                0,
                Field(
                    "balance_cents",
                    N_("The bank held"),
                    "cents",
                    required=True,
                    help=text.format(amount=books) if books else _("what the bank shows for the last day of the month"),
                ),
            )

        async def save(values: dict[str, Any]) -> None:
            await app.do(deeds.close_month, month=todo.month, **values)
            app.say(_("{month} is closed. U opens it again.").format(month=month_text(todo.month)))

        intro = _("What is dated in it or before it changes no more; corrections are dated after it.")
        await ask(app, _("Close {month}").format(month=month_text(todo.month)), fields, save, intro=intro)

    return run


def reopen(row: ClosingRow, *, last: bool) -> Run:
    """Open the last closed month again."""

    async def run(app: CoopApp) -> None:
        if not last:
            app.say(_("Only the month that was closed last can be reopened."), "warning")
            return
        fields = [Field("reason", N_("Why?"), required=True, help=N_("it stays in the journal"))]

        async def save(values: dict[str, Any]) -> None:
            await app.do(deeds.reopen_month, month=row.month, **values)
            app.say(_("{month} is open again.").format(month=month_text(row.month)))

        await ask(app, _("Reopen {month}").format(month=month_text(row.month)), fields, save)

    return run


def audit_folder(month: date) -> Run:
    """Make the folder for the audit committee."""

    async def run(app: CoopApp) -> None:
        proposal = app.store_path.with_name(f"audit-{month:%Y-%m}")
        fields = [
            Field("month", N_("From the month"), required=True, initial=f"{month:%Y-%m}", help=N_("like 2026-09")),
            Field("until", N_("To the month"), required=True, initial=f"{month:%Y-%m}"),
            Field("folder", N_("Folder"), required=True, initial=str(proposal), help=N_("a new one")),
        ]

        async def save(values: dict[str, Any]) -> None:
            first, last = _month(values, "month"), _month(values, "until")
            if last < first:
                raise Invalid([Problem("until", _("the last month lies before the first"))])
            try:
                made = await app.read(write_audit_folder, first, last, typed_path(values["folder"]), app.today)
            except WrongUse as error:
                raise Invalid([Problem("folder", str(error))]) from None
            app.say(
                "\n".join(
                    [
                        _(
                            "The folder is made: {folder}. It holds names and accounts: give it to the committee only."
                        ).format(folder=made.folder),
                        _("The end of the journal: {end}").format(end=short_text(made.end.entry_id, made.end.chain)),
                    ]
                )
            )

        await ask(app, _("A folder for the audit committee"), fields, save)

    return run


def _month(values: dict[str, Any], name: str) -> date:
    try:
        return parse_month(values[name])
    except ValueError as error:
        raise Invalid([Problem(name, str(error))]) from None

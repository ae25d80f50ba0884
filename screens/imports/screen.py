"""Taking in a register: which one, a rehearsal that shows what would happen, and then the deed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event
from typing import Any, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coopadmin.errors import CoopadminError, Invalid, Problem, Refused, os_reason
from coopadmin.exchange.registers import LABELS
from coopadmin.i18n import N_, _
from coopadmin.services.imports import KINDS, ImportRefused, Remark, Report, import_register, write_rejects
from coopadmin.settings import typed_path
from screens import commands
from screens.app import CoopApp
from screens.backups.making import copied_before
from screens.commands import Command
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.text import plain
from screens.typed_ahead import is_asking
from screens.widgets.bars import KeyBar
from screens.workers import background

TAKE = Command("take", "ctrl+s", N_("take in"), N_("Take the register in; what is refused is put in a file beside it"))
MOST_REMARKS = 100


class Stopped(CoopadminError):
    """The person stopped it; nothing was kept."""


async def import_file(app: CoopApp) -> None:
    """Ask for a register and a file, rehearse, and take it in. Call it from a worker."""
    chosen: dict[str, Any] = {}

    async def keep(values: dict[str, Any]) -> None:
        file = typed_path(values["file"].strip("\"' "))
        if not file.is_file():
            raise Invalid([Problem("file", _("there is no such file"))])
        chosen.update(values, file=file)

    fields = [
        Field(
            "kind",
            N_("What is it?"),
            "choice",
            required=True,
            initial="members",
            choices=[(kind, LABELS[kind]) for kind in KINDS],
            help=N_("take them in from top to bottom: what others refer to comes first"),
        ),
        Field("file", N_("File"), required=True, help=N_("a CSV file or a workbook (.xlsx), by its path")),
        Field("sheet", N_("Sheet"), help=N_("only where a workbook has several that fit")),
    ]
    if await ask(app, _("Import a register"), fields, keep, draft_key="import"):
        await app.push_screen_wait(RehearsalScreen(chosen["kind"], chosen["file"], chosen["sheet"] or None))


class RehearsalScreen(ModalScreen[None]):
    """Shows what taking a file in would do, row by row where a row is refused; Ctrl+S does it."""

    app = getters.app(CoopApp)
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([TAKE, commands.BACK])

    def __init__(self, kind: str, file: Path, sheet: str | None) -> None:
        super().__init__()
        self.kind = kind
        self.file = file
        self.sheet = sheet
        self.report: Report | None = None
        self._stop = Event()
        self._working = True

    def compose(self) -> ComposeResult:
        """What would happen, and why of what is refused."""
        with Vertical(classes="dialog tall"):
            yield Static(plain(f"{_(LABELS[self.kind])} · {self.file.name}", "bold"), markup=False)
            yield Static(_("Reading …"), id="progress", markup=False)
            with VerticalScroll(id="remarks"):
                yield Static("", id="remark-lines", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        """Rehearse at once."""
        self.query_one("#remarks").focus()
        self._rehearse()

    @background("import")
    async def _rehearse(self) -> None:
        store = await self.app.open_store()
        try:
            self.report = await asyncio.to_thread(
                lambda: store.rehearse(
                    import_register,
                    self.kind,
                    self.file,
                    sheet=self.sheet,
                    skip_bad=True,
                    on_rows=self._count,
                )
            )
        except CoopadminError as error:
            self._say(str(error))
            return
        finally:
            self._working = False
        self._show(self.report)

    def _count(self, rows: int) -> None:
        """Runs in the thread: show how far it is, and stop where that was asked."""
        if self._stop.is_set():
            raise Stopped(_("Stopped; nothing was changed."))
        self.app.call_from_thread(self._say, _("{rows} rows …").format(rows=rows))

    def _say(self, message: str) -> None:
        self.query_one("#progress", Static).update(plain(message))

    def _show(self, report: Report) -> None:
        self._say(summary(report))
        lines = [(remark, "▲") for remark in report.rejected] + [(remark, "●") for remark in report.warnings]
        text = [_remark_line(remark, sign) for remark, sign in lines[:MOST_REMARKS]]
        if len(lines) > MOST_REMARKS:
            text.append(_("… and {count} more").format(count=len(lines) - MOST_REMARKS))
        self.query_one("#remark-lines", Static).update("\n".join(text))

    @background("take")
    async def action_take(self) -> None:
        """Take it in."""
        if self._working or self.report is None:
            return
        report = self.report
        if not report.created and not report.updated:
            self.app.say(_("There is nothing in it that is not there already."))
            return
        if report.rejected:
            question = _("Take in the good rows and leave {count} out?").format(count=len(report.rejected))
            detail = _("The refused ones are put in a file beside this one, each with its reason.")
            if not await self.app.push_screen_wait(ConfirmScreen(question, detail)):
                return
        self._working = True
        try:
            await self._taken_in()
        except Stopped as stopped:
            self.app.say(str(stopped))
            return
        except ImportRefused as refused:
            raise Refused(summary(refused.report)) from refused
        finally:
            self._working = False
        self.dismiss(None)

    async def _taken_in(self) -> None:
        store = await self.app.open_store()
        store.actor = self.app.actor
        async with copied_before(self.app, "import"):
            done = await asyncio.to_thread(
                lambda: store.do(
                    import_register,
                    self.kind,
                    self.file,
                    sheet=self.sheet,
                    skip_bad=True,
                    on_rows=self._count,
                )
            )
        self.app.mark_changed()
        message = summary(done.result)
        try:
            rejects = await asyncio.to_thread(write_rejects, done.result, self.file)
        except OSError as error:
            # The good rows are in already: what came of the file is told all the same.
            told = _("The refused rows could not be put in a file: {why}.").format(why=os_reason(error))
            self.app.say(f"{message} {told}", "warning")
            return
        if rejects is not None:
            message += " " + _("Refused rows: {file}").format(file=rejects)
        self.app.say(message)

    def holds_back(self, key: str) -> bool:
        """Let a key wait while a taking in has yet to ask; the one that stops it need not."""
        return key != "escape" and is_asking(self)

    def action_back(self) -> None:
        """Stop what runs, or go back."""
        if self._working:
            self._stop.set()
        else:
            self.dismiss(None)


def summary(report: Report) -> str:
    """Say in one line what came, or would come, of a file."""
    return _("{rows} rows: {created} new, {updated} changed, {unchanged} already there, {rejected} refused").format(
        rows=report.rows,
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        rejected=len(report.rejected),
    )


def _remark_line(remark: Remark, sign: str) -> str:
    if not remark.column:
        return _("{sign} row {row}: {reason}").format(sign=sign, row=remark.row, reason=remark.reason)
    return _("{sign} row {row}, {column}: {reason}").format(
        sign=sign, row=remark.row, column=remark.column, reason=remark.reason
    )

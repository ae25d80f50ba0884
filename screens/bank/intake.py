"""Reading in a file of the bank: which one, what came of it, and on to the lines that wait."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coopadmin.domain.identifiers import group_iban
from coopadmin.errors import CoopadminError, Invalid, Problem
from coopadmin.exchange.bank import open_bank_file
from coopadmin.formats import euro
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import bank as deeds
from coopadmin.services.bank import BankTaken
from coopadmin.settings import typed_path
from db.queries import bank as queries
from screens import commands
from screens.app import CoopApp
from screens.backups.making import copied_before
from screens.commands import Command
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.text import plain
from screens.widgets.bars import KeyBar
from screens.workers import background

GO_ON = Command("go_on", "enter", N_("to the lines that wait"), N_("Clear what could not be placed by itself"))
MOST_REMARKS = 40


async def take_bank_file(app: CoopApp) -> None:
    """Ask for a file, read it in, say what came of it, and go on to the queue. Call it from a worker."""
    chosen: dict[str, Path] = {}

    async def keep(values: dict[str, Any]) -> None:
        file = typed_path(values["file"].strip("\"' "))
        if not file.is_file():
            raise Invalid([Problem("file", _("there is no such file"))])
        chosen["file"] = file

    fields = [
        Field(
            "file",
            N_("File"),
            required=True,
            help=N_("the statement as you downloaded it, by its path: CAMT.053, MT940 or CSV, also zipped"),
        )
    ]
    intro = _("Lines that are here already are recognised, so a file may overlap the one before.")
    if not await ask(app, _("Read in a bank file"), fields, keep, draft_key="bank.file", intro=intro):
        return
    if await app.push_screen_wait(TakenScreen(chosen["file"])):
        from screens.matching.screen import MatchingScreen, open_queue

        if not isinstance(app.screen, MatchingScreen):
            open_queue(app)


async def confirm(app: CoopApp, number: str) -> int:
    """Ask whether an account is the co-operative's own, and keep that it is; gives how many lines found their place."""
    known = await app.read(queries.accounts)
    account = next((one for one in known if one.number == number and one.status == "unknown"), None)
    if account is None:
        return 0
    question = _("Is {account} an account of your own?").format(account=group_iban(number))
    detail = ngettext(
        "{count} line of it is kept and waits; once you say yes it can be booked.",
        "{count} lines of it are kept and wait; once you say yes they can be booked.",
        account.lines,
    ).format(count=account.lines)
    if not await app.push_screen_wait(ConfirmScreen(question, detail)):
        return 0
    done = await app.do(deeds.confirm_account, account_id=account.account_id)
    placed = ngettext(
        "Confirmed; {count} line found its place.", "Confirmed; {count} lines found their place.", done.result
    )
    app.say(placed.format(count=done.result))
    return done.result


class TakenScreen(ModalScreen[bool]):
    """Reads a file in and shows what came of it; gives True where one wants to go on to the lines that wait."""

    app = getters.app(CoopApp)
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([GO_ON, commands.BACK])

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        self.working = True

    def compose(self) -> ComposeResult:
        """The file, and what came of it."""
        with Vertical(classes="dialog"):
            yield Static(plain(self.file.name, "bold"), markup=False)
            yield Static(_("Reading …"), id="progress", markup=False)
            with VerticalScroll(classes="detail"):
                yield Static("", id="remark-lines", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        """Read at once: it is one batch, and can be taken back whole."""
        self._take()

    @background("take")
    async def _take(self) -> None:
        try:
            file = await asyncio.to_thread(open_bank_file, self.file)
            async with copied_before(self.app, "bank"):
                done = await self.app.do(deeds.take_bank_file, file=file)
        except CoopadminError as error:
            self.query_one("#progress", Static).update(plain(_("▲ Nothing was taken in."), "$error"))
            self.query_one("#remark-lines", Static).update(str(error))
            return
        finally:
            self.working = False
        self.query_one("#progress", Static).update("\n".join(summary(done.result)))
        remarks = [f"▲ {one}" for one in done.result.remarks[:MOST_REMARKS]]
        self.query_one("#remark-lines", Static).update("\n".join(remarks))
        await self._confirm_accounts()

    async def _confirm_accounts(self) -> None:
        """Ask about every account in euros that nobody confirmed yet."""
        for account in await self.app.read(queries.accounts):
            if account.status == "unknown" and account.currency == "EUR" and account.lines:
                await confirm(self.app, account.number)

    def action_go_on(self) -> None:
        """Go to the lines that wait."""
        if not self.working:
            self.dismiss(True)

    def action_back(self) -> None:
        """Close this; what was read in stays."""
        if not self.working:
            self.dismiss(False)


def summary(taken: BankTaken) -> list[str]:
    """Say what came of a file: how it was read, what is new, what found its place, and whether the balance ties."""
    balance = {
        True: _("✓ the balances agree to the cent"),
        False: _("▲ the balances do not agree"),
        None: _("○ the file gives no balances to check"),
    }[taken.balance_ok]
    closing = (
        "" if taken.closing_cents is None else _("closing balance {amount}").format(amount=euro(taken.closing_cents))
    )
    lines = [
        _("{format}: {lines} lines in {statements} statements").format(
            format=taken.format, lines=taken.lines, statements=taken.statements
        ),
        _("{new} new, {duplicate} already here").format(new=taken.new, duplicate=taken.duplicate),
        _("{matched} found their place, {unmatched} wait for you").format(
            matched=taken.matched, unmatched=taken.unmatched
        ),
        " · ".join(part for part in (balance, closing) if part),
    ]
    if taken.new:
        lines.append(_("It is one batch: U takes it back whole."))
    return lines

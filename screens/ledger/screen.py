"""The account of one contract on a page of its own: every line with what was owed after it, the newest in view."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import DataTable, Static

from coopadmin.formats import plain_amount
from coopadmin.i18n import N_, _, ngettext
from coopadmin.reports.ledger import line_text
from db.queries import ledger as queries
from db.queries.ledger import Account, AccountHead, AccountLine
from screens import commands
from screens.app import CoopApp, Ref
from screens.commands import Command
from screens.ledger.actions import ACTIONS
from screens.ledger.words import stands_text
from screens.list_screen import choose_from
from screens.subject import Column, day
from screens.text import joined
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, TopBar
from screens.widgets.listing import Listing
from screens.workers import background, leave

COLUMNS: tuple[Column[AccountLine], ...] = (
    Column(N_("Date"), lambda line: day(line.on), 11),
    Column(N_("What"), line_text),
    Column(N_("Charged"), lambda line: _amount(line.charged_cents), 11, right=True),
    Column(N_("Paid"), lambda line: _amount(line.paid_cents), 11, right=True),
    Column(N_("Balance"), lambda line: plain_amount(line.balance_cents), 12, right=True),
)

PRINT = Command("export", "x", N_("save, print"), N_("Save the account as text to print, a workbook or a CSV file"))


def _amount(cents: int) -> str:
    return plain_amount(cents) if cents else ""


class AccountScreen(Screen[None]):
    """Charges, payments and corrections of a contract; Enter shows the charge or the bank line."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([commands.ACTIONS, PRINT, commands.UNDO, commands.BACK])

    def __init__(self, contract_id: int) -> None:
        super().__init__()
        self.contract_id = contract_id
        self._read_at = -1
        self._lines: tuple[AccountLine, ...] = ()
        self._head: AccountHead | None = None

    def compose(self) -> ComposeResult:
        """Whose account it is, how it stands, and the lines."""
        yield TopBar()
        yield Static("", id="where", markup=False)
        yield Static("", id="stands", markup=False)
        yield Listing[Any](COLUMNS, id="listing")
        yield KeyBar()

    @property
    def _listing(self) -> Listing[Any]:
        return cast("Listing[Any]", self.query_one(Listing))

    def on_mount(self) -> None:
        """Put the cursor in the lines."""
        self._listing.focus()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at != self.app.changes:
            self.read_anew()

    @background("list")
    async def read_anew(self) -> None:
        """Read the account; the newest line gets the cursor the first time."""
        first = self._read_at < 0
        self._read_at = self.app.changes
        today = self.app.today
        head = await self.app.read(queries.head_of, self.contract_id, today)
        if head is None:
            self.app.say(_("This record is no longer there; it was taken back."), "warning")
            leave(self)
            return
        kept = await self.app.read(queries.account, self.contract_id, today)
        self._head, self._lines = head, kept.lines
        self._listing.fill([(place, line, "") for place, line in enumerate(kept.lines)])
        if first and kept.lines:
            self._listing.move_cursor(row=len(kept.lines) - 1, animate=False)
        self._say_where(head, kept)

    def _say_where(self, head: AccountHead, kept: Account) -> None:
        count = ngettext("{count} line", "{count} lines", len(kept.lines)).format(count=len(kept.lines))
        self.query_one("#where", Static).update(
            joined(" ", (_("Account of {contract}").format(contract=head.title), "bold"), f"   {count}")
        )
        who = " + ".join(head.tenants)
        gone = _("contract ended on {day}").format(day=day(head.ended_on)) if head.ended_on else ""
        stands = stands_text(kept.closing_cents)
        self.query_one("#stands", Static).update(
            joined(" ", (stands, "bold"), *((f" · {part}", "$text-muted") for part in (who, gone) if part))
        )

    @on(DataTable.RowSelected, "#listing")
    def _opened(self) -> None:
        place = self._listing.current
        if place is None:
            return
        line = self._lines[place]
        if line.line_id is not None:
            self.app.open_record(Ref("bank", line.line_id))
        elif line.ref[0] == "charge":
            self.app.open_record(Ref("charges", line.ref[1]))

    def action_back(self) -> None:
        """Go back to where this was opened."""
        self.dismiss(None)

    @background("deed")
    async def action_actions(self) -> None:
        """Choose what to do with this account."""
        await choose_from(self.app, ACTIONS[1:], self.contract_id)

    @background("deed")
    async def action_export(self) -> None:
        """Save the account to a file, to print or to send."""
        from screens.ledger.export import export_account

        if self._head is not None:
            await export_account(self.app, self._head)

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        await ask_undo(self.app)

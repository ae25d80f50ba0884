"""Two bank lines that look alike, side by side: a person says whether they are one."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from coopadmin.domain.identifiers import group_iban
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _
from coopadmin.services import matching as deeds
from db.queries import matching as queries
from db.queries.matching import LineRecord, LineRow
from screens import commands
from screens.app import CoopApp
from screens.commands import Command
from screens.text import joined, plain

ONE = Command("judge(True)", "1", N_("one and the same"), N_("The newer line is the older one over again; put it away"))
TWO = Command("judge(False)", "2", N_("two"), N_("They are two lines; both count, and this is not asked again"))


class DuplicateScreen(ModalScreen[bool | None]):
    """Shows the newer line and the older one; gives True for one and the same, False for two, None for neither."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([ONE, TWO, commands.BACK])

    def __init__(self, newer: LineRecord, older: LineRecord) -> None:
        super().__init__()
        self.newer = newer
        self.older = older

    def compose(self) -> ComposeResult:
        """The question, both lines, and the answers."""
        with Vertical(classes="dialog"):
            yield Static(plain(_("Is this one and the same payment?"), "bold"), markup=False)
            with VerticalScroll(classes="detail"), Horizontal(id="both"):
                yield Static(_told(_("This line"), self.newer), classes="half", markup=False)
                yield Static(_told(_("The one that was here"), self.older), classes="half", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(_("Two payments (2)"), id="two")
                yield Button(_("The same (1)"), id="one", variant="primary")

    def on_mount(self) -> None:
        """Put the focus on the answer that books nothing."""
        self.query_one("#two", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take a click for an answer."""
        self.dismiss(event.button.id == "one")

    def action_judge(self, same: bool) -> None:
        """Take a key for an answer."""
        self.dismiss(same)

    def action_back(self) -> None:
        """Leave it unjudged."""
        self.dismiss(None)


def _told(title: str, record: LineRecord) -> Content:
    """What tells two payments apart, a fact a line: both must be in sight before they are judged."""
    line = record.line
    facts = (
        (_("day"), long_date(line.booked_on)),
        (_("amount"), euro(line.amount_cents)),
        (_("name"), line.name),
        (_("account"), group_iban(line.iban)),
        (_("description"), line.description),
        (_("reference"), record.reference or record.end_to_end_id),
        (_("file"), f"{record.file} ({record.format}), {record.position}"),
    )
    lines = [plain(title, "bold")]
    for label, text in facts:
        lines.append(joined(" ", (label, "$text-muted"), text or "–"))
    return Content("\n").join(lines)


async def judge(app: CoopApp, row: LineRow) -> bool:
    """Ask whether a line and the one it looks like are one; tells whether there is such a one."""
    if row.suspect_id is None:
        return False
    newer = await app.read(queries.record, row.line_id)
    older = await app.read(queries.record, row.suspect_id)
    if newer is None or older is None:
        return False
    same = await app.push_screen_wait(DuplicateScreen(newer, older))
    if same is not None:
        await app.do(deeds.judge_duplicate, line_id=row.line_id, other_id=row.suspect_id, is_duplicate=same)
    return True

"""What may be shown of a vacancy file, and the figures of a year: read on the desk, saved as a file."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from coopadmin.domain.allocation import OUTCOMES
from coopadmin.exchange import allocation_figures, allocation_proof
from coopadmin.formats import short_date
from coopadmin.i18n import N_, _
from db.queries.allocation import facts
from db.queries.allocation_figures import figures
from db.queries.allocation_proof import proof
from screens import commands
from screens.app import CoopApp
from screens.commands import Command
from screens.paper import Paper, PaperScreen
from screens.text import joined

SAVE_MARKDOWN = Command("save('md')", "s", N_("save"), N_("Save this as a Markdown file, to edit or to mail"))
SAVE_PAGE = Command("save('html')", "h", N_("page to print"), N_("Save this as a page to print on A4"))
EARLIER = Command("turn(-1)", "minus", N_("year before"), N_("Show the figures of the year before"))
LATER = Command("turn(1)", "plus", N_("next year"), N_("Show the figures of the next year"))


async def show_proof(app: CoopApp, file_id: int) -> None:
    """Show how the neighbour of a file's home was chosen, over what is there; Escape goes back."""
    await app.push_screen(ProofScreen(file_id))


async def show_figures(app: CoopApp, file_id: int) -> None:
    """Show the figures of the year in which a file was closed, or of this year while it runs; Escape goes back."""
    about = await app.read(facts, file_id)
    await app.push_screen(FiguresScreen((about.closed_on or app.today).year))


class ProofScreen(PaperScreen):
    """How the neighbour of one home was chosen: what a candidate, the corporation or a court may see."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([SAVE_MARKDOWN, SAVE_PAGE, commands.BACK])

    def __init__(self, file_id: int) -> None:
        super().__init__()
        self.file_id = file_id

    async def take_in(self) -> Paper:
        """Read the proof; raises Refused where the file is gone."""
        found, on = await self.app.read(proof, self.file_id), self.app.today
        state = _(OUTCOMES[found.outcome])
        if found.closed_on:
            state += f", {short_date(found.closed_on)}"
        about = f" › {found.number} · {found.dwelling} · {state}   "
        return Paper(
            heading=joined(" ", (_("Proof"), "bold"), about, (_("names nobody"), "$text-muted")),
            stem=allocation_proof.stem(found),
            text=partial(allocation_proof.text, found, on),
            markdown=partial(allocation_proof.markdown, found, on),
            page=partial(allocation_proof.page, found, on),
        )


class FiguresScreen(PaperScreen):
    """The figures of a year, for the municipality and the corporation."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([SAVE_MARKDOWN, SAVE_PAGE, EARLIER, LATER, commands.BACK])

    def __init__(self, year: int) -> None:
        super().__init__()
        self.year = year

    async def take_in(self) -> Paper:
        """Read the figures of the year."""
        found = await self.app.read(figures, self.year, self.app.today)
        until = _("until {day}").format(day=short_date(found.until))
        return Paper(
            heading=joined(" ", (_("Figures"), "bold"), f" › {found.year}   ", (until, "$text-muted")),
            stem=allocation_figures.stem(found),
            text=partial(allocation_figures.text, found),
            markdown=partial(allocation_figures.markdown, found),
            page=partial(allocation_figures.page, found),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no year that is still to begin."""
        return not (action == "turn" and parameters == (1,) and self.year >= self.app.today.year)

    def action_turn(self, years: int) -> None:
        """Show another year."""
        self.year += years
        self.read_anew()

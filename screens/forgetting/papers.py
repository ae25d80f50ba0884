"""Documents about personal data on the desk: what is kept and why, and all that is kept of one person."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from sqlalchemy import Connection
from textual.binding import BindingType
from textual.content import Content

from coopadmin.domain.retention import KINDS
from coopadmin.errors import Refused
from coopadmin.exchange import documents, person_data, privacy
from coopadmin.exchange.documents import Block
from coopadmin.i18n import N_, _
from coopadmin.services.retention import set_ground
from db.queries import association
from db.queries import person_data as queries
from db.queries.person_data import Asker, PersonData
from screens import commands
from screens.app import CoopApp
from screens.commands import Command
from screens.fields import Field
from screens.forms import ask
from screens.paper import Paper, PaperScreen
from screens.text import joined
from screens.workers import background

GROUND = Command("ground", "g", N_("ground"), N_("Write down on what ground of the GDPR a kind of data is kept"))
SAVE_MARKDOWN = Command("save('md')", "s", N_("save"), N_("Save it as a Markdown file, for you alone to read"))
SAVE_PAGE = Command("save('html')", "h", N_("page to print"), N_("Save it as a page to print on A4"))


async def show_person(app: CoopApp, person_id: int) -> None:
    """Show all that is kept of one person."""
    await app.push_screen(PersonScreen(Asker(person_id)))


async def show_candidate(app: CoopApp, candidate_id: int) -> None:
    """Show all that is kept of a candidate, and of the person they are where they live here already."""
    await app.push_screen(PersonScreen(await app.read(queries.asking_candidate, candidate_id)))


class RegisterScreen(PaperScreen):
    """What is kept, why and until when; it names nobody."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([GROUND, SAVE_MARKDOWN, SAVE_PAGE, commands.BACK])

    def action_back(self) -> None:
        """Go back to the page this one belongs to."""
        self.app.go_to("association")

    @background("deed")
    async def action_ground(self) -> None:
        """Write down on what ground a kind is kept."""

        async def save(values: dict[str, Any]) -> None:
            await self.app.do(set_ground, **values)

        fields = [
            Field("kind", N_("Data"), "choice", required=True, choices=[(one.name, one.label) for one in KINDS]),
            Field("ground", N_("Ground"), required=True, help=N_("such as: GDPR art. 6(1)(b), the membership")),
            Field("valid_from", N_("From"), "date", required=True, initial=self.app.today),
            Field("source", N_("Where it comes from"), required=True, help=N_("the law, the agreement, a decision …")),
        ]
        intro = _("What held before that day stays as it was.")
        if await ask(self.app, _("On what ground it is kept"), fields, save, intro=intro):
            self.read_anew()

    async def take_in(self) -> Paper:
        """Read the terms in force today."""
        on = self.app.today

        def ask(connection: Connection) -> tuple[Block, ...]:
            return privacy.blocks(association.cooperative(connection).name, association.rules(connection), on)

        found = await self.app.read(ask)
        title = joined(" ", (_("Personal data: what is kept, why and until when"), "bold"))
        return _paper(title, privacy.stem(on), found)


class PersonScreen(PaperScreen):
    """All that is kept of one person, to give to them (GDPR (AVG) art. 15)."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([SAVE_MARKDOWN, SAVE_PAGE, commands.BACK])

    def __init__(self, asker: Asker) -> None:
        super().__init__()
        self.asker = asker

    async def take_in(self) -> Paper:
        """Read the person's data; raises Refused where the person is gone."""
        try:
            found: PersonData = await self.app.read(queries.data_of, self.asker)
        except LookupError:
            raise Refused(_("This record is no longer there; it was taken back.")) from None
        title = joined(" ", (_("What is kept of one person"), "bold"), f" › {found.number}")
        return _paper(title, person_data.stem(found), person_data.blocks(found, self.app.today))


def _paper(title: Content, stem: str, found: tuple[Block, ...]) -> Paper:
    return Paper(
        heading=title,
        stem=stem,
        text=partial(documents.plain, found),
        markdown=partial(documents.markdown, found),
        page=partial(documents.page, found),
    )

"""The palette: any record by any part of its name, any page by its title, and any command by its word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coopadmin.formats import fold
from coopadmin.i18n import N_, _
from screens.app import CoopApp, Ref
from screens.commands import BACK, SECTIONS, bindings, key_name
from screens.pages import PAGES
from screens.text import joined, plain
from screens.workers import background

TITLES: dict[str, str] = {
    "allocation": N_("Vacancy files"),
    "week": N_("Week of rooms and things"),
    "bookings": N_("Bookings"),
    "series": N_("Series"),
    "turns": N_("Cleaning turns"),
    "keys": N_("Keys"),
    "contractors": N_("Contractors"),
    "inspections": N_("Inspections"),
    "maintenance_plan": N_("Maintenance plan"),
    "work_days": N_("Work days"),
    "hours": N_("Hours"),
    "household_hours": N_("Hours by household"),
    "claims": N_("Claims of hours"),
    "demarcation": N_("Demarcation list"),
    "waiting": N_("Waiting list"),
    "pool": N_("Pool"),
    "candidates": N_("Candidates"),
    "mismatches": N_("Mismatches"),
    "applications": N_("Applications"),
    "endings": N_("Endings"),
    "journal": N_("Journal"),
    "deadlines": N_("Deadlines"),
    "offices": N_("Offices"),
    "voting_rules": N_("Rules for meetings and votes"),
    "procedures": N_("Procedures of self-allocation"),
    "forgetting": N_("Clear personal data"),
    "privacy": N_("Privacy"),
    "decisions": N_("Decisions"),
    "actions": N_("Actions"),
    "requests": N_("Requests for a meeting"),
    "matching": N_("Clear the queue"),
    "bank": N_("Bank lines"),
    "charges": N_("Charges"),
    "arrears": N_("Arrears"),
    "credits": N_("Credits"),
    "plans": N_("Payment plans"),
    "deposits": N_("Deposits"),
    "increases": N_("Rent increase"),
    "objections": N_("Objections"),
    "budget": N_("Budget of a year"),
    "closing": N_("Close the month"),
    "backups": N_("Copies of the store"),
    "doctor": N_("Doctor"),
}
"""The pages that are no section and have no key of their own, by the names of `PAGES`.

Their subjects have the same titles, but would have to be imported to ask them.
"""

ALSO: dict[str, str] = {
    "forgetting": N_("privacy GDPR retention keep term clean up erase forget"),
    "backups": N_("backup copy restore put back"),
    "doctor": N_("doctor support diagnosis version terminal log report"),
    "privacy": N_("GDPR register of processing retention keep term personal data"),
}
"""Other words by which a page is found, in English and in the language in use."""

STANDS: dict[str, tuple[str, str]] = {
    "meetings": (
        N_("Meeting mode: open the room of a meeting, then G"),
        N_("projector beamer screen wall large"),
    ),
}
"""What has no page of its own to go to: how it is reached from the page it begins on, and other words for it."""

NAMES: dict[str, str] = {**{name: command.label for name, command in SECTIONS.items()}, **TITLES}
"""What the kinds of record that are found are called, by the subject their page belongs to."""


@dataclass(frozen=True, slots=True)
class _Doing:
    """A command of the page the palette was called from."""

    key: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Page:
    """A page to go to, and the section it belongs to."""

    name: str
    title: str
    section: str
    also: str = ""

    @property
    def words(self) -> str:
        """All it is found by, folded."""
        also = self.also
        return fold(" ".join((self.title, self.section, also, _(also) if also else "")))


class FinderScreen(ModalScreen[None]):
    """Type any part of a name; Enter goes there."""

    app = getters.app(CoopApp)
    BINDINGS: ClassVar[list[BindingType]] = bindings([BACK])
    MOST = 60

    def __init__(self, commands: list[_Doing]) -> None:
        super().__init__()
        self.commands = commands
        self.pages = [
            _Page(name, _(TITLES[name]), _(SECTIONS[section].label), ALSO.get(name, ""))
            for name, section in PAGES.items()
        ]
        self.pages += [_Page(name, _(how), _(SECTIONS[name].label), also) for name, (how, also) in STANDS.items()]
        self.targets: list[Ref | _Doing | _Page] = []
        self.answered: str | None = None
        """The text that what is shown answers to."""
        self.taken = False
        """Whether Enter came before the answer did."""

    @classmethod
    def of(cls, screen: Screen[Any]) -> FinderScreen:
        """Make the palette for a page, with the commands that work there."""
        found: dict[str, _Doing] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.tooltip and active.enabled and binding.action not in ("find", "back"):
                doing = _Doing(binding.key, _(binding.description), _(binding.tooltip))
                found.setdefault(binding.action, doing)
        return cls(list(found.values()))

    def compose(self) -> ComposeResult:
        """Where one types, and what was found."""
        with Vertical(classes="dialog tall"):
            yield Input(placeholder=_("a name, a home, a number, a word, or a command"), compact=True)
            yield OptionList(markup=False)
            yield Static("", id="found", markup=False)

    def on_mount(self) -> None:
        """Begin with the commands."""
        self.query_one(Input).focus()
        self._search("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.taken = False
        self._search(event.value)

    @background("find")
    async def _search(self, text: str) -> None:
        from db.queries import finder

        hits = await self.app.read(finder.find, text, limit=self.MOST) if text.strip() else []
        words = fold(text).split()
        doings = [
            doing for doing in self.commands if all(word in fold(f"{doing.label} {doing.sentence}") for word in words)
        ]
        pages = [page for page in self.pages if all(word in page.words for word in words)]
        # A page by its whole name, records that begin with what was typed, pages that do, and what holds it somewhere.
        begun = fold(text).strip()
        meant = [page for page in pages if fold(page.title) == begun]
        named = [page for page in pages if begun and page not in meant and fold(page.title).startswith(begun)]
        close = sum(fold(hit.label).startswith(begun) or fold(hit.detail).startswith(begun) for hit in hits)
        others = [page for page in pages if page not in named and page not in meant]
        refs = [Ref(hit.subject, hit.record_id) for hit in hits]
        self.targets = [*meant, *refs[:close], *named, *refs[close:], *doings, *others]
        records = [
            Option(joined(f"{hit.label}  ", (f"{hit.detail}  {_(NAMES[hit.subject])}", "$text-muted"))) for hit in hits
        ]
        options = [*map(_shown_page, meant), *records[:close], *map(_shown_page, named), *records[close:]]
        options += [*map(_shown_doing, doings), *map(_shown_page, others)]
        listing = self.query_one(OptionList)
        listing.set_options(options)
        if options:
            listing.highlighted = 0
        note = "" if options else _("Nothing found; try a part of the name, without accents if you like.")
        self.query_one("#found", Static).update(plain(note, "$text-muted"))
        self.answered = text
        if self.taken:
            self._taken()

    def on_key(self, event: events.Key) -> None:
        """Walk through what was found without leaving the text."""
        listing = self.query_one(OptionList)
        if event.key in ("down", "up") and self.query_one(Input).has_focus:
            event.stop()
            event.prevent_default()
            if event.key == "down":
                listing.action_cursor_down()
            else:
                listing.action_cursor_up()

    @on(Input.Submitted)
    def _taken(self) -> None:
        # Who types faster than the store answers means what they typed, not what stood there before.
        self.taken = self.answered != self.query_one(Input).value
        if self.taken:
            return
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None:
            self._go(highlighted)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._go(event.option_index)

    def _go(self, place: int) -> None:
        if not 0 <= place < len(self.targets):
            return
        target = self.targets[place]
        app = self.app
        self.dismiss(None)
        # At once: what is struck behind Enter is meant for what opens.
        if isinstance(target, Ref):
            app.open_record(target)
        elif isinstance(target, _Page):
            app.go_to(target.name)
        else:
            app.give_back(events.Key(target.key, None))

    def holds_back(self, key: str) -> bool:  # noqa: ARG002 - all keys alike
        """Let a key wait that was struck behind an Enter which waits for the answer itself."""
        return self.taken

    def action_back(self) -> None:
        """Close the palette."""
        self.dismiss(None)


def _shown_doing(doing: _Doing) -> Option:
    return Option(
        joined(
            (f"{key_name(doing.key):<8}", "$footer-key-foreground"),
            f"{doing.label}  ",
            (doing.sentence, "$text-muted"),
        )
    )


def _shown_page(page: _Page) -> Option:
    return Option(joined((f"{'→':<8}", "$footer-key-foreground"), f"{page.title}  ", (page.section, "$text-muted")))

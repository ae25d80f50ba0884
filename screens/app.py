"""The desk itself: the sections, the store, and the few things every page may ask of it."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, Literal, ParamSpec, TypeVar
from weakref import WeakSet

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.screen import ModalScreen, Screen

from coopadmin import i18n, log, settings
from coopadmin.errors import ChangedMeanwhile, CoopadminError, Refused, StoreUnusable, about_a_file
from coopadmin.i18n import _
from screens import commands, terminal
from screens.commands import FIND, HELP, QUIT, QUIT_TOO, SECTIONS
from screens.pages import PAGES, made
from screens.styles import KeptStylesheet
from screens.text import HARMLESS
from screens.themes import DARK, LIGHT, THEMES
from screens.typed_ahead import PatientApp
from screens.workers import SEEN

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.journal import Transaction
    from db.store import Done, Store

P = ParamSpec("P")
R = TypeVar("R")

WIDE = 110
"""Columns from which a record stands beside its list."""

Severity = Literal["information", "warning", "error"]

Leaving = Literal["stop", "again"]
"""How the desk was left: for good, or to be opened again at once (another store, another language)."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A record to go to: the subject's name and the record's number."""

    subject: str
    record_id: int


class CoopApp(PatientApp[Leaving]):
    """The terminal desk."""

    TITLE = "coopadmin"
    CSS_PATH = "coopadmin.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual's own form
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        name: lambda name=name: made(name) for name in (*SECTIONS, *PAGES)
    }
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([HELP, *SECTIONS.values(), FIND, QUIT, QUIT_TOO])

    def __init__(
        self,
        store_path: Path,
        *,
        preferences: settings.Preferences | None = None,
        told: tuple[str, Severity] | None = None,
    ) -> None:
        super().__init__()
        self.told = told
        """What happened between the desk before and this one."""
        self.between: Callable[[], str] | None = None
        """What must be done when nothing has the store open, before the desk opens again; gives what to say of it."""
        self.preferences = preferences or settings.load_preferences()
        # The theme is chosen before the styles are read the first time, so that they are read once.
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = self.preferences.theme if self.preferences.theme in THEMES else DARK.name
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())
        self.store_path: Path = store_path
        self.needs_passphrase = _asks_passphrase(store_path)
        self.store: Store | None = None
        self._opening: asyncio.Task[None] | None = None
        self.cooperative = ""
        self.drafts: dict[str, dict[str, Any]] = {}
        """What was typed in forms that were left without saving, until the desk is closed."""
        self.problem: CoopadminError | None = None
        """What keeps the store from being used; None again once it could be used."""
        self.wanted: tuple[str, int] | None = None
        """A record that its list should put the cursor on when it is read next."""
        self.changes = 0
        """Counts what was changed, so that a page shown again knows whether to read anew."""
        self.unread: WeakSet[Screen[Any]] = WeakSet()
        """Pages of which the last reading failed."""
        self.today: date = settings.today()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let nothing that steers a terminal through, whatever drew it: the last thing before the terminal."""
        return [*super().get_line_filters(), HARMLESS]

    # -- keys --------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Take a capital that nothing asked for as its small letter: the texts name keys by capitals."""
        if len(event.key) == 1 and event.key.isupper():
            event.stop()
            self.give_back(events.Key(event.key.lower(), None))

    # -- opening -----------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show the first page at once; the store is opened behind it."""
        asyncio.get_running_loop().set_exception_handler(_note_lost)
        self.set_interval(terminal.LOOK_EVERY, terminal.leave_with_it)
        if not self.store_path.exists():
            from screens.welcome.screen import WelcomeScreen

            self.push_screen(WelcomeScreen())
        elif self.needs_passphrase:
            from screens.passphrase import PassphraseScreen

            self.push_screen(PassphraseScreen())
        else:
            self.switch_mode("desk")
        if self.told:
            self.say(*self.told)

    async def open_store(self) -> Store:
        """Open the store in a thread, once; raises StoreUnusable and its kin.

        Whoever waits for it may be stopped meanwhile; the thread would go on, and must not find another beside it.
        """
        while self.store is None:
            self._opening = self._opening or asyncio.create_task(self._open_once())
            await asyncio.shield(self._opening)
        return self.store

    async def _open_once(self) -> None:
        try:
            self.store = await asyncio.to_thread(_open, self)
        finally:
            self._opening = None
        if self.store.backed_up_to is not None:
            message = _("The store was brought up to date; a backup was made first: {file}")
            self.say(message.format(file=self.store.backed_up_to.name))
        if self.store.unswept:
            self.say(self.store.unswept, "warning")

    @property
    def actor(self) -> str:
        """Who is at the desk: the name that goes into the journal."""
        return settings.actor_name(self.preferences)

    @property
    def _has_store(self) -> bool:
        """Tell whether there is a store to open, or an open one; without it there is only the page that asks."""
        return self.store is not None or (self.store_path.exists() and not self.needs_passphrase)

    # -- reading and changing ----------------------------------------------------------------------------------

    async def read(self, query: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a query in a thread, and remember how new what was read is."""
        store = await self.open_store()
        found, newest = await asyncio.to_thread(lambda: store.read_as_of(query, *args, **kwargs))
        if SEEN.get() is None:
            SEEN.set(newest)
        self.problem = None
        return found

    async def do(self, deed: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs) -> Done[R]:
        """Carry out a deed in a thread, and let every page know that something changed.

        Raises ChangedMeanwhile where somebody else changed the same since it was read here.
        """
        store = await self.open_store()
        store.actor = self.actor
        seen = SEEN.get()
        # Whoever waits for it may be stopped; the thread goes on, and what it did must be known all the same.
        doing = asyncio.create_task(self._carry_out(lambda: store.do_unless_changed(seen, deed, *args, **kwargs)))
        done = await asyncio.shield(doing)
        SEEN.set(done.seen or seen)
        return done

    async def _carry_out(self, work: Callable[[], Done[R]]) -> Done[R]:
        done = await asyncio.to_thread(work)
        self.problem = None
        self._forget_told()
        self.mark_changed()
        return done

    async def rehearse(self, deed: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Carry out a deed in a thread and take it back at once: whether it can be done, before anything is asked."""
        store = await self.open_store()
        found = await asyncio.to_thread(lambda: store.rehearse(deed, *args, **kwargs))
        self.problem = None
        return found

    def mark_changed(self) -> None:
        """Let every page read anew when it is shown."""
        self.changes += 1
        refresh = getattr(self.screen, "read_anew", None)
        if refresh is not None:
            refresh()

    # -- telling -----------------------------------------------------------------------------------------------

    def say(self, message: str, severity: Severity = "information") -> None:
        """Tell the person something in passing; user text in it is never markup.

        Nothing passes over a page on the wall, for it may name people: such a page tells what it must itself.
        """
        if any(getattr(screen, "ON_THE_WALL", False) for screen in self.screen_stack):
            return
        self.notify(message, severity=severity, timeout=8 if severity == "information" else 15, markup=False)

    def _forget_told(self) -> None:
        """Take what was told of the deed before off the screen: U takes that back no more, and messages would stack."""
        for one in list(self._notifications):
            if one.severity == "information":
                self._unnotify(one)

    def tell(self, error: CoopadminError) -> None:
        """Tell the person what could not be."""
        if isinstance(error, StoreUnusable):
            from screens.dialogs import ProblemScreen

            self.problem = error
            self.push_screen(ProblemScreen(str(error)))
        else:
            self.say(str(error), "warning" if isinstance(error, Refused) else "error")
            if isinstance(error, ChangedMeanwhile):
                self.mark_changed()

    def tell_unexpected(self, error: Exception) -> None:
        """Tell the person that the program itself failed; the report names places in the code, never data."""
        from screens.dialogs import ProblemScreen

        self.push_screen(ProblemScreen(log.unexpected(error)))

    def _fatal_error(self) -> None:
        """Leave the desk where Textual itself would, with a sentence instead of what the program held at that moment.

        Textual's own page shows the values of variables, and so whoever they are about.
        """
        if self._exception is None or os.environ.get("COOPADMIN_DEBUG") == "1":
            super()._fatal_error()
        elif not self._exit_renderables:
            # What fails because of the first is not told: Textual would say that there is more, in its own words.
            self.panic(Text(_told(self._exception)))

    def action_help_quit(self) -> None:
        """Answer the key that ends other programs."""
        self.say(_("F10 closes the desk; Ctrl+C copies what is marked."))

    # -- going somewhere ---------------------------------------------------------------------------------------

    def action_section(self, name: str) -> None:
        """Go to a section as it was left; who is in it already goes back to its first page."""
        if not self._has_store or isinstance(self.screen, ModalScreen):
            return
        if self.current_mode != name:
            self.go_to(name)
            return
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self._read_again()

    def go_to(self, name: str) -> None:
        """Show the list or page of a section, made on first use."""
        self.switch_mode(name)
        self._read_again()

    def _read_again(self) -> None:
        """Read a page once more that somebody goes to, where the last time failed."""
        if self.screen in self.unread:
            getattr(self.screen, "read_anew", self.refresh)()

    def open_record(self, ref: Ref) -> None:
        """Show one record over what is there; Escape goes back."""
        from screens.record_screen import RecordScreen
        from screens.subject import subject_named

        self.push_screen(RecordScreen(subject_named(ref.subject), ref.record_id))

    def show_record(self, subject: str, record_id: int) -> None:
        """Put the cursor of a list on a record that was just made, once the list has been read."""
        self.wanted = (subject, record_id)

    def action_help(self) -> None:
        """Show what this page can do."""
        from screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen.of(self.screen))

    def action_find(self) -> None:
        """Find anything by any part of its name."""
        from screens.finder import FinderScreen

        if self._has_store and not isinstance(self.screen, ModalScreen):
            self.push_screen(FinderScreen.of(self.screen))

    async def action_quit(self) -> None:
        """Close the desk; a form in progress keeps its draft only while the desk is open, so it asks."""
        from screens.forms import FormScreen

        if isinstance(self.screen, FormScreen) and self.screen.touched:
            self.say(_("Save the form with Ctrl+S or leave it with Escape first."), "warning")
            return
        self.exit("stop")

    def reopen_after(self, work: Callable[[], str]) -> None:
        """Close the desk, do what nobody may have the store open for, and open it again saying how that went."""
        self.between = work
        self.exit("again")

    async def open_demo(self) -> None:
        """Make the demo in a throwaway store and open the desk on it; it is removed when the desk is closed."""
        from coopadmin.demo import throwaway_demo

        self.say(_("Making the demo …"))
        self.store_path = await asyncio.to_thread(throwaway_demo, self.today)
        self.exit("again")

    def choose(self, **chosen: str) -> None:
        """Keep a preference; another language opens the desk again in it."""
        before = self.preferences
        self.preferences = replace(before, **chosen)
        settings.save_preferences(self.preferences)
        if self.preferences.theme in THEMES:
            self.theme = self.preferences.theme
        if self.preferences.language and self.preferences.language != i18n.language():
            i18n.use(self.preferences.language)
            self.exit("again")


def _told(error: Exception) -> str:
    """Give the sentence for an error that ends the desk."""
    named = about_a_file(error)
    if named is None:
        return log.unexpected(error)
    log.noted(error)
    return str(named)


def _note_lost(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Note what failed in work that nobody waits for; its words, which may be about people, are shown nowhere."""
    error = context.get("exception")
    if isinstance(error, BaseException):
        log.noted(error)


def _asks_passphrase(path: Path) -> bool:
    """Look whether the store needs a passphrase that is not known yet; a plain one is told by its first bytes."""
    from db.heads import head_of

    with contextlib.suppress(OSError):
        if head_of(path, 16) != b"SQLite format 3\0":
            from db.files import is_open_to_us

            return not is_open_to_us(path)
    return False


def _open(app: CoopApp) -> Store:
    from db.store import Store
    from screens.backups.making import begin_day

    return Store(app.store_path, actor=app.actor, begin_day=partial(begin_day, app))

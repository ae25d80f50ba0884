"""What a computer, a terminal and a store must be for the program to work, and what is wrong with what they are.

The facts are gathered elsewhere (`db/doctor.py`, `reports/doctor_facts.py`); here they are judged. Nothing here is
about people: the sentence about a store that cannot be used is handed in with the home folder as ~.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from coopadmin.errors import INSTALL_ENCRYPTION
from coopadmin.i18n import N_, _, ngettext

OK, WARN, WRONG = "ok", "warn", "wrong"
SIGNS = {OK: "✓", WARN: "●", WRONG: "▲"}

READY, MISSING, DAMAGED, CLOSED = "ready", "missing", "damaged", "closed"
NEWER, LOCKED, SEALED, UNUSABLE = "newer", "locked", "sealed", "unusable"
STATES: dict[str, str] = {
    READY: N_("it can be used"),
    MISSING: N_("it is not there"),
    DAMAGED: N_("it is damaged, or no store"),
    CLOSED: N_("it is encrypted, and its passphrase was not given"),
    NEWER: N_("it was made by a newer version"),
    LOCKED: N_("another program holds it"),
    SEALED: N_("it is encrypted, and does not open"),
    UNUSABLE: N_("it cannot be opened"),
}
"""How a store may be; only the first, and one whose passphrase nobody gave, is no reason to leave with exit code 3."""

SCREEN = (80, 24)
"""Columns and rows the desk needs."""

OLDEST_SQLITE = (3, 37, 0)
"""The first SQLite with STRICT tables: https://sqlite.org/stricttables.html."""

ROOM_BYTES = 50 * 1000 * 1000
COPY_LATE, COPY_MISSING = timedelta(days=7), timedelta(days=30)
AHEAD, LONG_AGO = timedelta(days=1), timedelta(days=400)
"""How far the newest entry of the journal may lie after the clock, and before it, until the clock is doubted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is as it should be (ok), asks for attention (warn) or is wrong, with what would be right."""

    name: str
    weight: str
    text: str


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """A store as it lies on a disk; what could not be found out is None. Moments are those where the user is."""

    state: str
    sentence: str = ""
    """What keeps it from being used."""
    size: int | None = None
    free: int | None = None
    """Bytes of room on its disk."""
    form: str | None = None
    encrypted: bool | None = None
    journal_mode: str | None = None
    shared: bool = False
    """Whether it lies in a synced or network folder."""
    writable: bool = True
    entries: int | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None
    copies: int = 0
    last_copy_at: datetime | None = None
    copies_folder_gone: bool = False
    copies_folder_closed: bool = False
    """Whether the folder chosen for copies is there, and nothing can be written in it."""
    drafts: int = 0
    unswept: bool = False
    rows: Mapping[str, int] = field(default_factory=dict[str, int])
    """Rows of each table."""


@dataclass(frozen=True, slots=True)
class TerminalFacts:
    """A terminal as it tells of itself."""

    is_terminal: bool
    columns: int | None = None
    lines: int | None = None
    encoding: str = ""
    has_signs: bool = True
    """Whether its encoding has the lines and signs of the desk."""
    term: str = ""
    program: str = ""
    colours: int = 0
    no_color: bool = False
    old_windows: bool = False
    """The console of Windows that came before Windows Terminal."""


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """The clock where the user is; offsets in minutes east of Greenwich, `dutch` None where no table of zones tells."""

    now: datetime
    zone: str
    offset: int
    dutch: int | None
    held: bool = False


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """What the program stands on; `sealing` and `cipher` are the optional libraries, by their versions."""

    sqlite: tuple[int, ...]
    sealing: str | None
    cipher: str | None
    seals_copies: bool = False
    preferences: str = "none"
    """`none`, `read`, or `broken` where the file is no list of preferences."""


def findings(
    program: ProgramFacts, store: StoreFacts, clock: ClockFacts, terminal: TerminalFacts
) -> tuple[Finding, ...]:
    """Judge all facts, in the order in which they are told."""
    return (
        *_of_program(program, store),
        *_of_store(store),
        *_of_copies(store),
        *_of_clock(clock, store),
        *_of_terminal(terminal),
    )


def exit_code(found: Sequence[Finding], store: StoreFacts) -> int:
    """Give 3 where the store cannot be used, else 1 where something is wrong, else 0."""
    if store.state not in (READY, CLOSED):
        return 3
    return int(any(one.weight == WRONG for one in found))


def colours(environment: Mapping[str, str], *, windows: bool) -> int:
    """Tell how many colours a terminal says it has: 0, 16, 256 or 16777216."""
    term = environment.get("TERM", "")
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "WT_SESSION" in environment:
        return 1 << 24
    if term.endswith("direct"):
        return 1 << 24
    if "256color" in term:
        return 256
    if windows:
        return 16
    return 0 if term in ("", "dumb") else 16


# -- the judgements ------------------------------------------------------------------------------------------------


def _of_program(program: ProgramFacts, store: StoreFacts) -> Iterator[Finding]:
    if program.sqlite < OLDEST_SQLITE:
        text = _("SQLite {version} is too old; the program needs {least} or later. Install a newer Python.").format(
            version=".".join(map(str, program.sqlite)), least=".".join(map(str, OLDEST_SQLITE))
        )
        yield Finding("sqlite", WRONG, text)
    needed = [
        *(["sqlcipher3"] if store.encrypted and program.cipher is None else []),
        *(["pyrage"] if program.seals_copies and program.sealing is None else []),
    ]
    if needed:
        text = _(
            "What encryption needs is not installed ({names}). Install it from the folder of coopadmin: {command}"
        ).format(names=", ".join(needed), command=INSTALL_ENCRYPTION)
        yield Finding("libraries", WRONG, text)
    if program.preferences == "broken":
        text = _("The file of preferences cannot be read and counts as none; choose them again at the desk.")
        yield Finding("preferences", WARN, text)
    if not (needed or program.sqlite < OLDEST_SQLITE):
        yield Finding("program", OK, _("What the program stands on is there."))


def _of_store(store: StoreFacts) -> Iterator[Finding]:
    if store.state == CLOSED:
        text = _(
            "The store is encrypted and was not looked into; give its passphrase in COOPADMIN_PASSPHRASE to do so."
        )
        yield Finding("store", WARN, text)
    elif store.state != READY:
        yield Finding("store", WRONG, store.sentence or _(STATES[store.state]))
    else:
        yield Finding(
            "store", OK, _("The store opens and its file is whole; coopadmin check looks at all that is in it.")
        )
    if store.state == MISSING:
        return
    if not store.writable:
        text = _("The store or its folder may not be written; ask for the right to, or copy it to a place of your own.")
        yield Finding("writable", WRONG, text)
    if store.shared:
        text = _(
            "The store lies in a synced or network folder. Open it on one computer at a time, or better: keep it on "
            "the computer itself and let its copies go to that folder."
        )
        yield Finding("shared", WARN, text)
    if store.free is not None:
        yield from _of_room(store.free, store.size or 0)
    if store.drafts:
        text = ngettext(
            "{count} draft lies beside the store: a program is at work, or one was stopped; "
            "it is cleared away when the store is opened.",
            "{count} drafts lie beside the store: a program is at work, or one was stopped; "
            "they are cleared away when the store is opened.",
            store.drafts,
        )
        yield Finding("drafts", WARN, text.format(count=store.drafts))
    if store.unswept:
        text = _("What was forgotten may still lie in unused parts of the file; opening the store cleans it.")
        yield Finding("unswept", WARN, text)


def _of_room(free: int, size: int) -> Iterator[Finding]:
    if free < size + ROOM_BYTES // 10:
        yield Finding(
            "room", WRONG, _("The disk is nearly full: a copy of the store does not fit any more. Make room.")
        )
    elif free < 3 * size + ROOM_BYTES:
        yield Finding("room", WARN, _("The disk has little room left; copies of the store will not fit much longer."))


def _of_copies(store: StoreFacts) -> Iterator[Finding]:
    if store.copies_folder_gone:
        text = _("The folder chosen for copies is not there; they are kept beside the store until it is.")
        yield Finding("copies_folder", WARN, text)
    elif store.copies_folder_closed:
        text = _(
            "Nothing can be written in the folder chosen for copies; they are kept beside the store until that is so."
        )
        yield Finding("copies_folder", WARN, text)
    if store.state == MISSING or store.last_at is None:
        return
    since = store.last_copy_at or store.first_at
    behind = store.last_at - since if since else timedelta()
    if behind >= COPY_LATE:
        text = _("The work of {count} days is in no copy; make one with: coopadmin backup FILE").format(
            count=behind.days
        )
        yield Finding("copies", WRONG if behind >= COPY_MISSING else WARN, text)
    elif store.last_copy_at is None:
        yield Finding("copies", WARN, _("There is no copy of the store yet; one is made when a day at the desk ends."))
    else:
        yield Finding("copies", OK, _("There is a copy of the store of the last days of work."))


def _of_clock(clock: ClockFacts, store: StoreFacts) -> Iterator[Finding]:
    found: list[Finding] = []
    if clock.held:
        found.append(Finding("clock", WARN, _("COOPADMIN_TODAY holds the clock.")))
    if store.last_at is not None and store.last_at - clock.now > AHEAD:
        text = _(
            "The newest entry of the journal lies {count} days ahead of the clock: the clock is behind, "
            "or it was ahead when that was done. Set the clock right before any work."
        )
        found.append(Finding("clock", WRONG, text.format(count=(store.last_at - clock.now).days)))
    elif store.last_at is not None and clock.now - store.last_at > LONG_AGO:
        text = _(
            "The newest entry of the journal is {count} days old: is the clock right, and is this the right store?"
        )
        found.append(Finding("clock", WARN, text.format(count=(clock.now - store.last_at).days)))
    if clock.dutch is not None and clock.offset != clock.dutch:
        text = _("The computer's time zone is not that of the Netherlands; days begin and end at another hour.")
        found.append(Finding("zone", WARN, text))
    yield from found or [Finding("clock", OK, _("The clock fits the journal."))]


def _of_terminal(terminal: TerminalFacts) -> Iterator[Finding]:
    if not terminal.is_terminal:
        yield Finding("terminal", OK, _("This was not asked in a terminal; the desk needs one."))
        return
    good = True
    if terminal.term == "dumb":
        good = False
        yield Finding(
            "terminal", WRONG, _("This terminal cannot place text (TERM is dumb); the desk needs one that can.")
        )
    if not terminal.has_signs:
        good = False
        text = _("The terminal's letters are {encoding}, which lacks signs of the desk; set it to UTF-8.")
        yield Finding("encoding", WRONG, text.format(encoding=terminal.encoding or "?"))
    if terminal.columns and terminal.lines and (terminal.columns < SCREEN[0] or terminal.lines < SCREEN[1]):
        good = False
        text = _(
            "The window is {columns}×{lines}; the desk needs {wide}×{high}. Make it larger, or its letters smaller."
        )
        shown = text.format(columns=terminal.columns, lines=terminal.lines, wide=SCREEN[0], high=SCREEN[1])
        yield Finding("size", WARN, shown)
    if terminal.old_windows:
        good = False
        yield Finding("console", WARN, _("This is the old console of Windows; Windows Terminal shows the desk better."))
    elif terminal.colours < 256 and not terminal.no_color and terminal.term != "dumb":
        good = False
        yield Finding("colours", WARN, _("The terminal says it has few colours; the desk works, but looks plain."))
    if good:
        yield Finding("terminal", OK, _("The terminal can show the desk."))

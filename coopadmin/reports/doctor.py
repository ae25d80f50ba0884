"""What `doctor` tells, at both doors: the facts in sections, what is wrong with them, and the exit code."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from coopadmin import __version__, i18n, log, settings
from coopadmin.domain import doctor
from coopadmin.domain.backups import size_text
from coopadmin.domain.doctor import SIGNS, STATES, ClockFacts, Finding, StoreFacts, TerminalFacts
from coopadmin.formats import decimal_text, moment_text
from coopadmin.i18n import N_, _, ngettext
from coopadmin.reports.doctor_facts import (
    GLYPHS,
    clock_facts,
    preferences_state,
    program_facts,
    shown,
    terminal_facts,
    version_of,
    without_home,
)
from db.backup_folders import keeping_of
from db.doctor import SQLITE, store_facts
from db.schema import HEAD

HEADINGS: dict[str, str] = {
    "program": N_("The program"),
    "store": N_("The store"),
    "computer": N_("This computer"),
    "terminal": N_("The terminal"),
}
"""The sections, in their order."""

GIGABYTE = 1_000_000_000
"""Bytes from which a size is told in another unit."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing found: `key` and `value` for a program, `label` and `text` for a person."""

    key: str
    label: str
    value: Any
    text: str


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was found; nothing in it is about a person."""

    sections: Mapping[str, tuple[Fact, ...]]
    findings: tuple[Finding, ...]
    exit_code: int


def examine(path: Path, *, size: tuple[int, int] | None = None, passphrase: str | None = None) -> Examination:
    """Look at the program, the store at `path`, the computer and the terminal; nothing keeps it from telling.

    `size` is that of the desk, in columns and lines; an encrypted store is looked into where `passphrase` opens it.
    """
    preferences = settings.load_preferences()
    file = settings.preferences_file()
    program = program_facts(preferences, file_state=preferences_state(file))
    store = store_facts(keeping_of(path, preferences), passphrase)
    clock, terminal = clock_facts(), terminal_facts(os.environ, size)
    found = [
        Finding(one.name, one.weight, without_home(one.text))
        for one in doctor.findings(program, store, clock, terminal)
    ]
    sections = {
        "program": tuple(_program()),
        "store": tuple(_store(path, store)),
        "computer": tuple(_computer(file, program.preferences, clock)),
        "terminal": tuple(_terminal(terminal)),
    }
    return Examination(sections, tuple(found), doctor.exit_code(found, store))


def as_document(examination: Examination) -> dict[str, Any]:
    """Give it as one JSON document."""
    told = {name: {fact.key: fact.value for fact in facts} for name, facts in examination.sections.items()}
    return {
        **told,
        "findings": [asdict(one) for one in examination.findings],
        "exit": examination.exit_code,
    }


def as_text(examination: Examination, *, ruler: bool = False) -> str:
    """Write it as lines; `ruler` adds two by which the eye sees whether the terminal gives each sign one column."""
    lines: list[str] = []
    for name, facts in examination.sections.items():
        width = max(len(fact.label) for fact in facts)
        lines += [_(HEADINGS[name]), *(f"  {fact.label:<{width}}  {fact.text}" for fact in facts), ""]
    if ruler:
        lines += [_("The two bars on the right stand under one another, or the letters of the terminal are at fault:")]
        lines += [f"  {GLYPHS}│", f"  {'.' * len(GLYPHS)}│", ""]
    lines += [
        _("What is wrong, and what is not"),
        *(f"  {SIGNS[one.weight]} {one.text}" for one in examination.findings),
    ]
    return "\n".join(lines) + "\n"


# -- the sections --------------------------------------------------------------------------------------------------


def _fact(key: str, label: str, value: Any, text: str | None = None) -> Fact:
    return Fact(key, label, value, ("–" if value in (None, "") else str(value)) if text is None else text)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _program() -> Iterable[Fact]:
    yield _fact("coopadmin", "coopadmin", __version__)
    yield _fact("python", "Python", platform.python_version())
    yield _fact("sqlite", "SQLite", ".".join(map(str, SQLITE)))
    missing = _("not installed")
    for package, label in (("textual", "Textual"), ("sqlcipher3", "sqlcipher3"), ("pyrage", "pyrage")):
        found = version_of(package)
        yield _fact(package, label, found, found or missing)
    yield _fact("system", _("Operating system"), f"{platform.system()} {platform.release()} {platform.machine()}")


def _store(path: Path, store: StoreFacts) -> Iterable[Fact]:
    yield _fact("path", _("File"), shown(path))
    yield _fact("state", _("State"), store.state, _(STATES[store.state]))
    yield _fact("form", _("Form"), store.form, store.form and _form(store.form))
    yield _fact("size", _("Size"), store.size, _size(store.size))
    yield _fact("encrypted", _("Encrypted"), store.encrypted, "–" if store.encrypted is None else _yes(store.encrypted))
    yield _fact("journal_mode", _("Journal mode"), store.journal_mode, _mode(store))
    yield _fact("shared", _("Synced or network folder"), store.shared, _yes(store.shared))
    yield _fact("writable", _("May be written"), store.writable, _yes(store.writable))
    yield _fact("free", _("Room on its disk"), store.free, _size(store.free))
    yield _fact("changed_at", _("Last change"), _iso(store.last_at), store.last_at and moment_text(store.last_at))
    yield _fact("entries", _("Entries of the journal"), store.entries)
    yield _fact("rows", _("Rows of all tables"), dict(store.rows), str(sum(store.rows.values())) if store.rows else "–")
    yield _fact("copies", _("Copies"), store.copies)
    copied = store.last_copy_at
    yield _fact("last_copy_at", _("Newest copy"), _iso(copied), copied and moment_text(copied))
    yield _fact("drafts", _("Drafts left behind"), store.drafts)


def _size(size: int | None) -> str | None:
    if size is None or size < GIGABYTE:
        return None if size is None else size_text(size)
    return f"{decimal_text(round(size / (GIGABYTE // 10)), 1)} GB"


def _form(form: str) -> str:
    return form if form == HEAD else _("{form}; it becomes {newest} when it is opened").format(form=form, newest=HEAD)


def _mode(store: StoreFacts) -> str:
    wanted = "DELETE" if store.shared else "WAL"
    why = (
        _("safe in a synced or network folder, and slower")
        if store.shared
        else _("on a disk of the computer: quick, safe")
    )
    if store.journal_mode in (None, wanted):
        return f"{wanted} · {why}"
    becomes = _("{mode}; it becomes {wanted} when it is opened").format(mode=store.journal_mode, wanted=wanted)
    return f"{becomes} · {why}"


def _computer(file: Path, state: str, clock: ClockFacts) -> Iterable[Fact]:
    told = {"none": _("not there"), "broken": _("cannot be read"), "read": _("there")}[state]
    yield _fact("preferences", _("Preferences"), shown(file), f"{shown(file)} · {told}")
    yield _fact("language", _("Language"), i18n.language(), i18n.LANGUAGE_NAMES[i18n.language()])
    yield _fact("now", _("Clock"), _iso(clock.now), moment_text(clock.now))
    sign = "-" if clock.offset < 0 else "+"
    hours = f"{sign}{abs(clock.offset) // 60:02}:{abs(clock.offset) % 60:02}"
    yield _fact("zone", _("Time zone"), f"{clock.zone} {hours}")
    noted = log.log_file()
    yield _fact("log", _("Log"), None if noted is None else shown(noted), _("off") if noted is None else _file(noted))
    yield _fact("report", _("Report of the last error"), shown(log.report_file()), _file(log.report_file()))


def _file(file: Path) -> str:
    try:
        moment = datetime.fromtimestamp(file.stat().st_mtime)  # noqa: DTZ006 - as clocks here show it
    except OSError:
        told = _("not there")
    else:
        told = moment_text(moment)
    return f"{shown(file)} · {told}"


def _terminal(terminal: TerminalFacts) -> Iterable[Fact]:
    yield _fact("is_terminal", _("Is a terminal"), terminal.is_terminal, _yes(terminal.is_terminal))
    size = f"{terminal.columns}×{terminal.lines}" if terminal.columns and terminal.lines else "–"
    yield _fact("size", _("Size of the window"), [terminal.columns, terminal.lines] if terminal.columns else None, size)
    yield _fact("encoding", _("Letters"), terminal.encoding)
    yield _fact("signs", _("Has the signs of the desk"), terminal.has_signs, _yes(terminal.has_signs))
    yield _fact("term", "TERM", terminal.term)
    yield _fact("program", _("Kind of terminal"), terminal.program)
    told = ngettext("{count} colour", "{count} colours", terminal.colours).format(count=terminal.colours)
    yield _fact("colours", _("Colours"), terminal.colours, _("none") if not terminal.colours else told)
    yield _fact("no_color", "NO_COLOR", terminal.no_color, _yes(terminal.no_color))


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")

"""What the computer, the terminal and the preferences tell of themselves, for `doctor`; nothing is asked of anybody."""

from __future__ import annotations

import getpass
import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TextIO

from coopadmin import settings
from coopadmin.domain.doctor import ClockFacts, ProgramFacts, TerminalFacts, colours
from db.doctor import SQLITE

GLYPHS = "▲●○✓›·…─█▁▂▃€éÖş"
"""Signs the desk shows, each one column wide."""


def shown(path: Path | str) -> str:
    """Write a path without whose it is: the home folder as ~, the name one logs in with as …."""
    return without_home(str(path))


def without_home(text: str) -> str:
    """Write a sentence that names files without whose they are."""
    homes = {str(Path.home()), os.environ.get("USERPROFILE", ""), os.environ.get("HOME", "")}
    with suppress(OSError, RuntimeError):
        homes.add(str(Path.home().resolve()))
    for home in sorted((one for one in homes if len(one) > 1), key=len, reverse=True):
        text = re.sub(rf"{re.escape(home)}(?=[/\\]|\W|$)", "~", text)
    login = ""
    with suppress(OSError, KeyError, ImportError):
        login = getpass.getuser()
    # Outside the home folder a disk or a folder may be called after them too: /media/noor/…
    return re.sub(rf"(?<=[/\\]){re.escape(login)}(?=[/\\])", "…", text) if login else text


def version_of(package: str) -> str | None:
    """Tell the version of an installed package, None where there is none; nothing of it is loaded."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def program_facts(preferences: settings.Preferences, *, file_state: str) -> ProgramFacts:
    """Tell what the program stands on."""
    return ProgramFacts(
        sqlite=SQLITE,
        sealing=version_of("pyrage"),
        cipher=version_of("sqlcipher3"),
        seals_copies=bool(preferences.copies_for.strip()),
        preferences=file_state,
    )


def preferences_state(file: Path) -> str:
    """Tell whether the preferences are there (`read`), are not (`none`), or cannot be understood (`broken`)."""
    try:
        settings.read_preferences(file)
    except FileNotFoundError:
        return "none"
    except (OSError, ValueError, RecursionError):
        return "broken"
    return "read"


def clock_facts() -> ClockFacts:
    """Tell the hour where the user is, and how far it lies from Greenwich here and in the Netherlands."""
    now = settings.now().astimezone()
    dutch = None
    with suppress(ImportError, KeyError, OSError, ValueError):
        from zoneinfo import ZoneInfo

        dutch = _minutes(now.astimezone(ZoneInfo("Europe/Amsterdam")).utcoffset())
    held = bool(os.environ.get("COOPADMIN_TODAY"))
    return ClockFacts(now.replace(tzinfo=None), _zone(now), _minutes(now.utcoffset()) or 0, dutch, held)


def terminal_facts(environment: Mapping[str, str], size: tuple[int, int] | None = None) -> TerminalFacts:
    """Tell what is known of the terminal; `size` in columns and lines where the desk knows better."""
    stream: TextIO | None = sys.__stdout__
    is_terminal = size is not None or (stream is not None and stream.isatty())
    if size is None and stream is not None:
        with suppress(OSError, ValueError):
            size = os.get_terminal_size(stream.fileno())
    encoding = (stream.encoding if stream is not None else "") or ""
    return TerminalFacts(
        is_terminal=is_terminal,
        columns=size[0] if size else None,
        lines=size[1] if size else None,
        encoding=encoding,
        has_signs=_has_signs(encoding),
        term=_machine_word(environment.get("TERM", "")),
        program=_machine_word(environment.get("TERM_PROGRAM", ""))
        or ("Windows Terminal" if "WT_SESSION" in environment else ""),
        colours=colours(environment, windows=os.name == "nt"),
        no_color=bool(environment.get("NO_COLOR")),
        old_windows=os.name == "nt" and not {"WT_SESSION", "TERM_PROGRAM", "ConEmuPID"} & environment.keys(),
    )


def _has_signs(encoding: str) -> bool:
    try:
        GLYPHS.encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def _zone(now: datetime) -> str:
    return _machine_word(now.tzname() or "?")


def _machine_word(word: str) -> str:
    """Leave of a word of the surroundings what machines are called with."""
    return re.sub(r"[^A-Za-z0-9_./+ -]", "?", word)[:40]


def _minutes(offset: timedelta | None) -> int | None:
    return None if offset is None else round(offset.total_seconds() / 60)

"""What the program writes down of itself, for whoever helps when it fails: a small log, and a report of one error.

Both are made of words of the code alone: names of deeds, commands, modules and kinds of errors, numbers, durations.
What an error says, the values it met, names of files and folders and whatever a person typed never get in, so both may
be sent to anybody. COOPADMIN_LOG names another file for the log, or is `off`. That it cannot be written stops nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from coopadmin import __version__, settings
from coopadmin.i18n import _

LARGEST = 128 * 1024
"""Bytes a log may have before it becomes the older one, which is then replaced."""

OFF = "off"

_DEEPEST = 12
"""How many errors behind one another a report names."""

_MOST_PLACES = 60
"""How many places of the code a report names of one error: the last ones, where an endless recursion has thousands."""

_waiting: list[str] = []
"""Lines that are written when something worth keeping follows: a desk that is only looked at writes nothing."""


def log_file(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Name the file of the log; None where it is off."""
    named = environment.get("COOPADMIN_LOG", "").strip()
    if named.lower() == OFF:
        return None
    if named:
        return settings.typed_path(named)
    from platformdirs import user_log_path

    return user_log_path("coopadmin", appauthor=False) / "coopadmin.log"


def report_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Name the file in which the last unexpected error is reported; beside the log, or the preferences without one."""
    beside = log_file(environment) or settings.preferences_file(environment)
    return beside.with_name("last-error.txt")


def older_log(log: Path) -> Path:
    """Name the file that the log became when it was full."""
    return log.with_name(f"{log.stem}-older{log.suffix}")


# -- what is noted -------------------------------------------------------------------------------------------------


def started(door: str) -> None:
    """Note that the program began, with `desk` or the name of a command as the code has it."""
    python = ".".join(map(str, sys.version_info[:3]))
    _waiting[:] = [
        _line("start", _bare(door), f"coopadmin={__version__}", f"python={python}", f"system={sys.platform}")
    ]


def opened(form: str, kind: str) -> None:
    """Note that a store of some form was opened, `plain` or `encrypted`."""
    _waiting.append(_line("store", f"form={_bare(form)}", kind))
    del _waiting[2:]


def done(deed: str, seconds: float, error: BaseException | None = None) -> None:
    """Note a deed: its name in the code, how long it took, and the kind of error it ended in, if any."""
    ended = () if error is None else (f"error={kind_of(error)}",)
    _write(_line("deed", _bare(deed), f"ms={round(seconds * 1000)}", *ended))


def noted(error: BaseException) -> None:
    """Note an error that is told to the person, but whose place in the code is worth knowing."""
    _note(list(trail(error)))


def unexpected(error: BaseException) -> str:
    """Report an error that nobody foresaw, and give the sentence that says what is safe and where the report lies.

    Called at the outermost doors. The report, and the log, hold of an error what `trail` tells.
    """
    report = _reported(error)
    safe = _("Something went wrong in the program itself ({kind}). What was saved is safe, and nothing was half done.")
    where = (
        _("A report could not be written.")
        if report is None
        else _("A report without personal data lies in {file}.").format(file=report)
    )
    return f"{safe.format(kind=type(error).__name__)} {where}"


def _reported(error: BaseException) -> Path | None:
    """Write the report, and name its file where that could be."""
    lines = list(trail(error))
    _note(lines)
    report = report_file()
    head = f"coopadmin {__version__}\n{_moment()}\n{sys.platform} python {sys.version.partition(' ')[0]}\n\n"
    told = "".join(f"  {text}\n" if place else f"{text}\n" for place, text in lines)
    try:
        settings.write_private(report, f"{head}{told}".encode("utf-8", "replace"))
    except OSError:
        return None
    return report


def _note(lines: Sequence[tuple[bool, str]]) -> None:
    _write("".join(_line("error" if not place else "  at", text) for place, text in lines))


def trail(error: BaseException) -> Iterator[tuple[bool, str]]:
    """Tell of an error, and of those that led to it, its kind and the places in the code; True with a place.

    The message of an error may name a member, the values at a place may be theirs, and a file may lie in a folder that
    is called after them: none of it is told.
    """
    for one in _behind(error):
        yield False, kind_of(one)
        places = list(_places(one.__traceback__))
        for text in places[-_MOST_PLACES:]:
            yield True, text


def kind_of(error: BaseException) -> str:
    """Name the kind of an error: `Refused`, `OSError[ENOSPC]`, `sqlite3.OperationalError[SQLITE_FULL]`.

    What stands between brackets is a name out of the lists of the system or the database.
    """
    import errno

    kind = next(one for one in type(error).__mro__ if _is_in_the_code(one))

    number = error.errno if isinstance(error, OSError) else None
    called = errno.errorcode.get(number or 0) or getattr(error, "sqlite_errorname", None)
    return _bare(f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")) + (
        f"[{_bare(called)}]" if isinstance(called, str) and called.isupper() else ""
    )


def _is_in_the_code(kind: type) -> bool:
    """Tell whether a kind has its name in a module; one that was made at work may be called after anything."""
    return getattr(sys.modules.get(kind.__module__), kind.__name__, None) is kind


def _behind(error: BaseException) -> list[BaseException]:
    """Give an error and those behind it, each once: its cause, what it came up in, what it keeps, its group."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting and len(found) < _DEEPEST:
        one = waiting.pop(0)
        if one is None or any(one is known for known in found):
            continue
        found.append(one)
        # Textual keeps what went wrong in a worker under a name of its own.
        kept = getattr(one, "error", None)
        waiting += [one.__cause__, one.__context__, kept if isinstance(kept, BaseException) else None]
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - of any kind
    return found


def _places(step: TracebackType | None) -> Iterator[str]:
    while step is not None:
        frame = step.tb_frame
        # A module by its name: the path of its file may have the name of a person in it.
        module = frame.f_globals.get("__name__")
        name = _bare(module) if isinstance(module, str) and module in sys.modules else "?"
        yield f"{name}:{step.tb_lineno} {_bare(frame.f_code.co_qualname)}"
        step = step.tb_next


def _bare(name: str) -> str:
    """Leave of a name what names in code have."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._<>[]") else "?" for sign in name)[:120]


# -- writing it ----------------------------------------------------------------------------------------------------


def _moment() -> str:
    return settings.now().isoformat(timespec="seconds")


def _line(*words: str) -> str:
    return " ".join((_moment(), *words)) + "\n"


def _write(lines: str) -> None:
    """Add lines to the log, behind those that waited; where it cannot be written there is none."""
    try:
        log = log_file()
        if log is None:
            return
        settings.private_folder(log.parent)
        # One write at the end of the file: two programs do not write through one another.
        # Where somebody put a pipe nobody reads, there is no log: nothing waits for it.
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NONBLOCK", 0), 0o600)
        try:
            os.write(handle, ("".join(_waiting) + lines).encode("ascii", "replace"))
            ours = os.fstat(handle)
        finally:
            os.close(handle)
        _waiting.clear()
        # Another program may have put the full one aside in the meantime: the new one is not put over it.
        if ours.st_size > LARGEST and os.path.samestat(ours, log.stat()):
            log.replace(older_log(log))
    except OSError:
        _waiting.clear()

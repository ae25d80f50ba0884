"""Results to standard output, messages to standard error; a reader who leaves early is no fault.

What writing needs is imported when something is written: the desk comes through this door too, and prints nothing.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from coopadmin.errors import AnswerLost, os_reason


def speak_utf8() -> None:
    """Let no sign break the output: UTF-8 into files and pipes, a question mark where a terminal lacks the letter.

    What was closed before the program began leads nowhere.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, io.open(os.devnull, mode, encoding="utf-8"))  # noqa: UP020, SIM115 - while we run
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def put(text: str) -> None:
    """Write lines of a result to standard output."""
    _write(sys.stdout, text)


def put_bytes(content: bytes) -> None:
    """Write a result to standard output as it is; raises AnswerLost where there is no room for it."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        _give_up(sys.stdout, error)


def put_json(document: Mapping[str, Any]) -> None:
    """Write the one JSON document of a command to standard output."""
    from coopadmin.reports.render import json_bytes

    put_bytes(json_bytes(document))


def say(message: str) -> None:
    """Write a message to standard error."""
    _write(sys.stderr, message)


def _write(stream: TextIO, text: str) -> None:
    """Write lines, without the signs by which a name in a file could steer the terminal."""
    from coopadmin.reports.table import plain

    try:
        stream.write("".join(f"{plain(line)}\n" for line in text.rstrip().split("\n")))
        stream.flush()
    except OSError as error:
        _give_up(stream, error)


def _give_up(stream: TextIO, error: OSError) -> None:
    """Send the rest nowhere: where whoever read the output has gone, the command goes on."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    if stream is sys.stdout and not isinstance(error, BrokenPipeError):
        raise AnswerLost(os_reason(error)) from None

"""One real terminal, from the first picture to a saved change to the end."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from db.queries import members
from db.store import Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pty is a Unix thing; the pilot covers the rest")

DEAF = "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.executable, sys.argv[1:])"
"""Starts a program that is not told when its terminal hangs up."""

CTRL_S, DOWN, F3, F10 = "\x13", "\x1b[B", "\x1bOR", "\x1b[21~"


def test_a_member_is_registered_in_a_real_terminal(store_path: Path, tmp_path: Path) -> None:
    from bench.terminal import Terminal

    terminal = Terminal([sys.executable, "-m", "coopadmin", "--store", str(store_path)], _surroundings(tmp_path))
    terminal.until("De Vonk")
    terminal.press(F3)
    terminal.until("om er een in te schrijven")
    terminal.press("n")
    terminal.until("L001")
    for _field in range(6):
        terminal.press("\t")
        terminal.quiet(0.1)
    terminal.press("Vries")
    terminal.until("Vries")
    terminal.press(CTRL_S)
    terminal.until("1 lid")
    terminal.press(F10)
    assert terminal.ended() == 0
    assert b"\x1b[?1049l" in terminal.seen, "the terminal was not given back"
    found = Store(store_path, actor="Noor").read(members.register_on, date(2026, 11, 20))
    assert [(row.number, row.name) for row in found] == [("L001", "Vries")]


def test_a_desk_whose_terminal_went_away_without_a_word_ends_too(store_path: Path, tmp_path: Path) -> None:
    from bench.terminal import Terminal

    desk = [sys.executable, "-m", "coopadmin", "--store", str(store_path)]
    terminal = Terminal([sys.executable, "-c", DEAF, *desk], _surroundings(tmp_path))
    terminal.until("De Vonk")
    os.close(terminal.handle)
    limit = time.monotonic() + 30
    ended = 0
    while not ended and time.monotonic() < limit:
        time.sleep(0.1)
        ended, _status = os.waitpid(terminal.pid, os.WNOHANG)
    if not ended:
        os.kill(terminal.pid, signal.SIGKILL)
        os.waitpid(terminal.pid, 0)
    assert ended


def _surroundings(folder: Path) -> dict[str, str]:
    return {
        "COOPADMIN_PREFERENCES": str(folder / "preferences.json"),
        "COOPADMIN_LOG": "off",
        "COOPADMIN_TODAY": "2026-11-20",
        "COOPADMIN_LANG": "nl",
        "COOPADMIN_ACTOR": "Noor",
    }

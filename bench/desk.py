"""How soon the desk is there, and how soon it answers a key."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from bench.measuring import PYTHON, TODAY, Measure, medians, paired, process, until_shown
from bench.terminal import Terminal
from coopadmin.demo import make_demo

KEYS = 25
F4, SLASH, DOWN = "\x1bOS", "/", "\x1b[B"


def version() -> Measure:
    """The command that does least, against importing the command-line library."""
    ours = (PYTHON, "-m", "coopadmin", "--version")
    floor = (PYTHON, "-c", "import typer")
    return paired("coopadmin --version", lambda: process(*ours), lambda: process(*floor), 1.5, 11)


def first_paint(demo: Path, env: dict[str, str]) -> Measure:
    """The first picture of the desk, against a bare table."""
    ours, floor = _desk(demo), [PYTHON, "-m", "bench.floors.bare_table"]
    return paired(
        "first paint of the desk",
        lambda: until_shown(ours, "F3", env),
        lambda: until_shown(floor, "Adres", env),
        1.4,
    )


def first_data(demo: Path, env: dict[str, str]) -> Measure:
    """The first line of what needs doing, against a bare app that reads one table."""
    ours, floor = _desk(demo), [PYTHON, "-m", "bench.floors.bare_data", str(demo)]
    return paired(
        "data on the desk",
        lambda: until_shown(ours, "●", env),
        lambda: until_shown(floor, "L0", env),
        1.5,
    )


def demo_store(folder: Path) -> Path:
    """Make the demo once."""
    path = folder / "demo.coop"
    if not path.exists():
        make_demo(path, date.fromisoformat(TODAY))
    return path


def _desk(store: Path) -> list[str]:
    return [PYTHON, "-m", "coopadmin", "--store", str(store)]


def key_time(terminal: Terminal, marker: str) -> float:
    """Press the cursor key; gives the time until the next row is painted."""
    start = terminal.press(DOWN)
    found = (terminal.until(marker) - start) * 1000
    terminal.quiet(0.12)
    return found


def cursor(store: Path, env: dict[str, str]) -> Measure:
    """The cursor in the list of homes of a large store, against a bare table."""
    ours = Terminal([PYTHON, "-m", "coopadmin", "--store", str(store)], env)
    floor = Terminal([PYTHON, "-m", "bench.floors.bare_table"], env)
    try:
        ours.until("F10")
        ours.quiet(2.5)
        ours.press(F4)
        ours.until("W00010")
        floor.until("W00010")
        for terminal in (ours, floor):
            terminal.quiet(0.6)
        rows = [f"W{number:05d}" for number in range(1, KEYS + 1)]
        pairs = [(key_time(ours, row), key_time(floor, row)) for row in rows]
        return medians("cursor key to repaint, 10,000 homes", pairs, 1.5)
    finally:
        ours.close()
        floor.close()


VISIBLE = 45
"""Rows that could be on the screen at once."""


def newcomers(store: Path, words: Sequence[str]) -> list[str]:
    """For each word: the number of a member who comes into view only with its last letter."""
    found: list[str] = []
    with closing(sqlite3.connect(store)) as connection:
        for word in words:
            before, after = (
                [
                    row[0]
                    for row in connection.execute(
                        "SELECT member.number FROM person JOIN member ON member.person_id = person.id "
                        "WHERE person.folded LIKE ? OR member.folded LIKE ? ORDER BY person.folded LIMIT ?",
                        (f"%{part}%", f"%{part}%", VISIBLE),
                    )
                ]
                for part in (word[:-1], word)
            )
            found.append(next(number for number in after[:10] if number not in before))
    return found


def letter_time(terminal: Terminal, word: str, marker: str) -> float:
    """Type the last letter of a word; gives the time until who it finds is painted, and takes the word away."""
    terminal.press(word[:-1])
    terminal.quiet(0.3)
    start = terminal.press(word[-1])
    found = (terminal.until(marker) - start) * 1000
    terminal.quiet(0.3)
    terminal.press("\x7f" * len(word))
    terminal.quiet(0.3)
    return found


def search(store: Path, env: dict[str, str]) -> Measure:
    """A letter typed in the search of the members, against a bare app with the same SQL."""
    words = ("12", "23", "34", "45", "56", "67", "78")
    ours = Terminal([PYTHON, "-m", "coopadmin", "--store", str(store)], env)
    floor = Terminal([PYTHON, "-m", "bench.floors.bare_data", str(store)], env)
    try:
        ours.until("F10")
        ours.quiet(2.5)
        ours.press("\x1bOR")
        ours.until("14000")
        floor.until("L0")
        pairs: list[tuple[float, float]] = []
        ours.press(SLASH)
        ours.quiet(0.3)
        for word, marker in zip(words, newcomers(store, words), strict=True):
            pairs.append((letter_time(ours, word, marker), letter_time(floor, word, marker)))
        return medians("letter in a search to its result, 14,000 people", pairs, 2.0)
    finally:
        ours.close()
        floor.close()

"""What is wrong with a computer, a store or a terminal is told with what would be right; the rest is left in peace."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from coopadmin.domain import doctor
from coopadmin.domain.doctor import ClockFacts, ProgramFacts, StoreFacts, TerminalFacts, colours, exit_code, findings

NOW = datetime.fromisoformat("2026-11-20T12:00:00")

PROGRAM = ProgramFacts(sqlite=(3, 45, 0), sealing="1.4.0", cipher="0.6.4")
STORE = StoreFacts(
    state=doctor.READY,
    size=5_000_000,
    free=10_000_000_000,
    form="0005",
    encrypted=False,
    journal_mode="WAL",
    entries=700,
    first_at=NOW - timedelta(days=900),
    last_at=NOW - timedelta(hours=1),
    copies=3,
    last_copy_at=NOW - timedelta(days=1),
)
CLOCK = ClockFacts(now=NOW, zone="CET", offset=60, dutch=60)
TERMINAL = TerminalFacts(is_terminal=True, columns=120, lines=40, encoding="utf-8", term="xterm", colours=1 << 24)


def judged(**facts: Any) -> dict[str, str]:
    """Give the findings that are not as they should be, with their weight."""
    given = {"program": PROGRAM, "store": STORE, "clock": CLOCK, "terminal": TERMINAL, **facts}
    return {one.name: one.weight for one in findings(**given) if one.weight != doctor.OK}


def test_where_all_is_well_that_is_what_is_told() -> None:
    found = findings(PROGRAM, STORE, CLOCK, TERMINAL)
    assert {one.name for one in found} == {"program", "store", "copies", "clock", "terminal"}
    assert {one.weight for one in found} == {doctor.OK}
    assert exit_code(found, STORE) == 0


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"program": replace(PROGRAM, sqlite=(3, 36, 9))}, {"sqlite": "wrong"}),
        ({"program": replace(PROGRAM, cipher=None)}, {}),
        (
            {"program": replace(PROGRAM, cipher=None), "store": replace(STORE, encrypted=True)},
            {"libraries": "wrong"},
        ),
        ({"program": replace(PROGRAM, sealing=None)}, {}),
        ({"program": replace(PROGRAM, sealing=None, seals_copies=True)}, {"libraries": "wrong"}),
        ({"program": replace(PROGRAM, preferences="broken")}, {"preferences": "warn"}),
        ({"store": replace(STORE, state=doctor.CLOSED)}, {"store": "warn"}),
        ({"store": replace(STORE, state=doctor.DAMAGED)}, {"store": "wrong"}),
        ({"store": replace(STORE, state=doctor.LOCKED)}, {"store": "wrong"}),
        ({"store": StoreFacts(state=doctor.MISSING, writable=False)}, {"store": "wrong"}),
        ({"store": replace(STORE, writable=False)}, {"writable": "wrong"}),
        ({"store": replace(STORE, shared=True)}, {"shared": "warn"}),
        ({"store": replace(STORE, free=9_999_999)}, {"room": "wrong"}),
        ({"store": replace(STORE, free=10_000_000)}, {"room": "warn"}),
        ({"store": replace(STORE, free=65_000_000)}, {}),
        ({"store": replace(STORE, drafts=1)}, {"drafts": "warn"}),
        ({"store": replace(STORE, unswept=True)}, {"unswept": "warn"}),
        ({"store": replace(STORE, copies_folder_gone=True)}, {"copies_folder": "warn"}),
        ({"store": replace(STORE, copies_folder_closed=True)}, {"copies_folder": "warn"}),
        ({"store": replace(STORE, last_copy_at=NOW - timedelta(days=7))}, {}),
        ({"store": replace(STORE, last_copy_at=NOW - timedelta(days=7, hours=1))}, {"copies": "warn"}),
        ({"store": replace(STORE, last_copy_at=NOW - timedelta(days=31))}, {"copies": "wrong"}),
        ({"store": replace(STORE, last_copy_at=None, copies=0)}, {"copies": "wrong"}),
        ({"store": replace(STORE, last_copy_at=None, copies=0, first_at=NOW - timedelta(days=2))}, {"copies": "warn"}),
        ({"store": replace(STORE, last_at=None, first_at=None, last_copy_at=None)}, {}),
        ({"clock": replace(CLOCK, held=True)}, {"clock": "warn"}),
        ({"clock": replace(CLOCK, now=NOW - timedelta(days=2))}, {"clock": "wrong"}),
        ({"clock": replace(CLOCK, now=NOW + timedelta(days=500))}, {"clock": "warn"}),
        ({"clock": replace(CLOCK, offset=0)}, {"zone": "warn"}),
        ({"clock": replace(CLOCK, offset=0, dutch=None)}, {}),
        ({"terminal": TerminalFacts(is_terminal=False)}, {}),
        ({"terminal": replace(TERMINAL, columns=79)}, {"size": "warn"}),
        ({"terminal": replace(TERMINAL, columns=80, lines=24)}, {}),
        ({"terminal": replace(TERMINAL, lines=23)}, {"size": "warn"}),
        ({"terminal": replace(TERMINAL, has_signs=False, encoding="cp1252")}, {"encoding": "wrong"}),
        ({"terminal": replace(TERMINAL, term="dumb", colours=0)}, {"terminal": "wrong"}),
        ({"terminal": replace(TERMINAL, colours=16)}, {"colours": "warn"}),
        ({"terminal": replace(TERMINAL, colours=16, no_color=True)}, {}),
        ({"terminal": replace(TERMINAL, colours=16, old_windows=True)}, {"console": "warn"}),
    ],
)
def test_what_is_not_as_it_should_be_is_found_and_weighed(facts: dict[str, Any], found: dict[str, str]) -> None:
    assert judged(**facts) == found


@pytest.mark.parametrize("state", doctor.STATES)
def test_a_store_that_cannot_be_used_is_three_and_one_that_nobody_opened_is_not(state: str) -> None:
    store = replace(STORE, state=state)
    found = findings(PROGRAM, store, CLOCK, TERMINAL)
    assert exit_code(found, store) == (0 if state in (doctor.READY, doctor.CLOSED) else 3)
    full = replace(STORE, free=0)
    assert exit_code(findings(PROGRAM, full, CLOCK, TERMINAL), full) == 1


def test_a_damaged_store_is_told_of_with_the_sentence_that_says_why() -> None:
    store = replace(STORE, state=doctor.DAMAGED, sentence="the file is damaged")
    assert "the file is damaged" in [one.text for one in findings(PROGRAM, store, CLOCK, TERMINAL)]


@pytest.mark.parametrize(
    ("environment", "windows", "count"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, False, 1 << 24),
        ({"TERM": "xterm-direct"}, False, 1 << 24),
        ({"TERM": "xterm-256color"}, False, 256),
        ({"TERM": "linux"}, False, 16),
        ({"TERM": "dumb"}, False, 0),
        ({}, False, 0),
        ({}, True, 16),
        ({"WT_SESSION": "x"}, True, 1 << 24),
    ],
)
def test_a_terminal_tells_how_many_colours_it_has(environment: dict[str, str], windows: bool, count: int) -> None:
    assert colours(environment, windows=windows) == count


def test_what_encryption_needs_is_told_with_the_command_that_installs_it() -> None:
    found = doctor.findings(replace(PROGRAM, sealing=None, seals_copies=True), STORE, CLOCK, TERMINAL)
    (said,) = [one.text for one in found if one.name == "libraries"]
    assert said.endswith("(pyrage). Install it from the folder of coopadmin: pipx install --force '.[encryption]'")

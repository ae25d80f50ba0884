"""What follows from a seed: a store to begin with, and turns at it, each a process that does some deeds."""

from __future__ import annotations

import random
from dataclasses import dataclass

from db import schema
from tests.torture.keys import CIPHER
from tests.torture.mishaps import Mishap, drawn
from tests.torture.script import DEEDS, WEIGHTS

STARTS = (
    *["empty"] * 2,
    *["filled"] * 7,
    *["encrypted"] * (4 * CIPHER),
    "demo",
    *(f"form {form}" for form in schema.REVISIONS[:-1]),
)
"""What a life may begin with; the filled store most often."""

IN_OLD_FORM = 4
"""So many turns begin by bringing a store of an older form up to date."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one process does, and what befalls it."""

    deeds: tuple[str, ...]
    mishap: Mishap


@dataclass(frozen=True, slots=True)
class Plan:
    """What a seed stands for: the life of one store."""

    seed: int
    start: str
    turns: tuple[Turn, ...]


def plan_of(seed: int, registers: tuple[str, ...] = (), most: int | None = None) -> Plan:
    """Work out what a seed stands for; `most` leaves all but the first turns out."""
    chance = random.Random(seed)
    start = chance.choice(STARTS)
    turns: list[Turn] = []
    for number in range(chance.randint(6, 12)):
        deeds = chance.choices(list(DEEDS), [WEIGHTS.get(name, 2) for name in DEEDS], k=chance.randint(1, 3))
        if start == "empty" and number < len(registers):
            # What was broken off is begun again.
            deeds = [*registers[max(0, number - 1) : number + 2]]
        elif start.startswith("form") and number < IN_OLD_FORM:
            deeds = ["reopen", *deeds[:1]]
        mishap = drawn(chance, deeds, in_old_form=start.startswith("form") and number < IN_OLD_FORM)
        turns.append(Turn(tuple(deeds), mishap))
    return Plan(seed, start, tuple(turns[:most]))

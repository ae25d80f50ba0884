"""The process that works until something befalls it."""

from __future__ import annotations

import os
import random
import sys
import traceback
from pathlib import Path

from coopadmin import i18n
from tests.torture.mishaps import Befalling, Mishap
from tests.torture.script import Work, carry_out

FAULTY = 3
"""The exit code of a process that met an error that is no sentence."""


def work(folder: Path, seed: int, names: list[str], mishap: Mishap, pipe: int) -> int:
    """Carry out a script in `folder` with what befalls it; gives the exit code, if it gets that far."""
    i18n.use("en")
    befalling = Befalling(mishap)
    befalling.watch()
    own = Work(folder, random.Random(seed), pipe, befalling.on_begin)
    try:
        carry_out(own, names)
    except BaseException:  # noqa: BLE001 - whatever it is, the parent must be told
        befalling.armed = False
        own.tell(broken=traceback.format_exc())
        return FAULTY
    return 0


def main(arguments: list[str]) -> int:
    """Begin as a process of its own: the folder, the seed and the registers; what it tells goes to standard output."""
    from tests.torture.runs import plan_of

    seed = int(arguments[1])
    plan = plan_of(seed, tuple(arguments[2:]))
    return work(Path(arguments[0]), seed, list(plan.deeds), plan.mishap, sys.stdout.fileno())


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))

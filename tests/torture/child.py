"""The process that works until something befalls it."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from pathlib import Path

from coopadmin import i18n
from tests.torture.keys import quick_keys
from tests.torture.mishaps import Befalling
from tests.torture.plans import Plan, plan_of
from tests.torture.script import carry_out
from tests.torture.work import Work

FAULTY = 3
"""The exit code of a process that met an error that is no sentence."""


def work(folder: Path, plan: Plan, number: int, pipe: int) -> int:
    """Do the turn `number` of a life in `folder`, with what befalls it; gives the exit code, if it gets that far."""
    i18n.use("en")
    turn = plan.turns[number]
    befalling = Befalling(turn.mishap)
    befalling.watch()
    own = Work(folder, plan.seed, number, pipe, befalling.on_begin)
    threading.excepthook = lambda thrown: own.tell(broken=f"in a thread: {thrown.exc_type} {thrown.exc_value}")
    try:
        carry_out(own, turn.deeds)
    except BaseException:  # noqa: BLE001 - whatever it is, the parent must be told
        befalling.armed = False
        own.tell(broken=traceback.format_exc())
        return FAULTY
    befalling.on_end()
    return 0


def main(arguments: list[str]) -> int:
    """Begin as a process of its own: folder, seed, turn and registers; what it tells goes to standard output."""
    plan = plan_of(int(arguments[1]), tuple(arguments[3:]))
    with quick_keys():
        return work(Path(arguments[0]), plan, int(arguments[2]), sys.stdout.fileno())


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))

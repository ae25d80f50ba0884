"""The long run: as many seeds as there is time for, or one by its number, and a table of what came of them."""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

os.environ["COOPADMIN_TODAY"] = "2026-11-20"
os.environ["COOPADMIN_LOG"] = "off"
os.environ["TZ"] = "Europe/Amsterdam"

from coopadmin import i18n
from tests.torture.mishaps import CHANCES, KILLS, NOTHING
from tests.torture.runs import Outcome, run
from tests.torture.scenes import Scenes


def main() -> int:
    """Run; gives 1 where anything was wrong."""
    asked = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    asked.add_argument("--seed", type=int, help="repeat the run of this seed")
    asked.add_argument("--minutes", type=float, default=float(os.environ.get("TORTURE_MINUTES", "30")))
    options = asked.parse_args()
    i18n.use("en")
    folder = Path(tempfile.mkdtemp(prefix="coopadmin-torture-"))
    scenes = Scenes(folder / "scenes")
    outcomes: list[Outcome] = []
    until = time.monotonic() + options.minutes * 60
    while not outcomes or (options.seed is None and time.monotonic() < until):
        seed = secrets.randbelow(10**9) if options.seed is None else options.seed
        outcomes.append(run(scenes, seed, folder / str(seed)))
        _tell_faults(outcomes[-1], folder / str(seed))
    _tell(outcomes)
    faulty = any(one.faults for one in outcomes)
    shutil.rmtree(scenes.folder if faulty else folder)
    return int(faulty)


def _tell_faults(outcome: Outcome, folder: Path) -> None:
    if not outcome.faults:
        return
    plan = outcome.plan
    print(f"seed {plan.seed}: {plan.start}; {', '.join(plan.deeds)}; {plan.mishap}; what it left is in {folder}")
    for fault in outcome.faults:
        print(f"    {fault}")
    print(f"    again: python -m tests.torture --seed {plan.seed}", flush=True)


def _tell(outcomes: list[Outcome]) -> None:
    runs = Counter(one.befell for one in outcomes)
    done, wrong = Counter[str](), Counter[str]()
    for one in outcomes:
        done[one.befell] += one.finished
        wrong[one.befell] += bool(one.faults)
    print(f"{'what befell the process':26}{'runs':>8}{'deeds done':>12}{'failures':>10}")
    for kind in CHANCES:
        print(f"{kind:26}{runs[kind]:8}{done[kind]:12}{wrong[kind]:10}")
    print(f"{'in all':26}{len(outcomes):8}{done.total():12}{wrong.total():10}")
    kills = sum(runs[kind] for kind in KILLS)
    print(f"{kills} kills, {len(outcomes) - kills - runs[NOTHING]} with a fault, {wrong.total()} failures")


if __name__ == "__main__":
    sys.exit(main())

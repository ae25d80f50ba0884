"""How fast registers are taken in, and in how much memory."""

from __future__ import annotations

import time
from pathlib import Path

from bench.measuring import HEAVY_RUNS, PYTHON, Measure, medians, peak_megabytes, process, single
from bench.registers import ORDER


def import_all(folder: Path, files: dict[str, Path], env: dict[str, str]) -> tuple[float, Path]:
    """Import registers into a fresh store, one command each; gives seconds and the store."""
    store = folder / f"import-{time.monotonic_ns()}.coop"
    command = [PYTHON, "-m", "coopadmin", "--store", str(store)]
    process(*command, "init", "--name", "Bench", env=env)
    start = time.perf_counter()
    for kind in ORDER:
        process(*command, "import", kind, str(files[kind]), env=env)
    return time.perf_counter() - start, store


def floor_import(folder: Path, files: dict[str, Path]) -> float:
    """The same rows unchecked into bare sqlite3; gives seconds."""
    target = folder / f"floor-{time.monotonic_ns()}.db"
    start = time.perf_counter()
    for kind in ORDER:
        process(PYTHON, "-m", "bench.floors.bare_import", str(target), str(files[kind]))
    return time.perf_counter() - start


def importing(folder: Path, files: dict[str, Path], env: dict[str, str]) -> tuple[Measure, Path]:
    """Registers of a large co-operative, against the same rows unchecked; gives the store too."""
    seconds, store = import_all(folder, files, env)
    pairs = [(seconds, floor_import(folder, files))]
    pairs += [(import_all(folder, files, env)[0], floor_import(folder, files)) for _ in range(HEAVY_RUNS - 1)]
    return medians("import of a store of 10,000 homes (s)", pairs, 8.0), store


def memory(folder: Path, small: dict[str, Path], large: dict[str, Path], env: dict[str, str]) -> Measure:
    """The memory an import of ten times the rows takes, against the import of a tenth."""
    peaks: list[float] = []
    for number, files in enumerate((large, small)):
        store = folder / f"memory-{number}.coop"
        command = [PYTHON, "-m", "coopadmin", "--store", str(store)]
        process(*command, "init", "--name", "Bench", env=env)
        peaks.append(peak_megabytes([*command, "import", "members", str(files["members"])], env))
    return single("memory of an import, 14,000 rows against 1,400 (MiB)", peaks[0], peaks[1], 1.15)

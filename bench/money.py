"""How fast the bank's files are taken in, and who is behind."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.arrears_page import time_first_page
from bench.bankfiles import make_camt
from bench.ledger import compare_rows, make_ledger_store, time_arrears, time_floor
from bench.measuring import HEAVY_RUNS, PYTHON, Measure, paired, peak_megabytes, process, single, told
from bench.registers import make_registers

ARREARS = "arrears over 10,000 contracts and ten years"
FIRST_PAGE = "arrears screen, first page shown"


def _year(folder: Path) -> Path:
    """Make a CAMT file of a large co-operative's year, once."""
    path = folder / "year.xml"
    return path if path.exists() else make_camt(path, 50_000, [f"C-{number:05d}" for number in range(10_000)])


def arrears(folder: Path) -> list[Measure]:
    """Who is behind, against the best statement in bare SQL; and its page on the desk, against our own list."""
    store = folder / "ledger.coop"
    on = make_ledger_store(store)
    compare_rows(store, on)
    return [
        paired(ARREARS, lambda: time_arrears(store, on), lambda: time_floor(store, on), 2.0),
        paired(FIRST_PAGE, lambda: time_first_page(store, on), lambda: time_arrears(store, on), 1.3),
    ]


def reading(folder: Path) -> Measure:
    """A CAMT file of a large co-operative's year read line by line, against a bare walk through it."""
    file = str(_year(folder))
    return paired(
        "reading a CAMT file of 50,000 lines",
        lambda: told("bench.bankfiles", file),
        lambda: told("bench.floors.bare_camt", file),
        1.5,
        HEAVY_RUNS,
    )


def taking_in(folder: Path, env: dict[str, str]) -> list[Measure]:
    """A CAMT file wholly taken in, matched and committed by the command, against a bare walk through it; its memory."""
    file = str(_year(folder))
    empty, store = folder / "bank-empty.coop", folder / "bank.coop"
    command = [PYTHON, "-m", "coopadmin", "--store"]
    process(*command, str(empty), "init", "--name", "Bench", env=env)
    files = make_registers(folder / "bank-registers", 10_000)
    for kind in ("members", "dwellings", "contracts"):
        process(*command, str(empty), "import", kind, str(files[kind]), env=env)
    words = [*command, str(store), "bank", file, "--json"]

    def fresh() -> None:
        for ending in ("-wal", "-shm"):
            Path(f"{store}{ending}").unlink(missing_ok=True)
        shutil.copy(empty, store)

    def ours() -> float:
        fresh()
        return process(*words, env=env)

    speed = paired(
        "taking in a CAMT file of 50,000 lines",
        ours,
        lambda: process(PYTHON, "-m", "bench.floors.bare_camt", file),
        4.0,
        HEAVY_RUNS,
    )
    fresh()
    peak = single("memory of taking it in, against 120 MiB (MiB)", peak_megabytes(words, env), 120.0, 1.0)
    return [speed, peak]

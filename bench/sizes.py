"""Stores of co-operatives of three sizes, alike in everything but how many homes there are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from bench.ledger import add_money
from bench.measuring import TODAY
from bench.registers import ORDER, make_registers
from coopadmin.services.association import start_cooperative
from coopadmin.services.imports import import_register
from db.migrate import make_store
from db.store import Store

SIZES = (40, 1_000, 10_000)
"""Homes: a group as most are, the largest there could be, and ten times that."""

MONTHS = 24
ON = date.fromisoformat(TODAY)


def make_sized_store(folder: Path, homes: int, months: int = MONTHS) -> Path:
    """Make a store of so many homes in use, once: its registers taken in by our own deeds, and two years of rents."""
    path = folder / f"sized-{homes}.coop"
    if path.exists():
        return path
    files = make_registers(folder / f"sized-{homes}", homes)
    make_store(path)
    store = Store(path, actor="Bench")
    store.do(start_cooperative, name="Bench")
    for kind in ORDER:
        store.do(import_register, kind, files[kind])
    add_money(path, homes, months, ON.replace(day=1))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path

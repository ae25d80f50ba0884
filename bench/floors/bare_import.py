"""Read registers with csv and openpyxl, and insert their rows unchecked with bare sqlite3."""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook


def rows_of(file: Path) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a register as they stand."""
    if file.suffix == ".xlsx":
        for row in load_workbook(file, read_only=True).worksheets[0].iter_rows(values_only=True):
            yield tuple(str(cell) if cell is not None else None for cell in row)
    else:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            yield from (tuple(row) for row in csv.reader(stream, delimiter=";"))


def main(target: str, files: list[str]) -> None:
    """Put every register in a table of its own."""
    store = sqlite3.connect(target)
    for name in files:
        file = Path(name)
        rows = rows_of(file)
        width = len(next(rows))
        columns = ", ".join(f"c{number} TEXT" for number in range(width))
        store.execute(f"CREATE TABLE {file.stem} (id INTEGER PRIMARY KEY, {columns})")
        marks = ", ".join("?" for _ in range(width))
        store.executemany(f"INSERT INTO {file.stem} VALUES (NULL, {marks})", rows)
    store.commit()
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

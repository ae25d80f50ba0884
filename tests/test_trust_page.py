"""The page about trust names the limits that the code holds: each by its name, figure and place, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "trust.md"
HELD_AGAINST_FILES = ("exchange/sheets.py", "exchange/workbooks.py", "exchange/bank/*.py")
"""The modules whose every limit is one of what comes from outside."""

_ROW = re.compile(r"\| (?P<what>[^|]+) \| (?P<figures>[^|]+) \| `(?P<file>[a-z_0-9/]+\.py)` (?P<names>[A-Z_, ]+) \|")
_LIMIT = re.compile(r"^((?:LARGEST|LONGEST|MOST|LAST)_[A-Z_]+) = ", re.MULTILINE)


def limits_of_page() -> dict[tuple[str, str], int]:
    """Read the table: the figure of each limit by its module and name."""
    table = PAGE.read_text(encoding="utf-8").partition("\n## Limits\n")[2].partition("\n## ")[0]
    found: dict[tuple[str, str], int] = {}
    for line in table.splitlines():
        if not line.startswith("|") or line.startswith(("| What", "| ---")):
            continue
        row = _ROW.fullmatch(line)
        assert row, f"this row names no constant: {line}"
        names = row["names"].split(", ")
        figures = [int(figure.replace(",", "")) for figure in row["figures"].split(" and ")]
        for name, figure in zip(names, figures, strict=True):
            assert (row["file"], name) not in found, f"{name} stands there twice"
            found[row["file"], name] = figure
    return found


def limits_of_code() -> Iterator[tuple[str, str]]:
    """Name the limits of the modules that read files."""
    for pattern in HELD_AGAINST_FILES:
        for file in sorted((ROOT / "coopadmin").glob(pattern)):
            for name in _LIMIT.findall(file.read_text(encoding="utf-8")):
                yield file.relative_to(ROOT / "coopadmin").as_posix(), name


@pytest.mark.parametrize(("place", "figure"), limits_of_page().items())
def test_a_limit_of_the_page_is_the_one_the_code_has(place: tuple[str, str], figure: int) -> None:
    file, name = place
    module = import_module(f"coopadmin.{file.removesuffix('.py').replace('/', '.')}")
    assert getattr(module, name) == figure


def test_no_limit_on_what_comes_from_outside_is_left_off_the_page() -> None:
    assert set(limits_of_code()) - set(limits_of_page()) == set()
    assert len(limits_of_page()) >= 25

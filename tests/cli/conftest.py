"""The command line as a script meets it: words in; exit code, standard output and standard error out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coopadmin.cli.door import enter

MEMBERS = (
    "Lidnr;Achternaam;Soort;Lid sinds;IBAN\n"
    "L001;Berg;lid;1-1-2020;\n"
    "L002;Bos;aspirant-lid;1-2-2021;\n"
    "L003;Öztürk;donateur;1-3-2022;\n"
)
"""A register without fault."""

ONE_WRONG = MEMBERS + "L004;Fout;lid;1-3-2022;NL69TRIO8575038096\n"
"""The same with a record that is refused: row 5."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], store_path: Path) -> Run:
    """Give a function that runs a command in English, on this test's own store unless told otherwise.

    Whatever happens, no traceback may be seen.
    """

    def carry_out(*words: object, store: object = store_path) -> Ran:
        capfdbinary.readouterr()
        code = enter(["--store", str(store), "--lang", "en", *map(str, words)])
        out, err = capfdbinary.readouterr()
        ran = Ran(code, out.decode("utf-8", "surrogateescape"), err.decode())
        assert "Traceback" not in ran.out + ran.err
        return ran

    return carry_out


@pytest.fixture
def member_file(write: Callable[[str, str], Path]) -> Path:
    """Write the register without fault."""
    return write("leden.csv", MEMBERS)


@pytest.fixture
def faulty_file(write: Callable[[str, str], Path]) -> Path:
    """Write the register with one refused record."""
    return write("leden.csv", ONE_WRONG)

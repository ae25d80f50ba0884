"""What a reader of something from outside is to the long run and to the tests, and where it works."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest import mock

from coopadmin.exchange.bank import open_bank_file
from coopadmin.services.bank import take_bank_file
from coopadmin.services.imports import KINDS, import_register
from db.store import Store
from tests.fuzz.mutations import Mutation

CORPUS = Path(__file__).parent / "corpus"
LONGEST_SENTENCE = 1500

_OF_PYTHON = re.compile(
    "invalid literal for|could not convert|Exceeds the limit|Invalid isoformat|must be in 1|out of range|too large to"
    "|unconverted data|does not match format|codec can't|embedded null|object has no|expected str|not enough values"
)
"""What an error of Python itself says, which no reader may hand on as its own."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader: its name, what is spoilt, how, and what reading is.

    `read` gives True where it was read and False where it was refused by an error of ours. Anything else that is
    raised, and whatever an assertion says, is a fault.
    """

    name: str
    samples: tuple[bytes, ...]
    mutations: tuple[Mutation, ...]
    read: Callable[[bytes], bool]

    def spoilt(self, chance: Random) -> bytes:
        """Give a sample that was spoilt in one to three ways."""
        content = chance.choice(self.samples)
        for _time in range(chance.choice((1, 1, 1, 2, 3))):
            # What is no workbook or no database any more cannot be spoilt as one.
            with suppress(Exception):
                content = chance.choice(self.mutations)(chance, content)
        return content


class Place:
    """A folder to work in, with a store that has something of everything the registers refer to."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.store = store
        for kind in KINDS:
            store.do(import_register, kind, CORPUS / f"{kind}.csv", skip_bad=True)
        store.do(take_bank_file, file=open_bank_file(CORPUS / "bank.camt.xml"))

    def put(self, name: str, content: bytes) -> Path:
        """Write a file that the next one replaces."""
        file = self.folder / name
        file.write_bytes(content)
        return file

    @contextmanager
    def a_while(self) -> Generator[Path]:
        """Give a folder that is gone afterwards, whatever was put in it."""
        with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as name:
            yield Path(name)


def is_sentence(text: str) -> None:
    """Complain of an error that says nothing, or far too much."""
    assert text.strip(), "an error without a sentence"
    assert len(text) <= LONGEST_SENTENCE, f"a sentence of {len(text)} signs"
    assert not _OF_PYTHON.search(text), f"a sentence of Python's: {text[:200]}"


@contextmanager
def surroundings(values: Mapping[str, str]) -> Generator[None]:
    """Work within other surroundings than those of this process."""
    with mock.patch.dict("os.environ", values):
        yield

"""Whatever a file holds, reading it gives what it says or one of our sentences: never a traceback, and never no end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coopadmin.errors import Unreadable
from coopadmin.services.association import start_cooperative
from db.migrate import make_store
from db.store import Store
from tests.fuzz.bounds import in_time
from tests.fuzz.reader import CORPUS, Place, Reader
from tests.fuzz.readers import readers

NAMES = (
    *(
        f"{file.stem}.csv"
        for file in sorted(CORPUS.glob("*.csv"))
        if file.stem not in ("rabobank", "ing", "knab", "asn", "triodos", "bunq")
    ),
    *(f"{kind}.xlsx" for kind in ("members", "dwellings", "maintenance", "demarcation", "plan")),
    "camt",
    "mt940",
    "bank.csv",
    "bank.zip",
    "words",
    "commands",
    "surroundings",
    "preferences",
    "store",
    "copies",
    *(("sealed", "keys") if find_spec("pyrage") else ()),
    *(("encrypted",) if find_spec("sqlcipher3") else ()),
)

SLOW = {"store": 6, "words": 150, "surroundings": 6, "copies": 6, "encrypted": 8}
"""Examples of readers that take longer or shorter than the others."""


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Reader]]:
    """Give every reader, with one store for all examples: what is read in is rehearsed, and taken back."""
    folder = tmp_path_factory.mktemp("fuzz")
    path = folder / "store.coop"
    make_store(path)
    store = Store(path, actor="Noor", clock=lambda: datetime(2026, 11, 20, 12, tzinfo=UTC))
    store.do(start_cooperative, name="De Vonk")
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("COOPADMIN_PREFERENCES", str(folder / "preferences.json"))
        yield readers(Place(folder, store))


def test_every_reader_has_its_tests(every: dict[str, Reader]) -> None:
    assert set(NAMES) == set(every)


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_themselves_are_read(every: dict[str, Reader], name: str) -> None:
    """A sample that is refused would test one sentence over and over."""
    assert every[name].read(every[name].samples[0])


@pytest.mark.parametrize("name", NAMES)
def test_a_spoilt_file_is_read_or_refused_in_a_sentence(
    every: dict[str, Reader], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = every[name]
    monkeypatch.setenv("COOPADMIN_PREFERENCES", str(Path(tempfile.gettempdir()) / "none.json"))

    # The same examples each time: what is new is for the long run, and a fault it finds is kept in the corpus.
    @settings(
        max_examples=SLOW.get(name, 15),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        phases=(Phase.generate, Phase.shrink),
    )
    @given(st.randoms(use_true_random=False))
    def read(chance: Random) -> None:
        with in_time():
            reader.read(reader.spoilt(chance))

    read()


def test_no_place_that_the_surroundings_name_stops_the_program(every: dict[str, Reader]) -> None:
    """A pipe, a folder, a home nobody has, a day at the end of all days."""
    reader = every["surroundings"]
    for sample in reader.samples:
        with in_time():
            reader.read(sample)


FOUND = sorted((CORPUS / "found").glob("*")) if (CORPUS / "found").is_dir() else []


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.name)
def test_what_was_a_fault_once_is_none_any_more(every: dict[str, Reader], file: Path) -> None:
    with in_time():
        name = file.name.rpartition("-")[0]
        if name not in every:
            pytest.skip("the library that reads it is not installed")
        every[name].read(file.read_bytes())


def test_an_error_of_python_itself_would_be_a_fault(every: dict[str, Reader], monkeypatch: pytest.MonkeyPatch) -> None:
    """The harness can fail: a reader that lets an error through, or whose sentence is no sentence, is found out."""
    reader = every["camt"]

    def fails(*_what: object) -> None:
        raise KeyError("Ntry")

    monkeypatch.setattr("tests.fuzz.readers.open_bank_file", fails)
    with pytest.raises(KeyError):
        reader.read(reader.samples[0])

    def says_nothing(*_what: object) -> None:
        raise Unreadable(Path("x" * 2000), "")

    monkeypatch.setattr("tests.fuzz.readers.open_bank_file", says_nothing)
    with pytest.raises(AssertionError, match="a sentence of"):
        reader.read(reader.samples[0])

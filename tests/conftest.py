"""What all tests stand on: a store of their own, a fixed day, English, and nothing of the machine."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar, cast

import hypothesis
import pytest

from coopadmin import i18n
from coopadmin.services.association import start_cooperative
from db import heads
from db.migrate import make_store
from db.store import Store

MadeOnce = Callable[[str, Callable[[Path], None]], Path]

TODAY = date(2026, 11, 20)
"""The day it is in every test that does not say otherwise."""

LONGEST_MAKING = 120
"""Seconds to wait for a file that another worker makes, which takes some five."""

SHARED = Path(__file__).parent.parent.parent / "shared"

# A shared machine may stand still for a moment, which says nothing about a rule.
# Everybody's run takes the same examples; `pytest --hypothesis-profile=search` looks for others.
hypothesis.settings.register_profile("search", deadline=None, max_examples=60)
hypothesis.settings.register_profile("coopadmin", deadline=None, max_examples=60, derandomize=True)
hypothesis.settings.load_profile("coopadmin")

for name in tuple(os.environ):
    # Whether the pictures are to be kept is asked of the tests themselves.
    ours = name.startswith("COOPADMIN_") and name != "COOPADMIN_PICTURES"
    if ours or name in ("NO_COLOR", "TEXTUAL_THEME", "COLORTERM"):
        del os.environ[name]
os.environ["COOPADMIN_TODAY"] = TODAY.isoformat()
os.environ["COOPADMIN_LOG"] = "off"
os.environ["TZ"] = "Europe/Amsterdam"
if sys.platform != "win32":
    time.tzset()
# Programs that tests start keep what they compiled, as they do for a user.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


# Pages and stores make many objects that live shortly; looking through all that was loaded each time takes longer
# than the tests do.
gc.set_threshold(20_000, 50, 100)


def pytest_collection_finish() -> None:
    """Leave what was loaded and collected out of every later look for rubbish."""
    gc.collect()
    gc.freeze()


T = TypeVar("T")


class Furnished:
    """Stores filled by a function, kept to be copied: filling one takes longer than most tests."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[object, tuple[Path, object]] = {}

    def fill(self, store: Store, fill: Callable[[Store], T]) -> T:
        """Fill an empty store with `fill`, or with a copy of what that made before."""
        if fill not in self._kept:
            given = fill(store)
            with closing(sqlite3.connect(store.path)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            kept = self._folder / f"{len(self._kept)}.coop"
            shutil.copy(store.path, kept)
            self._kept[fill] = (kept, given)
            return given
        kept, given = self._kept[fill]
        shutil.copy(kept, store.path)
        return cast("T", given)


@dataclass(frozen=True, slots=True)
class Furnish:
    """Fills one test's store by a function that may have run before."""

    kept: Furnished
    store: Store

    def __call__(self, fill: Callable[[Store], T]) -> T:
        """Fill the store; gives what `fill` gave."""
        return self.kept.fill(self.store, fill)


def clock() -> datetime:
    """Stand still at noon."""
    return datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep every test away from the user's own store and preferences, and in English."""
    monkeypatch.setenv("COOPADMIN_PREFERENCES", str(tmp_path / "preferences.json"))
    monkeypatch.setenv("COOPADMIN_STORE", str(tmp_path / "default.coop"))
    monkeypatch.setenv("COOPADMIN_ACTOR", "Noor")
    i18n.use("en")
    yield
    i18n.use("en")
    # A program looks at a store or two, and a run of the tests at thousands.
    for number in tuple(heads._held):  # pyright: ignore[reportPrivateUsage] - nothing else needs it
        heads.let_go_of(number)


def _told(file: Path, why: str) -> None:
    """Write why a making failed, whole or not at all, for who looks meanwhile."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.write_text(why, encoding="utf-8", errors="replace")
    draft.replace(file)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Give a function that makes a file once for all workers of this run; who changes it copies it first.

    Where the making failed, everybody who asks for the file hears at once why.
    """
    own = tmp_path_factory.getbasetemp()
    shelf = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "made"
    shelf.mkdir(exist_ok=True)

    def make_once(name: str, make: Callable[[Path], None]) -> Path:
        place, failed = shelf / name, shelf / f"{name}.failed"
        try:
            (shelf / f"{name}.taken").mkdir()
        except FileExistsError:
            until = time.monotonic() + LONGEST_MAKING
            while not place.exists():
                if failed.exists():
                    pytest.fail(f"{name} was not made: {failed.read_text(encoding='utf-8')}", pytrace=False)
                if time.monotonic() > until:
                    # Its maker was killed, and whoever asks after this need not wait as long.
                    _told(failed, f"its worker did not end within {LONGEST_MAKING} seconds")
                time.sleep(0.05)
            return place
        draft = tmp_path_factory.mktemp("draft") / name
        try:
            make(draft)
            with closing(sqlite3.connect(draft)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            draft.replace(place)
        except BaseException as error:
            _told(failed, f"{type(error).__name__}: {error}")
            raise
        return place

    return make_once


@pytest.fixture(scope="session")
def template_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one empty store per session; tests copy it."""
    i18n.use("en")
    path = tmp_path_factory.mktemp("template") / "template.coop"
    make_store(path)
    Store(path, actor="Noor", clock=clock).do(start_cooperative, name="De Vonk")
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    return path


@pytest.fixture(scope="session")
def worker_store(template_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Open one store per worker: what it has worked out about its questions serves every test."""
    path = tmp_path_factory.mktemp("store") / "store.coop"
    shutil.copy(template_store, path)
    return Store(path, actor="Noor", clock=clock)


@pytest.fixture
def store_path(template_store: Path, worker_store: Store) -> Path:
    """Put a fresh, empty store in the place of the last test's, with nothing beside it."""
    path = worker_store.path
    for beside in path.parent.iterdir():
        if beside.is_dir():
            shutil.rmtree(beside)
        else:
            beside.unlink()
    shutil.copy(template_store, path)
    return path


@pytest.fixture
def store(store_path: Path, worker_store: Store) -> Store:
    """Open an empty store of this test's own, with De Vonk begun in it."""
    worker_store.actor = "Noor"
    return worker_store


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """Keep the stores that were filled once, by the function that filled them, with what it gave."""
    return Furnished(tmp_path_factory.mktemp("furnished"))


@pytest.fixture
def furnish(furnished: Furnished, store: Store) -> Furnish:
    """Give a function that fills this test's store by another one, which runs once per worker.

    What the other one gives is shared by tests and may not hold the store, nor anything that changes.
    """
    return Furnish(furnished, store)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Give a function that writes a text file and tells where it is."""

    def write_file(name: str, content: str) -> Path:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write_file


def make_link(link: Path, target: Path) -> None:
    """Make a link to a file, or skip the test where who works here may make none, as on Windows."""
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("who works here may make no links")


@pytest.fixture
def registers() -> Path:
    """Find the example registers beside the project; a test that wants them skips without ../shared."""
    folder = SHARED / "registers"
    if not folder.is_dir():
        pytest.skip("../shared is not there")
    return folder

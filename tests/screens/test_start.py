"""The desk is there at once: the first page waits for nothing that it does not show."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from coopadmin.cli import desk
from coopadmin.settings import Preferences
from db.store import Store
from screens.app import CoopApp

ROOT = Path(__file__).parent.parent.parent


def test_what_presses_is_read_without_the_tables_it_does_not_ask() -> None:
    script = "import sys, db.store, screens.desk.pressing; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = {name for name in done.stdout.split() if name.startswith(("db.tables.", "db.journal"))}
    asked = ("allocation", "association", "base", "contracts", "dwellings", "maintenance")
    assert loaded == {f"db.tables.{name}" for name in asked}


def test_what_presses_is_asked_without_mapping_a_class(store: Store) -> None:
    script = (
        "import sys, datetime, pathlib, sqlmodel.main, db.store, screens.desk.pressing as page; "
        "store = db.store.Store(pathlib.Path(sys.argv[1]), actor='Noor'); "
        "store.read(page.read_pressing, datetime.date(2026, 11, 20)); "
        "print(*(mapper.class_.__name__ for mapper in sqlmodel.main.default_registry.mappers if mapper.configured))"
    )
    words = [sys.executable, "-c", script, str(store.path)]
    assert subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split() == []


def test_the_first_page_loads_nothing_of_another_database() -> None:
    script = "import sys, screens.desk.waiting, screens.desk.money, db.tables.everything; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    dialects = {name.split(".")[2] for name in done.stdout.split() if name.startswith("sqlalchemy.dialects.")}
    assert dialects <= {"sqlite", "_typing"}


def test_memory_is_looked_after_again_once_the_desk_is_loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found: list[bool] = []

    def run_desk(_path: Path) -> int:
        found.append(gc.isenabled())
        return 0

    monkeypatch.setattr("screens.run.run_desk", run_desk)
    monkeypatch.setattr(desk, "at_a_terminal", lambda: True)
    assert desk.open_desk(tmp_path / "a.coop") == 0
    assert found == [True]


@pytest.mark.parametrize(("chosen", "shown"), [("coop-dark", "dark"), ("coop-light", "light"), ("mauve", "dark")])
async def test_the_desk_begins_in_the_chosen_colours(chosen: str, shown: str, tmp_path: Path) -> None:
    app = CoopApp(tmp_path / "a.coop", preferences=Preferences(theme=chosen))
    async with app.run_test():
        assert app.theme == f"coop-{shown}"
        assert app.has_class(f"-{shown}-mode")
        assert app.screen.styles.background.hex == app.theme_variables["background"].upper()

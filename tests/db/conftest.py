"""A store by the back door: bare SQLite, and a process without rights."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

NOBODY = 65534
"""A user without rights, for a machine where the tests run as one who has them all."""

Raw = Callable[..., AbstractContextManager[sqlite3.Connection]]
WithoutRights = Callable[[str], str]


@pytest.fixture
def raw(store_path: Path) -> Raw:
    """Give a function that opens the store with bare SQLite, keeps what was done, and closes it."""

    @contextmanager
    def open_raw(path: Path = store_path) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA foreign_keys=ON")
            yield connection
            connection.commit()

    return open_raw


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """Make a folder that every user of the machine can reach."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)
        for path in folder.rglob("*"):
            path.chmod(0o755)


@pytest.fixture
def public_store(public_folder: Path, template_store: Path) -> Path:
    """Copy the empty store to where every user can read it."""
    path = public_folder / "vonk.coop"
    shutil.copy(template_store, path)
    path.chmod(0o644)
    return path


@pytest.fixture
def without_rights() -> WithoutRights:
    """Give a function that runs a script as a user who may not write what is closed, and tells what it printed.

    The script finds `Path`, `Store`, `make_store`, `back_up`, `restore`, `check`, `deed` (a deed that changes
    something), `query` (a query) and `tell` (calls something and prints its error, or what it gave).
    """
    if os.name != "posix":
        pytest.skip("rights of files are different here")
    prelude = f"""
import os
from datetime import datetime
from pathlib import Path
import alembic.command, alembic.config, alembic.context, mako.template
from coopadmin import i18n
from coopadmin.errors import CoopadminError
from coopadmin.services.association import correct_cooperative
from db.backup import back_up, check, restore
from db.migrate import make_store
from db.queries.association import cooperative
from db.store import Store
i18n.use("en")
if os.getuid() == 0:
    os.setgid({NOBODY})
    os.setuid({NOBODY})
def deed(path):
    return Store(path, actor="Noor").do(correct_cooperative, name="De Vonk anew", shape="individual").batch
def query(path):
    return Store(path, actor="Noor").read(cooperative).name
def tell(call, *arguments):
    try:
        print(call(*arguments))
    except CoopadminError as error:
        print(type(error).__name__, str(error))
"""

    def run(script: str) -> str:
        done = subprocess.run([sys.executable, "-c", prelude + script], capture_output=True, text=True, check=False)
        assert done.stderr == ""
        return done.stdout.strip()

    return run

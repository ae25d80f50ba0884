"""A store by the back door: bare SQLite, another process, and one without rights."""

from __future__ import annotations

import errno
import json
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
InAProcess = Callable[[str], str]


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
def fill_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Give a function that leaves no room for another folder or another file on any disk."""
    opened = os.open

    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def open_what_is_there(file: Path, flags: int, *how: int) -> int:
        if flags & os.O_CREAT:
            full()
        return opened(file, flags, *how)

    def fill() -> None:
        monkeypatch.setattr(Path, "mkdir", full)
        monkeypatch.setattr(os, "open", open_what_is_there)

    return fill


NURSERY = """
import contextlib, io, json, os, sys, traceback
from datetime import datetime
from pathlib import Path
import alembic.command, alembic.config, alembic.context, mako.template
import coopadmin.services.imports.members
import db.triggers
from coopadmin import i18n
from coopadmin.errors import CoopadminError
from coopadmin.services.association import correct_cooperative
from coopadmin.services.imports import import_register
from db.backup import back_up, check, restore
from db.migrate import make_store
from db.queries.association import cooperative
from db.store import Store
i18n.use("en")
sys.dont_write_bytecode = True
for line in sys.stdin:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                exec(json.loads(line), globals())
            except BaseException:
                traceback.print_exc()
        os.write(writing, json.dumps([out.getvalue(), err.getvalue()]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    print(answer, flush=True)
"""
"""Reads scripts, a line each, and lets a child of its own carry each out: what all need is imported once."""


@pytest.fixture(scope="session")
def nursery() -> Iterator[subprocess.Popen[str]]:
    """Start the process whose children carry out scripts."""
    if os.name != "posix":
        pytest.skip("processes and the rights of files are different here")
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def in_a_process(nursery: subprocess.Popen[str]) -> InAProcess:
    """Give a function that runs a script in a process of its own and tells what it printed.

    The script finds `Path`, `datetime`, `CoopadminError`, `Store`, `make_store`, `back_up`, `restore`, `check` and
    `import_register`.
    """

    def run(script: str) -> str:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        nursery.stdin.write(json.dumps(script) + "\n")
        nursery.stdin.flush()
        out, err = json.loads(nursery.stdout.readline())
        assert err == ""
        return out.strip()

    return run


@pytest.fixture
def without_rights(in_a_process: InAProcess) -> InAProcess:
    """Give a function that runs a script as a user who may not write what is closed, and tells what it printed.

    The script finds besides: `deed` (a deed that changes something), `query` (a query) and `tell` (calls something
    and prints its error, or what it gave).
    """
    prelude = f"""
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
    return lambda script: in_a_process(prelude + script)

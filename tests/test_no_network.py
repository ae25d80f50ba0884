"""Nothing goes over a network: no module of ours can open a connection, and a day of work asks for none."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_architecture import ROOT, SOURCES, calls, imported, named, tree

CONNECTING = frozenset(
    [
        "socket",
        "ssl",
        "http",
        "urllib",
        "ftplib",
        "smtplib",
        "poplib",
        "imaplib",
        "telnetlib",
        "nntplib",
        "xmlrpc",
        "socketserver",
        "webbrowser",
        "requests",
        "httpx",
        "aiohttp",
        "urllib3",
        "websockets",
        "paramiko",
        "selectors",
    ]
)
HARMLESS = frozenset({"urllib.parse"})
"""It takes addresses apart and puts them together, and opens none."""

OPENING = ("open_connection", "create_connection", "start_server", "create_server", "open_url", "urlopen")

FORBIDDEN = """
import sys
ASKED = []
def listen(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.sendto"):
        ASKED.append(f"{event} {arguments[1:]}")
        raise PermissionError(f"a connection was asked for: {event}")
    if event in ("webbrowser.open", "urllib.Request", "ftplib.connect", "smtplib.connect", "http.client.connect"):
        ASKED.append(event)
        raise PermissionError(f"a connection was asked for: {event}")
sys.addaudithook(listen)
"""
"""What a process runs first that may ask for no connection."""

DAY = """
import asyncio, os
from pathlib import Path
from coopadmin.cli.door import enter
folder = Path(os.environ["DAY"])
KINDS = ("members", "dwellings", "contracts", "rents")
store = str(folder / "day.coop")
corpus = Path("tests/fuzz/corpus")
for words in (
    ["init", "--name", "De Vonk"],
    *(["import", kind, str(corpus / f"{kind}.csv"), "--skip-bad"] for kind in KINDS),
    ["charge", "2026-10"],
    ["bank", str(corpus / "bank.camt.xml")],
    ["report", "members", "--format", "csv"],
    ["report", "arrears", "--format", "xlsx", "--out", str(folder / "arrears.xlsx")],
    ["backup", str(folder / "copy.coop")],
    ["check"],
):
    done = enter(["--store", store, *words])
    assert done == 0, (words, done)

async def desk():
    from coopadmin import settings
    from screens.app import CoopApp
    app = CoopApp(Path(store), preferences=settings.Preferences(language="en"))
    async with app.run_test(size=(120, 40)) as pilot:
        for key in ("f3", "down", "enter", "escape", "f4", "f5", "f9", "ctrl+p", "escape"):
            await pilot.press(key)
            await pilot.pause()
        assert app.store is not None

asyncio.run(desk())
print("ASKED", ASKED)
"""


def _in_a_process(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    surroundings = {
        **os.environ,
        "DAY": str(folder),
        "COOPADMIN_PREFERENCES": str(folder / "preferences.json"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-c", FORBIDDEN + script],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_module_can_open_a_connection() -> None:
    found = {
        (named(path), module)
        for path in SOURCES
        for module in imported(path)
        if module.partition(".")[0] in CONNECTING and module not in HARMLESS
    }
    assert found == set()


def test_no_module_asks_for_a_connection_in_another_way() -> None:
    found = [
        (named(path), line, call)
        for path in SOURCES
        for line, call in calls(path)
        if call.rpartition(".")[2] in OPENING or call in ("__import__", "eval", "exec")
    ]
    assert found == []


def test_what_is_imported_by_its_name_is_ours_or_known() -> None:
    """`import_module` could bring anything along: where its name is a text, it is held against the same list."""
    named_by_text = {
        node.args[0].value
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("import_module")
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }
    assert named_by_text
    assert {name for name in named_by_text if name.partition(".")[0] in CONNECTING} == set()


def test_all_modules_together_ask_for_no_connection(tmp_path: Path) -> None:
    modules = [named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in SOURCES]
    wanted = [name for name in modules if "migrations" not in name and not name.endswith("__main__")]
    done = _in_a_process(
        f"import importlib\nfor name in {wanted}: importlib.import_module(name)\nprint(ASKED)", tmp_path
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="there an event loop is woken by a socket of the computer itself")
def test_a_day_of_work_asks_for_no_connection(tmp_path: Path) -> None:
    done = _in_a_process(DAY, tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "ASKED []" in done.stdout


def test_the_listener_hears_a_connection(tmp_path: Path) -> None:
    done = _in_a_process("import socket; socket.create_connection(('127.0.0.1', 9), 1)", tmp_path)
    assert done.returncode != 0
    assert "a connection was asked for" in done.stderr

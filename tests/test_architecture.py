"""The house stays as it was drawn: who may know whom, how long a thing may be, and that everything has a sentence."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("coopadmin", "db", "screens")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
WRITTEN = [path for path in SOURCES if "migrations" not in path.parts]

LONGEST_FILE = 400
LONGEST_FUNCTION = 60

Function = ast.FunctionDef | ast.AsyncFunctionDef


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Read a file as what it says."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Give everything in a file, however deep."""
    return tuple(ast.walk(tree(path)))


@cache
def imported(path: Path) -> frozenset[str]:
    """Name the modules a file imports, wherever in it."""
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return frozenset(found)


@cache
def calls(path: Path) -> tuple[tuple[int, str], ...]:
    """Name what a file calls, with the line."""
    return tuple((node.lineno, ast.unparse(node.func)) for node in nodes(path) if isinstance(node, ast.Call))


STARTS = (
    ("coopadmin.__main__", "coopadmin.cli.door", "coopadmin.cli.app"),
    ("screens.app",),
    ("db.store", "coopadmin.services.members"),
)
"""Modules that are imported one after the other in one process: what an earlier one loads counts for the later too."""


@cache
def loaded_by(modules: tuple[str, ...]) -> dict[str, set[str]]:
    """Name what is in memory after importing each of some modules, in their order, in a fresh process."""
    script = "import sys" + "".join(f"; import {module}; print(' '.join(sys.modules))" for module in modules)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return {module: set(line.split()) for module, line in zip(modules, done.stdout.splitlines(), strict=True)}


def loaded(module: str) -> set[str]:
    """Name what is in memory once a module was imported in a fresh process."""
    return loaded_by(next(modules for modules in STARTS if module in modules))[module]


# -- who may know whom ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        (
            "coopadmin.__main__",
            {"typer", "textual", "sqlmodel", "sqlalchemy", "alembic", "babel", "openpyxl", "sqlite3"},
        ),
        ("coopadmin.cli.app", {"textual", "sqlmodel", "sqlalchemy", "alembic", "babel", "openpyxl", "xlsxwriter"}),
        ("coopadmin.cli.door", {"typer", "textual", "sqlmodel", "sqlalchemy", "alembic", "babel"}),
        ("screens.app", {"typer", "sqlmodel", "sqlalchemy", "alembic", "babel", "openpyxl", "xlsxwriter"}),
        ("db.store", {"typer", "textual", "rich", "alembic", "babel", "openpyxl"}),
        ("coopadmin.services.members", {"typer", "textual", "rich", "alembic", "babel", "openpyxl"}),
    ],
)
def test_what_is_not_needed_yet_is_not_loaded(module: str, unwanted: set[str]) -> None:
    assert loaded(module) & unwanted == set()


IMPORT_EACH = """
import builtins, importlib, sys
names = sys.stdin.read().split()
asked = {}
ask, ask_by_name = builtins.__import__, importlib.import_module
def listen(name, globals=None, locals=None, fromlist=(), level=0):
    by = (globals or {}).get("__name__", "")
    if by.split(".")[0] in ("coopadmin", "screens", "db"):
        assert level == 0, by
        asked.setdefault(by, set()).update((name, *(f"{name}.{one}" for one in fromlist or ())))
    return ask(name, globals, locals, fromlist, level)
def listen_by_name(name, package=None):
    asked.setdefault(sys._getframe(1).f_globals["__name__"], set()).add(name)
    return ask_by_name(name, package)
def ours():
    return [one for one in sys.modules if one.split(".")[0] in ("coopadmin", "screens")]
builtins.__import__, importlib.import_module = listen, listen_by_name
for name in names:
    ask_by_name(name)
builtins.__import__, importlib.import_module = ask, ask_by_name
def needed_by(name):
    found, todo = set(), [name]
    while todo:
        one = todo.pop()
        above = [one.rsplit(".", depth)[0] for depth in range(1, one.count(".") + 1)]
        for other in (*above, *asked.get(one, ())):
            if other in known and other not in found:
                found.add(other)
                todo.append(other)
    return found
known = {*ours(), *names}
for name in sorted(known):
    if name in needed_by(name):
        print(name)
        for one in ours():
            del sys.modules[one]
        importlib.import_module(name)
"""


def test_every_module_can_be_imported_first() -> None:
    """Import all in one process, and anew only those that need themselves by way of others.

    A module without such a circle has all it needs before it runs, whatever was imported before; one that leads to
    a circle enters it at one of its members.
    """
    modules = [
        named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in WRITTEN
        if path.parts[-2] != "tables" and path.name != "__main__.py"
    ]
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_EACH],
        input="\n".join(modules),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr) == (0, "")
    # A package that names what is in it is such a circle: proof that circles are seen.
    assert "coopadmin.exchange.bank" in done.stdout.split()


def test_imports_run_down_only() -> None:
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


ALLOWED = {
    "textual": ("screens/",),
    "rich": ("screens/",),
    "typer": ("coopadmin/cli/",),
    "sqlmodel": ("db/", "coopadmin/services/"),
    "alembic": ("db/migrate.py", "db/migrations/"),
    "sqlite3": ("db/",),
    "openpyxl": ("coopadmin/exchange/",),
    "xlsxwriter": ("coopadmin/reports/",),
    "babel": (),
    "requests": (),
    "urllib.request": (),
    "http": (),
    "socket": (),
    "pickle": (),
    "random": ("coopadmin/demo/", "db/engine.py"),  # two who wait for one another wait unequally long
}


@pytest.mark.parametrize("library", ALLOWED)
def test_a_library_is_known_only_where_it_belongs(library: str) -> None:
    for path in SOURCES:
        knows = any(name == library or name.startswith(f"{library}.") for name in imported(path))
        assert not knows or named(path).startswith(ALLOWED[library]), f"{named(path)} imports {library}"


def test_above_the_services_a_connection_is_only_handed_on() -> None:
    for path in WRITTEN:
        if named(path).startswith(("db/", "coopadmin/services/", "coopadmin/demo/")):
            continue
        for node in nodes(path):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
                assert [name.name for name in node.names] == ["Connection"], named(path)


# -- how it is written ---------------------------------------------------------------------------------------------


def test_a_file_fits_in_the_head_and_a_function_on_a_screen() -> None:
    too_long: list[str] = []
    for path in WRITTEN:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_FILE:
            too_long.append(f"{named(path)}: {lines} lines")
        for node in nodes(path):
            if isinstance(node, Function):
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                length = (node.end_lineno or 0) - body[0].lineno + 1
                if length > LONGEST_FUNCTION:
                    too_long.append(f"{named(path)}: {node.name} has {length} lines")
    assert too_long == []


def _undocumented(node: ast.AST, name: str) -> Iterator[str]:
    """Name the public things without a sentence: modules, classes, functions, methods."""
    if not isinstance(node, ast.Module | ast.ClassDef | Function):
        return
    sentence = (ast.get_docstring(node) or "").partition("\n\n")[0]
    if not sentence or sentence[-1] not in ".?:|`":
        yield name
    if isinstance(node, Function):
        return
    for child in node.body:
        if isinstance(child, ast.ClassDef | Function) and not child.name.startswith("_"):
            marks = [ast.unparse(mark) for mark in child.decorator_list]
            if not any("overload" in mark or mark.endswith(".setter") for mark in marks):
                yield from _undocumented(child, f"{name}.{child.name}")


def test_everything_public_has_a_sentence() -> None:
    assert [name for path in SOURCES for name in _undocumented(tree(path), named(path))] == []


FORBIDDEN = {
    "print": (),
    "eval": (),
    "exec": (),
    "float": (),
    "compile": (),
    "__import__": (),
    "breakpoint": (),
    "os.system": (),
    "date.today": (),
    "datetime.now": ("coopadmin/settings.py",),
    "datetime.utcnow": (),
    "datetime.today": (),
    "time.time": (),
    "time.sleep": ("db/engine.py",),
}


@pytest.mark.parametrize("call", FORBIDDEN)
def test_some_things_are_never_called(call: str) -> None:
    for path in SOURCES:
        for line, what in calls(path):
            if what == call or what.endswith(f"datetime.{call}"):
                assert named(path).startswith(FORBIDDEN[call] or ("-",)), f"{named(path)}:{line} calls {call}"


def test_the_words_of_the_system_are_looked_at_in_one_place() -> None:
    looking = [
        named(path)
        for path in WRITTEN
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr == "strerror" and ast.unparse(node.value) != "os"
    ]
    assert looking == ["coopadmin/errors.py"], "os_reason says it in the language in use"


def test_no_amount_is_ever_a_float() -> None:
    for path in WRITTEN:
        for node in nodes(path):
            if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
                name = node.arg if isinstance(node, ast.arg) else ast.unparse(node.target)
                assert not (name.endswith("_cents") and "float" in ast.unparse(node.annotation)), named(path)


def test_broad_excepts_stand_only_at_the_doors() -> None:
    # A catalogue that is damaged in whatever way, and a thread that has nobody behind it, must not end in a traceback.
    doors = ("coopadmin/cli/", "screens/", "coopadmin/i18n.py", "db/backups.py")
    for path in WRITTEN:
        for node in nodes(path):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception"):
                assert named(path).startswith(doors), f"{named(path)}:{node.lineno}"


def test_no_translated_sentence_is_put_together_before_it_is_looked_up() -> None:
    found: list[str] = []
    for path in SOURCES:
        for node in nodes(path):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "N_", "ngettext", "pgettext"):
                sentences = node.args[: 2 if ast.unparse(node.func) == "ngettext" else 1]
                if any(isinstance(sentence, ast.JoinedStr | ast.BinOp) for sentence in sentences):
                    found.append(f"{named(path)}:{node.lineno}")
    assert found == []


def test_every_deed_has_a_name_for_the_journal_and_every_name_a_deed() -> None:
    from coopadmin.domain.deeds import DEEDS

    deeds = {
        node.name
        for path in WRITTEN
        if "services" in path.parts or "demo" in path.parts
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if node.args.args
        and node.args.args[0].arg == "transaction"
        and (node.args.kwonlyargs or node.name in ("undo", "add_usual_categories"))
    }
    assert deeds == set(DEEDS)


def test_nothing_is_left_to_do_or_signed() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|@author|__author__")
    for path in SOURCES:
        assert not marks.search(path.read_text(encoding="utf-8")), named(path)


# -- what it is installed from -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml", "Makefile"])
def test_no_index_and_no_host_is_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(
        r"https?:|--(extra-)?index-url|--find-links|--trusted-host|\[\[?tool\.uv\.index|\bpypi\b", text
    )


def test_every_package_is_pinned_with_its_hashes() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    named_packages = [place for place, line in enumerate(lines) if re.match(r"[A-Za-z0-9]", line)]
    assert len(named_packages) > 20
    for place in named_packages:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^ ]+", lines[place]), lines[place]
        assert "--hash=sha256:" in lines[place + 1], lines[place]


def test_what_the_program_needs_is_in_the_lock() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = set(
        re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    )
    for needed in project["dependencies"]:
        assert re.split(r"[<>=!\[; ]", needed)[0].lower() in locked

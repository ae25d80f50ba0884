"""Every command answers with the right exit code, in the right language, and never with a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coopadmin import __version__, i18n, settings
from coopadmin.__main__ import main
from coopadmin.cli import door
from coopadmin.cli.door import Opening, asks_for_json, chosen_language, read_opening
from coopadmin.errors import Refused
from coopadmin.log import report_file

Run = Callable[..., Any]


def _process(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "coopadmin", *words],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
    )


def test_the_version_is_told_and_nothing_heavy_is_loaded_for_it() -> None:
    code = (
        "import sys; sys.argv = ['coopadmin', '--version']\n"
        "from coopadmin.__main__ import main\n"
        "code = main()\n"
        "heavy = {'typer', 'rich', 'textual', 'sqlmodel', 'sqlalchemy', 'pydantic', 'platformdirs'}\n"
        "heavy &= set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"coopadmin {__version__}\n", "")


def test_the_version_is_told_behind_other_options_too(run: Run) -> None:
    assert run("--version").out == f"coopadmin {__version__}\n"


@pytest.mark.parametrize(
    ("words", "opening"),
    [
        ([], Opening(None, None, True)),
        (["--store", "a", "--lang=en"], Opening("a", "en", True)),
        (["--lang", "nl", "check", "--store", "b"], Opening(None, "nl", False)),
        (["--store"], Opening(None, None, False)),
        (["--help"], Opening(None, None, False)),
    ],
)
def test_only_what_stands_before_the_command_is_taken_for_the_store_and_the_language(
    words: list[str], opening: Opening
) -> None:
    assert read_opening(words) == opening


def test_the_language_is_the_option_else_the_variable_else_the_preference_else_dutch() -> None:
    assert chosen_language(None, {}) == "nl"
    settings.save_preferences(settings.Preferences(language="en"))
    assert chosen_language(None, {}) == "en"
    assert chosen_language(None, {"COOPADMIN_LANG": "nl_NL"}) == "nl"
    assert chosen_language("en", {"COOPADMIN_LANG": "nl"}) == "en"


def test_a_language_that_is_none_is_wrong_use(run: Run) -> None:
    ran = run("--lang", "fr", "check")
    assert (ran.code, ran.out) == (2, "")
    assert "fr" in ran.err


def test_without_a_terminal_the_desk_does_not_open(run: Run) -> None:
    ran = run()
    assert ran.code == 2
    assert "terminal" in ran.err


def test_without_a_command_the_desk_opens_on_the_store_that_is_named(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def run_desk(path: Path) -> int:
        opened.append(path)
        return 0

    monkeypatch.setattr("screens.run.run_desk", run_desk)
    monkeypatch.setattr("coopadmin.cli.desk.at_a_terminal", lambda: True)
    assert door.enter(["--store", str(store_path)]) == 0
    assert opened == [store_path]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["impotr"], "import"),
        (["report", "facturen"], "rent-roll"),
        (["report"], "members"),
        (["import"], "KIND is missing"),
        (["import", "members"], "FILE is missing"),
        (["import", "leden", "x.csv"], "choose one of: members, dwellings"),
        (["import", "members", "x.csv", "--force"], "no option --force"),
        (["import", "members", "x.csv", "--skipbad"], "did you mean --skip-bad"),
        (["import", "members", "x.csv", "--sheet"], "--sheet needs a value"),
        (["check", "--store", "x"], "--store stands before the command"),
        (["check", "now"], "more on the line"),
        (["check", "--json=yes"], "--json takes no value"),
        (["init"], "--name is missing"),
        (["init", "--name", "x", "--shape", "square"], "individual, collective"),
        (["undo", "yesterday"], "not a whole number"),
        (["backup"], "FILE is missing"),
        (["report", "members", "--on", "2026-13-01"], "--on: "),
        (["report", "members", "--format", "pdf"], "table, csv, json, xlsx"),
        (["report", "rent-roll"], "--month is missing"),
        (["report", "rent-roll", "--month", "september"], "2026-09"),
        (["report", "inspections", "--within", "soon"], "--within: "),
        (["--"], "a command is missing"),
    ],
)
def test_wrong_words_are_exit_2_with_what_would_be_right(run: Run, words: list[str], said: str) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("words", [["check", "--json", "now"], ["report", "members", "--format", "json", "--on", "x"]])
def test_with_json_asked_for_even_a_refusal_is_one_document(run: Run, words: list[str]) -> None:
    ran = run(*words)
    assert ran.document["exit"] == ran.code == 2
    assert ran.document["error"]
    assert ran.err


def test_json_is_asked_for_by_either_option_and_not_where_it_goes_to_a_file() -> None:
    assert asks_for_json(["check", "--json"])
    assert asks_for_json(["report", "members", "--format=json"])
    assert not asks_for_json(["report", "members", "--format", "json", "--out", "x.json"])
    assert not asks_for_json(["report", "members", "--format", "csv"])


@pytest.mark.parametrize(
    ("store", "code"),
    [("postgresql://localhost/coop", 3), ("sqlite://", 3), ("/nowhere/at/all.coop", 3), ("sqlite:////nowhere.coop", 3)],
)
def test_a_store_that_cannot_be_used_is_exit_3(run: Run, store: str, code: int) -> None:
    ran = run("check", store=store)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err


def test_a_store_may_be_named_as_a_url_or_by_the_variable(
    run: Run, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("check", store=f"sqlite:///{store_path}").code == 0
    monkeypatch.setenv("COOPADMIN_STORE", str(store_path))
    assert door.enter(["--lang", "en", "check"]) == 0


def test_what_should_not_happen_is_told_in_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall_over(*_arguments: object, **_named: object) -> int:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("coopadmin.cli.actions.check", fall_over)
    ran = run("check")
    assert ran.code == 1
    assert "ZeroDivisionError" in ran.err
    assert "secret" not in ran.err
    report = report_file()
    assert str(report) in ran.err
    assert "ZeroDivisionError" in report.read_text()
    assert "secret" not in report.read_text()
    monkeypatch.setenv("COOPADMIN_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run("check")


def test_breaking_off_from_the_keyboard_is_exit_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(*_arguments: object, **_named: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("coopadmin.cli.actions.check", wait)
    assert run("check").code == 130


def test_every_reason_of_a_refusal_is_said_and_cannot_steer_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_named: object) -> int:
        raise Refused("first \x1b[31mreason", "second")

    monkeypatch.setattr("coopadmin.cli.actions.check", refuse)
    ran = run("check")
    assert ran.code == 1
    assert "\x1b" not in ran.err
    assert ran.err.splitlines()[1] == "second"


def test_a_reader_who_leaves_early_is_no_fault(store_path: Path) -> None:
    command = f'"{sys.executable}" -m coopadmin --store "{store_path}" report decisions --format json | head -c 1'
    done = subprocess.run(["/bin/bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"{", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
@pytest.mark.parametrize("words", [["check"], ["doctor", "--json"], ["report", "members", "--format", "json"]])
def test_an_answer_that_finds_no_room_is_told_in_a_sentence(store_path: Path, words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "coopadmin", "--lang", "en", "--store", str(store_path), *words],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 2
    assert "The answer could not be written: the disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert not report_file().exists(), "the program itself did nothing wrong"


@pytest.mark.skipif(os.name != "posix", reason="a shell that closes what programs write to")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_command_goes_on_where_nobody_reads_it(store_path: Path, closed: str) -> None:
    command = f'"{sys.executable}" -m coopadmin --lang en --store "{store_path}" doctor {closed}'
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Journal mode" in done.stdout or closed.startswith(">")


@pytest.mark.parametrize("words", [["report", "members", "--out"], ["backup"], ["restore"], ["calendar", "--out"]])
def test_a_file_that_cannot_even_be_looked_for_is_told_by_its_name(run: Run, tmp_path: Path, words: list[str]) -> None:
    ran = run(*words, tmp_path / ("x" * 300))
    assert ran.code == 2
    assert "x" * 300 in ran.err
    assert "the name is too long" in ran.err
    assert not report_file().exists(), "the program itself did nothing wrong"


def test_breaking_off_before_anything_began_shows_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def strike(_words: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(door, "enter", strike)
    monkeypatch.setattr(sys, "argv", ["coopadmin", "check"])
    assert main() == 130


def test_a_catalogue_that_is_damaged_leaves_the_words_of_the_code(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = tmp_path / "nl" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (messages / "coopadmin.mo").write_bytes(b"")
    monkeypatch.setattr(i18n, "LOCALE_FOLDER", tmp_path)
    i18n.use("nl")
    assert i18n.language() == "nl"
    assert i18n._("the file is whole") == "the file is whole"
    assert i18n.in_every_language("back") == {"back"}


def test_json_is_whole_where_the_surroundings_know_no_letters(store_path: Path) -> None:
    done = _process(
        "--store", str(store_path), "report", "members", "--format", "json", LC_ALL="C", PYTHONIOENCODING="ascii"
    )
    assert json.loads(done.stdout)["rows"] == []

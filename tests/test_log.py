"""What the program writes down of itself says where it failed, and never who or what it was about."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from coopadmin import log
from coopadmin.cli import door
from coopadmin.errors import Refused, StoreMissing
from coopadmin.services.association import save_owner
from coopadmin.services.members import PersonData, register_member
from db.journal import Transaction
from db.store import Store

NAME = "Jansen-Öztürk"
STREET = "Rozenstraat 12"


@dataclass(frozen=True)
class Person:
    """Somebody whose name must stay here."""

    name: str = NAME


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep a log in a folder that is called after a person."""
    file = tmp_path / NAME / "coopadmin.log"
    monkeypatch.setenv("COOPADMIN_LOG", str(file))
    monkeypatch.setattr(log, "_waiting", [])
    return file


# -- errors that know a person -------------------------------------------------------------------------------------


def plainly() -> None:
    person = Person()
    raise ValueError(f"cannot register {person.name}, {STREET}")


def with_a_cause() -> None:
    try:
        plainly()
    except ValueError as error:
        raise RuntimeError(f"no letter to {NAME}") from error


def while_handling() -> None:
    try:
        plainly()
    except ValueError:
        {}[NAME]


def silently() -> None:
    try:
        plainly()
    except ValueError:
        raise KeyError(NAME) from None


def in_a_group() -> None:
    raise ExceptionGroup(NAME, [ValueError(NAME), ExceptionGroup(STREET, [KeyError(STREET)])])


def with_notes() -> None:
    error = ValueError(NAME)
    error.add_note(f"it was {STREET}")
    raise error


def of_a_file() -> None:
    Path("/nowhere", NAME, STREET).read_bytes()


class Failed(Exception):
    """As what Textual makes of an error in its work: it keeps that one under a name."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
        super().__init__(f"{error} {NAME}")


def of_a_worker() -> None:
    with pytest.raises(ValueError) as caught:
        plainly()
    raise Failed(caught.value)


def of_a_kind_named_in_data() -> None:
    raise type(f"Kind of {STREET}", (Exception,), {"__module__": f"of {STREET}"})(NAME)


def in_code_that_is_data() -> None:
    exec(compile(f"def {NAME.partition('-')[0]}():\n raise ValueError\n", f"/home/{NAME}/x.py", "exec"), {})
    exec("raise ValueError", {"__name__": f"{STREET}"})


WAYS = [plainly, with_a_cause, while_handling, silently, in_a_group, with_notes, of_a_file, of_a_worker]


@pytest.mark.parametrize("fail", [*WAYS, of_a_kind_named_in_data, in_code_that_is_data], ids=lambda way: way.__name__)
def test_nothing_that_an_error_says_or_saw_gets_into_the_log_or_the_report(
    written: Path, fail: Callable[[], None]
) -> None:
    told = ""
    try:
        fail()
    except Exception as error:  # noqa: BLE001 - as the outermost doors do
        told = log.unexpected(error)
    report = log.report_file()
    for words in (written.read_text(), report.read_text()):
        assert fail.__name__ in words
        for secret in (*NAME.split("-"), "Rozenstraat", "nowhere", str(Path.home()), "site-packages"):
            assert secret not in words
    assert str(report) in told


@pytest.mark.parametrize(
    ("fail", "kinds"),
    [
        (with_a_cause, ["RuntimeError", "ValueError"]),
        (while_handling, ["KeyError", "ValueError"]),
        (of_a_worker, ["tests.test_log.Failed", "ValueError"]),
        (in_a_group, ["ExceptionGroup", "ValueError", "ExceptionGroup", "KeyError"]),
        (of_a_file, ["FileNotFoundError[ENOENT]"]),
    ],
)
def test_every_error_behind_an_error_is_told_by_its_kind(fail: Callable[[], None], kinds: list[str]) -> None:
    with pytest.raises(Exception) as caught:
        fail()
    assert [words for place, words in log.trail(caught.value) if not place] == kinds


def test_an_error_that_is_its_own_cause_and_one_without_end_are_told_too() -> None:
    error = ValueError(NAME)
    error.__cause__ = KeyError(NAME)
    error.__cause__.__cause__ = error
    assert [words for _place, words in log.trail(error)] == ["ValueError", "KeyError"]

    def deeper() -> None:
        deeper()

    with pytest.raises(RecursionError) as caught:
        deeper()
    assert len(list(log.trail(caught.value))) < 100


def _ask_what_is_not_there(transaction: Transaction) -> None:
    transaction.connection.execute(text("SELECT nothing FROM person WHERE name = :name"), {"name": NAME})


def test_what_was_asked_of_the_database_is_not_told_but_what_it_calls_the_error_is(written: Path, store: Store) -> None:
    with pytest.raises(Exception) as caught:
        store.do(_ask_what_is_not_there)
    log.unexpected(caught.value)
    words = written.read_text() + log.report_file().read_text()
    assert "SQLITE_ERROR" in words
    assert "SELECT" not in words
    assert "Jansen" not in words


# -- the log -------------------------------------------------------------------------------------------------------


def test_a_deed_is_noted_by_its_name_and_its_time_and_nothing_of_whom_it_was_about(
    written: Path, store_path: Path
) -> None:
    log.started("desk")
    store = Store(store_path, actor=NAME)
    assert not written.exists(), "who only looks writes nothing"
    person = PersonData(NAME, email="jansen@example.org")
    store.do(register_member, number="L777", person=person, kind="member", starts_on=date(2020, 1, 1))
    with pytest.raises(Refused):
        store.do(register_member, number="L777", person=person, kind="member", starts_on=date(2020, 1, 1))
    lines = written.read_text().splitlines()
    assert [line.split()[1:3] for line in lines] == [
        ["start", "desk"],
        ["store", lines[1].split()[2]],
        ["deed", "register_member"],
        ["deed", "register_member"],
    ]
    assert lines[1].endswith(" plain")
    assert "error=" not in lines[2]
    assert lines[3].split()[-1] == "error=coopadmin.errors.Invalid"
    for secret in ("Jansen", "L777", "example", store_path.name, "Noor"):
        assert secret not in "\n".join(lines)


@pytest.mark.skipif(os.name != "posix", reason="rights are set by the profile folder there")
def test_the_log_is_private_and_makes_room_for_itself(
    written: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LARGEST", 200)
    for number in range(12):
        store.do(save_owner, name=f"Owner {number}")
    files = {file.name: file for file in written.parent.iterdir()}
    assert set(files) <= {"coopadmin.log", "coopadmin-older.log"}
    for file in files.values():
        assert file.stat().st_size <= 300
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(written.parent.stat().st_mode) == 0o700


def test_a_log_that_another_program_just_put_aside_is_not_lost(
    written: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.do(save_owner, name="Woonbron")
    monkeypatch.setattr(log, "LARGEST", 10)
    fstat = os.fstat

    def another_is_quicker(handle: int) -> os.stat_result:
        found = fstat(handle)
        if written.exists() and found.st_ino == written.stat().st_ino:
            written.replace(log.older_log(written))
            written.write_text("new\n")
        return found

    monkeypatch.setattr(os, "fstat", another_is_quicker)
    store.do(save_owner, name="Ymere")
    assert len(log.older_log(written).read_text().splitlines()) == 2
    assert written.read_text() == "new\n"


def test_what_is_told_in_a_sentence_is_noted_without_a_report(written: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        of_a_file()
    log.noted(caught.value)
    assert "FileNotFoundError[ENOENT]" in written.read_text()
    assert "Jansen" not in written.read_text()
    assert not log.report_file().exists()


def test_a_log_that_cannot_be_written_stops_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("COOPADMIN_LOG", str(tmp_path / "file" / "coopadmin.log"))
    assert store.do(save_owner, name="Woonbron").batch
    assert "could not be written" in log.unexpected(ValueError(NAME))


def test_a_log_that_is_off_is_not_written_but_the_report_is(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOPADMIN_LOG", "off")
    store.do(save_owner, name="Woonbron")
    assert str(tmp_path / "last-error.txt") in log.unexpected(ValueError(NAME))
    assert {file.name for file in tmp_path.iterdir()} == {"last-error.txt"}


def test_what_is_typed_on_the_command_line_is_not_noted(
    written: Path, store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = ["--store", str(store_path), "--lang", "en"]
    assert door.enter([*opened, NAME]) == 2
    assert door.enter([*opened, "import", "members", f"{NAME}.csv"]) == 2
    Store(store_path, actor="Noor").do(save_owner, name=NAME)
    assert door.enter([*opened, "undo"]) == 0
    words = written.read_text()
    assert "start undo" in words
    assert "Jansen" not in words


def test_a_kind_is_called_by_what_the_code_calls_it() -> None:
    assert log.kind_of(StoreMissing(Path("/x"))) == "coopadmin.errors.StoreMissing"
    assert log.kind_of(OSError(28, NAME)) == "OSError[ENOSPC]"
    assert log.kind_of(OSError(NAME)) == "OSError"


def test_starting_loads_no_more_for_it_and_the_version_loads_nothing_of_it() -> None:
    script = (
        "import sys, coopadmin.settings, coopadmin.i18n; before = set(sys.modules); import coopadmin.log;"
        "print(*(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["coopadmin.log"]
    script = (
        "import sys; sys.argv = ['coopadmin', '--version']; from coopadmin.__main__ import main; main();"
        "print(*(name for name in sys.modules if name.startswith('coopadmin')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(done.stdout.splitlines()[1].split()) == {"coopadmin", "coopadmin.__main__"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names there")
@pytest.mark.timeout(10)
def test_a_log_that_is_a_pipe_nobody_reads_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv("COOPADMIN_LOG", str(tmp_path / "pipe"))
    log.done("register_member", 0.1)
    assert "what was saved is safe" in log.unexpected(ValueError("x")).lower()

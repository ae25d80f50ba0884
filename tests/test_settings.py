"""What belongs to one person on one computer is kept private, whole, and never in the way of the work."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from hashlib import sha512
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin import settings
from coopadmin.errors import WrongUse
from coopadmin.settings import Preferences

NOBODY = 65534
"""A user without rights, for tests that run as one who has them all."""


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_preferences_come_back_as_they_were_chosen() -> None:
    chosen = Preferences(language="en", theme="coop-light", actor="Noor Öz", role="treasurer")
    assert settings.save_preferences(chosen)
    assert settings.load_preferences() == chosen


def test_without_preferences_the_usual_ones_hold() -> None:
    assert settings.load_preferences() == Preferences()


@pytest.mark.skipif(os.name != "posix", reason="rights are set by the profile folder there")
def test_what_is_written_is_private_to_the_user(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        file = tmp_path / "a" / "b" / "file.txt"
        settings.write_private(file, b"x")
    finally:
        os.umask(before)
    assert (_mode(file), _mode(file.parent), _mode(file.parent.parent)) == (0o600, 0o700, 0o700)


@pytest.mark.skipif(os.name != "posix", reason="rights are set by the profile folder there")
def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    settings.write_private(tmp_path / "file.txt", b"x")
    assert _mode(tmp_path) == 0o755
    (tmp_path / "file.txt").chmod(0o644)
    settings.write_private(tmp_path / "file.txt", b"y")
    assert _mode(tmp_path / "file.txt") == 0o600


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file.txt"
    settings.write_private(file, b"old")

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coopadmin.settings.os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        settings.write_private(file, b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


def test_preferences_that_cannot_be_kept_stop_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    monkeypatch.setenv("COOPADMIN_PREFERENCES", str(in_the_way / "preferences.json"))
    assert not settings.save_preferences(Preferences())
    assert settings.load_preferences() == Preferences()


@pytest.mark.skipif(os.name != "posix", reason="needs a folder that may only be read")
def test_preferences_in_a_folder_that_may_only_be_read_stop_nobody() -> None:
    script = (
        "import os, tempfile; from coopadmin import settings; "
        f"os.getuid() == 0 and os.setuid({NOBODY}); "
        "print(settings.save_preferences(settings.Preferences()), settings.load_preferences().theme)"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        surroundings = {**os.environ, "COOPADMIN_PREFERENCES": str(folder / "preferences.json")}
        done = subprocess.run(
            [sys.executable, "-c", script], env=surroundings, capture_output=True, text=True, check=False
        )
        assert (done.stdout.split(), done.stderr) == (["False", "coop-dark"], "")
        assert list(folder.iterdir()) == []
        folder.chmod(0o755)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"\x00" * 100, b"[" * 100_000, b'{"theme": ' + b"9" * 5000 + b"}"],
    ids=range(9),
)
def test_preferences_that_cannot_be_read_count_as_none(tmp_path: Path, content: bytes) -> None:
    settings.preferences_file().write_bytes(content)
    assert settings.load_preferences() == Preferences()


def test_a_folder_in_the_place_of_the_preferences_counts_as_none() -> None:
    settings.preferences_file().mkdir()
    assert settings.load_preferences() == Preferences()
    assert not settings.save_preferences(Preferences())


def test_what_another_version_wrote_is_passed_over() -> None:
    stored = {"theme": 5, "actor": ["Noor"], "language": "en", "window": "wide", "role": None}
    settings.preferences_file().write_text(json.dumps(stored), encoding="utf-8")
    assert settings.load_preferences() == Preferences(language="en")


@given(st.builds(Preferences, st.text(), st.text(), st.text(), st.text()))
def test_any_preferences_come_back_or_are_the_usual_ones(chosen: Preferences) -> None:
    assert settings.save_preferences(chosen)
    assert settings.load_preferences() == chosen


def test_who_is_at_the_desk_is_named_by_the_surroundings_then_the_preference_then_the_login() -> None:
    noor = Preferences(actor="Noor")
    assert settings.actor_name(noor, {"COOPADMIN_ACTOR": "Emre"}) == "Emre"
    assert settings.actor_name(noor, {}) == "Noor"
    assert settings.actor_name(noor, {"COOPADMIN_ACTOR": "  "}) == "Noor"
    assert settings.actor_name(Preferences(actor=" "), {})


def test_who_has_no_name_at_all_is_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", unknown)
    assert settings.actor_name(Preferences(), {}) == "?"


def test_a_name_that_is_no_text_can_still_be_kept() -> None:
    assert settings.actor_name(Preferences(), {"COOPADMIN_ACTOR": "No\udcf6r"}).encode() == b"No?r"


def test_the_store_and_the_preferences_lie_where_the_surroundings_say_or_in_the_users_own_folders() -> None:
    assert settings.default_store({"COOPADMIN_STORE": "~/vonk.coop"}) == Path.home() / "vonk.coop"
    assert settings.default_store({}).name == settings.STORE_NAME
    assert settings.preferences_file({"COOPADMIN_PREFERENCES": "~/p.json"}) == Path.home() / "p.json"
    assert settings.preferences_file({}).name == "preferences.json"


def test_the_clock_can_be_held_on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOPADMIN_TODAY", "2024-02-29")
    assert settings.now() == datetime(2024, 2, 29, 12, tzinfo=UTC)
    assert settings.today() == date(2024, 2, 29)
    for wrong in ("", "29-2-2024", "2023-02-29", "0001-01-01", "9999-12-31"):
        monkeypatch.setenv("COOPADMIN_TODAY", wrong)
        assert abs(settings.now() - datetime.now(UTC)) < timedelta(days=1)
        assert settings.now().tzinfo is UTC


def test_a_home_that_nobody_has_is_a_name_like_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens such a file says that there is none."""
    assert settings.typed_path("~/x.csv") == Path.home() / "x.csv"
    assert settings.typed_path("~nobody-here/x.csv") == Path("~nobody-here/x.csv")
    assert not settings.typed_path("a\0b").exists()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COOPADMIN_PREFERENCES", "~nobody-here/p.json")
    assert settings.load_preferences() == Preferences()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names there")
@pytest.mark.timeout(10)
def test_preferences_that_have_no_end_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    large = tmp_path / "large.json"
    large.write_text(json.dumps({"language": "en"}) + " " * settings.MOST_PREFERENCES, encoding="utf-8")
    for file in (pipe, large, tmp_path, Path("/dev/zero")):
        monkeypatch.setenv("COOPADMIN_PREFERENCES", str(file))
        assert settings.load_preferences() == Preferences()


@pytest.mark.parametrize("name", ["huis.coop", "huis-20261121.age", "huis.coop-wal", "x-shm", "x-journal"])
def test_a_store_a_copy_and_what_lies_beside_one_are_never_written_over(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    settings.write_private(file, b"there was none")
    with pytest.raises(FileExistsError):
        settings.write_private(file, b"a report")
    assert file.read_bytes() == b"there was none"


@pytest.mark.parametrize("name", ["UP.COOP", "Kopie.Age", "HUIS.DB-WAL", "x-SHM"])
def test_capitals_make_no_other_file_of_a_store(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"somebody's")
    with pytest.raises(FileExistsError):
        settings.write_private(file, b"a report")
    assert file.read_bytes() == b"somebody's"


def _in_whole_pages(pages: int, more: int = 0) -> bytes:
    """Give what an encrypted store looks like: bytes of every value, without any order."""
    return b"".join(sha512(b"%d" % number).digest() for number in range(pages * 64)) + bytes(more)


_STORES = {
    "plain": b"SQLite format 3\0" + bytes(4080),
    "sealed": b"age-encryption.org/v1\n-> X25519 x\n",
    "armoured": b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n",
    "encrypted": _in_whole_pages(2),
}


@pytest.mark.parametrize("what", list(_STORES))
@pytest.mark.parametrize("name", ["copy.sqlite", "coop", "brief.html"])
def test_a_store_or_a_copy_of_any_name_is_known_by_its_first_bytes(tmp_path: Path, name: str, what: str) -> None:
    file = tmp_path / name
    file.write_bytes(_STORES[what])
    for _again in range(2):
        with pytest.raises(WrongUse, match=f"{name} is a store, a copy of one or a part of it"):
            settings.write_named(file, b"a letter")
    assert (file.read_bytes(), [one.name for one in tmp_path.iterdir()]) == (_STORES[what], [name])


def test_a_store_behind_a_link_of_another_name_is_kept(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(_STORES["plain"])
    link = tmp_path / "letter.md"
    link.symlink_to("real")
    with pytest.raises(FileExistsError):
        settings.write_private(link, b"a letter")
    assert link.is_symlink()


def test_a_link_to_a_store_whose_disk_is_not_connected_is_kept(tmp_path: Path) -> None:
    link = tmp_path / "huis.coop"
    link.symlink_to(tmp_path / "stick" / "huis.coop")
    with pytest.raises(FileExistsError):
        settings.write_private(link, b"a letter")
    assert link.is_symlink()


@pytest.mark.parametrize("beside", ["-wal", "-shm", "-journal"])
def test_what_is_in_use_as_a_store_is_kept_whatever_it_holds(tmp_path: Path, beside: str) -> None:
    file = tmp_path / "huis.db"
    file.write_bytes(b"half a page")
    (tmp_path / f"huis.db{beside}").touch()
    with pytest.raises(FileExistsError):
        settings.write_private(file, b"a letter")


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"a letter",
        b"SQLite format 2",
        bytes(4096),
        b"PK\3\4" + _in_whole_pages(1)[4:],  # a workbook that fills whole pages by chance
        _in_whole_pages(1, 1),  # a picture
        "Voor Zo\u00eb \u2013 ".encode() * 2048,
    ],
)
def test_any_other_file_is_replaced_by_the_document_that_was_asked_for(tmp_path: Path, before: bytes) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(before)
    settings.write_named(file, b"the list")
    assert file.read_bytes() == b"the list"


@pytest.mark.skipif(os.name != "posix", reason="locks belong to the file that was opened there")
def test_looking_at_a_store_in_use_lets_nobody_else_write_in_it(tmp_path: Path) -> None:
    file = tmp_path / "huis.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as ours:
        ours.execute("CREATE TABLE home (code TEXT)")
        ours.execute("PRAGMA locking_mode = EXCLUSIVE")
        ours.execute("PRAGMA journal_mode = MEMORY")  # so that nothing lies beside it by which it is known
        ours.execute("INSERT INTO home VALUES ('4A')")
        with pytest.raises(FileExistsError):
            settings.write_private(file, b"a letter")
        other = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('DELETE FROM home')"
        done = subprocess.run([sys.executable, "-c", other, str(file)], capture_output=True, text=True, check=False)
        assert "database is locked" in done.stderr
        assert ours.execute("SELECT count(*) FROM home").fetchone() == (1,)


def test_a_name_that_no_file_can_have_is_said_to_whoever_named_it(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="the name is too long"):
        settings.write_named(tmp_path / ("a" * 300), b"x")
    with pytest.raises(WrongUse, match="is a folder; name a file in it"):
        settings.write_named(tmp_path, b"x")

"""What belongs to one person on one computer is kept private, whole, and never in the way of the work."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin import settings
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
        assert settings.now().year >= 2025 or settings.now().year == datetime.now(UTC).year
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

"""What the tests stand on: nothing of the machine, and a failure that tells its cause at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import conftest
from tests.conftest import MadeOnce

ROOT = Path(__file__).parent.parent


def test_no_setting_of_who_runs_the_tests_reaches_them() -> None:
    ours = ("STORE", "LANG", "ACTOR", "PASSPHRASE", "NEW_PASSPHRASE", "DEBUG", "WHATEVER_COMES", "PICTURES")
    done = subprocess.run(
        [sys.executable, "-c", "import os, tests.conftest; print(*sorted(one for one in os.environ if 'COOP' in one))"],
        cwd=ROOT,
        env={**os.environ, **{f"COOPADMIN_{name}": "theirs" for name in ours}},
        capture_output=True,
        text=True,
        check=True,
    )
    # Whoever asks to keep the pictures asks it of the tests.
    assert done.stdout.split() == ["COOPADMIN_LOG", "COOPADMIN_PICTURES", "COOPADMIN_TODAY"]


def test_where_the_making_of_a_file_failed_everybody_hears_at_once_why(
    made_once: MadeOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_draft: Path) -> None:
        raise LookupError("there is no such home")

    monkeypatch.setattr(conftest, "LONGEST_MAKING", 0)
    name = f"never made by {os.getpid()}"
    with pytest.raises(LookupError):
        made_once(name, fail)
    for _test in range(2):
        with pytest.raises(pytest.fail.Exception, match="was not made: LookupError: there is no such home"):
            made_once(name, fail)


def test_a_file_whose_maker_was_killed_is_waited_for_once(made_once: MadeOnce, monkeypatch: pytest.MonkeyPatch) -> None:
    def touch(draft: Path) -> None:
        draft.touch()

    name = f"left half made by {os.getpid()}"
    made_once(name, touch).unlink()
    for longest in (0, 100):
        monkeypatch.setattr(conftest, "LONGEST_MAKING", longest)
        with pytest.raises(pytest.fail.Exception, match="its worker did not end within 0 seconds"):
            made_once(name, touch)


def test_a_link_is_made_or_the_test_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(1314, "A required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    with pytest.raises(pytest.skip.Exception):
        conftest.make_link(tmp_path / "link.coop", tmp_path / "store.coop")

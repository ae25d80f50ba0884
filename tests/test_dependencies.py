"""Whoever installs the program gets what its makers had, byte for byte."""

from __future__ import annotations

from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

from tests.dependencies import LOCK, changed_files, faults, licence_of, pins, runs_with

HASH = f"--hash=sha256:{'0' * 64}"
WHOLE = f"one==1.0 \\\n    {HASH} \\\n    {HASH}\n    # via two\ntwo==2.0 ; sys_platform == 'nowhere' \\\n    {HASH}\n"


def test_every_pin_of_the_lock_has_one_version_and_a_hash() -> None:
    found, strange = pins(LOCK.read_text(encoding="utf-8"))
    assert strange == []
    assert len(found) > 30
    assert [pin.name for pin in found if not pin.hashes] == []


def test_what_is_not_for_this_computer_need_not_be_there() -> None:
    assert faults(WHOLE, [("One", "1.0"), ("pip", "26"), ("coopadmin", "1")]) == []


@pytest.mark.parametrize(
    ("lock", "installed", "said"),
    [
        (WHOLE, [("one", "1.1")], "another version"),
        (WHOLE, [], "not installed: one"),
        (WHOLE, [("one", "1.0"), ("three", "3")], "not in the lock: three"),
        ("one==1.0\n", [("one", "1.0")], "without a hash: one"),
        (f"one>=1.0 {HASH}\n", [], "not one version"),
        ("-e somewhere\n", [], "not one version"),
    ],
)
def test_what_differs_is_named(lock: str, installed: list[tuple[str, str]], said: str) -> None:
    assert any(said in fault for fault in faults(lock, installed))


def test_what_runs_the_program_is_told_from_what_only_tests_it() -> None:
    requires = {
        "coopadmin": ["One>=1", "sealed; extra == 'encryption'", "nowhere; sys_platform == 'nowhere'"],
        "one": ["two[more]", "unasked; extra == 'other'"],
        "two": ["three; extra == 'more'", "one"],
        "tester": ["four"],
    }
    assert runs_with(requires) == {"one", "two", "three"}
    assert runs_with(requires, extras=["encryption"]) == {"one", "two", "three", "sealed"}
    assert runs_with({"coopadmin": ["one", "one[more]"], "one": ["two; extra == 'more'"]}) == {"one", "two"}


def _package(folder: Path) -> Distribution:
    made = folder / "one-1.0.dist-info"
    (made / "licenses").mkdir(parents=True)
    (made / "METADATA").write_text("Metadata-Version: 2.4\nName: one\nVersion: 1.0\n")
    (made / "licenses" / "LICENSE").write_text("\n  The Unlicense\n\nDo as you like.\n")
    (folder / "one.py").write_text("x = 1\n")
    (made / "RECORD").write_text(
        "one.py,sha256=nia_NpkRxFwkPGhBR7I_yeHc_PJX0pmhxjIBam_NM_Q,6\none-1.0.dist-info/RECORD,,\n"
        "one-1.0.dist-info/licenses/LICENSE,,\n"
    )
    return PathDistribution(made)


def test_a_file_that_is_not_what_was_installed_is_named(tmp_path: Path) -> None:
    one = _package(tmp_path)
    assert changed_files(one) == []
    (tmp_path / "one.py").write_text("x = 2\n")
    assert changed_files(one) == ["one.py"]
    (tmp_path / "one.py").unlink()
    assert changed_files(one) == ["one.py"]


def test_a_licence_that_is_not_stated_is_told_by_how_it_begins(tmp_path: Path) -> None:
    assert licence_of(_package(tmp_path)) == "its licence begins: The Unlicense"

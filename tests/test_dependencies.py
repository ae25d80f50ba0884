"""Whoever installs the program gets what its makers had, byte for byte."""

from __future__ import annotations

import pytest

from tests.dependencies import LOCK, faults, pins

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

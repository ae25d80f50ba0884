"""The proof of a vacancy file and the figures of a year on the command line."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from db.store import Store
from tests.cli.conftest import Run
from tests.conftest import Furnish
from tests.proven import FILE, SECRETS, prove


@pytest.fixture
def proven(store: Store, furnish: Furnish) -> Store:
    """Give a store with a file that was decided."""
    furnish(prove)
    return store


def test_the_proof_is_shown_for_the_eye_as_markdown_and_as_a_page(proven: Store, run: Run) -> None:
    assert proven
    for words, beginning in (
        ((), "How the new neighbour of A12 was chosen\n═"),
        (("--format", "table"), "How the new neighbour of A12 was chosen\n═"),
        (("--format", "md"), "# How the new neighbour of A12 was chosen\n"),
        (("--format", "html"), "<!DOCTYPE html>\n"),
    ):
        ran = run("proof", FILE.lower(), *words)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(beginning)
        assert ran.out.endswith("\n")
        assert not ran.out.endswith("\n\n")
        bare = ran.out.lower().replace("@page", "").replace("@media", "")
        assert [secret for secret in SECRETS if secret in bare] == []


def test_figures_are_shown_for_the_eye_as_markdown_and_as_a_page(proven: Store, run: Run) -> None:
    assert proven
    for words, beginning in (
        ((), "Self-allocation in 2026\n═"),
        (("2025",), "Self-allocation in 2025\n═"),
        (("2026", "--format", "md"), "# Self-allocation in 2026\n"),
        (("--format", "html"), "<!DOCTYPE html>\n"),
    ):
        ran = run("figures", *words)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(beginning)


def test_both_are_written_to_a_file_of_ones_own(proven: Store, run: Run, tmp_path: Path) -> None:
    assert proven
    for command, title in ((("proof", FILE), "How the new neighbour of A12"), (("figures",), "Self-allocation in")):
        for name, beginning in (("p.html", "<!DOCTYPE html>"), ("p.md", "# "), ("p", "# "), ("p.txt", title)):
            target = tmp_path / name
            ran = run(*command, "--out", target)
            assert (ran.code, ran.out) == (0, "")
            assert target.name in ran.err
            assert target.read_text(encoding="utf-8").startswith(beginning)
            assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_what_cannot_be_found_or_written_is_said(proven: Store, run: Run, tmp_path: Path) -> None:
    for words, code, said in (
        (("proof", "T-2026-99"), 1, "no vacancy file T-2026-99"),
        (("proof", FILE, "--format", "pdf"), 2, "table, md, html"),
        (("proof", FILE, "--out", tmp_path), 2, "folder"),
        (("proof", FILE, "--out", proven.path), 2, "the store itself"),
        (("figures", "2027"), 1, "still to begin"),
        (("figures", "26"), 2, "four digits"),
        (("figures", "vorig"), 2, "YEAR"),
    ):
        ran = run(*words)
        assert (ran.code, ran.out) == (code, "")
        assert said in ran.err

"""The minutes on the command line, and the reports of decisions and actions."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from coopadmin.services.meetings import plan_meeting
from db.store import Store
from tests.cli.conftest import Run
from tests.conftest import Furnish
from tests.minutes_made import hold_meeting


@pytest.fixture
def held(store: Store, furnish: Furnish) -> Store:
    """Give a store in which the made-up meeting was held."""
    furnish(hold_meeting)
    return store


def test_minutes_are_printed_by_day_or_by_number(held: Store, run: Run) -> None:
    assert held
    by_day, by_number = run("minutes", "2-11-2026"), run("minutes", "1")
    assert by_day.code == by_number.code == 0
    assert by_day.out == by_number.out
    assert by_day.out.startswith("# Minutes: Najaarsvergadering\n")
    assert run("minutes", "1", "--format", "html").out.startswith("<!DOCTYPE html>\n")


def test_minutes_are_written_to_a_file_of_ones_own(held: Store, run: Run, tmp_path: Path) -> None:
    assert held
    for name, beginning in (("m.html", "<!DOCTYPE html>"), ("m.md", "# Minutes"), ("m.txt", "# Minutes")):
        target = tmp_path / name
        ran = run("minutes", "1", "--out", target)
        assert (ran.code, ran.out) == (0, "")
        assert target.name in ran.err
        assert target.read_text(encoding="utf-8").startswith(beginning)
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_what_cannot_be_found_or_written_is_said(held: Store, run: Run, tmp_path: Path) -> None:
    for words, code, said in (
        (("99",), 1, "no meeting with number 99"),
        (("3-11-2026",), 1, "no meeting on 3 November 2026"),
        (("nix",), 2, "not a date"),
        (("1", "--format", "pdf"), 2, "md, html"),
        (("1", "--out", tmp_path), 2, "folder"),
        (("1", "--out", held.path), 2, "the store itself"),
        (("1", "--out", tmp_path / "minutes.PDF"), 2, "no .PDF file is written here"),
    ):
        ran = run("minutes", *words)
        assert (ran.code, ran.out) == (code, "")
        assert said in ran.err


def test_two_meetings_on_a_day_are_told_apart_by_their_number(held: Store, run: Run) -> None:
    other = held.do(plan_meeting, body="board", title="Bestuur", starts_at="2026-11-02T18:00", usual_items=False).result
    ran = run("minutes", "2-11-2026")
    assert (ran.code, ran.out) == (1, "")
    assert f"{other}  Bestuur, 2 November 2026 18:00" in ran.err
    assert "1  Najaarsvergadering" in ran.err
    assert "has not been opened" in run("minutes", str(other)).err


def test_the_report_of_actions_has_its_keys(held: Store, run: Run) -> None:
    assert held
    document = run("report", "actions", "--on", "2026-12-02", "--format", "json").document
    assert document["on"] == "2026-12-02"
    assert document["rows"][0] == {
        "what": "Offertes | vragen",
        "owner": "Bas Bos",
        "made_on": "2026-11-02",
        "due_on": "2026-12-01",
        "done_on": None,
        "dropped_on": None,
        "overdue": True,
        "decision": "B-2026-01",
        "meeting": "2026-11-02 Najaarsvergadering",
    }
    assert "1 action is overdue" in run("report", "actions", "--on", "2026-12-02").out


def test_the_report_of_decisions_tells_of_meeting_rule_and_count(held: Store, run: Run) -> None:
    assert held
    first, _second, third = run("report", "decisions", "--format", "json").document["rows"]
    assert (first["number"], first["meeting"]) == ("B-2026-01", "2026-11-02 Najaarsvergadering")
    assert first["sentence"].startswith("Carried: 3 for, 1 against")
    assert first["rule"].startswith("more than half of the votes cast")
    assert (first["review_on"], first["links"], first["amount_cents"], first["flagged"]) == (None, [], None, False)
    assert (third["method"], third["for"]) == ("consent", None)
    assert "House rules art. 4" in third["rule"]

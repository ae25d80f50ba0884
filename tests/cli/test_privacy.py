"""What is kept of people, and one person's data, from the command line; and clearing who left."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from coopadmin.domain.retention import KINDS
from coopadmin.services.association import set_rule
from db.backup import back_up
from db.store import Store
from tests.cli.conftest import Run
from tests.conftest import TODAY, Furnish
from tests.left import SECRETS, Left, fill_left, left_in


@pytest.fixture
def left(store: Store, furnish: Furnish) -> Left:
    """Give somebody who left, and somebody who did not."""
    return furnish(fill_left)


def test_the_register_names_every_kind_with_its_term_and_nobody(run: Run, store: Store, left: Left) -> None:
    store.do(set_rule, name="person_retention_months", value="36", valid_from=TODAY, source="Board of November")
    ran = run("privacy", "--format", "md")
    assert ran.code == 0
    assert not [kind.label for kind in KINDS if kind.label not in ran.out]
    assert "36 months · Board of November" in ran.out
    assert "7 years · Civil Code" in ran.out
    assert not [secret for secret in SECRETS if secret in ran.out]


def test_one_persons_data_goes_to_a_private_file_only(run: Run, left: Left, tmp_path: Path) -> None:
    target = tmp_path / "data.md"
    ran = run("person", "L012", "--out", target)
    assert (ran.code, ran.out) == (0, "")
    assert "Quispel" in target.read_text(encoding="utf-8")
    assert "Quispel" not in ran.err
    if sys.platform != "win32":
        assert target.stat().st_mode & 0o077 == 0
    assert run("person", "L012").code == 2
    assert run("person", "L999", "--out", target).code == 1


def test_who_left_is_listed_by_number_and_cleared_with_one_word(run: Run, store: Store, left: Left) -> None:
    ran = run("forget", "--kind", "people")
    assert ran.code == 0
    assert ran.out.startswith("L012 since 01 Apr 2026: ")
    assert "coopadmin forget --yes --kind people" in ran.err
    assert left_in(store.path) != []
    ran = run("forget", "--kind", "people", "--yes")
    assert ran.out.splitlines()[-1] == "The data of 1 person who left is cleared."
    assert not [secret for secret in SECRETS if secret in ran.out + ran.err]
    assert left_in(store.path) == []
    assert run("check").code == 0
    assert run("undo").code == 1
    assert run("forget", "--kind", "people", "--json").document["due"] == []
    assert run("forget", "--kind", "neighbours").code == 2


def test_who_asks_to_be_forgotten_is_answered_by_number_and_what_goes_is_cleared_with_one_word(
    run: Run, store: Store, left: Left, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOPADMIN_TODAY", "2025-01-01")
    ran = run("erase", "L012")
    assert ran.code == 0
    assert ran.out.startswith("goes: e-mail, phone, address")
    assert "until 31 March 2026" in ran.out
    assert "coopadmin erase L012 --yes" in ran.err
    assert not [secret for secret in SECRETS if secret in ran.out + ran.err]
    told = run("erase", "L012", "--yes", "--json").document
    assert (told["person"], told["cleared"], told["clean"]) == ("L012", True, True)
    assert "wq@vertrokken.example" not in str(store.path.read_bytes())
    again = run("erase", "L012", "--yes")
    assert (again.code, again.out.splitlines()[0][:6]) == (0, "stays:")
    assert "Nothing of L012 goes now." in again.err
    assert run("erase", "L012", "--yes", "--json").document["cleared"] is False
    assert run("check").code == 0
    ran = run("erase", "L013", "--yes")
    assert (ran.code, "is a member" in ran.err) == (1, True)
    assert "first: is a member" in run("erase", "L013").out
    assert run("erase", "L999").code == 1


def test_without_a_kind_every_kind_is_looked_at_and_only_candidates_are_cleared(
    run: Run, store: Store, left: Left
) -> None:
    store.do(set_rule, name="call_retention_months", value="12", valid_from=TODAY, source="Board")
    ran = run("forget")
    assert ran.out.splitlines() == [
        "No candidate's data is to be cleared today.",
        "The data of 1 person who left is to be cleared: coopadmin forget --kind people",
        "Calls: the words of 2 rows are to be cleared: coopadmin forget --kind calls",
    ]
    told = run("forget", "--json").document
    assert (told["due"], told["due_by_kind"]["people"], told["due_by_kind"]["calls"]) == ([], 1, 2)
    assert "due_by_kind" not in run("forget", "--kind", "people", "--json").document
    assert run("forget", "--yes", "--json").document["cleared"] == 0
    assert left_in(store.path) != []


def test_the_copies_that_hold_more_are_named_where_every_kind_is_looked_at(run: Run, store: Store, left: Left) -> None:
    back_up(store.path, store.path.parent / "before.coop")
    run("forget", "--kind", "people", "--yes")
    assert "before.coop (of 20 Nov 2026) still holds 1 person" in run("forget").err


def test_the_ground_the_board_wrote_down_stands_in_the_register(run: Run, store: Store) -> None:
    from coopadmin.services.retention import set_ground

    assert run("privacy").out.count("for the board to write down, by the GDPR") == 10
    ground = {"kind": "members", "ground": "GDPR art. 6(1)(b), the membership"}
    store.do(set_ground, **ground, valid_from=TODAY, source="Board of November")
    written = run("privacy", "--format", "md").out
    assert "GDPR art. 6(1)(b), the membership · Board of November · set from 20 Nov 2026" in written
    assert written.count("for the board to write down, by the GDPR") == 9

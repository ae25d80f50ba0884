"""Words older than their term from the command line: counted before they go, and never written."""

from __future__ import annotations

from pathlib import Path

import pytest

from coopadmin.services.association import set_rule
from db.backup import back_up
from db.store import Store
from tests.aged import HOME, OLD, Years, fill_years, words_in
from tests.cli.conftest import Run
from tests.conftest import TODAY, Furnish


@pytest.fixture
def years(store: Store, furnish: Furnish) -> Years:
    """Give money, calls and bookings of years ago."""
    return furnish(fill_years)


def test_the_words_of_old_books_are_counted_and_cleared_with_one_word(
    run: Run, store: Store, years: Years, tmp_path: Path
) -> None:
    ran = run("forget", "--kind", "books")
    assert ran.code == 0
    assert "2018 · bank lines: who paid, from which account, the words: 1" in ran.out.splitlines()
    assert "coopadmin forget --yes --kind books" in ran.err
    assert words_in(OLD, store.path) == list(OLD)
    assert not [word for word in OLD if word in ran.out + ran.err]
    back_up(store.path, store.path.parent / "before.coop")
    ran = run("forget", "--kind", "books", "--yes")
    assert ran.out.splitlines()[-1].startswith("The words of ")
    assert "before.coop" in ran.err
    assert "holds words that were cleared" in ran.err
    assert words_in(OLD, store.path) == []
    assert run("check").code == 0
    assert run("undo").code == 1
    told = run("forget", "--kind", "books", "--json").document
    assert (told["due"], told["through"], told["cleared"]) == ([], "2018-12-31", 0)
    assert [Path(one["file"]).name for one in told["backups"]] == ["before.coop"]


def test_calls_are_cleared_once_a_term_is_set(run: Run, store: Store, years: Years) -> None:
    assert "no term is set" in run("forget", "--kind", "calls", "--yes").out
    store.do(set_rule, name="call_retention_months", value="12", valid_from=TODAY, source="Board")
    told = run("forget", "--kind", "calls", "--yes", "--json").document
    assert (told["cleared"], told["clean"]) == (2, True)
    assert words_in(HOME[1:], store.path) == []

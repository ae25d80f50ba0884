"""Rents are raised on the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coopadmin.services import contracts, dwellings
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.imports import import_register
from coopadmin.services.members import PersonData
from db.queries.rents import lines_of
from db.store import Store
from tests.cli.conftest import Run
from tests.conftest import Furnish

JULY = date(2026, 7, 1)


def _let_homes(store: Store) -> None:
    """Two homes with a high and a low rent."""
    for number, basic in ((1, 60000), (2, 30000)):
        store.do(dwellings.add_dwelling, dwelling=DwellingData(f"{number}A", kind="self_contained"))
        store.do(
            contracts.start_contract,
            number=f"C-000{number}",
            dwelling_id=number,
            tenants=[PersonData("Bos", given_name="Anna")],
            starts_on=date(2020, 1, 1),
            basic_rent_cents=basic,
        )


@pytest.fixture
def let(store: Store, furnish: Furnish) -> Store:
    """Give a store with the two homes let."""
    furnish(_let_homes)
    return store


def test_a_percentage_is_tried_first_and_then_carried_out(run: Run, let: Store) -> None:
    tried = run("raise", "1-7-2026", "--percent", "4,1", "--dry-run")
    assert tried.code == 0
    assert tried.out.splitlines()[:2] == [
        "2 rents rise from 1 July 2026 · €36.90 more per month",
        "  C-0001  1A  rises  €600.00 → €624.60  4.1 %",
    ]
    assert len(let.read(lines_of, 1, JULY)) == 1
    done = run("raise", "1-7-2026", "--percent", "4,1")
    assert (done.code, "coopadmin undo" in done.err) == (0, True)
    assert let.read(lines_of, 1, JULY)[0].basic_rent_cents == 62460


def test_what_is_refused_is_told_and_the_code_says_so(run: Run, let: Store) -> None:
    ran = run("raise", "2026-07-01", "--amount", "25", "--json")
    assert ran.code == 1
    document = ran.document
    assert (document["raised"], document["refused"], document["difference_cents"]) == (1, 1, 2500)
    assert document["send_before"] == "2026-04-30"
    assert [(row["contract"], row["state"], row["new_cents"], row["limit_cents"]) for row in document["rows"]] == [
        ("C-0001", "refused", 62500, 62460),
        ("C-0002", "raise", 32500, 32500),
    ]


@pytest.mark.usefixtures("let")
def test_a_year_that_is_not_known_is_asked_for(run: Run) -> None:
    ran = run("raise", "2027-07-01", "--percent", "3")
    assert ran.code == 1
    assert "Not known for 1 July 2027: Rent increase, social, self-contained" in ran.out


@pytest.mark.parametrize(
    "words", [("1-7-2026",), ("1-7-2026", "--percent", "1", "--amount", "1"), ("soon", "--percent", "1")]
)
def test_wrong_words_are_named(run: Run, words: tuple[str, ...]) -> None:
    assert run("raise", *words).code == 2


def test_the_rents_of_the_example_registers_are_held_against_the_limits(
    run: Run, store: Store, registers: Path
) -> None:
    for kind, file in (
        ("members", "ledenlijst.csv"),
        ("dwellings", "woningen.xlsx"),
        ("contracts", "huurcontracten.csv"),
        ("rents", "huurprijzen.csv"),
    ):
        store.do(import_register, kind, registers / file, skip_bad=True)
    ran = run("raise", "2026-07-01", "--percent", "4,1", "--json")
    states = [row["state"] for row in ran.document["rows"]]
    assert (ran.document["batch"], set(states)) == (None, {"done", "other"})
    over = [row for row in ran.document["rows"] if row["state"] == "other"]
    assert all("more than may be" in row["remarks"][0] for row in over)

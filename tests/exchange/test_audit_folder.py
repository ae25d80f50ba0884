"""The folder for the audit committee: whole, checkable, harmless to a spreadsheet, and beside nothing else."""

from __future__ import annotations

import csv
import io
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from coopadmin import i18n
from coopadmin.errors import Refused, WrongUse
from coopadmin.exchange.audit_folder import INDEX, SUMS, Written, write_audit_folder
from coopadmin.services import matching
from coopadmin.services.budget import save_category, set_budget
from coopadmin.services.closing import close_month
from coopadmin.services.decisions import record_decision
from coopadmin.services.matching_parts import Part
from db.backup import check
from db.chain import FIRST_LINK, chain_link
from db.queries.audit import journal_end
from db.store import Store
from tests.bank_lines import bring
from tests.conftest import Furnish

TODAY = date(2026, 11, 20)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def _keep_books(store: Store) -> None:
    """A September with an expense and a line put aside, closed; and a decision about money."""
    category = store.do(save_category, code="upkeep", name="Upkeep", direction="expense", purpose="maintenance").result
    store.do(set_budget, category_id=category, year=2026, amount_cents=1000_00)
    paid, odd = bring(
        store,
        {"booked_on": date(2026, 9, 4), "amount_cents": -250_00, "name": "De Loodgieter"},
        {"booked_on": date(2026, 9, 5), "amount_cents": 10_00, "name": '=HYPERLINK("x")', "description": "a;\nb"},
    )
    store.do(matching.post_line, line_id=paid, parts=[Part(-250_00, "category", category_id=category)])
    store.do(matching.put_aside, line_id=odd, note="@SUM(A1) whose is it?")
    store.do(
        record_decision,
        number="B-1",
        decided_on=date(2026, 8, 1),
        subject="New boiler",
        text="Up to €3.000",
        outcome="carried",
    )
    store.do(close_month, month=SEPTEMBER, balance_cents=760_00, note="with the chair")


@pytest.fixture
def books(store: Store, furnish: Furnish) -> Store:
    """Give a store with the books of September."""
    furnish(_keep_books)
    return store


def _write(store: Store, folder: Path, until: date = SEPTEMBER) -> Written:
    return store.read(write_audit_folder, SEPTEMBER, until, folder, TODAY)


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    text = (folder / name).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_every_file_has_its_digest_and_the_journals_end_stands_with_them(books: Store, tmp_path: Path) -> None:
    made = _write(books, tmp_path / "audit")
    sums = (made.folder / SUMS).read_text().splitlines()
    pairs = [line.split("  ") for line in sums if not line.startswith("#")]
    listed = {name: digest for digest, name in pairs}
    assert set(listed) == {entry.name for entry in made.folder.iterdir()} - {SUMS}
    for name, digest in listed.items():
        assert sha256((made.folder / name).read_bytes()).hexdigest() == digest
    end = books.read(journal_end)
    assert sums[-1] == f"# journal {end.entry_id} {end.chain}"
    assert made.end == end


def test_the_journals_chain_can_be_counted_again_from_the_folder(books: Store, tmp_path: Path) -> None:
    made = _write(books, tmp_path / "audit")
    link = FIRST_LINK
    for row in _rows(made.folder, "journal.csv"):
        entry = {
            "id": int(row["batch"]),
            "at": row["moment (UTC)"],
            "actor": row["who"],
            "deed": row["deed"],
            "about": row["about"],
            "undoes_id": int(row["takes back batch"]) if row["takes back batch"] else None,
            "values_digest": row["digest of the values"],
        }
        link = chain_link(link, entry)
        assert link == row["link"]
    assert link == made.end.chain
    assert all(finding.ok for finding in check(books.path))


def test_what_is_behind_the_month_is_in_it(books: Store, tmp_path: Path) -> None:
    folder = _write(books, tmp_path / "audit", OCTOBER).folder
    lines = _rows(folder, "bank-lines.csv")
    assert [(row["amount"], row["waits"]) for row in lines] == [("-250.00", "0.00"), ("10.00", "10.00")]
    (payment,) = _rows(folder, "payments.csv")
    assert payment["contract, member or category"] == "upkeep"
    (budget,) = _rows(folder, "budget.csv")
    assert (budget["budget"], budget["booked"], budget["left"]) == ("1000.00", "250.00", "750.00")
    assert [row["number"] for row in _rows(folder, "decisions.csv")] == ["B-1"]
    index = (folder / INDEX).read_text()
    assert "September 2026: closed on 20 November 2026, the bank held €760.00 · with the chair" in index
    assert "October 2026: not closed" in index
    assert "De Loodgieter" in index


def test_text_in_it_cannot_run_as_a_formula(books: Store, tmp_path: Path) -> None:
    folder = _write(books, tmp_path / "audit").folder
    odd = _rows(folder, "bank-lines.csv")[1]
    assert odd["counterparty"] == '\'=HYPERLINK("x")'
    assert odd["put aside because"] == "'@SUM(A1) whose is it?"
    assert odd["description"] == "a; b"


def test_it_speaks_the_language_in_use_and_is_private(books: Store, tmp_path: Path) -> None:
    folder = _write(books, tmp_path / "audit").folder
    assert folder.stat().st_mode & 0o077 == 0
    assert all(entry.stat().st_mode & 0o077 == 0 for entry in folder.iterdir())
    i18n.use("nl")
    dutch = _write(books, tmp_path / "kascommissie").folder
    assert "-250,00" in (dutch / "bank-lines.csv").read_bytes().decode("utf-8-sig")


def test_a_folder_of_its_own_is_replaced_and_one_with_other_things_is_left_alone(books: Store, tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    folder.mkdir()
    _write(books, folder)
    _write(books, folder, OCTOBER)
    (folder / "holiday.jpg").write_bytes(b"x")
    before = {entry.name: entry.read_bytes() for entry in folder.iterdir()}
    with pytest.raises(Refused, match="other things"):
        _write(books, folder)
    assert {entry.name: entry.read_bytes() for entry in folder.iterdir()} == before
    lone = tmp_path / "lone"
    lone.mkdir()
    (lone / "budget.csv").write_text("mine")
    with pytest.raises(Refused, match="other things"):
        _write(books, lone)
    with pytest.raises(Refused, match="is a file"):
        _write(books, lone / "budget.csv")
    with pytest.raises(WrongUse, match="before the first"):
        books.read(write_audit_folder, OCTOBER, SEPTEMBER, tmp_path / "x", TODAY)
    assert not (tmp_path / "x").exists()


def test_a_place_that_cannot_be_written_is_said(books: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WrongUse, match="cannot be written"):
        _write(books, tmp_path / "file" / "audit")


def test_a_store_without_money_gives_a_folder_too(store: Store, tmp_path: Path) -> None:
    made = _write(store, tmp_path / "audit")
    assert dict(made.files)["bank-lines.csv"] == 0
    assert "The months" in (made.folder / INDEX).read_text()

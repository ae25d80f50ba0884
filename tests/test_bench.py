"""The bench tells the truth: its arithmetic, its choice of parts, and the files it makes for another program."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bench import ledger, peer, sizes
from bench.growth import OF_ALL, Growth, grown, heading, line, lists, operations
from coopadmin.exchange.bank import open_bank_file
from coopadmin.exchange.bank.lines import LineRead
from db.queries.balances import balances
from db.queries.base import PAGE_ROWS
from db.store import Store
from screens.pages import SCREENS

FIRST = date(2026, 9, 1)
CONTRACTS, MONTHS = 120, 3


# -- growth ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("times", "rows", "even"),
    [
        ((1.0, 10.0, 10.0), (40, 200, 200), True),
        ((1.0, 10.0, 14.9), (40, 200, 200), True),
        ((1.0, 10.0, 15.1), (40, 200, 200), False),
        ((1.0, 10.0, 100.0), (40, 1_000, 10_000), True),
        ((1.0, 10.0, 151.0), (40, 1_000, 10_000), False),
        ((1.0, 10.0, 10.0), (8, 0, 0), True),
        ((1.0, 10.0, 16.0), (40, 200, 20), False),
    ],
)
def test_a_time_may_grow_as_much_as_the_rows_shown(times: tuple[float, ...], rows: tuple[int, ...], even: bool) -> None:
    one = Growth("list", times, rows)
    assert one.is_even is even
    assert ("faster" in line(one)) is not even


@pytest.mark.parametrize(("last", "even"), [(10.0, True), (149.0, True), (151.0, False)])
def test_what_adds_up_all_may_grow_as_much_as_there_is_and_says_so(last: float, even: bool) -> None:
    one = Growth("list", (1.0, 10.0, last), (40, 200, 200), "adds up all", (40, 1_000, 10_000))
    assert one.is_even is even
    assert "adds up all" in line(one)
    assert ("faster than what it looks through" in line(one)) is not even


def test_every_list_of_the_desk_is_measured() -> None:
    assert {"members", "arrears", "household_hours", "bookings", "keys", "decisions"} < set(lists())
    assert not set(lists()) & set(SCREENS)
    assert set(OF_ALL) < set(operations())


def test_growth_is_counted_between_the_last_two_sizes() -> None:
    one = Growth("list", (1.0, 20.0, 30.0), (40, 100, 200))
    assert (one.grew, one.rows_grew) == (1.5, 2.0)
    assert line(one).split() == ["list", "1.0", "40", "20.0", "100", "30.0", "200", "1.50×", "2.00×"]
    assert "40 homes" in heading((40, 1_000))


def test_sizes_are_measured_in_turn_after_a_warm_up() -> None:
    called: list[str] = []

    def read(name: str) -> Callable[[], int]:
        return lambda: called.append(name) or len(name)

    found = grown("list", [read("a"), read("bb")], (40, 1_000), runs=2)
    assert called == ["a", "bb"] * 3
    assert found.rows == (1, 2)


def _small(folder: Path, homes: int) -> Store:
    return Store(sizes.make_sized_store(folder, homes, months=2), actor="Noor")


def test_no_page_asks_more_questions_of_a_larger_store(tmp_path: Path) -> None:
    """What a page asks per row is what makes it slow one day, however swift it is today."""
    said = [0]

    def note(*_words: Any) -> None:
        said[0] += 1

    def asked(store: Store) -> dict[str, int]:
        counts: dict[str, int] = {}
        for name, read in operations().items():
            said[0] = 0
            assert store.read(read) <= PAGE_ROWS
            counts[name] = said[0]
        return counts

    event.listen(Engine, "before_cursor_execute", note)
    try:
        small, large = asked(_small(tmp_path, 60)), asked(_small(tmp_path, 130))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert small == large


# -- another program -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cents", "plain", "signed"), [(5, "0,05", "+0,05"), (123_456, "1234,56", "+1234,56"), (-50, "-0,50", "-0,50")]
)
def test_amounts_are_written_as_a_bank_does(cents: int, plain: str, signed: str) -> None:
    assert (peer.amount(cents), peer.amount(cents, signed=True)) == (plain, signed)


def test_balances_are_read_to_the_cent() -> None:
    said = '"account","balance"\n"assets:receivable:C-00001","-1.234,05 EUR"\n"assets:receivable:C-7","500,50 EUR"\n'
    assert peer.peer_balances(said) == {"C-00001": -123_405, "C-7": 50_050}
    with pytest.raises(ValueError, match="no amount"):
        peer.peer_balances('"account","balance"\n"a","500.50 EUR"\n')


def test_the_payments_are_a_file_of_a_bank_that_we_read_whole(tmp_path: Path) -> None:
    paid = list(ledger.payments(CONTRACTS, MONTHS, FIRST))
    file = peer.write_payments(tmp_path / "payments.csv", iter(paid))
    lines = [item for item in open_bank_file(file).statements() if isinstance(item, LineRead)]
    assert [one.amount_cents for one in lines] == [row["amount_cents"] for row in paid]
    assert peer.contract_number(1) in lines[0].description


def test_less_was_paid_than_was_charged() -> None:
    charged = sum(int(str(row["amount_cents"])) for row in ledger.charges(CONTRACTS, MONTHS, FIRST))
    paid = sum(int(str(row["amount_cents"])) for row in ledger.payments(CONTRACTS, MONTHS, FIRST))
    assert 0 < paid < charged


@pytest.mark.skipif(not peer.is_here(), reason="hledger is not installed")
def test_hledger_says_what_we_say_of_the_same_ledger(tmp_path: Path) -> None:
    charged = list(ledger.charges(CONTRACTS, MONTHS, FIRST))
    paid = list(ledger.payments(CONTRACTS, MONTHS, FIRST))
    journal = peer.write_journal(tmp_path / "all.journal", charged)
    file = peer.write_payments(tmp_path / "payments.csv", paid)
    subprocess.run([peer.PEER, "-f", journal, "import", file], check=True, capture_output=True)
    words = [peer.PEER, "-f", journal, *peer.BALANCE]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    expected: dict[str, int] = {}
    for rows, sign in ((charged, 1), (paid, -1)):
        for row in rows:
            number = peer.contract_number(int(str(row["contract_id"])))
            expected[number] = expected.get(number, 0) + sign * int(str(row["amount_cents"]))
    assert peer.peer_balances(said) == {number: cents for number, cents in expected.items() if cents}


def test_a_sized_store_owes_what_was_made_up(tmp_path: Path) -> None:
    store = _small(tmp_path, 60)
    first = date(2026, 10, 1)
    expected: dict[int, int] = {}
    for rows, sign in ((ledger.charges(60, 2, first), 1), (ledger.payments(60, 2, first), -1)):
        for row in rows:
            number = int(str(row["contract_id"]))
            expected[number] = expected.get(number, 0) + sign * int(str(row["amount_cents"]))
    assert store.read(balances, None, sizes.ON) == {number: cents for number, cents in expected.items() if cents}


# -- the table -----------------------------------------------------------------------------------------------------


@pytest.fixture
def main() -> Any:
    """Import the bench itself, which needs a terminal as Unix has."""
    pytest.importorskip("pty")
    from bench import __main__ as module

    return module


def test_words_choose_parts_and_a_quick_run_leaves_out_what_is_large(main: Any) -> None:
    assert main.chosen([], is_quick=False) == list(main.PARTS)
    assert main.chosen([], is_quick=True) == list(main.QUICK)
    assert set(main.QUICK) < set(main.PARTS)
    assert main.chosen(["arr", "growth"], is_quick=True) == ["arrears", "growth"]
    assert main.main(["nonsense"]) == 2


def test_a_missed_goal_is_said_and_without_a_goal_nothing_is(main: Any) -> None:
    slow = main.Measure("x", 30.0, 10.0, 3.0, 2.0)
    told = main.Measure("x", 30.0, 10.0, 3.0, None)
    assert main.is_missed(slow)
    assert main.written(slow).endswith("2.00×  missed")
    assert not main.is_missed(told)
    assert main.written(told).endswith("3.00×       —")
    assert not main.is_missed("hledger is not installed")


def test_without_hledger_the_bench_says_so_and_goes_on(
    main: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (said,) = main.Bench(tmp_path).run("hledger")
    assert "not installed" in said

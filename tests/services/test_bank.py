"""A treasurer takes in what the bank delivers: every line once, kept as it came, and no cent made or lost."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.errors import Refused
from coopadmin.exchange.bank import LineRead, StatementEnd, open_bank_file
from coopadmin.services import contracts, dwellings, matching
from coopadmin.services.association import correct_cooperative
from coopadmin.services.bank import BankTaken, confirm_account, rename_account, take_bank_file
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.imports import import_register
from coopadmin.services.matching_auto import match_lines
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.backup import check
from db.journal import Transaction
from db.queries import bank
from db.queries.base import Listing
from db.store import Store
from db.tables.bank import BankAccount, BankFile, BankLine, BankStatement
from db.tables.closing import MonthClosing
from db.tables.matching import Posting
from tests.bank_files import ACCOUNT, bank_file, paid, statement
from tests.conftest import SHARED, TODAY, Furnish

SEP, OCT = date(2026, 9, 5), date(2026, 10, 5)
TENANT, OTHER = "NL91ABNA0417164300", "NL20INGB0001234567"


def _let_two(store: Store) -> None:
    for code in ("2A", "2B"):
        store.do(dwellings.add_dwelling, dwelling=DwellingData(code))
    for number, home, iban in (("C-0001", 1, TENANT), ("C-0002", 2, "")):
        store.do(
            contracts.start_contract,
            number=number,
            dwelling_id=home,
            tenants=[PersonData("Bos", given_name=number)],
            starts_on=date(2020, 1, 1),
            iban=iban,
        )


@pytest.fixture
def books(store: Store, furnish: Furnish) -> Store:
    """Two contracts; one has an account of its own."""
    furnish(_let_two)
    return store


def _take(store: Store, *items: Any, name: str = "bank.xml", form: str = "camt.053") -> BankTaken:
    return store.do(take_bank_file, file=bank_file(name, *items, form=form)).result


def _figures(taken: BankTaken) -> tuple[int, int, int, int, int]:
    return taken.lines, taken.new, taken.duplicate, taken.matched, taken.unmatched


def _sums(connection: Connection) -> tuple[int, int, int]:
    """What all lines come to, what is put somewhere, and what waits."""
    lines = connection.execute(select(func.coalesce(func.sum(col(BankLine.amount_cents)), 0))).scalar() or 0
    put = connection.execute(select(func.coalesce(func.sum(col(Posting.amount_cents)), 0))).scalar() or 0
    return lines, put, sum(row.remainder_cents for row in bank.unmatched(connection))


def _rows(connection: Connection) -> tuple[int, ...]:
    tables = (BankFile, BankStatement, BankLine, Posting)
    return tuple(connection.execute(select(func.count()).select_from(table)).scalar() or 0 for table in tables)


def _close(transaction: Transaction, *, month: date) -> None:
    transaction.add(MonthClosing(month=month, closed_on=TODAY, balance_cents=0))


# -- the example ---------------------------------------------------------------------------------------------------


def _take_examples(store: Store) -> None:
    files = {
        "members": "ledenlijst.csv",
        "dwellings": "woningen.xlsx",
        "contracts": "huurcontracten.csv",
    }
    for kind, name in files.items():
        store.do(import_register, kind, SHARED / "registers" / name, skip_bad=True)


@pytest.fixture
def example(store: Store, furnish: Furnish, registers: Path) -> Store:
    """The registers of the example, as the bank finds them."""
    furnish(_take_examples)
    return store


def test_every_figure_of_the_example_comes_out(example: Store, registers: Path) -> None:
    expected = json.loads((registers / "expected.json").read_text(encoding="utf-8"))
    taken = None
    for name, figures in expected["bank"].items():
        taken = example.do(take_bank_file, file=open_bank_file(registers / name)).result
        assert {key: getattr(taken, key) for key in figures} == figures, name
        assert taken.balance_ok is True
        assert taken.remarks == ()
    assert taken is not None
    assert taken.closing_cents == expected["closing_cents"]
    (account,) = example.read(bank.accounts)
    assert (account.number, account.status, account.balance_cents) == (
        expected["account"],
        "own",
        expected["closing_cents"],
    )
    assert all(finding.ok for finding in check(example.path))


def test_the_example_again_changes_nothing(example: Store, registers: Path) -> None:
    names = list(json.loads((registers / "expected.json").read_text(encoding="utf-8"))["bank"])
    for name in names:
        example.do(take_bank_file, file=open_bank_file(registers / name))
    for name in reversed(names):
        done = example.do(take_bank_file, file=open_bank_file(registers / name))
        assert done.batch is None
        assert (done.result.new, done.result.duplicate) == (0, done.result.lines)


def test_the_example_can_be_taken_back_file_by_file_and_taken_in_again(example: Store, registers: Path) -> None:
    expected = json.loads((registers / "expected.json").read_text(encoding="utf-8"))["bank"]
    names = [name for name in expected if "opnieuw" not in name]
    batches = [example.do(take_bank_file, file=open_bank_file(registers / name)).batch for name in names]
    before = example.read(_sums)
    for name, batch in zip(names, batches, strict=True):
        example.do(undo, batch)
        again = example.do(take_bank_file, file=open_bank_file(registers / name)).result
        assert {key: getattr(again, key) for key in expected[name]} == expected[name]
        assert again.remarks == ()
    assert example.read(_sums) == before


# -- once, and as it came ------------------------------------------------------------------------------------------


def test_a_line_is_kept_as_it_came(books: Store) -> None:
    line = paid(SEP, 70_000, "huur C-0001", name="A. Bos", iban=TENANT, reference="1", code="541", is_reversal=False)
    _take(books, statement(line))
    kept = books.read(lambda connection: connection.execute(select(col(BankLine.raw), col(BankLine.position))).all())
    assert [tuple(row) for row in kept] == [(line.raw, 1)]


def test_a_file_that_delivers_a_part_again_brings_only_what_is_new(books: Store) -> None:
    days = [date(2026, 10, day) for day in range(1, 11)]
    lines = [paid(day, 1_000 + day.day, "huur") for day in days]
    _take(books, statement(*lines[:7], opening=0))
    taken = _take(books, statement(*lines[4:], opening=sum(line.amount_cents for line in lines[:4])), name="b.xml")
    assert _figures(taken) == (6, 3, 3, 0, 3)
    assert taken.remarks == ()


def test_two_equal_payments_on_one_day_are_two_and_again_the_same_two(books: Store) -> None:
    twice = [paid(SEP, 70_000, "C-0001"), paid(SEP, 70_000, "C-0001")]
    assert _figures(_take(books, statement(*twice))) == (2, 2, 0, 2, 0)
    assert _figures(_take(books, statement(*twice, paid(OCT, 1, "")), name="b.xml")) == (3, 1, 2, 0, 1)


def test_the_same_line_twice_by_its_reference_is_one(books: Store) -> None:
    line = paid(SEP, 70_000, "C-0001", reference="1")
    assert _figures(_take(books, statement(line, line), statement(line))) == (3, 1, 2, 1, 0)


def test_the_files_within_a_zip_count_equal_lines_each_for_itself(books: Store) -> None:
    line = paid(SEP, 70_000, "C-0001")
    both = [statement(line, member=name) for name in ("a.940", "b.940")]
    assert _figures(_take(books, *both)) == (2, 1, 1, 1, 0)


def test_a_long_statement_is_written_in_pieces_with_its_own_totals(books: Store) -> None:
    lines = [paid(SEP, 100 + number, f"nr {number}") for number in range(1_201)]
    head, *rest = statement(*lines, opening=5)
    taken = _take(books, [head, *rest, StatementEnd(5 + sum(line.amount_cents for line in lines), SEP)])
    (row,) = books.read(bank.statements, Listing()).rows
    assert (row.line_count, row.lines_cents) == (1_201, sum(line.amount_cents for line in lines))
    assert (taken.balance_ok, row.balance_ok, row.closes_on) == (True, True, SEP)
    books.do(undo)
    assert books.read(_rows) == (0, 0, 0, 0)


def test_a_balance_of_a_later_day_is_kept_though_no_line_is_new(books: Store) -> None:
    _take(books, statement(paid(SEP, 100), opening=0))
    assert _take(books, statement(opening=100, opens_on=OCT, closes_on=OCT), name="empty.xml").lines == 0
    (account,) = books.read(bank.accounts)
    assert (account.balance_cents, account.balance_on) == (100, OCT)


def test_a_part_that_was_taken_back_elsewhere_comes_in_again_with_the_same_file(books: Store) -> None:
    first, second, third = (paid(date(2026, 9, day), day) for day in (1, 2, 3))
    batch = books.do(take_bank_file, file=bank_file("a.xml", statement(first, second))).batch
    _take(books, statement(second, third), name="b.xml")
    books.do(undo, batch)
    assert _figures(_take(books, statement(second, third), name="b.xml")) == (2, 1, 1, 0, 1)


def test_a_file_that_breaks_off_leaves_nothing(books: Store) -> None:
    class BrokenError(Exception):
        pass

    class Breaking(list[Any]):
        def __iter__(self) -> Any:
            yield from statement(*(paid(SEP, cents) for cents in range(1, 2_000)))
            raise BrokenError

    with pytest.raises(BrokenError):
        books.do(take_bank_file, file=bank_file("a.xml").__class__("a.xml", Breaking()))  # pyright: ignore
    assert books.read(_rows) == (0, 0, 0, 0)


# -- what is said --------------------------------------------------------------------------------------------------


def test_a_batch_whose_details_do_not_come_to_it_is_said_once(books: Store) -> None:
    lines = statement(paid(SEP, 1_000, misses_cents=-1), paid(OCT, 1_000, "x", misses_cents=0), opening=0)
    (said,) = _take(books, lines).remarks
    assert said.startswith("1 batch is one line without names")
    assert _take(books, lines, name="again.xml").remarks == ()


def test_balances_that_do_not_tie_are_said_and_refuse_nothing(books: Store) -> None:
    taken = _take(books, statement(paid(SEP, 100), opening=1_000, closing=1_200, reference="36"))
    assert (taken.new, taken.balance_ok) == (1, False)
    (said,) = taken.remarks
    assert "Statement 36" in said
    assert "EUR 1.00 off" in said
    (row,) = books.read(bank.statements, Listing(filter="faults")).rows
    assert row.misses_cents == 100


def test_statements_without_balances_say_nothing(books: Store) -> None:
    taken = _take(books, statement(paid(SEP, 100)))
    assert (taken.balance_ok, taken.closing_cents, taken.remarks) == (None, None, ())


def test_a_gap_to_the_statement_before_is_said(books: Store) -> None:
    _take(books, statement(paid(SEP, 100), opening=0))
    taken = _take(books, statement(paid(OCT, 5), opening=250), name="b.xml")
    (said,) = taken.remarks
    assert "EUR 2.50" in said
    assert "EUR 1.00" in said
    assert "5 September 2026" in said
    assert [row.gap_cents for row in books.read(bank.statements, Listing()).rows] == [150, None]


def test_an_older_file_taken_in_later_closes_the_gap(books: Store) -> None:
    _take(books, statement(paid(date(2026, 8, 1), 100), opening=0))
    _take(books, statement(paid(OCT, 5), opening=150), name="b.xml")
    _take(books, statement(paid(SEP, 50), opening=100), name="c.xml")
    assert {row.gap_cents for row in books.read(bank.statements, Listing()).rows} == {0, None}


@pytest.mark.parametrize("opens_on", [date(2026, 9, 30), date(2026, 10, 1)])
def test_an_opening_balance_may_bear_the_day_before(books: Store, opens_on: date) -> None:
    _take(books, statement(paid(date(2026, 9, 30), 100), opening=0))
    taken = _take(books, statement(paid(date(2026, 10, 1), 5), opening=100, opens_on=opens_on), name="b.xml")
    assert taken.remarks == ()


# -- accounts ------------------------------------------------------------------------------------------------------


def test_the_first_account_is_taken_for_the_own_one(books: Store) -> None:
    _take(books, statement(paid(SEP, 1)))
    assert [(row.number, row.status) for row in books.read(bank.accounts)] == [(ACCOUNT, "own")]


def test_another_account_waits_until_it_is_confirmed_and_then_its_sure_lines_find_their_place(books: Store) -> None:
    _take(books, statement(paid(SEP, 1)))
    taken = _take(books, statement(paid(SEP, 70_000, "C-0001"), paid(SEP, 5), account=OTHER), name="b.xml")
    assert _figures(taken) == (2, 2, 0, 0, 2)
    assert "is not known as your own: its 2 lines" in taken.remarks[0]
    account = next(row for row in books.read(bank.accounts) if row.number == OTHER)
    assert (account.status, account.is_ours) == ("unknown", False)
    assert books.do(confirm_account, account_id=account.account_id, name="Spaarrekening").result == 1
    assert [row.name for row in books.read(bank.accounts) if row.number == OTHER] == ["Spaarrekening"]
    assert books.do(rename_account, account_id=account.account_id, name=" Reserve ").result is True


def test_an_account_other_than_the_co_operatives_own_waits(books: Store) -> None:
    books.do(correct_cooperative, name="De Vonk", shape="individual", iban=OTHER)
    assert _take(books, statement(paid(SEP, 1, "C-0001"))).matched == 0
    assert _take(books, statement(paid(SEP, 1, "C-0001"), account=OTHER), name="b.xml").matched == 1


def test_a_foreign_currency_is_kept_and_waits(books: Store) -> None:
    taken = _take(books, statement(paid(SEP, 70_000, "C-0001"), currency="USD", opening=0))
    assert _figures(taken) == (1, 1, 0, 0, 1)
    assert "USD" in taken.remarks[0]
    (account,) = books.read(bank.accounts)
    books.do(confirm_account, account_id=account.account_id, name="")
    assert books.read(_sums) == (70_000, 0, 70_000)


def test_the_first_file_can_be_taken_back_though_later_ones_are_of_its_account(books: Store) -> None:
    first = books.do(take_bank_file, file=bank_file("a.xml", statement(paid(SEP, 1)))).batch
    _take(books, statement(paid(OCT, 2)), name="b.xml")
    books.do(undo, first)
    assert books.read(_rows) == (1, 1, 1, 0)
    assert [row.number for row in books.read(bank.accounts)] == [ACCOUNT]
    books.do(undo)
    assert books.read(_rows) == (0, 0, 0, 0)


def test_an_account_that_is_gone_cannot_be_confirmed(books: Store) -> None:
    with pytest.raises(Refused):
        books.do(confirm_account, account_id=99, name="")


# -- closed months -------------------------------------------------------------------------------------------------


def test_new_lines_of_a_closed_month_are_refused_with_the_month_named(books: Store) -> None:
    books.do(_close, month=date(2026, 9, 1))
    with pytest.raises(Refused, match="September 2026"):
        _take(books, statement(paid(OCT, 1), paid(SEP, 2)))
    with pytest.raises(Refused, match="August 2026"):
        _take(books, statement(paid(date(2026, 8, 31), 2)))
    assert books.read(_rows) == (0, 0, 0, 0)


def test_what_is_here_already_may_be_of_a_closed_month(books: Store) -> None:
    _take(books, statement(paid(SEP, 1)))
    books.do(_close, month=date(2026, 9, 1))
    assert _figures(_take(books, statement(paid(SEP, 1), paid(OCT, 2)), name="b.xml")) == (2, 1, 1, 0, 1)


def test_a_waiting_line_of_a_closed_month_is_booked_on_the_first_open_day(books: Store) -> None:
    _take(books, statement(paid(SEP, 1)))
    _take(books, statement(paid(SEP, 70_000, "C-0001"), account=OTHER), name="b.xml")
    books.do(_close, month=date(2026, 9, 1))
    account = next(row for row in books.read(bank.accounts) if row.number == OTHER)
    books.do(confirm_account, account_id=account.account_id, name="")
    booked = books.read(lambda connection: connection.execute(select(col(Posting.booked_on))).scalars().all())
    assert booked == [date(2026, 10, 1)]


# -- matching ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "ground"),
    [
        (paid(SEP, 100, "huur c 0002"), "number"),
        (paid(SEP, -100, "terugboeking C-0002", is_reversal=True), "number"),
        (paid(SEP, 100, "huur", end_to_end_id="C0002-09"), "number"),
        (paid(SEP, 100, "huur", iban=TENANT), "account"),
        (paid(SEP, 100, "C-0001 en C-0002", iban=TENANT), None),
        (paid(SEP, 100, "huur", iban=OTHER), None),
    ],
)
def test_a_line_finds_its_place_on_sure_ground_only(books: Store, line: LineRead, ground: str | None) -> None:
    taken = _take(books, statement(line))
    assert taken.matched == (ground is not None)
    found = books.read(
        lambda connection: connection.execute(select(col(Posting.ground), col(Posting.amount_cents))).all()
    )
    assert [tuple(row) for row in found] == ([(ground, line.amount_cents)] if ground else [])


def test_an_account_of_two_contracts_waits(books: Store) -> None:
    books.do(contracts.correct_contract, contract_id=2, dwelling_id=2, starts_on=date(2020, 1, 1), iban=TENANT)
    assert _take(books, statement(paid(SEP, 100, "huur", iban=TENANT))).matched == 0


def test_a_line_of_nothing_needs_no_place(books: Store) -> None:
    assert _figures(_take(books, statement(paid(SEP, 0, "C-0001")))) == (1, 1, 0, 1, 0)
    assert books.read(bank.unmatched) == ()


def test_what_was_put_aside_or_booked_in_part_is_left_alone(books: Store) -> None:
    _take(books, statement(paid(SEP, 100, "?"), paid(SEP, 200, "?")))
    aside, part = (row.line_id for row in books.read(bank.unmatched))
    books.do(matching.put_aside, line_id=aside, note="navragen")
    books.do(matching.post_line, line_id=part, parts=[matching.Part(50, "contract", contract_id=1)])
    assert books.do(match_lines, [aside, part]).result == 0


# -- perhaps twice -------------------------------------------------------------------------------------------------

RENT: dict[str, Any] = {"name": "A. Bos", "iban": TENANT}


def test_a_line_in_another_format_is_taken_in_waits_and_is_shown_with_its_likeness(books: Store) -> None:
    _take(books, statement(paid(SEP, 70_000, "C-0001", reference="1", **RENT)))
    again = paid(SEP, 70_000, "/REMI/C-0001/", **RENT)
    taken = _take(books, statement(again, again), name="b.940", form="mt940")
    assert _figures(taken) == (2, 2, 0, 1, 1)
    assert taken.suspects == 1
    assert "1 line looks like one" in taken.remarks[0]
    (pair,) = books.read(bank.suspects)
    assert (pair.line_id, pair.other_id) == (2, 1)


@pytest.mark.parametrize("same", [True, False])
def test_a_persons_word_ends_the_suspicion(books: Store, same: bool) -> None:
    _take(books, statement(paid(SEP, 70_000, "C-0001", reference="1", **RENT)))
    _take(books, statement(paid(SEP, 70_000, "C-0001", **RENT)), name="b.940", form="mt940")
    (pair,) = books.read(bank.suspects)
    books.do(matching.judge_duplicate, line_id=pair.line_id, other_id=pair.other_id, is_duplicate=same)
    assert books.read(bank.suspects) == ()
    assert books.do(match_lines, [pair.line_id]).result == (0 if same else 1)


# -- no cent made or lost ------------------------------------------------------------------------------------------

CENTS = st.sampled_from([-70_000, 70_000, 70_000, 1])
LINE = st.builds(
    lambda day, cents, said, reference: paid(date(2026, 9, day), cents, said, reference=reference, **RENT),
    st.integers(1, 3),
    CENTS,
    st.sampled_from(["C-0001", "C-0002", "C-0001 C-0002", "huur"]),
    st.sampled_from(["", "", "1", "2"]),
)
STEP = st.one_of(
    st.tuples(st.just("take"), st.lists(LINE, max_size=6), st.sampled_from(["camt.053", "mt940"])),
    st.tuples(st.just("undo"), st.just([]), st.just("")),
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=6))
def test_no_taking_in_and_taking_back_makes_or_loses_a_cent(store: Store, furnish: Furnish, steps: list[Any]) -> None:
    furnish(_let_two)
    taken: list[int] = []
    for number, (what, lines, form) in enumerate(steps):
        if what == "take":
            done = store.do(take_bank_file, file=bank_file(f"{number}.xml", statement(*lines, opening=0), form=form))
            assert done.result.new == done.result.matched + done.result.unmatched
            again = store.do(take_bank_file, file=bank_file("again", statement(*lines, opening=0), form=form))
            assert (again.result.new, again.batch) == (0, None)
            taken += [done.batch] if done.batch else []
        elif taken:
            store.do(undo, taken.pop())
        total, put, waits = store.read(_sums)
        assert total == put + waits
    assert all(finding.ok for finding in check(store.path))
    while taken:
        store.do(undo, taken.pop())
    assert store.read(_sums) == (0, 0, 0)


def test_accounts_are_listed_once_however_many_files_came(books: Store) -> None:
    for number in range(3):
        _take(books, statement(paid(date(2026, 9, number + 1), 1)), name=f"{number}.xml")
    accounts = books.read(lambda connection: connection.execute(select(func.count()).select_from(BankAccount)).scalar())
    assert accounts == 1

"""A treasurer puts bank lines where they belong, and no cent is ever made or lost by it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.errors import CoopadminError, Invalid, Refused
from coopadmin.services import contracts, dwellings, matching, members
from coopadmin.services.budget import end_category, save_category
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.matching import Part
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import journal
from db.queries import matching as queries
from db.queries.base import Listing
from db.queries.ledger import balance_cents
from db.queries.postings import PostingRow, known_accounts, postings_of
from db.store import Store
from db.tables.bank import BankLine, NotDuplicate
from db.tables.closing import MonthClosing
from db.tables.matching import KnownAccount, Posting
from tests.bank_lines import bring
from tests.conftest import TODAY, Furnish

IBAN = "NL91ABNA0417164300"
FIRST, SECOND = 1, 2
"""The contracts of the fixture, and by the same numbers the member and the category in it."""


def _make_places(store: Store) -> None:
    """Two contracts, a member without one, and a category."""
    for code in ("2A", "2B"):
        store.do(dwellings.add_dwelling, dwelling=DwellingData(code))
    for number, home in (("C-0001", 1), ("C-0002", 2)):
        store.do(
            contracts.start_contract,
            number=number,
            dwelling_id=home,
            tenants=[PersonData("Bos", given_name=number)],
            starts_on=date(2020, 1, 1),
        )
    store.do(
        members.register_member, number="L001", person=PersonData("Vos"), kind="member", starts_on=date(2020, 1, 1)
    )
    store.do(save_category, code="bank", name="Bankkosten", direction="expense")


@pytest.fixture
def books(store: Store, furnish: Furnish) -> Store:
    """A store with somewhere to put money."""
    furnish(_make_places)
    return store


def _close(transaction: Transaction, *, month: date) -> None:
    transaction.add(MonthClosing(month=month, closed_on=TODAY, balance_cents=0))


def _post(store: Store, line_id: int, *parts: Part, remember: bool = False) -> None:
    store.do(matching.post_line, line_id=line_id, parts=parts, remember=remember)


def _to_first(cents: int, **more: Any) -> Part:
    return Part(cents, "contract", contract_id=FIRST, **more)


def _row(store: Store, line_id: int) -> queries.LineRow:
    (row,) = store.read(queries.lines, [line_id])
    return row


def _standing(store: Store, line_id: int) -> list[PostingRow]:
    return [one for one in store.read(postings_of, line_id) if not one.countered and one.reverses_id is None]


def _listed(store: Store, name: str) -> list[int]:
    return [row.line_id for row in store.read(queries.page, Listing(filter=name), TODAY).rows]


# -- booking -------------------------------------------------------------------------------------------------------


def test_a_line_is_put_to_a_contract_and_waits_no_more(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 70000, "iban": IBAN})
    _post(books, line, _to_first(70000))
    (one,) = _standing(books, line)
    assert (one.label, one.subject, one.record_id) == ("C-0001 · 2A", "contracts", FIRST)
    assert (one.booked_on, one.ground) == (date(2026, 11, 5), "person")
    assert _listed(books, "waiting") == []
    assert books.read(balance_cents, FIRST, TODAY) == -70000


def test_a_line_is_split_over_a_contract_a_member_a_deposit_and_a_category(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 100000})
    _post(
        books,
        line,
        _to_first(60000),
        Part(20000, "member", member_id=1),
        Part(15000, "deposit", contract_id=SECOND),
        Part(5000, "category", category_id=1, note=" rente  terug "),
    )
    assert [(one.kind, one.amount_cents, one.label, one.note) for one in _standing(books, line)] == [
        ("contract", 60000, "C-0001 · 2A", ""),
        ("member", 20000, "L001 Vos", ""),
        ("deposit", 15000, "C-0002 · 2B", ""),
        ("category", 5000, "bank · Bankkosten", "rente terug"),
    ]
    entry = books.read(journal.last_standing)
    assert entry is not None
    assert entry.what == f"Bank line placed B{line} C-0001, L001, C-0002, bank"


def test_a_part_may_be_left_waiting_and_placed_later(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 100000})
    _post(books, line, _to_first(60000))
    assert _row(books, line).waits_cents == 40000
    with pytest.raises(Invalid, match=r"€400\.01, and €400\.00 of this line waits"):
        _post(books, line, _to_first(40001))
    _post(books, line, Part(40000, "transfer"))
    with pytest.raises(Refused, match="has its place already"):
        _post(books, line, _to_first(1))


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (Part(0, "transfer"), "amount_cents"),
        (Part(-100, "transfer"), "amount_cents"),
        (Part(100, "duplicate"), "kind"),
        (Part(100, "contract"), "contract_id"),
        (Part(100, "contract", contract_id=99), "contract_id"),
        (Part(100, "contract", contract_id=1, member_id=1), "contract_id"),
        (Part(100, "contract", contract_id=1, charge_id=7), "charge_id"),
        (Part(100, "contract", contract_id=1, task_id=7), "task_id"),
        (Part(100, "member", member_id=99), "member_id"),
        (Part(100, "category", category_id=99), "category_id"),
        (Part(100, "category", category_id=1, charge_id=1), "charge_id"),
        (Part(100, "category", category_id=1, task_id=1), "task_id"),
        (Part(100, "transfer", contract_id=1), "kind"),
        (Part(100, "deposit", contract_id=1, charge_id=1), "charge_id"),
    ],
)
def test_a_part_names_one_place_that_exists(books: Store, part: Part, field: str) -> None:
    (line,) = bring(books, {"amount_cents": 1000})
    with pytest.raises(Invalid) as refusal:
        _post(books, line, part)
    assert [problem.field for problem in refusal.value.problems] == [field]


def test_nothing_is_booked_without_a_part_nor_on_a_category_that_ended(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": -1000})
    with pytest.raises(Invalid, match="where at least a part"):
        _post(books, line)
    books.do(end_category, category_id=1, ended_on=date(2026, 10, 31))
    with pytest.raises(Invalid, match="ended on 31 October 2026"):
        _post(books, line, Part(-1000, "category", category_id=1))


def test_a_line_of_a_closed_month_is_booked_on_the_first_open_day(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 1000, "booked_on": date(2026, 9, 20)})
    books.do(_close, month=date(2026, 9, 1))
    _post(books, line, _to_first(1000))
    assert _standing(books, line)[0].booked_on == date(2026, 10, 1)


def test_lines_of_an_account_that_is_not_ours_or_not_in_euros_are_kept_but_not_booked(books: Store) -> None:
    (unknown,) = bring(books, {"amount_cents": 1000}, status="unknown", number="NL00X")
    (foreign,) = bring(books, {"amount_cents": 1000}, currency="USD")
    with pytest.raises(Refused, match="confirm that account first"):
        _post(books, unknown, _to_first(1000))
    with pytest.raises(Refused, match="in USD"):
        _post(books, foreign, _to_first(1000))
    with pytest.raises(Refused, match="no longer there"):
        _post(books, 99, _to_first(1000))
    assert books.read(queries.waiting) == (0, 0)


# -- remembering ---------------------------------------------------------------------------------------------------


def test_an_account_is_remembered_once_and_forgotten(books: Store) -> None:
    first, second, nameless = bring(
        books,
        {"amount_cents": 1000, "iban": IBAN},
        {"amount_cents": 1000, "iban": IBAN},
        {"amount_cents": 1000},
    )
    for line in (first, second):
        _post(books, line, _to_first(1000), remember=True)
    (known,) = books.read(known_accounts, FIRST)
    assert known.iban == IBAN
    with pytest.raises(Refused, match="gave no account"):
        _post(books, nameless, _to_first(1000), remember=True)
    books.do(matching.forget_account, known_account_id=known.known_account_id)
    assert books.read(known_accounts, FIRST) == ()


def test_an_account_is_not_remembered_for_two_contracts_at_once(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 1000, "iban": IBAN})
    parts = (_to_first(500), Part(500, "contract", contract_id=SECOND))
    with pytest.raises(Refused, match="for one contract"):
        _post(books, line, *parts, remember=True)
    with pytest.raises(Refused, match="for one contract"):
        _post(books, line, Part(500, "transfer"), remember=True)


# -- taking back ---------------------------------------------------------------------------------------------------


def test_what_was_placed_in_an_open_month_is_taken_back_without_a_trace_but_the_journal(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 1000})
    _post(books, line, _to_first(600), Part(400, "transfer"))
    assert books.do(matching.unmatch, line_id=line).result == 2
    assert books.read(postings_of, line) == ()
    assert _listed(books, "waiting") == [line]
    with pytest.raises(Refused, match="nothing to take back"):
        books.do(matching.unmatch, line_id=line)
    books.do(undo)
    assert len(_standing(books, line)) == 2


def test_one_part_is_taken_back_and_the_other_stays(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 1000})
    _post(books, line, _to_first(600), Part(400, "transfer"))
    one, other = _standing(books, line)
    books.do(matching.unmatch, line_id=line, posting_id=one.posting_id)
    assert _standing(books, line) == [other]
    assert _row(books, line).waits_cents == 600


def test_what_stands_in_a_closed_month_is_countered_after_it(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 1000, "booked_on": date(2026, 10, 20)})
    _post(books, line, _to_first(1000))
    books.do(_close, month=date(2026, 10, 1))
    books.do(matching.unmatch, line_id=line)
    stood, counter = books.read(postings_of, line)
    assert stood.countered
    assert (counter.amount_cents, counter.booked_on, counter.reverses_id) == (
        -1000,
        date(2026, 11, 1),
        stood.posting_id,
    )
    assert books.read(balance_cents, FIRST, date(2026, 10, 31)) == -1000
    assert books.read(balance_cents, FIRST, TODAY) == 0
    with pytest.raises(Refused, match="nothing to take back"):
        books.do(matching.unmatch, line_id=line)
    _post(books, line, Part(1000, "contract", contract_id=SECOND))
    assert _row(books, line).waits_cents == 0


# -- aside and doubles ---------------------------------------------------------------------------------------------


def test_a_line_is_put_aside_with_a_reason_and_taken_up_again(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 1000})
    with pytest.raises(Invalid, match="say why"):
        books.do(matching.put_aside, line_id=line, note=" ")
    books.do(matching.put_aside, line_id=line, note="Navragen bij Noor")
    books.do(matching.put_aside, line_id=line, note="Noor belt terug")
    assert (_listed(books, "waiting"), _listed(books, "aside")) == ([], [line])
    assert _row(books, line).aside == "Noor belt terug"
    assert books.read(queries.waiting) == (1, 1000)
    books.do(matching.take_up, line_id=line)
    with pytest.raises(Refused, match="not put aside"):
        books.do(matching.take_up, line_id=line)
    assert _listed(books, "waiting") == [line]


def test_a_line_that_is_placed_is_no_longer_aside(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 1000})
    books.do(matching.put_aside, line_id=line, note="later")
    _post(books, line, _to_first(400))
    assert _row(books, line).aside == "later"
    _post(books, line, _to_first(600))
    assert _row(books, line).aside == ""
    with pytest.raises(Refused, match="nothing to put aside"):
        books.do(matching.put_aside, line_id=line, note="later")


def test_a_line_that_came_twice_is_put_away_with_what_it_was_put_to(books: Store) -> None:
    (older,) = bring(books, {"amount_cents": 1000, "iban": IBAN})
    (newer,) = bring(books, {"amount_cents": 1000, "iban": IBAN})
    _post(books, older, _to_first(1000))
    assert _listed(books, "suspects") == [newer]
    _post(books, newer, _to_first(1000))
    books.do(matching.judge_duplicate, line_id=newer, other_id=older, is_duplicate=True)
    (one,) = _standing(books, newer)
    assert (one.kind, one.subject, one.record_id) == ("duplicate", "bank", older)
    assert _listed(books, "suspects") == []
    assert books.read(balance_cents, FIRST, TODAY) == -1000
    with pytest.raises(Refused, match="must stay as the one that counts"):
        books.do(matching.judge_duplicate, line_id=older, other_id=newer, is_duplicate=True)


def test_two_lines_that_only_look_alike_are_never_asked_about_again(books: Store) -> None:
    (older,) = bring(books, {"amount_cents": 1000, "iban": IBAN})
    newer, other = bring(books, {"amount_cents": 1000, "iban": IBAN}, {"amount_cents": 999, "iban": IBAN})
    assert _listed(books, "suspects") == [newer]
    for _again in range(2):
        books.do(matching.judge_duplicate, line_id=older, other_id=newer, is_duplicate=False)
    assert books.read(_count, NotDuplicate) == 1
    assert _listed(books, "suspects") == []
    with pytest.raises(Refused, match="account and amount are the same"):
        books.do(matching.judge_duplicate, line_id=other, other_id=older, is_duplicate=True)
    with pytest.raises(Refused, match="account and amount are the same"):
        books.do(matching.judge_duplicate, line_id=older, other_id=older, is_duplicate=True)


@pytest.mark.parametrize(
    ("changes", "alike"),
    [({}, True), ({"iban": "NL02RABO0123456789"}, False), ({"amount_cents": 1001}, False)],
)
def test_lines_look_alike_by_day_amount_and_counterparty(books: Store, changes: dict[str, Any], alike: bool) -> None:
    bring(books, {"amount_cents": 1000, "iban": IBAN}, {"amount_cents": 1000, "iban": IBAN})
    assert _listed(books, "suspects") == []
    (line,) = bring(books, {"amount_cents": 1000, "iban": IBAN, **changes})
    assert _listed(books, "suspects") == ([line] if alike else [])


def _count(connection: Any, model: type[Any]) -> int:
    return connection.execute(select(func.count()).select_from(model)).scalar() or 0


# -- the list ------------------------------------------------------------------------------------------------------


def test_lines_are_found_by_name_and_by_amount_as_people_write_it(books: Store) -> None:
    first, second = bring(
        books, {"amount_cents": 123456, "name": "D. Öztürk"}, {"amount_cents": -123456, "name": "Gas [/] b.v."}
    )
    for search, found in [
        ("ozturk", [first]),
        ("1.234,56", [first, second]),
        ("1,234.56", [first, second]),
        ("[/]", [second]),
        ("niets", []),
    ]:
        page = books.read(queries.page, Listing(search=search, filter="all"), TODAY)
        assert ([row.line_id for row in page.rows], page.total) == (found, len(found))


# -- no cent is made or lost -----------------------------------------------------------------------------------------

AMOUNTS = (1000, -1000, 700, 1000)
MONTHS = (date(2026, 9, 1), date(2026, 10, 1))

_LINES = st.integers(1, len(AMOUNTS))
_PLACES = st.sampled_from(
    [
        ("contract", {"contract_id": FIRST}),
        ("contract", {"contract_id": SECOND}),
        ("deposit", {"contract_id": FIRST}),
        ("member", {"member_id": 1}),
        ("category", {"category_id": 1}),
        ("transfer", {}),
    ]
)
_PARTS = st.lists(st.tuples(st.integers(-1100, 1100), _PLACES), min_size=1, max_size=3)
_DEEDS = st.one_of(
    st.tuples(st.just("post"), _LINES, _PARTS),
    st.tuples(st.just("post_all"), _LINES, _PLACES),
    st.tuples(st.just("unmatch"), _LINES, st.booleans()),
    st.tuples(st.just("aside"), _LINES),
    st.tuples(st.just("take_up"), _LINES),
    st.tuples(st.just("judge"), _LINES, _LINES, st.booleans()),
    st.tuples(st.just("close"), st.sampled_from(MONTHS)),
    st.tuples(st.just("undo")),
)


def _bring_lines(store: Store) -> None:
    """Make lines that wait, for every sequence to begin with."""
    _make_places(store)
    days = (date(2026, 9, 15), date(2026, 10, 15), date(2026, 11, 15), date(2026, 9, 15))
    for amount, day in zip(AMOUNTS, days, strict=True):
        bring(store, {"amount_cents": amount, "booked_on": day, "iban": IBAN})


def _carry_out(store: Store, deed: tuple[Any, ...]) -> None:
    kind, *rest = deed
    if kind == "post":
        line, parts = rest
        _post(store, line, *(Part(cents, place, **where) for cents, (place, where) in parts), remember=False)
    elif kind == "post_all":
        line, (place, where) = rest
        _post(store, line, Part(_row(store, line).waits_cents, place, **where))
    elif kind == "unmatch":
        line, one_only = rest
        standing = _standing(store, line)
        chosen = standing[0].posting_id if one_only and standing else None
        store.do(matching.unmatch, line_id=line, posting_id=chosen)
    elif kind == "aside":
        store.do(matching.put_aside, line_id=rest[0], note="later")
    elif kind == "take_up":
        store.do(matching.take_up, line_id=rest[0])
    elif kind == "judge":
        store.do(matching.judge_duplicate, line_id=rest[0], other_id=rest[1], is_duplicate=rest[2])
    elif kind == "close":
        store.do(_close, month=rest[0])
    elif store.read(journal.last_standing) is not None:
        store.do(undo)


def _standing_when_closed(connection: Any) -> dict[date, int]:
    months = connection.execute(select(col(MonthClosing.month))).scalars().all()
    rows = connection.execute(select(col(Posting.booked_on), col(Posting.amount_cents), col(Posting.id))).all()
    return {
        month: hash(tuple(sorted(row for row in map(tuple, rows) if row[0].replace(day=1) == month)))
        for month in months
    }


def _sums(connection: Any) -> tuple[int, int, int, dict[int, int], dict[date, int]]:
    """What all lines come to, what is put somewhere, what waits, and what stands per line and per closed month."""
    lines = connection.execute(select(func.sum(col(BankLine.amount_cents)))).scalar()
    posted = connection.execute(select(func.coalesce(func.sum(col(Posting.amount_cents)), 0))).scalar()
    each = connection.execute(
        select(col(Posting.line_id), func.sum(col(Posting.amount_cents))).group_by(col(Posting.line_id))
    )
    waits = queries.waiting(connection)[1]
    return lines, posted, waits, {row[0]: row[1] for row in each}, _standing_when_closed(connection)


@given(deeds=st.lists(_DEEDS, min_size=4, max_size=16))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_deeds_makes_or_loses_a_cent(
    store: Store, furnish: Furnish, deeds: list[tuple[Any, ...]]
) -> None:
    furnish(_bring_lines)
    begun = store.read(journal.last_standing)
    assert begun is not None
    closed: dict[date, int] = {}
    for deed in deeds:
        if deed[0] == "undo":
            last = store.read(journal.last_standing)
            if last is not None and last.entry_id <= begun.entry_id:
                continue
        with suppress(CoopadminError):
            _carry_out(store, deed)
        lines, posted, waits, each, now = store.read(_sums)
        assert lines == posted + waits == sum(AMOUNTS)
        for line_id, amount in enumerate(AMOUNTS, 1):
            taken = each.get(line_id, 0)
            assert abs(taken) <= abs(amount)
            assert taken * amount >= 0
        for month, kept in closed.items():
            assert now.get(month, kept) == kept, "what stands in a closed month stays as it stood when it was closed"
        closed = now


def test_known_accounts_are_kept_apart_per_contract(books: Store) -> None:
    lines = bring(books, {"amount_cents": 1000, "iban": IBAN}, {"amount_cents": 1000, "iban": IBAN})
    for line, contract in zip(lines, (FIRST, SECOND), strict=True):
        _post(books, line, Part(1000, "contract", contract_id=contract), remember=True)
    assert books.read(_count, KnownAccount) == 2

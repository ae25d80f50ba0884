"""A board finds back what was decided."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.services import decisions
from coopadmin.services.decisions import Votes
from db.journal import Transaction
from db.queries import decisions as queries
from db.queries.base import Listing
from db.store import Store
from db.tables.dwellings import Dwelling
from tests.conftest import Furnish

VOTES = Votes(entitled=39, present=28, proxies=3, votes_for=22, votes_against=8, votes_blank=1)


def add_home(transaction: Transaction, *, code: str) -> int:
    """Put a home in the store."""
    return transaction.add(Dwelling(code=code))


def _record(store: Store, number: str, **more: Any) -> int:
    values: dict[str, Any] = {
        "decided_on": date(2025, 6, 26),
        "subject": "Toewijzing 4A",
        "body": "ALV",
        "method": "two-thirds",
        "votes": VOTES,
        "outcome": "carried",
        **more,
    }
    return store.do(decisions.record_decision, number=number, **values).result


def _some(store: Store) -> None:
    home = store.do(add_home, code="28B").result
    _record(store, "B-2024-01", decided_on=date(2024, 2, 8), subject="Jaarrekening", text="Goedgekeurd na uitleg")
    _record(store, "B-2025-13", outcome="rejected", kind="self_allocation", dwelling_id=home)
    rejected = Votes(votes_for=1, votes_against=5)
    _record(
        store, "B-2026-20", decided_on=date(2026, 4, 16), subject="Zonnepanelen", votes=rejected, outcome="rejected"
    )


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ("", ["B-2024-01", "B-2025-13", "B-2026-20"]),
        ("all", ["B-2024-01", "B-2025-13", "B-2026-20"]),
        ("decisions", ["B-2024-01", "B-2026-20"]),
        ("self_allocation", ["B-2025-13"]),
        ("carried", ["B-2024-01"]),
        ("rejected", ["B-2025-13", "B-2026-20"]),
        ("flagged", ["B-2025-13"]),
    ],
)
def test_a_filter_chooses_decisions(store: Store, furnish: Furnish, wanted: str, numbers: list[str]) -> None:
    furnish(_some)
    page = store.read(queries.page, Listing(filter=wanted))
    assert ([row.number for row in page.rows], page.total) == (numbers, len(numbers))


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("jaarrek", ["B-2024-01"]),
        ("UITLEG goedgekeurd", ["B-2024-01"]),
        ("2025-13", ["B-2025-13"]),
        ("alv zonne", ["B-2026-20"]),
        ("28b", ["B-2025-13"]),
        ("%", []),
        ("jaarrekening zonnepanelen", []),
    ],
)
def test_any_word_finds_the_decision(store: Store, furnish: Furnish, words: str, numbers: list[str]) -> None:
    furnish(_some)
    assert [row.number for row in store.read(queries.page, Listing(search=words)).rows] == numbers
    flagged = store.read(queries.page, Listing(search=words, filter="flagged")).rows
    assert [row.number for row in flagged] == [number for number in numbers if number == "B-2025-13"]


def test_the_list_is_sorted_by_day_number_or_subject_both_ways(store: Store, furnish: Furnish) -> None:
    furnish(_some)
    for sort, last in (("date", "B-2026-20"), ("number", "B-2026-20"), ("subject", "B-2026-20")):
        up = [row.number for row in store.read(queries.page, Listing(sort=sort)).rows]
        down = [row.number for row in store.read(queries.page, Listing(sort=sort, descending=True)).rows]
        assert up[-1] == last
        assert down == up[::-1]
    assert set(queries.SORTS) == {"date", "number", "subject"}


def test_a_page_shows_no_more_than_its_limit_and_how_many_there_are(store: Store) -> None:
    for number in range(5):
        _record(store, f"B-2025-{number:02d}", outcome="rejected")
    for wanted in ("all", "flagged"):
        page = store.read(queries.page, Listing(filter=wanted, limit=2))
        assert (len(page.rows), page.total) == (2, 5)


def test_the_report_has_every_column_of_the_register(store: Store, furnish: Furnish) -> None:
    furnish(_some)
    rows = store.read(queries.register)
    assert rows[1] == {
        "number": "B-2025-13",
        "date": date(2025, 6, 26),
        "body": "ALV",
        "subject": "Toewijzing 4A",
        "text": "",
        "method": "two-thirds",
        "entitled": 39,
        "present": 28,
        "proxies": 3,
        "for": 22,
        "against": 8,
        "blank": 1,
        "outcome": "rejected",
        "kind": "self_allocation",
        "dwelling": "28B",
        "candidate": "",
        "flagged": True,
    }
    assert [row["number"] for row in rows] == ["B-2024-01", "B-2025-13", "B-2026-20"]


def test_the_next_number_goes_on_from_the_register(store: Store, furnish: Furnish) -> None:
    assert store.read(queries.next_number, date(2026, 11, 20)) == "B-2026-01"
    furnish(_some)
    assert store.read(queries.next_number, date(2026, 11, 20)) == "B-2026-21"
    assert store.read(queries.next_number, date(2027, 1, 5)) == "B-2027-21"

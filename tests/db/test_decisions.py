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
from db.queries.decision_links import decisions_about
from db.store import Store
from db.tables.budget import Category
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.maintenance import MaintenanceTask
from db.tables.voting import Vote
from tests.conftest import TODAY, Furnish
from tests.minutes_made import HELD, MEETING, hold_meeting

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
    assert set(queries.SORTS) == {"date", "number", "subject", "review"}


# -- meeting, vote, review and links ---------------------------------------------------------------------------------


def _tied(store: Store) -> dict[str, int]:
    """Hold the made-up meeting, and tie its decisions to a task, a contract, money and a paper."""
    known = hold_meeting(store)
    home = store.do(add_home, code="28B").result
    rows = store.do(_rows_to_link, home=home).result
    store.do(decisions.link, decision_id=2, task_id=rows["task"], category_id=rows["category"], amount_cents=4_000_000)
    store.do(decisions.link, decision_id=2, amount_cents=50_000, note="Offerte Schindler")
    store.do(decisions.link, decision_id=3, contract_id=rows["contract"])
    store.do(decisions.set_review, decision_id=1, review_on=date(2026, 11, 20))
    store.do(decisions.set_review, decision_id=2, review_on=date(2027, 11, 2))
    return {**known, **rows}


def _rows_to_link(transaction: Transaction, *, home: int) -> dict[str, int]:
    task = transaction.add(MaintenanceTask(number="O-12", reported_on=date(2026, 11, 3), what="Kabels vervangen"))
    contract = transaction.add(Contract(number="C-0012", dwelling_id=home, starts_on=date(2026, 12, 1)))
    category = transaction.add(Category(code="OND", name="Onderhoud liften", direction="expense"))
    return {"task": task, "contract": contract, "category": category}


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("najaarsvergadering", ["B-2026-01", "B-2026-02", "B-2026-03"]),
        ("najaars lift", ["B-2026-02"]),
        ("kabels", ["B-2026-02"]),
        ("o-12", ["B-2026-02"]),
        ("schindler", ["B-2026-02"]),
        ("onderhoud", ["B-2026-02"]),
        ("c-0012", ["B-2026-03"]),
        ("dijk", ["B-2026-01"]),
        ("L004", ["B-2026-01"]),
        ("cafe", ["B-2026-01"]),
    ],
)
def test_when_did_we_decide_that_is_answered_by_any_word(
    store: Store, furnish: Furnish, words: str, numbers: list[str]
) -> None:
    furnish(_tied)
    assert [row.number for row in store.read(queries.page, Listing(search=words)).rows] == numbers


def test_a_word_of_the_note_finds_a_decision(store: Store) -> None:
    _record(store, "B-1", note="Op voorstel van Café Zoet")
    for words in ("voorstel", "café", "cafe", "ZOET", "zoet alv"):
        assert store.read(queries.page, Listing(search=words)).total == 1, words


def test_decisions_to_review_and_with_money_are_chosen(store: Store, furnish: Furnish) -> None:
    furnish(_tied)
    due = store.read(queries.page, Listing(filter="review"), TODAY)
    assert [(row.number, row.review_due) for row in due.rows] == [("B-2026-01", True)]
    assert store.read(queries.page, Listing(filter="review")).total == 2
    assert [row.number for row in store.read(queries.due_for_review, date(2027, 12, 1))] == ["B-2026-01", "B-2026-02"]
    money = store.read(queries.page, Listing(filter="money"), TODAY)
    assert [(row.number, row.amount_cents) for row in money.rows] == [("B-2026-02", 4_050_000)]
    store.do(decisions.withdraw_decision, decision_id=1, reason="vervallen")
    assert store.read(queries.page, Listing(filter="review"), TODAY).total == 0


def test_a_decision_knows_its_meeting_its_vote_and_what_it_is_linked_to(store: Store, furnish: Furnish) -> None:
    known = furnish(_tied)
    record = store.read(queries.record, 2)
    assert record is not None
    assert (record.meeting_id, record.meeting, record.meeting_on) == (MEETING, "Najaarsvergadering", HELD)
    assert record.counted is not None
    assert record.counted.sentence.startswith("Carried: 2 for, 1 against, 1 blank")
    assert record.arithmetic[-1] == "2 for is enough: carried."
    first, second = record.links
    assert (first.task_id, first.task_what, first.category_name, first.amount_cents) == (
        known["task"],
        "Kabels vervangen",
        "Onderhoud liften",
        4_000_000,
    )
    assert second.codes == ("Offerte Schindler",)
    for what, numbers in (("task", ["B-2026-02"]), ("category", ["B-2026-02"]), ("contract", ["B-2026-03"])):
        about = store.read(decisions_about, **{f"{what}_id": known[what]})
        assert [one.number for one in about] == numbers
    report = {row["number"]: row for row in store.read(queries.register)}
    assert report["B-2026-02"]["links"] == ["O-12", "OND", "Offerte Schindler"]
    assert report["B-2026-02"]["amount_cents"] == 4_050_000
    assert report["B-2026-01"]["review_on"] == date(2026, 11, 20)


def test_a_recorded_vote_is_judged_by_its_own_rule_and_not_by_the_default_of_the_register(store: Store) -> None:
    hold_meeting(store)
    rule = {"method": "at-least", "threshold": "4/5", "quorum": "", "counted_over": "cast"}
    store.do(_change_vote, vote_id=3, values=rule)
    record = store.read(queries.record, 1)
    assert record is not None
    assert record.flagged
    assert record.contradiction.startswith(
        "declared “carried”, but by the rule of the vote it is “rejected”: Not carried"
    )
    assert [row.number for row in store.read(queries.page, Listing(filter="flagged")).rows] == ["B-2026-01"]


def _change_vote(transaction: Transaction, *, vote_id: int, values: dict[str, Any]) -> None:
    transaction.change(Vote, vote_id, **values)


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
        "meeting": "",
        "rule": "",
        "sentence": "",
        "review_on": None,
        "links": [],
        "amount_cents": None,
    }
    assert [row["number"] for row in rows] == ["B-2024-01", "B-2025-13", "B-2026-20"]


def test_the_next_number_goes_on_from_the_register(store: Store, furnish: Furnish) -> None:
    assert store.read(queries.next_number, date(2026, 11, 20)) == "B-2026-01"
    furnish(_some)
    assert store.read(queries.next_number, date(2026, 11, 20)) == "B-2026-21"
    assert store.read(queries.next_number, date(2027, 1, 5)) == "B-2027-21"

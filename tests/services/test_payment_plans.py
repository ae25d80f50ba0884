"""A treasurer agrees payment plans, and the bank tells whether they are kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import payment_plans as deeds
from coopadmin.services.association import set_rule
from coopadmin.services.undo import undo
from db.queries import payment_plans as queries
from db.queries.base import Listing
from db.store import Store
from tests.conftest import TODAY, Furnish
from tests.ledgers import let, owe, pay

SEPTEMBER = date(2026, 9, 1)


def _fall_behind(store: Store) -> int:
    contract = let(store, name="Yılmaz")
    store.do(owe, contract_id=contract, due_on=SEPTEMBER, cents=900_00)
    return contract


@pytest.fixture
def behind(furnish: Furnish) -> int:
    """A contract with € 900 open since September."""
    return furnish(_fall_behind)


def agree(store: Store, contract: int, **other: Any) -> int:
    values: dict[str, Any] = {
        "contract_id": contract,
        "agreed_on": date(2026, 9, 10),
        "total_cents": 900_00,
        "term_cents": 300_00,
        "first_due_on": date(2026, 10, 1),
        **other,
    }
    return store.do(deeds.agree_plan, **values).result


def fields(error: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {problem.field for problem in error.value.problems}


def test_a_plan_follows_what_is_paid(store: Store, behind: int) -> None:
    plan = agree(store, behind)
    states = []
    for day, cents in ((date(2026, 10, 1), 300_00), (date(2026, 11, 10), 300_00), (date(2026, 11, 28), 300_00)):
        row = store.read(queries.record, plan, day)
        assert row is not None
        states.append(row.state)
        store.do(pay, contract_id=behind, on=day, cents=cents)
    row = store.read(queries.record, plan, date(2026, 12, 31))
    assert row is not None
    assert states == ["kept", "behind", "kept"]
    assert (row.state, row.standing.finished_on, row.tenants) == ("finished", date(2026, 11, 28), ("Yılmaz",))


def test_the_days_of_grace_are_a_dated_rule(store: Store, behind: int) -> None:
    plan = agree(store, behind)
    for days, state in ((14, "lapsed"), (60, "behind")):
        store.do(set_rule, name="payment_plan_grace_days", value=f"{days}", valid_from=SEPTEMBER, source="B-1")
        row = store.read(queries.record, plan, TODAY)
        assert row is not None
        assert row.state == state


@pytest.mark.parametrize(
    ("other", "wrong"),
    [
        ({"total_cents": 900_01}, {"total_cents"}),
        ({"total_cents": 0}, {"total_cents"}),
        ({"term_cents": 0}, {"term_cents"}),
        ({"term_cents": 900_01}, {"term_cents"}),
        ({"term_cents": 100}, {"term_cents"}),
        ({"every_months": 0}, {"every_months"}),
        ({"every_months": 13}, {"every_months"}),
        ({"first_due_on": date(2026, 9, 9)}, {"first_due_on"}),
        ({"agreed_on": date(2026, 11, 21)}, {"agreed_on", "first_due_on"}),
        ({"agreed_on": date(2026, 8, 31)}, {"total_cents"}),
    ],
)
def test_a_plan_that_cannot_be_is_refused_under_its_field(
    store: Store, behind: int, other: dict[str, Any], wrong: set[str]
) -> None:
    with pytest.raises(Invalid) as error:
        agree(store, behind, **other)
    assert fields(error) == wrong


def test_a_contract_has_one_plan_at_a_time(store: Store, behind: int) -> None:
    plan = agree(store, behind)
    with pytest.raises(Invalid) as error:
        agree(store, behind)
    assert fields(error) == {"contract_id"}
    store.do(deeds.end_plan, plan_id=plan, ended_on=TODAY, note="not kept")
    agree(store, behind, agreed_on=TODAY, first_due_on=date(2026, 12, 1))
    newest, ended = store.read(queries.plans_of, behind, TODAY)
    assert (newest.state, ended.state, ended.note) == ("kept", "ended", "not kept")
    assert list(store.read(queries.running_plans, TODAY)) == [behind]


def test_a_plan_is_ended_once_and_not_before_it_began(store: Store, behind: int) -> None:
    plan = agree(store, behind)
    with pytest.raises(Invalid) as error:
        store.do(deeds.end_plan, plan_id=plan, ended_on=date(2026, 9, 9))
    assert fields(error) == {"ended_on"}
    done = store.do(deeds.end_plan, plan_id=plan, ended_on=TODAY)
    with pytest.raises(Refused, match="20 November 2026"):
        store.do(deeds.end_plan, plan_id=plan, ended_on=TODAY)
    store.do(undo, batch=done.batch)
    assert store.read(queries.running_plan, behind, TODAY) is not None
    with pytest.raises(Refused):
        store.do(deeds.end_plan, plan_id=99, ended_on=TODAY)


def test_the_list_shows_what_presses_first(store: Store, behind: int) -> None:
    other = let(store, "C-0002", "Bos")
    store.do(owe, contract_id=other, due_on=SEPTEMBER, cents=600_00)
    agree(store, other, agreed_on=TODAY, total_cents=600_00, first_due_on=date(2026, 12, 1))
    agree(store, behind)
    page = store.read(queries.page, Listing(filter="running", sort="state"), TODAY)
    assert [(row.contract, row.state, row.next_due) for row in page.rows] == [
        ("C-0001", "lapsed", date(2026, 10, 1)),
        ("C-0002", "kept", date(2026, 12, 1)),
    ]
    for name, count in (("kept", 1), ("lapsed", 1), ("finished", 0), ("all", 2)):
        assert store.read(queries.page, Listing(filter=name), TODAY).total == count
    assert [row.contract for row in store.read(queries.page, Listing(search="yil"), TODAY).rows] == ["C-0001"]
    for sort, first in (("contract", "C-0002"), ("agreed", "C-0002"), ("next", "C-0002")):
        rows = store.read(queries.page, Listing(sort=sort, descending=True), TODAY).rows
        assert rows[0].contract == first

"""A committee is made together with the file that asks for one, as the procedure asks, and goes with it again."""

from __future__ import annotations

from typing import Any

import pytest

from coopadmin.errors import Invalid
from coopadmin.services import allocation as deeds
from coopadmin.services.undo import undo
from db.queries import allocation as queries
from db.queries.electors import electors
from db.queries.procedures import groups
from db.store import Store
from tests.conftest import TODAY, Furnish
from tests.vacancies import OPENED, Houses, houses


@pytest.fixture
def there(furnish: Furnish) -> Houses:
    """Fill the store with homes, committees and procedures."""
    return furnish(houses)


def _opening(there: Houses, **more: Any) -> dict[str, Any]:
    return {
        "dwelling_id": there.home,
        "contract_id": there.contract,
        "procedure_id": there.committee,
        "opened_on": OPENED,
        "committee_name": "Woningcommissie",
        "committee_members": there.people[:3],
        **more,
    }


def test_a_file_is_opened_with_a_committee_of_its_own_in_one_deed(store: Store, there: Houses) -> None:
    done = store.do(deeds.open_file, **_opening(there))
    about = store.read(queries.facts, done.result)
    assert (about.group, about.number) == ("Woningcommissie", "T-2026-01")
    sit = store.read(electors, "committee", about.group_id, OPENED)
    assert {one.person_id for one in sit} == set(there.people[:3])
    store.do(undo, done.batch)
    assert "Woningcommissie" not in [name for _number, name in store.read(groups)]
    assert store.read(queries.running, TODAY) == ()


@pytest.mark.parametrize(
    ("more", "field", "reason"),
    [
        ({"committee_name": " "}, "committee_name", "name the committee"),
        ({"committee_name": "woningen"}, "committee_name", "there is a working group woningen already"),
        ({"committee_name": "x" * 81}, "committee_name", "at most 80 signs"),
        ({"committee_name": "Groep 111222333"}, "committee_name", "citizen service number"),
        ({"committee_members": ()}, "committee_members", "choose who sit on it"),
        ({"committee_members": (1, 999)}, "committee_members", "not in the store"),
        ({"committee_members": (1, 2, 2)}, "committee_members", "2 people sit on it on 6 October 2026"),
        ({"committee_members": (1, 2, 5)}, "committee_members", "1 of them is on the board"),
    ],
)
def test_a_committee_that_cannot_be_is_refused_and_nothing_is_left_of_it(
    store: Store, there: Houses, more: dict[str, Any], field: str, reason: str
) -> None:
    before = store.read(groups)
    with pytest.raises(Invalid) as caught:
        store.do(deeds.open_file, **_opening(there, **more))
    assert reason in {one.field: one.message for one in caught.value.problems}[field]
    assert store.read(groups) == before

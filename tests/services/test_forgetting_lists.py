"""A place on a list keeps nobody's data for good: without consent it ends with the data, unless they agree in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coopadmin.services.candidates import admit_to_pool, give_consent, put_on_waiting_list
from db.queries import forgetting as queries
from db.store import Store
from db.tables.candidates import PoolPlace, WaitingPlace
from tests.conftest import TODAY
from tests.forgotten import FAMILY, add_candidate, secrets_in
from tests.services.test_forgetting import clear, row


@pytest.mark.parametrize("consent_until", [None, TODAY - timedelta(days=28)])
def test_who_is_on_a_list_without_consent_leaves_it_when_they_are_cleared(
    store: Store, consent_until: date | None
) -> None:
    began = date(2026, 6, 1)
    listed = store.do(add_candidate, number="K-0002", family_name=FAMILY, registered_on=began).result
    if consent_until is not None:
        store.do(give_consent, candidate_id=listed, consent_on=began, consent_until=consent_until)
    store.do(put_on_waiting_list, candidate_id=listed, registered_on=began)
    store.do(admit_to_pool, candidate_id=listed, met_on=began)
    (found,) = store.read(queries.due, TODAY)
    assert found.number == "K-0002"
    assert "tell them first that clearing takes them off" in "; ".join(found.why)
    assert clear(store, listed) == 1
    for model in (WaitingPlace, PoolPlace):
        place = row(store, model, 1)
        assert (place["ended_on"], place["end_reason"]) == (TODAY, "expired")
    assert secrets_in(store.path) == []


def test_who_is_asked_in_time_stays_on_the_list(store: Store) -> None:
    began = date(2026, 6, 1)
    listed = store.do(add_candidate, number="K-0002", family_name=FAMILY, registered_on=began).result
    store.do(put_on_waiting_list, candidate_id=listed, registered_on=began)
    store.do(give_consent, candidate_id=listed, consent_on=TODAY, consent_until=TODAY)
    assert store.read(queries.due, TODAY) == ()
    (kept,) = store.read(queries.kept, TODAY)
    assert (kept.until, kept.asks) == (TODAY + timedelta(days=27), ())

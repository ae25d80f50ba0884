"""What was done is ticked off, and can be taken back; a term is never stored."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import deadlines as deeds
from coopadmin.services.undo import undo
from db.queries import deadlines as queries
from db.store import Store
from tests.conftest import TODAY

ACCOUNTS = "accounts:2026"
NEXT_YEAR = date(2027, 6, 1)


def _one(store: Store, name: str = ACCOUNTS, on: date = TODAY) -> tuple[date | None, str, bool]:
    found = {one.name: one for one in store.read(queries.deadlines, on)}
    return found[name].met_on, found[name].note, found[name].ticked


def test_what_was_ticked_off_is_met_until_it_is_taken_back(store: Store) -> None:
    assert _one(store) == (None, "", False)
    store.do(deeds.meet_deadline, name=ACCOUNTS, met_on=TODAY, note=" extension by the meeting ")
    assert _one(store) == (TODAY, "extension by the meeting", True)
    store.do(deeds.meet_deadline, name=ACCOUNTS, met_on=date(2026, 11, 1))
    assert _one(store) == (date(2026, 11, 1), "", True)
    store.do(deeds.unmeet_deadline, name=ACCOUNTS)
    assert _one(store) == (None, "", False)
    store.do(undo)
    assert _one(store) == (date(2026, 11, 1), "", True)


def test_what_nobody_ticked_off_is_not_taken_back(store: Store) -> None:
    with pytest.raises(Refused, match="Nobody ticked this off"):
        store.do(deeds.unmeet_deadline, name=ACCOUNTS)


def test_a_day_to_come_is_no_day_on_which_it_was_done(store: Store) -> None:
    with pytest.raises(Invalid) as refusal:
        store.do(deeds.meet_deadline, name=ACCOUNTS, met_on=NEXT_YEAR)
    assert [problem.field for problem in refusal.value.problems] == ["met_on"]


@pytest.mark.parametrize("name", ["", "accounts", "accounts:", "sunshine:2026", "accounts:" + "9" * 120])
def test_there_is_no_term_of_another_name(store: Store, name: str) -> None:
    with pytest.raises(Refused, match="no deadline"):
        store.do(deeds.meet_deadline, name=name, met_on=TODAY)


def test_several_are_ticked_off_in_one_deed(store: Store) -> None:
    names = [ACCOUNTS, "accounts:2025"]
    assert store.do(deeds.meet_deadlines, names=names, met_on=TODAY).result == 2
    assert _one(store)[0] == TODAY
    store.do(undo)
    assert _one(store)[0] is None

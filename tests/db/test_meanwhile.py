"""Two people who change the same: nobody's work is lost without a word."""

from __future__ import annotations

import pytest

from coopadmin.errors import ChangedMeanwhile
from coopadmin.services.association import save_owner
from db.queries.association import OwnerRow, overview
from db.store import Store


def owner(store: Store) -> tuple[OwnerRow, int]:
    """The one owner, and how new that is."""
    found, newest = store.read_as_of(overview)
    return found.owners[0], newest


@pytest.fixture
def colleague(store: Store) -> Store:
    """The same store at another desk, with an owner in it."""
    store.do(save_owner, name="Woonbron", phone="010-1", contact="Öz")
    return Store(store.path, actor="Emre")


def test_what_was_read_tells_how_new_it_is(store: Store, colleague: Store) -> None:
    _found, before = owner(store)
    colleague.do(save_owner, name="Ymere")
    assert owner(store)[1] == before + 1


def test_who_saves_over_what_another_changed_is_shown_both(store: Store, colleague: Store) -> None:
    mine, seen = owner(store)
    colleague.do(save_owner, owner_id=mine.owner_id, name="Woonbron", phone="010-2", contact="Öz")
    with pytest.raises(ChangedMeanwhile, match="Emre changed this while you had it open") as raised:
        store.do_unless_changed(seen, save_owner, owner_id=mine.owner_id, name="Woonbron", phone="010-3", contact="Öz")
    (change,) = raised.value.changes
    assert (change.table, change.column, change.theirs, change.ours) == ("owner", "phone", "010-2", "010-3")
    assert change.actor == "Emre"
    assert owner(store)[0].phone == "010-2", "nothing of it was saved"


def test_a_field_that_was_left_as_it_stood_does_not_put_the_old_value_back(store: Store, colleague: Store) -> None:
    mine, seen = owner(store)
    colleague.do(save_owner, owner_id=mine.owner_id, name="Woonbron", phone="010-2", contact="Öz")
    with pytest.raises(ChangedMeanwhile) as raised:
        store.do_unless_changed(
            seen, save_owner, owner_id=mine.owner_id, name="Woonbron", phone=mine.phone, contact="Anna"
        )
    assert [(one.column, one.ours) for one in raised.value.changes] == [("phone", "010-1")]


def test_what_another_did_elsewhere_is_in_nobodys_way(store: Store, colleague: Store) -> None:
    mine, seen = owner(store)
    colleague.do(save_owner, name="Ymere")
    store.do_unless_changed(seen, save_owner, owner_id=mine.owner_id, name="Woonbron", phone="010-3", contact="Öz")
    assert owner(store)[0].phone == "010-3"


def test_who_made_the_same_of_it_is_not_asked(store: Store, colleague: Store) -> None:
    mine, seen = owner(store)
    colleague.do(save_owner, owner_id=mine.owner_id, name="Woonbron", phone="010-2", contact="Öz")
    done = store.do_unless_changed(
        seen, save_owner, owner_id=mine.owner_id, name="Woonbron", phone="010-2", contact="Öz"
    )
    assert done.batch is None


def test_the_newest_change_of_a_field_is_the_one_shown(store: Store, colleague: Store) -> None:
    mine, seen = owner(store)
    for phone in ("010-2", "010-4"):
        colleague.do(save_owner, owner_id=mine.owner_id, name="Woonbron", phone=phone, contact="Öz")
    with pytest.raises(ChangedMeanwhile) as raised:
        store.do_unless_changed(seen, save_owner, owner_id=mine.owner_id, name="Ymere", phone="010-3", contact="Öz")
    assert [one.theirs for one in raised.value.changes] == ["010-4"]


def test_who_looked_at_nothing_before_is_asked_nothing(store: Store, colleague: Store) -> None:
    mine, _seen = owner(store)
    colleague.do(save_owner, owner_id=mine.owner_id, name="Woonbron", phone="010-2", contact="Öz")
    store.do(save_owner, owner_id=mine.owner_id, name="Woonbron", phone="010-3", contact="Öz")
    assert owner(store)[0].phone == "010-3"

"""Two people who change the same: nobody's work is lost without a word."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from coopadmin.errors import ChangedMeanwhile, Refused
from coopadmin.services import members
from coopadmin.services.association import save_owner
from coopadmin.services.members import PersonData
from db.backup import back_up, restore
from db.forgetting import forget
from db.journal import Transaction
from db.queries.association import OwnerRow, overview
from db.seen import Seen
from db.store import Store
from db.tables.association import Owner
from db.tables.members import Person


def owner(store: Store) -> tuple[OwnerRow, Seen]:
    """The one owner, and how new that is."""
    found, newest = store.read_as_of(overview)
    return found.owners[0], newest


@pytest.fixture
def colleague(store: Store) -> Store:
    """The same store at another desk, with an owner in it."""
    store.do(save_owner, name="Woonbron", phone="010-1", contact="Öz")
    return Store(store.path, actor="Emre")


def over(store: Store, seen: Seen) -> Seen:
    """What was read, by somebody who was shown all that others did until this moment and saves over it."""
    shown = owner(store)[1]
    return seen.saving_over((shown.batch, shown.link))


def test_what_was_read_tells_how_new_it_is(store: Store, colleague: Store) -> None:
    _found, before = owner(store)
    colleague.do(save_owner, name="Ymere")
    after = owner(store)[1]
    assert (after.batch, after.link != before.link) == (before.batch + 1, True)


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
    assert [(one.column, one.ours, one.touched) for one in raised.value.changes] == [("phone", "010-1", False)]


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


def test_saving_over_it_leaves_alone_what_was_not_touched(store: Store, colleague: Store) -> None:
    mine, seen = owner(store)
    for phone in ("010-2", "010-4"):
        colleague.do(save_owner, owner_id=mine.owner_id, name="Ymere", phone=phone, contact="Öz")
    store.do_unless_changed(
        over(store, seen), save_owner, owner_id=mine.owner_id, name="De Alliantie", phone=mine.phone, contact="Anna"
    )
    now = owner(store)[0]
    assert (now.name, now.phone, now.contact) == ("De Alliantie", "010-4", "Anna")


def test_saving_over_it_with_nothing_of_ones_own_changes_nothing(store: Store, colleague: Store) -> None:
    mine, seen = owner(store)
    colleague.do(save_owner, owner_id=mine.owner_id, name="Ymere", phone="010-2", contact="Öz")
    done = store.do_unless_changed(
        over(store, seen), save_owner, owner_id=mine.owner_id, name=mine.name, phone=mine.phone, contact="Öz"
    )
    assert done.batch is None
    assert owner(store)[0].name == "Ymere"


def test_what_another_changed_while_one_looked_at_both_is_shown_too(store: Store, colleague: Store) -> None:
    mine, seen = owner(store)

    def save(read: Seen) -> None:
        store.do_unless_changed(
            read, save_owner, owner_id=mine.owner_id, name=mine.name, phone="010-9", contact=mine.contact
        )

    colleague.do(save_owner, owner_id=mine.owner_id, name="Woonbron", phone="010-2", contact="Öz")
    with pytest.raises(ChangedMeanwhile) as first:
        save(seen)
    colleague.do(save_owner, owner_id=mine.owner_id, name="Ymere", phone="010-3", contact="Öz")
    with pytest.raises(ChangedMeanwhile) as second:
        save(seen.saving_over(first.value.shown))
    assert [(one.column, one.theirs) for one in second.value.changes] == [("phone", "010-3")]
    assert owner(store)[0].phone == "010-3", "nothing of it was saved"
    colleague.do(save_owner, owner_id=mine.owner_id, name="De Key", phone="010-3", contact="Anna")
    save(seen.saving_over(second.value.shown))
    now = owner(store)[0]
    assert (now.name, now.phone, now.contact) == ("De Key", "010-9", "Anna")


def test_what_was_shown_before_a_copy_was_put_back_is_no_ground_for_saving_over(store: Store, tmp_path: Path) -> None:
    owner_id = store.do(save_owner, name="Woonbron", phone="010-1").result
    _mine, seen = owner(store)
    back_up(store.path, tmp_path / "copy.coop")
    store.do(save_owner, owner_id=owner_id, name="Woonbron", phone="010-2")
    read = over(store, seen)
    restore(tmp_path / "copy.coop", store.path, datetime(2026, 11, 1, tzinfo=UTC))
    again = Store(store.path, actor="Emre")
    again.do(save_owner, owner_id=owner_id, name="Woonbron", phone="010-3")
    with pytest.raises(Refused, match="Another file was put in the place"):
        again.do_unless_changed(read, save_owner, owner_id=owner_id, name="Woonbron", phone="010-9")
    assert owner(again)[0].phone == "010-3"


def test_who_was_cleared_meanwhile_does_not_come_back_by_saving(store: Store) -> None:
    person = store.do(members.register_person, person=PersonData("Bos", given_name="Eva", phone="06-1")).result
    _found, seen = store.read_as_of(overview)
    store.do(members.correct_person, person_id=person, person=PersonData("Bos", given_name="Eva", phone="06-2"))

    def clear(transaction: Transaction) -> None:
        forget(transaction, Person, person, family_name="…", given_name="", phone="")

    store.do(clear)
    for read in (seen, seen.saving_over((seen.batch, seen.link))):
        with pytest.raises(Refused, match="changed this while you had it open"):
            store.do_unless_changed(
                read, members.correct_person, person_id=person, person=PersonData("Bos", given_name="Eva", phone="06-3")
            )
    assert store.read(lambda connection: connection.execute(select(col(Person.family_name))).scalars().all()) == ["…"]


def test_what_another_changed_is_not_removed_unseen(store: Store, colleague: Store) -> None:
    mine, seen = owner(store)

    def remove(transaction: Transaction) -> None:
        transaction.remove(Owner, mine.owner_id)

    colleague.do(save_owner, owner_id=mine.owner_id, name="Ymere", phone="010-2", contact="Öz")
    with pytest.raises(Refused, match="Emre changed this while you had it open"):
        store.do_unless_changed(seen, remove)
    store.do_unless_changed(owner(store)[1], remove)
    assert store.read(overview).owners == ()


def test_what_was_read_before_a_copy_was_put_back_is_no_ground(store: Store, tmp_path: Path) -> None:
    owner_id = store.do(save_owner, name="Woonbron", phone="010-1").result
    back_up(store.path, tmp_path / "copy.coop")
    for phone in ("010-2", "010-3"):
        store.do(save_owner, owner_id=owner_id, name="Woonbron", phone=phone)
    _mine, seen = owner(store)
    restore(tmp_path / "copy.coop", store.path, datetime(2026, 11, 1, tzinfo=UTC))
    again = Store(store.path, actor="Emre")
    for phone in ("010-4", "010-5", "010-6"):
        again.do(save_owner, owner_id=owner_id, name="Woonbron", phone=phone)
        for read in (seen, seen.saving_over((seen.batch, seen.link))):
            with pytest.raises(Refused, match="Another file was put in the place"):
                again.do_unless_changed(read, save_owner, owner_id=owner_id, name="Woonbron", phone="010-9")
    assert owner(again)[0].phone == "010-6"

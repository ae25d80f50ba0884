"""A look into a copy tells what it holds, and by the chain of the journal exactly what would be lost by it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coopadmin.errors import StoreDamaged
from coopadmin.services.association import save_owner, start_cooperative
from coopadmin.services.forgetting import clear_candidates
from coopadmin.services.members import PersonData, register_member
from db.backup import back_up, restore
from db.backup_inside import fault_of, held_text, look_inside
from db.migrate import make_store
from db.store import Store
from tests.conftest import TODAY, Furnish, clock
from tests.forgotten import fill_case


@pytest.fixture
def copy(store: Store, tmp_path: Path) -> Path:
    """Make a copy of a store with one member, after which two deeds are done."""
    person = PersonData("Berg")
    store.do(register_member, number="L001", person=person, kind="member", starts_on=date(2020, 1, 1))
    made = back_up(store.path, tmp_path / "copy.coop")
    store.do(save_owner, name="Woonbron")
    store.do(save_owner, name="Ymere")
    return made


def test_a_copy_tells_what_it_holds_and_its_last_deed(store: Store, copy: Path) -> None:
    inside = look_inside(copy, store.path)
    assert inside.cooperative == "De Vonk"
    assert inside.counts == {"members": 1, "homes": 0, "contracts": 0, "bank_lines": 0}
    assert inside.last is not None
    assert (inside.deeds, inside.last.what, inside.last.actor) == (2, "Member registered L001", "Noor")
    assert (fault_of(copy), [file.name for file in copy.parent.iterdir()]) == ("", ["copy.coop"])


def test_the_deeds_that_would_be_lost_are_named_newest_first(store: Store, copy: Path) -> None:
    against = look_inside(copy, store.path).against
    assert against is not None
    assert against.same_store
    assert [(one.entry_id, one.what) for one in against.lost] == [(4, "Corporation saved"), (3, "Corporation saved")]
    assert (against.lost_count, against.gained_count, against.returning) == (2, 0, 0)
    assert held_text(look_inside(copy, store.path)).startswith("2 deeds since · 1 members")
    same = back_up(store.path, copy.with_name("same.coop"))
    assert held_text(look_inside(same, store.path)).startswith("the store as it is now · ")


def test_after_another_copy_was_put_back_the_roads_part_where_the_links_differ(store: Store, copy: Path) -> None:
    kept = restore(copy, store.path, clock())
    assert kept is not None
    store.do(save_owner, name="De Key")
    against = look_inside(kept, store.path).against
    assert against is not None
    assert [(one.entry_id, one.what) for one in against.lost] == [(3, "Corporation saved")]
    assert (against.lost_count, against.gained_count) == (1, 2)


def test_a_copy_of_another_store_is_known_by_its_first_link(store: Store, copy: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.coop"
    make_store(other)
    Store(other, actor="Emre").do(start_cooperative, name="De Ander")
    inside = look_inside(other, store.path)
    assert inside.cooperative == "De Ander"
    assert inside.against is not None
    assert not inside.against.same_store
    assert held_text(inside).startswith("▲ of another store · ")


def test_without_a_store_to_compare_with_a_copy_still_tells_what_it_holds(store: Store, copy: Path) -> None:
    store.path.write_bytes(b"no store any more")
    inside = look_inside(copy, store.path)
    assert inside.against is None
    assert held_text(inside) == "1 members · 0 homes · 0 contracts in force · 0 bank lines"


def test_people_who_were_cleared_since_and_would_be_back_are_counted(
    store: Store, furnish: Furnish, tmp_path: Path
) -> None:
    case = furnish(fill_case)
    copy = back_up(store.path, tmp_path / "copy.coop")
    store.do(clear_candidates, candidate_ids=[case.candidate_id], on=TODAY)
    against = look_inside(copy, store.path).against
    assert against is not None
    assert (against.returning, against.lost_count) == (1, 1)
    after = look_inside(back_up(store.path, tmp_path / "after.coop"), store.path).against
    assert after is not None
    assert after.returning == 0


def test_a_damaged_copy_says_so(store: Store, copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    content[8192:40960] = bytes(32768)
    copy.write_bytes(content)
    assert "damaged" in fault_of(copy)
    copy.write_bytes(b"a letter")
    assert "not a store of coopadmin" in fault_of(copy)
    with pytest.raises(StoreDamaged):
        look_inside(copy, store.path)

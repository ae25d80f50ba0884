"""A house with a key of its hall and one of its roof, for tests of keys: the house of bookings, and a roofer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from coopadmin.services import contractors, keys
from coopadmin.services.keys import Issued
from db.queries import keys as queries
from db.queries.key_rows import CopyRecord, CopyRow
from db.store import Store
from tests.rooms_made import TODAY, Known, settle

LENT = date(2026, 11, 2)


@dataclass(frozen=True, slots=True)
class Keyed:
    """The house, with three copies of the hall's key (GZ 1, 2 and 3), two of the roof's (DAK 1 and 2), and a roofer."""

    rooms: Known
    hall_key: int
    hall: tuple[int, ...]
    roof_key: int
    roof: tuple[int, ...]
    roofer: int


def cut(store: Store) -> Keyed:
    """Fill an empty store with the house and its keys."""
    rooms = settle(store)
    hall = store.do(
        keys.add_kind, code="GZ", name="Hall", facility_id=rooms.hall, deposit_cents=2500, certificate="K-77", count=3
    ).result
    roof = store.do(keys.add_kind, code="DAK", name="Roof hatch", opens="stairs B", marks="1-2").result
    roofer = store.do(contractors.save_contractor, name="Dakdekker Hoog", phone="06").result
    return Keyed(rooms, hall.kind_id, hall.copy_ids, roof.kind_id, roof.copy_ids, roofer)


def lend(store: Store, copy_id: int, person_id: int | None = None, **more: Any) -> Issued:
    """Hand a copy to somebody on 2 November."""
    return store.do(keys.issue_key, **{"copy_id": copy_id, "person_id": person_id, "issued_on": LENT, **more}).result


def seen(store: Store, copy_id: int, on: date = TODAY) -> CopyRow:
    """Give a copy as a list shows it."""
    return whole(store, copy_id, on).row


def whole(store: Store, copy_id: int, on: date = TODAY) -> CopyRecord:
    """Give everything about a copy."""
    found = store.read(queries.record, copy_id, on)
    assert found is not None
    return found

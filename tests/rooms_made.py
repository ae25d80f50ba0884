"""A house with a hall and a guest room, a couple that lives there, a neighbour and a guest, for tests of bookings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from coopadmin.services import bookings, contracts, dwellings, facilities, facility_rules, members
from coopadmin.services.booking_parts import Booked
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.facilities import FacilityData
from coopadmin.services.members import PersonData
from db.queries import bookings as queries
from db.queries.bookings import BookingRow
from db.store import Store

TODAY = date(2026, 11, 20)
SOURCE = "House rules, article 4"
LONG_AGO = date(2020, 1, 1)


def at(text: str) -> datetime:
    """Read a moment in December 2026: `3 14:00`; a longer one as it stands."""
    if len(text) > 8:
        return datetime.fromisoformat(text)
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-12-{int(day):02d}T{clock}")


@dataclass(frozen=True, slots=True)
class Known:
    """The numbers of what is in the house: Anna and Bas live together, Carla next door; Gijs lives elsewhere."""

    hall: int
    guest_room: int
    anna: int
    bas: int
    carla: int
    gijs: int


@dataclass(frozen=True, slots=True)
class House:
    """A house with its rooms and people, and the deeds tests do most."""

    store: Store
    known: Known

    def rule(self, kind: str, value: str, facility: int | None = None, valid_from: date = LONG_AGO) -> None:
        """Set a rule of the hall, or of another facility."""
        self.store.do(
            facility_rules.set_house_rule,
            facility_id=facility or self.known.hall,
            kind=kind,
            value=value,
            valid_from=valid_from,
            source=SOURCE,
        )

    def book(
        self, starts: str, ends: str, person: int | None = None, facility: int | None = None, **more: object
    ) -> Booked:
        """Book the hall for Anna, or another facility for somebody else."""
        return self.store.do(
            bookings.book,
            facility_id=facility or self.known.hall,
            person_id=person or self.known.anna,
            starts_at=at(starts),
            ends_at=at(ends),
            **more,  # pyright: ignore[reportArgumentType]
        ).result

    def booking(self, booking_id: int) -> BookingRow:
        """Give a booking as it stands."""
        record = self.store.read(queries.booking_record, booking_id)
        assert record is not None
        return record.booking


def settle(store: Store) -> Known:
    """Fill an empty store with the house."""
    people = [
        store.do(
            members.register_member,
            number=f"L00{number}",
            person=PersonData("Berg", given_name=name),
            kind="member",
            starts_on=LONG_AGO,
        ).result
        for number, name in enumerate(("Anna", "Bas", "Carla"), 1)
    ]
    gijs = store.do(members.register_person, person=PersonData("Bos", given_name="Gijs")).result
    homes = [store.do(dwellings.add_dwelling, dwelling=DwellingData(code)).result for code in ("1A", "1B")]
    for home, tenants in zip(homes, (people[:2], people[2:]), strict=True):
        store.do(contracts.start_contract, number=f"C-{home}", dwelling_id=home, tenants=tenants, starts_on=LONG_AGO)
    hall = FacilityData("GZ", "Hall", member_rate_cents=1000, other_rate_cents=2500)
    guest_room = FacilityData("LOG", "Guest room", member_rate_cents=1250)
    hall_id, guest_room_id = (store.do(facilities.add_facility, facility=one).result for one in (hall, guest_room))
    anna, bas, carla = people
    return Known(hall_id, guest_room_id, anna, bas, carla, gijs)

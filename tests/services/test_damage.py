"""What is found broken after a booking becomes a task of maintenance, linked to it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import bookings, damage, facilities, members
from coopadmin.services.facilities import FacilityData
from coopadmin.services.maintenance import TaskData
from coopadmin.services.members import PersonData
from db.queries import damage as queries
from db.queries import maintenance
from db.store import Store
from tests.conftest import TODAY, Furnish

ROOM, BERG, CHOIR = 1, 1, 1


def _evening(store: Store) -> None:
    """A hall that Berg had last night."""
    person = PersonData("Berg", given_name="Zoë")
    store.do(members.register_member, number="L001", person=person, kind="member", starts_on=date(2020, 1, 1))
    store.do(facilities.add_facility, facility=FacilityData("ZAAL", "Hall"))
    store.do(
        bookings.book,
        facility_id=ROOM,
        person_id=BERG,
        starts_at=datetime.fromisoformat("2026-11-19T19:30"),
        ends_at=datetime.fromisoformat("2026-11-19T22:00"),
    )


@pytest.fixture
def evening(store: Store, furnish: Furnish) -> Store:
    """Give a store with a hall that was booked last night."""
    furnish(_evening)
    return store


def test_damage_becomes_a_task_at_the_facility_that_leads_back_to_the_booking(evening: Store) -> None:
    taken = evening.do(
        damage.report_damage, booking_id=CHOIR, task=TaskData("Lamp fell", TODAY, place="elsewhere")
    ).result
    (task,) = evening.read(queries.tasks_of, CHOIR)
    assert (task.task_id, task.number, task.what) == (taken.task_id, taken.number, "Lamp fell")
    record = evening.read(maintenance.record, taken.task_id, TODAY)
    assert record is not None
    assert record.task.place == "ZAAL"
    assert [one.number for one in evening.read(queries.tasks_of, CHOIR)] == [taken.number]


def test_damage_is_not_found_before_the_booking_began(evening: Store) -> None:
    with pytest.raises(Invalid) as wrong:
        evening.do(damage.report_damage, booking_id=CHOIR, task=TaskData("Lamp fell", date(2026, 11, 18)))
    assert [problem.field for problem in wrong.value.problems] == ["reported_on"]
    assert not evening.read(queries.tasks_of, CHOIR)


def test_a_task_without_words_is_refused_and_nothing_is_linked(evening: Store) -> None:
    with pytest.raises(Invalid):
        evening.do(damage.report_damage, booking_id=CHOIR, task=TaskData(" ", TODAY))
    assert not evening.read(queries.tasks_of, CHOIR)


def test_a_booking_that_is_gone_has_no_damage(evening: Store) -> None:
    with pytest.raises(Refused):
        evening.do(damage.report_damage, booking_id=99, task=TaskData("Lamp fell", TODAY))

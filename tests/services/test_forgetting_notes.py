"""Who was a candidate is forgotten in notes of repairs, rooms and contractors; what is said of others there stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, select

from coopadmin.services.forgetting import clear_candidates
from db.journal import Transaction
from db.store import Store
from db.tables.base import Record, table_of
from db.tables.bookings import Booking, BookingSeries, BookingWish, CleaningTurn, SeriesSkip
from db.tables.contractors import Contractor
from db.tables.facilities import Facility
from db.tables.maintenance import MaintenanceTask, TaskAppointment, TaskJudgement, TaskWait
from db.tables.members import Person
from tests.conftest import TODAY, Furnish
from tests.forgotten import CLOSED, FAMILY, GIVEN, Case, add_candidate, fill_case, secrets_in


@pytest.fixture
def case(store: Store, furnish: Furnish) -> Case:
    """Give the closed file with its candidate."""
    return furnish(fill_case)


def row(store: Store, model: type[Record], row_id: int) -> Mapping[str, Any]:
    """Read one row as it stands."""

    def read(connection: Connection) -> Mapping[str, Any]:
        table = table_of(model)
        return dict(connection.execute(select(table).where(table.c.id == row_id)).mappings().one())

    return store.read(read)


def _note_in_passing(transaction: Transaction) -> None:
    """Name the candidate of the case in every note that a person may be spoken of in."""
    add = transaction.add
    whole, said = f"{GIVEN} {FAMILY}", f"for {GIVEN}, says {FAMILY}"
    person = add(Person(family_name="Kraai", given_name="Bram"))
    room = add(Facility(code="GZ", name="Guest room", note=said, house_rules=f"as {whole} proposed"))
    task = add(
        MaintenanceTask(
            number="M-0001",
            reported_on=CLOSED,
            what=f"Lock of {whole}",
            place=whole,
            contractor=whole,
            answer=said,
            note=said,
        )
    )
    firm = add(
        Contractor(name="Blij", contact=whole, phone="0612349876", email="zoe.y@example.org", note=f"{said} knows them")
    )
    add(TaskJudgement(task_id=task, judged_on=CLOSED, responsible="cooperative", routed="unknown", reason=said))
    add(TaskWait(task_id=task, reason="other", from_at="2026-10-01T10:00", status_before="judged", note=said))
    add(
        TaskAppointment(
            task_id=task,
            starts_at="2026-10-02T10:00",
            ends_at="2026-10-02T12:00",
            agreed_on=CLOSED,
            contractor_id=firm,
            access=said,
            note=said,
        )
    )
    at: dict[str, Any] = {"facility_id": room, "person_id": person}
    times: dict[str, Any] = {"starts_at": "2026-12-01T10:00", "ends_at": "2026-12-01T12:00"}
    weekly: dict[str, Any] = {
        "starts_at": "2026-12-01T10:00",
        "minutes": 120,
        "rule": "FREQ=WEEKLY",
        "until": date(2027, 3, 1),
    }
    series = add(BookingSeries(**at, **weekly, purpose=said, note=said))
    add(SeriesSkip(series_id=series, occurrence_at="2026-12-08T10:00", reason=said))
    booking = add(Booking(**at, **times, purpose=said, cancel_reason=said, overruled=said))
    transaction.change(Booking, booking, purpose=f"{said}, at last")
    add(BookingWish(**at, **times, asked_at="2026-10-01T10:00", purpose=said))
    add(CleaningTurn(facility_id=room, person_id=person, due_on=CLOSED, note=said))


def test_no_byte_of_a_cleared_candidate_is_left_in_the_notes_of_repairs_rooms_and_contractors(
    store: Store, case: Case
) -> None:
    store.do(_note_in_passing)
    store.do(clear_candidates, candidate_ids=[case.candidate_id], on=TODAY)
    assert secrets_in(store.path) == []
    task = row(store, MaintenanceTask, 1)
    assert (task["what"], task["note"]) == ("Lock of K-0001", "for K-0001, says K-0001")
    firm = row(store, Contractor, 1)
    assert (firm["name"], firm["contact"], firm["note"]) == ("Blij", "K-0001", "for K-0001, says K-0001 knows them")
    assert row(store, Booking, 1)["purpose"] == "for K-0001, says K-0001, at last"


def _note_of_others(transaction: Transaction) -> None:
    """Put notes in the store that speak of things and residents that are called as a candidate is."""
    add = transaction.add
    add(Person(family_name="Bos", given_name="Gijs"))
    add(
        MaintenanceTask(
            number="M-0001", reported_on=CLOSED, what="Kraan lekt", note="Gijs Bos has the key; Joke Kraan rang"
        )
    )
    add(MaintenanceTask(number="M-0002", reported_on=CLOSED, what="Door", note="Gijs Bos has the key of Anna Bos"))


def test_notes_on_things_and_on_residents_of_the_same_name_stay(store: Store) -> None:
    store.do(_note_of_others)
    tap = store.do(add_candidate, number="K-0900", family_name="Kraan", given_name="Joke").result
    same = store.do(add_candidate, number="K-0901", family_name="Bos", given_name="Gijs").result
    half = store.do(add_candidate, number="K-0902", family_name="Bos", given_name="Anna").result
    store.do(clear_candidates, candidate_ids=[tap, same, half], on=TODAY)
    first, second = row(store, MaintenanceTask, 1), row(store, MaintenanceTask, 2)
    assert (first["what"], first["note"]) == ("Kraan lekt", "Gijs Bos has the key; K-0900 rang")
    assert second["note"] == "Gijs Bos has the key of K-0902"

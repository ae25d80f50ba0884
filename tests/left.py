"""Somebody who left years ago, with all that can be known of them written in every place that can hold it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.services.members import PersonData, correct_person, register_member
from db.journal import Transaction
from db.store import Store
from db.tables.actions import ActionPoint
from db.tables.bookings import Booking
from db.tables.contracts import Contract, ContractParty
from db.tables.decisions import Decision
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from db.tables.hours import HoursEntry
from db.tables.keys import KeyCopy, KeyKind, KeyLoan
from db.tables.maintenance import MaintenanceTask
from db.tables.matching import KnownAccount
from db.tables.meetings import AgendaItem, Meeting, Recusal
from db.tables.members import Member, Membership
from db.tables.memberships import MembershipEnding, Suspension

GIVEN, FAMILY, BEFORE = "Wendelmoet", "Quispel", "Overgauw"
MAIL, PHONE, IBAN, STREET = "wq@vertrokken.example", "06-91827364", "NL18VONK1788068595", "Postbus 9911"
SECRETS = (
    GIVEN,
    FAMILY,
    BEFORE,
    MAIL,
    PHONE,
    IBAN,
    STREET,
    "1971-03-09",
    *("owes her sister money", "quarrelled at home", "her mother is ill", "seventieth birthday", "sore back"),
)
"""What must not be found after clearing; the journal has had each, the later words once too."""

LEFT = date(2024, 3, 31)
"""The last day of membership and tenancy."""


@dataclass(frozen=True, slots=True)
class Left:
    """The person who left, somebody who did not, and where the one is written of."""

    person_id: int
    staying_id: int
    contract_id: int
    task_id: int
    decision_id: int


def fill_left(store: Store) -> Left:
    """Put somebody who left into an empty store, by deeds of their own."""
    reached = (date(1971, 3, 9), MAIL, PHONE, STREET, "1234 AB", "Delft", IBAN, "sore back")
    who = PersonData(BEFORE, "", "W.", GIVEN, *reached)
    store.do(register_member, number="L012", kind="member", starts_on=date(2015, 1, 1), person=who)
    person_id = store.read(_person_of, "L012")
    now = PersonData(FAMILY, "", "W.", GIVEN, *reached)
    store.do(correct_person, person_id=person_id, person=now)
    other = PersonData("Merelaar", "", "B.", "Bas")
    store.do(register_member, number="L013", kind="member", starts_on=date(2015, 1, 1), person=other)
    staying_id = store.read(_person_of, "L013")
    return store.do(_fill, person_id=person_id, staying_id=staying_id).result


def _person_of(connection: Connection, number: str) -> int:
    return connection.execute(select(col(Member.person_id)).where(col(Member.number) == number)).scalar_one()


def _fill(transaction: Transaction, *, person_id: int, staying_id: int) -> Left:
    add = transaction.add
    member = transaction.scalar(select(col(Member.id)).where(col(Member.person_id) == person_id))
    membership = transaction.scalar(select(col(Membership.id)).where(col(Membership.member_id) == member))
    transaction.change(Membership, membership, ends_on=LEFT, end_reason="quarrelled at home")
    add(
        MembershipEnding(
            membership_id=membership,
            kind="resignation",
            noticed_on=date(2024, 2, 1),
            ends_on=LEFT,
            reason="quarrelled at home",
            note=f"{GIVEN} wrote from {MAIL}",
        )
    )
    add(
        Suspension(
            person_id=person_id, starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1), reason="owes her sister money"
        )
    )
    home = add(Dwelling(code="A12", street="Elzenpad", house_number="77", postcode="1234 AB", place="Delft"))
    contract = add(
        Contract(
            number="C-0012",
            dwelling_id=home,
            starts_on=date(2015, 1, 1),
            ends_on=LEFT,
            iban=IBAN,
            note=f"{FAMILY} pays late: sore back",
        )
    )
    add(ContractParty(contract_id=contract, person_id=person_id))
    add(KnownAccount(iban=IBAN, contract_id=contract, note=f"of mevrouw {FAMILY}"))
    task = add(
        MaintenanceTask(
            number="O-0001",
            reported_on=date(2023, 5, 1),
            reporter_id=person_id,
            dwelling_id=home,
            what=f"Leak in the kitchen of {GIVEN}, ring {PHONE}",
            status="done",
            done_on=date(2023, 5, 4),
            note=f"{FAMILY.upper()} was at home",
        )
    )
    other = add(
        MaintenanceTask(
            number="O-0002",
            reported_on=date(2023, 6, 1),
            what=f"Gutter over the home of Mevr. {FAMILY}",
            status="done",
            done_on=date(2023, 6, 4),
        )
    )
    transaction.change(MaintenanceTask, other, note=f"also at {GIVEN} {BEFORE}'s")
    hall = add(Facility(code="ZAAL", name="Hall", kind="common_room"))
    add(
        Booking(
            facility_id=hall,
            person_id=person_id,
            starts_at="2023-03-09T19:00",
            ends_at="2023-03-09T23:00",
            purpose="seventieth birthday",
            status="confirmed",
        )
    )
    add(
        HoursEntry(person_id=person_id, worked_on=date(2023, 9, 1), minutes=60, what="Garden", note="her mother is ill")
    )
    kind = add(KeyKind(code="FD", name="Front door"))
    copy = add(KeyCopy(kind_id=kind, mark="1"))
    add(
        KeyLoan(
            copy_id=copy, person_id=person_id, issued_on=date(2015, 1, 1), returned_on=LEFT, note=f"gave {GIVEN} two"
        )
    )
    meeting = add(Meeting(body="general", title="General meeting", starts_at="2023-11-01T20:00", place="Hall"))
    item = add(
        AgendaItem(
            meeting_id=meeting,
            position=1,
            title="Garden",
            kind="information",
            notes=f"{GIVEN} {FAMILY} asks for a bench. W. {FAMILY} thanks all.",
        )
    )
    add(Recusal(item_id=item, person_id=person_id, reason="quarrelled at home"))
    decision = add(
        Decision(
            number="B-2023-01",
            decided_on=date(2023, 11, 1),
            subject=f"Bench of {FAMILY}, W.",
            note=f"{'x' * 380} mw. {FAMILY}",
            method="consent",
            outcome="carried",
            votes_for=7,
            votes_against=2,
        )
    )
    add(
        ActionPoint(
            what=f"Thank mw. {FAMILY}", owner_id=staying_id, made_on=date(2023, 11, 1), done_on=date(2023, 12, 1)
        )
    )
    return Left(person_id, staying_id, contract, task, decision)


def left_in(*files: Path) -> list[str]:
    """Name every secret that stands in the bytes of some files, or in those that lie beside them."""
    found: list[str] = []
    for file in files:
        for beside in ("", "-wal", "-shm", "-journal"):
            path = file.with_name(file.name + beside)
            if path.exists():
                content = path.read_bytes().lower()
                found += [f"{path.name}: {secret}" for secret in SECRETS if secret.lower().encode() in content]
    return found

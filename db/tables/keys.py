"""Keys: which there are, every copy, and who has it since when."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, not_negative, one_of, only_where, ordered, strict


class KeyKind(Record, table=True):
    """A key of which there may be several copies, and what it opens."""

    __table_args__ = strict(
        UniqueConstraint("code"),
        not_empty("code", 40),
        not_empty("name", 120),
        not_negative("deposit_cents"),
        day("certificate_until"),
        day("ended_on"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("code", "name", "opens")

    code: str
    name: str
    opens: str = ""
    dwelling_id: int | None = Field(default=None, foreign_key="dwelling.id", index=True)
    facility_id: int | None = Field(default=None, foreign_key="facility.id", index=True)
    certificate: str = ""
    """The number of the card without which no copy is cut."""
    certificate_until: date | None = None
    deposit_cents: int | None = None
    note: str = ""
    ended_on: date | None = None
    folded: str = ""


class KeyCopy(Record, table=True):
    """One key that can be held in the hand, known by its mark."""

    __table_args__ = strict(
        UniqueConstraint("kind_id", "mark"),
        not_empty("mark", 40),
        one_of("end_reason", "", "lost", "stolen", "broken", "destroyed"),
        CheckConstraint("(ended_on IS NULL) = (end_reason = '')", name="ended_has_reason"),
        ordered("made_on", "ended_on"),
        day("made_on"),
        day("ended_on"),
    )

    kind_id: int = Field(foreign_key="keykind.id")
    mark: str
    made_on: date | None = None
    ended_on: date | None = None
    end_reason: str = ""
    note: str = ""


class KeyLoan(Record, table=True):
    """Who has a copy, since when, until when it was agreed, and when it came back."""

    __table_args__ = strict(
        CheckConstraint("(person_id IS NULL) <> (contractor_id IS NULL)", name="one_holder"),
        ordered("issued_on", "returned_on"),
        ordered("issued_on", "due_on"),
        not_negative("deposit_cents"),
        CheckConstraint("deposit_returned_on IS NULL OR deposit_paid_on IS NOT NULL", name="deposit_was_paid"),
        day("issued_on"),
        day("due_on"),
        day("signed_on"),
        day("returned_on"),
        day("deposit_paid_on"),
        day("deposit_returned_on"),
        # A key is in one hand at a time.
        only_where("returned_on IS NULL", "uq_keyloan_copy_id_open", "copy_id", unique=True),
    )

    copy_id: int = Field(foreign_key="keycopy.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    contractor_id: int | None = Field(default=None, foreign_key="contractor.id", index=True)
    issued_on: date
    due_on: date | None = None
    """The day it must be back; None: for as long as they live or work here."""
    signed_on: date | None = None
    """The day the note of hand-over was signed."""
    returned_on: date | None = None
    """The day it came back, or was written off as lost."""
    deposit_cents: int | None = None
    deposit_paid_on: date | None = None
    deposit_returned_on: date | None = None
    task_id: int | None = Field(default=None, foreign_key="maintenancetask.id", index=True)
    booking_id: int | None = Field(default=None, foreign_key="booking.id", index=True)
    note: str = ""

"""Work that was given to the housing corporation, what it promised, and how often it was reminded."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import Record, day, one_of, only_where, ordered, strict

WAYS = ("portal", "e-mail", "phone", "letter", "in person")


class Handover(Record, table=True):
    """A task in the corporation's hands from a day on, until it is done, refused or taken back."""

    __table_args__ = strict(
        one_of("way", *WAYS),
        one_of("outcome", "", "done", "refused", "withdrawn"),
        CheckConstraint("(ended_on IS NULL) = (outcome = '')", name="ended_has_outcome"),
        ordered("handed_on", "ended_on"),
        day("handed_on"),
        day("promised_on"),
        day("ended_on"),
        # A task is in one pair of hands at a time.
        only_where("ended_on IS NULL", "uq_handover_task_id_open", "task_id", unique=True),
    )

    task_id: int = Field(foreign_key="maintenancetask.id", index=True)
    owner_id: int | None = Field(default=None, foreign_key="owner.id", index=True)
    handed_on: date
    way: str = "portal"
    reference: str = ""
    """The corporation's own number for it."""
    promised_on: date | None = None
    """The day it promised to have it done by."""
    ended_on: date | None = None
    outcome: str = ""
    note: str = ""


class HandoverReminder(Record, table=True):
    """A time the corporation was reminded, or said something."""

    __table_args__ = strict(one_of("way", *WAYS), day("sent_on"))

    handover_id: int = Field(foreign_key="handover.id", index=True)
    sent_on: date
    way: str = "e-mail"
    note: str = ""

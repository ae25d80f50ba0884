"""The co-operative itself, the corporation that owns the homes, their agreement, and the dated rules."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, one_of, ordered, strict


class Cooperative(Record, table=True):
    """The association whose store this is; always exactly one row."""

    __table_args__ = strict(
        CheckConstraint("id = 1", name="only_one"),
        one_of("shape", "individual", "collective"),
        not_empty("name"),
        day("started_on"),
    )

    name: str
    shape: str
    """`individual`: the corporation is every tenant's landlord; `collective`: the association lets on."""
    kvk_number: str | None = None
    iban: str | None = None
    email: str | None = None
    started_on: date | None = None
    """The first day this administration covers."""


class Owner(Record, table=True):
    """A housing corporation (toegelaten instelling) that owns homes."""

    __table_args__ = strict(UniqueConstraint("name"), not_empty("name"))

    name: str
    kvk_number: str | None = None
    contact: str | None = None
    email: str | None = None
    phone: str | None = None
    note: str = ""


class Agreement(Record, table=True):
    """A management agreement (beheerovereenkomst) with an owner, in force for a period."""

    __table_args__ = strict(ordered("starts_on", "ends_on"), day("starts_on"), day("ends_on"))

    owner_id: int = Field(foreign_key="owner.id", index=True)
    reference: str = ""
    starts_on: date
    ends_on: date | None = None
    note: str = ""


class Setting(Record, table=True):
    """A rule the law or the group may change: its value from a day on, and where it comes from."""

    __table_args__ = strict(UniqueConstraint("name", "valid_from"), not_empty("name"), day("valid_from"))

    name: str
    value: str
    valid_from: date
    source: str = ""

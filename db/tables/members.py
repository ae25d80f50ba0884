"""People, their membership in periods, the offices they hold and the working groups they join."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, one_of, ordered, strict

MEMBERSHIP_KINDS = ("member", "aspirant", "supporter", "honorary")


class Person(Record, table=True):
    """A human being known to the co-operative; member, tenant, both or neither."""

    __table_args__ = strict(not_empty("family_name"), day("born_on"))
    search_fields: ClassVar[tuple[str, ...]] = ("family_name", "prefix", "initials", "given_name", "email")

    family_name: str
    prefix: str = ""
    initials: str = ""
    given_name: str = ""
    born_on: date | None = None
    email: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    place: str = ""
    iban: str = ""
    note: str = ""
    folded: str = Field(default="", index=True)


class Member(Record, table=True):
    """The number a person has in the members' register; given once, never again to another."""

    __table_args__ = strict(UniqueConstraint("number"), UniqueConstraint("person_id"), not_empty("number", 40))
    search_fields: ClassVar[tuple[str, ...]] = ("number",)

    number: str
    person_id: int = Field(foreign_key="person.id")
    folded: str = Field(default="", index=True)


class Membership(Record, table=True):
    """One period of membership of one kind, both days included; open while it runs."""

    __table_args__ = strict(
        UniqueConstraint("member_id", "starts_on"),
        Index("ix_membership_in_force", "starts_on", "ends_on", "kind"),
        one_of("kind", *MEMBERSHIP_KINDS),
        ordered("starts_on", "ends_on"),
        day("starts_on"),
        day("ends_on"),
    )

    member_id: int = Field(foreign_key="member.id")
    kind: str
    starts_on: date
    ends_on: date | None = Field(default=None, index=True)
    end_reason: str = ""


class OfficeTerm(Record, table=True):
    """One term of one office: `chair`, `secretary`, `treasurer`, or a name of the group's own."""

    __table_args__ = strict(
        UniqueConstraint("person_id", "office", "starts_on"),
        not_empty("office", 80),
        ordered("starts_on", "ends_on"),
        day("starts_on"),
        day("ends_on"),
        day("retires_on"),
    )

    person_id: int = Field(foreign_key="person.id")
    office: str
    starts_on: date
    ends_on: date | None = None
    retires_on: date | None = None
    """The day the retirement schedule has for it, where that is not the usual term after its first day."""
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    """The decision that gave the office."""


class WorkingGroup(Record, table=True):
    """A working group or committee."""

    __table_args__ = strict(UniqueConstraint("name"), not_empty("name", 80), day("ended_on"))

    name: str
    purpose: str = ""
    ended_on: date | None = None


class WorkingGroupTerm(Record, table=True):
    """A person's time in a working group."""

    __table_args__ = strict(
        UniqueConstraint("group_id", "person_id", "starts_on"),
        ordered("starts_on", "ends_on"),
        day("starts_on"),
        day("ends_on"),
    )

    group_id: int = Field(foreign_key="workinggroup.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    starts_on: date
    ends_on: date | None = None

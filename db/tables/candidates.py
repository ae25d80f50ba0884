"""People who would like to live here: their place on the waiting list, and how the group has come to know them.

There is no column for origin, religion, health, orientation, politics, income or citizen service number, and none may
be added. What says who somebody is can be cleared; the number, the days and the codes stay.
"""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, not_negative, one_of, only_where, ordered, strict

LEFT_REASONS = ("", "own_request", "housed_here", "housed_elsewhere", "no_answer", "fee_unpaid", "expired", "other")


class Candidate(Record, table=True):
    """Somebody who would like to live here; everywhere else they go by their number."""

    __table_args__ = strict(
        UniqueConstraint("number"),
        not_empty("number", 40),
        CheckConstraint("cleared_on IS NOT NULL OR length(trim(family_name)) > 0", name="named_until_cleared"),
        CheckConstraint("adults > 0", name="adults_positive"),
        not_negative("children"),
        not_negative("rooms_least"),
        not_negative("rooms_most"),
        CheckConstraint("consent_until IS NULL OR consent_on IS NOT NULL", name="consent_has_day"),
        day("registered_on"),
        day("owner_registered_on"),
        day("consent_on"),
        day("consent_until"),
        day("cleared_on"),
    )
    search_fields: ClassVar[tuple[str, ...]] = (
        "number",
        "family_name",
        "prefix",
        "initials",
        "given_name",
        "email",
        "place",
    )

    number: str
    registered_on: date
    family_name: str = ""
    prefix: str = ""
    initials: str = ""
    given_name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    place: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """The member or tenant this is: somebody who lives here and would move within the house."""
    adults: int = 1
    children: int = 0
    rooms_least: int | None = None
    rooms_most: int | None = None
    wishes: str = ""
    owner_registered_on: date | None = None
    """Since when they are registered with the corporation; None: not known to be."""
    consent_on: date | None = None
    consent_until: date | None = None
    """Until when they agreed that their data is kept."""
    note: str = ""
    cleared_on: date | None = None
    """The day their personal data was cleared."""
    folded: str = Field(default="", index=True)


class WaitingPlace(Record, table=True):
    """A candidate's place on the waiting list: its order goes by `ranked_on`, then by number."""

    __table_args__ = strict(
        only_where("ended_on IS NULL", "uq_waitingplace_running", "candidate_id", unique=True),
        one_of("end_reason", *LEFT_REASONS),
        CheckConstraint("(ended_on IS NULL) = (end_reason = '')", name="end_has_reason"),
        not_negative("fee_cents"),
        ordered("registered_on", "ended_on"),
        day("registered_on"),
        day("ranked_on"),
        day("fee_paid_on"),
        day("ended_on"),
        day("notice_sent_on"),
    )

    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    registered_on: date
    ranked_on: date
    """The day that gives the place: the registration, the fee, or the refusal that moved it to the bottom."""
    fee_cents: int | None = None
    fee_paid_on: date | None = None
    ended_on: date | None = None
    end_reason: str = ""
    end_words: str = ""
    """Why, in words, where they were taken off."""
    notice_sent_on: date | None = None
    """The day they were told that they were taken off, and why."""


class PoolPlace(Record, table=True):
    """A candidate among the people the group has met: not a waiting list, it has no order."""

    __table_args__ = strict(
        only_where("ended_on IS NULL", "uq_poolplace_running", "candidate_id", unique=True),
        one_of("end_reason", *LEFT_REASONS),
        CheckConstraint("(ended_on IS NULL) = (end_reason = '')", name="end_has_reason"),
        ordered("met_on", "ended_on"),
        ordered("met_on", "expires_on"),
        day("met_on"),
        day("expires_on"),
        day("ended_on"),
        day("notice_sent_on"),
    )

    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    met_on: date
    """The day the acquaintance began."""
    expires_on: date
    ended_on: date | None = None
    end_reason: str = ""
    end_words: str = ""
    notice_sent_on: date | None = None


class CandidateContact(Record, table=True):
    """A meeting with a candidate: an introduction, an activity they joined, a talk, a refusal of a home."""

    __table_args__ = strict(
        one_of("kind", "introduction", "activity", "contact", "refusal"),
        day("happened_on"),
        Index("ix_candidatecontact_candidate_id", "candidate_id", "happened_on"),
    )

    candidate_id: int = Field(foreign_key="candidate.id")
    happened_on: date
    kind: str
    what: str = ""
    file_id: int | None = Field(default=None, foreign_key="allocationfile.id", index=True)
    """The home that was refused."""

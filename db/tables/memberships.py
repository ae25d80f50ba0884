"""How memberships come and go: applications, endings, suspensions, and who may be called by e-mail."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, flag, not_empty, one_of, ordered, strict
from db.tables.members import MEMBERSHIP_KINDS


class MembershipApplication(Record, table=True):
    """Somebody asks to become a member of a kind, and what was decided."""

    __table_args__ = strict(
        one_of("kind", *MEMBERSHIP_KINDS),
        one_of("outcome", "open", "admitted", "refused", "withdrawn"),
        CheckConstraint("(outcome = 'open') = (decided_on IS NULL)", name="decided_has_day"),
        ordered("applied_on", "decided_on"),
        day("applied_on"),
        day("decided_on"),
    )

    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str
    applied_on: date
    outcome: str = "open"
    decided_on: date | None = None
    reason: str = ""
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    membership_id: int | None = Field(default=None, foreign_key="membership.id", index=True)
    """The period that came of it."""
    note: str = ""


class MembershipEnding(Record, table=True):
    """How one membership ends (Civil Code (BW) 2:35(1)): by whom, on what ground, with its dates and its appeal."""

    __table_args__ = strict(
        UniqueConstraint("membership_id"),
        one_of("kind", "resignation", "immediate", "by_association", "expulsion", "death", "change"),
        one_of("appeal_outcome", "", "upheld", "dismissed", "withdrawn"),
        flag("tenancy_kept"),
        CheckConstraint("appeal_outcome = '' OR appealed_on IS NOT NULL", name="appeal_has_day"),
        day("noticed_on"),
        day("ends_on"),
        day("reasons_sent_on"),
        day("received_on"),
        day("appealed_on"),
    )

    membership_id: int = Field(foreign_key="membership.id")
    kind: str
    noticed_on: date
    """The day of the notice, of the decision, or of the death."""
    ends_on: date
    """The last day it made the membership have, and by what rule: `rule`."""
    rule: str = ""
    reason: str = ""
    reasons_sent_on: date | None = None
    received_on: date | None = None
    """The day the member had the reasons in hand: the appeal runs from it."""
    appealed_on: date | None = None
    appeal_outcome: str = ""
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    tenancy_kept: bool | None = None
    """Whether the member keeps the home; None: not known."""
    note: str = ""


class Suspension(Record, table=True):
    """A time in which a member may not vote, both days included."""

    __table_args__ = strict(
        UniqueConstraint("person_id", "starts_on"),
        not_empty("reason"),
        ordered("starts_on", "ends_on"),
        day("starts_on"),
        day("ends_on"),
    )

    person_id: int = Field(foreign_key="person.id")
    starts_on: date
    ends_on: date | None = None
    reason: str


class EmailConsent(Record, table=True):
    """A time in which somebody agreed to be called to meetings by e-mail (Civil Code (BW) 2:41(5))."""

    __table_args__ = strict(
        UniqueConstraint("person_id", "starts_on"), ordered("starts_on", "ends_on"), day("starts_on"), day("ends_on")
    )

    person_id: int = Field(foreign_key="person.id")
    starts_on: date
    ends_on: date | None = None

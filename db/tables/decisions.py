"""The register of decisions, self-allocation (coöptatie) among them."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, not_negative, one_of, strict
from db.tables.voting import METHODS as COUNTED_METHODS

METHODS = (*COUNTED_METHODS, "unknown")
OUTCOMES = ("carried", "rejected", "withdrawn", "postponed")


class Decision(Record, table=True):
    """A decision as the minutes have it: the count, the method and the stated outcome; never edited away."""

    __table_args__ = strict(
        UniqueConstraint("number"),
        not_empty("number", 40),
        not_empty("subject"),
        one_of("method", *METHODS),
        one_of("outcome", *OUTCOMES),
        one_of("kind", "decision", "self_allocation"),
        not_negative("entitled"),
        not_negative("present"),
        not_negative("proxies"),
        not_negative("votes_for"),
        not_negative("votes_against"),
        not_negative("votes_blank"),
        day("decided_on"),
        day("review_on"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("number", "subject", "text", "body", "candidate")

    number: str
    decided_on: date = Field(index=True)
    body: str = ""
    """Who decided: the general meeting, the residents' meeting, a committee, in the group's own words."""
    subject: str
    text: str = ""
    method: str = "unknown"
    entitled: int | None = None
    present: int | None = None
    proxies: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_blank: int | None = None
    outcome: str
    kind: str = "decision"
    dwelling_id: int | None = Field(default=None, foreign_key="dwelling.id", index=True)
    candidate: str = ""
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    vote_id: int | None = Field(default=None, foreign_key="vote.id", index=True)
    """The count that stands, where the vote was recorded here."""
    review_on: date | None = Field(default=None, index=True)
    """When the group wants to look at it again."""
    note: str = ""
    folded: str = ""


class DecisionLink(Record, table=True):
    """What a decision brought about or is about: a task, a contract, money of a budget line, a paper."""

    __table_args__ = strict(
        CheckConstraint(
            "task_id IS NOT NULL OR contract_id IS NOT NULL OR category_id IS NOT NULL OR amount_cents IS NOT NULL "
            "OR note <> ''",
            name="something_named",
        ),
    )

    decision_id: int = Field(foreign_key="decision.id", index=True)
    task_id: int | None = Field(default=None, foreign_key="maintenancetask.id", index=True)
    contract_id: int | None = Field(default=None, foreign_key="contract.id", index=True)
    category_id: int | None = Field(default=None, foreign_key="category.id", index=True)
    amount_cents: int | None = None
    """What it may cost at most, or what was granted."""
    note: str = ""

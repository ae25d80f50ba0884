"""The rules a group counts by, dated, and what was put to the vote: motions, counts, and who stood on the roll."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, flag, minute, not_empty, not_negative, one_of, strict

METHODS = (
    "simple",
    "of-present",
    "of-entitled",
    "two-thirds",
    "three-quarters",
    "at-least",
    "unanimous",
    "consent",
)
BODIES = ("general", "residents", "board", "committee")
DECISION_KINDS = (
    "ordinary",
    "persons",
    "house_rules",
    "statutes",
    "dissolution",
    "expulsion",
    "self_allocation",
    "procedure_check",
)


def counting() -> tuple[Any, ...]:
    """What must hold of every row that says how votes are counted."""
    return (
        one_of("method", *METHODS),
        one_of("counted_over", "cast", "present", "entitled"),
        one_of("tie", "rejected", "again", "lot"),
        CheckConstraint("(method = 'at-least') = (threshold <> '')", name="threshold_of_method"),
        flag("quorum_counts_proxies"),
        flag("recused_in_quorum"),
        flag("blank_counts"),
        not_negative("max_against"),
    )


class Counting(Record):
    """How votes are counted: the columns of a rule, and of every vote that was counted by one.

    Parts of a whole are written exactly: `2/3`; an empty quorum means that none is asked.
    """

    method: str
    threshold: str = ""
    """With `at-least` only: the part that must be for."""
    counted_over: str = "cast"
    """What `at-least` is a part of: the votes cast, those present and represented, or all entitled."""
    quorum: str = ""
    quorum_counts_proxies: bool = True
    """Whether who is represented helps to reach the quorum."""
    recused_in_quorum: bool = False
    blank_counts: bool = False
    max_against: int | None = None
    tie: str = "rejected"
    """What the rule says of equal votes: not carried, voted again, or drawn by lot."""


class MeetingRule(Record, table=True):
    """What holds for meetings of one body from a day on: when its letter goes out, how many proxies one may hold."""

    __table_args__ = strict(
        UniqueConstraint("body", "valid_from"),
        one_of("body", *BODIES),
        not_negative("convening_days"),
        not_negative("minutes_days"),
        not_negative("proxies_per_holder"),
        day("valid_from"),
    )

    body: str
    valid_from: date
    convening_days: int
    """Whole days between the letter and the meeting, neither of the two counted."""
    minutes_days: int
    """Within so many days after the meeting its minutes are sent round."""
    proxies_per_holder: int
    """0: no proxies are taken."""
    source: str = ""


class VotingRule(Counting, table=True):
    """How one kind of decision is taken by one body (`any`: every body without a rule of its own) from a day on."""

    __table_args__ = strict(
        UniqueConstraint("body", "kind", "valid_from"),
        one_of("body", "any", *BODIES),
        one_of("kind", *DECISION_KINDS),
        *counting(),
        not_negative("convening_days"),
        not_negative("inspection_days"),
        flag("second_meeting"),
        not_negative("second_from_days"),
        not_negative("second_until_days"),
        day("valid_from"),
    )

    body: str
    kind: str
    valid_from: date
    convening_days: int | None = None
    """Where this kind asks for more than the body's own term."""
    inspection_days: int | None = None
    """So many days before the meeting its full text lies open for members."""
    second_meeting: bool = False
    """Whether a second meeting may decide where the quorum failed."""
    second_quorum: str = ""
    second_from_days: int | None = None
    second_until_days: int | None = None
    source: str = ""


class Motion(Record, table=True):
    """A proposal put to a meeting under an item of its agenda, or an amendment of one."""

    __table_args__ = strict(
        UniqueConstraint("item_id", "position"),
        CheckConstraint("position > 0", name="position_positive"),
        not_empty("text", 4000),
        minute("withdrawn_at"),
    )

    item_id: int = Field(foreign_key="agendaitem.id")
    position: int
    text: str
    amends_id: int | None = Field(default=None, foreign_key="motion.id", index=True)
    proposer_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    withdrawn_at: str | None = None


class Vote(Counting, table=True):
    """A count of a motion: the numbers, the rule they were held against, and the outcome the chair declared.

    A wrong count is never changed: another one replaces it and says why.
    """

    __table_args__ = strict(
        one_of("way", "hands", "names", "writing", "consent"),
        one_of("outcome", "carried", "rejected", "no_quorum"),
        one_of("kind", *DECISION_KINDS),
        *counting(),
        not_negative("entitled"),
        not_negative("present"),
        not_negative("proxies"),
        not_negative("recused"),
        not_negative("votes_for"),
        not_negative("votes_against"),
        not_negative("votes_blank"),
        not_negative("objections"),
        UniqueConstraint("replaces_id"),
        minute("counted_at"),
    )

    motion_id: int = Field(foreign_key="motion.id", index=True)
    counted_at: str
    way: str
    kind: str
    """The kind of decision whose rule was used."""
    rule_source: str = ""
    """Where that rule comes from, as it stood then."""
    entitled: int
    present: int
    """Entitled people in the room, the recused not among them."""
    proxies: int
    recused: int = 0
    votes_for: int = 0
    votes_against: int = 0
    votes_blank: int = 0
    objections: int = 0
    """Objections left open; only consent weighs them."""
    outcome: str
    text: str = ""
    """The words that were voted on, as they stood then."""
    replaces_id: int | None = Field(default=None, foreign_key="vote.id")
    reason: str = ""
    """Why it replaces the count before."""


class Voter(Record, table=True):
    """One person on the roll of a vote, frozen with it: there, represented, recused or absent, and what they chose."""

    __table_args__ = strict(
        UniqueConstraint("vote_id", "person_id"),
        one_of("standing", "present", "represented", "recused", "absent"),
        one_of("choice", "", "for", "against", "blank"),
        CheckConstraint("(standing = 'represented') = (holder_id IS NOT NULL)", name="represented_by_holder"),
        CheckConstraint("choice = '' OR standing IN ('present', 'represented')", name="choice_of_voter"),
    )

    vote_id: int = Field(foreign_key="vote.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    standing: str
    holder_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    choice: str = ""
    """Empty where the vote was not by name."""


class ConsentRound(Record, table=True):
    """One round of consent on a motion, with the words as they were put then."""

    __table_args__ = strict(
        UniqueConstraint("motion_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        not_empty("text", 4000),
        minute("started_at"),
    )

    motion_id: int = Field(foreign_key="motion.id")
    number: int
    text: str
    started_at: str


class ConsentObjection(Record, table=True):
    """An argued objection in a round of consent, and what became of it."""

    __table_args__ = strict(
        one_of("status", "open", "integrated", "withdrawn", "not_weighty"),
        not_empty("argument", 2000),
        minute("settled_at"),
        CheckConstraint("(status = 'open') = (settled_at IS NULL)", name="settled_has_moment"),
    )

    round_id: int = Field(foreign_key="consentround.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    argument: str
    status: str = "open"
    answer: str = ""
    """How it was met, in words."""
    settled_at: str | None = None

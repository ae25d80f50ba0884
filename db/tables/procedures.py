"""The rules by which a group chooses its neighbours: versions of a procedure, each from a day on."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, flag, not_empty, not_negative, one_of, strict
from db.tables.voting import Counting, counting

WHO = ("committee", "cluster", "board", "residents", "general")


class AllocationProcedure(Counting, table=True):
    """One version of a procedure, from `valid_from` on; a file keeps the version it began with.

    Where a column is empty the procedure asks for nothing there. How votes are counted is part of it.
    """

    __table_args__ = strict(
        UniqueConstraint("name", "valid_from"),
        not_empty("name", 80),
        one_of("screened_by", *WHO),
        one_of("decided_by", *WHO),
        one_of("choice", "vote", "list"),
        one_of("invites", "all", "list"),
        *counting(),
        flag("board_excluded"),
        flag("internal_first"),
        flag("fee_required"),
        flag("owner_registration"),
        flag("procedure_check"),
        flag("ratification"),
        not_negative("committee_least"),
        CheckConstraint("committee_most IS NULL OR committee_most >= committee_least", name="most_after_least"),
        not_negative("internal_days"),
        not_negative("size_extra"),
        not_negative("acquaintance_days"),
        not_negative("activities_least"),
        not_negative("interview_residents"),
        CheckConstraint("admissions IN (1, 2)", name="admissions_known"),
        CheckConstraint("(admissions = 2) = (second_after_days IS NOT NULL)", name="second_has_days"),
        not_negative("second_after_days"),
        CheckConstraint("nominees > 0", name="nominees_positive"),
        CheckConstraint("refusals_most IS NULL OR refusals_most > 0", name="refusals_positive"),
        not_negative("reply_days"),
        day("valid_from"),
        day("ended_on"),
    )

    name: str
    valid_from: date
    ended_on: date | None = None
    """The last day a file may begin with it."""
    screened_by: str
    """Who holds the candidates against the hard criteria: the committee, the cluster, the board, a meeting."""
    decided_by: str
    choice: str = "vote"
    """Chosen by a vote, or `list`: whoever stands first on the waiting list and fits."""
    invites: str = "all"
    """Everybody who fits is invited, or `list`: in the order of the waiting list."""
    group_id: int | None = Field(default=None, foreign_key="workinggroup.id", index=True)
    """The committee, where it is a standing one."""
    committee_least: int | None = None
    committee_most: int | None = None
    board_excluded: bool = False
    """Whether nobody of the board may sit on the committee."""
    internal_first: bool = True
    """Whether members who live here are asked before anybody else."""
    internal_days: int | None = None
    """How long they have to answer."""
    size_extra: int | None = None
    """A home has at most so many rooms more than the household has people."""
    acquaintance_days: int | None = None
    """How long the group has known a candidate at least, on the day of the decision."""
    activities_least: int | None = None
    fee_required: bool = False
    owner_registration: bool = False
    """Whether a candidate is registered with the corporation."""
    interview_residents: int | None = None
    """How many residents take part in an interview at least."""
    admissions: int = 1
    second_after_days: int | None = None
    """With two admissions: how long one is an aspirant before the second."""
    procedure_check: bool = False
    """Whether a meeting votes on the way it went, never on the person."""
    ratification: bool = False
    """Whether the general meeting has the last word."""
    nominees: int = 1
    refusals_most: int | None = None
    """After so many refusals a candidate goes to the bottom of the waiting list."""
    reply_days: int | None = None
    """How long a candidate has to answer an invitation."""
    source: str = ""
    note: str = ""


class ProcedureSize(Record, table=True):
    """A home of so many rooms is for so many people at least."""

    __table_args__ = strict(
        UniqueConstraint("procedure_id", "rooms"), CheckConstraint("rooms > 0 AND persons > 0", name="size_positive")
    )

    procedure_id: int = Field(foreign_key="allocationprocedure.id")
    rooms: int
    persons: int

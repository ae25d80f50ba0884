"""Self-allocation (coöptatie): the file of a vacancy, from the notice to the new neighbour.

Candidates stand here by their number only. The vote itself is counted in a meeting (`db/tables/voting.py`).
"""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, flag, minute, not_empty, not_negative, one_of, ordered, strict

STEPS = (
    "internal_asked",
    "profile_published",
    "income_papers",
    "permit",
    "welcome",
    "keys",
    "mentor",
)
"""Steps of a file that nothing else in the store tells; the others are seen from what was recorded."""


class AllocationFile(Record, table=True):
    """The file of one vacancy of one home, with the version of the procedure it began with."""

    __table_args__ = strict(
        UniqueConstraint("number"),
        not_empty("number", 40),
        one_of("permit_regime", "unknown", "none", "required", "exempt", "member_priority"),
        one_of("outcome", "", "let", "withdrawn", "none_found", "lapsed"),
        CheckConstraint("(closed_on IS NULL) = (outcome = '')", name="closed_has_outcome"),
        CheckConstraint("due_on IS NULL OR due_source <> ''", name="due_has_source"),
        not_negative("asked_rent_cents"),
        ordered("opened_on", "closed_on"),
        day("opened_on"),
        day("noticed_on"),
        day("free_on"),
        day("due_on"),
        day("published_on"),
        day("ranked_on"),
        day("closed_on"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("number", "profile", "note")

    number: str
    dwelling_id: int = Field(foreign_key="dwelling.id", index=True)
    contract_id: int | None = Field(default=None, foreign_key="contract.id", index=True)
    """The contract that ends: its notice and its last day are read there."""
    procedure_id: int = Field(foreign_key="allocationprocedure.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="workinggroup.id", index=True)
    """The committee or cluster of this file."""
    opened_on: date
    noticed_on: date | None = None
    """The day of the notice, where no contract tells it."""
    free_on: date | None = None
    """The day the home is free, where no contract tells it."""
    due_on: date | None = None
    """The day the nomination is due, where the corporation agreed to another one than the rule gives."""
    due_source: str = ""
    asked_rent_cents: int | None = None
    """The basic rent a month that will be asked, where it is known."""
    profile: str = ""
    """The requirements of this home, as they were published."""
    published_on: date | None = None
    permit_regime: str = "unknown"
    ranked_on: date | None = None
    """The day the order of the waiting list, or of the votes, was fixed."""
    closed_on: date | None = None
    outcome: str = ""
    close_reason: str = ""
    note: str = ""
    folded: str = ""


class AllocationStep(Record, table=True):
    """A step of a file that was done, and when."""

    __table_args__ = strict(UniqueConstraint("file_id", "step"), one_of("step", *STEPS), day("done_on"))

    file_id: int = Field(foreign_key="allocationfile.id")
    step: str
    done_on: date
    note: str = ""


class Candidacy(Record, table=True):
    """A candidate in one file."""

    __table_args__ = strict(
        UniqueConstraint("file_id", "candidate_id"),
        one_of("origin", "internal", "waiting", "pool", "outside"),
        one_of("answer", "", "yes", "no"),
        CheckConstraint("(answer = '') = (answered_on IS NULL)", name="answer_has_day"),
        one_of("outcome", "", "nominated", "not_chosen", "excluded", "withdrew"),
        CheckConstraint("(outcome = '') = (outcome_on IS NULL)", name="outcome_has_day"),
        CheckConstraint("rank IS NULL OR rank > 0", name="rank_positive"),
        CheckConstraint("(override_reason = '') = (overridden_on IS NULL)", name="override_has_day"),
        day("entered_on"),
        day("screened_on"),
        day("overridden_on"),
        day("invited_on"),
        day("answered_on"),
        day("outcome_on"),
        day("reasons_sent_on"),
    )

    file_id: int = Field(foreign_key="allocationfile.id")
    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    origin: str
    entered_on: date
    screened_on: date | None = None
    overridden_on: date | None = None
    override_reason: str = ""
    """Why they may be invited although a criterion is not met."""
    invited_on: date | None = None
    answered_on: date | None = None
    answer: str = ""
    rank: int | None = None
    outcome: str = ""
    outcome_on: date | None = None
    reason_code: str = ""
    """A neutral wording of `coopadmin/domain/reasons.py`; it stays when the words are cleared."""
    reason_words: str = ""
    reasons_sent_on: date | None = None
    """The day the candidate was told, and why."""
    note: str = ""


class ScreeningLine(Record, table=True):
    """One hard criterion held against one candidate, as it stood on the day of the screening."""

    __table_args__ = strict(
        UniqueConstraint("candidacy_id", "criterion"),
        not_empty("criterion", 40),
        one_of("result", "met", "failed", "unknown"),
    )

    candidacy_id: int = Field(foreign_key="candidacy.id")
    criterion: str
    result: str
    words: str = ""
    """What was found, without a name."""


class Interview(Record, table=True):
    """A talk between a candidate and residents."""

    __table_args__ = strict(minute("starts_at"), day("held_on"))

    candidacy_id: int = Field(foreign_key="candidacy.id", index=True)
    starts_at: str
    """When it is planned, by the clock on the wall."""
    place: str = ""
    held_on: date | None = None
    notes: str = ""


class InterviewResident(Record, table=True):
    """A resident who sits at an interview."""

    __table_args__ = strict(UniqueConstraint("interview_id", "person_id"))

    interview_id: int = Field(foreign_key="interview.id")
    person_id: int = Field(foreign_key="person.id", index=True)


class DeclaredInterest(Record, table=True):
    """A resident with an interest of their own in a file: out of its talks and its count (Civil Code (BW) 2:12)."""

    __table_args__ = strict(
        UniqueConstraint("file_id", "person_id", "candidacy_id"),
        one_of("kind", "candidate", "household", "partner", "relative", "other"),
        flag("withdrawn"),
        day("declared_on"),
    )

    file_id: int = Field(foreign_key="allocationfile.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    candidacy_id: int | None = Field(default=None, foreign_key="candidacy.id", index=True)
    """The candidate it is about; None: the whole file."""
    kind: str
    declared_on: date
    words: str = ""
    withdrawn: bool = False


class AllocationItem(Record, table=True):
    """An item of a meeting's agenda that decides on a file; a choice is counted by the procedure of that file."""

    __table_args__ = strict(
        UniqueConstraint("item_id"),
        one_of("kind", "choice", "procedure_check", "ratification", "second_admission"),
        CheckConstraint("(candidacy_id IS NOT NULL) = (kind <> 'procedure_check')", name="candidate_unless_check"),
    )

    item_id: int = Field(foreign_key="agendaitem.id")
    file_id: int = Field(foreign_key="allocationfile.id", index=True)
    candidacy_id: int | None = Field(default=None, foreign_key="candidacy.id", index=True)
    kind: str


class Nomination(Record, table=True):
    """A candidate nominated to the corporation, its answer, and what came of it.

    Of the income only the outcome of the corporation's check is kept, never a figure (Btiv 55).
    """

    __table_args__ = strict(
        UniqueConstraint("candidacy_id"),
        one_of("answer", "", "accepted", "refused"),
        CheckConstraint("(answer = '') = (answered_on IS NULL)", name="answer_has_day"),
        one_of("fit", "", "PAS", "NIE", "NVT"),
        one_of("fit_reason", "", "BIJ", "HER", "HHV"),
        CheckConstraint("(fit = '') = (fit_on IS NULL)", name="fit_has_day"),
        CheckConstraint("fit_reason = '' OR fit = 'NIE'", name="fit_reason_of_misfit"),
        one_of("ended", "", "candidate_refused", "corporation_refused", "no_fit", "no_permit"),
        day("statement_on"),
        day("papers_on"),
        day("sent_on"),
        day("answered_on"),
        day("fit_on"),
        day("permit_on"),
        day("ended_on"),
    )

    candidacy_id: int = Field(foreign_key="candidacy.id")
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    """None only where the procedure goes by list order: then the day the order was fixed stands for it."""
    statement_on: date | None = None
    """The day the signed statement of the household was there (Btiv 56)."""
    papers_on: date | None = None
    """The day the income papers were handed to the corporation; they are not kept here."""
    sent_on: date | None = None
    answered_on: date | None = None
    answer: str = ""
    answer_words: str = ""
    fit: str = ""
    """The outcome of the affordability check (passendheidstoets), in VERA's codes."""
    fit_reason: str = ""
    fit_on: date | None = None
    fit_by: str = ""
    """Who checked it."""
    permit_on: date | None = None
    """The day of the housing permit, where the municipality asks for one."""
    ended_on: date | None = None
    ended: str = ""
    """Why it came to nothing; the next in rank has a turn."""
    contract_id: int | None = Field(default=None, foreign_key="contract.id", index=True)
    membership_id: int | None = Field(default=None, foreign_key="membership.id", index=True)
    """The contract and the membership that came of it."""

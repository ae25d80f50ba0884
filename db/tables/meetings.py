"""Meetings: what is on the agenda, who was there and when, who voted for whom, who stood aside."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, minute, not_empty, not_negative, one_of, only_where, ordered, strict
from db.tables.voting import BODIES, DECISION_KINDS


class Meeting(Record, table=True):
    """A meeting of one body, from its plan to its approved minutes; times are the clock on the wall."""

    __table_args__ = strict(
        one_of("body", *BODIES),
        CheckConstraint("(body = 'committee') = (group_id IS NOT NULL)", name="group_of_committee"),
        not_empty("title"),
        minute("starts_at"),
        minute("opened_at"),
        minute("closed_at"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="closed_after_opened"),
        day("convened_on"),
        day("cancelled_on"),
        day("minutes_sent_on"),
        day("minutes_approved_on"),
        Index("ix_meeting_starts_at", "starts_at"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("title", "place", "note")

    body: str
    group_id: int | None = Field(default=None, foreign_key="workinggroup.id", index=True)
    title: str
    starts_at: str
    place: str = ""
    second_of_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    """The meeting whose quorum failed, where this is its second."""
    convened_on: date | None = None
    """The day the letter went out."""
    opened_at: str | None = None
    closed_at: str | None = None
    chair_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    secretary_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    cancelled_on: date | None = None
    cancel_reason: str = ""
    minutes_sent_on: date | None = None
    minutes_approved_on: date | None = None
    approved_in_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    minutes_changes: str = ""
    """What the meeting that approved them had changed."""
    note: str = ""
    folded: str = ""


class MeetingRequest(Record, table=True):
    """Members ask in writing for a general meeting (Civil Code (BW) 2:41(2))."""

    __table_args__ = strict(
        CheckConstraint("requesters > 0", name="requesters_positive"), not_empty("subject"), day("received_on")
    )

    received_on: date
    requesters: int
    """How many members signed, each with one vote."""
    subject: str
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    """The meeting that was called for it."""
    note: str = ""


class AgendaItem(Record, table=True):
    """An item of a meeting's agenda, with the notes of what was said; the one begun last is the one at hand."""

    __table_args__ = strict(
        CheckConstraint("position > 0", name="position_positive"),
        one_of("kind", "information", "discussion", "decision"),
        one_of("decision_kind", "", *DECISION_KINDS),
        CheckConstraint("(kind = 'decision') = (decision_kind <> '')", name="decision_kind_of_decision"),
        not_empty("title"),
        not_negative("minutes"),
        minute("begun_at"),
        Index("ix_agendaitem_meeting_id_position", "meeting_id", "position"),
    )

    meeting_id: int = Field(foreign_key="meeting.id")
    position: int
    title: str
    kind: str = "discussion"
    decision_kind: str = ""
    explanation: str = ""
    minutes: int | None = None
    """Time set aside for it."""
    presenter_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    begun_at: str | None = None
    notes: str = ""


class AgendaDocument(Record, table=True):
    """A paper that goes with an item: what it is, and where it lies."""

    __table_args__ = strict(not_empty("title"))

    item_id: int = Field(foreign_key="agendaitem.id", index=True)
    title: str
    place: str = ""


class AgendaReference(Record, table=True):
    """What an item comes back to: a decision due for review, an open action, or the minutes of another meeting."""

    __table_args__ = strict(
        CheckConstraint(
            "(decision_id IS NOT NULL) + (action_id IS NOT NULL) + (meeting_id IS NOT NULL) = 1", name="one_subject"
        ),
    )

    item_id: int = Field(foreign_key="agendaitem.id", index=True)
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    action_id: int | None = Field(default=None, foreign_key="actionpoint.id", index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)


class Presence(Record, table=True):
    """Somebody's time in the room: from when, and until when once they left; who comes back has another row."""

    __table_args__ = strict(
        ordered("arrived_at", "left_at"),
        minute("arrived_at"),
        minute("left_at"),
        only_where("left_at IS NULL", "uq_presence_in_the_room", "meeting_id", "person_id", unique=True),
        Index("ix_presence_meeting_id", "meeting_id"),
    )

    meeting_id: int = Field(foreign_key="meeting.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    arrived_at: str
    left_at: str | None = None


class Proxy(Record, table=True):
    """A written proxy for one meeting (Civil Code (BW) 2:38(4)); counts while its holder is there and its giver not."""

    __table_args__ = strict(
        UniqueConstraint("meeting_id", "giver_id"),
        CheckConstraint("giver_id <> holder_id", name="holder_is_another"),
        one_of("form", "paper", "electronic"),
        day("given_on"),
    )

    meeting_id: int = Field(foreign_key="meeting.id")
    giver_id: int = Field(foreign_key="person.id", index=True)
    holder_id: int = Field(foreign_key="person.id", index=True)
    form: str = "paper"
    given_on: date
    note: str = ""


class Recusal(Record, table=True):
    """Somebody with an interest of their own in an item: out of its deliberation and its count."""

    __table_args__ = strict(UniqueConstraint("item_id", "person_id"), not_empty("reason"))

    item_id: int = Field(foreign_key="agendaitem.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    reason: str

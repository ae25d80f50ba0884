"""What the room shows, read in one go: the meeting, its agenda, the item that is looked at and the live numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from db.queries import actions, attendance, attendance_lists, meetings, voting
from db.queries.actions import ActionRow
from db.queries.agenda import ItemRow, agenda
from db.queries.attendance import Room
from db.queries.attendance_lists import RecusalRow
from db.queries.meetings import MeetingRecord
from db.queries.second_meetings import undecided
from db.queries.voting import MotionRow, VoteRow


@dataclass(frozen=True, slots=True)
class Reading:
    """A meeting as the room shows it; `item` is the one that is looked at, None where the agenda is empty."""

    meeting: MeetingRecord
    items: tuple[ItemRow, ...]
    at_hand: int | None
    """The item begun last, while the meeting is under way."""
    decided: frozenset[int]
    """Items whose motions were all voted on."""
    item: ItemRow | None
    room: Room
    motions: tuple[MotionRow, ...]
    recusals: tuple[RecusalRow, ...]
    actions: tuple[ActionRow, ...]
    awaits_second: bool
    """Whether a second meeting may be planned for what is not decided here; not where it is planned."""

    @property
    def state(self) -> str:
        """How far the meeting has come."""
        return self.meeting.state

    @property
    def last_vote(self) -> VoteRow | None:
        """The count of this item that was made last and was not replaced."""
        votes = [vote for motion in self.motions for vote in motion.votes if not vote.replaced]
        return max(votes, key=lambda vote: vote.vote_id, default=None)

    @property
    def to_vote(self) -> list[MotionRow]:
        """The motions that wait for a vote: amendments before what they amend."""
        tie = self.room.rule.rule.tie
        open_ones = [motion for motion in self.motions if waits(motion, tie)]
        order = {motion.motion_id: motion.position for motion in self.motions}
        return sorted(
            open_ones,
            key=lambda one: (
                (order[one.motion_id], 1) if one.amends_id is None else (order.get(one.amends_id, one.position), 0)
            ),
        )


def waits(motion: MotionRow, tie: str) -> bool:
    """Whether a motion still waits for a vote: none was counted, or the last one decided nothing.

    `tie` is what the rule says of equal votes: `again` leaves the motion open after the first.
    """
    last = motion.standing
    if motion.withdrawn_at is not None:
        return False
    if last is None or last.outcome == "no_quorum":
        return True
    ties = [vote for vote in motion.votes if vote.tied and not vote.replaced]
    return tie == "again" and ties == [last] and last.outcome == "rejected"


def at_hand(items: Sequence[ItemRow]) -> int | None:
    """Give the item begun last; of two begun in one minute, the later on the agenda."""
    begun = [(item.begun_at, item.position, item.item_id) for item in items if item.begun_at]
    return max(begun)[2] if begun else None


def read_room(connection: Connection, meeting_id: int, item_id: int | None) -> Reading | None:
    """Read the room with the item that is looked at: `item_id`, else the one at hand, else the first."""
    meeting = meetings.record(connection, meeting_id)
    if meeting is None:
        return None
    items = agenda(connection, meeting_id)
    begun_last = at_hand(items)
    by_id = {item.item_id: item for item in items}
    item = by_id.get(item_id or 0) or by_id.get(begun_last or 0) or (items[0] if items else None)
    shown = item.item_id if item else None
    looked_at = [one.item_id for one in items if one.item_id == shown or (one.begun_at and one.kind == "decision")]
    put = {number: voting.motions(connection, number) for number in looked_at}
    room = attendance.room(connection, meeting_id, shown)
    may_wait = room.short and room.rule.second_meeting and meeting.second_of_id is None and meeting.second_id is None
    return Reading(
        meeting=meeting,
        items=items,
        at_hand=begun_last if meeting.state == "under_way" else None,
        decided=frozenset(number for number, there in put.items() if _decided(there, room.rule.rule.tie)),
        item=item,
        room=room,
        motions=put[shown] if shown is not None else (),
        recusals=attendance_lists.recusals(connection, shown) if shown is not None else (),
        actions=actions.actions_of_item(connection, shown) if shown is not None else (),
        awaits_second=bool(may_wait and undecided(connection, meeting_id)),
    )


def _decided(motions: Sequence[MotionRow], tie: str) -> bool:
    standing = [motion for motion in motions if motion.withdrawn_at is None]
    return bool(standing) and not any(waits(motion, tie) for motion in standing)

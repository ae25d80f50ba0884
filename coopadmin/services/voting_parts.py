"""What every deed about a vote asks first: the motion with its item and meeting, the roll of that moment, the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.ballots import OnRoll
from coopadmin.domain.meetings import day_of, read_minute, time_of
from coopadmin.domain.voting import Rule
from coopadmin.domain.voting_rules import VotingRule, describe
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date
from coopadmin.i18n import _
from coopadmin.services.decisions import tidy_lines
from coopadmin.services.meeting_parts import item_row, meeting_row
from db.journal import Transaction
from db.queries.attendance import roll as room_roll
from db.queries.choosing_rules import rule_of_item
from db.queries.voting import roll_of_vote
from db.queries.voting_rules import voting_rule
from db.tables.base import table_of
from db.tables.voting import Motion, Vote

LONGEST_MOTION = 4000
LONGEST_ARGUMENT = 2000

_CHOSEN_METHODS = ("simple", "of-present", "of-entitled", "two-thirds", "three-quarters", "unanimous")
"""The ways of counting a group may choose by consent, each whole without a part to go with it."""

_motions, _votes = table_of(Motion), table_of(Vote)


@dataclass(frozen=True, slots=True)
class Put:
    """A motion, the item and the meeting it was put to, and its votes, oldest first."""

    motion: Mapping[str, Any]
    item: Mapping[str, Any]
    meeting: Mapping[str, Any]
    votes: Sequence[Mapping[str, Any]]

    @property
    def newest(self) -> Mapping[str, Any] | None:
        """The vote that stands."""
        return self.votes[-1] if self.votes else None

    @property
    def decided(self) -> bool:
        """Whether a vote settled it; one without the quorum settles nothing."""
        return self.newest is not None and self.newest["outcome"] != "no_quorum"

    @property
    def kind(self) -> str:
        """The kind of decision whose rule holds; an item that is not for deciding follows the ordinary rule."""
        return self.item["decision_kind"] or "ordinary"


def put_of(transaction: Transaction, motion_id: int) -> Put:
    """Give a motion of a meeting that was opened and may still be changed; raises Refused otherwise."""
    put = planned_or_put(transaction, motion_id)
    require_opened(put.meeting)
    return put


def planned_or_put(transaction: Transaction, motion_id: int) -> Put:
    """Give a motion of a meeting that may still be changed, opened or not; raises Refused otherwise."""
    motion = motion_row(transaction, motion_id)
    item = item_row(transaction, motion["item_id"])
    return Put(motion, item, meeting_row(transaction, item["meeting_id"]), votes_of(transaction, motion_id))


def motion_row(transaction: Transaction, motion_id: int) -> Mapping[str, Any]:
    """Give the row of a motion; raises Refused where it is gone."""
    row = transaction.execute(select(_motions).where(_motions.c.id == motion_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return dict(row)


def votes_of(transaction: Transaction, motion_id: int) -> Sequence[Mapping[str, Any]]:
    """Give the votes on a motion, oldest first."""
    statement = select(_votes).where(_votes.c.motion_id == motion_id).order_by(_votes.c.id)
    return [dict(row) for row in transaction.execute(statement).mappings()]


def require_opened(meeting: Mapping[str, Any]) -> None:
    """Refuse what can only happen in the room before the meeting was opened."""
    if meeting["opened_at"] is None:
        raise Refused(_("This meeting has not been opened. Open it first; then what is proposed can be voted on."))


def require_session(meeting: Mapping[str, Any]) -> None:
    """Refuse what can only happen in the room once the meeting was closed."""
    if meeting["closed_at"] is not None:
        raise Refused(
            _(
                "The meeting was closed at {time}. Reopen it first. A count that was wrong needs no reopening: "
                "record it again with the reason."
            ).format(time=time_of(meeting["closed_at"]))
        )


def wrong_moment(meeting: Mapping[str, Any], at: str, field: str = "at") -> list[Problem]:
    """Say what cannot be about a moment in a meeting."""
    try:
        read_minute(at)
    except ValueError as error:
        return [Problem(field, str(error))]
    if at < meeting["opened_at"]:
        reason = _("the meeting was opened on {day} at {time}; nothing was voted on before that")
        day, time = long_date(day_of(meeting["opened_at"])), time_of(meeting["opened_at"])
        return [Problem(field, reason.format(day=day, time=time))]
    return []


def wrong_text(text: str, field: str, empty: str, longest: int = LONGEST_MOTION) -> list[Problem]:
    """Say what cannot be about the words of a motion, an argument or an answer."""
    if empty and not tidy_lines(text):
        return [Problem(field, empty)]
    if len(tidy_lines(text)) > longest:
        return [Problem(field, _("the text is longer than {limit} signs").format(limit=longest))]
    return []


def require_undecided(put: Put, sentence: str) -> None:
    """Refuse with `sentence`, in which {time} is when the motion was voted on; and a motion that was withdrawn."""
    if put.newest is not None and put.decided:
        raise Refused(sentence.format(time=time_of(put.newest["counted_at"])))
    require_not_withdrawn(put)


def require_not_withdrawn(put: Put) -> None:
    """Refuse what was withdrawn."""
    if put.motion["withdrawn_at"] is not None:
        raise Refused(
            _("This motion was withdrawn at {time}; put it anew.").format(time=time_of(put.motion["withdrawn_at"]))
        )


def require_amendments_voted(transaction: Transaction, put: Put) -> None:
    """Refuse a vote on a motion while an amendment of it waits: its words are settled first."""
    amending = select(col(Motion.position)).where(
        col(Motion.amends_id) == put.motion["id"],
        col(Motion.withdrawn_at).is_(None),
        col(Motion.id).not_in(select(col(Vote.motion_id))),
    )
    waiting = transaction.execute(amending.order_by(col(Motion.position))).scalars().all()
    if waiting:
        numbers = ", ".join(map(str, waiting))
        raise Refused(
            _(
                "Amendments are voted on before the motion. Vote on number {numbers} of this item, or withdraw it."
            ).format(numbers=numbers)
        )


def require_newest(put: Put, replaces_id: int) -> Mapping[str, Any]:
    """Give the vote that is replaced; raises Refused where it is not the one that stands."""
    if put.newest is None or replaces_id not in [vote["id"] for vote in put.votes]:
        raise Refused(_("The count that should be replaced is not one of this motion."))
    if replaces_id != put.newest["id"]:
        raise Refused(
            _("That count was replaced or followed by another one already; correct the newest, of {time}.").format(
                time=time_of(put.newest["counted_at"])
            )
        )
    return put.newest


def roll_at(transaction: Transaction, put: Put, at: str | None = None) -> Sequence[OnRoll]:
    """Give the roll of the room for this item, as it is now, or as it was at a moment."""
    transaction.flush()
    return room_roll(transaction.connection, put.meeting["id"], put.item["id"], at)


def roll_then(transaction: Transaction, vote_id: int) -> Sequence[OnRoll]:
    """Give the roll that was frozen with an earlier vote."""
    transaction.flush()
    return roll_of_vote(transaction.connection, vote_id)


def rule_of(transaction: Transaction, put: Put) -> VotingRule:
    """Give the rule for this kind of decision on the day of the meeting; at a second meeting, that for a second.

    The choice of a neighbour is counted by the procedure of its own file.
    """
    transaction.flush()
    own = rule_of_item(transaction.connection, put.item["id"]) if put.kind == "self_allocation" else None
    if own is not None:
        return own
    found = voting_rule(transaction.connection, put.meeting["body"], put.kind, day_of(put.meeting["starts_at"]))
    return replace(found, rule=found.at_second_meeting()) if put.meeting["second_of_id"] is not None else found


def counted_by(found: VotingRule, method: str | None) -> tuple[Rule, str]:
    """Give the rule votes are counted by, with its source.

    Where the group decides by consent, it may have chosen by consent to count this one by `method`; consent itself
    has no votes to count. Raises Invalid for a method that cannot be chosen, Refused for votes without one.
    """
    if found.rule.method != "consent":
        if method is not None and method != found.rule.method:
            reason = _("the rule for this is set: {rule}")
            raise Invalid([Problem("method", reason.format(rule=describe(found)))])
        return found.rule, found.source
    if method is None:
        raise Refused(
            _(
                "This is decided by consent: {rule}. Begin a round of consent; or, where the group chose by consent "
                "to vote on it, say by which majority."
            ).format(rule=describe(found))
        )
    if method not in _CHOSEN_METHODS:
        raise Invalid([Problem("method", _("choose the majority that the group agreed on"))])
    return replace(found.rule, method=method), _("chosen by consent; {source}").format(source=_(found.source))


def require_consent(found: VotingRule) -> None:
    """Refuse consent where the rule asks for votes: another way of deciding is only for who set that down."""
    if found.rule.method != "consent":
        raise Refused(
            _(
                "This is not decided by consent but by vote: {rule}. Where your statutes or house rules allow consent "
                "for it, set that rule first."
            ).format(rule=describe(found))
        )

"""What a secretary does when something is put to the vote: motions and amendments, votes, and rounds of consent.

A vote is a fact of the meeting: it is never changed. A wrong count is replaced by another one that says why, and
uses the roll of the first, for the same people were in the room. On a main motion of an item for deciding a vote
brings a numbered decision (Civil Code (BW) 2:38); the chair's word about its outcome decides (2:13(3)).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.ballots import VOTING, no_voice, settlement_problem
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.i18n import _
from coopadmin.services.decisions import tidy_lines
from coopadmin.services.meeting_parts import file_item, item_row, meeting_row, wrong_person
from coopadmin.services.voting_counts import Ballot, Counted, recorded
from coopadmin.services.voting_parts import (
    LONGEST_ARGUMENT,
    motion_row,
    planned_or_put,
    put_of,
    require_consent,
    require_not_withdrawn,
    require_session,
    require_undecided,
    roll_at,
    rule_of,
    votes_of,
    wrong_moment,
    wrong_text,
)
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.voting import ConsentObjection, ConsentRound, Motion, Vote

_objections = table_of(ConsentObjection)


# -- motions -------------------------------------------------------------------------------------------------------


def put_motion(
    transaction: Transaction,
    *,
    item_id: int,
    text: str,
    proposer_id: int | None = None,
    amends_id: int | None = None,
) -> int:
    """Put a motion under an item, or an amendment of one of its motions; gives its number in the store.

    It may be put before the meeting, so that the letter has it. Raises Invalid with a problem per field; Refused where
    the meeting was closed or may not be changed any more.
    """
    item = item_row(transaction, item_id)
    require_session(meeting_row(transaction, item["meeting_id"]))
    problems = [
        *wrong_text(text, "text", _("write what is proposed")),
        *wrong_person(transaction, proposer_id, "proposer_id"),
        *_wrong_amended(transaction, item_id, amends_id),
    ]
    if problems:
        raise Invalid(problems)
    last = transaction.scalar(select(func.max(col(Motion.position))).where(col(Motion.item_id) == item["id"]))
    return transaction.add(
        Motion(
            item_id=item_id,
            position=(last or 0) + 1,
            text=tidy_lines(text),
            amends_id=amends_id,
            proposer_id=proposer_id,
        )
    )


def reword_motion(transaction: Transaction, *, motion_id: int, text: str) -> bool:
    """Write a motion in other words; tells whether they were different.

    Raises Refused where it was voted on, was withdrawn, or is in a round of consent, which has words of its own; where
    the meeting was closed; and where a vacancy file put it: it has no name in it, and keeps none once all is forgotten.
    """
    put = planned_or_put(transaction, motion_id)
    require_session(put.meeting)
    if put.motion["amends_id"] is None and file_item(transaction, put.item["id"]) is not None:
        raise Refused(
            _(
                "This item is of a vacancy file, where candidates go by their number, so the words of its motion stay. "
                "Put an amendment for what should be different."
            )
        )
    require_undecided(put, _("This motion was voted on at {time} in these words; put another one for other words."))
    if _last_round(transaction, motion_id):
        raise Refused(_("This motion is in a round of consent; begin a new round with the new words."))
    if problems := wrong_text(text, "text", _("write what is proposed")):
        raise Invalid(problems)
    return transaction.change(Motion, motion_id, text=tidy_lines(text))


def withdraw_motion(transaction: Transaction, *, motion_id: int, at: str) -> None:
    """Withdraw a motion, and with it the amendments of it that were not voted on.

    Before the meeting is opened nothing was put to it yet: the motion is then taken off, and the journal keeps it.
    Raises Refused where it was voted on or withdrawn already.
    """
    put = planned_or_put(transaction, motion_id)
    require_undecided(put, _("This motion was voted on at {time}; it cannot be withdrawn any more."))
    before = put.meeting["opened_at"] is None
    if not before and (problems := wrong_moment(put.meeting, at)):
        raise Invalid(problems)
    voted = select(col(Vote.motion_id)).where(col(Vote.outcome) != "no_quorum")
    amendments = transaction.execute(
        select(col(Motion.id)).where(
            col(Motion.amends_id) == motion_id, col(Motion.withdrawn_at).is_(None), col(Motion.id).not_in(voted)
        )
    ).scalars()
    for withdrawn in (*amendments.all(), motion_id):
        if before:
            transaction.remove(Motion, withdrawn)
        else:
            transaction.change(Motion, withdrawn, withdrawn_at=at)


# -- votes ---------------------------------------------------------------------------------------------------------


def record_vote(
    transaction: Transaction,
    *,
    motion_id: int,
    at: str,
    votes_for: int,
    votes_against: int,
    votes_blank: int = 0,
    way: str = "hands",
    subject: str = "",
    outcome: str | None = None,
    number: str | None = None,
    replaces_id: int | None = None,
    reason: str = "",
    amended_text: str = "",
    method: str | None = None,
) -> Counted:
    """Record a vote by show of hands or in writing: three numbers.

    `outcome` is the chair's word, where it differs from the count; `number` and `subject` are of the decision, and
    follow from the register and the item where they are left out. With `replaces_id` this count replaces the newest
    one, for a `reason`, on the roll that was frozen with that. `amended_text` is how the motion reads once its
    amendment is carried. `method` is only for who decides by consent and chose by consent to vote on this.

    Raises Invalid where the count cannot be, with a problem per field, and Refused where there is nothing to vote on.
    """
    if way not in ("hands", "writing"):
        raise Invalid([Problem("way", _("choose by show of hands or in writing"))])
    numbers = {"votes_for": votes_for, "votes_against": votes_against, "votes_blank": votes_blank}
    ballot = Ballot(at, way, numbers, None, subject, outcome, number, replaces_id, reason, amended_text, method)
    return recorded(transaction, put_of(transaction, motion_id), ballot)


def record_names(
    transaction: Transaction,
    *,
    motion_id: int,
    at: str,
    choices: Mapping[int, str],
    subject: str = "",
    outcome: str | None = None,
    number: str | None = None,
    replaces_id: int | None = None,
    reason: str = "",
    amended_text: str = "",
    method: str | None = None,
) -> Counted:
    """Record a vote by name: `choices` by person, each for, against or blank.

    Who is represented follows the choice of their holder unless one is given for them; who has none did not vote.
    For the rest as `record_vote`. A choice of who has no vote is a problem of `choices`, by member number.
    """
    ballot = Ballot(at, "names", {}, choices, subject, outcome, number, replaces_id, reason, amended_text, method)
    return recorded(transaction, put_of(transaction, motion_id), ballot)


def _wrong_amended(transaction: Transaction, item_id: int, amends_id: int | None) -> list[Problem]:
    if amends_id is None:
        return []
    main, votes = motion_row(transaction, amends_id), votes_of(transaction, amends_id)
    reason = ""
    if main["item_id"] != item_id:
        reason = _("choose a motion of this item")
    elif main["amends_id"] is not None:
        reason = _("an amendment is not amended itself; reword it, or put another one")
    elif main["withdrawn_at"] is not None:
        reason = _("this motion was withdrawn")
    elif votes and votes[-1]["outcome"] != "no_quorum":
        reason = _("this motion was voted on already; amendments come before that")
    return [Problem("amends_id", reason)] if reason else []


# -- consent -------------------------------------------------------------------------------------------------------


def start_round(transaction: Transaction, *, motion_id: int, at: str, text: str = "") -> int:
    """Begin the next round of consent on a motion, in new words where `text` has any; gives its number in the store.

    The motion takes those words. Objections of earlier rounds that were not settled stay open. Raises Refused where
    the rule is not consent, and where the motion was voted on.
    """
    put = put_of(transaction, motion_id)
    require_session(put.meeting)
    require_undecided(put, _("This motion was decided at {time}; another round can change nothing of that."))
    require_consent(rule_of(transaction, put))
    problems = [*wrong_moment(put.meeting, at), *wrong_text(text, "text", "")]
    if problems:
        raise Invalid(problems)
    words = tidy_lines(text) or put.motion["text"]
    transaction.change(Motion, motion_id, text=words)
    last = _last_round(transaction, motion_id)
    return transaction.add(
        ConsentRound(motion_id=motion_id, number=(last[1] if last else 0) + 1, text=words, started_at=at)
    )


def object_to(transaction: Transaction, *, round_id: int, person_id: int, argument: str) -> int:
    """Note an argued objection in the round that is held; gives its number in the store.

    It is made by who is present, or for who is represented by their holder; who stands aside has no voice. Raises
    Invalid with a problem per field, Refused where another round was begun or the motion was decided.
    """
    round_row = transaction.execute(
        select(col(ConsentRound.motion_id), col(ConsentRound.number)).where(col(ConsentRound.id) == round_id)
    ).first()
    if round_row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    put = put_of(transaction, round_row[0])
    require_session(put.meeting)
    require_undecided(put, _("This motion was decided at {time}; put the matter to the meeting anew."))
    last = _last_round(transaction, put.motion["id"])
    if last is not None and last[0] != round_id:
        raise Refused(_("Round {number} was begun since; note the objection there.").format(number=last[1]))
    problems = wrong_text(argument, "argument", _("say what the objection is and why"), LONGEST_ARGUMENT)
    one = next((one for one in roll_at(transaction, put) if one.person_id == person_id), None)
    if one is None:
        problems.insert(0, Problem("person_id", _("choose somebody who may vote on this")))
    elif one.standing not in VOTING:
        problems.insert(0, Problem("person_id", no_voice(one)))
    if problems:
        raise Invalid(problems)
    return transaction.add(ConsentObjection(round_id=round_id, person_id=person_id, argument=tidy_lines(argument)))


def settle_objection(transaction: Transaction, *, objection_id: int, status: str, at: str, answer: str = "") -> bool:
    """Say what became of an objection: integrated (`answer` says how), withdrawn, or not weighty in the meeting's eyes.

    `open` opens it again. Tells whether anything was different. What was decided stays: where that was wrong, let
    another decision by consent replace it.
    """
    row = (
        transaction.execute(
            select(_objections, col(ConsentRound.motion_id))
            .join(ConsentRound, col(ConsentRound.id) == _objections.c.round_id)
            .where(_objections.c.id == objection_id)
        )
        .mappings()
        .first()
    )
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    put = put_of(transaction, row["motion_id"])
    require_not_withdrawn(put)
    problems = wrong_moment(put.meeting, at)
    problems.extend(wrong_text(answer, "answer", "", LONGEST_ARGUMENT))
    if wrong := settlement_problem(status, tidy_lines(answer)):
        problems.append(Problem(*wrong))
    if problems:
        raise Invalid(problems)
    return transaction.change(
        ConsentObjection,
        objection_id,
        status=status,
        answer=tidy_lines(answer),
        settled_at=None if status == "open" else at,
    )


def decide_by_consent(
    transaction: Transaction,
    *,
    motion_id: int,
    at: str,
    subject: str = "",
    outcome: str | None = None,
    number: str | None = None,
    replaces_id: int | None = None,
    reason: str = "",
    amended_text: str = "",
) -> Counted:
    """Decide on a motion by consent: carried only where no objection of any round is open.

    For the rest as `record_vote`; `outcome` may say rejected where the chair found no consent. Raises Refused where
    the rule is not consent, or no round was held.
    """
    put = put_of(transaction, motion_id)
    require_consent(rule_of(transaction, put))
    if _last_round(transaction, motion_id) is None:
        raise Refused(_("No round of consent was held on this motion yet; begin one first."))
    numbers = {"objections": _open_objections(transaction, motion_id)}
    ballot = Ballot(at, "consent", numbers, None, subject, outcome, number, replaces_id, reason, amended_text)
    return recorded(transaction, put, ballot)


def _last_round(transaction: Transaction, motion_id: int) -> tuple[int, int] | None:
    """Give the newest round of a motion and its number."""
    row = transaction.execute(
        select(col(ConsentRound.id), col(ConsentRound.number))
        .where(col(ConsentRound.motion_id) == motion_id)
        .order_by(col(ConsentRound.number).desc())
        .limit(1)
    ).first()
    return None if row is None else (row[0], row[1])


def _open_objections(transaction: Transaction, motion_id: int) -> int:
    statement = (
        select(func.count())
        .select_from(ConsentObjection)
        .join(ConsentRound, col(ConsentRound.id) == col(ConsentObjection.round_id))
        .where(col(ConsentRound.motion_id) == motion_id, col(ConsentObjection.status) == "open")
    )
    return int(transaction.scalar(statement) or 0)

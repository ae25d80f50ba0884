"""What follows from a vote: the decision with its number, and the new words of a motion that was amended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.meetings import day_of
from coopadmin.domain.voting_rules import BODIES
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _
from coopadmin.services.decisions import Votes, record_decision, recount_decision, tidy_lines, withdraw_decision
from coopadmin.services.voting_parts import Put, motion_row, votes_of, wrong_text
from db.journal import Transaction
from db.queries.choosing_rules import subject_of_item
from db.queries.decisions import next_number
from db.tables.base import table_of
from db.tables.decisions import Decision
from db.tables.journal import JournalValue
from db.tables.members import WorkingGroup
from db.tables.voting import Motion, Vote

_decisions = table_of(Decision)


def decide(
    transaction: Transaction, put: Put, vote: Vote, subject: str = "", number: str | None = None
) -> tuple[int | None, str]:
    """Make the decision that follows from a vote, or set the one there is anew; gives its place and its number.

    A vote on an amendment decides nothing by itself, nor does one on an item that is not for deciding; without the
    quorum there is no decision, and one that stood is withdrawn. The decision keeps what it was in its note.
    """
    if put.motion["amends_id"] is not None:
        return None, ""
    there = _decision_of(transaction, put)
    if there is None:
        if vote.outcome == "no_quorum" or put.item["kind"] != "decision":
            return None, ""
        return _made(transaction, put, vote, subject, number)
    if number is not None and tidy(number) != there["number"]:
        reason = _("this decision has its number already: {number}")
        raise Invalid([Problem("number", reason.format(number=there["number"]))])
    _set_anew(transaction, put, vote, there)
    transaction.change(Decision, there["id"], vote_id=vote.id)
    transaction.about = there["number"]
    return there["id"], there["number"]


def amend(
    transaction: Transaction, put: Put, outcome: str, replaced: Mapping[str, Any] | None, amended_text: str
) -> None:
    """Give a motion the words that its amendment made of it, or its old ones back where the count was wrong.

    Raises Invalid where the new words are missing, and Refused where the motion was voted on already.
    """
    if put.motion["amends_id"] is None:
        return
    was, now = replaced is not None and replaced["outcome"] == "carried", outcome == "carried"
    if not was and not now:
        return
    main = motion_row(transaction, put.motion["amends_id"])
    problems = wrong_text(amended_text, "amended_text", "")
    words = tidy_lines(amended_text)
    if not words and was and not now and replaced is not None:
        words = _words_before(transaction, main, replaced["id"])
    if not words and was != now:
        reason = _("write the motion as it reads with the amendment")
        if was:
            reason = _("write the motion as it reads without the amendment")
        problems.append(Problem("amended_text", reason))
    if problems:
        raise Invalid(problems)
    if was != now or (words and words != main["text"]):
        _require_unvoted_main(transaction, main["id"])
    if words:
        transaction.change(Motion, main["id"], text=words)


def _require_unvoted_main(transaction: Transaction, motion_id: int) -> None:
    votes = votes_of(transaction, motion_id)
    if votes and votes[-1]["outcome"] != "no_quorum":
        raise Refused(
            _(
                "The motion itself was voted on already, in the words this amendment gave it. Take that vote back "
                "first (undo), or put the matter to the meeting anew."
            )
        )


def _made(transaction: Transaction, put: Put, vote: Vote, subject: str, number: str | None) -> tuple[int | None, str]:
    on = day_of(put.meeting["opened_at"])
    transaction.flush()
    given = tidy(number) if number is not None else next_number(transaction.connection, on)
    # Of the choice of a neighbour the register has the home and the candidate's number, and no more.
    home, candidate = subject_of_item(transaction.connection, put.item["id"]) or (None, "")
    decision_id = record_decision(
        transaction,
        number=given,
        decided_on=on,
        subject=subject if tidy(subject) else put.item["title"],
        outcome=vote.outcome,
        text=vote.text,
        body=_body(transaction, put.meeting),
        method=vote.method,
        votes=_votes(vote),
        kind="self_allocation" if put.kind == "self_allocation" else "decision",
        dwelling_id=home,
        candidate=candidate,
    )
    transaction.change(Decision, decision_id, meeting_id=put.meeting["id"], vote_id=vote.id)
    return decision_id, given


def _set_anew(transaction: Transaction, put: Put, vote: Vote, there: Mapping[str, Any]) -> None:
    """Let a decision follow the vote that now stands; one that was taken off otherwise keeps its outcome."""
    before = put.newest
    reason = vote.reason or _("voted again, as the vote before decided nothing")
    if vote.outcome == "no_quorum":
        if there["outcome"] != "withdrawn":
            withdraw_decision(
                transaction,
                decision_id=there["id"],
                reason=_("{reason}; the quorum was not met, so there is no decision").format(reason=reason),
            )
        return
    followed = there["outcome"] in ("carried", "rejected") or (before is not None and before["outcome"] == "no_quorum")
    recount_decision(
        transaction,
        decision_id=there["id"],
        method=vote.method,
        votes=_votes(vote),
        outcome=vote.outcome if followed else there["outcome"],
        reason=reason,
    )


def _votes(vote: Vote) -> Votes:
    """Give the count as the register keeps it; consent has no votes."""
    people = {"entitled": vote.entitled, "present": vote.present, "proxies": vote.proxies}
    if vote.way == "consent":
        return Votes(**people)
    return Votes(**people, votes_for=vote.votes_for, votes_against=vote.votes_against, votes_blank=vote.votes_blank)


def _decision_of(transaction: Transaction, put: Put) -> Mapping[str, Any] | None:
    counted = [vote["id"] for vote in put.votes]
    row = transaction.execute(select(_decisions).where(_decisions.c.vote_id.in_(counted))).mappings().first()
    return None if row is None else dict(row)


def _body(transaction: Transaction, meeting: Mapping[str, Any]) -> str:
    """Call who decided: a working group by its name, another body by what it is."""
    if meeting["group_id"] is None:
        body: str = meeting["body"]
        return _(BODIES[body])
    name: str | None = transaction.scalar(
        select(col(WorkingGroup.name)).where(col(WorkingGroup.id) == meeting["group_id"])
    )
    return name or meeting["title"]


def _words_before(transaction: Transaction, main: Mapping[str, Any], vote_id: int) -> str:
    """Find in the journal how a motion read before a vote on its amendment; empty where that cannot be told.

    Where its words changed once more since, nobody but the meeting knows how they read without this amendment.
    """
    made = select(func.min(col(JournalValue.entry_id))).where(
        col(JournalValue.table_name) == "vote", col(JournalValue.row_id) == vote_id
    )
    written: str | None = transaction.scalar(
        select(col(JournalValue.values_json)).where(
            col(JournalValue.entry_id) == made.scalar_subquery(),
            col(JournalValue.table_name) == "motion",
            col(JournalValue.row_id) == main["id"],
        )
    )
    values: dict[str, dict[str, str]] = json.loads(written) if written else {}
    if not values or values["after"].get("text") != main["text"]:
        return ""
    return values["before"].get("text", "")

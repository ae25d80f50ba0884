"""How a vote is recorded, whichever way it was held: roll, rule, count, outcome, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from coopadmin.domain.ballots import OUTCOMES, OnRoll, people, spread, tally, wrong_choices
from coopadmin.domain.meetings import time_of
from coopadmin.domain.voting import Count, Outcome, Rule, count_votes
from coopadmin.domain.voting_rules import VotingRule, rule_columns
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _, ngettext
from coopadmin.services.voting_outcomes import amend, decide
from coopadmin.services.voting_parts import (
    Put,
    counted_by,
    require_amendments_voted,
    require_consent,
    require_newest,
    require_not_withdrawn,
    require_session,
    roll_at,
    roll_then,
    rule_of,
    wrong_moment,
)
from db.journal import Transaction
from db.queries.voting import counted_as, recounted
from db.tables.voting import Vote, Voter


@dataclass(frozen=True, slots=True)
class Counted:
    """What a vote came to: its place in the store, the decision that follows, the count and the declared outcome."""

    vote_id: int
    decision_id: int | None
    """The decision on this motion, one that was withdrawn because the quorum proved lacking too."""
    number: str
    outcome: Outcome
    declared: str
    """carried, rejected or no_quorum."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote as it comes in; by name its numbers follow from the choices, by consent there are objections instead."""

    at: str
    way: str
    numbers: Mapping[str, int] = field(default_factory=dict[str, int])
    choices: Mapping[int, str] | None = None
    subject: str = ""
    outcome: str | None = None
    number: str | None = None
    replaces_id: int | None = None
    reason: str = ""
    amended_text: str = ""
    method: str | None = None


def recorded(transaction: Transaction, put: Put, ballot: Ballot) -> Counted:
    """Keep a vote with its roll, and do what follows from it."""
    replaced = _replaced(transaction, put, ballot)
    found = rule_of(transaction, put)
    rule, source = found.rule, found.source
    if ballot.way == "consent":
        require_consent(found)
    else:
        rule, source = counted_by(found, ballot.method or _chosen_before(found, replaced))
    roll = roll_at(transaction, put, ballot.at) if replaced is None else roll_then(transaction, replaced["id"])
    if ballot.choices is not None and (wrong := wrong_choices(roll, ballot.choices)):
        raise Invalid([Problem("choices", reason) for reason in wrong])
    given = spread(roll, ballot.choices or {})
    numbers = tally(given) if ballot.choices is not None else ballot.numbers
    there = people(roll)
    count = Count(there.entitled, there.present, there.proxies, recused=there.recused, **numbers)
    outcome = count_votes(count, rule)
    declared = _declared(outcome, rule, count, ballot.outcome)
    amend(transaction, put, declared, replaced, ballot.amended_text)
    vote = Vote(
        motion_id=put.motion["id"],
        counted_at=ballot.at,
        way=ballot.way,
        kind=put.kind,
        rule_source=source,
        **rule_columns(rule),
        **asdict(count),
        outcome=declared,
        text=put.motion["text"] if replaced is None else replaced["text"],
        replaces_id=ballot.replaces_id,
        reason=tidy(ballot.reason),
    )
    transaction.add(vote)
    _freeze(transaction, vote.id, roll, given)
    decision_id, number = decide(transaction, put, vote, ballot.subject, ballot.number)
    return Counted(vote.id, decision_id, number, outcome, declared)


def _chosen_before(found: VotingRule, replaced: Mapping[str, Any] | None) -> str | None:
    """Give the majority that a count was held by where consent is the rule, for the count that corrects it."""
    if replaced is None or found.rule.method != "consent" or replaced["method"] == "consent":
        return None
    return replaced["method"]


def _replaced(transaction: Transaction, put: Put, ballot: Ballot) -> Mapping[str, Any] | None:
    """Give the vote that this one replaces, or None where it is a vote of its own and may be held."""
    require_not_withdrawn(put)
    problems = wrong_moment(put.meeting, ballot.at)
    if ballot.replaces_id is not None:
        replaced = require_newest(put, ballot.replaces_id)
        if not tidy(ballot.reason):
            problems.append(Problem("reason", _("say why the vote is recorded again")))
        if problems:
            raise Invalid(problems)
        return replaced
    require_session(put.meeting)
    if put.newest is not None and not _may_vote_again(put.votes):
        raise Refused(
            _(
                "This motion was voted on at {time}. Where that count was wrong, record it again in its place, with "
                "the reason."
            ).format(time=time_of(put.newest["counted_at"]))
        )
    if put.motion["amends_id"] is None:
        require_amendments_voted(transaction, put)
    if problems:
        raise Invalid(problems)
    return None


def _may_vote_again(votes: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a motion may be voted on once more: without the quorum, or after one tie where the rule says so."""
    newest = votes[-1]
    if newest["outcome"] == "no_quorum":
        return True
    if newest["tie"] != "again" or newest["outcome"] != "rejected" or not recounted(newest).tied:
        return False
    replaced = {vote["replaces_id"] for vote in votes}
    earlier = [vote for vote in votes[:-1] if vote["id"] not in replaced]
    return not any(recounted(vote).tied for vote in earlier)


def _declared(outcome: Outcome, rule: Rule, count: Count, asked: str | None) -> str:
    """Give what the chair declared; raises Invalid for what nobody can declare."""
    counted = counted_as(outcome)
    if asked is None:
        if outcome.tied and rule.tie == "lot":
            reason = _("equal votes, and by this rule the lot decides: draw it, and say what it gave")
            raise Invalid([Problem("outcome", reason)])
        return counted
    reason = ""
    if asked not in OUTCOMES:
        reason = _("choose what came of the vote")
    elif asked != counted and counted == "no_quorum":
        reason = _("{there} are there where the quorum asks for {needed}; without it nothing can be declared").format(
            there=outcome.quorum_present, needed=outcome.quorum_needed
        )
    elif asked != counted and asked == "no_quorum":
        reason = _("the quorum was met; declare it carried or rejected")
    elif asked == "carried" and rule.method == "consent" and count.objections:
        reason = ngettext(
            "{count} objection is open; settle it before consent is there",
            "{count} objections are open; settle them before consent is there",
            count.objections,
        ).format(count=count.objections)
    if reason:
        raise Invalid([Problem("outcome", reason)])
    return asked


def _freeze(transaction: Transaction, vote_id: int, roll: Sequence[OnRoll], given: Mapping[int, str]) -> None:
    """Keep who stood where at this vote, and what they chose where that was by name."""
    for one in roll:
        transaction.add(
            Voter(
                vote_id=vote_id,
                person_id=one.person_id,
                standing=one.standing,
                holder_id=one.holder_id if one.standing == "represented" else None,
                choice=given.get(one.person_id, ""),
            )
        )

"""What calling a vote about a file asks first: does the procedure have it, who may be put to it, who meets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.choosing import DECISION_KINDS, KINDS, bodies_for, second_from
from coopadmin.domain.meetings import day_of
from coopadmin.domain.procedures import INVITES, Procedure, version_words
from coopadmin.domain.screening import CANDIDACY_OUTCOMES, acquaintance
from coopadmin.domain.voting_rules import BODIES
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date
from coopadmin.i18n import _, ngettext
from coopadmin.services import agenda, meetings, voting
from coopadmin.services.allocation_parts import file_row, require_open_file
from coopadmin.services.meeting_parts import meeting_row
from coopadmin.services.voting_parts import require_session
from db.journal import Transaction
from db.queries.candidates_known import known
from db.queries.choosing import Choice, choices
from db.queries.procedures import procedure
from db.queries.screening import CandidacyRow, candidates
from db.tables.allocation import AllocationItem, Nomination
from db.tables.dwellings import Dwelling
from db.tables.members import Membership, WorkingGroup

_WITH_USUAL_ITEMS = ("general", "residents")
"""A meeting of members has opening, minutes and closing; a committee that only votes has its vote on the agenda."""


@dataclass(frozen=True, slots=True)
class Called:
    """A vote that is being called: about which file, by which version of the procedure, and what kind."""

    file: Mapping[str, Any]
    version: Procedure
    kind: str

    @property
    def file_id(self) -> int:
        """The number of the file in the store."""
        return int(self.file["id"])

    @property
    def procedure(self) -> str:
        """The version of the procedure in words."""
        return version_words(self.version)


def choices_of(transaction: Transaction, file_id: int) -> tuple[Choice, ...]:
    """Give what was put to the vote about a file, what this deed did included."""
    transaction.flush()
    return choices(transaction.connection, file_id)


# -- does the procedure have it ------------------------------------------------------------------------------------


def require_kind(called: Called) -> None:
    """Refuse what the procedure of the file does not ask for, and names it."""
    version, why = called.version, ""
    if called.kind == "choice" and version.choice == "list":
        why = _("By {procedure} nobody votes on candidates: the waiting list gives the order. Fix the order instead.")
    elif called.kind == "procedure_check" and not version.procedure_check:
        why = _("{procedure} asks for no check of the way it went.")
    elif called.kind == "ratification" and not version.ratification:
        why = _("{procedure} asks for no ratification.")
    elif called.kind == "second_admission" and version.admissions != 2:
        why = _("{procedure} knows one admission, no second.")
    if why:
        raise Refused(why.format(procedure=called.procedure))


# -- who may be put to the vote ------------------------------------------------------------------------------------


def require_candidates(
    transaction: Transaction, called: Called, candidacy_ids: Sequence[int], on: date
) -> tuple[tuple[int | None, str], ...]:
    """Give the candidacies that are put to the vote with their numbers, on the day `on`; none for a check.

    Raises Invalid where none or an unknown one is named, and Refused with a reason for each that cannot be put to it.
    """
    before = choices_of(transaction, called.file_id)
    if called.kind == "procedure_check":
        _require_something_to_check(called, before)
        return ((None, ""),)
    there = {one.candidacy_id: one for one in candidates(transaction.connection, called.file_id)}
    wanted = tuple(dict.fromkeys(candidacy_ids))
    if not wanted or any(one not in there for one in wanted):
        raise Invalid([Problem("candidacy_ids", _("choose at least one candidate of this file"))])
    reasons = [why for one in wanted for why in _reasons_against(transaction, called, there[one], before, on)]
    if reasons:
        raise Refused(*reasons)
    return tuple((one, there[one].number) for one in wanted)


def who_may(transaction: Transaction, file_id: int, kind: str, on: date) -> dict[int, tuple[str, ...]]:
    """Say of the candidates of a file why each cannot be put to a vote on a day: no reason where they can.

    It changes nothing, and is for whoever is about to call the vote. Raises Refused where nothing can be put to it,
    whoever it is about: the procedure asks for no such vote, or nobody was named who decides.
    """
    file = (file_row if kind == "second_admission" else require_open_file)(transaction, file_id)
    called = Called(file, procedure(transaction.connection, file["procedure_id"]), kind)
    require_kind(called)
    who_decides(called)
    if kind == "procedure_check":
        require_candidates(transaction, called, (), on)
        return {}
    before = choices_of(transaction, file_id)
    return {
        one.candidacy_id: tuple(_reasons_against(transaction, called, one, before, on))
        for one in candidates(transaction.connection, file_id)
    }


def _require_something_to_check(called: Called, before: Sequence[Choice]) -> None:
    waiting = next((one for one in before if one.waits and one.kind == "procedure_check"), None)
    if waiting is not None:
        sentence = _(
            "The check of the procedure is on the agenda of the meeting of {day} already: open the room to vote, or "
            "call that vote off first."
        )
        raise Refused(sentence.format(day=long_date(day_of(waiting.starts_at))))
    if called.version.choice != "list" and not any(one.kind == "choice" for one in before):
        raise Refused(
            _(
                "No choice was put to the vote in this file yet, so there is nothing to check. "
                "Put candidates to it first."
            )
        )
    if called.version.choice == "list" and called.file["ranked_on"] is None:
        raise Refused(_("The order of this file was not fixed yet, so there is nothing to check. Fix the order first."))


def _reasons_against(
    transaction: Transaction, called: Called, one: CandidacyRow, before: Sequence[Choice], on: date
) -> Iterator[str]:
    """Say why a candidate cannot be put to this vote, each reason with the rule it rests on."""
    own = [choice for choice in before if (choice.kind, choice.candidacy_id) == (called.kind, one.candidacy_id)]
    if any(choice.waits for choice in own):
        waiting = next(choice for choice in own if choice.waits)
        sentence = _(
            "{number} is on the agenda of the meeting of {day} already: open the room to vote, or call that vote off "
            "first."
        )
        yield sentence.format(number=one.number, day=long_date(day_of(waiting.starts_at)))
    elif own and own[0].outcome == "carried" and not own[0].withdrawn:
        sentence = _("{number} was voted on in decision {decision}: carried. A wrong count is recorded again there.")
        yield sentence.format(number=one.number, decision=own[0].decision_number or own[0].counted_at)
    elif called.kind == "choice":
        yield from _unfit(transaction, called, one, on)
    elif called.kind == "ratification":
        yield from _unchosen(called, one, before)
    else:
        yield from _no_aspirant(transaction, called, one, on)


def _unfit(transaction: Transaction, called: Called, one: CandidacyRow, on: date) -> Iterator[str]:
    version = called.version
    if one.outcome:
        sentence = _("{number} is out of the choice since {day}: {outcome}.")
        day = long_date(one.outcome_on) if one.outcome_on else ""
        yield sentence.format(number=one.number, day=day, outcome=_(CANDIDACY_OUTCOMES[one.outcome]))
    elif one.answer == "no":
        yield _(
            "{number} answered the invitation with no. Note another answer first, where they come after all."
        ).format(number=one.number)
    elif one.screened_on is None:
        yield _(
            "{number} was not held against the hard criteria of {procedure} yet. Screen the candidates first."
        ).format(number=one.number, procedure=called.procedure)
    elif one.standing == "fails":
        yield _("{number} does not meet the hard criteria of {procedure}; an exception needs a reason.").format(
            number=one.number, procedure=called.procedure
        )
    elif one.invited_on is None:
        yield _("By {procedure} candidates are invited before the vote ({who}), and {number} was not.").format(
            procedure=called.procedure, who=_(INVITES[version.invites]), number=one.number
        )
    elif version.interview_residents and not one.interviews:
        yield ngettext(
            "{procedure} asks for an interview with {count} resident, and none with {number} was held. Note it first.",
            "{procedure} asks for an interview with {count} residents, and none with {number} was held. Note it first.",
            version.interview_residents,
        ).format(procedure=called.procedure, count=version.interview_residents, number=one.number)
    else:
        yield from _too_short(transaction, called, one, on)


def _too_short(transaction: Transaction, called: Called, one: CandidacyRow, on: date) -> Iterator[str]:
    """Say that a candidate is not known long enough on the day of the vote; who lives here is."""
    if one.standing == "overridden" or one.origin == "internal":
        return
    met_on = known(transaction.connection, one.candidate_id, on).met_on
    found = acquaintance(called.version, on, met_on, on)
    if found is not None and found.result == "failed":
        sentence = _("By {procedure} {number} is not known long enough on {day}: {words}. An exception needs a reason.")
        yield sentence.format(procedure=called.procedure, number=one.number, day=long_date(on), words=found.words)


def _unchosen(called: Called, one: CandidacyRow, before: Sequence[Choice]) -> Iterator[str]:
    """Say that there is nothing to ratify; a choice that is still to be voted on may be put on the agenda with it."""
    if called.version.choice == "list":
        if one.rank is None:
            yield _("{number} has no place in the order of this file, so there is nothing to ratify.").format(
                number=one.number
            )
        return
    choice = next((each for each in before if (each.kind, each.candidacy_id) == ("choice", one.candidacy_id)), None)
    if choice is None or choice.withdrawn or not (choice.waits or choice.outcome == "carried"):
        yield _("{number} was not chosen in this file, so there is nothing to ratify.").format(number=one.number)


def _no_aspirant(transaction: Transaction, called: Called, one: CandidacyRow, on: date) -> Iterator[str]:
    """Say that a second admission is not there yet: no first one, or too few days since."""
    starts_on: date | None = transaction.scalar(
        select(col(Membership.starts_on))
        .join(Nomination, col(Nomination.membership_id) == col(Membership.id))
        .where(col(Nomination.candidacy_id) == one.candidacy_id)
    )
    days = called.version.second_after_days or 0
    if starts_on is None:
        yield _("{number} was not admitted a first time from this file.").format(number=one.number)
    elif on < (first := second_from(starts_on, days)):
        sentence = _(
            "By {procedure} the second admission of {number} is on {first} at the earliest: {count} days after {day}."
        )
        yield sentence.format(
            procedure=called.procedure, number=one.number, first=long_date(first), count=days, day=long_date(starts_on)
        )


# -- who meets -----------------------------------------------------------------------------------------------------


def who_decides(called: Called) -> tuple[tuple[str, ...], int | None]:
    """Give the bodies that may vote on it, the usual one first, and which committee it is where one decides.

    Raises Refused where the file names no committee.
    """
    may = bodies_for(called.kind, called.version.decided_by)
    group_id = called.file["group_id"] if may[0] == "committee" else None
    if may[0] == "committee" and group_id is None:
        raise Refused(
            _(
                "By {procedure} a committee or a cluster decides, and file {number} names none. Name the committee in "
                "the file first, or form the group of the cluster there."
            ).format(procedure=called.procedure, number=called.file["number"])
        )
    return may, group_id


def meeting_for(
    transaction: Transaction, called: Called, meeting_id: int | None, body: str | None, starts_at: str, place: str
) -> int:
    """Find or make the meeting that votes; raises Refused or Invalid where it is not of who decides."""
    may, group_id = who_decides(called)
    if meeting_id is not None:
        require_session(meetings.require_open_minutes(transaction, meeting_id))
        meeting = meeting_row(transaction, meeting_id)
        if meeting["body"] not in may or (group_id is not None and meeting["group_id"] != group_id):
            reason = _("by {procedure} this is for: {who}").format(
                procedure=called.procedure, who=_who(transaction, may, group_id)
            )
            raise Invalid([Problem("meeting_id", reason)])
        return meeting_id
    if body is not None and body not in may:
        raise Invalid([Problem("body", _("choose who meets"))])
    meets = body or may[0]
    return meetings.plan_meeting(
        transaction,
        body=meets,
        group_id=group_id,
        title="" if meets in _WITH_USUAL_ITEMS else title_of(transaction, called, ""),
        starts_at=starts_at,
        place=place,
        usual_items=meets in _WITH_USUAL_ITEMS,
    )


def _who(transaction: Transaction, bodies: Sequence[str], group_id: int | None) -> str:
    if group_id is None:
        return ", ".join(_(BODIES[body]) for body in bodies)
    return str(transaction.scalar(select(col(WorkingGroup.name)).where(col(WorkingGroup.id) == group_id)))


# -- the item ------------------------------------------------------------------------------------------------------


def title_of(transaction: Transaction, called: Called, number: str) -> str:
    """Call an item, or the meeting that is held for it: the home, what it is, and the candidate by number."""
    words = {"home": _home(transaction, called), "what": _(KINDS[called.kind])}
    if not number:
        return _("Home {home}: {what}").format(**words)
    return _("{number} for home {home}: {what}").format(**words, number=number)


def put_item(transaction: Transaction, called: Called, meeting_id: int, candidacy_id: int | None, number: str) -> int:
    """Put one candidate, or the check, on an agenda with its motion; gives the item."""
    item_id = agenda.add_item(
        transaction,
        meeting_id=meeting_id,
        title=title_of(transaction, called, number),
        kind="decision",
        decision_kind=DECISION_KINDS[called.kind],
    )
    transaction.add(
        AllocationItem(item_id=item_id, file_id=called.file_id, candidacy_id=candidacy_id, kind=called.kind)
    )
    voting.put_motion(transaction, item_id=item_id, text=_motion(transaction, called, number))
    return item_id


def _motion(transaction: Transaction, called: Called, number: str) -> str:
    texts = {
        "choice": _("Home {home}: nominate candidate {number}."),
        "procedure_check": _("Home {home}: the choice was made as {procedure} asks."),
        "ratification": _("Home {home}: ratify the choice of candidate {number}."),
        "second_admission": _("Home {home}: admit candidate {number} the second time, as a full member."),
    }
    return texts[called.kind].format(home=_home(transaction, called), number=number, procedure=called.procedure)


def _home(transaction: Transaction, called: Called) -> str:
    return str(transaction.scalar(select(col(Dwelling.code)).where(col(Dwelling.id) == called.file["dwelling_id"])))

"""Inviting the candidates that fit, by the procedure: everybody, or in the order of the waiting list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from coopadmin.domain.candidates import not_yet
from coopadmin.domain.procedures import Procedure
from coopadmin.domain.screening import ANSWERS, Turn, before_in_turn, in_order, internal_until, rule_named, rule_words
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date
from coopadmin.i18n import _
from coopadmin.services.allocation import require_open_file
from coopadmin.services.candidate_lists import refuse_home_of_file, refused_in_file
from coopadmin.services.interests import stand_aside
from coopadmin.services.interviews import cancel_planned
from coopadmin.services.screening_parts import (
    candidacy_row,
    running_candidacy,
    standing_rows,
    wrong_day,
)
from db.journal import Transaction
from db.queries.allocation import FileFacts, facts
from db.queries.candidates import known_of
from db.queries.screening import CandidacyRow
from db.tables.allocation import Candidacy

_INVITABLE = ("fits", "overridden", "unknown")


def invite(transaction: Transaction, *, candidacy_id: int, invited_on: date) -> None:
    """Note that a candidate was invited.

    Raises Refused where they were not screened, do not fit and no exception was made, were invited already, are not at
    turn by the waiting list, or who lives here still has time to answer: each with the rule. Invalid for the day.
    """
    row = running_candidacy(transaction, candidacy_id)
    file = facts(transaction.connection, row["file_id"])
    rows = standing_rows(transaction, file.file_id)
    one = next(each for each in rows if each.candidacy_id == candidacy_id)
    if one.invited_on is not None:
        raise Refused(
            _("{number} was invited already, on {day}.").format(number=one.number, day=long_date(one.invited_on))
        )
    if one.screened_on is None:
        raise Refused(_("{number} was not screened yet; screen the candidates first (S).").format(number=one.number))
    problems = wrong_day(
        transaction, "invited_on", invited_on, one.screened_on, _("they were screened on {day}; invite them after that")
    )
    if problems:
        raise Invalid(problems)
    _refuse_unfit(one, file.procedure)
    if (reason := _too_soon(one, file, invited_on)) is not None:
        raise Refused(reason)
    if file.procedure.invites == "list":
        _refuse_out_of_turn(transaction, one, file, rows, invited_on)
    transaction.change(Candidacy, candidacy_id, invited_on=invited_on)


def invite_all(transaction: Transaction, *, file_id: int, on: date) -> int:
    """Note that everybody who fits was invited, by an exception too; tells how many that are.

    Who could not be held against a criterion is left for a person to look at. Raises Refused where the procedure
    invites in the order of the waiting list, or where there is nobody to invite; Invalid for a day that is to come.
    """
    require_open_file(transaction, file_id)
    if problems := not_yet("on", on, transaction.today):
        raise Invalid(problems)
    file = facts(transaction.connection, file_id)
    rows = standing_rows(transaction, file_id)
    if file.procedure.invites == "list":
        waiting = [turn for turn in in_order(_turns(transaction, rows, file, on)) if turn.fits and not turn.invited]
        first = waiting[0].number if waiting else "–"
        raise Refused(
            _(
                "Invitations go out in the order of the waiting list, one by one; at turn now: {number}. Rule: {rule}."
            ).format(number=first, rule=rule_named(file.procedure))
        )
    fitting = [one for one in rows if _waits(one) and one.standing in ("fits", "overridden")]
    ready = [one for one in fitting if (one.screened_on or on) <= on and _too_soon(one, file, on) is None]
    if not ready:
        reasons = {reason for one in fitting if (reason := _too_soon(one, file, on)) is not None}
        nobody = _("Nobody who fits waits for an invitation: enter candidates (N), then screen them (S).")
        raise Refused(*(sorted(reasons) or [nobody]))
    for one in ready:
        transaction.change(Candidacy, one.candidacy_id, invited_on=on)
    return len(ready)


def answer(transaction: Transaction, *, candidacy_id: int, answered_on: date, answer: str) -> bool:
    """Note what a candidate answered, `yes` or `no`; tells whether it moved them to the bottom of the waiting list.

    Who does not come is out of this file. Where the procedure counts refusals it is one of whoever is on the waiting
    list, and stands. Raises Refused where they were not invited or something came of it already, Invalid.
    """
    row = candidacy_row(transaction, candidacy_id)
    procedure = facts(transaction.connection, row["file_id"]).procedure
    if row["invited_on"] is None:
        raise Refused(_("{number} was not invited yet.").format(number=row["number"]))
    said_no = row["outcome"] == "withdrew" and row["answer"] == "no"
    if not said_no:
        running_candidacy(transaction, candidacy_id)
    problems = wrong_day(
        transaction,
        "answered_on",
        answered_on,
        row["invited_on"],
        _("they were invited on {day}; the answer came after that"),
    )
    if answer not in ANSWERS:
        problems.append(Problem("answer", _("choose what they answered")))
    if problems:
        raise Invalid(problems)
    if said_no and refused_in_file(transaction, row["candidate_id"], row["file_id"]):
        raise Refused(
            _("The refusal of {number} was counted for the waiting list and stands. Rule: {rule}.").format(
                number=row["number"], rule=rule_named(procedure)
            )
        )
    ended = (
        {"outcome": "withdrew", "outcome_on": answered_on} if answer == "no" else {"outcome": "", "outcome_on": None}
    )
    transaction.change(Candidacy, candidacy_id, answer=answer, answered_on=answered_on, **ended)
    moved = False
    if answer == "no":
        cancel_planned(transaction, candidacy_id)
        moved = refuse_home_of_file(
            transaction,
            candidate_id=row["candidate_id"],
            file_id=row["file_id"],
            happened_on=answered_on,
            refusals_most=procedure.refusals_most,
        )
    stand_aside(transaction, row["file_id"])
    return moved


def withdraw_candidacy(transaction: Transaction, *, candidacy_id: int, on: date) -> None:
    """Note that a candidate does not want this home any more; interviews that were planned are called off.

    Raises Refused where something came of it already, Invalid for the day.
    """
    row = running_candidacy(transaction, candidacy_id)
    problems = wrong_day(
        transaction, "on", on, row["entered_on"], _("they were entered on {day}; they withdrew after that")
    )
    if problems:
        raise Invalid(problems)
    transaction.change(Candidacy, candidacy_id, outcome="withdrew", outcome_on=on)
    cancel_planned(transaction, candidacy_id)
    stand_aside(transaction, row["file_id"])


# -- within --------------------------------------------------------------------------------------------------------


def _waits(one: CandidacyRow) -> bool:
    return not one.outcome and one.invited_on is None and one.screened_on is not None


def _refuse_unfit(one: CandidacyRow, procedure: Procedure) -> None:
    if one.standing in _INVITABLE:
        return
    lines = [
        _("{words}. Rule: {rule}.").format(words=words, rule=rule_words(criterion, procedure))
        for criterion, result, words in one.lines
        if result == "failed"
    ]
    first = _("{number} does not fit; an exception (O) is made with a reason.").format(number=one.number)
    raise Refused(first, *lines)


def _too_soon(one: CandidacyRow, file: FileFacts, on: date) -> str | None:
    """Say why who comes from elsewhere cannot be invited on a day; None where they can."""
    if one.origin == "internal" or not file.procedure.internal_first:
        return None
    asked_on = file.ticked.get("internal_asked")
    if asked_on is None:
        return not_asked_words(file.procedure)
    until = internal_until(file.procedure, asked_on)
    if until is None or on > until:
        return None
    return _(
        "Members who live here have until {day} to answer; nobody else is invited before that. Rule: {rule}."
    ).format(day=long_date(until), rule=rule_named(file.procedure))


def not_asked_words(procedure: Procedure) -> str:
    """Say that who lives here is asked first, and by which rule."""
    return _(
        "Members who live here are asked first: tick that step in the file, with its day, before others are entered "
        "or invited. Rule: {rule}."
    ).format(rule=rule_named(procedure))


def _turns(transaction: Transaction, rows: Iterable[CandidacyRow], file: FileFacts, on: date) -> list[Turn]:
    """Give who takes part in the order of the list, with their places on a day."""
    running = [one for one in rows if not one.outcome]
    places = known_of(transaction.connection, [one.candidate_id for one in running], on)
    return [
        Turn(
            one.candidacy_id,
            one.number,
            internal=file.procedure.internal_first and one.origin == "internal",
            place=places[one.candidate_id].waiting_place,
            # Who was not screened yet may fit, and nobody passes them by.
            fits=one.standing in _INVITABLE,
            invited=one.invited_on is not None,
        )
        for one in running
    ]


def _refuse_out_of_turn(
    transaction: Transaction, one: CandidacyRow, file: FileFacts, rows: Iterable[CandidacyRow], on: date
) -> None:
    turns = [
        replace(turn, fits=True) if turn.candidacy_id == one.candidacy_id else turn
        for turn in _turns(transaction, rows, file, on)
    ]
    if earlier := before_in_turn(turns, one.candidacy_id):
        raise Refused(
            _("Not the turn of {number}; at turn now: {earlier}. Rule: {rule}.").format(
                number=one.number,
                earlier=", ".join(turn.number for turn in earlier),
                rule=rule_named(file.procedure),
            )
        )

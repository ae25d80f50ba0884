"""Telling candidates why they were not chosen: the reason, and that the letter went out.

Reasons are still owed once a file is closed, so these deeds also change a closed one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.candidates import not_before, not_yet, refuse_bsn
from coopadmin.domain.reasons import OF_CRITERION, OTHER, REASONS
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.allocation import file_row
from db.journal import Transaction
from db.queries.reasons import REJECTED, NotChosen, not_chosen
from db.tables.allocation import Candidacy, Nomination
from db.tables.base import table_of
from db.tables.candidates import Candidate

_candidacies, _candidates = table_of(Candidacy), table_of(Candidate)


def decide_not_chosen(
    transaction: Transaction, *, candidacy_id: int, reason_code: str, reason_words: str = "", on: date
) -> None:
    """Note that a candidate was not chosen, on which day and why; correct it as long as no letter went out.

    Who was never invited because of a hard criterion counts as excluded. Raises Invalid, and Refused where a
    nomination waits, the candidate withdrew, or was told already.
    """
    row = candidacy_row(transaction, candidacy_id)
    _refuse_settled(transaction, row)
    problems: list[Problem] = []
    if reason_code not in REASONS:
        problems.append(Problem("reason_code", _("choose a wording")))
    elif reason_code == OTHER and not tidy(reason_words):
        problems.append(Problem("reason_words", _("say the reason in words; this wording says nothing by itself")))
    problems += refuse_bsn("reason_words", reason_words)
    problems += day_problems("on", on, row["entered_on"], transaction.today)
    if problems:
        raise Invalid(problems)
    unmet = reason_code in OF_CRITERION.values() and row["invited_on"] is None
    transaction.change(
        Candidacy,
        candidacy_id,
        outcome="excluded" if unmet else "not_chosen",
        outcome_on=on,
        reason_code=reason_code,
        reason_words=tidy(reason_words),
    )


def exclude_failed(transaction: Transaction, *, file_id: int, on: date) -> int:
    """Note for everybody who does not meet a hard criterion, and was not invited, that this is the reason.

    The first criterion that was not met gives the wording. Gives how many there were. Raises Refused where nobody is.
    """
    transaction.flush()
    file = file_row(transaction, file_id)
    failed = [one for one in not_chosen(transaction.connection, file_id) if _only_failed(one)]
    if not failed:
        raise Refused(
            _("Nobody in file {number} failed a hard criterion without an outcome yet.").format(number=file["number"])
        )
    for one in failed:
        decide_not_chosen(transaction, candidacy_id=one.candidacy_id, reason_code=OF_CRITERION[one.failed[0]], on=on)
    transaction.about = file["number"]
    return len(failed)


def _only_failed(one: NotChosen) -> bool:
    return not one.outcome and one.invited_on is None and bool(one.failed)


def note_reasons_sent(transaction: Transaction, *, candidacy_id: int, sent_on: date) -> None:
    """Tick that the candidate was told why, and when (rule 16). Raises Invalid, and Refused without a reason."""
    row = candidacy_row(transaction, candidacy_id)
    if row["outcome"] not in REJECTED or not row["reason_code"]:
        raise Refused(
            _("No reason was noted for {number} yet; that comes before the letter.").format(number=row["number"])
        )
    if problems := day_problems("sent_on", sent_on, row["outcome_on"], transaction.today):
        raise Invalid(problems)
    transaction.change(Candidacy, candidacy_id, reasons_sent_on=sent_on)


def note_letters_sent(transaction: Transaction, *, file_id: int, sent_on: date) -> int:
    """Tick every letter of a file for which a reason was noted; gives how many. Raises Refused where none waits."""
    transaction.flush()
    file = file_row(transaction, file_id)
    ready = [one for one in not_chosen(transaction.connection, file_id) if one.owed and one.reason_code]
    if not ready:
        raise Refused(_("No letter of file {number} waits.").format(number=file["number"]))
    for one in ready:
        note_reasons_sent(transaction, candidacy_id=one.candidacy_id, sent_on=sent_on)
    transaction.about = file["number"]
    return len(ready)


def candidacy_row(transaction: Transaction, candidacy_id: int) -> Mapping[str, Any]:
    """Give a candidacy with the candidate's number, and note for the journal whose it is; Refused where it is gone."""
    statement = (
        select(_candidacies, _candidates.c.number, _candidates.c.cleared_on)
        .join(_candidates, _candidates.c.id == _candidacies.c.candidate_id)
        .where(_candidacies.c.id == candidacy_id)
    )
    row = transaction.execute(statement).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    transaction.about = row["number"]
    return dict(row)


def _refuse_settled(transaction: Transaction, row: Mapping[str, Any]) -> None:
    if row["cleared_on"] is not None:
        raise Refused(_("The data of {number} was cleared; nothing is changed any more.").format(number=row["number"]))
    if row["reasons_sent_on"] is not None:
        raise Refused(
            _("{number} was told on {day}; what was told stands.").format(
                number=row["number"], day=long_date(row["reasons_sent_on"])
            )
        )
    if row["outcome"] == "withdrew":
        raise Refused(_("{number} withdrew; no reason is owed.").format(number=row["number"]))
    waits = select(col(Nomination.id)).where(col(Nomination.candidacy_id) == row["id"], col(Nomination.ended) == "")
    if transaction.scalar(waits) is not None:
        raise Refused(
            _("The nomination of {number} is not over; end it first, and say why.").format(number=row["number"])
        )


def day_problems(field: str, day: date, first: date | None, today: date) -> list[Problem]:
    """Say that something happened before what it follows on, or is still to come."""
    early = _("not before {day}, the day it follows on")
    return [*not_yet(field, day, today), *(not_before(field, day, first, early) if first is not None else [])]

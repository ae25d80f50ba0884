"""After the decision: nominate, note what the corporation says, and pass the turn on.

Telling those who were not chosen why is in `services/reasons`, whose deeds are named here as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.allocation import PERMIT_REGIMES
from coopadmin.domain.candidates import refuse_bsn
from coopadmin.domain.nominations import ANSWERS, ENDED, FIT_REASONS, FITS, PERMIT_ASKED, Checklist, missing
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.allocation import file_row, require_open_file
from coopadmin.services.candidate_lists import refuse_home_of_file
from coopadmin.services.reasons import (
    candidacy_row,
    day_problems,
    decide_not_chosen,
    exclude_failed,
    note_letters_sent,
    note_reasons_sent,
)
from db.journal import Transaction
from db.queries.choosing import choices, chosen
from db.queries.nominations import Next, NominationRow, next_in_rank, nomination
from db.queries.procedures import procedure
from db.tables.allocation import AllocationFile, Candidacy, Nomination

__all__ = [
    "decide_not_chosen",
    "end_nomination",
    "exclude_failed",
    "nominate",
    "nomination_row",
    "note_answer",
    "note_fit",
    "note_letters_sent",
    "note_permit",
    "note_reasons_sent",
]


def nominate(
    transaction: Transaction,
    *,
    file_id: int,
    candidacy_id: int,
    statement_on: date | None,
    papers_on: date | None,
    sent_on: date,
    permit_regime: str | None = None,
) -> int:
    """Nominate a candidate to the corporation; gives the number of the nomination in the store.

    The papers themselves are never kept, only the days they were there. `permit_regime` is put in the file where it
    was not known. Raises Invalid with everything that is missing (rule 17), Refused where it is another's turn.
    """
    file = require_open_file(transaction, file_id)
    candidacy = candidacy_row(transaction, candidacy_id)
    if candidacy["file_id"] != file_id:
        raise Invalid([Problem("candidacy_id", _("this candidate is not in this file"))])
    _refuse_out_of_turn(transaction, file, candidacy)
    asked = procedure(transaction.connection, file["procedure_id"])
    regime = permit_regime or file["permit_regime"]
    lacking = missing(
        Checklist(
            decided=candidacy_id in chosen(transaction.connection, file_id),
            statement_on=statement_on,
            papers_on=papers_on,
            permit_regime=regime,
            running=_running(transaction, file_id),
            nominees=asked.nominees,
        )
    )
    problems = [Problem(field, reason) for field, reason in lacking]
    if regime not in PERMIT_REGIMES:
        problems.append(Problem("permit_regime", _("choose what the municipality asks")))
    problems += _wrong_days(statement_on, papers_on, sent_on, transaction.today, file["opened_on"])
    if problems:
        raise Invalid(problems)
    if regime != file["permit_regime"]:
        transaction.change(AllocationFile, file_id, permit_regime=regime)
    transaction.change(Candidacy, candidacy_id, outcome="nominated", outcome_on=sent_on)
    transaction.about = file["number"]
    return transaction.add(
        Nomination(
            candidacy_id=candidacy_id,
            decision_id=_decision(transaction, file_id, candidacy_id),
            statement_on=statement_on,
            papers_on=papers_on,
            sent_on=sent_on,
        )
    )


def note_answer(
    transaction: Transaction, *, nomination_id: int, answer: str, answered_on: date, words: str = ""
) -> Next | None:
    """Note what the corporation answered; a refusal ends the nomination, and who is next has the turn.

    Gives the next in rank where it was refused. Raises Invalid, and Refused where the nomination is over.
    """
    row = _waiting(transaction, nomination_id)
    problems = day_problems("answered_on", answered_on, row.sent_on, transaction.today)
    if answer not in ANSWERS:
        problems.append(Problem("answer", _("choose what the corporation answered")))
    problems += refuse_bsn("words", words)
    if problems:
        raise Invalid(problems)
    transaction.change(Nomination, nomination_id, answer=answer, answered_on=answered_on, answer_words=tidy(words))
    return _end(transaction, row, "corporation_refused", answered_on) if answer == "refused" else None


def note_fit(
    transaction: Transaction, *, nomination_id: int, fit: str, fit_on: date, fit_by: str, fit_reason: str = ""
) -> None:
    """Note the outcome of the fit check, the day and who checked; never an income (Btiv 55).

    Raises Invalid, and Refused where the nomination is over.
    """
    row = _waiting(transaction, nomination_id)
    problems = day_problems("fit_on", fit_on, file_row(transaction, row.file_id)["opened_on"], transaction.today)
    if fit not in FITS:
        problems.append(Problem("fit", _("choose what came out of the check")))
    if not tidy(fit_by):
        problems.append(Problem("fit_by", _("say who checked it: the corporation, say, or an office")))
    if fit_reason and fit != "NIE":
        problems.append(Problem("fit_reason", _("a reason only goes with a home that does not fit")))
    elif fit_reason and fit_reason not in FIT_REASONS:
        problems.append(Problem("fit_reason", _("choose one of the reasons")))
    problems += refuse_bsn("fit_by", fit_by)
    if problems:
        raise Invalid(problems)
    transaction.change(Nomination, nomination_id, fit=fit, fit_on=fit_on, fit_by=tidy(fit_by), fit_reason=fit_reason)


def note_permit(transaction: Transaction, *, nomination_id: int, permit_on: date) -> None:
    """Note the day the municipality gave the housing permit. Raises Invalid, and Refused where none is asked for."""
    row = _waiting(transaction, nomination_id)
    file = file_row(transaction, row.file_id)
    if file["permit_regime"] not in PERMIT_ASKED:
        regime = PERMIT_REGIMES[file["permit_regime"]]
        raise Refused(
            _("File {number} says: {regime}. Correct the file first if that is wrong.").format(
                number=file["number"], regime=_(regime)
            )
        )
    if problems := day_problems("permit_on", permit_on, file["opened_on"], transaction.today):
        raise Invalid(problems)
    transaction.change(Nomination, nomination_id, permit_on=permit_on)


def end_nomination(transaction: Transaction, *, nomination_id: int, ended: str, on: date) -> Next | None:
    """Let a nomination come to nothing; gives who is next in rank, None where nobody is left.

    A candidate who refuses is noted to have refused a home, which may cost the place on the waiting list. Also in a
    closed file, where several were nominated at once. Raises Invalid, and Refused where it is over already.
    """
    row = _waiting(transaction, nomination_id, closed_too=True)
    problems = day_problems("on", on, row.sent_on, transaction.today)
    if ended not in ENDED:
        problems.append(Problem("ended", _("choose why it came to nothing")))
    if problems:
        raise Invalid(problems)
    return _end(transaction, row, ended, on)


# -- what the deeds share ------------------------------------------------------------------------------------------


def nomination_row(transaction: Transaction, nomination_id: int) -> NominationRow:
    """Give a nomination with what this deed did so far; raises Refused where it is gone."""
    transaction.flush()
    row = nomination(transaction.connection, nomination_id)
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return row


def _waiting(transaction: Transaction, nomination_id: int, *, closed_too: bool = False) -> NominationRow:
    """Give a nomination that may still lead to a contract, in a file that runs."""
    row = nomination_row(transaction, nomination_id)
    file = (file_row if closed_too else require_open_file)(transaction, row.file_id)
    transaction.about = file["number"]
    if row.contract_id is not None:
        raise Refused(
            _("The nomination of {number} led to contract {contract}; it is over.").format(
                number=row.number, contract=row.contract
            )
        )
    if row.ended_on is not None:
        raise Refused(
            _("The nomination of {number} came to nothing on {day} ({reason}); it is over.").format(
                number=row.number, day=long_date(row.ended_on), reason=_(ENDED[row.ended])
            )
        )
    return row


def _end(transaction: Transaction, row: NominationRow, ended: str, on: date) -> Next | None:
    transaction.change(Nomination, row.nomination_id, ended=ended, ended_on=on)
    if ended == "candidate_refused":
        transaction.change(Candidacy, row.candidacy_id, outcome="withdrew", outcome_on=on)
        file = file_row(transaction, row.file_id)
        refuse_home_of_file(
            transaction,
            candidate_id=row.candidate_id,
            file_id=row.file_id,
            happened_on=on,
            refusals_most=procedure(transaction.connection, file["procedure_id"]).refusals_most,
        )
    else:
        transaction.change(Candidacy, row.candidacy_id, outcome="not_chosen", outcome_on=on, reason_code=ended)
    transaction.flush()
    return next_in_rank(transaction.connection, row.file_id)


def _refuse_out_of_turn(transaction: Transaction, file: Mapping[str, Any], candidacy: Mapping[str, Any]) -> None:
    known = transaction.scalar(select(col(Nomination.id)).where(col(Nomination.candidacy_id) == candidacy["id"]))
    if known is not None:
        raise Refused(
            _("{number} was nominated in file {file} before.").format(number=candidacy["number"], file=file["number"])
        )
    following = next_in_rank(transaction.connection, file["id"])
    if following is not None and following.candidacy_id != candidacy["id"]:
        raise Refused(
            _("{first} comes before {number} in the order of file {file}; nominate {first} first.").format(
                first=following.number, number=candidacy["number"], file=file["number"]
            )
        )


def _running(transaction: Transaction, file_id: int) -> int:
    """Count the nominations of a file that may still lead to a contract."""
    statement = (
        select(func.count(col(Nomination.id)))
        .join(Candidacy, col(Candidacy.id) == col(Nomination.candidacy_id))
        .where(col(Candidacy.file_id) == file_id, col(Nomination.ended) == "", col(Nomination.contract_id).is_(None))
    )
    return transaction.scalar(statement) or 0


def _decision(transaction: Transaction, file_id: int, candidacy_id: int) -> int | None:
    """Give the carried decision that names a candidate: the choice, else the ratification; None by list order."""
    carried = [
        one
        for one in choices(transaction.connection, file_id)
        if one.candidacy_id == candidacy_id
        and one.outcome == "carried"
        and one.decision_id is not None
        and not one.withdrawn
    ]
    by_kind = {one.kind: one.decision_id for one in reversed(carried)}
    return by_kind.get("choice") or by_kind.get("ratification")


def _wrong_days(
    statement_on: date | None, papers_on: date | None, sent_on: date, today: date, opened_on: date
) -> list[Problem]:
    problems = day_problems("sent_on", sent_on, opened_on, today)
    for field, day in (("statement_on", statement_on), ("papers_on", papers_on)):
        if day is not None and day > sent_on:
            reason = _("not after the nomination of {day}: it goes with it").format(day=long_date(sent_on))
            problems.append(Problem(field, reason))
    return problems

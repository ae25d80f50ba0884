"""What every deed about the candidates of a file asks first: is it there, does the file still run, is the text fit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from coopadmin.domain.candidates import not_before, not_yet, refuse_bsn
from coopadmin.domain.screening import CANDIDACY_OUTCOMES
from coopadmin.errors import Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.allocation import require_open_file
from db.journal import Transaction
from db.queries.screening import CandidacyRow, candidates
from db.tables.allocation import Candidacy
from db.tables.base import table_of
from db.tables.candidates import Candidate

LONGEST_WORDS = 400

_candidacies, _people = table_of(Candidacy), table_of(Candidate)


def candidacy_row(transaction: Transaction, candidacy_id: int) -> Mapping[str, Any]:
    """Give the row of a candidacy in a file that runs, with the candidate's `number`; note both for the journal.

    Raises Refused where it is gone, or its file is closed.
    """
    statement = (
        select(_candidacies, _people.c.number)
        .join(_people, _people.c.id == _candidacies.c.candidate_id)
        .where(_candidacies.c.id == candidacy_id)
    )
    row = transaction.execute(statement).mappings().first()
    if row is None:
        raise gone()
    file = require_open_file(transaction, row["file_id"])
    transaction.about = f"{file['number']} {row['number']}"
    return dict(row)


def running_candidacy(transaction: Transaction, candidacy_id: int) -> Mapping[str, Any]:
    """Give the row of a candidacy nothing came of yet; raises Refused where something did, with what and when."""
    row = candidacy_row(transaction, candidacy_id)
    if row["outcome"]:
        raise Refused(
            _("{number} is out of the screening since {day}: {outcome}.").format(
                number=row["number"], day=long_date(row["outcome_on"]), outcome=_(CANDIDACY_OUTCOMES[row["outcome"]])
            )
        )
    return row


def standing_rows(transaction: Transaction, file_id: int) -> tuple[CandidacyRow, ...]:
    """Give the candidates of a file as they stand now, what this deed did included."""
    transaction.flush()
    return candidates(transaction.connection, file_id)


def wrong_day(transaction: Transaction, field: str, day: date, first: date, sentence: str) -> list[Problem]:
    """Say that a day is still to come, or, in a sentence with `{day}` for the first, that it is too early."""
    return [*not_yet(field, day, transaction.today), *not_before(field, day, first, sentence)]


def wrong_words(field: str, text: str, *, asked: str = "", longest: int = LONGEST_WORDS) -> list[Problem]:
    """Say that a text is missing where it is asked (`asked` says so), too long, or holds a citizen service number."""
    if asked and not tidy(text):
        return [Problem(field, asked)]
    if len(tidy(text)) > longest:
        return [Problem(field, _("the text is longer than {limit} signs").format(limit=longest))]
    return refuse_bsn(field, text)


def gone() -> Refused:
    """Say that a record is not there any more."""
    return Refused(_("This record is no longer there; someone took it back meanwhile."))

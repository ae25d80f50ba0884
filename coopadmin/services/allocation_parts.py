"""What every deed about a vacancy's file asks first: is it there, does it still run, and who is to decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.allocation import OUTCOMES
from coopadmin.domain.candidates import refuse_bsn_in
from coopadmin.domain.procedures import Procedure, committee_words, version_words
from coopadmin.errors import Problem, Refused
from coopadmin.formats import long_date
from coopadmin.i18n import _, ngettext
from db.journal import Transaction
from db.queries.electors import electors
from db.tables.allocation import AllocationFile
from db.tables.base import table_of
from db.tables.members import WorkingGroup

_files = table_of(AllocationFile)


def require_open_file(transaction: Transaction, file_id: int) -> Mapping[str, Any]:
    """Give the row of a file that still runs, and note for the journal which one it is.

    Raises Refused where it is gone or closed.
    """
    row = file_row(transaction, file_id)
    if row["closed_on"] is not None:
        raise Refused(
            _(
                "File {number} was closed on {day} ({outcome}), so nothing of it changes any more. "
                "Reopen the file first, with a reason."
            ).format(number=row["number"], day=long_date(row["closed_on"]), outcome=_(OUTCOMES[row["outcome"]]))
        )
    transaction.about = row["number"]
    return row


def file_row(transaction: Transaction, file_id: int) -> Mapping[str, Any]:
    """Give the row of a file, running or closed; raises Refused where it is gone."""
    row = transaction.execute(select(_files).where(_files.c.id == file_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return dict(row)


def wrong_texts(**texts: str) -> list[Problem]:
    """Say that a text of a file holds what can be a citizen service number."""
    return refuse_bsn_in(texts)


def wrong_group(transaction: Transaction, procedure: Procedure, group_id: int | None, on: date) -> list[Problem]:
    """Say what cannot be about the committee of a file on a day: how many, and nobody of the board (rule 8)."""
    if not procedure.takes_committee:
        return [] if group_id is None else _unknown_group(transaction, group_id)
    if group_id is None:
        reason = _(
            "by {version} a committee takes part: name its working group "
            "(F3, a member, A, “Join a working group” makes one)"
        )
        return [Problem("group_id", reason.format(version=version_words(procedure)))]
    if unknown := _unknown_group(transaction, group_id):
        return unknown
    transaction.flush()
    sit = {one.person_id for one in electors(transaction.connection, "committee", group_id, on)}
    least, most = procedure.committee_least, procedure.committee_most
    problems: list[Problem] = []
    if (least is not None and len(sit) < least) or (most is not None and len(sit) > most):
        reason = ngettext(
            "{count} person sits on it on {day}; {version} asks for {asked}",
            "{count} people sit on it on {day}; {version} asks for {asked}",
            len(sit),
        )
        problems.append(_of_committee(reason, procedure, on, len(sit)))
    if procedure.board_excluded:
        board = {one.person_id for one in electors(transaction.connection, "board", None, on)}
        if both := len(sit & board):
            reason = ngettext(
                "{count} of them is on the board on {day}; {version} asks for {asked}",
                "{count} of them are on the board on {day}; {version} asks for {asked}",
                both,
            )
            problems.append(_of_committee(reason, procedure, on, both))
    return problems


def _of_committee(reason: str, procedure: Procedure, on: date, count: int) -> Problem:
    version, asked = version_words(procedure), committee_words(procedure)
    text = reason.format(count=count, day=long_date(on), version=version, asked=asked)
    return Problem("group_id", f"{text} ({procedure.source})" if procedure.source else text)


def _unknown_group(transaction: Transaction, group_id: int) -> list[Problem]:
    name = transaction.scalar(select(col(WorkingGroup.name)).where(col(WorkingGroup.id) == group_id))
    return [] if name is not None else [Problem("group_id", _("choose one of the working groups"))]

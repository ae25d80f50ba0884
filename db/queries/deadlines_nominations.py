"""Terms that follow the choice of a neighbour, out of the store: letters owed and second admissions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from sqlalchemy import Connection

from coopadmin.domain.deadlines import Deadline
from coopadmin.domain.deadlines_nominations import LettersOwed, SecondDue, of_letters, of_second_admission
from db.queries.reasons import letters_owed
from db.queries.second_admissions import second_admissions


def of_nominations(connection: Connection, on: date) -> Iterator[Deadline]:
    """Give the terms of letters with reasons, one for each file, and of second admissions."""
    owed = sorted(letters_owed(connection, on), key=lambda one: (one.file_id, one.due_on))
    for file_id, group in groupby(owed, key=lambda one: one.file_id):
        first, *more = group
        yield of_letters(LettersOwed(file_id, first.file, first.home, 1 + len(more), first.due_on, first.told))
    for one in second_admissions(connection, on):
        yield of_second_admission(
            SecondDue(one.candidacy_id, one.file_id, one.file, one.dwelling, one.from_on, one.told, one.met_on)
        )

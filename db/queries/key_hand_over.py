"""What the note of a hand-over says: the copy, who has it, and who hands it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.members import display_name
from db.queries import keys as queries
from db.queries.association import cooperative
from db.queries.key_rows import CopyRecord, LoanRow
from db.tables.members import Person


@dataclass(frozen=True, slots=True)
class HandOver:
    """A copy that is in somebody's hands; `holder` is their name as on a letter."""

    cooperative: str
    record: CopyRecord
    loan: LoanRow
    holder: str


def hand_over(connection: Connection, copy_id: int, on: date) -> HandOver | None:
    """Give what a note of hand-over says; None where nobody has the copy."""
    record = queries.record(connection, copy_id, on)
    if record is None or record.row.loan_id is None:
        return None
    loan = record.loans[0]
    return HandOver(cooperative(connection).name, record, loan, _holder(connection, loan))


def _holder(connection: Connection, loan: LoanRow) -> str:
    parts = (col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name))
    found = connection.execute(select(*parts).where(col(Person.id) == loan.person_id)).first()
    return loan.holder if found is None else display_name(*found)

"""What all deeds with keys share: finding a key, a copy or a loan, and naming it for the journal."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.keys import check_day, check_issue
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro, long_date
from coopadmin.i18n import _
from coopadmin.services.booking_money import member_of
from coopadmin.services.charges import add_charge
from coopadmin.services.closing import first_open_day
from coopadmin.services.contractors import open_contractor
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.bookings import Booking
from db.tables.keys import KeyCopy, KeyKind, KeyLoan
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Person


def gone() -> Refused:
    """Say that a record was taken back meanwhile."""
    return Refused(_("This record is no longer there; someone took it back meanwhile."))


def kind_row(transaction: Transaction, kind_id: int) -> KeyKind:
    """Give a key and name it for the journal by its code; raises Refused where it is gone."""
    row = _row(transaction, KeyKind, kind_id)
    transaction.about = row["code"]
    return KeyKind(**row)


def refuse_ended(kind: KeyKind) -> None:
    """Refuse a key that is used no longer."""
    if kind.ended_on is not None:
        raise Refused(_("{key} is used no longer since {day}.").format(key=kind.code, day=long_date(kind.ended_on)))


def copy_row(transaction: Transaction, copy_id: int) -> KeyCopy:
    """Give a copy and name it for the journal by its code and mark; raises Refused where it is gone."""
    found = KeyCopy(**_row(transaction, KeyCopy, copy_id))
    kind_row(transaction, found.kind_id)
    transaction.about = f"{transaction.about} {found.mark}"
    return found


def loan_row(transaction: Transaction, loan_id: int) -> KeyLoan:
    """Give a loan and name its copy for the journal; raises Refused where it is gone."""
    found = KeyLoan(**_row(transaction, KeyLoan, loan_id))
    copy_row(transaction, found.copy_id)
    return found


def running_loan(transaction: Transaction, loan_id: int, field: str, day: date) -> KeyLoan:
    """Give a loan of a copy that is out, to be ended on a day; raises Refused where it is back, Invalid for the day."""
    loan = loan_row(transaction, loan_id)
    if loan.returned_on is not None:
        reason = _("{key} is back since {day}.")
        raise Refused(reason.format(key=transaction.about, day=long_date(loan.returned_on)))
    if problems := check_day(field, day, loan.issued_on, transaction.today):
        raise Invalid(problems)
    return loan


def open_loan(transaction: Transaction, copy_id: int) -> int | None:
    """Give the loan under which a copy is out, or None."""
    statement = select(col(KeyLoan.id)).where(col(KeyLoan.copy_id) == copy_id, col(KeyLoan.returned_on).is_(None))
    found: int | None = transaction.scalar(statement)
    return found


def put_on_account(transaction: Transaction, loan: KeyLoan, kind: str, amount_cents: int, day: date, note: str) -> None:
    """Put an amount on the own account of who has a key, or below zero give it back there; a closed month is passed.

    Raises Refused where there is no account.
    """
    about = transaction.about
    member_id = None if loan.person_id is None else member_of(transaction, loan.person_id)
    if member_id is None:
        raise Refused(
            _(
                "Who has this key has no account here, so {amount} cannot be put on it: settle it by hand and note "
                "what was paid."
            ).format(amount=euro(abs(amount_cents)))
        )
    due_on = first_open_day(transaction, day)
    add_charge(transaction, kind=kind, amount_cents=amount_cents, due_on=due_on, note=note, member_id=member_id)
    transaction.about = about


def last_back(transaction: Transaction, copy_id: int) -> tuple[date | None, bool]:
    """Give when a copy came back the last time, and whether a deposit is still to be given back for that."""
    statement = (
        select(col(KeyLoan.returned_on), col(KeyLoan.deposit_paid_on), col(KeyLoan.deposit_returned_on))
        .where(col(KeyLoan.copy_id) == copy_id, col(KeyLoan.returned_on).is_not(None))
        .order_by(col(KeyLoan.returned_on).desc(), col(KeyLoan.id).desc())
    )
    rows = transaction.execute(statement).all()
    if not rows:
        return None, False
    last = rows[0][0]
    return last, any(back == last and paid is not None and given is None for back, paid, given in rows)


def wrong_loan(transaction: Transaction, loan: KeyLoan, copy: KeyCopy) -> list[Problem]:
    """Say what is wrong with a loan that is on its way in."""
    about = transaction.about
    problems: list[Problem] = []
    if (loan.person_id is None) == (loan.contractor_id is None):
        problems.append(Problem("person_id", _("choose one person or one contractor")))
    elif loan.contractor_id is not None:
        problems += open_contractor(transaction, loan.contractor_id, loan.issued_on)[1]
    known = ((Person, "person_id"), (MaintenanceTask, "task_id"), (Booking, "booking_id"))
    for table, field in known:
        row_id = getattr(loan, field)
        if row_id is not None and transaction.scalar(select(col(table.id)).where(col(table.id) == row_id)) is None:
            problems.append(Problem(field, str(gone())))
    problems += check_issue(
        issued_on=loan.issued_on,
        due_on=loan.due_on,
        made_on=copy.made_on,
        last_back_on=last_back(transaction, copy.id)[0],
        today=transaction.today,
    )
    if loan.deposit_cents is not None and loan.deposit_cents < 0:
        problems.append(Problem("deposit_cents", _("this cannot be below zero")))
    if loan.deposit_paid_on is not None and not loan.deposit_cents:
        problems.append(Problem("deposit_cents", _("say how much was paid")))
    for field in ("deposit_paid_on", "signed_on"):
        day = getattr(loan, field)
        if day is not None and day > transaction.today:
            problems.append(Problem(field, _("this day is still to come")))
    transaction.about = about
    return problems


def _row(transaction: Transaction, model: type[Any], row_id: int) -> dict[str, Any]:
    table = table_of(model)
    row = transaction.execute(select(table).where(table.c.id == row_id)).mappings().first()
    if row is None:
        raise gone()
    return dict(row)

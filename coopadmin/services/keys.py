"""Keys: which there are, their copies, and handing these out, taking them back and writing them off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.keys import (
    END_REASONS,
    MISSING,
    MOST_AT_ONCE,
    check_kind,
    check_marks,
    next_marks,
    read_marks,
)
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro, long_date, tidy
from coopadmin.i18n import _, ngettext
from coopadmin.services.key_parts import (
    copy_row,
    gone,
    kind_row,
    last_back,
    loan_row,
    open_loan,
    put_on_account,
    refuse_ended,
    running_loan,
    wrong_loan,
)
from db.journal import Transaction
from db.tables.bookings import Booking
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from db.tables.keys import KeyCopy, KeyKind, KeyLoan


@dataclass(frozen=True, slots=True)
class Added:
    """A key with its new copies, and what a person should know of it."""

    kind_id: int
    copy_ids: tuple[int, ...]
    marks: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """A copy that was handed out, and what is still to do about it."""

    loan_id: int
    warnings: tuple[str, ...]


# -- keys and their copies -----------------------------------------------------------------------------------------


def add_kind(
    transaction: Transaction,
    *,
    code: str,
    name: str,
    opens: str = "",
    dwelling_id: int | None = None,
    facility_id: int | None = None,
    certificate: str = "",
    certificate_until: date | None = None,
    deposit_cents: int | None = None,
    note: str = "",
    count: int = 0,
    marks: str = "",
) -> Added:
    """Enter a key and what it opens, with `count` copies or those of some `marks`; cents. Raises Invalid."""
    values = _kind_values(
        transaction,
        None,
        code=code,
        name=name,
        opens=opens,
        dwelling_id=dwelling_id,
        facility_id=facility_id,
        certificate=certificate,
        certificate_until=certificate_until,
        deposit_cents=deposit_cents,
        note=note,
    )
    wanted = _marks(count, marks, ())
    kind_id = transaction.add(KeyKind(**values))
    copies = tuple(transaction.add(KeyCopy(kind_id=kind_id, mark=mark)) for mark in wanted)
    transaction.about = values["code"]
    return Added(kind_id, copies, wanted)


def correct_kind(transaction: Transaction, *, kind_id: int, **values: Any) -> bool:
    """Correct a key; the fields are those of `add_kind` without the copies. Tells whether anything was different.

    Raises Invalid, Refused where it is gone.
    """
    kind_row(transaction, kind_id)
    return transaction.change(KeyKind, kind_id, **_kind_values(transaction, kind_id, **values))


def end_kind(transaction: Transaction, *, kind_id: int, ended_on: date) -> bool:
    """Give a key no copies any more after a day: the lock was changed. Tells whether that is new.

    Raises Refused while copies are out.
    """
    kind = kind_row(transaction, kind_id)
    statement = (
        select(func.count())
        .select_from(KeyLoan)
        .join(KeyCopy, col(KeyCopy.id) == col(KeyLoan.copy_id))
        .where(col(KeyCopy.kind_id) == kind_id, col(KeyLoan.returned_on).is_(None))
    )
    if out := transaction.scalar(statement):
        told = ngettext(
            "{count} copy of {key} is still out; let it come back or write it off first.",
            "{count} copies of {key} are still out; let them come back or write them off first.",
            out,
        )
        raise Refused(told.format(count=out, key=kind.code))
    return transaction.change(KeyKind, kind_id, ended_on=ended_on)


def resume_kind(transaction: Transaction, *, kind_id: int) -> bool:
    """Use a key again; tells whether that is new. Raises Refused where it is gone."""
    kind_row(transaction, kind_id)
    return transaction.change(KeyKind, kind_id, ended_on=None)


def add_copies(
    transaction: Transaction,
    *,
    kind_id: int,
    count: int = 0,
    marks: str = "",
    made_on: date | None = None,
    note: str = "",
) -> Added:
    """Enter copies of a key: as many as `count`, marked on from the highest, or those with some `marks` (`4-6`).

    Raises Invalid, Refused for a key that is used no longer.
    """
    kind = kind_row(transaction, kind_id)
    refuse_ended(kind)
    known = transaction.execute(select(col(KeyCopy.mark)).where(col(KeyCopy.kind_id) == kind_id)).scalars().all()
    wanted = _marks(count, marks, known)
    copies = tuple(
        transaction.add(KeyCopy(kind_id=kind_id, mark=mark, made_on=made_on, note=tidy(note))) for mark in wanted
    )
    warnings: list[str] = []
    if kind.certificate_until is not None and kind.certificate_until < transaction.today:
        told = _("the certificate of {key} ran out on {day}: copies are cut without protection")
        warnings.append(told.format(key=kind.code, day=long_date(kind.certificate_until)))
    return Added(kind_id, copies, wanted, tuple(warnings))


def correct_copy(
    transaction: Transaction, *, copy_id: int, mark: str, made_on: date | None = None, note: str = ""
) -> bool:
    """Correct a copy's mark, the day it was made and its note; tells whether anything was different. Raises Invalid."""
    copy = copy_row(transaction, copy_id)
    others = select(col(KeyCopy.mark)).where(col(KeyCopy.kind_id) == copy.kind_id, col(KeyCopy.id) != copy_id)
    problems = [
        Problem("mark", problem.message)
        for problem in check_marks([tidy(mark)], transaction.execute(others).scalars().all())
    ]
    if not tidy(mark):
        problems = [Problem("mark", _("fill this in"))]
    first = transaction.scalar(select(func.min(col(KeyLoan.issued_on))).where(col(KeyLoan.copy_id) == copy_id))
    if made_on is not None and first is not None and first < made_on:
        reason = _("it was handed out on {day} already").format(day=long_date(first))
        problems.append(Problem("made_on", reason))
    if problems:
        raise Invalid(problems)
    return transaction.change(KeyCopy, copy_id, mark=tidy(mark), made_on=made_on, note=tidy(note))


def end_copy(transaction: Transaction, *, copy_id: int, ended_on: date, end_reason: str) -> bool:
    """Write off a copy that is here: it broke, or is gone from the box. Tells whether that is new.

    Raises Invalid, Refused while it is out: then it is reported lost, or came back.
    """
    copy = copy_row(transaction, copy_id)
    if open_loan(transaction, copy_id) is not None:
        raise Refused(_("{key} is out; report it lost, or let it come back first.").format(key=transaction.about))
    problems: list[Problem] = []
    if end_reason not in END_REASONS:
        known = ", ".join(map(_, END_REASONS.values()))
        problems.append(Problem("end_reason", _("choose one of: {known}").format(known=known)))
    back, owed = last_back(transaction, copy_id)
    first = max((day for day in (copy.made_on, back) if day is not None), default=ended_on)
    if ended_on < first:
        problems.append(Problem("ended_on", _("it was here on {day} still").format(day=long_date(first))))
    elif ended_on > transaction.today:
        problems.append(Problem("ended_on", _("this day is still to come")))
    elif owed and back == ended_on and end_reason in MISSING:
        # On one day the loss would look like that of who brought it back.
        problems.append(Problem("ended_on", _("give the deposit back first to who brought it back on this day")))
    if problems:
        raise Invalid(problems)
    return transaction.change(KeyCopy, copy_id, ended_on=ended_on, end_reason=end_reason)


def find_again(transaction: Transaction, *, copy_id: int) -> bool:
    """Note that a copy that was written off is here again; a deposit that was kept for it is to be given back.

    Tells whether that is new. Raises Refused where it is gone.
    """
    copy_row(transaction, copy_id)
    return transaction.change(KeyCopy, copy_id, ended_on=None, end_reason="")


# -- handing out and taking back -----------------------------------------------------------------------------------


def issue_key(
    transaction: Transaction,
    *,
    copy_id: int,
    issued_on: date,
    person_id: int | None = None,
    contractor_id: int | None = None,
    due_on: date | None = None,
    deposit_cents: int | None = None,
    deposit_paid_on: date | None = None,
    signed_on: date | None = None,
    task_id: int | None = None,
    booking_id: int | None = None,
    note: str = "",
) -> Issued:
    """Hand a copy to one person or one contractor, until `due_on` or for as long as they live or work here.

    `signed_on` is the day the note of hand-over was signed. Lent for a booking it is due when that ends.
    Raises Invalid, Refused where the copy is out or written off.
    """
    copy = copy_row(transaction, copy_id)
    about = transaction.about
    refuse_ended(kind_row(transaction, copy.kind_id))
    transaction.about = about
    if copy.ended_on is not None:
        raise Refused(_("{key} was written off.").format(key=transaction.about))
    if open_loan(transaction, copy_id) is not None:
        raise Refused(_("{key} is out already; let it come back first.").format(key=transaction.about))
    if booking_id is not None and due_on is None:
        ends_at = transaction.scalar(select(col(Booking.ends_at)).where(col(Booking.id) == booking_id))
        due_on = None if ends_at is None else date.fromisoformat(ends_at[:10])
    loan = KeyLoan(
        copy_id=copy_id,
        person_id=person_id,
        contractor_id=contractor_id,
        issued_on=issued_on,
        due_on=due_on,
        signed_on=signed_on,
        deposit_cents=deposit_cents or None,
        deposit_paid_on=deposit_paid_on,
        task_id=task_id,
        booking_id=booking_id,
        note=tidy(note),
    )
    if problems := wrong_loan(transaction, loan, copy):
        raise Invalid(problems)
    warnings: list[str] = []
    if loan.deposit_cents and deposit_paid_on is None:
        warnings.append(_("the deposit of {amount} is still to be paid").format(amount=euro(loan.deposit_cents)))
    if signed_on is None:
        warnings.append(_("no note of hand-over is signed yet"))
    return Issued(transaction.add(loan), tuple(warnings))


def correct_loan(
    transaction: Transaction, *, loan_id: int, due_on: date | None, signed_on: date | None = None, note: str = ""
) -> bool:
    """Agree on another day to come back, note that the hand-over was signed. Tells whether anything was different.

    Raises Invalid, Refused where it is gone.
    """
    loan = loan_row(transaction, loan_id)
    problems: list[Problem] = []
    if due_on is not None and due_on < loan.issued_on:
        problems.append(Problem("due_on", _("this is before the day it was handed out")))
    if signed_on is not None and signed_on > transaction.today:
        problems.append(Problem("signed_on", _("this day is still to come")))
    if problems:
        raise Invalid(problems)
    return transaction.change(KeyLoan, loan_id, due_on=due_on, signed_on=signed_on, note=tidy(note))


def return_key(
    transaction: Transaction, *, loan_id: int, returned_on: date, deposit_back: bool = False
) -> tuple[str, ...]:
    """Note that a copy came back, and its deposit with it where `deposit_back`; gives what is still to do.

    Raises Invalid, Refused where it is back already.
    """
    loan = running_loan(transaction, loan_id, "returned_on", returned_on)
    back = deposit_back and loan.deposit_paid_on is not None
    transaction.change(
        KeyLoan, loan_id, returned_on=returned_on, deposit_returned_on=returned_on if back else loan.deposit_returned_on
    )
    if loan.deposit_cents and loan.deposit_paid_on is not None and not back and loan.deposit_returned_on is None:
        return (_("the deposit of {amount} is to be given back").format(amount=euro(loan.deposit_cents)),)
    return ()


def report_lost(
    transaction: Transaction,
    *,
    loan_id: int,
    lost_on: date,
    end_reason: str = "lost",
    deposit_back: bool = False,
    charge_cents: int | None = None,
    note: str = "",
) -> tuple[str, ...]:
    """Write off a copy that got lost in somebody's hands; gives what a person should know.

    A deposit that was paid is kept, unless `deposit_back`. `charge_cents` is put on the member's own account, as
    damage. Raises Invalid, Refused where it is back already or there is no account.
    """
    problems: list[Problem] = []
    if end_reason not in MISSING:
        known = ", ".join(_(END_REASONS[one]) for one in MISSING)
        problems.append(Problem("end_reason", _("choose one of: {known}").format(known=known)))
    if charge_cents is not None and charge_cents < 0:
        problems.append(Problem("charge_cents", _("this cannot be below zero")))
    if problems:
        raise Invalid(problems)
    loan = running_loan(transaction, loan_id, "lost_on", lost_on)
    back = deposit_back and loan.deposit_paid_on is not None
    said = {"note": tidy(note)} if tidy(note) else {}
    transaction.change(KeyLoan, loan_id, returned_on=lost_on, deposit_returned_on=lost_on if back else None, **said)
    transaction.change(KeyCopy, loan.copy_id, ended_on=lost_on, end_reason=end_reason)
    if charge_cents:
        what = _("key {key}: {reason}").format(key=transaction.about, reason=_(END_REASONS[end_reason]))
        put_on_account(transaction, loan, "damage", charge_cents, lost_on, what)
    if loan.deposit_cents and loan.deposit_paid_on is not None and not back:
        return (_("the deposit of {amount} is kept").format(amount=euro(loan.deposit_cents)),)
    return ()


# -- within --------------------------------------------------------------------------------------------------------


def _kind_values(transaction: Transaction, kind_id: int | None, **values: Any) -> dict[str, Any]:
    texts = {name: tidy(values.get(name) or "") for name in ("code", "name", "opens", "certificate", "note")}
    problems = check_kind(texts["code"], texts["name"], values.get("deposit_cents"))
    other = transaction.scalar(select(col(KeyKind.id)).where(col(KeyKind.code) == texts["code"]))
    if other not in (None, kind_id):
        problems.append(Problem("code", _("{code} is in use already").format(code=texts["code"])))
    for field, table in (("dwelling_id", Dwelling), ("facility_id", Facility)):
        row_id = values.get(field)
        if row_id is not None and transaction.scalar(select(col(table.id)).where(col(table.id) == row_id)) is None:
            problems.append(Problem(field, str(gone())))
    if problems:
        raise Invalid(problems)
    kept = ("dwelling_id", "facility_id", "certificate_until", "deposit_cents")
    return {**texts, **{name: values.get(name) for name in kept}}


def _marks(count: int, marks: str, known: Sequence[str]) -> tuple[str, ...]:
    try:
        wanted = read_marks(marks)
    except ValueError as error:
        raise Invalid([Problem("marks", str(error))]) from error
    if not 0 <= count <= MOST_AT_ONCE:
        raise Invalid([Problem("count", _("at most {most} at once").format(most=MOST_AT_ONCE))])
    if wanted and count and count != len(wanted):
        raise Invalid(
            [Problem("count", _("there are {count} marks; leave one of the two out").format(count=len(wanted)))]
        )
    wanted = wanted or next_marks(known, count)
    if problems := check_marks(wanted, known):
        raise Invalid(problems)
    return wanted

"""Putting the money of bank lines where it belongs by hand: book, split, take back, put aside, judge doubles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _
from coopadmin.services.closing import first_open_day
from coopadmin.services.matching_parts import Part, amount_problems, deposit_problems, place_problems
from db.journal import Transaction
from db.tables.bank import BankAccount, BankLine, LineAside, NotDuplicate
from db.tables.budget import Category
from db.tables.contracts import Contract
from db.tables.matching import KnownAccount, Posting
from db.tables.members import Member


@dataclass(frozen=True, slots=True)
class _Line:
    """What a deed must know of a bank line; `waits_cents` is what its postings leave of it."""

    line_id: int
    account_id: int
    booked_on: date
    amount_cents: int
    iban: str
    currency: str
    status: str
    waits_cents: int


@dataclass(frozen=True, slots=True)
class _Standing:
    """A posting that was not taken back."""

    posting_id: int
    booked_on: date
    amount_cents: int
    kind: str
    contract_id: int | None
    member_id: int | None
    category_id: int | None
    charge_id: int | None
    task_id: int | None
    duplicate_of_id: int | None


def post_line(transaction: Transaction, *, line_id: int, parts: Sequence[Part], remember: bool = False) -> None:
    """Put parts of a bank line where they belong; what they leave of it waits on.

    A line of a closed month is booked on the first open day. With `remember` the counterparty's account is kept as
    one that pays for the contract. Raises Refused where nothing of it waits or its account is not ours, Invalid with
    a problem per field, also where more of a deposit would go out than is held.
    """
    line = _waiting(transaction, line_id)
    problems = amount_problems(parts, line.waits_cents)
    for part in parts:
        problems.extend(place_problems(transaction, part, line.booked_on))
    booked_on = first_open_day(transaction, line.booked_on)
    problems.extend(deposit_problems(transaction, parts, booked_on))
    if problems:
        raise Invalid(problems)
    contracts = {part.contract_id for part in parts if part.kind == "contract" and part.contract_id is not None}
    if remember:
        _remember(transaction, line, contracts)
    for part in parts:
        transaction.add(
            Posting(
                line_id=line_id,
                booked_on=booked_on,
                amount_cents=part.amount_cents,
                kind=part.kind,
                contract_id=part.contract_id,
                member_id=part.member_id,
                category_id=part.category_id,
                charge_id=part.charge_id,
                task_id=part.task_id,
                note=tidy(part.note),
            )
        )
    if sum(part.amount_cents for part in parts) == line.waits_cents:
        _no_longer_aside(transaction, line_id)
    transaction.about = _about(transaction, line_id, parts)


def unmatch(transaction: Transaction, *, line_id: int, posting_id: int | None = None) -> int:
    """Take back all postings of a line, or one of them; the money waits again. Gives how many were taken back.

    In an open month a posting goes (the journal keeps it); in a closed one it is countered on the first open day.
    Raises Refused where there is nothing to take back.
    """
    standing = [one for one in _postings(transaction, line_id) if posting_id is None or one.posting_id == posting_id]
    if not standing:
        raise Refused(_("Nothing of this line stands anywhere; there is nothing to take back."))
    for one in standing:
        _take_back(transaction, line_id, one)
    transaction.about = _about(transaction, line_id, standing)
    return len(standing)


def put_aside(transaction: Transaction, *, line_id: int, note: str) -> None:
    """Put a waiting line aside for later with the reason; put aside already, it gets another reason. Raises Invalid."""
    line = _line(transaction, line_id)
    if not line.waits_cents:
        raise Refused(_("All of this line has its place; there is nothing to put aside."))
    reason = tidy(note)
    if not reason:
        raise Invalid([Problem("note", _("say why it waits, so that the next treasurer knows"))])
    aside_id: int | None = transaction.scalar(select(col(LineAside.id)).where(col(LineAside.line_id) == line_id))
    if aside_id is None:
        transaction.add(LineAside(line_id=line_id, set_on=transaction.today, note=reason))
    else:
        transaction.change(LineAside, aside_id, note=reason)
    transaction.about = _number(line_id)


def take_up(transaction: Transaction, *, line_id: int) -> None:
    """Take a line up again that was put aside. Raises Refused where it was not."""
    if not _no_longer_aside(transaction, line_id):
        raise Refused(_("This line was not put aside."))
    transaction.about = _number(line_id)


def judge_duplicate(transaction: Transaction, *, line_id: int, other_id: int, is_duplicate: bool) -> None:
    """Keep a person's word on two lines that look alike: `line_id` is the other over again, or they are two.

    What the line was put to is taken back with it. Raises Refused where they cannot be one.
    """
    line, other = _line(transaction, line_id), _line(transaction, other_id)
    same = (line.account_id, line.amount_cents) == (other.account_id, other.amount_cents)
    if line_id == other_id or not same or not line.amount_cents:
        raise Refused(_("Two lines can only be one where account and amount are the same."))
    transaction.about = f"{_number(line_id)}, {_number(other_id)}"
    if not is_duplicate:
        newer, older = max(line_id, other_id), min(line_id, other_id)
        told = select(col(NotDuplicate.id)).where(
            col(NotDuplicate.line_id) == newer, col(NotDuplicate.other_id) == older
        )
        if transaction.scalar(told) is None:
            transaction.add(NotDuplicate(line_id=newer, other_id=older))
        return
    if any(one.kind == "duplicate" for one in _postings(transaction, other_id)):
        raise Refused(_("The other line was put away as one that came twice; it must stay as the one that counts."))
    for one in _postings(transaction, line_id):
        _take_back(transaction, line_id, one)
    transaction.add(
        Posting(
            line_id=line_id,
            booked_on=first_open_day(transaction, line.booked_on),
            amount_cents=line.amount_cents,
            kind="duplicate",
            duplicate_of_id=other_id,
        )
    )
    _no_longer_aside(transaction, line_id)


def forget_account(transaction: Transaction, *, known_account_id: int) -> None:
    """Forget that an account pays for a contract; what was booked stays. Raises Refused where it is gone."""
    number: str | None = transaction.scalar(
        select(col(Contract.number))
        .join(KnownAccount, col(KnownAccount.contract_id) == col(Contract.id))
        .where(col(KnownAccount.id) == known_account_id)
    )
    transaction.remove(KnownAccount, known_account_id)
    transaction.about = number or ""


# -- the line ------------------------------------------------------------------------------------------------------


def _line(transaction: Transaction, line_id: int) -> _Line:
    posted = (
        select(func.coalesce(func.sum(col(Posting.amount_cents)), 0))
        .where(col(Posting.line_id) == line_id)
        .scalar_subquery()
    )
    row = transaction.execute(
        select(
            col(BankLine.account_id),
            col(BankLine.booked_on),
            col(BankLine.amount_cents),
            col(BankLine.iban),
            col(BankAccount.currency),
            col(BankAccount.status),
            posted,
        )
        .join(BankAccount, col(BankAccount.id) == col(BankLine.account_id))
        .where(col(BankLine.id) == line_id)
    ).first()
    if row is None:
        raise Refused(_("This bank line is no longer there; its file was taken back meanwhile."))
    account_id, booked_on, amount, iban, currency, status, gone = row
    return _Line(line_id, account_id, booked_on, amount, iban, currency, status, amount - gone)


def _waiting(transaction: Transaction, line_id: int) -> _Line:
    """Give a line of which something waits, of an own account in euros; raises Refused for any other."""
    line = _line(transaction, line_id)
    if line.currency != "EUR":
        raise Refused(
            _("This line is in {currency}; the books are in euros, so it can only be kept.").format(
                currency=line.currency
            )
        )
    if line.status != "own":
        raise Refused(_("This line is of an account not known as ours; confirm that account first."))
    if not line.waits_cents:
        raise Refused(_("All of this line has its place already; take that back first to put it elsewhere."))
    return line


def _postings(transaction: Transaction, line_id: int) -> list[_Standing]:
    """Give the postings of a line that stand: not countered, and countering nothing."""
    countered = select(col(Posting.reverses_id)).where(
        col(Posting.line_id) == line_id, col(Posting.reverses_id).is_not(None)
    )
    statement = (
        select(
            col(Posting.id),
            col(Posting.booked_on),
            col(Posting.amount_cents),
            col(Posting.kind),
            col(Posting.contract_id),
            col(Posting.member_id),
            col(Posting.category_id),
            col(Posting.charge_id),
            col(Posting.task_id),
            col(Posting.duplicate_of_id),
        )
        .where(
            col(Posting.line_id) == line_id,
            col(Posting.reverses_id).is_(None),
            col(Posting.id).not_in(countered),
        )
        .order_by(col(Posting.id))
    )
    return [_Standing(*row) for row in transaction.execute(statement).all()]


def _take_back(transaction: Transaction, line_id: int, one: _Standing) -> None:
    """Remove a posting of an open month, counter one of a closed month on the first open day."""
    back_on = first_open_day(transaction, one.booked_on)
    if back_on == one.booked_on:
        transaction.remove(Posting, one.posting_id)
        return
    transaction.add(
        Posting(
            line_id=line_id,
            booked_on=back_on,
            amount_cents=-one.amount_cents,
            kind=one.kind,
            contract_id=one.contract_id,
            member_id=one.member_id,
            category_id=one.category_id,
            charge_id=one.charge_id,
            task_id=one.task_id,
            duplicate_of_id=one.duplicate_of_id,
            reverses_id=one.posting_id,
        )
    )


def _no_longer_aside(transaction: Transaction, line_id: int) -> bool:
    aside_id: int | None = transaction.scalar(select(col(LineAside.id)).where(col(LineAside.line_id) == line_id))
    if aside_id is not None:
        transaction.remove(LineAside, aside_id)
    return aside_id is not None


def _remember(transaction: Transaction, line: _Line, contracts: set[int]) -> None:
    if not line.iban:
        raise Refused(_("The bank gave no account of the payer, so there is nothing to remember."))
    if len(contracts) != 1:
        raise Refused(_("An account is remembered for one contract; this is for several or for none."))
    (contract_id,) = contracts
    known = select(col(KnownAccount.id)).where(
        col(KnownAccount.iban) == line.iban, col(KnownAccount.contract_id) == contract_id
    )
    if transaction.scalar(known) is None:
        transaction.add(KnownAccount(iban=line.iban, contract_id=contract_id))


# -- what it was about ---------------------------------------------------------------------------------------------


def _number(line_id: int) -> str:
    return f"B{line_id}"


def _about(transaction: Transaction, line_id: int, parts: Iterable[Part | _Standing]) -> str:
    """Name the line and the numbers and codes of where its parts went."""
    names: list[str] = []
    for part in parts:
        found = transaction.scalar(
            select(col(Contract.number)).where(col(Contract.id) == part.contract_id)
            if part.contract_id is not None
            else select(col(Member.number)).where(col(Member.id) == part.member_id)
            if part.member_id is not None
            else select(col(Category.code)).where(col(Category.id) == part.category_id)
        )
        if found and found not in names:
            names.append(found)
    return f"{_number(line_id)} {', '.join(names)}".strip()

"""Deposits for keys: paid in the hand or put on the member's own account, and given back the same ways."""

from __future__ import annotations

from datetime import date

from coopadmin.domain.keys import check_day
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro
from coopadmin.i18n import _
from coopadmin.services.key_parts import loan_row, put_on_account
from db.journal import Transaction
from db.tables.keys import KeyLoan


def pay_deposit(
    transaction: Transaction,
    *,
    loan_id: int,
    paid_on: date,
    deposit_cents: int | None = None,
    on_account: bool = False,
) -> None:
    """Note that the deposit for a copy was paid; `deposit_cents` where the amount was not agreed before.

    `on_account` puts it on the member's own account instead, where paying it is followed from then on. Raises Invalid,
    Refused where it was paid, the copy is back, or there is no account.
    """
    loan = loan_row(transaction, loan_id)
    if loan.deposit_paid_on is not None:
        raise Refused(_("The deposit for {key} was paid already.").format(key=transaction.about))
    if loan.returned_on is not None:
        raise Refused(_("{key} is back; no deposit is asked for it any more.").format(key=transaction.about))
    cents = loan.deposit_cents if deposit_cents is None else deposit_cents
    problems = check_day("paid_on", paid_on, loan.issued_on, transaction.today)
    if not cents or cents < 0:
        problems.append(Problem("deposit_cents", _("write an amount above zero")))
    if problems or not cents:
        raise Invalid(problems)
    transaction.change(KeyLoan, loan_id, deposit_paid_on=paid_on, deposit_cents=cents)
    if on_account:
        what = _("deposit for key {key}").format(key=transaction.about)
        put_on_account(transaction, loan, "key_deposit", cents, paid_on, what)


def give_deposit_back(transaction: Transaction, *, loan_id: int, given_back_on: date, on_account: bool = False) -> None:
    """Note that a deposit was given back; `on_account` gives it back as credit on the member's own account.

    It may be given back for a copy that got lost too. Raises Invalid, Refused where none was paid, it was given back
    already, the copy is still out, or there is no account.
    """
    loan = loan_row(transaction, loan_id)
    if loan.deposit_paid_on is None or not loan.deposit_cents:
        raise Refused(_("No deposit was paid for {key}.").format(key=transaction.about))
    if loan.deposit_returned_on is not None:
        raise Refused(_("The deposit for {key} was given back already.").format(key=transaction.about))
    if loan.returned_on is None:
        raise Refused(
            _("{key} is still out; its deposit of {amount} goes back when it does.").format(
                key=transaction.about, amount=euro(loan.deposit_cents)
            )
        )
    if problems := check_day("given_back_on", given_back_on, loan.issued_on, transaction.today):
        raise Invalid(problems)
    transaction.change(KeyLoan, loan_id, deposit_returned_on=given_back_on)
    if on_account:
        what = _("deposit for key {key}, given back").format(key=transaction.about)
        put_on_account(transaction, loan, "key_deposit", -loan.deposit_cents, given_back_on, what)

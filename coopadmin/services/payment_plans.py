"""Agreeing payment plans for arrears, and ending them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.payment_plans import LONGEST, count_of_terms
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro, long_date, tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.queries.ledger import balance_cents
from db.queries.payment_plans import running_plan
from db.tables.contracts import Contract
from db.tables.ledger import PaymentPlan


def agree_plan(
    transaction: Transaction,
    *,
    contract_id: int,
    agreed_on: date,
    total_cents: int,
    term_cents: int,
    first_due_on: date,
    every_months: int = 1,
    note: str = "",
) -> int:
    """Agree a payment plan for what is owed on a contract; gives its number. Cents per term, the last is the rest.

    What is owed and left out of it stays due at once. A contract has one plan at a time. Raises Invalid.
    """
    number = transaction.scalar(select(col(Contract.number)).where(col(Contract.id) == contract_id))
    if number is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    transaction.flush()
    open_cents = balance_cents(transaction.connection, contract_id, agreed_on)
    problems = _amounts(total_cents, term_cents, every_months)
    if agreed_on > transaction.today:
        problems.append(Problem("agreed_on", _("a plan cannot be agreed on a day that is still to come")))
    if not problems and total_cents > open_cents:
        only = _("only {amount} is open on contract {number} on {day}")
        message = only.format(amount=euro(max(0, open_cents)), number=number, day=long_date(agreed_on))
        problems.append(Problem("total_cents", message))
    if first_due_on < agreed_on:
        problems.append(Problem("first_due_on", _("the first term cannot be due before the day it was agreed")))
    running = running_plan(transaction.connection, contract_id, transaction.today)
    if running is not None:
        already = _("contract {number} has a plan of {day} that still runs; end that one first")
        problems.append(Problem("contract_id", already.format(number=number, day=long_date(running.agreed_on))))
    if problems:
        raise Invalid(problems)
    transaction.about = str(number)
    return transaction.add(
        PaymentPlan(
            contract_id=contract_id,
            agreed_on=agreed_on,
            total_cents=total_cents,
            term_cents=term_cents,
            first_due_on=first_due_on,
            every_months=every_months,
            note=tidy(note),
        )
    )


def _amounts(total_cents: int, term_cents: int, every_months: int) -> list[Problem]:
    problems: list[Problem] = []
    if total_cents <= 0:
        problems.append(Problem("total_cents", _("give an amount above zero")))
    if term_cents <= 0:
        problems.append(Problem("term_cents", _("give an amount above zero")))
    elif 0 < total_cents < term_cents:
        problems.append(Problem("term_cents", _("a term cannot be more than the whole")))
    elif total_cents > 0 and count_of_terms(total_cents, term_cents) > LONGEST:
        problems.append(Problem("term_cents", _("that would be more than {most} terms").format(most=LONGEST)))
    if not 1 <= every_months <= 12:
        problems.append(Problem("every_months", _("give a number of months from 1 to 12")))
    return problems


def end_plan(transaction: Transaction, *, plan_id: int, ended_on: date, note: str = "") -> None:
    """End a payment plan before its time, on a day; all that is open is due again. Raises Invalid."""
    row = transaction.execute(
        select(col(Contract.number), col(PaymentPlan.agreed_on), col(PaymentPlan.ended_on), col(PaymentPlan.note))
        .join(Contract, col(Contract.id) == col(PaymentPlan.contract_id))
        .where(col(PaymentPlan.id) == plan_id)
    ).first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    number, agreed_on, ended, said = row
    if ended is not None:
        raise Refused(_("This plan was ended on {day} already.").format(day=long_date(ended)))
    if ended_on < agreed_on:
        raise Invalid([Problem("ended_on", _("a plan cannot end before the day it was agreed"))])
    transaction.about = number
    words = " · ".join(part for part in (said, tidy(note)) if part)
    transaction.change(PaymentPlan, plan_id, ended_on=ended_on, note=words)

"""What a treasurer does with an account that does not come out even: write off, move, give back."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.identifiers import read_iban
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro, long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.closing import first_open_day
from db.journal import Transaction
from db.queries.association import rule_number
from db.queries.ledger import balance_cents
from db.queries.refunds import refunds, waiting_cents
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.ledger import Refund
from db.tables.matching import Posting


def write_off(
    transaction: Transaction,
    *,
    contract_id: int,
    amount_cents: int | None = None,
    reason: str,
    decision: str = "",
) -> int:
    """Write off what is open on a contract, or so many cents of it, with the reason; gives the charge's number.

    Without an amount all that is open goes, where that is a small difference (the rule `write_off_limit_euros`); more
    than that needs its amount and the decision it rests on. It is dated today or on the first open day. Raises Invalid.
    """
    number = _number(transaction, contract_id)
    open_cents = _balance(transaction, contract_id)
    if open_cents <= 0:
        raise Refused(_("Nothing is open on contract {number}; there is nothing to write off.").format(number=number))
    limit = rule_number(transaction.connection, "write_off_limit_euros", transaction.today) * 100
    amount = open_cents if amount_cents is None else amount_cents
    problems: list[Problem] = []
    if amount <= 0:
        problems.append(Problem("amount_cents", _("give an amount above zero")))
    elif amount > open_cents:
        reason_text = _("only {amount} is open on contract {number}")
        problems.append(Problem("amount_cents", reason_text.format(amount=euro(open_cents), number=number)))
    elif amount_cents is None and amount > limit:
        asked = _("{amount} is open, which is no small difference; give the amount to write off")
        problems.append(Problem("amount_cents", asked.format(amount=euro(open_cents))))
    problems += _reason(reason)
    if amount > limit and not tidy(decision):
        asked = _("above {limit} a decision is needed; give its number")
        problems.append(Problem("decision", asked.format(limit=euro(limit))))
    if problems:
        raise Invalid(problems)
    transaction.about = number
    note = tidy(reason)
    if tidy(decision):
        note = _("{reason} (decision {decision})").format(reason=note, decision=tidy(decision))
    return transaction.add(
        Charge(
            contract_id=contract_id,
            kind="write_off",
            due_on=first_open_day(transaction, transaction.today),
            amount_cents=-amount,
            note=note,
        )
    )


def move_amount(
    transaction: Transaction, *, from_contract_id: int, to_contract_id: int, amount_cents: int, reason: str
) -> tuple[int, int]:
    """Move money that was put on one contract to the one it was meant for; gives the numbers of both charges.

    The payment itself stays where it is, which also puts a wrong match in a closed month right: the one contract is
    charged the amount, the other gets it, dated today or on the first open day. Raises Invalid.
    """
    giver = _number(transaction, from_contract_id)
    problems: list[Problem] = []
    if to_contract_id == from_contract_id:
        problems.append(Problem("to_contract_id", _("choose another contract than the one it comes from")))
    taker = _number(transaction, to_contract_id)
    there = _paid_cents(transaction, from_contract_id)
    if amount_cents <= 0:
        problems.append(Problem("amount_cents", _("give an amount above zero")))
    elif amount_cents > there:
        only = _("no more than {amount} was ever put on contract {number}")
        problems.append(Problem("amount_cents", only.format(amount=euro(max(0, there)), number=giver)))
    problems += _reason(reason)
    if problems:
        raise Invalid(problems)
    transaction.about = f"{giver} {taker}"
    due_on = first_open_day(transaction, transaction.today)
    numbers: list[int] = []
    for contract_id, cents, words in (
        (from_contract_id, amount_cents, _("moved to {number}: {reason}").format(number=taker, reason=tidy(reason))),
        (to_contract_id, -amount_cents, _("moved from {number}: {reason}").format(number=giver, reason=tidy(reason))),
    ):
        moved = Charge(contract_id=contract_id, kind="moved", due_on=due_on, amount_cents=cents, note=words)
        numbers.append(transaction.add(moved))
    return numbers[0], numbers[1]


def plan_refund(transaction: Transaction, *, contract_id: int, amount_cents: int, iban: str = "", note: str) -> int:
    """Plan to give a credit back; gives the refund's number. It is paid once the bank shows it on the contract.

    Raises Invalid where it is more than the credit, less what is to go back already.
    """
    number = _number(transaction, contract_id)
    credit = max(0, -_balance(transaction, contract_id)) - waiting_cents(transaction.connection, contract_id)
    problems: list[Problem] = []
    if credit <= 0:
        raise Refused(_("There is no credit on contract {number} to give back.").format(number=number))
    if amount_cents <= 0:
        problems.append(Problem("amount_cents", _("give an amount above zero")))
    elif amount_cents > credit:
        only = _("no more than {amount} can go back on contract {number}")
        problems.append(Problem("amount_cents", only.format(amount=euro(credit), number=number)))
    if tidy(iban):
        try:
            iban = read_iban(iban)
        except ValueError as error:
            problems.append(Problem("iban", str(error)))
    if not tidy(note):
        problems.append(Problem("note", _("say why it goes back")))
    if problems:
        raise Invalid(problems)
    transaction.about = number
    return transaction.add(
        Refund(
            contract_id=contract_id,
            decided_on=transaction.today,
            amount_cents=amount_cents,
            iban=tidy(iban),
            note=tidy(note),
        )
    )


def cancel_refund(transaction: Transaction, *, refund_id: int) -> None:
    """Call a refund off that was not paid yet; raises Refused for one that was."""
    contract_id = transaction.scalar(select(col(Refund.contract_id)).where(col(Refund.id) == refund_id))
    found = () if contract_id is None else refunds(transaction.connection, contract_id)
    known = next((one for one in found if one.refund_id == refund_id), None)
    if known is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    if known.paid_on is not None:
        raise Refused(
            _("This refund of {amount} was paid on {day} and can no longer be called off.").format(
                amount=euro(known.amount_cents), day=long_date(known.paid_on)
            )
        )
    transaction.about = known.contract
    transaction.remove(Refund, refund_id)


def _number(transaction: Transaction, contract_id: int) -> str:
    number = transaction.scalar(select(col(Contract.number)).where(col(Contract.id) == contract_id))
    if number is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return str(number)


def _balance(transaction: Transaction, contract_id: int) -> int:
    """Give what is owed today or on the first open day, with what this deed did so far."""
    transaction.flush()
    return balance_cents(transaction.connection, contract_id, first_open_day(transaction, transaction.today))


def _paid_cents(transaction: Transaction, contract_id: int) -> int:
    """Give all that was put on a contract: payments, and what was moved to it."""
    posted = transaction.scalar(
        select(func.sum(col(Posting.amount_cents))).where(
            col(Posting.contract_id) == contract_id, col(Posting.kind) == "contract"
        )
    )
    moved = transaction.scalar(
        select(func.sum(col(Charge.amount_cents))).where(
            col(Charge.contract_id) == contract_id, col(Charge.kind) == "moved"
        )
    )
    return int(posted or 0) - int(moved or 0)


def _reason(reason: str) -> list[Problem]:
    return [] if tidy(reason) else [Problem("reason", _("give the reason; the audit committee will ask for it"))]

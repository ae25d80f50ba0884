"""Deposits: taken over from before, received and given back in cash, and what is set off against them.

What the bank brings or takes is a posting of a bank line; the deeds here are for everything else.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.deposits import DEDUCTIONS, KINDS, ON_ACCOUNT, free_cents
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro, long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.closing import require_open
from db.journal import Transaction
from db.queries.balances import balance_cents
from db.queries.base import in_force_on
from db.queries.deposits import movements_of
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.deposits import DepositMovement
from db.tables.matching import Posting


def hold_before(
    transaction: Transaction, *, contract_id: int, moved_on: date, amount_cents: int, note: str = ""
) -> int:
    """Note a deposit that was held already when this administration began. Raises Invalid."""
    _check(transaction, contract_id, moved_on, amount_cents)
    return _move(transaction, contract_id, moved_on, "held_before", amount_cents, note)


def hold_agreed(transaction: Transaction, *, moved_on: date) -> int:
    """Note the agreed deposit as held from before, for every contract in force of which nothing is known; counts them.

    Raises Invalid.
    """
    if problems := _day_problems(transaction, moved_on):
        raise Invalid(problems)
    found = transaction.execute(
        select(col(Contract.id), col(Contract.deposit_cents)).where(
            col(Contract.deposit_cents) > 0,
            in_force_on(col(Contract.starts_on), col(Contract.ends_on), moved_on),
            col(Contract.id).not_in(select(col(DepositMovement.contract_id))),
            col(Contract.id).not_in(
                select(col(Posting.contract_id)).where(
                    col(Posting.kind) == "deposit", col(Posting.contract_id).is_not(None)
                )
            ),
        )
    ).all()
    for contract_id, cents in found:
        transaction.insert(
            DepositMovement, contract_id=contract_id, moved_on=moved_on, kind="held_before", amount_cents=cents
        )
    transaction.about = f"{moved_on:%Y-%m-%d}"
    return len(found)


def receive_cash(
    transaction: Transaction, *, contract_id: int, moved_on: date, amount_cents: int, note: str = ""
) -> int:
    """Note a deposit, or what tops it up, that was received in cash. Raises Invalid."""
    _check(transaction, contract_id, moved_on, amount_cents)
    return _move(transaction, contract_id, moved_on, "cash", amount_cents, note)


def return_cash(
    transaction: Transaction, *, contract_id: int, moved_on: date, amount_cents: int, note: str = ""
) -> int:
    """Note what was given back in cash, in cents above zero; never beyond what is held. Raises Invalid."""
    _check(transaction, contract_id, moved_on, amount_cents)
    _within_held(transaction, contract_id, moved_on, amount_cents)
    return _move(transaction, contract_id, moved_on, "cash", -amount_cents, note)


def deduct(
    transaction: Transaction, *, contract_id: int, moved_on: date, kind: str, amount_cents: int, note: str
) -> int:
    """Set an amount off against a deposit; gives the movement's number. Civil Code (BW) 7:261b.

    The contract's account gets the same amount in its favour. Damage is put on the account first, so that it ends as
    it was; rent, service costs and energy must stand open on it already. Raises Invalid, also beyond what is held.
    """
    problems: list[Problem] = []
    if kind not in DEDUCTIONS:
        known = ", ".join(_(KINDS[one]) for one in DEDUCTIONS)
        problems.append(Problem("kind", _("only these may be set off: {known}").format(known=known)))
    if not tidy(note):
        problems.append(Problem("note", _("say what it is for; the specification to the tenant must be complete")))
    _check(transaction, contract_id, moved_on, amount_cents, problems)
    _within_held(transaction, contract_id, moved_on, amount_cents)
    owed = balance_cents(transaction.connection, contract_id, moved_on)
    if kind in ON_ACCOUNT and amount_cents > owed:
        sentence = _("only {amount} is open on the account on {day}; what is owed must be charged there first")
        message = sentence.format(amount=euro(max(0, owed)), day=long_date(moved_on))
        raise Invalid([Problem("amount_cents", message)])
    text = f"{_(KINDS[kind])}: {tidy(note)}"
    damage_id = None
    if kind == "damage":
        damage_id = transaction.add(
            Charge(contract_id=contract_id, kind="damage", due_on=moved_on, amount_cents=amount_cents, note=tidy(note))
        )
    charge_id = transaction.add(
        Charge(
            contract_id=contract_id,
            kind="deposit_settlement",
            due_on=moved_on,
            amount_cents=-amount_cents,
            note=text,
            corrects_id=damage_id,
        )
    )
    return _move(transaction, contract_id, moved_on, kind, -amount_cents, note, charge_id)


def _check(
    transaction: Transaction, contract_id: int, moved_on: date, amount_cents: int, problems: list[Problem] | None = None
) -> None:
    """Check what every deed asks, and name the contract in the journal; raises Invalid with all problems together."""
    number = transaction.scalar(select(col(Contract.number)).where(col(Contract.id) == contract_id))
    if number is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    found = list(problems or [])
    if amount_cents <= 0:
        found.append(Problem("amount_cents", _("give an amount above zero")))
    found += _day_problems(transaction, moved_on)
    if found:
        raise Invalid(found)
    transaction.about = str(number)


def _day_problems(transaction: Transaction, moved_on: date) -> list[Problem]:
    if moved_on > transaction.today:
        return [Problem("moved_on", _("this day has not come yet"))]
    try:
        require_open(transaction, moved_on)
    except Refused as refused:
        return [Problem("moved_on", str(refused))]
    return []


def _within_held(transaction: Transaction, contract_id: int, moved_on: date, amount_cents: int) -> None:
    free = free_cents(movements_of(transaction.connection, contract_id), moved_on)
    if amount_cents > free:
        message = _("only {amount} of the deposit is held; no more can be taken off it").format(amount=euro(free))
        raise Invalid([Problem("amount_cents", message)])


def _move(
    transaction: Transaction,
    contract_id: int,
    moved_on: date,
    kind: str,
    amount_cents: int,
    note: str,
    charge_id: int | None = None,
) -> int:
    return transaction.add(
        DepositMovement(
            contract_id=contract_id,
            moved_on=moved_on,
            kind=kind,
            amount_cents=amount_cents,
            charge_id=charge_id,
            note=tidy(note),
        )
    )

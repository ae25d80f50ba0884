"""What a treasurer does with rents: a new line from a day on, and what was owed when this administration began."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import col

from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro, long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.closing import why_closed
from db.journal import Transaction
from db.queries.closing import closed_through
from db.tables.contracts import Contract
from db.tables.rents import OpeningBalance, RentLine


def set_rent(
    transaction: Transaction,
    *,
    contract_id: int,
    valid_from: date,
    basic_rent_cents: int,
    service_charge_cents: int = 0,
    energy_cents: int = 0,
    replace: bool = False,
) -> int:
    """Set what a contract costs per month from a day on; gives the line's number in the store.

    A line that begins on that very day is only put right with `replace`. Raises Invalid.
    """
    number, starts_on, ends_on = _contract(transaction, contract_id)
    amounts = {
        "basic_rent_cents": basic_rent_cents,
        "service_charge_cents": service_charge_cents,
        "energy_cents": energy_cents,
    }
    problems = check_amounts(amounts)
    if valid_from < starts_on:
        reason = _("contract {number} begins on {day}; its rent cannot begin before that")
        problems.append(Problem("valid_from", reason.format(number=number, day=long_date(starts_on))))
    elif ends_on and valid_from > ends_on:
        reason = _("contract {number} ends on {day}; its rent cannot change after that")
        problems.append(Problem("valid_from", reason.format(number=number, day=long_date(ends_on))))
    line = transaction.execute(
        select(col(RentLine.id), col(RentLine.basic_rent_cents)).where(
            col(RentLine.contract_id) == contract_id, col(RentLine.valid_from) == valid_from
        )
    ).first()
    if line is not None and not replace:
        reason = _("contract {number} already has a rent from {day} (basic rent {amount}); choose to replace it")
        problems.append(
            Problem("valid_from", reason.format(number=number, day=long_date(valid_from), amount=euro(line[1])))
        )
    if problems:
        raise Invalid(problems)
    transaction.about = number
    if line is None:
        return transaction.add(RentLine(contract_id=contract_id, valid_from=valid_from, **amounts))
    transaction.change(RentLine, line[0], **amounts)
    return line[0]


def set_opening(
    transaction: Transaction,
    *,
    contract_id: int,
    due_on: date,
    amount_cents: int,
    note: str = "",
    replace: bool = False,
) -> int:
    """Set what was still owed on a contract when this administration began, due on its old day.

    Negative cents: the tenant was ahead. An amount due on that very day is only put right with `replace`. Raises
    Invalid. Gives its number in the store.
    """
    number, _starts_on, _ends_on = _contract(transaction, contract_id)
    known = transaction.execute(
        select(col(OpeningBalance.id), col(OpeningBalance.amount_cents)).where(
            col(OpeningBalance.contract_id) == contract_id, col(OpeningBalance.due_on) == due_on
        )
    ).first()
    if known is not None and not replace:
        reason = _("contract {number} already has {amount} due on {day}; choose to replace it")
        raise Invalid([Problem("due_on", reason.format(number=number, amount=euro(known[1]), day=long_date(due_on)))])
    if reason := why_closed(closed_through(transaction.connection), due_on):
        raise Invalid([Problem("due_on", reason)])
    transaction.about = number
    if known is None:
        opening = OpeningBalance(contract_id=contract_id, due_on=due_on, amount_cents=amount_cents, note=tidy(note))
        return transaction.add(opening)
    transaction.change(OpeningBalance, known[0], amount_cents=amount_cents, note=tidy(note))
    return known[0]


def check_amounts(amounts: dict[str, int]) -> list[Problem]:
    """Say which amounts of a rent line are below zero; fields are named as in `amounts`."""
    return [Problem(name, _("this amount cannot be below zero")) for name, cents in amounts.items() if cents < 0]


def _contract(transaction: Transaction, contract_id: int) -> tuple[str, date, date | None]:
    row = transaction.execute(
        select(col(Contract.number), col(Contract.starts_on), col(Contract.ends_on)).where(
            col(Contract.id) == contract_id
        )
    ).first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return row[0], row[1], row[2]

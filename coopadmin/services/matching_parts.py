"""The parts a bank line is put to, and what cannot be about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.deposits import free_cents
from coopadmin.domain.suggestions import BY_HAND
from coopadmin.errors import Problem
from coopadmin.formats import euro, long_date
from coopadmin.i18n import _
from db.journal import Transaction
from db.queries.deposits import movements_of
from db.tables.budget import Category
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Member


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bank line and where it belongs: in cents, with the sign of the line.

    `kind` is one of BY_HAND; a deposit names the contract it is of. `charge_id` says which charge it was meant for,
    `task_id` which maintenance task a category's cost is of.
    """

    amount_cents: int
    kind: str
    contract_id: int | None = None
    member_id: int | None = None
    category_id: int | None = None
    charge_id: int | None = None
    task_id: int | None = None
    note: str = ""


def amount_problems(parts: Sequence[Part], waits_cents: int) -> list[Problem]:
    """Say what cannot be about the amounts of parts of which `waits_cents` are to be placed."""
    if not parts:
        return [Problem("parts", _("say where at least a part of it belongs"))]
    if any(not part.amount_cents for part in parts):
        return [Problem("amount_cents", _("give every part an amount"))]
    if any((part.amount_cents < 0) != (waits_cents < 0) for part in parts):
        went = _("this money went out, so no part of it can have come in")
        came = _("this money came in, so no part of it can have gone out")
        return [Problem("amount_cents", went if waits_cents < 0 else came)]
    total = sum(part.amount_cents for part in parts)
    if abs(total) > abs(waits_cents):
        sentence = _("together this is {total}, and {waits} of this line waits").format(
            total=euro(abs(total)), waits=euro(abs(waits_cents))
        )
        return [Problem("amount_cents", sentence)]
    return []


def place_problems(transaction: Transaction, part: Part, on: date) -> list[Problem]:
    """Say what cannot be about where a part goes; the fields are those of Part."""
    wanted = BY_HAND.get(part.kind)
    if wanted is None:
        return [Problem("kind", _("choose what it is: a contract, a member, a deposit, a category or a transfer"))]
    named = {name for name in ("contract_id", "member_id", "category_id") if getattr(part, name) is not None}
    if named != ({wanted} if wanted else set()):
        return [Problem(wanted or "kind", _("name the one place where it belongs"))]
    if part.kind == "category":
        return _category_problems(transaction, part, on)
    if part.task_id is not None:
        return [Problem("task_id", _("only a cost in a category belongs to a maintenance task"))]
    model = Contract if wanted == "contract_id" else Member
    number = part.contract_id if wanted == "contract_id" else part.member_id
    if wanted and transaction.scalar(select(col(model.id)).where(col(model.id) == number)) is None:
        return [Problem(wanted, _("this is no longer there; choose another"))]
    if part.charge_id is None:
        return []
    charge = transaction.execute(
        select(col(Charge.contract_id), col(Charge.member_id)).where(col(Charge.id) == part.charge_id)
    ).first()
    if part.kind not in ("contract", "member") or charge is None or (part.contract_id, part.member_id) != tuple(charge):
        return [Problem("charge_id", _("this charge is not on that account"))]
    return []


def deposit_problems(transaction: Transaction, parts: Sequence[Part], booked_on: date) -> list[Problem]:
    """Say where parts together take more off a contract's deposit than is held of it, that day or later."""
    leaves: dict[int, int] = {}
    for part in parts:
        if part.kind == "deposit" and part.contract_id is not None and part.amount_cents < 0:
            leaves[part.contract_id] = leaves.get(part.contract_id, 0) - part.amount_cents
    problems: list[Problem] = []
    for contract_id, cents in leaves.items():
        number = transaction.scalar(select(col(Contract.number)).where(col(Contract.id) == contract_id))
        free = free_cents(movements_of(transaction.connection, contract_id), booked_on)
        if number is not None and cents > free:
            sentence = _(
                "only {amount} of the deposit of contract {number} is held; no more can go out of it. Was it held from "
                "before, note that first; the rest belongs elsewhere"
            )
            problems.append(Problem("amount_cents", sentence.format(amount=euro(free), number=number)))
    return problems


def _category_problems(transaction: Transaction, part: Part, on: date) -> list[Problem]:
    row = transaction.execute(select(col(Category.ended_on)).where(col(Category.id) == part.category_id)).first()
    if row is None:
        return [Problem("category_id", _("this category is no longer there; choose another"))]
    (ended_on,) = row
    if ended_on is not None and ended_on < on:
        sentence = _("this category ended on {day}; choose another").format(day=long_date(ended_on))
        return [Problem("category_id", sentence)]
    if part.charge_id is not None:
        return [Problem("charge_id", _("this charge is not on that account"))]
    task = select(col(MaintenanceTask.id)).where(col(MaintenanceTask.id) == part.task_id)
    if part.task_id is not None and transaction.scalar(task) is None:
        return [Problem("task_id", _("this task is no longer there; choose another"))]
    return []

"""Steps taken with tenants who are behind, and the cost that may follow: each logged once per debt and level."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.arrears import (
    COST,
    LETTERS,
    LEVELS,
    EarlyWarning,
    can_be_logged,
    early_warning_text,
)
from coopadmin.domain.collection import cost_text, missing_condition
from coopadmin.domain.ledger import OpenDebt, Ref
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _, ngettext
from coopadmin.services.closing import require_open
from db.journal import Transaction
from db.queries.arrears import DueRow, due_steps
from db.queries.balances import settled
from db.queries.collection import StepRow, cost_case, cost_of, ladder, refs_of_case, steps_of
from db.tables.arrears import CollectionStep, CollectionStepCharge
from db.tables.charges import Charge
from db.tables.contracts import Contract


@dataclass(frozen=True, slots=True)
class StepsRun:
    """What came of a run: the steps it took, and those that are due and a person's own work."""

    taken: tuple[DueRow, ...]
    step_ids: tuple[int, ...]
    left: tuple[DueRow, ...]


# -- taking steps --------------------------------------------------------------------------------------------------


def take_step(
    transaction: Transaction,
    *,
    contract_id: int,
    level: str,
    taken_on: date,
    received_on: date | None = None,
    note: str = "",
    early_warning: EarlyWarning | None = None,
) -> int:
    """Log a step about all open debts of a contract that are old enough and were not in that level; gives its number.

    A fourteen-day letter announces the exact cost. A report to the municipality needs its facts. Raises Invalid, and
    Refused where no debt is ready for the level.
    """
    number = _number(transaction, contract_id)
    if problems := _wrong(transaction, level, taken_on, received_on):
        raise Invalid(problems)
    steps = steps_of(transaction.connection, [contract_id]).get(contract_id, ())
    debts = _ready(transaction, contract_id, level, taken_on, steps)
    if level == "municipality":
        note = "\n".join(part for part in (_warned(early_warning, debts, steps), note.strip()) if part)
    transaction.about = number
    return _log(transaction, contract_id, level, taken_on, debts, received_on=received_on, note=note.strip())


def _number(transaction: Transaction, contract_id: int) -> str:
    number: str | None = transaction.scalar(select(col(Contract.number)).where(col(Contract.id) == contract_id))
    if number is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return number


def _wrong(transaction: Transaction, level: str, taken_on: date, received_on: date | None) -> list[Problem]:
    problems: list[Problem] = []
    if level not in LEVELS:
        known = ", ".join(_(label) for label in LEVELS.values())
        problems.append(Problem("level", _("choose one of: {known}").format(known=known)))
    if taken_on > transaction.today:
        problems.append(Problem("taken_on", _("a step is logged once it was taken, today at the latest")))
    if received_on is not None:
        problems += _wrong_delivery(transaction, taken_on, received_on)
    return problems


def _wrong_delivery(transaction: Transaction, taken_on: date, received_on: date) -> list[Problem]:
    if received_on < taken_on:
        sentence = _("a letter of {day} cannot have been delivered before that day")
        return [Problem("received_on", sentence.format(day=long_date(taken_on)))]
    if received_on > transaction.today:
        return [Problem("received_on", _("this day has not come yet; leave it empty until it was delivered"))]
    return []


def _ready(
    transaction: Transaction, contract_id: int, level: str, on: date, steps: Collection[StepRow]
) -> list[OpenDebt]:
    """Give the debts that a level is about by hand: old enough for it, and not in it yet."""
    transaction.flush()
    open_debts = settled(transaction.connection, [contract_id], on)[contract_id].open
    if not open_debts:
        raise Refused(_("Nothing is open on this contract on {day}.").format(day=long_date(on)))
    days = max(1, ladder(transaction.connection, on).days[level])
    in_level = {ref for step in steps if step.level == level for ref in step.refs}
    fresh = [
        one
        for one in open_debts
        if can_be_logged(one.debt.ref)
        and one.debt.ref not in in_level
        and not (level == "fourteen_day_letter" and one.debt.kind == COST)
    ]
    if not fresh:
        sentence = _("Every open charge was in this step already ({level}), and none goes through it twice.")
        raise Refused(sentence.format(level=_(LEVELS[level])))
    ready = [one for one in fresh if (on - one.debt.due_on).days >= days]
    if not ready:
        sentence = ngettext(
            "No open charge is {count} day late yet; this step ({level}) comes no sooner.",
            "No open charge is {count} days late yet; this step ({level}) comes no sooner.",
            days,
        )
        raise Refused(sentence.format(count=days, level=_(LEVELS[level])))
    return ready


def _warned(facts: EarlyWarning | None, debts: Collection[OpenDebt], steps: Collection[StepRow]) -> str:
    """Write down what a report to the municipality rests on; raises Invalid and Refused."""
    refs = {one.debt.ref for one in debts}
    reminders = [step.taken_on for step in steps if step.level in LETTERS and step.refs & refs]
    if not reminders:
        raise Refused(_("The municipality may be told only after a written reminder; log that step first."))
    given = facts or EarlyWarning("", "", "", "", no_objection=False)
    problems = [
        Problem(name, _("say what was done and when; the municipality may be told only after it"))
        for name in ("contact", "help", "offer", "agreed")
        if not tidy(getattr(given, name))
    ]
    if problems:
        raise Invalid(problems)
    if not given.no_objection:
        raise Refused(_("A tenant who objects is not reported to the municipality."))
    return early_warning_text(given, min(reminders))


def _log(
    transaction: Transaction,
    contract_id: int,
    level: str,
    taken_on: date,
    debts: Collection[OpenDebt],
    *,
    received_on: date | None = None,
    note: str = "",
) -> int:
    open_cents = sum(one.open_cents for one in debts)
    cost = None
    if level == "fourteen_day_letter":
        found = cost_of(transaction.connection, contract_id, open_cents, taken_on)
        cost = found.cost_cents if found else None
    step_id = transaction.add(
        CollectionStep(
            contract_id=contract_id,
            level=level,
            taken_on=taken_on,
            received_on=received_on,
            open_cents=open_cents,
            cost_cents=cost,
            note=note,
        )
    )
    _name_debts(transaction, step_id, level, [one.debt.ref for one in debts])
    return step_id


def _name_debts(transaction: Transaction, step_id: int, level: str, refs: Collection[Ref]) -> None:
    for kind, row_id in sorted(refs):
        column = "charge_id" if kind == "charge" else "opening_id"
        transaction.insert(CollectionStepCharge, step_id=step_id, level=level, **{column: row_id})


def run_steps(transaction: Transaction, *, on: date) -> StepsRun:
    """Take every letter that is due by a day, over all contracts; what a person must do is only named.

    Running it again takes nothing. Raises Invalid for a day to come.
    """
    if on > transaction.today:
        raise Invalid([Problem("on", _("a step is logged once it was taken, today at the latest"))])
    transaction.flush()
    due = due_steps(transaction.connection, on)
    taken = tuple(row for row in due if row.step.by_run)
    open_debts = settled(transaction.connection, {row.contract_id for row in taken}, on)
    ids: list[int] = []
    for row in taken:
        debts = [one for one in open_debts[row.contract_id].open if one.debt.ref in row.step.refs]
        ids.append(_log(transaction, row.contract_id, row.step.level, on, debts))
    transaction.about = f"{on:%Y-%m-%d}"
    return StepsRun(taken, tuple(ids), tuple(row for row in due if not row.step.by_run))


def set_received(transaction: Transaction, *, step_id: int, received_on: date) -> None:
    """Log the day a letter was delivered, from which its fourteen days count. Raises Invalid and Refused.

    Once its cost was charged the day stays as it is.
    """
    row = transaction.execute(
        select(col(CollectionStep.contract_id), col(CollectionStep.level), col(CollectionStep.taken_on)).where(
            col(CollectionStep.id) == step_id
        )
    ).first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    contract_id, level, taken_on = row
    if level not in LETTERS:
        raise Refused(_("Only a letter is delivered."))
    if problems := _wrong_delivery(transaction, taken_on, received_on):
        raise Invalid(problems)
    steps = steps_of(transaction.connection, [contract_id])[contract_id]
    charged = {ref for step in steps if step.level == COST for ref in step.refs}
    this = next(step for step in steps if step.step_id == step_id)
    if level == "fourteen_day_letter" and this.refs & charged:
        raise Refused(_("The cost of this letter was charged already, counting from the day it has."))
    transaction.about = _number(transaction, contract_id)
    transaction.change(CollectionStep, step_id, received_on=received_on)


# -- the cost ------------------------------------------------------------------------------------------------------


def charge_cost(transaction: Transaction, *, contract_id: int, on: date) -> int:
    """Charge the collection cost of a fourteen-day letter, with its calculation as the note; gives the charge's number.

    Only where the letter named the exact cost and its fourteen whole days passed without full payment; what was paid
    in time lowers the base, and a debt bears cost once. Raises Refused naming the condition that is missing, Invalid
    for a day to come.
    """
    if on > transaction.today:
        raise Invalid([Problem("on", _("this day has not come yet"))])
    number = _number(transaction, contract_id)
    require_open(transaction, on)
    case = cost_case(transaction.connection, contract_id, on)
    if missing := missing_condition(case, on):
        raise Refused(missing)
    if case is None or case.cost is None:
        raise AssertionError("a case without a missing condition has its cost")
    refs = refs_of_case(transaction.connection, contract_id, case)
    note = _("{calculation} · letter of {letter}, delivered {delivered}, not paid in full by {last}").format(
        calculation=cost_text(case.cost),
        letter=long_date(case.taken_on),
        delivered=long_date(case.delivered_on),
        last=long_date(case.last_day),
    )
    transaction.about = number
    charge_id = transaction.add(
        Charge(contract_id=contract_id, kind=COST, due_on=on, amount_cents=case.cost.cost_cents, note=note)
    )
    # The charge is logged as a step of its own, so that no debt ever bears cost twice.
    step_id = transaction.add(
        CollectionStep(
            contract_id=contract_id,
            level=COST,
            taken_on=on,
            open_cents=case.base_cents,
            cost_cents=case.cost.cost_cents,
            note=note,
        )
    )
    _name_debts(transaction, step_id, COST, refs)
    return charge_id

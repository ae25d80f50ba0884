"""The steps that were taken with contracts that are behind, and what charging their cost rests on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.arrears import COST, LETTERS, Ladder, Taken, ladder_on
from coopadmin.domain.arrears_letters import Letter
from coopadmin.domain.association import rule_on, with_defaults
from coopadmin.domain.collection import CAP_MONTHS, Cost, CostCase, collection_cost, missing_condition
from coopadmin.domain.ledger import Ref
from coopadmin.domain.periods import add_months
from db.queries.association import cooperative, rules
from db.queries.balances import chunks, settled
from db.queries.contracts import record
from db.queries.legal import legal_settings
from db.queries.rents import monthly_cents
from db.queries.tenants import tenants_of
from db.tables.arrears import CollectionStep, CollectionStepCharge
from db.tables.bank import BankAccount, BankLine, BankStatement
from db.tables.charges import Charge


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as it was logged, with the debts it was about; amounts in cents."""

    step_id: int
    contract_id: int
    level: str
    taken_on: date
    received_on: date | None
    open_cents: int
    cost_cents: int | None
    note: str
    refs: frozenset[Ref]

    @property
    def taken(self) -> Taken:
        """The step as the ladder looks at it."""
        return Taken(self.level, self.taken_on, self.received_on, self.refs)


def steps_of(connection: Connection, contract_ids: Collection[int]) -> dict[int, tuple[StepRow, ...]]:
    """Give the steps taken with some contracts, oldest first; a contract without any is left out."""
    found: dict[int, tuple[StepRow, ...]] = {}
    for some in chunks(contract_ids):
        refs = _refs(connection, some or [])
        statement = (
            select(
                col(CollectionStep.id),
                col(CollectionStep.contract_id),
                col(CollectionStep.level),
                col(CollectionStep.taken_on),
                col(CollectionStep.received_on),
                col(CollectionStep.open_cents),
                col(CollectionStep.cost_cents),
                col(CollectionStep.note),
            )
            .where(col(CollectionStep.contract_id).in_(some or []))
            .order_by(col(CollectionStep.taken_on), col(CollectionStep.id))
        )
        for step in connection.execute(statement):
            row = StepRow(*step, refs=frozenset(refs.get(step[0], ())))
            found[row.contract_id] = (*found.get(row.contract_id, ()), row)
    return found


def _refs(connection: Connection, contract_ids: Collection[int]) -> dict[int, list[Ref]]:
    statement = (
        select(
            col(CollectionStepCharge.step_id),
            col(CollectionStepCharge.charge_id),
            col(CollectionStepCharge.opening_id),
        )
        .join(CollectionStep, col(CollectionStep.id) == col(CollectionStepCharge.step_id))
        .where(col(CollectionStep.contract_id).in_(contract_ids))
    )
    found: dict[int, list[Ref]] = {}
    for step_id, charge_id, opening_id in connection.execute(statement):
        ref: Ref = ("opening", opening_id or 0) if charge_id is None else ("charge", charge_id)
        found.setdefault(step_id, []).append(ref)
    return found


def ladder(connection: Connection, on: date) -> Ladder:
    """Give the steps as the group set them for a day."""
    return ladder_on(rules(connection), on)


# -- the cost ------------------------------------------------------------------------------------------------------


def cost_of(connection: Connection, contract_id: int, principal_cents: int, on: date) -> Cost | None:
    """Compute what collecting an amount from a contract may cost: its rent is the term, the VAT is as it was set.

    The scale and its limits are the law's of that day, or what the group entered for it.
    """
    vat = rule_on(with_defaults(rules(connection)), "collection_vat_percent", on)
    charged: int | None = connection.execute(
        select(func.sum(col(Charge.amount_cents))).where(
            col(Charge.contract_id) == contract_id,
            col(Charge.kind) == COST,
            col(Charge.due_on) <= on,
            col(Charge.due_on) > add_months(on, -CAP_MONTHS),
        )
    ).scalar()
    return collection_cost(
        principal_cents,
        on,
        term_cents=monthly_cents(connection, [contract_id], on).get(contract_id),
        charged_before_cents=max(0, charged or 0),
        vat_percent=int(vat or 0),
        overrides=legal_settings(connection),
    )


def cost_case(connection: Connection, contract_id: int, on: date) -> CostCase | None:
    """Give the fourteen-day letter whose cost is next: the oldest that may be charged on a day, else the newest.

    None without such a letter whose cost was not charged yet.
    """
    steps = steps_of(connection, [contract_id]).get(contract_id, ())
    charged = {ref for step in steps if step.level == COST for ref in step.refs}
    letters = [step for step in steps if step.level == "fourteen_day_letter" and step.refs - charged]
    case: CostCase | None = None
    for step in letters:
        case = _case(connection, step, step.refs - charged, on)
        if not missing_condition(case, on):
            return case
    return case


def refs_of_case(connection: Connection, contract_id: int, case: CostCase) -> frozenset[Ref]:
    """Give the debts that the cost of a letter is charged for."""
    steps = steps_of(connection, [contract_id]).get(contract_id, ())
    charged = {ref for step in steps if step.level == COST for ref in step.refs}
    return next(step.refs for step in steps if step.step_id == case.step_id) - charged


def _case(connection: Connection, step: StepRow, refs: frozenset[Ref], on: date) -> CostCase:
    last_day = step.taken.last_day
    still_open = settled(connection, [step.contract_id], min(last_day, on))[step.contract_id].open
    base = sum(one.open_cents for one in still_open if one.debt.ref in refs)
    base = max(0, base - _forgiven(connection, refs, last_day)) if base else 0
    cost = cost_of(connection, step.contract_id, base, max(on, step.taken_on))
    if cost is not None and step.cost_cents is not None and step.cost_cents < cost.cost_cents:
        cost = replace(cost, cost_cents=step.cost_cents)
    return CostCase(
        step.step_id, step.taken_on, step.taken.delivered_on, step.cost_cents, base, bank_until(connection), cost
    )


def _forgiven(connection: Connection, refs: frozenset[Ref], after: date) -> int:
    """Add up what was put right or written off since, of some debts: what was never owed bears no cost."""
    ids = [row_id for kind, row_id in refs if kind == "charge"]
    found: int | None = connection.execute(
        select(func.sum(col(Charge.amount_cents))).where(
            col(Charge.corrects_id).in_(ids), col(Charge.due_on) > after, col(Charge.amount_cents) < 0
        )
    ).scalar()
    return -(found or 0)


def bank_until(connection: Connection) -> date | None:
    """Give the last day that the files of our own accounts reach; None where there are none."""
    own = col(BankAccount.status) == "own"
    line: date | None = connection.execute(
        select(func.max(col(BankLine.booked_on)))
        .join(BankAccount, col(BankAccount.id) == col(BankLine.account_id))
        .where(own)
    ).scalar()
    statement: date | None = connection.execute(
        select(func.max(col(BankStatement.closes_on)))
        .join(BankAccount, col(BankAccount.id) == col(BankStatement.account_id))
        .where(own)
    ).scalar()
    return max((day for day in (line, statement) if day is not None), default=None)


# -- the letter ----------------------------------------------------------------------------------------------------


def letter_of(connection: Connection, step_id: int) -> Letter | None:
    """Give what the letter of a step says, as it was on its day; None where the step is no letter."""
    contract_id: int | None = connection.execute(
        select(col(CollectionStep.contract_id)).where(col(CollectionStep.id) == step_id)
    ).scalar()
    if contract_id is None:
        return None
    step = next(one for one in steps_of(connection, [contract_id])[contract_id] if one.step_id == step_id)
    if step.level not in LETTERS:
        return None
    contract = record(connection, contract_id, step.taken_on)
    if contract is None:
        return None
    coop = cooperative(connection)
    day = min(step.taken_on, contract.ends_on or step.taken_on)
    open_debts = settled(connection, [contract_id], step.taken_on)[contract_id].open
    return Letter(
        level=step.level,
        on=step.taken_on,
        sender=coop.name,
        iban=coop.iban,
        tenants=tenants_of(connection, [contract_id], day, day).get(contract_id, ()),
        address=contract.address,
        contract=contract.number,
        debts=[one for one in open_debts if one.debt.ref in step.refs],
        open_cents=step.open_cents,
        cost_cents=step.cost_cents,
        cost=_announced(connection, step),
        answer_days=ladder(connection, step.taken_on).apart,
    )


def _announced(connection: Connection, step: StepRow) -> Cost | None:
    """Compute again what a letter announced; None where it names none."""
    if step.cost_cents is None:
        return None
    cost = cost_of(connection, step.contract_id, step.open_cents, step.taken_on)
    return replace(cost, cost_cents=step.cost_cents) if cost else None

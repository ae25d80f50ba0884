"""Who is behind and what was done about it: the list with the next step, one contract's record, and all steps due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.arrears import COST, Ladder, NextStep, Taken, next_step, steps_due
from coopadmin.domain.collection import Cost, CostCase, missing_condition
from coopadmin.domain.ledger import Settled
from db.queries.balances import balances, settled
from db.queries.base import Listing, Page
from db.queries.collection import StepRow, cost_case, cost_of, ladder, steps_of
from db.queries.ledger import ArrearsRow, arrears_page
from db.queries.payment_plans import PlanRow, running_plans
from db.queries.tenants import tenants_of
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling

FILTERS = ("behind", "due", "former", "plan")
SORTS = ("number", "dwelling", "open", "oldest")


@dataclass(frozen=True, slots=True)
class BehindRow:
    """A contract that is behind as the list shows it: how far, the last step, and the next."""

    owed: ArrearsRow
    last: StepRow | None
    following: NextStep | None
    plan: PlanRow | None
    """The payment plan that runs, kept or not."""
    age_days: int
    """Days since the oldest of it fell due."""
    is_due: bool
    """Whether the next step is due by now."""


@dataclass(frozen=True, slots=True)
class ArrearsRecord:
    """Everything about the arrears of one contract on a day; amounts in cents."""

    contract_id: int
    number: str
    dwelling: str
    tenants: tuple[str, ...]
    ended_on: date | None
    """Its last day, where that has passed."""
    settled: Settled
    steps: tuple[StepRow, ...]
    following: NextStep | None
    due: tuple[NextStep, ...]
    plan: PlanRow | None
    proposed: Cost | None
    """What a fourteen-day letter about all that is open would announce."""
    case: CostCase | None
    missing: str
    """What keeps the cost of the last letter from being charged; empty where nothing does."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """A step that is due, with the contract it is about."""

    contract_id: int
    number: str
    dwelling: str
    step: NextStep


# -- the list --------------------------------------------------------------------------------------------------------


def page(connection: Connection, listing: Listing, on: date) -> Page[BehindRow]:
    """List the contracts that are behind on a day; filters and sorts are named in FILTERS and SORTS.

    `due` keeps those with a step to take, `former` former tenants, `plan` those with a running payment plan.
    """
    found = arrears_page(connection, listing, on, _kept(connection, listing.filter, on))
    standing = _standing(connection, [row.contract_id for row in found.rows], on)
    by = ladder(connection, on)
    rows: list[BehindRow] = []
    for owed in found.rows:
        one = standing[owed.contract_id]
        last = one.steps[-1] if one.steps else None
        step = one.following(on, by)
        is_due = step is not None and step.due_on <= on
        rows.append(BehindRow(owed, last, step, one.plan, (on - owed.oldest_due).days, is_due))
    return Page(tuple(rows), found.total)


def _kept(connection: Connection, name: str, on: date) -> set[int] | None:
    """Give the contracts a filter keeps; None where it keeps all."""
    if name == "due":
        return set(_due(connection, _behind(connection, on), on))
    if name == "former":
        return set(connection.execute(select(col(Contract.id)).where(col(Contract.ends_on) < on)).scalars())
    return set(running_plans(connection, on)) if name == "plan" else None


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the next step of a contract follows from."""

    settled: Settled
    steps: tuple[StepRow, ...]
    plan: PlanRow | None

    def due(self, on: date, by: Ladder) -> tuple[NextStep, ...]:
        """Give the steps due by a day, the highest first."""
        return steps_due(self.settled.open, self._taken, on, by, plan_met=self._plan_met)

    def following(self, on: date, by: Ladder) -> NextStep | None:
        """Give the step that comes next."""
        return next_step(self.settled.open, self._taken, on, by, plan_met=self._plan_met)

    @property
    def _taken(self) -> list[Taken]:
        return [step.taken for step in self.steps]

    @property
    def _plan_met(self) -> bool:
        """Whether a plan runs that has not lapsed: late within its days of grace is no reason for a step yet."""
        return self.plan is not None and self.plan.state != "lapsed"


def _standing(connection: Connection, ids: Collection[int], on: date) -> dict[int, _Standing]:
    steps = steps_of(connection, ids)
    plans = running_plans(connection, on)
    return {
        contract_id: _Standing(one, steps.get(contract_id, ()), plans.get(contract_id))
        for contract_id, one in settled(connection, ids, on).items()
    }


# -- one contract ----------------------------------------------------------------------------------------------------


def record(connection: Connection, contract_id: int, on: date) -> ArrearsRecord | None:
    """Give everything about the arrears of one contract, or None where there is no such contract."""
    row = connection.execute(
        select(col(Contract.number), col(Dwelling.code), col(Contract.ends_on))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(col(Contract.id) == contract_id)
    ).first()
    if row is None:
        return None
    number, dwelling, ends_on = row
    former = ends_on if ends_on is not None and ends_on < on else None
    standing = _standing(connection, [contract_id], on)[contract_id]
    by = ladder(connection, on)
    principal = sum(one.open_cents for one in standing.settled.open if one.debt.kind != COST)
    case = cost_case(connection, contract_id, on)
    day = former or on
    return ArrearsRecord(
        contract_id=contract_id,
        number=number,
        dwelling=dwelling,
        tenants=tenants_of(connection, [contract_id], day, day).get(contract_id, ()),
        ended_on=former,
        settled=standing.settled,
        steps=standing.steps,
        following=standing.following(on, by),
        due=standing.due(on, by),
        plan=standing.plan,
        proposed=cost_of(connection, contract_id, principal, on),
        case=case,
        missing=missing_condition(case, on),
    )


# -- all steps that are due ------------------------------------------------------------------------------------------


def due_steps(connection: Connection, on: date) -> tuple[DueRow, ...]:
    """List the steps due by a day over all contracts, by contract number, the highest level of each first."""
    behind = _behind(connection, on)
    found = _due(connection, behind, on)
    names = connection.execute(
        select(col(Contract.id), col(Contract.number), col(Dwelling.code))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .order_by(col(Contract.number))
    )
    return tuple(
        DueRow(contract_id, number, dwelling, step)
        for contract_id, number, dwelling in names
        for step in found.get(contract_id, ())
    )


def count_due(connection: Connection, on: date) -> int:
    """Count the steps due by a day over all contracts."""
    return sum(len(steps) for steps in _due(connection, _behind(connection, on), on).values())


def due_of(connection: Connection, contract_id: int, on: date) -> tuple[NextStep, ...]:
    """Give the steps due with one contract by a day, the highest level first."""
    return _due(connection, [contract_id], on).get(contract_id, ())


def _behind(connection: Connection, on: date) -> list[int]:
    return [contract_id for contract_id, cents in balances(connection, None, on).items() if cents > 0]


def _due(connection: Connection, ids: Collection[int], on: date) -> dict[int, tuple[NextStep, ...]]:
    by = ladder(connection, on)
    found = {contract_id: one.due(on, by) for contract_id, one in _standing(connection, ids, on).items()}
    return {contract_id: steps for contract_id, steps in found.items() if steps}

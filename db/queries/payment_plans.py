"""Payment plans and how they stand: the list, one plan with its terms, and the one that runs on a contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, or_, select
from sqlmodel import col

from coopadmin.domain.payment_plans import (
    RUNNING,
    STATES,
    Movement,
    Standing,
    Terms,
    count_of_terms,
    standing,
)
from coopadmin.formats import fold
from db.queries.accounts import account
from db.queries.association import rule_number
from db.queries.base import Listing, Page, contains
from db.queries.tenants import tenants_of, with_tenant_named
from db.tables.base import table_of
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.ledger import PaymentPlan

FILTERS = ("running", *RUNNING, "finished", "ended", "all")
SORTS = ("state", "contract", "agreed", "next")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A payment plan and how it stands."""

    plan_id: int
    contract_id: int
    contract: str
    dwelling: str
    tenants: tuple[str, ...]
    terms: Terms
    note: str
    standing: Standing

    @property
    def agreed_on(self) -> date:
        """The day it was agreed."""
        return self.terms.agreed_on

    @property
    def state(self) -> str:
        """How it stands: a key of STATES."""
        return self.standing.state

    @property
    def count(self) -> int:
        """How many terms it has."""
        return count_of_terms(self.terms.total_cents, self.terms.term_cents)

    @property
    def next_due(self) -> date | None:
        """The day of the first term that is not met, while it runs."""
        term = self.standing.next_term
        return term.due_on if term and self.state in RUNNING else None


def page(connection: Connection, listing: Listing, on: date) -> Page[PlanRow]:
    """List payment plans as they stand on a day; filters and sorts are named in FILTERS and SORTS.

    A search looks in the contract's number, its home and the tenants' names.
    """
    searched = [
        or_(contains(word, col(Contract.folded), col(Dwelling.folded)), col(Contract.id).in_(with_tenant_named(word)))
        for word in fold(listing.search).split()
    ]
    rows = [row for row in _rows(connection, on, *searched) if _fits(row, listing.filter)]
    rows.sort(key=lambda row: _sort_key(row, listing.sort), reverse=listing.descending)
    return Page(tuple(rows[: listing.limit]), len(rows))


def _fits(row: PlanRow, name: str) -> bool:
    if name in ("", "all"):
        return True
    return row.state in RUNNING if name == "running" else row.state == name


def _sort_key(row: PlanRow, name: str) -> tuple[str, str]:
    if name == "agreed":
        return row.agreed_on.isoformat(), row.contract
    following = (row.next_due or date.max).isoformat()
    if name == "next":
        return following, row.contract
    return (row.contract, "") if name == "contract" else (str(list(STATES).index(row.state)), following)


def record(connection: Connection, plan_id: int, on: date) -> PlanRow | None:
    """Give one plan as it stands on a day, or None where there is no such plan."""
    return next(iter(_rows(connection, on, col(PaymentPlan.id) == plan_id)), None)


def plans_of(connection: Connection, contract_id: int, on: date) -> tuple[PlanRow, ...]:
    """Give the plans of a contract as they stand on a day, the newest first."""
    rows = _rows(connection, on, col(PaymentPlan.contract_id) == contract_id)
    return tuple(sorted(rows, key=lambda row: (row.agreed_on, row.plan_id), reverse=True))


def running_plan(connection: Connection, contract_id: int, on: date) -> PlanRow | None:
    """Give the plan that runs on a contract on a day, kept or not; None where none does."""
    return next((row for row in plans_of(connection, contract_id, on) if row.state in RUNNING), None)


def running_plans(connection: Connection, on: date) -> dict[int, PlanRow]:
    """Give the plans that run on a day, by contract."""
    return {row.contract_id: row for row in _rows(connection, on) if row.state in RUNNING}


def _rows(connection: Connection, on: date, *conditions: ColumnElement[bool]) -> list[PlanRow]:
    plans, contracts, dwellings = table_of(PaymentPlan), table_of(Contract), table_of(Dwelling)
    found = (
        connection.execute(
            select(plans, contracts.c.number, dwellings.c.code)
            .join(contracts, contracts.c.id == plans.c.contract_id)
            .join(dwellings, dwellings.c.id == contracts.c.dwelling_id)
            .where(*conditions)
        )
        .mappings()
        .all()
    )
    if not found:
        return []
    grace = rule_number(connection, "payment_plan_grace_days", on)
    tenants = tenants_of(connection, {row["contract_id"] for row in found}, date.min, on)
    rows: list[PlanRow] = []
    for row in found:
        terms = Terms(
            total_cents=row["total_cents"],
            term_cents=row["term_cents"],
            first_due_on=row["first_due_on"],
            every_months=row["every_months"],
            agreed_on=row["agreed_on"],
            ended_on=row["ended_on"],
        )
        kept = account(connection, row["contract_id"], on, since=terms.agreed_on)
        movements = [
            Movement(line.on, max(0, line.charged_cents), line.paid_cents + max(0, -line.charged_cents))
            for line in kept.lines
        ]
        rows.append(
            PlanRow(
                row["id"],
                row["contract_id"],
                row["number"],
                row["code"],
                tenants.get(row["contract_id"], ()),
                terms,
                row["note"],
                standing(terms, kept.opening_cents, movements, on, grace),
            )
        )
    return rows

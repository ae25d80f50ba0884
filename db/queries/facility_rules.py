"""The house's own rules of a facility, each with its days and its source, and the times facilities are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Select, select
from sqlmodel import col

from coopadmin.domain.facilities import midnight, stored
from coopadmin.domain.facility_rules import KINDS, HouseRule, in_force
from coopadmin.domain.periods import day_after
from db.tables.facilities import Facility
from db.tables.facility_rules import FacilityClosure, FacilityRule


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as it was written: from when on, where it stands, and whether it is in force on the day asked."""

    rule_id: int
    kind: str
    value: str
    valid_from: date
    source: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """A time a facility cannot be had, in wall-clock time, and why."""

    closure_id: int
    facility_id: int
    facility_name: str
    starts_at: datetime
    ends_at: datetime
    why: str


def rules_of(connection: Connection, facility_id: int, on: date) -> tuple[RuleRow, ...]:
    """Give all rules of a facility, in the order of their kinds, the newest of a kind first."""
    statement = select(
        col(FacilityRule.id),
        col(FacilityRule.kind),
        col(FacilityRule.value),
        col(FacilityRule.valid_from),
        col(FacilityRule.source),
    ).where(col(FacilityRule.facility_id) == facility_id)
    found = [
        (rule_id, HouseRule(kind, value, valid_from, source))
        for rule_id, kind, value, valid_from, source in connection.execute(statement)
    ]
    rules = [rule for _rule_id, rule in found]
    order = list(KINDS)
    found.sort(key=lambda one: (order.index(one[1].kind), -one[1].valid_from.toordinal()))
    return tuple(
        RuleRow(rule_id, rule.kind, rule.value, rule.valid_from, rule.source, in_force(rules, rule.kind, on) is rule)
        for rule_id, rule in found
    )


def closures_of(connection: Connection, facility_id: int, on: date) -> tuple[ClosureRow, ...]:
    """Give when a facility is closed from a day on, first to come first."""
    statement = _closures().where(
        col(FacilityClosure.facility_id) == facility_id, col(FacilityClosure.ends_at) > stored(midnight(on))
    )
    return _rows(connection, statement)


def closures_between(connection: Connection, first: date, last: date) -> tuple[ClosureRow, ...]:
    """Give when any facility is closed on the days from `first` to `last`, both included."""
    statement = _closures().where(
        col(FacilityClosure.ends_at) > stored(midnight(first)),
        col(FacilityClosure.starts_at) < stored(midnight(day_after(last))),
    )
    return _rows(connection, statement)


def closure(connection: Connection, closure_id: int) -> ClosureRow | None:
    """Give one closure, or None where there is no such closure."""
    return next(iter(_rows(connection, _closures().where(col(FacilityClosure.id) == closure_id))), None)


_Closures = Select[int, int, str, str, str, str]


def _closures() -> _Closures:
    return select(
        col(FacilityClosure.id),
        col(FacilityClosure.facility_id),
        col(Facility.name),
        col(FacilityClosure.starts_at),
        col(FacilityClosure.ends_at),
        col(FacilityClosure.why),
    ).join(Facility, col(Facility.id) == col(FacilityClosure.facility_id))


def _rows(connection: Connection, statement: _Closures) -> tuple[ClosureRow, ...]:
    found = connection.execute(statement.order_by(col(FacilityClosure.starts_at), col(FacilityClosure.id)))
    return tuple(
        ClosureRow(
            closure_id, facility_id, name, datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at), why
        )
        for closure_id, facility_id, name, starts_at, ends_at, why in found
    )

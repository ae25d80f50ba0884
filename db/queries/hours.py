"""The hours people gave: the list, one entry, those of a work day or a task, and the accounts a fee can be paid on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true
from sqlmodel import col

from coopadmin.domain.hours import fee_cents, state_of
from coopadmin.domain.members import display_name
from db.queries.base import Listing, Page, contains, count, ordered
from db.queries.entrants import holding
from db.tables.base import table_of
from db.tables.contracts import Contract, ContractParty
from db.tables.decisions import Decision
from db.tables.dwellings import Dwelling
from db.tables.hours import HoursEntry, SelfWorkClaim
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Member, Person
from db.tables.work_days import WorkDay

FILTERS = ("year", "to_pay", "undecided", "to_claim", "fee", "given", "all")
SORTS = ("date", "person", "minutes")

_hours = table_of(HoursEntry)
_people = table_of(Person)
_tasks = table_of(MaintenanceTask)
_days = table_of(WorkDay)
_decisions = table_of(Decision)
_claims = table_of(SelfWorkClaim)

NAMES = ("family_name", "prefix", "initials", "given_name")


@dataclass(frozen=True, slots=True)
class HoursRow:
    """An entry as a list shows it; numbers and titles are empty where nothing is linked, amounts are cents."""

    entry_id: int
    person_id: int
    person: str
    worked_on: date
    minutes: int
    what: str
    task_id: int | None
    task: str
    work_day_id: int | None
    work_day: str
    rate_cents: int | None
    fee_cents: int
    decision_id: int | None
    decision: str
    claim_id: int | None
    claim: str
    """The number of the claim it stands in; empty also where that was withdrawn."""
    charge_id: int | None
    state: str
    """As in `domain/hours.STATES`."""
    note: str


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account of somebody's own: a contract they are party to, or their line of the members' register."""

    contract_id: int | None
    member_id: int | None
    number: str
    dwelling: str


def page(connection: Connection, listing: Listing, on: date) -> Page[HoursRow]:
    """List entries by `listing`; filters and sorts are named in FILTERS and SORTS, `year` being the year of `on`."""
    statement = _select_hours().where(_filtered(listing.filter, on))
    if listing.search:
        statement = statement.where(
            contains(listing.search, func.lower(_hours.c.what), _people.c.folded, func.coalesce(_tasks.c.folded, ""))
        )
    by = {"person": _people.c.folded, "minutes": _hours.c.minutes}
    column = by.get(listing.sort, _hours.c.worked_on)
    found = connection.execute(
        ordered(statement, column, listing.descending, _hours.c.worked_on, _hours.c.id).limit(listing.limit)
    )
    return Page(tuple(map(_row, found.mappings())), count(connection, statement))


def record(connection: Connection, entry_id: int) -> HoursRow | None:
    """Give one entry, or None where there is none."""
    row = connection.execute(_select_hours().where(_hours.c.id == entry_id)).mappings().first()
    return None if row is None else _row(row)


def of_work_day(connection: Connection, work_day_id: int) -> tuple[HoursRow, ...]:
    """Give the entries of a work day, by person."""
    return _where(connection, _hours.c.work_day_id == work_day_id, _people.c.folded, _hours.c.id)


def of_task(connection: Connection, task_id: int) -> tuple[HoursRow, ...]:
    """Give the entries for a task, oldest first."""
    return _where(connection, _hours.c.task_id == task_id, _hours.c.worked_on, _hours.c.id)


def of_claim(connection: Connection, claim_id: int) -> tuple[HoursRow, ...]:
    """Give the lines of a claim, oldest first."""
    return _where(connection, _hours.c.claim_id == claim_id, _hours.c.worked_on, _hours.c.id)


def between(
    connection: Connection, since: date, until: date, people: Select[int] | None = None
) -> tuple[HoursRow, ...]:
    """Give the entries from a day to another, both included, newest first; only of `people`, where that is given."""
    within = and_(_hours.c.worked_on >= since, _hours.c.worked_on <= until)
    if people is not None:
        within = and_(within, _hours.c.person_id.in_(people))
    return _where(connection, within, _hours.c.worked_on.desc(), _hours.c.id.desc())


def payable(connection: Connection, person_id: int) -> tuple[HoursRow, ...]:
    """Give what somebody did for a fee that was granted and not paid yet, oldest first."""
    wanted = and_(_hours.c.person_id == person_id, _filtered("to_pay", date.min))
    return _where(connection, wanted, _hours.c.worked_on, _hours.c.id)


def claimable(
    connection: Connection, since: date | None = None, until: date | None = None, *, theirs: bool = False
) -> tuple[HoursRow, ...]:
    """Give what was done for a fee and stands in no claim, oldest first; from a day on, up to a day.

    `theirs` keeps only what was done for tasks that are the corporation's.
    """
    wanted = [_filtered("to_claim", date.min)]
    if theirs:
        wanted.append(_tasks.c.responsible == "corporation")
    if since is not None:
        wanted.append(_hours.c.worked_on >= since)
    if until is not None:
        wanted.append(_hours.c.worked_on <= until)
    return _where(connection, and_(*wanted), _hours.c.worked_on, _hours.c.id)


def hours_of_day(connection: Connection, work_day_id: int) -> dict[int, int]:
    """Give the minutes noted for a work day, by person."""
    statement = (
        select(col(HoursEntry.person_id), func.sum(col(HoursEntry.minutes)))
        .where(col(HoursEntry.work_day_id) == work_day_id)
        .group_by(col(HoursEntry.person_id))
    )
    return dict(connection.execute(statement).all())


def last_fee(connection: Connection) -> tuple[int, int, str] | None:
    """Give the fee that was granted last: cents an hour, and its decision by number in the store and on paper."""
    statement = (
        select(col(HoursEntry.rate_cents), col(Decision.id), col(Decision.number))
        .join(Decision, col(Decision.id) == col(HoursEntry.decision_id))
        .where(col(HoursEntry.rate_cents).is_not(None), col(Decision.outcome) == "carried")
        .order_by(col(Decision.decided_on).desc(), col(HoursEntry.id).desc())
        .limit(1)
    )
    found = connection.execute(statement).first()
    return None if found is None else (found[0] or 0, found[1], found[2])


def accounts_of(connection: Connection, person_id: int, on: date) -> tuple[OwnAccount, ...]:
    """Give the accounts that are somebody's own on a day: their member account first, then their contracts."""
    member = select(col(Member.id), col(Member.number)).where(col(Member.person_id) == person_id)
    contracts = (
        select(col(Contract.id), col(Contract.number), col(Dwelling.code))
        .join(ContractParty, col(ContractParty.contract_id) == col(Contract.id))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(col(ContractParty.person_id) == person_id, holding(on))
        .order_by(col(Contract.starts_on).desc(), col(Contract.id))
    )
    return (
        *(OwnAccount(None, member_id, number, "") for member_id, number in connection.execute(member)),
        *(OwnAccount(row_id, None, number, code) for row_id, number, code in connection.execute(contracts)),
    )


# -- within --------------------------------------------------------------------------------------------------------


def _where(connection: Connection, wanted: ColumnElement[bool], *order: Any) -> tuple[HoursRow, ...]:
    return tuple(map(_row, connection.execute(_select_hours().where(wanted).order_by(*order)).mappings()))


def _select_hours() -> Select[Any]:
    return (
        select(
            *_hours.c,
            *(_people.c[name] for name in NAMES),
            _tasks.c.number.label("task"),
            _days.c.title.label("work_day"),
            _decisions.c.number.label("decision"),
            _claims.c.number.label("claim"),
            _claims.c.withdrawn_on,
        )
        .select_from(_hours)
        .join(_people, _people.c.id == _hours.c.person_id)
        .outerjoin(_tasks, _tasks.c.id == _hours.c.task_id)
        .outerjoin(_days, _days.c.id == _hours.c.work_day_id)
        .outerjoin(_decisions, _decisions.c.id == _hours.c.decision_id)
        .outerjoin(_claims, _claims.c.id == _hours.c.claim_id)
    )


def _filtered(name: str, on: date) -> ColumnElement[bool]:
    for_a_fee = _hours.c.rate_cents.is_not(None)
    if name == "year":
        return and_(_hours.c.worked_on >= date(on.year, 1, 1), _hours.c.worked_on <= date(on.year, 12, 31))
    if name == "to_pay":
        return and_(for_a_fee, _hours.c.decision_id.is_not(None), _hours.c.charge_id.is_(None))
    if name == "undecided":
        return and_(for_a_fee, _hours.c.decision_id.is_(None), _hours.c.charge_id.is_(None))
    if name == "to_claim":
        return and_(for_a_fee, or_(_hours.c.claim_id.is_(None), _claims.c.withdrawn_on.is_not(None)))
    if name == "fee":
        return for_a_fee
    if name == "given":
        return _hours.c.rate_cents.is_(None)
    return true()


def _row(row: Mapping[Any, Any]) -> HoursRow:
    return HoursRow(
        entry_id=row["id"],
        person_id=row["person_id"],
        person=display_name(*(row[name] or "" for name in NAMES)),
        worked_on=row["worked_on"],
        minutes=row["minutes"],
        what=row["what"],
        task_id=row["task_id"],
        task=row["task"] or "",
        work_day_id=row["work_day_id"],
        work_day=row["work_day"] or "",
        rate_cents=row["rate_cents"],
        fee_cents=fee_cents(row["minutes"], row["rate_cents"]),
        decision_id=row["decision_id"],
        decision=row["decision"] or "",
        claim_id=row["claim_id"],
        claim=(row["claim"] or "") if row["withdrawn_on"] is None else "",
        charge_id=row["charge_id"],
        state=state_of(row["rate_cents"], row["decision_id"], row["charge_id"]),
        note=row["note"],
    )


def totals(rows: Sequence[HoursRow]) -> tuple[int, int]:
    """Give the minutes and the cents of some entries together."""
    return sum(row.minutes for row in rows), sum(row.fee_cents for row in rows)

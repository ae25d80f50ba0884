"""What the group knows of candidates on a day, and how many there are: nothing here names anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, or_, select

from db.queries.candidate_lists import on_list, told_of, untold, waiting_lines
from db.tables.base import table_of
from db.tables.candidates import Candidate, PoolPlace, WaitingPlace

_candidates = table_of(Candidate)
_waiting, _pool = table_of(WaitingPlace), table_of(PoolPlace)


# -- what the group knows --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a candidate on a day, for the hard criteria of a procedure; nothing that says who it is."""

    met_on: date | None
    """The day the acquaintance began: the one of the pool, or an earlier introduction or activity; None: never met."""
    activities: int
    introductions: int
    last_contact_on: date | None
    refusals: int
    """Homes refused since they came on the waiting list; all of them where they are not on it."""
    fee_paid_on: date | None
    waiting_place: int | None
    """Their place on the waiting list, counted from one; None: not on it."""
    registered_with_owner: bool
    persons: int
    adults: int
    children: int
    person_id: int | None


def known(connection: Connection, candidate_id: int, on: date) -> Known:
    """Say what the group knows of one candidate on a day; raises LookupError where there is no such candidate."""
    return known_of(connection, [candidate_id], on)[candidate_id]


def known_of(connection: Connection, candidate_ids: Iterable[int], on: date) -> dict[int, Known]:
    """Say what the group knows of several candidates on a day, by their number in the store."""
    wanted = sorted(set(candidate_ids))
    lines = {line.candidate_id: line for line in waiting_lines(connection, on)}
    met = met_of(connection, on)
    told = told_of(connection, wanted, on)
    found: dict[int, Known] = {}
    for row in connection.execute(select(_candidates).where(_candidates.c.id.in_(wanted))).mappings():
        candidate_id: int = row["id"]
        line, contacts = lines.get(candidate_id), told[candidate_id]
        days = [day for day in (met.get(candidate_id), contacts.first_met_on) if day is not None]
        found[candidate_id] = Known(
            met_on=min(days, default=None),
            activities=contacts.activities,
            introductions=contacts.introductions,
            last_contact_on=contacts.last_on,
            refusals=line.refusals if line else contacts.refusals,
            fee_paid_on=line.fee_paid_on if line else None,
            waiting_place=line.place if line else None,
            registered_with_owner=row["owner_registered_on"] is not None and row["owner_registered_on"] <= on,
            persons=row["adults"] + row["children"],
            adults=row["adults"],
            children=row["children"],
            person_id=row["person_id"],
        )
    return found


def met_of(connection: Connection, on: date) -> dict[int, date]:
    """Give the day each candidate in the pool was met."""
    rows = connection.execute(select(_pool.c.candidate_id, _pool.c.met_on).where(on_list(_pool, _pool.c.met_on, on)))
    return {candidate_id: met_on for candidate_id, met_on in rows}  # noqa: C416 - rows are no plain pairs


# -- counts ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """How many candidates there are on a day; nobody is named."""

    candidates: int
    """All whose data is still there."""
    waiting: int
    pool: int
    both: int
    internal: int
    """Those who live here and would move within the house."""
    unlisted: int
    fee_owed: int
    """Those on the waiting list whose fee was asked and not paid."""
    expired: int
    """Those in the pool whose time ran out."""
    untold: int
    """Those the group took off a list who were not told."""
    consent_over: int
    """Those whose consent has ended, or who gave none."""


def counts(connection: Connection, on: date) -> Counts:
    """Count the candidates of a day, who had registered by then and whose data was not cleared."""
    rows = connection.execute(
        select(_candidates.c.id, _candidates.c.person_id, _candidates.c.consent_until).where(
            _candidates.c.registered_on <= on, or_(_candidates.c.cleared_on.is_(None), _candidates.c.cleared_on > on)
        )
    ).all()
    known_ids = {row[0] for row in rows}
    waiting = {
        candidate_id: bool(fee) and paid is None
        for candidate_id, fee, paid in connection.execute(
            select(_waiting.c.candidate_id, _waiting.c.fee_cents, _waiting.c.fee_paid_on).where(
                on_list(_waiting, _waiting.c.registered_on, on)
            )
        )
    }
    pool = {
        candidate_id: expires_on < on
        for candidate_id, expires_on in connection.execute(
            select(_pool.c.candidate_id, _pool.c.expires_on).where(on_list(_pool, _pool.c.met_on, on))
        )
    }
    told = {
        candidate_id
        for table in (_waiting, _pool)
        for candidate_id in connection.execute(
            select(table.c.candidate_id).where(untold(table), table.c.ended_on <= on)
        ).scalars()
    }
    return Counts(
        candidates=len(rows),
        waiting=len(waiting),
        pool=len(pool),
        both=len(waiting.keys() & pool.keys()),
        internal=sum(row[1] is not None for row in rows),
        unlisted=len(known_ids - waiting.keys() - pool.keys()),
        fee_owed=sum(waiting.values()),
        expired=sum(pool.values()),
        untold=len(told & known_ids),
        consent_over=sum(row[2] is None or row[2] < on for row in rows),
    )

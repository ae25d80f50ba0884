"""Who waits for a time of a facility that is taken, in the order they asked, and whose time has come free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlmodel import col

from coopadmin.domain.facilities import Slot, Terms, midnight, overlap, refusals, stored
from coopadmin.domain.members import sorted_name
from db.queries.base import Listing, Page, contains, count, ordered
from db.queries.booking_rows import facilities, members, name_parts, parts_of, people
from db.queries.booking_terms import calendar_of, closures, terms_of
from db.tables.base import table_of
from db.tables.bookings import BookingWish
from db.tables.facilities import Facility

FILTERS = ("waiting", "offered", "ended", "all")
SORTS = ("starts", "asked", "facility", "person")

_wishes = table_of(BookingWish)


@dataclass(frozen=True, slots=True)
class WishRow:
    """Somebody who waits for a time, in wall-clock time; `number` is empty for one who is no member."""

    wish_id: int
    facility_id: int
    facility_name: str
    person_id: int
    person: str
    number: str
    starts_at: datetime
    ends_at: datetime
    asked_at: datetime
    purpose: str
    outcome: str
    """Empty while it waits; `booked`, `withdrawn` or `passed`."""
    ended_on: date | None
    booking_id: int | None
    offered: bool = False
    """Whether the time is free now, and nobody asked earlier who could have it."""
    place: int = 0
    """Which one this is of all who wait for the same facility at that time; 0 for one that ended."""


def page(connection: Connection, listing: Listing, on: date) -> Page[WishRow]:
    """List who waits by `listing`; filters and sorts are named in FILTERS and SORTS.

    `waiting` ones wait for a time on `on` or later, `offered` are those of them who can have it; `ended` were booked,
    withdrawn, passed, or waited until it was over.
    """
    now = midnight(on)
    waits = _wishes.c.ended_on.is_(None) & (_wishes.c.starts_at >= stored(now))
    statement = _wished()
    if listing.search:
        folded = (facilities.c.folded, people.c.folded, func.coalesce(members.c.folded, ""))
        statement = statement.where(contains(listing.search, *folded))
    free = {wish.wish_id for wish in offers(connection, now)}
    if listing.filter == "ended":
        statement = statement.where(~waits)
    elif listing.filter == "offered":
        statement = statement.where(_wishes.c.id.in_(free))
    elif listing.filter != "all":
        statement = statement.where(waits)
    by: dict[str, Any] = {"asked": _wishes.c.asked_at, "facility": facilities.c.code, "person": people.c.folded}
    total = count(connection, statement)
    order = ordered(
        statement, by.get(listing.sort, _wishes.c.starts_at), listing.descending, _wishes.c.asked_at, _wishes.c.id
    )
    rows = _rows(connection, order.limit(listing.limit))
    return Page(_placed(connection, rows, free, now), total)


def record(connection: Connection, wish_id: int, on: date) -> WishRow | None:
    """Give one who waits, or None where there is no such wish."""
    now = midnight(on)
    rows = _rows(connection, _wished().where(_wishes.c.id == wish_id))
    free = {wish.wish_id for wish in offers(connection, now)}
    return next(iter(_placed(connection, rows, free, now)), None)


def offered(connection: Connection, on: date) -> tuple[WishRow, ...]:
    """Give who can have the time they wait for on a day or later, the longest to wait first."""
    now = midnight(on)
    found = offers(connection, now)
    return _placed(connection, found, {wish.wish_id for wish in found}, now)


def offers(connection: Connection, now: datetime, facility_id: int | None = None) -> tuple[WishRow, ...]:
    """Find the wishes whose time is free, of those for the same time only the one that was first; by when asked."""
    waiting = _open(connection, now, facility_id)
    if not waiting:
        return ()
    wanted = {wish.facility_id for wish in waiting}
    terms = {one.facility_id: one for one in terms_of(connection, col(Facility.id).in_(wanted))}
    first, last = min(wish.starts_at for wish in waiting), max(wish.ends_at for wish in waiting)
    calendar = calendar_of(connection, wanted, first, last)
    given: dict[int, list[WishRow]] = defaultdict(list)
    for wish in waiting:
        slot = Slot(None, wish.facility_id, wish.person_id, wish.starts_at, wish.ends_at)
        if refusals(slot, terms[wish.facility_id], calendar) or closures(connection, slot):
            continue
        if not _meets(wish, given[wish.facility_id], terms[wish.facility_id]):
            given[wish.facility_id].append(wish)
    kept = [wish for some in given.values() for wish in some]
    return tuple(sorted(kept, key=lambda wish: (wish.asked_at, wish.wish_id)))


def _meets(wish: WishRow, others: Iterable[WishRow], terms: Terms) -> bool:
    """Tell whether somebody who asked earlier is offered a part of the same time."""
    return terms.exclusive and any(overlap(wish.starts_at, wish.ends_at, one.starts_at, one.ends_at) for one in others)


def _open(connection: Connection, now: datetime, facility_id: int | None = None) -> tuple[WishRow, ...]:
    statement = _wished().where(_wishes.c.ended_on.is_(None), _wishes.c.starts_at >= stored(now))
    if facility_id is not None:
        statement = statement.where(_wishes.c.facility_id == facility_id)
    return _rows(connection, statement.order_by(_wishes.c.asked_at, _wishes.c.id))


def _placed(connection: Connection, rows: Iterable[WishRow], free: set[int], now: datetime) -> tuple[WishRow, ...]:
    waiting = _open(connection, now)
    return tuple(
        replace(
            row,
            offered=row.wish_id in free,
            place=sum(
                other.facility_id == row.facility_id
                and (other.asked_at, other.wish_id) <= (row.asked_at, row.wish_id)
                and overlap(other.starts_at, other.ends_at, row.starts_at, row.ends_at)
                for other in waiting
            )
            if not row.outcome and row.starts_at >= now
            else 0,
        )
        for row in rows
    )


def _wished() -> Select[Any]:
    return (
        select(
            _wishes,
            facilities.c.name.label("facility_name"),
            *name_parts(),
            members.c.number,
        )
        .join(facilities, facilities.c.id == _wishes.c.facility_id)
        .join(people, people.c.id == _wishes.c.person_id)
        .outerjoin(members, members.c.person_id == _wishes.c.person_id)
    )


def _rows(connection: Connection, statement: Select[Any]) -> tuple[WishRow, ...]:
    return tuple(
        WishRow(
            wish_id=row["id"],
            facility_id=row["facility_id"],
            facility_name=row["facility_name"],
            person_id=row["person_id"],
            person=sorted_name(*parts_of(row)),
            number=row["number"] or "",
            starts_at=datetime.fromisoformat(row["starts_at"]),
            ends_at=datetime.fromisoformat(row["ends_at"]),
            asked_at=datetime.fromisoformat(row["asked_at"]),
            purpose=row["purpose"],
            outcome=row["outcome"],
            ended_on=row["ended_on"],
            booking_id=row["booking_id"],
        )
        for row in connection.execute(statement).mappings()
    )

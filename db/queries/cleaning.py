"""Whose turn it is to clean: the roster and the turns after bookings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from coopadmin.domain.members import sorted_name
from db.queries.base import Listing, Page, contains, count, ordered
from db.queries.booking_rows import bookings, facilities, moment_or_none, name_parts, parts_of, people
from db.tables.base import table_of
from db.tables.bookings import CleaningTurn

FILTERS = ("due", "late", "nobody", "done", "all")
SORTS = ("due", "facility", "person")

_turns = table_of(CleaningTurn)


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A turn: of whom (nobody yet where `person_id` is None), by when, and after which booking where there is one."""

    turn_id: int
    facility_id: int
    facility_name: str
    booking_id: int | None
    booking_starts_at: datetime | None
    person_id: int | None
    person: str
    due_on: date
    done_on: date | None
    note: str


def page(connection: Connection, listing: Listing, on: date) -> Page[TurnRow]:
    """List turns by `listing`; filters and sorts are named in FILTERS and SORTS.

    `due` ones are not done, `late` are those of them that were due before `on`, `nobody` those that are of nobody yet.
    """
    statement = _listed()
    if listing.search:
        statement = statement.where(contains(listing.search, facilities.c.folded, func.coalesce(people.c.folded, "")))
    undone = _turns.c.done_on.is_(None)
    if listing.filter == "done":
        statement = statement.where(~undone)
    elif listing.filter == "late":
        statement = statement.where(undone, _turns.c.due_on < on)
    elif listing.filter == "nobody":
        statement = statement.where(undone, _turns.c.person_id.is_(None))
    elif listing.filter != "all":
        statement = statement.where(undone)
    by: dict[str, Any] = {"facility": facilities.c.code, "person": people.c.folded}
    total = count(connection, statement)
    last_first = not listing.sort and listing.filter in ("done", "all")
    order = ordered(
        statement, by.get(listing.sort, _turns.c.due_on), listing.descending or last_first, _turns.c.due_on, _turns.c.id
    )
    return Page(_rows(connection, order.limit(listing.limit)), total)


def record(connection: Connection, turn_id: int) -> TurnRow | None:
    """Give one turn, or None where there is no such turn."""
    return next(iter(_rows(connection, _listed().where(_turns.c.id == turn_id))), None)


def turns_between(connection: Connection, first: date, last: date) -> tuple[TurnRow, ...]:
    """Give the turns due on the days from `first` to `last`, both included, done ones among them."""
    statement = _listed().where(_turns.c.due_on >= first, _turns.c.due_on <= last)
    return _rows(connection, statement.order_by(_turns.c.due_on, facilities.c.code, _turns.c.id))


def _listed() -> Select[Any]:
    return (
        select(
            _turns,
            facilities.c.name.label("facility_name"),
            bookings.c.starts_at.label("booking_starts_at"),
            *name_parts(),
        )
        .join(facilities, facilities.c.id == _turns.c.facility_id)
        .outerjoin(people, people.c.id == _turns.c.person_id)
        .outerjoin(bookings, bookings.c.id == _turns.c.booking_id)
    )


def _rows(connection: Connection, statement: Select[Any]) -> tuple[TurnRow, ...]:
    return tuple(
        TurnRow(
            turn_id=row["id"],
            facility_id=row["facility_id"],
            facility_name=row["facility_name"],
            booking_id=row["booking_id"],
            booking_starts_at=moment_or_none(row["booking_starts_at"]),
            person_id=row["person_id"],
            person=sorted_name(*parts_of(row)) if row["person_id"] is not None else "",
            due_on=row["due_on"],
            done_on=row["done_on"],
            note=row["note"],
        )
        for row in connection.execute(statement).mappings()
    )

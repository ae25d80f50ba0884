"""The two lists of candidates: the waiting list in its order, and the pool of people the group has met.

Somebody is on a list until the day they were taken off; on that day they are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from coopadmin.domain.candidates import TAKEN_OFF, WaitingLine, number_key, order, pool_state
from coopadmin.domain.members import sorted_name
from coopadmin.formats import fold
from db.queries.base import Listing, Page, contains
from db.tables.base import table_of
from db.tables.candidates import Candidate, CandidateContact, PoolPlace, WaitingPlace

WAITING_FILTERS = ("current", "unpaid", "untold", "ended", "all")
WAITING_SORTS = ("place", "number", "registered")
POOL_FILTERS = ("current", "expired", "untold", "ended", "all")
POOL_SORTS = ("name", "number", "met", "contact", "expires")

_candidates, _contacts = table_of(Candidate), table_of(CandidateContact)
_waiting, _pool = table_of(WaitingPlace), table_of(PoolPlace)

_NAME = (_candidates.c.family_name, _candidates.c.prefix, _candidates.c.initials, _candidates.c.given_name)


def on_list(table: Any, began: Any, on: date) -> ColumnElement[bool]:
    """Demand that a place on a list had begun by a day and was not ended on it."""
    return and_(began <= on, or_(table.c.ended_on.is_(None), table.c.ended_on > on))


# -- the waiting list ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A place on the waiting list; `place` is 0 where they were taken off, `name` empty once it was cleared."""

    candidate_id: int
    place_id: int
    place: int
    number: str
    name: str
    registered_on: date
    ranked_on: date
    refusals: int
    fee_cents: int | None
    fee_paid_on: date | None
    persons: int
    ended_on: date | None
    end_reason: str
    end_words: str
    notice_sent_on: date | None

    @property
    def fee_owed(self) -> bool:
        """Tell whether a fee was asked and is not paid."""
        return bool(self.fee_cents) and self.fee_paid_on is None


def waiting_lines(connection: Connection, on: date) -> tuple[WaitingLine, ...]:
    """Give the waiting list of a day, in its order; refusals are those since they came on the list."""
    rows = _place_rows(connection, _waiting, on_list(_waiting, _waiting.c.registered_on, on))
    return order(
        WaitingLine(row["candidate_id"], row["number"], row["ranked_on"], 0, refusals, row["fee_paid_on"])
        for row, refusals in _with_refusals(connection, rows, on)
    )


def waiting_page(connection: Connection, listing: Listing, on: date) -> Page[WaitingRow]:
    """List the waiting list by WAITING_FILTERS and WAITING_SORTS; a place is the one among all, whatever is searched.

    `unpaid` are those whose fee is owed, `untold` those taken off who were not told, `ended` all taken off.
    """
    places = {line.candidate_id: line.place for line in waiting_lines(connection, on)}
    running = on_list(_waiting, _waiting.c.registered_on, on)
    wanted = _wanted(listing, _waiting, running)
    if listing.filter == "unpaid":
        wanted = and_(running, _waiting.c.fee_cents > 0, _waiting.c.fee_paid_on.is_(None))
    found = [
        _waiting_row(row, places.get(row["candidate_id"], 0) if _runs(row, on) else 0, refusals)
        for row, refusals in _with_refusals(connection, _place_rows(connection, _waiting, wanted, listing.search), on)
    ]
    by: dict[str, Callable[[WaitingRow], Any]] = {
        "number": lambda row: number_key(row.number),
        "registered": lambda row: (row.registered_on, number_key(row.number)),
    }
    found.sort(key=by.get(listing.sort, _by_place), reverse=listing.descending)
    return Page(tuple(found[: listing.limit]), len(found))


def _by_place(row: WaitingRow) -> tuple[Any, ...]:
    return row.place == 0, row.place, row.ranked_on, number_key(row.number)


def waiting_of(connection: Connection, candidate_id: int, on: date) -> tuple[WaitingRow, ...]:
    """Give every place a candidate has or had on the waiting list, the newest first."""
    places = {line.candidate_id: line.place for line in waiting_lines(connection, on)}
    rows = _place_rows(connection, _waiting, _waiting.c.candidate_id == candidate_id)
    found = [
        _waiting_row(row, places.get(candidate_id, 0) if _runs(row, on) else 0, refusals)
        for row, refusals in _with_refusals(connection, rows, on)
    ]
    return tuple(sorted(found, key=lambda row: row.registered_on, reverse=True))


def _runs(row: Mapping[str, Any], on: date) -> bool:
    return row["registered_on"] <= on and (row["ended_on"] is None or row["ended_on"] > on)


def _waiting_row(row: Mapping[str, Any], place: int, refusals: int) -> WaitingRow:
    return WaitingRow(
        candidate_id=row["candidate_id"],
        place_id=row["id"],
        place=place,
        number=row["number"],
        name=_name(row),
        registered_on=row["registered_on"],
        ranked_on=row["ranked_on"],
        refusals=refusals,
        fee_cents=row["fee_cents"],
        fee_paid_on=row["fee_paid_on"],
        persons=row["adults"] + row["children"],
        ended_on=row["ended_on"],
        end_reason=row["end_reason"],
        end_words=row["end_words"],
        notice_sent_on=row["notice_sent_on"],
    )


def _place_rows(
    connection: Connection, table: Any, wanted: ColumnElement[bool], search: str = ""
) -> list[Mapping[str, Any]]:
    """Read places on a list with whose they are."""
    statement = (
        select(table, _candidates.c.number, _candidates.c.adults, _candidates.c.children, *_NAME)
        .join(_candidates, _candidates.c.id == table.c.candidate_id)
        .where(wanted)
    )
    if search:
        statement = statement.where(contains(search, _candidates.c.folded))
    return [dict(row) for row in connection.execute(statement).mappings()]


def _with_refusals(
    connection: Connection, rows: Iterable[Mapping[str, Any]], on: date
) -> list[tuple[Mapping[str, Any], int]]:
    """Count, for each place on the waiting list, the homes refused while it ran."""
    refused: dict[int, list[date]] = {}
    days = select(_contacts.c.candidate_id, _contacts.c.happened_on).where(
        _contacts.c.kind == "refusal", _contacts.c.happened_on <= on
    )
    for candidate_id, happened_on in connection.execute(days):
        refused.setdefault(candidate_id, []).append(happened_on)
    return [
        (
            row,
            sum(
                row["registered_on"] <= day and (row["ended_on"] is None or day <= row["ended_on"])
                for day in refused.get(row["candidate_id"], ())
            ),
        )
        for row in rows
    ]


def _wanted(listing: Listing, table: Any, running: ColumnElement[bool]) -> ColumnElement[bool]:
    """Give what a filter both lists have demands."""
    if listing.filter == "all":
        return table.c.id.is_not(None)
    if listing.filter == "ended":
        return table.c.ended_on.is_not(None)
    if listing.filter == "untold":
        return untold(table)
    return running


def untold(table: Any) -> ColumnElement[bool]:
    """Demand that a place was ended by the group, and that nothing says the candidate was told."""
    return and_(table.c.ended_on.is_not(None), table.c.notice_sent_on.is_(None), table.c.end_reason.in_(TAKEN_OFF))


def _name(row: Mapping[str, Any]) -> str:
    return sorted_name(row["family_name"], row["prefix"], row["initials"], row["given_name"])


# -- the pool --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A place in the pool, with what the contacts with them tell; `state` is one of POOL_STATES."""

    candidate_id: int
    place_id: int
    number: str
    name: str
    met_on: date
    introductions: int
    activities: int
    last_contact_on: date | None
    expires_on: date
    persons: int
    state: str
    ended_on: date | None
    end_reason: str
    end_words: str
    notice_sent_on: date | None


def pool_page(connection: Connection, listing: Listing, on: date) -> Page[PoolRow]:
    """List the pool by POOL_FILTERS and POOL_SORTS.

    `expired` are those whose time ran out and who were neither kept longer nor let go; `untold` those let go who were
    not told; `ended` all who left.
    """
    wanted = _wanted(listing, _pool, on_list(_pool, _pool.c.met_on, on))
    if listing.filter == "expired":
        wanted = and_(on_list(_pool, _pool.c.met_on, on), _pool.c.expires_on < on)
    found = _pool_rows(connection, wanted, on, listing.search)
    far = date.max if not listing.descending else date.min
    by: dict[str, Callable[[PoolRow], Any]] = {
        "name": lambda row: (fold(row.name), number_key(row.number)),
        "number": lambda row: number_key(row.number),
        "met": lambda row: (row.met_on, number_key(row.number)),
        "contact": lambda row: (row.last_contact_on or far, number_key(row.number)),
        "expires": lambda row: (row.expires_on, number_key(row.number)),
    }
    found.sort(key=by.get(listing.sort, by["name"]), reverse=listing.descending)
    return Page(tuple(found[: listing.limit]), len(found))


def pool_of(connection: Connection, candidate_id: int, on: date) -> tuple[PoolRow, ...]:
    """Give every place a candidate has or had in the pool, the newest first."""
    found = _pool_rows(connection, _pool.c.candidate_id == candidate_id, on, "")
    return tuple(sorted(found, key=lambda row: row.met_on, reverse=True))


def _pool_rows(connection: Connection, wanted: ColumnElement[bool], on: date, search: str) -> list[PoolRow]:
    rows = _place_rows(connection, _pool, wanted, search)
    told = told_of(connection, {row["candidate_id"] for row in rows}, on)
    return [
        PoolRow(
            candidate_id=row["candidate_id"],
            place_id=row["id"],
            number=row["number"],
            name=_name(row),
            met_on=row["met_on"],
            introductions=told[row["candidate_id"]].introductions,
            activities=told[row["candidate_id"]].activities,
            last_contact_on=told[row["candidate_id"]].last_on,
            expires_on=row["expires_on"],
            persons=row["adults"] + row["children"],
            state=pool_state(row["expires_on"], row["ended_on"], on),
            ended_on=row["ended_on"],
            end_reason=row["end_reason"],
            end_words=row["end_words"],
            notice_sent_on=row["notice_sent_on"],
        )
        for row in rows
    ]


def candidate_waiting(connection: Connection, place_id: int) -> int | None:
    """Give whose a place on the waiting list is."""
    return connection.execute(select(_waiting.c.candidate_id).where(_waiting.c.id == place_id)).scalar()


def candidate_pooled(connection: Connection, place_id: int) -> int | None:
    """Give whose a place in the pool is."""
    return connection.execute(select(_pool.c.candidate_id).where(_pool.c.id == place_id)).scalar()


# -- contacts --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What the contacts with one candidate say by a day."""

    introductions: int = 0
    activities: int = 0
    refusals: int = 0
    first_met_on: date | None = None
    """The first introduction or activity."""
    last_on: date | None = None
    """The last contact of any kind, a refusal among them."""


def told_of(connection: Connection, candidate_ids: Iterable[int], on: date) -> dict[int, Told]:
    """Say what the contacts with some candidates tell by a day; every candidate that was asked for is there."""
    wanted = sorted(set(candidate_ids))
    found: dict[int, Told] = dict.fromkeys(wanted, Told())
    for start in range(0, len(wanted), 500):
        grouped = (
            select(
                _contacts.c.candidate_id,
                _contacts.c.kind,
                func.count(),
                func.min(_contacts.c.happened_on),
                func.max(_contacts.c.happened_on),
            )
            .where(_contacts.c.candidate_id.in_(wanted[start : start + 500]), _contacts.c.happened_on <= on)
            .group_by(_contacts.c.candidate_id, _contacts.c.kind)
        )
        for candidate_id, kind, number, first_on, last_on in connection.execute(grouped):
            found[candidate_id] = _with(found[candidate_id], kind, number, first_on, last_on)
    return found


def _with(told: Told, kind: str, number: int, first_on: date, last_on: date) -> Told:
    """Add the contacts of one kind."""
    last = max(day for day in (told.last_on, last_on) if day is not None)
    if kind == "refusal":
        return replace(told, refusals=number, last_on=last)
    if kind == "contact":
        return replace(told, last_on=last)
    met = min(day for day in (told.first_met_on, first_on) if day is not None)
    if kind == "introduction":
        return replace(told, introductions=number, first_met_on=met, last_on=last)
    return replace(told, activities=number, first_met_on=met, last_on=last)

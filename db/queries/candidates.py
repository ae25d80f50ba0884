"""Candidates: the list of all, one of them, and what the group knows of them on a day.

The two lists they can be on are read in `candidate_lists.py` beside it and can be asked for here. Of all pages only
these show a name; elsewhere a candidate is a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from coopadmin.domain.candidates import number_key
from coopadmin.domain.members import display_name, sorted_name
from coopadmin.domain.names import Name
from coopadmin.formats import fold
from db.queries.base import Listing, Page, contains
from db.queries.candidate_lists import (
    PoolRow,
    WaitingRow,
    candidate_pooled,
    candidate_waiting,
    pool_of,
    pool_page,
    waiting_lines,
    waiting_of,
    waiting_page,
)
from db.queries.candidates_known import Counts, Known, counts, known, known_of, met_of
from db.queries.members import following_number
from db.tables.allocation import AllocationFile, Candidacy
from db.tables.base import table_of
from db.tables.candidates import Candidate, CandidateContact
from db.tables.dwellings import Dwelling
from db.tables.members import Member, Person
from db.tables.procedures import AllocationProcedure

__all__ = [
    "Counts",
    "Known",
    "PoolRow",
    "WaitingRow",
    "candidate_pooled",
    "candidate_waiting",
    "counts",
    "known",
    "known_of",
    "pool_of",
    "pool_page",
    "waiting_lines",
    "waiting_of",
    "waiting_page",
]

FILTERS = ("current", "waiting", "pool", "internal", "unlisted", "cleared", "all")
SORTS = ("name", "number", "registered")

_BEFORE_FIRST = "K-0000"
_NAME = ("family_name", "prefix", "initials", "given_name")

_candidates, _contacts = table_of(Candidate), table_of(CandidateContact)
_people, _members = table_of(Person), table_of(Member)
_files, _candidacies, _dwellings = table_of(AllocationFile), table_of(Candidacy), table_of(Dwelling)
_procedures = table_of(AllocationProcedure)


# -- the list of all -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate as the list shows them; `name` is empty once their data was cleared."""

    candidate_id: int
    number: str
    name: str
    registered_on: date
    persons: int
    waiting_place: int | None
    pooled: bool
    internal: bool
    consent_until: date | None
    consent_over: bool
    """Whether there was consent that has ended."""
    cleared_on: date | None


def page(connection: Connection, listing: Listing, on: date) -> Page[CandidateRow]:
    """List candidates by FILTERS and SORTS.

    `current` are all whose data is still there, `waiting` and `pool` those on that list, `internal` those who live
    here, `unlisted` those on neither list, `cleared` those of whom only the number is left.
    """
    statement = select(_candidates)
    if listing.filter == "cleared":
        statement = statement.where(_candidates.c.cleared_on.is_not(None))
    elif listing.filter != "all":
        statement = statement.where(_candidates.c.cleared_on.is_(None))
    if listing.search:
        statement = statement.where(contains(listing.search, _candidates.c.folded))
    places = {line.candidate_id: line.place for line in waiting_lines(connection, on)}
    pooled = set(met_of(connection, on))
    found = [
        CandidateRow(
            candidate_id=row["id"],
            number=row["number"],
            name=sorted_name(row["family_name"], row["prefix"], row["initials"], row["given_name"]),
            registered_on=row["registered_on"],
            persons=row["adults"] + row["children"],
            waiting_place=places.get(row["id"]),
            pooled=row["id"] in pooled,
            internal=row["person_id"] is not None,
            consent_until=row["consent_until"],
            consent_over=row["consent_until"] is not None and row["consent_until"] < on,
            cleared_on=row["cleared_on"],
        )
        for row in connection.execute(statement).mappings()
    ]
    fits = _FITS.get(listing.filter)
    if fits is not None:
        found = [row for row in found if fits(row)]
    found.sort(key=_BY.get(listing.sort, _BY["name"]), reverse=listing.descending)
    return Page(tuple(found[: listing.limit]), len(found))


def register(connection: Connection, on: date) -> tuple[CandidateRow, ...]:
    """Give every candidate who had registered by a day and whose data is there, by number."""
    listing = Listing(filter="current", sort="number", limit=1_000_000)
    return tuple(row for row in page(connection, listing, on).rows if row.registered_on <= on)


_FITS: dict[str, Callable[[CandidateRow], bool]] = {
    "waiting": lambda row: row.waiting_place is not None,
    "pool": lambda row: row.pooled,
    "internal": lambda row: row.internal,
    "unlisted": lambda row: row.waiting_place is None and not row.pooled,
}
_BY: dict[str, Callable[[CandidateRow], Any]] = {
    "name": lambda row: (not row.name, fold(row.name), number_key(row.number)),
    "number": lambda row: number_key(row.number),
    "registered": lambda row: (row.registered_on, number_key(row.number)),
}


def refusals_limit(connection: Connection, candidate_id: int, on: date) -> int | None:
    """Say after how many refusals this candidate goes to the bottom of the waiting list.

    By the procedure of the newest file they are in, else by the one that began last; None where none says so.
    """
    files = (
        select(_procedures.c.refusals_most)
        .join(_files, _files.c.procedure_id == _procedures.c.id)
        .join(_candidacies, _candidacies.c.file_id == _files.c.id)
        .where(_candidacies.c.candidate_id == candidate_id)
        .order_by(_candidacies.c.entered_on.desc(), _candidacies.c.id.desc())
    )
    if (row := connection.execute(files.limit(1)).first()) is not None:
        return row[0]
    begun = select(_procedures.c.refusals_most).where(
        _procedures.c.valid_from <= on, _procedures.c.refusals_most.is_not(None), _procedures.c.ended_on.is_(None)
    )
    return connection.execute(begun.order_by(_procedures.c.valid_from.desc()).limit(1)).scalar()


# -- one candidate ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ContactRow:
    """An introduction, an activity, another contact, or a home that was refused, with the file it was in."""

    contact_id: int
    happened_on: date
    kind: str
    what: str
    file_id: int | None
    file: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file a candidate was in, by its number and the code of the home, and what came of it."""

    candidacy_id: int
    file_id: int
    file: str
    dwelling: str
    origin: str
    entered_on: date
    invited_on: date | None
    outcome: str
    outcome_on: date | None
    reason_code: str
    reasons_sent_on: date | None
    closed_on: date | None
    """The day the file was closed."""


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """Everything about one candidate."""

    candidate_id: int
    number: str
    registered_on: date
    family_name: str
    prefix: str
    initials: str
    given_name: str
    email: str
    phone: str
    address: str
    postcode: str
    place: str
    person_id: int | None
    adults: int
    children: int
    rooms_least: int | None
    rooms_most: int | None
    wishes: str
    owner_registered_on: date | None
    consent_on: date | None
    consent_until: date | None
    note: str
    cleared_on: date | None
    person: str
    """The name and member number of who lives here already."""
    waiting: tuple[WaitingRow, ...]
    pool: tuple[PoolRow, ...]
    contacts: tuple[ContactRow, ...]
    files: tuple[FileRow, ...]

    @property
    def name(self) -> str:
        """The name as on a letter; empty once it was cleared."""
        return display_name(self.family_name, self.prefix, self.initials, self.given_name)

    @property
    def persons(self) -> int:
        """How many people would come."""
        return self.adults + self.children

    @property
    def on_waiting_list(self) -> WaitingRow | None:
        """The place on the waiting list that runs."""
        return next((row for row in self.waiting if row.ended_on is None), None)

    @property
    def in_pool(self) -> PoolRow | None:
        """The place in the pool that runs."""
        return next((row for row in self.pool if row.ended_on is None), None)


def record(connection: Connection, candidate_id: int, on: date) -> CandidateRecord | None:
    """Give everything about one candidate, or None where there is none."""
    row = connection.execute(select(_candidates).where(_candidates.c.id == candidate_id)).mappings().first()
    if row is None:
        return None
    given: dict[str, Any] = {str(key): value for key, value in row.items() if key not in ("id", "folded")}
    return CandidateRecord(
        candidate_id=candidate_id,
        **given,
        person=_person(connection, row["person_id"]),
        waiting=waiting_of(connection, candidate_id, on),
        pool=pool_of(connection, candidate_id, on),
        contacts=_contacts_of(connection, candidate_id),
        files=_files_of(connection, candidate_id),
    )


def _person(connection: Connection, person_id: int | None) -> str:
    row = (
        connection.execute(
            select(func.coalesce(_members.c.number, "").label("number"), *(_people.c[part] for part in _NAME))
            .outerjoin(_members, _members.c.person_id == _people.c.id)
            .where(_people.c.id == person_id)
        )
        .mappings()
        .first()
    )
    if row is None:
        return ""
    name = display_name(row["family_name"], row["prefix"], row["initials"], row["given_name"])
    return f"{row['number']} {name}".strip()


def _contacts_of(connection: Connection, candidate_id: int) -> tuple[ContactRow, ...]:
    statement = (
        select(
            _contacts.c.id,
            _contacts.c.happened_on,
            _contacts.c.kind,
            _contacts.c.what,
            _contacts.c.file_id,
            func.coalesce(_files.c.number, ""),
        )
        .outerjoin(_files, _files.c.id == _contacts.c.file_id)
        .where(_contacts.c.candidate_id == candidate_id)
        .order_by(_contacts.c.happened_on.desc(), _contacts.c.id.desc())
    )
    return tuple(ContactRow(*row) for row in connection.execute(statement))


def _files_of(connection: Connection, candidate_id: int) -> tuple[FileRow, ...]:
    statement = (
        select(
            _candidacies.c.id.label("candidacy_id"),
            _files.c.id.label("file_id"),
            _files.c.number.label("file"),
            _dwellings.c.code.label("dwelling"),
            _candidacies.c.origin,
            _candidacies.c.entered_on,
            _candidacies.c.invited_on,
            _candidacies.c.outcome,
            _candidacies.c.outcome_on,
            _candidacies.c.reason_code,
            _candidacies.c.reasons_sent_on,
            _files.c.closed_on,
        )
        .join(_files, _files.c.id == _candidacies.c.file_id)
        .join(_dwellings, _dwellings.c.id == _files.c.dwelling_id)
        .where(_candidacies.c.candidate_id == candidate_id)
        .order_by(_candidacies.c.entered_on.desc(), _files.c.number.desc())
    )
    return tuple(FileRow(**row) for row in connection.execute(statement).mappings())


def alike(connection: Connection, candidate_id: int) -> tuple[str, ...]:
    """Give the numbers of other candidates with the same name or e-mail: perhaps somebody who was entered twice."""
    row = connection.execute(select(_candidates).where(_candidates.c.id == candidate_id)).mappings().first()
    if row is None or row["cleared_on"] is not None:
        return ()
    named = select(_candidates.c.number, _candidates.c.email, *(_candidates.c[part] for part in _NAME)).where(
        _candidates.c.id != candidate_id, _candidates.c.cleared_on.is_(None)
    )
    own = _named(row)
    return tuple(
        other["number"]
        for other in connection.execute(named.order_by(_candidates.c.number)).mappings()
        if own.may_be(_named(other)) or (row["email"] and fold(other["email"]) == fold(row["email"]))
    )


def _named(row: Mapping[Any, Any]) -> Name:
    return Name(row["family_name"], row["prefix"], row["initials"], row["given_name"])


def next_number(connection: Connection) -> str:
    """Propose the number after the highest: K-0001 first."""
    highest = select(_candidates.c.number).order_by(
        func.length(_candidates.c.number).desc(), _candidates.c.number.desc()
    )
    return following_number(connection.execute(highest.limit(1)).scalar() or _BEFORE_FIRST)

"""Notes of the house in which a candidate may have been named in passing: of repairs, rooms, contractors, keys, hours.

These are about others, most of all residents, so less counts as the candidate's name than in a file: a name that a
resident bears too stays, and a family name or a given name alone is looked for only where people are spoken of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.forgetting import SHORTEST_NAME, pattern_of, scrub
from coopadmin.formats import fold
from db.queries.forgetting_rows import remembered
from db.tables.base import Record, table_of
from db.tables.bookings import Booking, BookingSeries, BookingWish, CleaningTurn, SeriesSkip
from db.tables.candidates import Candidate
from db.tables.contractors import Contractor
from db.tables.facilities import Facility
from db.tables.handovers import Handover, HandoverReminder
from db.tables.hours import HoursEntry, SelfWorkClaim
from db.tables.jobs import Certificate, JobException, MaintenanceJob
from db.tables.journal import JournalValue
from db.tables.keys import KeyCopy, KeyKind, KeyLoan
from db.tables.maintenance import MaintenanceTask, TaskAppointment, TaskJudgement, TaskWait
from db.tables.members import Person
from db.tables.orders import Quote, WorkOrder
from db.tables.work_days import WorkDay, WorkDayHelper, WorkDayTask

NOTES: dict[type[Record], tuple[str, ...]] = {
    MaintenanceTask: ("answer", "note"),
    TaskJudgement: ("reason",),
    TaskWait: ("note",),
    TaskAppointment: ("access", "note"),
    Handover: ("note",),
    HandoverReminder: ("note",),
    Quote: ("note",),
    WorkOrder: ("note",),
    MaintenanceJob: ("note",),
    JobException: ("reason",),
    Certificate: ("note",),
    Contractor: ("contact", "note"),
    Facility: ("note",),
    BookingSeries: ("purpose", "note"),
    SeriesSkip: ("reason",),
    Booking: ("purpose", "cancel_reason", "overruled"),
    BookingWish: ("purpose",),
    CleaningTurn: ("note",),
    KeyKind: ("note",),
    KeyCopy: ("end_reason", "note"),
    KeyLoan: ("note",),
    HoursEntry: ("what", "note"),
    SelfWorkClaim: ("note",),
    WorkDay: ("note",),
    WorkDayTask: ("needs",),
    WorkDayHelper: ("note",),
}
"""The columns in which people are spoken of, by table."""

TITLES: dict[type[Record], tuple[str, ...]] = {
    MaintenanceTask: ("what", "place", "contractor"),
    MaintenanceJob: ("what", "place"),
    Certificate: ("issuer",),
    Contractor: ("phone", "email"),
    Facility: ("place", "house_rules"),
    WorkDay: ("title", "place", "needs"),
}
"""The columns in which things are: there only a whole name is looked for, for `Kraan` is more often a tap."""


@dataclass(frozen=True, slots=True)
class Called:
    """What a candidate is called in a note: names that are theirs whole, and parts of them that nobody else bears."""

    whole: tuple[str, ...]
    parts: tuple[str, ...]

    def of(self, *, title: bool) -> tuple[str, ...]:
        """Give what is looked for, the longest first."""
        return self.whole if title else (*self.whole, *self.parts)


def called_in_notes(connection: Connection, candidate_id: int) -> Called:
    """Give what a candidate is or was called in notes; nothing where a resident bears the same name."""
    table = table_of(Candidate)
    rows: list[dict[str, Any]] = [
        dict(row) for row in connection.execute(select(table).where(table.c.id == candidate_id)).mappings()
    ]
    rows += remembered(connection, Candidate, [candidate_id]).get(candidate_id, [])
    families = {row.get("family_name") or "" for row in rows} - {""}
    givens = {row.get("given_name") or "" for row in rows} - {""}
    prefixes = {row.get("prefix") or "" for row in rows} | {""}
    initials = {row.get("initials") or "" for row in rows} - {""}
    residents, others = _bearers(connection, candidate_id)
    if any((fold(family), fold(given)) in residents for family in families for given in givens):
        return Called((), ())
    whole = {f"{first} {prefix} {family}" for first in givens | initials for prefix in prefixes for family in families}
    whole |= {row.get(name) or "" for row in rows for name in ("email", "phone")}
    parts = {f"{prefix} {family}" for prefix in prefixes for family in families if fold(family) not in others}
    parts |= {given for given in givens if len(given) >= SHORTEST_NAME and fold(given) not in others}
    return Called(_tidied(whole), _tidied(parts))


def _bearers(connection: Connection, candidate_id: int) -> tuple[set[tuple[str, str]], set[str]]:
    """Give the family and given names of residents together, and of residents and other candidates one by one."""
    people, candidates = table_of(Person).c, table_of(Candidate).c
    named = select(people.family_name, people.given_name)
    residents = {(fold(family), fold(given)) for family, given in connection.execute(named)}
    beside = select(candidates.family_name, candidates.given_name).where(candidates.id != candidate_id)
    others = {fold(name) for row in connection.execute(beside) for name in row}
    return residents, others | {name for both in residents for name in both}


def _tidied(names: Iterable[str]) -> tuple[str, ...]:
    tidied = {" ".join(name.split()) for name in names} - {""}
    return tuple(sorted(tidied, key=lambda name: (-len(name), name)))


def notes_naming(connection: Connection, called: Called, number: str) -> dict[type[Record], dict[int, dict[str, str]]]:
    """Give the notes a candidate is named in, with the number in place of the name: by table, row and column."""
    found: dict[type[Record], dict[int, dict[str, str]]] = {}
    for columns, title in ((NOTES, False), (TITLES, True)):
        names = called.of(title=title)
        pattern = pattern_of(names)
        for model, wanted in columns.items():
            table = table_of(model)
            statement = select(table.c.id, *(table.c[name] for name in wanted))
            for row_id, *texts in connection.execute(statement):
                for name, text in zip(wanted, texts, strict=True):
                    if pattern.search(text):
                        found.setdefault(model, {}).setdefault(row_id, {})[name] = scrub(text, names, number)
    return found


def history_naming(connection: Connection, called: Called) -> dict[type[Record], set[int]]:
    """Give the rows of which the journal still tells a candidate's name in a note, those that are gone among them."""
    found: dict[type[Record], set[int]] = {}
    for columns, title in ((NOTES, False), (TITLES, True)):
        pattern = pattern_of(called.of(title=title))
        for model, wanted in columns.items():
            held = select(col(JournalValue.row_id), col(JournalValue.values_json)).where(
                col(JournalValue.table_name) == str(table_of(model).name), col(JournalValue.values_json).is_not(None)
            )
            for row_id, values_json in connection.execute(held):
                # As it was written first: most values name nobody, and reading them takes longer than looking.
                if values_json and pattern.search(values_json) and _tells(json.loads(values_json), wanted, pattern):
                    found.setdefault(model, set()).add(row_id)
    return found


def _tells(values: dict[str, dict[str, Any] | None], wanted: Iterable[str], pattern: re.Pattern[str]) -> bool:
    sides = [side for side in (values.get("before"), values.get("after")) if side]
    return any(isinstance(text := side.get(name), str) and pattern.search(text) for side in sides for name in wanted)

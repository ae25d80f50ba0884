"""What happened, from the journal: all of it, or the story of one record."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select, true, tuple_
from sqlmodel import col

from coopadmin.domain.abouts import about_name
from coopadmin.domain.deeds import deed_name
from db.queries.base import Listing, Page
from db.queries.journal_names import Names, is_reference, names_of
from db.tables.base import table_of
from db.tables.journal import JournalEntry, JournalValue
from db.tables.members import Member, Membership, OfficeTerm, WorkingGroupTerm
from db.tables.memberships import EmailConsent, MembershipApplication, MembershipEnding, Suspension

_Difference = tuple[str, object, object]
"""A column, its value before and after, as stored."""

_CALLED: dict[tuple[str, str], str] = {
    ("allocationfile", "ranked_on"): "order_fixed_on",
    ("collectionstep", "received_on"): "delivered_on",
}
"""Columns that go by another name than those of other tables called the same."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of the journal, with how many rows it changed."""

    entry_id: int
    at: datetime
    actor: str
    deed: str
    about: str
    undoes_id: int | None
    changes: int
    undone: bool
    """Taken back by a later line (which may itself have been taken back)."""

    @property
    def what(self) -> str:
        """The deed and what it was about, in words."""
        return f"{deed_name(self.deed)} {about_name(self.deed, self.about)}".strip()


@dataclass(frozen=True, slots=True)
class StoryLine:
    """What one deed did to one record: columns with their value before and after."""

    entry_id: int
    at: datetime
    actor: str
    deed: str
    changes: tuple[tuple[str, str, str], ...]
    """Column, before, after; another record by what it is called. Empty where the values were forgotten."""


def page(connection: Connection, listing: Listing) -> Page[EntryRow]:
    """List the journal, newest first; `search` looks in who and about what."""
    line = col(JournalEntry.actor) + " " + col(JournalEntry.about) + " " + col(JournalEntry.deed)
    wanted = and_(true(), *(line.icontains(word, autoescape=True) for word in listing.search.split()))
    total = connection.execute(select(func.count()).select_from(JournalEntry).where(wanted)).scalar() or 0
    return Page(_rows(connection, wanted, listing.limit), total)


def _rows(connection: Connection, wanted: ColumnElement[bool], limit: int) -> tuple[EntryRow, ...]:
    changes = (
        select(func.count())
        .where(col(JournalValue.entry_id) == col(JournalEntry.id))
        .correlate(JournalEntry)
        .scalar_subquery()
    )
    statement = (
        select(
            col(JournalEntry.id),
            col(JournalEntry.at),
            col(JournalEntry.actor),
            col(JournalEntry.deed),
            col(JournalEntry.about),
            col(JournalEntry.undoes_id),
            changes,
        )
        .where(wanted)
        .order_by(col(JournalEntry.id).desc())
        .limit(limit)
    )
    found = connection.execute(statement).all()
    ids = [row[0] for row in found]
    undone = set(
        connection.execute(select(col(JournalEntry.undoes_id)).where(col(JournalEntry.undoes_id).in_(ids))).scalars()
    )
    return tuple(
        EntryRow(entry_id, datetime.fromisoformat(at), actor, deed, about, undoes_id, number, entry_id in undone)
        for entry_id, at, actor, deed, about, undoes_id, number in found
    )


def entry(connection: Connection, entry_id: int) -> EntryRow | None:
    """Give one line of the journal."""
    return next((row for row in _rows(connection, col(JournalEntry.id) == entry_id, 1)), None)


def last_standing(connection: Connection) -> EntryRow | None:
    """Give the newest deed that can be taken back: no undoing, not taken back, and not the beginning."""
    undoing = select(col(JournalEntry.id), col(JournalEntry.undoes_id)).where(col(JournalEntry.undoes_id).is_not(None))
    gone: set[int] = set()
    for made, undone in connection.execute(undoing.order_by(col(JournalEntry.id).desc())):
        if made not in gone and undone is not None:
            gone.add(undone)
    open_deeds = and_(
        col(JournalEntry.undoes_id).is_(None),
        col(JournalEntry.deed) != "start_cooperative",
        col(JournalEntry.id).not_in(gone),
    )
    return next((row for row in _rows(connection, open_deeds, 1)), None)


def story(connection: Connection, rows: Iterable[tuple[str, int]], most: int = 50) -> tuple[StoryLine, ...]:
    """Tell what happened to some rows (table name, number), newest first."""
    wanted = list(rows)
    if not wanted:
        return ()
    statement = (
        select(
            col(JournalEntry.id),
            col(JournalEntry.at),
            col(JournalEntry.actor),
            col(JournalEntry.deed),
            col(JournalValue.table_name),
            col(JournalValue.change),
            col(JournalValue.values_json),
        )
        .join(JournalValue, col(JournalValue.entry_id) == col(JournalEntry.id))
        .where(tuple_(col(JournalValue.table_name), col(JournalValue.row_id)).in_(wanted))
        .order_by(col(JournalEntry.id).desc(), col(JournalValue.position))
        .limit(most)
    )
    found = connection.execute(statement).all()
    changed = [(table, _differences(change, values)) for *_line, table, change, values in found]
    names = _names(connection, changed)
    lines: dict[int, StoryLine] = {}
    for (entry_id, at, actor, deed, *_values), (table, differences) in zip(found, changed, strict=True):
        changes = tuple(told for one in differences if (told := _told(table, one, names)) is not None)
        earlier = lines.get(entry_id)
        lines[entry_id] = StoryLine(
            entry_id, datetime.fromisoformat(at), actor, deed, (*(earlier.changes if earlier else ()), *changes)
        )
    return tuple(lines.values())


def _differences(change: str, values_json: str | None) -> tuple[_Difference, ...]:
    """Only an update tells column by column; a row that was made or removed is told by its deed."""
    if change != "update" or values_json is None:
        return ()
    values: dict[str, dict[str, object]] = json.loads(values_json)
    return tuple(
        (name, values["before"].get(name), after) for name, after in values["after"].items() if name != "folded"
    )


def _names(connection: Connection, changed: Iterable[tuple[str, tuple[_Difference, ...]]]) -> Names:
    """Ask what the records are called that the changes point at, before or after."""
    wanted = [
        (table, column, value)
        for table, differences in changed
        for column, *values in differences
        for value in values
        if isinstance(value, int) and is_reference(table, column)
    ]
    return names_of(connection, wanted)


def _told(table: str, difference: _Difference, names: Names) -> tuple[str, str, str] | None:
    """Tell one change in words; None where it points at a record that has no name to tell."""
    column, before, after = difference
    called = names.get((table, column))
    if called is None:
        return _CALLED.get((table, column), column), _shown(before), _shown(after)
    if any(value is not None and value not in called for value in (before, after)):
        return None
    return column, called.get(before, ""), called.get(after, "")


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def rows_of_person(connection: Connection, person_id: int) -> list[tuple[str, int]]:
    """Name the rows whose changes make a person's story: the person, membership and its end, offices and groups."""
    rows = [("person", person_id)]
    members = connection.execute(select(col(Member.id)).where(col(Member.person_id) == person_id)).scalars().all()
    rows += [("member", row_id) for row_id in members]
    kept = (
        (Membership, col(Membership.id), col(Membership.member_id).in_(members)),
        (OfficeTerm, col(OfficeTerm.id), col(OfficeTerm.person_id) == person_id),
        (WorkingGroupTerm, col(WorkingGroupTerm.id), col(WorkingGroupTerm.person_id) == person_id),
        (MembershipApplication, col(MembershipApplication.id), col(MembershipApplication.person_id) == person_id),
        (Suspension, col(Suspension.id), col(Suspension.person_id) == person_id),
        (EmailConsent, col(EmailConsent.id), col(EmailConsent.person_id) == person_id),
        (
            MembershipEnding,
            col(MembershipEnding.id),
            col(MembershipEnding.membership_id).in_(
                select(col(Membership.id)).where(col(Membership.member_id).in_(members))
            ),
        ),
    )
    for model, column, condition in kept:
        name = table_of(model).name
        rows += [(name, row_id) for row_id in connection.execute(select(column).where(condition)).scalars()]
    return rows

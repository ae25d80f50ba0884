"""What a subject tells the desk: its list, its record and what can be done; the screens are the same for all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from coopadmin.formats import euro, moment_text, short_date
from coopadmin.i18n import _
from db.queries.base import Listing, Page
from screens.app import Ref

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from coopadmin.reports.base import ColumnKind
    from db.queries.journal import StoryLine
    from screens.app import CoopApp

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column of a list: its heading, what it shows of a row, and how wide it may be.

    `width` 0 takes what is left. A column with `wide` gives way where the others would get too narrow.
    """

    label: str
    show: Callable[[R], str]
    width: int = 0
    right: bool = False
    wide: bool = False
    value: Callable[[R], Any] | None = None
    """What an export writes, where that is more than the text: an integer, a date, cents."""
    kind: ColumnKind = "text"
    """How an export writes it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter or a sort: the query's name for it, and words one can read aloud."""

    code: str
    label: str
    descending: bool = False
    """Whether a sort begins at the other end: the newest first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a record: what it is, what it says, and the record it leads to."""

    label: str
    text: str
    ref: Ref | None = None
    style: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines of a record under a heading."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A record as it is shown: its name, a line on how it stands, and its sections."""

    title: str
    status: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do with a record, or with none: a word for the menu and the work itself."""

    label: str
    run: Callable[[CoopApp, int], Awaitable[None]]
    help: str = ""
    alone: bool = False
    """Whether it is about no record: an empty list offers it too, and hands it 0."""


@dataclass(frozen=True)
class Subject(Generic[R]):
    """One subject of the desk, made once by `screens/<name>/subject.py`."""

    name: str
    title: str
    columns: tuple[Column[R], ...]
    page: Callable[[Connection, Listing, date], Page[R]]
    key: Callable[[R], int]
    card: Callable[[Connection, int, date], Card | None]
    filters: tuple[Choice, ...]
    sorts: tuple[Choice, ...]
    counted: Callable[[int], str]
    """Says how many: `58 leden`."""
    empty: str
    """What to do when there is nothing at all."""
    new: Callable[[CoopApp], Awaitable[None]] | None = None
    edit: Callable[[CoopApp, int], Awaitable[None]] | None = None
    actions: tuple[Action, ...] = field(default=())
    row_style: Callable[[R], str] | None = None
    beside: str = ""
    """The subject whose list goes with this one, if any."""
    dated: bool = False
    """Whether the list can be shown as it stood on another day."""
    leads_to: Callable[[R], Ref | None] | None = None
    """The record that Enter goes to, where a row is about another one; None for the row's own record."""

    registry: ClassVar[dict[str, Any]] = {}


_ROOMMATES = {
    "credits": "screens.ledger.credits",
    "bookings": "screens.facilities.bookings",
    "series": "screens.facilities.series",
    "turns": "screens.facilities.turns",
    "inspections": "screens.maintenance.inspections",
    "household_hours": "screens.hours.households",
    "claims": "screens.hours.claims",
    "mismatches": "screens.members.mismatches",
    "objections": "screens.increases.objections",
    "requests": "screens.meetings.requests",
    "waiting": "screens.candidates.waiting",
    "pool": "screens.candidates.pool",
    "applications": "screens.memberships.applications",
    "endings": "screens.memberships.endings",
}
"""Lists that live in another subject's folder."""


def subject_named(name: str) -> Subject[Any]:
    """Find a subject by its name, importing it on first use: it brings the store's library with it."""
    from importlib import import_module

    if name not in Subject.registry:
        Subject.registry[name] = import_module(_ROOMMATES.get(name, f"screens.{name}.subject")).SUBJECT
    found: Subject[Any] = Subject.registry[name]
    return found


# -- words for values ------------------------------------------------------------------------------------------


def day(value: date | None) -> str:
    """Show a day in a column; empty where there is none."""
    return short_date(value) if value else ""


def moment(value: datetime | None) -> str:
    """Show a moment in a column."""
    return moment_text(value) if value else ""


def money(cents: int | None) -> str:
    """Show an amount; empty where there is none."""
    return "" if cents is None else euro(cents)


def whole(number: int | None) -> str:
    """Show a number; empty where there is none."""
    return "" if number is None else str(number)


def period(starts_on: date | None, ends_on: date | None) -> str:
    """Show a period: `1-1-2020 – 30-6-2024`, or `since …` while it runs."""
    if starts_on is None:
        return ""
    if ends_on is None:
        return _("since {day}").format(day=short_date(starts_on))
    return f"{short_date(starts_on)} – {short_date(ends_on)}"


def filled(*entries: Entry) -> tuple[Entry, ...]:
    """Keep the lines that say something."""
    return tuple(entry for entry in entries if entry.text)


def story_section(lines: tuple[StoryLine, ...]) -> Section:
    """Tell what happened to a record, newest first."""
    from coopadmin.domain.deeds import deed_name
    from coopadmin.domain.field_names import column_name
    from coopadmin.domain.field_values import value_text

    entries: list[Entry] = []
    for line in lines:
        when = short_date(line.at.astimezone().date())
        entries.append(Entry(when, f"{deed_name(line.deed)} · {line.actor} #{line.entry_id}"))
        for column, before, after in line.changes:
            was, now = (value_text(column, value) or "–" for value in (before, after))
            entries.append(Entry("", f"  {column_name(column)}: {was} → {now}", style="$text-muted"))
    return Section(_("history"), tuple(entries))

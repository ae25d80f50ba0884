"""The long-term maintenance plan: the list of elements, one element's record, and what a row of years costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from coopadmin.domain.maintenance_plan import FIRST_YEAR, HORIZONS, PAYERS, CostLine, lost_shifts
from coopadmin.domain.maintenance_plan_scores import Standing
from coopadmin.formats import fold
from db.queries.base import Listing, Page
from db.queries.maintenance_plan_facts import Element, KeptMeasure, KeptShift, MadeTask, Plan, plan

FILTERS = ("current", "this_year", "five_years", "poor", "unmeasured", *PAYERS, "ended", "all")
SORTS = ("code", "name", "score", "next", "cost")

POOR = 4
"""The score from which an element stands worse than most groups want: 3, fair, is what is commonly aimed at."""


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element as the list shows it on a day: how it stands, its next time, and what ten years cost, in cents."""

    element_id: int
    code: str
    name: str
    place: str
    quantity_thousandths: int
    unit: str
    standing: Standing | None
    payers: tuple[str, ...]
    next_year: int | None
    next_what: str
    next_cents: int | None
    ten_cents: int
    ended_on: date | None

    @property
    def score(self) -> int | None:
        """Its score; None where nobody ever looked."""
        return None if self.standing is None else self.standing.score


@dataclass(frozen=True, slots=True)
class PlannedTime:
    """One time of a measure: what it costs in cents, and the task that was made of it, if any."""

    element: Element
    measure: KeptMeasure
    line: CostLine
    task: MadeTask | None
    shift: KeptShift | None
    """What put it in the year it falls in, where that was for this time by itself."""

    @property
    def year(self) -> int:
        """The year it falls in."""
        return self.line.year


@dataclass(frozen=True, slots=True)
class ElementRecord:
    """An element with its measures, what falls in the coming years, and what passed without a task."""

    row: ElementRow
    element: Element
    measures: tuple[KeptMeasure, ...]
    coming: tuple[PlannedTime, ...]
    passed: tuple[PlannedTime, ...]
    """The newest time of each measure in a year that is over, where no task was made of it."""
    tasks: tuple[MadeTask, ...]
    lost: tuple[KeptShift, ...]
    """Shifts no time stands at any more."""
    told: tuple[str, ...]


# -- the list --------------------------------------------------------------------------------------------------


def page(connection: Connection, listing: Listing, today: date) -> Page[ElementRow]:
    """List the elements; a search looks in code, name, place and note. A group has some hundreds at most."""
    kept = plan(connection)
    words = fold(listing.search).split()
    rows = [
        row_of(kept, element, today)
        for element in kept.elements.values()
        if all(word in element.folded for word in words)
    ]
    wanted = _FILTERS.get(listing.filter, _all)
    rows = [row for row in rows if wanted(row, today)]
    rows.sort(key=_SORTS.get(listing.sort, _SORTS["code"]), reverse=listing.descending)
    return Page(tuple(rows[: listing.limit]), len(rows))


def row_of(kept: Plan, element: Element, today: date) -> ElementRow:
    """Say how an element stands on a day."""
    coming = kept.lines(today.year, today.year + HORIZONS[1] - 1, element.element_id)
    following = coming[0] if coming else None
    measures = kept.of(element.element_id)
    return ElementRow(
        element.element_id,
        element.code,
        element.name,
        element.place or element.facility,
        element.quantity_thousandths,
        element.unit,
        element.standing,
        tuple(payer for payer in PAYERS if any(one.terms.payer == payer for one in measures)),
        following.year if following else None,
        kept.measures[following.measure_id].what if following else "",
        sum(line.cents for line in coming if line.year == following.year) if following else None,
        sum(line.cents for line in coming if line.year < today.year + HORIZONS[0]),
        element.ended_on,
    )


def _all(_row: ElementRow, _today: date) -> bool:
    return True


def _in_use(row: ElementRow, today: date) -> bool:
    return row.ended_on is None or row.ended_on >= today


def _paid_by(payer: str) -> Callable[[ElementRow, date], bool]:
    return lambda row, today: _in_use(row, today) and payer in row.payers


_FILTERS: dict[str, Callable[[ElementRow, date], bool]] = {
    "current": _in_use,
    "this_year": lambda row, today: row.next_year == today.year,
    "five_years": lambda row, today: row.next_year is not None and row.next_year < today.year + 5,
    "poor": lambda row, today: _in_use(row, today) and (row.score or 0) >= POOR,
    "unmeasured": lambda row, today: _in_use(row, today) and row.score is None,
    "ended": lambda row, today: not _in_use(row, today),
    "all": _all,
    **{payer: _paid_by(payer) for payer in PAYERS},
}

_SORTS: dict[str, Callable[[ElementRow], Any]] = {
    "code": lambda row: row.code,
    "name": lambda row: (fold(row.name), row.code),
    "score": lambda row: (row.score or 0, row.code),
    "next": lambda row: (row.next_year is None, row.next_year or 0, row.code),
    "cost": lambda row: (row.ten_cents, row.code),
}


# -- one element -----------------------------------------------------------------------------------------------


def record(connection: Connection, element_id: int, today: date) -> ElementRecord | None:
    """Give one element with all that is planned of it for forty years; None where it is gone."""
    kept = plan(connection, element_id)
    element = kept.elements.get(element_id)
    if element is None:
        return None
    measures = kept.of(element_id)
    lost = [shift for measure in measures for shift in measure.shifts if shift.shift in lost_shifts(measure.terms)]
    return ElementRecord(
        row_of(kept, element, today),
        element,
        measures,
        planned(kept, today.year, today.year + HORIZONS[1] - 1),
        _passed(kept, element, today),
        tuple(sorted(kept.tasks.values(), key=lambda one: one.plan_year)),
        tuple(lost),
        kept.prices.told,
    )


def _passed(kept: Plan, element: Element, today: date) -> tuple[PlannedTime, ...]:
    """Give what should have been done: the newest past time of each measure since the element was placed, if bare."""
    since = max(element.placed_year or FIRST_YEAR, FIRST_YEAR)
    newest = {one.measure.measure_id: one for one in planned(kept, since, today.year - 1)}
    return tuple(one for one in newest.values() if one.task is None)


def planned(kept: Plan, first: int, last: int) -> tuple[PlannedTime, ...]:
    """Give every time from one year to another, by year, then by element."""
    found: list[PlannedTime] = []
    for line in kept.lines(first, last):
        measure = kept.measures[line.measure_id]
        shift = next((one for one in measure.shifts if one.shift.from_year == line.time.stood), None)
        task = kept.tasks.get((line.measure_id, line.year))
        found.append(PlannedTime(kept.elements[measure.element_id], measure, line, task, shift))
    found.sort(key=lambda one: (one.year, one.element.code, one.measure.measure_id))
    return tuple(found)


# -- years -----------------------------------------------------------------------------------------------------


def years(connection: Connection, first: int, last: int) -> tuple[tuple[PlannedTime, ...], tuple[str, ...]]:
    """Give what falls from one year to another, and what the prices rest on."""
    kept = plan(connection)
    return planned(kept, first, last), kept.prices.told

"""The sheet of a work day as a document, in the language in use: what is done, by whom, and room to sign for hours.

It hangs in the hall, so people are on it by name alone, and only those who come or may come.
"""

from __future__ import annotations

from collections.abc import Iterator

from coopadmin.domain.hours import hours_said
from coopadmin.exchange import documents
from coopadmin.exchange.documents import Block, Facts, Heading, Line, Rows, Signatures, Words
from coopadmin.formats import day_name, long_date
from coopadmin.i18n import _, ngettext
from db.queries.work_days import ChosenTask, WorkDayRecord

ROOM = 4
"""Lines left open for who comes without having said so."""


def markdown(record: WorkDayRecord) -> str:
    """Write the sheet as Markdown."""
    return documents.markdown(blocks(record))


def page(record: WorkDayRecord) -> str:
    """Write the sheet as one HTML page to print, with nothing outside it."""
    return documents.page(blocks(record))


def text(record: WorkDayRecord, width: int = documents.PLAIN_WIDTH) -> str:
    """Write the sheet as text to read on a screen."""
    return documents.plain(blocks(record), width)


def stem(record: WorkDayRecord) -> str:
    """Name a file for the sheet, without its ending: `work-day-2026-11-28`."""
    return _("work-day-{day}").format(day=record.day.on.isoformat())


def blocks(record: WorkDayRecord) -> tuple[Block, ...]:
    """Put the sheet together, from the heading to the room to sign."""
    return (
        Heading(1, record.day.title),
        *_called_off(record),
        _facts(record),
        *_needs(record),
        *_tasks(record),
        *_people(record),
        Signatures((_("Who leads"),)),
    )


def _called_off(record: WorkDayRecord) -> Iterator[Block]:
    if record.day.cancelled_on is not None:
        yield Line(_("This work day was called off on {day}.").format(day=long_date(record.day.cancelled_on)))


def _facts(record: WorkDayRecord) -> Facts:
    day = record.day
    reserve = day.reserve_on
    return Facts(
        (
            (_("Work day of"), record.cooperative),
            (_("Day"), f"{day_name(day.on)} {long_date(day.on)}"),
            (_("Time"), _("{start}–{end}").format(start=f"{day.starts_at:%H:%M}", end=f"{day.ends_at:%H:%M}")),
            (_("We meet at"), day.place),
            (_("Who leads"), record.leader),
            (_("In bad weather"), f"{day_name(reserve)} {long_date(reserve)}" if reserve else ""),
        )
    )


def _needs(record: WorkDayRecord) -> Iterator[Block]:
    if record.needs:
        yield Heading(2, _("What is needed"))
        yield Words(record.needs)


def _tasks(record: WorkDayRecord) -> Iterator[Block]:
    yield Heading(2, _("What we do"))
    if not record.tasks:
        yield Line(_("No tasks were chosen yet."))
        return
    head = (_("No."), _("Task"), _("Where"), _("People"), _("Needed"), _("Who takes it"), _("Done?"))
    yield Rows(head, tuple(_task(place, one) for place, one in enumerate(record.tasks, 1)))
    expected = sum(one.minutes_expected or 0 for one in record.tasks)
    if expected:
        told = _("All together about {hours} hours of work.")
        if any(one.minutes_expected is None for one in record.tasks):
            told = _("All together at least {hours} hours of work; of some tasks nobody said how long they take.")
        yield Line(told.format(hours=hours_said(expected)))


def _task(place: int, one: ChosenTask) -> tuple[str, ...]:
    people = "" if one.people is None else str(one.people)
    return str(place), f"{one.what} ({one.number})", one.where, people, one.needs, ", ".join(one.taken_by), "☐"


def _people(record: WorkDayRecord) -> Iterator[Block]:
    yield Heading(2, _("Who comes"))
    coming = [one for one in record.helpers if one.said == "yes"]
    maybe = [one for one in record.helpers if one.said == "maybe"]
    told = ngettext("{count} said to come.", "{count} said to come.", len(coming)).format(count=len(coming))
    yield Line(told)
    places = {one.task_id: str(place) for place, one in enumerate(record.tasks, 1)}
    rows = [(one.name, places.get(one.task_id or 0, ""), "", "") for one in coming]
    rows += [(_("{name} (perhaps)").format(name=one.name), places.get(one.task_id or 0, ""), "", "") for one in maybe]
    rows += [("…", "", "", "")] * ROOM
    yield Rows((_("Name"), _("Task no."), _("Hours"), _("Signature")), tuple(rows), tall=True)
    yield Line(_("Write down how long you worked; the coordinator takes it over."))

"""Closing a month: what is left to do, the months that are closed, and the folder for the audit committee."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import date
from typing import ClassVar

from sqlalchemy import Connection
from textual.content import Content

from coopadmin.domain.closing import BLOCKS, DONE, Point, month_text
from coopadmin.domain.journal_end import short_text
from coopadmin.formats import euro, moment_text, short_date
from coopadmin.i18n import _, ngettext
from db.queries import association, closing, pass_on
from db.queries.audit import JournalEnd, journal_end
from db.queries.checklist import Checklist, checklist
from db.queries.closing import ClosingRow
from db.queries.pass_on import PassOnRow
from screens.app import CoopApp, Ref
from screens.association.housekeeping import hold_end
from screens.closing import forms
from screens.lines import Line, LinesScreen, heading
from screens.text import joined

STYLES = {BLOCKS: "$error", DONE: "$text-muted"}
MONTHS_SHOWN = 12


class ClosingScreen(LinesScreen):
    """What is left to do before the next month is closed, each behind Enter."""

    BACK_TO: ClassVar[str] = "money"

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Read the checklist, the closed months, and what is passed on."""
        todo, closed, passed, end = await self.app.read(_read, self.app.today)
        lines = [*_todo(todo), *_closed(closed), *_passed_on(passed), *_audit(todo, closed, end)]
        return joined(" ", (_("Close the month"), "bold"), f"   {_standing(todo)}"), lines


def _read(
    connection: Connection, today: date
) -> tuple[Checklist | None, tuple[ClosingRow, ...], tuple[PassOnRow, ...], JournalEnd]:
    month = closing.next_month(connection, today)
    todo = checklist(connection, month, today) if month else None
    collective = association.cooperative(connection).shape == "collective"
    passed = pass_on.passing_on(connection, today) if collective else ()
    return todo, closing.closings(connection), passed, journal_end(connection)


def _standing(todo: Checklist | None) -> str:
    if todo is None:
        return _("no month is over that is not closed")
    count = len(todo.blocking)
    if not count:
        return _("{month} can be closed").format(month=month_text(todo.month))
    sentence = ngettext("{month}: {count} thing keeps it open", "{month}: {count} things keep it open", count)
    return sentence.format(month=month_text(todo.month), count=count)


def _todo(todo: Checklist | None) -> Iterator[Line]:
    if todo is None:
        return
    yield heading(month_text(todo.month))
    for point in todo.points:
        yield Line(point.text, run=_go(point), sign=point.sign, style=STYLES.get(point.weight, "$warning"))
    label = _("Close {month}").format(month=month_text(todo.month))
    text = "" if todo.balance_cents is None else _("the bank held {amount}").format(amount=euro(todo.balance_cents))
    yield Line(label, text, forms.close(todo))


def _go(point: Point) -> Callable[[CoopApp], Awaitable[object]] | None:
    if not point.target:
        return None
    target = point.target

    async def run(app: CoopApp) -> None:
        if isinstance(target, str):
            app.go_to(target)
        else:
            app.open_record(Ref(*target))

    return run


def _closed(closed: Sequence[ClosingRow]) -> Iterator[Line]:
    if closed:
        yield heading(_("Closed months"))
    for place, row in enumerate(closed[:MONTHS_SHOWN]):
        parts = (
            euro(row.balance_cents),
            _("closed on {day}").format(day=short_date(row.closed_on)),
            row.note,
            _("Enter reopens it") if place == 0 else "",
        )
        text = " · ".join(part for part in parts if part)
        yield Line(month_text(row.month), text, forms.reopen(row, last=place == 0), sign="✓")


def _passed_on(passed: Sequence[PassOnRow]) -> Iterator[Line]:
    if not passed:
        return
    yield heading(_("Passed on to the corporation"))
    for row in reversed(passed):
        if not (row.due_cents or row.paid_cents or row.open_cents):
            continue
        text = _("due {due} · paid {paid} · open {open}").format(
            due=euro(row.due_cents), paid=euro(row.paid_cents), open=euro(row.open_cents)
        )
        yield Line(month_text(row.month), text, sign="●" if row.open_cents > 0 else "✓")


def _audit(todo: Checklist | None, closed: Sequence[ClosingRow], end: JournalEnd) -> Iterator[Line]:
    month = closed[0].month if closed else todo.month if todo else None
    yield heading(_("For the audit committee"))
    if month is not None:
        text = _("statements, charges, payments, budget, journal, digests")
        yield Line(_("Make a folder"), text, forms.audit_folder(month))
    if end.at is not None:
        moment = moment_text(end.at.astimezone().replace(tzinfo=None))
        yield Line(_("The end of the journal"), f"{short_text(end.entry_id, end.chain)} · {moment}")
    yield Line(_("Is the journal still what it was?"), _("hold a noted end against it"), hold_end)

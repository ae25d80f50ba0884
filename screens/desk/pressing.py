"""What presses: homes that must be filled in time, and work that is late."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime

from sqlalchemy import Connection

from coopadmin import settings
from coopadmin.domain.allocation import OUTCOMES
from coopadmin.domain.clocks import END_OF_DAY, left_text, time_text
from coopadmin.domain.morning import MANY_TIMES
from coopadmin.formats import short_date
from coopadmin.i18n import _, ngettext
from db.queries import association, maintenance, open_files, vacancies
from db.queries.base import Listing
from db.queries.maintenance import TaskRow
from db.queries.open_files import OpenFile
from screens.app import Ref
from screens.desk.today import GOOD_TO_KNOW, MOST_OF_A_KIND, PRESSING, SOON_DAYS, WAITING, Item


def read_pressing(connection: Connection, on: date) -> tuple[str, list[Item]]:
    """Give the co-operative's name, and what presses or may soon."""
    files = open_files.open_files(connection, on)
    return association.cooperative(connection).name, [
        *_files(files),
        *_vacancies(connection, on, {one.dwelling_id for one in files}),
        *_maintenance(connection, on),
    ]


def _files(files: Iterable[OpenFile]) -> Iterator[Item]:
    """Give the vacancies that have a file, by the clock of the file."""
    for one in sorted(files, key=lambda one: (one.clock.due_on or date.max, one.number)):
        due, left = one.clock.due_on, one.clock.days_left
        sign = WAITING
        if one.accepted_on is not None:
            words = _("accepted on {day}; now the contract")
            clock = words.format(day=short_date(one.accepted_on))
        elif one.nominated_on is not None:
            clock = _("nominated on {day}; waits for the corporation").format(day=short_date(one.nominated_on))
        elif due is None or left is None:
            clock = _("the nomination has no day yet")
        elif left < 0:
            clock, sign = _("nomination was due {day}").format(day=short_date(due)), PRESSING
        else:
            clock = _("nominate by {day} ({left} d)").format(day=short_date(due), left=left)
            sign = PRESSING if one.clock.pressure == "pressing" or left <= SOON_DAYS else WAITING
        yield Item("vacancy", sign, one.dwelling, f"{clock} · {one.number}", Ref("allocation", one.file_id))


def _vacancies(connection: Connection, on: date, filed: Collection[int]) -> Iterator[Item]:
    """Give the vacancies without a file."""
    found = vacancies.vacancies(connection, on)
    vacant = [
        row for row in found if row.free_from is not None and row.stage != "let_again" and row.dwelling_id not in filed
    ]
    vacant.sort(key=lambda row: row.nomination_due or date.max)
    for row in vacant[:MOST_OF_A_KIND]:
        assert row.free_from is not None  # noqa: S101 - filtered above
        free = _("free from {day}") if row.free_from > on else _("free since {day}")
        text, sign = free.format(day=short_date(row.free_from)), WAITING
        if row.nomination_due is not None and row.days_left is not None:
            due = short_date(row.nomination_due)
            if row.days_left < 0:
                clock = _("nomination was due {day}").format(day=due)
            else:
                clock = _("nominate by {day} ({left} d)").format(day=due, left=row.days_left)
            # The clock comes first: a narrow screen cuts what stands last.
            text = f"{clock} · {text}"
            sign = PRESSING if row.days_left <= SOON_DAYS else WAITING
        elif row.file:
            text = f"{text} · {row.file}: {_(OUTCOMES[row.outcome])}"
        yield Item("vacancy", sign, row.dwelling, text, Ref("dwellings", row.dwelling_id))
    never = sum(row.stage == "never_let" for row in found)
    if never:
        text = ngettext("{count} home was never let here", "{count} homes were never let here", never).format(
            count=never
        )
        yield Item("vacancy", GOOD_TO_KNOW, _("Homes"), text, "dwellings")


def _maintenance(connection: Connection, on: date) -> Iterator[Item]:
    """Give what is late, what presses most first, then the emergencies that still have time.

    An emergency presses while its hours run, late or not: it stands above all that is only late.
    """
    now = _moment(on)
    late = maintenance.page(connection, Listing(filter="overdue", sort="morning", limit=MOST_OF_A_KIND), on, now)
    for row in late.rows:
        days = (on - row.due).days if row.due else 0
        late_by = ngettext("{days} day late", "{days} days late", days).format(days=days)
        if not days and row.clock.left is not None:
            late_by = _("{time} late").format(time=time_text(row.clock.left))
        yield _work(row, late_by, PRESSING if row.urgency == "emergency" else WAITING)
    if late.total > len(late.rows):
        more = late.total - len(late.rows)
        text = ngettext("{count} more task is late", "{count} more tasks are late", more).format(count=more)
        yield Item("maintenance", WAITING, _("Maintenance"), text, "maintenance")
    urgent = maintenance.page(connection, Listing(filter="emergency", sort="morning", limit=MOST_OF_A_KIND), on, now)
    for row in urgent.rows:
        if not row.overdue:
            sign = WAITING if row.clock.paused else PRESSING
            yield _work(row, left_text(row.clock).lstrip("●‖ ") or _("emergency"), sign)


def _work(row: TaskRow, first: str, sign: str) -> Item:
    """Give a line on a task: its time first, for a narrow screen cuts what stands last."""
    words = [first, row.place, row.what]
    if row.nobody_home >= MANY_TIMES:
        words.append(_("nobody home {count}×").format(count=row.nobody_home))
    return Item("maintenance", sign, row.number, " · ".join(filter(None, words)), Ref("maintenance", row.task_id))


def _moment(on: date) -> datetime:
    """Give the minute it is, where that is on this day; else the end of the day."""
    now = settings.now().astimezone().replace(tzinfo=None, second=0, microsecond=0)
    return now if now.date() == on else datetime.combine(on, END_OF_DAY)

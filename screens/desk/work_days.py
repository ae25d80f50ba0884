"""The next work day on the first page, with how many of its tasks have somebody; and one that waits to be closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Connection

from coopadmin.formats import day_name, short_date
from coopadmin.i18n import _, ngettext
from db.queries import association, work_days
from db.queries.work_days import WorkDayRow
from screens.app import Ref
from screens.desk.today import GOOD_TO_KNOW, WAITING, Item


def read_work_days(connection: Connection, on: date) -> Iterator[Item]:
    """Give the work days that wait to be closed, and the next one, as far ahead as the rule says."""
    ahead = association.rule_number(connection, "work_day_notice_days", on)
    found = work_days.announced(connection, on, on + timedelta(days=ahead))
    for row in found:
        if row.on < on:
            told = _("{title} was on {day}; note what came of it, and the hours")
            text = told.format(title=row.title, day=short_date(row.on))
            yield Item("work_day", WAITING, _("Work day"), text, Ref("work_days", row.work_day_id))
    following = next((row for row in found if row.on >= on), None)
    if following is not None:
        sign = WAITING if following.on == on else GOOD_TO_KNOW
        yield Item("work_day", sign, _("Work day"), _told(following, on), Ref("work_days", following.work_day_id))


def _told(row: WorkDayRow, on: date) -> str:
    left = (row.on - on).days
    when = _("today") if left == 0 else day_name(row.on) if left < 7 else short_date(row.on)
    if not row.tasks:
        return _("{when} · {title}: no tasks chosen yet").format(when=when, title=row.title)
    told = ngettext(
        "{when} · {taken} of {count} task has somebody · {title}",
        "{when} · {taken} of {count} tasks have somebody · {title}",
        row.tasks,
    )
    return told.format(when=when, taken=row.taken, count=row.tasks, title=row.title)

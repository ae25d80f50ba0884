"""What presses: homes that must be filled in time, and work that is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from coopadmin.formats import short_date
from coopadmin.i18n import _, ngettext
from db.queries import association, maintenance, vacancies
from db.queries.base import Listing
from screens.app import Ref
from screens.desk.today import GOOD_TO_KNOW, MOST_OF_A_KIND, PRESSING, SOON_DAYS, WAITING, Item


def read_pressing(connection: Connection, on: date) -> tuple[str, list[Item]]:
    """Give the co-operative's name, and what presses or may soon."""
    return association.cooperative(connection).name, [*_vacancies(connection, on), *_maintenance(connection, on)]


def _vacancies(connection: Connection, on: date) -> Iterator[Item]:
    found = vacancies.vacancies(connection, on)
    vacant = [row for row in found if row.free_from is not None and row.stage != "let_again"]
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
        yield Item("vacancy", sign, row.dwelling, text, Ref("dwellings", row.dwelling_id))
    never = sum(row.stage == "never_let" for row in found)
    if never:
        text = ngettext("{count} home was never let here", "{count} homes were never let here", never).format(
            count=never
        )
        yield Item("vacancy", GOOD_TO_KNOW, _("Homes"), text, "dwellings")


def _maintenance(connection: Connection, on: date) -> Iterator[Item]:
    late = maintenance.page(connection, Listing(filter="overdue", sort="urgency", limit=MOST_OF_A_KIND), on)
    for row in late.rows:
        days = (on - row.due).days if row.due else 0
        late_by = ngettext("{days} day late", "{days} days late", days).format(days=days)
        text = f"{late_by} · {row.place} · {row.what}" if row.place else f"{late_by} · {row.what}"
        sign = PRESSING if row.urgency == "emergency" else WAITING
        yield Item("maintenance", sign, row.number, text, Ref("maintenance", row.task_id))
    if late.total > len(late.rows):
        more = late.total - len(late.rows)
        text = ngettext("{count} more task is late", "{count} more tasks are late", more).format(count=more)
        yield Item("maintenance", WAITING, _("Maintenance"), text, "maintenance")

"""What waits for the treasurer, and for the treasurer how the month stands: read last, it brings the most with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.budget import percent
from coopadmin.domain.closing import month_text
from coopadmin.formats import euro
from coopadmin.i18n import _, ngettext
from db.queries import budget, closing, treasurer
from db.queries.matching import waiting
from screens.app import Ref
from screens.desk.today import GOOD_TO_KNOW, MOST_OF_A_KIND, PRESSING, WAITING, Item
from screens.widgets.figures import bar, sparkline

BAR_WIDTH = 10


def read_money(connection: Connection, on: date, role: str) -> tuple[list[Item], tuple[tuple[str, str], ...]]:
    """Give what waits for the treasurer, and to a treasurer the figures as label and text."""
    items = [*_queue(connection), *_to_charge(connection, on), *_to_close(connection, on), *_budget(connection, on)]
    return items, _figures(connection, on) if role == "treasurer" else ()


def _queue(connection: Connection) -> Iterator[Item]:
    count, _cents = waiting(connection)
    if count:
        text = ngettext("{count} bank line waits for you", "{count} bank lines wait for you", count)
        yield Item("money", WAITING, _("Bank"), text.format(count=count), "matching")


def _to_charge(connection: Connection, on: date) -> Iterator[Item]:
    """A group that charges its rents is told when this month's are not charged yet."""
    last = treasurer.last_charged(connection)
    if last is not None and last < on.replace(day=1):
        text = _("the rents of {month} are not charged yet").format(month=month_text(on))
        yield Item("money", WAITING, _("Rent"), text, "money")


def _to_close(connection: Connection, on: date) -> Iterator[Item]:
    month = closing.next_month(connection, on)
    if month is not None:
        # Who never closed a month may not want to; who did should not forget.
        sign = WAITING if closing.closed_through(connection) else GOOD_TO_KNOW
        yield Item(
            "money", sign, _("Closing"), _("{month} is over and not closed").format(month=month_text(month)), "closing"
        )


def _budget(connection: Connection, on: date) -> Iterator[Item]:
    rows = [row for row in budget.year(connection, on.year, on).rows if row.state in ("over", "near")]
    for row in sorted(rows, key=lambda row: row.state != "over")[:MOST_OF_A_KIND]:
        over = row.state == "over"
        text = _("over budget: {used} of {budget}") if over else _("nearly used up: {used} of {budget}")
        used = text.format(used=euro(row.use.used_cents), budget=euro(row.use.budget_cents or 0))
        yield Item("money", PRESSING if over else WAITING, row.name, used, Ref("budget", row.category_id))


def _figures(connection: Connection, on: date) -> tuple[tuple[str, str], ...]:
    now = treasurer.position(connection, on)
    part = percent(now.received_cents, now.expected_cents)
    received = euro(now.received_cents)
    contracts = ngettext("{count} contract", "{count} contracts", now.behind).format(count=now.behind)
    return (
        (month_text(on), sparkline(now.line)),
        (_("expected"), euro(now.expected_cents)),
        (_("received"), received),
        *((("", f"{bar(part, BAR_WIDTH)} {part} %"),) if part is not None else ()),
        (_("still open"), euro(now.open_cents)),
        (_("arrears in all"), euro(now.arrears_cents)),
        ("", contracts),
    )

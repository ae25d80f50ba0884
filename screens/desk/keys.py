"""Keys that should have been back, and certificates of keys that run out, on the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from coopadmin.formats import short_date
from coopadmin.i18n import _, ngettext
from db.queries import keys
from screens.app import Ref
from screens.desk.today import MOST_OF_A_KIND, WAITING, Item


def read_keys(connection: Connection, on: date) -> Iterator[Item]:
    """Give the keys that are past their day, the latest first, and then the certificates."""
    late = keys.overdue(connection, on)
    for one in late[:MOST_OF_A_KIND]:
        due = short_date(one.due_on) if one.due_on else ""
        text = _("{holder} should have brought it back by {day} · {name}")
        told = text.format(holder=one.holder, day=due, name=one.name)
        yield Item("key", WAITING, one.key, told, Ref("keys", one.copy_id))
    more = len(late) - MOST_OF_A_KIND
    if more > 0:
        text = ngettext("{count} more key should be back", "{count} more keys should be back", more)
        yield Item("key", WAITING, _("Keys"), text.format(count=more), "keys")
    yield from _certificates(connection, on)


def _certificates(connection: Connection, on: date) -> Iterator[Item]:
    found = keys.expiring(connection, on)
    for one in found[:MOST_OF_A_KIND]:
        text = _("{name}: the certificate runs out on {day}")
        if one.until < on:
            text = _("{name}: the certificate ran out on {day}; copies can be cut without it")
        told = text.format(name=one.name, day=short_date(one.until))
        yield Item("key", WAITING, one.code, told, Ref("keys", one.copy_id))
    more = len(found) - MOST_OF_A_KIND
    if more > 0:
        text = ngettext("{count} more certificate runs out", "{count} more certificates run out", more)
        yield Item("key", WAITING, _("Keys"), text.format(count=more), "keys")

"""What waits to be forgotten: candidates whose day has come, and a file that was not cleaned behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from coopadmin.i18n import _, ngettext
from db.queries import forgetting
from screens.desk.today import PRESSING, WAITING, Item


def read_forgetting(connection: Connection, on: date) -> Iterator[Item]:
    """Give a line for who is to be cleared, one for who waits for a person, and one for a file that is not clean."""
    found = forgetting.overview(connection, on)
    label = _("Clearing")
    if found.unswept:
        text = _("bytes of what was cleared still lie in the file; clean it")
        yield Item("forgetting", PRESSING, label, text, "forgetting")
    if found.due:
        text = ngettext(
            "the data of {count} candidate is to be cleared",
            "the data of {count} candidates is to be cleared",
            len(found.due),
        )
        yield Item("forgetting", WAITING, label, text.format(count=len(found.due)), "forgetting")
    if found.asking:
        text = ngettext(
            "{count} candidate is kept past their day: a letter, a notice or consent is missing",
            "{count} candidates are kept past their day: a letter, a notice or consent is missing",
            len(found.asking),
        )
        yield Item("forgetting", WAITING, label, text.format(count=len(found.asking)), "forgetting")

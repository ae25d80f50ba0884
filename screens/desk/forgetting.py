"""What waits to be forgotten: candidates whose day has come, and a file that was not cleaned behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Connection

from coopadmin.i18n import _, ngettext
from db.queries import forgetting, forgetting_people, forgetting_words
from screens.desk.today import GOOD_TO_KNOW, PRESSING, WAITING, Item


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


def read_old(connection: Connection, on: date) -> Iterator[Item]:
    """Remind of people who left and of old books; within a year of the last time it is only good to know."""
    label = _("Clearing")
    if count := forgetting_people.past_term(connection, on):
        text = ngettext(
            "the term of {count} person who left is over: see what is to be cleared",
            "the term of {count} people who left is over: see what is to be cleared",
            count,
        )
        sign = _sign(forgetting_people.last_cleared_on(connection), on)
        yield Item("forgetting", sign, label, text.format(count=count), "forgetting")
    if forgetting_words.old_books_wait(connection, on):
        text = _("names and words in old books are past their term: see what is to be cleared")
        sign = _sign(forgetting_words.last_cleared_on(connection, "books"), on)
        yield Item("forgetting", sign, label, text, "forgetting")


def _sign(last: date | None, on: date) -> str:
    return GOOD_TO_KNOW if last is not None and last > on - timedelta(days=365) else WAITING

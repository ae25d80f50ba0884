"""What waits in the shared rooms: who can have the time they waited for, and cleaning that was not done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from coopadmin.formats import moment_text, short_date
from coopadmin.i18n import _
from db.queries import booking_wishes, cleaning
from db.queries.base import Listing
from screens.app import Ref
from screens.desk.today import MOST_OF_A_KIND, WAITING, Item


def read_facilities(connection: Connection, on: date) -> Iterator[Item]:
    """Give who can have a time they waited for, and the cleaning turns that are late."""
    for wish in booking_wishes.offered(connection, on)[:MOST_OF_A_KIND]:
        text = _("free now, offer it: {person}, {when}").format(person=wish.person, when=moment_text(wish.starts_at))
        yield Item("booking", WAITING, wish.facility_name, text, Ref("facilities", wish.facility_id))
    late = cleaning.page(connection, Listing(filter="late", limit=MOST_OF_A_KIND), on)
    for turn in late.rows:
        text = _("cleaning was due {day}: {person}").format(
            day=short_date(turn.due_on), person=turn.person or _("nobody yet")
        )
        yield Item("booking", WAITING, turn.facility_name, text, Ref("turns", turn.turn_id))

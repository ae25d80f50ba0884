"""How new a store was when something was read of it, so that what is done later on that ground is known to fit."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest line of the journal at a moment (0: none yet), and its link in the chain.

    The number alone says nothing once a copy was put back: what follows it has the same numbers again.
    """

    batch: int
    link: str
    over: bool = False
    """Whether a person who saw what others changed meanwhile chose to save over it what they changed themselves."""


def newest(connection: Connection) -> Seen:
    """Give the newest line there is."""
    row = connection.exec_driver_sql("SELECT id, chain FROM journalentry ORDER BY id DESC LIMIT 1").first()
    return Seen(0, "") if row is None else Seen(row[0], row[1])


def is_past(connection: Connection, seen: Seen) -> bool:
    """Tell whether this is the store that was seen, as it was then or later, and no other file in its place."""
    if not seen.batch:
        return True
    found = connection.exec_driver_sql("SELECT chain FROM journalentry WHERE id = ?", (seen.batch,)).scalar()
    return found == seen.link

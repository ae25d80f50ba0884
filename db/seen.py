"""How new a store was when something was read of it, so that what is done later on that ground is known to fit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest line of the journal at a moment (0: none yet), and its link in the chain.

    The number alone says nothing once a copy was put back: what follows it has the same numbers again.
    """

    batch: int
    link: str
    over: Seen | None = None
    """How new the store was when a person was shown what others had changed, and chose to save their own over that."""

    def saving_over(self, shown: tuple[int, str]) -> Seen:
        """Tell the same of what was read, by somebody who saves over all that `shown` had: a line and its link."""
        return replace(self, over=Seen(*shown))


def newest(connection: Connection) -> Seen:
    """Give the newest line there is."""
    row = connection.exec_driver_sql("SELECT id, chain FROM journalentry ORDER BY id DESC LIMIT 1").first()
    return Seen(0, "") if row is None else Seen(row[0], row[1])


def is_past(connection: Connection, seen: Seen) -> bool:
    """Tell whether this is the store that was seen, as it was then or later, and no other file in its place."""
    if seen.over is not None and not is_past(connection, seen.over):
        return False
    if not seen.batch:
        return True
    found = connection.exec_driver_sql("SELECT chain FROM journalentry WHERE id = ?", (seen.batch,)).scalar()
    return found == seen.link

"""The day the nomination for a home is due, in the association's calendar."""

from __future__ import annotations

from datetime import date

from coopadmin.domain.allocation import Clock
from coopadmin.domain.deadlines import Deadline
from coopadmin.i18n import _


def of_nomination(
    file_id: int, number: str, dwelling: str, clock: Clock, nominated_on: date | None = None
) -> Deadline | None:
    """Give the day the nomination for a home is due, met once one was sent; None where it has no day yet."""
    if clock.due_on is None:
        return None
    what = _("Nominate somebody for home {dwelling} ({number})").format(dwelling=dwelling, number=number)
    why = "\n".join(line.removeprefix("▲ ") for line in clock.told)
    return Deadline(
        f"nomination:allocationfile:{file_id}", clock.due_on, what, why, ("allocation", file_id), nominated_on
    )

"""The vacancy files of a home or a contract, on its record."""

from __future__ import annotations

from sqlalchemy import Connection

from coopadmin.domain.allocation import OUTCOMES
from coopadmin.i18n import _
from db.queries.allocation import files_of
from screens.app import Ref
from screens.subject import Entry, Section, day


def files_section(connection: Connection, *, dwelling_id: int | None = None, contract_id: int | None = None) -> Section:
    """Show the files of a home, or those that began with a contract: Enter goes there."""
    found = files_of(connection, dwelling_id=dwelling_id, contract_id=contract_id)
    return Section(
        _("vacancy files"),
        tuple(
            Entry(
                f"{'✓' if one.closed_on else '●'} {one.number}",
                f"{_(OUTCOMES[one.outcome])} · {_('opened {day}').format(day=day(one.opened_on))}",
                Ref("allocation", one.file_id),
            )
            for one in found
        ),
    )

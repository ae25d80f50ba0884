"""The decisions on the record of what they are linked to: a task, a contract, a budget category."""

from __future__ import annotations

from sqlalchemy import Connection

from coopadmin.domain.decisions import OUTCOMES
from coopadmin.formats import short_date
from coopadmin.i18n import _
from db.queries.decision_links import decisions_about
from screens.app import Ref
from screens.subject import Entry, Section, money


def decisions_section(
    connection: Connection,
    *,
    task_id: int | None = None,
    contract_id: int | None = None,
    category_id: int | None = None,
) -> Section:
    """Show the decisions a task, a contract or a category goes back to, newest first; each leads to its record."""
    found = decisions_about(connection, task_id=task_id, contract_id=contract_id, category_id=category_id)
    return Section(
        _("decisions"),
        tuple(
            Entry(
                short_date(one.decided_on),
                " · ".join(
                    part
                    for part in (f"{one.number} {one.subject}", _(OUTCOMES[one.outcome]), money(one.amount_cents))
                    if part
                ),
                Ref("decisions", one.decision_id),
            )
            for one in found
        ),
    )

"""Arrears on a contract's record: the next step, and the way to their page."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.arrears import WORDS
from coopadmin.formats import short_date
from coopadmin.i18n import _
from db.queries import arrears as queries
from screens.app import Ref
from screens.subject import Entry, Section


def arrears_section(connection: Connection, contract_id: int, today: date) -> Section:
    """Show the next step; nothing where nothing is open and no step was taken."""
    record = queries.record(connection, contract_id, today)
    if record is None or not (record.settled.open or record.steps):
        return Section(_("arrears"), ())
    step = record.following
    if step is None:
        text = _("no step is due") if record.settled.open else _("✓ nothing is open")
    else:
        sign = "▲" if step.due_on <= today else "○"
        text = f"{sign} {_(WORDS[step.level])} {short_date(step.due_on)}"
    return Section(_("arrears"), (Entry(_("next step"), text, Ref("arrears", contract_id)),))

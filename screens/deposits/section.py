"""The deposit on a contract's record: what is held of what was agreed, and the way to its page."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.deposits import STATES
from coopadmin.formats import short_date
from coopadmin.i18n import _
from db.queries import deposits as queries
from screens.app import Ref
from screens.subject import Entry, Section, money


def deposit_section(connection: Connection, contract_id: int, today: date) -> Section:
    """Show how the deposit stands; nothing where none was agreed and none came in."""
    record = queries.record(connection, contract_id, today)
    if record is None or (not record.row.agreed_cents and not record.movements):
        return Section(_("deposit"), ())
    row = record.row
    text = _("{amount} held · {state}").format(amount=money(row.held_cents), state=_(STATES[row.state]))
    if row.held_cents > 0 and row.back_by:
        text += " · " + _("by {day}").format(day=short_date(row.back_by))
    return Section(_("deposit"), (Entry(_("deposit"), text, Ref("deposits", contract_id)),))

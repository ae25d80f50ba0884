"""How hours and claims are shown, wherever they stand."""

from __future__ import annotations

from coopadmin.domain.hours import CLAIM_SIGNS, CLAIM_STATES, SIGNS, STATES, hours_said, hours_text, words_of
from coopadmin.formats import euro
from coopadmin.i18n import _
from db.queries.hours import HoursRow
from db.queries.self_work import ClaimRow
from screens.app import Ref
from screens.subject import Entry, day


def state_text(row: HoursRow) -> str:
    """Show how an entry stands, with its sign."""
    return words_of(row.state, STATES, SIGNS)


def claim_text(row: ClaimRow) -> str:
    """Show how a claim stands, with its sign."""
    return words_of(row.state, CLAIM_STATES, CLAIM_SIGNS)


def hours_entry(row: HoursRow, *, dated: bool = False, named: bool = True) -> Entry:
    """Show an entry as a line of another record, leading to its own."""
    fee = euro(row.fee_cents) if row.rate_cents is not None else ""
    state = state_text(row) if row.rate_cents is not None else ""
    parts = (hours_text(row.minutes), row.person if named else "", row.task, row.what if dated else "", fee, state)
    label = day(row.worked_on) if dated else ""
    return Entry(label, " · ".join(part for part in parts if part), Ref("hours", row.entry_id))


def hours_words(minutes: int) -> str:
    """Say a time in words."""
    return _("{time} hours").format(time=hours_said(minutes))

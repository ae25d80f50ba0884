"""How a contract stands, in a word and a sign: the same in its list, on its record and on that of its home."""

from __future__ import annotations

from coopadmin.domain.contracts import STATUSES
from coopadmin.formats import long_date
from coopadmin.i18n import _
from db.queries.contracts import ContractRecord, ContractRow
from screens.subject import day

SIGNS: dict[str, str] = {"in_force": "○", "ending": "●", "ended": "✓", "future": "●"}


def status_text(row: ContractRow) -> str:
    """Show how a contract stands on 20 signs."""
    if row.status == "ending":
        return _("● ends {day}").format(day=day(row.ends_on))
    if row.status == "ended":
        return _("✓ ended {day}").format(day=day(row.ends_on))
    if row.status == "future":
        return _("● begins {day}").format(day=day(row.starts_on))
    return f"{SIGNS[row.status]} {_(STATUSES[row.status])}"


def status_sentence(record: ContractRecord) -> str:
    """Say in full how a contract stands."""
    starts_on, ends_on = long_date(record.starts_on), long_date(record.ends_on) if record.ends_on else ""
    sentences = {
        "in_force": _("○ in force since {start}"),
        "ending": _("● in force until {end}"),
        "ended": _("✓ ended on {end}"),
        "future": _("● begins on {start}"),
    }
    return sentences[record.status].format(start=starts_on, end=ends_on)

"""The keys of a facility, of a contractor and of a person, on their own records."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.formats import short_date
from coopadmin.i18n import _, ngettext
from db.queries import keys as queries
from db.queries.key_rows import CopyRow, HeldKey
from screens.app import Ref
from screens.keys.words import state_text
from screens.subject import Entry, Section


def held_section(held: tuple[HeldKey, ...]) -> Section:
    """List the copies that somebody has, the longest first; empty where there are none."""
    return Section(_("keys: {count}").format(count=len(held)), tuple(map(_held, held)))


def person_keys(connection: Connection, person_id: int, today: date) -> Section:
    """List the copies that a person has."""
    return held_section(queries.held_by(connection, person_id, today))


def contractor_keys(connection: Connection, contractor_id: int, today: date) -> Section:
    """List the copies that a contractor has."""
    return held_section(queries.held_by_contractor(connection, contractor_id, today))


def facility_keys(connection: Connection, facility_id: int, today: date) -> Section:
    """List every copy that opens a facility, with who has it."""
    copies = queries.copies_of_facility(connection, facility_id, today)
    out = sum(one.loan_id is not None for one in copies)
    told = ngettext("keys: {count} copy, {out} out", "keys: {count} copies, {out} out", len(copies))
    return Section(told.format(count=len(copies), out=out), tuple(map(_copy, copies)))


def _held(one: HeldKey) -> Entry:
    since = _("since {day}").format(day=short_date(one.since))
    return Entry(one.key, " · ".join((one.name, since, *_due(one.due_on, overdue=one.overdue))), _ref(one.copy_id))


def _copy(one: CopyRow) -> Entry:
    if one.state not in ("out", "overdue") or one.since is None:
        return Entry(one.key, state_text(one.state), _ref(one.copy_id))
    since = _("since {day}").format(day=short_date(one.since))
    told = (one.holder, since, *_due(one.due_on, overdue=one.state == "overdue"))
    return Entry(one.key, " · ".join(told), _ref(one.copy_id))


def _due(due_on: date | None, *, overdue: bool) -> tuple[str, ...]:
    if due_on is None:
        return ()
    told = _("▲ should have been back on {day}") if overdue else _("back by {day}")
    return (told.format(day=short_date(due_on)),)


def _ref(copy_id: int) -> Ref:
    return Ref("keys", copy_id)

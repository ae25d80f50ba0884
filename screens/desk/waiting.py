"""What waits, what is good to know, and how things stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Connection

from coopadmin.formats import euro, short_date
from coopadmin.i18n import _, ngettext
from db.queries import association, bookings, contracts, dwellings, jobs, maintenance, members, rents
from db.queries import decisions as decision_queries
from db.queries.base import Listing
from screens.app import Ref
from screens.desk.calendar import read_calendar
from screens.desk.facilities import read_facilities
from screens.desk.forgetting import read_forgetting
from screens.desk.keys import read_keys
from screens.desk.steps import read_late_steps
from screens.desk.today import GOOD_TO_KNOW, MOST_OF_A_KIND, PRESSING, WAITING, Item
from screens.desk.work_days import read_work_days
from screens.maintenance.job_lines import paper_wrong


def read_waiting(connection: Connection, on: date) -> tuple[list[Item], tuple[tuple[str, str], ...]]:
    """Give what waits, and the figures as label and text."""
    by_the_calendar, next_meeting = read_calendar(connection, on)
    items = [
        *by_the_calendar,
        *read_late_steps(connection, on),
        *_inspections(connection, on),
        *read_work_days(connection, on),
        *read_keys(connection, on),
        *_bookings(connection, on),
        *read_facilities(connection, on),
        *_mismatches(connection, on),
        *_rents(connection, on),
        *_decisions(connection),
        *read_forgetting(connection, on),
    ]
    return items, (*_figures(connection, on), *next_meeting)


def read_nothing(connection: Connection, on: date) -> list[Item]:
    """Say what to do with an empty store, or that nothing waits."""
    return list(_beginning(connection, on))


def _inspections(connection: Connection, on: date) -> Iterator[Item]:
    within = association.rule_number(connection, "inspection_notice_days", on)
    known = jobs.jobs(connection, on)
    due = [row for row in known if row.days_left is not None and row.days_left <= row.announced(within)]
    due.sort(key=lambda row: row.days_left or 0)
    for row in due[:MOST_OF_A_KIND]:
        assert row.next_due is not None and row.days_left is not None  # noqa: S101, PT018 - filtered above
        if row.days_left < 0:
            text = _("{what} was due {day}").format(what=row.what, day=short_date(row.next_due))
        else:
            text = _("{what} is due {day} ({left} d)").format(
                what=row.what, day=short_date(row.next_due), left=row.days_left
            )
        target = Ref("maintenance", row.open_task_id) if row.open_task_id else Ref("inspections", row.job_id)
        yield Item("inspection", PRESSING if row.days_left < 0 else WAITING, row.place or _("Inspection"), text, target)
    for row in [row for row in known if paper_wrong(row, on)][:MOST_OF_A_KIND]:
        told = (
            _("{what}: the inspection failed")
            if row.outcome == "failed"
            else _("{what}: the certificate {reference} has run out")
        )
        text = told.format(what=row.what, reference=row.certificate)
        yield Item("inspection", PRESSING, row.place or _("Inspection"), text, Ref("inspections", row.job_id))


def _bookings(connection: Connection, on: date) -> Iterator[Item]:
    # What runs for weeks, such as a garden plot, is no news on any day but its first and its last.
    today = (row for row in bookings.bookings_on(connection, on) if on in (row.starts_at.date(), row.ends_at.date()))
    for row in today:
        text = f"{_hour(row.starts_at, on)}–{_hour(row.ends_at, on)} {row.person}"
        if row.purpose:
            text += f" · {row.purpose}"
        yield Item("booking", GOOD_TO_KNOW, row.facility_name, text, Ref("bookings", row.booking_id))
    asked = bookings.bookings_page(connection, Listing(filter="requested", limit=MOST_OF_A_KIND), on)
    for row in asked.rows:
        text = _("{person} asks for {day}; confirm or cancel").format(
            person=row.person, day=short_date(row.starts_at.date())
        )
        yield Item("booking", WAITING, row.facility_name, text, Ref("bookings", row.booking_id))


def _hour(moment: datetime, on: date) -> str:
    """Show the time of a moment today, and the day of any other."""
    return f"{moment:%H:%M}" if moment.date() == on else short_date(moment.date())


def _mismatches(connection: Connection, on: date) -> Iterator[Item]:
    found = contracts.mismatches(connection, on)
    tenants = [row for row in found if row.kind == "tenant_without_membership"]
    homeless = [row for row in found if row.kind == "member_without_tenancy"]
    if tenants:
        text = ngettext("{count} tenant is no member", "{count} tenants are no member", len(tenants))
        yield Item("mismatch", GOOD_TO_KNOW, _("Members"), text.format(count=len(tenants)), "mismatches")
    if homeless:
        text = ngettext("{count} member has no tenancy", "{count} members have no tenancy", len(homeless))
        yield Item("mismatch", GOOD_TO_KNOW, _("Members"), text.format(count=len(homeless)), "mismatches")


def _rents(connection: Connection, on: date) -> Iterator[Item]:
    bare = contracts.page(connection, Listing(filter="without_rent", limit=MOST_OF_A_KIND), on)
    for row in bare.rows:
        text = _("no rent is known for {number}; add a rent line").format(number=row.number)
        yield Item("rent", WAITING, row.dwelling, text, Ref("contracts", row.contract_id))


def _decisions(connection: Connection) -> Iterator[Item]:
    flagged = decision_queries.page(connection, Listing(filter="flagged", sort="date", descending=True, limit=3))
    for row in flagged.rows:
        text = _("{subject}: the stated outcome contradicts the count").format(subject=row.subject)
        yield Item("decision", GOOD_TO_KNOW, row.number, text, Ref("decisions", row.decision_id))


def _beginning(connection: Connection, on: date) -> Iterator[Item]:
    """Say what to do with an empty store, or that nothing waits."""
    if members.page(connection, Listing(filter="all", limit=1), on).total:
        yield Item("all", GOOD_TO_KNOW, _("All done"), _("nothing waits today"), None)
    else:
        text = _("import the registers you have: members first, then homes and contracts (Enter, or F9)")
        yield Item("all", WAITING, _("Begin"), text, "association")
        text = _("or press F3 and N to register the first member by hand")
        yield Item("all", GOOD_TO_KNOW, _("Members"), text, "members")


def _figures(connection: Connection, on: date) -> tuple[tuple[str, str], ...]:
    register = members.counts(connection, on)
    let = dwellings.page(connection, Listing(filter="let", limit=1), on).total
    ended = dwellings.page(connection, Listing(filter="ended", limit=1), on).total
    homes = dwellings.page(connection, Listing(filter="all", limit=1), on).total - ended
    open_tasks = maintenance.page(connection, Listing(filter="open", limit=1), on).total
    return (
        (_("Members"), str(register.get("member", 0))),
        (_("Aspirants"), str(register.get("aspirant", 0))),
        (_("Supporters"), str(register.get("supporter", 0))),
        (_("Homes let"), _("{let} of {all}").format(let=let, all=homes)),
        (_("Rent this month"), euro(rents.month_total_cents(connection, on))),
        (_("Open tasks"), str(open_tasks)),
    )

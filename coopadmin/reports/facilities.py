"""Shared rooms and things, and who has them when."""

from __future__ import annotations

from sqlalchemy import Connection

from coopadmin.domain.facilities import STATUSES
from coopadmin.i18n import _
from coopadmin.reports.base import Column, Report, rows_of
from db.queries import bookings as booking_queries
from db.queries import facilities as queries


def facilities(connection: Connection) -> Report:
    """List all facilities with their rules, by code; closed ones have a last day."""
    columns = (
        Column("code", _("Code")),
        Column("name", _("Name")),
        Column("kind", _("Kind"), minor=True),
        Column("place", _("Place"), minor=True),
        Column("keeper", _("Keeper")),
        Column("member_rate_cents", _("Members pay"), "cents"),
        Column("other_rate_cents", _("Others pay"), "cents"),
        Column("max_per_month", _("Most per month"), "int", minor=True),
        Column("exclusive", _("One at a time"), "flag", minor=True),
        Column("keys", _("Keys"), "int", minor=True),
        Column("house_rules", _("House rules"), minor=True),
        Column("until", _("Last day"), "date", minor=True),
    )
    rows = rows_of(columns, queries.register(connection), keys="key_count", until="ended_on")
    return Report(_("Facilities"), columns, rows)


def bookings(connection: Connection) -> Report:
    """List all bookings by their start, cancelled ones among them, in wall-clock time."""
    columns = (
        Column("facility", _("Code"), minor=True),
        Column("name", _("Facility")),
        Column("from", _("From"), "moment"),
        Column("until", _("To"), "moment"),
        Column("person", _("Person")),
        Column("number", _("Number"), minor=True),
        Column("purpose", _("Purpose")),
        Column("status", _("Status"), words=STATUSES),
    )
    sources = {"facility": "facility_code", "name": "facility_name", "from": "starts_at", "until": "ends_at"}
    return Report(_("Bookings"), columns, rows_of(columns, booking_queries.bookings_register(connection), **sources))

"""What only looking at everybody and every home tells: read when what presses and what waits stands on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from coopadmin.formats import euro
from coopadmin.i18n import _, ngettext
from db.queries import contracts, dwellings, maintenance, members, mismatches, rents
from db.queries import decisions as decision_queries
from db.queries.base import Listing
from screens.app import Ref
from screens.desk.forgetting import read_old
from screens.desk.today import GOOD_TO_KNOW, MOST_OF_A_KIND, WAITING, Item


def read_counted(connection: Connection, on: date) -> tuple[list[Item], tuple[tuple[str, str], ...]]:
    """Give what is missing somewhere among all, and the figures as label and text."""
    items = [
        *_mismatches(connection, on),
        *_rents(connection, on),
        *_decisions(connection),
        *read_old(connection, on),
    ]
    return items, _figures(connection, on)


def _mismatches(connection: Connection, on: date) -> Iterator[Item]:
    tenants, homeless = mismatches.counted(connection, on)
    if tenants:
        text = ngettext("{count} tenant is no member", "{count} tenants are no member", tenants)
        yield Item("mismatch", GOOD_TO_KNOW, _("Members"), text.format(count=tenants), "mismatches")
    if homeless:
        text = ngettext("{count} member has no tenancy", "{count} members have no tenancy", homeless)
        yield Item("mismatch", GOOD_TO_KNOW, _("Members"), text.format(count=homeless), "mismatches")


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

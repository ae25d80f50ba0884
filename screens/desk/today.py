"""What the first page says: every thing that waits, with a sign for how much it presses, and where to go for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from coopadmin.formats import euro, long_date, short_date
from coopadmin.i18n import _, ngettext
from db.queries import association, contracts, dwellings, facilities, jobs, maintenance, members
from db.queries import decisions as decision_queries
from db.queries.base import Listing
from screens.subject import Ref

PRESSING, WAITING, GOOD_TO_KNOW = "▲", "●", "○"
STYLES = {PRESSING: "$error", WAITING: "$warning", GOOD_TO_KNOW: "$text-muted"}
SOON_DAYS = 14
"""From so few days on a deadline presses."""
MOST_OF_A_KIND = 5

OWN_WORK = {
    "secretary": ("vacancy", "mismatch", "decision"),
    "treasurer": ("rent", "vacancy"),
    "coordinator": ("maintenance", "inspection", "booking"),
}
"""Which kinds of work come first for whom."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: its kind, sign, a word and a sentence, and the record or section it leads to."""

    kind: str
    sign: str
    label: str
    text: str
    target: Ref | str | None

    @property
    def style(self) -> str:
        """The colour that goes with the sign; the sign alone says it too."""
        return STYLES[self.sign]


@dataclass(frozen=True, slots=True)
class Today:
    """The whole first page."""

    cooperative: str
    heading: str
    items: tuple[Item, ...]
    figures: tuple[tuple[str, str], ...]


def read_today(connection: Connection, on: date, role: str) -> Today:
    """Read everything the first page shows, what presses most first, the role's own work before the rest."""
    items = [
        *_vacancies(connection, on),
        *_maintenance(connection, on),
        *_inspections(connection, on),
        *_bookings(connection, on),
        *_mismatches(connection, on),
        *_rents(connection, on),
        *_decisions(connection),
    ]
    own = OWN_WORK.get(role, ())
    signs = (PRESSING, WAITING, GOOD_TO_KNOW)
    items.sort(key=lambda item: (signs.index(item.sign), item.kind not in own))
    figures = _figures(connection, on)
    if not items:
        items = list(_beginning(connection, on))
    pressing = sum(item.sign == PRESSING for item in items)
    heading = _("Today")
    if pressing:
        heading += " · " + ngettext("{count} thing presses", "{count} things press", pressing).format(count=pressing)
    return Today(association.cooperative(connection).name, heading, tuple(items), figures)


def _vacancies(connection: Connection, on: date) -> Iterator[Item]:
    found = dwellings.vacancies(connection, on)
    vacant = [row for row in found if row.free_from is not None and row.stage != "let_again"]
    vacant.sort(key=lambda row: row.nomination_due or date.max)
    for row in vacant[:MOST_OF_A_KIND]:
        assert row.free_from is not None  # noqa: S101 - filtered above
        free = _("free from {day}") if row.free_from > on else _("free since {day}")
        text = free.format(day=long_date(row.free_from))
        sign = WAITING
        if row.nomination_due is not None and row.days_left is not None:
            due = long_date(row.nomination_due)
            if row.days_left < 0:
                text += " · " + _("nomination was due {day}").format(day=due)
                sign = PRESSING
            else:
                text += " · " + _("nomination before {day} ({left} d)").format(day=due, left=row.days_left)
                sign = PRESSING if row.days_left <= SOON_DAYS else WAITING
        yield Item("vacancy", sign, row.dwelling, text, Ref("dwellings", row.dwelling_id))
    never = sum(row.stage == "never_let" for row in found)
    if never:
        text = ngettext("{count} home was never let here", "{count} homes were never let here", never).format(
            count=never
        )
        yield Item("vacancy", GOOD_TO_KNOW, _("Homes"), text, "dwellings")


def _maintenance(connection: Connection, on: date) -> Iterator[Item]:
    late = maintenance.page(connection, Listing(filter="overdue", sort="urgency", limit=MOST_OF_A_KIND), on)
    for row in late.rows:
        days = (on - row.due).days if row.due else 0
        text = f"{row.what} · {row.place} · " + ngettext("{days} day late", "{days} days late", days).format(days=days)
        sign = PRESSING if row.urgency == "emergency" else WAITING
        yield Item("maintenance", sign, row.number, text, Ref("maintenance", row.task_id))
    if late.total > len(late.rows):
        more = late.total - len(late.rows)
        text = ngettext("{count} more task is late", "{count} more tasks are late", more).format(count=more)
        yield Item("maintenance", WAITING, _("Maintenance"), text, "maintenance")


def _inspections(connection: Connection, on: date) -> Iterator[Item]:
    within = association.rule_number(connection, "inspection_notice_days", on)
    due = [row for row in jobs.jobs(connection, on) if row.days_left is not None and row.days_left <= within]
    for row in due[:MOST_OF_A_KIND]:
        assert row.next_due is not None and row.days_left is not None  # noqa: S101, PT018 - filtered above
        if row.days_left < 0:
            text = _("{what} was due {day}").format(what=row.what, day=long_date(row.next_due))
        else:
            text = _("{what} is due {day} ({left} d)").format(
                what=row.what, day=long_date(row.next_due), left=row.days_left
            )
        target = Ref("maintenance", row.open_task_id) if row.open_task_id else "maintenance"
        yield Item("inspection", PRESSING if row.days_left < 0 else WAITING, row.place or _("Inspection"), text, target)


def _bookings(connection: Connection, on: date) -> Iterator[Item]:
    for row in facilities.bookings_on(connection, on):
        text = f"{row.starts_at:%H:%M}–{row.ends_at:%H:%M} {row.person}"
        if row.purpose:
            text += f" · {row.purpose}"
        yield Item("booking", GOOD_TO_KNOW, row.facility_name, text, Ref("bookings", row.booking_id))
    asked = facilities.bookings_page(connection, Listing(filter="requested", limit=MOST_OF_A_KIND), on)
    for row in asked.rows:
        text = _("{person} asks for {day}; confirm or cancel").format(
            person=row.person, day=short_date(row.starts_at.date())
        )
        yield Item("booking", WAITING, row.facility_name, text, Ref("bookings", row.booking_id))


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
    roll = contracts.rent_roll(connection, on.replace(day=1))
    let = dwellings.page(connection, Listing(filter="let", limit=1), on).total
    homes = dwellings.page(connection, Listing(filter="all", limit=1), on).total
    open_tasks = maintenance.page(connection, Listing(filter="open", limit=1), on).total
    return (
        (_("Members"), str(register.get("member", 0))),
        (_("Aspirants"), str(register.get("aspirant", 0))),
        (_("Supporters"), str(register.get("supporter", 0))),
        (_("Homes let"), _("{let} of {all}").format(let=let, all=homes)),
        (_("Rent this month"), euro(sum(row.due_cents for row in roll))),
        (_("Open tasks"), str(open_tasks)),
    )

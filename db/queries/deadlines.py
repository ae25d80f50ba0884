"""The association's calendar, put together from what is in the store in a fixed number of questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.deadlines import (
    GROUPS,
    LOOK_BACK_DAYS,
    SOON_DAYS,
    Deadline,
    Figure,
    Tick,
    in_order,
    of_this_administration,
    ticked,
)
from coopadmin.domain.deadlines_board import (
    Corporation,
    accounts,
    audit_committee_of_the_year,
    board_changes,
    retirements,
    to_be_told,
    vacant_seats,
)
from coopadmin.domain.deadlines_meetings import MeetingFacts, RequestFacts, of_meeting, of_request, of_review
from coopadmin.domain.meetings import RequestTerms, day_of, state
from coopadmin.domain.members import display_name
from coopadmin.domain.voting_rules import MeetingRule, meeting_rule_for
from coopadmin.formats import fold
from db.queries import association
from db.queries.base import Listing, Page
from db.queries.convening import sendings
from db.queries.deadlines_allocation import of_allocation
from db.queries.deadlines_maintenance import of_maintenance
from db.queries.deadlines_members import of_memberships
from db.queries.deadlines_nominations import of_nominations
from db.queries.meeting_requests import requests
from db.queries.offices import board_rules, terms, vacancies_by
from db.queries.voting_rules import meeting_rules
from db.tables.association import Agreement, Owner
from db.tables.deadlines import DeadlineMet
from db.tables.decisions import Decision
from db.tables.meetings import Meeting
from db.tables.members import OfficeTerm, Person

FILTERS = ("open", "late", "soon", *GROUPS, "met", "all")
SORTS = ("day", "what")

AHEAD_DAYS = 365
"""How far ahead the calendar looks."""

TOLD = ("trade_register", "corporation", "bank_mandate", "hand_over")
"""Terms of which one letter, or one visit, puts several right."""

FARTHEST_DAYS = 40 * 366
"""Nothing that is planned lies farther away; more is a slip of the keys."""

_NAME = (col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name))


def deadlines(connection: Connection, on: date, ahead_days: int = AHEAD_DAYS) -> tuple[Deadline, ...]:
    """Give every term that runs on a day, or was met lately, by day; what waits without a day comes last.

    Those of the past `LOOK_BACK_DAYS` and the coming `ahead_days`; what was due before the administration began is
    none of its business.
    """
    since, until = on - timedelta(days=LOOK_BACK_DAYS), on + timedelta(days=min(ahead_days, FARTHEST_DAYS))
    found = [
        *_of_the_board(connection, on, since, until),
        *_of_meetings(connection, on, since),
        *_of_decisions(connection, since, until),
        *of_memberships(connection, on, since),
        *of_allocation(connection, on),
        *of_nominations(connection, on),
        *of_maintenance(connection, on),
    ]
    shown = ticked((one for one in found if one.on is None or since <= one.on <= until), _ticks(connection))
    return in_order(of_this_administration(shown, association.cooperative(connection).started_on))


def page(connection: Connection, listing: Listing, on: date) -> Page[Deadline]:
    """List the calendar by `listing`; filters and sorts are named in FILTERS and SORTS."""
    words = fold(listing.search).split()
    kept = _KEPT.get(listing.filter) or _of_group(listing.filter)
    found = [
        one
        for one in deadlines(connection, on)
        if kept(one, on) and all(word in fold(f"{one.what} {one.why}") for word in words)
    ]
    if listing.sort == "what":
        found.sort(key=lambda one: fold(one.what))
    if listing.descending:
        found.reverse()
    return Page(tuple(found[: listing.limit]), len(found))


def by_key(connection: Connection, key: int, on: date) -> Deadline | None:
    """Give the term with a number of its own (`Deadline.key`), or None where it runs no more."""
    return next((one for one in deadlines(connection, on) if one.key == key), None)


def together(connection: Connection, key: int, on: date) -> tuple[Deadline, ...]:
    """Give the open terms that one letter puts right with the one of this number: told to the same, about then."""
    running = deadlines(connection, on)
    one = next((one for one in running if one.key == key), None)
    if one is None:
        return ()
    return tuple(
        other
        for other in running
        if other.met_on is None and errand(other) == errand(one) and _about_the_same_time(one.on, other.on)
    )


def errand(one: Deadline) -> str:
    """Name what is done in one go: all that is told to the same addressee; anything else is done alone."""
    if one.kind not in TOLD:
        return one.name
    return one.name.partition(":officeterm:")[0]


def _about_the_same_time(first: date | None, second: date | None) -> bool:
    if first is None or second is None:
        return first == second
    return abs((second - first).days) <= SOON_DAYS


def tick_id(connection: Connection, name: str) -> int | None:
    """Give the number of the row that ticked a term off, where somebody did; its story hangs on that."""
    return connection.execute(select(col(DeadlineMet.id)).where(col(DeadlineMet.name) == name)).scalar()


_KEPT: dict[str, Callable[[Deadline, date], bool]] = {
    "open": lambda one, _on: one.met_on is None,
    "late": lambda one, on: one.state(on) == "late",
    "soon": lambda one, on: one.state(on) in ("late", "soon", "waiting"),
    "met": lambda one, _on: one.met_on is not None,
    "all": lambda _one, _on: True,
}


def _of_group(name: str) -> Callable[[Deadline, date], bool]:
    kinds = GROUPS.get(name, ())
    return lambda one, _on: one.kind in kinds and one.met_on is None


def _ticks(connection: Connection) -> dict[str, Tick]:
    statement = select(col(DeadlineMet.name), col(DeadlineMet.met_on), col(DeadlineMet.note))
    return {name: Tick(met_on, note) for name, met_on, note in connection.execute(statement)}


# -- the board -----------------------------------------------------------------------------------------------------


def _of_the_board(connection: Connection, on: date, since: date, until: date) -> Iterator[Deadline]:
    values = association.rules(connection)
    rules, all_terms = board_rules(values, on), terms(connection, values, on)
    names = _office_holders(connection)
    changes = [one for one in board_changes(all_terms) if since <= one.on <= until]
    yield from retirements(all_terms, names, rules, on)
    if any(term.on_board for term in all_terms):
        yield from vacant_seats(vacancies_by(all_terms, rules, on), rules)
    yield from to_be_told(changes, names, _corporations(connection), rules)
    yield from accounts(rules, since, until)
    if all_terms:
        yield from audit_committee_of_the_year(all_terms, rules, on)


def _office_holders(connection: Connection) -> dict[int, str]:
    held = col(Person.id).in_(select(col(OfficeTerm.person_id)))
    statement = select(col(Person.id), *_NAME).where(held)
    return {person_id: display_name(*name) for person_id, *name in connection.execute(statement)}


def _corporations(connection: Connection) -> list[Corporation]:
    periods: dict[int, list[tuple[date, date | None]]] = {}
    agreed = select(col(Agreement.owner_id), col(Agreement.starts_on), col(Agreement.ends_on))
    for owner_id, starts_on, ends_on in connection.execute(agreed):
        periods.setdefault(owner_id, []).append((starts_on, ends_on))
    owners = select(col(Owner.id), col(Owner.name)).order_by(col(Owner.name))
    return [
        Corporation(owner_id, name, tuple(periods.get(owner_id, ()))) for owner_id, name in connection.execute(owners)
    ]


# -- meetings ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Meeting:
    meeting_id: int
    body: str
    group_id: int | None
    title: str
    starts_at: str
    convened_on: date | None
    opened_at: str | None
    closed_at: str | None
    cancelled_on: date | None
    minutes_sent_on: date | None
    minutes_approved_on: date | None

    @property
    def on(self) -> date:
        """The day it was held; until it opens, the day it is planned for."""
        return day_of(self.opened_at or self.starts_at)

    @property
    def state(self) -> str:
        return state(
            convened_on=self.convened_on,
            opened_at=self.opened_at,
            closed_at=self.closed_at,
            cancelled_on=self.cancelled_on,
            minutes_approved_on=self.minutes_approved_on,
        )


def _of_meetings(connection: Connection, on: date, since: date) -> Iterator[Deadline]:
    meetings = _meetings(connection, since)
    before = [one.meeting_id for one in meetings if one.opened_at is None and one.on >= on and not one.cancelled_on]
    found = sendings(connection, before)
    rules = meeting_rules(connection)
    for one in meetings:
        facts = MeetingFacts(
            one.meeting_id,
            one.title,
            one.on,
            one.state,
            one.convened_on,
            one.minutes_sent_on,
            one.minutes_approved_on,
            _minutes_days(rules, one),
            found.get(one.meeting_id),
            _next_of_body(meetings, one, on),
        )
        yield from of_meeting(facts, on)
    yield from _of_requests(connection, meetings, on, since)


def _meetings(connection: Connection, since: date) -> list[_Meeting]:
    statement = select(
        col(Meeting.id),
        col(Meeting.body),
        col(Meeting.group_id),
        col(Meeting.title),
        col(Meeting.starts_at),
        col(Meeting.convened_on),
        col(Meeting.opened_at),
        col(Meeting.closed_at),
        col(Meeting.cancelled_on),
        col(Meeting.minutes_sent_on),
    )
    rows = statement.add_columns(col(Meeting.minutes_approved_on)).where(col(Meeting.starts_at) >= since.isoformat())
    return [_Meeting(*row) for row in connection.execute(rows.order_by(col(Meeting.starts_at)))]


def _minutes_days(rules: Sequence[MeetingRule], meeting: _Meeting) -> Figure:
    rule = meeting_rule_for(rules, meeting.body, meeting.on)
    return Figure(rule.minutes_days, rule.source)


def _next_of_body(meetings: Sequence[_Meeting], meeting: _Meeting, on: date) -> date | None:
    """Give the day of the next meeting of the same body that is still to come."""
    return next(
        (
            one.on
            for one in meetings
            if (one.body, one.group_id) == (meeting.body, meeting.group_id)
            and one.starts_at > meeting.starts_at
            and one.on >= on
            and one.cancelled_on is None
        ),
        None,
    )


def _of_requests(connection: Connection, meetings: Sequence[_Meeting], on: date, since: date) -> Iterator[Deadline]:
    called = {one.meeting_id: one.convened_on for one in meetings}
    for row in requests(connection, on):
        if row.received_on >= since:
            called_on = None if row.meeting_id is None else called.get(row.meeting_id)
            terms_of_it = RequestTerms(row.meeting_by, row.may_convene_from)
            yield from of_request(RequestFacts(row.request_id, row.subject, terms_of_it, row.state, called_on))


def _of_decisions(connection: Connection, since: date, until: date) -> Iterator[Deadline]:
    review = func.coalesce(col(Decision.review_on), until)
    statement = select(col(Decision.id), col(Decision.number), col(Decision.subject), review).where(
        col(Decision.review_on) >= since, col(Decision.review_on) <= until, col(Decision.outcome) != "withdrawn"
    )
    for decision_id, number, subject, review_on in connection.execute(statement):
        yield of_review(decision_id, number, subject, review_on)

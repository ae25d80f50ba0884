"""Who asked for a general meeting, whether they are enough, and by when it must be called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, select

from coopadmin.domain.association import RULES, RuleValue, rule_on
from coopadmin.domain.meetings import Called, day_of, request_state, request_terms, requesters_needed
from coopadmin.formats import fold, short_date
from db.queries.association import rules
from db.queries.base import Listing, Page
from db.queries.electors import electors
from db.tables.base import table_of
from db.tables.meetings import Meeting, MeetingRequest

_requests, _meetings = table_of(MeetingRequest), table_of(Meeting)

FILTERS = ("open", "all")
SORTS = ("date", "requesters", "subject")

OPEN = ("waiting", "planned", "own")
"""What waits for somebody: the board, the letter, or those who asked."""


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request with its terms; `needed` of the `entitled` votes make it one the board must follow."""

    request_id: int
    received_on: date
    requesters: int
    entitled: int
    needed: int
    subject: str
    meeting_by: date
    may_convene_from: date
    meeting_id: int | None
    meeting: str
    """The meeting that was called for it, by day and title."""
    note: str
    state: str

    @property
    def enough(self) -> bool:
        """Whether enough members asked."""
        return self.requesters >= self.needed


def requests(connection: Connection, on: date) -> tuple[RequestRow, ...]:
    """Give all requests as they stand on a day, the newest first; a group gets one in some years, if any.

    A meeting that was cancelled was not called.
    """
    values = rules(connection)
    statement = (
        select(
            _requests,
            _meetings.c.id.label("called_id"),
            _meetings.c.title,
            _meetings.c.starts_at,
            _meetings.c.convened_on,
        )
        .outerjoin(_meetings, and_(_meetings.c.id == _requests.c.meeting_id, _meetings.c.cancelled_on.is_(None)))
        .order_by(_requests.c.received_on.desc(), _requests.c.id.desc())
    )
    found: list[RequestRow] = []
    for row in connection.execute(statement).mappings():
        received_on, requesters = row["received_on"], row["requesters"]
        terms = request_terms(
            received_on,
            meeting_days=_number(values, "request_meeting_days", received_on),
            wait_days=_number(values, "request_wait_days", received_on),
        )
        entitled = len(electors(connection, "general", None, received_on))
        needed = requesters_needed(entitled, _number(values, "request_votes_percent", received_on))
        called = None if row["called_id"] is None else Called(day_of(row["starts_at"]), row["convened_on"])
        found.append(
            RequestRow(
                row["id"],
                received_on,
                requesters,
                entitled,
                needed,
                row["subject"],
                terms.meeting_by,
                terms.may_convene_from,
                row["called_id"],
                "" if called is None else f"{short_date(called.meeting_on)} {row['title']}",
                row["note"],
                request_state(terms, called, enough=requesters >= needed, on=on),
            )
        )
    return tuple(found)


def page(connection: Connection, listing: Listing, on: date) -> Page[RequestRow]:
    """List requests by `listing`; filters and sorts are named in FILTERS and SORTS. `open` waits for somebody."""
    words = fold(listing.search).split()
    rows = [
        row
        for row in requests(connection, on)
        if (listing.filter != "open" or row.state in OPEN)
        and all(word in fold(f"{row.subject} {row.note} {row.meeting}") for word in words)
    ]
    rows.sort(key=lambda row: _sorted_by(row, listing.sort), reverse=listing.descending)
    return Page(tuple(rows[: listing.limit]), len(rows))


def record(connection: Connection, request_id: int, on: date) -> RequestRow | None:
    """Give one request as it stands on a day, or None where there is no such request."""
    return next((row for row in requests(connection, on) if row.request_id == request_id), None)


def requests_for(connection: Connection, meeting_id: int, on: date) -> tuple[RequestRow, ...]:
    """Give the requests that a meeting was called for."""
    return tuple(row for row in requests(connection, on) if row.meeting_id == meeting_id)


def _sorted_by(row: RequestRow, sort: str) -> tuple[int, str]:
    if sort == "requesters":
        return row.requesters, ""
    return (0, fold(row.subject)) if sort == "subject" else (row.received_on.toordinal(), "")


def _number(values: tuple[RuleValue, ...], name: str, on: date) -> int:
    value = rule_on(values, name, on)
    return int(value if value is not None else RULES[name].default)

"""What was decided: the list, one decision, and the register as a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select
from sqlmodel import col

from coopadmin.domain.decisions import arithmetic, contradiction, following_number
from db.queries.base import Listing, Page, contains, count, ordered
from db.tables.base import table_of
from db.tables.decisions import Decision
from db.tables.dwellings import Dwelling

FILTERS = ("all", "decisions", "self_allocation", "carried", "rejected", "flagged")
SORTS = ("date", "number", "subject")

_decisions = table_of(Decision)
_dwellings = table_of(Dwelling)

_WHERE: dict[str, ColumnElement[bool]] = {
    "decisions": col(Decision.kind) == "decision",
    "self_allocation": col(Decision.kind) == "self_allocation",
    "carried": col(Decision.outcome) == "carried",
    "rejected": col(Decision.outcome) == "rejected",
}
_COUNT = ("entitled", "present", "proxies", "votes_for", "votes_against", "votes_blank")


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as a list shows it; `flagged` where the stated outcome contradicts the count."""

    decision_id: int
    number: str
    decided_on: date
    body: str
    subject: str
    method: str
    votes_for: int | None
    votes_against: int | None
    votes_blank: int | None
    outcome: str
    kind: str
    dwelling: str
    flagged: bool


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """Everything about one decision."""

    decision_id: int
    number: str
    decided_on: date
    body: str
    subject: str
    text: str
    method: str
    entitled: int | None
    present: int | None
    proxies: int | None
    votes_for: int | None
    votes_against: int | None
    votes_blank: int | None
    outcome: str
    kind: str
    dwelling_id: int | None
    dwelling: str
    candidate: str
    note: str
    contradiction: str
    """How the stated outcome contradicts the count, in words; empty where it does not."""
    arithmetic: tuple[str, ...]
    """What the count means, in sentences."""

    @property
    def flagged(self) -> bool:
        """Whether the stated outcome contradicts the count."""
        return bool(self.contradiction)


def page(connection: Connection, listing: Listing) -> Page[DecisionRow]:
    """List decisions by `listing`; filters and sorts are named in FILTERS and SORTS.

    `flagged` means that the stated outcome contradicts the count: a rule of the domain, so those rows are chosen
    here and not by the database. A group takes a few dozen decisions a year.
    """
    statement = _with_dwelling()
    if listing.search:
        statement = statement.where(contains(listing.search, _decisions.c.folded, _dwellings.c.folded))
    if listing.filter in _WHERE:
        statement = statement.where(_WHERE[listing.filter])
    by = {"number": _decisions.c.number, "subject": _decisions.c.subject}
    column = by.get(listing.sort, _decisions.c.decided_on)
    then = _decisions.c.number.desc() if listing.descending else _decisions.c.number.asc()
    order = ordered(statement, column, listing.descending, then)
    if listing.filter == "flagged":
        rows = [row for row in map(_row, connection.execute(order).mappings()) if row.flagged]
        return Page(tuple(rows[: listing.limit]), len(rows))
    found = connection.execute(order.limit(listing.limit)).mappings()
    return Page(tuple(map(_row, found)), count(connection, statement))


def record(connection: Connection, decision_id: int) -> DecisionRecord | None:
    """Give everything about one decision, or None where there is no such decision."""
    row = connection.execute(_with_dwelling().where(_decisions.c.id == decision_id)).mappings().first()
    if row is None:
        return None
    fields = ("number", "decided_on", "body", "subject", "text", "method", *_COUNT, "outcome", "kind")
    return DecisionRecord(
        decision_id=row["id"],
        **{name: row[name] for name in fields},
        dwelling_id=row["dwelling_id"],
        dwelling=row["dwelling"] or "",
        candidate=row["candidate"],
        note=row["note"],
        contradiction=_contradiction(row),
        arithmetic=arithmetic(row["method"], **{name: row[name] for name in _COUNT}),
    )


def register(connection: Connection) -> list[dict[str, object]]:
    """Give the whole register for a report, by day and number, under the keys of the command line's JSON."""
    order = _with_dwelling().order_by(_decisions.c.decided_on, _decisions.c.number)
    return [
        {
            "number": row["number"],
            "date": row["decided_on"],
            "body": row["body"],
            "subject": row["subject"],
            "text": row["text"],
            "method": row["method"],
            "entitled": row["entitled"],
            "present": row["present"],
            "proxies": row["proxies"],
            "for": row["votes_for"],
            "against": row["votes_against"],
            "blank": row["votes_blank"],
            "outcome": row["outcome"],
            "kind": row["kind"],
            "dwelling": row["dwelling"],
            "candidate": row["candidate"],
            "flagged": bool(_contradiction(row)),
        }
        for row in connection.execute(order).mappings()
    ]


def next_number(connection: Connection, on: date) -> str:
    """Propose the number of a decision taken on a day, in the form the register uses (`B-2026-24` → `B-2026-25`)."""
    statement = select(col(Decision.number)).order_by(col(Decision.decided_on), col(Decision.number))
    return following_number(connection.execute(statement).scalars().all(), on.year)


def _with_dwelling() -> Select[Any]:
    return select(_decisions, _dwellings.c.code.label("dwelling")).outerjoin(
        _dwellings, _dwellings.c.id == _decisions.c.dwelling_id
    )


def _row(row: Mapping[Any, Any]) -> DecisionRow:
    return DecisionRow(
        decision_id=row["id"],
        number=row["number"],
        decided_on=row["decided_on"],
        body=row["body"],
        subject=row["subject"],
        method=row["method"],
        votes_for=row["votes_for"],
        votes_against=row["votes_against"],
        votes_blank=row["votes_blank"],
        outcome=row["outcome"],
        kind=row["kind"],
        dwelling=row["dwelling"] or "",
        flagged=bool(_contradiction(row)),
    )


def _contradiction(row: Mapping[Any, Any]) -> str:
    found = contradiction(
        row["method"],
        votes_for=row["votes_for"],
        votes_against=row["votes_against"],
        entitled=row["entitled"],
        outcome=row["outcome"],
    )
    return found or ""

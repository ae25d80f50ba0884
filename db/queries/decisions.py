"""What was decided: the list, one decision, and the register as a report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true
from sqlmodel import col

from coopadmin.domain.decisions import arithmetic, contradiction, following_number, vote_contradiction
from coopadmin.formats import fold
from coopadmin.i18n import _
from db.queries.base import Listing, Page, contains, count, ordered
from db.queries.decision_links import LinkRow, linked_to, links, money, with_money
from db.tables.base import table_of
from db.tables.decisions import Decision
from db.tables.dwellings import Dwelling
from db.tables.meetings import Meeting
from db.tables.members import Member, Person
from db.tables.voting import Motion, Vote

FILTERS = ("all", "decisions", "self_allocation", "carried", "rejected", "flagged", "review", "money")
SORTS = ("date", "number", "subject", "review")

_decisions = table_of(Decision)
_dwellings = table_of(Dwelling)
_meetings = table_of(Meeting)
_votes = table_of(Vote)
_motions = table_of(Motion)
_people = table_of(Person)
_members = table_of(Member)

_WHERE: dict[str, ColumnElement[bool]] = {
    "decisions": col(Decision.kind) == "decision",
    "self_allocation": col(Decision.kind) == "self_allocation",
    "carried": col(Decision.outcome) == "carried",
    "rejected": col(Decision.outcome) == "rejected",
    "money": with_money(),
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
    meeting: str
    """The day and title of the meeting that took it, where that is in the store."""
    review_on: date | None
    review_due: bool
    """Whether that day has come."""
    amount_cents: int | None
    """What its links name as money, together."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a recorded vote comes to by the rule it was held against."""

    outcome: str
    sentence: str
    """The arithmetic in one line to read aloud."""
    rule: str
    """How it was counted, in words, and where that rule comes from."""


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
    """What the count means, in sentences; by the vote's own rule where the vote was recorded here."""
    meeting_id: int | None
    meeting: str
    meeting_on: date | None
    vote_id: int | None
    counted: Counted | None
    review_on: date | None
    links: tuple[LinkRow, ...]

    @property
    def flagged(self) -> bool:
        """Whether the stated outcome contradicts the count."""
        return bool(self.contradiction)


def page(connection: Connection, listing: Listing, on: date | None = None) -> Page[DecisionRow]:
    """List decisions by `listing`; filters and sorts are named in FILTERS and SORTS.

    `review` are those whose day of review has come by `on` (any day where none is given). `flagged` means that the
    stated outcome contradicts the count: a rule of the domain, so those rows are chosen here and not by the database.
    A group takes a few dozen decisions a year.
    """
    statement = _select_decisions()
    if listing.search:
        statement = statement.where(_found(connection, listing.search))
    if listing.filter == "review":
        statement = statement.where(_to_review(on))
    elif listing.filter in _WHERE:
        statement = statement.where(_WHERE[listing.filter])
    by = {"number": _decisions.c.number, "subject": _decisions.c.subject, "review": _decisions.c.review_on}
    column = by.get(listing.sort, _decisions.c.decided_on)
    then = _decisions.c.number.desc() if listing.descending else _decisions.c.number.asc()
    order = ordered(statement, column, listing.descending, then)
    if listing.filter == "flagged":
        rows = [row for row in _rows(connection, order, on) if row.flagged]
        return Page(tuple(rows[: listing.limit]), len(rows))
    return Page(_rows(connection, order.limit(listing.limit), on), count(connection, statement))


def record(connection: Connection, decision_id: int) -> DecisionRecord | None:
    """Give everything about one decision, or None where there is no such decision."""
    row = connection.execute(_select_decisions().where(_decisions.c.id == decision_id)).mappings().first()
    if row is None:
        return None
    fields = ("number", "decided_on", "body", "subject", "text", "method", *_COUNT, "outcome", "kind")
    counted = _counted(connection, [row["vote_id"]]).get(row["vote_id"])
    return DecisionRecord(
        decision_id=row["id"],
        **{name: row[name] for name in fields},
        dwelling_id=row["dwelling_id"],
        dwelling=row["dwelling"] or "",
        candidate=row["candidate"],
        note=row["note"],
        contradiction=_contradiction(row, counted),
        arithmetic=_arithmetic(connection, row),
        meeting_id=row["meeting_id"],
        meeting=row["meeting"] or "",
        meeting_on=_day_of(row["meeting_at"]),
        vote_id=row["vote_id"],
        counted=counted,
        review_on=row["review_on"],
        links=links(connection, [decision_id]).get(decision_id, ()),
    )


def register(connection: Connection) -> list[dict[str, object]]:
    """Give the whole register for a report, by day and number, under the keys of the command line's JSON."""
    order = _select_decisions().order_by(_decisions.c.decided_on, _decisions.c.number)
    rows = connection.execute(order).mappings().all()
    counts = _counted(connection, [row["vote_id"] for row in rows])
    linked = links(connection, [row["id"] for row in rows])
    return [_reported(row, counts.get(row["vote_id"]), linked.get(row["id"], ())) for row in rows]


def _reported(row: Mapping[Any, Any], counted: Counted | None, linked: tuple[LinkRow, ...]) -> dict[str, object]:
    return {
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
        "flagged": bool(_contradiction(row, counted)),
        "meeting": _meeting_text(row),
        "rule": counted.rule if counted else "",
        "sentence": counted.sentence if counted else "",
        "review_on": row["review_on"],
        "links": [code for one in linked for code in one.codes],
        "amount_cents": row["amount_cents"],
    }


def next_number(connection: Connection, on: date) -> str:
    """Propose the number of a decision taken on a day, in the form the register uses (`B-2026-24` → `B-2026-25`)."""
    statement = select(col(Decision.number)).order_by(col(Decision.decided_on), col(Decision.number))
    return following_number(connection.execute(statement).scalars().all(), on.year)


def due_for_review(connection: Connection, on: date) -> tuple[DecisionRow, ...]:
    """Give the decisions whose day of review has come by a day, the longest waiting first."""
    statement = _select_decisions().where(_to_review(on)).order_by(_decisions.c.review_on, _decisions.c.number)
    return _rows(connection, statement, on)


def _select_decisions() -> Select[Any]:
    return (
        select(
            _decisions,
            _dwellings.c.code.label("dwelling"),
            _meetings.c.title.label("meeting"),
            _meetings.c.starts_at.label("meeting_at"),
            money().label("amount_cents"),
        )
        .outerjoin(_dwellings, _dwellings.c.id == _decisions.c.dwelling_id)
        .outerjoin(_meetings, _meetings.c.id == _decisions.c.meeting_id)
    )


def _to_review(on: date | None) -> ColumnElement[bool]:
    """Demand a day of review that has come; what was rejected or withdrawn is not looked at again."""
    come = _decisions.c.review_on.is_not(None) if on is None else _decisions.c.review_on <= on
    return and_(come, _decisions.c.outcome.in_(("carried", "postponed")))


def _found(connection: Connection, search: str) -> ColumnElement[bool]:
    """Demand every word somewhere: in the decision, its home, note, meeting, proposer, or what it is linked to."""
    noted = _noted(connection)
    proposed = (
        select(_votes.c.id)
        .join(_motions, _motions.c.id == _votes.c.motion_id)
        .join(_people, _people.c.id == _motions.c.proposer_id)
        .outerjoin(_members, _members.c.person_id == _people.c.id)
    )
    here = (_decisions.c.folded, func.coalesce(_dwellings.c.folded, ""), func.coalesce(_meetings.c.folded, ""))
    return and_(
        true(),
        *(
            or_(
                contains(word, *here),
                _decisions.c.id.in_([row_id for row_id, note in noted if fold(word) in note]),
                linked_to(word),
                _decisions.c.vote_id.in_(
                    proposed.where(contains(word, _people.c.folded, func.coalesce(_members.c.folded, "")))
                ),
            )
            for word in search.split()
        ),
    )


def _noted(connection: Connection) -> list[tuple[int, str]]:
    """Give the notes, folded: the store does not keep them so, and a group has few."""
    statement = select(_decisions.c.id, _decisions.c.note).where(_decisions.c.note != "")
    return [(row_id, fold(note)) for row_id, note in connection.execute(statement)]


def _rows(connection: Connection, statement: Select[Any], on: date | None) -> tuple[DecisionRow, ...]:
    found = connection.execute(statement).mappings().all()
    counts = _counted(connection, [row["vote_id"] for row in found])
    return tuple(_row(row, counts.get(row["vote_id"]), on) for row in found)


def _row(row: Mapping[Any, Any], counted: Counted | None, on: date | None) -> DecisionRow:
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
        flagged=bool(_contradiction(row, counted)),
        meeting=_meeting_text(row),
        review_on=row["review_on"],
        review_due=on is not None
        and row["review_on"] is not None
        and row["review_on"] <= on
        and row["outcome"] in ("carried", "postponed"),
        amount_cents=row["amount_cents"],
    )


def _day_of(moment: str | None) -> date | None:
    return date.fromisoformat(moment[:10]) if moment else None


def _meeting_text(row: Mapping[Any, Any]) -> str:
    """Name the meeting by day and title, so that texts sort by day: `2026-11-02 General meeting`."""
    return f"{row['meeting_at'][:10]} {row['meeting']}" if row["meeting_at"] else ""


def _counted(connection: Connection, vote_ids: Collection[int | None]) -> dict[int, Counted]:
    """Work out what some recorded votes come to; most decisions of a register have none."""
    wanted = [vote_id for vote_id in vote_ids if vote_id is not None]
    if not wanted:
        return {}
    from coopadmin.domain.voting_rules import count_words
    from db.queries.voting import counted_as, recounted, rule_of_vote

    found = connection.execute(select(_votes).where(_votes.c.id.in_(wanted))).mappings().all()
    outcomes: Iterable[tuple[Mapping[Any, Any], Any]] = ((row, recounted(row)) for row in found)
    return {
        row["id"]: Counted(
            outcome=counted_as(outcome),
            sentence=outcome.sentence,
            rule=" · ".join(part for part in (count_words(rule_of_vote(row)), _source(row)) if part),
        )
        for row, outcome in outcomes
    }


def _contradiction(row: Mapping[Any, Any], counted: Counted | None) -> str:
    """Hold the stated outcome against the rule of its vote, or against the count the minutes gave."""
    if counted is not None:
        return vote_contradiction(row["outcome"], counted.outcome, counted.sentence) or ""
    names = ("votes_for", "votes_against", "entitled", "present", "proxies", "outcome")
    return contradiction(row["method"], **{name: row[name] for name in names}) or ""


def _arithmetic(connection: Connection, row: Mapping[Any, Any]) -> tuple[str, ...]:
    if row["vote_id"] is None:
        return arithmetic(row["method"], **{name: row[name] for name in _COUNT})
    from db.queries.voting import recounted

    vote = connection.execute(select(_votes).where(_votes.c.id == row["vote_id"])).mappings().one()
    return recounted(vote).explanation


def _source(vote: Mapping[Any, Any]) -> str:
    """Say where the rule of a vote comes from; what this program supplied is translated."""
    source: str = vote["rule_source"]
    return _(source) if source else ""

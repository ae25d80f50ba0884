"""The rules for meetings and votes: every value they ever had, which holds on a day, and the list of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain import voting_rules as rules
from coopadmin.domain.voting_rules import (
    BODIES,
    DECISION_KINDS,
    RULED_BODIES,
    MeetingRule,
    VotingRule,
    describe_meeting,
    describe_vote,
    part_of,
    rule_of_columns,
)
from coopadmin.formats import fold
from coopadmin.i18n import _
from db.queries.base import Listing, Page
from db.tables import voting as tables
from db.tables.base import table_of

PLACES: tuple[tuple[str, str], ...] = (
    *((body, "") for body in BODIES),
    *((body, kind) for body in RULED_BODIES for kind in DECISION_KINDS),
)
"""Whose rule it is and for what: a body and a kind of decision, no kind for the body's meetings themselves."""

_meeting_rules, _voting_rules = table_of(tables.MeetingRule), table_of(tables.VotingRule)


def meeting_rules(connection: Connection) -> tuple[MeetingRule, ...]:
    """Give every rule for meetings there ever was, with what a store begins with where nothing took its place."""
    columns = (
        col(tables.MeetingRule.body),
        col(tables.MeetingRule.valid_from),
        col(tables.MeetingRule.convening_days),
        col(tables.MeetingRule.minutes_days),
        col(tables.MeetingRule.proxies_per_holder),
        col(tables.MeetingRule.source),
    )
    found = connection.execute(select(*columns).order_by(col(tables.MeetingRule.valid_from)))
    return rules.with_default_meeting_rules(MeetingRule(*row) for row in found)


def voting_rules(connection: Connection) -> tuple[VotingRule, ...]:
    """Give every rule for votes there ever was, with what a store begins with where nothing took its place."""
    found = connection.execute(select(_voting_rules).order_by(_voting_rules.c.valid_from)).mappings()
    return rules.with_default_voting_rules(
        VotingRule(
            body=row["body"],
            kind=row["kind"],
            valid_from=row["valid_from"],
            rule=rule_of_columns(row),
            convening_days=row["convening_days"],
            inspection_days=row["inspection_days"],
            second_meeting=bool(row["second_meeting"]),
            second_quorum=part_of(row["second_quorum"]),
            second_from_days=row["second_from_days"],
            second_until_days=row["second_until_days"],
            source=row["source"],
        )
        for row in found
    )


def meeting_rule(connection: Connection, body: str, on: date) -> MeetingRule:
    """Give the rule for meetings of a body that holds on a day."""
    return rules.meeting_rule_for(meeting_rules(connection), body, on)


def voting_rule(connection: Connection, body: str, kind: str, on: date) -> VotingRule:
    """Give the rule by which a body takes a kind of decision on a day."""
    return rules.voting_rule_for(voting_rules(connection), body, kind, on)


# -- the list of them ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """The rule of one place (a body, a kind of decision) over time, oldest first."""

    body: str
    kind: str
    """Empty for the rule of the body's meetings."""
    values: tuple[MeetingRule | VotingRule, ...]
    stored: tuple[tuple[str, int], ...]
    """The rows behind it: table and number, for the story; none where nothing was entered."""
    follows: tuple[VotingRule, ...] = ()
    """The rule of ordinary decisions over time, which holds as long as this kind has none."""

    @property
    def key(self) -> int:
        """The number of its place."""
        return PLACES.index((self.body, self.kind)) + 1

    def on(self, on: date) -> MeetingRule | VotingRule | None:
        """Give the value that holds on a day; None where the first is still to come."""
        begun = [one for one in self.values if one.valid_from <= on]
        return begun[-1] if begun else None

    def shown(self, on: date) -> MeetingRule | VotingRule:
        """Give what holds on a day: its own value, else that of ordinary decisions, else the first to come."""
        own = self.on(on)
        if own is not None or (self.values and not self.follows):
            return own or self.values[0]
        ordinary = rules.voting_rule_for(self.follows, self.body, rules.ORDINARY, on)
        return replace(ordinary, body=self.body, kind=self.kind)

    def after(self, on: date) -> tuple[MeetingRule | VotingRule, ...]:
        """Give the values still to come."""
        return tuple(one for one in self.values if one.valid_from > on)

    def before(self, on: date) -> tuple[MeetingRule | VotingRule, ...]:
        """Give the values that held before the one of a day, newest first."""
        begun = [one for one in self.values if one.valid_from <= on]
        return tuple(reversed(begun[:-1]))


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as a list shows it: what holds, or else what comes first."""

    key: int
    body: str
    kind: str
    words: str
    valid_from: date
    source: str
    next_from: date | None
    """The day another value begins."""


def record(connection: Connection, key: int) -> RuleRecord | None:
    """Give the rule of a place over time; None where there is none and never was."""
    if not 0 < key <= len(PLACES):
        return None
    return next((one for one in _records(connection) if one.key == key), None)


def page(connection: Connection, listing: Listing, on: date) -> Page[RuleRow]:
    """List the rules: `votes`, `meetings`, `to_come` or `all`; the search looks in every word that is shown."""
    rows = [
        row
        for row in (_row(one, on) for one in _records(connection))
        if listing.filter in ("", "all")
        or (listing.filter == "to_come" and row.next_from is not None)
        or listing.filter == ("votes" if row.kind else "meetings")
    ]
    words = fold(listing.search).split()
    rows = [row for row in rows if all(word in fold(" ".join(_said(row))) for word in words)]
    if listing.sort == "from":
        rows.sort(key=lambda row: row.valid_from)
    elif listing.sort == "kind":
        kinds = ["", *DECISION_KINDS]
        rows.sort(key=lambda row: kinds.index(row.kind))
    if listing.descending:
        rows.reverse()
    return Page(tuple(rows[: listing.limit]), len(rows))


def _records(connection: Connection) -> tuple[RuleRecord, ...]:
    """Gather what is known of every place, in their order."""
    values: dict[tuple[str, str], list[MeetingRule | VotingRule]] = {}
    for of_meetings in meeting_rules(connection):
        values.setdefault((of_meetings.body, ""), []).append(of_meetings)
    for of_votes in voting_rules(connection):
        values.setdefault((of_votes.body, of_votes.kind), []).append(of_votes)
    stored: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for body, row_id in connection.execute(select(col(tables.MeetingRule.body), col(tables.MeetingRule.id))):
        stored.setdefault((body, ""), []).append((_meeting_rules.name, row_id))
    kept = select(col(tables.VotingRule.body), col(tables.VotingRule.kind), col(tables.VotingRule.id))
    for body, kind, row_id in connection.execute(kept):
        stored.setdefault((body, kind), []).append((_voting_rules.name, row_id))
    ordinary = tuple(of_votes for of_votes in voting_rules(connection) if of_votes.kind == rules.ORDINARY)
    return tuple(
        RuleRecord(
            body,
            kind,
            values=tuple(sorted(values.get((body, kind), ()), key=lambda one: one.valid_from)),
            stored=tuple(stored.get((body, kind), ())),
            follows=ordinary if kind and kind != rules.ORDINARY else (),
        )
        for body, kind in PLACES
        if (body, kind) in values or body == rules.ANY_BODY
    )


def _row(one: RuleRecord, on: date) -> RuleRow:
    coming, shown = one.after(on), one.shown(on)
    words = describe_vote(shown) if isinstance(shown, VotingRule) else describe_meeting(shown)
    follows = one.on(on) is None and bool(one.follows)
    return RuleRow(
        key=one.key,
        body=one.body,
        kind=one.kind,
        words=_("as an ordinary decision: {rule}").format(rule=words) if follows else words,
        valid_from=shown.valid_from,
        source=rules.KIND_HINTS.get(one.kind, "") if follows and not one.values else shown.source,
        next_from=coming[0].valid_from if coming else None,
    )


def _said(row: RuleRow) -> tuple[str, ...]:
    kind = _(DECISION_KINDS[row.kind]) if row.kind else ""
    return (_(RULED_BODIES[row.body]), kind, row.words, _(row.source))

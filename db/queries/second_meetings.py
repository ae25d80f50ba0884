"""What a second meeting may still decide where the quorum of the first failed, and between which days it is held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, or_, select
from sqlmodel import col

from coopadmin.domain.meetings import USUAL_ITEMS, SecondTerms, day_of, second_terms
from coopadmin.domain.voting_rules import VotingRule, voting_rule_for
from coopadmin.i18n import _
from db.queries.choosing_rules import rule_of_item
from db.queries.voting_rules import meeting_rule, voting_rules
from db.tables.base import table_of
from db.tables.meetings import AgendaItem, Meeting
from db.tables.voting import Motion, Vote

MINUTES_TITLE = next(one.title for one in USUAL_ITEMS if one.code == "minutes")

_items, _meetings = table_of(AgendaItem), table_of(Meeting)


@dataclass(frozen=True, slots=True)
class Undecided:
    """A decision on the agenda that no count settled, its rule, and when that lets a second meeting be held."""

    item: Mapping[str, Any]
    """The row of the item."""
    rule: VotingRule
    terms: SecondTerms


def undecided(connection: Connection, meeting_id: int) -> tuple[Undecided, ...]:
    """Give the decisions of a meeting that a second one may take, in the order of the agenda.

    A decision is settled by a count that carried or rejected it and was not replaced; an amendment settles nothing.
    The minutes of the last meeting wait for the next one of their body, unless a count of them lacked the quorum.
    """
    minutes = _items.c.title.in_((MINUTES_TITLE, _(MINUTES_TITLE)))
    statement = (
        select(_items, _meetings.c.body, _meetings.c.starts_at)
        .join(_meetings, _meetings.c.id == _items.c.meeting_id)
        .where(
            _items.c.meeting_id == meeting_id,
            _items.c.kind == "decision",
            _items.c.id.not_in(_counted("carried", "rejected")),
            or_(~minutes, _items.c.id.in_(_counted("no_quorum"))),
        )
        .order_by(_items.c.position, _items.c.id)
    )
    rows = connection.execute(statement).mappings().all()
    rules = voting_rules(connection) if rows else ()
    found: list[Undecided] = []
    for row in rows:
        held_on = day_of(row["starts_at"])
        own = rule_of_item(connection, row["id"]) if row["decision_kind"] == "self_allocation" else None
        rule = own if own is not None else voting_rule_for(rules, row["body"], row["decision_kind"], held_on)
        if rule.second_meeting:
            terms = second_terms(held_on, rule.second_from_days, rule.second_until_days, rule.source)
            found.append(Undecided(dict(row), rule, terms))
    return tuple(found)


def _counted(*outcomes: str) -> Select[int]:
    """The items with a main motion of which a count that stands had one of these outcomes."""
    replaced = select(col(Vote.replaces_id)).where(col(Vote.replaces_id).is_not(None))
    return (
        select(col(Motion.item_id))
        .join(Vote, col(Vote.motion_id) == col(Motion.id))
        .where(col(Motion.amends_id).is_(None), col(Vote.outcome).in_(outcomes), col(Vote.id).not_in(replaced))
    )


def first_day_to_call(connection: Connection, meeting_id: int, today: date) -> date | None:
    """Give the first day a second meeting may be held with a letter that goes out today still in time.

    Never beyond the last day the rules leave; None where the rules know no second meeting for any decision.
    """
    waiting = undecided(connection, meeting_id)
    if not waiting:
        return None
    body, held_on = waiting[0].item["body"], day_of(waiting[0].item["starts_at"])
    days = max(
        meeting_rule(connection, body, held_on).convening_days, *(one.rule.convening_days or 0 for one in waiting)
    )
    may_be = [one.terms.earliest for one in waiting if one.terms.earliest is not None]
    first = max(today + timedelta(days=days + 1), held_on + timedelta(days=1), *may_be)
    return min([first, *(one.terms.latest for one in waiting if one.terms.latest is not None)])


def second_terms_of(connection: Connection, meeting_id: int) -> tuple[SecondTerms, ...]:
    """Give the terms of a second meeting of this one, each once; empty where the rules know none."""
    return tuple(dict.fromkeys(one.terms for one in undecided(connection, meeting_id)))

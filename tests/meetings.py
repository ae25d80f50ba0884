"""People and meetings that tests of meetings begin with."""

from __future__ import annotations

from datetime import date
from typing import Any

from coopadmin.services import meetings as deeds
from coopadmin.services.members import PersonData, register_member
from db.journal import Transaction
from db.queries import agenda
from db.queries.agenda import ItemRow
from db.store import Store
from db.tables.members import WorkingGroup


def add_group(transaction: Transaction, *, name: str) -> int:
    """Put a working group in the store."""
    return transaction.add(WorkingGroup(name=name))


def member(store: Store, number: str, family_name: str, kind: str = "member", **more: Any) -> int:
    """Register a member since 2020; gives the number of the person."""
    person = PersonData(family_name, **more)
    return store.do(register_member, number=number, person=person, kind=kind, starts_on=date(2020, 1, 1)).result


def plan(store: Store, starts_at: str = "2026-12-17T20:00", **more: Any) -> int:
    """Plan a general meeting with an empty agenda."""
    values: dict[str, Any] = {"body": "general", "title": "Najaars-ALV", "usual_items": False, **more}
    return store.do(deeds.plan_meeting, starts_at=starts_at, **values).result


def item(store: Store, meeting_id: int, title: str = "Zonnepanelen", **more: Any) -> int:
    """Put an item on an agenda."""
    return store.do(deeds.add_item, meeting_id=meeting_id, title=title, **more).result


def items(store: Store, meeting_id: int) -> tuple[ItemRow, ...]:
    """Give an agenda."""
    return store.read(agenda.agenda, meeting_id)


def titles(store: Store, meeting_id: int) -> list[str]:
    """Give the titles of an agenda, in their order, having looked that the places are counted on."""
    found = items(store, meeting_id)
    assert [one.position for one in found] == list(range(1, len(found) + 1))
    return [one.title for one in found]

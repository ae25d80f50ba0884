"""Finding anything by any part of its name, diacritics ignored: what the palette and the pick fields ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, or_, select
from sqlmodel import col

from coopadmin.domain.members import sorted_name
from coopadmin.formats import fold, short_date
from coopadmin.i18n import ngettext
from db.queries.base import contains
from db.queries.tenants import named, parties_named
from db.tables.actions import ActionPoint
from db.tables.allocation import AllocationFile
from db.tables.association import Owner
from db.tables.candidates import Candidate
from db.tables.contractors import Contractor
from db.tables.contracts import Contract
from db.tables.decisions import Decision
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from db.tables.hours import SelfWorkClaim
from db.tables.keys import KeyCopy, KeyKind
from db.tables.maintenance import MaintenanceTask
from db.tables.maintenance_plan import PlanElement
from db.tables.meetings import Meeting
from db.tables.members import Member, Person
from db.tables.work_days import WorkDay

KINDS = (
    "members",
    "dwellings",
    "contracts",
    "maintenance",
    "contractors",
    "maintenance_plan",
    "work_days",
    "claims",
    "facilities",
    "keys",
    "meetings",
    "decisions",
    "actions",
    "allocation",
    "candidates",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that fits: the subject it belongs to, its number in the store, and how it is recognised."""

    subject: str
    record_id: int
    label: str
    detail: str


def find(connection: Connection, text: str, *, kinds: Sequence[str] = KINDS, limit: int = 50) -> list[Hit]:
    """Find records of some kinds by every word of `text`.

    First those of which it is the number, the code or the name, then those that begin with it, then those with a word
    that does.
    """
    if not fold(text):
        return []
    hits: list[Hit] = []
    for kind in kinds:
        hits.extend(_FINDERS[kind](connection, text, limit))
    wanted = fold(text)
    hits.sort(key=lambda hit: min(_closeness(hit.label, wanted), _closeness(hit.detail, wanted)))
    return hits[:limit]


def first(connection: Connection, *, kinds: Sequence[str], limit: int) -> list[Hit]:
    """Give the first records of some kinds, to be looked through by who does not know their names."""
    return [hit for kind in kinds for hit in _FINDERS[kind](connection, "", limit)][:limit]


def _closeness(text: str, wanted: str) -> int:
    """Tell how well a text begins with what is wanted: 0 whole, 1 as a beginning, 2 within, 3 not."""
    folded = fold(text)
    if folded == wanted or folded.startswith((f"{wanted} ", f"{wanted},")):
        return 0
    if folded.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in folded else 3


def _closest(text: str, *columns: Any) -> ColumnElement[int]:
    """Order by how well a folded column begins with `text`, so that the best are among those that are taken."""
    wanted = fold(text)
    return case(
        (or_(*(or_(one == wanted, one.startswith(f"{wanted} ", autoescape=True)) for one in columns)), 0),
        (or_(*(one.startswith(wanted, autoescape=True) for one in columns)), 1),
        (or_(*(one.contains(f" {wanted}", autoescape=True) for one in columns)), 2),
        else_=3,
    )


def _members(connection: Connection, text: str, limit: int) -> list[Hit]:
    statement = (
        select(
            col(Person.id),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
            func.coalesce(col(Member.number), ""),
        )
        .outerjoin(Member, col(Member.person_id) == col(Person.id))
        .where(named(text, col(Person.id)))
        .order_by(_closest(text, col(Person.folded), func.coalesce(col(Member.folded), "")), col(Person.folded))
        .limit(limit)
    )
    return [
        Hit("members", person_id, sorted_name(family_name, prefix, initials, given_name), number)
        for person_id, family_name, prefix, initials, given_name, number in connection.execute(statement)
    ]


def _dwellings(connection: Connection, text: str, limit: int) -> list[Hit]:
    statement = (
        select(
            col(Dwelling.id),
            col(Dwelling.code),
            col(Dwelling.street),
            col(Dwelling.house_number),
            col(Dwelling.addition),
        )
        .where(contains(text, col(Dwelling.folded)))
        .order_by(_closest(text, col(Dwelling.folded)), func.length(col(Dwelling.code)), col(Dwelling.code))
        .limit(limit)
    )
    return [
        Hit("dwellings", row_id, code, f"{street} {number} {addition}".strip())
        for row_id, code, street, number, addition in connection.execute(statement)
    ]


def _contracts(connection: Connection, text: str, limit: int) -> list[Hit]:
    statement = (
        select(col(Contract.id), col(Contract.number), col(Dwelling.code))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(contains(text, col(Contract.folded), col(Dwelling.folded)))
        .order_by(_closest(text, col(Contract.folded), col(Dwelling.folded)), col(Contract.number))
        .limit(limit)
    )
    return [Hit("contracts", row_id, number, code) for row_id, number, code in connection.execute(statement)]


def _allocation(connection: Connection, text: str, limit: int) -> list[Hit]:
    statement = (
        select(col(AllocationFile.id), col(AllocationFile.number), col(Dwelling.code))
        .join(Dwelling, col(Dwelling.id) == col(AllocationFile.dwelling_id))
        .where(contains(text, col(AllocationFile.folded), col(Dwelling.folded)))
        .order_by(_closest(text, col(AllocationFile.folded), col(Dwelling.folded)), col(AllocationFile.number).desc())
        .limit(limit)
    )
    return [Hit("allocation", row_id, number, code) for row_id, number, code in connection.execute(statement)]


def _maintenance(connection: Connection, text: str, limit: int) -> list[Hit]:
    statement = (
        select(
            col(MaintenanceTask.id),
            col(MaintenanceTask.number),
            col(MaintenanceTask.what),
            col(MaintenanceTask.place),
        )
        .where(contains(text, col(MaintenanceTask.folded)))
        .order_by(_closest(text, col(MaintenanceTask.folded)), col(MaintenanceTask.reported_on).desc())
        .limit(limit)
    )
    return [
        Hit("maintenance", row_id, what, f"{number} {place}")
        for row_id, number, what, place in connection.execute(statement)
    ]


def _contractors(connection: Connection, text: str, limit: int) -> list[Hit]:
    statement = (
        select(col(Contractor.id), col(Contractor.name), col(Contractor.contact))
        .where(contains(text, col(Contractor.folded)), col(Contractor.ended_on).is_(None))
        .order_by(_closest(text, col(Contractor.folded)), col(Contractor.name))
        .limit(limit)
    )
    return [Hit("contractors", row_id, name, contact) for row_id, name, contact in connection.execute(statement)]


def _facilities(connection: Connection, text: str, limit: int) -> list[Hit]:
    statement = (
        select(col(Facility.id), col(Facility.name), col(Facility.code))
        .where(contains(text, col(Facility.folded)))
        .order_by(_closest(text, col(Facility.folded)), col(Facility.name))
        .limit(limit)
    )
    return [Hit("facilities", row_id, name, code) for row_id, name, code in connection.execute(statement)]


def _elements(connection: Connection, text: str, limit: int) -> list[Hit]:
    statement = (
        select(col(PlanElement.id), col(PlanElement.name), col(PlanElement.code))
        .where(contains(text, col(PlanElement.folded)))
        .order_by(_closest(text, col(PlanElement.folded)), col(PlanElement.code))
        .limit(limit)
    )
    return [Hit("maintenance_plan", row_id, name, code) for row_id, name, code in connection.execute(statement)]


def _work_days(connection: Connection, text: str, limit: int) -> list[Hit]:
    statement = (
        select(col(WorkDay.id), col(WorkDay.title), col(WorkDay.starts_at), col(WorkDay.place))
        .where(contains(text, col(WorkDay.folded)))
        .order_by(_closest(text, col(WorkDay.folded)), col(WorkDay.starts_at).desc())
        .limit(limit)
    )
    return [
        Hit("work_days", row_id, title, f"{short_date(date.fromisoformat(starts_at[:10]))} {place}".strip())
        for row_id, title, starts_at, place in connection.execute(statement)
    ]


def _claims(connection: Connection, text: str, limit: int) -> list[Hit]:
    """Find claims of hours by their number and the corporation they are asked of."""
    number, owner = func.lower(col(SelfWorkClaim.number)), func.lower(col(Owner.name))
    statement = (
        select(col(SelfWorkClaim.id), col(SelfWorkClaim.number), col(Owner.name), col(SelfWorkClaim.claimed_on))
        .join(Owner, col(Owner.id) == col(SelfWorkClaim.owner_id))
        .where(contains(text, number, owner))
        .order_by(_closest(text, number, owner), col(SelfWorkClaim.claimed_on).desc())
        .limit(limit)
    )
    return [
        Hit("claims", row_id, number, f"{owner} {short_date(claimed_on)}")
        for row_id, number, owner, claimed_on in connection.execute(statement)
    ]


def _keys(connection: Connection, text: str, limit: int) -> list[Hit]:
    """Find copies of keys by what they open and their mark."""
    statement = (
        select(col(KeyCopy.id), col(KeyKind.code), col(KeyCopy.mark), col(KeyKind.name))
        .join(KeyKind, col(KeyKind.id) == col(KeyCopy.kind_id))
        .where(contains(text, col(KeyKind.folded), func.lower(col(KeyCopy.mark))), col(KeyCopy.ended_on).is_(None))
        .order_by(_closest(text, col(KeyKind.folded)), col(KeyKind.code), func.length(col(KeyCopy.mark)))
        .order_by(col(KeyCopy.mark))
        .limit(limit)
    )
    return [Hit("keys", row_id, f"{code} {mark}", name) for row_id, code, mark, name in connection.execute(statement)]


def _decisions(connection: Connection, text: str, limit: int) -> list[Hit]:
    statement = (
        select(col(Decision.id), col(Decision.subject), col(Decision.number), col(Decision.decided_on))
        .where(contains(text, col(Decision.folded)))
        .order_by(_closest(text, col(Decision.folded)), col(Decision.decided_on).desc())
        .limit(limit)
    )
    return [
        Hit("decisions", row_id, subject, f"{number} {short_date(decided_on)}")
        for row_id, subject, number, decided_on in connection.execute(statement)
    ]


def _meetings(connection: Connection, text: str, limit: int) -> list[Hit]:
    statement = (
        select(col(Meeting.id), col(Meeting.title), col(Meeting.starts_at), col(Meeting.place))
        .where(contains(text, col(Meeting.folded)))
        .order_by(_closest(text, col(Meeting.folded)), col(Meeting.starts_at).desc())
        .limit(limit)
    )
    return [
        Hit("meetings", row_id, title, f"{short_date(date.fromisoformat(starts_at[:10]))} {place}".strip())
        for row_id, title, starts_at, place in connection.execute(statement)
    ]


def _actions(connection: Connection, text: str, limit: int) -> list[Hit]:
    statement = (
        select(col(ActionPoint.id), col(ActionPoint.what), col(ActionPoint.due_on))
        .where(contains(text, col(ActionPoint.folded)))
        .order_by(_closest(text, col(ActionPoint.folded)), col(ActionPoint.made_on).desc())
        .limit(limit)
    )
    return [
        Hit("actions", row_id, what, short_date(due_on) if due_on else "")
        for row_id, what, due_on in connection.execute(statement)
    ]


def _candidates(connection: Connection, text: str, limit: int) -> list[Hit]:
    """Find candidates, by name too, but show them by number: only their own pages name them."""
    statement = (
        select(col(Candidate.id), col(Candidate.number), col(Candidate.adults) + col(Candidate.children))
        .where(contains(text, col(Candidate.folded)), col(Candidate.cleared_on).is_(None))
        .order_by(func.length(col(Candidate.number)), col(Candidate.number))
        .limit(limit)
    )
    return [
        Hit("candidates", row_id, number, ngettext("{count} person", "{count} people", people).format(count=people))
        for row_id, number, people in connection.execute(statement)
    ]


def _tenancies(connection: Connection, text: str, limit: int) -> list[Hit]:
    """Find contracts by their tenants too: for a field that asks for a contract, where one knows the person."""
    return [Hit("contracts", *row) for row in parties_named(connection, fold(text).split(), limit)]


def _places(connection: Connection, text: str, limit: int) -> list[Hit]:
    from db.queries.places import find_places

    return find_places(connection, text, limit)


def _accounts(connection: Connection, text: str, limit: int) -> list[Hit]:
    from db.queries.places import find_accounts

    return find_accounts(connection, text, limit)


def _categories(connection: Connection, text: str, limit: int) -> list[Hit]:
    from db.queries.places import find_categories

    return find_categories(connection, text, limit)


_FINDERS = {
    # where money may belong, by the numbers of `db/queries/places.py`
    "places": _places,
    "accounts": _accounts,
    "categories": _categories,
    "members": _members,
    "dwellings": _dwellings,
    "contracts": _contracts,
    "tenancies": _tenancies,
    "maintenance": _maintenance,
    "contractors": _contractors,
    "maintenance_plan": _elements,
    "work_days": _work_days,
    "claims": _claims,
    "allocation": _allocation,
    "facilities": _facilities,
    "keys": _keys,
    "meetings": _meetings,
    "decisions": _decisions,
    "actions": _actions,
    "candidates": _candidates,
}

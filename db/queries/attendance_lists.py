"""What was written down of a meeting, by name: who came and left, who gave a proxy, who stood aside for an item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.attendance import idle_reasons
from coopadmin.domain.members import display_name, sorted_name
from db.queries.attendance import gather, meeting_facts
from db.queries.base import in_force_on
from db.queries.electors import electors
from db.tables.base import table_of
from db.tables.meetings import Presence, Proxy, Recusal
from db.tables.members import Member, Person
from db.tables.memberships import Suspension

_NAME_FIELDS = ("family_name", "prefix", "initials", "given_name")
_NAME = (col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name))


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """One stay of somebody in the room; `part` is voter, suspended (access, but no vote) or guest."""

    presence_id: int
    person_id: int
    number: str
    name: str
    arrived_at: str
    left_at: str | None
    part: str
    full_name: str


@dataclass(frozen=True, slots=True)
class ProxyRow:
    """A proxy that was taken; `why` says why it does not count now."""

    proxy_id: int
    giver_id: int
    giver: str
    holder_id: int
    holder: str
    form: str
    counts: bool
    why: str
    given_on: date
    note: str


@dataclass(frozen=True, slots=True)
class RecusalRow:
    """Somebody who stands aside for an item, and why."""

    recusal_id: int
    person_id: int
    number: str
    name: str
    reason: str
    full_name: str


def presences(connection: Connection, meeting_id: int) -> tuple[PresenceRow, ...]:
    """List every stay in the room with its times, by name and then by time."""
    facts = meeting_facts(connection, meeting_id, None)
    if facts is None:
        return ()
    voters = {one.person_id for one in electors(connection, facts.body, facts.group_id, facts.on)}
    barred = select(col(Suspension.person_id)).where(
        in_force_on(col(Suspension.starts_on), col(Suspension.ends_on), facts.on)
    )
    suspended = frozenset(connection.execute(barred).scalars())
    statement = (
        select(
            col(Presence.id),
            col(Person.id),
            col(Member.number),
            *_NAME,
            col(Presence.arrived_at),
            col(Presence.left_at),
        )
        .join(Person, col(Person.id) == col(Presence.person_id))
        .outerjoin(Member, col(Member.person_id) == col(Person.id))
        .where(col(Presence.meeting_id) == meeting_id)
        .order_by(col(Person.folded), col(Person.id), col(Presence.arrived_at), col(Presence.id))
    )

    def part(person_id: int) -> str:
        if person_id in voters:
            return "voter"
        return "suspended" if person_id in suspended else "guest"

    return tuple(
        PresenceRow(
            presence_id=presence_id,
            person_id=person_id,
            number=number or "",
            name=sorted_name(family, prefix, initials, given),
            arrived_at=arrived_at,
            left_at=left_at,
            part=part(person_id),
            full_name=display_name(family, prefix, initials, given),
        )
        for presence_id, person_id, number, family, prefix, initials, given, arrived_at, left_at in (
            connection.execute(statement).all()
        )
    )


def proxies(connection: Connection, meeting_id: int, item_id: int | None = None) -> tuple[ProxyRow, ...]:
    """List the proxies that were taken, by the name of who gave them, each with whether it counts now and why not."""
    gathered = gather(connection, meeting_id, item_id, None)
    if gathered is None:
        return ()
    giver, holder = table_of(Person).alias("giver"), table_of(Person).alias("holder")
    table = table_of(Proxy)
    statement = (
        select(
            table,
            *(one.c[field].label(f"{one.name}_{field}") for one in (giver, holder) for field in _NAME_FIELDS),
        )
        .join(giver, giver.c.id == table.c.giver_id)
        .join(holder, holder.c.id == table.c.holder_id)
        .where(table.c.meeting_id == meeting_id)
        .order_by(giver.c.folded, giver.c.id)
    )
    why = idle_reasons(gathered.attendance())
    return tuple(
        ProxyRow(
            proxy_id=row["id"],
            giver_id=row["giver_id"],
            giver=display_name(*(row[f"giver_{field}"] for field in _NAME_FIELDS)),
            holder_id=row["holder_id"],
            holder=display_name(*(row[f"holder_{field}"] for field in _NAME_FIELDS)),
            form=row["form"],
            counts=not why[row["giver_id"]],
            why=why[row["giver_id"]],
            given_on=row["given_on"],
            note=row["note"],
        )
        for row in connection.execute(statement).mappings()
    )


def recusals(connection: Connection, item_id: int) -> tuple[RecusalRow, ...]:
    """List who stands aside for an item, by name."""
    statement = (
        select(col(Recusal.id), col(Person.id), col(Member.number), col(Recusal.reason), *_NAME)
        .join(Person, col(Person.id) == col(Recusal.person_id))
        .outerjoin(Member, col(Member.person_id) == col(Person.id))
        .where(col(Recusal.item_id) == item_id)
        .order_by(col(Person.folded), col(Person.id))
    )
    return tuple(
        RecusalRow(row_id, person_id, number or "", sorted_name(*name), reason, display_name(*name))
        for row_id, person_id, number, reason, *name in connection.execute(statement)
    )

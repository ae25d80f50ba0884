"""Aspirants who came by a procedure with two admissions, and from which day on the second can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.nominations import second_earliest
from db.tables.allocation import AllocationFile, Candidacy, Nomination
from db.tables.base import table_of
from db.tables.candidates import Candidate
from db.tables.dwellings import Dwelling
from db.tables.members import Member, Membership
from db.tables.procedures import AllocationProcedure

_nominations, _candidacies, _candidates = table_of(Nomination), table_of(Candidacy), table_of(Candidate)
_files, _homes, _procedures = table_of(AllocationFile), table_of(Dwelling), table_of(AllocationProcedure)
_memberships, _members = table_of(Membership), table_of(Member)


@dataclass(frozen=True, slots=True)
class SecondAdmission:
    """An aspirant whose second admission comes, or came: `met_on` is the day they became a member."""

    candidacy_id: int
    file_id: int
    file: str
    dwelling: str
    number: str
    """The candidate's."""
    membership_id: int
    person_id: int
    member: str
    """The member's number."""
    starts_on: date
    from_on: date
    """The first day on which it can be; no last one follows."""
    told: tuple[str, ...]
    met_on: date | None


def second_admissions(connection: Connection, on: date) -> tuple[SecondAdmission, ...]:
    """Give the aspirants who came by a procedure with two admissions, by the first day of the second.

    Whoever left before it is no longer among them.
    """
    statement = (
        select(
            _nominations.c.candidacy_id,
            _candidacies.c.file_id,
            _files.c.number.label("file"),
            _homes.c.code.label("dwelling"),
            _candidates.c.number,
            _memberships.c.id.label("membership_id"),
            _memberships.c.member_id,
            _memberships.c.starts_on,
            _memberships.c.ends_on,
            _members.c.person_id,
            _members.c.number.label("member"),
            _procedures.c.name,
            _procedures.c.second_after_days,
        )
        .join(_candidacies, _candidacies.c.id == _nominations.c.candidacy_id)
        .join(_candidates, _candidates.c.id == _candidacies.c.candidate_id)
        .join(_files, _files.c.id == _candidacies.c.file_id)
        .join(_homes, _homes.c.id == _files.c.dwelling_id)
        .join(_procedures, _procedures.c.id == _files.c.procedure_id)
        .join(_memberships, _memberships.c.id == _nominations.c.membership_id)
        .join(_members, _members.c.id == _memberships.c.member_id)
        .where(_procedures.c.admissions == 2, _memberships.c.kind == "aspirant")
    )
    rows = connection.execute(statement).mappings().all()
    followed = _became_member(connection, [row["member_id"] for row in rows])
    found: list[SecondAdmission] = []
    for row in rows:
        met_on = next((day for day in followed[row["member_id"]] if day > row["starts_on"]), None)
        if met_on is None and row["ends_on"] is not None and row["ends_on"] < on:
            continue
        earliest = second_earliest(row["starts_on"], row["second_after_days"], row["name"])
        found.append(
            SecondAdmission(
                **{
                    name: row[name]
                    for name in ("candidacy_id", "file_id", "file", "dwelling", "number", "membership_id")
                },
                person_id=row["person_id"],
                member=row["member"],
                starts_on=row["starts_on"],
                from_on=earliest.on,
                told=earliest.told,
                met_on=met_on,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.met_on is not None, one.from_on, one.file)))


def _became_member(connection: Connection, member_ids: Sequence[int]) -> dict[int, list[date]]:
    statement = (
        select(col(Membership.member_id), col(Membership.starts_on))
        .where(col(Membership.member_id).in_(member_ids), col(Membership.kind) == "member")
        .order_by(col(Membership.starts_on))
    )
    found: dict[int, list[date]] = defaultdict(list)
    for member_id, starts_on in connection.execute(statement):
        found[member_id].append(starts_on)
    return found

"""What is answered to one person who asks to be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain

from sqlalchemy import Connection, or_, select
from sqlmodel import col

from coopadmin.domain.forgetting import keeps_from_request
from coopadmin.domain.forgetting_requests import Answer, answer_of, answer_of_candidate
from db.queries import forgetting, people_rows
from db.queries.forgetting_people import contracts_of, standing
from db.queries.people_removed import removed_of, removed_rows
from db.tables.allocation import AllocationFile, Candidacy
from db.tables.charges import Charge
from db.tables.matching import Posting
from db.tables.members import Member

_REACHED = ("email", "phone", "address", "postcode", "place", "iban", "born_on")
_CALLED = ("family_name", "prefix", "initials", "given_name")


def answer(connection: Connection, person_id: int, on: date) -> Answer | None:
    """Give what goes now and what stays of one person's data; None where it was cleared, or there is nobody."""
    found = standing(connection, person_id, on)
    if found is None:
        return None
    contracts = contracts_of(connection, person_id)
    member_id = connection.execute(select(col(Member.id)).where(col(Member.person_id) == person_id)).scalar()
    has_money = any(
        connection.execute(
            select(col(model.id)).where(or_(col(model.contract_id).in_(contracts), col(model.member_id) == member_id))
        ).first()
        for model in (Charge, Posting)
    )
    return answer_of(
        person_id,
        found.number,
        found.term,
        on,
        member=member_id is not None,
        tenant=bool(contracts),
        has_money=has_money,
        there=set(_there(connection, person_id)),
    )


def _there(connection: Connection, person_id: int) -> Iterator[str]:
    """Name what of somebody is there to go at their wish, in a row or in what the journal holds of it."""
    known = people_rows.ever_known(connection, [person_id])[person_id]
    if any(row.get(name) for row in known for name in _REACHED):
        yield "reached"
    called = {tuple(row[name] for name in _CALLED) for row in known if all(name in row for name in _CALLED)}
    if len(called) > 1 or any(row.get("note") for row in known):
        yield "noted"
    own = people_rows.own_rows(connection, person_id)
    removed = removed_of(connection, removed_rows(connection), person_id)
    for model in people_rows.AT_WISH:
        rows = own.get(model, ())
        held = people_rows.remembered(connection, model, [row["id"] for row in rows])
        told = [*rows, *chain(*held.values()), *chain(*removed.get(model, {}).values())]
        if any(row.get(name) for row in told for name in people_rows.BLANK[model]):
            yield "words"


def answer_to_candidate(connection: Connection, candidate_id: int, on: date) -> Answer | None:
    """Give what goes now and what stays of a candidate's data; None where it was cleared, or there is nobody."""
    known = forgetting.facts(connection, candidate_id, on)
    if known is None:
        return None
    withdrew = (
        select(col(AllocationFile.number))
        .join(Candidacy, col(Candidacy.file_id) == col(AllocationFile.id))
        .where(col(Candidacy.candidate_id) == candidate_id, col(Candidacy.outcome) == "withdrew")
    )
    keeping = keeps_from_request(known.files, set(connection.execute(withdrew).scalars()))
    return answer_of_candidate(candidate_id, forgetting.number_of(connection, candidate_id), keeping)

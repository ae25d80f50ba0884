"""What is answered to one person who asks to be forgotten."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, or_, select
from sqlmodel import col

from coopadmin.domain.forgetting_requests import Answer, answer_of
from db.queries.forgetting_people import contracts_of, standing
from db.tables.charges import Charge
from db.tables.matching import Posting
from db.tables.members import Member


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
    )

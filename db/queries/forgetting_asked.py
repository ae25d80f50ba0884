"""Who goes by a number and asks to be forgotten, and what is answered to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.forgetting_requests import ALL, Answer
from coopadmin.i18n import _
from db.queries.forgetting import number_of, term_of
from db.queries.forgetting_requests import answer, answer_to_candidate
from db.queries.person_data import asking_candidate, candidate_numbered, person_numbered


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and the answer to them; that is None where their data was cleared before."""

    is_candidate: bool
    answer: Answer | None


def asked(connection: Connection, number: str, on: date) -> Asked | None:
    """Give who goes by the number of a member, a person or a candidate, and their answer; None where there is nobody.

    What is kept of a candidate as a resident goes by a number of its own, which the answer names.
    """
    person_id = person_numbered(connection, number)
    if person_id is not None:
        return Asked(is_candidate=False, answer=answer(connection, person_id, on))
    candidate_id = candidate_numbered(connection, number)
    return None if candidate_id is None else Asked(is_candidate=True, answer=to_candidate(connection, candidate_id, on))


def to_candidate(connection: Connection, candidate_id: int, on: date) -> Answer | None:
    """Give the answer to a candidate, with the number of what is kept of them as a resident; None where cleared."""
    found = answer_to_candidate(connection, candidate_id, on)
    if found is None:
        # Only the journal still holds a registration that was taken back, and no choice rests on it.
        is_held = term_of(connection, candidate_id, on) is not None
        number = number_of(connection, candidate_id)
        return Answer(candidate_id, number, (_(ALL),), (), (), whole=True) if is_held else None
    who = asking_candidate(connection, candidate_id)
    here = None if who.is_candidate else answer(connection, who.row_id, on)
    return found if here is None else replace(found, stays=(*found.stays, _under_their_own(here)))


def _under_their_own(here: Answer) -> tuple[str, str]:
    """Name the number under which the rest is kept, and why that does not go with it."""
    what = _("what is kept of them under {number}").format(number=here.number)
    return what, "; ".join((*here.first, _("ask under that number what of it goes")))

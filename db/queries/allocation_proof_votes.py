"""How the votes of a vacancy file went, as its proof tells it: counts only, and candidates by their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.choosing import against_votes
from db.queries.choosing import places_by_votes
from db.tables.allocation import Candidacy
from db.tables.voting import ConsentObjection, ConsentRound, Vote


def order(connection: Connection, file_id: int) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, str], ...]]:
    """Hold the order that was fixed against the votes: who stood equal in them, and who was put the other way round."""
    statement = select(col(Candidacy.id), col(Candidacy.rank)).where(col(Candidacy.file_id) == file_id)
    ranks = {one: rank for one, rank in connection.execute(statement) if rank is not None}
    placed = places_by_votes(connection, file_id, ranks)
    tied = dict.fromkeys(one.place for one in placed if one.tied)
    equals = tuple(tuple(one.number for one in placed if one.place == place) for place in tied)
    return equals, against_votes(placed, ranks)


def recounts(connection: Connection, motion_ids: Collection[int]) -> dict[int, int]:
    """Count for each motion how often it was counted again."""
    statement = (
        select(col(Vote.motion_id), func.count())
        .where(col(Vote.motion_id).in_(motion_ids), col(Vote.replaces_id).is_not(None))
        .group_by(col(Vote.motion_id))
    )
    return {motion_id: number for motion_id, number in connection.execute(statement)}  # noqa: C416 - typed rows


def objections(connection: Connection, motion_ids: Collection[int]) -> dict[int, Counter[str]]:
    """Count for each motion the objections in its rounds of consent, by what became of them."""
    statement = (
        select(col(ConsentRound.motion_id), col(ConsentObjection.status), func.count())
        .join(ConsentObjection, col(ConsentObjection.round_id) == col(ConsentRound.id))
        .where(col(ConsentRound.motion_id).in_(motion_ids))
        .group_by(col(ConsentRound.motion_id), col(ConsentObjection.status))
    )
    found: dict[int, Counter[str]] = {}
    for motion_id, status, number in connection.execute(statement):
        found.setdefault(motion_id, Counter())[status] += number
    return found

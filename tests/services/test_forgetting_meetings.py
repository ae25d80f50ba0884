"""Who was a candidate is forgotten where a meeting spoke of somebody else, or of the procedure."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Connection, select

from coopadmin.services.forgetting import clear_candidates
from db.journal import Transaction
from db.store import Store
from db.tables.allocation import AllocationItem, Candidacy
from db.tables.base import table_of
from db.tables.meetings import AgendaItem, Meeting
from db.tables.voting import ConsentRound, Motion
from tests.conftest import TODAY, Furnish
from tests.forgotten import FAMILY, GIVEN, Case, add_candidate, fill_case, secrets_in


@pytest.fixture
def case(store: Store, furnish: Furnish) -> Case:
    """Give the closed file with its candidate."""
    return furnish(fill_case)


def _speak_of_others(transaction: Transaction, *, file_id: int) -> tuple[int, int]:
    """Put two items of the same file on an agenda that name the candidate in passing; gives their numbers."""
    add = transaction.add
    meeting = add(Meeting(body="general", title="ALV", starts_at="2026-09-08T20:00"))
    other = add_candidate(transaction, number="K-0900", family_name="Kraai")
    candidacy = add(Candidacy(file_id=file_id, candidate_id=other, origin="outside", entered_on=date(2026, 7, 2)))
    items: list[int] = []
    for position, kind in ((1, "choice"), (2, "procedure_check")):
        item = add(
            AgendaItem(
                meeting_id=meeting,
                position=position,
                title="Home A12",
                kind="decision",
                decision_kind="self_allocation" if kind == "choice" else kind,
                notes=f"Bos asked why {GIVEN} {FAMILY} was passed over; the garden came up too.",
            )
        )
        chosen = candidacy if kind == "choice" else None
        add(AllocationItem(item_id=item, file_id=file_id, candidacy_id=chosen, kind=kind))
        motion = add(Motion(item_id=item, position=1, text=f"Put off, and speak with {FAMILY} once more"))
        add(ConsentRound(motion_id=motion, number=1, text=f"Without {FAMILY}", started_at="2026-09-08T20:10"))
        items.append(item)
    return items[0], items[1]


def _notes(connection: Connection, item_ids: tuple[int, int]) -> list[str]:
    items = table_of(AgendaItem).c
    return list(connection.execute(select(items.notes).where(items.id.in_(item_ids)).order_by(items.id)).scalars())


def test_a_name_is_taken_out_of_what_was_said_of_others_and_the_rest_stays(store: Store, case: Case) -> None:
    item_ids = store.do(_speak_of_others, file_id=case.file_id).result
    store.do(clear_candidates, candidate_ids=[case.candidate_id], on=TODAY)
    assert secrets_in(store.path) == []
    for notes in store.read(_notes, item_ids):
        assert "K-0001 was passed over; the garden came up too." in notes

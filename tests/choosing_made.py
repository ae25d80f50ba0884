"""A vacancy file that waits for its choice: a committee of five, three candidates, and a procedure to count by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.services import attendance, choosing, meetings, voting
from coopadmin.services.voting_counts import Counted
from db.journal import Transaction
from db.queries import choosing as queries
from db.queries import voting as voted
from db.store import Store
from db.tables.allocation import AllocationFile, Candidacy, DeclaredInterest, ScreeningLine
from db.tables.candidates import Candidate, WaitingPlace
from db.tables.dwellings import Dwelling
from db.tables.meetings import Presence, Recusal
from db.tables.members import Member, Membership, Person, WorkingGroup, WorkingGroupTerm
from db.tables.procedures import AllocationProcedure

EVENING = "2026-11-10T20:00"
OPENED = date(2026, 10, 1)
TODAY = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Case:
    """Where everything is in the store."""

    file_id: int
    home_id: int
    group_id: int
    people: tuple[int, ...]
    """Seven members; the first five sit on the committee."""
    candidates: tuple[int, ...]
    candidacies: tuple[int, ...]
    """K-0001 and K-0002 fit, K-0003 fails the size rule."""


def write_file(transaction: Transaction, **procedure: Any) -> Case:
    """Put a file in the store by its rows; `procedure` sets columns of its procedure."""
    people = tuple(_member(transaction, place) for place in range(1, 8))
    group = transaction.add(WorkingGroup(name="Woningcommissie"))
    for person_id in people[:5]:
        transaction.add(WorkingGroupTerm(group_id=group, person_id=person_id, starts_on=date(2025, 1, 1)))
    home = transaction.add(Dwelling(code="A12", rooms=3, cluster="A"))
    values: dict[str, Any] = {
        "name": "Commissie",
        "screened_by": "committee",
        "decided_by": "committee",
        "method": "two-thirds",
        "quorum": "3/5",
        "source": "house rules, article 8",
        "nominees": 2,
        **procedure,
    }
    version = transaction.add(AllocationProcedure(valid_from=date(2026, 1, 1), **values))
    file = transaction.add(
        AllocationFile(number="T-2026-01", dwelling_id=home, procedure_id=version, group_id=group, opened_on=OPENED)
    )
    known = [_candidate(transaction, file, place) for place in (1, 2, 3)]
    return Case(file, home, group, people, tuple(one for one, _each in known), tuple(each for _one, each in known))


def _member(transaction: Transaction, place: int) -> int:
    person_id = transaction.add(Person(family_name=f"Lid{place:02d}"))
    member_id = transaction.add(Member(number=f"{place:02d}", person_id=person_id))
    transaction.add(Membership(member_id=member_id, kind="member", starts_on=date(2020, 1, 1)))
    return person_id


def _candidate(transaction: Transaction, file_id: int, place: int) -> tuple[int, int]:
    candidate = transaction.add(
        Candidate(number=f"K-{place:04d}", registered_on=date(2024, 1, place), family_name=f"Zoeker{place}")
    )
    # The second stands before the first on the list.
    transaction.add(
        WaitingPlace(candidate_id=candidate, registered_on=date(2024, 1, 1), ranked_on=date(2024, 2, 10 - place))
    )
    candidacy = transaction.add(
        Candidacy(
            file_id=file_id,
            candidate_id=candidate,
            origin="waiting",
            entered_on=OPENED,
            screened_on=date(2026, 10, 5),
            invited_on=None if place == 3 else date(2026, 10, 6),
        )
    )
    result = "failed" if place == 3 else "met"
    transaction.add(ScreeningLine(candidacy_id=candidacy, criterion="size", result=result, words="x"))
    return candidate, candidacy


def by_committee(store: Store) -> Case:
    """Put a file in a store that the committee decides on by two thirds."""
    return store.do(write_file).result


def by_cluster(store: Store) -> Case:
    """Put a file in a store that a cluster decides on by consent, checked by the general meeting."""
    return store.do(write_file, name="Cluster", decided_by="cluster", method="consent", procedure_check=True).result


def by_list(store: Store) -> Case:
    """Put a file in a store where the waiting list gives the order."""
    return store.do(write_file, name="Lijst", decided_by="board", choice="list", invites="list").result


def add_row(transaction: Transaction, *, row: Any) -> int:
    """Put a row in the store."""
    return transaction.add(row)


def set_columns(transaction: Transaction, *, model: Any, row_id: int, **values: Any) -> None:
    """Change a row, whatever it is."""
    transaction.change(model, row_id, **values)


def declare(store: Store, case: Case, person: int, candidacy: int | None) -> None:
    """Let one of the people declare an interest in a candidate, by their places; None: in the whole file."""
    row = DeclaredInterest(
        file_id=case.file_id,
        person_id=case.people[person],
        candidacy_id=None if candidacy is None else case.candidacies[candidacy],
        kind="relative",
        declared_on=date(2026, 10, 20),
    )
    store.do(add_row, row=row)


# -- the meeting ---------------------------------------------------------------------------------------------------


def open_meeting(store: Store, meeting_id: int, people: tuple[int, ...], at: str = EVENING) -> None:
    """Let people into the room and open the meeting."""
    for person_id in people:
        store.do(add_row, row=Presence(meeting_id=meeting_id, person_id=person_id, arrived_at=at))
    store.do(attendance.open_meeting, meeting_id=meeting_id, at=at)


def item_of(store: Store, case: Case, kind: str, candidacy: int | None = None) -> queries.Choice:
    """Find what was put to the vote last of a kind, about a candidate by their place."""
    wanted = None if candidacy is None else case.candidacies[candidacy]
    found = store.read(queries.choices, case.file_id)
    return next(one for one in found if (one.kind, one.candidacy_id) == (kind, wanted))


def motion_of(store: Store, item_id: int) -> voted.MotionRow:
    """Read the first motion of an item."""
    return store.read(voted.motions, item_id)[0]


def count(store: Store, item_id: int, numbers: tuple[int, int, int], **more: Any) -> Counted:
    """Count votes for, against and blank on the motion of an item."""
    votes = dict(zip(("votes_for", "votes_against", "votes_blank"), numbers, strict=True))
    motion_id = motion_of(store, item_id).motion_id
    return store.do(voting.record_vote, motion_id=motion_id, **{"at": EVENING, **votes, **more}).result


def plan(store: Store, body: str = "general", starts_at: str = "2026-11-15T20:00", **more: Any) -> int:
    """Plan a meeting of a body."""
    return store.do(meetings.plan_meeting, body=body, starts_at=starts_at, usual_items=False, **more).result


def aside(store: Store, item_id: int) -> list[int]:
    """Give who stands aside for an item."""

    def read(transaction: Transaction) -> list[int]:
        statement = select(col(Recusal.person_id)).where(col(Recusal.item_id) == item_id)
        return sorted(transaction.execute(statement).scalars())

    return store.do(read).result


# -- what the committee does ---------------------------------------------------------------------------------------


def call(store: Store, case: Case, *places: int, kind: str = "choice", **more: Any) -> int:
    """Call a vote on candidates by their places; gives the meeting."""
    ids = [case.candidacies[place] for place in places]
    values = {"starts_at": EVENING, **more}
    return store.do(choosing.call_vote, file_id=case.file_id, kind=kind, candidacy_ids=ids, **values).result


def choose(store: Store, case: Case, *numbers: tuple[int, int, int]) -> int:
    """Let the committee vote on the first candidates, all five there; gives the meeting."""
    meeting = call(store, case, *range(len(numbers)))
    open_meeting(store, meeting, case.people[:5])
    for place, votes in enumerate(numbers):
        count(store, item_of(store, case, "choice", place).item_id, votes)
    return meeting


def set_procedure(store: Store, **values: Any) -> None:
    """Let the one procedure ask otherwise."""
    store.do(set_columns, model=AllocationProcedure, row_id=1, **values)


def fix(store: Store, case: Case, ranks: dict[int, int] | None = None, **more: Any) -> tuple[str, ...]:
    """Fix the order on the day of the test; `ranks` by the places of candidates."""
    given = None if ranks is None else {case.candidacies[place]: rank for place, rank in ranks.items()}
    values = {"ranked_on": TODAY, **more}
    return store.do(choosing.fix_order, file_id=case.file_id, ranks=given, **values).result


def chosen(store: Store, case: Case) -> list[int]:
    """Give who was chosen, by place, in the order of their turn."""
    return [case.candidacies.index(one) for one in store.read(queries.chosen, case.file_id)]

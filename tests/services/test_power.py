"""The power goes in the middle of a meeting: what was said to be stored is there, and the room opens where it was."""

from __future__ import annotations

import multiprocessing
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pytest

from coopadmin.services import attendance as deeds
from coopadmin.services import voting as voting_deeds
from coopadmin.services.agenda import add_item
from coopadmin.services.meetings import plan_meeting
from coopadmin.services.members import PersonData, register_member
from db.backup import check
from db.engine import make_engine
from db.journal import Transaction
from db.queries import attendance, attendance_lists, journal, voting
from db.queries.agenda import agenda
from db.queries.base import Listing
from db.store import Store
from tests.conftest import Furnish

MEETING = 1
OPENING, BUDGET = 1, 2
PEOPLE = range(1, 7)


class Sender(Protocol):
    """The end of a pipe that is written to."""

    def send(self, obj: Any, /) -> None:
        """Write."""


PROCESSES = (
    multiprocessing.get_context("fork")
    if "fork" in multiprocessing.get_all_start_methods()
    else multiprocessing.get_context("spawn")
)
"""A copy of this program has all that it needs loaded already."""


def _enter_without_end(path: Path, said: Sender) -> None:
    """Enter a meeting for ever; what a deed did is said once it is committed."""
    store = Store(path, actor="Noor")

    def do(told: str, deed: Any, **values: Any) -> Any:
        done = store.do(deed, **values)
        said.send(f"{done.batch} {told}")
        return done.result

    for person in range(1, 6):
        do(f"came {person}", deeds.arrive, meeting_id=MEETING, person_id=person, at="2026-11-20T19:55")
    do("opened", deeds.open_meeting, meeting_id=MEETING, at="2026-11-20T20:00", chair_id=1, secretary_id=2)
    do("begun 1", deeds.begin_item, item_id=OPENING, at="2026-11-20T20:01")
    do("begun 2", deeds.begin_item, item_id=BUDGET, at="2026-11-20T20:05")
    motion = do("put", voting_deeds.put_motion, item_id=BUDGET, text="The budget is adopted.")
    do("voted", voting_deeds.record_vote, motion_id=motion, at="2026-11-20T20:10", votes_for=3, votes_against=2)
    words = ""
    while True:
        words += "x"
        do(f"noted {len(words)}", deeds.write_notes, item_id=BUDGET, notes=words)


def _evening(store: Store) -> None:
    for person in PEOPLE:
        store.do(
            register_member,
            number=f"{person:02}",
            person=PersonData(f"Lid{person}"),
            kind="member",
            starts_on=date(2020, 1, 1),
        )
    store.do(plan_meeting, body="general", title="Najaar", starts_at="2026-11-20T20:00", usual_items=False)
    store.do(add_item, meeting_id=MEETING, title="Opening", kind="information")
    store.do(add_item, meeting_id=MEETING, title="Budget", kind="decision", decision_kind="ordinary")


@pytest.fixture
def evening(store: Store, furnish: Furnish) -> Store:
    """Give a store with a meeting that nobody came to yet."""
    furnish(_evening)
    return store


def _play_until(path: Path, lines: int) -> list[str]:
    """Let another program enter the meeting, and kill it right after so many deeds; gives what it said was stored."""
    hears, says = PROCESSES.Pipe(duplex=False)
    other = PROCESSES.Process(target=_enter_without_end, args=(path, says), daemon=True)
    with hears:
        other.start()
        says.close()
        try:
            said = [hears.recv() for _line in range(lines)]
        finally:
            other.kill()
            other.join()
        # It may have said more before it died, and that counts too; half a line was not said.
        with suppress(EOFError, OSError):
            while True:
                said.append(hears.recv())
    assert other.exitcode != 1
    return said


@pytest.mark.parametrize("deeds_before", [3, 9, 30])
def test_what_was_stored_when_the_power_went_is_there(
    evening: Store, deeds_before: int, capfd: pytest.CaptureFixture[str]
) -> None:
    path = evening.path
    before = evening.read(journal.page, Listing(limit=1000)).total
    said = _play_until(path, deeds_before)
    assert capfd.readouterr().err == ""
    assert len(said) >= deeds_before
    store = Store(path, actor="Noor")
    assert all(finding.ok for finding in check(path))
    batches = [int(line.split()[0]) for line in said]
    told = [line.split(" ", 1)[1] for line in said]
    # Everything that was said, and at most the one deed that was committed but not said yet.
    assert store.read(journal.page, Listing(limit=1000)).total - before in (len(said), len(said) + 1)
    assert batches == list(range(before + 1, before + len(said) + 1))

    came = {int(one.split()[1]) for one in told if one.startswith("came")}
    there = {one.person_id for one in store.read(attendance_lists.presences, MEETING)}
    assert came <= there
    items = {item.item_id: item for item in store.read(agenda, MEETING)}
    begun = {int(one.split()[1]) for one in told if one.startswith("begun")}
    assert begun <= {item_id for item_id, item in items.items() if item.begun_at}
    noted = max((int(one.split()[1]) for one in told if one.startswith("noted")), default=0)
    assert len(items[BUDGET].notes) in (noted, noted + 1)
    if "voted" in told:
        (motion,) = store.read(voting.motions, BUDGET)
        (vote,) = motion.votes
        assert (vote.votes_for, vote.votes_against, vote.outcome) == (3, 2, "carried")
        assert len(store.read(voting.roll_of_vote, vote.vote_id)) == len(PEOPLE)
    _goes_on(store)


def _goes_on(store: Store) -> None:
    """The room reads where it was, and the meeting goes on."""
    there = store.read(attendance.room, MEETING, BUDGET).present
    assert there == len(store.read(attendance_lists.presences, MEETING))
    late = max(PEOPLE)
    store.do(deeds.arrive, meeting_id=MEETING, person_id=late, at="2026-11-20T20:30")
    assert store.read(attendance.room, MEETING, BUDGET).present == there + 1


def test_a_deed_that_was_not_finished_left_nothing(evening: Store) -> None:
    def half(transaction: Transaction) -> None:
        voting_deeds.put_motion(transaction, item_id=OPENING, text="Half a deed")
        raise KeyboardInterrupt

    evening.do(deeds.open_meeting, meeting_id=MEETING, at="2026-11-20T20:00", chair_id=1, secretary_id=2)
    with pytest.raises(KeyboardInterrupt):
        evening.do(half)
    assert evening.read(voting.motions, OPENING) == ()


def test_what_is_committed_is_on_the_disk(store: Store) -> None:
    def pragma(connection: Any, name: str) -> Any:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    engine = make_engine(store.path, write=True)
    with closing(engine.connect()) as connection:
        assert pragma(connection, "journal_mode") == "wal"
        assert pragma(connection, "synchronous") == 2  # FULL: also the write-ahead log is synced at each commit
        assert pragma(connection, "foreign_keys") == 1

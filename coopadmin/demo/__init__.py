"""The made-up co-operative that the demo opens: about forty homes and some years of life, counted back from a day.

Nobody in it exists. It is made by the same deeds a board does, each told on its own day, so that every list,
record and history has something to show; the same day gives the same co-operative.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import date
from pathlib import Path


def make_demo(path: Path, today: date) -> None:
    """Make a store at `path` with the made-up co-operative as it stands on `today`; whole, or not at all.

    Raises Refused where there is a file already, StoreUnusable and its kin where none can be made.
    """
    from db.migrate import make_store

    make_store(path)
    try:
        _tell_all(path, today)
    except BaseException:
        for leftover in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)
        raise


def throwaway_demo(today: date) -> Path:
    """Make the demo in a private folder that is removed when the program ends; gives the store's path."""
    folder = Path(tempfile.mkdtemp(prefix="coopadmin-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "demo.coop"
    make_demo(path, today)
    return path


def _tell_all(path: Path, today: date) -> None:
    from sqlalchemy.exc import DBAPIError

    from coopadmin.demo import (
        allocation,
        association,
        bookings,
        contracts,
        decisions,
        demarcation,
        dwellings,
        facilities,
        house_rules,
        keys,
        maintenance,
        maintenance_calls,
        maintenance_firms,
        maintenance_plan,
        maintenance_rounds,
        members,
        money,
        work_days,
    )
    from coopadmin.demo.households import stays, tenancies
    from coopadmin.demo.story import Story
    from db.engine import make_engine
    from db.schema import explain

    story = Story(today)
    leases = tenancies(story)
    lived = stays(story, leases)
    association.tell(story)
    dwellings.tell(story, leases)
    register = members.tell(story, leases, lived)
    contracts.tell(story, leases)
    facilities.tell(story)
    bookings.tell(story)
    demarcation.tell(story)
    maintenance_firms.tell(story)
    tasks = maintenance.tell(story, lived)
    maintenance_calls.tell(story)
    maintenance_rounds.tell(story)
    maintenance_plan.tell(story)
    work_days.tell(story)
    house_rules.tell(story)
    keys.tell(story)
    decisions.tell(story, leases, register)
    allocation.tell(story, leases)
    money.tell(story, leases, tasks)
    # One transaction of the database for all deeds: it is made whole, and in a moment.
    engine = make_engine(path, write=True)
    try:
        with engine.begin() as connection:
            story.play(connection)
    except DBAPIError as error:
        raise explain(error.orig or error, path) from error
    finally:
        engine.dispose()

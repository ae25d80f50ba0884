"""A process that works on a store beside others: it writes or reads for so many seconds, and says what it did."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from coopadmin import i18n
from coopadmin.errors import CoopadminError
from coopadmin.services.members import PersonData, correct_person, register_member
from db import engine, files
from db.backup import back_up, check
from db.queries import audit, members
from db.queries.base import Listing
from db.store import Store
from tests.torture.script import TODAY

WAIT_MILLISECONDS = 60_000


def write(store: Store, who: str, until: float) -> None:
    """Register members and correct them, one deed after the other; says each line of the journal."""
    number, longest = 0, 0.0
    while time.monotonic() < until:
        number += 1
        begun = time.monotonic()
        done = store.do(
            register_member,
            number=f"{who}{number:05}",
            person=PersonData(f"Berg{number}"),
            kind="member",
            starts_on=TODAY,
        )
        store.do(correct_person, person_id=done.result, person=PersonData(f"Bos{number}"))
        longest = max(longest, time.monotonic() - begun)
        print("done", done.batch, f"{who}{number:05}", flush=True)
    print("longest", longest, flush=True)


def read(store: Store, until: float) -> None:
    """Read pages, check the store and copy it; what is read never goes back."""
    seen = 0
    while time.monotonic() < until:
        store.read(members.page, Listing(filter="all"), TODAY)
        end = store.read(audit.journal_end).entry_id
        if end < seen:
            print("lost", seen, end, flush=True)
        seen = end
        bad = [finding.name for finding in check(store.path) if not finding.ok]
        if bad:
            print("bad", *bad, flush=True)
        back_up(store.path, store.path.with_name("copy.coop")).unlink()
        print("read", end, flush=True)


def main(arguments: list[str]) -> int:
    """Work: the store, who one is (`reader` reads), and for how many seconds."""
    i18n.use("en")
    # How long anybody waits says how busy this machine is; that everybody gets their turn is what is looked at.
    files.WAIT_MILLISECONDS = engine.WAIT_MILLISECONDS = WAIT_MILLISECONDS
    path, who, seconds = Path(arguments[0]), arguments[1], float(arguments[2])
    store = Store(path, actor=who)
    print("at work", flush=True)
    sys.stdin.readline()
    until = time.monotonic() + seconds
    try:
        if who == "reader":
            read(store, until)
        else:
            write(store, who, until)
    except CoopadminError as error:
        print("error", type(error).__name__, error, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

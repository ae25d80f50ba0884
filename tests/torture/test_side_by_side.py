"""Two who write and one who reads, each a process of its own, wait for one another and lose nothing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from coopadmin.errors import StoreLocked
from coopadmin.services.association import save_owner
from db.backup import check
from db.store import Store
from tests.torture.inspection import journal_of

ROOT = Path(__file__).parents[2]
SECONDS = 1.5


def _process(path: Path, who: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.torture.side_by_side", str(path), who, str(SECONDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_whoever_works_beside_others_waits_a_moment_and_loses_nothing(
    tmp_path: Path, template_store: Path, journal: str
) -> None:
    # In a synced folder the store keeps the journal mode that is safe there.
    folder = tmp_path / ("Dropbox" if journal == "DELETE" else "own")
    folder.mkdir()
    path = folder / "store.coop"
    path.write_bytes(template_store.read_bytes())
    others = [_process(path, who) for who in ("A", "B", "reader")]
    for other in others:
        assert other.stdout is not None
        assert other.stdout.readline().split() == ["at", "work"]
    for other in others:
        assert other.stdin is not None
        other.stdin.write("\n")
        other.stdin.flush()
    said = [line.split(maxsplit=2) for other in others for line in other.communicate()[0].splitlines()]
    assert [line for line in said if line[0] in ("error", "lost", "bad")] == []
    told = {line[2]: int(line[1]) for line in said if line[0] == "done"}
    assert {number[0] for number in told} == {"A", "B"}
    assert any(line[0] == "read" for line in said)
    # Each line of the journal is one deed of one of them, each member is there as corrected, and nobody else.
    assert len(journal_of(path)) == 1 + 2 * len(told)
    assert len(set(told.values())) == len(told)
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT number, family_name FROM member JOIN person ON person.id = person_id")
        assert dict(rows) == {number: f"Bos{int(number[1:])}" for number in told}
        assert connection.execute("PRAGMA journal_mode").fetchone() == (journal.lower(),)
    assert all(finding.ok for finding in check(path))
    assert {file.name for file in folder.iterdir()} <= {"store.coop", "store.coop-wal", "store.coop-shm"}


def test_whoever_holds_a_store_longer_than_one_waits_is_said_to_have_it_in_use(
    store: Store, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.files.WAIT_MILLISECONDS", 50)
    monkeypatch.setattr("db.engine.WAIT_MILLISECONDS", 50)
    own = Store(store_path, actor="Noor")
    with closing(sqlite3.connect(store_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked, match="in use by another program"):
            own.do(save_owner, name="Woonbron")
        other.execute("ROLLBACK")
    assert own.do(save_owner, name="Woonbron").batch == 2

"""A store is made whole or not at all, and an older one is brought up to date behind a verified backup."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, suppress
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from coopadmin import settings
from coopadmin.errors import Refused, StoreFull, StoreNewer, StoreNotUpgraded, StoreUnusable
from coopadmin.services.association import save_owner, start_cooperative
from coopadmin.services.members import PersonData, register_member
from coopadmin.services.undo import undo
from db import migrate, schema
from db.backup import check
from db.migrate import bring_up_to_date, make_store
from db.queries.association import overview
from db.store import Store
from db.triggers import TRIGGERS
from tests.conftest import Furnish
from tests.db.older_forms import add_rows

Raw = Callable[..., AbstractContextManager[sqlite3.Connection]]
Revise = Callable[[str], Path]

SCRIPTS = Path(migrate.__file__).parent / "migrations"

NOW = settings.now().astimezone()
"""The moment in which the clock of the tests stands still."""

NEWEST = schema.HEAD
NEXT = f"{int(NEWEST) + 1:04d}"

APPENDED = f"""
import sqlalchemy as sa
from alembic import op
from tests.db.older_forms import add_rows

revision = "{NEXT}"
down_revision = "{NEWEST}"
branch_labels = None
depends_on = None


def upgrade() -> None:
"""

REBUILDS = """
    with op.batch_alter_table(
        "owner",
        recreate="always",
        table_args=(sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_owner_name_filled")),),
        table_kwargs={"sqlite_strict": True},
    ) as owner:
        owner.add_column(sa.Column("city", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("membership", recreate="always", table_kwargs={"sqlite_strict": True}) as membership:
        membership.add_column(sa.Column("source", sa.String(), nullable=True))
    with op.batch_alter_table("journalentry", recreate="always", table_kwargs={"sqlite_strict": True}) as entry:
        entry.add_column(sa.Column("place", sa.String(), nullable=True))
"""


@pytest.fixture
def revise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Revise:
    """Give a function that adds a migration to a copy of the scripts, and makes its form the newest."""

    def add(body: str) -> Path:
        scripts = tmp_path / "migrations 100%"
        if not scripts.exists():
            shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        (scripts / "versions" / f"v{NEXT}_appended.py").write_text(APPENDED + body)
        monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, NEXT))
        monkeypatch.setattr(schema, "HEAD", NEXT)
        return scripts

    return add


def _work(store: Store) -> None:
    store.do(save_owner, name="Woonbron", contact="Öz")
    store.do(register_member, number="L001", person=PersonData("Berg"), kind="member", starts_on=date(2020, 1, 1))


@pytest.fixture
def worked(store: Store, furnish: Furnish, store_path: Path) -> Path:
    """Do a few deeds in a store of the newest form."""
    furnish(_work)
    return store_path


def dump(path: Path) -> list[str]:
    """Give everything in a store as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def shape(path: Path) -> set[tuple[str, ...]]:
    """Give what every table and index is made of; a rebuilt table has its lines in another order."""
    query = "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
    with closing(sqlite3.connect(path)) as connection:
        made = [sql.splitlines() for (sql,) in connection.execute(query)]
    return {tuple(sorted(line.strip().rstrip(",") for line in lines)) for lines in made}


def triggers(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.stem}-copies/*"))


# -- making one ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="rights are set by the profile folder there")
def test_a_new_store_is_private_and_alone_in_its_folder(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = tmp_path / "new" / "vonk.coop"
        make_store(path)
    finally:
        os.umask(before)
    assert [file.name for file in path.parent.iterdir()] == ["vonk.coop"]
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    assert schema.revision_of(path) == schema.HEAD
    assert triggers(path) == set(TRIGGERS)
    assert all(finding.ok for finding in check(path))


def test_a_new_store_is_not_made_over_anything(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("dear neighbours")
    for there in (path, tmp_path):
        with pytest.raises(Refused, match="already a file"):
            make_store(there)
    assert path.read_text() == "dear neighbours"


@pytest.mark.parametrize("body", ["    raise RuntimeError('no')", "    op.execute('INSERT INTO nowhere VALUES (1)')"])
def test_a_store_that_could_not_be_made_leaves_nothing(tmp_path: Path, revise: Revise, body: str) -> None:
    scripts = revise(body)
    folder = tmp_path / "new"
    with pytest.raises((RuntimeError, StoreUnusable)):
        make_store(folder / "vonk.coop", scripts=scripts)
    assert not folder.exists()


def test_a_place_where_no_store_can_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnusable, match="No store can be made"):
        make_store(tmp_path / "file" / "vonk.coop")
    with pytest.raises(StoreUnusable, match="No store can be made"):
        make_store(tmp_path / ("x" * 300))


def test_a_file_that_appears_meanwhile_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "vonk.coop"

    def late(draft: Path, _scripts: Path) -> None:
        path.write_text(draft.name)

    monkeypatch.setattr(migrate, "_upgrade", late)
    with pytest.raises(Refused, match="already a file"):
        make_store(path)
    assert [file.name for file in tmp_path.iterdir()] == ["vonk.coop"]


@pytest.mark.parametrize("name", ["a b.coop", "[vonk]*.coop", "50%.coop", "é👍.coop", "'.coop"])
def test_a_store_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    make_store(path)
    store = Store(path, actor="Noor")
    store.do(start_cooperative, name="De Vonk")
    assert {file.name for file in tmp_path.iterdir()} <= {name, f"{name}-wal", f"{name}-shm"}


# -- bringing one up to date ---------------------------------------------------------------------------------------


def test_a_store_of_this_form_is_left_alone(worked: Path) -> None:
    assert bring_up_to_date(worked) is None
    assert backups(worked) == []


def test_opening_a_store_of_this_form_loads_no_migration_library(worked: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from db.store import Store; "
        "from db.queries.association import cooperative; "
        "print(Store(Path(sys.argv[1]), actor='Noor').read(cooperative).name, 'alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(worked)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["De", "Vonk", "False"]


def test_an_older_store_gets_the_new_form_behind_a_backup(
    worked: Path, revise: Revise, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts, before = revise(REBUILDS), dump(worked)
    monkeypatch.setattr("db.store.bring_up_to_date", partial(bring_up_to_date, scripts=scripts))
    store = Store(worked, actor="Noor")
    assert backups(worked) == [store.backed_up_to]
    assert store.backed_up_to is not None
    assert store.backed_up_to.name == f"store-{NOW:%Y%m%d-%H%M%S}-migration.coop"
    assert dump(store.backed_up_to) == before
    with closing(sqlite3.connect(worked)) as connection:
        assert connection.execute("SELECT name, contact, city FROM owner").fetchall() == [("Woonbron", "Öz", "")]
        assert connection.execute("SELECT count(*), count(place) FROM journalentry").fetchone() == (3, 0)
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
    assert all("STRICT" in sql for name, sql in made.items() if name != "alembic_version")
    assert triggers(worked) == set(TRIGGERS)
    assert all(finding.ok for path in (worked, store.backed_up_to) for finding in check(path))
    assert Store(worked, actor="Noor").backed_up_to is None


@pytest.mark.parametrize("form", schema.REVISIONS[:-1])
def test_a_store_of_every_older_form_gets_the_newest_and_keeps_what_is_in_it(
    form: str, worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old.coop"
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "HEAD", form)
        earlier.setattr("db.triggers.make_triggers", lambda _connection: None)
        make_store(old)
    with closing(sqlite3.connect(old)) as connection:
        for made in TRIGGERS.values():
            with suppress(sqlite3.OperationalError):  # on a table that this form does not have
                connection.execute(made)
        add_rows(connection)
    store = Store(old, actor="Noor")
    assert store.backed_up_to is not None
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT id, person_id, office, retires_on FROM officeterm").fetchall() == [
            (7, 1, "chair", None)
        ]
        kept = "SELECT id, number, method, votes_for, outcome, meeting_id FROM decision"
        assert connection.execute(kept).fetchall() == [(3, "B-1", "two-thirds", 4, "carried", None)]
        kept = "SELECT id, facility_id, starts_at, status, series_id FROM booking"
        assert connection.execute(kept).fetchall() == [(5, 2, "2026-11-02T14:00", "confirmed", None)]
        kept = "SELECT task.id, facility.code, job.every_months, job.rule, task.status FROM maintenancetask AS task "
        kept += "JOIN facility ON facility.id = task.facility_id JOIN maintenancejob AS job ON job.id = task.job_id"
        assert connection.execute(kept).fetchall() == [(6, "ZAAL", 18, "", "planned")]
    assert shape(old) == shape(worked)
    assert triggers(old) == set(TRIGGERS)
    # Its rows were put there by hand, which is what that one says.
    assert [finding.name for finding in check(old) if not finding.ok] == ["journal_agrees"]


def test_work_goes_on_after_the_new_form_and_the_triggers_watch_it(worked: Path, revise: Revise) -> None:
    scripts = revise(REBUILDS)
    bring_up_to_date(worked, scripts=scripts)
    store = Store(worked, actor="Noor")
    with closing(sqlite3.connect(worked)) as connection, pytest.raises(sqlite3.IntegrityError, match="append_only"):
        connection.execute("DELETE FROM journalentry")
    with closing(sqlite3.connect(worked)) as connection, pytest.raises(sqlite3.IntegrityError, match="overlap"):
        connection.execute(
            "INSERT INTO membership (member_id, kind, starts_on, end_reason) VALUES (1, 'member', '2021-01-01', '')"
        )
    store.do(undo)
    store.do(undo)
    assert store.read(overview).owners == ()
    assert all(finding.ok for finding in check(worked))


def test_two_backups_in_one_second_have_two_names(worked: Path, revise: Revise) -> None:
    scripts = revise(REBUILDS)
    worked.with_name("store-copies").mkdir()
    (worked.with_name("store-copies") / f"store-{NOW:%Y%m%d-%H%M%S}-migration.coop").write_text("an earlier one")
    backup = bring_up_to_date(worked, scripts=scripts)
    assert backup is not None
    assert backup.name == f"store-{NOW:%Y%m%d-%H%M%S}-migration-2.coop"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (REBUILDS + "    op.execute('INSERT INTO nowhere VALUES (1)')\n", "no such table: nowhere"),
        (REBUILDS + "    op.execute('UPDATE owner SET name = NULL')\n", "NOT NULL constraint failed: owner.name"),
        (REBUILDS + "    op.execute('DELETE FROM person')\n", "a link in it is broken: member"),
        ("    op.drop_table('owner')\n    op.execute('DELETE FROM person')\n", "a link in it is broken"),
    ],
)
def test_a_migration_that_fails_leaves_the_store_as_it_was_and_says_where_its_copy_lies(
    worked: Path, revise: Revise, body: str, why: str
) -> None:
    before = dump(worked)
    scripts = revise(body)
    copy = worked.with_name(f"{worked.stem}-before-{NEXT}{worked.suffix}")
    for _time in range(2):
        with pytest.raises(StoreNotUpgraded, match="could not be brought to the form of this version") as failed:
            bring_up_to_date(worked, scripts=scripts)
        assert why in str(failed.value)
        assert str(copy) in str(failed.value)
        assert "damaged" not in str(failed.value)
        assert dump(worked) == dump(copy) == before
        assert sorted(worked.parent.glob("*.coop")) == [copy, worked]
        assert all(finding.ok for finding in check(copy))
    assert schema.revision_of(worked) == NEWEST


def test_a_migration_that_is_broken_off_leaves_the_store_as_it_was_and_no_copy(worked: Path, revise: Revise) -> None:
    before = dump(worked)
    scripts = revise(REBUILDS + "    raise RuntimeError('halfway')\n")
    with pytest.raises(RuntimeError, match="halfway"):
        bring_up_to_date(worked, scripts=scripts)
    assert dump(worked) == before
    assert backups(worked) == []
    assert schema.revision_of(worked) == NEWEST


def test_what_a_full_disk_does_to_a_migration_is_told_as_that(
    worked: Path, revise: Revise, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts, before = revise(REBUILDS), dump(worked)

    def fail(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr("db.triggers.make_triggers", fail)
    with pytest.raises(StoreFull):
        bring_up_to_date(worked, scripts=scripts)
    assert dump(worked) == before
    assert backups(worked) == []


@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_copy_that_cannot_be_moved_beside_the_store_is_named_where_it_lies(
    worked: Path, revise: Revise, monkeypatch: pytest.MonkeyPatch, elsewhere: bool
) -> None:
    scripts, before = revise(REBUILDS + "    op.execute('UPDATE owner SET name = NULL')\n"), dump(worked)
    replace = Path.replace

    def on_another_disk(file: Path, target: Path) -> Path:
        if target.name == f"{worked.stem}-before-{NEXT}{worked.suffix}" and (
            not elsewhere or target.parent == worked.parent
        ):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return replace(file, target)

    monkeypatch.setattr(Path, "replace", on_another_disk)
    with pytest.raises(StoreNotUpgraded) as failed:
        bring_up_to_date(worked, scripts=scripts)
    (copy,) = (worked.parent / f"{worked.stem}-copies").iterdir()
    assert str(copy) in str(failed.value)
    assert ("before" in copy.name) == elsewhere
    assert dump(worked) == dump(copy) == before


def test_a_disk_that_fails_altogether_is_told_as_that_though_the_copy_cannot_be_removed(
    worked: Path, revise: Revise, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts, before = revise(REBUILDS), dump(worked)

    def fail(_path: Path, _scripts: Path) -> None:
        def unlink(_file: Path, missing_ok: bool = False) -> None:
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(Path, "unlink", unlink)
        raise StoreFull(worked)

    monkeypatch.setattr(migrate, "_upgrade", fail)
    with pytest.raises(StoreFull):
        bring_up_to_date(worked, scripts=scripts)
    monkeypatch.undo()
    assert dump(worked) == before


def test_a_disk_that_lets_no_file_be_made_is_no_migration_that_fails(
    worked: Path, revise: Revise, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts, before = revise(REBUILDS), dump(worked)

    def fail(_connection: object) -> None:
        raise OperationalError("DROP TRIGGER", {}, sqlite3.OperationalError("unable to open database file"))

    monkeypatch.setattr("db.triggers.drop_triggers", fail)
    with pytest.raises(StoreUnusable, match="cannot be opened") as failed:
        bring_up_to_date(worked, scripts=scripts)
    assert not isinstance(failed.value, StoreNotUpgraded)
    assert dump(worked) == before
    assert backups(worked) == []


def test_a_migration_that_is_not_there_is_said_in_a_sentence(
    worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, NEXT))
    monkeypatch.setattr(schema, "HEAD", NEXT)
    before = dump(worked)
    with pytest.raises(StoreNotUpgraded, match=f"Can't locate revision.*{NEXT}"):
        bring_up_to_date(worked)
    assert dump(worked) == before


def test_without_a_backup_nothing_is_migrated(worked: Path, revise: Revise, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts, before = revise(REBUILDS), dump(worked)

    def fail(_path: Path, target: Path, **_named: object) -> Path:
        raise StoreUnusable(f"{target} cannot be written")

    monkeypatch.setattr("db.backups.back_up", fail)
    with pytest.raises(StoreUnusable, match="cannot be written"):
        bring_up_to_date(worked, scripts=scripts)
    assert dump(worked) == before


def test_a_store_of_a_newer_form_is_not_touched(worked: Path, raw: Raw) -> None:
    with raw() as connection:
        connection.execute(f"UPDATE alembic_version SET version_num = '{NEXT}'")
    before = worked.read_bytes()
    with pytest.raises(StoreNewer):
        Store(worked, actor="Noor")
    assert worked.read_bytes() == before
    assert backups(worked) == []


def test_who_comes_second_finds_the_work_done(worked: Path, revise: Revise) -> None:
    scripts = revise(REBUILDS)
    assert bring_up_to_date(worked, scripts=scripts) is not None
    migrate._upgrade(worked, scripts)  # pyright: ignore[reportPrivateUsage] - as one does that waited for the other
    assert bring_up_to_date(worked, scripts=scripts) is None
    assert len(backups(worked)) == 1


def test_every_form_the_code_knows_has_a_migration() -> None:
    found = {path.name[1:5] for path in (SCRIPTS / "versions").glob("v*.py")}
    assert found == set(schema.REVISIONS)

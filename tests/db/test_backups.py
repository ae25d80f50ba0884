"""Copies are made by themselves, in time, verified and out of the way; and they go in time, but never another's."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from coopadmin import settings
from coopadmin.domain.backups import Thinning
from coopadmin.errors import StoreDamaged
from coopadmin.services.association import save_owner, set_rule, start_cooperative
from coopadmin.services.members import PersonData, register_member
from db.backup import check, restore
from db.backup_folders import Keeping, keeping_of, listed, newest_of, own_folder
from db.backups import begin_day, copied_before, end_day, make_copy, thin, thinning_of
from db.migrate import make_store
from db.store import Store
from tests.conftest import clock

NOON = clock().astimezone()
"""The moment of every deed that does not say otherwise: one o'clock where the user is."""
EVENING = NOON + timedelta(hours=7, minutes=30)


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()} if folder.is_dir() else set()


@pytest.fixture
def at(store: Store) -> Callable[[datetime], Store]:
    """Give a function that opens the store at a moment."""
    return lambda moment: Store(store.path, actor="Noor", clock=lambda: moment)


@pytest.fixture
def keeping(store: Store) -> Keeping:
    """Give a store in which something was done at noon, and no folder chosen."""
    store.do(save_owner, name="Woonbron")
    return Keeping(store.path)


def nothing_wrong(trouble: str) -> None:
    raise AssertionError(trouble)


# -- the end of a day ----------------------------------------------------------------------------------------------


def test_a_day_ends_with_one_verified_private_copy_that_tells_moment_and_why(keeping: Keeping) -> None:
    assert end_day(keeping, EVENING) == ""
    folder = own_folder(keeping.path)
    assert folder.name == "store-copies"
    assert names(folder) == {"store-20261120-203000-day.coop"}
    copy = folder / "store-20261120-203000-day.coop"
    assert all(finding.ok for finding in check(copy))
    assert newest_of(copy) == newest_of(keeping.path)
    if os.name == "posix":
        assert (stat.S_IMODE(copy.stat().st_mode), stat.S_IMODE(folder.stat().st_mode)) == (0o600, 0o700)


def test_a_day_on_which_nothing_was_done_since_makes_none(keeping: Keeping) -> None:
    end_day(keeping, EVENING)
    end_day(keeping, EVENING + timedelta(hours=1))
    end_day(keeping, EVENING + timedelta(days=3))
    assert names(own_folder(keeping.path)) == {"store-20261120-203000-day.coop"}


def test_after_a_deed_by_a_clock_that_ran_ahead_a_day_is_copied_once_all_the_same(
    keeping: Keeping, at: Callable[[datetime], Store]
) -> None:
    at(NOON + timedelta(days=3)).do(save_owner, name="Ymere")
    for minute in range(3):
        end_day(keeping, EVENING + timedelta(minutes=minute))
    end_day(keeping, EVENING + timedelta(days=1))
    assert names(own_folder(keeping.path)) == {"store-20261120-203000-day.coop"}
    at(EVENING + timedelta(minutes=5)).do(save_owner, name="De Key")
    end_day(keeping, EVENING + timedelta(minutes=6))
    assert names(own_folder(keeping.path)) == {"store-20261120-203600-day.coop"}


def test_so_it_is_once_a_day_where_nobody_can_look_into_the_copies(
    keeping: Keeping, at: Callable[[datetime], Store], tmp_path: Path
) -> None:
    pytest.importorskip("pyrage")
    from db.sealing import make_identity

    for_us = replace(keeping, recipients=(make_identity(tmp_path / "key.txt", NOON),))
    with copied_before(for_us, "import", NOON, nothing_wrong):
        at(NOON + timedelta(days=3)).do(save_owner, name="Ymere")
    for minute in range(3):
        end_day(for_us, EVENING + timedelta(minutes=minute))
    kept = {"store-20261120-130000-import.coop.age", "store-20261120-203000-day.coop.age"}
    assert names(own_folder(keeping.path)) == kept
    with copied_before(for_us, "import", EVENING, nothing_wrong):
        pass
    end_day(for_us, EVENING + timedelta(days=1))
    kept |= {"store-20261120-203000-import.coop.age", "store-20261121-203000-day.coop.age"}
    assert names(own_folder(keeping.path)) == kept


def test_an_empty_store_is_not_copied(store: Store) -> None:
    end_day(Keeping(store.path), EVENING)
    with copied_before(Keeping(store.path), "import", NOON, nothing_wrong):
        pass
    assert names(own_folder(store.path)) == set()


def test_the_later_copy_of_a_day_takes_the_place_of_the_earlier(
    keeping: Keeping, at: Callable[[datetime], Store]
) -> None:
    end_day(keeping, NOON)
    at(EVENING).do(save_owner, name="Ymere")
    end_day(keeping, EVENING)
    assert names(own_folder(keeping.path)) == {"store-20261120-203000-day.coop"}


def test_an_earlier_copy_that_cannot_go_keeps_the_day_from_nothing(
    keeping: Keeping, at: Callable[[datetime], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The later copy is there, and what is to be said of it is said."""
    end_day(keeping, NOON)
    at(EVENING).do(save_owner, name="Ymere")
    unlink = Path.unlink

    def refuse(file: Path, missing_ok: bool = False) -> None:
        if "130000-day" in file.name and file.name.startswith("store-20261120"):
            raise PermissionError(13, "Permission denied", str(file))
        unlink(file, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    gone = replace(keeping, folder=keeping.path.with_name("stick"))
    assert end_day(gone, EVENING) == (
        f"About the copy of the store: the folder {gone.folder} is not there, "
        f"so the copy lies beside the store, in {own_folder(keeping.path)}."
    )
    assert names(own_folder(keeping.path)) == {"store-20261120-130000-day.coop", "store-20261120-203000-day.coop"}


def test_the_earlier_copy_stays_until_the_later_is_verified(
    keeping: Keeping, at: Callable[[datetime], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    end_day(keeping, NOON)
    at(EVENING).do(save_owner, name="Ymere")

    def fail(_file: Path, named: Path) -> None:
        raise StoreDamaged(named, "the file is damaged")

    monkeypatch.setattr("db.backup.verify_file", fail)
    assert "is damaged" in end_day(keeping, EVENING)
    assert names(own_folder(keeping.path)) == {"store-20261120-130000-day.coop"}


def test_a_copy_with_deeds_that_the_store_no_longer_has_is_not_replaced(
    keeping: Keeping, at: Callable[[datetime], Store], tmp_path: Path
) -> None:
    monday = make_copy(keeping, "hand", NOON)[0]
    at(NOON).do(save_owner, name="Ymere")
    end_day(keeping, NOON)
    restore(monday, keeping.path, NOON)
    at(EVENING).do(save_owner, name="De Key")
    end_day(keeping, EVENING)
    days = {name for name in names(own_folder(keeping.path)) if "-day" in name}
    assert days == {"store-20261120-130000-day.coop", "store-20261120-203000-day.coop"}


def test_a_day_that_was_not_ended_is_copied_before_the_first_change_of_the_next(
    keeping: Keeping, at: Callable[[datetime], Store]
) -> None:
    tomorrow = NOON + timedelta(days=1)
    store = Store(
        keeping.path,
        actor="Noor",
        clock=lambda: tomorrow,
        begin_day=lambda now: begin_day(keeping, now, nothing_wrong),
    )
    before = newest_of(keeping.path)
    store.do(save_owner, name="Ymere")
    store.do(save_owner, name="De Key")
    (copy,) = _awaited(keeping)
    assert copy.name == "store-20261120-130001-day.coop"  # just after the deed
    assert newest_of(copy) == before
    end_day(keeping, tomorrow)
    assert names(own_folder(keeping.path)) == {copy.name, "store-20261121-130000-day.coop"}


def _awaited(keeping: Keeping) -> list[Path]:
    import threading

    for thread in threading.enumerate():
        if thread.name == "copy":
            thread.join()
    return sorted(own_folder(keeping.path).iterdir())


def test_on_the_day_itself_the_first_change_makes_none(keeping: Keeping) -> None:
    begin_day(keeping, EVENING, nothing_wrong)
    assert names(own_folder(keeping.path)) == set()


# -- before something large ----------------------------------------------------------------------------------------


def test_before_an_import_the_store_is_copied_as_it_was(keeping: Keeping, store: Store) -> None:
    before = newest_of(keeping.path)
    with copied_before(keeping, "import", NOON, nothing_wrong):
        store.do(save_owner, name="Ymere")
    (copy,) = listed(keeping)
    assert (copy.file.name, copy.stamp.why) == ("store-20261120-130000-import.coop", "import")
    assert newest_of(copy.file) == before != newest_of(keeping.path)


def test_who_tries_an_import_again_gets_no_second_copy_of_the_same(keeping: Keeping) -> None:
    for minute in range(3):
        with copied_before(keeping, "import", NOON + timedelta(minutes=minute), nothing_wrong):
            pass
    assert len(listed(keeping)) == 1


def test_the_copy_of_a_day_does_not_stand_for_the_one_before_an_import(keeping: Keeping) -> None:
    end_day(keeping, NOON)
    with copied_before(keeping, "bank", EVENING, nothing_wrong):
        pass
    assert {one.stamp.why for one in listed(keeping)} == {"day", "bank"}


def test_two_copies_of_one_second_have_two_names(keeping: Keeping) -> None:
    for _time in range(2):
        make_copy(keeping, "import", NOON)
    assert names(own_folder(keeping.path)) == {
        "store-20261120-130000-import.coop",
        "store-20261120-130000-import-2.coop",
    }


def test_what_goes_wrong_with_a_copy_is_told_and_stops_nothing(keeping: Keeping, store: Store) -> None:
    own_folder(keeping.path).touch()
    told: list[str] = []
    with copied_before(keeping, "import", NOON, told.append):
        assert store.do(save_owner, name="Ymere").batch is not None
    assert len(told) == 1
    assert told[0].startswith("About the copy of the store: ")
    assert "cannot be written" in told[0]
    assert "cannot be written" in end_day(keeping, EVENING)


def test_a_copy_that_fails_in_a_way_nobody_foresaw_is_told_and_shows_nobody(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_arguments: object, **_named: object) -> Path:
        raise ValueError("Jansen")

    monkeypatch.setattr("db.backups.back_up", fail)
    told: list[str] = []
    with copied_before(keeping, "import", EVENING, told.append):
        pass
    told.append(end_day(keeping, EVENING))
    assert ["(ValueError)" in one for one in told] == [True, True]
    assert "Jansen" not in "".join(told) + "".join(capsys.readouterr())


def test_a_work_that_fails_within_is_not_swallowed(keeping: Keeping) -> None:
    with pytest.raises(ZeroDivisionError), copied_before(keeping, "import", NOON, nothing_wrong):
        raise ZeroDivisionError
    assert len(listed(keeping)) == 1


# -- another folder ------------------------------------------------------------------------------------------------


def test_copies_go_to_a_chosen_folder_each_store_to_its_own(keeping: Keeping, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    other = tmp_path / "other" / keeping.path.name
    make_store(other)
    opened = Store(other, actor="Noor", clock=lambda: NOON)
    opened.do(start_cooperative, name="De Ander")
    opened.do(save_owner, name="Woonbron")
    for path in (keeping.path, other):
        assert end_day(Keeping(path, stick), EVENING) == ""
    folders = sorted(stick.iterdir())
    assert len(folders) == 2
    assert all(names(folder) == {"store-20261120-203000-day.coop"} for folder in folders)
    assert not own_folder(keeping.path).exists()
    assert [one.file.parent for one in listed(Keeping(keeping.path, stick))] != [
        one.file.parent for one in listed(Keeping(other, stick))
    ]


def test_where_no_thread_can_begin_the_copy_is_made_before_the_work_goes_on(
    store: Store, at: Callable[[datetime], Store], keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", fail)
    with copied_before(keeping, "import", NOON, nothing_wrong):
        (made,) = own_folder(keeping.path).iterdir()
        assert all(finding.ok for finding in check(made))
        before = newest_of(made)
        store.do(save_owner, name="Vivare")
    assert newest_of(made) == before != newest_of(keeping.path)
    at(NOON + timedelta(days=1)).do(save_owner, name="Ymere")
    begin_day(keeping, NOON + timedelta(days=5), nothing_wrong)
    assert len(names(own_folder(keeping.path))) == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_ends_without_a_word_holds_nobody_up(
    store: Store, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Speechless(threading.Event):
        def set(self) -> None:
            raise MemoryError

    monkeypatch.setattr("db.backups.Event", Speechless)
    with copied_before(keeping, "import", NOON, lambda _trouble: None):
        store.do(save_owner, name="Vivare")
    assert newest_of(keeping.path) is not None


def test_a_folder_that_is_gone_is_said_and_the_copy_lies_beside_the_store(keeping: Keeping, tmp_path: Path) -> None:
    gone = replace(keeping, folder=tmp_path / "stick")
    assert f"the folder {tmp_path / 'stick'} is not there" in end_day(gone, EVENING)
    assert not (tmp_path / "stick").exists()
    assert names(own_folder(keeping.path)) == {"store-20261120-203000-day.coop"}
    (tmp_path / "stick").mkdir()
    assert end_day(gone, EVENING) == ""
    assert len(listed(gone)) == 2


def test_a_folder_that_takes_nothing_is_said_and_the_copy_lies_beside_the_store(
    keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()

    def full(folder: Path) -> None:
        if "stick" in folder.parts:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(settings, "private_folder", full)
    monkeypatch.setattr("db.backups.settings.private_folder", full)
    own_folder(keeping.path).mkdir()
    assert "(the disk is full)" in end_day(replace(keeping, folder=tmp_path / "stick"), EVENING)
    assert names(own_folder(keeping.path)) == {"store-20261120-203000-day.coop"}


def test_the_preferences_say_where_copies_go_and_for_whom(store_path: Path) -> None:
    assert keeping_of(store_path) == Keeping(store_path)
    settings.save_preferences(settings.Preferences(copies_folder="~/stick", copies_for="age1a\n# note\nage1b, age1c"))
    assert keeping_of(store_path) == Keeping(store_path, Path.home() / "stick", ("age1a", "age1b", "age1c"))


# -- what there is -------------------------------------------------------------------------------------------------


def test_the_list_has_every_copy_newest_first(keeping: Keeping, tmp_path: Path) -> None:
    folder = own_folder(keeping.path)
    make_copy(keeping, "import", NOON)
    end_day(keeping, EVENING)
    restore(folder / "store-20261120-130000-import.coop", keeping.path, EVENING + timedelta(hours=1))
    (folder / "by hand.coop").write_bytes((folder / "store-20261120-130000-import.coop").read_bytes())
    os.utime(folder / "by hand.coop", (NOON.timestamp() - 60, NOON.timestamp() - 60))
    (folder / "letter.txt").write_text("dear neighbours")
    (keeping.path.parent / "other.coop").write_bytes(keeping.path.read_bytes())
    assert [(one.stamp.why, one.sealed) for one in listed(keeping)] == [
        ("replaced", False),
        ("import", False),
        ("hand", False),
    ]


def test_the_list_is_there_even_where_the_store_is_not(keeping: Keeping, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    on_stick = replace(keeping, folder=tmp_path / "stick")
    end_day(on_stick, EVENING)
    keeping.path.write_bytes(b"no store any more")
    assert [one.stamp.why for one in listed(on_stick)] == ["day"]
    keeping.path.unlink()
    assert [one.stamp.why for one in listed(on_stick)] == ["day"]


# -- thinning ------------------------------------------------------------------------------------------------------


def test_copies_go_in_time_but_no_other_file_does(keeping: Keeping, store: Store, tmp_path: Path) -> None:
    folder = own_folder(keeping.path)
    for back in range(40):
        make_copy(keeping, "day", NOON - timedelta(days=back))
    make_copy(keeping, "hand", NOON - timedelta(days=900))
    (folder / "letter.txt").touch()
    another = tmp_path / "another.coop"
    make_store(another)
    Store(another, actor="Emre", clock=lambda: NOON).do(start_cooperative, name="De Ander")
    foreign = folder / "store-20200101-120000-day.coop"
    foreign.write_bytes(another.read_bytes())
    damaged = folder / "store-20200102-130000-day.coop"
    damaged.write_bytes(b"what it was nobody knows")
    gone = thin(keeping, EVENING)
    assert len(gone) == 40 - 14 - 4
    assert not [file for file in gone if file.exists()]
    assert {"letter.txt", foreign.name, damaged.name, "store-20240603-130000-hand.coop"} <= names(folder)
    assert thin(keeping, EVENING) == ()


def test_a_copy_that_cannot_go_is_not_named_among_those_that_went(
    keeping: Keeping, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("copies_days", "2"), ("copies_weeks", "0"), ("copies_months", "0")):
        store.do(set_rule, name=name, value=value, valid_from=date(2026, 11, 1), source="the board")
    first, second, _newest = (make_copy(keeping, "day", NOON - timedelta(days=back))[0] for back in (4, 3, 0))
    unlink = Path.unlink

    def refuse(file: Path, missing_ok: bool = False) -> None:
        if file == first:
            raise PermissionError(13, "Permission denied", str(file))
        unlink(file, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert thin(keeping, NOON) == (second,)
    assert first.exists()


def test_thinning_follows_the_rule_of_the_association(keeping: Keeping, store: Store) -> None:
    for name, value in (("copies_days", "2"), ("copies_weeks", "0"), ("copies_months", "0")):
        store.do(set_rule, name=name, value=value, valid_from=date(2026, 11, 1), source="the board")
    assert thinning_of(keeping.path, NOON.date()) == Thinning(2, 0, 0)
    for back in range(5):
        make_copy(keeping, "day", NOON - timedelta(days=back))
    with copied_before(keeping, "import", EVENING, nothing_wrong):
        pass
    assert {one.stamp.moment.day for one in listed(keeping)} == {19, 20}


def test_a_copy_that_is_being_made_is_whole_even_while_the_import_writes(keeping: Keeping, store: Store) -> None:
    with copied_before(keeping, "import", NOON, nothing_wrong):
        for number in range(30):
            store.do(
                register_member,
                number=f"L{number}",
                person=PersonData("Bos"),
                kind="member",
                starts_on=date(2020, 1, 1),
            )
    (copy,) = listed(keeping)
    with closing(sqlite3.connect(copy.file)) as connection:
        assert connection.execute("SELECT count(*) FROM member").fetchone() == (0,)
    assert all(finding.ok for finding in check(copy.file))


def test_no_second_try_copies_what_the_import_has_changed_by_then(
    keeping: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()

    tried: list[Path] = []

    def fail(file: Path, named: Path) -> None:
        tried.append(file)
        if len(tried) == 1:
            raise StoreDamaged(named, "the file is damaged")

    monkeypatch.setattr("db.backup.verify_file", fail)
    told: list[str] = []
    with copied_before(replace(keeping, folder=tmp_path / "stick"), "import", NOON, told.append):
        pass
    assert len(told) == 1
    assert names(own_folder(keeping.path)) == set()

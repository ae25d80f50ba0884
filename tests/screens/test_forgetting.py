"""Forgetting on the desk: listed with its reason first, asked, cleared with one key, and said by number only."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from textual.widgets import OptionList

from coopadmin.services.candidates import give_consent, put_on_waiting_list, take_off_waiting_list
from db.backup import back_up, check
from db.queries import forgetting as queries
from db.store import Store
from db.sweeping import is_unswept
from screens.forgetting.screen import ForgettingScreen
from tests.conftest import TODAY, Furnish
from tests.forgotten import FAMILY, SECRETS, Case, add_candidate, fill_case, secrets_in
from tests.screens.conftest import NARROW, WIDE, Desk, Drive


def _fill(store: Store) -> Case:
    case = fill_case(store)
    asking = store.do(add_candidate, number="K-0002", family_name="Zwaan").result
    store.do(put_on_waiting_list, candidate_id=asking, registered_on=date(2026, 6, 1))
    store.do(take_off_waiting_list, candidate_id=asking, ended_on=date(2026, 10, 1), end_reason="no_answer")
    kept = store.do(add_candidate, number="K-0003", family_name="Merel").result
    store.do(give_consent, candidate_id=kept, consent_on=date(2026, 6, 1), consent_until=date(2027, 5, 31))
    return case


@pytest.fixture
def case(store: Store, furnish: Furnish) -> Case:
    """Give a store with somebody who is due, somebody still to be told why they left a list, and one with consent."""
    return furnish(_fill)


async def opened(desk: Desk) -> None:
    desk.app.go_to("forgetting")
    await desk.settle()


def told(desk: Desk) -> str:
    """What was said in passing, unbroken by the edges of the box it stands in."""
    return "\n".join(one.message for one in desk.app._notifications)


async def choose(desk: Desk, label: str) -> None:
    """Put the cursor on the line that begins so."""
    items = desk.app.screen.query_one("#items", OptionList)
    items.highlighted = next(place for place, line in enumerate(desk.lines("#items")) if label in line)
    await desk.settle()


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_page_tells_who_is_due_why_since_when_and_who_is_kept(
    store: Store, case: Case, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await desk.press("f9")
        await choose(desk, "Clear personal data")
        await desk.press("enter")
        assert isinstance(desk.app.screen, ForgettingScreen)
        lines = "\n".join(desk.lines("#items"))
        assert "the data of 1 person is to be cleared" in desk.text
        assert "since 29 Oct 2026 · file T-2026-01 was closed on 1 October 2026" in lines
        assert "taken off the waiting list on 01 Oct 2026, not told why yet" in lines
        assert "until 31 May 2027 · agreed on 1 June 2026" in lines
        assert "Kept 28 days after the last file or list" in lines
        await desk.press("escape")
        assert desk.app.current_mode == "association"


async def test_one_key_and_a_yes_clear_everybody_who_is_due(store: Store, case: Case, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await opened(desk)
        await desk.press("c")
        assert "Clear the data of 1 candidate for good?" in desk.text
        assert "so to be cleared from 29 October 2026 on" in desk.text
        await desk.press("y")
        assert "The data of 1 candidate is cleared." in desk.text
        assert not [secret for secret in SECRETS if secret in desk.text]
        assert "nobody's data is to be cleared today" in desk.text
        await desk.press("c")
        assert "Nobody's data is to be cleared today." in desk.text
    assert [one.number for one in store.read(queries.kept, TODAY)] == ["K-0002", "K-0003"]
    assert secrets_in(store.path) == []
    assert all(finding.ok for finding in check(store.path))


async def test_who_is_on_a_list_whose_consent_ended_is_listed_as_due_with_what_to_do_first(
    store: Store, case: Case, drive: Drive
) -> None:
    listed = store.do(add_candidate, number="K-0004", family_name="Fuut").result
    store.do(put_on_waiting_list, candidate_id=listed, registered_on=date(2026, 6, 1))
    async with drive(WIDE) as desk:
        await opened(desk)
        assert "the data of 2 people is to be cleared" in desk.text
        assert "on the waiting list since 1 June 2026, without consent" in "\n".join(desk.lines("#items"))
        await choose(desk, "Fuut")
        await desk.press("enter")
        assert "Clear the data of 1 candidate for good?" in desk.text
        # The page behind shows beside the question, so only what stands within its frame is read.
        asked = " ".join(part for line in desk.text.splitlines() for part in line.split("│")[1:2])
        assert "tell them first that clearing takes them off" in " ".join(asked.split())
        await desk.press("y")
    assert b"Fuut" not in store.path.read_bytes()


async def test_a_no_clears_nothing(store: Store, case: Case, drive: Drive) -> None:
    async with drive() as desk:
        await opened(desk)
        await desk.press("c", "n")
        assert len(store.read(queries.due, TODAY)) == 1
        await choose(desk, FAMILY)
        await desk.press("enter", "escape")
        assert len(store.read(queries.due, TODAY)) == 1


async def test_who_asks_for_it_is_cleared_before_their_day(store: Store, case: Case, drive: Drive) -> None:
    async with drive() as desk:
        await opened(desk)
        await choose(desk, "Merel")
        await desk.press("enter")
        await desk.press("2", "y")
        assert "The data of K-0003 is cleared." in desk.text
        assert "Merel" not in desk.text
    assert b"Merel" not in store.path.read_bytes()


async def test_the_record_of_who_is_kept_is_one_key_away(store: Store, case: Case, drive: Drive) -> None:
    async with drive() as desk:
        await opened(desk)
        await choose(desk, "Zwaan")
        await desk.press("enter", "1")
        assert desk.name == "RecordScreen"
        assert "K-0002" in desk.text


async def test_taking_it_back_is_refused_with_its_sentence(store: Store, case: Case, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await opened(desk)
        await desk.press("c", "y", "u", "y")
        assert "personal data in it has been cleared" in told(desk)


async def test_older_backups_are_named_with_their_day_and_what_to_do(store: Store, case: Case, drive: Drive) -> None:
    back_up(store.path, store.path.parent / "before.coop")
    async with drive(WIDE) as desk:
        await opened(desk)
        assert "Backups" not in desk.text
        await desk.press("c", "y")
        lines = "\n".join(desk.lines("#items"))
        assert "before.coop" in lines
        assert "20 Nov 2026, holds 1 person cleared since" in lines
        assert "made before 20 Nov 2026" in lines
        await choose(desk, "before.coop")
        await desk.press("enter")
        assert "Backup to" in desk.text
        await desk.saved()
        assert "It still holds 1 person whose data was cleared since." in desk.text
        await desk.press("y")
        assert "before.coop" not in "\n".join(desk.lines("#items"))
    assert not (store.path.parent / "before.coop").exists()


async def test_a_file_in_use_elsewhere_is_said_and_cleaned_by_hand(
    store: Store, case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.files.WAIT_MILLISECONDS", 10)
    async with drive(WIDE) as desk:
        await opened(desk)
        with closing(sqlite3.connect(store.path)) as other:
            other.isolation_level = None
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM candidate").fetchone()
            await desk.press("c", "y")
            assert "another program has it in use" in told(desk)
        assert is_unswept(store.path)
        await choose(desk, "The file")
        await desk.press("enter")
        assert "The file is clean." in desk.text
        assert secrets_in(store.path) == []
        assert "The file" not in "\n".join(desk.lines("#items"))


async def test_a_sweep_that_was_interrupted_is_done_when_the_desk_opens(
    store: Store, case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coopadmin.services.forgetting import clear_candidates

    monkeypatch.setattr(Store, "sweep", lambda _store: None)
    store.do(clear_candidates, candidate_ids=[case.candidate_id], on=TODAY)
    monkeypatch.undo()
    assert is_unswept(store.path)
    async with drive() as desk:
        await opened(desk)
        assert (is_unswept(store.path), secrets_in(store.path)) == (False, [])


async def test_the_first_page_says_that_somebody_is_due(store: Store, case: Case, drive: Drive) -> None:
    async with drive(WIDE, first_page=True) as desk:
        assert any("the data of 1 candidate is to be cleared" in line for line in desk.lines())
        assert any("1 candidate is kept past their day" in line for line in desk.lines())
        assert not any(FAMILY in line for line in desk.lines() if "Personal data" in line)
        desk.app.screen.query_one("#today", OptionList).highlighted = next(
            place for place, line in enumerate(desk.lines()) if "is to be cleared" in line
        )
        await desk.press("enter")
        assert isinstance(desk.app.screen, ForgettingScreen)


async def test_an_empty_store_has_nothing_to_forget(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await opened(desk)
        assert "Nobody today." in desk.text


async def test_what_has_nothing_behind_it_is_read_whole_on_a_small_page(store: Store, case: Case, drive: Drive) -> None:
    back_up(store.path, store.path.parent / "before.coop")
    async with drive(NARROW) as desk:
        await opened(desk)
        await desk.press("c", "y")
        lines = [line for option in desk.lines("#items") for line in option.splitlines() if "K-0" not in line]
        assert [line for line in lines if len(line) > NARROW[0] - 2] == []
        assert "names no term" in " ".join(" ".join(lines).split())

"""A board opens the file of a vacancy at the desk, follows its clock and steps, and closes it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import OptionList

from coopadmin.domain.allocation import ClockFacts, clock
from coopadmin.services import allocation as deeds
from coopadmin.services.nominations import note_answer
from db.journal import Transaction
from db.queries import allocation as queries
from db.store import Store
from db.tables.allocation import AllocationFile, Candidacy, Nomination
from db.tables.candidates import Candidate
from db.tables.contracts import Contract
from db.tables.procedures import AllocationProcedure, ProcedureSize
from screens.allocation.bars import DUE as DUE_SIGN
from screens.allocation.bars import TODAY as TODAY_SIGN
from screens.allocation.bars import bar, months, scale_of
from screens.allocation.subject import SUBJECT
from screens.app import Ref
from screens.export import report_of
from screens.list_screen import ListScreen
from screens.record_screen import RecordScreen
from screens.subject import Card
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, filled_in, message_under, notices
from tests.vacancies import OPENED, Houses, houses, open_file

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])


@pytest.fixture
def there(furnish: Furnish) -> Houses:
    """Fill the store with homes, committees and procedures."""
    return furnish(houses)


def _two_files(store: Store) -> tuple[Houses, int, int]:
    found = houses(store)
    first = open_file(store, found, asked_rent_cents=65000, profile="Vier kamers")
    second = open_file(
        store, found, dwelling_id=found.lonely, contract_id=None, free_on=date(2027, 3, 1), noticed_on=OPENED
    )
    return found, first, second


@pytest.fixture
def files(furnish: Furnish) -> tuple[Houses, int, int]:
    """Fill the store with a file for home A12 and one for home B1."""
    return furnish(_two_files)


def _card(store: Store, file_id: int, today: date = TODAY) -> Card:
    card = store.read(SUBJECT.card, file_id, today)
    assert card is not None
    return card


def _lines(card: Card) -> str:
    return "\n".join(f"{entry.label} {entry.text}".strip() for part in card.sections for entry in part.entries)


def _refs(card: Card) -> list[Ref]:
    return [entry.ref for part in card.sections for entry in part.entries if entry.ref is not None]


async def _on(desk: Desk, file_id: int) -> None:
    """Go to the list of files and put the cursor on one."""
    desk.app.go_to("allocation")
    await desk.settle()
    desk.app.show_record("allocation", file_id)
    screen = desk.app.screen
    assert isinstance(screen, ListScreen)
    screen.read_anew()
    await desk.settle()
    assert screen.current == file_id


async def _choose(desk: Desk, label: str) -> None:
    """Choose an action by its words."""
    await desk.press("a")
    listing = desk.app.screen.query_one(OptionList)
    shown = [str(listing.get_option_at_index(place).prompt) for place in range(listing.option_count)]
    listing.highlighted = next(place for place, text in enumerate(shown) if label in text)
    await desk.press("enter")


def change_file(transaction: Transaction, *, file_id: int, **values: Any) -> bool:
    """Put a file where the deeds of others leave it."""
    return transaction.change(AllocationFile, file_id, **values)


def let_general_decide(transaction: Transaction, *, procedure_id: int) -> bool:
    """Let the general meeting decide by a procedure; who screens stays."""
    return transaction.change(AllocationProcedure, procedure_id, decided_by="general")


def nominate(transaction: Transaction, *, file_id: int, sent_on: date) -> int:
    """Put a nomination in a file."""
    candidate = transaction.add(Candidate(number="K-0001", registered_on=OPENED, family_name="Kraai"))
    candidacy = transaction.add(Candidacy(file_id=file_id, candidate_id=candidate, origin="pool", entered_on=OPENED))
    return transaction.add(Nomination(candidacy_id=candidacy, sent_on=sent_on))


# -- the list and the record -----------------------------------------------------------------------------------


@SIZES
async def test_the_list_shows_each_file_with_its_step_and_its_clock(
    files: tuple[Houses, int, int], drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await _on(desk, files[1])
        assert "2 files" in desk.text
        for part in ("T-2026-01", "A12", "● Residents asked first", "06 Jan 2027", "47 d"):
            assert part in desk.text


async def test_the_list_can_be_reached_from_the_homes_and_says_what_to_do_when_empty(
    there: Houses, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f4", "b")
        assert "Press N to open one" in desk.text
        await desk.press("escape")
        assert "Homes" in desk.text


def test_the_record_tells_the_clock_the_steps_and_the_cost(store: Store, files: tuple[Houses, int, int]) -> None:
    card = _card(store, files[1])
    assert card.title == "T-2026-01 · A12"
    assert card.status == "● nominate by 6 January 2027: 47 days left · ● Residents asked first"
    lines = _lines(card)
    for part in (
        "earliest end 05 Nov 2026",
        "So the nomination is due on 6 January 2027.",
        "● Residents asked first · by 16 Dec 2026",
        "they have 14 days to answer, counted back from the nomination, due on 6 January 2027",
        "Basic rent of the contract that ends: €610.50.",
        "€650.00 is within the fit limit of every household.",
        "cluster · ▲ no group named yet (A)",
        "screened by cluster",
        "Vier kamers",
    ):
        assert part in lines
    refs = _refs(card)
    assert Ref("dwellings", files[0].home) in refs
    assert Ref("contracts", files[0].contract) in refs
    assert Ref("procedures", files[0].cluster) in refs


def test_the_record_names_the_committee_that_screens_where_another_body_decides(
    store: Store, files: tuple[Houses, int, int]
) -> None:
    there = files[0]
    store.do(let_general_decide, procedure_id=there.committee)
    file_id = open_file(
        store, there, dwelling_id=there.neighbour, contract_id=None, procedure_id=there.committee, group_id=there.group
    )
    lines = _lines(_card(store, file_id))
    assert "screened by committee · Woningen" in lines
    assert "decided by general meeting" in lines


def test_a_late_nomination_and_a_nomination_sent_are_said(store: Store, files: tuple[Houses, int, int]) -> None:
    assert _card(store, files[1], date(2027, 1, 7)).status.startswith("▲ nomination 1 day late, due 6 January 2027")
    store.do(nominate, file_id=files[1], sent_on=TODAY)
    card = _card(store, files[1])
    assert card.status.startswith("● nominated on 20 November 2026")
    assert "Kraai" not in _lines(card)
    assert "K-0001 sent 20 Nov 2026" in _lines(card)


def test_a_closed_file_says_how_it_ended(store: Store, files: tuple[Houses, int, int]) -> None:
    store.do(deeds.close_file, file_id=files[1], outcome="lapsed", closed_on=TODAY, reason="Te laat")
    assert _card(store, files[1]).status == "✓ right lapsed since 20 November 2026 · Te laat"


def test_the_list_is_exported_with_real_days(store: Store, files: tuple[Houses, int, int]) -> None:
    found = store.read(SUBJECT.page, queries.Listing(filter="running", sort="due"), TODAY)
    report = report_of(SUBJECT, found.rows)
    assert [column.kind for column in report.columns][3:5] == ["date", "int"]


# -- opening ---------------------------------------------------------------------------------------------------


@SIZES
async def test_a_file_is_opened_for_a_home_whose_contract_ends(
    store: Store, there: Houses, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        desk.app.go_to("allocation")
        await desk.settle()
        await desk.press("n")
        assert "A12 · C-0012 · until 05 Nov 2026" in desk.text
        await desk.press("1")
        assert "Contract C-0012 ends on 5 November 2026" in desk.text
        assert "free_on" not in filled_in(desk)
        fill_in(desk, procedure_id="2", asked_rent_cents="650", permit_regime="none")
        await desk.saved()
        assert "Opened: T-2026-01 for home A12. U takes it back." in notices(desk)
        assert "T-2026-01" in desk.text
        await desk.press("u", "y")
        assert store.read(queries.running, TODAY) == ()


async def test_a_committee_that_is_too_small_stands_under_its_field(store: Store, there: Houses, drive: Drive) -> None:
    async with drive() as desk:
        desk.app.go_to("allocation")
        await desk.settle()
        await desk.press("n", "1")
        fill_in(desk, procedure_id="1", group_id=str(there.small))
        await desk.saved()
        assert "asks for 3 to 7 people" in message_under(desk, "group_id")
        fill_in(desk, group_id=str(there.group))
        await desk.saved()
        [one] = store.read(queries.running, TODAY)
        assert one.facts.group == "Woningen"


async def test_a_file_is_opened_by_hand_with_its_own_days(store: Store, there: Houses, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f4")
        listing = desk.app.screen
        assert isinstance(listing, ListScreen)
        assert listing.listing.select_record(there.lonely)
        await desk.settle()
        await _choose(desk, "Open the vacancy file")
        assert "Open the file of home B1" in desk.text
        fill_in(desk, procedure_id="3", noticed_on="6-10-2026", free_on="1-12-2026")
        await desk.saved()
        [one] = store.read(queries.running, TODAY)
        assert (one.facts.dwelling, one.clock.due_on) == ("B1", date(2027, 2, 1))


async def test_a_home_with_a_file_leads_to_it(files: tuple[Houses, int, int], drive: Drive) -> None:
    async with drive() as desk:
        desk.app.open_record(Ref("contracts", files[0].contract))
        await desk.settle()
        await _choose(desk, "Open the vacancy file")
        page = desk.app.screen
        assert isinstance(page, RecordScreen)
        assert (page.subject.name, page.record_id) == ("allocation", files[1])
        assert "This home has a file that runs." in notices(desk)


async def test_a_contract_that_runs_on_opens_no_file_and_says_why(there: Houses, drive: Drive) -> None:
    async with drive() as desk:
        desk.app.open_record(Ref("contracts", there.running))
        await desk.settle()
        await _choose(desk, "Open the vacancy file")
        assert "This contract has no notice and no last day" in notices(desk)


def test_the_files_of_a_home_stand_on_its_record(store: Store, files: tuple[Houses, int, int]) -> None:
    from screens.contracts.subject import SUBJECT as CONTRACTS
    from screens.dwellings.subject import SUBJECT as HOMES

    for subject, record_id in ((HOMES, files[0].home), (CONTRACTS, files[0].contract)):
        card = store.read(subject.card, record_id, TODAY)
        assert card is not None
        assert Ref("allocation", files[1]) in _refs(card)


def _without_procedures(transaction: Transaction, *, kept: tuple[int, ...]) -> None:
    from sqlalchemy import select
    from sqlmodel import col

    for row_id in list(transaction.execute(select(col(ProcedureSize.id))).scalars()):
        transaction.remove(ProcedureSize, row_id)
    for row_id in kept:
        transaction.remove(AllocationProcedure, row_id)


async def test_without_a_procedure_the_desk_leads_to_them(store: Store, there: Houses, drive: Drive) -> None:
    store.do(_without_procedures, kept=(there.committee, there.cluster, there.waiting))
    async with drive() as desk:
        desk.app.go_to("allocation")
        await desk.settle()
        await desk.press("n", "1")
        assert "No procedure holds yet" in notices(desk)
        assert "Procedures of self-allocation" in desk.text


# -- what is done in a file ------------------------------------------------------------------------------------


async def test_steps_are_ticked_off_and_taken_back(store: Store, files: tuple[Houses, int, int], drive: Drive) -> None:
    async with drive() as desk:
        await _on(desk, files[1])
        await _choose(desk, "Tick off a step")
        fill_in(desk, done_on="10-10-2026")
        await desk.saved()
        assert store.read(queries.facts, files[1]).ticked == {"internal_asked": date(2026, 10, 10)}
        await _choose(desk, "A step was not done")
        await desk.press("1")
        assert store.read(queries.facts, files[1]).ticked == {}


async def test_a_profile_a_day_and_a_cluster_are_noted(
    store: Store, files: tuple[Houses, int, int], drive: Drive
) -> None:
    async with drive() as desk:
        await _on(desk, files[1])
        await _choose(desk, "Profile")
        await desk.saved()
        await _choose(desk, "Another day agreed")
        fill_in(desk, due_on="1-3-2027")
        await desk.saved()
        assert "say where it was agreed" in message_under(desk, "due_source")
        fill_in(desk, due_source="brief van 3 november")
        await desk.saved()
        await _choose(desk, "Name the cluster")
        assert "Made: Cluster Oost for T-2026-01" in notices(desk)
        about = store.read(queries.facts, files[1])
        assert (about.published_on, about.timing.agreed_due_on) == (TODAY, date(2027, 3, 1))


async def test_a_file_is_corrected_closed_and_opened_again(
    store: Store, files: tuple[Houses, int, int], drive: Drive
) -> None:
    async with drive() as desk:
        await _on(desk, files[1])
        await desk.press("e")
        assert "noticed_on" not in filled_in(desk)  # the contract tells it
        fill_in(desk, asked_rent_cents="660", note="Zonnig")
        await desk.saved()
        assert store.read(queries.facts, files[1]).asked_rent_cents == 66000
        await _choose(desk, "Close the file")
        fill_in(desk, outcome="none_found")
        await desk.saved()
        fill_in(desk, reason="Niemand paste")
        await desk.saved()
        assert store.read(queries.facts, files[1]).outcome == "none_found"
        await _on(desk, files[2])
        store.do(deeds.close_file, file_id=files[2], outcome="lapsed", closed_on=TODAY, reason="Te laat")
        await desk.press("e")
        assert "open it again first" in notices(desk)
        await _choose(desk, "Open it again")
        fill_in(desk, reason="Uitstel")
        await desk.saved()
        assert store.read(queries.facts, files[2]).closed_on is None


async def test_a_file_by_hand_keeps_its_home_and_corrects_its_days(
    store: Store, files: tuple[Houses, int, int], drive: Drive
) -> None:
    async with drive() as desk:
        await _on(desk, files[2])
        await desk.press("e")
        assert filled_in(desk)["free_on"] == "1-3-2027"
        fill_in(desk, free_on="1-4-2027")
        await desk.saved()
        found = store.read(queries.record, files[2], TODAY)
        assert found is not None
        assert found.clock.due_on == date(2027, 6, 1)


async def test_the_law_of_the_day_the_home_is_free_can_be_looked_at(
    files: tuple[Houses, int, int], drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        await _on(desk, files[2])
        await _choose(desk, "What the law says")
        assert "What the law says on 1 March 2027" in desk.text
        assert "Fit limit, 1 or 2 persons" in desk.text


@pytest.mark.parametrize("place", range(len(SUBJECT.actions)), ids=[one.label for one in SUBJECT.actions])
async def test_every_action_of_a_new_file_asks_something_or_says_why_not(
    files: tuple[Houses, int, int], drive: Drive, place: int
) -> None:
    async with drive() as desk:
        await _on(desk, files[1])
        await desk.press("a")
        desk.app.screen.query_one(OptionList).highlighted = place
        await desk.press("enter")
        assert not isinstance(desk.app.screen, ListScreen) or notices(desk)


# -- the timeline ----------------------------------------------------------------------------------------------


@SIZES
async def test_the_timeline_shows_all_running_files_against_their_clocks(
    files: tuple[Houses, int, int], drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await _on(desk, files[1])
        await _choose(desk, "Timeline")
        assert "2 files run" in desk.text
        drawn = [line for line in desk.text.splitlines() if line.lstrip("●○▲ ").startswith("T-2026-")]
        assert len(drawn) == 2
        assert "T-2026-01  A12" in drawn[0]
        assert "06 Jan 2027 47 d" in drawn[0]
        places = {line.index(TODAY_SIGN) for line in drawn}
        assert len(places) == 1, "today stands in one column"
        assert all(DUE_SIGN in line for line in drawn)
        assert ("Residents asked first" in drawn[0]) == (size == WIDE)
        assert "nomination due" in desk.text
        await desk.press("enter")
        page = desk.app.screen
        assert isinstance(page, RecordScreen)
        assert page.record_id == files[1]
        await desk.press("escape", "escape")
        assert isinstance(desk.app.screen, ListScreen)


async def test_a_timeline_without_files_says_how_one_is_opened(
    store: Store, files: tuple[Houses, int, int], drive: Drive
) -> None:
    from screens.allocation.timeline import show_timeline

    for file_id in files[1:]:
        store.do(deeds.close_file, file_id=file_id, outcome="withdrawn", closed_on=TODAY, reason="x")
    async with drive() as desk:
        desk.app.go_to("allocation")
        await desk.settle()
        await show_timeline(desk.app)
        await desk.settle()
        assert "No file runs." in desk.text


DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))


@given(st.lists(st.tuples(DAYS, st.integers(0, 400), st.booleans()), max_size=6), DAYS, st.integers(1, 90))
def test_every_bar_is_as_wide_as_the_scale_and_shows_today_and_the_day(
    files: list[tuple[date, int, bool]], on: date, width: int
) -> None:
    clocks = [
        clock(ClockFacts(opened_on=opened, free_on=opened + timedelta(days=days) if known else None), on)
        for opened, days, known in files
    ]
    scale = scale_of(clocks, on, width)
    assert scale.width == width
    assert len(months(scale)) == width
    assert 0 <= scale.place(on) < width
    for one in clocks:
        drawn = bar(one, None, scale, on)
        assert len(drawn) == width
        due = one.due_on
        expected = DUE_SIGN if due is not None and scale.place(due) == scale.place(on) else TODAY_SIGN
        assert drawn[scale.place(on)] == expected
        assert (DUE_SIGN in drawn) == (due is not None)


def test_a_nomination_that_is_late_or_sent_is_seen_in_its_bar() -> None:
    time = clock(ClockFacts(opened_on=date(2026, 8, 1), free_on=date(2026, 9, 1)), TODAY)
    scale = scale_of([time], TODAY, 40)
    assert "!" in bar(time, None, scale, TODAY)
    assert "✓" in bar(time, date(2026, 10, 20), scale, TODAY)
    assert "!" not in bar(time, date(2026, 10, 20), scale, TODAY)


# -- the first page --------------------------------------------------------------------------------------------


async def test_the_desk_says_the_nomination_of_a_file_and_leads_to_it(
    files: tuple[Houses, int, int], drive: Drive
) -> None:
    async with drive(WIDE, first_page=True) as desk:
        [line] = [line for line in desk.lines() if "T-2026-01" in line]
        assert "nominate by 06 Jan 2027 (47 d)" in line
        place = desk.lines().index(line)
        listing = desk.app.screen.query_one("#today", OptionList)
        listing.highlighted = place
        await desk.press("enter")
        page = desk.app.screen
        assert isinstance(page, RecordScreen)
        assert (page.subject.name, page.record_id) == ("allocation", files[1])


async def test_the_desk_says_a_home_without_a_file_too(there: Houses, drive: Drive) -> None:
    async with drive(WIDE, first_page=True) as desk:
        [line] = [line for line in desk.lines() if "A12" in line]
        assert "nominate by 06 Jan 2027 (47 d) · free since 06 Nov 2026" in line


def test_late_steps_stand_on_the_first_page_and_a_nomination_that_was_sent_waits(
    store: Store, files: tuple[Houses, int, int]
) -> None:
    from screens.desk.pressing import read_pressing
    from screens.desk.steps import read_late_steps

    day = date(2026, 12, 31)
    [line] = store.read(lambda connection: list(read_late_steps(connection, day)))
    assert (line.label, line.text) == (
        "A12",
        "Residents asked first was due 16 Dec 2026 · 3 more steps are late · T-2026-01",
    )
    store.do(nominate, file_id=files[1], sent_on=TODAY)
    _name, items = store.read(read_pressing, day)
    [line] = [one for one in items if one.label == "A12"]
    assert (line.sign, line.text) == ("●", "nominated on 20 Nov 2026; waits for the corporation · T-2026-01")


def test_once_the_corporation_said_yes_the_first_page_asks_for_the_contract(
    store: Store, files: tuple[Houses, int, int]
) -> None:
    from screens.desk.pressing import read_pressing

    nomination_id = store.do(nominate, file_id=files[1], sent_on=date(2026, 11, 16)).result
    store.do(note_answer, nomination_id=nomination_id, answer="accepted", answered_on=date(2026, 11, 19))
    _name, items = store.read(read_pressing, TODAY)
    [line] = [one for one in items if one.label == "A12"]
    said = "accepted on 19 Nov 2026; now the contract · T-2026-01"
    assert (line.sign, line.text) == ("●", said)


@pytest.mark.parametrize(
    ("outcome", "sign", "text"),
    [
        ("withdrawn", "●", "free since 06 Nov 2026 · T-2026-01: withdrawn"),
        ("lapsed", "●", "free since 06 Nov 2026 · T-2026-01: right lapsed"),
        ("none_found", "▲", "nomination was due 06 Jan 2027 · free since 06 Nov 2026"),
    ],
)
def test_a_home_nobody_is_nominated_for_any_more_has_no_clock_on_the_first_page(
    store: Store, files: tuple[Houses, int, int], outcome: str, sign: str, text: str
) -> None:
    from screens.desk.pressing import read_pressing

    store.do(deeds.close_file, file_id=files[1], outcome=outcome, closed_on=TODAY, reason="Niemand")
    _name, items = store.read(read_pressing, date(2027, 1, 12))
    [line] = [one for one in items if one.label == "A12"]
    assert (line.sign, line.text) == (sign, text)


def test_a_nomination_that_is_late_presses(store: Store, files: tuple[Houses, int, int]) -> None:
    from screens.desk.pressing import read_pressing

    _name, items = store.read(read_pressing, date(2027, 1, 7))
    [line] = [one for one in items if one.label == "A12"]
    assert (line.sign, line.text) == ("▲", "nomination was due 06 Jan 2027 · T-2026-01")


def test_a_file_without_a_day_waits_for_one(store: Store, there: Houses) -> None:
    from screens.desk.pressing import read_pressing

    again = Contract(number="C-0090", dwelling_id=there.home, starts_on=date(2026, 11, 6))
    store.do(lambda transaction: transaction.add(again))
    open_file(store, there, dwelling_id=there.lonely, contract_id=None)
    _name, items = store.read(read_pressing, TODAY)
    [line] = [one for one in items if one.label == "B1"]
    assert line.text == "the nomination has no day yet · T-2026-01"

"""A secretary plans meetings at the desk, makes their agenda, and calls people to them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from coopadmin.services import meetings as deeds
from coopadmin.services.decisions import record_decision
from db.journal import Transaction
from db.queries import meeting_requests
from db.queries import meetings as queries
from db.queries.base import Listing
from db.queries.convening import convening_letter
from db.store import Store
from db.tables.actions import ActionPoint
from db.tables.meetings import Meeting
from db.tables.memberships import EmailConsent
from db.tables.voting import VotingRule
from screens.app import CoopApp, Ref
from screens.export import report_of
from screens.list_screen import ListScreen
from screens.meetings.requests import SUBJECT as REQUESTS
from screens.meetings.subject import SUBJECT
from screens.subject import Card
from tests.conftest import TODAY, Furnish
from tests.meetings import add_group, item, items, member, plan, titles
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, filled_in, message_under, notices

SPRING, BOARD, AUTUMN = 1, 2, 3
"""The meetings of the store below, by their number."""

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])


def add_rows(transaction: Transaction, *, records: list[Any]) -> None:
    """Put rows in the store."""
    for record in records:
        transaction.add(record)


def change_meeting(transaction: Transaction, *, meeting_id: int, **values: Any) -> bool:
    """Put a meeting where the deeds of others leave it."""
    return transaction.change(Meeting, meeting_id, **values)


def _some(store: Store) -> None:
    noor = member(store, "L1", "Bakker", given_name="Noor", email="noor@example.org", address="Kade 1")
    member(store, "L2", "Cohen")
    store.do(add_rows, records=[EmailConsent(person_id=noor, starts_on=date(2024, 1, 1))])
    spring = plan(store, "2026-03-05T20:00", title="Voorjaars-ALV", place="De zaal")
    store.do(change_meeting, meeting_id=spring, opened_at="2026-03-05T20:00", closed_at="2026-03-05T22:00")
    plan(store, "2026-11-23T19:30", body="board", title="Bestuur")
    autumn = plan(store, "2026-12-17T20:00", title="Najaars-ALV", place="De zaal", usual_items=True)
    roof = item(store, autumn, "Zonnepanelen", kind="decision", minutes=30)
    store.do(deeds.add_document, item_id=roof, title="Offertes", place="map 3")
    item(store, autumn, "Nieuwe statuten", kind="decision", decision_kind="statutes", presenter_id=noor)


@pytest.fixture
def some(store: Store, furnish: Furnish) -> Store:
    """Give a store with a meeting held, a board meeting whose letter is late, and one to come."""
    furnish(_some)
    return store


def _card(store: Store, meeting_id: int, today: date = TODAY) -> Card:
    card = store.read(SUBJECT.card, meeting_id, today)
    assert card is not None
    return card


def _lines(card: Card) -> str:
    return "\n".join(f"{entry.label} {entry.text}".strip() for part in card.sections for entry in part.entries)


def _refs(card: Card) -> list[Ref]:
    return [entry.ref for part in card.sections for entry in part.entries if entry.ref is not None]


async def _on(desk: Desk, meeting_id: int) -> None:
    """Go to the list of meetings and put the cursor on one."""
    await desk.press("f8")
    desk.app.show_record("meetings", meeting_id)
    screen = desk.app.screen
    assert isinstance(screen, ListScreen)
    screen.read_anew()
    await desk.settle()
    assert screen.current == meeting_id


async def _choose(desk: Desk, label: str) -> None:
    """Choose an action by its words."""
    await desk.press("a")
    listing = desk.app.screen.query_one(OptionList)
    shown = [str(listing.get_option_at_index(place).prompt) for place in range(listing.option_count)]
    listing.highlighted = next(place for place, text in enumerate(shown) if label in text)
    await desk.press("enter")


# -- the list --------------------------------------------------------------------------------------------------


@SIZES
async def test_the_list_says_what_each_meeting_asks(some: Store, drive: Drive, size: tuple[int, int]) -> None:
    async with drive(size) as desk:
        await desk.press("f8")
        assert "3 meetings" in desk.text
        for part in ("● minutes to be approved", "▲ letter was due 19 Nov 2026", "● letter by 02 Dec 2026"):
            assert part in desk.text
        assert desk.text.index("Voorjaars-ALV") < desk.text.index("Najaars-ALV")


async def test_the_filters_and_the_search_leave_the_meetings_that_are_meant(some: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f8")
        for filter_key, shown in (("2", 2), ("3", 1), ("4", 0), ("5", 3)):
            await desk.press("f", filter_key)
            assert sum(word in desk.text for word in ("Voorjaars", "Bestuur", "Najaars")) == shown
        await desk.press("slash")
        await desk.type("najaars")
        assert "1 meeting " in desk.text
        assert "Bestuur" not in desk.text


def test_every_filter_and_order_of_the_queries_is_offered() -> None:
    for subject, found in ((SUBJECT, queries), (REQUESTS, meeting_requests)):
        assert tuple(one.code for one in subject.filters) == found.FILTERS
        assert tuple(one.code for one in subject.sorts) == found.SORTS


def test_an_export_holds_moments_and_days(some: Store) -> None:
    rows = some.read(SUBJECT.page, Listing(filter="open", sort="date"), TODAY).rows
    first = list(report_of(SUBJECT, rows).rows[0].values())
    assert first[1:] == [
        "Voorjaars-ALV",
        "minutes to be approved",
        "general meeting",
        "De zaal",
        date(2026, 2, 18),
        0,
        0,
    ]


async def test_an_empty_list_says_which_key_to_press_and_b_goes_round_the_lists(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f8")
        assert "Press N to plan one" in desk.text
        shown: list[str] = []
        for _turn in range(4):
            shown.append(desk.app.current_mode)
            await desk.press("b")
        assert desk.app.current_mode == "meetings"
        assert shown == ["meetings", "decisions", "actions", "requests"]


# -- the record ------------------------------------------------------------------------------------------------


def test_a_record_shows_the_agenda_with_its_clock_and_what_each_decision_needs(some: Store) -> None:
    card = _card(some, AUTUMN)
    assert card.title == "Najaars-ALV · Thursday 17 December 2026 20:00"
    assert card.status == "● letter by 02 Dec 2026"
    lines = _lines(card)
    for part in (
        "20:00   1 Opening and who is there · information · 5 min",
        "20:25   4 Zonnepanelen · decision · 30 min",
        "paper · Offertes · map 3",
        "20:55   5 Nieuwe statuten · decision: change of the statutes · Noor Bakker",
        "needs: as under 2",
        "two thirds of the votes cast",
        "21:05 expected end",
        "● letter to send by Wednesday 2 December 2026",
        "General meeting: 14 whole days before, so by 2 December 2026",
        "Change of the statutes: 7 whole days before, so by 9 December 2026",
        "text lies open from 11 December 2026",
        "by e-mail 1",
        "by post 1",
        "▲ Cohen: no address is known",
        "● 05 Mar 2026 Voorjaars-ALV",
    ):
        assert part in lines, lines
    assert {Ref("meetings", SPRING), Ref("members", 2)} <= set(_refs(card))


@pytest.mark.parametrize(
    ("convened_on", "today", "told"),
    [
        (None, date(2026, 12, 2), "● letter to send by Wednesday 2 December 2026"),
        (None, date(2026, 12, 3), "▲ too late: it was to go by 2 December 2026"),
        (date(2026, 12, 2), date(2026, 12, 3), "✓ sent on 2 December 2026, in time: 2 December 2026 was the last day"),
        (date(2026, 12, 3), date(2026, 12, 3), "▲ sent on 3 December 2026, too late: it was to go by 2 December 2026"),
    ],
)
def test_a_record_says_in_words_and_a_sign_how_the_letter_stands(
    some: Store, convened_on: date | None, today: date, told: str
) -> None:
    some.do(change_meeting, meeting_id=AUTUMN, convened_on=convened_on)
    assert told in _lines(_card(some, AUTUMN, today))


def test_a_record_says_who_chaired_what_was_decided_and_when_the_minutes_were_approved(some: Store) -> None:
    some.do(
        change_meeting,
        meeting_id=SPRING,
        chair_id=1,
        secretary_id=2,
        minutes_approved_on=date(2026, 6, 1),
        approved_in_id=BOARD,
        note="Koffie was op",
    )
    some.do(record_decision, number="B-1", decided_on=date(2026, 3, 5), subject="Dak", outcome="carried")
    some.do(_of_meeting, decision_id=1, meeting_id=SPRING)
    row = item(some, AUTUMN, "Schutting")
    some.do(add_rows, records=[ActionPoint(what="Offerte", made_on=TODAY, item_id=row, owner_id=1)])
    lines = _lines(_card(some, SPRING))
    for part in (
        "chair Noor Bakker",
        "secretary Cohen",
        "approved in 23 Nov 2026 Bestuur",
        "carried B-1 Dak",
        "Koffie",
    ):
        assert part in lines
    assert _card(some, SPRING).status == "✓ minutes approved"
    assert "not noted as sent" in lines
    assert "● Offerte · Noor Bakker" in _lines(_card(some, AUTUMN))
    assert Ref("decisions", 1) in _refs(_card(some, SPRING))


def _of_meeting(transaction: Transaction, *, decision_id: int, meeting_id: int) -> None:
    from db.tables.decisions import Decision

    transaction.change(Decision, decision_id, meeting_id=meeting_id)


@SIZES
async def test_words_that_people_chose_are_never_markup(store: Store, drive: Drive, size: tuple[int, int]) -> None:
    hostile = "[/] [@click=app.quit]x[/] \u202eomgekeerd 🏠"
    meeting = plan(store, title=hostile, place=hostile, note=hostile, group_id=None)
    row = item(store, meeting, hostile, explanation=hostile, kind="decision")
    store.do(deeds.add_document, item_id=row, title=hostile, place=hostile)
    store.do(deeds.record_request, received_on=TODAY, requesters=1, subject=hostile, note=hostile)
    async with drive(size) as desk:
        await desk.press("f8")
        assert "[@click=app.quit]" in desk.text
        await desk.press("enter", "escape", "a", "2")
        assert desk.name == "AgendaScreen"
        assert "[@click=app.quit]" in desk.text
        await desk.press("e", "escape", "d", "escape", "escape")
        await desk.press("a", "5")
        assert "[@click=app.quit]" in desk.text
        await desk.press("escape", "b", "b", "b", "enter")
        assert "[@click=app.quit]" in desk.text


# -- planning --------------------------------------------------------------------------------------------------


async def test_a_meeting_is_planned_and_told_when_its_letter_goes(some: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f8", "n")
        assert (filled_in(desk)["body"], filled_in(desk)["place"]) == ("general", "De zaal"), "as the newest"
        assert "group_id" not in filled_in(desk), "there are no working groups"
        fill_in(desk, starts_at="14-1-27 20:00")
        await desk.saved()
        assert "Planned. The letter goes out by 30 December 2026." in notices(desk, "information")
        screen = desk.app.screen
        assert isinstance(screen, ListScreen)
        assert screen.current == 4
    assert titles(some, 4)[0] == "Opening and who is there"
    record = some.read(queries.record, 4)
    assert record is not None
    assert (record.title, record.starts_at) == ("General meeting", "2027-01-14T20:00")


async def test_a_committee_is_chosen_from_the_working_groups_and_mistakes_stand_under_their_field(
    store: Store, drive: Drive
) -> None:
    store.do(add_group, name="Tuingroep")
    async with drive() as desk:
        await desk.press("f8", "n")
        fill_in(desk, body="committee", starts_at="gisteren")
        await desk.saved()
        assert "is not a day and a time" in message_under(desk, "starts_at")
        fill_in(desk, starts_at="1-12-2026 20:00")
        await desk.saved()
        assert "choose the working group" in message_under(desk, "group_id")
        fill_in(desk, group_id="1", usual_items="False")
        await desk.saved()
        assert desk.name == "ListScreen"
        assert "Tuingroep" in desk.text
    assert titles(store, 1) == []


async def test_a_meeting_is_moved_and_who_was_called_already_is_to_be_told(some: Store, drive: Drive) -> None:
    some.do(deeds.note_convened, meeting_id=AUTUMN, convened_on=date(2026, 11, 19))
    async with drive() as desk:
        await _on(desk, AUTUMN)
        await desk.press("e")
        assert filled_in(desk)["starts_at"] == "17-12-2026 20:00"
        fill_in(desk, starts_at="18-12-2026 20:00")
        await desk.saved()
        assert "The letter of 19 November 2026 named another time" in notices(desk, "warning")
        await desk.press("e")
        await desk.saved()
        assert "Nothing was different" in notices(desk, "information")
        await desk.press("u", "y")
    record = some.read(queries.record, AUTUMN)
    assert record is not None
    assert record.starts_at == "2026-12-17T20:00"


async def test_a_meeting_is_cancelled_with_a_reason(some: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _on(desk, AUTUMN)
        await _choose(desk, "Call the meeting off")
        await desk.saved()
        assert "fill this in" in message_under(desk, "reason")
        fill_in(desk, reason="Sneeuw")
        await desk.saved()
        assert "Najaars-ALV" not in desk.text
        await desk.press("f", "4", "enter")
        assert "✗ cancelled" in desk.text
        assert "20 November 2026: Sneeuw" in desk.text


# -- the agenda ------------------------------------------------------------------------------------------------


@SIZES
async def test_the_agenda_shows_its_clock_its_papers_and_its_keys(
    some: Store, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await _on(desk, AUTUMN)
        await _choose(desk, "2 Agenda")
        assert desk.name == "AgendaScreen"
        head = "● letter by 02 Dec 2026 · 7 items · 65 min"
        for part in (head, "20:25   4  Zonnepanelen", "paper: Offertes, map 3", "- up  + down"):
            assert part in desk.text


async def test_the_agenda_is_made_by_keys_alone(some: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _on(desk, AUTUMN)
        await _choose(desk, "2 Agenda")
        await desk.press("n")
        await desk.type("Schutting")
        await desk.saved()
        before = titles(some, AUTUMN)
        assert before[5] == "Schutting"
        await desk.press("minus", "shift+up")
        assert titles(some, AUTUMN)[3] == "Schutting", "the cursor was on the new item and goes with it"
        await desk.press("plus")
        assert titles(some, AUTUMN)[4] == "Schutting"
        await desk.press("e")
        fill_in(desk, kind="decision:statutes", minutes="15")
        await desk.saved()
        found = items(some, AUTUMN)[4]
        assert (found.title, found.decision_kind, found.minutes) == ("Schutting", "statutes", 15)
        await desk.press("delete")
        assert "Schutting" not in titles(some, AUTUMN)
        await desk.press("u", "y")
        assert titles(some, AUTUMN)[4] == "Schutting"
        await desk.press("escape")
        assert desk.name == "ListScreen"


async def test_an_item_at_either_end_stays_there(some: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _on(desk, AUTUMN)
        await _choose(desk, "2 Agenda")
        before = titles(some, AUTUMN)
        await desk.press("minus", "end", "plus")
        assert titles(some, AUTUMN) == before


async def test_motions_are_put_on_the_agenda_and_go_in_the_letter_and_the_record(some: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _on(desk, AUTUMN)
        await _choose(desk, "2 Agenda")
        await desk.press("m")
        fill_in(desk, text="Wij planten een boom.")
        await desk.saved()
        assert "motion: Wij planten een boom." in desk.text
        await desk.press("m", "2")
        fill_in(desk, text="Wij planten een eik.")
        await desk.saved()
        assert "motion: Wij planten een eik." in desk.text
    (motion,) = items(some, AUTUMN)[0].motions
    assert motion.text == "Wij planten een eik."
    assert "motion: Wij planten een eik." in _lines(_card(some, AUTUMN))
    letter = some.read(convening_letter, AUTUMN, TODAY)
    assert letter is not None
    assert letter.items[0].motions == ["motion: Wij planten een eik."]
    async with drive() as desk:
        await _on(desk, AUTUMN)
        await _choose(desk, "2 Agenda")
        await desk.press("m", "3")
    assert items(some, AUTUMN)[0].motions == ()


async def test_papers_and_references_come_and_go(some: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    some.do(record_decision, number="B-1", decided_on=date(2026, 3, 5), subject="Dakgoten", outcome="carried")
    some.do(add_rows, records=[ActionPoint(what="Offerte vragen", made_on=TODAY)])
    async with drive() as desk:
        await _on(desk, AUTUMN)
        await _choose(desk, "2 Agenda")
        await desk.press("d")
        fill_in(desk, title="Presentielijst", place="tafel")
        await desk.saved()
        await desk.press("r", "1")
        await desk.type("dakg")
        await desk.press("enter")
        await desk.saved()
        await desk.press("r", "2")
        await desk.type("offerte")
        await desk.press("enter")
        await desk.saved()
        await desk.press("r", "3")
        await desk.type("bestuur")
        await desk.press("enter")
        await desk.saved()
        first = items(some, AUTUMN)[0]
        assert [one.title for one in first.documents] == ["Presentielijst"]
        assert [one.kind for one in first.references] == ["meeting", "action", "decision"]
        gone: list[Ref] = []
        monkeypatch.setattr(CoopApp, "open_record", lambda _app, ref: gone.append(ref))
        await desk.press("o", "3")
        assert gone == [Ref("decisions", 1)]
        await desk.press("r", "5")
        await desk.press("d", "2")
        first = items(some, AUTUMN)[0]
        assert first.documents == ()
        assert [one.kind for one in first.references] == ["meeting", "decision"]
        await desk.press("down", "o")
        assert gone[1:] == [Ref("meetings", SPRING)]
        await desk.press("end", "o")
        assert "R adds" in notices(desk, "information")


async def test_an_empty_agenda_says_which_key_to_press_and_one_taken_back_closes(store: Store, drive: Drive) -> None:
    plan(store)
    async with drive() as desk:
        await _on(desk, 1)
        await _choose(desk, "2 Agenda")
        assert "Press N for the first item" in desk.text
        await desk.press("e", "minus", "d", "r", "o", "delete")
        assert desk.name == "AgendaScreen"
        await desk.press("u", "y")
        assert desk.name == "ListScreen"


async def test_an_item_that_was_voted_on_says_under_its_choice_that_it_stays(some: Store, drive: Drive) -> None:
    from tests.services.test_meetings import vote

    some.do(vote, item_id=items(some, AUTUMN)[3].item_id, outcome="carried")
    async with drive() as desk:
        await _on(desk, AUTUMN)
        await _choose(desk, "2 Agenda")
        await desk.press("down", "down", "down", "enter")
        fill_in(desk, kind="decision:statutes")
        await desk.saved()
        assert "stays as it was" in message_under(desk, "kind")


async def test_what_is_open_is_carried_over_once_and_an_item_is_added_from_the_list(some: Store, drive: Drive) -> None:
    some.do(add_rows, records=[ActionPoint(what="Offerte vragen", made_on=TODAY)])
    async with drive() as desk:
        await _on(desk, AUTUMN)
        await _choose(desk, "Carry over")
        assert "1 thing carried over" in notices(desk, "information")
        await _choose(desk, "Carry over")
        assert "on the agenda already" in notices(desk, "information")
        await _choose(desk, "New agenda item")
        await desk.type("Fietsen")
        await desk.saved()
    assert "Fietsen" in titles(some, AUTUMN)


# -- the letter ------------------------------------------------------------------------------------------------


async def test_the_letter_is_shown_and_saved(some: Store, drive: Drive, tmp_path: Path) -> None:
    async with drive(WIDE) as desk:
        await _on(desk, AUTUMN)
        await _choose(desk, "Convening letter")
        assert "Convening letter: Najaars-ALV" in desk.text
        await desk.press("y")
        fill_in(desk, file=str(tmp_path / "brief.txt"))
        await desk.saved()
    assert "where: De zaal" in (tmp_path / "brief.txt").read_text(encoding="utf-8")


async def test_who_is_called_is_listed_with_what_is_missing(some: Store, drive: Drive, tmp_path: Path) -> None:
    async with drive(WIDE) as desk:
        await _on(desk, AUTUMN)
        await _choose(desk, "Who is called")
        for part in ("By e-mail (1)", "Bakker, Noor · noor@example.org; Kade 1", "Cohen · ▲ no address is known"):
            assert part in desk.text
        await desk.press("y")
        fill_in(desk, file=str(tmp_path / "lijst.txt"))
        await desk.saved()
    assert "By post (1)" in (tmp_path / "lijst.txt").read_text(encoding="utf-8")


async def test_the_day_the_letter_went_is_noted_and_a_late_one_told(some: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await _on(desk, BOARD)
        await _choose(desk, "Letter sent")
        assert "too late: it was to go by 19 November 2026" in desk.text
        assert "Board: 3 whole days before" in desk.text
        assert filled_in(desk)["convened_on"] == "20-11-2026"
        await desk.saved()
        assert "should have gone by 19 November 2026" in notices(desk, "warning")
        assert "▲ letter sent 20 Nov 2026" in desk.text
        await _choose(desk, "Letter sent")
        fill_in(desk, convened_on="21-11-2026")
        await desk.saved()
        assert "still to come" in message_under(desk, "convened_on")


# -- the second meeting ----------------------------------------------------------------------------------------


async def test_a_second_meeting_is_planned_within_its_terms(some: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await _on(desk, AUTUMN)
        await _choose(desk, "second meeting")
        assert "may be taken at a second meeting" in notices(desk, "warning")
        some.do(
            add_rows,
            records=[
                VotingRule(
                    body="general",
                    kind="ordinary",
                    valid_from=date(2020, 1, 1),
                    method="simple",
                    quorum="1/2",
                    second_meeting=True,
                    second_from_days=14,
                    second_until_days=28,
                    source="Statuten art. 18",
                )
            ],
        )
        await _choose(desk, "second meeting")
        assert "from 31 December 2026 · until 14 January 2027 · Statuten art. 18" in desk.text
        assert filled_in(desk)["starts_at"] == "31-12-2026 20:00"
        fill_in(desk, starts_at="15-1-2027 20:00")
        await desk.saved()
        assert "14 January 2027 at the latest" in message_under(desk, "starts_at")
        fill_in(desk, starts_at="14-1-2027 20:00")
        await desk.saved()
        assert "The second meeting is planned" in notices(desk, "information")
        assert "second after" in desk.text
    assert "Zonnepanelen" in titles(some, 4)
    assert "Nieuwe statuten" not in titles(some, 4), "its rule knows no second meeting"


# -- requests --------------------------------------------------------------------------------------------------


async def test_a_request_is_entered_and_its_meeting_planned(some: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f8", "b", "b", "b", "n")
        fill_in(desk, received_on="2-11-2026", requesters="0", subject="De schutting")
        await desk.saved()
        assert "at least one" in message_under(desk, "requesters")
        fill_in(desk, requesters="1")
        await desk.saved()
        assert "1 member · ✓ 1 of 2 votes are needed" in notices(desk, "information")
        assert "▲ members may call it themselves" in desk.text
        await desk.press("a", "1")
        fill_in(desk, starts_at="1-12-2026 20:00", place="De zaal")
        await desk.saved()
        assert "later than the law has it: by 30 November 2026" in notices(desk, "warning")
        assert "De schutting" in titles(some, 4)
        await desk.press("enter")
        assert "01 Dec 2026 General" in desk.text
        await desk.press("escape")
        await desk.press("e")
        fill_in(desk, requesters="2")
        await desk.saved()
        await desk.press("a", "2")
        fill_in(desk, meeting_id=str(AUTUMN))
        await desk.saved()
        assert "Noted" in notices(desk, "information")
    row = some.read(meeting_requests.record, 1, TODAY)
    assert row is not None
    assert (row.requesters, row.meeting_id) == (2, AUTUMN)
    assert "De schutting · ▲ members may call it themselves" in _lines(_card(some, AUTUMN))


async def test_too_few_are_told_so_and_no_meeting_can_be_named_where_there_is_none(store: Store, drive: Drive) -> None:
    for number in range(11):
        member(store, f"L{number}", f"Lid {number}")
    async with drive() as desk:
        await desk.press("f8", "b", "b", "b", "n")
        fill_in(desk, received_on="2-11-2026", requesters="1", subject="De schutting")
        await desk.saved()
        await desk.press("f", "2", "enter")
        for part in ("○ too few asked", "1 member · ○ 2 of 11 votes are needed", "need not call a meeting; it may"):
            assert part in desk.text
        await desk.press("a", "2")
        assert "plan one first" in notices(desk, "warning")

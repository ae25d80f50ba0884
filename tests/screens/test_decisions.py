"""A secretary keeps the register of decisions at the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual.widgets import OptionList

from coopadmin.services import actions as action_deeds
from coopadmin.services import decisions as deeds
from coopadmin.services.decisions import Votes
from coopadmin.services.dwellings import DwellingData, add_dwelling
from db.journal import Transaction
from db.queries import decisions as queries
from db.queries.base import Listing
from db.store import Store
from db.tables.budget import Category
from db.tables.contracts import Contract
from db.tables.maintenance import MaintenanceTask
from screens.app import CoopApp, Ref
from screens.boxes import PickBox
from screens.budget.subject import SUBJECT as BUDGET
from screens.contracts.subject import SUBJECT as CONTRACTS
from screens.decisions.subject import SUBJECT
from screens.export import report_of
from screens.list_screen import ListScreen
from screens.maintenance.subject import SUBJECT as MAINTENANCE
from screens.subject import Card
from tests.conftest import TODAY, Furnish
from tests.meetings import plan
from tests.minutes_made import HELD, hold_meeting
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, filled_in, message_under, notices

HALL, NEIGHBOUR = 1, 2
"""The decisions of the register below, by their number in the store."""

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])


def _fill_register(store: Store) -> None:
    """An ordinary decision, and a self-allocation whose minutes say something else than its count."""
    home = store.do(add_dwelling, dwelling=DwellingData(code="4A", street="Dorpsstraat", house_number="4")).result
    store.do(
        deeds.record_decision,
        number="B-2026-07",
        decided_on=date(2026, 3, 5),
        body="ALV",
        subject="Huisregels café",
        text="De zaal sluit om 23 uur.\nDe sleutel blijft hier.",
        method="simple",
        votes=Votes(entitled=36, present=23, proxies=0, votes_for=15, votes_against=7, votes_blank=1),
        outcome="carried",
    )
    store.do(
        deeds.record_decision,
        number="B-2026-08",
        decided_on=date(2026, 6, 26),
        body="Bewonersvergadering",
        subject="Toewijzing 4A",
        method="two-thirds",
        votes=Votes(entitled=39, present=28, proxies=3, votes_for=22, votes_against=8, votes_blank=1),
        outcome="rejected",
        kind="self_allocation",
        dwelling_id=home,
        candidate="Kandidaat 12",
    )


@pytest.fixture
def register(store: Store, furnish: Furnish) -> Store:
    """Give a store with the two decisions."""
    furnish(_fill_register)
    return store


async def _open_list(desk: Desk) -> None:
    desk.app.go_to("decisions")
    await desk.settle()


def _record(store: Store, decision_id: int) -> queries.DecisionRecord:
    record = store.read(queries.record, decision_id)
    assert record is not None
    return record


def _card(store: Store, decision_id: int) -> Card:
    card = store.read(SUBJECT.card, decision_id, TODAY)
    assert card is not None
    return card


def _lines(card: Card) -> str:
    return "\n".join(f"{entry.label} {entry.text}".strip() for part in card.sections for entry in part.entries)


# -- the list --------------------------------------------------------------------------------------------------


async def test_the_list_tells_the_outcome_and_is_turned_narrowed_and_searched(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open_list(desk)
        assert "2 decisions" in desk.text
        assert "✓ carried" in desk.text
        assert "▲ rejected" in desk.text
        assert desk.text.index("B-2026-08") < desk.text.index("B-2026-07"), "the newest first"
        await desk.press("s", "1")
        assert desk.text.index("B-2026-07") < desk.text.index("B-2026-08"), "the same order again turns it round"
        for filter_key, shown in (
            ("2", ["B-2026-07"]),
            ("3", ["B-2026-08"]),
            ("4", ["B-2026-07"]),
            ("5", ["B-2026-08"]),
            ("6", ["B-2026-08"]),
        ):
            await desk.press("f", filter_key)
            assert [number for number in ("B-2026-07", "B-2026-08") if number in desk.text] == shown, filter_key
            assert "1 decision" in desk.text
        await desk.press("f", "1")
        assert "2 decisions" in desk.text
        await desk.press("slash")
        await desk.type("cafe alv")
        assert "B-2026-07" in desk.text, "found without its accents"
        assert "B-2026-08" not in desk.text


def test_every_filter_and_order_of_the_query_is_offered() -> None:
    assert tuple(one.code for one in SUBJECT.filters) == queries.FILTERS
    assert tuple(one.code for one in SUBJECT.sorts) == queries.SORTS


def test_an_export_holds_numbers_and_days_and_plain_words(register: Store) -> None:
    rows = register.read(SUBJECT.page, Listing(sort="date"), TODAY).rows
    report = report_of(SUBJECT, rows)
    assert list(report.rows[1].values()) == [
        "B-2026-08",
        date(2026, 6, 26),
        "Toewijzing 4A",
        "Bewonersvergadering",
        22,
        8,
        1,
        "rejected",
        "4A",
        "two thirds",
        "contradicts the count",
        "",
        None,
        None,
    ]


# -- the record ------------------------------------------------------------------------------------------------


def test_a_record_shows_the_count_and_what_it_means(register: Store) -> None:
    card = _card(register, HALL)
    assert (card.title, card.status) == ("B-2026-07 Huisregels café", "✓ carried")
    lines = _lines(card)
    assert "De zaal sluit om 23 uur.\nDe sleutel blijft hier." in lines
    assert "people 36 entitled · 23 present · 0 by proxy" in lines
    assert "votes 15 for · 7 against · 1 blank" in lines
    assert "of 22 that is at least 12 for." in lines
    assert "15 for is enough: carried." in lines
    assert "Decision entered · Noor" in lines


def test_a_record_flags_an_outcome_that_contradicts_the_count(register: Store) -> None:
    card = _card(register, NEIGHBOUR)
    assert card.status == "▲ rejected · contradicts the count"
    lines = _lines(card)
    assert "▲ The minutes say “rejected”, but by the count it is “carried”: 22 for and 8 against" in lines
    assert "candidate Kandidaat 12" in lines


def test_what_the_minutes_do_not_say_is_left_out(store: Store) -> None:
    store.do(
        deeds.record_decision,
        number="1",
        decided_on=TODAY,
        subject="Klusdag",
        outcome="postponed",
        votes=Votes(votes_for=0),
    )
    card = _card(store, 1)
    assert card.status == "● postponed"
    lines = _lines(card)
    assert "votes 0 for" in lines
    assert "people" not in lines
    assert "None" not in lines


async def test_the_palette_finds_a_decision_by_a_word_of_it_and_enter_on_the_home_of_a_record_goes_there(
    register: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with drive() as desk:
        await desk.press("ctrl+p")
        await desk.type("cafe")
        await desk.press("enter")
        await desk.settle()
        assert desk.name == "RecordScreen"
        assert "B-2026-07" in desk.text
        await _open_list(desk)
        await desk.press("f", "3", "enter")
        assert desk.name == "RecordScreen"
        gone: list[Ref] = []
        monkeypatch.setattr(CoopApp, "open_record", lambda _app, ref: gone.append(ref))
        at = next(place for place, line in enumerate(desk.lines("#card")) if line.startswith("home "))
        desk.app.screen.query_one("#card", OptionList).highlighted = at
        await desk.press("enter")
        assert gone == [Ref("dwellings", 1)]


@SIZES
async def test_words_from_the_minutes_are_never_markup(store: Store, drive: Drive, size: tuple[int, int]) -> None:
    hostile = "[/] [@click=app.quit]x[/] \u202eomgekeerd 🏠"
    store.do(
        deeds.record_decision,
        number="[b]1",
        decided_on=TODAY,
        subject=hostile,
        text=f"{hostile}\n{'lang ' * 60}",
        body=hostile,
        candidate=hostile,
        note=hostile,
        outcome="withdrawn",
    )
    async with drive(size) as desk:
        await _open_list(desk)
        assert "[@click=app.quit]" in desk.text
        assert "[b]1" in desk.text
        await desk.press("enter")
        assert "○ withdrawn" in desk.text
        await desk.press("escape", "e")
        assert desk.name == "FormScreen"


# -- entering one ----------------------------------------------------------------------------------------------


async def test_a_decision_is_entered_once_its_mistakes_are_mended_and_its_outcome_left_to_the_count(
    register: Store, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        await _open_list(desk)
        await desk.press("n")
        proposed = filled_in(desk)
        assert proposed["number"] == "B-2026-09"
        assert proposed["decided_on"] == "20-11-2026"
        assert proposed["method"] == "simple", "the method of the newest ordinary decision"
        assert "so far: Bewonersvergadering, ALV" in desk.text
        fill_in(desk, number="B-2026-07", decided_on="1-12-2026", subject="Klusdag", entitled="20")
        fill_in(desk, present="15", proxies="8", votes_for="14")
        await desk.saved()
        assert "decision B-2026-07 is in the register already" in message_under(desk, "number")
        assert "which is still to come" in message_under(desk, "decided_on")
        assert "23 present and represented, but only 20 may vote" in message_under(desk, "present")
        assert "needs the votes for and against" in message_under(desk, "outcome")
        fill_in(desk, subject="", votes_for="veel")
        await desk.saved()
        assert "▲ fill this in" in message_under(desk, "subject")
        assert "▲" in message_under(desk, "votes_for")
        assert register.read(queries.page, Listing()).total == 2
        fill_in(desk, number=proposed["number"], decided_on=proposed["decided_on"])
        fill_in(desk, body="ALV", subject="Zonnepanelen", entitled="36", present="20", proxies="2")
        fill_in(desk, votes_for="15", votes_against="6", votes_blank="1")
        await desk.saved()
        assert desk.name == "ListScreen"
        assert "Zonnepanelen" in desk.text
        assert "Entered: B-2026-09, carried." in notices(desk, "information")
        assert not notices(desk, "warning")
        screen = desk.app.screen
        assert isinstance(screen, ListScreen)
        assert screen.current == 3
    record = _record(register, 3)
    assert (record.decided_on, record.body, record.outcome) == (TODAY, "ALV", "carried")
    assert (record.entitled, record.present, record.proxies) == (36, 20, 2)
    assert (record.votes_for, record.votes_against, record.votes_blank) == (15, 6, 1)


async def test_the_minutes_outcome_is_kept_where_the_count_contradicts_it_and_asked_for_where_nothing_can_be_counted(
    store: Store, drive: Drive
) -> None:
    uncounted = (
        ({"method": "simple"}, "needs the votes for and against"),
        ({"method": "simple", "votes_for": "3"}, "needs the votes for and against"),
        ({"method": "consent", "votes_for": "3", "votes_against": "0"}, "consent does not show in a count"),
        ({"method": "unknown", "votes_for": "3", "votes_against": "0"}, "without a method"),
        ({"method": "of-entitled", "votes_for": "3", "votes_against": "0"}, "needs the number entitled to vote"),
    )
    async with drive() as desk:
        await _open_list(desk)
        await desk.press("n")
        fill_in(desk, subject="Zonnepanelen", method="two-thirds", votes_for="12", votes_against="8", outcome="carried")
        await desk.saved()
        warned = notices(desk, "warning")
        assert "B-2026-01: the minutes say “carried”, but by the count it is “rejected”" in warned
        assert _record(store, 1).outcome == "carried"
        await desk.press("n")
        for count, sentence in uncounted:
            fill_in(desk, **{"subject": "Klusdag", "votes_for": "", "votes_against": "", **count})
            await desk.saved()
            assert desk.name == "FormScreen"
            assert sentence in message_under(desk, "outcome")
        fill_in(desk, outcome="carried")
        await desk.saved()
        assert desk.name == "ListScreen"
        assert _record(store, 2).outcome == "carried"
    for number, (count, _sentence) in enumerate(uncounted, 3):
        votes = Votes(**{name: int(text) for name, text in count.items() if name != "method"})
        store.do(
            deeds.record_decision,
            number=f"B-2026-0{number}",
            decided_on=TODAY,
            subject="Klusdag",
            method=count["method"],
            votes=votes,
            outcome="carried",
        )
        assert _record(store, number).outcome == "carried"


async def test_a_self_allocation_is_entered_with_its_home(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open_list(desk)
        await desk.press("n")
        fill_in(desk, subject="Toewijzing 4A", method="unknown", outcome="carried", kind="self_allocation")
        fill_in(desk, candidate="Kandidaat 13")
        box = desk.app.screen.query_one("#field-dwelling_id", PickBox)
        box.focus_entry()
        await desk.type("dorps")
        await desk.press("enter")
        await desk.saved()
        assert desk.name == "ListScreen"
    record = _record(register, 3)
    assert (record.kind, record.dwelling, record.candidate) == ("self_allocation", "4A", "Kandidaat 13")


async def test_the_next_decision_of_a_meeting_begins_where_the_last_one_stood(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open_list(desk)
        await desk.press("a", "1")
        proposed: dict[str, Any] = filled_in(desk)
        kept = ("number", "decided_on", "body", "method", "entitled", "present", "proxies")
        assert [proposed[name] for name in kept] == [
            "B-2026-09",
            "26-6-2026",
            "Bewonersvergadering",
            "two-thirds",
            "39",
            "28",
            "3",
        ]
        assert [proposed[name] for name in ("subject", "votes_for", "outcome", "kind", "candidate")] == [
            "",
            "",
            "counted",
            "decision",
            "",
        ]
        fill_in(desk, subject="Klusdag", votes_for="10", votes_against="20")
        await desk.saved()
    assert _record(register, 3).outcome == "rejected"


async def test_an_empty_register_says_which_key_to_press_and_the_keys_work_on_after_its_first_decision(
    store: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await _open_list(desk)
        assert "Press N" in desk.text
        assert "Nothing here" not in desk.text
        await desk.press("n")
        fill_in(desk, subject="Klusdag", votes_for="12", outcome="postponed")
        await desk.press("escape", "n")
        kept = filled_in(desk)
        assert (kept["subject"], kept["votes_for"], kept["outcome"]) == ("Klusdag", "12", "postponed")
        fill_in(desk, subject="Klusdag", votes_for="", method="unknown", outcome="carried")
        await desk.saved()
        await desk.press("enter")
        assert desk.name == "RecordScreen"


# -- changing one ----------------------------------------------------------------------------------------------


async def test_the_wording_is_corrected_and_the_count_stays(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open_list(desk)
        await desk.press("e")
        assert "votes_for" not in filled_in(desk)
        await desk.saved()
        assert "nothing changed" in notices(desk, "information")
        await desk.press("e")
        fill_in(desk, subject="")
        await desk.saved()
        assert "▲ fill this in" in message_under(desk, "subject")
        fill_in(desk, subject="Toewijzing 4A, tweede ronde", decided_on="25-6-2026", note="zie bijlage")
        await desk.saved()
        assert "tweede ronde" in desk.text
        assert "Corrected: B-2026-08." in notices(desk, "information")
    record = _record(register, NEIGHBOUR)
    assert (record.decided_on, record.note, record.dwelling) == (date(2026, 6, 25), "zie bijlage", "4A")
    assert (record.votes_for, record.outcome) == (22, "rejected")


async def test_counting_anew_keeps_the_old_count_in_the_note_and_warns_where_the_minutes_still_say_otherwise(
    register: Store, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        await _open_list(desk)
        await desk.press("a", "2")
        assert filled_in(desk)["outcome"] == "rejected"
        fill_in(desk, votes_for="18", votes_against="12", outcome="counted")
        await desk.saved()
        assert "▲ fill this in" in message_under(desk, "reason")
        fill_in(desk, reason="twee stemmen dubbel geteld")
        await desk.saved()
        assert "Counted anew: B-2026-08, rejected." in notices(desk, "information")
        assert "✗ rejected" in desk.text
        record = _record(register, NEIGHBOUR)
        assert (record.votes_for, record.votes_against, record.flagged) == (18, 12, False)
        assert "it was 22 for, 8 against, 1 blank, rejected. twee stemmen dubbel geteld" in record.note
        assert not notices(desk, "warning")
        await desk.press("a", "2")
        fill_in(desk, votes_for="23", votes_against="7", outcome="rejected", reason="hertelling")
        await desk.saved()
        assert "B-2026-08: the minutes say “rejected”" in notices(desk, "warning")


async def test_withdrawing_keeps_the_decision_and_its_count(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open_list(desk)
        await desk.press("a", "3")
        await desk.saved()
        assert "▲ fill this in" in message_under(desk, "reason")
        fill_in(desk, reason="kandidaat trekt zich terug")
        await desk.saved()
        assert "○ withdrawn" in desk.text
        await desk.press("a", "3")
        assert desk.name == "ListScreen"
        assert "Decision B-2026-08 is withdrawn already." in notices(desk, "warning")
    record = _record(register, NEIGHBOUR)
    assert (record.outcome, record.votes_for) == ("withdrawn", 22)


async def test_undo_takes_the_last_decision_back(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open_list(desk)
        await desk.press("u")
        assert "B-2026-08" in desk.text
        await desk.press("y")
        await desk.settle()
        assert "1 decision" in desk.text
    assert register.read(queries.record, NEIGHBOUR) is None


# -- meeting, vote, review, links and actions ------------------------------------------------------------------------


@pytest.fixture
def voted(store: Store, furnish: Furnish) -> Store:
    """Give a store in which decisions were voted on at the made-up meeting."""
    furnish(hold_meeting)
    return store


def test_a_decision_of_a_meeting_shows_its_vote_its_rule_and_who_stood_on_the_roll(voted: Store) -> None:
    voted.do(deeds.link, decision_id=2, amount_cents=4_000_000, note="Offerte")
    lines = _lines(_card(voted, 2))
    assert "meeting Najaarsvergadering, 2 November 2026" in lines
    assert "rule more than half of the votes cast" in lines
    assert "Carried: 2 for, 1 against, 1 blank" in lines
    assert "present Anna van den Berg: against, Bas Bos: for" in lines
    assert "represented Els Evers (by Bas Bos): for" in lines
    assert "amount €40,000.00" in lines
    assert "paper Offerte" in lines
    refs = {entry.ref for part in _card(voted, 1).sections for entry in part.entries}
    assert {Ref("meetings", 1), Ref("actions", 1)} <= refs
    assert "● open · Offertes | vragen · Bas Bos · by 01 Dec 2026" in _lines(_card(voted, 1))


async def test_a_decision_gets_a_review_a_link_and_an_action(voted: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open_list(desk)
        desk.app.show_record("decisions", 2)
        desk.app.mark_changed()
        await desk.settle()
        await desk.press("a", "7")
        fill_in(desk, review_on="1-1-2026")
        await desk.saved()
        assert "after that" in message_under(desk, "review_on")
        fill_in(desk, review_on="20-11-2026")
        await desk.saved()
        assert "is looked at again on 20 November 2026" in notices(desk, "information")
        await desk.press("a", "5")
        await desk.saved()
        assert "name at least one" in message_under(desk, "task_id")
        fill_in(desk, amount_cents="125", note="Offerte 2")
        await desk.saved()
        assert "Linked: B-2026-02" in notices(desk, "information")
        await desk.press("a", "4")
        assert filled_in(desk)["decision_id"] == "B-2026-02"
        fill_in(desk, what="Monteur bellen", due_on="1-12-2026")
        await desk.saved()
        record = _record(voted, 2)
        assert (record.review_on, [one.note for one in record.links]) == (TODAY, ["Offerte 2"])
        assert "Monteur bellen" in _lines(_card(voted, 2))
        await desk.press("f", "7")
        assert "1 decision" in desk.text
        await desk.press("f", "8")
        assert "1 decision" in desk.text
        await desk.press("a", "6", "1")
        assert _record(voted, 2).links == ()
        await desk.press("f", "1", "a", "6")
        assert "has no links" in notices(desk, "information")


async def test_what_was_voted_on_is_counted_anew_in_its_meeting_only_and_the_lists_of_a_meeting_go_round(
    voted: Store, drive: Drive
) -> None:
    assert HELD
    voted.do(action_deeds.make_action, what="Zaal boeken", made_on=HELD)
    async with drive() as desk:
        await _open_list(desk)
        await desk.press("a", "2")
        assert desk.name == "ListScreen"
        assert "Record the vote again there" in notices(desk, "warning")
        await desk.press("b")
        assert "Zaal boeken" in desk.text
        assert desk.app.current_mode == "actions"


def test_a_task_a_contract_and_a_category_lead_back_to_the_decision(register: Store) -> None:
    rows = register.do(_rows_to_link).result
    for name, subject in (("task_id", MAINTENANCE), ("contract_id", CONTRACTS), ("category_id", BUDGET)):
        named: dict[str, Any] = {name: rows[name]}
        register.do(deeds.link, decision_id=HALL, amount_cents=12_500, **named)
        card = register.read(subject.card, rows[name], TODAY)
        assert card is not None
        (entry,) = [one for part in card.sections for one in part.entries if one.ref == Ref("decisions", HALL)]
        assert entry.text == "B-2026-07 Huisregels café · carried · €125.00"


def _rows_to_link(transaction: Transaction) -> dict[str, int]:
    task = transaction.add(MaintenanceTask(number="O-12", reported_on=HELD, what="Kabels vervangen"))
    contract = transaction.add(Contract(number="C-0012", dwelling_id=1, starts_on=date(2026, 12, 1)))
    category = transaction.add(Category(code="OND", name="Onderhoud liften", direction="expense"))
    return {"task_id": task, "contract_id": contract, "category_id": category}


async def test_a_decision_entered_by_hand_is_put_with_a_meeting_of_its_day(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open_list(desk)
        desk.app.show_record("decisions", HALL)
        desk.app.mark_changed()
        await desk.settle()
        await desk.press("a", "8")
        assert "no meeting of 5 March 2026" in notices(desk, "warning")
        meeting = plan(register, "2026-03-05T20:00", title="Voorjaars-ALV")
        plan(register, "2026-03-06T20:00", title="Een dag later")
        await desk.press("a", "8")
        await desk.press("enter", "down", "enter")
        await desk.saved()
        assert "B-2026-07 is put with its meeting" in notices(desk, "information")
    assert _record(register, HALL).meeting_id == meeting

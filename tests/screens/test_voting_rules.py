"""A secretary looks up by which rules the group meets and votes, and sets them with the article in hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from coopadmin.domain.voting import Rule
from coopadmin.services.voting_rules import set_voting_rule
from db.queries import voting_rules as queries
from db.queries.voting_rules import PLACES
from db.store import Store
from screens.forms import FormScreen
from screens.subject import Section
from screens.voting_rules.subject import SUBJECT
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive


def _allocate(store: Store) -> None:
    """Homes are allocated by three quarters from 2025 on, with a second meeting, and by consent from next year."""
    for valid_from, method, more in (
        (date(2025, 1, 1), "three-quarters", {"quorum": "1/2", "second_meeting": True, "max_against": 1}),
        (date(2027, 1, 1), "consent", {}),
    ):
        store.do(
            set_voting_rule,
            body="residents",
            kind="self_allocation",
            valid_from=valid_from,
            method=method,
            source=f"House rules {valid_from.year}, art. 12",
            **more,
        )


@pytest.fixture
def ruled(store: Store, furnish: Furnish) -> Store:
    """Give a store with that rule."""
    furnish(_allocate)
    return store


async def _open(desk: Desk, search: str = "") -> None:
    desk.app.go_to("voting_rules")
    await desk.settle()
    if search:
        await desk.press("slash")
        await desk.type(search)
        await desk.press("enter")


def _shown(store: Store, body: str, kind: str) -> str:
    """What the record of a rule says, as text."""
    card = store.read(SUBJECT.card, PLACES.index((body, kind)) + 1, TODAY)
    assert card is not None
    parts = [part for section in card.sections for part in (section.title, *_words(section))]
    return "\n".join((card.title, card.status, *parts))


def _words(section: Section) -> list[str]:
    return [f"{entry.label} {entry.text}" for entry in section.entries]


def fill(desk: Desk, **values: str) -> None:
    """Fill in some fields of the form that is open."""
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    for box in form.boxes:
        if box.field.name in values:
            box.text = values.pop(box.field.name)
    assert not values


def mistakes(desk: Desk) -> dict[str, str]:
    """What stands under the fields that are wrong."""
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    return {box.field.name: box.message[2:] for box in form.boxes if box.message.startswith("▲")}


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_list_shows_what_holds_for_meetings_and_for_every_kind_of_decision(
    ruled: Store, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await _open(desk)
        for said in (
            "Rules for meetings and votes",
            "general meeting",
            "letter 14 days before",
            "change of the statutes",
            "two thirds of the votes",
            "every body",
            "residents' meeting",
        ):
            assert said in desk.text
        await _open(desk, "residents alloc")
        assert "three quarters" in desk.text
        assert "statutes" not in desk.text


def test_a_record_shows_what_holds_what_is_to_come_and_its_story(ruled: Store) -> None:
    shown = _shown(ruled, "residents", "self_allocation")
    for said in (
        "self-allocation · residents' meeting",
        "from 1 January 2025",
        "three quarters of the",
        "half of those who may",
        "at most 1",
        "a second meeting decides",
        "House rules 2025",
        "to come",
        "no objection open",
        "Rule for votes set",
    ):
        assert said in shown, said
    statutes = _shown(ruled, "any", "statutes")
    assert "from the beginning" in statutes
    assert "Civil Code (BW)" in statutes
    assert "text lies open" in statutes


async def test_a_rule_is_given_another_value_from_a_day_on_once_the_mistakes_are_mended(
    ruled: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await _open(desk, "ordinary")
        await desk.press("e")
        assert "ordinary decision · every body" in desk.text
        assert "What held before that day stays as it was." in desk.text
        await desk.saved()
        assert mistakes(desk) == {"source": "fill this in"}
        fill(desk, source="Statutes, art. 15", quorum="most", second_quorum="1/4", threshold="3/5")
        await desk.saved()
        assert set(mistakes(desk)) == {"quorum", "second_quorum", "threshold"}
        fill(desk, quorum="1/3", second_quorum="", threshold="", method="of-present", valid_from="1-1-2027")
        await desk.saved()
        assert desk.name == "ListScreen"
        assert "U takes it back" in " ".join(one.message for one in desk.app._notifications)
    assert ruled.read(queries.voting_rule, "board", "ordinary", TODAY).rule == Rule("simple")
    found = ruled.read(queries.voting_rule, "board", "ordinary", date(2027, 1, 1))
    assert (found.rule, found.source) == (Rule("of-present", Fraction(1, 3)), "Statutes, art. 15")


async def test_less_than_the_law_asks_is_set_and_said(ruled: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk, "change statutes")
        await desk.press("e")
        fill(desk, source="Statutes, art. 20", convening_days="3")
        await desk.saved()
        warned = [one.message for one in desk.app._notifications if one.severity == "warning"]
        assert len(warned) == 1
        assert warned[0].startswith("The letter goes out at least 7 days before: Civil Code (BW) 2:42")
        await desk.press("enter")
        assert "▲" in desk.text


async def test_what_holds_for_meetings_is_set_too_and_counts_no_votes(ruled: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk, "general letter")
        await desk.press("a", "3")
        assert desk.name == "ListScreen"
        assert "counts no votes" in " ".join(one.message for one in desk.app._notifications)
        await desk.press("a", "2")
        assert desk.name == "ListScreen"
        await desk.press("e")
        fill(desk, convening_days="-1", source="Statutes, art. 14")
        await desk.saved()
        assert "convening_days" in mistakes(desk)
        fill(desk, convening_days="21", proxies_per_holder="5")
        await desk.saved()
        assert "letter 21 days before" in desk.text
    found = ruled.read(queries.meeting_rule, "general", TODAY)
    assert (found.convening_days, found.proxies_per_holder, found.valid_from) == (21, 5, TODAY)


async def test_a_body_gets_a_rule_of_its_own(ruled: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk, "expulsion")
        await desk.press("a", "2")
        fill(desk, body="board", method="at-least", threshold="60%", counted_over="entitled", source="Statutes, art. 8")
        await desk.saved()
    found = ruled.read(queries.voting_rule, "board", "expulsion", TODAY)
    assert found.rule == Rule("at-least", threshold=Fraction(3, 5), counted_over="entitled")
    assert ruled.read(queries.voting_rule, "general", "expulsion", TODAY).rule == Rule("simple")


async def test_a_new_rule_asks_first_what_it_is_about(ruled: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk)
        await desk.press("n", "2")
        fill(desk, body="committee", source="House rules, art. 4", convening_days="5")
        await desk.saved()
        await desk.press("n", "1")
        await desk.saved()
        assert set(mistakes(desk)) == {"body", "source"}
        fill(desk, body="general", kind="persons", source="Statutes, art. 16", tie="lot")
        await desk.saved()
        assert desk.name == "ListScreen"
        await desk.press("n", "escape")
        assert desk.name == "ListScreen"
    assert ruled.read(queries.meeting_rule, "committee", TODAY).convening_days == 5
    assert ruled.read(queries.voting_rule, "general", "persons", TODAY).rule == Rule("simple", tie="lot")


async def test_a_kind_without_a_rule_follows_ordinary_decisions_and_says_what_to_know(
    ruled: Store, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        await _open(desk, "expulsion")
        assert "as an ordinary decision" in desk.text
        assert "before you set a rule of its own" in desk.text
        assert "Civil Code (BW) 2:35(3)-(4)" in desk.text
        await desk.press("e")
        fill(desk, source="Statutes, art. 8", method="two-thirds")
        await desk.saved()
        assert "as an ordinary decision" not in desk.text
        assert "two thirds" in desk.text


async def test_a_rule_is_tried_on_a_count_without_storing_it_and_one_that_was_set_is_taken_back(
    ruled: Store, drive: Drive
) -> None:
    before = ruled.read(queries.voting_rules)
    async with drive() as desk:
        await _open(desk, "residents alloc")
        await desk.press("a", "3")
        fill(desk, entitled="38", present="18", votes_for="18", votes_against="2")
        await desk.saved()
        assert "18 people present and represented" in mistakes(desk)["votes_for"]
        fill(desk, votes_for="16")
        await desk.pilot.press("ctrl+s")
        await desk.settle()
        assert desk.name == "ConfirmScreen"
        assert "No valid decision: the quorum is 19 of 38" in desk.text
        await desk.press("y")
        fill(desk, second="True", votes_against="1")
        await desk.pilot.press("ctrl+s")
        await desk.settle()
        assert "Carried: 16 for, 1 against; 13 needed, three quarters of 17" in desk.text
        await desk.press("n")
        assert desk.name == "ListScreen"
        assert ruled.read(queries.voting_rules) == before
        await desk.press("u", "y")
        await desk.settle()
    record = ruled.read(queries.record, PLACES.index(("residents", "self_allocation")) + 1)
    assert record is not None
    assert len(record.values) == 1


async def test_what_a_source_says_is_never_markup(store: Store, drive: Drive) -> None:
    hostile = "[/] [@click=app.quit]x[/] \u202e art. 1"
    store.do(set_voting_rule, body="board", kind="ordinary", valid_from=TODAY, method="simple", source=hostile)
    async with drive(WIDE) as desk:
        await _open(desk, "board ordinary")
        assert "[@click=app.quit]" in desk.text
        await desk.press("e", "escape")
        assert desk.app.is_running

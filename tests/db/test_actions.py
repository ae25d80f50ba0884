"""A board reads who still has what to do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from db.journal import Transaction
from db.queries import actions as queries
from db.queries.base import Listing
from db.store import Store
from db.tables.actions import ActionPoint
from db.tables.decisions import Decision
from db.tables.meetings import AgendaItem, Meeting
from db.tables.members import Person
from db.tables.voting import Motion, Vote
from tests.conftest import TODAY, Furnish

MADE = date(2026, 10, 1)


def _put(transaction: Transaction) -> dict[str, int]:
    """Two people, a meeting with an item, a decision taken there, and actions of every kind."""
    anna = transaction.add(Person(family_name="Öztürk", given_name="Anna"))
    bas = transaction.add(Person(family_name="Bos", given_name="Bas"))
    meeting = transaction.add(Meeting(body="board", title="Bestuur oktober", starts_at="2026-10-01T20:00"))
    item = transaction.add(AgendaItem(meeting_id=meeting, position=1, title="Lift"))
    motion = transaction.add(Motion(item_id=item, position=1, text="De lift wordt vernieuwd"))
    vote = transaction.add(
        Vote(
            motion_id=motion,
            counted_at="2026-10-01T20:30",
            way="hands",
            kind="ordinary",
            method="simple",
            entitled=3,
            present=3,
            proxies=0,
            votes_for=3,
            outcome="carried",
        )
    )
    decision = transaction.add(
        Decision(number="B-1", decided_on=MADE, subject="Lift", outcome="carried", meeting_id=meeting, vote_id=vote)
    )
    late, soon = TODAY - timedelta(days=3), TODAY + timedelta(days=3)
    made: tuple[tuple[str, dict[str, Any]], ...] = (
        ("Offerte lift vragen", {"owner_id": anna, "due_on": soon, "item_id": item, "decision_id": decision}),
        ("Sleutels tellen", {"owner_id": bas, "due_on": late}),
        ("Fiets opruimen", {"owner_id": bas}),
        ("Notaris bellen", {"decision_id": decision}),
        ("Affiche ophangen", {"owner_id": bas, "due_on": late, "done_on": late}),
        ("Schuur verven", {"owner_id": anna, "dropped_on": late}),
    )
    for what, more in made:
        transaction.add(ActionPoint(what=what, made_on=MADE, **more))
    return {"item": item, "decision": decision, "meeting": meeting}


def _some(store: Store) -> dict[str, int]:
    return store.do(_put).result


def _what(rows: tuple[queries.ActionRow, ...]) -> list[str]:
    return [row.what.split()[0] for row in rows]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("open", ["Sleutels", "Offerte", "Fiets", "Notaris"]),
        ("overdue", ["Sleutels"]),
        ("nobody", ["Notaris"]),
        ("done", ["Affiche"]),
        ("dropped", ["Schuur"]),
        ("all", ["Sleutels", "Affiche", "Offerte", "Fiets", "Schuur", "Notaris"]),
    ],
)
def test_a_filter_chooses_actions(store: Store, furnish: Furnish, wanted: str, found: list[str]) -> None:
    furnish(_some)
    page = store.read(queries.page, Listing(filter=wanted), TODAY)
    assert (sorted(_what(page.rows)), page.total) == (sorted(found), len(found))
    assert set(queries.FILTERS) == {"open", "overdue", "nobody", "done", "dropped", "all"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("offerte", ["Offerte"]),
        ("ozturk", ["Offerte"]),
        ("b-1", ["Offerte", "Notaris"]),
        ("bestuur oktober", ["Offerte", "Notaris"]),
        ("lift", ["Offerte", "Notaris"]),
        ("lift zeven", []),
    ],
)
def test_any_word_finds_an_action(store: Store, furnish: Furnish, words: str, found: list[str]) -> None:
    furnish(_some)
    assert _what(store.read(queries.page, Listing(search=words, filter="open"), TODAY).rows) == found


def test_the_list_is_sorted_by_due_day_person_and_more_both_ways(store: Store, furnish: Furnish) -> None:
    furnish(_some)
    firsts = {"due": "Sleutels", "owner": "Sleutels", "made": "Sleutels", "what": "Fiets"}
    assert set(firsts) == set(queries.SORTS)
    for sort, first in firsts.items():
        up = _what(store.read(queries.page, Listing(filter="open", sort=sort), TODAY).rows)
        down = _what(store.read(queries.page, Listing(filter="open", sort=sort, descending=True), TODAY).rows)
        assert sorted(up) == sorted(down)
        assert first == up[0] or sort == "made"
    assert _what(store.read(queries.page, Listing(filter="open", sort="due"), TODAY).rows)[-1] in ("Notaris", "Fiets")


def test_the_action_list_is_read_out_by_person_and_what_nobody_has_comes_last(store: Store, furnish: Furnish) -> None:
    furnish(_some)
    rows = store.read(queries.open_actions, TODAY)
    assert [(row.owner, row.what.split()[0], row.overdue) for row in rows] == [
        ("Bas Bos", "Sleutels", True),
        ("Bas Bos", "Fiets", False),
        ("Anna Öztürk", "Offerte", False),
        ("", "Notaris", False),
    ]


def test_an_item_a_meeting_and_a_decision_know_their_actions(store: Store, furnish: Furnish) -> None:
    known = furnish(_some)
    assert _what(store.read(queries.actions_of_item, known["item"])) == ["Offerte"]
    assert _what(store.read(queries.actions_of_meeting, known["meeting"])) == ["Offerte"]
    assert _what(store.read(queries.actions_of_decision, known["decision"])) == ["Offerte", "Notaris"]
    assert store.read(queries.decisions_of_item, known["item"]) == ((known["decision"], "B-1", "Lift"),)
    assert store.read(queries.record, 99, TODAY) is None


def test_the_report_has_the_keys_of_the_command_line(store: Store, furnish: Furnish) -> None:
    furnish(_some)
    rows = store.read(queries.register, TODAY)
    assert rows[0] == {
        "what": "Sleutels tellen",
        "owner": "Bas Bos",
        "made_on": MADE,
        "due_on": TODAY - timedelta(days=3),
        "done_on": None,
        "dropped_on": None,
        "overdue": True,
        "decision": "",
        "meeting": "",
    }
    assert [row["meeting"] for row in rows if row["decision"]] == ["2026-10-01 Bestuur oktober"] * 2

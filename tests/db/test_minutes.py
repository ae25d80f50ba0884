"""Everything the minutes need is gathered from what was recorded in the room."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.exchange.minutes import markdown
from coopadmin.services.meetings import cancel_meeting, correct_meeting, plan_meeting
from coopadmin.services.minutes import approve_minutes
from db.queries import minutes as queries
from db.store import Store
from tests.conftest import TODAY, Furnish
from tests.minutes_made import MEETING, hold_meeting


@pytest.fixture
def held(store: Store, furnish: Furnish) -> queries.Minutes:
    """Hold the made-up meeting, and read its minutes."""
    furnish(hold_meeting)
    found = store.read(queries.minutes, MEETING)
    assert found is not None
    return found


def test_the_heading_says_what_when_and_who(held: queries.Minutes) -> None:
    assert (held.title, held.body, held.place, held.held_on) == (
        "Najaarsvergadering",
        "general",
        "Zaal <De Vonk>",
        date(2026, 11, 2),
    )
    assert (held.opened_at, held.closed_at) == ("2026-11-02T20:02", "2026-11-02T21:40")
    assert (held.chair, held.secretary, held.convened_on) == ("Anna van den Berg", "Bas Bos", date(2026, 10, 12))
    assert held.quorum_line.startswith("7 may vote · 3 present · 1 by proxy")
    assert held.due_on > held.held_on
    assert held.is_draft


def test_who_was_there_is_known_with_times_where_that_was_not_all_of_it(held: queries.Minutes) -> None:
    assert [(one.name, one.whole, one.stays[0][0][11:], (one.stays[0][1] or "")[11:]) for one in held.present] == [
        ("Anna van den Berg", True, "19:55", "21:40"),
        ("Bas Bos", True, "19:55", "21:40"),
        ("Dirk Dijk", False, "20:10", "21:40"),
        ("Çelik Öz_türk", False, "19:55", "20:40"),
    ]
    assert held.absent == ("Fa*d Faber", "Gé de Groot")


def test_a_proxy_says_whether_it_counted_and_why_not(held: queries.Minutes) -> None:
    first, second = held.proxies
    assert (first.giver, first.holder, first.counted, first.of) == ("Els Evers", "Bas Bos", 5, 5)
    assert (second.giver, second.counted, second.counts) == ("Fa*d Faber", 0, False)
    assert second.why


def test_every_item_has_its_motions_votes_rounds_and_actions(held: queries.Minutes) -> None:
    assert [item.title for item in held.items] == [
        "Opening",
        "Huisregels [café]",
        "Lift",
        "Nieuwe buur 4A",
        "Rondvraag",
    ]
    _opening, rules, lift, neighbour, business = held.items
    assert [one.reason for one in rules.recusals] == ["huurt het café"]
    assert [vote.replaced for vote in rules.motions[0].votes] == [True, False]
    assert [vote.number for vote in rules.decided] == ["B-2026-01"]
    assert (lift.presenter, lift.documents) == ("Bas Bos", (("Offerte_lift.pdf", "map <lift>"),))
    (voters,) = lift.named.values()
    assert [one.choice for one in voters if one.name == "Els Evers"] == ["for"]
    assert [len(one.objections) for one in neighbour.motions[0].rounds] == [1, 0]
    assert [one.what for one in business.actions] == ["Sleutels tellen"]
    assert [one.number for one in held.decisions] == ["B-2026-01", "B-2026-02", "B-2026-03"]
    assert len(held.actions) == 2


def test_a_meeting_is_found_by_its_number_or_its_day(store: Store, held: queries.Minutes) -> None:
    assert held
    assert [one.meeting_id for one in store.read(queries.meetings_named, meeting_id=MEETING)] == [MEETING]
    assert [one.meeting_id for one in store.read(queries.meetings_named, on=date(2026, 11, 2))] == [MEETING]
    assert store.read(queries.meetings_named, on=date(2026, 11, 3)) == ()
    assert store.read(queries.minutes, 99) is None


def test_a_second_meeting_that_was_planned_is_told_and_stays_told_once_approved(
    store: Store, held: queries.Minutes
) -> None:
    def told() -> str | None:
        found = store.read(queries.minutes, MEETING)
        assert found is not None
        return found.second_at

    assert held.second_at is None
    store.do(plan_meeting, body="general", starts_at="2026-11-19T20:00", second_of_id=MEETING)
    assert told() == "2026-11-19T20:00"
    store.do(cancel_meeting, meeting_id=2, reason="sneeuw")
    assert told() is None
    store.do(plan_meeting, body="general", starts_at="2026-11-20T20:00", second_of_id=MEETING)
    found = store.read(queries.minutes, MEETING)
    assert found is not None
    assert "A second meeting was planned for 20 November 2026 at 20:00" in markdown(found)
    store.do(approve_minutes, meeting_id=MEETING, approved_on=date(2026, 11, 18))
    store.do(correct_meeting, meeting_id=3, title="Tweede", starts_at="2026-11-21T20:00")
    store.do(cancel_meeting, meeting_id=3, reason="sneeuw")
    assert told() == "2026-11-20T20:00"


def test_minutes_are_approved_by_a_later_meeting_of_the_same_body(store: Store, held: queries.Minutes) -> None:
    assert held

    def plan(body: str, day: str) -> int:
        values = {"body": body, "title": day, "starts_at": f"{day}T20:00", "usual_items": False}
        return store.do(plan_meeting, **values).result

    plan("general", "2026-10-01")
    plan("board", "2026-11-10")
    later = plan("general", "2026-11-18")
    plan("general", "2026-12-18")
    assert [one.meeting_id for one in store.read(queries.approving, MEETING, TODAY)] == [later]
    assert store.read(queries.approving, 99, TODAY) == ()

"""A coordinator keeps work days and hours at the desk: planned, asked, printed, closed, paid and claimed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coopadmin.services.hours import note_hours
from coopadmin.services.work_days import plan_work_day
from db.queries import self_work as claims
from db.queries import work_days
from db.store import Store
from screens.desk.work_days import read_work_days
from screens.forms import FormScreen
from screens.hours.section import hours_section
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, filled_in, message_under, notices
from tests.working_day import ENDS, RAINY, STARTS, Garden, plant


@pytest.fixture
def garden(furnish: Furnish) -> Garden:
    """The garden day, planned for last week and not closed yet."""
    return furnish(plant)


def _day(store: Store, work_day_id: int = 1) -> work_days.WorkDayRecord:
    found = store.read(work_days.record, work_day_id, TODAY)
    assert found is not None
    return found


async def _act(desk: Desk, label: str) -> None:
    """Choose something to do with the record under the cursor."""
    await desk.press("a")
    lines = desk.lines("ChooseScreen OptionList")
    place = next(place for place, line in enumerate(lines) if line[2:] == label)
    await desk.press(*["down"] * place, "enter")


async def test_a_work_day_is_planned_filled_printed_and_closed_in_one_form(
    store: Store, garden: Garden, drive: Drive, tmp_path: Path
) -> None:
    async with drive(NARROW) as desk:
        desk.app.go_to("work_days")
        await desk.settle()
        await desk.press("n")
        fill_in(desk, title="Kelder", starts_at="28-11-2026 10:00", ends_at="9:00")
        await desk.saved()
        assert "the end comes after" in message_under(desk, "ends_at")
        fill_in(desk, ends_at="15:00", reserve_on="5-12-2026")
        await desk.saved()
        assert "○ planned" in desk.text
        # One by one from what residents can do, until Escape.
        await _act(desk, "Choose tasks")
        assert "M-3 · Vijver schoonmaken · tuin · 1:30 hours" in desk.text
        await desk.press("1")
        assert "1 task (1:30 hours) chosen" in desk.text
        await desk.press("escape")
        await _act(desk, "Arrange a task")
        await desk.press("1")
        fill_in(desk, people="3", needs="netten")
        await desk.saved()
        await _act(desk, "Who comes")
        await desk.type("doras")
        await desk.press("enter")
        fill_in(desk, task_id=str(garden.tasks[2]), note="brengt een net mee")
        await desk.saved()
        await desk.press("enter")
        assert "Vijver schoonmaken · tuin · 3 people · netten · Dora Dorasen" in desk.text
        await _act(desk, "Sheet to print")
        assert "What we do" in desk.text
        await desk.press("y")
        target = tmp_path / "blad.html"
        fill_in(desk, file=str(target))
        await desk.saved()
        assert "Vijver schoonmaken (M-3)" in target.read_text(encoding="utf-8")
        await _act(desk, "Close the day")
        assert "still to come" in notices(desk, "warning")
        assert not isinstance(desk.app.screen, FormScreen)
        await _act(desk, "Put off for the weather")
        await desk.press("y")
        assert _day(store, 2).day.on == date(2026, 12, 5)
        await _act(desk, "Ask everybody")
        await desk.press("y")
        assert len(_day(store, 2).helpers) == 5
        await _act(desk, "Take somebody off the list")
        await desk.press("1")
        await _act(desk, "Take a task off")
        await desk.press("1")
        assert (len(_day(store, 2).helpers), _day(store, 2).tasks) == (4, ())
        await _act(desk, "Call off")
        fill_in(desk, reason="geen animo")
        await desk.saved()
        assert "✗ called off" in desk.text
        for label in ("Choose tasks", "Who comes", "Call off", "Close the day"):
            desk.app.clear_notifications()
            await _act(desk, label)
            assert "was called off" in notices(desk, "warning"), label
            assert not isinstance(desk.app.screen, FormScreen)


async def test_everybody_who_came_has_hours_and_they_are_granted_paid_and_claimed(
    store: Store, garden: Garden, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        desk.app.go_to("work_days")
        await desk.settle()
        await _act(desk, "Close the day")
        first = filled_in(desk)
        assert first["outcome_1"] == "done"
        assert (first["minutes_1"], first["minutes_2"]) == ("6:00", "")
        fill_in(desk, minutes_1="2,5 u", also_minutes_1="1:00", outcome_2="begun")
        await desk.settle()
        assert message_under(desk, "minutes_1") == "2:30 hours"
        await desk.saved()
        assert "whose hours" in message_under(desk, "also_1")
        fill_in(desk, also_minutes_1="")
        await desk.saved()
        assert "1 done, 1 begun, 0 not done; 1 person, 2:30 hours" in notices(desk)
        assert [(row.person, row.minutes) for row in _day(store).hours] == [("Anna Berg", 150)]

        await desk.press("b")
        await _act(desk, "Pay")
        assert "given for nothing" in notices(desk, "warning")
        await _act(desk, "Grant a fee")
        fill_in(desk, rate_cents="15.00")
        await desk.press("tab")
        await desk.type("eigen werk")
        await desk.press("enter")
        await desk.saved()
        await _act(desk, "Pay")
        assert "2:30 hours, €37.50" in desk.text
        fill_in(desk, account="1")
        await desk.saved()
        assert "✓ paid" in desk.text
        await _act(desk, "Take the payment back")
        fill_in(desk, reason="verkeerde rekening")
        await desk.saved()
        assert "● to be paid" in desk.text

        await desk.press("b")
        assert "Hours by household" in desk.text
        assert "2:30" in desk.text
        await desk.press("b", "n")
        assert "For a fee in all: 1 entry, 2:30 hours, €37.50" in desk.text
        await desk.saved()
        assert "Z-2026-01" in desk.text
        assert "no task of the corporation" in notices(desk, "warning")
        await _act(desk, "Answer")
        fill_in(desk, granted_cents="20.00")
        await desk.saved()
        await desk.press("f", "2")
        assert "✓ granted in part" in desk.text
        await _act(desk, "Claim to print")
        assert "Awarded" in desk.text
        assert "Anna" not in desk.app.screen.query_one(".detail Static").render().plain  # type: ignore[attr-defined]
        await desk.press("n")
        await _act(desk, "Withdraw")
        fill_in(desk, reason="opnieuw")
        await desk.saved()
        found = store.read(claims.record, 1)
        assert found is not None
        assert found.claim.state == "withdrawn"


def test_the_first_page_announces_the_next_work_day_and_one_to_be_closed(store: Store, garden: Garden) -> None:
    def told(on: date) -> list[tuple[str, str]]:
        return [(one.sign, one.text) for one in store.read(lambda connection: list(read_work_days(connection, on)))]

    assert garden
    assert told(date(2026, 10, 20)) == []
    assert told(date(2026, 10, 30)) == [("○", "14 Nov 2026 · 1 of 2 tasks have somebody · Tuin in de herfst")]
    assert told(date(2026, 11, 9)) == [("○", "Saturday · 1 of 2 tasks have somebody · Tuin in de herfst")]
    assert told(STARTS.date()) == [("●", "today · 1 of 2 tasks have somebody · Tuin in de herfst")]
    starts_at, ends_at = STARTS.replace(day=RAINY.day), ENDS.replace(day=RAINY.day)
    store.do(plan_work_day, title="Kelder", starts_at=starts_at, ends_at=ends_at)
    assert told(TODAY) == [
        ("●", "Tuin in de herfst was on 14 Nov 2026; note what came of it, and the hours"),
        ("○", "28 Nov 2026 · Kelder: no tasks chosen yet"),
    ]


def test_a_task_shows_who_worked_on_it(store: Store, garden: Garden) -> None:
    for minutes in (30, 60):
        store.do(
            note_hours,
            person_id=garden.anna,
            worked_on=TODAY,
            minutes=minutes,
            what="snoeien",
            task_id=garden.tasks[0],
        )
    section = store.read(hours_section, garden.tasks[0])
    assert section.title == "hours: 1:30"
    assert [entry.text for entry in section.entries] == [
        "Tuin in de herfst",
        "0:30 · Anna Berg · M-1 · snoeien",
        "1:00 · Anna Berg · M-1 · snoeien",
    ]
    assert store.read(hours_section, garden.tasks[1]).title == "work day"
    assert store.read(hours_section, garden.tasks[2]).entries == ()


@pytest.mark.parametrize(("columns", "names_the_order"), [(120, True), (80, False)])
async def test_the_head_of_a_list_says_how_many_there_are_before_it_says_their_order(
    garden: Garden, drive: Drive, columns: int, names_the_order: bool
) -> None:
    async with drive((columns, 24)) as desk:
        desk.app.go_to("claims")
        await desk.settle()
        assert "0 claims" in desk.text.splitlines()[2]
        assert ("by number" in desk.text.splitlines()[2]) is names_the_order


async def test_a_work_day_that_is_over_is_offered_to_be_closed_where_it_would_be_corrected(
    store: Store, garden: Garden, drive: Drive
) -> None:
    async with drive(NARROW) as desk:
        desk.app.go_to("work_days")
        await desk.settle()
        await desk.press("e")
        assert "Close the day, with everybody's hours" in desk.text
        await desk.press("2")
        assert "starts_at" in filled_in(desk)
        await desk.press("escape", "e", "escape")
        assert not isinstance(desk.app.screen, FormScreen)
        await desk.press("e", "1")
        assert filled_in(desk)["minutes_1"] == "6:00"
        await desk.saved()
    assert _day(store).day.state == "closed"

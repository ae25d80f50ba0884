"""The sheet in the hall says what is done and by whom; the claim says what was done, and names nobody."""

from __future__ import annotations

from typing import Any

from coopadmin.exchange import self_work_claim, work_sheet
from coopadmin.services import self_work, work_days
from coopadmin.services.hours import note_hours
from db.queries import self_work as claims
from db.queries import work_days as queries
from db.queries.work_days import WorkDayRecord
from db.store import Store
from tests.conftest import TODAY, Furnish
from tests.working_day import STARTS, Garden, plant


def _record(store: Store, garden: Garden) -> WorkDayRecord:
    found = store.read(queries.record, garden.day, TODAY)
    assert found is not None
    return found


def test_the_sheet_has_the_day_the_tasks_the_people_and_room_to_sign(store: Store, furnish: Furnish) -> None:
    garden = furnish(plant)
    record = _record(store, garden)
    sheet = work_sheet.markdown(record)
    for line in (
        "# Tuin in de herfst",
        "- **Day:** Saturday 14 November 2026",
        "- **Time:** 10:00–16:00",
        "- **In bad weather:** Saturday 28 November 2026",
        "| 1 | Heg snoeien (M-1) | tuin | 2 |  | Anna Berg | ☐ |",
        "All together at least 4 hours of work; of some tasks nobody said how long they take.",
        "1 said to come.",
        "| Anna Berg | 1 |  |  |",
        "| Bas Bassen (perhaps) |  |  |  |",
    ):
        assert line in sheet.splitlines()
    assert "soep" in sheet
    assert work_sheet.stem(record) == "work-day-2026-11-14"
    page = work_sheet.page(record)
    assert page.startswith("<!DOCTYPE html>")
    assert page.count('<table class="tall">') == 1
    assert "http" not in page
    assert "Heg snoeien" in work_sheet.text(record, 60)


def test_a_sheet_without_tasks_or_of_a_day_that_was_called_off_says_so(store: Store, furnish: Furnish) -> None:
    garden = furnish(plant)
    other = store.do(work_days.plan_work_day, title="<b>Kelder</b>", starts_at=STARTS, ends_at=STARTS.replace(hour=12))
    store.do(work_days.cancel_work_day, work_day_id=other.result, cancelled_on=TODAY, reason="storm")
    record = store.read(queries.record, other.result, TODAY)
    assert record is not None
    assert "No tasks were chosen yet." in work_sheet.markdown(record)
    assert "called off on 20 November 2026" in work_sheet.markdown(record)
    assert "<b>Kelder" not in work_sheet.page(record)
    assert _record(store, garden).day.title


def test_a_claim_has_its_lines_and_its_answer_and_no_names(store: Store, furnish: Furnish) -> None:
    garden = furnish(plant)
    fee: dict[str, Any] = {"rate_cents": 1500, "decision_id": garden.decision}
    entries = [
        store.do(
            note_hours,
            person_id=garden.bas,
            worked_on=STARTS.date(),
            minutes=minutes,
            what="hek",
            task_id=garden.tasks[1],
            **fee,
        ).result
        for minutes in (100, 7)
    ]
    claim_id, doubts = store.do(
        self_work.make_claim, owner_id=garden.owner, entry_ids=entries, claimed_on=TODAY, note="zie foto's"
    ).result
    assert doubts == ()
    store.do(self_work.answer_claim, claim_id=claim_id, answered_on=TODAY, granted_cents=2600)
    record = store.read(claims.record, claim_id)
    assert record is not None
    written = self_work_claim.markdown(record, "De Vonk")
    for line in (
        "# Claim Z-2026-01: work done by residents",
        "- **To:** Woonstad",
        "- **Awarded:** €26.00",
        "| 14 Nov 2026 | hek | M-2 | 1:40 | €15.00 | €25.00 | B-2026-01 |",
        "| 14 Nov 2026 | hek | M-2 | 0:07 | €15.00 | €1.75 | B-2026-01 |",
        "Together 1:47 hours, €26.75.",
    ):
        assert line in written.splitlines()
    assert "Bas" not in written
    assert "Claim Z-2026-01" in self_work_claim.page(record, "De Vonk")
    assert "Bas" not in self_work_claim.text(record, "De Vonk")
    assert self_work_claim.stem(record) == "claim-Z-2026-01"
    # What was withdrawn and claimed anew has lines no more.
    store.do(self_work.withdraw_claim, claim_id=claim_id, withdrawn_on=TODAY, reason="fout")
    store.do(self_work.make_claim, owner_id=garden.owner, entry_ids=entries, claimed_on=TODAY)
    gone = store.read(claims.record, claim_id)
    assert gone is not None
    assert "claimed anew" in self_work_claim.markdown(gone, "De Vonk")

"""A maintenance coordinator at the desk hands work over, asks prices, gives orders, and keeps the contractors."""

from __future__ import annotations

from datetime import date

import pytest
from textual.widgets import OptionList

from coopadmin.services import maintenance
from coopadmin.services.association import save_owner
from coopadmin.services.budget import save_category, set_budget
from coopadmin.services.contractors import save_contractor
from coopadmin.services.decisions import record_decision
from coopadmin.services.handovers import hand_over
from coopadmin.services.limits import set_limit
from coopadmin.services.maintenance import TaskData
from coopadmin.services.orders import cancel_order, give_order
from db.queries import contractors as contractor_queries
from db.queries import handovers, orders
from db.queries import limits as limit_queries
from db.store import Store
from screens.app import Ref
from screens.boxes import PickBox
from tests.conftest import Furnish
from tests.screens.conftest import WIDE, Desk, Drive
from tests.screens.filling import fill_in, filled_in, form_of, message_under, notices

TODAY = date(2026, 11, 20)
ROOF, BOILER = 1, 2


def _work(store: Store) -> None:
    """A roof that is the corporation's, a boiler of ours, a plumber, a mandate, a decision and a budget."""
    store.do(save_owner, name="Woonbron", contact="", email="", phone="", kvk_number="", note="")
    roof = TaskData("Roof leaks", date(2026, 11, 16), responsible="corporation")
    store.do(maintenance.report_task, number="M-0001", task=roof)
    boiler = TaskData(
        "New boiler", date(2026, 11, 16), responsible="cooperative", budget_cents=3000_00, contractor="de loodgieter"
    )
    store.do(maintenance.report_task, number="M-0002", task=boiler)
    store.do(save_contractor, name="Loodgieter Blij", trade="LOO")
    store.do(set_limit, body="coordinator", valid_from=date(2026, 1, 1), amount_cents=500_00, source="agreement")
    day = date(2026, 11, 12)
    store.do(record_decision, number="B-1", decided_on=day, subject="Boiler", outcome="carried", body="Bestuur")
    upkeep = store.do(save_category, code="upkeep", name="Upkeep", direction="expense", purpose="maintenance").result
    store.do(set_budget, category_id=upkeep, year=2026, amount_cents=3000_00)


@pytest.fixture
def work(store: Store, furnish: Furnish) -> Store:
    """Give a store with the work, and nothing done about it."""
    furnish(_work)
    return store


async def choose(desk: Desk, *words: str) -> None:
    """Choose lines of the lists that come up one after the other, by a part of what they say."""
    for word in words:
        lines = desk.lines("OptionList")
        place = next(place for place, line in enumerate(lines) if word in line)
        desk.app.screen.query_one(OptionList).highlighted = place
        await desk.press("enter")


async def act(desk: Desk, *words: str) -> None:
    """Choose an action of the record, and what it asks then."""
    await desk.press("a")
    await choose(desk, *words)


async def show(desk: Desk, subject: str, record_id: int) -> None:
    """Go to a record."""
    desk.app.open_record(Ref(subject, record_id))
    await desk.settle()


async def test_the_coordinator_hands_a_roof_over_reminds_and_hears_that_it_is_done(work: Store, drive: Drive) -> None:
    async with drive((80, 40)) as desk:
        await show(desk, "maintenance", ROOF)
        assert "It is the corporation's: hand it over" in desk.text
        await act(desk, "Corporation")
        fill_in(desk, reference="WB-4711", handed_on="17-11-2026", promised_on="16-11-2026")
        await desk.saved()
        assert "it was handed over only on" in message_under(desk, "promised_on")
        fill_in(desk, promised_on="19-11-2026")
        await desk.saved()
        assert "After 19 November 2026 you are asked to remind the corporation." in notices(desk)
        assert "▲ remind it: the corporation promised it for" in desk.text
        await act(desk, "Corporation", "Reminded")
        assert "Its number: WB-4711. Promised for 19 November 2026." in form_of(desk).intro
        fill_in(desk, note="comes tomorrow", promised_on="21-11-2026")
        await desk.saved()
        assert "○ remind it after 21 Nov 2026" in desk.text
        await act(desk, "Corporation", "Correct")
        assert filled_in(desk)["promised_on"] == "21-11-2026"
        fill_in(desk, reference="WB-4712")
        await desk.saved()
        await act(desk, "Corporation", "comes back")
        fill_in(desk, note="not theirs")
        await desk.press("escape")
        await act(desk, "Corporation", "has done it")
        await desk.saved()
    (one,) = work.read(handovers.of_task, ROOF, TODAY)
    assert (one.outcome, one.reference, one.owner) == ("done", "WB-4712", "Woonbron")


async def test_an_order_above_the_mandate_waits_for_the_decision_and_ends_with_its_invoice(
    work: Store, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        await show(desk, "maintenance", BOILER)
        assert "above the limit of the maintenance coordinator" in desk.text
        await act(desk, "Quote")
        assert filled_in(desk)["contractor_id"] == "1"
        await desk.saved()
        await act(desk, "Quote", "Loodgieter Blij", "price came in")
        fill_in(desk, amount_cents="2800", valid_until="31-12-2026")
        await desk.saved()
        assert "M-0002 waits no more." in notices(desk)
        await act(desk, "Quote", "Loodgieter Blij", "Give the order")
        await desk.saved()
        assert "Link a decision that was carried (board)" in desk.text
        await desk.press("escape")
        await act(desk, "Decision that allows it")
        form_of(desk).query_one("#field-decision_id", PickBox).pick(1, "Boiler")
        assert filled_in(desk)["amount_cents"] == "3,000.00"
        await desk.saved()
        await act(desk, "Order")
        assert "✓ Decision B-1 allows it." in form_of(desk).intro
        await desk.press("escape")
        await act(desk, "Quote", "Loodgieter Blij", "Give the order")
        fill_in(desk, finish_by="30-11-2026")
        await desk.saved()
        assert "W-0001" in desk.text
        assert "by decision B-1" in desk.text
        await act(desk, "Order", "W-0001", "Correct what was agreed")
        fill_in(desk, amount_cents="2850")
        await desk.saved()
        await act(desk, "Order", "W-0001", "invoice came in")
        fill_in(desk, invoiced_cents="2900", invoice="F-12")
        await desk.saved()
        assert "€2,900.00 was invoiced, €2,850.00 was agreed; ask why." in notices(desk, "warning")
        await show(desk, "budget", 1)
        assert "of which invoiced €2,900.00" in desk.text
        assert "Loodgieter Blij · €2,900.00 invoiced" in desk.text
        await show(desk, "maintenance", BOILER)
        await act(desk, "Order", "W-0001", "Take the invoice off")
        await act(desk, "Order", "W-0001", "Cancel the order")
        fill_in(desk, reason="too dear")
        await desk.saved()
    (one,) = work.read(orders.of_task, BOILER, TODAY).orders
    assert (one.state, one.amount_cents, one.invoiced_cents) == ("cancelled", 2850_00, None)


async def test_an_appointment_is_proposed_with_whom_the_order_was_given_to(work: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await show(desk, "maintenance", BOILER)
        await act(desk, "Appointment")
        assert not filled_in(desk)["contractor_id"]
        await desk.press("escape")
        order = work.do(give_order, task_id=BOILER, contractor_id=1, ordered_on=TODAY, amount_cents=100_00).result
        await show(desk, "maintenance", BOILER)
        await act(desk, "Appointment")
        assert filled_in(desk)["contractor_id"] == "1"
        await desk.press("escape")
        work.do(cancel_order, order_id=order, cancelled_on=TODAY, reason="too late")
        await act(desk, "Appointment")
        assert not filled_in(desk)["contractor_id"]


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        (3500_00, "Upkeep: 85 % of the budget is used, €500.00 is left."),
        (1000_00, "Upkeep is over its budget by €2,000.00."),
    ],
)
async def test_an_order_that_uses_the_budget_up_says_so_at_once(
    work: Store, drive: Drive, budget: int, told: str
) -> None:
    work.do(set_budget, category_id=1, year=2026, amount_cents=budget)
    async with drive(WIDE) as desk:
        await show(desk, "maintenance", BOILER)
        await act(desk, "Decision that allows it")
        form_of(desk).query_one("#field-decision_id", PickBox).pick(1, "Boiler")
        await desk.saved()
        await act(desk, "Order")
        fill_in(desk, contractor_id="1", amount_cents="2800")
        await desk.saved()
        assert told in notices(desk, "warning")


async def test_while_a_price_is_typed_the_form_says_who_decides_on_it(work: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await show(desk, "maintenance", BOILER)
        await act(desk, "Order")
        fill_in(desk, amount_cents="100")
        await desk.settle()
        assert "within the mandate" in form_of(desk).intro
        fill_in(desk, amount_cents="2800")
        await desk.settle()
        assert "the board decides" in form_of(desk).intro
        assert "Link that decision first" in form_of(desk).intro
        await desk.press("escape")
        await act(desk, "Decision that allows it")
        assert "the board decides" in form_of(desk).intro
        assert "Link that decision first" not in form_of(desk).intro
        fill_in(desk, amount_cents="100")
        await desk.settle()
        assert "within the mandate" in form_of(desk).intro


async def test_the_coordinator_keeps_the_contractors_and_the_mandates(work: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        desk.app.go_to("contractors")
        await desk.settle()
        assert "Loodgieter Blij" in desk.text
        await act(desk, "Who the register names", "de loodgieter", "Loodgieter Blij")
        assert "1 task is of Loodgieter Blij now." in notices(desk)
        await act(desk, "Who the register names")
        assert "Every contractor that a task names is in the list." in notices(desk)
        await desk.press("n")
        fill_in(desk, name="loodgieter blij bv")
        await desk.saved()
        assert "is in the list already" in message_under(desk, "name")
        fill_in(desk, name="Kwast & Zn.", trade="SCH", emergencies="True")
        await desk.saved()
        assert "Kwast & Zn." in desk.text
        await act(desk, "No more work, or work again")
        await desk.saved()
        await act(desk, "No more work, or work again")
        assert "Kwast & Zn. gets work again." in notices(desk)
        await act(desk, "Mandates", "board: not set")
        fill_in(desk, amount_cents="400", source="meeting")
        await desk.saved()
        assert "may do more than that" in message_under(desk, "amount_cents")
        fill_in(desk, amount_cents="5000")
        await desk.saved()
        await desk.press("f9")
        assert any("up to €5,000.00 · meeting" in line for line in desk.lines("#items"))
    assert [one.amount_cents for one in work.read(limit_queries.in_force, TODAY)] == [500_00, 5000_00]
    assert work.read(contractor_queries.unmatched) == ()


def test_the_first_page_asks_for_a_reminder_only_once_the_promised_day_is_past(work: Store) -> None:
    from screens.desk.calendar import read_calendar

    day = date(2026, 11, 19)
    work.do(hand_over, task_id=ROOF, handed_on=date(2026, 11, 17), way="portal", promised_on=day)
    assert work.read(read_calendar, day)[0] == []
    (item,) = work.read(read_calendar, TODAY)[0]
    assert (item.sign, item.label, item.target) == ("▲", "Corporation", Ref("maintenance", ROOF))
    assert item.text == "1 day late · Remind the corporation: M-0001 Roof leaks"


async def test_a_list_with_nothing_in_it_still_offers_what_is_about_no_record(store: Store, drive: Drive) -> None:
    boiler = TaskData("New boiler", date(2026, 11, 16), responsible="cooperative", contractor="de loodgieter")
    store.do(maintenance.report_task, number="M-0002", task=boiler)
    async with drive(WIDE) as desk:
        desk.app.go_to("contractors")
        await desk.settle()
        await act(desk, "Who the register names")
        assert any("de loodgieter" in line for line in desk.lines("OptionList"))
        await desk.press("escape", "e")
        assert "There is nothing in this list to choose." in notices(desk)
        desk.app.go_to("keys")
        await desk.settle()
        await desk.press("a")
        assert notices(desk).count("There is nothing in this list to choose.") == 2


async def test_a_list_that_a_filter_empties_does_not_say_that_there_never_was_anything(
    work: Store, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        desk.app.go_to("contractors")
        await desk.settle()
        await desk.press("f", "4")
        assert "Nothing here. F shows others, N adds one." in desk.text
        assert "No contractors yet" not in desk.text

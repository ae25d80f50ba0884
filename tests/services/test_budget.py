"""A treasurer keeps categories and a budget, and sees what a year cost, what is promised, and what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from coopadmin.errors import Invalid, Refused
from coopadmin.reports.budget import budget as budget_report
from coopadmin.services import maintenance, matching
from coopadmin.services.association import correct_cooperative, set_rule
from coopadmin.services.budget import (
    add_usual_categories,
    end_category,
    resume_category,
    save_category,
    set_budget,
    take_over_budget,
)
from coopadmin.services.maintenance import TaskData
from coopadmin.services.matching_parts import Part
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import budget as queries
from db.queries.base import Listing
from db.queries.budget import CategoryRow
from db.queries.pass_on import passing_on
from db.store import Store
from db.tables.bank import BankAccount, BankFile, BankLine, BankStatement
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.decisions import Decision
from db.tables.dwellings import Dwelling
from db.tables.hours import HoursEntry
from db.tables.maintenance import MaintenanceTask
from db.tables.maintenance_plan import PlanElement, PlanMeasure
from db.tables.members import Person

TODAY = date(2026, 11, 20)
BOILER = TaskData(
    "New boiler", date(2026, 10, 1), kind="planned", urgency="planned", responsible="cooperative", budget_cents=3000_00
)


def bring_line(transaction: Transaction, *, day: date, cents: int) -> int:
    """Have a bank line."""
    place = len(transaction.execute(select(col(BankLine.id))).all()) + 1
    account = transaction.scalar(select(col(BankAccount.id))) or transaction.add(BankAccount(number="NL1"))
    file_id = transaction.add(BankFile(name="a", format="mt940", sha256=str(place)))
    statement = transaction.add(BankStatement(file_id=file_id, account_id=account))
    return transaction.add(
        BankLine(
            statement_id=statement,
            account_id=account,
            position=1,
            key=str(place),
            booked_on=day,
            amount_cents=cents,
            name="De Loodgieter",
        )
    )


def charge_rent(transaction: Transaction, *, months: list[date]) -> None:
    """Have rents charged."""
    home = transaction.add(Dwelling(code="12C"))
    contract = transaction.add(Contract(number="C-0001", dwelling_id=home, starts_on=date(2020, 1, 1)))
    for month in months:
        transaction.add(
            Charge(
                contract_id=contract,
                kind="rent",
                month=month,
                due_on=month,
                amount_cents=700_00,
                basic_rent_cents=600_00,
                service_charge_cents=80_00,
                energy_cents=20_00,
            )
        )


def _category(store: Store, code: str = "maintenance", purpose: str = "maintenance", direction: str = "expense") -> int:
    return store.do(save_category, code=code, name=code.capitalize(), direction=direction, purpose=purpose).result


def _spend(store: Store, category: int, cents: int, day: date = date(2026, 11, 2), task: int | None = None) -> None:
    line = store.do(bring_line, day=day, cents=cents).result
    part = Part(cents, "category", category_id=category, task_id=task)
    store.do(matching.post_line, line_id=line, parts=[part])


def _row(store: Store, category: int, year: int = 2026) -> CategoryRow:
    rows = store.read(queries.year, year, TODAY).rows
    return next(row for row in rows if row.category_id == category)


# -- a year --------------------------------------------------------------------------------------------------------


def test_what_was_spent_and_promised_is_held_against_the_budget(store: Store) -> None:
    category = _category(store)
    store.do(set_budget, category_id=category, year=2026, amount_cents=10000_00)
    _spend(store, category, -4000_00)
    _spend(store, category, -1_00, date(2025, 12, 31))
    task = store.do(maintenance.report_task, number="M-0001", task=BOILER, every_months=None).result
    row = _row(store, category)
    assert (row.use.booked_cents, row.use.committed_cents, row.use.left_cents) == (4000_00, 3000_00, 3000_00)
    assert (row.use.percent, row.state) == (70, "fine")
    _spend(store, category, -1000_00, task=task)
    row = _row(store, category)
    assert (row.use.booked_cents, row.use.committed_cents, row.use.percent) == (5000_00, 2000_00, 70)
    store.do(maintenance.complete_task, task_id=task, done_on=date(2026, 11, 10), cost_cents=4500_00)
    row = _row(store, category)
    assert (row.use.committed_cents, row.use.percent, row.state) == (3500_00, 85, "near")
    assert _row(store, category, 2025).use.booked_cents == 1_00


def test_what_the_corporation_or_a_resident_sees_to_takes_nothing_of_the_budget(store: Store) -> None:
    category = _category(store)
    for number, party in (("M-1", "corporation"), ("M-2", "resident"), ("M-3", "unknown")):
        task = TaskData("Roof", date(2026, 10, 1), responsible=party, budget_cents=100_00)
        store.do(maintenance.report_task, number=number, task=task, every_months=None)
    assert _row(store, category).use.committed_cents == 100_00
    assert _row(store, category, 2025).use.committed_cents == 0


def test_work_that_is_for_a_later_year_takes_of_that_year(store: Store) -> None:
    category = _category(store)

    def fill(transaction: Transaction) -> None:
        element = transaction.add(PlanElement(code="4711", name="Roof", quantity_thousandths=1000, unit="STU"))
        measure = transaction.add(
            PlanMeasure(
                element_id=element,
                what="Clean",
                first_year=2027,
                unit_price_cents=100_00,
                price_year=2026,
                payer="cooperative",
            )
        )
        told: dict[str, Any] = {"reported_on": TODAY, "what": "Roof", "responsible": "cooperative"}
        told["budget_cents"] = 100_00
        transaction.add(MaintenanceTask(number="M-1", status="judged", measure_id=measure, plan_year=2027, **told))
        transaction.add(MaintenanceTask(number="M-2", status="planned", planned_on=date(2027, 1, 4), **told))
        early: dict[str, Any] = {"planned_on": date(2026, 12, 1), "measure_id": measure, "plan_year": 2028}
        transaction.add(MaintenanceTask(number="M-3", status="planned", **early, **told))

    store.do(fill)
    committed = {of: _row(store, category, of).use.committed_cents for of in (2025, 2026, 2027, 2028)}
    assert committed == {2025: 0, 2026: 100_00, 2027: 200_00, 2028: 0}
    in_2028 = {row.category_id: row for row in store.read(queries.year, 2028, date(2028, 1, 1)).rows}
    assert in_2028[category].use.committed_cents == 300_00


def test_a_fee_that_was_granted_to_residents_takes_of_the_budget(store: Store) -> None:
    """With a task it goes beside its orders, in what the task may cost; a fee is paid on an account, never by bank."""
    category = _category(store)
    task = store.do(maintenance.report_task, number="M-1", task=replace(BOILER, budget_cents=50_00)).result

    def fill(transaction: Transaction) -> None:
        person = transaction.add(Person(family_name="Vries"))
        granted = transaction.add(Decision(number="B-1", decided_on=TODAY, subject="Fee", outcome="carried"))
        told: dict[str, Any] = {"person_id": person, "minutes": 90, "what": "Paint", "rate_cents": 40_00}
        day = date(2026, 11, 7)
        transaction.add(HoursEntry(worked_on=day, task_id=task, decision_id=granted, **told))  # 60.00
        transaction.add(HoursEntry(worked_on=day, decision_id=granted, **told))  # 60.00, for no task
        transaction.add(HoursEntry(worked_on=day, **told))  # asked, and granted by nobody yet
        transaction.add(HoursEntry(worked_on=date(2025, 12, 31), decision_id=granted, **told))  # of another year

    store.do(fill)
    assert _row(store, category).use.committed_cents == 120_00
    assert _row(store, category, 2025).use.committed_cents == 60_00
    store.do(maintenance.complete_task, task_id=task, done_on=date(2026, 11, 10), cost_cents=20_00)
    assert _row(store, category).use.committed_cents == 120_00
    record = store.read(queries.record, category, TODAY)
    assert record is not None
    assert [(one.task_id, one.hours_id, one.fees_cents) for one in record.committed] == [
        (1, None, 6000),
        (None, 2, 6000),
    ]


def test_promised_work_without_a_category_for_it_is_said(store: Store) -> None:
    store.do(maintenance.report_task, number="M-0001", task=BOILER, every_months=None)
    assert store.read(queries.year, 2026, TODAY).uncategorised_cents == 3000_00
    report = store.read(budget_report, 2026, TODAY)
    assert "no expense category" in report.remarks[-1]
    assert report.totals["committed_cents"] == 3000_00


def test_the_warning_is_a_rule_of_the_group(store: Store) -> None:
    category = _category(store)
    store.do(set_budget, category_id=category, year=2026, amount_cents=1000_00)
    _spend(store, category, -600_00)
    assert _row(store, category).state == "fine"
    store.do(set_rule, name="budget_warning_percent", value="60", valid_from=date(2026, 1, 1), source="general meeting")
    assert _row(store, category).state == "near"


def test_income_counts_what_came_in(store: Store) -> None:
    fee = _category(store, "fee", "management_fee", "income")
    store.do(set_budget, category_id=fee, year=2026, amount_cents=8600_00)
    _spend(store, fee, 2150_00)
    row = _row(store, fee)
    assert (row.use.booked_cents, row.use.left_cents, row.use.percent, row.state) == (2150_00, 6450_00, 25, "fine")


def test_the_list_searches_sorts_and_changes_year(store: Store) -> None:
    upkeep = _category(store)
    fee = _category(store, "fee", "management_fee", "income")
    _spend(store, upkeep, -5_00, date(2025, 5, 5))
    shown = store.read(queries.page, Listing(filter="this_year"), TODAY)
    assert [row.category_id for row in shown.rows] == [upkeep, fee]
    (row,) = store.read(queries.page, Listing(filter="last_year", search="MAINT"), TODAY).rows
    assert (row.year, row.use.booked_cents) == (2025, 5_00)
    for sort in queries.SORTS:
        assert store.read(queries.page, Listing(sort=sort, descending=True), TODAY).total == 2


def test_a_record_shows_every_year_and_every_booking(store: Store) -> None:
    category = _category(store)
    store.do(set_budget, category_id=category, year=2025, amount_cents=100_00)
    _spend(store, category, -30_00, date(2025, 5, 5))
    _spend(store, category, -20_00)
    record = store.read(queries.record, category, TODAY)
    assert record
    assert [(year, use.left_cents) for year, use in record.years] == [(2025, 70_00)]
    assert [(one.amount_cents, one.counterparty) for one in record.booked] == [
        (-20_00, "De Loodgieter"),
        (-30_00, "De Loodgieter"),
    ]
    assert store.read(queries.record, 99, TODAY) is None


# -- categories ------------------------------------------------------------------------------------------------------


def test_the_usual_categories_are_added_once(store: Store) -> None:
    assert store.do(add_usual_categories).result == 12
    assert store.do(add_usual_categories).batch is None
    store.do(correct_cooperative, name="De Vonk", shape="collective")
    assert store.do(add_usual_categories).result == 1


def test_a_code_is_used_once_and_a_category_with_money_keeps_its_direction(store: Store) -> None:
    category = _category(store)
    with pytest.raises(Invalid, match="already a category"):
        _category(store, "Maintenance")
    _spend(store, category, -5_00)
    with pytest.raises(Invalid, match="booked on it already"):
        store.do(save_category, category_id=category, code="maintenance", name="M", direction="income")
    store.do(save_category, category_id=category, code="upkeep", name="Upkeep", direction="expense")
    assert _row(store, category).code == "upkeep"
    with pytest.raises(Refused):
        store.do(save_category, category_id=99, code="x", name="X", direction="expense")


def test_a_category_ends_after_its_last_booking_and_can_be_used_again(store: Store) -> None:
    category = _category(store)
    _spend(store, category, -5_00)
    with pytest.raises(Invalid, match="2 November 2026"):
        store.do(end_category, category_id=category, ended_on=date(2026, 11, 1))
    store.do(end_category, category_id=category, ended_on=date(2026, 11, 30))
    assert store.read(queries.categories_in_use, date(2026, 12, 1)) == ()
    with pytest.raises(Refused, match="already"):
        store.do(end_category, category_id=category, ended_on=TODAY)
    store.do(resume_category, category_id=category)
    with pytest.raises(Refused, match="in use"):
        store.do(resume_category, category_id=category)


# -- budgets ---------------------------------------------------------------------------------------------------------


def test_a_budget_is_set_changed_and_taken_away(store: Store) -> None:
    category = _category(store)
    with pytest.raises(Invalid) as refusal:
        store.do(set_budget, category_id=category, year=26, amount_cents=-1)
    assert [problem.field for problem in refusal.value.problems] == ["year", "amount_cents"]
    store.do(set_budget, category_id=category, year=2026, amount_cents=100_00, note="assembly of May")
    store.do(set_budget, category_id=category, year=2026, amount_cents=150_00)
    assert _row(store, category).use.budget_cents == 150_00
    store.do(set_budget, category_id=category, year=2026, amount_cents=None)
    assert _row(store, category).use.budget_cents is None
    store.do(undo)
    assert _row(store, category).use.budget_cents == 150_00


def test_a_year_takes_over_the_budget_of_another_where_it_has_none(store: Store) -> None:
    first, second, ended = _category(store), _category(store, "bank"), _category(store, "old")
    for category in (first, second, ended):
        store.do(set_budget, category_id=category, year=2026, amount_cents=100_00)
    store.do(end_category, category_id=ended, ended_on=TODAY)
    store.do(set_budget, category_id=first, year=2027, amount_cents=200_00)
    assert store.do(take_over_budget, from_year=2026, year=2027).result == 1
    assert _row(store, first, 2027).use.budget_cents == 200_00
    assert _row(store, second, 2027).use.budget_cents == 100_00
    with pytest.raises(Invalid, match="no budget"):
        store.do(take_over_budget, from_year=2020, year=2027)


# -- passing on ------------------------------------------------------------------------------------------------------


def test_under_a_collective_lease_the_basic_rent_is_passed_on(store: Store) -> None:
    months = [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)]
    store.do(charge_rent, months=months)
    paid = _category(store, "pass-on", "pass_on")
    _spend(store, paid, -600_00, date(2026, 10, 5))
    rows = store.read(passing_on, TODAY, months=3)
    assert [(row.month, row.due_cents, row.paid_cents, row.open_cents) for row in rows] == [
        (months[0], 600_00, 0, 600_00),
        (months[1], 600_00, 600_00, 600_00),
        (months[2], 600_00, 0, 1200_00),
    ]
    store.do(set_rule, name="pass_on_service_percent", value="50", valid_from=date(2026, 11, 1), source="the agreement")
    assert store.read(passing_on, TODAY, months=1)[0].due_cents == 640_00

"""The list of contractors, the words of a register that mean one, and what their orders take of the budget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.errors import Invalid, Refused
from coopadmin.services import maintenance
from coopadmin.services.budget import save_category, set_budget
from coopadmin.services.contractors import end_contractor, match_contractor, resume_contractor, save_contractor
from coopadmin.services.imports import import_register
from coopadmin.services.maintenance import TaskData
from coopadmin.services.orders import cancel_order, give_order, note_invoice
from db.queries import budget, commitments
from db.queries import contractors as queries
from db.queries.base import Listing
from db.queries.finder import find
from db.store import Store
from db.tables.maintenance import MaintenanceTask

TODAY, REPORTED = date(2026, 11, 20), date(2026, 11, 2)
Write = Callable[[str, str], Path]


def _task(store: Store, number: str, contractor: str = "", **more: object) -> int:
    data = {"responsible": "cooperative", "contractor": contractor, **more}
    task = TaskData(f"Work {number}", REPORTED, **data)  # type: ignore[arg-type]
    return store.do(maintenance.report_task, number=number, task=task, every_months=None).result


def _words(store: Store) -> dict[str, str]:
    def read(connection: Connection) -> dict[str, str]:
        found = connection.execute(select(col(MaintenanceTask.number), col(MaintenanceTask.contractor)))
        return {row[0]: row[1] for row in found}

    return store.read(read)


# -- the list ------------------------------------------------------------------------------------------------------


def test_a_contractor_is_entered_corrected_and_ended(store: Store) -> None:
    blij = store.do(save_contractor, name=" Loodgieter  Blij ", trade="LOO", kvk_number="12 34 56 78").result
    with pytest.raises(Invalid, match="Loodgieter Blij is in the list already"):
        store.do(save_contractor, name="loodgieter blij B.V.")
    with pytest.raises(Invalid) as wrong:
        store.do(save_contractor, name="", trade="XXX", email="at", kvk_number="1")
    assert sorted(one.field for one in wrong.value.problems) == ["email", "kvk_number", "name", "trade"]
    store.do(save_contractor, contractor_id=blij, name="Loodgieter Blij", trade="LOO", emergencies=True, phone="06")
    found = store.read(queries.record, blij, TODAY)
    assert found is not None
    assert (found.row.name, found.row.emergencies, found.kvk_number) == ("Loodgieter Blij", True, "")
    store.do(end_contractor, contractor_id=blij, ended_on=date(2026, 11, 1))
    shown = {
        name: [row.name for row in store.read(queries.page, Listing(filter=name), TODAY).rows]
        for name in queries.FILTERS
    }
    assert shown == {
        "in_use": [],
        "emergencies": [],
        "busy": [],
        "ended": ["Loodgieter Blij"],
        "all": ["Loodgieter Blij"],
    }
    store.do(resume_contractor, contractor_id=blij)
    assert store.read(queries.page, Listing(search="blij 06"), TODAY).total == 1
    assert [hit.record_id for hit in store.read(find, "blij", kinds=("contractors",))] == [blij]
    with pytest.raises(Refused, match="no longer there"):
        store.do(end_contractor, contractor_id=99, ended_on=TODAY)


def test_a_contractor_shows_its_orders_and_the_work_that_only_names_it(store: Store) -> None:
    blij = store.do(save_contractor, name="Loodgieter Blij").result
    ordered, _named = _task(store, "M-1"), _task(store, "M-2", "LOODGIETER BLIJ BV")
    _task(store, "M-3", "Kwast & Zn.")
    store.do(give_order, task_id=ordered, contractor_id=blij, ordered_on=TODAY, amount_cents=100_00)
    found = store.read(queries.record, blij, TODAY)
    assert found is not None
    assert ([one.task for one in found.orders], [one.number for one in found.tasks]) == (["M-1"], ["M-2"])
    assert (found.row.orders, found.row.open_cents, found.row.last_on) == (1, 100_00, TODAY)
    store.do(note_invoice, order_id=found.orders[0].order_id, invoiced_on=TODAY, invoiced_cents=90_00)
    found = store.read(queries.record, blij, TODAY)
    assert found is not None
    assert (found.row.orders, found.row.open_cents, found.row.invoiced_cents) == (0, 0, 90_00)
    for sort in queries.SORTS:
        assert store.read(queries.page, Listing(sort=sort, descending=True), TODAY).total == 1


# -- the words of a register ---------------------------------------------------------------------------------------

REGISTER = """Nr;Gemeld op;Omschrijving;Uitvoerder
M-1;02-11-2026;Lek;Loodgieter Blij
M-2;02-11-2026;Kraan;LOODGIETER BLIJ B.V.
M-3;02-11-2026;Verf;de schilder
M-4;02-11-2026;Tuin;
"""


def test_words_of_a_register_are_kept_and_matched_by_name(store: Store, write: Write) -> None:
    file = write("onderhoud.csv", REGISTER)
    assert store.do(import_register, "maintenance", file).result.created == 4
    assert [(one.words, one.tasks) for one in store.read(queries.unmatched)] == [
        ("de schilder", 1),
        ("Loodgieter Blij", 1),
        ("LOODGIETER BLIJ B.V.", 1),
    ]
    store.do(save_contractor, name="Loodgieter Blij")
    assert [one.words for one in store.read(queries.unmatched)] == ["de schilder"]
    kwast = store.do(save_contractor, name="Kwast & Zn.").result
    assert store.do(match_contractor, words="de schilder", contractor_id=kwast).result == 1
    assert store.read(queries.unmatched) == ()
    with pytest.raises(Invalid, match="no task has these words any more"):
        store.do(match_contractor, words="de schilder", contractor_id=kwast)
    assert _words(store) == {"M-1": "Loodgieter Blij", "M-2": "LOODGIETER BLIJ B.V.", "M-3": "Kwast & Zn.", "M-4": ""}


def test_an_import_writes_a_name_as_the_list_does_and_the_next_changes_nothing(store: Store, write: Write) -> None:
    store.do(save_contractor, name="Loodgieter Blij")
    file = write("onderhoud.csv", REGISTER)
    store.do(import_register, "maintenance", file)
    assert _words(store)["M-2"] == "Loodgieter Blij"
    again = store.do(import_register, "maintenance", file).result
    assert (again.created, again.updated, again.unchanged) == (0, 0, 4)


def test_tasks_go_along_with_a_new_name(store: Store) -> None:
    blij = store.do(save_contractor, name="Blij").result
    _task(store, "M-1", "Blij")
    store.do(save_contractor, contractor_id=blij, name="Blij en dochters")
    assert _words(store) == {"M-1": "Blij en dochters"}


# -- the budget ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lines:
    """Two budget lines and a contractor."""

    upkeep: int
    garden: int
    blij: int


def test_what_a_person_said_of_the_words_of_a_register_stands_when_it_is_taken_in_again(
    store: Store, write: Write
) -> None:
    head = "Nr;Gemeld op;Omschrijving;Uitvoerder\n"
    rows = head + "M-1;02-11-2026;Goot;die man van het dak\nM-2;02-11-2026;Kraan;\n"
    store.do(import_register, "maintenance", write("onderhoud.csv", rows))
    roofer = store.do(save_contractor, name="Dakdekker Hoog").result
    store.do(save_contractor, name="Loodgieter Blij")
    store.do(match_contractor, words="die man van het dak", contractor_id=roofer)
    report = store.do(import_register, "maintenance", write("onderhoud.csv", rows)).result
    assert (report.updated, report.unchanged) == (0, 2)
    assert _words(store) == {"M-1": "Dakdekker Hoog", "M-2": ""}
    # The name of another contractor is news, and so are words where nobody was chosen.
    rows = head + "M-1;02-11-2026;Goot;Loodgieter Blij BV\nM-2;02-11-2026;Kraan;de buurman\n"
    store.do(import_register, "maintenance", write("onderhoud.csv", rows))
    assert _words(store) == {"M-1": "Loodgieter Blij", "M-2": "de buurman"}
    rows = head + "M-1;02-11-2026;Goot;\nM-2;02-11-2026;Kraan;\n"
    store.do(import_register, "maintenance", write("onderhoud.csv", rows))
    assert _words(store) == {"M-1": "Loodgieter Blij", "M-2": ""}


@pytest.fixture
def lines(store: Store) -> Lines:
    """Give a year with a budget for maintenance and one for the garden."""
    made = [
        store.do(save_category, code=code, name=code, direction="expense", purpose=purpose).result
        for code, purpose in (("upkeep", "maintenance"), ("garden", "ordinary"))
    ]
    for category, cents in zip(made, (1000_00, 500_00), strict=True):
        store.do(set_budget, category_id=category, year=2026, amount_cents=cents)
    return Lines(made[0], made[1], store.do(save_contractor, name="Blij").result)


def _used(store: Store, category: int) -> tuple[int, int, int | None, str]:
    (row,) = [one for one in store.read(budget.year, 2026, TODAY).rows if one.category_id == category]
    return row.use.committed_cents, row.use.invoiced_cents, row.use.percent, row.state


def test_an_order_takes_of_its_own_budget_line_until_it_is_paid(store: Store, lines: Lines) -> None:
    roof, hedge = _task(store, "M-1", budget_cents=300_00), _task(store, "M-2", category_id=lines.garden)
    assert _used(store, lines.upkeep) == (300_00, 0, 30, "fine")
    first = store.do(give_order, task_id=roof, contractor_id=lines.blij, ordered_on=TODAY, amount_cents=800_00).result
    store.do(give_order, task_id=hedge, contractor_id=lines.blij, ordered_on=TODAY, amount_cents=510_00)
    assert _used(store, lines.upkeep) == (800_00, 0, 80, "near")
    assert _used(store, lines.garden) == (510_00, 0, 102, "over")
    store.do(note_invoice, order_id=first, invoiced_on=TODAY, invoiced_cents=790_00)
    assert _used(store, lines.upkeep) == (0, 790_00, 79, "fine")
    found = store.read(budget.record, lines.upkeep, TODAY)
    assert found is not None
    ((one,),) = (found.committed,)
    assert (one.number, one.invoiced_cents, [order.contractor for order in one.orders]) == ("M-1", 790_00, ["Blij"])


def test_work_that_was_called_off_takes_as_long_as_its_order_stands(store: Store, lines: Lines) -> None:
    roof = _task(store, "M-1", budget_cents=300_00)
    order = store.do(give_order, task_id=roof, contractor_id=lines.blij, ordered_on=TODAY, amount_cents=200_00).result
    store.do(maintenance.cancel_task, task_id=roof, reason="not needed")
    assert _used(store, lines.upkeep) == (200_00, 0, 20, "fine")
    store.do(cancel_order, order_id=order, cancelled_on=TODAY, reason="told them")
    assert _used(store, lines.upkeep) == (0, 0, 0, "fine")


def test_an_order_on_work_of_another_is_ours_to_pay_and_its_budget_is_not(store: Store, lines: Lines) -> None:
    roof = _task(store, "M-1", responsible="corporation", budget_cents=900_00)
    assert _used(store, lines.upkeep)[0] == 0
    store.do(give_order, task_id=roof, contractor_id=lines.blij, ordered_on=TODAY, amount_cents=100_00)
    assert _used(store, lines.upkeep)[0] == 100_00


def test_work_that_was_done_takes_of_the_year_it_was_done_in(store: Store, lines: Lines) -> None:
    roof = _task(store, "M-1")
    store.do(give_order, task_id=roof, contractor_id=lines.blij, ordered_on=TODAY, amount_cents=100_00)
    store.do(maintenance.complete_task, task_id=roof, done_on=TODAY)
    in_2026 = store.read(commitments.committed_tasks, 2026, date(2027, 2, 1))
    assert [(one.number, one.cents) for one in in_2026] == [("M-1", 100_00)]
    assert store.read(commitments.committed_tasks, 2027, date(2027, 2, 1)) == ()

"""A coordinator brings the maintenance workbook in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from coopadmin.services import members
from coopadmin.services.imports import ImportRefused, Report, import_register
from coopadmin.services.jobs import stop_job
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import jobs
from db.queries import maintenance as queries
from db.queries.base import Listing
from db.queries.maintenance import TaskRecord
from db.store import Store
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from tests.conftest import Furnish

TODAY = date(2026, 11, 20)
HEADER: str = (
    "Nr;Gemeld op;Melder;Plaats;Omschrijving;Soort;Spoed;Wie;Uitvoerder;Begroot;Kosten;Status;Klaar op;Herhaalt\n"
)
GOOD: str = (
    "M-1;6-2-2026;L001;Portiek 1;Brandblussers keuren;keuring;gepland;coöperatie;Blij;744,96;744,96;klaar;17-2-2026;"
    "jaarlijks\n"
)

Write = Callable[[str, str], Path]


def add_places(transaction: Transaction, *, homes: Iterable[str], facilities: Iterable[str]) -> None:
    """Put homes and facilities in the store."""
    for code in homes:
        transaction.add(Dwelling(code=code))
    for code in facilities:
        transaction.add(Facility(code=code, name=code))


def _know(store: Store) -> None:
    for number in ("L001", "L002", "L003", "L004", "L006", "L007", "L008", "L009"):
        store.do(
            members.register_member,
            number=number,
            person=PersonData("Berg", given_name=number),
            kind="member",
            starts_on=date(2020, 1, 1),
        )
    store.do(add_places, homes=("2A", "2B", "12C"), facilities=("GZ",))


@pytest.fixture
def known(store: Store, furnish: Furnish) -> Store:
    """Give a store with the people and places that the example workbook speaks of."""
    furnish(_know)
    return store


def _import(store: Store, file: Path, *, skip_bad: bool = False) -> Report:
    return store.do(import_register, "maintenance", file, skip_bad=skip_bad).result


def _refused(store: Store, file: Path) -> list[tuple[int, str]]:
    with pytest.raises(ImportRefused) as refusal:
        _import(store, file)
    return [(remark.row, remark.column) for remark in refusal.value.report.rejected]


def _with(**cells: str) -> str:
    """Write the good line with some of its cells changed; `Gemeld_op` stands for `Gemeld op`."""
    names = HEADER.strip().split(";")
    line = GOOD.strip().split(";")
    for name, cell in cells.items():
        line[names.index(name.replace("_", " "))] = cell
    return ";".join(line) + "\n"


def _record(store: Store, number: str = "M-1") -> TaskRecord:
    rows = store.read(queries.page, Listing(filter="all"), TODAY).rows
    record = store.read(queries.record, next(row.task_id for row in rows if row.number == number), TODAY)
    assert record is not None
    return record


def _intervals(store: Store) -> list[int | None]:
    return [row.every_months for row in store.read(jobs.jobs, TODAY)]


# -- the example workbook ------------------------------------------------------------------------------------------


def test_the_example_workbook_comes_in_as_expected(known: Store, registers: Path) -> None:
    expected: dict[str, Any] = json.loads((registers / "expected.json").read_text(encoding="utf-8"))
    report = _import(known, registers / "onderhoud.xlsx")
    assert (report.rows, report.created, report.rejected, report.warnings) == (
        expected["rows"]["maintenance"],
        expected["rows"]["maintenance"],
        expected["rejected"]["maintenance"],
        [],
    )
    found = [asdict(row) for row in known.read(queries.inspections, TODAY)]
    assert [
        {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in row.items()
            if key in expected["inspections"][0]
        }
        for row in found
    ] == expected["inspections"]
    assert [row["days_left"] for row in found] == [167, 614, 106, 457]


def test_importing_the_example_workbook_again_changes_nothing(known: Store, registers: Path) -> None:
    _import(known, registers / "onderhoud.xlsx")
    before = known.read(queries.register, TODAY)
    again = known.do(import_register, "maintenance", registers / "onderhoud.xlsx")
    assert (again.result.created, again.result.updated, again.result.unchanged) == (0, 0, 36)
    assert again.batch is None
    assert known.read(queries.register, TODAY) == before


def test_cells_of_the_example_workbook_are_what_they_say(known: Store, registers: Path) -> None:
    _import(known, registers / "onderhoud.xlsx")
    first = known.read(queries.register, TODAY)[0]
    assert asdict(first) == {
        "number": "M-0001",
        "what": "Lekkage onder gootsteen",
        "place": "2A",
        "kind": "repair",
        "urgency": "emergency",
        "responsible": "cooperative",
        "status": "planned",
        "reported": date(2026, 1, 5),
        "due": date(2026, 1, 6),
        "done": None,
        "overdue": True,
    }
    hall, lift = _record(known, "M-0009"), _record(known, "M-0026")
    assert (hall.task.what, hall.facility, hall.reporter_number) == ("Tuinhek schilderen [klusdag]", "GZ", "L001")
    assert (hall.budget_cents, hall.cost_cents, hall.job) == (6717, 6717, None)
    assert (lift.budget_cents, lift.cost_cents) == (61173, 61173)
    assert [row.number for row in lift.occurrences] == ["M-0036", "M-0016", "M-0006"]
    assert _record(known, "M-0018").dwelling == "12C"
    assert known.read(queries.next_number) == "M-0037"


def test_every_row_of_the_example_workbook_lands_in_the_register(known: Store, registers: Path) -> None:
    _import(known, registers / "onderhoud.xlsx")
    book = load_workbook(registers / "onderhoud.xlsx", read_only=True)
    cells: list[tuple[Any, ...]] = [row for row in book["Onderhoud"].iter_rows(values_only=True) if row[1]]
    book.close()
    found = known.read(queries.register, TODAY)
    assert [(row.number, row.what, row.place, row.done) for row in found] == [
        (row[0], row[4], row[3], row[12].date() if row[12] else None) for row in cells[1:]
    ]


def test_the_whole_import_can_be_taken_back(known: Store, registers: Path) -> None:
    _import(known, registers / "onderhoud.xlsx")
    known.do(undo)
    assert known.read(queries.page, Listing(filter="all"), TODAY).total == 0
    assert known.read(queries.inspections, TODAY) == ()


# -- faults --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Nr": ""}, "Nr"),
        ({"Nr": "M" * 41}, "Nr"),
        ({"Gemeld_op": ""}, "Gemeld op"),
        ({"Gemeld_op": "31-2-2026"}, "Gemeld op"),
        ({"Gemeld_op": "17-2-2026", "Klaar_op": "6-2-2026"}, "Klaar op"),
        ({"Melder": "L999"}, "Melder"),
        ({"Melder": "Anna"}, "Melder"),
        ({"Omschrijving": ""}, "Omschrijving"),
        ({"Omschrijving": "x" * 401}, "Omschrijving"),
        ({"Soort": "feest"}, "Soort"),
        ({"Spoed": "heel erg"}, "Spoed"),
        ({"Wie": "niemand"}, "Wie"),
        ({"Begroot": "veel"}, "Begroot"),
        ({"Kosten": "circa 100"}, "Kosten"),
        ({"Kosten": "-12,50"}, "Kosten"),
        ({"Kosten": "1.234,5"}, "Kosten"),
        ({"Status": "weg"}, "Status"),
        ({"Klaar_op": ""}, "Klaar op"),
        ({"Klaar_op": "21-11-2026"}, "Klaar op"),
        ({"Status": "gepland", "Klaar_op": "1-2-2026"}, "Klaar op"),
        ({"Herhaalt": "soms"}, "Herhaalt"),
        ({"Herhaalt": "5x per jaar"}, "Herhaalt"),
        ({"Herhaalt": "12"}, "Herhaalt"),
        ({"Melder": "L999", "Kosten": "veel", "Klaar_op": "1-1-2026"}, "Melder"),
    ],
)
def test_a_record_that_cannot_be_is_refused_at_its_leftmost_wrong_column(
    known: Store, write: Write, cells: dict[str, str], column: str
) -> None:
    assert _refused(known, write("onderhoud.csv", HEADER + _with(**cells))) == [(2, column)]
    assert known.read(queries.page, Listing(filter="all"), TODAY).total == 0
    assert known.read(jobs.jobs, TODAY) == ()


def test_a_status_that_lacks_its_day_is_named_where_the_file_has_no_column_for_it(known: Store, write: Write) -> None:
    assert _refused(known, write("kort.csv", "Nr;Gemeld op;Omschrijving;Status\n1;1-2-2026;Lek;klaar\n")) == [
        (2, "Status")
    ]


def test_a_number_that_is_repeated_is_refused_the_second_time(known: Store, write: Write) -> None:
    assert _refused(known, write("onderhoud.csv", HEADER + GOOD + GOOD)) == [(3, "Nr")]


def test_a_number_that_belongs_to_another_task_is_refused(known: Store, write: Write) -> None:
    _import(known, write("onderhoud.csv", HEADER + GOOD))
    other = _with(Gemeld_op="7-2-2026", Omschrijving="Lekkage")
    assert _refused(known, write("anders.csv", HEADER + other)) == [(2, "Nr")]


def test_bad_records_can_be_left_out_and_leave_no_job_behind(known: Store, write: Write) -> None:
    file = write("onderhoud.csv", HEADER + _with(Omschrijving="Liftkeuring", Melder="L999") + _with(Nr="M-2"))
    report = _import(known, file, skip_bad=True)
    assert (report.created, [remark.value for remark in report.rejected]) == (1, ["L999"])
    assert [row.what for row in known.read(jobs.jobs, TODAY)] == ["Brandblussers keuren"]


# -- what should not have been -------------------------------------------------------------------------------------


def test_a_day_beside_another_status_is_taken_in_with_a_warning_and_counts_for_nothing(
    known: Store, write: Write
) -> None:
    report = _import(known, write("onderhoud.csv", HEADER + _with(Status="gepland")))
    assert [(remark.row, remark.column, remark.value) for remark in report.warnings] == [(2, "Status", "gepland")]
    record = _record(known)
    assert (record.task.status, record.task.done_on) == ("planned", date(2026, 2, 17))
    assert [row.last_done for row in known.read(queries.inspections, TODAY)] == [None]


def test_a_report_from_days_to_come_is_taken_in_with_a_warning(known: Store, write: Write) -> None:
    line = _with(Gemeld_op="21-11-2026", Status="gepland", Klaar_op="", Kosten="")
    report = _import(known, write("onderhoud.csv", HEADER + line))
    assert (report.created, [remark.column for remark in report.warnings]) == (1, ["Gemeld op"])


def test_of_two_intervals_for_one_job_the_newest_record_counts(known: Store, write: Write) -> None:
    lines = [
        _with(Nr="M-2", Gemeld_op="1-3-2026", Klaar_op="2-3-2026", Herhaalt="elke 2 jaar"),
        _with(Nr="M-1", Omschrijving="brandblussers  KEUREN", Plaats="portiek 1"),
    ]
    for order in (lines, lines[::-1]):
        file = write("onderhoud.csv", HEADER + "".join(order))
        report = _import(known, file)
        assert [(remark.column, remark.value) for remark in report.warnings] == [("Herhaalt", "jaarlijks")]
        assert "every 2 years" in report.warnings[0].reason
        assert _intervals(known) == [24]
    again = known.do(import_register, "maintenance", file)
    assert (again.result.unchanged, again.batch) == (2, None)


def test_a_long_file_finds_the_newest_interval_wherever_it_stands(known: Store, write: Write) -> None:
    lines = [_with(Nr=f"M-{number:04d}", Gemeld_op="6-2-2025", Klaar_op="7-2-2025") for number in range(600)]
    lines[3] = _with(Nr="M-0003", Gemeld_op="6-3-2026", Klaar_op="7-3-2026", Herhaalt="2x per jaar")
    lines[598] = _with(Nr="M-0598", Gemeld_op="6-2-2026", Klaar_op="7-2-2026", Herhaalt="elke 2 jaar")
    file = write("onderhoud.csv", HEADER + "".join(lines))
    _import(known, file)
    assert _intervals(known) == [6]
    again = known.do(import_register, "maintenance", file)
    assert (again.result.unchanged, again.batch) == (600, None)
    assert _intervals(known) == [6]


def test_a_file_that_says_otherwise_of_the_newest_record_brings_the_job_up_to_date(known: Store, write: Write) -> None:
    _import(known, write("onderhoud.csv", HEADER + GOOD))
    report = _import(known, write("onderhoud.csv", HEADER + _with(Herhaalt="2x per jaar")))
    assert (report.updated, _intervals(known)) == (1, [6])


def test_a_job_that_was_stopped_stays_so_and_a_later_record_is_pointed_at(known: Store, write: Write) -> None:
    _import(known, write("onderhoud.csv", HEADER + GOOD))
    job = known.read(jobs.jobs, TODAY)[0].job_id
    known.do(stop_job, job_id=job, ended_on=date(2026, 6, 30))
    later = _with(Nr="M-2", Gemeld_op="1-7-2026", Klaar_op="2-7-2026")
    report = _import(known, write("onderhoud.csv", HEADER + GOOD + later))
    assert [(remark.row, remark.column) for remark in report.warnings] == [(3, "Herhaalt")]
    assert known.read(queries.inspections, TODAY) == ()


# -- sparse, English, later ----------------------------------------------------------------------------------------


def test_a_list_of_numbers_days_and_work_alone_will_do(store: Store, write: Write) -> None:
    _import(store, write("kort.csv", "Nr;Gemeld op;Omschrijving\n1;1-2-2026;Lek\n"))
    task = _record(store, "1").task
    assert (task.kind, task.urgency, task.responsible, task.status) == ("repair", "normal", "unknown", "reported")


def test_a_day_without_a_status_means_done(store: Store, write: Write) -> None:
    report = _import(store, write("kort.csv", "Nr;Gemeld op;Omschrijving;Klaar op\n1;1-2-2026;Lek;3-2-2026\n"))
    task = _record(store, "1").task
    assert (task.status, task.done_on, report.warnings) == ("done", date(2026, 2, 3), [])


def test_english_headers_and_words_are_understood(known: Store, write: Write) -> None:
    file = write(
        "maintenance.csv",
        "Number,Reported on,Reported by,Place,Description,Kind,Urgency,Responsible,Contractor,Budget,Cost,Status,"
        "Done on,Repeats\n7,2026-02-06,L002,12c,Boiler,inspection,planned,corporation,Blij,100,80,done,2026-02-17,"
        "every 2 years\n",
    )
    assert _import(known, file).warnings == []
    record = _record(known, "7")
    assert (record.dwelling, record.reporter_number, record.cost_cents) == ("12C", "L002", 8000)
    assert (record.task.kind, record.task.responsible, record.task.status) == ("inspection", "corporation", "done")
    assert _intervals(known) == [24]


def test_only_what_the_file_speaks_of_is_brought_up_to_date(known: Store, write: Write) -> None:
    _import(known, write("onderhoud.csv", HEADER + GOOD))
    before = _record(known)
    short = write("kort.csv", "Nr;Gemeld op;Omschrijving;Kosten\nM-1;6-2-2026;Brandblussers keuren;800,-\n")
    report = _import(known, short)
    after = _record(known)
    assert (report.updated, after.cost_cents) == (1, 80_000)
    assert (after.task, after.reporter, after.job, after.budget_cents) == (
        before.task,
        before.reporter,
        before.job,
        before.budget_cents,
    )


def test_a_home_that_comes_in_later_is_found_when_the_file_is_taken_in_again(known: Store, write: Write) -> None:
    file = write("onderhoud.csv", HEADER + _with(Plaats="14b"))
    _import(known, file)
    assert _record(known).dwelling == ""
    known.do(add_places, homes=("14B",), facilities=())
    assert _import(known, file).updated == 1
    assert _record(known).dwelling == "14B"

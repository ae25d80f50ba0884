"""What a board sees of its homes: the list, one record, the vacancies."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from coopadmin.reports.dwellings import vacancies as report
from coopadmin.services import contracts, dwellings, members
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.imports import import_register
from coopadmin.services.members import PersonData
from db.journal import Transaction
from db.queries import dwellings as queries
from db.queries import vacancies
from db.queries.base import Listing
from db.store import Store
from db.tables.association import Setting
from db.tables.contracts import Contract, ContractParty
from db.tables.decisions import Decision
from db.tables.dwellings import Dwelling
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Person
from tests.conftest import Furnish

TODAY = date(2026, 11, 15)


def _let(store: Store, home: int, number: str, name: str, starts_on: date, ends_on: date | None = None) -> int:
    return store.do(
        contracts.start_contract,
        number=number,
        dwelling_id=home,
        tenants=[PersonData(name, given_name="Anna")],
        starts_on=starts_on,
        ends_on=ends_on,
    ).result


def _add_homes(store: Store) -> dict[str, int]:
    found = {
        code: store.do(
            dwellings.add_dwelling,
            dwelling=DwellingData(code, street, number, cluster=cluster, area_dm2=area, rooms=2),
        ).result
        for code, street, number, cluster, area in (
            ("2A", "Kade", "2", "Portiek 1", 5000),
            ("10A", "Kade", "10", "Portiek 1", None),
            ("2B", "Kåde", "2", "Portiek 2", 3000),
            ("9Z", "Achterom", "9", "Portiek 2", 4000),
            ("12C", "Achterom", "12", "", 2000),
        )
    }
    _let(store, found["2A"], "C-0001", "Öztürk", date(2020, 1, 1))
    _let(store, found["10A"], "C-0002", "Bos", date(2020, 1, 1), date(2026, 12, 31))
    _let(store, found["2B"], "C-0003", "Meer", date(2020, 1, 1), date(2026, 8, 31))
    store.do(dwellings.end_dwelling, dwelling_id=found["9Z"], ended_on=date(2025, 12, 31))
    return found


@pytest.fixture
def homes(furnish: Furnish) -> dict[str, int]:
    """Put five homes in the store: let, becoming free, vacant, no longer managed, and never let."""
    return dict(furnish(_add_homes))


def _codes(store: Store, listing: Listing, on: date = TODAY) -> list[str]:
    return [row.code for row in store.read(queries.page, listing, on).rows]


# -- the list ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("all", ["2A", "2B", "9Z", "10A", "12C"]),
        ("let", ["2A", "10A"]),
        ("ending", ["10A"]),
        ("vacant", ["2B", "12C"]),
        ("ended", ["9Z"]),
    ],
)
def test_a_filter_shows_the_homes_it_names(store: Store, homes: dict[str, int], name: str, codes: list[str]) -> None:
    assert _codes(store, Listing(filter=name)) == codes
    assert store.read(queries.page, Listing(filter=name, limit=1), TODAY).total == len(codes)


def test_a_row_tells_who_lives_there_that_day(store: Store, homes: dict[str, int]) -> None:
    rows = {row.code: row for row in store.read(queries.page, Listing(), TODAY).rows}
    assert (rows["2A"].contract, rows["2A"].tenants, rows["2A"].status) == ("C-0001", ("Anna Öztürk",), "let")
    assert (rows["10A"].let_until, rows["10A"].status) == (date(2026, 12, 31), "ending")
    assert (rows["2B"].contract, rows["2B"].tenants, rows["2B"].status) == ("", (), "vacant")
    assert [rows[code].status for code in ("9Z", "12C")] == ["ended", "vacant"]
    before = {row.code: row for row in store.read(queries.page, Listing(), date(2026, 8, 31)).rows}
    assert before["2B"].tenants == ("Anna Meer",)


@pytest.mark.parametrize(
    ("sort", "descending", "codes"),
    [
        ("code", False, ["2A", "2B", "9Z", "10A", "12C"]),
        ("code", True, ["12C", "10A", "9Z", "2B", "2A"]),
        ("address", False, ["9Z", "12C", "2A", "10A", "2B"]),
        ("cluster", True, ["2B", "9Z", "2A", "10A", "12C"]),
        ("area", False, ["12C", "2B", "9Z", "2A", "10A"]),
        ("until", False, ["10A", "2A", "2B", "9Z", "12C"]),
    ],
)
def test_homes_are_sorted_as_asked_with_the_empty_ones_last(
    store: Store, homes: dict[str, int], sort: str, descending: bool, codes: list[str]
) -> None:
    assert _codes(store, Listing(sort=sort, descending=descending)) == codes


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("kade", ["2A", "2B", "10A"]),
        ("portiek achterom", ["9Z"]),
        ("ozturk", ["2A"]),
        ("anna kade", ["2A", "10A"]),
        ("c-0002", ["10A"]),
        ("meer", []),
        ("%", []),
        ("kade achterom", []),
    ],
)
def test_a_home_is_found_by_address_contract_or_tenant(
    store: Store, homes: dict[str, int], words: str, codes: list[str]
) -> None:
    assert _codes(store, Listing(search=words)) == codes


def test_a_list_asks_a_fixed_number_of_questions(store: Store) -> None:
    def fill(transaction: Transaction) -> None:
        for number in range(300):
            home = transaction.add(Dwelling(code=f"H{number:03d}"))
            lease = transaction.add(Contract(number=f"C-{number:04d}", dwelling_id=home, starts_on=date(2020, 1, 1)))
            person = transaction.add(Person(family_name="Bos"))
            transaction.add(ContractParty(contract_id=lease, person_id=person))

    store.do(fill)
    asked: list[str] = []

    def remember(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    reader: Any = vars(store)["_reader"]
    event.listen(reader, "before_cursor_execute", remember)
    page = store.read(queries.page, Listing(), TODAY)
    assert (page.total, len(page.rows)) == (300, 200)
    assert sum(statement.startswith("SELECT") for statement in asked) == 3


# -- one record ----------------------------------------------------------------------------------------------------


def test_a_record_holds_everything_that_is_linked_to_the_home(store: Store, homes: dict[str, int]) -> None:
    home = homes["2B"]
    _let(store, home, "C-0009", "Bakker", date(2026, 12, 1))

    def link(transaction: Transaction) -> None:
        transaction.add(MaintenanceTask(number="M-1", reported_on=date(2026, 1, 5), what="Kraan", dwelling_id=home))
        transaction.add(MaintenanceTask(number="M-2", reported_on=date(2026, 2, 5), what="Dak", dwelling_id=home))
        transaction.add(
            Decision(
                number="B-1",
                decided_on=date(2026, 10, 1),
                subject="Toewijzing",
                outcome="carried",
                kind="self_allocation",
                dwelling_id=home,
            )
        )

    store.do(link)
    record = store.read(queries.record, home, TODAY)
    assert record is not None
    assert [(lease.number, lease.status, lease.tenants) for lease in record.contracts] == [
        ("C-0009", "future", ("Anna Bakker",)),
        ("C-0003", "ended", ("Anna Meer",)),
    ]
    assert [task.number for task in record.tasks] == ["M-2", "M-1"]
    assert [(decision.number, decision.kind) for decision in record.decisions] == [("B-1", "self_allocation")]
    assert record.status == "vacant"


def test_a_home_that_is_not_there_has_no_record(store: Store) -> None:
    assert store.read(queries.record, 99, TODAY) is None


# -- vacancies -----------------------------------------------------------------------------------------------------


def test_the_example_registers_have_the_vacancies_expected(store: Store, registers: Path) -> None:
    expected: dict[str, Any] = json.loads((registers / "expected.json").read_text(encoding="utf-8"))
    files = {"members": "ledenlijst.csv", "dwellings": "woningen.xlsx", "contracts": "huurcontracten.csv"}
    for kind, name in files.items():
        store.do(import_register, kind, registers / name, skip_bad=True)
    rows = store.read(vacancies.vacancies, TODAY)
    assert [
        {
            "dwelling": row.dwelling,
            "free_from": row.free_from and row.free_from.isoformat(),
            "nomination_due": row.nomination_due and row.nomination_due.isoformat(),
            **({} if row.days_left is None else {"days_left": row.days_left}),
        }
        for row in rows
    ] == expected["vacancies_2026-11-15"]
    assert [row.stage for row in rows] == ["never_let", "vacant", "never_let", "vacant", "never_let", "vacant"]


def test_vacancies_are_in_order_of_code_as_plain_text(store: Store, homes: dict[str, int]) -> None:
    rows = store.read(vacancies.vacancies, TODAY)
    assert [(row.dwelling, row.free_from, row.days_left, row.stage) for row in rows] == [
        ("10A", date(2027, 1, 1), 106, "ending"),
        ("12C", None, None, "never_let"),
        ("2B", date(2026, 9, 1), -14, "overdue"),
    ]


def test_a_home_let_again_is_listed_with_that_word_until_the_day_comes(store: Store, homes: dict[str, int]) -> None:
    _let(store, homes["2B"], "C-0009", "Bakker", date(2026, 12, 1))
    _let(store, homes["10A"], "C-0010", "Smit", date(2027, 1, 1))
    rows = {row.dwelling: row.stage for row in store.read(vacancies.vacancies, TODAY)}
    assert rows == {"12C": "never_let", "2B": "let_again"}
    # The report tells the day of the rule all the same; no day runs.
    told = {row["dwelling"]: row for row in store.read(report, TODAY).rows}
    assert (told["2B"]["nomination_due"], told["2B"]["days_left"]) == (date(2026, 11, 1), None)
    assert told["12C"]["nomination_due"] is None
    assert [row.dwelling for row in store.read(vacancies.vacancies, date(2026, 12, 1))] == ["12C"]


def test_a_home_is_listed_up_to_and_including_its_last_day_in_management(store: Store, homes: dict[str, int]) -> None:
    assert "9Z" in [row.dwelling for row in store.read(vacancies.vacancies, date(2025, 12, 31))]
    assert "9Z" not in [row.dwelling for row in store.read(vacancies.vacancies, date(2026, 1, 1))]


def test_the_accepted_vacancy_is_the_groups_own_rule_on_that_day(store: Store, homes: dict[str, int]) -> None:
    rule = Setting(name="accepted_vacancy_months", value="3", valid_from=date(2026, 11, 1))
    store.do(lambda transaction: transaction.add(rule))
    due = {
        on: next(row.nomination_due for row in store.read(vacancies.vacancies, on) if row.dwelling == "2B")
        for on in (date(2026, 10, 31), date(2026, 11, 1))
    }
    assert list(due.values()) == [date(2026, 11, 1), date(2026, 12, 1)]


def test_membership_has_no_part_in_a_vacancy(store: Store, homes: dict[str, int]) -> None:
    before = store.read(vacancies.vacancies, TODAY)
    store.do(
        members.register_member,
        number="L001",
        person=PersonData("Bos"),
        kind="member",
        starts_on=date(2020, 1, 1),
    )
    assert store.read(vacancies.vacancies, TODAY) == before

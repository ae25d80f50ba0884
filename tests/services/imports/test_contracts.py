"""A secretary brings the register of tenancy contracts in from a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coopadmin.services import contracts, dwellings, members
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.imports import ImportRefused, Report, import_register
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.queries import contracts as queries
from db.queries import finder
from db.queries.base import Listing
from db.queries.contracts import ContractRecord
from db.store import Store
from tests.conftest import SHARED, Furnish

TODAY = date(2026, 11, 20)
Write = Callable[[str, str], Path]
HEADER = "Contract;Woning;Huurders;Ingangsdatum;Opgezegd op;Einddatum;Waarborgsom;IBAN;Betaalwijze\n"
GOOD = "C-0001;2A;L001;1-1-2020;;;500,00;;incasso"


def _add_homes(store: Store) -> None:
    for code in ("2A", "2B", "2C"):
        store.do(dwellings.add_dwelling, dwelling=DwellingData(code))
    for number, name in (("L001", "Bos"), ("L002", "Meer")):
        store.do(
            members.register_member,
            number=number,
            person=PersonData(name),
            kind="member",
            starts_on=date(2019, 1, 1),
        )


@pytest.fixture
def homes(store: Store, furnish: Furnish) -> Store:
    """Give a store with the homes 2A, 2B and 2C and the members L001 and L002."""
    furnish(_add_homes)
    return store


def _import(store: Store, file: Path, *, skip_bad: bool = False) -> Report:
    return store.do(import_register, "contracts", file, skip_bad=skip_bad).result


def _refused(store: Store, file: Path) -> list[tuple[int, str]]:
    before = store.read(queries.page, Listing(filter="all"), TODAY)
    with pytest.raises(ImportRefused) as refusal:
        _import(store, file)
    assert store.read(queries.page, Listing(filter="all"), TODAY) == before
    return [(remark.row, remark.column) for remark in refusal.value.report.rejected]


def _warned(report: Report) -> list[tuple[int, str]]:
    return [(remark.row, remark.column) for remark in report.warnings]


def _record(store: Store, number: str) -> ContractRecord:
    rows = store.read(queries.page, Listing(filter="all"), TODAY).rows
    found = store.read(queries.record, next(row.contract_id for row in rows if row.number == number), TODAY)
    assert found is not None
    return found


def _names(store: Store, number: str) -> list[str]:
    return [party.name for party in _record(store, number).parties]


def _lines(*lines: str) -> str:
    return HEADER + "".join(f"{line}\n" for line in lines)


# -- the example register ------------------------------------------------------------------------------------------


def _take_examples(store: Store) -> None:
    store.do(import_register, "members", SHARED / "registers" / "ledenlijst.csv", skip_bad=True)
    store.do(import_register, "dwellings", SHARED / "registers" / "woningen.xlsx")


@pytest.fixture
def example(store: Store, furnish: Furnish, registers: Path) -> Store:
    """Give a store with the example registers of members and homes."""
    furnish(_take_examples)
    return store


def test_the_example_register_comes_in_as_expected(example: Store, registers: Path) -> None:
    expected: dict[str, Any] = json.loads((registers / "expected.json").read_text(encoding="utf-8"))
    file = registers / "huurcontracten.csv"
    assert _refused(example, file) == [(one["row"], one["column"]) for one in expected["rejected"]["contracts"]]
    report = _import(example, file, skip_bad=True)
    assert (report.created, report.warnings) == (expected["rows"]["contracts"], [])
    assert _names(example, "C-0001") == ["Hanneke Willems", "Mehmet de Vries"]
    assert _names(example, "C-0009") == ["V. Peters"]


def test_taking_it_in_again_changes_nothing(example: Store, registers: Path) -> None:
    file = registers / "huurcontracten.csv"
    _import(example, file, skip_bad=True)
    again = example.do(import_register, "contracts", file, skip_bad=True)
    assert (again.result.unchanged, again.result.updated, again.batch) == (40, 0, None)


# -- who rents -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("L001", ["Bos"]),
        ("L002 + L001", ["Meer", "Bos"]),
        ("L001+L002", ["Bos", "Meer"]),
        ("L001 & L002", ["Bos", "Meer"]),
        ("L001 en L002", ["Bos", "Meer"]),
        ("L001, L002", ["Bos", "Meer"]),
        ("Peters, V.", ["V. Peters"]),
        ("V. Peters + L001", ["V. Peters", "Bos"]),
        ("Heuvel, T. van den en Peters, V.", ["T. van den Heuvel", "V. Peters"]),
    ],
)
def test_tenants_are_members_by_number_or_others_by_name(
    homes: Store, write: Write, cell: str, names: list[str]
) -> None:
    _import(homes, write("c.csv", _lines(GOOD.replace("L001", cell))))
    assert _names(homes, "C-0001") == names


@pytest.mark.parametrize(
    "cell", ["L999", "L001 + L999", "L001 +", "+ L001", "L001 + L001", "", "L001 Bos", "Bos, A., B."]
)
def test_tenants_that_cannot_be_are_refused(homes: Store, write: Write, cell: str) -> None:
    assert _refused(homes, write("c.csv", _lines(GOOD.replace("L001", cell)))) == [(2, "Huurders")]


def test_semicolons_between_tenants_are_understood_in_a_comma_file(homes: Store, write: Write) -> None:
    _import(homes, write("c.csv", "contract,home,tenants,start date\nC-0001,2A,L001; L002,2020-01-01\n"))
    assert _names(homes, "C-0001") == ["Bos", "Meer"]


def test_a_tenant_by_name_is_found_again_on_the_same_contract(homes: Store, write: Write) -> None:
    text = _lines("C-0001;2A;Peters, V.;1-1-2020;;;;;", "C-0002;2B;Peters, V.;1-1-2020;;;;;")
    _import(homes, write("c.csv", text))
    again = homes.do(
        import_register,
        "contracts",
        write("c.csv", text.replace("Peters, V.;1-1-2020;;;;;\nC-0002", "V. Peters;1-1-2020;;;;;\nC-0002")),
    )
    assert (again.result.unchanged, again.batch) == (2, None)
    # One name on two contracts is two people until somebody says otherwise.
    assert len(homes.read(finder.find, "peters", kinds=("members",))) == 2


def test_a_tenant_whose_given_name_was_filled_in_since_is_still_the_same(homes: Store, write: Write) -> None:
    file = write("c.csv", _lines(GOOD.replace("L001", "Peters, V.")))
    _import(homes, file)
    (party,) = _record(homes, "C-0001").parties
    person = PersonData("Peters", initials="V.", given_name="Vera")
    homes.do(
        members.register_member, number="L003", person=person, kind="member", starts_on=TODAY, person_id=party.person_id
    )
    assert _import(homes, file).unchanged == 1
    assert _import(homes, write("c2.csv", _lines(GOOD.replace("L001", "L003")))).unchanged == 1


def test_a_name_does_not_take_the_place_of_a_member_named_by_number(homes: Store, write: Write) -> None:
    file = write("c.csv", _lines(GOOD.replace("L001", "L001 + Bos, A.")))
    _import(homes, file)
    swapped = write("c2.csv", _lines(GOOD.replace("L001", "Bos, A. + L001")))
    assert _import(homes, swapped).updated == 1
    assert [party.number for party in _record(homes, "C-0001").parties] == ["", "L001"]
    assert _import(homes, swapped).unchanged == 1


def test_a_tenant_who_is_no_longer_named_stays_and_is_warned_about(homes: Store, write: Write) -> None:
    _import(homes, write("c.csv", _lines(GOOD.replace("L001", "L001 + L002"))))
    report = _import(homes, write("c2.csv", _lines(GOOD)))
    assert (_warned(report), report.unchanged) == ([(2, "Huurders")], 1)
    party = _record(homes, "C-0001").parties[1]
    homes.do(contracts.end_party, party_id=party.party_id, ends_on=date(2026, 6, 30))
    assert _import(homes, write("c2.csv", _lines(GOOD))).warnings == []


# -- days and homes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("C-0002;999Z;L001;1-1-2025;;;;;", "Woning"),
        ("C-0002;;L001;1-1-2025;;;;;", "Woning"),
        (";2B;L001;1-1-2025;;;;;", "Contract"),
        ("C-0001;2B;L001;1-1-2025;;;;;", "Contract"),
        ("C-0002;2B;L001;;;;;;", "Ingangsdatum"),
        ("C-0002;2B;L001;13-13-2025;;;;;", "Ingangsdatum"),
        ("C-0002;2B;L001;1-1-2025;;31-12-2024;;;", "Einddatum"),
        ("C-0002;2B;L001;1-1-2025;5-11-2026;5-10-2026;;;", "Opgezegd op"),
        ("C-0002;2B;L001;1-1-2025;;;-5,00;;", "Waarborgsom"),
        ("C-0002;2B;L001;1-1-2025;;;;NL69TRIO8575038096;", "IBAN"),
        ("C-0002;2B;L001;1-1-2025;;;;;schelpen", "Betaalwijze"),
        ("C-0002;2A;L001;1-1-2025;;;;;", "Woning"),
        ("C-0002;2A;L001;1-1-2019;;1-1-2020;;;", "Woning"),
        ("C-0002;2A;L001;1-1-2025;;;;NL00;", "Woning"),
        ("C-0002;999Z;L999;1-1-2025;;31-12-2024;zes;;", "Woning"),
    ],
)
def test_what_cannot_be_is_refused_at_the_first_wrong_column(
    homes: Store, write: Write, line: str, column: str
) -> None:
    assert _refused(homes, write("c.csv", _lines(GOOD, line))) == [(3, column)]


def test_one_home_may_have_contracts_day_upon_day(homes: Store, write: Write) -> None:
    report = _import(
        homes,
        write("c.csv", _lines("C-0002;2A;L002;1-7-2024;;;;;", "C-0001;2A;L001;1-1-2020;;30-6-2024;;;")),
    )
    assert report.created == 2


def test_two_contracts_in_the_store_and_in_the_file_share_no_day(homes: Store, write: Write) -> None:
    _import(homes, write("c.csv", _lines(GOOD)))
    assert _refused(homes, write("c2.csv", _lines("C-0009;2A;L002;1-7-2024;;;;;"))) == [(2, "Woning")]
    with pytest.raises(ImportRefused) as refusal:
        _import(homes, write("c2.csv", _lines("C-0009;2A;L002;1-7-2024;;;;;")))
    assert "C-0001" in refusal.value.report.rejected[0].reason


def test_a_contract_ended_further_down_makes_room_for_the_next(homes: Store, write: Write) -> None:
    _import(homes, write("c.csv", _lines(GOOD)))
    report = _import(
        homes,
        write(
            "c2.csv",
            _lines(
                "C-0003;2A;L001;1-1-2026;;;;;",
                "C-0002;2A;L002;1-7-2024;;31-12-2025;;;",
                "C-0001;2A;L001;1-1-2020;;30-6-2024;500,00;;incasso",
            ),
        ),
    )
    assert (report.created, report.updated, report.rejected) == (2, 1, [])


def test_refused_rows_stand_in_the_order_of_the_file(homes: Store, write: Write) -> None:
    lines = (GOOD, "C-0002;2A;L001;1-1-2025;;;;;", "C-0003;999Z;L001;1-1-2025;;;;;", "C-0004;2A;L001;1-1-2026;;;;;")
    report = _import(homes, write("c.csv", _lines(*lines)), skip_bad=True)
    assert [remark.row for remark in report.rejected] == [3, 4, 5]
    assert [report.rejected_cells[remark.row][0] for remark in report.rejected] == ["C-0002", "C-0003", "C-0004"]


def test_a_home_no_longer_managed_takes_no_contract_past_its_last_day(homes: Store, write: Write) -> None:
    home = homes.do(dwellings.add_dwelling, dwelling=DwellingData("9Z")).result
    homes.do(dwellings.end_dwelling, dwelling_id=home, ended_on=date(2024, 12, 31))
    lines = _lines("C-0001;9Z;L001;1-1-2020;;31-12-2024;;;")
    assert _refused(homes, write("c.csv", lines.replace("31-12-2024", "1-1-2025"))) == [(2, "Woning")]
    assert _import(homes, write("c.csv", lines)).created == 1


@pytest.mark.parametrize(
    ("notice", "ends", "warned"),
    [
        ("5-10-2026", "5-11-2026", []),
        ("5-10-2026", "4-11-2026", [(2, "Einddatum")]),
        ("5-10-2026", "", [(2, "Einddatum")]),
        ("5-10-2019", "5-11-2020", [(2, "Opgezegd op")]),
        ("", "4-11-2026", []),
    ],
)
def test_a_notice_that_should_not_have_been_is_taken_in_with_a_warning(
    homes: Store, write: Write, notice: str, ends: str, warned: list[tuple[int, str]]
) -> None:
    report = _import(homes, write("c.csv", _lines(f"C-0001;2A;L001;1-1-2020;{notice};{ends};;;")))
    assert (report.created, _warned(report)) == (1, warned)


# -- again ---------------------------------------------------------------------------------------------------------


def test_a_known_contract_is_brought_up_to_date(homes: Store, write: Write) -> None:
    _import(homes, write("c.csv", _lines(GOOD)))
    line = "C-0001;2A;L001 + L002;1-1-2020;5-10-2026;30-11-2026;600,00;NL91ABNA0417164300;automatische incasso"
    assert _import(homes, write("c2.csv", _lines(line))).updated == 1
    record = _record(homes, "C-0001")
    assert (record.ends_on, record.deposit_cents, record.payment_method) == (date(2026, 11, 30), 60000, "direct_debit")
    assert _names(homes, "C-0001") == ["Bos", "Meer"]
    assert _import(homes, write("c2.csv", _lines(line))).unchanged == 1


def test_columns_the_file_lacks_are_left_alone(homes: Store, write: Write) -> None:
    _import(homes, write("c.csv", _lines("C-0001;2A;L001;1-1-2020;5-10-2026;30-11-2026;600,00;;incasso")))
    report = _import(homes, write("c2.csv", "Contract;Woning;Huurders;Ingangsdatum\nC-0001;2A;L001;1-1-2020\n"))
    assert report.unchanged == 1
    assert _record(homes, "C-0001").ends_on == date(2026, 11, 30)


def test_a_number_of_another_contract_is_refused_but_a_wrong_home_put_right(homes: Store, write: Write) -> None:
    _import(homes, write("c.csv", _lines(GOOD)))
    assert _refused(homes, write("c2.csv", _lines("C-0001;2B;L002;1-1-2024;;;;;"))) == [(2, "Contract")]
    assert _import(homes, write("c2.csv", _lines(GOOD.replace("2A", "2B")))).updated == 1
    assert _record(homes, "C-0001").dwelling == "2B"


def test_a_contract_cannot_be_reopened_over_the_next_one(homes: Store, write: Write) -> None:
    _import(homes, write("c.csv", _lines("C-0001;2A;L001;1-1-2020;;30-6-2024;;;", "C-0002;2A;L002;1-7-2024;;;;;")))
    assert _refused(homes, write("c2.csv", _lines("C-0001;2A;L001;1-1-2020;;;;;"))) == [(2, "Woning")]


def test_taking_the_import_back_leaves_no_contract_and_no_tenant(homes: Store, write: Write) -> None:
    done = homes.do(import_register, "contracts", write("c.csv", _lines(GOOD.replace("L001", "Peters, V."))))
    homes.do(undo, done.batch)
    assert homes.read(queries.page, Listing(filter="all"), TODAY).total == 0
    assert homes.read(finder.find, "peters", kinds=("members",)) == []


def test_a_register_longer_than_one_bite_is_checked_as_a_whole(homes: Store, write: Write) -> None:
    lines = [f"C-{year:04d};2A;L001;1-1-{year};;31-12-{year};;;" for year in range(1801, 2200)]
    late = [f"D-{year:04d};2B;Peters, V.;1-1-{year};;31-12-{year};;;" for year in range(1801, 2200)]
    clash = "E-0001;2A;L002;5-5-2026;;6-5-2026;;;"
    report = _import(homes, write("c.csv", _lines(*lines, *late, clash)), skip_bad=True)
    assert (report.created, [remark.row for remark in report.rejected]) == (798, [800])

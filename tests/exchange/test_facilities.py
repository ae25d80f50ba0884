"""The board's own register of facilities comes in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from coopadmin.services import facilities, members
from coopadmin.services.facilities import FacilityData
from coopadmin.services.imports import ImportRefused, Report, import_register
from coopadmin.services.members import PersonData
from db.queries import bookings as booking_queries
from db.queries import facilities as queries
from db.store import Store
from tests.conftest import Furnish

HEADER = (
    "Code;Naam;Soort;Plaats;Beheerder;Tarief leden;Tarief anderen;Max per maand;Dubbel boeken;Sleutels;Huisregels\n"
)
Write = Callable[[str, str], Path]


def _register_keeper(store: Store) -> int:
    """Register member L001."""
    anna = PersonData("Berg", given_name="Anna")
    return store.do(
        members.register_member, number="L001", person=anna, kind="member", starts_on=date(2020, 1, 1)
    ).result


@pytest.fixture
def keeper(furnish: Furnish) -> int:
    """Fill the store with member L001; gives their number in it."""
    return furnish(_register_keeper)


def take_in(store: Store, file: Path, skip_bad: bool = False) -> Report:
    """Import a register of facilities."""
    return store.do(import_register, "facilities", file, skip_bad=skip_bad).result


def test_the_example_register_comes_in_whole_and_a_second_time_changes_nothing(store: Store, registers: Path) -> None:
    store.do(import_register, "members", registers / "ledenlijst.csv", skip_bad=True)
    report = take_in(store, registers / "voorzieningen.csv")
    assert (report.rows, report.created, report.rejected, report.warnings) == (6, 6, [], [])
    rows = {row.code: row for row in store.read(queries.register)}
    assert list(rows) == ["BAK", "GZ", "LOG", "TUIN", "WAS", "WP"]
    assert (rows["LOG"].keeper_number, rows["LOG"].member_rate_cents, rows["LOG"].max_per_month) == ("L001", 1250, 3)
    assert (rows["GZ"].member_rate_cents, rows["GZ"].exclusive, rows["GZ"].key_count) == (0, True, 6)
    assert (rows["TUIN"].member_rate_cents, rows["TUIN"].exclusive, rows["TUIN"].house_rules) == (None, False, "")
    again = store.do(import_register, "facilities", registers / "voorzieningen.csv")
    assert (again.result.unchanged, again.result.created, again.result.updated, again.batch) == (6, 0, 0, None)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (";Zaal;zaal;;L001;0,00;;;nee;;", "Code"),
        ("GZ;;zaal;;L001;0,00;;;nee;;", "Naam"),
        ("GZ;Zaal;zaal;;L999;0,00;;;nee;;", "Beheerder"),
        ("GZ;Zaal;zaal;;L001;-1,00;;;nee;;", "Tarief leden"),
        ("GZ;Zaal;zaal;;L001;0,00;1.234,5;;nee;;", "Tarief anderen"),
        ("GZ;Zaal;zaal;;L001;0,00;;vier;nee;;", "Max per maand"),
        ("GZ;Zaal;zaal;;L001;0,00;;-1;nee;;", "Max per maand"),
        ("GZ;Zaal;zaal;;L001;0,00;;;soms;;", "Dubbel boeken"),
        ("GZ;Zaal;zaal;;L001;0,00;;;nee;twee;", "Sleutels"),
        ("GZ;Zaal;zaal;;L999;gratis;;;soms;;", "Beheerder"),
        ("GZ" * 21 + ";Zaal;zaal;;L001;0,00;;;nee;;", "Code"),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_first_wrong_column(
    store: Store, keeper: int, write: Write, row: str, column: str
) -> None:
    with pytest.raises(ImportRefused) as refusal:
        take_in(store, write("v.csv", f"{HEADER}LOG;Logeerkamer;;;L001;;;;;;\n{row}\n"))
    assert [(remark.row, remark.column) for remark in refusal.value.report.rejected] == [(3, column)]
    assert store.read(queries.register) == ()


def test_a_code_twice_in_one_file_is_refused_naming_the_earlier_row(store: Store, write: Write) -> None:
    file = write("v.csv", f"{HEADER}GZ;Zaal;;;;;;;;;\nGZ;Andere zaal;;;;;;;;;\n")
    report = take_in(store, file, skip_bad=True)
    assert [(remark.row, remark.column) for remark in report.rejected] == [(3, "Code")]
    assert "row 2" in report.rejected[0].reason
    assert [row.name for row in store.read(queries.register)] == ["Zaal"]


def test_what_changed_is_brought_up_to_date_and_what_the_file_is_silent_on_stays(
    store: Store, keeper: int, write: Write
) -> None:
    take_in(store, write("v.csv", f"{HEADER}GZ;Zaal;zaal;Kelder;L001;5,00;;4;ja;6;Stil na tienen\n"))
    report = take_in(store, write("w.csv", "Code;Naam;Max per maand\nGZ;Zaal;\n"))
    assert (report.updated, report.unchanged) == (1, 0)
    (row,) = store.read(queries.register)
    assert (row.max_per_month, row.place, row.keeper_number, row.allows_overlap) == (None, "Kelder", "L001", True)
    assert (row.member_rate_cents, row.key_count, row.house_rules) == (500, 6, "Stil na tienen")


def test_english_headers_are_understood(store: Store, keeper: int, write: Write) -> None:
    header = "Code,Name,Kind,Place,Keeper,Member rate,Max per month,Double booking,Keys,House rules"
    take_in(store, write("f.csv", f"{header}\nGZ,Common room,room,Cellar,L001,5,4,no,2,Quiet\n"))
    (row,) = store.read(queries.register)
    assert (row.name, row.keeper_number, row.member_rate_cents) == ("Common room", "L001", 500)
    assert (row.max_per_month, row.exclusive, row.key_count, row.house_rules) == (4, True, 2, "Quiet")


def test_a_file_cannot_rule_double_booking_out_over_bookings_that_overlap(
    store: Store, keeper: int, write: Write
) -> None:
    laundry = FacilityData("WAS", "Wasruimte", allows_overlap=True)
    room = store.do(facilities.add_facility, facility=laundry).result
    bas = store.do(
        members.register_member,
        number="L002",
        person=PersonData("Bos", given_name="Bas"),
        kind="member",
        starts_on=date(2020, 1, 1),
    ).result
    file = write("b.csv", "Voorziening;Lid;Van;Tot\nWAS;L001;3-12-2026 14:00;3-12-2026 16:00\n")
    store.do(import_register, "bookings", file)
    file = write("b.csv", "Voorziening;Lid;Van;Tot\nWAS;L002;3-12-2026 15:00;3-12-2026 17:00\n")
    store.do(import_register, "bookings", file)
    report = take_in(store, write("v.csv", f"{HEADER}WAS;Wasruimte;;;;;;;nee;;\n"), skip_bad=True)
    assert [(remark.row, remark.column) for remark in report.rejected] == [(2, "Dubbel boeken")]
    assert [row.person_id for row in store.read(booking_queries.bookings_on, date(2026, 12, 3))] == [keeper, bas]
    assert store.read(queries.record, room, date(2026, 12, 3)) is not None

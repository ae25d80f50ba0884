"""The board's own list of bookings comes in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from openpyxl import Workbook

from coopadmin.domain.facilities import overlap
from coopadmin.services import bookings, facilities, members
from coopadmin.services.facilities import FacilityData
from coopadmin.services.imports import ImportRefused, Report, import_register, write_rejects
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.queries import bookings as booking_queries
from db.store import Store
from tests.conftest import Furnish

HEADER = "Voorziening;Lid;Van;Tot;Doel;Status\n"
Write = Callable[[str, str], Path]


def _add_rooms(store: Store) -> int:
    """Make an exclusive room GZ with a limit of two a month, an open laundry WAS, and members L001 to L003."""
    for number in ("L001", "L002", "L003"):
        store.do(
            members.register_member,
            number=number,
            person=PersonData("Berg", given_name=number),
            kind="member",
            starts_on=date(2020, 1, 1),
        )
    store.do(facilities.add_facility, facility=FacilityData("WAS", "Wasruimte", allows_overlap=True))
    return store.do(facilities.add_facility, facility=FacilityData("GZ", "Zaal", max_per_month=2)).result


@pytest.fixture
def room(furnish: Furnish) -> int:
    """Fill the store with the rooms and the members; gives the number of GZ."""
    return furnish(_add_rooms)


def take_in(store: Store, file: Path, skip_bad: bool = False) -> Report:
    """Import a register of bookings."""
    return store.do(import_register, "bookings", file, skip_bad=skip_bad).result


def refused(store: Store, file: Path) -> list[tuple[int, str]]:
    """Import what holds wrong rows, and say which."""
    with pytest.raises(ImportRefused) as refusal:
        take_in(store, file)
    return [(remark.row, remark.column) for remark in refusal.value.report.rejected]


def counts(report: Report) -> tuple[int, int, int, int]:
    """Tell how many rows were created, updated, unchanged and refused."""
    return report.created, report.updated, report.unchanged, len(report.rejected)


# -- the example ---------------------------------------------------------------------------------------------------


def test_the_example_register_comes_in_as_expected_and_a_second_time_changes_nothing(
    store: Store, registers: Path
) -> None:
    expected = json.loads((registers / "expected.json").read_text(encoding="utf-8"))
    store.do(import_register, "members", registers / "ledenlijst.csv", skip_bad=True)
    store.do(import_register, "facilities", registers / "voorzieningen.csv")
    file = registers / "reserveringen.csv"
    wrong = [(entry["row"], entry["column"]) for entry in expected["rejected"]["bookings"]]
    assert refused(store, file) == wrong
    assert store.read(booking_queries.bookings_register) == ()
    report = take_in(store, file, skip_bad=True)
    assert counts(report) == (expected["rows"]["bookings"], 0, 0, len(wrong))
    assert "3 November 2026 14:00–18:30" in report.rejected[0].reason
    assert report.rejected[1].value == "12-12-2026 18:00"
    again = store.do(import_register, "bookings", file, skip_bad=True)
    assert (counts(again.result), again.batch) == ((0, 0, expected["rows"]["bookings"], len(wrong)), None)


def test_an_import_is_taken_back_whole(store: Store, room: int, write: Write) -> None:
    take_in(store, write("b.csv", f"{HEADER}GZ;L001;3-11-2026 14:00;3-11-2026 18:00;feest;bevestigd\n"))
    store.do(undo)
    assert store.read(booking_queries.bookings_register) == ()


# -- what cannot be ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("XX;L001;3-11-2026 14:00;3-11-2026 18:00;;", "Voorziening"),
        (";L001;3-11-2026 14:00;3-11-2026 18:00;;", "Voorziening"),
        ("GZ;L999;3-11-2026 14:00;3-11-2026 18:00;;", "Lid"),
        ("GZ;;3-11-2026 14:00;3-11-2026 18:00;;", "Lid"),
        ("GZ;L001;3-11-2026;3-11-2026 18:00;;", "Van"),
        ("GZ;L001;;3-11-2026 18:00;;", "Van"),
        ("GZ;L001;31-11-2026 14:00;1-12-2026 18:00;;", "Van"),
        ("GZ;L001;3-11-2026 24:30;4-11-2026 18:00;;", "Van"),
        ("GZ;L001;3-11-2026 14:00;18:00;;", "Tot"),
        ("GZ;L001;3-11-2026 14:00;3-11-2026 14:00;;", "Tot"),
        ("GZ;L001;3-11-2026 14:00;3-11-2025 18:00;;", "Tot"),
        ("GZ;L001;3-11-2026 14:00;5-11-2027 18:00;;", "Tot"),
        ("GZ;L001;3-11-2026 14:00;3-11-2026 18:00;feest;misschien", "Status"),
        ("XX;L999;morgen;gisteren;;misschien", "Voorziening"),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_first_wrong_column(
    store: Store, room: int, write: Write, row: str, column: str
) -> None:
    assert refused(store, write("b.csv", f"{HEADER}{row}\n")) == [(2, column)]


def test_a_room_that_was_closed_takes_no_bookings_after_its_last_day(store: Store, room: int, write: Write) -> None:
    store.do(facilities.close_facility, facility_id=room, ended_on=date(2026, 11, 3))
    rows = (
        "GZ;L001;3-11-2026 20:00;3-11-2026 24:00;;\n"
        "GZ;L001;3-11-2026 12:00;4-11-2026 1:00;;\n"
        "GZ;L001;4-11-2026 12:00;4-11-2026 13:00;;\n"
        "GZ;L001;5-11-2026 12:00;5-11-2026 13:00;;geannuleerd\n"
    )
    assert refused(store, write("b.csv", HEADER + rows)) == [(3, "Van"), (4, "Van")]
    rows = "GZ;L001;3-11-2026 12:00;4-11-2026 1:00;;\n"
    assert refused(store, write("b.csv", HEADER + rows)) == [(2, "Tot")]


def test_the_refused_rows_stand_in_their_own_file_each_with_its_own_reason(
    store: Store, room: int, write: Write
) -> None:
    rows = (
        "GZ;L001;3-11-2026 14:00;3-11-2026 18:00;one;\n"
        "GZ;L002;3-11-2026 15:00;3-11-2026 18:00;two;\n"
        "GZ;L999;5-11-2026 14:00;5-11-2026 18:00;three;\n"
        "GZ;L003;3-11-2026 17:59;3-11-2026 20:00;four;\n"
    )
    file = write("b.csv", HEADER + rows)
    beside = write_rejects(take_in(store, file, skip_bad=True), file)
    assert beside is not None
    _header, two, three, four = beside.read_text(encoding="utf-8-sig").splitlines()
    assert (";two;" in two, "Van:" in two) == (True, True)
    assert (";three;" in three, "Lid:" in three) == (True, True)
    assert (";four;" in four, "Van:" in four) == (True, True)


# -- overlap -------------------------------------------------------------------------------------------------------


def test_the_store_and_the_rows_above_keep_a_row_out_and_the_minute_of_hand_over_does_not(
    store: Store, room: int, write: Write
) -> None:
    take_in(store, write("b.csv", f"{HEADER}GZ;L001;3-11-2026 14:00;3-11-2026 18:00;;\n"))
    rows = (
        "GZ;L002;3-11-2026 12:00;3-11-2026 14:00;;\n"
        "GZ;L002;3-11-2026 17:59;3-11-2026 19:00;;\n"
        "GZ;L002;3-11-2026 18:00;3-11-2026 20:00;;\n"
        "GZ;L003;3-11-2026 19:00;3-11-2026 21:00;;\n"
        "GZ;L003;2-11-2026 19:00;9-11-2026 21:00;;\n"
    )
    report = take_in(store, write("c.csv", HEADER + rows), skip_bad=True)
    assert [(remark.row, remark.column) for remark in report.rejected] == [(3, "Van"), (5, "Van"), (6, "Van")]


def test_the_same_start_twice_is_refused_and_stays_refused(store: Store, room: int, write: Write) -> None:
    rows = "GZ;L001;3-11-2026 14:00;3-11-2026 18:00;;\nGZ;L001;3-11-2026 14:00;3-11-2026 18:00;;\n"
    rows += "WAS;L001;3-11-2026 14:00;3-11-2026 18:00;;\nWAS;L001;3-11-2026 14:00;3-11-2026 16:00;;\n"
    rows += "WAS;L002;3-11-2026 14:00;3-11-2026 18:00;;\n"
    file = write("b.csv", HEADER + rows)
    report = take_in(store, file, skip_bad=True)
    assert [(remark.row, remark.column) for remark in report.rejected] == [(3, "Van"), (5, "Van")]
    assert counts(report) == (3, 0, 0, 2)
    assert counts(take_in(store, file, skip_bad=True)) == (0, 0, 3, 2)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_cancelled_bookings_lie_over_others_and_come_in_once(
    store: Store, room: int, write: Write, order: tuple[int, ...]
) -> None:
    rows = [
        "GZ;L001;3-11-2026 14:00;3-11-2026 18:00;;geannuleerd\n",
        "GZ;L002;3-11-2026 14:00;3-11-2026 18:00;;bevestigd\n",
        "GZ;L002;3-11-2026 14:00;3-11-2026 16:00;;geannuleerd\n",
    ]
    file = write("b.csv", HEADER + "".join(rows[place] for place in order))
    assert counts(take_in(store, file)) == (3, 0, 0, 0)
    assert counts(take_in(store, file)) == (0, 0, 3, 0)


def test_rows_far_apart_in_a_long_file_still_keep_each_other_out(store: Store, room: int, write: Write) -> None:
    first = datetime.fromisoformat("2026-04-01T08:00")

    def row(number: int, minutes: int) -> str:
        starts = first + timedelta(hours=2 * number)
        return (
            f"GZ;L00{number % 3 + 1};{starts:%d-%m-%Y %H:%M};{starts + timedelta(minutes=minutes):%d-%m-%Y %H:%M};;\n"
        )

    rows = [row(number, 120) for number in range(0, 2400, 2)]
    clashing = [row(number, 121) for number in (1, 1201, 2397)]
    file = write("b.csv", HEADER + "".join(rows + clashing))
    report = take_in(store, file, skip_bad=True)
    assert [remark.row for remark in report.rejected] == [1202, 1203, 1204]
    held = [one for one in store.read(booking_queries.bookings_register) if one.facility_id == room]
    pairs = combinations(held[:200], 2)
    assert not any(overlap(a.starts_at, a.ends_at, b.starts_at, b.ends_at) for a, b in pairs)
    assert counts(take_in(store, file, skip_bad=True)) == (0, 0, 1200, 3)


# -- the same list again -------------------------------------------------------------------------------------------


def test_what_changed_is_brought_up_to_date_and_what_the_file_is_silent_on_stays(
    store: Store, room: int, write: Write
) -> None:
    take_in(store, write("b.csv", f"{HEADER}GZ;L001;3-11-2026 14:00;3-11-2026 18:00;feest;aangevraagd\n"))
    silent = write("c.csv", "Voorziening;Lid;Van;Tot\nGZ;L001;3-11-2026 14:00;3-11-2026 19:00\n")
    assert counts(take_in(store, silent)) == (0, 1, 0, 0)
    (row,) = store.read(booking_queries.bookings_register)
    assert (f"{row.ends_at:%H:%M}", row.purpose, row.status) == ("19:00", "feest", "requested")
    other = write("d.csv", f"{HEADER}GZ;L002;3-11-2026 14:00;3-11-2026 19:00;;bevestigd\n")
    assert counts(take_in(store, other)) == (0, 1, 0, 0)
    (row,) = store.read(booking_queries.bookings_register)
    assert (row.number, row.purpose, row.status) == ("L002", "", "confirmed")


def test_a_list_without_statuses_does_not_revive_what_was_cancelled_here(store: Store, room: int, write: Write) -> None:
    file = write("b.csv", "Voorziening;Lid;Van;Tot\nGZ;L001;3-11-2026 14:00;3-11-2026 18:00\n")
    take_in(store, file)
    (row,) = store.read(booking_queries.bookings_register)
    store.do(bookings.cancel_booking, booking_id=row.booking_id)
    assert counts(take_in(store, file)) == (0, 0, 1, 0)
    assert [one.status for one in store.read(booking_queries.bookings_register)] == ["cancelled"]


def test_a_longer_stay_in_the_list_is_refused_where_the_next_one_has_the_room(
    store: Store, room: int, write: Write
) -> None:
    both = "GZ;L001;3-11-2026 14:00;3-11-2026 {end};;\nGZ;L002;3-11-2026 18:00;3-11-2026 20:00;;\n"
    take_in(store, write("b.csv", HEADER + both.format(end="18:00")))
    assert refused(store, write("b.csv", HEADER + both.format(end="18:30"))) == [(2, "Van")]


# -- what should not have been -------------------------------------------------------------------------------------


def test_the_booking_above_the_months_limit_is_taken_in_with_the_same_warning_each_time(
    store: Store, room: int, write: Write
) -> None:
    rows = (
        "GZ;L001;20-11-2026 14:00;20-11-2026 18:00;;\n"
        "GZ;L001;4-11-2026 14:00;4-11-2026 18:00;;geannuleerd\n"
        "GZ;L001;10-11-2026 14:00;10-11-2026 18:00;;\n"
        "GZ;L001;3-11-2026 14:00;3-11-2026 18:00;;\n"
        "GZ;L001;1-12-2026 14:00;1-12-2026 18:00;;\n"
        "GZ;L002;5-11-2026 14:00;5-11-2026 18:00;;\n"
    )
    file = write("b.csv", HEADER + rows)
    for _time in range(2):
        report = take_in(store, file)
        assert [(remark.row, remark.column) for remark in report.warnings] == [(5, "Van")]
        assert report.warnings[0].reason.endswith("the house rule allows 2 a month")


def test_a_very_long_stay_and_one_used_before_its_time_are_taken_in_with_a_warning(
    store: Store, room: int, write: Write
) -> None:
    rows = "WAS;L001;1-3-2026 0:00;31-10-2026 24:00;;\nGZ;L001;3-12-2026 14:00;3-12-2026 18:00;;gebruikt\n"
    report = take_in(store, write("b.csv", HEADER + rows))
    assert [(remark.row, remark.column) for remark in report.warnings] == [(2, "Tot"), (3, "Status")]


# -- ways to write a moment ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("03-11-2026 20:00", "03-11-2026 24:00"),
        ("2026-11-03 20:00", "2026-11-04 00:00"),
        ("2026-11-03T20:00", "2026-11-03T24:00"),
        ("3 november 2026 20.00u", "4/11/2026 0:00:00"),
    ],
)
def test_a_moment_may_be_written_in_several_ways(store: Store, room: int, write: Write, starts: str, ends: str) -> None:
    take_in(store, write("b.csv", f"{HEADER}GZ;L001;{starts};{ends};;\n"))
    (row,) = store.read(booking_queries.bookings_register)
    assert row.starts_at == datetime.fromisoformat("2026-11-03T20:00")
    assert row.ends_at == datetime.fromisoformat("2026-11-04T00:00")


def test_a_workbook_with_real_moments_and_english_headers_comes_in(store: Store, room: int, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("Bookings", 0)
    starts = datetime.fromisoformat("2026-11-03T20:00")
    sheet.append(["Bookings of 2026"])
    sheet.append(["Facility", "Member number", "From", "Until", "Purpose", "Status"])
    sheet.append(["GZ", "L001", starts, starts + timedelta(hours=4), "party", "Confirmed"])
    sheet.append(["GZ", "L002", "5-11-2026 14:00", datetime.fromisoformat("2026-11-05T18:30"), None, None])
    sheet.append(["GZ", "L003", starts + timedelta(hours=1), starts + timedelta(hours=2), None, "used"])
    sheet.append(["GZ", "L003", 46300, starts + timedelta(hours=2), None, "used"])
    file = tmp_path / "bookings.xlsx"
    book.save(file)
    report = take_in(store, file, skip_bad=True)
    assert [(remark.row, remark.column) for remark in report.rejected] == [(5, "From"), (6, "From")]
    assert [f"{row.ends_at:%d %H:%M}" for row in store.read(booking_queries.bookings_register)] == [
        "04 00:00",
        "05 18:30",
    ]
    assert counts(take_in(store, file, skip_bad=True)) == (0, 0, 2, 2)

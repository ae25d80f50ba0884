"""A secretary brings the register of decisions in from a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coopadmin import i18n
from coopadmin.services import decisions
from coopadmin.services.imports import ImportRefused, Report, import_register
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import decisions as queries
from db.queries.base import Listing
from db.store import Store
from db.tables.dwellings import Dwelling
from tests.conftest import Furnish
from tests.voting_room import decision, open_room, put, vote

HEADER: str = (
    "Nr;Datum;Vergadering;Onderwerp;Besluit;Methode;Stemgerechtigd;Aanwezig;Volmachten;Voor;Tegen;Blanco;"
    "Uitslag;Soort;Woning;Kandidaat\n"
)
GOOD: str = "B-1;26-6-2025;ALV;Toewijzing 4A;Akkoord.;twee derde;39;28;3;22;8;1;aangenomen;coöptatie;4A;Kandidaat 12\n"

Write = Callable[[str, str], Path]


def add_homes(transaction: Transaction, *, codes: Iterable[str]) -> None:
    """Put homes in the store."""
    for code in codes:
        transaction.add(Dwelling(code=code))


def _add_homes(store: Store) -> None:
    store.do(add_homes, codes=("2B", "4A", "6A", "28B"))


@pytest.fixture
def homes(store: Store, furnish: Furnish) -> Store:
    """Give a store with the homes that the example register speaks of."""
    furnish(_add_homes)
    return store


def _import(store: Store, file: Path, *, skip_bad: bool = False) -> Report:
    return store.do(import_register, "decisions", file, skip_bad=skip_bad).result


def _refused(store: Store, file: Path) -> list[tuple[int, str]]:
    with pytest.raises(ImportRefused) as refusal:
        _import(store, file)
    assert store.read(queries.page, Listing()).total == 0
    return [(remark.row, remark.column) for remark in refusal.value.report.rejected]


def _with(**cells: str) -> str:
    """Write the good line with some of its cells changed."""
    names = HEADER.strip().split(";")
    line = GOOD.strip().split(";")
    for name, cell in cells.items():
        line[names.index(name)] = cell
    return ";".join(line) + "\n"


# -- the example register ------------------------------------------------------------------------------------------


def test_the_example_register_comes_in_as_expected(homes: Store, registers: Path) -> None:
    expected: dict[str, Any] = json.loads((registers / "expected.json").read_text(encoding="utf-8"))
    report = _import(homes, registers / "besluiten.csv")
    assert (report.rows, report.created, report.rejected) == (
        expected["rows"]["decisions"],
        expected["rows"]["decisions"],
        expected["rejected"]["decisions"],
    )
    flagged = homes.read(queries.page, Listing(filter="flagged")).rows
    assert [row.number for row in flagged] == expected["decision_warnings"]
    assert [(remark.row, remark.column, remark.value) for remark in report.warnings] == [(14, "Uitslag", "verworpen")]
    assert "22 for and 8 against" in report.warnings[0].reason


def test_importing_the_example_register_again_changes_nothing(homes: Store, registers: Path) -> None:
    _import(homes, registers / "besluiten.csv")
    before = homes.read(queries.register)
    again = homes.do(import_register, "decisions", registers / "besluiten.csv")
    assert (again.result.created, again.result.updated, again.result.unchanged) == (0, 0, 24)
    assert again.batch is None
    assert homes.read(queries.register) == before


def test_cells_of_the_example_register_are_what_they_say(homes: Store, registers: Path) -> None:
    _import(homes, registers / "besluiten.csv")
    row = homes.read(queries.register)[12]
    assert row == {
        "number": "B-2025-13",
        "date": date(2025, 6, 26),
        "body": "ALV",
        "subject": "Toewijzing 4A",
        "text": "Niet aangenomen.",
        "method": "two-thirds",
        "entitled": 39,
        "present": 28,
        "proxies": 3,
        "for": 22,
        "against": 8,
        "blank": 1,
        "outcome": "rejected",
        "kind": "self_allocation",
        "dwelling": "4A",
        "candidate": "Kandidaat 12",
        "flagged": True,
        "meeting": "",
        "rule": "",
        "sentence": "",
        "review_on": None,
        "links": [],
        "amount_cents": None,
    }
    assert homes.read(queries.page, Listing(filter="self_allocation")).total == 5
    assert homes.read(queries.next_number, date(2026, 11, 20)) == "B-2026-25"


def test_without_its_homes_the_allocations_of_the_example_register_are_refused(store: Store, registers: Path) -> None:
    assert _refused(store, registers / "besluiten.csv") == [(row, "Woning") for row in (4, 9, 14, 19, 24)]


def test_the_whole_import_can_be_taken_back(homes: Store, registers: Path) -> None:
    _import(homes, registers / "besluiten.csv")
    homes.do(undo)
    assert homes.read(queries.page, Listing()).total == 0


# -- other faults --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Nr": ""}, "Nr"),
        ({"Nr": "B" * 41}, "Nr"),
        ({"Datum": "31-6-2025"}, "Datum"),
        ({"Datum": ""}, "Datum"),
        ({"Onderwerp": ""}, "Onderwerp"),
        ({"Methode": "handgeklap"}, "Methode"),
        ({"Stemgerechtigd": "veel"}, "Stemgerechtigd"),
        ({"Stemgerechtigd": "30"}, "Aanwezig"),
        ({"Aanwezig": "37"}, "Aanwezig"),
        ({"Aanwezig": "20"}, "Voor"),
        ({"Volmachten": "-3"}, "Volmachten"),
        ({"Volmachten": "2"}, "Voor"),
        ({"Voor": "23"}, "Voor"),
        ({"Voor": "", "Blanco": "24"}, "Tegen"),
        ({"Blanco": "1,5"}, "Blanco"),
        ({"Uitslag": ""}, "Uitslag"),
        ({"Uitslag": "misschien"}, "Uitslag"),
        ({"Soort": "feest"}, "Soort"),
        ({"Woning": "99Z"}, "Woning"),
        ({"Aanwezig": "40", "Woning": "99Z"}, "Aanwezig"),
    ],
)
def test_a_record_that_cannot_be_is_refused_at_its_leftmost_wrong_column(
    homes: Store, write: Write, cells: dict[str, str], column: str
) -> None:
    assert _refused(homes, write("besluiten.csv", HEADER + _with(**cells))) == [(2, column)]


def test_a_number_that_is_repeated_is_refused_the_second_time(homes: Store, write: Write) -> None:
    assert _refused(homes, write("besluiten.csv", HEADER + GOOD + GOOD)) == [(3, "Nr")]


def test_bad_records_can_be_left_out(homes: Store, write: Write) -> None:
    file = write("besluiten.csv", HEADER + _with(Voor="40") + _with(Nr="B-2"))
    report = _import(homes, file, skip_bad=True)
    assert (report.created, [remark.value for remark in report.rejected]) == (1, ["40"])
    assert [row.number for row in homes.read(queries.page, Listing()).rows] == ["B-2"]


# -- what is not known, and what is contradicted -------------------------------------------------------------------


def test_a_decision_without_a_count_is_taken_in_without_a_remark(homes: Store, write: Write) -> None:
    empty = dict.fromkeys(("Stemgerechtigd", "Aanwezig", "Volmachten", "Voor", "Tegen", "Blanco"), "")
    report = _import(homes, write("besluiten.csv", HEADER + _with(**empty, Uitslag="verworpen")))
    assert (report.created, report.warnings) == (1, [])
    assert homes.read(queries.register)[0]["for"] is None


def test_a_list_of_numbers_and_outcomes_alone_will_do(store: Store, write: Write) -> None:
    report = _import(store, write("besluiten.csv", "Nr;Datum;Onderwerp;Uitslag\n1;1-2-2024;Tuin;aangenomen\n"))
    row = store.read(queries.register)[0]
    assert report.created == 1
    assert (row["method"], row["kind"], row["entitled"], row["dwelling"]) == ("unknown", "decision", None, None)


@pytest.mark.parametrize(
    ("cells", "warned"),
    [
        ({"Methode": "gewone meerderheid", "Voor": "15", "Tegen": "15"}, True),
        ({"Methode": "meerderheid van stemgerechtigden", "Voor": "19"}, True),
        ({"Methode": "meerderheid van stemgerechtigden", "Voor": "20"}, False),
        ({"Methode": "drie kwart", "Voor": "22", "Tegen": "8"}, True),
        ({"Methode": "drie kwart", "Voor": "24", "Tegen": "6"}, False),
        ({"Methode": "met algemene stemmen"}, True),
        ({"Methode": "unaniem", "Tegen": "0"}, False),
        ({"Methode": "consent", "Uitslag": "verworpen"}, False),
        ({"Methode": "", "Uitslag": "verworpen"}, False),
        ({"Uitslag": "ingetrokken"}, False),
        ({"Uitslag": "aangehouden"}, False),
        ({"Uitslag": "verworpen"}, True),
        ({"Uitslag": "verworpen", "Tegen": ""}, False),
    ],
)
def test_an_outcome_that_contradicts_the_count_is_taken_in_with_a_warning(
    homes: Store, write: Write, cells: dict[str, str], warned: bool
) -> None:
    report = _import(homes, write("besluiten.csv", HEADER + _with(**cells)))
    assert report.created == 1
    assert [remark.column for remark in report.warnings] == (["Uitslag"] if warned else [])
    assert homes.read(queries.register)[0]["flagged"] is warned


def test_english_headers_and_words_are_understood(homes: Store, write: Write) -> None:
    file = write(
        "decisions.csv",
        "Number,Date,Meeting,Subject,Decision,Method,Entitled to vote,Present,Proxies,For,Against,Blank,Outcome,Kind,"
        "Home,Candidate\n7,2025-06-26,General meeting,Home 4A,Agreed,two thirds,39,28,3,22,8,1,rejected,"
        "self-allocation,4A,Someone\n",
    )
    report = _import(homes, file)
    assert [remark.column for remark in report.warnings] == ["Outcome"]
    row = homes.read(queries.register)[0]
    assert (row["number"], row["method"], row["kind"], row["dwelling"]) == ("7", "two-thirds", "self_allocation", "4A")


def test_the_warning_speaks_dutch_to_a_dutch_reader(homes: Store, write: Write) -> None:
    i18n.use("nl")
    report = _import(homes, write("besluiten.csv", HEADER + _with(Uitslag="verworpen")))
    assert [remark.column for remark in report.warnings] == ["Uitslag"]


# -- bringing up to date -------------------------------------------------------------------------------------------


def test_only_what_the_file_speaks_of_is_brought_up_to_date(homes: Store, write: Write) -> None:
    _import(homes, write("besluiten.csv", HEADER + GOOD))
    short = write("kort.csv", "Nr;Datum;Onderwerp;Uitslag\nB-1;26-6-2025;Toewijzing 4A aan de straat;verworpen\n")
    report = _import(homes, short)
    assert (report.updated, [remark.column for remark in report.warnings]) == (1, ["Uitslag"])
    row = homes.read(queries.register)[0]
    assert (row["subject"], row["outcome"], row["for"], row["dwelling"], row["text"]) == (
        "Toewijzing 4A aan de straat",
        "rejected",
        22,
        "4A",
        "Akkoord.",
    )


def test_a_count_that_cannot_be_beside_what_the_store_has_is_refused(homes: Store, write: Write) -> None:
    _import(homes, write("besluiten.csv", HEADER + GOOD))
    short = write("kort.csv", "Nr;Datum;Onderwerp;Voor;Uitslag\nB-1;26-6-2025;Toewijzing 4A;23;aangenomen\n")
    with pytest.raises(ImportRefused) as refusal:
        _import(homes, short)
    assert [remark.column for remark in refusal.value.report.rejected] == ["Voor"]


def test_an_older_list_does_not_bring_back_a_withdrawn_decision(homes: Store, write: Write) -> None:
    file = write("besluiten.csv", HEADER + GOOD)
    _import(homes, file)
    decision = homes.read(queries.page, Listing()).rows[0].decision_id
    homes.do(decisions.withdraw_decision, decision_id=decision, reason="Kandidaat trok zich terug")
    report = _import(homes, file)
    assert (report.unchanged, [remark.column for remark in report.warnings]) == (1, ["Uitslag"])
    assert homes.read(queries.register)[0]["outcome"] == "withdrawn"


def test_a_count_made_in_a_meeting_is_not_overwritten_by_a_list(store: Store, write: Write) -> None:
    room = open_room(store)
    counted = vote(store, put(store, room), (6, 5, 0))
    before = decision(store, counted)
    rows = "Nr;Datum;Onderwerp;Methode;Voor;Tegen;Uitslag\n{number};19-11-2026;Een boom;{rest}\n"
    other = rows.format(number=counted.number, rest="twee derde;9;2;verworpen")
    report = _import(store, write("besluiten.csv", other))
    (warning,) = report.warnings
    assert warning.column == "Methode"
    assert "was counted in its meeting" in warning.reason
    after = decision(store, counted)
    assert (after.subject, report.updated) == ("Een boom", 1)
    same = ("method", "votes_for", "votes_against", "outcome", "vote_id", "meeting_id")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    withdrawn = rows.format(number=counted.number, rest="gewone meerderheid;6;5;ingetrokken")
    assert _import(store, write("later.csv", withdrawn)).warnings == []
    assert decision(store, counted).outcome == "withdrawn"

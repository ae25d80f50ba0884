"""The list of keys a board keeps is taken in: every copy, and who has it since when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from coopadmin.services import keys
from coopadmin.services.imports import Report, import_register
from db.queries.keys import register
from db.store import Store
from tests.conftest import TODAY, Furnish
from tests.keys_made import Keyed, cut, lend

Write = Callable[[str, str], Path]
HEAD = "Sleutel;Naam;Nummer;Houder;Sinds\n"


@pytest.fixture
def keyed(furnish: Furnish) -> Keyed:
    """The house and its keys."""
    return furnish(cut)


def _take(store: Store, path: Path, *, skip_bad: bool = False) -> Report:
    return store.do(import_register, "keys", path, skip_bad=skip_bad).result


def test_copies_and_who_has_them_are_taken_in_once(store: Store, keyed: Keyed, write: Write) -> None:
    lend(store, keyed.roof[0], keyed.rooms.carla)
    file = write("keys.csv", HEAD + "CV;Ketelhuis;1;L001;2-11-2026\nCV;Ketelhuis;2;;\nGZ;Zaal;1;L002;\nDAK;;1;L003;\n")
    report = _take(store, file)
    assert (report.created, report.updated, report.unchanged) == (2, 1, 1)
    assert [(one.row, one.column) for one in report.warnings] == [(4, "Houder")]
    there = {row.key: row for row in store.read(register, TODAY)}
    assert [(there[key].holder, there[key].since) for key in ("CV 1", "CV 2", "GZ 1")] == [
        ("Berg, Anna", date(2026, 11, 2)),
        ("", None),
        ("Berg, Bas", TODAY),
    ]
    assert there["GZ 2"].name == "Zaal"
    again = _take(store, file)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 4)


def test_a_contractor_holds_a_key_by_any_spelling_of_its_name(store: Store, keyed: Keyed, write: Write) -> None:
    lend(store, keyed.roof[0], contractor_id=keyed.roofer)
    file = write(
        "keys.csv",
        "Sleutel;Nummer;Uitgegeven aan;Sinds\nDAK;1;Dakdekker Hoog;\nDAK;2;DAKDEKKER HOOG B.V.;2-11-2026\n"
        "GZ;1;Dakdekker Laag;2-11-2026\n",
    )
    report = _take(store, file, skip_bad=True)
    assert (report.created, report.updated, report.unchanged) == (0, 1, 1)
    (refused,) = report.rejected
    assert (refused.row, refused.column) == (4, "Uitgegeven aan")
    assert "no member with this number and no contractor of this name: Dakdekker Laag" in refused.reason
    there = {row.key: row for row in store.read(register, TODAY)}
    assert [(there[key].holder, there[key].contractor_id) for key in ("DAK 1", "DAK 2")] == [
        ("Dakdekker Hoog", keyed.roofer),
        ("Dakdekker Hoog", keyed.roofer),
    ]
    again = _take(store, file, skip_bad=True)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    swapped = _take(store, write("keys.csv", HEAD + "DAK;;2;L001;\n"), skip_bad=True)
    assert "somebody else has it" in swapped.rejected[0].reason


def test_what_cannot_be_is_refused_with_its_reason(store: Store, keyed: Keyed, write: Write) -> None:
    lend(store, keyed.hall[0], keyed.rooms.anna)
    back = lend(store, keyed.hall[1], keyed.rooms.anna).loan_id
    store.do(keys.return_key, loan_id=back, returned_on=TODAY)
    store.do(keys.end_copy, copy_id=keyed.hall[2], ended_on=TODAY, end_reason="broken")
    rows = (
        "GZ;;1;L002;",  # Anna has it
        "GZ;;2;L002;10-11-2026",  # it came back only today
        "GZ;;3;L002;",  # it broke
        "CV;;1;L999;",
        "CV;;2;L001;21-11-2026",
        "CV;;3;;2-11-2026",
        "CV;;;L001;",
        "CV;;4;L001;2-11-2026",
        "CV;;4;L001;2-11-2026",
    )
    report = _take(store, write("keys.csv", HEAD + "\n".join(rows) + "\n"), skip_bad=True)
    assert [(one.row, one.column) for one in report.rejected] == [
        (2, "Houder"),
        (3, "Sinds"),
        (4, "Nummer"),
        (5, "Houder"),
        (6, "Sinds"),
        (7, "Houder"),
        (8, "Nummer"),
        (10, "Nummer"),
    ]
    assert report.created == 1

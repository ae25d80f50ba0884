"""The co-operative keeps its demarcation list by versions, and judges reports by the one in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import demarcation, judgements
from coopadmin.services.association import save_agreement, save_owner
from coopadmin.services.demarcation import LineData
from coopadmin.services.dwellings import DwellingData, add_dwelling
from coopadmin.services.maintenance import TaskData, report_task
from coopadmin.services.maintenance_states import set_status
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import demarcation as queries
from db.queries import judgements as judged
from db.queries.base import Listing
from db.store import Store
from db.tables.dwellings import Dwelling
from tests.conftest import TODAY, Furnish

FIRST, NEXT = date(2025, 1, 1), date(2027, 1, 1)
CLOSER = LineData("Deurdranger", "cooperative", work="stellen", otherwise="corporation")
DRAIN = LineData("Riool", "resident", work="ontstoppen", only_reachable=True, otherwise="corporation", letter="N.")
BLIND = LineData("Zonwering", "resident")
FENCE = LineData("Hek", "resident")


def make_list(store: Store, owner: str = "Woonstad", **values: Any) -> int:
    """Enter an owner with a version of a list."""
    owner_id = store.do(save_owner, name=owner).result
    given = {"owner_id": owner_id, "version": "1", "valid_from": FIRST, **values}
    return store.do(demarcation.make_demarcation_list, **given).result


def _three(store: Store) -> tuple[int, int, int]:
    """One version with three lines; gives the list, and the lines of the closer and the drain."""
    list_id = make_list(store, source="Annex 3", agreed_on=FIRST)
    lines = [
        store.do(demarcation.add_demarcation_line, list_id=list_id, line=one).result.line_id
        for one in (CLOSER, DRAIN, BLIND)
    ]
    return list_id, lines[0], lines[1]


@pytest.fixture
def listed(store: Store, furnish: Furnish) -> tuple[int, int, int]:
    """Give the numbers of that list and of two of its lines."""
    return furnish(_three)


def report(store: Store, what: str, number: str = "O-1", **values: Any) -> int:
    """Take a report."""
    data = TaskData(what=what, reported_on=date(2026, 11, 2), **values)
    return store.do(report_task, number=number, task=data).result


def judge(store: Store, task_id: int, **values: Any) -> int:
    """Judge a report, by the line of the door closer where nothing else is said."""
    given = {"responsible": "cooperative", "judged_on": TODAY, "routed": "cooperative", **values}
    return store.do(judgements.judge_task, task_id=task_id, **given).result


def route(store: Store, what: str, **values: Any) -> Any:
    """Ask whose job something is."""
    codes = dict.fromkeys(("element_code", "defect_code", "location_code"), "")
    given = {"dwelling_id": None, "facility_id": None, "reachable": None, "notable_cost": None, "on": TODAY, **codes}
    return store.read(queries.route_for, what=what, **{**given, **values})


# -- versions --------------------------------------------------------------------------------------------------


def test_a_report_is_routed_by_the_version_of_its_day(store: Store, listed: tuple[int, int, int]) -> None:
    list_id, closer, _drain = listed
    owner_id = store.read(queries.versions)[0].owner_id
    newer = store.do(
        demarcation.make_demarcation_list, owner_id=owner_id, version="2", valid_from=NEXT, copy_of=list_id
    ).result
    copied = [row.line for row in store.read(queries.page, Listing(filter="to_come"), TODAY).rows]
    assert [one.keyword for one in copied] == ["Deurdranger", "Riool", "Zonwering"]
    changed = replace(CLOSER, party="corporation", otherwise="cooperative")
    store.do(demarcation.correct_demarcation_line, line_id=copied[0].line_id, line=changed)
    assert route(store, "deurdranger stellen").line_id == closer
    assert route(store, "deurdranger stellen", on=date(2024, 12, 31)).told[0] == (
        "There is no demarcation list for this yet."
    )
    later = route(store, "deurdranger stellen", on=NEXT)
    assert (later.party, later.line_id) == ("corporation", copied[0].line_id)
    versions = {one.list_id: one for one in store.read(queries.versions)}
    assert versions[list_id].valid_until == date(2026, 12, 31)
    assert [versions[one].state(TODAY) for one in (list_id, newer)] == ["in_force", "to_come"]
    assert versions[list_id].state(NEXT) == "earlier"
    assert (versions[newer].lines, versions[list_id].source) == (3, "Annex 3")


def test_a_home_is_judged_by_the_list_of_its_own_corporation(store: Store, listed: tuple[int, int, int]) -> None:
    del listed
    other = make_list(store, "Stadgenoot")
    theirs = store.do(
        demarcation.add_demarcation_line,
        list_id=other,
        line=replace(CLOSER, party="corporation", otherwise="cooperative"),
    ).result.line_id
    home = store.do(add_dwelling, dwelling=DwellingData(code="A1", street="Kade")).result
    owner_id = next(one.owner_id for one in store.read(queries.versions) if one.owner == "Stadgenoot")
    store.do(_belongs, dwelling_id=home, owner_id=owner_id)
    assert route(store, "deurdranger stellen", dwelling_id=home).line_id == theirs
    # A place of neither is asked of both, and they do not agree.
    assert route(store, "deurdranger stellen").party == "unknown"


def _belongs(transaction: Transaction, *, dwelling_id: int, owner_id: int) -> None:
    transaction.change(Dwelling, dwelling_id, owner_id=owner_id)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"version": " "}, "version"),
        ({"version": "x" * 81}, "version"),
        ({"owner_id": 99}, "owner_id"),
        ({"agreement_id": 99}, "agreement_id"),
        ({"valid_from": FIRST}, "valid_from"),
    ],
)
def test_a_version_that_cannot_be_is_refused(
    store: Store, listed: tuple[int, int, int], values: dict[str, Any], field: str
) -> None:
    del listed
    given: dict[str, Any] = {"owner_id": 1, "version": "2", "valid_from": NEXT, **values}
    with pytest.raises(Invalid) as refused:
        store.do(demarcation.make_demarcation_list, **given)
    assert [one.field for one in refused.value.problems] == [field]


def test_a_version_is_corrected_and_its_first_day_stays_once_it_was_used(
    store: Store, listed: tuple[int, int, int]
) -> None:
    list_id, closer, _drain = listed
    agreement = store.do(save_agreement, owner_id=1, reference="BO-1", starts_on=FIRST).result
    values: dict[str, Any] = {"list_id": list_id, "version": "1b", "valid_from": date(2025, 2, 1)}
    assert store.do(demarcation.correct_demarcation_list, **values, agreement_id=agreement).result
    assert not store.do(demarcation.correct_demarcation_list, **values, agreement_id=agreement).result
    assert store.read(queries.versions)[0].agreement == "BO-1"
    judge(store, report(store, "deurdranger stellen"), line_id=closer)
    with pytest.raises(Invalid, match="first day stays"):
        store.do(demarcation.correct_demarcation_list, **{**values, "valid_from": FIRST})
    assert store.do(demarcation.correct_demarcation_list, **{**values, "version": "1c"}).result


# -- lines -----------------------------------------------------------------------------------------------------


def test_a_line_for_the_resident_without_a_letter_is_kept_with_a_warning(store: Store) -> None:
    list_id = make_list(store)
    saved = store.do(demarcation.add_demarcation_line, list_id=list_id, line=BLIND).result
    assert len(saved.warnings) == 1
    assert "art. 7:240" in saved.warnings[0]
    assert store.do(demarcation.add_demarcation_line, list_id=list_id, line=DRAIN).result.warnings == ()
    rows = store.read(queries.page, Listing(filter="unfounded"), TODAY).rows
    assert [row.line.keyword for row in rows] == ["Zonwering"]
    assert rows[0].unfounded


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (replace(BLIND, keyword=" "), "keyword"),
        (replace(BLIND, keyword="x" * 121), "keyword"),
        (replace(FENCE, party="neighbour"), "party"),
        (replace(FENCE, otherwise="nobody"), "otherwise"),
        (replace(FENCE, letter="z"), "letter"),
        (replace(FENCE, codes="ELEMENT.XXX"), "codes"),
        (replace(FENCE, only_reachable=True, otherwise="resident"), "otherwise"),
        (CLOSER, "keyword"),
    ],
)
def test_a_line_that_cannot_be_is_refused(
    store: Store, listed: tuple[int, int, int], line: LineData, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        store.do(demarcation.add_demarcation_line, list_id=listed[0], line=line)
    assert [one.field for one in refused.value.problems] == [field]


def test_a_line_a_report_was_judged_by_stays_as_it_was(store: Store, listed: tuple[int, int, int]) -> None:
    _list_id, closer, drain = listed
    judge(store, report(store, "deurdranger stellen"), line_id=closer)
    with pytest.raises(Refused, match="Make the next version"):
        store.do(demarcation.correct_demarcation_line, line_id=closer, line=replace(CLOSER, party="resident"))
    with pytest.raises(Refused):
        store.do(demarcation.remove_demarcation_line, line_id=closer)
    noted = replace(CLOSER, note="pump", codes="element.ddr")
    assert store.do(demarcation.correct_demarcation_line, line_id=closer, line=noted).result.changed
    assert store.read(queries.line, closer).codes == ("ELEMENT.DDR",)  # type: ignore[union-attr]
    removed = store.do(demarcation.remove_demarcation_line, line_id=drain)
    assert store.read(queries.line, drain) is None
    store.do(undo, removed.batch)
    assert store.read(queries.line, drain) is not None
    record = store.read(queries.record, closer, TODAY)
    assert record is not None
    assert [(one.number, one.responsible) for one in record.judged] == [("O-1", "cooperative")]


def test_the_list_is_searched_filtered_and_sorted(store: Store, listed: tuple[int, int, int]) -> None:
    del listed

    def keywords(**values: Any) -> list[str]:
        return [row.line.keyword for row in store.read(queries.page, Listing(**values), TODAY).rows]

    assert keywords(search="ontst riool") == ["Riool"]
    assert keywords(filter="resident") == ["Riool", "Zonwering"]
    assert keywords(filter="corporation") == []
    assert keywords(sort="keyword", descending=True) == ["Zonwering", "Riool", "Deurdranger"]
    assert keywords(sort="place", descending=True) == ["Zonwering", "Riool", "Deurdranger"]
    assert keywords(filter="to_come") == []
    assert len(keywords(filter="all")) == 3


# -- judging ---------------------------------------------------------------------------------------------------


def test_a_report_is_judged_and_says_by_what(store: Store, listed: tuple[int, int, int]) -> None:
    task_id = report(store, "deurdranger stellen")
    judge(store, task_id, line_id=listed[1], reachable=True)
    task = store.read(judged.reported, task_id)
    assert task is not None
    assert (task.status, task.responsible) == ("judged", "cooperative")


def test_deciding_otherwise_than_the_list_asks_for_a_reason(store: Store, listed: tuple[int, int, int]) -> None:
    task_id = report(store, "deurdranger stellen")
    with pytest.raises(Invalid, match="otherwise than the list"):
        judge(store, task_id, responsible="corporation", line_id=listed[1])
    judge(store, task_id, responsible="corporation", line_id=listed[1], reason="it is under guarantee")
    assert store.read(judged.reported, task_id).responsible == "corporation"  # type: ignore[union-attr]


def test_work_that_is_further_stays_in_its_state_when_it_is_judged_again(store: Store) -> None:
    task_id = report(store, "deurdranger stellen")
    store.do(set_status, task_id=task_id, status="in_progress")
    judge(store, task_id)
    assert store.read(judged.reported, task_id).status == "in_progress"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"responsible": "neighbour", "reason": "x"}, "responsible"),
        ({"routed": "neighbour", "reason": "x"}, "routed"),
        ({"judged_on": date(2026, 11, 1)}, "judged_on"),
        ({"judged_on": date(2026, 11, 21)}, "judged_on"),
        ({"letter": "z"}, "letter"),
        ({"line_id": 99}, "line_id"),
    ],
)
def test_a_judgement_that_cannot_be_is_refused(store: Store, values: dict[str, Any], field: str) -> None:
    task_id = report(store, "deurdranger stellen")
    with pytest.raises(Invalid) as refused:
        judge(store, task_id, **values)
    assert [one.field for one in refused.value.problems] == [field]


def test_closed_work_is_judged_no_more(store: Store) -> None:
    task_id = report(store, "deurdranger stellen")
    store.do(set_status, task_id=task_id, status="cancelled")
    with pytest.raises(Refused, match="closed"):
        judge(store, task_id)


def test_taking_a_judgement_back_leaves_the_report_as_it_was(store: Store) -> None:
    task_id = report(store, "deurdranger stellen")
    done = store.do(
        judgements.judge_task,
        task_id=task_id,
        responsible="resident",
        judged_on=TODAY,
        routed="resident",
        letter="D",
    )
    store.do(undo, done.batch)
    task = store.read(judged.reported, task_id)
    assert task is not None
    assert (task.status, task.responsible) == ("reported", "unknown")


def test_a_line_a_person_chose_is_asked(store: Store, listed: tuple[int, int, int]) -> None:
    asked = {"what": "x", "dwelling_id": None, "facility_id": None, "reachable": False}
    routed = store.read(queries.route_by_line, listed[2], **asked)
    assert routed is not None
    assert routed.party == "corporation"
    assert store.read(queries.route_by_line, 99, **asked) is None

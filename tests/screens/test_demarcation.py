"""With a neighbour on the phone: looking up whose job it is, setting the list, and judging a report by it."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services import demarcation
from coopadmin.services.association import save_owner
from coopadmin.services.demarcation import LineData
from coopadmin.services.maintenance import TaskData, report_task
from db.queries import demarcation as queries
from db.queries import judgements
from db.queries.base import Listing
from db.store import Store
from screens.demarcation.judging import judge
from screens.demarcation.subject import SUBJECT
from screens.maintenance.subject import SUBJECT as MAINTENANCE
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.test_procedures import fill, mistakes

WASHER = LineData(
    "Kraan", "resident", "leertje", "vervangen", only_low_cost=True, letter="d", codes="ELEMENT.SAN", note="thuis"
)
CLOSER = LineData("Deurdranger", "cooperative", otherwise="corporation")
BLIND = LineData("Zonwering", "resident")


def _listed(store: Store) -> tuple[int, int, int]:
    """A list with three lines, and a report; gives the task, the list and the first line."""
    owner_id = store.do(save_owner, name="Woonstad").result
    list_id = store.do(
        demarcation.make_demarcation_list,
        owner_id=owner_id,
        version="1",
        valid_from=date(2025, 1, 1),
        source="Annex 3",
    ).result
    lines = [
        store.do(demarcation.add_demarcation_line, list_id=list_id, line=one).result.line_id
        for one in (WASHER, CLOSER, BLIND)
    ]
    data = TaskData(what="De keukenkraan druppelt", reported_on=TODAY)
    return store.do(report_task, number="O-1", task=data).result, list_id, lines[0]


@pytest.fixture
def listed(store: Store, furnish: Furnish) -> tuple[int, int, int]:
    """Give those numbers."""
    del store
    return furnish(_listed)


async def _action(desk: Desk, digit: str) -> None:
    await desk.press("a", digit)


async def _judge(desk: Desk) -> None:
    place = next(at for at, one in enumerate(MAINTENANCE.actions) if one.run is judge)
    await desk.press("a", *["down"] * place, "enter")


def _card(store: Store, line_id: int) -> str:
    card = store.read(SUBJECT.card, line_id, TODAY)
    assert card is not None
    entries = [f"{entry.label} {entry.text}" for section in card.sections for entry in section.entries]
    return "\n".join((card.title, card.status, *entries))


def test_a_line_tells_who_sees_to_it_under_which_conditions_and_by_which_law(
    store: Store, listed: tuple[int, int, int]
) -> None:
    told = _card(store, listed[2])
    for words in (
        "Kraan · leertje · vervangen",
        "resident · ✓ in force",
        "no notable cost; else co-operative",
        "d: replacing parts inside the home",
        "ELEMENT.SAN Sanitary fittings",
        "version 1",
        "Annex 3",
        "note thuis",
        "Line of the demarcation list added",
    ):
        assert words in told
    rows = {row.line.keyword: row for row in store.read(queries.page, Listing(), TODAY).rows}
    assert SUBJECT.columns[3].show(rows["Zonwering"]) == "▲ resident"
    assert "art. 7:240" in _card(store, rows["Zonwering"].line.line_id)
    assert store.read(SUBJECT.card, 99, TODAY) is None


async def test_the_list_is_looked_through_asked_and_changed(
    drive: Drive, store: Store, listed: tuple[int, int, int]
) -> None:
    _task_id, list_id, _line_id = listed
    async with drive(WIDE) as desk:
        desk.app.go_to("demarcation")
        await desk.settle()
        assert "3 lines" in desk.text
        assert "▲ resident" in desk.text
        await _action(desk, "1")
        fill(desk, what="sleutel afgebroken")
        await desk.saved()
        assert "Who sees to it: resident" in desk.text
        assert "letter d" in " ".join(desk.text.split())
        await desk.press("n")

        await desk.press("n")
        fill(desk, keyword="Lamp", letter="q!")
        await desk.saved()
        assert mistakes(desk) == {"letter": "write one of the letters a to v"}
        fill(desk, letter="g")
        await desk.saved()
        assert [row.line.keyword for row in store.read(queries.page, Listing(search="lamp"), TODAY).rows] == ["Lamp"]
        await desk.press("e")
        fill(desk, note="ook buiten")
        await desk.saved()
        assert store.read(queries.page, Listing(search="ook buiten"), TODAY).total == 1

        await _action(desk, "2")
        fill(desk, version="2", valid_from="1-1-2027")
        await desk.saved()
        assert [one.lines for one in store.read(queries.versions)] == [4, 4]
        await _action(desk, "3")
        fill(desk, version="1b")
        await desk.saved()
        assert {one.version for one in store.read(queries.versions)} == {"1b", "2"}
        await _action(desk, "4")
        await desk.press("y")
        assert {one.list_id: one.lines for one in store.read(queries.versions)}[list_id] == 3


async def test_a_report_is_judged_by_the_list_or_otherwise_with_a_reason(
    drive: Drive, store: Store, listed: tuple[int, int, int]
) -> None:
    task_id = listed[0]
    async with drive(NARROW) as desk:
        desk.app.go_to("maintenance")
        await desk.settle()
        await _judge(desk)
        assert "By the list (“Kraan · leertje · vervangen”)" in desk.text
        fill(desk, notable_cost="yes")
        await desk.saved()
        task = store.read(judgements.reported, task_id)
        assert task is not None
        assert (task.status, task.responsible) == ("judged", "cooperative")
        await _judge(desk)
        fill(desk, responsible="corporation")
        await desk.saved()
        assert mistakes(desk) == {"reason": "say why it is decided otherwise than the list says"}
        fill(desk, reason="under guarantee")
        await desk.saved()
        assert store.read(judgements.reported, task_id).responsible == "corporation"  # type: ignore[union-attr]


async def test_without_a_list_the_first_version_is_begun_on_the_desk(drive: Drive, store: Store) -> None:
    async with drive(NARROW) as desk:
        desk.app.go_to("demarcation")
        await desk.settle()
        assert "There is no demarcation list yet" in desk.text
        await desk.press("n")
        assert "Enter the corporation first" in desk.text
        store.do(save_owner, name="Woonstad")
        await desk.press("n")
        fill(desk, version="1", valid_from="1-1-2026")
        await desk.saved()
        assert [(one.owner, one.version) for one in store.read(queries.versions)] == [("Woonstad", "1")]
        await desk.press("n")
        fill(desk, keyword="Dak", party="corporation", otherwise="cooperative")
        await desk.saved()
        assert "Dak" in desk.text

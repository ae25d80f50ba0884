"""Whole cases of choosing a neighbour, key by key: each ready-made procedure, and each way it comes to nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from coopadmin.services import allocation, choosing, screening
from db.queries import members
from db.store import Store
from tests.conftest import Furnish
from tests.screens import choosing_scenes as scene
from tests.screens import neighbours
from tests.screens.choosing_scenes import Chooser
from tests.screens.conftest import NARROW, WIDE, Drive
from tests.screens.neighbours import COMMITTEE, Cast

DONE = {
    **dict.fromkeys(("internal_asked", "profile", "screened", "invited", "interviews", "decision"), "done"),
    **dict.fromkeys(("procedure_check", "ratification", "permit"), "not_asked"),
    **dict.fromkeys(("nomination", "reasons", "answer", "fit", "contract", "membership"), "done"),
    **dict.fromkeys(("welcome", "keys", "mentor"), "done"),
}
"""How the steps of a home that was let stand, besides forgetting."""

AtDesk = Callable[..., AbstractAsyncContextManager[Chooser]]


@pytest.fixture
def at_desk(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> AtDesk:
    """Give a function that opens the desk for somebody with a vacancy file, on a day and at a size."""

    @asynccontextmanager
    async def begin(day: str, size: tuple[int, int] = NARROW) -> AsyncIterator[Chooser]:
        monkeypatch.setenv("COOPADMIN_TODAY", day)
        async with drive(size) as desk:
            yield Chooser(desk, monkeypatch)

    return begin


async def test_a_committee_chooses_by_two_thirds_from_the_notice_to_the_cleared_papers(
    store: Store, furnish: Furnish, at_desk: AtDesk, tmp_path: Path
) -> None:
    cast = furnish(neighbours.by_committee)
    async with at_desk(neighbours.OPENED, WIDE) as chooser:
        await scene.open_from_contract(chooser, cast.contract, group_id="1")
        await scene.ask_inside(chooser, "2026-09-16")
        await _hold_against_criteria(chooser)
        await _talk(chooser)
        await _decide(chooser)
        await scene.nominate(chooser, "K-0004", "2026-10-12")
        await scene.let(chooser, "2026-10-20")
        letters = await scene.send_reasons(
            chooser, "2026-10-21", tmp_path / "letters", K_0001="other_chosen", K_0002="not_carried", K_0003="size_rule"
        )
        await scene.move_in(chooser, "2026-12-01")
        await scene.prove(chooser, "Committee, from 1 January 2026", "Carried: 5 for, 0 against", "1 recused")
        assert neighbours.steps_on(store, "2026-12-01") == DONE | {"forgetting": "late"}
        neighbours.nobody_is_named(store, "2026-12-01")
        await scene.clear(chooser, "2026-12-02", "K-0004")
    assert "the vote did not reach what our procedure asks for" in " ".join(letters[1].split())
    neighbours.nobody_is_named(store, "2026-12-02")
    # The others are in the pool still; who was housed is a member, no candidate any more.
    assert neighbours.steps_on(store, "2026-12-02")["forgetting"] == "waiting"
    housed = store.read(members.record, 9)
    assert housed is not None
    assert housed.name == "Sjoerd Roodborst"


async def _hold_against_criteria(chooser: Chooser) -> None:
    """Who lives here has a week; then everybody who fits is invited, and one who does not fit is not."""
    await chooser.act("Candidates")
    await chooser.press("a")
    chooser.told("4 candidates entered.")
    await chooser.press("s")
    chooser.told("4 candidates screened.")
    chooser.sees("K-0003", "✗ does not fit")
    await chooser.press("i", "2")
    chooser.refuses("Members who live here have until 23 September 2026", "Rule: Committee, from 1 January")
    chooser.on("2026-09-24")
    await chooser.cursor_on("K-0003")
    await chooser.press("i", "1")
    chooser.refuses("K-0003 does not fit", "1 person: 2 rooms at most; this home has 3. Rule: Committee")
    await chooser.press("i", "2")
    await chooser.enter()
    chooser.told("3 candidates are invited.")
    chooser.on("2026-09-28")
    for number in ("K-0001", "K-0002", "K-0004"):
        await chooser.cursor_on(number)
        await chooser.press("w")
        await chooser.enter(answer="yes")


async def _talk(chooser: Chooser) -> None:
    """An interview by one resident is none; who has an interest sits at none."""
    await chooser.cursor_on("K-0001")
    await chooser.press("x")
    await chooser.type("evers")
    await chooser.enter(kind="relative", candidacy_id="1")
    chooser.sees("Evers · ")
    for number in ("K-0001", "K-0002", "K-0004"):
        chooser.on("2026-09-28")
        await chooser.cursor_on(number)
        await chooser.press("p")
        await chooser.fill("30-09-2026 20:00", "Keuken", "dekker", "evers")
        if number == "K-0001":
            await chooser.try_to_enter("Standing aside here: Evers. Somebody else talks with K-0001 (BW 2:12)")
            await chooser.press("end", "ctrl+u")
        await chooser.enter()
        chooser.on("2026-10-01")
        await chooser.press("p", "2")
        if number == "K-0001":
            await chooser.try_to_enter("at least 2 residents sit at it. Rule: Committee, from 1 January 2026")
            await chooser.fill(None, None, "cohen")
        await chooser.enter(notes="They would like to help in the garden.")
        chooser.told(f"Interview with {number} noted.")


async def _decide(chooser: Chooser) -> None:
    """Two are carried, one is not; the order is by the votes."""
    await chooser.act("Put it to the vote")
    await chooser.try_to_enter("say when the new meeting is")
    await chooser.enter(starts_at="10-10-2026 20:00", place="Keuken")
    chooser.told("On the agenda, with 3 votes.")
    chooser.on("2026-10-10")
    await scene.meet(chooser, *COMMITTEE)
    chooser.sees("two thirds of the votes cast", "4 present", "1 recused")
    await scene.vote(chooser, 3, 1)
    chooser.sees("✓ carried", "B-2026-01")
    await chooser.press("down")
    await scene.vote(chooser, 3, 2)
    chooser.sees("✗ not carried", "4 needed")
    await chooser.press("down")
    await scene.vote(chooser, 5, 0)
    chooser.sees("✓ carried", "B-2026-03")
    await scene.go_home(chooser)
    await chooser.act("Nominate")
    chooser.refuses("more than one was chosen; fix the order first")
    await chooser.act("Fix the order")
    await chooser.enter()
    chooser.told("The order: K-0004, K-0001.")


# -- the cluster ---------------------------------------------------------------------------------------------------


async def test_a_cluster_consents_after_an_objection_and_the_residents_check_the_way_it_went(
    store: Store, furnish: Furnish, at_desk: AtDesk, tmp_path: Path
) -> None:
    cast = furnish(neighbours.by_cluster)
    async with at_desk(neighbours.OPENED) as chooser:
        await scene.open_from_contract(chooser, cast.contract)
        await chooser.act("Name the cluster")
        chooser.told("Made: Cluster A for T-2026-01.")
        await scene.ask_inside(chooser, "2026-09-16")
        await _invite_and_lose_one(chooser)
        await _consent(chooser)
        await _check(chooser)
        await scene.nominate(chooser, "K-0002", "2026-11-02")
        await scene.let(chooser, "2026-11-10")
        await scene.send_reasons(chooser, "2026-11-10", tmp_path / "letters", K_0003="size_rule")
        neighbours.moved_in(store, "2026-11-20")
        await scene.prove(chooser, "Cluster, from 1 January 2026", "integrated")
    assert neighbours.steps_on(store, "2026-12-01") == DONE | {"procedure_check": "done", "forgetting": "waiting"}
    neighbours.nobody_is_named(store, "2026-12-01")


async def _invite_and_lose_one(chooser: Chooser) -> None:
    """Two of those who fit do not come in the end: one says no, one withdraws after the talk."""
    chooser.on("2026-10-01")
    await chooser.act("Candidates")
    await chooser.press("a", "s", "i", "2")
    await chooser.enter()
    chooser.told("3 candidates are invited.")
    for number, answer in (("K-0001", "yes"), ("K-0002", "yes"), ("K-0004", "no")):
        await chooser.cursor_on(number)
        await chooser.press("w")
        await chooser.enter(answer=answer)
    for number in ("K-0001", "K-0002"):
        await chooser.cursor_on(number)
        await chooser.press("p")
        await chooser.fill("01-10-2026 19:00", "Keuken", "dekker", "cohen")
        await chooser.enter()
        await chooser.press("p", "2")
        await chooser.enter()
    chooser.sees("✓ 1 interview held")
    await chooser.cursor_on("K-0001")
    await chooser.press("delete", "1")
    await chooser.enter()
    chooser.told("K-0001 withdrew.")
    chooser.nameless(look=True)


async def _consent(chooser: Chooser) -> None:
    """The objection of one is met in the proposal; the second round has none."""
    await chooser.act("Put it to the vote")
    await chooser.press("1")
    await chooser.enter(starts_at="06-10-2026 20:00")
    chooser.on("2026-10-06")
    await scene.meet(chooser, "Aalders", "Cohen", "Dekker", "Evers")
    chooser.sees_not("in the chair: Faber")
    chooser.sees("4 may vote", "Needs: no objection open; no quorum · procedure")
    await chooser.press("enter", "t", "r")
    await chooser.enter()
    await chooser.press("o")
    await chooser.fill("Evers", "Nobody has cooked with them yet.")
    await chooser.enter()
    chooser.sees("1 objection open")
    await chooser.press("i")
    await chooser.enter(answer="They cook with us on Sunday.")
    await chooser.press("r")
    await chooser.enter()
    await chooser.press("c")
    chooser.sees("No objection is open: the proposal is carried.")
    await chooser.press("y")
    chooser.sees("✓ carried", "B-2026-01")
    await scene.go_home(chooser)


async def _check(chooser: Chooser) -> None:
    """The residents vote on the way it went; nobody is nominated before that."""
    await chooser.act("Nominate")
    chooser.refuses("By Cluster, from 1 January 2026 a meeting votes on the way it went before anybody is nominated")
    await chooser.act("Put it to the vote")
    await chooser.press("2")
    await chooser.enter(meeting_id="residents", starts_at="30-10-2026 20:00")
    chooser.on("2026-10-30")
    await scene.meet(chooser, "Aalders", "Cohen", "Dekker", "Evers", "Faber", "Gerritsen")
    await chooser.press(*["down"] * 3)
    chooser.sees("Home A12: the choice was made as")
    await scene.vote(chooser, 5, 1)
    chooser.sees("✓ carried", "B-2026-02")
    await scene.go_home(chooser)


# -- the waiting list ----------------------------------------------------------------------------------------------


async def test_the_waiting_list_gives_the_turn_to_the_next_after_a_refusal(
    store: Store, furnish: Furnish, at_desk: AtDesk, tmp_path: Path
) -> None:
    cast = furnish(neighbours.by_list)
    async with at_desk(neighbours.OPENED) as chooser:
        await scene.open_from_contract(chooser, cast.contract)
        await scene.ask_inside(chooser, "2026-09-16")
        await _invite_in_order(chooser)
        await chooser.act("Put it to the vote")
        chooser.refuses("the waiting list gives the order and nobody votes")
        await chooser.act("Nominate")
        chooser.refuses("By Waiting list, from 1 January 2026 the waiting list gives the order: fix the order first.")
        await chooser.act("Fix the order")
        chooser.sees("1. K-0002", "2. K-0003")
        chooser.sees_not("K-0001: ", "K-0004: ")
        await chooser.press("y")
        await scene.nominate(chooser, "K-0002", "2026-10-12")
        await scene.let(chooser, "2026-10-20")
        await scene.send_reasons(chooser, "2026-10-21", tmp_path / "letters", K_0003="list_order", K_0004="fee")
        neighbours.moved_in(store, "2026-11-20")
        await scene.prove(chooser, "Waiting list, from 1 January 2026", "first on the waiting list")
    assert neighbours.steps_on(store, "2026-12-01") == DONE | {"interviews": "not_asked", "forgetting": "late"}
    neighbours.nobody_is_named(store, "2026-12-01")


async def _invite_in_order(chooser: Chooser) -> None:
    """The first refuses, which counts; then it is the turn of the second, and who did not pay has none."""
    chooser.on("2026-10-01")
    await chooser.act("Candidates")
    await chooser.press("a", "s")
    await chooser.cursor_on("K-0004")
    chooser.sees("✗ does not fit", "✗ registration fee paid: the fee was not")
    await chooser.cursor_on("K-0002")
    await chooser.press("i")
    chooser.refuses("Not the turn of K-0002; at turn now: K-0001. Rule: Waiting list, from")
    await chooser.cursor_on("K-0001")
    await chooser.press("i")
    await chooser.enter()
    await chooser.press("w")
    await chooser.enter(answer="no")
    await chooser.cursor_on("K-0002")
    await chooser.press("i")
    await chooser.enter()
    await chooser.press("w")
    await chooser.enter(answer="yes")
    chooser.nameless(look=True)


# -- what may come between -----------------------------------------------------------------------------------------


def _ordered(store: Store) -> Cast:
    """A file by the waiting list whose order is fixed: three fit, the fourth did not pay."""
    cast = neighbours.by_list(store)
    day = date(2026, 10, 1)
    file_id = store.do(
        allocation.open_file,
        dwelling_id=2,
        procedure_id=1,
        contract_id=cast.contract,
        opened_on=date(2026, 9, 15),
        permit_regime="none",
    ).result
    store.do(allocation.tick_step, file_id=file_id, step="internal_asked", done_on=date(2026, 9, 15))
    store.do(allocation.publish_profile, file_id=file_id, profile="Three rooms.", published_on=date(2026, 9, 15))
    store.do(screening.enter_all, file_id=file_id, on=day)
    store.do(screening.screen, file_id=file_id, on=day)
    for candidacy in (1, 2, 3):
        store.do(screening.invite, candidacy_id=candidacy, invited_on=day)
        store.do(screening.answer, candidacy_id=candidacy, answered_on=day, answer="yes")
    store.do(choosing.fix_order, file_id=file_id, ranked_on=day)
    return cast


async def test_the_turn_passes_on_until_nobody_is_left_and_the_file_is_closed(
    store: Store, furnish: Furnish, at_desk: AtDesk, tmp_path: Path
) -> None:
    furnish(_ordered)
    async with at_desk("2026-10-12") as chooser:
        await scene.nominate(chooser, "K-0001", "2026-10-12")
        await chooser.act("The corporation answered", answer="refused")
        chooser.told("K-0002 has the turn now.")

        await scene.nominate(chooser, "K-0002", "2026-10-14")
        await chooser.act("The corporation answered", answer="accepted")
        await chooser.act("Fit check", fit="NIE")
        await chooser.act("Contract and membership")
        chooser.refuses("The home does not fit: note the reason why it is let all the same, or end the nomination.")
        await chooser.act("It came to nothing", ended="no_fit")
        chooser.told("K-0003 has the turn now.")

        await scene.nominate(chooser, "K-0003", "2026-10-16")
        await chooser.act("Close the file")
        await chooser.try_to_enter(
            "A nomination runs in file T-2026-01", outcome="none_found", reason="Nobody is left."
        )
        await chooser.press("escape")
        await chooser.act("It came to nothing", ended="candidate_refused")
        chooser.told("Nobody who was chosen is left: choose anew, or close the file.")
        assert neighbours.steps_on(store, "2026-10-16")["nomination"] == "due"

        await chooser.act("Close the file", outcome="none_found", reason="Nobody is left.")
        await chooser.act("Fit check")
        chooser.refuses("No nomination waits in this file.")
        await scene.send_reasons(chooser, "2026-10-17", tmp_path / "letters", K_0004="fee")
        await scene.prove(chooser, "the corporation did not accept the nomination")
    assert {
        name for name, state in neighbours.steps_on(store, "2026-10-20").items() if state in ("due", "late")
    } == set()
    neighbours.nobody_is_named(store, "2026-10-20")


@pytest.mark.parametrize(
    ("outcome", "day", "code"), [("withdrawn", "2026-10-05", "file_withdrawn"), ("lapsed", "2027-01-04", "none_chosen")]
)
async def test_a_file_is_withdrawn_or_its_right_lapses_and_everybody_is_told(
    store: Store,
    furnish: Furnish,
    at_desk: AtDesk,
    tmp_path: Path,
    outcome: str,
    day: str,
    code: str,
) -> None:
    furnish(_ordered)
    async with at_desk(day) as chooser:
        await chooser.see_file()
        if outcome == "lapsed":
            chooser.sees("▲ The nomination is 3 days late.")
        await chooser.act("Close the file", outcome=outcome, reason="The tenant stays.")
        await chooser.act("Nominate")
        chooser.refuses("File T-2026-01 is closed; open it again first")
        await chooser.act("Open it again", reason="It was another file.")
        chooser.told("Open again: T-2026-01.")
        await chooser.act("Close the file", outcome=outcome, reason="The tenant stays.")
        letters = await scene.send_reasons(
            chooser, day, tmp_path / "letters", K_0001=code, K_0002=code, K_0003=code, K_0004="fee"
        )
        await scene.prove(chooser, "1 did not", "the reasons were sent to 4")
    assert len(letters) == 4
    assert not neighbours.owed_on(store, day)
    neighbours.nobody_is_named(store, day)

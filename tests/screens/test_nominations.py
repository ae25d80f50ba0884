"""A secretary nominates, notes what the corporation says, lets the home and tells the others why, at the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Connection
from textual.widgets import OptionList, Static

from coopadmin.services import nominations as deeds
from db.queries import allocation, choosing
from db.queries import nominations as queries
from db.queries.choosing import Choice
from db.queries.nominations import NotChosen
from db.store import Store
from db.tables.allocation import AllocationFile, Candidacy
from screens.allocation.nomination import _why_nobody
from screens.allocation.nomination_reasons import ReasonsScreen
from screens.allocation.subject import SUBJECT
from screens.app import CoopApp, Ref
from screens.forms import FormScreen
from tests.choosing_made import set_columns
from tests.conftest import TODAY, Furnish
from tests.nominated import Case, fill_case, fill_two_admissions, nominate, nominate_and_fit
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, filled_in, form_of, message_under, notices
from tests.screens.held import late_read, until

NAMES = ("Egmond", "Ilgen", "Quint", "Sanne", "Joost", "Mirthe")


@pytest.fixture
def case(store: Store, furnish: Furnish) -> Case:
    """Give the file whose order is fixed."""
    return furnish(fill_case)


async def act(desk: Desk, label: str) -> None:
    """Open the file and choose one of its actions."""
    desk.app.open_record(Ref("allocation", 1))
    await desk.settle()
    place = [one.label for one in SUBJECT.actions].index(label)
    await desk.press("a", *(["down"] * place), "enter")


def note(desk: Desk) -> str:
    """What the form on top says of itself, and what was refused."""
    return str(form_of(desk).query_one("#form-note", Static).render())


def assert_nameless(desk: Desk) -> None:
    """Look that no candidate is named on the page or in what the desk told."""
    told = f"{desk.text}\n{notices(desk)}"
    assert not [name for name in NAMES if name in told]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_nomination_says_under_each_field_what_is_missing(
    store: Store, case: Case, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await act(desk, "Nominate")
        assert "K-0001 has the turn (number 1 in the order)" in " ".join(desk.text.split())
        await desk.saved()
        assert "Btiv 56" in message_under(desk, "statement_on")
        assert "Btiv 56" in message_under(desk, "papers_on")
        fill_in(desk, statement_on="12-11-2026", papers_on="12-11-2026", sent_on="12-11-2026")
        await desk.saved()
        assert "Nominated: K-0001 for home A12. U takes it back." in notices(desk)
        assert_nameless(desk)
    assert store.read(queries.nominations, case.file_id)[0].stage == "sent"


async def test_who_was_not_chosen_yet_is_not_nominated(store: Store, case: Case, drive: Drive) -> None:
    assert case
    nomination = nominate(store, case)
    store.do(deeds.end_nomination, nomination_id=nomination, ended="no_fit", on=TODAY)
    nomination = nominate(store, case, 1)
    async with drive() as desk:
        await act(desk, "Nominate")
        assert "everybody who was chosen was nominated" in notices(desk)
        await act(desk, "It came to nothing")
        fill_in(desk, ended="candidate_refused")
        await desk.saved()
        assert "Nobody who was chosen is left: choose anew, or close the file." in notices(desk, "warning")
        await act(desk, "Fit check")
        assert "No nomination waits in this file." in notices(desk)


async def test_a_second_nomination_is_refused_before_its_form_is_opened(store: Store, case: Case, drive: Drive) -> None:
    nominate(store, case)
    async with drive() as desk:
        await act(desk, "Nominate")
        assert "K-0001 is nominated, and" in notices(desk, "warning")
        assert "lets 1 nomination run at a time" in notices(desk, "warning")
        assert not isinstance(desk.app.screen, FormScreen)


async def test_the_corporation_refuses_and_the_next_has_the_turn(store: Store, case: Case, drive: Drive) -> None:
    nominate(store, case)
    async with drive() as desk:
        await act(desk, "The corporation answered")
        fill_in(desk, answer="refused", words="bsn 111222333")
        await desk.saved()
        assert "BSN" in message_under(desk, "words")
        fill_in(desk, words="")
        await desk.saved()
        assert "K-0002 has the turn now." in notices(desk)
        assert_nameless(desk)


async def test_the_answer_form_says_each_thing_once(store: Store, case: Case, drive: Drive) -> None:
    nominate_and_fit(store, case)
    async with drive() as desk:
        await act(desk, "The corporation answered")
        said = note(desk)
        assert said.count("fit check") == said.count("accepted") == 1
        assert said.endswith("accepted · 16 November 2026 · fit check: fits")


async def test_permit_is_only_asked_where_the_municipality_does(store: Store, case: Case, drive: Drive) -> None:
    nominate(store, case)
    async with drive() as desk:
        await act(desk, "Permit there")
        assert "no housing permit needed" in notices(desk)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_home_is_let_from_the_file_in_one_form(
    store: Store, case: Case, drive: Drive, size: tuple[int, int]
) -> None:
    nominate(store, case)
    async with drive(size) as desk:
        await act(desk, "The corporation answered")
        fill_in(desk, answer="accepted", answered_on="16-11-2026")
        await desk.saved()
        await act(desk, "Contract and membership")
        assert "The fit check comes before the contract" in notices(desk, "warning")
        await act(desk, "Fit check")
        assert filled_in(desk)["fit_by"] == "the corporation"
        fill_in(desk, fit="PAS", fit_on="17-11-2026")
        await desk.saved()
        assert "Fit check: fits. U takes it back." in notices(desk)
        await act(desk, "Contract and membership")
        assert filled_in(desk)["starts_on"] == "1-12-2026"
        assert filled_in(desk)["contract_number"] == "C-0002"
        assert filled_in(desk)["member_number"] == "L002"
        fill_in(desk, basic_rent_cents="650.00")
        await desk.saved()
        told = notices(desk)
        assert "Home A12 is let: contract C-0002, and file T-2026-01 is closed. U takes it back." in told
        assert "2 candidates are to be told why still." in told
        await desk.press("u")
        assert desk.name == "ConfirmScreen"
        await desk.press("y")
    assert store.read(queries.nominations, case.file_id)[0].stage == "fit"


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_reasons_are_given_by_number_shown_as_a_letter_saved_and_ticked(
    store: Store, case: Case, drive: Drive, size: tuple[int, int], tmp_path: Path
) -> None:
    async with drive(size) as desk:
        await act(desk, "Reasons")
        assert desk.name == "ReasonsScreen"
        assert [line.split()[1] for line in desk.lines("#items")] == ["K-0001", "K-0002", "K-0003"]
        assert "does not meet a hard criterion: X gives that as the reason" in desk.text
        await desk.press("t")
        assert "No letter is ready: give the reasons first (E)." in notices(desk)
        await desk.press("x")
        assert "1 candidate has a hard criterion as the reason." in notices(desk)
        await desk.press("down", "l")
        assert "No reason was noted for K-0002 yet" in notices(desk)
        await desk.press("s")
        assert notices(desk).count("No reason was noted for K-0002 yet") == 2
        await desk.press("e")
        fill_in(desk, reason_code="other")
        await desk.saved()
        assert message_under(desk, "reason_words")
        fill_in(desk, reason_code="list_order", reason_words="U staat op plaats 2.")
        await desk.saved()
        assert_nameless(desk)
        assert "T-2026-01 · A12 · 2 letters to send" in desk.text
        await desk.press("l")
        text = " ".join(desk.text.split())
        assert "Dear Joost Ilgen," in text or "Joost Ilgen" in text
        await desk.press("escape", "a")
        fill_in(desk, folder=str(tmp_path / "brieven"))
        await desk.saved()
        letters = sorted((tmp_path / "brieven").iterdir())
        assert [one.name for one in letters] == ["T-2026-01-K-0002.txt", "T-2026-01-K-0003.txt"]
        told = letters[0].read_text(encoding="utf-8")
        assert "a candidate with a higher place on the waiting list came first: U staat op plaats" in " ".join(
            told.split()
        )
        assert not [name for name in ("Egmond", "Quint", "K-0001") if name in told]
        await desk.press("s")
        fill_in(desk, sent_on="01-01-2026")
        await desk.saved()
        assert "not before" in message_under(desk, "sent_on")
        fill_in(desk, sent_on="20-11-2026")
        await desk.saved()
        await desk.press("t")
        await desk.saved()
        assert "1 letter ticked. U takes it back." in notices(desk)
        assert "no letter to send" in desk.text
        assert_nameless(desk)
        await desk.press("escape")
        assert desk.name != "ReasonsScreen"
    assert store.read(queries.letters_owed, TODAY) == ()
    assert case


async def test_while_the_reasons_are_read_again_a_key_is_about_the_candidate_whose_line_stands_there(
    case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else may have nominated the first of them meanwhile."""
    assert case
    everybody = queries.not_chosen

    def without_the_first(connection: Connection, file_id: int) -> tuple[NotChosen, ...]:
        return everybody(connection, file_id)[1:]

    async with drive(WIDE) as desk:
        await act(desk, "Reasons")
        page = desk.app.screen
        assert isinstance(page, ReasonsScreen)
        monkeypatch.setattr(queries, "not_chosen", without_the_first)
        owed = late_read(monkeypatch, "letters_owed")
        desk.app.mark_changed()
        await owed.reached()
        assert desk.lines("#items")[0].split()[1] == "K-0001"
        page.action_reason()
        await until(lambda: desk.name == "FormScreen")
        assert form_of(desk).heading == "Why K-0001 was not chosen"
        owed.let_go()
        await desk.settle()
        await desk.press("escape")
        assert desk.lines("#items")[0].split()[1] == "K-0002"
        await desk.press("e")
        assert form_of(desk).heading == "Why K-0002 was not chosen"


async def test_a_cursor_that_is_moved_while_the_reasons_are_read_again_stays_where_it_was_put(
    case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert case
    async with drive(WIDE) as desk:
        await act(desk, "Reasons")
        listing = desk.app.screen.query_one("#items", OptionList)
        owed = late_read(monkeypatch, "letters_owed")
        desk.app.mark_changed()
        await owed.reached()
        listing.action_cursor_down()
        owed.let_go()
        await desk.settle()
        assert listing.highlighted == 1


async def test_whoever_was_not_chosen_while_another_was_is_to_be_told_why(
    store: Store, case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for won, told in (((), "nothing owed yet"), ((case.candidacies[0],), "not chosen: say why (E)")):
        monkeypatch.setattr("db.queries.choosing.chosen", lambda _connection, _file, won=won: won)
        async with drive() as desk:
            await act(desk, "Reasons")
            said = {line.split()[1]: line.splitlines()[1].strip() for line in desk.lines("#items")}
            assert said["K-0001"].startswith("nothing owed yet")
            assert said["K-0002"].startswith(told)
    assert store.read(queries.letters_owed, TODAY) == ()


async def test_after_the_file_was_closed_nobody_waits_for_a_choice_and_its_day_is_proposed(
    store: Store, case: Case, drive: Drive
) -> None:
    closed_on = date(2026, 11, 16)
    closed = {"closed_on": closed_on, "outcome": "none_found", "close_reason": "nobody"}
    store.do(set_columns, model=AllocationFile, row_id=case.file_id, **closed)
    store.do(set_columns, model=Candidacy, row_id=case.candidacies[1], invited_on=None, answered_on=None, answer="")
    async with drive() as desk:
        await act(desk, "Reasons")
        lines = " ".join(desk.text.split())
        assert "K-0001 not chosen · number 1 in the order reason and letter owed" in lines
        assert "K-0002 not invited · number 2 in the order no letter owed" in lines
        assert "running" not in lines
        await desk.press("e")
        assert filled_in(desk)["on"] == "16-11-2026"
        await desk.press("escape", "x")
    excluded = [one for one in store.read(queries.not_chosen, case.file_id) if one.outcome == "excluded"]
    assert [(one.number, one.outcome_on) for one in excluded] == [("K-0003", closed_on)]


async def test_letters_owed_stand_in_the_calendar_until_they_are_ticked_in_the_file(
    store: Store, case: Case, drive: Drive
) -> None:
    store.do(deeds.decide_not_chosen, candidacy_id=case.candidacies[1], reason_code="list_order", on=TODAY)
    async with drive(WIDE) as desk:
        desk.app.go_to("deadlines")
        await desk.settle()
        assert "Tell 1 candidate for home A12 why they were" in desk.text
        await desk.press("e")
        await desk.saved()
        assert "This is not ticked off here" in note(desk)


async def test_with_two_admissions_the_form_begins_with_an_aspirant_and_the_second_waits_for_a_vote(
    store: Store, furnish: Furnish, drive: Drive
) -> None:
    case = furnish(fill_two_admissions)
    nominate_and_fit(store, case)
    async with drive() as desk:
        await act(desk, "Second admission")
        assert "No second admission waits in this file." in notices(desk)
        await act(desk, "Contract and membership")
        assert filled_in(desk)["membership_kind"] == "aspirant"
        fill_in(desk, basic_rent_cents="650")
        await desk.saved()
        assert "The second admission can be from 1 March 2027 on." in notices(desk)
        await act(desk, "Second admission")
        assert "was not carried by a vote yet" in notices(desk)


async def test_who_asks_to_nominate_after_a_choice_was_not_ratified_is_told_so(store: Store, case: Case) -> None:
    facts = store.read(allocation.facts, case.file_id)
    facts = replace(facts, procedure=replace(facts.procedure, choice="vote", ratification=True, procedure_check=False))
    put = Choice("choice", case.candidacies[0], "K-0001", 1, 1, 1, 1, "B-2026-01", "carried", "", "")
    rejected = replace(put, kind="ratification", decision_number="B-2026-02", outcome="rejected")

    class Asked:
        def __init__(self, *held: Choice) -> None:
            self.known: dict[object, object] = {choosing.carried_choices: (put,), choosing.choices: (put, *held)}

        async def read(self, query: object, _file_id: int) -> object:
            return self.known.get(query, ())

    for asked, said in (
        (Asked(), "ratification to the vote first"),
        (Asked(rejected), "did not ratify the choice (B-2"),
    ):
        assert said in await _why_nobody(cast("CoopApp", asked), facts)

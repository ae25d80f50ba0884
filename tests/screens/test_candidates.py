"""A committee keeps candidates at the desk: all of them, the waiting list, and the pool."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services import candidates as deeds
from coopadmin.services import members
from coopadmin.services.members import PersonData
from db.journal import Transaction
from db.queries import candidates as queries
from db.queries.candidates import CandidateRecord
from db.store import Store
from db.tables.allocation import AllocationFile, Candidacy
from db.tables.candidates import Candidate
from db.tables.dwellings import Dwelling
from db.tables.procedures import AllocationProcedure
from screens.candidates.subject import SUBJECT
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, filled_in, message_under, notices

JANUARY = date(2026, 1, 10)
MARCH = date(2026, 3, 1)
NAMES = ("Vries", "Kaya", "Sam", "Nur", "Berg", "Anna")


def _file(transaction: Transaction) -> None:
    """A file of home 12B in which K-0001 was not chosen, by a procedure of three refusals."""
    home = transaction.add(Dwelling(code="12B"))
    procedure = transaction.add(
        AllocationProcedure(
            name="Committee",
            valid_from=JANUARY,
            screened_by="committee",
            decided_by="committee",
            method="simple",
            refusals_most=3,
        )
    )
    file_id = transaction.add(
        AllocationFile(number="T-2026-01", dwelling_id=home, procedure_id=procedure, opened_on=MARCH)
    )
    transaction.add(
        Candidacy(
            file_id=file_id,
            candidate_id=1,
            origin="waiting",
            entered_on=MARCH,
            outcome="not_chosen",
            outcome_on=MARCH,
            reason_code="list_order",
        )
    )


def _fill(store: Store) -> None:
    """K-0001 waits and is in the pool, K-0002 waits, K-0003 lives here and is on neither list."""
    anna = PersonData("Berg", prefix="van den", given_name="Anna")
    store.do(members.register_member, number="L007", person=anna, kind="member", starts_on=date(2020, 1, 1))
    store.do(
        deeds.register_candidate,
        registered_on=JANUARY,
        family_name="Vries",
        prefix="de",
        given_name="Sam",
        email="sam@example.org",
        adults=2,
        children=1,
        rooms_least=3,
        rooms_most=4,
        wishes="near the garden",
        owner_registered_on=date(2024, 5, 5),
        consent_on=JANUARY,
        consent_until=date(2027, 1, 10),
    )
    store.do(deeds.register_candidate, registered_on=MARCH, family_name="Kaya", given_name="Nur")
    store.do(deeds.register_candidate, registered_on=MARCH, person_id=1)
    store.do(deeds.put_on_waiting_list, candidate_id=1, registered_on=JANUARY, fee_cents=2500)
    store.do(deeds.put_on_waiting_list, candidate_id=2, registered_on=MARCH)
    store.do(deeds.admit_to_pool, candidate_id=1, met_on=MARCH)
    store.do(deeds.note_contact, candidate_id=1, happened_on=MARCH, kind="introduction")
    store.do(_file)


@pytest.fixture
def three(store: Store, furnish: Furnish) -> Store:
    """Give a store with three candidates and a file."""
    furnish(_fill)
    return store


def _record(store: Store, candidate_id: int = 1) -> CandidateRecord:
    record = store.read(queries.record, candidate_id, TODAY)
    assert record is not None
    return record


def _card(store: Store, candidate_id: int = 1) -> str:
    shown = store.read(SUBJECT.card, candidate_id, TODAY)
    assert shown is not None
    return "\n".join(
        [shown.title, shown.status, *(f"{one.label} {one.text}" for part in shown.sections for one in part.entries)]
    )


async def _go(desk: Desk, page: str) -> None:
    desk.app.go_to(page)
    await desk.settle()


def _no_names(desk: Desk) -> None:
    """What is said in passing, and what a form is called, never names a candidate."""
    assert not [name for name in NAMES if name in notices(desk)], notices(desk)


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("candidates", ("3 candidates", "K-0001", "Vries, Sam de", "place 1 + pool", "✓ 10 Jan 2027")),
        ("waiting", ("2 places", "Kaya, Nur", "01 Mar 2026", "10 Jan 2026")),
        ("pool", ("1 person", "Vries, Sam de", "✓ 01 Mar 2027")),
    ],
)
async def test_each_list_shows_who_is_on_it(
    three: Store, drive: Drive, size: tuple[int, int], page: str, shown: tuple[str, ...]
) -> None:
    assert three
    async with drive(size) as desk:
        await _go(desk, page)
        for text in shown:
            assert text in desk.text
        await desk.press("slash")
        await desk.type("kaya")
        assert "Vries" not in desk.text
        await desk.press("escape")
        assert "Vries" in desk.text


async def test_the_lists_follow_each_other_round(three: Store, drive: Drive) -> None:
    assert three
    async with drive() as desk:
        await _go(desk, "waiting")
        await desk.press("b")
        assert "Pool ›" in desk.text
        await desk.press("b")
        assert "Candidates ›" in desk.text
        await desk.press("b")
        assert "Homes ›" in desk.text


async def test_a_line_of_a_list_leads_to_the_candidate(three: Store, drive: Drive) -> None:
    assert three
    async with drive() as desk:
        await _go(desk, "waiting")
        await desk.press("enter")
        assert desk.name == "RecordScreen"
        assert "Candidates › K-0001 Sam de Vries" in desk.text
        await desk.press("escape", "b", "enter")
        assert "K-0001 Sam de Vries" in desk.text


def test_the_card_tells_everything_and_until_when_it_is_kept(three: Store) -> None:
    told = _card(three)
    for text in (
        "K-0001 Sam de Vries",
        "waiting list: place 1 · pool until 01 Mar 2027",
        "2 grown-ups, 1 child",
        "3 to 4 rooms",
        "near the garden",
        "registered since 05 May 2024",
        "fee of the list ● €25.00",
        "introductions: 1, activities: 0",
        "T-2026-01 12B · waiting list · not chosen",
        "a candidate with a higher place on the waiting list came first",
        "▲ not told yet",
        "permission ✓ 10 Jan 2026 – 10 Jan 2027",
        "kept as long as file T-2026-01 is open",
        "Put on the waiting list",
    ):
        assert text in told
    assert "lives here L007 Anna van den Berg" in _card(three, 3)
    assert "kept until ▲" in _card(three, 3), "nobody asked whether they may be kept"


def _close(transaction: Transaction, *, invited_on: date | None) -> None:
    transaction.change(Candidacy, 1, outcome="", outcome_on=None, reason_code="", invited_on=invited_on)
    transaction.change(AllocationFile, 1, closed_on=date(2026, 6, 1), outcome="withdrawn")


@pytest.mark.parametrize(("invited_on", "said"), [(None, "not invited"), (MARCH, "not chosen")])
def test_in_a_file_that_was_closed_nobody_is_running_any_longer(
    three: Store, invited_on: date | None, said: str
) -> None:
    three.do(_close, invited_on=invited_on)
    told = _card(three)
    assert f"T-2026-01 12B · waiting list · {said}" in told
    assert "running" not in told


def _clear(transaction: Transaction) -> None:
    cleared = dict.fromkeys(("family_name", "given_name", "prefix", "email", "wishes"), "")
    transaction.change(Candidate, 1, **cleared, cleared_on=TODAY, consent_on=None, consent_until=None)


async def test_of_who_was_cleared_only_the_number_is_left(three: Store, drive: Drive) -> None:
    three.do(_clear)
    assert "K-0001\n○ cleared on 20 Nov 2026" in _card(three)
    async with drive() as desk:
        await _go(desk, "candidates")
        assert "K-0001" not in desk.text
        await desk.press("f", "6")
        assert "○ cleared" in desk.text
        await desk.press("e")
        assert "nothing can be added to it" in notices(desk)
        assert desk.name == "ListScreen"


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_candidate_is_entered_and_mistakes_stand_under_their_field(
    three: Store, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await _go(desk, "candidates")
        await desk.press("n")
        assert "nothing on origin, religion" in " ".join(desk.text.split())
        fill_in(desk, note="BSN 1112.22.333", adults="0", consent_until="1-1-2027", email="nowhere")
        await desk.saved()
        assert "citizen service number" in message_under(desk, "note")
        assert "family name" in message_under(desk, "family_name")
        assert "grown-up" in message_under(desk, "adults")
        assert "not an e-mail" in message_under(desk, "email")
        assert "without it there is no consent" in message_under(desk, "consent_on")
        fill_in(desk, family_name="Kaya", given_name="Nur", note="", adults="1", consent_on="1-11-2026", email="")
        await desk.saved()
        assert desk.name == "ListScreen", desk.text
        assert "K-0004 entered" in notices(desk)
        assert "Entered before? K-0002 has the same name" in notices(desk)
        assert "K-0004" in desk.text
        _no_names(desk)
        await desk.press("u", "y")
        assert "3 candidates" in desk.text
    assert three.read(queries.record, 4, TODAY) is None


async def test_a_form_about_a_candidate_keeps_no_draft(three: Store, drive: Drive) -> None:
    assert three
    async with drive() as desk:
        await _go(desk, "candidates")
        for keys in (("n",), ("e",), ("a", "1")):
            await desk.press(*keys)
            fill_in(desk, **{next(iter(filled_in(desk))): "activity" if keys == ("a", "1") else "Somebody"})
            await desk.press("escape")
        assert not desk.app.drafts


async def test_what_is_known_is_corrected(three: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _go(desk, "candidates")
        await desk.press("slash")
        await desk.type("k-0001")
        await desk.press("down", "e")
        assert filled_in(desk)["rooms_most"] == "4"
        assert "Correct K-0001" in desk.text
        fill_in(desk, children="2", wishes="the first floor")
        await desk.saved()
        _no_names(desk)
    assert (_record(three).children, _record(three).wishes) == (2, "the first floor")


async def test_a_contact_is_noted_and_one_that_was_a_mistake_taken_off(three: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _go(desk, "pool")
        await desk.press("a", "1")
        assert filled_in(desk)["kind"] == "activity"
        fill_in(desk, what="work day", happened_on="1-12-2026")
        await desk.saved()
        assert "still to come" in message_under(desk, "happened_on")
        fill_in(desk, happened_on="1-11-2026")
        await desk.saved()
        assert "Noted with K-0001" in notices(desk)
        assert [row.kind for row in _record(three).contacts] == ["activity", "introduction"]
        await desk.press("a", "7")
        await desk.saved()
        assert [row.kind for row in _record(three).contacts] == ["introduction"]
        await _go(desk, "candidates")
        await desk.press("f", "5", "a", "7")
        assert "No contact is noted with K-0003" in notices(desk)
        _no_names(desk)


async def test_somebody_comes_on_the_waiting_list_pays_and_leaves_it_with_a_reason(three: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _go(desk, "candidates")
        await desk.press("f", "5", "a", "2")
        assert "K-0003 on the waiting list" in desk.text
        fill_in(desk, registered_on="1-2-2026", fee_cents="25.00")
        await desk.saved()
        assert "place 2" in notices(desk)
        await _go(desk, "waiting")
        await desk.press("a", "2", "1")  # the cursor stands on who just came
        assert filled_in(desk)["fee_cents"] == "25.00"
        await desk.saved()
        row = _record(three, 3).on_waiting_list
        assert row is not None
        assert (row.fee_cents, row.fee_paid_on, row.place) == (2500, TODAY, 2)
        await desk.press("a", "2", "2")
        assert "ECLI:NL:GHAMS:2014:4257" in desk.text
        await desk.saved()
        assert message_under(desk, "end_reason")
        fill_in(desk, end_reason="no_answer", end_words="wrote twice")
        await desk.saved()
        assert "K-0003 is off the waiting list" in notices(desk)
        await desk.press("f", "3")
        assert "Berg, Anna van den" in desk.text
        await desk.press("a", "5")
        await desk.saved()
        assert "Noted that K-0003 was told" in notices(desk)
        assert "Nothing here" in desk.text
        _no_names(desk)
    assert "did not answer · wrote twice · told on 20 Nov 2026" in _card(three, 3)


async def test_on_the_waiting_list_a_candidate_is_picked_by_name_but_shown_by_number(
    three: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await _go(desk, "waiting")
        await desk.press("n")
        await desk.type("anna")
        assert "K-0003" in desk.text
        assert "Anna" not in desk.text
        fill_in(desk, registered_on="1-1-2026")
        await desk.saved()
        assert "On the waiting list, place 1" in notices(desk)
        assert "K-0003 did not agree to stay on a list" in notices(desk, "warning")
    assert [line.number for line in three.read(queries.waiting_lines, TODAY)] == ["K-0003", "K-0001", "K-0002"]


async def test_of_who_comes_on_a_list_with_a_consent_that_ended_it_is_said_when_it_did(
    three: Store, drive: Drive
) -> None:
    agreed = {"consent_on": date(2026, 1, 1), "consent_until": date(2026, 10, 1)}
    three.do(deeds.give_consent, candidate_id=3, **agreed)
    async with drive() as desk:
        await _go(desk, "waiting")
        await desk.press("n")
        await desk.type("anna")
        fill_in(desk, registered_on="1-1-2026")
        await desk.saved()
        assert "The consent of K-0003 ended on 01 Oct 2026" in notices(desk, "warning")


async def test_the_third_refusal_costs_the_place_by_the_procedure_of_the_file(three: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _go(desk, "waiting")
        for day, told in (("1-5-2026", "keeps the place"), ("1-6-2026", "keeps"), ("1-7-2026", "goes to the bottom")):
            await desk.press("a", "4")
            assert filled_in(desk)["refusals_most"] == "3"
            fill_in(desk, happened_on=day, file_id="1", what="too small")
            await desk.saved()
            assert told in notices(desk)
        assert desk.text.index("Kaya") < desk.text.index("Vries")
        assert "3× refused" in desk.text
        _no_names(desk)
    assert "counts from 01 Jul 2026: a home was refused" in _card(three)
    assert [row.file for row in _record(three).contacts][:3] == ["T-2026-01"] * 3


async def test_somebody_comes_into_the_pool_stays_longer_and_leaves(three: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _go(desk, "pool")
        await desk.press("n")
        await desk.type("k-0002")
        fill_in(desk, met_on="1-6-2025")
        await desk.saved()
        assert "In the pool until 01 Jun 2026" in notices(desk)
        await desk.press("f", "2")
        assert "▲ 01 Jun 2026" in desk.text
        await desk.press("a", "3", "1")
        assert filled_in(desk)["expires_on"] == "20-11-2027"
        await desk.saved()
        assert "Nothing here" in desk.text
        await desk.press("f", "1", "a", "3", "2")
        fill_in(desk, end_reason="other")
        await desk.saved()
        assert "say why in words" in message_under(desk, "end_words")
        fill_in(desk, end_reason="own_request")
        await desk.saved()
        assert "K-0002 is out of the pool" in notices(desk)
        _no_names(desk)
    assert _record(three, 2).in_pool is None


async def test_consent_is_noted_and_taken_back(three: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _go(desk, "candidates")
        await desk.press("f", "5", "a", "6")
        fill_in(desk, consent_until="1-1-2025")
        await desk.saved()
        assert "cannot end before that" in message_under(desk, "consent_until")
        fill_in(desk, consent_until="20-11-2027")
        await desk.saved()
        assert "Consent noted until 20 Nov 2027" in notices(desk)
        await desk.press("a", "6", "2")
        await desk.saved()
        assert "The consent has ended" in notices(desk)
    assert _record(three, 3).consent_until == TODAY


async def test_empty_lists_say_which_key_to_press(store: Store, drive: Drive) -> None:
    assert store
    async with drive() as desk:
        for page, told in (
            ("candidates", "Press N to enter"),
            ("waiting", "Nobody waits."),
            ("pool", "Nobody the group"),
        ):
            await _go(desk, page)
            assert told in desk.text

"""A treasurer charges rents and puts other amounts on accounts, at the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual.widgets import Static

from coopadmin.services import charges, contracts, dwellings, members, rents
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData
from db.queries import charges as queries
from db.queries.base import Listing
from db.queries.charges import ChargeRow
from db.store import Store
from screens.boxes import PickBox
from screens.charges.preview import PreviewScreen
from screens.charges.subject import SUBJECT
from screens.export import report_of
from screens.forms import FormScreen
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import WIDE, Desk, Drive
from tests.screens.filling import fill_in, message_under, notices

NOVEMBER = date(2026, 11, 1)


def _let_homes(store: Store) -> None:
    """A whole contract, one that begins on 17 November, one without a rent, and two members."""
    for number, name in (("L001", "Öztürk"), ("L002", "Bos")):
        store.do(
            members.register_member,
            number=number,
            person=PersonData(name, given_name="Anna"),
            kind="member",
            starts_on=date(2020, 1, 1),
        )
    for code, starts_on, basic in (
        ("2A", date(2020, 1, 1), 60000),
        ("2B", date(2026, 11, 17), 60000),
        ("10A", date(2020, 1, 1), None),
    ):
        home = store.do(dwellings.add_dwelling, dwelling=DwellingData(code)).result
        store.do(
            contracts.start_contract,
            number=f"C-000{home}",
            dwelling_id=home,
            tenants=[1],
            starts_on=starts_on,
            basic_rent_cents=basic,
        )


@pytest.fixture
def let(store: Store, furnish: Furnish) -> Store:
    """Give a store with the contracts and the members, nothing charged."""
    furnish(_let_homes)
    return store


def _charge_november(store: Store) -> None:
    """November charged, and a contribution due on 1 December."""
    _let_homes(store)
    store.do(charges.charge_month, month=NOVEMBER)
    values: dict[str, Any] = {"kind": "contribution", "amount_cents": 1200, "due_on": date(2026, 12, 1), "note": "2026"}
    store.do(charges.add_charge, member_id=2, **values)


@pytest.fixture
def charged(store: Store, furnish: Furnish) -> Store:
    """Give a store with November charged."""
    furnish(_charge_november)
    return store


def _rows(store: Store, name: str = "all") -> tuple[ChargeRow, ...]:
    return store.read(queries.page, Listing(filter=name, sort="due"), TODAY).rows


def _pick(desk: Desk, field: str, record_id: int, shown: str) -> None:
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    box = next(box for box in form.boxes if box.field.name == field)
    assert isinstance(box, PickBox)
    box.pick(record_id, shown)


async def _open(desk: Desk) -> None:
    desk.app.go_to("charges")
    await desk.settle()


# -- the list ------------------------------------------------------------------------------------------------------


async def test_the_list_shows_what_is_due_this_month_and_what_is_open_of_it(charged: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk)
        assert "due this month" in desk.text
        assert "2 charges" in desk.text
        assert "rent 11-2026" in desk.text
        assert "€280.00" in desk.text
        await desk.press("f", "6")
        assert "L002 Anna Bos" in desk.text
        assert "contribution" in desk.text
        await desk.press("enter")
        assert "not due yet" in desk.text


async def test_an_empty_list_says_how_to_begin(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk)
        assert "Press N to charge the rents of a month" in " ".join(desk.text.split())


def test_each_filter_holds_what_its_name_says(charged: Store) -> None:
    charged.do(rents.set_rent, contract_id=1, valid_from=NOVEMBER, basic_rent_cents=59000)
    charged.do(charges.correct_months, until=TODAY)
    found = {choice.code: [row.kind for row in _rows(charged, choice.code)] for choice in SUBJECT.filters}
    assert found == {
        "this_month": ["rent", "correction", "rent"],
        "open": ["rent", "rent"],
        "rents": ["rent", "rent"],
        "corrections": ["correction"],
        "other": ["contribution"],
        "members": ["contribution"],
        "to_come": ["contribution"],
        "all": ["rent", "correction", "rent", "contribution"],
    }
    assert [row.open_cents for row in _rows(charged)] == [59000, 0, 28000, 1200]


@pytest.mark.parametrize(
    ("search", "count"), [("C-0001", 1), ("2b", 1), ("ozturk", 2), ("bos", 1), ("L002 anna", 1), ("rent", 0)]
)
def test_a_search_finds_accounts_by_number_home_and_name(charged: Store, search: str, count: int) -> None:
    page = charged.read(queries.page, Listing(search=search, filter="all"), TODAY)
    assert (page.total, len(page.rows)) == (count, count)


def test_every_order_can_be_asked_for_and_the_list_exported(charged: Store) -> None:
    for choice in SUBJECT.sorts:
        for down in (False, True):
            asked = Listing(filter="all", sort=choice.code, descending=down, limit=2)
            page = charged.read(queries.page, asked, TODAY)
            assert (len(page.rows), page.total) == (2, 3)
    rows = charged.read(queries.page, Listing(filter="all", sort="amount"), TODAY).rows
    assert [row.amount_cents for row in rows] == [1200, 28000, 60000]
    assert report_of(SUBJECT, rows).rows


# -- one charge ----------------------------------------------------------------------------------------------------


def _card_lines(store: Store, charge_id: int) -> list[str]:
    card = store.read(SUBJECT.card, charge_id, TODAY)
    assert card is not None
    entries = [f"{entry.label} {entry.text}".strip() for section in card.sections for entry in section.entries]
    return [card.title, card.status, *entries]


def test_a_charge_tells_what_it_consists_of_and_what_became_of_it(charged: Store) -> None:
    lines = _card_lines(charged, 2)
    assert lines[:2] == ["C-0002 · rent November 2026", "▲ €280.00 open, 3 days past due"]
    assert "the contract begins on 17 November: 14 of 30 days" in lines
    assert "charged ✓ €280.00, as it should be" in lines
    charged.do(rents.set_rent, contract_id=1, valid_from=NOVEMBER, basic_rent_cents=59000)
    assert "should be €590.00" in _card_lines(charged, 1)
    charged.do(charges.correct_months, until=TODAY, note="afspraak")
    assert any("correction 11-2026  −€10.00" in line for line in _card_lines(charged, 1))
    correction = _card_lines(charged, 4)
    assert correction[:2] == ["C-0001 · correction November 2026", "○ settles older charges"]
    assert "note afspraak" in correction
    assert any("rent 11-2026  €600.00" in line for line in correction)
    assert _card_lines(charged, 3)[1] == "○ not due yet"
    assert charged.read(SUBJECT.card, 99, TODAY) is None


def test_the_charges_of_one_account_are_given_in_order(charged: Store) -> None:
    assert [row.charge_id for row in charged.read(queries.of_contract, 1, TODAY)] == [1]
    assert [row.charge_id for row in charged.read(queries.of_member, 2, TODAY)] == [3]
    assert charged.read(queries.member_account, 2) == (2, "L002")
    assert charged.read(queries.member_account, 99) is None


async def test_a_charge_is_taken_back_with_a_reason_and_that_with_undo_but_never_a_rent_still_due(
    charged: Store, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        await _open(desk)
        await desk.press("f", "6", "a", "1")
        await desk.saved()
        assert "fill this in" in message_under(desk, "reason")
        fill_in(desk, reason="al betaald")
        await desk.saved()
        assert [row.amount_cents for row in _rows(charged, "members")] == [1200, -1200]
        await desk.press("u", "y")
        assert len(_rows(charged, "members")) == 1
        await desk.press("f", "1", "a", "1")
        fill_in(desk, reason="nee")
        await desk.saved()
        assert "Put the rent line or the day right" in str(desk.app.screen.query_one("#form-note", Static).content)
        assert len(_rows(charged)) == 3


# -- a month -------------------------------------------------------------------------------------------------------


async def test_a_month_is_shown_before_it_is_charged_and_enter_asks_first(let: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await _open(desk)
        await desk.press("n", "1")
        assert "Charge November 2026" in desk.text
        assert "2 rents to charge, €880.00 together · 1 odd amount" in desk.text
        assert "▲ no rent" in desk.text
        await desk.press("down")
        assert "the contract begins on 17 November: 14 of 30 days" in desk.text
        await desk.press("left")
        assert "Charge October 2026" in desk.text
        await desk.press("right", "escape")
        assert _rows(let) == ()
        await desk.press("n", "1", "enter")
        assert "Charge 2 rents for November 2026, €880.00 together?" in " ".join(desk.text.split())
        await desk.press("n")
        assert _rows(let) == ()
        assert isinstance(desk.app.screen, PreviewScreen)
        await desk.press("enter", "y")
        assert len(_rows(let)) == 2


async def test_a_month_is_charged_in_one_batch_and_taken_back(let: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk)
        await desk.press("n", "1", "ctrl+s")
        assert "November 2026: 2 rents charged, €880.00 for the whole month" in notices(desk)
        assert "Not charged, for no rent is known: C-0003" in notices(desk)
        assert "2 charges" in desk.text
        await desk.press("n", "1")
        assert "Charge December 2026" in desk.text
        await desk.press("left", "ctrl+s")
        assert "There is nothing to do here." in notices(desk)
        await desk.press("escape", "u", "y")
        assert _rows(let) == ()


# -- corrections ---------------------------------------------------------------------------------------------------


async def test_corrections_are_shown_and_made_in_one_batch(charged: Store, drive: Drive) -> None:
    charged.do(contracts.end_contract, contract_id=1, ends_on=date(2026, 11, 10))
    async with drive() as desk:
        await _open(desk)
        await desk.press("n", "2")
        assert "1 month of 1 contract, −€400.00 together" in desk.text
        assert "€600.00" in desk.text
        await desk.press("ctrl+s")
        assert "Put right: 1 month of 1 contract, −€400.00 together" in notices(desk)
        await desk.press("n", "2")
        assert "Everything was charged as the contracts and their rent lines say" in " ".join(desk.text.split())
    assert [row.amount_cents for row in _rows(charged, "corrections")] == [-40000]


async def test_a_rent_put_right_offers_the_difference_at_once(charged: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f5", "a", "7")
        assert isinstance(desk.app.screen, FormScreen)
        fill_in(desk, basic_rent_cents="61000,00" if desk.app.preferences.language == "nl" else "610.00")
        await desk.saved()
        said = " ".join(desk.text.split())
        assert "What was charged for C-0001 is no longer right" in said
        assert "difference €10.00" in said
        await desk.press("y")
        assert [row.amount_cents for row in _rows(charged, "corrections")] == [1000]


# -- other charges -------------------------------------------------------------------------------------------------


async def test_something_is_put_on_an_account_of_a_contract_or_a_member_and_mistakes_stand_under_their_fields(
    let: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await _open(desk)
        await desk.press("n", "3")
        fill_in(desk, kind="damage", amount_cents="0", note="")
        await desk.saved()
        assert "changes nothing" in message_under(desk, "amount_cents")
        assert "choose one contract or one member" in message_under(desk, "contract_id")
        assert "say what it is for" in message_under(desk, "note")
        _pick(desk, "contract_id", 1, "C-0001")
        fill_in(desk, amount_cents="80.00", note="ruit")
        await desk.saved()
        assert "Put on the account: damage, €80.00" in notices(desk)
        (row,) = _rows(let)
        assert (row.contract_id, row.kind, row.amount_cents, row.note) == (1, "damage", 8000, "ruit")
        home = let.do(dwellings.add_dwelling, dwelling=DwellingData("12A")).result
        let.do(
            contracts.start_contract,
            number="C-0004",
            dwelling_id=home,
            tenants=[PersonData("Peters")],
            starts_on=date(2020, 1, 1),
        )
        await desk.press("n", "3")
        _pick(desk, "member_id", 3, "Peters")
        fill_in(desk, kind="contribution", amount_cents="1.00")
        await desk.saved()
        assert "this is no member" in message_under(desk, "member_id")


async def test_a_contract_and_a_member_are_charged_from_their_own_record(let: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f3")
        await _act(desk, "Charge the contribution")
        fill_in(desk, amount_cents="12.00")
        await desk.saved()
        await desk.press("f5")
        await _act(desk, "Put on the account")
        fill_in(desk, kind="key_deposit", amount_cents="25.00")
        await desk.saved()
    assert sorted((row.number, row.kind) for row in _rows(let)) == [("C-0001", "key_deposit"), ("L002", "contribution")]


async def _act(desk: Desk, label: str) -> None:
    """Choose an action by its name."""
    await desk.press("a")
    place = next(number for number, line in enumerate(desk.lines("OptionList")) if line.endswith(label))
    await desk.press(*["down"] * place, "enter")


async def test_many_are_charged_after_it_was_shown_whom(let: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk)
        await desk.press("n", "4")
        fill_in(desk, amount_cents="12.00", note="2026")
        await desk.press("ctrl+s")
        said = " ".join(desk.text.split())
        assert "Charge 2 accounts €12.00 each, €24.00 together?" in said
        assert "L001 Öztürk" in said
        await desk.press("n")
        assert "Nothing was charged" in desk.text
        await desk.press("ctrl+s", "y")
        assert [row.amount_cents for row in _rows(let)] == [1200, 1200]
        await desk.press("n", "4")
        fill_in(desk, amount_cents="12.00", note="2026")
        await desk.saved()
        assert "Everybody has this very charge already" in " ".join(desk.text.split())

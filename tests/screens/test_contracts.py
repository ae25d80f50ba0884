"""A treasurer works with tenancy contracts and rents at the desk."""

from __future__ import annotations

from datetime import date

import pytest
from textual.widgets import OptionList

from coopadmin.services import contracts, dwellings, members, rents
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData
from db.queries import contracts as queries
from db.queries.base import Listing
from db.store import Store
from screens.app import Ref
from screens.boxes import PickBox
from screens.contracts.subject import SUBJECT
from screens.export import report_of
from screens.subject import Card
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import Desk, Drive
from tests.screens.filling import fill_in, filled_in, form_of, message_under, notices

RUNNING, ENDED, BARE = 1, 2, 3
"""The contracts of the fixture below, by their number in the store."""


def _fill_register(store: Store) -> None:
    """A contract of two people, one that has ended, one without a rent, and a home that is free."""
    for number, name in (("L001", "Öztürk"), ("L002", "Bos")):
        store.do(
            members.register_member,
            number=number,
            person=PersonData(name, given_name="Anna"),
            kind="member",
            starts_on=date(2020, 1, 1),
        )
    for code in ("2A", "2B", "10A"):
        store.do(dwellings.add_dwelling, dwelling=DwellingData(code, "Kade", code[:-1], code[-1]))
    store.do(
        contracts.start_contract,
        number="C-0001",
        dwelling_id=1,
        tenants=[1, 2],
        starts_on=date(2020, 1, 1),
        deposit_cents=60000,
        iban="NL91ABNA0417164300",
        payment_method="direct_debit",
        basic_rent_cents=58000,
        service_charge_cents=4500,
    )
    store.do(
        rents.set_rent,
        contract_id=1,
        valid_from=date(2026, 7, 1),
        basic_rent_cents=61234,
        service_charge_cents=4500,
        energy_cents=3000,
    )
    store.do(
        contracts.start_contract,
        number="C-0002",
        dwelling_id=2,
        tenants=[PersonData("Peters", initials="V.")],
        starts_on=date(2018, 1, 1),
        ends_on=date(2026, 10, 9),
        basic_rent_cents=40000,
    )
    store.do(contracts.start_contract, number="C-0003", dwelling_id=3, tenants=[2], starts_on=date(2026, 11, 3))


@pytest.fixture
def register(store: Store, furnish: Furnish) -> Store:
    """Give a store with the three contracts."""
    furnish(_fill_register)
    return store


def _pick(desk: Desk, field: str, record_id: int, shown: str) -> None:
    box = next(box for box in form_of(desk).boxes if box.field.name == field)
    assert isinstance(box, PickBox)
    box.pick(record_id, shown)


def _record(store: Store, contract_id: int = RUNNING) -> queries.ContractRecord:
    record = store.read(queries.record, contract_id, TODAY)
    assert record is not None
    return record


def _card(store: Store, contract_id: int = RUNNING, on: date = TODAY) -> Card:
    card = store.read(SUBJECT.card, contract_id, on)
    assert card is not None
    return card


def _section(card: Card, title: str) -> list[str]:
    """The lines of one section, label and text."""
    found = [section for section in card.sections if section.title.startswith(title)]
    return [f"{entry.label} {entry.text}".strip() for section in found for entry in section.entries]


# -- the list --------------------------------------------------------------------------------------------------


async def test_the_list_shows_who_rents_what_and_for_how_much_and_is_narrowed_by_a_search_and_a_filter(
    register: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f5")
        assert "2 contracts" in desk.text
        assert "€687.34  ○ in force" in desk.text
        assert "▲ no rent  ○ in force" in desk.text
        assert "Anna Öztürk" in desk.text
        await desk.press("f", "8", "slash")
        await desk.type("peters")
        assert "✓ ended 09 Oct 2026" in desk.text
        assert "C-0001" not in desk.text
        await desk.press("escape", "f", "3")
        assert "C-0003" in desk.text
        assert "1 contract " in desk.text


async def test_a_coming_and_an_ending_contract_say_their_day_and_enter_on_a_tenant_goes_to_the_member(
    register: Store, drive: Drive
) -> None:
    register.do(contracts.end_contract, contract_id=RUNNING, ends_on=date(2026, 12, 12))
    values = {"number": "C-0004", "dwelling_id": 1, "starts_on": date(2026, 12, 15)}
    register.do(contracts.start_contract, tenants=[1], **values)
    async with drive() as desk:
        await desk.press("f5", "f", "8")
        assert "● ends 12 Dec 2026" in desk.text
        assert "● begins 15 Dec 2026" in desk.text
        await desk.press("enter")
        listed = desk.app.screen.query_one("#card", OptionList)
        listed.highlighted = next(index for index, line in enumerate(desk.lines("#card")) if "Anna Bos" in line)
        await desk.press("enter")
        assert "Members › L002" in desk.text


def test_every_filter_and_order_is_one_the_store_knows() -> None:
    assert [choice.code for choice in SUBJECT.sorts] == list(queries.SORTS)
    assert sorted(choice.code for choice in SUBJECT.filters) == sorted(queries.FILTERS)


async def test_without_contracts_the_list_says_what_to_do(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f5")
        assert "Press N" in desk.text


def test_an_export_writes_the_rent_as_an_amount_and_the_status_as_a_word(register: Store) -> None:
    page = register.read(queries.page, Listing(filter="in_force", sort="number"), TODAY)
    report = report_of(SUBJECT, page.rows)
    labels = [column.label for column in report.columns]
    rows = [dict(zip(labels, row.values(), strict=True)) for row in report.rows]
    assert [(row["Per month"], row["Status"]) for row in rows] == [(68734, "in force"), (None, "in force")]


# -- the record ------------------------------------------------------------------------------------------------


def test_a_record_shows_parties_home_and_payment(register: Store) -> None:
    card = _card(register)
    assert (card.title, card.status) == ("C-0001 · 2A", "○ in force since 1 January 2020 · €687.34 per month")
    assert _section(card, "tenants") == ["tenant Anna Öztürk L001", "tenant Anna Bos L002"]
    assert _section(card, "contract") == [
        "home 2A · Kade 2A",
        "since 01 Jan 2020",
        "deposit €600.00",
        "way of paying direct debit",
        "account NL91 ABNA 0417 1643 00",
    ]
    refs = [entry.ref for section in card.sections for entry in section.entries if entry.ref]
    assert refs == [Ref("members", 1), Ref("members", 2), Ref("dwellings", 1), Ref("deposits", 1)]


def test_the_rent_lines_stand_under_each_other_with_the_one_in_force_marked(register: Store) -> None:
    register.do(rents.set_rent, contract_id=RUNNING, valid_from=date(2027, 7, 1), basic_rent_cents=100)
    assert _section(_card(register), "rent per month (▸ in force)") == [
        "from       basic service energy  total",
        "01 Jul 27   1.00    0.00   0.00   1.00",
        "▸ 01 Jul 26 612.34   45.00  30.00 687.34",
        "01 Jan 20 580.00   45.00   0.00 625.00",
    ]


def test_amounts_too_long_for_one_line_stand_below_the_day(register: Store) -> None:
    register.do(rents.set_rent, contract_id=RUNNING, valid_from=date(2027, 7, 1), basic_rent_cents=123456)
    lines = _section(_card(register), "rent per month")
    assert lines[2:4] == ["01 Jul 27", "1,234.56    0.00   0.00 1,234.56"]
    amounts = [entry.text for entry in next(s for s in _card(register).sections if "rent per" in s.title).entries]
    assert len({len(text) for text in amounts[1::2]}) == 1


def test_a_component_nobody_pays_has_no_column(register: Store) -> None:
    assert _section(_card(register, ENDED), "rent per month") == [
        "from       basic  total",
        "01 Jan 18 400.00 400.00",
    ]


def test_this_month_is_told_by_component(register: Store) -> None:
    assert _section(_card(register), "due for November 2026") == [
        "basic rent €612.34",
        "service charge  €45.00",
        "energy  €30.00",
        "total €687.34",
        "due on 1 November 2026",
    ]


def test_a_month_that_is_not_whole_says_why(register: Store) -> None:
    lines = _section(_card(register, ENDED, date(2026, 10, 20)), "due for October 2026")
    assert lines[1:3] == ["total €116.13", "the contract ends on 9 October: 9 of 31 days"]
    assert _section(_card(register, ENDED), "due for") == []


def test_a_contract_without_a_rent_says_what_to_do(register: Store) -> None:
    card = _card(register, BARE)
    assert card.status == "○ in force since 3 November 2026 · ▲ no rent"
    assert _section(card, "rent per month") == ["▲ no rent is known; A (actions) sets one"]


def test_what_was_owed_at_the_beginning_stands_by_its_day(register: Store) -> None:
    register.do(rents.set_opening, contract_id=1, due_on=date(2026, 6, 1), amount_cents=120000, note="oude boeken")
    register.do(rents.set_opening, contract_id=1, due_on=date(2026, 7, 1), amount_cents=-1250)
    assert _section(_card(register), "owed at the beginning") == [
        "01 Jun 2026 €1,200.00 · oude boeken",
        "01 Jul 2026   −€12.50",
    ]


def test_the_history_tells_of_parties_rents_and_opening_balances_too(register: Store) -> None:
    register.do(contracts.end_party, party_id=2, ends_on=date(2026, 10, 31))
    register.do(rents.set_opening, contract_id=1, due_on=date(2026, 6, 1), amount_cents=100)
    story = "\n".join(_section(_card(register), "history"))
    for deed in ("Contract begun", "Rent set", "Tenant left", "Opening balance set"):
        assert deed in story
    assert "until 31 Oct 2026" in _section(_card(register), "tenants")
    assert "✓ tenant Anna Bos L002" in _section(_card(register), "tenants")


def test_a_contract_that_was_taken_back_has_no_record(store: Store) -> None:
    assert store.read(SUBJECT.card, 99, TODAY) is None


# -- beginning and correcting ----------------------------------------------------------------------------------


async def test_a_contract_is_begun_with_somebody_known_and_somebody_new_and_taken_back_or_still_to_begin(
    register: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f5", "n")
        assert filled_in(desk)["number"] == "C-0004"
        assert filled_in(desk)["payment_method"] == "transfer"
        _pick(desk, "dwelling_id", 2, "2B")
        _pick(desk, "tenant_1", 1, "Öztürk, Anna")
        fill_in(desk, tenant_name="T. van den Heuvel", basic_rent_cents="500", iban="NL91 ABNA 0417 1643 00")
        await desk.saved()
        assert "Begun: C-0004" in notices(desk, "information")
        record = _record(register, 4)
        assert [party.name for party in record.parties] == ["Anna Öztürk", "T. van den Heuvel"]
        assert (record.iban, record.starts_on, record.monthly_cents) == ("NL91ABNA0417164300", TODAY, 50000)
        assert "C-0004" in desk.text
        assert "3 contracts" in desk.text
        await desk.press("u", "y")
        assert "2 contracts" in desk.text
        await desk.press("n")
        _pick(desk, "dwelling_id", 2, "2B")
        _pick(desk, "tenant_1", 1, "Öztürk, Anna")
        fill_in(desk, starts_on="1-12-2026")
        await desk.saved()
        assert "C-0004 is still to begin" in notices(desk, "information")


async def test_what_is_wrong_with_a_new_contract_stands_under_its_field(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f5", "n")
        await desk.saved()
        assert "fill this in" in message_under(desk, "dwelling_id")
        _pick(desk, "dwelling_id", 1, "2A")
        await desk.saved()
        assert "choose the tenant here" in message_under(desk, "tenant_1")
        fill_in(desk, tenant_name="A. Vos + B. Vos")
        await desk.saved()
        assert "write one name here" in message_under(desk, "tenant_name")
        fill_in(desk, tenant_name=", V.")
        await desk.saved()
        assert "is not a name" in message_under(desk, "tenant_name")
        fill_in(desk, tenant_name="", iban="NL00", energy_cents="10")
        for field in ("tenant_1", "tenant_2"):
            _pick(desk, field, 1, "Öztürk, Anna")
        await desk.saved()
        assert "home 2A is let under contract C-0001" in message_under(desk, "dwelling_id")
        assert "named twice" in message_under(desk, "tenant_2")
        assert "not an account number" in message_under(desk, "iban")
        assert "fill in the basic rent too" in message_under(desk, "basic_rent_cents")


async def test_a_name_like_one_in_the_store_is_asked_about_first(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f5", "n")
        _pick(desk, "dwelling_id", 2, "2B")
        fill_in(desk, tenant_name="A. Bos")
        await desk.press("ctrl+s")
        assert "Bos, Anna L002 is in the store already" in desk.text
        await desk.press("n")
        assert "choose Bos, Anna L002 above" in message_under(desk, "tenant_name")
        await desk.press("ctrl+s", "y")
        assert "Begun: C-0004" in notices(desk, "information")
        assert "No rent is known for C-0004" in notices(desk, "warning")
    (party,) = _record(register, 4).parties
    assert (party.name, party.number) == ("A. Bos", "")


async def test_a_contract_is_corrected_and_then_ended(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f5", "e")
        assert filled_in(desk)["dwelling_id"] == "2A"
        await desk.saved()
        assert "nothing changed" in notices(desk, "information")
        await desk.press("e")
        fill_in(desk, deposit_cents="-1")
        await desk.saved()
        assert "below zero" in message_under(desk, "deposit_cents")
        fill_in(desk, deposit_cents="650.50", note="sleutels terug")
        await desk.saved()
        assert "Corrected: C-0001" in notices(desk, "information")
        await desk.press("a", "3")
        assert "Memberships are left alone" in desk.text
        fill_in(desk, ends_on="1-1-2019")
        await desk.saved()
        assert "before it began" in message_under(desk, "ends_on")
        fill_in(desk, ends_on="19-11-2026")
        await desk.saved()
        assert "The last day of C-0001 is 19 November 2026" in notices(desk, "information")
        assert "C-0001" not in "\n".join(desk.text.splitlines()[:8])
    record = _record(register)
    assert record.status == "ended"
    assert (record.deposit_cents, record.note, record.payment_method) == (65050, "sleutels terug", "direct_debit")


# -- notice and end --------------------------------------------------------------------------------------------


async def test_a_notice_proposes_the_earliest_end_warns_of_a_short_one_and_is_withdrawn_once_given(
    register: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f5", "a", "2")
        assert "No notice was given on contract C-0001" in notices(desk, "warning")
        await desk.press("a", "1")
        assert "asks for 1 month of notice" in desk.text
        assert filled_in(desk) == {"notice_on": "20-11-2026", "ends_on": "20-12-2026"}
        fill_in(desk, ends_on="1-11-2026")
        await desk.saved()
        assert "are the two days swapped" in message_under(desk, "notice_on").replace("\n", " ")
        fill_in(desk, ends_on="30-11-2026")
        await desk.saved()
        assert "its last day is 30 November 2026" in notices(desk, "information")
        assert "shorter than the law's" in notices(desk, "warning")
        assert "● ends 30 Nov 2026" in desk.text
        await desk.press("a", "2")
        assert "it runs on" in notices(desk, "information")
    assert (_record(register).notice_on, _record(register).ends_on) == (None, None)


# -- tenants ---------------------------------------------------------------------------------------------------


async def test_a_tenant_joins_and_another_leaves_but_never_the_only_one(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f5", "down", "a", "5")
        assert "Nobody would be left on contract C-0003" in notices(desk, "warning")
        await desk.press("up", "a", "4")
        await desk.saved()
        assert "choose the tenant here" in message_under(desk, "tenant")
        _pick(desk, "tenant", 2, "Bos, Anna")
        await desk.saved()
        assert "already party to contract C-0001" in message_under(desk, "tenant")
        fill_in(desk, tenant_name="Vera Vos")
        await desk.saved()
        assert "one at a time" in message_under(desk, "tenant")
        fill_in(desk, tenant="", starts_on="1-1-2019")
        await desk.saved()
        assert "not a day of the contract" in message_under(desk, "starts_on")
        fill_in(desk, starts_on="1-11-2026")
        await desk.saved()
        assert "Added to C-0001" in notices(desk, "information")
        await desk.press("a", "5", "2")
        assert "Anna Bos leaves C-0001" in desk.text
        await desk.saved()
        assert "Anna Bos leaves contract C-0001 after 20 November 2026" in notices(desk, "information")
    parties = [(party.name, party.role, party.starts_on, party.ends_on) for party in _record(register).parties]
    assert parties == [
        ("Anna Öztürk", "tenant", None, None),
        ("Anna Bos", "tenant", None, TODAY),
        ("Vera Vos", "co_tenant", date(2026, 11, 1), None),
    ]


# -- rents -----------------------------------------------------------------------------------------------------


async def test_a_new_rent_begins_with_the_one_in_force_and_the_first_with_the_contract(
    register: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f5", "down", "a", "7")
        assert "No rent is known for C-0003 yet" in notices(desk, "warning")
        await desk.press("a", "6")
        assert filled_in(desk)["valid_from"] == "3-11-2026"
        fill_in(desk, basic_rent_cents="450")
        await desk.saved()
        assert "€450.00  ○ in force" in desk.text
        await desk.press("up", "a", "6")
        filled = filled_in(desk)
        assert (filled["valid_from"], filled["basic_rent_cents"], filled["energy_cents"]) == (
            "1-12-2026",
            "612.34",
            "30.00",
        )
        fill_in(desk, valid_from="1-7-2026", basic_rent_cents="600")
        await desk.saved()
        assert "already has a rent from 1 July 2026" in message_under(desk, "valid_from").replace("\n", " ")
        fill_in(desk, valid_from="1-1-2027", basic_rent_cents="630,00")
        await desk.saved()
        assert "is not an amount" in message_under(desk, "basic_rent_cents")
        fill_in(desk, basic_rent_cents="630.00", energy_cents="")
        await desk.saved()
        assert "Set for C-0001: €675.00 per month from 1 January 2027" in notices(desk, "information")
        await desk.press("a", "6")
        fill_in(desk, basic_rent_cents="633")
        await desk.press("escape", "a", "6")
        assert filled_in(desk)["basic_rent_cents"] == "633", "leaving a form keeps what was typed"
    assert _record(register).rent_lines[0].basic_rent_cents == 63000
    assert _section(_card(register, BARE), "due for November 2026")[1:3] == [
        "total €420.00",
        "the contract begins on 3 November: 28 of 30 days",
    ]


async def test_an_earlier_rent_and_an_opening_balance_are_put_right(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f5", "a", "7")
        assert "from 1 July 2026 · €687.34" in desk.text
        await desk.press("2")
        assert "Rent of C-0001 · 2A from 1 January 2020" in desk.text
        assert filled_in(desk)["basic_rent_cents"] == "580.00"
        await desk.saved()
        assert "nothing changed" in notices(desk, "information")
        await desk.press("a", "7", "2")
        fill_in(desk, basic_rent_cents="575")
        await desk.saved()
        await desk.press("a", "8")
        fill_in(desk, due_on="1-6-2026", amount_cents="412.50", note="oude boeken")
        await desk.saved()
        assert "€412.50 owed since 1 June 2026" in notices(desk, "information")
        await desk.press("a", "8")
        fill_in(desk, due_on="1-6-2026", amount_cents="-12.50")
        await desk.saved()
        assert "choose to replace it" in message_under(desk, "due_on").replace("\n", " ")
        fill_in(desk, replace="True")
        await desk.saved()
    assert [line.basic_rent_cents for line in _record(register).rent_lines] == [61234, 57500]
    assert [(one.due_on, one.amount_cents) for one in _record(register).openings] == [(date(2026, 6, 1), -1250)]

"""A board lets homes: contracts begin, are given notice on, and end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import contracts, dwellings, members, rents
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData, register_person
from coopadmin.services.undo import undo
from db.queries import contracts as queries
from db.queries import journal
from db.queries.base import Listing
from db.queries.contracts import ContractRecord
from db.queries.mismatches import mismatches
from db.store import Store
from db.tables.association import Setting
from tests.conftest import Furnish

TODAY = date(2026, 11, 20)
BOS = PersonData("Bos", given_name="Anna")


def _add_home(store: Store) -> int:
    return store.do(dwellings.add_dwelling, dwelling=DwellingData("2A")).result


@pytest.fixture
def home(furnish: Furnish) -> int:
    """Give the number of one home."""
    return furnish(_add_home)


def _start(store: Store, home: int, number: str = "C-0001", **changes: Any) -> int:
    values: dict[str, Any] = {"tenants": [BOS], "starts_on": date(2020, 1, 1), **changes}
    return store.do(contracts.start_contract, number=number, dwelling_id=home, **values).result


def _fields(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.field for problem in refusal.value.problems]


def _record(store: Store, contract_id: int, on: date = TODAY) -> ContractRecord:
    found = store.read(queries.record, contract_id, on)
    assert found is not None
    return found


# -- beginning -----------------------------------------------------------------------------------------------------


def test_a_contract_begins_with_its_tenants_in_order_and_its_first_rent(store: Store, home: int) -> None:
    anna = store.do(register_person, person=BOS).result
    contract = _start(
        store,
        home,
        tenants=[PersonData("Peters", initials="V."), anna],
        deposit_cents=100000,
        iban="nl91 abna 0417 1643 00",
        payment_method="direct_debit",
        basic_rent_cents=64358,
        service_charge_cents=6538,
    )
    record = _record(store, contract)
    assert [party.name for party in record.parties] == ["V. Peters", "Anna Bos"]
    assert (record.iban, record.deposit_cents, record.payment_method) == ("NL91ABNA0417164300", 100000, "direct_debit")
    assert [(line.valid_from, line.total_cents) for line in record.rent_lines] == [(date(2020, 1, 1), 70896)]
    assert record.monthly_cents == 70896


def test_each_mistake_stands_under_its_own_field_and_nobody_is_entered(store: Store) -> None:
    with pytest.raises(Invalid) as refusal:
        _start(
            store,
            99,
            " ",
            tenants=[],
            ends_on=date(2019, 12, 31),
            deposit_cents=-1,
            iban="NL69TRIO8575038096",
            payment_method="shells",
            energy_cents=-5,
        )
    assert _fields(refusal) == [
        "number",
        "dwelling_id",
        "tenants",
        "ends_on",
        "deposit_cents",
        "iban",
        "payment_method",
        "energy_cents",
        "basic_rent_cents",
    ]
    assert store.read(queries.page, Listing(filter="all"), TODAY).total == 0


def test_a_new_tenant_without_a_family_name_is_named_under_tenants(store: Store, home: int) -> None:
    with pytest.raises(Invalid) as refusal:
        _start(store, home, tenants=[BOS, PersonData("", given_name="Vera")])
    assert _fields(refusal) == ["tenants"]
    assert store.read(queries.page, Listing(filter="all"), TODAY).total == 0


def test_nobody_can_be_a_tenant_twice_on_one_contract_or_without_being_there(store: Store, home: int) -> None:
    anna = store.do(register_person, person=BOS).result
    for tenants in ([anna, anna], [anna, 99]):
        with pytest.raises(Invalid) as refusal:
            _start(store, home, tenants=tenants)
        assert _fields(refusal) == ["tenants"]


def test_a_number_is_given_only_once(store: Store, home: int) -> None:
    _start(store, home)
    other = store.do(dwellings.add_dwelling, dwelling=DwellingData("2B")).result
    with pytest.raises(Invalid) as refusal:
        _start(store, other)
    assert _fields(refusal) == ["number"]
    assert store.read(queries.next_number) == "C-0002"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fits"),
    [
        (date(2019, 1, 1), date(2019, 12, 31), True),
        (date(2019, 1, 1), date(2020, 1, 1), False),
        (date(2024, 6, 30), None, False),
        (date(2024, 7, 1), None, True),
        (date(2021, 1, 1), date(2021, 1, 31), False),
        (date(2019, 1, 1), None, False),
    ],
)
def test_a_home_is_let_to_one_contract_on_any_day(
    store: Store, home: int, starts_on: date, ends_on: date | None, fits: bool
) -> None:
    _start(store, home, ends_on=date(2024, 6, 30))
    if fits:
        _start(store, home, "C-0002", starts_on=starts_on, ends_on=ends_on)
        return
    with pytest.raises(Invalid, match="C-0001") as refusal:
        _start(store, home, "C-0002", starts_on=starts_on, ends_on=ends_on)
    assert _fields(refusal) == ["dwelling_id"]


def test_a_home_no_longer_managed_is_let_up_to_its_last_day_only(store: Store, home: int) -> None:
    store.do(dwellings.end_dwelling, dwelling_id=home, ended_on=date(2026, 12, 31))
    with pytest.raises(Invalid, match="31 December 2026"):
        _start(store, home)
    _start(store, home, ends_on=date(2026, 12, 31))


# -- notice and end ------------------------------------------------------------------------------------------------


def test_a_lawful_notice_ends_the_contract_without_a_warning(store: Store, home: int) -> None:
    contract = _start(store, home)
    warnings = store.do(
        contracts.give_notice, contract_id=contract, notice_on=date(2026, 11, 20), ends_on=date(2026, 12, 20)
    ).result
    assert warnings == []
    record = _record(store, contract)
    assert (record.notice_on, record.ends_on, record.status) == (date(2026, 11, 20), date(2026, 12, 20), "ending")


def test_a_shorter_notice_is_kept_and_warned_about(store: Store, home: int) -> None:
    contract = _start(store, home)
    warnings = store.do(
        contracts.give_notice, contract_id=contract, notice_on=date(2026, 11, 20), ends_on=date(2026, 12, 19)
    ).result
    assert len(warnings) == 1
    assert "20 December 2026" in warnings[0]
    assert _record(store, contract).ends_on == date(2026, 12, 19)


def test_the_notice_asked_is_the_groups_own_rule_on_that_day(store: Store, home: int) -> None:
    store.do(
        lambda transaction: transaction.add(Setting(name="notice_months", value="2", valid_from=date(2026, 11, 1)))
    )
    contract = _start(store, home)
    notice = {"contract_id": contract, "ends_on": date(2026, 12, 20)}
    assert store.do(contracts.give_notice, notice_on=date(2026, 10, 31), **notice).result == []
    assert "1 January 2027" in store.do(contracts.give_notice, notice_on=date(2026, 11, 1), **notice).result[0]


@pytest.mark.parametrize(
    ("notice_on", "ends_on", "field"),
    [
        (date(2026, 11, 20), date(2026, 11, 19), "notice_on"),
        (date(2019, 1, 1), date(2019, 2, 1), "ends_on"),
    ],
)
def test_a_notice_that_cannot_be_is_refused(
    store: Store, home: int, notice_on: date, ends_on: date, field: str
) -> None:
    contract = _start(store, home)
    with pytest.raises(Invalid) as refusal:
        store.do(contracts.give_notice, contract_id=contract, notice_on=notice_on, ends_on=ends_on)
    assert _fields(refusal) == [field]


def test_a_notice_may_be_withdrawn_while_nobody_else_has_the_home(store: Store, home: int) -> None:
    contract = _start(store, home)
    notice = {"contract_id": contract, "notice_on": date(2026, 11, 1), "ends_on": date(2026, 12, 1)}
    store.do(contracts.give_notice, **notice)
    store.do(contracts.withdraw_notice, contract_id=contract)
    assert (_record(store, contract).notice_on, _record(store, contract).ends_on) == (None, None)
    with pytest.raises(Refused):
        store.do(contracts.withdraw_notice, contract_id=contract)
    store.do(contracts.give_notice, **notice)
    _start(store, home, "C-0002", starts_on=date(2026, 12, 2))
    with pytest.raises(Refused, match="C-0002"):
        store.do(contracts.withdraw_notice, contract_id=contract)


def test_ending_a_contract_leaves_the_membership_alone(store: Store, home: int) -> None:
    person = store.do(
        members.register_member, number="L001", person=BOS, kind="member", starts_on=date(2020, 1, 1)
    ).result
    contract = _start(store, home, tenants=[person])
    store.do(contracts.end_contract, contract_id=contract, ends_on=date(2026, 11, 19))
    assert _record(store, contract).status == "ended"
    rows = store.read(mismatches, TODAY)
    assert [(row.kind, row.number) for row in rows] == [("member_without_tenancy", "L001")]


def test_an_end_may_be_put_right_but_not_past_the_next_contract(store: Store, home: int) -> None:
    contract = _start(store, home, ends_on=date(2026, 6, 30))
    _start(store, home, "C-0002", starts_on=date(2026, 7, 15))
    store.do(contracts.end_contract, contract_id=contract, ends_on=date(2026, 7, 14))
    for wrong in (date(2026, 7, 15), date(2019, 12, 31)):
        with pytest.raises(Invalid) as refusal:
            store.do(contracts.end_contract, contract_id=contract, ends_on=wrong)
        assert _fields(refusal) == ["ends_on"]


def test_an_end_before_the_notice_stands_under_the_end(store: Store, home: int) -> None:
    contract = _start(store, home)
    store.do(contracts.give_notice, contract_id=contract, notice_on=date(2026, 11, 1), ends_on=date(2026, 12, 1))
    with pytest.raises(Invalid) as refusal:
        store.do(contracts.end_contract, contract_id=contract, ends_on=date(2026, 10, 31))
    assert _fields(refusal) == ["ends_on"]


# -- correcting ----------------------------------------------------------------------------------------------------


def test_a_contract_entered_for_the_wrong_home_is_corrected(store: Store, home: int) -> None:
    contract = _start(store, home)
    other = store.do(dwellings.add_dwelling, dwelling=DwellingData("2B")).result
    values: dict[str, Any] = {"contract_id": contract, "starts_on": date(2020, 2, 1), "note": " per  mail "}
    assert store.do(contracts.correct_contract, dwelling_id=other, **values).result
    record = _record(store, contract)
    assert (record.dwelling, record.starts_on, record.note) == ("2B", date(2020, 2, 1), "per mail")
    assert not store.do(contracts.correct_contract, dwelling_id=other, **values).result


def test_a_correction_is_checked_like_a_new_contract(store: Store, home: int) -> None:
    contract = _start(store, home, ends_on=date(2024, 6, 30))
    _start(store, home, "C-0002", starts_on=date(2024, 7, 1))
    with pytest.raises(Invalid) as refusal:
        store.do(
            contracts.correct_contract,
            contract_id=contract,
            dwelling_id=99,
            starts_on=date(2024, 7, 1),
            iban="NL00",
            deposit_cents=-1,
        )
    assert _fields(refusal) == ["dwelling_id", "starts_on", "deposit_cents", "iban"]


def test_taking_back_a_contract_takes_back_its_new_tenants_and_rent(store: Store, home: int) -> None:
    done = store.do(
        contracts.start_contract,
        number="C-0001",
        dwelling_id=home,
        tenants=[BOS],
        starts_on=date(2020, 1, 1),
        basic_rent_cents=60000,
    )
    store.do(undo, done.batch)
    assert store.read(queries.page, Listing(filter="all"), TODAY).total == 0
    assert store.read(mismatches, TODAY) == ()


def test_the_journal_names_the_contract_and_no_person(store: Store, home: int) -> None:
    contract = _start(store, home)
    store.do(contracts.add_party, contract_id=contract, tenant=PersonData("Peters"))
    newest = store.read(journal.page, Listing()).rows[:2]
    assert [(row.deed, row.about) for row in newest] == [("add_party", "C-0001"), ("start_contract", "C-0001")]


# -- parties -------------------------------------------------------------------------------------------------------


def test_a_partner_joins_and_the_first_tenant_leaves(store: Store, home: int) -> None:
    contract = _start(store, home)
    store.do(
        contracts.add_party,
        contract_id=contract,
        tenant=PersonData("Peters", initials="V."),
        starts_on=date(2024, 1, 1),
    )
    anna, vera = _record(store, contract).parties
    assert (vera.role, vera.starts_on) == ("co_tenant", date(2024, 1, 1))
    store.do(contracts.end_party, party_id=anna.party_id, ends_on=date(2026, 6, 30))
    rows = store.read(queries.page, Listing(), TODAY).rows
    assert [row.tenants for row in rows] == [("V. Peters",)]
    with pytest.raises(Refused, match="Nobody would be left"):
        store.do(contracts.end_party, party_id=vera.party_id, ends_on=TODAY)


def test_who_is_party_already_is_not_added_again(store: Store, home: int) -> None:
    anna = store.do(register_person, person=BOS).result
    contract = _start(store, home, tenants=[anna], ends_on=date(2026, 12, 31))
    with pytest.raises(Invalid) as refusal:
        store.do(contracts.add_party, contract_id=contract, tenant=anna, role="cat", starts_on=date(2027, 1, 1))
    assert _fields(refusal) == ["role", "tenant", "starts_on"]
    (party,) = _record(store, contract).parties
    with pytest.raises(Invalid):
        store.do(contracts.end_party, party_id=party.party_id, ends_on=date(2019, 12, 31))


def test_what_is_not_there_is_refused_in_words(store: Store) -> None:
    with pytest.raises(Refused, match="no longer there"):
        store.do(contracts.end_contract, contract_id=99, ends_on=TODAY)
    with pytest.raises(Refused, match="no longer there"):
        store.do(contracts.end_party, party_id=99, ends_on=TODAY)
    with pytest.raises(Refused, match="no longer there"):
        store.do(rents.set_rent, contract_id=99, valid_from=TODAY, basic_rent_cents=1)

"""From nomination to neighbour: contract, membership and the end of the file in one deed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from coopadmin.errors import Invalid, Refused
from coopadmin.reports.allocations import allocations
from coopadmin.services import housing as deeds
from coopadmin.services import nominations
from coopadmin.services.housing import Housed
from coopadmin.services.members import PersonData, register_member, register_person
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import members as register
from db.queries import nominations as queries
from db.store import Store
from db.tables.allocation import AllocationFile, Nomination
from db.tables.base import table_of
from db.tables.candidates import Candidate, PoolPlace, WaitingPlace
from db.tables.contracts import Contract
from tests.conftest import TODAY, Furnish
from tests.nominated import FREE, OPENED, Case, fill_case, fill_two_admissions, nominate, nominate_and_fit


@pytest.fixture
def case(store: Store, furnish: Furnish) -> Case:
    """Give the file whose order is fixed."""
    return furnish(fill_case)


@pytest.fixture
def two(store: Store, furnish: Furnish) -> Case:
    """Give the file of a procedure with two admissions."""
    return furnish(fill_two_admissions)


def _house(store: Store, nomination: int, **more: Any) -> Housed:
    values: dict[str, Any] = {
        "contract_number": "C-0002",
        "starts_on": FREE,
        "basic_rent_cents": 65000,
        "on": TODAY,
        **more,
    }
    return store.do(deeds.house, nomination_id=nomination, **values).result


def _change(store: Store, model: Any, row_id: int, **values: Any) -> None:
    def change(transaction: Transaction) -> None:
        transaction.change(model, row_id, **values)

    store.do(change)


def _rows(store: Store, model: Any) -> list[Mapping[Any, Any]]:
    table = table_of(model)
    return store.read(lambda connection: list(connection.execute(select(table).order_by(table.c.id)).mappings()))


def _wrong(refusal: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {problem.field for problem in refusal.value.problems}


def test_one_deed_makes_the_person_the_contract_the_membership_and_closes_the_file(store: Store, case: Case) -> None:
    housed = _house(store, nominate_and_fit(store, case))
    record = store.read(register.record, housed.person_id)
    assert record is not None
    assert (record.number, record.family_name, record.email) == ("L002", "Egmond", "sanne@example.org")
    assert [(row.kind, row.starts_on) for row in record.memberships] == [("member", FREE)]
    assert [(row.number, row.starts_on) for row in record.tenancies] == [("C-0002", FREE)]
    file = _rows(store, AllocationFile)[0]
    assert (file["outcome"], file["closed_on"]) == ("let", TODAY)
    assert (housed.second_from, housed.warnings) == (None, ())
    assert _rows(store, Candidate)[0]["person_id"] == housed.person_id
    nomination = _rows(store, Nomination)[0]
    assert (nomination["contract_id"], nomination["membership_id"]) == (housed.contract_id, housed.membership_id)


def test_whoever_is_housed_leaves_the_lists_and_the_others_are_to_be_told(store: Store, case: Case) -> None:
    _house(store, nominate_and_fit(store, case))
    for model in (WaitingPlace, PoolPlace):
        assert (_rows(store, model)[0]["ended_on"], _rows(store, model)[0]["end_reason"]) == (TODAY, "housed_here")
    assert [one.number for one in store.read(queries.letters_owed, TODAY)] == ["K-0002", "K-0003"]


@pytest.mark.parametrize("on", [OPENED - timedelta(days=1), TODAY + timedelta(days=1)])
def test_the_file_is_closed_on_a_day_between_its_opening_and_today(store: Store, case: Case, on: date) -> None:
    nomination = nominate_and_fit(store, case)
    with pytest.raises(Invalid) as refusal:
        _house(store, nomination, on=on)
    assert _wrong(refusal) == {"on"}


def test_it_is_taken_back_whole(store: Store, case: Case) -> None:
    nomination = nominate_and_fit(store, case)
    _house(store, nomination)
    store.do(undo)
    assert [row["number"] for row in _rows(store, Contract)] == ["C-0001"]
    assert _rows(store, AllocationFile)[0]["outcome"] == ""
    assert store.read(queries.nominations, case.file_id)[0].stage == "fit"
    assert _rows(store, WaitingPlace)[0]["ended_on"] is None


def test_everything_that_is_missing_is_said_at_once(store: Store, case: Case) -> None:
    nomination = nominate(store, case)
    _change(store, AllocationFile, case.file_id, permit_regime="required")
    with pytest.raises(Refused) as refusal:
        _house(store, nomination)
    told = str(refusal.value)
    assert all(part in told for part in ("has not accepted K-0001", "fit check comes before", "housing permit"))


def test_the_fit_check_is_noted_before_the_first_day_of_the_contract(store: Store, case: Case) -> None:
    nomination = nominate_and_fit(store, case)
    _change(store, Contract, case.contract_id, ends_on=date(2026, 11, 10))
    with pytest.raises(Refused, match="fit check is of 17 November 2026"):
        _house(store, nomination, starts_on=date(2026, 11, 12))


def test_a_home_that_does_not_fit_is_only_let_for_a_reason(store: Store, case: Case) -> None:
    nomination = nominate_and_fit(store, case, fit="NIE")
    with pytest.raises(Refused, match="does not fit"):
        _house(store, nomination)
    store.do(
        nominations.note_fit,
        nomination_id=nomination,
        fit="NIE",
        fit_reason="HHV",
        fit_on=date(2026, 11, 18),
        fit_by="de corporatie",
    )
    _house(store, nomination)
    made = store.read(allocations, 2026, TODAY)
    assert made.totals == {"let": 1, "by_fit": {"PAS": 0, "NIE": 1, "NVT": 0, "unknown": 0}}


def test_a_permit_comes_before_the_first_day_too(store: Store, case: Case) -> None:
    nomination = nominate_and_fit(store, case)
    _change(store, AllocationFile, case.file_id, permit_regime="required")
    store.do(nominations.note_permit, nomination_id=nomination, permit_on=TODAY)
    _change(store, Contract, case.contract_id, ends_on=date(2026, 11, 17))
    with pytest.raises(Refused, match="housing permit is of 20 November"):
        _house(store, nomination, starts_on=date(2026, 11, 18))
    _house(store, nomination, starts_on=FREE)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"contract_number": "C-0001"}, {"contract_number"}),
        ({"starts_on": date(2026, 11, 20)}, {"starts_on"}),
        ({"basic_rent_cents": -1}, {"basic_rent_cents"}),
        ({"member_number": "L001"}, {"member_number"}),
        ({"membership_kind": "king"}, {"membership_kind"}),
        ({"iban": "NL00"}, {"iban"}),
    ],
)
def test_mistakes_land_under_the_fields_of_this_form_and_nothing_is_changed(
    store: Store, case: Case, given: dict[str, Any], fields: set[str]
) -> None:
    nomination = nominate_and_fit(store, case)
    with pytest.raises(Invalid) as refusal:
        _house(store, nomination, **given)
    assert _wrong(refusal) == fields
    assert len(_rows(store, Contract)) == 1
    assert store.read(register.next_number) == "L002"


def test_who_lives_here_already_stays_the_same_person_and_the_old_contract_is_pointed_at(
    store: Store, case: Case
) -> None:
    nomination = nominate_and_fit(store, case)
    person = store.do(
        register_member, number="L050", person=PersonData("Egmond"), kind="member", starts_on=date(2021, 1, 1)
    ).result
    _change(store, Candidate, case.candidates[0], person_id=person)
    from coopadmin.services.contracts import start_contract
    from db.tables.dwellings import Dwelling

    home = store.do(lambda transaction: transaction.add(Dwelling(code="A03"))).result
    store.do(start_contract, number="C-0077", dwelling_id=home, tenants=[person], starts_on=date(2021, 1, 1))
    housed = _house(store, nomination)
    assert housed.person_id == person
    assert housed.warnings == ("Contract C-0077 of home A03 runs on; enter the notice there.",)
    record = store.read(register.record, person)
    assert record is not None
    assert [(row.kind, row.starts_on) for row in record.memberships] == [("member", date(2021, 1, 1))]


def test_a_tenant_who_was_no_member_becomes_one_with_the_next_number(store: Store, case: Case) -> None:
    nomination = nominate_and_fit(store, case)
    person = store.do(register_person, person=PersonData("Egmond", phone="0612345678")).result
    _change(store, Candidate, case.candidates[0], person_id=person)
    housed = _house(store, nomination)
    record = store.read(register.record, person)
    assert record is not None
    assert (housed.person_id, record.number, record.phone) == (person, "L002", "0612345678")


def test_a_co_tenant_signs_too(store: Store, case: Case) -> None:
    housed = _house(store, nominate_and_fit(store, case), co_tenants=[PersonData("Roos", given_name="Pim")])
    from db.queries import contracts

    record = store.read(contracts.record, housed.contract_id, TODAY)
    assert record is not None
    assert len(record.parties) == 2


# -- two admissions ------------------------------------------------------------------------------------------------


def test_with_two_admissions_one_begins_as_an_aspirant_and_the_second_has_a_day(store: Store, two: Case) -> None:
    nomination = nominate_and_fit(store, two)
    with pytest.raises(Invalid) as refusal:
        _house(store, nomination, membership_kind="member")
    assert "two admissions" in str(refusal.value)
    housed = _house(store, nomination)
    assert housed.second_from == date(2027, 3, 1)
    waits = store.read(queries.second_admissions, date(2027, 3, 5))
    assert [(one.number, one.dwelling, one.from_on, one.met_on) for one in waits] == [
        ("K-0001", "A12", date(2027, 3, 1), None)
    ]
    assert waits[0].told[-1] == ("so the second admission can be from 1 March 2027 on; the procedure sets no last day")


def test_the_second_admission_needs_a_vote(store: Store, two: Case) -> None:
    _house(store, nominate_and_fit(store, two))
    with pytest.raises(Refused, match="two admissions, and the second"):
        store.do(deeds.admit_second, candidacy_id=two.candidacies[0], starts_on=date(2027, 3, 1))
    with pytest.raises(Refused, match="No second admission waits for K-0002"):
        store.do(deeds.admit_second, candidacy_id=two.candidacies[1], starts_on=date(2027, 3, 1))


# -- the year ------------------------------------------------------------------------------------------------------


def test_the_year_counts_a_let_home_by_the_first_day_of_its_contract(store: Store, case: Case) -> None:
    nomination = nominate_and_fit(store, case)
    running = store.read(allocations, 2026, TODAY)
    assert running.rows[0]["outcome"] == ""
    assert running.totals["let"] == 0
    _house(store, nomination, starts_on=date(2027, 1, 15))
    assert store.read(allocations, 2026, TODAY).rows == []
    row = store.read(allocations, 2027, TODAY).rows[0]
    assert row == {
        "file": "T-2026-01",
        "dwelling": "A12",
        "opened": date(2026, 10, 20),
        "free_from": FREE,
        "days_empty": 45,
        "candidates": 3,
        "nominated_on": date(2026, 11, 12),
        "fit": "PAS",
        "outcome": "let",
        "contract": "C-0002",
    }

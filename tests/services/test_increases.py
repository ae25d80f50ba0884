"""A treasurer raises the rents of a year in one run, and notes objections against it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from coopadmin.domain.increases import Asked, Special
from coopadmin.domain.legal import ENTERED, legal_value
from coopadmin.errors import Invalid, Refused
from coopadmin.reports.increases import letters
from coopadmin.services import charges, contracts, dwellings
from coopadmin.services import increases as deeds
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.legal import set_legal_value
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import objections
from db.queries.base import Listing
from db.queries.charge_months import corrections
from db.queries.increases import plan
from db.queries.legal import legal_settings
from db.queries.rent_limits import maxima_of, regimes_of
from db.queries.rents import lines_of
from db.store import Store
from db.tables.base import table_of
from db.tables.closing import MonthClosing
from db.tables.rents import RentLine
from tests.conftest import TODAY

JULY = date(2026, 7, 1)


def _home(store: Store, code: str, kind: str = "self_contained") -> int:
    return store.do(dwellings.add_dwelling, dwelling=DwellingData(code, "Kade", code, kind=kind)).result


def _let(store: Store, number: str, basic: int | None = 60000, kind: str = "self_contained", **more: Any) -> int:
    return store.do(
        contracts.start_contract,
        number=number,
        dwelling_id=_home(store, f"H{number[-2:]}", kind),
        tenants=[PersonData("Bos", given_name="Anna")],
        **{"starts_on": date(2020, 1, 1), "basic_rent_cents": basic, "service_charge_cents": 4500, **more},
    ).result


def _lines(connection: Connection) -> list[tuple[int, date, int, int, int]]:
    table = table_of(RentLine)
    found = connection.execute(
        select(
            table.c.contract_id,
            table.c.valid_from,
            table.c.basic_rent_cents,
            table.c.service_charge_cents,
            table.c.energy_cents,
        ).order_by(table.c.id)
    )
    return [(contract, day, basic, service, energy) for contract, day, basic, service, energy in found]


def _fields(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.field for problem in refusal.value.problems]


# -- the run -------------------------------------------------------------------------------------------------------


def test_every_rent_rises_in_one_batch_and_service_and_energy_stay(store: Store) -> None:
    one = _let(store, "C-0001", 60000, energy_cents=3000)
    two = _let(store, "C-0002", 30000, kind="shared")
    done = store.do(deeds.raise_rents, valid_from=JULY, percent=410)
    assert done.batch is not None
    assert [row.contract_id for row in done.result.raised] == [one, two]
    assert [line for line in store.read(_lines) if line[1] == JULY] == [
        (one, JULY, 62460, 4500, 3000),
        (two, JULY, 31230, 4500, 0),
    ]
    assert (done.result.plan.difference_cents, done.result.plan.year_cents) == (3690, 44280)


def test_running_it_again_changes_nothing_and_undo_restores(store: Store) -> None:
    _let(store, "C-0001")
    before = store.read(_lines)
    first = store.do(deeds.raise_rents, valid_from=JULY, percent=410)
    after = store.read(_lines)
    again = store.do(deeds.raise_rents, valid_from=JULY, percent=410)
    assert (again.batch, again.result.raised, store.read(_lines)) == (None, (), after)
    assert [row.state for row in again.result.plan.rows] == ["done"]
    store.do(undo, first.batch)
    assert store.read(_lines) == before


def test_a_contract_over_its_limit_is_refused_and_the_others_rise(store: Store) -> None:
    _let(store, "C-0001", 60000)
    low = _let(store, "C-0002", 30000)
    done = store.do(deeds.raise_rents, valid_from=JULY, amount_cents=2500)
    assert [row.contract_id for row in done.result.raised] == [low]
    assert [row.tenancy.contract for row in done.result.refused] == ["C-0001"]
    assert "at most €624.60" in done.result.refused[0].proposal.remarks[0].text


def test_one_contract_is_left_out_and_another_has_a_rise_of_its_own(store: Store) -> None:
    one, two, three = (_let(store, f"C-000{number}") for number in (1, 2, 3))
    special = {one: Special(left_out=True), two: Special(percent=200)}
    done = store.do(deeds.raise_rents, valid_from=JULY, percent=410, exceptions=special)
    assert {row.contract_id: row.proposal.new_cents for row in done.result.raised} == {two: 61200, three: 62460}


def test_a_year_that_is_not_known_refuses_until_the_limit_is_entered_with_its_source(store: Store) -> None:
    _let(store, "C-0001")
    next_july = date(2027, 7, 1)
    done = store.do(deeds.raise_rents, valid_from=next_july, percent=300)
    assert (done.batch, done.result.plan.unknown) == (None, ("rent_increase_social",))
    with pytest.raises(Invalid) as refusal:
        store.do(set_legal_value, name="rent_increase_social", value=360, valid_from=next_july, source=" ")
    assert _fields(refusal) == ["source"]
    store.do(set_legal_value, name="rent_increase_social", value=360, valid_from=next_july, source="letter")
    assert store.do(deeds.raise_rents, valid_from=next_july, percent=300).result.raised[0].proposal.new_cents == 61800


def test_an_entered_value_is_put_right_on_its_own_day_and_wins(store: Store) -> None:
    for value in (300, 350):
        store.do(set_legal_value, name="rent_increase_social", value=value, valid_from=JULY, source="agreement")
    overrides = store.read(legal_settings)
    assert [(row.name, row.value) for row in overrides] == [("legal.rent_increase_social", "350")]
    found = legal_value("rent_increase_social", JULY, overrides)
    assert found is not None
    assert (found.value, found.confidence) == (350, ENTERED)
    with pytest.raises(Invalid):
        store.do(set_legal_value, name="rent_increase_social", value=-1, valid_from=JULY, source="x")
    with pytest.raises(Refused):
        store.do(set_legal_value, name="bik_scale", value=1, valid_from=JULY, source="x")


def test_a_rent_never_goes_beyond_the_maximum_of_its_home_on_that_day(store: Store) -> None:
    contract = _let(store, "C-0001")
    for day, cents in ((date(2026, 1, 1), 61000), (date(2026, 8, 1), 99000)):
        store.do(deeds.set_maximum_rent, dwelling_id=1, max_rent_cents=cents, valid_from=day, source="points")
    assert [row.max_rent_cents for row in store.read(maxima_of, 1)] == [99000, 61000]
    store.do(deeds.raise_rents, valid_from=JULY, percent=410)
    assert (contract, JULY, 61000, 4500, 0) in store.read(_lines)


def test_the_regime_of_that_day_says_which_limit_holds(store: Store) -> None:
    contract = _let(store, "C-0001", 120000)
    january = date(2026, 1, 1)
    store.do(deeds.set_regime, contract_id=contract, regime="free", valid_from=date(2020, 1, 1), source="contract")
    assert [row.regime for row in store.read(regimes_of, contract)] == ["free"]
    done = store.do(deeds.raise_rents, valid_from=january, percent=440)
    assert done.result.raised[0].proposal.new_cents == 125280
    assert not done.result.raised[0].proposal.remarks


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "percent"),
        ({"percent": 100, "amount_cents": 100}, "percent"),
        ({"percent": 0}, "percent"),
        ({"percent": 10_001}, "percent"),
        ({"amount_cents": -5}, "amount_cents"),
        ({"percent": 100, "exceptions": {1: Special(percent=-1)}}, "percent"),
        ({"percent": 100, "exceptions": {1: Special(category="rich")}}, "category"),
    ],
)
def test_a_rise_that_cannot_be_meant_is_refused(store: Store, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        store.do(deeds.raise_rents, valid_from=JULY, **values)
    assert _fields(refusal) == [field]


def test_a_limit_without_its_source_is_refused(store: Store) -> None:
    contract = _let(store, "C-0001")
    with pytest.raises(Invalid) as regime:
        store.do(deeds.set_regime, contract_id=contract, regime="posh", valid_from=JULY, source="")
    assert _fields(regime) == ["regime", "source"]
    with pytest.raises(Invalid) as maximum:
        store.do(deeds.set_maximum_rent, dwelling_id=1, max_rent_cents=0, valid_from=JULY, source="")
    assert _fields(maximum) == ["max_rent_cents", "source"]


def test_nothing_is_raised_in_a_closed_month(store: Store) -> None:
    _let(store, "C-0001")

    def close(transaction: Transaction) -> None:
        transaction.add(MonthClosing(month=JULY, closed_on=TODAY, balance_cents=0))

    store.do(close)
    with pytest.raises(Refused, match="closed"):
        store.do(deeds.raise_rents, valid_from=JULY, percent=410)


def test_months_charged_by_the_old_rent_are_told_and_corrected(store: Store) -> None:
    _let(store, "C-0001")
    store.do(charges.charge_month, month=JULY)
    done = store.do(deeds.raise_rents, valid_from=JULY, percent=410)
    assert done.result.charged_months == 1
    (one,) = store.read(corrections, date(2026, 7, 31))
    assert one.difference.total_cents == 2460


def test_who_left_or_comes_later_takes_no_part(store: Store) -> None:
    _let(store, "C-0001", starts_on=JULY)
    _let(store, "C-0002", ends_on=date(2025, 1, 1))
    _let(store, "C-0003", ends_on=date(2027, 6, 30))
    found = store.read(plan, Asked(date(2027, 7, 1), 410), TODAY)
    assert [(row.tenancy.contract, row.state) for row in found.rows] == [("C-0001", "refused"), ("C-0003", "left_out")]


# -- the letters -----------------------------------------------------------------------------------------------------


def test_the_letters_hold_the_five_things_a_proposal_must_say(store: Store) -> None:
    _let(store, "C-0001")
    _let(store, "C-0002", None, service_charge_cents=0)
    done = store.do(deeds.raise_rents, valid_from=JULY, percent=410)
    report = letters(done.result.plan, "in writing")
    (row,) = report.rows
    assert (row["current_cents"], row["rise"], row["new_cents"]) == (60000, "4.1 %", 62460)
    assert (row["valid_from"], row["objection_until"], row["how"]) == (JULY, date(2026, 6, 30), "in writing")
    assert (row["send_before"], row["tenants"]) == (date(2026, 4, 30), ("Anna Bos",))
    assert (row["difference_cents"], row["new_total_cents"]) == (2460, 66960)


# -- objections ------------------------------------------------------------------------------------------------------


def test_an_upheld_objection_offers_the_old_rent_again_and_takes_the_contract_out_of_the_run(store: Store) -> None:
    contract = _let(store, "C-0001")
    store.do(deeds.raise_rents, valid_from=JULY, percent=410)
    objection = store.do(
        deeds.record_objection, contract_id=contract, valid_from=JULY, received_on=date(2026, 6, 20), reason="damp"
    ).result
    with pytest.raises(Refused):
        store.do(deeds.restore_rent, objection_id=objection)
    decided = store.do(deeds.decide_objection, objection_id=objection, outcome="upheld", decided_on=date(2026, 10, 1))
    assert decided.result
    assert store.do(deeds.restore_rent, objection_id=objection).result == 60000
    assert [line.basic_rent_cents for line in store.read(lines_of, contract, JULY)] == [60000, 60000]
    with pytest.raises(Refused, match="did not rise"):
        store.do(deeds.restore_rent, objection_id=objection)
    assert not store.do(deeds.raise_rents, valid_from=JULY, percent=410).result.raised


def test_an_objection_is_noted_once_and_decided_with_its_day(store: Store) -> None:
    contract = _let(store, "C-0001")
    values = {"contract_id": contract, "valid_from": JULY, "received_on": date(2026, 6, 20)}
    objection = store.do(deeds.record_objection, **values).result
    with pytest.raises(Invalid) as twice:
        store.do(deeds.record_objection, **values)
    assert _fields(twice) == ["valid_from"]
    for outcome, day, field in (
        ("lost", date(2026, 7, 1), "outcome"),
        ("dismissed", None, "decided_on"),
        ("dismissed", date(2026, 6, 1), "decided_on"),
    ):
        with pytest.raises(Invalid) as refusal:
            store.do(deeds.decide_objection, objection_id=objection, outcome=outcome, decided_on=day)
        assert _fields(refusal) == [field]
    assert not store.do(
        deeds.decide_objection, objection_id=objection, outcome="withdrawn", decided_on=date(2026, 6, 25)
    ).result
    page = store.read(objections.page, Listing(filter="decided", search="bos"), TODAY)
    assert [(row.contract, row.outcome) for row in page.rows] == [("C-0001", "withdrawn")]


def test_an_objection_belongs_to_a_contract_that_runs_and_came_already(store: Store) -> None:
    contract = _let(store, "C-0001", ends_on=date(2026, 5, 1))
    with pytest.raises(Invalid) as refusal:
        store.do(deeds.record_objection, contract_id=contract, valid_from=JULY, received_on=date(2027, 1, 1))
    assert _fields(refusal) == ["valid_from", "received_on"]


# -- always ----------------------------------------------------------------------------------------------------------


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(percent=st.integers(1, 1000), low_rent=st.booleans(), to_limit=st.booleans())
def test_whatever_is_asked_undo_gives_the_very_rents_back(
    store: Store, percent: int, low_rent: bool, to_limit: bool
) -> None:
    if not store.read(_lines):
        for number, basic in enumerate((1, 29999, 35000, 64358, 99999), 1):
            _let(store, f"C-000{number}", basic)
    before = store.read(_lines)
    asked: dict[str, Any] = {"valid_from": JULY, "percent": percent, "low_rent": low_rent, "to_limit": to_limit}
    done = store.do(deeds.raise_rents, **asked)
    for row in done.result.raised:
        assert row.limit is not None
        assert row.proposal.current_cents < row.proposal.new_cents <= row.limit.most_cents
    assert store.do(deeds.raise_rents, **asked).batch is None
    if done.batch is not None:
        store.do(undo, done.batch)
    assert store.read(_lines) == before

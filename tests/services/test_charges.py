"""A treasurer charges the rents of a month, puts months right, and puts other amounts on accounts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from coopadmin.domain.charges import Parts, oddities_text
from coopadmin.errors import Invalid, Refused
from coopadmin.services import charges, contracts, dwellings, ledger, members, rents
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.imports import import_register
from coopadmin.services.matching import post_line
from coopadmin.services.matching_parts import Part
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries.charge_months import corrections, month_to_charge, preview_month, uncharged
from db.store import Store
from db.tables.base import table_of
from db.tables.charges import Charge
from db.tables.closing import MonthClosing
from tests.bank_lines import bring
from tests.conftest import SHARED, TODAY, Furnish

SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))
UNTIL = date(2026, 11, 30)


def close(transaction: Transaction, *, month: date) -> None:
    """Close a month without looking at the bank."""
    transaction.add(MonthClosing(month=month, closed_on=TODAY, balance_cents=0))


def rows(connection: Connection) -> list[dict[str, Any]]:
    """Give all charges as they stand in the store."""
    table = table_of(Charge)
    return [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]


def month_sums(store: Store) -> dict[tuple[int, date], Parts]:
    """Add up rents and corrections per contract and month, without those that come to nothing."""
    sums: dict[tuple[int, date], Parts] = {}
    for row in store.read(rows):
        if row["month"] is not None:
            key = (row["contract_id"], row["month"])
            parts = Parts(row["basic_rent_cents"], row["service_charge_cents"], row["energy_cents"])
            sums[key] = sums.get(key, Parts()) + parts
    return {key: parts for key, parts in sums.items() if parts != Parts()}


def let(store: Store, number: str, starts_on: date = date(2020, 1, 1), basic: int | None = 60000, **more: Any) -> int:
    home = store.do(dwellings.add_dwelling, dwelling=DwellingData(f"H{number[-2:]}")).result
    return store.do(
        contracts.start_contract,
        number=number,
        dwelling_id=home,
        tenants=[PersonData("Bos")],
        starts_on=starts_on,
        basic_rent_cents=basic,
        **more,
    ).result


def _let_three(store: Store) -> None:
    let(store, "C-0001", service_charge_cents=3000, energy_cents=1250)
    let(store, "C-0002", date(2026, 9, 17))
    let(store, "C-0003", basic=None)


@pytest.fixture
def three(store: Store, furnish: Furnish) -> Store:
    """A contract for the whole month, one that begins on 17 September, and one without a rent."""
    furnish(_let_three)
    return store


# -- charging a month ----------------------------------------------------------------------------------------------


def test_a_month_is_charged_once_to_the_day_by_component(three: Store) -> None:
    run = three.do(charges.charge_month, month=date(2026, 9, 12)).result
    assert (run.month, run.created, run.unchanged, run.total_cents) == (SEPTEMBER, 2, 0, 64250 + 28000)
    assert [(row.contract, row.dwelling, row.due_on, row.amount_cents) for row in run.rows] == [
        ("C-0001", "H01", SEPTEMBER, 64250),
        ("C-0002", "H02", date(2026, 9, 17), 28000),
    ]
    assert [oddities_text(row.reasons) for row in run.odd] == ["the contract begins on 17 September: 14 of 30 days"]
    assert [row.contract for row in run.without_rent] == ["C-0003"]
    stored = three.read(rows)
    assert [(row["kind"], row["month"], row["basic_rent_cents"], row["service_charge_cents"]) for row in stored] == [
        ("rent", SEPTEMBER, 60000, 3000),
        ("rent", SEPTEMBER, 28000, 0),
    ]


def test_charging_again_makes_nothing_and_tells_the_same(three: Store) -> None:
    first = three.do(charges.charge_month, month=SEPTEMBER)
    again = three.do(charges.charge_month, month=SEPTEMBER)
    assert (again.result.created, again.result.unchanged, again.batch) == (0, 2, None)
    assert (again.result.rows, again.result.total_cents) == (first.result.rows, first.result.total_cents)


def test_a_rent_that_becomes_known_is_charged_by_the_next_run(three: Store) -> None:
    three.do(charges.charge_month, month=SEPTEMBER)
    three.do(rents.set_rent, contract_id=3, valid_from=SEPTEMBER, basic_rent_cents=50000)
    assert three.read(uncharged, SEPTEMBER) == 1
    run = three.do(charges.charge_month, month=SEPTEMBER).result
    assert (run.created, run.unchanged, run.without_rent) == (1, 2, ())
    assert three.read(uncharged, SEPTEMBER) == 0


def test_a_month_outside_a_contract_is_not_charged_to_it(three: Store) -> None:
    three.do(contracts.end_contract, contract_id=1, ends_on=date(2026, 9, 30))
    run = three.do(charges.charge_month, month=OCTOBER).result
    assert [row.contract for row in run.rows] == ["C-0002"]


def test_charging_is_taken_back_whole(three: Store) -> None:
    three.do(charges.charge_month, month=SEPTEMBER)
    three.do(undo)
    assert three.read(rows) == []
    assert three.do(charges.charge_month, month=SEPTEMBER).result.created == 2


def test_a_closed_month_is_refused_while_there_is_something_to_charge_in_it(three: Store) -> None:
    three.do(charges.charge_month, month=SEPTEMBER)
    three.do(close, month=SEPTEMBER)
    assert three.do(charges.charge_month, month=SEPTEMBER).batch is None
    three.do(rents.set_rent, contract_id=3, valid_from=SEPTEMBER, basic_rent_cents=50000)
    with pytest.raises(Refused, match="September 2026 is closed, and 1 contract was not charged"):
        three.do(charges.charge_month, month=SEPTEMBER)
    assert three.read(uncharged, SEPTEMBER) == 0


def test_the_month_to_charge_follows_the_last_one_but_goes_no_further_than_the_next(three: Store) -> None:
    assert three.read(month_to_charge, TODAY) == NOVEMBER
    three.do(charges.charge_month, month=SEPTEMBER)
    assert three.read(month_to_charge, TODAY) == OCTOBER
    three.do(charges.charge_month, month=date(2027, 5, 1))
    assert three.read(month_to_charge, TODAY) == date(2026, 12, 1)


def _take_examples(store: Store) -> None:
    for kind, name in (
        ("members", "ledenlijst.csv"),
        ("dwellings", "woningen.xlsx"),
        ("contracts", "huurcontracten.csv"),
        ("rents", "huurprijzen.csv"),
    ):
        store.do(import_register, kind, SHARED / "registers" / name, skip_bad=True)


@pytest.fixture
def example(store: Store, furnish: Furnish, registers: Path) -> Store:
    """Give a store with the example registers up to the rents."""
    furnish(_take_examples)
    return store


def test_the_example_registers_are_charged_as_expected(example: Store, registers: Path) -> None:
    expected: dict[str, Any] = json.loads((registers / "expected.json").read_text(encoding="utf-8"))
    for month, due in expected["charge_cents"].items():
        run = example.do(charges.charge_month, month=date.fromisoformat(f"{month}-01")).result
        assert {row.contract: row.amount_cents for row in run.rows} == due
        assert {"created": run.created, "total_cents": run.total_cents} == expected["charges"][month]
    assert example.read(corrections, UNTIL) == ()


# -- putting months right ------------------------------------------------------------------------------------------


def test_a_rent_put_right_becomes_a_correction_and_leaves_what_was_charged(three: Store) -> None:
    for month in (SEPTEMBER, OCTOBER, NOVEMBER):
        three.do(charges.charge_month, month=month)
    before = three.read(rows)
    three.do(
        rents.set_rent,
        contract_id=1,
        valid_from=date(2026, 10, 16),
        basic_rent_cents=62000,
        service_charge_cents=2000,
        energy_cents=1250,
    )
    proposed = three.read(corrections, UNTIL, [1])
    assert [(one.month, one.difference) for one in proposed] == [
        (OCTOBER, Parts(1032, -516)),
        (NOVEMBER, Parts(2000, -1000)),
    ]
    assert oddities_text(proposed[0].reasons) == "a new rent from 16 October: 16 of 31 days"
    done = three.do(charges.correct_months, until=UNTIL, note=" te laat  verwerkt ")
    assert done.result == proposed
    made = three.read(rows)[len(before) :]
    assert three.read(rows)[: len(before)] == before
    assert [(row["kind"], row["due_on"], row["amount_cents"], row["corrects_id"], row["note"]) for row in made] == [
        ("correction", OCTOBER, 516, proposed[0].charge_id, "te laat verwerkt"),
        ("correction", NOVEMBER, 1000, proposed[1].charge_id, "te laat verwerkt"),
    ]
    assert three.do(charges.correct_months, until=UNTIL).batch is None
    assert three.read(preview_month, OCTOBER).rows[0].state == "charged"


def test_a_contract_that_ended_before_what_was_charged_gets_it_back(three: Store) -> None:
    for month in (OCTOBER, NOVEMBER):
        three.do(charges.charge_month, month=month)
    three.do(contracts.end_contract, contract_id=1, ends_on=date(2026, 10, 10))
    done = three.do(charges.correct_months, until=UNTIL).result
    assert [(one.month, one.difference.total_cents) for one in done] == [
        (OCTOBER, 19355 + 968 + 403 - 64250),
        (NOVEMBER, -64250),
    ]
    assert [row.state for row in three.read(preview_month, NOVEMBER).rows if row.contract == "C-0001"] == ["charged"]


def test_a_correction_of_a_closed_month_is_dated_after_it(three: Store) -> None:
    for month in (SEPTEMBER, OCTOBER):
        three.do(charges.charge_month, month=month)
        three.do(close, month=month)
    three.do(rents.set_rent, contract_id=1, valid_from=SEPTEMBER, basic_rent_cents=61000, service_charge_cents=3000)
    three.do(rents.set_rent, contract_id=3, valid_from=OCTOBER, basic_rent_cents=50000)
    three.do(charges.correct_months, until=UNTIL)
    made = [row for row in three.read(rows) if row["kind"] == "correction"]
    assert [(row["contract_id"], row["month"], row["due_on"], row["amount_cents"]) for row in made] == [
        (1, SEPTEMBER, TODAY, -250),
        (1, OCTOBER, TODAY, -250),
        (3, OCTOBER, TODAY, 50000),  # never charged, and no longer to be: the whole of it
    ]
    assert three.do(charges.correct_months, until=UNTIL).batch is None


def test_a_month_put_right_without_a_rent_is_not_charged_after_all_when_it_is_reopened(three: Store) -> None:
    three.do(charges.charge_month, month=SEPTEMBER)
    closing = three.do(close, month=SEPTEMBER).batch
    three.do(rents.set_rent, contract_id=3, valid_from=SEPTEMBER, basic_rent_cents=50000)
    three.do(charges.correct_months, until=UNTIL)
    three.do(undo, closing)
    assert three.do(charges.charge_month, month=SEPTEMBER).batch is None
    assert three.read(corrections, UNTIL) == ()


def test_months_that_were_never_ours_to_charge_are_left_alone(three: Store) -> None:
    three.do(close, month=date(2026, 8, 1))
    three.do(charges.charge_month, month=SEPTEMBER)
    assert three.read(corrections, UNTIL) == ()


def test_corrections_are_taken_back_like_anything_else(three: Store) -> None:
    three.do(charges.charge_month, month=NOVEMBER)
    three.do(rents.set_rent, contract_id=1, valid_from=NOVEMBER, basic_rent_cents=1)
    before = three.read(corrections, UNTIL)
    three.do(charges.correct_months, until=UNTIL)
    three.do(undo)
    assert three.read(corrections, UNTIL) == before != ()


def test_only_the_contracts_and_months_asked_for_are_put_right(three: Store) -> None:
    for month in (SEPTEMBER, OCTOBER):
        three.do(charges.charge_month, month=month)
    for contract in (1, 2):
        three.do(rents.set_rent, contract_id=contract, valid_from=date(2026, 9, 20), basic_rent_cents=1)
    done = three.do(charges.correct_months, until=SEPTEMBER, contract_ids=[2]).result
    assert [(one.contract, one.month) for one in done] == [("C-0002", SEPTEMBER)]
    assert len(three.read(corrections, UNTIL)) == 3


# -- properties ----------------------------------------------------------------------------------------------------

MONTHS = [date(2026, month, 1) for month in range(7, 12)]
DAYS = st.dates(date(2026, 7, 1), date(2026, 11, 30))
RENTS = st.tuples(DAYS, st.integers(0, 90000), st.integers(0, 9000), st.integers(0, 9000))
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("rent"), st.integers(0, 2), RENTS),
        st.tuples(st.just("end"), st.integers(0, 2), DAYS),
        st.tuples(st.just("begin"), st.integers(0, 2), DAYS),
        st.tuples(st.just("charge"), st.sampled_from(MONTHS), st.none()),
        st.tuples(st.just("correct"), st.sampled_from(MONTHS), st.none()),
        st.tuples(st.just("close"), st.sampled_from(MONTHS), st.none()),
    ),
    max_size=10,
)


def _let_three_in_july(store: Store) -> None:
    for number in range(1, 4):
        let(store, f"C-000{number}", date(2026, 7, 10 * number % 28), 50000 + 333 * number, service_charge_cents=1001)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(MONTHS), st.lists(st.sampled_from(MONTHS), max_size=4))
def test_charges_are_the_same_however_the_months_are_ordered_and_however_often_they_run(
    store: Store, furnish: Furnish, order: list[date], again: list[date]
) -> None:
    furnish(_let_three_in_july)
    for month in [*order, *again]:
        store.do(charges.charge_month, month=month)
    assert month_sums(store) == fresh(store, MONTHS)
    assert {row["kind"] for row in store.read(rows)} == {"rent"}


def fresh(store: Store, months: Sequence[date]) -> dict[tuple[int, date], Parts]:
    """What charging these months anew would give."""
    return store.read(
        lambda connection: {
            (row.contract_id, month): row.parts
            for month in months
            for row in preview_month(connection, month).rows
            if row.parts != Parts()
        }
    )


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_rents_and_corrections_together_are_what_charging_anew_would_give(
    store: Store, furnish: Furnish, changes: list[tuple[str, Any, Any]]
) -> None:
    furnish(_let_three_in_july)
    closed = date(2026, 6, 1)
    for what, which, values in changes:
        if what == "close":
            if which == (closed + timedelta(days=31)).replace(day=1):
                store.do(charges.charge_month, month=which)
                store.do(close, month=which)
                closed = which
        else:
            change(store, what, which, values)
    store.do(charges.correct_months, until=UNTIL)
    for month in MONTHS:
        if month > closed:
            store.do(charges.charge_month, month=month)
    assert month_sums(store) == fresh(store, MONTHS)
    assert store.read(corrections, UNTIL) == ()
    assert store.do(charges.correct_months, until=UNTIL).batch is None


def change(store: Store, what: str, which: Any, values: Any) -> None:
    """Do one thing to the contracts or the charges; what cannot be is left."""
    try:
        if what == "charge":
            store.do(charges.charge_month, month=which)
        elif what == "correct":
            store.do(charges.correct_months, until=which)
        elif what == "rent":
            day, basic, service, energy = values
            store.do(
                rents.set_rent,
                contract_id=which + 1,
                valid_from=day,
                basic_rent_cents=basic,
                service_charge_cents=service,
                energy_cents=energy,
                replace=True,
            )
        elif what == "end":
            store.do(contracts.end_contract, contract_id=which + 1, ends_on=values)
        else:
            store.do(contracts.correct_contract, contract_id=which + 1, dwelling_id=which + 1, starts_on=values)
    except Refused:
        return


# -- other charges -------------------------------------------------------------------------------------------------


def test_an_amount_is_put_on_the_account_of_a_contract_or_a_member(three: Store) -> None:
    member = three.do(
        members.register_member,
        number="L001",
        person=PersonData("Bos"),
        kind="member",
        starts_on=date(2020, 1, 1),
    )
    assert member.batch
    values: dict[str, Any] = {"due_on": TODAY, "note": " Contributie  2026 "}
    first = three.do(charges.add_charge, contract_id=1, kind="key_deposit", amount_cents=2500, **values).result
    second = three.do(charges.add_charge, member_id=1, kind="contribution", amount_cents=1200, **values).result
    assert [(row["id"], row["amount_cents"], row["note"]) for row in three.read(rows)] == [
        (first, 2500, "Contributie 2026"),
        (second, 1200, "Contributie 2026"),
    ]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"kind": "rent"}, ["kind"]),
        ({"kind": "correction"}, ["kind"]),
        ({"kind": "gift"}, ["kind"]),
        ({"amount_cents": 0}, ["amount_cents"]),
        ({"kind": "damage", "note": "  "}, ["note"]),
        ({"due_on": date(2026, 9, 30)}, ["due_on"]),
        ({"contract_id": None}, ["contract_id"]),
        ({"member_id": 1}, ["contract_id"]),
    ],
)
def test_what_cannot_be_charged_by_hand_is_said_under_its_field(
    three: Store, given: dict[str, Any], fields: list[str]
) -> None:
    three.do(close, month=SEPTEMBER)
    values = {"contract_id": 1, "kind": "contribution", "amount_cents": 100, "due_on": TODAY, "note": ""}
    with pytest.raises(Invalid) as refusal:
        three.do(charges.add_charge, **{**values, **given})
    assert [problem.field for problem in refusal.value.problems] == fields


def test_an_account_that_is_gone_is_refused(three: Store) -> None:
    with pytest.raises(Refused):
        three.do(charges.add_charge, contract_id=99, kind="damage", amount_cents=1, due_on=TODAY, note="ruit")


def _add_members(store: Store) -> None:
    _let_three(store)
    for number, kind in (("L001", "member"), ("L002", "aspirant"), ("L003", "member")):
        person = PersonData(f"Bos{number}")
        store.do(members.register_member, number=number, person=person, kind=kind, starts_on=date(2020, 1, 1))
    store.do(members.end_membership, person_id=6, ends_on=date(2026, 10, 31))


@pytest.fixture
def club(store: Store, furnish: Furnish) -> Store:
    """Add a member, an aspirant member and one who left to the three contracts."""
    furnish(_add_members)
    return store


CONTRIBUTION: dict[str, Any] = {
    "who": "members",
    "kind": "contribution",
    "amount_cents": 1200,
    "due_on": TODAY,
    "note": "2026",
}


def test_a_run_charges_the_members_of_some_kinds_once(club: Store) -> None:
    run = club.do(charges.charge_many, **CONTRIBUTION).result
    assert ([row.number for row in run.to_charge], run.total_cents) == (["L001"], 1200)
    again = club.do(charges.charge_many, **CONTRIBUTION)
    assert (again.batch, again.result.to_charge) == (None, ())
    more = club.do(charges.charge_many, **CONTRIBUTION, member_kinds=("member", "aspirant")).result
    assert [row.number for row in more.to_charge] == ["L002"]
    charge_id = club.read(rows)[0]["id"]
    club.do(charges.cancel_charge, charge_id=charge_id, reason="verkeerde dag")
    assert [row.number for row in club.do(charges.charge_many, **CONTRIBUTION).result.to_charge] == ["L001"]


def test_a_run_charges_the_contracts_in_force_on_its_day(club: Store) -> None:
    club.do(contracts.end_contract, contract_id=1, ends_on=date(2026, 11, 19))
    run = club.do(charges.charge_many, **{**CONTRIBUTION, "who": "contracts"}).result
    assert [row.number for row in run.rows] == ["C-0002", "C-0003"]
    club.do(undo)
    assert club.read(rows) == []


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"who": "everybody"}, ["who"]),
        ({"member_kinds": ()}, ["member_kinds"]),
        ({"member_kinds": ("supporter",)}, ["who"]),
        ({"amount_cents": 0, "kind": "rent"}, ["kind", "amount_cents"]),
        ({"kind": "other", "note": ""}, ["note"]),
    ],
)
def test_a_run_that_cannot_be_says_why(club: Store, given: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        club.do(charges.charge_many, **{**CONTRIBUTION, **given})
    assert [problem.field for problem in refusal.value.problems] == fields


# -- taking back ---------------------------------------------------------------------------------------------------


def test_a_charge_is_taken_back_by_its_opposite_and_only_once(three: Store) -> None:
    values: dict[str, Any] = {"contract_id": 1, "kind": "damage", "due_on": date(2026, 9, 5), "note": "ruit"}
    charge = three.do(charges.add_charge, amount_cents=8000, **values).result
    three.do(
        charges.add_charge, **{**values, "kind": "write_off", "note": "deel"}, amount_cents=-3000, corrects_id=charge
    )
    with pytest.raises(Invalid):
        three.do(charges.cancel_charge, charge_id=charge, reason=" ")
    three.do(close, month=SEPTEMBER)
    counter = three.do(charges.cancel_charge, charge_id=charge, reason="was al stuk").result
    row = three.read(rows)[-1]
    assert (row["id"], row["amount_cents"], row["corrects_id"], row["due_on"], row["note"]) == (
        counter,
        -5000,
        charge,
        TODAY,
        "was al stuk",
    )
    with pytest.raises(Refused, match="Nothing is left"):
        three.do(charges.cancel_charge, charge_id=charge, reason="nog eens")
    three.do(charges.cancel_charge, charge_id=counter, reason="toch wel")
    assert sum(row["amount_cents"] for row in three.read(rows)) == 5000


def test_a_rent_that_is_still_due_is_not_taken_back(three: Store) -> None:
    three.do(charges.charge_month, month=NOVEMBER)
    with pytest.raises(Refused, match=r"contract C-0001 costs €642\.50 for November 2026"):
        three.do(charges.cancel_charge, charge_id=1, reason="nee")


def test_a_rent_that_is_no_longer_due_is_taken_back_as_a_correction(three: Store) -> None:
    three.do(charges.charge_month, month=NOVEMBER)
    three.do(contracts.end_contract, contract_id=1, ends_on=date(2026, 10, 31))
    three.do(charges.cancel_charge, charge_id=1, reason="eerder vertrokken")
    last = three.read(rows)[-1]
    assert (last["kind"], last["amount_cents"], last["corrects_id"]) == ("correction", -64250, 1)
    assert three.read(corrections, UNTIL) == ()
    with pytest.raises(Refused, match="already"):
        three.do(charges.cancel_charge, charge_id=1, reason="nog eens")


def test_what_is_gone_cannot_be_taken_back(three: Store) -> None:
    with pytest.raises(Refused):
        three.do(charges.cancel_charge, charge_id=9, reason="x")


def test_an_amount_that_was_moved_is_not_taken_back_on_one_account_alone(three: Store) -> None:
    (line,) = bring(three, {"amount_cents": 60000})
    three.do(post_line, line_id=line, parts=[Part(60000, "contract", contract_id=1)])
    there, here = three.do(
        ledger.move_amount, from_contract_id=1, to_contract_id=2, amount_cents=60000, reason="verwisseld"
    ).result
    for charge in (there, here):
        with pytest.raises(Refused, match="stands on two accounts"):
            three.do(charges.cancel_charge, charge_id=charge, reason="toch niet")
    three.do(ledger.move_amount, from_contract_id=2, to_contract_id=1, amount_cents=60000, reason="toch niet")
    assert sum(row["amount_cents"] for row in three.read(rows) if row["contract_id"] == 1) == 0


def test_what_was_written_off_is_owed_again_and_is_not_written_off_again_without_its_decision(three: Store) -> None:
    three.do(charges.charge_month, month=OCTOBER)
    gone = three.do(ledger.write_off, contract_id=2, amount_cents=60000, reason="vertrokken", decision="7").result
    again = three.do(charges.cancel_charge, charge_id=gone, reason="betaalt toch").result
    last = three.read(rows)[-1]
    assert (last["kind"], last["amount_cents"], last["corrects_id"]) == ("write_off", 60000, gone)
    with pytest.raises(Refused, match="Nothing is left"):
        three.do(charges.cancel_charge, charge_id=gone, reason="x")
    with pytest.raises(Refused, match="write it off anew"):
        three.do(charges.cancel_charge, charge_id=again, reason="betaalt niet")

"""The treasurer's figures are those of the accounts."""

from __future__ import annotations

from datetime import date

from coopadmin.domain.periods import add_months, last_of_month
from coopadmin.services import charges, matching
from coopadmin.services.contracts import start_contract
from coopadmin.services.dwellings import DwellingData, add_dwelling
from coopadmin.services.matching_parts import Part
from coopadmin.services.members import PersonData
from coopadmin.services.rents import set_opening
from db.queries import treasurer
from db.queries.balances import balances
from db.store import Store
from tests.bank_lines import bring

TODAY = date(2026, 11, 20)


def test_the_line_of_arrears_is_what_was_owed_at_the_end_of_each_month(store: Store) -> None:
    contracts: list[int] = []
    for place in range(3):
        home = store.do(add_dwelling, dwelling=DwellingData(f"{place}A")).result
        contracts.append(
            store.do(
                start_contract,
                number=f"C-{place}",
                dwelling_id=home,
                tenants=[PersonData("Berg", given_name=str(place))],
                starts_on=date(2026, 3, 1 + 7 * place),
                basic_rent_cents=600_00 + place,
            ).result
        )
    store.do(set_opening, contract_id=contracts[0], due_on=date(2025, 6, 1), amount_cents=100_00)
    store.do(set_opening, contract_id=contracts[1], due_on=date(2026, 2, 3), amount_cents=-50_00)
    for month in range(3, 12):
        store.do(charges.charge_month, month=date(2026, month, 1))
    paid = bring(
        store,
        *(
            {"booked_on": date(2026, 3 + step // 2, 5 + step), "amount_cents": 500_00 + 300_00 * (step % 3)}
            for step in range(16)
        ),
    )
    for step, line in enumerate(paid):
        part = Part(500_00 + 300_00 * (step % 3), "contract", contract_id=contracts[step % 3])
        store.do(matching.post_line, line_id=line, parts=[part])
    now = store.read(treasurer.position, TODAY)
    ends = [last_of_month(add_months(TODAY.replace(day=1), -back)) for back in range(11, 0, -1)]
    expected = [sum(cents for cents in store.read(balances, None, day).values() if cents > 0) for day in (*ends, TODAY)]
    assert list(now.line) == expected
    assert now.arrears_cents == expected[-1]
    assert now.expected_cents == 3 * 600_00 + 3
    assert 0 <= now.received_cents <= now.expected_cents
    assert now.open_cents == now.expected_cents - now.received_cents


def test_a_month_that_is_not_charged_yet_is_expected_by_the_rent_lines(store: Store) -> None:
    home = store.do(add_dwelling, dwelling=DwellingData("12C")).result
    store.do(
        start_contract,
        number="C-1",
        dwelling_id=home,
        tenants=[PersonData("Berg")],
        starts_on=date(2026, 1, 1),
        basic_rent_cents=600_00,
    )
    now = store.read(treasurer.position, TODAY)
    assert (now.charged, now.expected_cents, now.received_cents, now.behind) == (False, 600_00, 0, 0)
    assert store.read(treasurer.last_charged) is None
    store.do(charges.charge_month, month=TODAY)
    assert store.read(treasurer.last_charged) == date(2026, 11, 1)

"""The made-up tenancy contracts: begun, given up, taken back, shared and left."""

from __future__ import annotations

from datetime import date, timedelta

from coopadmin.demo import rents
from coopadmin.demo.association import made_up_iban
from coopadmin.demo.dwellings import homes
from coopadmin.demo.households import (
    CO_TENANT,
    LEAVER,
    SUBTENANT,
    Tenancy,
    tenancy_of,
)
from coopadmin.demo.people import person
from coopadmin.demo.story import Story, take_over_records
from coopadmin.services import contracts
from coopadmin.services.contracts import Tenant
from coopadmin.services.dwellings import DwellingData
from db.journal import Transaction
from db.queries.tenants import parties_of

_PAYMENTS = ("transfer", "direct_debit", "direct_debit", "transfer", "unknown")
_NOTES = {
    "2D": "Berging 14 hoort bij deze woning [huurder heeft eigen slot].",
    "T15": "Komt na de voordracht; sleutel op de eerste van de maand.",
}


def tell(story: Story, all_tenancies: tuple[Tenancy, ...]) -> None:
    """Take the contracts over with their rents, and tell what became of them and which ones came."""
    before = [one for one in all_tenancies if one.taken_over(story)]

    def enter(transaction: Transaction) -> None:
        for tenancy in before:
            _take_over(transaction, story, tenancy)

    about = f"{before[0].number}–{before[-1].number}"
    treasurer = story.treasurer(story.begun_on)
    story.tell(story.begun_on, treasurer, take_over_records, lambda do: do(enter=enter, about=about))
    for tenancy in all_tenancies:
        if not tenancy.taken_over(story):
            _tell_begun(story, tenancy)
        if tenancy.ends_on and tenancy.ends_on >= story.begun_on:
            _tell_ending(story, tenancy, tenancy.ends_on)
    _tell_changed_mind(story, tenancy_of(all_tenancies, "H7"))
    _tell_housemates(story, all_tenancies)
    rents.tell(story, all_tenancies)


def _take_over(transaction: Transaction, story: Story, tenancy: Tenancy) -> None:
    ended = tenancy.ends_on if tenancy.ends_on and tenancy.ends_on < story.begun_on else None
    deposit, iban, payment = payment_of(tenancy)
    contract_id = contracts.start_contract(
        transaction,
        number=tenancy.number,
        dwelling_id=story.ids[tenancy.home],
        tenants=[story.ids[name] for name in tenancy.tenants],
        starts_on=tenancy.starts_on,
        ends_on=ended,
        deposit_cents=deposit,
        iban=iban,
        payment_method=payment,
        note=_NOTES.get(tenancy.home, ""),
    )
    story.ids[tenancy.number] = contract_id
    rents.take_over(transaction, story, tenancy)
    if ended and tenancy.notice_on:
        contracts.give_notice(transaction, contract_id=contract_id, notice_on=tenancy.notice_on, ends_on=ended)


def _tell_begun(story: Story, tenancy: Tenancy) -> None:
    first = rents.first_line(story, tenancy)
    deposit, iban, payment = payment_of(tenancy)
    story.tell(
        tenancy.entered_on,
        story.secretary(tenancy.entered_on),
        contracts.start_contract,
        lambda do: do(
            number=tenancy.number,
            dwelling_id=story.ids[tenancy.home],
            tenants=[_tenant(story, name, tenancy) for name in tenancy.tenants],
            starts_on=tenancy.starts_on,
            deposit_cents=deposit,
            iban=iban,
            payment_method=payment,
            note=_NOTES.get(tenancy.home, ""),
            basic_rent_cents=first.basic_rent_cents if first else None,
            service_charge_cents=first.service_charge_cents if first else 0,
            energy_cents=first.energy_cents if first else 0,
        ),
        key=tenancy.number,
    )


def _tell_ending(story: Story, tenancy: Tenancy, ends_on: date) -> None:
    notice_on = tenancy.notice_on
    if notice_on is None:
        day = max(story.begun_on, ends_on - timedelta(days=12))
        story.tell(
            day,
            story.secretary(day),
            contracts.end_contract,
            lambda do: do(contract_id=story.ids[tenancy.number], ends_on=ends_on),
        )
        return
    day = max(story.begun_on, notice_on + timedelta(days=1))
    story.tell(
        day,
        story.secretary(day),
        contracts.give_notice,
        lambda do: do(contract_id=story.ids[tenancy.number], notice_on=notice_on, ends_on=ends_on),
    )


def _tell_changed_mind(story: Story, tenancy: Tenancy) -> None:
    """A notice was given, and taken back two weeks later."""
    day = story.ago(205)
    story.tell(
        day,
        story.secretary(day),
        contracts.give_notice,
        lambda do: do(contract_id=story.ids[tenancy.number], notice_on=story.ago(206), ends_on=story.ago(160)),
    )
    later = story.ago(191)
    story.tell(
        later,
        story.secretary(later),
        contracts.withdraw_notice,
        lambda do: do(contract_id=story.ids[tenancy.number]),
    )


def _tell_housemates(story: Story, all_tenancies: tuple[Tenancy, ...]) -> None:
    """A partner joined, one of two left, and somebody rents a room of a tenant for a while."""
    joined, since = story.month(8), tenancy_of(all_tenancies, "4D")
    day = joined + timedelta(days=5)
    story.tell(
        day,
        story.secretary(day),
        contracts.add_party,
        lambda do: do(contract_id=story.ids[since.number], tenant=story.ids[CO_TENANT], starts_on=joined),
    )
    left, shared = story.month(15) - timedelta(days=1), tenancy_of(all_tenancies, "8A")
    day = left + timedelta(days=3)
    story.tell(
        day,
        story.secretary(day),
        contracts.end_party,
        lambda do: do(party_id=_party(story, shared.number, LEAVER), ends_on=left),
    )
    room, begins = tenancy_of(all_tenancies, "T25"), story.month(5)
    day = begins + timedelta(days=2)
    story.tell(
        day,
        story.secretary(day),
        contracts.add_party,
        lambda do: do(
            contract_id=story.ids[room.number],
            tenant=person(SUBTENANT, begins, _home(room.home)),
            role="subtenant",
            starts_on=begins,
        ),
        key=SUBTENANT,
    )


def _party(story: Story, number: str, name: str) -> int:
    parties = parties_of(story.connection, story.ids[number])
    return next(party.party_id for party in parties if party.person_id == story.ids[name])


def _tenant(story: Story, name: str, tenancy: Tenancy) -> Tenant:
    """Give somebody's number in the store, or what is known of who is new to it."""
    return story.ids.get(name) or person(name, tenancy.starts_on, _home(tenancy.home))


def _home(code: str) -> DwellingData:
    return next(home for home in homes() if home.code == code)


def payment_of(tenancy: Tenancy) -> tuple[int | None, str, str]:
    """Give the deposit in cents, the account and the way of paying; some were never written down."""
    chance = int(tenancy.number[2:])
    deposit = None if chance % 9 == 4 else 40_000 + chance % 5 * 5_000
    return deposit, made_up_iban(2_000_000 + chance) if chance % 6 else "", _PAYMENTS[chance % 5]

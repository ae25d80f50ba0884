"""What a board does with tenancy contracts: begin, correct, take and withdraw notice, end; and who is party to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlmodel import col

from coopadmin.domain.contracts import (
    PAYMENT_METHODS,
    ROLES,
    ContractDates,
    already_let,
    check_contract,
    doubtful_notice,
    managed_until,
)
from coopadmin.domain.identifiers import read_iban
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.members import PersonData, register_person
from coopadmin.services.rents import check_amounts
from db.journal import Transaction
from db.queries.association import rule_number
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.members import Person
from db.tables.rents import RentLine

Tenant = int | PersonData
"""Somebody in the store, or somebody new to it by name."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """A contract as the deeds below need it."""

    number: str
    dwelling_id: int
    starts_on: date
    notice_on: date | None
    ends_on: date | None


def start_contract(
    transaction: Transaction,
    *,
    number: str,
    dwelling_id: int,
    tenants: Sequence[Tenant],
    starts_on: date,
    ends_on: date | None = None,
    deposit_cents: int | None = None,
    iban: str = "",
    payment_method: str = "unknown",
    note: str = "",
    basic_rent_cents: int | None = None,
    service_charge_cents: int = 0,
    energy_cents: int = 0,
) -> int:
    """Begin a contract for a home; gives its number in the store.

    `tenants` in the order of the names on the contract, the first one the tenant and the others too; people new to
    the store are entered with it. With `basic_rent_cents` the first rent line is set from the first day on.
    Raises Invalid with a problem per field.
    """
    number, values, problems = tidy(number), {"iban": tidy(iban)}, list[Problem]()
    if not number or len(number) > 40:
        problems.append(Problem("number", _("give the contract a number of at most 40 signs")))
    elif transaction.scalar(select(col(Contract.id)).where(col(Contract.number) == number)) is not None:
        problems.append(Problem("number", _("contract number {number} is already given").format(number=number)))
    problems.extend(_wrong_place(transaction, dwelling_id, starts_on, ends_on, None))
    problems.extend(_wrong_tenants(transaction, tenants))
    problems.extend(check_contract(ContractDates(starts_on, None, ends_on)))
    problems.extend(_wrong_payment(values, deposit_cents, payment_method))
    amounts = {
        "basic_rent_cents": basic_rent_cents or 0,
        "service_charge_cents": service_charge_cents,
        "energy_cents": energy_cents,
    }
    problems.extend(check_amounts(amounts))
    if basic_rent_cents is None and (service_charge_cents or energy_cents):
        problems.append(Problem("basic_rent_cents", _("fill in the basic rent too, or leave all three empty")))
    if problems:
        raise Invalid(problems)
    contract_id = transaction.add(
        Contract(
            number=number,
            dwelling_id=dwelling_id,
            starts_on=starts_on,
            ends_on=ends_on,
            deposit_cents=deposit_cents,
            iban=values["iban"],
            payment_method=payment_method,
            note=tidy(note),
        )
    )
    for place, tenant in enumerate(tenants, 1):
        person_id = _person(transaction, tenant, "tenants")
        transaction.add(ContractParty(contract_id=contract_id, person_id=person_id, place=place))
    if basic_rent_cents is not None:
        transaction.add(RentLine(contract_id=contract_id, valid_from=starts_on, **amounts))
    transaction.about = number
    return contract_id


def correct_contract(
    transaction: Transaction,
    *,
    contract_id: int,
    dwelling_id: int,
    starts_on: date,
    deposit_cents: int | None = None,
    iban: str = "",
    payment_method: str = "unknown",
    note: str = "",
) -> bool:
    """Correct what was written down wrongly; tells whether anything was different. Raises Invalid.

    The number stays; notice and end have deeds of their own.
    """
    stored, values = _stored(transaction, contract_id), {"iban": tidy(iban)}
    problems = _wrong_place(transaction, dwelling_id, starts_on, stored.ends_on, contract_id)
    if stored.ends_on and stored.ends_on < starts_on:
        reason = _("the contract ends on {day}; it cannot begin after that").format(day=long_date(stored.ends_on))
        problems.append(Problem("starts_on", reason))
    problems.extend(_wrong_payment(values, deposit_cents, payment_method))
    if problems:
        raise Invalid(problems)
    transaction.about = stored.number
    return transaction.change(
        Contract,
        contract_id,
        dwelling_id=dwelling_id,
        starts_on=starts_on,
        deposit_cents=deposit_cents,
        iban=values["iban"],
        payment_method=payment_method,
        note=tidy(note),
    )


def give_notice(transaction: Transaction, *, contract_id: int, notice_on: date, ends_on: date) -> list[str]:
    """Write down a tenant's notice: the day it was given and the last day of the contract.

    Gives the warnings: a notice shorter than the law's is taken in, for landlord and tenant may agree on it.
    Raises Invalid.
    """
    stored = _stored(transaction, contract_id)
    dates = ContractDates(stored.starts_on, notice_on, ends_on)
    _refuse_end(transaction, contract_id, stored, dates)
    transaction.about = stored.number
    transaction.change(Contract, contract_id, notice_on=notice_on, ends_on=ends_on)
    months = rule_number(transaction.connection, "notice_months", notice_on)
    return [doubt.message for doubt in doubtful_notice(dates, months)]


def withdraw_notice(transaction: Transaction, *, contract_id: int) -> None:
    """Take back a notice, so that the contract runs on without an end.

    Raises Refused where no notice was given, or where the home has been let again meanwhile.
    """
    stored = _stored(transaction, contract_id)
    if stored.notice_on is None:
        raise Refused(_("No notice was given on contract {number}.").format(number=stored.number))
    problems = _wrong_place(transaction, stored.dwelling_id, stored.starts_on, None, contract_id)
    if problems:
        raise Refused(*(problem.message for problem in problems))
    transaction.about = stored.number
    transaction.change(Contract, contract_id, notice_on=None, ends_on=None)


def end_contract(transaction: Transaction, *, contract_id: int, ends_on: date) -> None:
    """End a contract on `ends_on`, its last day, or put that day right; notice may have been given or not.

    The tenants' membership is left alone. Raises Invalid.
    """
    stored = _stored(transaction, contract_id)
    try:
        _refuse_end(transaction, contract_id, stored, ContractDates(stored.starts_on, stored.notice_on, ends_on))
    except Invalid as error:  # the notice is no field of this form
        raise Invalid([Problem("ends_on", problem.message) for problem in error.problems]) from None
    transaction.about = stored.number
    transaction.change(Contract, contract_id, ends_on=ends_on)


def add_party(
    transaction: Transaction,
    *,
    contract_id: int,
    tenant: Tenant,
    role: str = "co_tenant",
    starts_on: date | None = None,
) -> int:
    """Make somebody party to a contract, from a day on or for as long as it runs; gives their number in the store.

    A partner becomes co-tenant by law (Civil Code (BW) 7:266), another housemate on request (7:267). Raises
    Invalid.
    """
    stored, problems = _stored(transaction, contract_id), list[Problem]()
    if role not in ROLES:
        problems.append(Problem("role", _("choose a part in the contract")))
    problems.extend(Problem("tenant", problem.message) for problem in _wrong_tenants(transaction, [tenant]))
    parties = _parties(transaction, contract_id)
    if tenant in [person_id for _party_id, person_id, _first, _last in parties]:
        reason = _("this person is or was already party to contract {number}").format(number=stored.number)
        problems.append(Problem("tenant", reason))
    if starts_on and (starts_on < stored.starts_on or (stored.ends_on and starts_on > stored.ends_on)):
        problems.append(Problem("starts_on", _("this day is not a day of the contract")))
    if problems:
        raise Invalid(problems)
    person_id = _person(transaction, tenant, "tenant")
    last_place = transaction.scalar(
        select(func.max(col(ContractParty.place))).where(col(ContractParty.contract_id) == contract_id)
    )
    transaction.add(
        ContractParty(
            contract_id=contract_id, person_id=person_id, role=role, starts_on=starts_on, place=(last_place or 0) + 1
        )
    )
    transaction.about = stored.number
    return person_id


def end_party(transaction: Transaction, *, party_id: int, ends_on: date) -> None:
    """Let somebody leave a contract that runs on with the others; `ends_on` is their last day.

    Raises Invalid where the day is no day of theirs, Refused where nobody would be left.
    """
    contract_id: int | None = transaction.scalar(
        select(col(ContractParty.contract_id)).where(col(ContractParty.id) == party_id)
    )
    stored = _stored(transaction, contract_id or 0)
    parties = _parties(transaction, contract_id or 0)
    first = next(first for row_id, _person_id, first, _last in parties if row_id == party_id) or stored.starts_on
    if ends_on < first or (stored.ends_on and ends_on > stored.ends_on):
        raise Invalid([Problem("ends_on", _("this day is not a day of this person in the contract"))])
    if not any(row_id != party_id and last is None for row_id, _person_id, _first, last in parties):
        raise Refused(_("Nobody would be left on contract {number}; end it instead.").format(number=stored.number))
    transaction.about = stored.number
    transaction.change(ContractParty, party_id, ends_on=ends_on)


def _refuse_end(transaction: Transaction, contract_id: int, stored: _Stored, dates: ContractDates) -> None:
    problems = check_contract(dates)
    if not problems:
        in_the_way = _wrong_place(transaction, stored.dwelling_id, stored.starts_on, dates.ends_on, contract_id)
        problems = [Problem("ends_on", problem.message) for problem in in_the_way]
    if problems:
        raise Invalid(problems)


def _wrong_place(
    transaction: Transaction, dwelling_id: int, starts_on: date, ends_on: date | None, contract_id: int | None
) -> list[Problem]:
    """Say why a home cannot be let on these days: unknown, no longer managed, or let already."""
    home = transaction.execute(
        select(col(Dwelling.code), col(Dwelling.ended_on)).where(col(Dwelling.id) == dwelling_id)
    ).first()
    if home is None:
        return [Problem("dwelling_id", _("choose a home"))]
    code, managed_to = home
    if managed_to and (ends_on is None or ends_on > managed_to):
        return [Problem("dwelling_id", managed_until(code, managed_to))]
    other = transaction.execute(
        select(col(Contract.number), col(Contract.starts_on), col(Contract.ends_on))
        .where(
            col(Contract.dwelling_id) == dwelling_id,
            col(Contract.id) != (contract_id or 0),
            col(Contract.starts_on) <= (ends_on or date.max),
            or_(col(Contract.ends_on).is_(None), col(Contract.ends_on) >= starts_on),
        )
        .order_by(col(Contract.starts_on))
    ).first()
    return [Problem("dwelling_id", already_let(code, other[0], other[1], other[2]))] if other else []


def _wrong_tenants(transaction: Transaction, tenants: Sequence[Tenant]) -> list[Problem]:
    known = [tenant for tenant in tenants if isinstance(tenant, int)]
    if not tenants:
        return [Problem("tenants", _("a contract needs at least one tenant"))]
    if len(set(known)) < len(known):
        return [Problem("tenants", _("the same person is named twice"))]
    found = transaction.execute(select(col(Person.id)).where(col(Person.id).in_(known))).scalars().all()
    return [Problem("tenants", _("choose a person"))] if len(found) < len(known) else []


def _wrong_payment(values: dict[str, str], deposit_cents: int | None, payment_method: str) -> list[Problem]:
    """Say what is wrong about deposit, account and way of paying; the account in `values` is tidied."""
    problems: list[Problem] = []
    if deposit_cents is not None and deposit_cents < 0:
        problems.append(Problem("deposit_cents", _("this amount cannot be below zero")))
    if values["iban"]:
        try:
            values["iban"] = read_iban(values["iban"])
        except ValueError as error:
            problems.append(Problem("iban", str(error)))
    if payment_method not in PAYMENT_METHODS:
        problems.append(Problem("payment_method", _("choose a way of paying")))
    return problems


def _person(transaction: Transaction, tenant: Tenant, field: str) -> int:
    """Give the number of a tenant, entering them first where they are new to the store."""
    if isinstance(tenant, int):
        return tenant
    try:
        return register_person(transaction, person=tenant)
    except Invalid as error:
        raise Invalid([Problem(field, problem.message) for problem in error.problems]) from None


def _parties(transaction: Transaction, contract_id: int) -> list[tuple[int, int, date | None, date | None]]:
    statement = select(
        col(ContractParty.id),
        col(ContractParty.person_id),
        col(ContractParty.starts_on),
        col(ContractParty.ends_on),
    ).where(col(ContractParty.contract_id) == contract_id)
    return [(row[0], row[1], row[2], row[3]) for row in transaction.execute(statement)]


def _stored(transaction: Transaction, contract_id: int) -> _Stored:
    row = transaction.execute(
        select(
            col(Contract.number),
            col(Contract.dwelling_id),
            col(Contract.starts_on),
            col(Contract.notice_on),
            col(Contract.ends_on),
        ).where(col(Contract.id) == contract_id)
    ).first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return _Stored(*row)

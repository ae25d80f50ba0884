"""From nomination to neighbour: contract, membership and the end of the file in one deed; and the second admission."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import col

from coopadmin.domain.allocation import ClockFacts
from coopadmin.domain.members import KINDS
from coopadmin.domain.nominations import Readiness, not_ready, second_earliest
from coopadmin.domain.procedures import Procedure, version_words
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services import candidates, contracts, members, memberships
from coopadmin.services.allocation import require_open_file
from coopadmin.services.contracts import Tenant
from coopadmin.services.members import PersonData
from coopadmin.services.nominations import nomination_row
from coopadmin.services.reasons import candidacy_row, day_problems
from db.journal import Transaction
from db.queries.allocation import facts
from db.queries.choosing import choices
from db.queries.members import next_number
from db.queries.nominations import NominationRow, second_admissions
from db.tables.allocation import AllocationFile, Nomination
from db.tables.base import table_of
from db.tables.candidates import Candidate, PoolPlace, WaitingPlace
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.members import Member, Membership

_OF_CONTRACT = {"number": "contract_number", "dwelling_id": "starts_on", "tenants": "co_tenants"}
"""Fields of the deeds within, by what the form of this deed calls them."""

_OF_MEMBER = {"number": "member_number", "kind": "membership_kind", "starts_on": "member_from"}

_STAY = ("member", "honorary")
"""Kinds of membership that already are what an admission gives."""


@dataclass(frozen=True, slots=True)
class Housed:
    """What came of it: the person, the contract and the membership, and what is to be looked at."""

    person_id: int
    contract_id: int
    membership_id: int
    second_from: date | None
    """The day of the second admission, where the procedure has two."""
    warnings: tuple[str, ...]


def house(
    transaction: Transaction,
    *,
    nomination_id: int,
    contract_number: str,
    starts_on: date,
    basic_rent_cents: int,
    service_charge_cents: int = 0,
    energy_cents: int = 0,
    deposit_cents: int | None = None,
    payment_method: str = "unknown",
    iban: str = "",
    co_tenants: Sequence[Tenant] = (),
    membership_kind: str = "",
    member_number: str = "",
    member_from: date | None = None,
    on: date,
) -> Housed:
    """Make the candidate a tenant and a member, and close the file as let on `on`.

    The kind of membership and its first day follow from the procedure and the contract where they are left empty.
    Somebody who lives here already stays the same person. The others of the file are to be told after this. Raises
    Invalid, and Refused with everything that is not there yet: the answer, the fit check before the first day
    (rule 18), the permit.
    """
    row = nomination_row(transaction, nomination_id)
    file = require_open_file(transaction, row.file_id)
    held = facts(transaction.connection, row.file_id)
    if reasons := not_ready(readiness(row, file["permit_regime"], starts_on)):
        raise Refused(*reasons)
    kind = _kind(held.procedure, membership_kind)
    if problems := day_problems("on", on, file["opened_on"], transaction.today):
        raise Invalid(problems)
    person_id = _as_member(transaction, row, kind, member_number, member_from or starts_on)
    warnings = _lives_elsewhere(transaction, person_id, held.dwelling_id, starts_on)
    warnings += _starts_early(held.timing, starts_on)
    with _fields(_OF_CONTRACT):
        contract_id = contracts.start_contract(
            transaction,
            number=contract_number,
            dwelling_id=held.dwelling_id,
            tenants=[person_id, *co_tenants],
            starts_on=starts_on,
            deposit_cents=deposit_cents,
            iban=iban,
            payment_method=payment_method,
            basic_rent_cents=basic_rent_cents,
            service_charge_cents=service_charge_cents,
            energy_cents=energy_cents,
        )
    membership_id, began, running_kind = _membership(transaction, person_id, member_from or starts_on)
    transaction.change(Nomination, nomination_id, contract_id=contract_id, membership_id=membership_id)
    _leave_lists(transaction, row.candidate_id, on)
    transaction.change(Candidate, row.candidate_id, person_id=person_id)
    transaction.change(AllocationFile, row.file_id, outcome="let", closed_on=on, close_reason="")
    transaction.about = file["number"]
    second = None
    if held.procedure.second_after_days is not None and running_kind == "aspirant":
        second = second_earliest(began, held.procedure.second_after_days, version_words(held.procedure)).on
    return Housed(person_id, contract_id, membership_id, second, tuple(warnings))


def admit_second(transaction: Transaction, *, candidacy_id: int, starts_on: date) -> int:
    """Let an aspirant become a member after the second admission; gives the number of the new membership.

    Raises Refused where no second admission is due, or no carried decision says so, and Invalid.
    """
    candidacy = candidacy_row(transaction, candidacy_id)
    waits = second_admissions(transaction.connection, transaction.today)
    one = next((one for one in waits if one.candidacy_id == candidacy_id and one.met_on is None), None)
    if one is None:
        raise Refused(_("No second admission waits for {number}.").format(number=candidacy["number"]))
    counted = [
        choice
        for choice in choices(transaction.connection, one.file_id)
        if choice.kind == "second_admission" and choice.candidacy_id == candidacy_id and choice.outcome
    ]
    newest = next(iter(counted), None)
    if newest is None or newest.outcome != "carried" or newest.withdrawn:
        raise Refused(
            _("The procedure of file {file} has two admissions, and the second was not carried by a vote yet.").format(
                file=one.file
            )
        )
    if starts_on < one.from_on:
        reason = _("not before {day}: {told}").format(day=long_date(one.from_on), told="; ".join(one.told))
        raise Invalid([Problem("starts_on", reason)])
    membership_id = memberships.change_kind(
        transaction, person_id=one.person_id, kind="member", starts_on=starts_on, decision_id=newest.decision_id
    )
    transaction.about = one.file
    return membership_id


# -- the membership ------------------------------------------------------------------------------------------------


def _kind(procedure: Procedure, wanted: str) -> str:
    """Give the kind of membership that is begun: with two admissions somebody begins as an aspirant."""
    begins = "aspirant" if procedure.admissions == 2 else "member"
    kind = wanted or begins
    if kind not in KINDS:
        raise Invalid([Problem("membership_kind", _("choose a kind of membership"))])
    if procedure.admissions == 2 and kind == "member":
        reason = _("procedure {procedure} has two admissions: the first makes an aspirant")
        raise Invalid([Problem("membership_kind", reason.format(procedure=version_words(procedure)))])
    return kind


def _as_member(transaction: Transaction, row: NominationRow, kind: str, number: str, starts_on: date) -> int:
    """Make the candidate a member of a kind, unless they are one already; gives their number in the store."""
    table = table_of(Candidate)
    candidate = transaction.execute(select(table).where(table.c.id == row.candidate_id)).mappings().one()
    if candidate["cleared_on"] is not None:
        raise Refused(
            _("The data of {number} was cleared; nothing is changed any more.").format(number=candidate["number"])
        )
    person_id: int | None = candidate["person_id"]
    with _fields(_OF_MEMBER):
        if person_id is None or members.member_id_of(transaction, person_id) is None:
            return members.register_member(
                transaction,
                number=tidy(number) or next_number(transaction.connection),
                person=_person(transaction, candidate),
                kind=kind,
                starts_on=starts_on,
                person_id=person_id,
            )
        running = members.kind_on(transaction, person_id, starts_on)
        if running is None:
            members.start_membership(transaction, person_id=person_id, kind=kind, starts_on=starts_on)
        elif running != kind and running not in _STAY:
            memberships.change_kind(transaction, person_id=person_id, kind=kind, starts_on=starts_on)
    return person_id


def _person(transaction: Transaction, candidate: Mapping[Any, Any]) -> PersonData:
    """Give what is known of a candidate as a person's data; who is in the store already keeps what stands there."""
    names = PersonData.__dataclass_fields__
    if candidate["person_id"] is not None:
        from db.tables.members import Person

        people = table_of(Person)
        found = transaction.execute(select(people).where(people.c.id == candidate["person_id"])).mappings().one()
        return PersonData(**{name: found[name] for name in names})
    kept = ("family_name", "prefix", "initials", "given_name", "email", "phone")
    return PersonData(**{name: candidate[name] for name in kept})


def _membership(transaction: Transaction, person_id: int, on: date) -> tuple[int, date, str]:
    """Give the membership somebody has on a day: its number in the store, its first day and its kind."""
    row = transaction.execute(
        select(col(Membership.id), col(Membership.starts_on), col(Membership.kind))
        .join(Member, col(Member.id) == col(Membership.member_id))
        .where(
            col(Member.person_id) == person_id,
            col(Membership.starts_on) <= on,
            or_(col(Membership.ends_on).is_(None), col(Membership.ends_on) >= on),
        )
        .order_by(col(Membership.starts_on).desc())
    ).one()
    return row[0], row[1], row[2]


# -- around it -----------------------------------------------------------------------------------------------------


def readiness(row: NominationRow, permit_regime: str, starts_on: date) -> Readiness:
    """Give what decides whether a contract may be made of a nomination (`not_ready` says what is missing)."""
    return Readiness(
        number=row.number,
        over=row.contract_id is not None or bool(row.ended),
        answer=row.answer,
        fit=row.fit,
        fit_on=row.fit_on,
        fit_reason=row.fit_reason,
        permit_regime=permit_regime,
        permit_on=row.permit_on,
        starts_on=starts_on,
    )


def _lives_elsewhere(transaction: Transaction, person_id: int, dwelling_id: int, starts_on: date) -> list[str]:
    """Say where else somebody is a tenant on the first day: that contract does not end by itself."""
    found = transaction.execute(
        select(col(Contract.number), col(Dwelling.code))
        .join(ContractParty, col(ContractParty.contract_id) == col(Contract.id))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(
            col(ContractParty.person_id) == person_id,
            col(Contract.dwelling_id) != dwelling_id,
            col(Contract.starts_on) <= starts_on,
            or_(col(Contract.ends_on).is_(None), col(Contract.ends_on) >= starts_on),
            or_(col(ContractParty.ends_on).is_(None), col(ContractParty.ends_on) >= starts_on),
        )
    )
    told = _("Contract {number} of home {home} runs on; enter the notice there.")
    return [told.format(number=number, home=home) for number, home in found]


def _starts_early(timing: ClockFacts, starts_on: date) -> list[str]:
    if timing.ends_on is None and timing.free_on is not None and starts_on < timing.free_on:
        told = _("The contract begins before {day}, the day this file says the home is free.")
        return [told.format(day=long_date(timing.free_on))]
    return []


def _leave_lists(transaction: Transaction, candidate_id: int, on: date) -> None:
    """Take the candidate off the waiting list and out of the pool: they live here now."""
    for model, leave in ((WaitingPlace, candidates.take_off_waiting_list), (PoolPlace, candidates.leave_pool)):
        table = table_of(model)
        running = select(table.c.id).where(table.c.candidate_id == candidate_id, table.c.ended_on.is_(None))
        if transaction.scalar(running) is not None:
            leave(transaction, candidate_id=candidate_id, ended_on=on, end_reason="housed_here")


@contextmanager
def _fields(names: Mapping[str, str]) -> Generator[None]:
    """Let what a deed within finds wrong land under the fields of this one."""
    try:
        yield
    except Invalid as invalid:
        raise Invalid(
            [Problem(names.get(problem.field, problem.field), problem.message) for problem in invalid.problems]
        ) from None

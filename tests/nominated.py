"""A vacancy file whose order is fixed, that tests of what comes after the decision begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from coopadmin.services import nominations as deeds
from coopadmin.services.contracts import start_contract
from coopadmin.services.members import PersonData, register_member
from db.journal import Transaction
from db.store import Store
from db.tables.allocation import AllocationFile, Candidacy, ScreeningLine
from db.tables.candidates import Candidate, PoolPlace, WaitingPlace
from db.tables.dwellings import Dwelling
from db.tables.procedures import AllocationProcedure

OPENED = date(2026, 10, 20)
FREE = date(2026, 12, 1)
RANKED = date(2026, 11, 10)
SENT = date(2026, 11, 12)


@dataclass(frozen=True, slots=True)
class Case:
    """The file of A12, and who stands in it: the first two fit and have their turn, the third fails the size rule."""

    file_id: int
    candidates: tuple[int, ...]
    candidacies: tuple[int, ...]
    contract_id: int
    """The contract that ends."""


def write_case(transaction: Transaction, **procedure: Any) -> Case:
    """Put the file in the store by its rows; `procedure` sets columns of its procedure, which goes by the list."""
    home = transaction.add(Dwelling(code="A12", rooms=3))
    person = register_member(
        transaction,
        number="L001",
        person=PersonData("Vos", given_name="Ada"),
        kind="member",
        starts_on=date(2020, 1, 1),
    )
    leaves = start_contract(
        transaction,
        number="C-0001",
        dwelling_id=home,
        tenants=[person],
        starts_on=date(2020, 1, 1),
        ends_on=date(2026, 11, 30),
        basic_rent_cents=60000,
    )
    values: dict[str, Any] = {"choice": "list", "invites": "list", "method": "simple", **procedure}
    version = transaction.add(
        AllocationProcedure(
            name="In volgorde", valid_from=date(2026, 1, 1), screened_by="committee", decided_by="board", **values
        )
    )
    file = transaction.add(
        AllocationFile(
            number="T-2026-01",
            dwelling_id=home,
            contract_id=leaves,
            procedure_id=version,
            opened_on=OPENED,
            permit_regime="none",
            ranked_on=RANKED,
        )
    )
    people = (("Egmond", "Sanne", 2), ("Ilgen", "Joost", 1), ("Quint", "Mirthe", 1))
    candidates: list[int] = []
    candidacies: list[int] = []
    for place, (family, given, adults) in enumerate(people, 1):
        candidate = transaction.add(
            Candidate(
                number=f"K-{place:04d}",
                registered_on=date(2024, 1, place),
                family_name=family,
                given_name=given,
                email=f"{given.lower()}@example.org",
                address="Kade 3",
                postcode="1234 AB",
                place="Veen",
                adults=adults,
            )
        )
        transaction.add(
            WaitingPlace(candidate_id=candidate, registered_on=date(2024, 1, place), ranked_on=date(2024, 1, place))
        )
        fits = place < 3
        candidacy = transaction.add(
            Candidacy(
                file_id=file,
                candidate_id=candidate,
                origin="waiting",
                entered_on=OPENED,
                screened_on=date(2026, 10, 25),
                invited_on=date(2026, 10, 26) if fits else None,
                answered_on=date(2026, 10, 28) if fits else None,
                answer="yes" if fits else "",
                rank=place if fits else None,
            )
        )
        result = "met" if fits else "failed"
        transaction.add(ScreeningLine(candidacy_id=candidacy, criterion="size", result=result, words="1 of 2"))
        candidates.append(candidate)
        candidacies.append(candidacy)
    transaction.add(PoolPlace(candidate_id=candidates[0], met_on=date(2025, 1, 1), expires_on=date(2027, 1, 1)))
    return Case(file, tuple(candidates), tuple(candidacies), leaves)


def fill_case(store: Store) -> Case:
    """Put the file in a store."""
    return store.do(write_case).result


def fill_two_admissions(store: Store) -> Case:
    """Put the file in a store, by a procedure with two admissions."""
    return store.do(write_case, admissions=2, second_after_days=90).result


def nominate(store: Store, case: Case, place: int = 0, **more: Any) -> int:
    """Nominate a candidate with papers and all."""
    values: dict[str, Any] = {
        "statement_on": SENT,
        "papers_on": SENT,
        "sent_on": SENT,
        **more,
    }
    return store.do(deeds.nominate, file_id=case.file_id, candidacy_id=case.candidacies[place], **values).result


def nominate_and_fit(store: Store, case: Case, **fit: Any) -> int:
    """Nominate the first, whom the corporation accepts; the fit check is done."""
    nomination = nominate(store, case)
    store.do(deeds.note_answer, nomination_id=nomination, answer="accepted", answered_on=date(2026, 11, 16))
    values: dict[str, Any] = {"fit": "PAS", "fit_on": date(2026, 11, 17), "fit_by": "de corporatie", **fit}
    store.do(deeds.note_fit, nomination_id=nomination, **values)
    return nomination

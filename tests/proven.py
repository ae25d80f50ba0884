"""A vacancy file that was decided and closed, with words about people wherever the store has room for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.services.contracts import start_contract
from coopadmin.services.members import PersonData, register_member
from db.journal import Transaction
from db.store import Store
from db.tables.allocation import (
    AllocationFile,
    AllocationItem,
    AllocationStep,
    Candidacy,
    DeclaredInterest,
    Interview,
    InterviewResident,
    Nomination,
    ScreeningLine,
)
from db.tables.candidates import Candidate, CandidateContact, PoolPlace, WaitingPlace
from db.tables.decisions import Decision
from db.tables.dwellings import Dwelling
from db.tables.meetings import AgendaItem, Meeting, Recusal
from db.tables.members import WorkingGroup
from db.tables.procedures import AllocationProcedure
from db.tables.voting import ConsentObjection, ConsentRound, Motion, Vote

SECRETS = ("zwaluw", "fladder", "@", "06-5551234", "31.250", "31250", "nestweg", "1234 zw", "spelt", "pim", "femke")
"""What must stand in no proof: names, an address, a mail box, a telephone, an income, words of any note."""

TOLD = "Zwaluw Fladder verdient 31.250, woont Nestweg 7, 06-5551234, z@w.nl"
"""Everything that should not be told, put wherever somebody may write about a candidate."""

FILE, RUNNING = "T-2026-01", "T-2026-02"


@dataclass(frozen=True, slots=True)
class Proven:
    """The numbers in the store of what was made."""

    file_id: int
    running_id: int
    candidates: tuple[int, ...]


def prove(store: Store) -> Proven:
    """Put the files in the store by their rows."""
    return store.do(fill_proven).result


def fill_proven(transaction: Transaction) -> Proven:
    """Make a file decided by a committee with consent, closed with a contract; and one that has only begun."""
    homes = [transaction.add(Dwelling(code=code, rooms=3)) for code in ("A12", "B7", "C1")]
    residents = [_resident(transaction, number, name) for number, name in ((1, "Pim"), (2, "Femke"))]
    leaves = start_contract(
        transaction,
        number="C-0001",
        dwelling_id=homes[0],
        tenants=[residents[0]],
        starts_on=date(2020, 1, 1),
        ends_on=date(2026, 3, 31),
    )
    later = start_contract(
        transaction,
        number="C-0002",
        dwelling_id=homes[0],
        tenants=[residents[1]],
        starts_on=date(2026, 5, 16),
        note=TOLD,
    )
    group = transaction.add(WorkingGroup(name="Buurkring"))
    procedure = transaction.add(
        AllocationProcedure(
            name="Commissie",
            valid_from=date(2026, 1, 1),
            screened_by="committee",
            decided_by="committee",
            method="consent",
            size_extra=1,
            acquaintance_days=84,
            interview_residents=2,
            procedure_check=True,
            source="Reglement artikel 4",
        )
    )
    file = transaction.add(
        AllocationFile(
            number=FILE,
            dwelling_id=homes[0],
            contract_id=leaves,
            procedure_id=procedure,
            group_id=group,
            opened_on=date(2026, 3, 2),
            profile="Drie kamers, voor twee mensen of meer.",
            published_on=date(2026, 3, 5),
            permit_regime="none",
            ranked_on=date(2026, 4, 20),
            closed_on=date(2026, 5, 10),
            outcome="let",
            close_reason=TOLD,
            note=TOLD,
        )
    )
    transaction.add(AllocationStep(file_id=file, step="internal_asked", done_on=date(2026, 3, 3), note=TOLD))
    candidates = tuple(_candidate(transaction, number) for number in (1, 2, 3, 4))
    candidacies = _candidacies(transaction, file, candidates)
    _talks(transaction, candidacies, residents)
    transaction.add(
        DeclaredInterest(
            file_id=file,
            person_id=residents[0],
            candidacy_id=candidacies[1],
            kind="relative",
            declared_on=date(2026, 3, 20),
            words=TOLD,
        )
    )
    decisions = _votes(transaction, file, group, candidacies, residents)
    transaction.add(
        Nomination(
            candidacy_id=candidacies[0],
            decision_id=decisions[0],
            statement_on=date(2026, 4, 21),
            papers_on=date(2026, 4, 22),
            sent_on=date(2026, 4, 23),
            answered_on=date(2026, 4, 30),
            answer="accepted",
            answer_words=TOLD,
            fit="PAS",
            fit_on=date(2026, 4, 29),
            fit_by=TOLD,
            contract_id=later,
        )
    )
    running = transaction.add(
        AllocationFile(
            number=RUNNING,
            dwelling_id=homes[1],
            procedure_id=procedure,
            opened_on=date(2026, 11, 2),
            profile=TOLD,
            note=TOLD,
        )
    )
    return Proven(file, running, candidates)


def _resident(transaction: Transaction, number: int, name: str) -> int:
    return register_member(
        transaction,
        number=f"L{number:03d}",
        person=PersonData("Spelt", given_name=name),
        kind="member",
        starts_on=date(2020, 1, 1),
    )


def _candidate(transaction: Transaction, number: int) -> int:
    candidate = transaction.add(
        Candidate(
            number=f"K-{number:04d}",
            registered_on=date(2024, 1, number),
            family_name="Zwaluw",
            given_name="Fladder",
            initials="F.Z.",
            email="fladder@zwaluw.example",
            phone="06-5551234",
            address="Nestweg 7",
            postcode="1234 ZW",
            place="Zwaluwe",
            wishes=TOLD,
            note=TOLD,
        )
    )
    transaction.add(
        WaitingPlace(
            candidate_id=candidate,
            registered_on=date(2024, 1, number),
            ranked_on=date(2024, 1, number),
            ended_on=date(2026, 6, 1),
            end_reason="housed_here" if number == 1 else "own_request",
            end_words=TOLD,
        )
    )
    transaction.add(
        PoolPlace(
            candidate_id=candidate,
            met_on=date(2025, 2, number),
            expires_on=date(2027, 2, number),
            ended_on=date(2026, 6, 1),
            end_reason="other",
            end_words=TOLD,
            notice_sent_on=date(2026, 6, 2),
        )
    )
    transaction.add(
        CandidateContact(candidate_id=candidate, happened_on=date(2025, 2, number), kind="introduction", what=TOLD)
    )
    return candidate


def _candidacies(transaction: Transaction, file: int, candidates: tuple[int, ...]) -> tuple[int, ...]:
    """Chosen; turned down by the vote; excluded for the size; let in by an exception, and withdrawn."""
    found: list[int] = []
    for place, candidate in enumerate(candidates):
        invited = place != 2
        found.append(
            transaction.add(
                Candidacy(
                    file_id=file,
                    candidate_id=candidate,
                    origin="pool",
                    entered_on=date(2026, 3, 10),
                    screened_on=date(2026, 3, 11),
                    overridden_on=date(2026, 3, 12) if place == 3 else None,
                    override_reason=TOLD if place == 3 else "",
                    invited_on=date(2026, 3, 14) if invited else None,
                    answered_on=date(2026, 3, 16) if invited else None,
                    answer=("yes", "yes", "", "no")[place],
                    rank=1 if place == 0 else None,
                    outcome=("nominated", "not_chosen", "excluded", "withdrew")[place],
                    outcome_on=date(2026, 4, 20) + timedelta(days=place),
                    reason_code=("", "not_carried", "size_rule", "")[place],
                    reason_words=TOLD,
                    reasons_sent_on=date(2026, 4, 24) if place in (1, 2) else None,
                    note=TOLD,
                )
            )
        )
        for criterion in ("size", "acquaintance"):
            failed = criterion == "size" and place >= 2
            result = "failed" if failed else "met"
            transaction.add(ScreeningLine(candidacy_id=found[-1], criterion=criterion, result=result, words=TOLD))
    return tuple(found)


def _talks(transaction: Transaction, candidacies: tuple[int, ...], residents: list[int]) -> None:
    for candidacy, day, sitting in (
        (candidacies[0], date(2026, 4, 1), residents),
        (candidacies[1], date(2026, 4, 2), residents[1:]),
    ):
        talk = transaction.add(
            Interview(candidacy_id=candidacy, starts_at=f"{day.isoformat()}T20:00", held_on=day, place=TOLD, notes=TOLD)
        )
        for person in sitting:
            transaction.add(InterviewResident(interview_id=talk, person_id=person))


def _votes(
    transaction: Transaction, file: int, group: int, candidacies: tuple[int, ...], residents: list[int]
) -> tuple[int, ...]:
    meeting = transaction.add(
        Meeting(
            body="committee",
            group_id=group,
            title=TOLD,
            starts_at="2026-04-18T20:00",
            opened_at="2026-04-18T20:00",
            closed_at="2026-04-18T22:00",
        )
    )
    found: list[int] = []
    for place, (kind, candidacy) in enumerate(
        (("choice", candidacies[0]), ("choice", candidacies[1]), ("procedure_check", None)), 1
    ):
        item = transaction.add(
            AgendaItem(
                meeting_id=meeting,
                position=place,
                title=TOLD,
                kind="decision",
                decision_kind="procedure_check" if candidacy is None else "self_allocation",
                explanation=TOLD,
                notes=TOLD,
            )
        )
        transaction.add(AllocationItem(item_id=item, file_id=file, candidacy_id=candidacy, kind=kind))
        transaction.add(Recusal(item_id=item, person_id=residents[0], reason=TOLD))
        motion = transaction.add(Motion(item_id=item, position=1, text=TOLD))
        round_id = transaction.add(ConsentRound(motion_id=motion, number=1, text=TOLD, started_at="2026-04-18T20:10"))
        transaction.add(
            ConsentObjection(
                round_id=round_id,
                person_id=residents[1],
                argument=TOLD,
                answer=TOLD,
                status="open" if place == 2 else "integrated",
                settled_at=None if place == 2 else "2026-04-18T20:15",
            )
        )
        found.append(_count(transaction, motion, place, carried=place != 2))
    return tuple(found)


def _count(transaction: Transaction, motion: int, place: int, *, carried: bool) -> int:
    first = transaction.add(
        Vote(
            motion_id=motion,
            counted_at=f"2026-04-18T20:{20 + place}",
            way="consent",
            kind="procedure_check" if place == 3 else "self_allocation",
            method="consent",
            rule_source=TOLD,
            entitled=5,
            present=3,
            proxies=0,
            recused=1,
            objections=0 if carried else 1,
            outcome="carried" if carried else "rejected",
            text=TOLD,
        )
    )
    if place == 1:
        first = transaction.add(
            Vote(
                motion_id=motion,
                counted_at="2026-04-18T20:25",
                way="consent",
                kind="self_allocation",
                method="consent",
                entitled=5,
                present=4,
                proxies=0,
                recused=1,
                outcome="carried",
                text=TOLD,
                replaces_id=first,
                reason=TOLD,
            )
        )
    return transaction.add(
        Decision(
            number=f"B-2026-{place:02d}",
            decided_on=date(2026, 4, 18),
            body=TOLD,
            subject=TOLD,
            text=TOLD,
            method="consent",
            outcome="carried" if carried else "rejected",
            kind="self_allocation",
            candidate=TOLD,
            vote_id=first,
            note=TOLD,
        )
    )

"""A file that was closed, with all that can be known of a candidate written in every place that can hold it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from coopadmin.formats import fold
from coopadmin.services.candidates import correct_candidate, note_contact, register_candidate, remove_contact
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
from db.tables.meetings import AgendaDocument, AgendaItem, Meeting, Recusal
from db.tables.members import Person
from db.tables.procedures import AllocationProcedure
from db.tables.voting import ConsentObjection, ConsentRound, Motion, Vote

CLOSED = date(2026, 10, 1)
"""The day the file was closed; with four weeks its candidates are to be cleared from 29 October."""

FAMILY, GIVEN = "Yıldırım-Ångström", "Zoë"
ONCE = "Håkansdóttir"
"""A name that was entered by mistake and corrected since."""

WORDS = tuple(
    f"{word}é"
    for word in (
        "tuinwens",
        "aantekening",
        "vanlijst",
        "uitdekring",
        "koffiegesprek",
        "weggehaald",
        "tochuitgenodigd",
        "waaromniet",
        "bijdekandidatuur",
        "keukentafel",
        "gespreksverslag",
        "haarzusje",
        "corporatiezei",
        "getoetstdoor",
        "sleutelbij",
        "besprokenopdeavond",
        "toegelicht",
        "motivatiebrief",
        "tegendezepersoon",
        "antwoordopbezwaar",
    )
)
"""Free text about the candidate, a word for every place that can hold some."""

SECRETS = (
    FAMILY,
    FAMILY.upper(),
    fold(FAMILY),
    GIVEN,
    fold(GIVEN),
    ONCE,
    fold(ONCE),
    "zoe.y@example.org",
    "0612349876",
    "Perzikenlaan 12",
    "9745 XY",
    "Onderdendam",
    *WORDS,
)
"""All that must be found nowhere once the candidate is cleared."""


@dataclass(frozen=True, slots=True)
class Case:
    """Numbers of the rows that tests ask of."""

    file_id: int
    candidate_id: int
    candidacy_id: int
    item_id: int
    decision_id: int


def fill_case(store: Store) -> Case:
    """Put a closed file with one candidate in an empty store."""
    words = iter(WORDS)
    candidate_id = store.do(
        register_candidate,
        registered_on=date(2026, 6, 1),
        family_name=ONCE,
        given_name=GIVEN,
        email="zoe.y@example.org",
        phone="0612349876",
        address="Perzikenlaan 12",
        postcode="9745 XY",
        place="Onderdendam",
        adults=2,
        children=3,
        wishes=next(words),
        note=next(words),
    ).result
    store.do(correct_candidate, candidate_id=candidate_id, registered_on=date(2026, 6, 1), family_name=FAMILY)
    return store.do(_fill, candidate_id, tuple(words)).result


def _fill(transaction: Transaction, candidate_id: int, texts: tuple[str, ...]) -> Case:
    words = iter(texts)
    left = {"ended_on": date(2026, 9, 1), "end_reason": "own_request"}
    add = transaction.add
    add(
        WaitingPlace(
            candidate_id=candidate_id,
            registered_on=date(2026, 6, 1),
            ranked_on=date(2026, 6, 1),
            end_words=next(words),
            **left,
        )
    )
    add(
        PoolPlace(
            candidate_id=candidate_id,
            met_on=date(2026, 6, 1),
            expires_on=date(2027, 6, 1),
            end_words=next(words),
            **left,
        )
    )
    add(
        CandidateContact(candidate_id=candidate_id, happened_on=date(2026, 6, 5), kind="introduction", what=next(words))
    )
    mistaken = note_contact(
        transaction, candidate_id=candidate_id, happened_on=date(2026, 6, 6), kind="contact", what=next(words)
    )
    remove_contact(transaction, contact_id=mistaken)
    home = add(Dwelling(code="A12", street="Vonkplein", house_number="12", rooms=3))
    procedure = add(
        AllocationProcedure(
            name="Committee",
            valid_from=date(2026, 1, 1),
            method="two-thirds",
            screened_by="committee",
            decided_by="committee",
        )
    )
    file_id = add(
        AllocationFile(
            number="T-2026-01",
            dwelling_id=home,
            procedure_id=procedure,
            opened_on=date(2026, 7, 1),
            closed_on=CLOSED,
            outcome="none_found",
            close_reason=f"{GIVEN} {FAMILY} withdrew, nobody else was found",
            note=f"ask {FAMILY.upper()} again",
            due_source=f"agreed when {FAMILY} fell ill",
            profile=f"Three rooms, known to {GIVEN} {FAMILY}",
        )
    )
    candidacy = add(
        Candidacy(
            file_id=file_id,
            candidate_id=candidate_id,
            origin="outside",
            entered_on=date(2026, 7, 2),
            overridden_on=date(2026, 7, 3),
            override_reason=next(words),
            outcome="not_chosen",
            outcome_on=CLOSED,
            reason_code="not_carried",
            reason_words=next(words),
            note=next(words),
            reasons_sent_on=CLOSED,
        )
    )
    add(ScreeningLine(candidacy_id=candidacy, criterion="size", result="failed", words="5 people in 3 rooms"))
    resident = add(Person(family_name="Bos", given_name="Anna"))
    talk = add(Interview(candidacy_id=candidacy, starts_at="2026-07-10T20:00", place=next(words), notes=next(words)))
    add(InterviewResident(interview_id=talk, person_id=resident))
    add(
        DeclaredInterest(
            file_id=file_id,
            person_id=resident,
            candidacy_id=candidacy,
            kind="relative",
            declared_on=date(2026, 7, 4),
            words=next(words),
        )
    )
    add(
        Nomination(
            candidacy_id=candidacy,
            statement_on=CLOSED,
            answered_on=CLOSED,
            answer="refused",
            answer_words=next(words),
            fit="NIE",
            fit_on=CLOSED,
            fit_by=next(words),
            ended="corporation_refused",
            ended_on=CLOSED,
        )
    )
    add(AllocationStep(file_id=file_id, step="keys", done_on=CLOSED, note=next(words)))
    item, decision = _at_the_meeting(transaction, file_id, candidacy, resident, words)
    assert next(words, None) is None
    return Case(file_id, candidate_id, candidacy, item, decision)


def _at_the_meeting(
    transaction: Transaction, file_id: int, candidacy: int, resident: int, words: Iterator[str]
) -> tuple[int, int]:
    add = transaction.add
    meeting = add(Meeting(body="general", title="ALV", starts_at="2026-09-01T20:00"))
    item = add(
        AgendaItem(
            meeting_id=meeting,
            position=1,
            title=f"Home A12: nominate {GIVEN}",
            kind="decision",
            decision_kind="self_allocation",
            notes=next(words),
            explanation=next(words),
        )
    )
    add(AllocationItem(item_id=item, file_id=file_id, candidacy_id=candidacy, kind="choice"))
    add(AgendaDocument(item_id=item, title=f"Letter {next(words)}", place=f"/home/x/{FAMILY}.pdf"))
    add(Recusal(item_id=item, person_id=resident, reason=f"sister of {GIVEN} {FAMILY}"))
    motion = add(Motion(item_id=item, position=1, text=f"Nominate {FAMILY} for home A12"))
    put = add(ConsentRound(motion_id=motion, number=1, text=f"Nominate {FAMILY}", started_at="2026-09-01T20:10"))
    add(
        ConsentObjection(
            round_id=put,
            person_id=resident,
            argument=next(words),
            answer=next(words),
            status="withdrawn",
            settled_at="2026-09-01T20:20",
        )
    )
    vote = add(
        Vote(
            motion_id=motion,
            counted_at="2026-09-01T20:30",
            way="consent",
            kind="self_allocation",
            method="consent",
            entitled=5,
            present=5,
            proxies=0,
            outcome="rejected",
            text=f"Nominate {FAMILY}",
        )
    )
    decision = add(
        Decision(
            number="B-2026-09",
            decided_on=date(2026, 9, 1),
            subject=f"Home A12: {GIVEN} {FAMILY}",
            method="consent",
            outcome="rejected",
            kind="self_allocation",
            candidate=f"{GIVEN} {FAMILY}",
            vote_id=vote,
            votes_for=3,
            votes_against=2,
        )
    )
    return item, decision


def secrets_in(*files: Path) -> list[str]:
    """Name every secret that stands in the bytes of some files, or in those that lie beside them."""
    found: list[str] = []
    for file in files:
        for beside in ("", "-wal", "-shm", "-journal"):
            path = file.with_name(file.name + beside)
            if path.exists():
                content = path.read_bytes()
                found += [f"{path.name}: {secret}" for secret in SECRETS if secret.encode() in content]
    return found


def add_candidate(transaction: Transaction, *, number: str, family_name: str = "Berg", **more: Any) -> int:
    """Put a candidate in the store without asking."""
    values: dict[str, Any] = {"registered_on": date(2026, 6, 1), **more}
    return transaction.add(Candidate(number=number, family_name=family_name, **values))

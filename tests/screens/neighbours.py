"""Those who live in a small co-operative and those who would like to, in a store; and what is told of them there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from coopadmin.exchange import allocation_proof
from coopadmin.exchange import minutes as written
from coopadmin.services import candidates, contracts, members, procedures
from coopadmin.services.allocation import tick_step
from coopadmin.services.dwellings import DwellingData, add_dwelling
from coopadmin.services.members import PersonData
from db.queries import allocation, journal, minutes
from db.queries.allocation_proof import proof
from db.queries.base import Listing
from db.store import Store
from screens.allocation.subject import SUBJECT as FILES
from screens.decisions.subject import SUBJECT as DECISIONS
from screens.meetings.subject import SUBJECT as MEETINGS
from screens.subject import Card

NOTICED, OPENED, LAST_DAY = "2026-09-14", "2026-09-15", date(2026, 10, 31)
"""The tenant of A12 leaves: free from 1 November, so the nomination is due on 1 January 2027."""

_NAMES = ("Aalders", "Vertrek", "Cohen", "Dekker", "Evers", "Faber", "Gerritsen", "Haddad")
RESIDENTS = dict(zip(_NAMES, ("A11", "A12", "A13", "A14", "A15", "B1", "B2", "B3"), strict=True))
"""Who lives where when it begins; the tenant of A12 gives notice."""

BOARD = {"Faber": "chair", "Gerritsen": "secretary"}
COMMITTEE = ("Aalders", "Cohen", "Dekker", "Evers", "Haddad")

SEEKERS = (
    ("Wielewaal", "Ottilie", 2),
    ("Kwikstaart", "Berend", 2),
    ("Zanglijster", "Philippa", 1),
    ("Roodborst", "Sjoerd", 3),
)
"""K-0001 to K-0004 with the people of their household; one person alone is one too few for A12 and its three rooms."""

SECRETS = tuple(
    said.casefold()
    for family, given, _adults in SEEKERS
    for said in (family, given, f"{given}@example.org", f"{family}straat")
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is in the store: numbers in the store."""

    seekers: tuple[int, ...]
    contract: int
    """The contract of A12, with its notice."""


def settle(store: Store) -> Cast:
    """Put residents, a board, a committee and those who would like to live here in a store."""
    people: dict[str, int] = {}
    leaving = 0
    for place, (name, home) in enumerate(RESIDENTS.items(), 1):
        person = PersonData(name)
        people[name] = store.do(
            members.register_member, number=f"{place:03}", person=person, kind="member", starts_on=date(2020, 1, 1)
        ).result
        dwelling = DwellingData(code=home, rooms=3, cluster=home[0])
        lease = store.do(
            contracts.start_contract,
            number=f"C-{place:04}",
            dwelling_id=store.do(add_dwelling, dwelling=dwelling).result,
            tenants=[people[name]],
            starts_on=date(2020, 1, 1),
            basic_rent_cents=60000,
        )
        leaving = lease.result if home == "A12" else leaving
    store.do(contracts.give_notice, contract_id=leaving, notice_on=date.fromisoformat(NOTICED), ends_on=LAST_DAY)
    for name, office in BOARD.items():
        store.do(members.give_office, person_id=people[name], office=office, starts_on=date(2024, 1, 1))
    for name in COMMITTEE:
        store.do(members.join_group, person_id=people[name], group="Woningcommissie", starts_on=date(2024, 1, 1))
    return Cast(tuple(_seeker(store, *one) for one in SEEKERS), leaving)


def _seeker(store: Store, family: str, given: str, adults: int) -> int:
    return store.do(
        candidates.register_candidate,
        registered_on=date(2026, 1, 5),
        family_name=family,
        given_name=given,
        email=f"{given.lower()}@example.org",
        address=f"{family}straat 5",
        postcode="1234 AB",
        place="Veen",
        adults=adults,
        owner_registered_on=date(2026, 1, 5),
    ).result


def into_pool(store: Store) -> Cast:
    """All four are in the pool of those the group has met; all but the last agreed to stay in it for another year."""
    cast = settle(store)
    met_on = date(2026, 2, 1)
    for seeker in cast.seekers:
        store.do(candidates.admit_to_pool, candidate_id=seeker, met_on=met_on)
    for seeker in cast.seekers[:-1]:
        store.do(candidates.give_consent, candidate_id=seeker, consent_on=met_on, consent_until=date(2027, 2, 1))
    return cast


def onto_list(store: Store) -> Cast:
    """All four are on the waiting list, the last of them without having paid."""
    cast = settle(store)
    for place, seeker in enumerate(cast.seekers, 1):
        store.do(
            candidates.put_on_waiting_list,
            candidate_id=seeker,
            registered_on=date(2026, 1, place),
            fee_cents=2500,
            fee_paid_on=None if place == len(cast.seekers) else date(2026, 1, place),
        )
    return cast


def adopt(store: Store, code: str) -> int:
    """Take up a ready-made procedure."""
    return store.do(procedures.adopt_ready_made, code=code, valid_from=date(2026, 1, 1)).result


def by_committee(store: Store) -> Cast:
    """A committee chooses out of the pool, by the ready-made procedure."""
    adopt(store, "committee")
    return into_pool(store)


def by_cluster(store: Store) -> Cast:
    """A cluster chooses out of the pool, by the ready-made procedure."""
    adopt(store, "cluster")
    return into_pool(store)


def by_list(store: Store) -> Cast:
    """The waiting list gives the order, by the ready-made procedure."""
    adopt(store, "list")
    return onto_list(store)


MOVING_IN = ("welcome", "keys", "mentor")


def moved_in(store: Store, day: str) -> None:
    """Tick the same without the desk."""
    for step in MOVING_IN:
        store.do(tick_step, file_id=1, step=step, done_on=date.fromisoformat(day))


# -- what may be told of them -----------------------------------------------------------------------------------------


def named_in(text: str) -> list[str]:
    """Give what a text tells of a candidate that stands on their own pages only."""
    folded = text.casefold()
    return [secret for secret in SECRETS if secret in folded]


def steps_on(store: Store, day: str) -> dict[str, str]:
    """Give the state of every step of the file on a day, by its name."""
    found = store.read(allocation.record, 1, date.fromisoformat(day))
    assert found is not None
    return {step.name: step.state for step in found.steps}


def owed_on(store: Store, day: str) -> set[str]:
    """Name the steps of the file that somebody must still take on a day."""
    return {name for name, state in steps_on(store, day).items() if state in ("due", "late")}


def nobody_is_named(store: Store, day: str) -> None:
    """Look through all of file, meetings, decisions, journal, minutes and proof, not only what is in sight."""
    for text in _papers(store, date.fromisoformat(day)):
        assert not named_in(text), text


def _papers(store: Store, on: date) -> Iterator[str]:
    yield _card_text(store.read(FILES.card, 1, on))
    shown = store.read(proof, 1)
    yield allocation_proof.markdown(shown, on)
    yield allocation_proof.page(shown, on)
    everything = Listing(limit=500)
    yield "\n".join(f"{row.deed} {row.about}" for row in store.read(journal.page, everything).rows)
    for meeting in store.read(MEETINGS.page, replace(everything, filter="all"), on).rows:
        yield _card_text(store.read(MEETINGS.card, meeting.meeting_id, on))
        taken = store.read(minutes.minutes, meeting.meeting_id)
        assert taken is not None
        yield written.page(taken)
    for decision in store.read(DECISIONS.page, replace(everything, filter="all"), on).rows:
        yield _card_text(store.read(DECISIONS.card, decision.decision_id, on))


def _card_text(card: Card | None) -> str:
    assert card is not None
    lines = [card.title, card.status]
    lines += [f"{entry.label} {entry.text}" for section in card.sections for entry in section.entries]
    return "\n".join(str(line) for line in lines)

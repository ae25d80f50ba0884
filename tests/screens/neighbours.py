"""Choosing a neighbour, scene by scene, as a committee does it at the desk: from the notice to the cleared papers.

After every deed the page is searched for whoever would like to live here: they are named on their own pages only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Static

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
from screens.allocation.nomination_reasons import ReasonsScreen
from screens.allocation.screening import ScreeningScreen
from screens.allocation.subject import SUBJECT as FILES
from screens.app import Ref
from screens.decisions.subject import SUBJECT as DECISIONS
from screens.forms import FormScreen
from screens.meetings.subject import SUBJECT as MEETINGS
from screens.record_screen import RecordScreen
from screens.subject import Card
from tests.screens.conftest import Desk
from tests.screens.filling import fill_in, filled_in, notices
from tests.screens.secretary import Clock, Secretary

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
    """All four are in the pool of those the group has met."""
    cast = settle(store)
    for seeker in cast.seekers:
        store.do(candidates.admit_to_pool, candidate_id=seeker, met_on=date(2026, 2, 1))
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


class Chooser(Secretary):
    """A secretary with one vacancy file, who looks after each deed that no candidate is named."""

    def __init__(self, desk: Desk, patch: pytest.MonkeyPatch) -> None:
        super().__init__(desk)
        self._patch = patch
        self.clock = Clock(f"{OPENED}T20:00", patch)

    def on(self, day: str) -> None:
        """Go on at the desk on another day, in the evening."""
        self._patch.setenv("COOPADMIN_TODAY", day)
        self.desk.app.today = date.fromisoformat(day)
        self.clock.at = f"{day}T20:00"

    def nameless(self, *, look: bool = False) -> None:
        """Look that nothing the desk said names a candidate; with `look` that nothing on the page does."""
        shown = f"{notices(self.desk)}\n{self.desk.text if look else ''}"
        assert not named_in(shown), shown

    async def see_file(self) -> None:
        """Go to the file, with nothing said."""
        await self.rest()
        await self.open("allocation", 1)

    async def open(self, subject: str, record_id: int) -> None:
        """Go to the page of a record, where it is not in sight already."""
        page = self.desk.app.screen
        if not (isinstance(page, RecordScreen) and (page.subject.name, page.record_id) == (subject, record_id)):
            self.desk.app.open_record(Ref(subject, record_id))
            await self.desk.settle()

    async def act(self, label: str, **values: str) -> None:
        """Choose what to do with the file, and fill in its form where there are values for it."""
        await self.see_file()
        await self.do(label)
        self.nameless()
        if values:
            await self.enter(**values)

    async def enter(self, **values: str) -> None:
        """Fill in the form that is open and save it, which must do."""
        fill_in(self.desk, **values)
        self.desk.app.clear_notifications()
        await self.save()
        self.nameless()
        assert self.desk.name != "FormScreen", self.objections

    async def try_to_enter(self, *why_not: str, **values: str) -> None:
        """Fill in the form that is open and save it, which must be refused in these words."""
        fill_in(self.desk, **values)
        await self.save()
        self.refuses(*why_not)

    def refuses(self, *why_not: str) -> None:
        """Check that what was done last was refused in these words."""
        self.nameless()
        for part in why_not:
            assert part in self.objections, f"{part!r} was not said: {self.objections}"

    @property
    def objections(self) -> str:
        """What the form on top says above and under its fields, or else what the desk said."""
        form = self.desk.app.screen
        if not isinstance(form, FormScreen):
            return notices(self.desk)
        above = str(form.query_one("#form-note", Static).visual)
        return " ".join("\n".join([above, *(box.message for box in form.boxes)]).split())

    async def cursor_on(self, number: str) -> None:
        """Put the cursor on a candidate, in the page of candidates or of the reasons."""
        page = self.desk.app.screen
        if isinstance(page, ScreeningScreen):
            numbers = [row.number for row in page.page.rows]
        else:
            assert isinstance(page, ReasonsScreen)
            numbers = [row.number for row in page.rows]
        await self.press("home", *(["down"] * numbers.index(number)))


# -- what every case has -------------------------------------------------------------------------------------------


async def open_from_contract(chooser: Chooser, contract: int, **values: str) -> None:
    """From the contract that ends to its file: the clock is worked out, and said how."""
    chooser.on(OPENED)
    await chooser.open("contracts", contract)
    await chooser.do("Open the vacancy file")
    chooser.sees("Contract C-0002 ends on 31 October 2026")
    await chooser.enter(**values)
    chooser.told("Opened: T-2026-01 for home A12.")
    await chooser.see_file()
    chooser.sees("T-2026-01 · A12", "it ends on 14 October 2026 at the earliest (BW 7:271(5))", "1 January 2027")


async def ask_inside(chooser: Chooser, day: str) -> None:
    """Nobody is entered before those who live here were asked; then they are."""
    chooser.on(day)
    await chooser.act("Candidates")
    chooser.sees("Nobody is in this file yet. Press A")
    await chooser.press("a")
    chooser.refuses("Members who live here are asked first", "Rule: ")
    await chooser.press("escape", "escape")
    await chooser.act("Tick off a step", step="internal_asked", done_on=_typed(day))
    chooser.told("Ticked off: Residents asked first")
    await chooser.act("Profile", profile="Three rooms, two people or more.", published_on=_typed(day))


async def meet(chooser: Chooser, *names: str) -> None:
    """Go to the room of the meeting that decides, let these in, and open it."""
    await chooser.act("Open the room")
    assert chooser.desk.name == "RoomScreen"
    await chooser.press("p")
    for name in names:
        await chooser.type(name.lower())
        await chooser.press("enter")
    await chooser.press("escape", "enter")
    await chooser.save()
    chooser.sees("open since 20:00")
    chooser.nameless(look=True)


async def go_home(chooser: Chooser) -> None:
    """Close the meeting."""
    await chooser.press("x", "y")
    chooser.sees("closed at 20:00")
    chooser.nameless(look=True)
    await chooser.press("escape")


async def vote(chooser: Chooser, votes_for: int, votes_against: int) -> None:
    """Take up the item under the cursor and count the hands."""
    await chooser.press("enter", "t", str(votes_for), "enter", str(votes_against), "enter", "0", "enter")
    chooser.nameless(look=True)


async def nominate(chooser: Chooser, number: str, day: str) -> None:
    """Nominate whose turn it is: everything that is missing is said first."""
    chooser.on(day)
    await chooser.act("Nominate")
    if "permit_regime" in filled_in(chooser.desk):
        await chooser.try_to_enter("Btiv 56", "permit")
        fill_in(chooser.desk, permit_regime="none")
    assert f"{number} has the turn" in chooser.objections
    await chooser.enter(statement_on=_typed(day), papers_on=_typed(day))
    chooser.told(f"Nominated: {number} for home A12.")


async def let(chooser: Chooser, day: str, fit: str = "PAS", starts_on: str = "01-12-2026") -> None:
    """The corporation says yes, it fits, and the contract and the membership are made in one deed."""
    chooser.on(day)
    await chooser.act("The corporation answered", answer="accepted")
    await chooser.act("Contract and membership")
    chooser.refuses("fit check")
    await chooser.act("Fit check", fit=fit)
    await chooser.act("Contract and membership", starts_on=starts_on, basic_rent_cents="650.00")
    chooser.told("Home A12 is let: contract C-0009, and file T-2026-01 is closed.")


MOVING_IN = ("welcome", "keys", "mentor")


async def move_in(chooser: Chooser, day: str) -> None:
    """What comes after the contract is ticked in the file that was let."""
    chooser.on(day)
    for step in MOVING_IN:
        await chooser.act("Tick off a step", step=step, done_on=_typed(day))


def moved_in(store: Store, day: str) -> None:
    """Tick the same without the desk."""
    for step in MOVING_IN:
        store.do(tick_step, file_id=1, step=step, done_on=date.fromisoformat(day))


async def send_reasons(chooser: Chooser, day: str, folder: Path, **reasons: str) -> list[str]:
    """Say why, save the letters, tick them; gives what the letters say. `reasons` are codes by number."""
    chooser.on(day)
    await chooser.act("Reasons")
    for number, code in reasons.items():
        await chooser.cursor_on(number.replace("_", "-"))
        await chooser.press("e")
        await chooser.enter(reason_code=code)
    await chooser.press("a")
    await chooser.enter(folder=str(folder))
    await chooser.press("t")
    await chooser.save()
    chooser.sees("no letter to send")
    chooser.nameless(look=True)
    await chooser.press("escape")
    return [letter.read_text(encoding="utf-8") for letter in sorted(folder.iterdir())]


async def prove(chooser: Chooser, *parts: str) -> None:
    """The proof says how it was done, and of nobody who."""
    await chooser.act("Proof")
    shown = " ".join(str(chooser.desk.app.screen.query_one("#paper-text", Static).visual).split())
    for part in parts:
        assert part in shown, f"{part!r} is not in the proof:\n{shown}"
    await chooser.press("escape")


async def clear(chooser: Chooser, day: str, *numbers: str) -> None:
    """When their day has come the data of these is cleared with one key and a yes."""
    chooser.on(day)
    chooser.desk.app.go_to("forgetting")
    await chooser.desk.settle()
    for number in numbers:
        assert any(number in line and "▲" in line for line in chooser.desk.lines("#items")), number
    await chooser.rest()
    await chooser.press("c", "y")
    chooser.told(f"The data of {len(numbers)} candidate")
    chooser.nameless()


# -- what is left of it --------------------------------------------------------------------------------------------


def named_in(text: str) -> list[str]:
    """Give what a text tells of a candidate that stands on their own pages only."""
    folded = text.casefold()
    return [secret for secret in SECRETS if secret in folded]


def steps_on(store: Store, day: str) -> dict[str, str]:
    """Give the state of every step of the file on a day, by its name."""
    found = store.read(allocation.record, 1, date.fromisoformat(day))
    assert found is not None
    return {step.name: step.state for step in found.steps}


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


def _typed(day: str) -> str:
    return date.fromisoformat(day).strftime("%d-%m-%Y")

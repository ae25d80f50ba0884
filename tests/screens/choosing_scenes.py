"""Choosing a neighbour, scene by scene, as a committee does it at the desk: from the notice to the cleared papers.

After every deed the page is searched for whoever would like to live here: they are named on their own pages only.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Static

from screens.allocation.nomination_reasons import ReasonsScreen
from screens.allocation.screening import ScreeningScreen
from screens.app import Ref
from screens.forms import FormScreen
from screens.record_screen import RecordScreen
from tests.screens.conftest import Desk
from tests.screens.filling import fill_in, filled_in, notices
from tests.screens.neighbours import MOVING_IN, OPENED, named_in
from tests.screens.secretary import Clock, Secretary


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
    chooser.sees("Members who live here are asked first: tick that step in the file")
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


async def move_in(chooser: Chooser, day: str) -> None:
    """What comes after the contract is ticked in the file that was let."""
    chooser.on(day)
    for step in MOVING_IN:
        await chooser.act("Tick off a step", step=step, done_on=_typed(day))


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


def _typed(day: str) -> str:
    return date.fromisoformat(day).strftime("%d-%m-%Y")

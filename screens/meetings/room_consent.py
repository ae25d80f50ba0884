"""Deciding by consent: rounds, argued objections, what became of each, and the decision once none is open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Static

from coopadmin.domain.ballots import OBJECTION_STATUSES
from coopadmin.domain.meetings import time_of
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import voting as deeds
from db.queries import attendance, meetings, voting
from db.queries.attendance import Room
from db.queries.voting import MotionRow, ObjectionRow, RoundRow
from screens import commands
from screens.commands import Command
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.meetings.clock import wall_clock
from screens.meetings.room_page import RoomPage
from screens.meetings.room_text import outcome_word
from screens.subject import Column
from screens.text import joined, one_line, plain
from screens.widgets.listing import Listing
from screens.workers import background

ROUND = Command("round", "r", N_("new round"), N_("Begin a round of consent, in new words where there are any"))
OBJECT = Command("object", "o", N_("objection"), N_("Note an objection: who makes it, and the argument"))
INTEGRATED = Command(
    "settle('integrated')", "i", N_("integrated"), N_("The objection under the cursor was met; say how")
)
WITHDRAWN = Command("settle('withdrawn')", "w", N_("withdrawn"), N_("Who made the objection takes it back"))
NOT_WEIGHTY = Command(
    "settle('not_weighty')", "n", N_("not weighty"), N_("The meeting finds the objection not weighty; say why")
)
DECIDE = Command("decide", "c", N_("decide"), N_("Decide by consent: carried where no objection is open"))

SIGNS = {"open": "●", "integrated": "✓", "withdrawn": "–", "not_weighty": "○"}


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection with the round it was made in."""

    held: RoundRow
    row: ObjectionRow


COLUMNS: tuple[Column[Objection], ...] = (
    Column("", lambda one: SIGNS[one.row.status], 1),
    Column(N_("Round"), lambda one: str(one.held.number), 5, right=True),
    Column(N_("Who"), lambda one: one.row.person, 18),
    Column(N_("Argument"), lambda one: one.row.argument),
    Column(N_("Now"), lambda one: _(OBJECTION_STATUSES[one.row.status]), 16),
)


@dataclass(frozen=True, slots=True)
class Consent:
    """A motion with its rounds, and the live numbers."""

    title: str
    room: Room
    motion: MotionRow

    @property
    def last_round(self) -> RoundRow | None:
        """The round that is held."""
        return self.motion.rounds[-1] if self.motion.rounds else None

    @property
    def objections(self) -> list[Objection]:
        """Every objection of every round, the newest round first."""
        return [Objection(held, row) for held in reversed(self.motion.rounds) for row in held.objections]


def read_consent(connection: Connection, meeting_id: int, item_id: int, motion_id: int) -> Consent | None:
    """Read the rounds of a motion."""
    meeting = meetings.record(connection, meeting_id)
    motion = next((one for one in voting.motions(connection, item_id) if one.motion_id == motion_id), None)
    if meeting is None or motion is None:
        return None
    return Consent(meeting.title, attendance.room(connection, meeting_id, item_id), motion)


class ConsentScreen(RoomPage):
    """The rounds of one motion; `decide` stores what was decided, for it may ask for amended words."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(
        [ROUND, OBJECT, INTEGRATED, WITHDRAWN, NOT_WEIGHTY, DECIDE, commands.UNDO, commands.BACK]
    )

    def __init__(
        self, meeting_id: int, item_id: int, motion_id: int, decide: Callable[[MotionRow], Awaitable[bool]]
    ) -> None:
        super().__init__()
        self.meeting_id, self.item_id, self.motion_id = meeting_id, item_id, motion_id
        self.decide = decide
        self.consent: Consent | None = None

    def compose_body(self) -> ComposeResult:
        """The words of this round, the objections, and the one under the cursor in full."""
        with VerticalScroll(id="consent-words", can_focus=False):
            yield Static("", id="consent-text", markup=False)
        yield Static("", id="advice", markup=False)
        yield Listing[Objection](COLUMNS, id="listing")
        with VerticalScroll(id="consent-full", can_focus=False):
            yield Static("", id="consent-objection", markup=False)

    def on_mount(self) -> None:
        """Put the cursor in the objections."""
        self.listing.focus()

    @background("list")
    async def read_anew(self) -> None:
        """Read the rounds; the cursor stays on its objection."""
        self.note_reading()
        self.consent = await self.app.read(read_consent, self.meeting_id, self.item_id, self.motion_id)
        if self.consent is None:
            self.gone()
            return
        self.show_head(self.consent.title, _("consent"), self.consent.room)
        self.query_one("#consent-text", Static).update(self._words(self.consent))
        objections = self.consent.objections
        listing = self.listing
        style = {"open": "bold"}
        self.fill_listing([(one.row.objection_id, one, style.get(one.row.status, "dim")) for one in objections])
        listing.display = bool(objections)
        advice = self.query_one("#advice", Static)
        advice.display = not objections
        advice.update(plain(self._advice(self.consent)))
        if objections:
            listing.focus()
        self._show_objection()

    def _words(self, consent: Consent) -> Content:
        held = consent.last_round
        lines = [Content(one_line(line)) for line in consent.motion.text.splitlines()]
        if held is None:
            head = plain(_("No round yet"), "bold")
        else:
            open_ones = len(consent.motion.open_objections)
            said = ngettext("{count} objection open", "{count} objections open", open_ones).format(count=open_ones)
            begun = _("Round {number}, begun at {time}").format(number=held.number, time=time_of(held.started_at))
            head = joined((begun, "bold"), f" · {'●' if open_ones else '✓'} {said}")
        vote = consent.motion.standing
        if vote is not None:
            lines.append(joined((outcome_word(vote.outcome), "bold"), f"  {vote.sentence}"))
        return Content("\n").join([head, *lines])

    def _advice(self, consent: Consent) -> str:
        if consent.last_round is None:
            return _("R begins the first round: read the words aloud and go round for objections.")
        return _("No objection so far. O notes one; C decides once everybody was asked.")

    @property
    def current(self) -> ObjectionRow | None:
        """The objection under the cursor."""
        number = self.listing.current
        found = self.consent.objections if self.consent else []
        return next((one.row for one in found if one.row.objection_id == number), None)

    @on(DataTable.RowHighlighted, "#listing")
    def _show_objection(self) -> None:
        row = self.current
        lines: list[Content] = []
        if row is not None:
            settled = f" · {time_of(row.settled_at)}" if row.settled_at else ""
            status = _(OBJECTION_STATUSES[row.status])
            lines.append(joined((f"{SIGNS[row.status]} {row.person}", "bold"), f" · {status}{settled}"))
            lines.extend(Content(one_line(line)) for line in row.argument.splitlines())
            lines.extend(plain(f"→ {line}") for line in row.answer.splitlines())
        self.query_one("#consent-objection", Static).update(Content("\n").join(lines))

    # -- deeds -------------------------------------------------------------------------------------------------

    @background("deed")
    async def action_round(self) -> None:
        """Begin a round, in the words of the motion or in new ones."""
        if self.consent is None:
            return
        number = len(self.consent.motion.rounds) + 1
        fields = [Field("text", N_("Proposal"), "long", required=True, initial=self.consent.motion.text)]

        async def save(values: dict[str, Any]) -> None:
            await self.app.do(deeds.start_round, motion_id=self.motion_id, at=wall_clock(), text=values["text"])

        await ask(
            self.app,
            _("Round {number} of consent").format(number=number),
            fields,
            save,
            draft_key=f"round-{self.motion_id}-{number}",
        )

    @background("deed")
    async def action_object(self) -> None:
        """Note an objection in the round that is held."""
        held = self.consent.last_round if self.consent else None
        if held is None:
            self.app.say(_("Begin a round first, with R."), "warning")
            return
        fields = [
            Field("person_id", N_("Who"), "pick", required=True, find=("members",)),
            Field("argument", N_("Argument"), "long", required=True, help=N_("Why the proposal harms the group's aim")),
        ]

        async def save(values: dict[str, Any]) -> None:
            await self.app.do(deeds.object_to, round_id=held.round_id, **values)

        await ask(self.app, _("Objection"), fields, save, draft_key=f"objection-{held.round_id}")

    @background("deed")
    async def action_settle(self, status: str) -> None:
        """Say what became of the objection under the cursor."""
        row = self.current
        if row is None:
            return
        helps = {
            "integrated": N_("How the proposal meets it now; R begins a round with the new words"),
            "withdrawn": N_("What moved them; may stay empty"),
            "not_weighty": N_("Why the meeting finds it not weighty"),
        }
        fields = [
            Field(
                "answer",
                N_("Answer"),
                "long",
                required=status != "withdrawn",
                initial=row.answer or None,
                help=helps[status],
            )
        ]

        async def save(values: dict[str, Any]) -> None:
            await self.app.do(
                deeds.settle_objection,
                objection_id=row.objection_id,
                status=status,
                at=wall_clock(),
                answer=values["answer"],
            )

        title = _("Objection of {name}: {status}").format(name=row.person, status=_(OBJECTION_STATUSES[status]))
        await ask(self.app, title, fields, save)

    @background("deed")
    async def action_decide(self) -> None:
        """Decide by consent, asked first."""
        if self.consent is None:
            return
        if self.consent.last_round is None:
            self.app.say(_("Begin a round first, with R."), "warning")
            return
        waiting = len(self.consent.motion.open_objections)
        detail = ngettext(
            "{count} objection is open, so the proposal is not carried.",
            "{count} objections are open, so the proposal is not carried.",
            waiting,
        ).format(count=waiting)
        if not waiting:
            detail = _("No objection is open: the proposal is carried.")
        if await self.app.push_screen_wait(ConfirmScreen(_("Decide by consent now?"), detail)) and await self.decide(
            self.consent.motion
        ):
            self.dismiss(None)

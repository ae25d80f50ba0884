"""The minutes of a meeting on the desk: read, saved as a file, sent, and approved by a later meeting."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual.binding import BindingType

from coopadmin.domain.meetings import day_of
from coopadmin.errors import Refused
from coopadmin.exchange.minutes import markdown, page, stem, text
from coopadmin.formats import short_date
from coopadmin.i18n import N_, _
from coopadmin.services import minutes as deeds
from db.queries import minutes as queries
from db.queries.minutes import Minutes
from screens import commands
from screens.app import CoopApp
from screens.commands import Command
from screens.fields import Field
from screens.forms import ask
from screens.paper import Paper, PaperScreen
from screens.text import joined
from screens.undo import ask_undo
from screens.workers import background

SAVE_MARKDOWN = Command("save('md')", "s", N_("save"), N_("Save the minutes as a Markdown file, to edit or to mail"))
SAVE_PAGE = Command("save('html')", "h", N_("page to print"), N_("Save the minutes as a page to print on A4"))
SENT = Command("sent", "d", N_("sent"), N_("Note the day the minutes went round"))
APPROVE = Command("approve", "a", N_("approve"), N_("Note that a later meeting approved the minutes"))
REOPEN = Command("reopen", "o", N_("open again"), N_("Take the approval back, so that the meeting can be put right"))


async def show_minutes(app: CoopApp, meeting_id: int) -> None:
    """Show the minutes of a meeting over what is there; Escape goes back."""
    found = await app.read(queries.minutes, meeting_id)
    if found is None:
        return
    if found.opened_at is None:
        app.say(_("This meeting has not been opened yet, so there are no minutes."), "warning")
        return
    await app.push_screen(MinutesScreen(meeting_id))


class MinutesScreen(PaperScreen):
    """The minutes as text, and what becomes of them."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(
        [SAVE_MARKDOWN, SAVE_PAGE, SENT, APPROVE, REOPEN, commands.UNDO, commands.BACK]
    )

    SAVING = N_("Save the minutes")

    def __init__(self, meeting_id: int) -> None:
        super().__init__()
        self.meeting_id = meeting_id
        self.minutes: Minutes | None = None

    async def take_in(self) -> Paper:
        """Read the minutes; raises Refused where the meeting is gone."""
        found = self.minutes = await self.app.read(queries.minutes, self.meeting_id)
        if found is None:
            raise Refused(_("This record is no longer there; it was taken back."))
        where = f" › {short_date(found.held_on)}   {_standing(found, self.app)}   "
        return Paper(
            heading=joined(" ", (_("Minutes"), "bold"), where, (found.title, "$text-muted")),
            stem=stem(found),
            text=partial(text, found),
            markdown=partial(markdown, found),
            page=partial(page, found),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's form
        """Offer what can be done with minutes as they stand."""
        if action in ("sent", "approve"):
            return self.minutes is None or self.minutes.is_draft
        if action == "reopen":
            return self.minutes is not None and not self.minutes.is_draft
        return True

    @background("deed")
    async def action_sent(self) -> None:
        """Note the day the minutes went round."""
        if self.minutes is not None:
            await _note_sent(self.app, self.minutes)

    @background("deed")
    async def action_approve(self) -> None:
        """Note that a later meeting approved the minutes."""
        if self.minutes is not None:
            await _approve(self.app, self.minutes)

    @background("deed")
    async def action_reopen(self) -> None:
        """Take the approval back."""
        if self.minutes is not None:
            await _reopen(self.app, self.minutes)

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        await ask_undo(self.app)


def _standing(minutes: Minutes, app: CoopApp) -> str:
    """Say how far the minutes have come."""
    if minutes.approved_on is not None:
        return "✓ " + _("approved on {day}").format(day=short_date(minutes.approved_on))
    if minutes.closed_at is None:
        return "● " + _("the meeting is under way")
    if minutes.sent_on is not None:
        return "● " + _("sent on {day}, to be approved").format(day=short_date(minutes.sent_on))
    due = _("draft, to be sent by {day}").format(day=short_date(minutes.due_on))
    return f"{'▲' if minutes.due_on < app.today else '●'} {due}"


# -- what becomes of them ----------------------------------------------------------------------------------------


async def _note_sent(app: CoopApp, minutes: Minutes) -> None:
    field = Field(
        "sent_on",
        N_("Sent on"),
        "date",
        required=True,
        initial=minutes.sent_on or app.today,
        help=_("by {day} at the latest").format(day=short_date(minutes.due_on)),
    )

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.note_minutes_sent, meeting_id=minutes.meeting_id, **values)
        app.say(_("Noted: the minutes were sent on {day}. U takes it back.").format(day=short_date(values["sent_on"])))

    await ask(app, _("The minutes went round"), [field], save)


async def _approve(app: CoopApp, minutes: Minutes) -> None:
    later = await app.read(queries.approving, minutes.meeting_id, app.today)
    first = later[0] if later else None
    fields = [
        Field(
            "approved_in_id",
            N_("In which meeting"),
            "choice",
            initial=str(first.meeting_id) if first else None,
            choices=[(str(one.meeting_id), f"{short_date(day_of(one.starts_at))} {one.title}") for one in later],
            help=N_("a later one of the same body; empty where it is not in the store"),
        ),
        Field(
            "approved_on",
            N_("Approved on"),
            "date",
            required=not later,
            initial=None if later else app.today,
            help=N_("empty: on the day of that meeting") if later else "",
        ),
        Field(
            "changes",
            N_("Changes"),
            "long",
            help=N_("what the meeting had changed, in words; put it right in the meeting first. Empty for none"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        chosen = int(values.pop("approved_in_id") or 0)
        held = next((one for one in later if one.meeting_id == chosen), None)
        values["approved_on"] = values["approved_on"] or (day_of(held.starts_at) if held else app.today)
        await app.do(deeds.approve_minutes, meeting_id=minutes.meeting_id, approved_in_id=chosen or None, **values)
        app.say(_("Approved: the minutes of {day}. U takes it back.").format(day=short_date(minutes.held_on)))

    await ask(
        app,
        _("The minutes are approved"),
        fields,
        save,
        draft_key=f"minutes.approve.{minutes.meeting_id}",
        intro=_("From then on nothing of this meeting changes any more."),
    )


async def _reopen(app: CoopApp, minutes: Minutes) -> None:
    field = Field("reason", N_("Reason"), required=True, help=N_("it is kept in the note of the meeting"))

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.reopen_minutes, meeting_id=minutes.meeting_id, **values)
        app.say(_("The approval is taken back; the meeting can be put right. U undoes that."))

    await ask(app, _("Take the approval back"), [field], save)

"""A form over a page: says what it understood, shows each mistake under its field, and never loses work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from coopadmin.errors import ChangedMeanwhile, Invalid, Refused
from coopadmin.i18n import N_, _
from screens.app import CoopApp
from screens.boxes import PickBox, box_for
from screens.commands import LEAVE, SAVE, Command, bindings
from screens.fields import Field, FieldBox
from screens.help import HELP_HERE
from screens.meanwhile import choose_between
from screens.text import plain
from screens.typed import written
from screens.typed_ahead import is_asking
from screens.widgets.bars import KeyBar
from screens.workers import SEEN, background

EMPTY = Command("empty", "ctrl+r", N_("start over"), N_("Empty the form and forget what was typed before"))


class FormScreen(ModalScreen[bool]):
    """Asks for some fields and hands them to `save`; gives True once that went well.

    `save` gets the values by field name. What it raises as Invalid stands under the fields, and what it raises as
    Refused above the form; the form stays open. Leaving keeps what was typed as a draft under `draft_key`.
    """

    app = getters.app(CoopApp)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings([SAVE, LEAVE, EMPTY, HELP_HERE])]
    # A form looks the same at every width, so its styles need not be worked out once more for that.
    HORIZONTAL_BREAKPOINTS = []  # noqa: RUF012 - Textual's own form

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        save: Callable[[dict[str, Any]], Awaitable[None]],
        *,
        draft_key: str = "",
        intro: str = "",
    ) -> None:
        super().__init__()
        self.heading = title
        self.fields = fields
        self.save = save
        self.draft_key = draft_key
        self.intro = intro
        self.seen = SEEN.get()
        """How new what the form shows was when it was read."""
        self._said_first: Content | None = None
        """What stands above what the form is about: a refusal, or a word on a draft."""

    def compose(self) -> ComposeResult:
        """The title, the fields, and the keys."""
        with Vertical(classes="form"):
            yield Static(plain(self.heading, "bold"), id="form-title", markup=False)
            yield Static(self.intro, id="form-note", markup=False)
            with VerticalScroll(can_focus=False, id="form-fields"):
                for field in self.fields:
                    yield box_for(field)
            yield KeyBar()

    def on_mount(self) -> None:
        """Bring back a draft, and start in the first field."""
        draft = self.app.drafts.get(self.draft_key) if self.draft_key else None
        if draft:
            for box in self.boxes:
                if box.field.name in draft:
                    self._restore(box, draft[box.field.name])
        self._explain(
            plain(_("What you typed before is here again; Ctrl+R starts over."), "$text-muted") if draft else None
        )
        if self.boxes:
            self.boxes[0].focus_entry()

    @property
    def boxes(self) -> list[FieldBox]:
        """The fields on the screen, in order."""
        return list(self.query(FieldBox))

    @property
    def touched(self) -> bool:
        """Tell whether anything was typed."""
        return any(box.touched for box in self.boxes)

    def _restore(self, box: FieldBox, kept: Any) -> None:
        if isinstance(box, PickBox):
            text, picked = kept
            if picked is not None:
                box.pick(picked, text)
        else:
            box.text = kept

    def action_leave(self) -> None:
        """Go back; what was typed is kept until the desk is closed. What is being saved is waited for."""
        if is_asking(self):
            return
        if self.draft_key:
            if self.touched:
                kept = {box.field.name: box.draft if isinstance(box, PickBox) else box.text for box in self.boxes}
                self.app.drafts[self.draft_key] = kept
                self.app.say(_("Kept as a draft: open the form again to go on."))
            else:
                self.app.drafts.pop(self.draft_key, None)
        self.dismiss(False)

    def action_empty(self) -> None:
        """Begin the form anew."""
        self.app.drafts.pop(self.draft_key, None)
        self._explain()
        for box in self.boxes:
            if isinstance(box, PickBox):
                box.picked = box.field.initial
            if box.touched:
                self._first_text(box)
            box.show_understood()
        if self.boxes:
            self.boxes[0].focus_entry()

    def _first_text(self, box: FieldBox) -> None:
        if isinstance(box, PickBox) and box.field.initial is not None:
            box.pick(box.field.initial, box.field.shown)
        else:
            box.text = written(box.field)

    @background("save")
    async def action_save(self) -> None:
        """Check every field, then save; the first mistake gets the cursor, and nothing said before lies over it."""
        self.app.clear_notifications()
        values: dict[str, Any] = {}
        first_wrong: FieldBox | None = None
        for box in self.boxes:
            if box.show_mistake():
                first_wrong = first_wrong or box
            else:
                values[box.field.name] = box.value()
                box.show_understood()
        if first_wrong is not None:
            first_wrong.point_out()
            return
        self._explain()
        SEEN.set(self.seen)
        if await self._saved(values):
            self.app.drafts.pop(self.draft_key, None)
            self.dismiss(True)

    async def _saved(self, values: dict[str, Any]) -> bool:
        try:
            await self.save(values)
        except ChangedMeanwhile as changed:
            return await self._choose_between(changed, values)
        except Invalid as invalid:
            self._show_problems(invalid)
            return False
        except Refused as refused:
            self._warn(str(refused))
            return False
        return True

    async def _choose_between(self, changed: ChangedMeanwhile, values: dict[str, Any]) -> bool:
        """Show what somebody else made of it beside what is typed here, and do what the person chooses."""
        chosen = await choose_between(self.app, changed)
        if chosen == "ours":
            SEEN.set(self.seen.saving_over(changed.shown) if self.seen else None)
            return await self._saved(values)
        if chosen == "theirs":
            self.app.drafts.pop(self.draft_key, None)
            self.dismiss(False)
            self.app.mark_changed()
        return False

    def _show_problems(self, invalid: Invalid) -> None:
        by_name = {box.field.name: box for box in self.boxes}
        elsewhere: list[str] = []
        for problem in reversed(invalid.problems):
            box = by_name.get(problem.field)
            if box is None:
                elsewhere.append(problem.message)
            else:
                box.say(problem.message, wrong=True)
                box.point_out()
        if elsewhere:
            self._warn("\n".join(reversed(elsewhere)))

    def explain_anew(self, intro: str) -> None:
        """Say what the form is about in other words, now that more is known; what was said above it stays."""
        self.intro = intro
        self._explain(self._said_first)

    def _warn(self, message: str) -> None:
        self._explain(plain(f"▲ {message}", "$error"))

    def _explain(self, first: Content | None = None) -> None:
        """Show what the form is about, with what must be said first above it."""
        self._said_first = first
        parts = [part for part in (first, Content(self.intro) if self.intro else None) if part is not None]
        note = self.query_one("#form-note", Static)
        note.update(Content("\n").join(parts))
        note.display = bool(parts)


async def ask(
    app: CoopApp,
    title: str,
    fields: Sequence[Field],
    save: Callable[[dict[str, Any]], Awaitable[None]],
    *,
    draft_key: str = "",
    intro: str = "",
) -> bool:
    """Show a form and wait; tells whether it was saved. Call it from a worker."""
    return await app.push_screen_wait(FormScreen(title, fields, save, draft_key=draft_key, intro=intro))

"""The copies of the store: which there are, whether each is whole and what it holds, and how they are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList

from coopadmin.domain.backups import WHYS, Thinning, size_text
from coopadmin.formats import moment_text
from coopadmin.i18n import N_, _, ngettext
from db import doctor
from db.backup_folders import CopyFile, Keeping, folders, keeping_of, listed
from db.backup_inside import Glance, glance, held_text
from db.backups import thinning_of
from db.files import is_encrypted
from screens import commands
from screens.backups import forms
from screens.commands import Command
from screens.lines import Line, LinesScreen, heading
from screens.text import joined
from screens.workers import background

REMOVE = Command(
    "remove_copy", "delete", N_("remove"), N_("Remove the copy under the cursor for good; it is asked first")
)
MAKE = Command("make_copy", "x", N_("make a copy"), N_("Make a verified copy of the store, to a place you choose"))

Key = tuple[Path, int, int]
"""A copy as it was looked through: its file, its size, and how much had been changed on the desk until then."""


class BackupsScreen(LinesScreen):
    """Copies, newest first; each is looked through behind the list, for that takes a while."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([MAKE, REMOVE])
    BACK_TO: ClassVar[str] = "association"
    WHOLE = True
    BEYOND = True

    def __init__(self) -> None:
        super().__init__()
        self._copies: tuple[CopyFile, ...] = ()
        self._known: dict[Key, Glance] = {}
        """What was found of each copy."""

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """List the copies, and how they are kept."""
        keeping = keeping_of(self.app.store_path, self.app.preferences)
        copies = await asyncio.to_thread(listed, keeping)
        rule = await asyncio.to_thread(thinning_of, keeping.path, self.app.today)
        kept = await asyncio.to_thread(lambda: list(_keeping(keeping, rule)))
        # The copies change together with their lines, which say what was found until now: nothing is waited for here.
        self._copies = copies
        count = len(copies)
        told = ngettext("{count} copy", "{count} copies", count).format(count=count)
        return joined(" ", (_("Copies of the store"), "bold"), f"   {told}"), [*self._listed(), *kept]

    def once_shown(self) -> None:
        """Begin to look through the copies that were not looked through yet."""
        self._look_through()

    def _listed(self) -> Iterator[Line]:
        yield heading(_("Enter looks inside, and puts back"))
        for one in self._copies:
            yield self._line(one)
        if not self._copies:
            yield Line(_("None yet: one is made when the desk is closed after work."))

    def _key(self, one: CopyFile) -> Key:
        """Name what is found of a copy from now on: the deeds since are others after each change."""
        return one.file, one.size, self.app.changes

    def _line(self, one: CopyFile) -> Line:
        found = self._known.get(self._key(one))
        sign, style, said = "", "", _("being looked through …")
        if found is not None and found.fault:
            sign, style, said = "▲", "$error", found.fault
        elif found is not None and found.inside is not None:
            sign, said = "✓", held_text(found.inside)
        elif found is not None:
            asks = _("Enter asks for your key") if one.sealed else _("Enter asks for it")
            sign, said = "○", f"{found.closed} · {asks}"
        label = f"{moment_text(one.stamp.moment)}  {_(WHYS[one.stamp.why])}"
        told = f"{size_text(one.size)} · {said}"
        return Line(label, told, partial(forms.look, copy=one), sign, style, what=one.file, cut=True)

    @background("look")
    async def _look_through(self) -> None:
        """Look through one copy after the other, and show of each what was found as soon as it is known."""
        path = self.app.store_path
        for place, one in enumerate(self._copies, 1):
            key = self._key(one)
            if key in self._known:
                continue
            self._known[key] = await asyncio.to_thread(glance, one, path)
            self._lines[place] = self._line(one)
            shown = self._option(self._lines[place], self._label_width())
            self.query_one("#items", OptionList).replace_option_prompt_at_index(place, shown.prompt)

    @background("deed")
    async def action_make_copy(self) -> None:
        """Make a copy at a place of one's choice."""
        await forms.make(self.app)
        if self.is_current:
            self.read_anew()

    @background("deed")
    async def action_remove_copy(self) -> None:
        """Remove the copy under the cursor."""
        place = self.query_one("#items", OptionList).highlighted
        if place is None or not 1 <= place <= len(self._copies):
            self.app.say(_("Put the cursor on the copy that is to go."), "warning")
        elif await forms.remove(self.app, self._copies[place - 1]) and self.is_current:
            self.read_anew()


def _trouble_with(keeping: Keeping, chosen: Path) -> str:
    if not chosen.is_dir():
        return _("{folder} is not there; copies lie beside the store meanwhile").format(folder=chosen)
    if doctor.is_closed(keeping):
        return _("{folder} cannot be written in; copies lie beside the store meanwhile").format(folder=chosen)
    return ""


def _keeping(keeping: Keeping, rule: Thinning) -> Iterator[Line]:
    yield heading(_("How copies are kept"))
    if keeping.folder is None:
        yield Line(_("Folder"), str(folders(keeping)[0]), forms.choose_place)
    else:
        trouble = _trouble_with(keeping, keeping.folder)
        sign, style = ("▲", "$warning") if trouble else ("", "")
        yield Line(_("Folder"), trouble or str(folders(keeping)[-1]), forms.choose_place, sign, style)
    count = len(keeping.recipients)
    keys = ngettext("for {count} key or file of keys", "for {count} keys or files of keys", count).format(count=count)
    none = _("as the store is, with its passphrase") if is_encrypted(keeping.path) else _("no")
    yield Line(_("Encrypted"), keys if count else none, forms.choose_place)
    yield Line(_("Made"), _("at the end of a working day, before an import, a bank file and a new form of the store"))
    thinned = _("all of {days} days, then one a week for {weeks} weeks, then one a month for {months} months")
    yield Line(_("Kept"), thinned.format(days=rule.days, weeks=rule.weeks, months=rule.months))
    yield Line("", _("the numbers are rules of the association; what a person made stays until a person removes it"))
    yield heading(_("Besides"))
    yield Line(_("Make a copy"), _("to a place you choose, encrypted where you wish"), forms.make)
    yield Line(_("Look into another copy"), _("from a stick, or from another computer"), forms.open_elsewhere)

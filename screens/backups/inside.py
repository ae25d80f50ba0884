"""A look into one copy: what it holds, which deeds would be lost by it, and putting it back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from coopadmin.domain.backups import WHYS, size_text
from coopadmin.errors import CoopadminError
from coopadmin.formats import moment_text
from coopadmin.i18n import N_, _, ngettext
from db.backup_folders import CopyFile, is_locked
from db.backup_inside import COUNTED, Inside, fault_of, look_inside
from db.files import require_library
from screens import commands
from screens.app import CoopApp
from screens.backups import forms
from screens.commands import Command
from screens.lines import Line, LinesScreen, heading
from screens.text import joined
from screens.workers import background

PUT_BACK = Command("put_back", "r", N_("put back"), N_("Put this copy in the place of the store; it is asked first"))

REMOVE = Command("remove_copy", "delete", N_("remove"), N_("Remove this copy for good; it is asked first"))


class InsideScreen(LinesScreen):
    """What a copy holds, held against the store of now."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([PUT_BACK, REMOVE])
    WHOLE = True

    def __init__(self, copy: CopyFile, identity: Path | None) -> None:
        super().__init__()
        self.copy = copy
        self.identity = identity
        self.inside: Inside | None = None
        self.locked = False
        """It opens with a passphrase that was not given yet."""

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Look whether the copy is whole, and what is in it; one that is encrypted is opened for that."""
        try:
            fault, self.inside = await asyncio.to_thread(self._look)
        except CoopadminError as error:
            fault, self.inside = str(error), None
        about = f"   {moment_text(self.copy.stamp.moment)} · {_(WHYS[self.copy.stamp.why])}"
        lines = [*self._about(fault)]
        if self.inside is not None:
            lines += [*_held(self.inside), *_lost(self.inside)]
        self.refresh_bindings()
        return joined(" ", (_("Inside a copy"), "bold"), about), lines

    def _look(self) -> tuple[str, Inside | None]:
        path = self.app.store_path
        with forms.plain_of(self.copy, path, self.identity) as plain:
            self.locked = is_locked(plain)
            if self.locked:
                require_library()
                return "", None
            fault = fault_of(plain)
            return fault, None if fault else look_inside(plain, path)

    def _about(self, fault: str) -> Iterator[Line]:
        yield heading(_("The copy"))
        yield Line(_("File"), str(self.copy.file))
        yield Line(_("Size"), size_text(self.copy.size) + (" · " + _("encrypted") if self.copy.sealed else ""))
        if fault:
            yield Line(_("Cannot be used"), fault, sign="▲", style="$error")
            return
        if self.locked:
            yield Line(_("Passphrase"), _("it was made under another one: Enter asks for it"), self._unlock, "○")
            return
        yield Line(_("Checked"), _("the whole file was read and is as it should be"), sign="✓")
        yield Line(_("Put it back"), _("R or Enter; what it means is said first"), self._put_back)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a copy be put back only where it was opened and is whole."""
        return super().check_action(action, parameters) and (action != "put_back" or self.inside is not None)

    async def _put_back(self, app: CoopApp) -> None:
        if self.inside is not None:
            await forms.put_back(app, self.copy, self.inside, self.identity)

    async def _unlock(self, app: CoopApp) -> None:
        await forms.open_with_passphrase(app, self.copy, self.identity)

    @background("deed")
    async def action_remove_copy(self) -> None:
        """Remove the copy for good, and go back to the list."""
        if await forms.remove(self.app, self.copy) and self.is_current:
            self.app.pop_screen()

    @background("deed")
    async def action_put_back(self) -> None:
        """Put the copy in the place of the store."""
        await self._put_back(self.app)

    def action_back(self) -> None:
        """Go back to the list."""
        self.app.pop_screen()


async def _read_on(_app: CoopApp) -> None:
    """Do nothing: the cursor stands on such a line so that a long list can be read to its end."""


def _held(inside: Inside) -> Iterator[Line]:
    yield heading(_("What it holds"))
    yield Line(_("Co-operative"), inside.cooperative)
    for name, count in inside.counts.items():
        if count is not None:
            yield Line(_(COUNTED[name]), str(count))
    if inside.last is not None:
        said = f"{moment_text(inside.last.at.astimezone())} · {inside.last.what} · {inside.last.actor}"
        yield Line(_("Last deed"), said)


def _lost(inside: Inside) -> Iterator[Line]:
    against = inside.against
    yield heading(_("What would be lost by putting it back"))
    if inside.opening:
        yield _warned(inside.opening, "$warning")
    if against is None or not against.same_store:
        yield _warned(forms.consequences(inside)[0], "$error")
        return
    if not against.lost_count:
        yield Line(_("Nothing was done since: no deed would be lost."), sign="✓")
    else:
        count = against.lost_count
        told = ngettext("{count} deed done since:", "{count} deeds done since:", count).format(count=count)
        yield Line(told, sign="▲", style="$warning")
    for one in against.lost:
        yield Line(f"  {moment_text(one.at.astimezone())}", f"{one.what} · {one.actor}", _read_on)
    if against.lost_count > len(against.lost):
        yield Line("  …")
    if against.gained_count:
        count = against.gained_count
        told = ngettext(
            "It has {count} deed that the store has not: it was made before another copy was put back.",
            "It has {count} deeds that the store has not: it was made before another copy was put back.",
            count,
        )
        yield Line(told.format(count=count), sign="●")
    if against.returning:
        count = against.returning
        told = ngettext(
            "{count} person whose data was cleared since would be back; clear it again.",
            "{count} people whose data was cleared since would be back; clear it again.",
            count,
        )
        yield Line(told.format(count=count), sign="▲", style="$warning")


def _warned(sentence: str, style: str) -> Line:
    """Put the sign that a sentence begins with where the signs of the other lines stand."""
    bare = sentence.removeprefix("▲ ")
    return Line(bare, sign="▲" if bare != sentence else "", style=style)

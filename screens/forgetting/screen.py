"""Forgetting: whose data is to be cleared and why, who is kept until when, and which backups still hold whom."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from coopadmin.formats import short_date
from coopadmin.i18n import N_, _, ngettext
from db.backup_folders import Keeping, folders, keeping_of
from db.queries import forgetting as queries
from db.queries import forgetting_people, forgetting_words
from db.queries.forgetting import Kept, Overview, ToClear
from db.queries.forgetting_words import Aged
from db.sweeping import OldCopy, old_copies
from screens import commands
from screens.backups import forms as backups
from screens.commands import Command
from screens.forgetting import forms, people, words
from screens.lines import Line, LinesScreen, heading
from screens.text import joined
from screens.workers import background

CLEAR = Command("clear", "c", N_("clear"), N_("Clear everybody whose day has come, and old words; each is asked first"))


class ForgettingScreen(LinesScreen):
    """What is to be cleared, what is kept, and the backups that hold more than the store."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([CLEAR])
    BACK_TO: ClassVar[str] = "association"
    WHOLE: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.overview: Overview | None = None
        self.left: Sequence[ToClear] = ()
        self.old: Sequence[Aged] = ()
        """The people who left and the words that are due."""

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Read who is due and who is kept, and look at the copies beside the store."""
        app = self.app
        found = self.overview = await app.read(queries.overview, app.today)
        left = await app.read(forgetting_people.overview, app.today)
        old = await app.read(forgetting_words.overview, app.today)
        self.left, self.old = left.due, [one for one in old if one.due]
        copies = await asyncio.to_thread(_copies_of_before, keeping_of(app.store_path, app.preferences))
        lines = [
            *_unswept(found),
            *_due(found),
            *_asking(found),
            *_kept(found),
            *people.lines(left),
            *words.lines(old),
            *_meaning(found),
            *_backups(
                _newest(found.last_cleared_on, left.last_cleared_on, *(one.last_cleared_on for one in old)), copies
            ),
        ]
        return joined(" ", (_("Clear personal data"), "bold"), f"   {_standing(len(found.due) + len(left.due))}"), lines

    @background("deed")
    async def action_clear(self) -> None:
        """Clear everybody whose day has come, and the words whose term is over: each kind is asked by itself."""
        if self.overview is None:
            return
        if self.overview.due or not (self.left or self.old):
            await forms.clear(self.app, self.overview.due)
        if self.left:
            await people.clear(self.app, self.left)
        for one in self.old:
            await words.clear(self.app, one)
        if self.is_current:
            self.read_anew()


def _copies_of_before(keeping: Keeping) -> tuple[OldCopy, ...]:
    return old_copies(keeping.path, folders(keeping))


def _standing(count: int) -> str:
    if not count:
        return _("nobody's data is to be cleared today")
    return ngettext(
        "the data of {count} person is to be cleared", "the data of {count} people is to be cleared", count
    ).format(count=count)


def _unswept(found: Overview) -> Iterator[Line]:
    if found.unswept:
        text = _("still holds bytes of what was cleared: Enter cleans it")
        yield Line(_("The file"), text, forms.sweep, sign="▲", style="$error")


def _due(found: Overview) -> Iterator[Line]:
    yield heading(_("Candidates: to be cleared"))
    if not found.due:
        yield Line(_("Nobody today."), sign="✓", style="$text-muted")
        return
    count = len(found.due)
    label = ngettext("Clear {count} candidate", "Clear all {count} candidates", count).format(count=count)
    yield Line(label, _("C or Enter; it cannot be taken back"), partial(forms.clear, due=found.due))
    for one in found.due:
        text = f"{_('since {day}').format(day=short_date(one.from_on))} · {one.why[0]}"
        run = partial(forms.clear, due=(one,))
        yield Line(_called(one.number, one.name), text, run, sign="▲", style="$error", cut=True)


def _called(number: str, name: str) -> str:
    return f"{number} {name}".strip()


def _asking(found: Overview) -> Iterator[Line]:
    if found.asking:
        yield heading(_("Their day is over, but something must be done first"))
    for one in found.asking:
        yield Line(
            _called(one.number, one.name),
            "; ".join(one.asks),
            partial(forms.choose, kept=one),
            sign="●",
            style="$warning",
            cut=True,
        )


def _kept(found: Overview) -> Iterator[Line]:
    if found.kept:
        yield heading(_("Kept"))
    for one in found.kept:
        yield Line(
            _called(one.number, one.name),
            _kept_text(one),
            partial(forms.choose, kept=one),
            sign="●" if one.asks else "",
            cut=True,
        )


def _kept_text(one: Kept) -> str:
    # Without a last day it is what comes last that keeps them; with one, the line before the day itself.
    if one.until is None:
        return "; ".join((one.why[-1], *one.asks))
    until = _("until {day}").format(day=short_date(one.until))
    return f"{until} · {'; '.join((*one.why[2:-1], one.why[0], *one.asks))}"


def _newest(*days: date | None) -> date | None:
    return max((day for day in days if day is not None), default=None)


def _backups(last_cleared_on: date | None, copies: Sequence[OldCopy]) -> Iterator[Line]:
    if last_cleared_on is None:
        return
    yield heading(_("Backups that hold more than the store"))
    for one in copies:
        text = ngettext(
            "{day}, holds {count} person cleared since: back up anew (Enter), then remove it",
            "{day}, holds {count} people cleared since: back up anew (Enter), then remove it",
            one.people,
        )
        if not one.people:
            text = _("{day}, holds words that were cleared since: back up anew (Enter), then remove it")
        text = text.format(day=short_date(one.as_of), count=one.people)
        yield Line(one.file.name, text, partial(backups.renew, file=one.file), sign="●", style="$warning")
    text = _("made before {day}: back up anew (Enter), then remove those too")
    yield Line(_("Copies elsewhere"), text.format(day=short_date(last_cleared_on)), backups.make)


def _meaning(found: Overview) -> Iterator[Line]:
    yield heading(_("What clearing candidates does"))
    yield Line(_("Name, address, household, wishes and all free text about them go for good:"))
    yield Line(_("from the records, the search, the journal, the file and backups made after it."))
    yield Line(_("Number, days, outcomes, counts and reason codes stay: the choice is provable."))
    yield Line(_("Letters, minutes and exports that were saved as files are yours to remove."))
    days = ngettext(
        "Kept {count} day after the last file or list; longer only with consent.",
        "Kept {count} days after the last file or list; longer only with consent.",
        found.retention.number,
    )
    yield Line(days.format(count=found.retention.number))
    yield Line(_(found.retention.source))

"""Words older than their term, on the page of forgetting: counted by table and year, to be read, and cleared."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from coopadmin.domain.forgetting_words import KINDS, TABLES, told
from coopadmin.exchange import documents
from coopadmin.exchange.documents import Block, Heading
from coopadmin.exchange.documents import Line as Sentence
from coopadmin.exchange.documents import Lines as Sentences
from coopadmin.formats import short_date
from coopadmin.i18n import _, ngettext
from coopadmin.services import forgetting_words as services
from db.queries import forgetting_words as queries
from db.queries.forgetting_words import Aged, AgedRow
from screens import commands
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.forgetting.forms import say_done
from screens.forgetting.papers import SAVE_MARKDOWN, SAVE_PAGE
from screens.lines import Line, heading
from screens.paper import Paper, PaperScreen
from screens.text import joined

_MOST_READ = 2000
"""Rows that are written out; more than that nobody reads."""


def lines(found: Sequence[Aged]) -> Iterator[Line]:
    """Give the lines about words of every kind."""
    yield heading(_("Words older than their term"))
    for one in found:
        yield from _kind(one)
    yield Line(_("Names, accounts and notes go for good, in the journal too;"))
    yield Line(_("amounts, days and codes stay: every balance and report is as before."))


def _kind(found: Aged) -> Iterator[Line]:
    kind = found.span.kind
    if found.span.through is None:
        yield Line(_(KINDS[kind]), found.span.why, sign="✓", style="$text-muted")
        return
    day = short_date(found.span.through)
    if not found.due:
        yield Line(_(KINDS[kind]), _("nothing up to {day}").format(day=day), sign="✓", style="$text-muted")
    else:
        count = len(found.due)
        text = ngettext("{count} row up to {day}: Enter clears", "{count} rows up to {day}: Enter clears", count)
        yield Line(
            _(KINDS[kind]), text.format(count=count, day=day), partial(clear, found=found), sign="▲", style="$error"
        )
        yield Line(_("read them first"), _summary(found), _read(kind))
    for held, count, numbers in found.stays:
        text = ngettext("{count} row stays: {why}", "{count} rows stay: {why}", count)
        text = text.format(count=count, why=told([held]))
        yield Line(
            _(KINDS[kind]), " · ".join([text, ", ".join(numbers)] if numbers else [text]), sign="●", style="$warning"
        )


def _summary(found: Aged) -> str:
    years = sorted({year for _name, year, _count in found.groups})
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _read(kind: str) -> Callable[[CoopApp], Awaitable[object]]:
    async def run(app: CoopApp) -> None:
        await app.push_screen(WordsScreen(kind))

    return run


async def clear(app: CoopApp, found: Aged) -> None:
    """Ask whether to clear the words of a kind, counted by table and year, and do it. Call it from a worker."""
    count, kind = len(found.due), found.span.kind
    question = ngettext("Clear the words of {count} row for good?", "Clear the words of {count} rows for good?", count)
    detail = [
        _("It cannot be taken back. Amounts, days and accounts stay, and so does every balance."),
        found.span.why,
        "",
    ]
    detail += [f"{year} · {_(TABLES[name])}: {number}" for name, year, number in found.groups]
    app.clear_notifications()
    if not await app.push_screen_wait(ConfirmScreen(question.format(count=count), "\n".join(detail))):
        return
    done = await app.do(services.clear_words, kind=kind, on=app.today)
    text = ngettext("The words of {count} row are cleared.", "The words of {count} rows are cleared.", done.result)
    await say_done(app, text.format(count=done.result))


class WordsScreen(PaperScreen):
    """Every row whose words are to be cleared, and those that stay, with why."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([SAVE_MARKDOWN, SAVE_PAGE, commands.BACK])

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    async def take_in(self) -> Paper:
        """Read the rows as they stand today."""
        found = await self.app.read(queries.aged, self.kind, self.app.today)
        blocks = tuple(_blocks(found))
        title = joined(" ", (_("Words older than their term"), "bold"), f" › {_(KINDS[self.kind])}")
        return Paper(
            heading=title,
            stem=_("words-to-clear"),
            text=partial(documents.plain, blocks),
            markdown=partial(documents.markdown, blocks),
            page=partial(documents.page, blocks),
        )


def _blocks(found: Aged) -> Iterator[Block]:
    yield Heading(1, _("Words older than their term"))
    yield Sentence(found.span.why)
    for name in dict.fromkeys(row.source.name for row in found.rows):
        yield Heading(2, _(TABLES[name]))
        rows = [row for row in found.rows if row.source.name == name]
        yield Sentences(tuple(_row(row) for row in rows[:_MOST_READ]))
        if len(rows) > _MOST_READ:
            yield Sentence(_("and {count} more").format(count=len(rows) - _MOST_READ))


def _row(row: AgedRow) -> Sentence:
    words = " · ".join(row.words) or _("in the journal only")
    stays = _("stays: {why}").format(why=told([row.held])) if row.held else ""
    return Sentence(" · ".join(part for part in (words, stays) if part), lead=short_date(row.day))

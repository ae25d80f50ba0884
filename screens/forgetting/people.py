"""People who left, on the page of forgetting: who is to be cleared and why, what keeps others, and one deed for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from coopadmin.formats import short_date
from coopadmin.i18n import _, ngettext
from coopadmin.services import forgetting_people as services
from db.queries.forgetting import Kept, ToClear
from db.queries.forgetting_people import Leavers
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.forgetting import requests
from screens.forgetting.forms import say_done
from screens.lines import Line, heading

_MOST = 40
"""People named of those whose day is still to come; the soonest first."""


def lines(found: Leavers) -> Iterator[Line]:
    """Give the lines about people who left."""
    yield heading(_("People who left: to be cleared"))
    if found.due:
        count = len(found.due)
        label = ngettext("Clear {count} person", "Clear all {count} people", count).format(count=count)
        yield Line(label, _("Enter; it cannot be taken back"), partial(clear, due=found.due))
    else:
        yield Line(_("Nobody today."), sign="✓", style="$text-muted")
    for one in found.due:
        text = f"{_('since {day}').format(day=short_date(one.from_on))} · {one.why[0]}"
        yield Line(f"{one.number} {one.name}", text, partial(clear, due=(one,)), sign="▲", style="$error", cut=True)
    if found.asking:
        yield heading(_("People who left: their day is over, but something is open"))
    for one in found.asking:
        yield Line(
            f"{one.number} {one.name}",
            "; ".join(one.asks),
            partial(requests.choose, kept=one),
            sign="●",
            style="$warning",
            cut=True,
        )
    yield from _kept(found.kept)
    yield heading(_("What clearing people who left does"))
    yield Line(_("Name, addresses, account and all free text about them go for good, in the journal too."))
    yield Line(_("“Former member” and the number stand where the name stood; days, counts and votes stay."))
    yield Line(_("The books keep what a bank line says of them, until their own term is over (below)."))
    yield Line(found.retention.because(_months(found.retention.number)))


def _months(number: int) -> str:
    return ngettext("Kept {count} month after the last tie", "Kept {count} months after the last tie", number).format(
        count=number
    )


def _kept(kept: Sequence[Kept]) -> Iterator[Line]:
    if kept:
        yield heading(_("People who left: kept"))
    for one in kept[:_MOST]:
        until = "" if one.until is None else _("until {day}").format(day=short_date(one.until))
        text = " · ".join(part for part in (until, "; ".join((*one.why[:1], *one.asks))) if part)
        run = partial(requests.choose, kept=one)
        yield Line(f"{one.number} {one.name}", text, run, sign="●" if one.asks else "", cut=True)
    if len(kept) > _MOST:
        yield Line(_("and {count} more, later").format(count=len(kept) - _MOST))


async def clear(app: CoopApp, due: Sequence[ToClear]) -> None:
    """Ask whether to clear these people, with how each day was made, and do it. Call it from a worker."""
    question = ngettext(
        "Clear the data of {count} person for good?", "Clear the data of {count} people for good?", len(due)
    ).format(count=len(due))
    detail = [_("It cannot be taken back. Money, decisions, days and counts stay, under the number.")]
    for one in due:
        detail += ["", f"{one.number} {one.name}", *(f"  {line}" for line in one.why)]
    app.clear_notifications()
    if not await app.push_screen_wait(ConfirmScreen(question, "\n".join(detail))):
        return
    done = await app.do(services.clear_people, person_ids=[one.who_id for one in due], on=app.today)
    told = ngettext(
        "The data of {count} person who left is cleared.",
        "The data of {count} people who left is cleared.",
        done.result,
    )
    await say_done(app, told.format(count=done.result))

"""Answering somebody who asks to be forgotten, from the command line; they go by their number, never by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from coopadmin import settings
from coopadmin.cli.output import put, put_json, say
from coopadmin.cli.stores import open_store
from coopadmin.domain.forgetting_requests import Answer
from coopadmin.errors import Refused
from coopadmin.formats import quoted
from coopadmin.i18n import _

if TYPE_CHECKING:
    from db.store import Store


def erase(path: Path, number: str, *, yes: bool, as_json: bool) -> int:
    """Say what goes now and what stays, and with `yes` clear what goes.

    Raises Refused where there is nobody of that number, or with `yes` something stands in the way.
    """
    store = open_store(path)
    on = settings.today()
    is_candidate, found = _answer(store, number, on)
    # Where something comes first the deed refuses, and says what.
    clears = yes and bool(found.goes or found.first)
    batch = _clear(store, found, on, is_candidate=is_candidate) if clears else None
    if as_json:
        put_json(
            {
                "candidate" if is_candidate else "person": found.number,
                "goes": list(found.goes),
                "stays": [{"what": what, "why": why} for what, why in found.stays],
                "first": list(found.first),
                "cleared": clears,
                "batch": batch,
                "clean": not store.unswept,
            }
        )
    else:
        _put(found, cleared=clears)
    if store.unswept:
        say(store.unswept)
    return 0


def _answer(store: Store, number: str, on: date) -> tuple[bool, Answer]:
    """Tell whether it is a candidate who goes by a number, and give the answer; raises Refused where there is none."""
    from db.queries.forgetting_asked import asked

    who = store.read(asked, number, on)
    if who is None or (who.answer is None and not who.is_candidate):
        raise Refused(_("There is nobody with number {number}.").format(number=quoted(number)))
    if who.answer is None:
        told = _(
            "What was kept of {number} as a candidate was cleared before; a member or a tenant is asked for "
            "by their own number."
        )
        raise Refused(told.format(number=quoted(number)))
    return who.is_candidate, who.answer


def _clear(store: Store, found: Answer, on: date, *, is_candidate: bool) -> int | None:
    """Clear what the answer says goes; gives the batch."""
    from coopadmin.services.forgetting import clear_at_request
    from coopadmin.services.forgetting_people import clear_people
    from coopadmin.services.forgetting_requests import clear_at_wish

    if is_candidate:
        return store.do(clear_at_request, candidate_id=found.who_id, on=on).batch
    if found.whole:
        return store.do(clear_people, person_ids=[found.who_id], on=on, asked=True).batch
    return store.do(clear_at_wish, person_id=found.who_id, on=on).batch


def _put(found: Answer, *, cleared: bool) -> None:
    for line in found.first:
        put(_("first: {what}").format(what=line))
    for line in found.goes:
        put(_("goes: {what}").format(what=line))
    for what, why in found.stays:
        put(_("stays: {what} · {why}").format(what=what, why=why))
    if cleared:
        put(_("The data of {number} that goes is cleared.").format(number=found.number))
    elif not found.first and not found.goes:
        say(_("Nothing of {number} goes now.").format(number=found.number))
    elif found.goes:
        say(_("Nothing was cleared. To clear it for good: coopadmin erase {number} --yes").format(number=found.number))

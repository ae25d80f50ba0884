"""Answering somebody who asks to be forgotten, from the command line; they go by their number, never by name."""

from __future__ import annotations

from collections.abc import Callable
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
    found, clear = _asked(store, number, settings.today())
    # Where something comes first the deed refuses, and says what.
    clears = yes and bool(found.goes or found.first)
    batch = clear() if clears else None
    if as_json:
        put_json(
            {
                "person": found.number,
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


def _asked(store: Store, number: str, on: date) -> tuple[Answer, Callable[[], int | None]]:
    """Give the answer to a person or a candidate, and what clears what goes."""
    from coopadmin.services.forgetting import clear_at_request
    from coopadmin.services.forgetting_people import clear_people
    from coopadmin.services.forgetting_requests import clear_at_wish
    from db.queries.forgetting_requests import answer, answer_to_candidate
    from db.queries.person_data import candidate_numbered, person_numbered

    person_id = store.read(person_numbered, number)
    candidate_id = store.read(candidate_numbered, number) if person_id is None else None
    if person_id is not None:
        found = store.read(answer, person_id, on)
    else:
        found = None if candidate_id is None else store.read(answer_to_candidate, candidate_id, on)
    if found is None:
        if candidate_id is not None:
            raise Refused(_("Their data was cleared before."))
        raise Refused(_("There is nobody with number {number}.").format(number=quoted(number)))
    who_id, whole = found.who_id, found.whole

    def clear() -> int | None:
        if person_id is None:
            return store.do(clear_at_request, candidate_id=who_id, on=on).batch
        if whole:
            return store.do(clear_people, person_ids=[who_id], on=on, asked=True).batch
        return store.do(clear_at_wish, person_id=who_id, on=on).batch

    return found, clear


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

"""Answering somebody who asks to be forgotten, from the command line; they go by their number, never by name."""

from __future__ import annotations

from pathlib import Path

from coopadmin import settings
from coopadmin.cli.output import put, put_json, say
from coopadmin.cli.stores import open_store
from coopadmin.domain.forgetting_requests import Answer
from coopadmin.errors import Refused
from coopadmin.formats import quoted
from coopadmin.i18n import _


def erase(path: Path, number: str, *, yes: bool, as_json: bool) -> int:
    """Say what goes now and what stays, and with `yes` clear what goes.

    Raises Refused where there is nobody of that number, or with `yes` something stands in the way.
    """
    from coopadmin.services.forgetting_people import clear_people
    from coopadmin.services.forgetting_requests import clear_at_wish
    from db.queries.forgetting_requests import answer
    from db.queries.person_data import person_numbered

    store = open_store(path)
    on = settings.today()
    person_id = store.read(person_numbered, number)
    found = None if person_id is None else store.read(answer, person_id, on)
    if found is None:
        raise Refused(_("There is nobody with number {number}.").format(number=quoted(number)))
    batch: int | None = None
    if yes and found.whole:
        batch = store.do(clear_people, person_ids=[found.person_id], on=on, asked=True).batch
    elif yes:
        batch = store.do(clear_at_wish, person_id=found.person_id, on=on).batch
    if as_json:
        put_json(
            {
                "person": found.number,
                "goes": list(found.goes),
                "stays": [{"what": what, "why": why} for what, why in found.stays],
                "first": list(found.first),
                "cleared": yes,
                "batch": batch,
                "clean": not store.unswept,
            }
        )
    else:
        _put(found, cleared=yes)
    if store.unswept:
        say(store.unswept)
    return 0


def _put(found: Answer, *, cleared: bool) -> None:
    for line in found.first:
        put(_("first: {what}").format(what=line))
    for line in found.goes:
        put(_("goes: {what}").format(what=line))
    for what, why in found.stays:
        put(_("stays: {what} · {why}").format(what=what, why=why))
    if cleared:
        put(_("The data of {number} that goes is cleared.").format(number=found.number))
    elif found.goes:
        say(_("Nothing was cleared. To clear it for good: coopadmin erase {number} --yes").format(number=found.number))

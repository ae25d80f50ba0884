"""Forgetting candidates from the command line: who is due and why by number, and clearing with one word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coopadmin import settings
from coopadmin.cli.output import put, put_json, say
from coopadmin.cli.stores import open_store
from coopadmin.formats import short_date
from coopadmin.i18n import _, ngettext


def forget(path: Path, *, yes: bool, as_json: bool) -> int:
    """Show whose data is to be cleared, and with `yes` clear it; candidates go by their number, never by name."""
    from coopadmin.services.forgetting import clear_candidates
    from db.queries import forgetting as queries
    from db.sweeping import old_copies

    store = open_store(path)
    on = settings.today()
    found = store.read(queries.overview, on)
    numbers = [one.candidate_id for one in found.due]
    done = store.do(clear_candidates, candidate_ids=numbers, on=on) if yes and numbers else None
    copies = old_copies(path)
    if as_json:
        put_json(
            {
                "on": on.isoformat(),
                "due": [
                    {"candidate": one.number, "from": one.from_on.isoformat(), "why": list(one.why)}
                    for one in found.due
                ],
                "asking": [{"candidate": one.number, "asks": list(one.asks)} for one in found.asking],
                "kept": len(found.asking) + len(found.kept),
                "cleared": done.result if done else 0,
                "batch": done.batch if done else None,
                "clean": not store.unswept,
                "backups": [
                    {"file": str(one.file), "on": one.as_of.isoformat(), "people": one.people} for one in copies
                ],
            }
        )
    else:
        _put(found, cleared=done.result if done else None)
        for one in copies:
            text = ngettext(
                "{file} (of {day}) still holds {count} person who was cleared: make a new backup, then remove it",
                "{file} (of {day}) still holds {count} people who were cleared: make a new backup, then remove it",
                one.people,
            )
            say(text.format(file=one.file, day=short_date(one.as_of), count=one.people))
    if done and store.unswept:
        say(store.unswept)
    return 0


def _put(found: Any, *, cleared: int | None) -> None:
    for one in found.due:
        why = "; ".join(one.why)
        put(_("{number} since {day}: {why}").format(number=one.number, day=short_date(one.from_on), why=why))
    for one in found.asking:
        say(_("{number} is kept past its day: {asks}").format(number=one.number, asks="; ".join(one.asks)))
    if not found.due:
        put(_("Nobody's data is to be cleared today."))
    elif cleared is None:
        say(_("Nothing was cleared. To clear it for good: coopadmin forget --yes"))
    else:
        told = ngettext(
            "The data of {count} candidate is cleared.", "The data of {count} candidates is cleared.", cleared
        )
        put(told.format(count=cleared))

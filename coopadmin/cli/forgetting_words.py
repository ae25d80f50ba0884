"""Words older than their term from the command line: counted by table and year, and cleared with one word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coopadmin import settings
from coopadmin.cli.forgetting import say_copies
from coopadmin.cli.output import put, put_json, say
from coopadmin.cli.stores import open_store
from coopadmin.domain.forgetting_words import TABLES, told
from coopadmin.formats import long_date
from coopadmin.i18n import _, ngettext

if TYPE_CHECKING:
    from db.queries.forgetting_words import Aged


def forget(path: Path, kind: str, *, yes: bool, as_json: bool) -> int:
    """Count the words that are to be cleared, and with `yes` clear them; no word of them is written."""
    from coopadmin.services.forgetting_words import clear_words
    from db.backup_folders import folders, keeping_of
    from db.queries import forgetting_words as queries
    from db.sweeping import old_copies

    store = open_store(path)
    on = settings.today()
    found = store.read(queries.aged, kind, on)
    done = store.do(clear_words, kind=kind, on=on) if yes and found.due else None
    copies = old_copies(path, folders(keeping_of(path)))
    if as_json:
        through = found.span.through
        put_json(
            {
                "on": on.isoformat(),
                "through": through.isoformat() if through else None,
                "why": found.span.why,
                "due": [{"table": name, "year": year, "count": count} for name, year, count in found.groups],
                "stays": [
                    {"why": told([held]), "count": count, "numbers": list(numbers)}
                    for held, count, numbers in found.stays
                ],
                "cleared": done.result if done else 0,
                "batch": done.batch if done else None,
                "clean": not store.unswept,
                "backups": [{"file": str(one.file), "on": one.as_of.isoformat()} for one in copies],
            }
        )
    else:
        _put(found, kind, done.result if done else None)
        say_copies(copies)
    if done and store.unswept:
        say(store.unswept)
    return 0


def _put(found: Aged, kind: str, cleared: int | None) -> None:
    for name, year, count in found.groups:
        put(_("{year} · {what}: {count}").format(year=year, what=_(TABLES[name]), count=count))
    for held, count, numbers in found.stays:
        text = ngettext("{count} stays: {why}", "{count} stay: {why}", count).format(count=count, why=told([held]))
        say(" · ".join([text, *([", ".join(numbers)] if numbers else [])]))
    if found.span.through is None:
        put(_("Nothing is cleared: {why}.").format(why=found.span.why))
    elif not found.due:
        put(_("No words up to {day} are to be cleared.").format(day=long_date(found.span.through)))
    elif cleared is None:
        say(_("Nothing was cleared. To clear it for good: coopadmin forget --yes") + f" --kind {kind}")
    else:
        told_so = ngettext("The words of {count} row are cleared.", "The words of {count} rows are cleared.", cleared)
        put(told_so.format(count=cleared))

"""Forgetting people from the command line: who is due and why by number, and clearing with one word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coopadmin import settings
from coopadmin.cli.output import put, put_json, say
from coopadmin.cli.stores import open_store
from coopadmin.domain.forgetting_words import KINDS as KINDS_OF_WORDS
from coopadmin.errors import WrongUse
from coopadmin.formats import quoted, short_date
from coopadmin.i18n import _, ngettext

if TYPE_CHECKING:
    from db.store import Store
    from db.sweeping import OldCopy


KINDS = ("candidates", "people")
WORDS = ("books", "calls", "bookings")
_KEYS = {"candidates": "candidate", "people": "person"}


def forget(path: Path, asked: str, *, yes: bool, as_json: bool) -> int:
    """Show whose data is to be cleared, and with `yes` clear it; people go by their number, never by name.

    Where no kind is `asked` for, candidates are meant, and how much is due of every other kind is said too.
    """
    from db.backup_folders import folders, keeping_of
    from db.sweeping import old_copies

    kind = asked or "candidates"
    if kind in WORDS:
        from coopadmin.cli import forgetting_words

        return forgetting_words.forget(path, kind, yes=yes, as_json=as_json)
    if kind not in KINDS:
        told = _("--kind: “{kind}” is not known here; choose one of: {known}")
        raise WrongUse(told.format(kind=quoted(kind), known=", ".join((*KINDS, *WORDS))))
    store = open_store(path)
    on = settings.today()
    found, clear = _people(store, on) if kind == "people" else _candidates(store, on)
    others = {} if asked else _others(store, on)
    done = clear() if yes and found.due else None
    copies = old_copies(path, folders(keeping_of(path)))
    if as_json:
        put_json(
            {
                "on": on.isoformat(),
                "due": [
                    {_KEYS[kind]: one.number, "from": one.from_on.isoformat(), "why": list(one.why)}
                    for one in found.due
                ],
                "asking": [{_KEYS[kind]: one.number, "asks": list(one.asks)} for one in found.asking],
                "kept": len(found.asking) + len(found.kept),
                "cleared": done.result if done else 0,
                "batch": done.batch if done else None,
                "clean": not store.unswept,
                "backups": [
                    {"file": str(one.file), "on": one.as_of.isoformat(), "people": one.people} for one in copies
                ],
                **({} if asked else {"due_by_kind": {kind: len(found.due), **others}}),
            }
        )
    else:
        _put(found, kind, cleared=done.result if done else None, others=others)
        _put_others(others)
        say_copies(copies)
    if done and store.unswept:
        say(store.unswept)
    return 0


def say_copies(copies: Iterable[OldCopy]) -> None:
    """Name the copies that hold more than the store, and what to do with them."""
    for one in copies:
        text = ngettext(
            "{file} (of {day}) still holds {count} person who was cleared: make a new backup, then remove it",
            "{file} (of {day}) still holds {count} people who were cleared: make a new backup, then remove it",
            one.people,
        )
        if not one.people:
            text = _("{file} (of {day}) still holds words that were cleared: make a new backup, then remove it")
        say(text.format(file=one.file, day=short_date(one.as_of), count=one.people))


def _candidates(store: Store, on: date) -> tuple[Any, Callable[[], Any]]:
    from coopadmin.services.forgetting import clear_candidates
    from db.queries import forgetting as queries

    found = store.read(queries.overview, on)
    numbers = [one.who_id for one in found.due]
    return found, lambda: store.do(clear_candidates, candidate_ids=numbers, on=on)


def _people(store: Store, on: date) -> tuple[Any, Callable[[], Any]]:
    from coopadmin.services.forgetting_people import clear_people
    from db.queries import forgetting_people as queries

    found = store.read(queries.overview, on)
    numbers = [one.who_id for one in found.due]
    return found, lambda: store.do(clear_people, person_ids=numbers, on=on)


def _others(store: Store, on: date) -> dict[str, int]:
    """Count what is due of the kinds that were not asked for."""
    from db.queries import forgetting_people, forgetting_words

    words = store.read(forgetting_words.overview, on)
    people = store.read(forgetting_people.overview, on)
    return {"people": len(people.due), **{one.span.kind: len(one.due) for one in words}}


def _put_others(others: Mapping[str, int]) -> None:
    for kind, count in others.items():
        if not count:
            continue
        if kind == "people":
            text = ngettext(
                "The data of {count} person who left is to be cleared: coopadmin forget --kind {kind}",
                "The data of {count} people who left is to be cleared: coopadmin forget --kind {kind}",
                count,
            ).format(count=count, kind=kind)
        else:
            text = ngettext(
                "{what}: the words of {count} row are to be cleared: coopadmin forget --kind {kind}",
                "{what}: the words of {count} rows are to be cleared: coopadmin forget --kind {kind}",
                count,
            ).format(what=_(KINDS_OF_WORDS[kind]), count=count, kind=kind)
        put(text)


def _put(found: Any, kind: str, *, cleared: int | None, others: Mapping[str, int]) -> None:
    for one in found.due:
        why = "; ".join(one.why)
        put(_("{number} since {day}: {why}").format(number=one.number, day=short_date(one.from_on), why=why))
    for one in found.asking:
        say(_("{number} is kept past its day: {asks}").format(number=one.number, asks="; ".join(one.asks)))
    if not found.due:
        nobody = _("Nobody's data is to be cleared today.")
        put(_("No candidate's data is to be cleared today.") if others.get("people") else nobody)
    elif cleared is None:
        more = "" if kind == "candidates" else f" --kind {kind}"
        say(_("Nothing was cleared. To clear it for good: coopadmin forget --yes") + more)
    elif kind == "people":
        told = ngettext(
            "The data of {count} person who left is cleared.",
            "The data of {count} people who left is cleared.",
            cleared,
        )
        put(told.format(count=cleared))
    else:
        told = ngettext(
            "The data of {count} candidate is cleared.", "The data of {count} candidates is cleared.", cleared
        )
        put(told.format(count=cleared))

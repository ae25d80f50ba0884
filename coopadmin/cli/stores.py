"""Opening the store for a command."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coopadmin import settings
from coopadmin.cli.output import say
from coopadmin.i18n import _

if TYPE_CHECKING:
    from db.store import Store


def open_store(path: Path) -> Store:
    """Open the store under the name of who is at this computer; says so where it was brought up to date."""
    from db.store import Store

    def begin_day(now: datetime) -> None:
        from db.backup_folders import keeping_of
        from db.backups import begin_day

        begin_day(keeping_of(path), now, say)

    store = Store(path, actor=settings.actor_name(settings.load_preferences()), begin_day=begin_day)
    if store.backed_up_to is not None:
        say(_("The store was brought up to date; a backup was made first: {file}").format(file=store.backed_up_to.name))
    if store.unswept:
        say(store.unswept)
    return store


def copied_before(path: Path, why: str) -> AbstractContextManager[None]:
    """Copy the store before something large is taken in; a sentence is said only where that failed."""
    from db import backups
    from db.backup_folders import keeping_of

    return backups.copied_before(keeping_of(path), why, settings.now().astimezone(), say)


@contextmanager
def many_rows() -> Generator[None]:
    """Take many rows in without looking for cycles meanwhile: rows make none, and looking takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

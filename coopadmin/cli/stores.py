"""Opening the store for a command."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager
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

    store = Store(path, actor=settings.actor_name(settings.load_preferences()))
    if store.backed_up_to is not None:
        say(_("The store was brought up to date; a backup was made first: {file}").format(file=store.backed_up_to.name))
    if store.unswept:
        say(store.unswept)
    return store


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

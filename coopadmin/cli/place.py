"""Which store is meant."""

from __future__ import annotations

import os
from pathlib import Path

from coopadmin import settings
from coopadmin.errors import StoreUnusable
from coopadmin.formats import quoted
from coopadmin.i18n import _
from coopadmin.settings import typed_path

SQLITE_URL = "sqlite:///"


def store_path(named: str | None) -> Path:
    """Find the store: the one named (a file, or sqlite:///file), else COOPADMIN_STORE, else the user's own.

    Raises StoreUnusable for another kind of URL.
    """
    wanted = named or os.environ.get("COOPADMIN_STORE")
    if not wanted:
        return settings.default_store()
    if wanted.startswith(SQLITE_URL) and len(wanted) > len(SQLITE_URL):
        wanted = wanted.removeprefix(SQLITE_URL)
    elif "://" in wanted:
        kind = wanted.partition(":")[0]
        raise StoreUnusable(
            _("A store of the kind “{kind}” cannot be used; name a file, or sqlite:///FILE.").format(kind=quoted(kind))
        )
    return typed_path(wanted)

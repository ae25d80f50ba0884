"""Which store is meant."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from coopadmin import settings
from coopadmin.errors import StoreUnusable
from coopadmin.formats import quoted
from coopadmin.i18n import _
from coopadmin.settings import typed_path

SQLITE_URL = "sqlite:///"


def store_path(named: str | None) -> Path:
    """Find the store: the one named (a file, or sqlite:///file), else COOPADMIN_STORE, else the user's own.

    Where that is a link it is the file behind it: what encrypts a store or puts a copy back replaces a file by its
    name. Raises StoreUnusable for another kind of URL, and for a link that leads to no place for a file.
    """
    return _behind_links(_meant(named))


def _meant(named: str | None) -> Path:
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


def _behind_links(path: Path) -> Path:
    if not _is_link(path):
        return path
    target = path
    # Some versions of Python raise RuntimeError for a link that leads back to itself, others give one as it is.
    with suppress(RuntimeError, OSError):
        target = path.resolve()
    if _is_link(target):
        raise StoreUnusable(_("{path} cannot be the store: it is a link that leads back to itself.").format(path=path))
    # A store that was begun in the empty folder of a disk would hide the one that is on the disk, or be hidden by it.
    if not target.parent.is_dir():
        sentence = _(
            "{path} leads to the store {target}, but the folder of that file is not there. Connect the disk it lies "
            "on, or make the link anew."
        )
        raise StoreUnusable(sentence.format(path=path, target=target))
    return target


def _is_link(path: Path) -> bool:
    """Tell whether a name is a link; one that cannot be looked for is none, which whoever opens it says."""
    try:
        return path.is_symlink()
    except OSError:
        return False

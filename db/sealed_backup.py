"""A copy of a store that is encrypted for the keys of some people, and opening such a copy to look or to put it back.

Such a copy may be meant for a stick or a cloud folder, so what is not encrypted never lies there: it lies beside the
store, private to the user, for as long as it is needed.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from coopadmin.errors import Refused, StoreFull, Unreadable, os_reason
from coopadmin.i18n import _
from db.backup import back_up
from db.drafts import draft_beside, draft_folder, put_in_place, unwritable
from db.heads import let_go
from db.sealing import recipients_of, seal, unseal

_NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def back_up_for(
    path: Path, target: Path, named: Sequence[str], *, on_copied: Callable[[], object] | None = None
) -> Path:
    """Copy the store at `path`, verify the copy, encrypt it for the public keys `named` into `target`; gives `target`.

    `on_copied` is called when the store is not looked at any more. Raises what `back_up` and `recipients_of` raise;
    then no file is left.
    """
    people = recipients_of(named)
    if target.exists():
        raise Refused(_("There is already a file at {path}; nothing was changed.").format(path=target))
    with _private_place(path) as folder, draft_beside(target) as draft:
        plain = back_up(path, folder / path.name, named=target, on_copied=on_copied)
        try:
            seal(plain, draft, people)
        except OSError as error:
            raise unwritable(target, error) from None
        finally:
            let_go(plain)
        if target.exists():
            raise Refused(_("There is already a file at {path}; nothing was changed.").format(path=target))
        try:
            put_in_place(draft, target)
        except OSError as error:
            raise unwritable(target, error) from None
    return target


@contextmanager
def opened_copy(sealed: Path, path: Path, identity: Path) -> Generator[Path]:
    """Open an encrypted copy with the secret key in the file `identity`; the file that is given is gone afterwards.

    It lies beside the store at `path`. Raises Unreadable and Refused as `unseal` does, StoreFull where there is no room
    for it, and StoreUnusable where it cannot be written.
    """
    with _private_place(path) as folder:
        plain = folder / path.name
        try:
            plain.touch(0o600)
        except OSError as error:
            raise unwritable(plain, error) from None
        try:
            unseal(sealed, plain, identity)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise StoreFull(folder.parent / path.name) from None
            raise Unreadable(sealed, os_reason(error)) from None
        try:
            yield plain
        finally:
            let_go(plain)


def _private_place(path: Path) -> AbstractContextManager[Path]:
    """Give a folder of its own beside the store, or where programs put such things if that may not be written."""
    within = path.parent if os.access(path.parent, os.W_OK) or not path.parent.exists() else Path(tempfile.gettempdir())
    return draft_folder(within / path.name)

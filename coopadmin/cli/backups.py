"""What the commands on copies do: make one, put one back, list or remove them, say where they go; make a key pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coopadmin import settings
from coopadmin.cli.output import put, put_json, say
from coopadmin.cli.passphrases import can_be_given, with_passphrases
from coopadmin.errors import (
    CoopadminError,
    PassphraseWrong,
    Refused,
    StoreDamaged,
    StoreEncrypted,
    Unreadable,
    WrongUse,
    os_reason,
)
from coopadmin.formats import moment_text
from coopadmin.i18n import _, ngettext
from coopadmin.settings import typed_path

if TYPE_CHECKING:
    from db.backup_folders import CopyFile
    from db.backup_inside import Glance


def backup(path: Path, file: str, *, encrypt: bool = False, to: Sequence[str] = ()) -> int:
    """Make a verified copy, encrypted where asked; raises Refused where there is a file of that name already."""
    from db.backup import back_up
    from db.backup_folders import keeping_of
    from db.sealed_backup import back_up_for

    target = typed_path(file)
    if target.is_dir():
        raise WrongUse(_("{file} is a folder; name a file in it").format(file=target))
    if to and not encrypt:
        raise WrongUse(_("--to goes with --encrypt: without it the copy is not encrypted."))
    if encrypt:
        if target.suffix != ".age":
            target = target.with_name(target.name + ".age")
        made = back_up_for(path, target, tuple(to) or keeping_of(path).recipients)
        put(_("A verified copy of the store, encrypted, is in {file}").format(file=made))
    else:
        put(_("A verified copy of the store is in {file}").format(file=back_up(path, target)))
    return 0


def restore(path: Path, file: str, identity: str | None = None) -> int:
    """Put a backup in the place of the store; raises Unreadable where the file is no whole backup."""
    from db.backup import restore as put_back
    from db.backup_inside import opening_told

    source = typed_path(file)
    if not source.is_file():
        raise Unreadable(source, _("it is a folder") if source.is_dir() else _("there is no such file"))
    kept: Path | None = None
    opening = ""
    try:
        with _plain(source, path, identity) as plain:
            # Here, for what was opened with a key is gone outside of this.
            moment = settings.now().astimezone()

            def carry_out() -> int:
                nonlocal kept, opening
                opening = opening_told(plain, path)
                kept = put_back(plain, path, moment)
                return 0

            with_passphrases(carry_out)
    except (StoreEncrypted, PassphraseWrong) as error:
        # Whose name is not the store's is a draft by then: the copy is meant.
        raise error if error.path == path else type(error)(source) from None
    except StoreDamaged:
        # A damaged store is simply replaced, so it is the backup that is meant.
        raise Unreadable(source, _("it is no whole backup of a store")) from None
    put(_("{file} is put back as the store {path}").format(file=source, path=path))
    if opening and kept is not None:
        say(opening)
    if kept is not None:
        say(_("The store that was there is kept as {file}").format(file=kept))
    return 0


def _plain(source: Path, path: Path, identity: str | None) -> AbstractContextManager[Path]:
    from db.sealed_backup import opened_copy
    from db.sealing import is_sealed

    try:
        sealed = is_sealed(source)
    except OSError as error:
        raise Unreadable(source, os_reason(error)) from None
    if not sealed:
        return nullcontext(source)
    if identity is None:
        raise WrongUse(_("{file} is encrypted: name the file with your secret key with --identity").format(file=source))
    return opened_copy(source, path, typed_path(identity))


def identity(file: str) -> int:
    """Make a key pair and print the public key; raises Refused where there is a file already."""
    from db.sealing import make_identity

    target = typed_path(file)
    put(make_identity(target, settings.now().astimezone()))
    say(_("The secret key is in {file}. Who has that file can open what is encrypted for it.").format(file=target))
    say(_("Keep a copy of it away from this computer: without it an encrypted copy is lost."))
    return 0


def show(path: Path, *, identity: str | None = None, as_json: bool) -> int:
    """List the copies, newest first; the store itself may be missing or damaged."""
    from db.backup_folders import folders, keeping_of, listed
    from db.sealing import check_identity

    keeping = keeping_of(path)
    _open_store(path)
    if identity is not None:
        check_identity(typed_path(identity))
    copies = listed(keeping)
    places = [str(folder) for folder in folders(keeping)]
    looked = [(one, _look(one, path, identity)) for one in copies]
    if as_json:
        put_json({"folders": places, "copies": [_as_document(one, found) for one, found in looked]})
        return 0
    for one, found in looked:
        put("\n".join(_lines(one, found)))
    if not copies:
        say(_("There are no copies yet. They lie in: {folders}").format(folders=", ".join(places)))
    return 0


def remove(path: Path, file: str, *, yes: bool, as_json: bool) -> int:
    """Say what it means to remove a copy, and with `yes` remove it for good; raises Refused for the last whole one."""
    from db.backup_folders import copy_at, keeping_of, listed
    from db.backup_removal import removal_told, remove_copy, weigh_removal

    keeping = keeping_of(path)
    source = typed_path(file)
    named = [one for one in listed(keeping) if one.file.name == file]
    try:
        copy = named[0] if named and not source.exists() else copy_at(path, source)
    except OSError as error:
        raise Unreadable(source, os_reason(error)) from None
    removal = (remove_copy if yes else weigh_removal)(keeping, copy)
    newest = removal.newest
    if as_json:
        put_json(
            {
                "file": str(copy.file),
                "removed": yes,
                "left": removal.left,
                "newest": str(newest.file) if newest else None,
            }
        )
        return 0
    if yes:
        put(_("{file} is removed.").format(file=copy.file))
    for told in removal_told(removal):
        say(told)
    if not yes:
        say(_("Nothing was removed. To remove it for good, put --yes behind it."))
    return 0


def keep(path: Path, folder: str | None, to: Sequence[str] | None, *, as_json: bool) -> int:
    """Say where copies go by themselves from now on, and for whom; what is not named stays as it was."""
    from db.backup_folders import folders, keeping_of
    from db.backup_place import chosen_place

    chosen = settings.load_preferences()
    where = chosen.copies_folder if folder is None else folder
    chosen = replace(chosen, **chosen_place(path, where, chosen.copies_for if to is None else "\n".join(to)))
    if not settings.save_preferences(chosen):
        raise Refused(_("{file} cannot be written, so nothing was chosen.").format(file=settings.preferences_file()))
    keeping = keeping_of(path, chosen)
    place, count = folders(keeping)[-1] if keeping.folder is None else keeping.folder, len(keeping.recipients)
    if as_json:
        put_json({"folder": str(place), "recipients": list(keeping.recipients)})
        return 0
    put(_("From now on copies go to {folder}").format(folder=place))
    for_whom = ngettext(
        "They are encrypted for {count} key or file of keys.",
        "They are encrypted for {count} keys or files of keys.",
        count,
    )
    put(for_whom.format(count=count) if count else _("They are not encrypted."))
    return 0


def _open_store(path: Path) -> None:
    """Ask for the passphrase of the store where it has one and somebody can give it: copies open with the same."""
    from db.schema import revision_of

    try:
        revision_of(path)
    except StoreEncrypted:
        if can_be_given():
            raise
    except CoopadminError:
        return


def _look(one: CopyFile, path: Path, identity: str | None) -> Glance:
    """Look whether a copy is whole and what it holds; with a key also into one that is encrypted for it."""
    from db.backup_folders import copy_at
    from db.backup_inside import glance

    found = glance(one, path)
    if not one.sealed or identity is None or found.fault:
        return found
    with suppress(Refused), _plain(one.file, path, identity) as plain:
        # Of a key that is another's nothing more is known than before.
        inside = glance(copy_at(path, plain), path)
        return replace(inside, keys=found.keys, closed=inside.closed)
    return found


def _as_document(one: CopyFile, found: Glance) -> dict[str, Any]:
    inside = found.inside
    against = inside.against if inside else None
    return {
        "file": str(one.file),
        "at": one.stamp.moment.isoformat(),
        "why": one.stamp.why,
        "bytes": one.size,
        "encrypted": one.sealed,
        "keys": found.keys,
        "ok": None if found.closed else not found.fault,
        "fault": found.fault,
        "counts": inside.counts if inside else None,
        "deeds": inside.deeds if inside else None,
        "last_deed": inside.last.at.isoformat() if inside and inside.last else None,
        "same_store": against.same_store if against else None,
        "lost_deeds": against.lost_count if against else None,
    }


def _lines(one: CopyFile, found: Glance) -> Iterator[str]:
    from coopadmin.domain.backups import WHYS, size_text
    from db.backup_inside import held_text

    sign = "○" if found.closed else "▲" if found.fault else "✓"
    about = [moment_text(one.stamp.moment), _(WHYS[one.stamp.why]), size_text(one.size)]
    yield f"{sign} {' · '.join(about)}"
    yield f"  {one.file}"
    if found.closed and one.sealed:
        yield "  " + _("{closed}; look inside with --identity and the file with your secret key").format(
            closed=found.closed
        )
    elif found.closed or found.fault:
        yield f"  {found.closed or found.fault}"
    if found.inside is not None:
        yield f"  {held_text(found.inside)}"

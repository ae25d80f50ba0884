"""What the commands about copies of the store do: make one, put one back, list them, and make a key pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coopadmin import settings
from coopadmin.cli.output import put, put_json, say
from coopadmin.errors import CoopadminError, StoreDamaged, Unreadable, WrongUse
from coopadmin.formats import moment_text
from coopadmin.i18n import _

if TYPE_CHECKING:
    from db.backup_folders import CopyFile
    from db.backup_inside import Inside


def backup(path: Path, file: str, *, encrypt: bool = False, to: Sequence[str] = ()) -> int:
    """Make a verified copy, encrypted where asked; raises Refused where there is a file of that name already."""
    from db.backup import back_up
    from db.backup_folders import keeping_of
    from db.sealed_backup import back_up_for

    target = Path(file).expanduser()
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

    source = Path(file).expanduser()
    if not source.is_file():
        raise Unreadable(source, _("it is a folder") if source.is_dir() else _("there is no such file"))
    try:
        with _plain(source, path, identity) as plain:
            kept = put_back(plain, path, settings.now().astimezone())
    except StoreDamaged:
        # A damaged store is simply replaced, so it is the backup that is meant.
        raise Unreadable(source, _("it is no whole backup of a store")) from None
    put(_("{file} is put back as the store {path}").format(file=source, path=path))
    if kept is not None:
        say(_("The store that was there is kept as {file}").format(file=kept))
    return 0


def _plain(source: Path, path: Path, identity: str | None) -> AbstractContextManager[Path]:
    from db.sealed_backup import opened_copy
    from db.sealing import is_sealed

    try:
        sealed = is_sealed(source)
    except OSError as error:
        raise Unreadable(source, error.strerror or str(error)) from None
    if not sealed:
        return nullcontext(source)
    if identity is None:
        raise WrongUse(_("{file} is encrypted: name the file with your secret key with --identity").format(file=source))
    return opened_copy(source, path, Path(identity).expanduser())


def identity(file: str) -> int:
    """Make a key pair and print the public key; raises Refused where there is a file already."""
    from db.sealing import make_identity

    target = Path(file).expanduser()
    put(make_identity(target, settings.now().astimezone()))
    say(_("The secret key is in {file}. Who has that file can open what is encrypted for it.").format(file=target))
    say(_("Keep a copy of it away from this computer: without it an encrypted copy is lost."))
    return 0


def show(path: Path, *, as_json: bool) -> int:
    """List the copies, newest first; the store itself may be missing or damaged."""
    from db.backup_folders import folders, keeping_of, listed

    keeping = keeping_of(path)
    copies = listed(keeping)
    places = [str(folder) for folder in folders(keeping)]
    looked = [(one, *_look(one, path)) for one in copies]
    if as_json:
        put_json({"folders": places, "copies": [_as_document(one, fault, inside) for one, fault, inside in looked]})
        return 0
    for one, fault, inside in looked:
        put("\n".join(_lines(one, fault, inside)))
    if not copies:
        say(_("There are no copies yet. They lie in: {folders}").format(folders=", ".join(places)))
    return 0


def _look(one: CopyFile, path: Path) -> tuple[str, Inside | None]:
    """Look whether a copy is whole and what it holds; nothing of either is known of one that is encrypted."""
    from db.backup_inside import fault_of, look_inside

    if one.sealed:
        return "", None
    fault = fault_of(one.file)
    try:
        return fault, None if fault else look_inside(one.file, path)
    except CoopadminError as error:
        return str(error), None


def _as_document(one: CopyFile, fault: str, inside: Inside | None) -> dict[str, Any]:
    against = inside.against if inside else None
    return {
        "file": str(one.file),
        "at": one.stamp.moment.isoformat(),
        "why": one.stamp.why,
        "bytes": one.size,
        "encrypted": one.sealed,
        "ok": None if one.sealed else not fault,
        "fault": fault,
        "counts": inside.counts if inside else None,
        "deeds": inside.deeds if inside else None,
        "last_deed": inside.last.at.isoformat() if inside and inside.last else None,
        "same_store": against.same_store if against else None,
        "lost_deeds": against.lost_count if against else None,
    }


def _lines(one: CopyFile, fault: str, inside: Inside | None) -> Iterator[str]:
    from coopadmin.domain.backups import WHYS, size_text
    from db.backup_inside import held_text

    sign = "○" if one.sealed else "▲" if fault else "✓"
    about = [moment_text(one.stamp.moment), _(WHYS[one.stamp.why]), size_text(one.size)]
    yield f"{sign} {' · '.join(about)}"
    yield f"  {one.file}"
    if one.sealed:
        yield "  " + _("encrypted: only who has a key can look inside")
    if fault:
        yield f"  {fault}"
    if inside is not None:
        yield f"  {held_text(inside)}"

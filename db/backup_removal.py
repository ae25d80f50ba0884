"""Taking a copy of the store away because a person asks for it: never the last one that is whole."""

from __future__ import annotations

from dataclasses import dataclass

from coopadmin.domain.backups import read_name
from coopadmin.errors import CoopadminError, Refused, os_reason
from coopadmin.formats import moment_text
from coopadmin.i18n import _, ngettext
from db.backup_folders import CopyFile, Keeping, asked, is_locked, is_same, listed
from db.backup_inside import Inside, fault_of, look_inside
from db.drafts import held_beside
from db.files import LOG_ENDINGS
from db.heads import let_go
from db.sealing import outside_of
from db.sweeping import ASKS_FIRST_LINK


@dataclass(frozen=True, slots=True)
class Removal:
    """What it means to take a copy away."""

    copy: CopyFile
    left: int
    """Copies that stay."""
    newest: CopyFile | None
    """The newest that stays and is whole; None only where the one that goes is damaged itself."""
    inside: Inside | None
    """What goes with it; None where that cannot be seen."""


def weigh_removal(keeping: Keeping, copy: CopyFile) -> Removal:
    """Look what it means to take a copy away; it reads the copies until one is found that is whole.

    Raises Refused where it is no copy of this store, or the last one that is whole, and StoreUnusable and its kin where
    the store cannot be read: then a copy may be all there is.
    """
    first = asked(keeping.path, ASKS_FIRST_LINK)
    if is_same(keeping.path, copy.file):
        raise Refused(_("{file} is the store itself; it is no copy.").format(file=copy.file))
    if not _is_of(keeping, copy, first):
        raise Refused(
            _("{file} is no copy of this store as far as can be seen, so it is not removed here.").format(
                file=copy.file.name
            )
        )
    others = [
        one for one in listed(keeping) if not is_same(one.file, copy.file) and not is_same(keeping.path, one.file)
    ]
    newest = next((one for one in others if _is_whole(keeping, one, first)), None)
    if newest is None and not is_damaged_copy(copy):
        raise Refused(
            _("No other copy is known to be whole, so {file} stays. Make another one first.").format(
                file=copy.file.name
            )
        )
    return Removal(copy, len(others), newest, _inside(keeping, copy))


def remove_copy(keeping: Keeping, copy: CopyFile) -> Removal:
    """Take a copy away, after looking once more whether that may be; raises what `weigh_removal` raises.

    Nobody else takes one away meanwhile: two who each counted on the copy of the other would leave none.
    """
    file = copy.file
    try:
        with held_beside(keeping.path) as alone:
            if not alone:
                raise OSError(_("it is in use by another program"))
            removal = weigh_removal(keeping, copy)
            let_go(file)
            file.unlink()
            for ending in LOG_ENDINGS:
                # What lay beside a damaged store when it was replaced holds as much as the copy itself.
                file.with_name(file.name + ending).unlink(missing_ok=True)
    except OSError as error:
        why = os_reason(error)
        raise Refused(_("{file} cannot be removed: {why}").format(file=file, why=why)) from None
    return removal


def removal_told(removal: Removal) -> list[str]:
    """Say what it means to take a copy away: what goes with it, and what stays."""
    said: list[str] = []
    against = removal.inside.against if removal.inside else None
    if against and against.gained_count:
        gained = ngettext(
            "▲ It has {count} deed that the store has not: that goes with it.",
            "▲ It has {count} deeds that the store has not: those go with it.",
            against.gained_count,
        )
        said.append(gained.format(count=against.gained_count))
    if against and against.returning:
        held = ngettext(
            "It still holds {count} person whose data was cleared since.",
            "It still holds {count} people whose data was cleared since.",
            against.returning,
        )
        said.append(held.format(count=against.returning))
    left = ngettext(
        "The store stays, and {count} other copy.", "The store stays, and {count} other copies.", removal.left
    )
    said.append(left.format(count=removal.left))
    newest = removal.newest
    if newest is None:
        said.append(_("▲ None of the copies that stay is whole: make one."))
    elif newest.sealed:
        sentence = _("The newest of those is of {moment}, encrypted: it opens with one of its keys only.")
        said.append(sentence.format(moment=moment_text(newest.stamp.moment)))
    else:
        said.append(_("The newest whole one is of {moment}.").format(moment=moment_text(newest.stamp.moment)))
    return said


def is_damaged_copy(copy: CopyFile) -> bool:
    """Tell whether a copy can be seen to be no whole one; what is behind a key or a passphrase is not."""
    if copy.sealed:
        outside = outside_of(copy.file)
        return not (outside.keys and outside.whole)
    return not is_locked(copy.file) and bool(fault_of(copy.file))


def _is_of(keeping: Keeping, copy: CopyFile, first: object) -> bool:
    """Tell whether a file is a copy of this store: by the first link of its journal, else by its name and its place."""
    if not copy.sealed and not is_locked(copy.file):
        try:
            return asked(copy.file, ASKS_FIRST_LINK, immutable=True) == first
        except CoopadminError:
            pass
    named = read_name(copy.file.name, keeping.path.stem, keeping.path.suffix)
    return named is not None and any(is_same(one.file, copy.file) for one in listed(keeping))


def _is_whole(keeping: Keeping, copy: CopyFile, first: object) -> bool:
    """Tell whether the store can be had from a copy again; of what is behind a key, as far as that shows."""
    if not _is_of(keeping, copy, first):
        return False
    if not copy.sealed and is_locked(copy.file):
        return False
    return not is_damaged_copy(copy)


def _inside(keeping: Keeping, copy: CopyFile) -> Inside | None:
    if copy.sealed:
        return None
    try:
        return look_inside(copy.file, keeping.path)
    except CoopadminError:
        return None

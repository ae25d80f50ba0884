"""What is done with the copies of the store: make one, look into one, put one back, and say where they go."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Any

from coopadmin import settings
from coopadmin.domain.backups import Stamp, copy_name
from coopadmin.errors import Invalid, PassphraseWrong, Problem, Refused, StoreUnusable, Unreadable
from coopadmin.formats import moment_text
from coopadmin.i18n import N_, _, ngettext
from db import doctor
from db.backup import back_up, restore
from db.backup_folders import CopyFile, Keeping, copy_at, is_same, keeping_of, own_folder
from db.backup_inside import Inside
from db.backup_place import check_keys, chosen_place, named_file
from db.backup_removal import removal_told, remove_copy, weigh_removal
from db.files import unlock
from db.sealed_backup import back_up_for, opened_copy
from db.sealing import check_identity, keys_in, require_library
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask

NAMED_LOST = 8
"""Deeds that are named in the question before a copy is put back; the page behind it names more."""


async def make(app: CoopApp) -> bool:
    """Ask where, and for whom, and make a verified copy there; tells whether it was made."""
    path = app.store_path
    stamp = Stamp(settings.now().astimezone().replace(microsecond=0, tzinfo=None), "hand")
    proposal = own_folder(path) / copy_name(path.stem, path.suffix, stamp)
    fields = [
        Field("file", N_("Backup to"), required=True, initial=str(proposal), help=N_("best on another disk")),
        _for_whom(app.preferences.copies_for),
    ]

    async def save(values: dict[str, Any]) -> None:
        target, keys = named_file(values["file"]), keys_in(values["recipients"] or "")
        if keys and target.suffix != ".age":
            target = target.with_name(target.name + ".age")
        if target.exists():
            raise Invalid([Problem("file", _("there is a file of that name already"))])
        if keys:
            check_keys(keys)
        try:
            if keys:
                made = await asyncio.to_thread(back_up_for, path, target, keys)
            else:
                made = await asyncio.to_thread(back_up, path, target)
        except StoreUnusable as error:
            raise Invalid([Problem("file", str(error))]) from None
        app.say(_("A verified backup lies in {file}").format(file=made))
        app.mark_changed()

    return await ask(app, _("Make a backup"), fields, save)


async def renew(app: CoopApp, file: Path) -> None:
    """Make a copy, and ask whether an older one, which holds what it should not any more, is to go."""
    if await make(app):
        await remove(app, copy_at(app.store_path, file))


async def choose_place(app: CoopApp) -> None:
    """Say where the copies go that are made by themselves, and for whom they are encrypted."""
    chosen = app.preferences
    fields = [
        Field(
            "folder",
            N_("Folder for copies"),
            initial=chosen.copies_folder,
            help=N_("on a stick or in a cloud folder; empty: beside the store"),
        ),
        _for_whom(chosen.copies_for),
    ]

    async def save(values: dict[str, Any]) -> None:
        place = chosen_place(app.store_path, values["folder"] or "", values["recipients"] or "")
        folder = Path(place["copies_folder"]) if place["copies_folder"] else None
        if await asyncio.to_thread(doctor.is_closed, Keeping(app.store_path, folder)):
            raise Invalid([Problem("folder", _("nothing can be written in this folder; choose another"))])
        app.choose(**place)
        app.mark_changed()

    await ask(app, _("Where copies go by themselves"), fields, save)


async def open_elsewhere(app: CoopApp) -> None:
    """Look into a copy that lies in no folder of the list."""
    chosen: list[Path] = []

    async def keep(values: dict[str, Any]) -> None:
        file = named_file(values["file"])
        if not file.is_file():
            raise Invalid([Problem("file", _("there is no such file"))])
        if is_same(file, app.store_path):
            raise Invalid([Problem("file", _("this is the store itself; name a copy of it"))])
        chosen.append(file)

    if await ask(app, _("Look into a copy"), [Field("file", N_("File"), required=True)], keep):
        file = chosen[-1]
        await look(app, copy_at(app.store_path, file))


async def look(app: CoopApp, copy: CopyFile) -> None:
    """Show what a copy holds; an encrypted one asks for the file with a key first."""
    from screens.backups.inside import InsideScreen

    identity: Path | None = None
    if copy.sealed:
        require_library()
        identity = await _ask_identity(app, copy)
        if identity is None:
            return
    await app.push_screen(InsideScreen(copy, identity))


def plain_of(copy: CopyFile, path: Path, identity: Path | None) -> AbstractContextManager[Path]:
    """Give a copy as a file that can be read: itself, or opened with a key for as long as it is needed."""
    return nullcontext(copy.file) if identity is None else opened_copy(copy.file, path, identity)


async def put_back(app: CoopApp, copy: CopyFile, inside: Inside, identity: Path | None) -> None:
    """Ask, saying what would be lost, and put the copy in the place of the store; the desk opens on it."""
    when = moment_text(copy.stamp.moment)
    question = _("Put the copy of {moment} in the place of the store?").format(moment=when)
    if not await app.push_screen_wait(ConfirmScreen(question, "\n".join(consequences(inside)))):
        return
    path = app.store_path

    def work() -> str:
        with plain_of(copy, path, identity) as plain:
            restore(plain, path, settings.now().astimezone())
        done = _("The copy of {moment} is put back. The store it replaced is kept beside it, among the copies.")
        return done.format(moment=when)

    app.reopen_after(work)


def consequences(inside: Inside) -> list[str]:
    """Say what it means to put a copy back."""
    against, opening = inside.against, [inside.opening] if inside.opening else []
    if against is None:
        return [_("The store of now cannot be read, so what would be lost is not known."), *opening, _kept()]
    if not against.same_store:
        name = inside.cooperative or "?"
        return [
            _("▲ This copy is of ANOTHER store: {name}. All that is in yours goes.").format(name=name),
            *opening,
            _kept(),
        ]
    said: list[str] = []
    if against.lost_count:
        lost = ngettext(
            "▲ {count} deed done since would be lost:", "▲ {count} deeds done since would be lost:", against.lost_count
        )
        said.append(lost.format(count=against.lost_count))
        said += [f"  {moment_text(one.at.astimezone())}  {one.what}" for one in against.lost[:NAMED_LOST]]
        if against.lost_count > NAMED_LOST:
            said.append("  …")
    else:
        said.append(_("Nothing was done since: no deed would be lost."))
    if against.returning:
        back = ngettext(
            "▲ {count} person whose data was cleared since would be back; clear it again.",
            "▲ {count} people whose data was cleared since would be back; clear it again.",
            against.returning,
        )
        said.append(back.format(count=against.returning))
    return [*said, *opening, _kept()]


async def remove(app: CoopApp, copy: CopyFile) -> bool:
    """Ask, saying what goes and what stays, and remove a copy for good; tells whether it is gone."""
    keeping = keeping_of(app.store_path, app.preferences)
    removal = await asyncio.to_thread(weigh_removal, keeping, copy)
    when = moment_text(copy.stamp.moment)
    question = _("Remove the copy of {moment} for good?").format(moment=when)
    told = "\n".join([str(copy.file), *removal_told(removal)])
    if not await app.push_screen_wait(ConfirmScreen(question, told)):
        return False
    await asyncio.to_thread(remove_copy, keeping, copy)
    app.say(_("The copy of {moment} is removed.").format(moment=when))
    app.mark_changed()
    return True


async def open_with_passphrase(app: CoopApp, copy: CopyFile, identity: Path | None) -> None:
    """Ask for the passphrase of a copy that was made under another one than the store has now."""
    from screens.passphrase import secret

    def work(passphrase: str) -> None:
        with plain_of(copy, app.store_path, identity) as plain:
            unlock(plain, passphrase)

    async def save(values: dict[str, Any]) -> None:
        try:
            await asyncio.to_thread(work, values["passphrase"])
        except PassphraseWrong:
            said = _("This passphrase does not open the copy. Capitals and spaces count; try again.")
            raise Invalid([Problem("passphrase", said)]) from None

    field = secret("passphrase", N_("Passphrase"), N_("the one that held when the copy was made"))
    await ask(app, _("This copy is encrypted"), [field], save)


async def _ask_identity(app: CoopApp, copy: CopyFile) -> Path | None:
    """Ask for a file with a secret key until one opens the copy; None where the person goes back."""
    chosen: list[Path] = []

    def attempt(file: Path) -> None:
        try:
            check_identity(file)
            with suppress(Unreadable), plain_of(copy, app.store_path, file):
                pass  # that the copy itself is broken is told by the page that shows it
        except (Refused, Unreadable) as error:
            raise Invalid([Problem("identity", str(error))]) from None

    async def keep(values: dict[str, Any]) -> None:
        file = named_file(values["identity"])
        if not file.is_file():
            raise Invalid([Problem("identity", _("there is no such file"))])
        await asyncio.to_thread(attempt, file)
        chosen.append(file)

    field = Field(
        "identity",
        N_("File with your secret key"),
        required=True,
        help=N_("made by coopadmin identity or age-keygen, or a key of ssh; nothing of it is kept"),
    )
    return chosen[-1] if await ask(app, _("This copy is encrypted"), [field], keep) else None


def _for_whom(initial: str) -> Field:
    return Field(
        "recipients",
        N_("Encrypted for"),
        "long",
        initial=initial,
        help=N_("public keys, one a line (age1… or ssh-ed25519 …), or a file of them; empty: not encrypted"),
    )


def _kept() -> str:
    return _("The store as it is now is kept beside it, and can be put back in the same way.")

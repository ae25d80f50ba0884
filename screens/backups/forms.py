"""What is done with the copies of the store: make one, look into one, put one back, and say where they go."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from coopadmin import settings
from coopadmin.domain.backups import Stamp, copy_name, read_name
from coopadmin.errors import CoopadminError, Invalid, Problem
from coopadmin.formats import moment_text
from coopadmin.i18n import N_, _, ngettext
from db.backup import back_up, restore
from db.backup_folders import CopyFile, moment_of, own_folder
from db.backup_inside import Inside
from db.engine import shared_place
from db.sealed_backup import back_up_for, opened_copy
from db.sealing import is_sealed, keys_in, recipients_of
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask

NAMED_LOST = 8
"""Deeds that are named in the question before a copy is put back; the page behind it names more."""


async def make(app: CoopApp) -> None:
    """Ask where, and for whom, and make a verified copy there."""
    path = app.store_path
    stamp = Stamp(settings.now().astimezone().replace(microsecond=0, tzinfo=None), "hand")
    proposal = own_folder(path) / copy_name(path.stem, path.suffix, stamp)
    fields = [
        Field("file", N_("Backup to"), required=True, initial=str(proposal), help=N_("best on another disk")),
        _for_whom(app.preferences.copies_for),
    ]

    async def save(values: dict[str, Any]) -> None:
        target, keys = _path(values["file"]), keys_in(values["recipients"] or "")
        if keys and target.suffix != ".age":
            target = target.with_name(target.name + ".age")
        if target.exists():
            raise Invalid([Problem("file", _("there is a file of that name already"))])
        if keys:
            _check_keys(keys)
            made = await asyncio.to_thread(back_up_for, path, target, keys)
        else:
            made = await asyncio.to_thread(back_up, path, target)
        app.say(_("A verified backup lies in {file}").format(file=made))
        app.mark_changed()

    await ask(app, _("Make a backup"), fields, save)


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
        folder, keys = (values["folder"] or "").strip(), keys_in(values["recipients"] or "")
        if folder and not _path(folder).is_dir():
            raise Invalid([Problem("folder", _("there is no such folder; make it first"))])
        if keys:
            _check_keys(keys)
        elif folder and shared_place(_path(folder) / app.store_path.name):
            said = _("this folder leaves the computer: name for whom the copies are encrypted")
            raise Invalid([Problem("recipients", said)])
        app.choose(copies_folder=str(_path(folder)) if folder else "", copies_for="\n".join(keys))
        app.mark_changed()

    await ask(app, _("Where copies go by themselves"), fields, save)


async def open_elsewhere(app: CoopApp) -> None:
    """Look into a copy that lies in no folder of the list."""
    chosen: list[Path] = []

    async def keep(values: dict[str, Any]) -> None:
        file = _path(values["file"])
        if not file.is_file():
            raise Invalid([Problem("file", _("there is no such file"))])
        chosen.append(file)

    if await ask(app, _("Look into a copy"), [Field("file", N_("File"), required=True)], keep):
        file = chosen[-1]
        stamp = read_name(file.name, app.store_path.stem, app.store_path.suffix) or Stamp(moment_of(file), "hand")
        await look(app, CopyFile(file, stamp, file.stat().st_size, is_sealed(file)))


async def look(app: CoopApp, copy: CopyFile) -> None:
    """Show what a copy holds; an encrypted one asks for the file with a key first."""
    from screens.backups.inside import InsideScreen

    identity: Path | None = None
    if copy.sealed:
        identity = await _ask_identity(app)
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
    against = inside.against
    if against is None:
        return [_("The store of now cannot be read, so what would be lost is not known."), _kept()]
    if not against.same_store:
        name = inside.cooperative or "?"
        return [_("▲ This copy is of ANOTHER store: {name}. All that is in yours goes.").format(name=name), _kept()]
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
    return [*said, _kept()]


async def _ask_identity(app: CoopApp) -> Path | None:
    chosen: list[Path] = []

    async def keep(values: dict[str, Any]) -> None:
        file = _path(values["identity"])
        if not file.is_file():
            raise Invalid([Problem("identity", _("there is no such file"))])
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


def _check_keys(keys: tuple[str, ...]) -> None:
    try:
        recipients_of(keys)
    except CoopadminError as error:
        raise Invalid([Problem("recipients", str(error))]) from None


def _kept() -> str:
    return _("The store as it is now is kept beside it, and can be put back in the same way.")


def _path(text: str) -> Path:
    return Path(text.strip("\"' ")).expanduser()

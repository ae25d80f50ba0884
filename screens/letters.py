"""Letters as text: shown on the desk, and saved as a file where one says so."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coopadmin.i18n import N_, _, ngettext
from coopadmin.settings import typed_path, write_named
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask


async def show_letter(app: CoopApp, text: str, stem: str) -> None:
    """Show a letter, and save it where the answer is yes. Call it from a worker."""
    if await app.push_screen_wait(ConfirmScreen(_("Save this letter as a text file?"), text)):
        await save_letter(app, text, stem)


async def save_letter(app: CoopApp, text: str, stem: str) -> None:
    """Ask for a place and save a letter there."""
    fields = [Field("file", N_("File"), required=True, initial=str(_documents() / f"{stem}.txt"))]

    async def save(values: dict[str, Any]) -> None:
        target = typed_path(values["file"])
        if target.exists():
            question = _("There is a file {file} already. Replace it?").format(file=target.name)
            if not await app.push_screen_wait(ConfirmScreen(question)):
                return
        await asyncio.to_thread(write_named, target, text.encode())
        app.say(_("Saved: {file}").format(file=target))

    await ask(app, _("Save the letter"), fields, save)


async def save_letters(app: CoopApp, letters: Mapping[str, str], stem: str) -> None:
    """Ask for a folder and save letters there by their names; one that is there already is left as it is."""
    fields = [
        Field(
            "folder",
            N_("Folder"),
            required=True,
            initial=str(_documents() / stem),
            help=N_("a file for each letter; the folder is made where there is none"),
        )
    ]

    async def save(values: dict[str, Any]) -> None:
        folder = typed_path(values["folder"])
        written = await asyncio.to_thread(_write_all, folder, letters)
        told = ngettext("{count} letter saved in {folder}.", "{count} letters saved in {folder}.", written)
        app.say(told.format(count=written, folder=folder))
        if written < len(letters):
            app.say(_("Letters that were there already were left as they are."), "warning")

    await ask(app, _("Save the letters"), fields, save)


def _documents() -> Path:
    from platformdirs import user_documents_path

    return user_documents_path()


def _write_all(folder: Path, letters: Mapping[str, str]) -> int:
    written = 0
    for name, text in letters.items():
        target = folder / f"{name}.txt"
        if not target.exists():
            write_named(target, text.encode())
            written += 1
    return written

"""A document shown on the desk, and saved as a page to print or as Markdown where one says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coopadmin.i18n import N_, _
from coopadmin.settings import typed_path, write_named
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask


@dataclass(frozen=True, slots=True)
class Document:
    """What is shown, and how it is written to a file."""

    stem: str
    text: str
    page: Callable[[], str]
    markdown: Callable[[], str]


SHOWN_WIDTH = 66
"""Signs of a line in the box that shows it."""


async def show_document(app: CoopApp, document: Document) -> None:
    """Show a document, and save it where the answer is yes. Call it from a worker."""
    if await app.push_screen_wait(ConfirmScreen(_("Save this as a page to print?"), document.text)):
        await save_document(app, document)


async def save_document(app: CoopApp, document: Document) -> None:
    """Ask for a place and save a document there: Markdown where the file is called .md, else a page to print."""
    from platformdirs import user_documents_path

    initial = str(user_documents_path() / f"{document.stem}.html")
    told = N_("a page for the browser, to print; called .md it is Markdown instead")
    fields = [Field("file", N_("File"), required=True, initial=initial, help=told)]

    async def save(values: dict[str, Any]) -> None:
        target = typed_path(values["file"])
        if target.exists():
            question = _("There is a file {file} already. Replace it?").format(file=target.name)
            if not await app.push_screen_wait(ConfirmScreen(question)):
                return
        write = document.markdown if target.suffix.lower() in (".md", ".markdown") else document.page
        await asyncio.to_thread(write_named, target, write().encode())
        app.say(_("Saved: {file}").format(file=target))

    await ask(app, _("Save the page"), fields, save)

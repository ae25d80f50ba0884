"""Where what a command made goes: to whoever reads along, or to a file."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from coopadmin.cli.output import put_bytes, say
from coopadmin.errors import WrongUse
from coopadmin.formats import quoted
from coopadmin.i18n import _
from coopadmin.settings import typed_path, write_named

ENDINGS = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".txt": "table"}
"""The form of a document by the ending of its file."""


NEVER_WRITTEN = (".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".ods")
"""Endings that promise what no command writes: under such a name a file would seem to be broken."""


def target_of(out: str | None, store_path: Path) -> Path | None:
    """Give the file that `--out` names, None where it names none.

    Raises WrongUse for a folder, the store itself, and an ending of which nothing is written.
    """
    if out is None:
        return None
    target = typed_path(out)
    if target.is_dir():
        raise WrongUse(_("{file} is a folder; name a file in it").format(file=target))
    if target.suffix.lower() in NEVER_WRITTEN:
        told = _("--out: no {ending} file is written here; --help names the formats that are.")
        raise WrongUse(told.format(ending=target.suffix))
    if target.exists() and store_path.exists() and target.samefile(store_path):
        raise WrongUse(_("--out: {file} is the store itself; name another file.").format(file=target))
    return target


def form_of_document(form: str | None, target: Path | None, known: Collection[str]) -> str:
    """Give the form a document is written in: as asked, else by the ending of its file, else the first known one.

    A file whose ending names no known form gets Markdown.
    Raises WrongUse for a form that is none of the `known`.
    """
    first = next(iter(known))
    by_ending = "md" if target is None else ENDINGS.get(target.suffix.lower(), "md")
    chosen = form or (first if target is None else by_ending if by_ending in known else "md")
    require_form(chosen, known)
    return chosen


def require_form(form: str, known: Collection[str]) -> None:
    """Raise WrongUse for a form that nothing is written in."""
    if form not in known:
        told = _("--format: “{form}” is not known here; choose one of: {known}")
        raise WrongUse(told.format(form=quoted(form), known=", ".join(known)))


def put_document(content: bytes, target: Path | None) -> None:
    """Show a document, or write it to its file, for its owner alone; raises WrongUse where that cannot be done."""
    if target is None:
        put_bytes(content)
        return
    write_named(target, content)
    say(_("Written: {file}").format(file=target))

"""The proof of a vacancy file and the yearly figures, on the command line: shown, or written to a file."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from coopadmin import settings
from coopadmin.cli.stores import open_store
from coopadmin.cli.words import read
from coopadmin.cli.writing import form_of_document, put_document, target_of
from coopadmin.errors import Refused, WrongUse
from coopadmin.exchange import allocation_figures, allocation_proof
from coopadmin.exchange.documents import PLAIN_WIDTH
from coopadmin.formats import parse_whole, quoted
from coopadmin.i18n import _
from db.queries.allocation_figures import Figures, figures
from db.queries.allocation_proof import Proof, file_numbered, proof

FORMATS = ("table", "md", "html")

FIRST_YEAR, LAST_YEAR = 1900, 2100

T = TypeVar("T")


def show(path: Path, file: str, form: str | None, out: str | None) -> int:
    """Write the proof of a vacancy file; raises Refused where there is none of that number."""
    on = settings.today()
    writers: dict[str, Callable[[Proof], str]] = {
        "table": lambda found: allocation_proof.text(found, on, _width()),
        "md": lambda found: allocation_proof.markdown(found, on),
        "html": lambda found: allocation_proof.page(found, on),
    }
    return _show(path, form, out, writers, lambda connection: _find(connection, file))


def show_figures(path: Path, year: str | None, form: str | None, out: str | None) -> int:
    """Write the figures of a year, this one where none is named; raises Refused for one that is still to begin."""
    on = settings.today()
    asked = on.year if year is None else read(_("YEAR"), year, parse_whole)
    if not FIRST_YEAR <= asked <= LAST_YEAR:
        raise WrongUse(_("YEAR: write a year in four digits, like {year}").format(year=on.year))
    if asked > on.year:
        raise Refused(_("{year} is still to begin, so there are no figures of it.").format(year=asked))
    writers: dict[str, Callable[[Figures], str]] = {
        "table": lambda found: allocation_figures.text(found, _width()),
        "md": allocation_figures.markdown,
        "html": allocation_figures.page,
    }
    return _show(path, form, out, writers, lambda connection: figures(connection, asked, on))


def _find(connection: Connection, number: str) -> Proof:
    file_id = file_numbered(connection, number)
    if file_id is None:
        words = _("There is no vacancy file {number}; they are numbered like T-2026-01.")
        raise Refused(words.format(number=quoted(number)))
    return proof(connection, file_id)


def _show(
    path: Path,
    form: str | None,
    out: str | None,
    writers: dict[str, Callable[[T], str]],
    ask: Callable[[Connection], T],
) -> int:
    target = target_of(out, path)
    chosen = form_of_document(form, target, FORMATS)
    written = writers[chosen](open_store(path).read(ask))
    put_document(f"{written.rstrip()}\n".encode(), target)
    return 0


def _width() -> int:
    """Say how wide a page for the eye is: as wide as the terminal where it is one, and never too wide to read."""
    return min(shutil.get_terminal_size().columns, PLAIN_WIDTH) if sys.stdout.isatty() else PLAIN_WIDTH

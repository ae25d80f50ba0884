"""The register of processing, and one person's data, on the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection

from coopadmin import settings
from coopadmin.cli.stores import open_store
from coopadmin.cli.writing import form_of_document, put_document, target_of
from coopadmin.errors import Refused
from coopadmin.exchange import documents, person_data, privacy
from coopadmin.exchange.documents import Block
from coopadmin.formats import quoted
from coopadmin.i18n import _
from db.queries import association
from db.queries import person_data as queries

_WRITERS: dict[str, Callable[[Sequence[Block]], str]] = {
    "table": documents.plain,
    "md": documents.markdown,
    "html": documents.page,
}


def show(path: Path, form: str | None, out: str | None) -> int:
    """Write what is kept of people, why and until when; it names nobody."""
    on = settings.today()

    def ask(connection: Connection) -> tuple[Block, ...]:
        return privacy.blocks(association.cooperative(connection).name, association.rules(connection), on)

    return _put(path, form, out, ask)


def write_person(path: Path, number: str, form: str | None, out: str) -> int:
    """Write all that is kept of one person to a file for its owner alone; raises Refused where there is nobody."""

    def ask(connection: Connection) -> tuple[Block, ...]:
        asker = queries.asker_numbered(connection, number)
        if asker is None:
            raise Refused(_("There is nobody with number {number}.").format(number=quoted(number)))
        return person_data.blocks(queries.data_of(connection, asker), settings.today())

    return _put(path, form, out, ask)


def _put(path: Path, form: str | None, out: str | None, ask: Callable[[Connection], tuple[Block, ...]]) -> int:
    target = target_of(out, path)
    chosen = form_of_document(form, target, tuple(_WRITERS))
    written = _WRITERS[chosen](open_store(path).read(ask))
    put_document(f"{written.rstrip()}\n".encode(), target)
    return 0

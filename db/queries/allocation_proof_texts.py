"""What the group wrote of a home and of its rules, as far as the proof of a file may show it."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.naming import tells_who
from coopadmin.domain.procedures import READY_MADE
from coopadmin.i18n import _
from db.queries.allocation import FileFacts
from db.tables.candidates import Candidate
from db.tables.members import Person


def shown_texts(connection: Connection, about: FileFacts) -> tuple[dict[str, str], tuple[str, ...]]:
    """Give the name and the source of the procedure, the committee and the requirements that were published.

    With the keys of those that were left out, for they tell who somebody is; a name is always there.
    """
    procedure = about.procedure
    # The source of a ready-made procedure only says that the group's own is still to be filled in.
    ready_made = {words for one in READY_MADE for words in (one.procedure.source, _(one.procedure.source))}
    texts = {
        "procedure": procedure.name,
        "source": "" if procedure.source in ready_made else procedure.source,
        "group": about.group,
        "profile": about.profile if about.published_on else "",
    }
    known = _people(connection)
    withheld = tuple(name for name, text in texts.items() if text and tells_who(text, known))
    texts |= dict.fromkeys(withheld, "")
    return {**texts, "procedure": texts["procedure"] or _("The group's procedure")}, withheld


def _people(connection: Connection) -> list[tuple[str, str, str]]:
    """Give family name, prefix and given name of every candidate and everybody else the store knows."""
    found: list[tuple[str, str, str]] = []
    for model in (Candidate, Person):
        statement = select(col(model.family_name), col(model.prefix), col(model.given_name))
        found += [(family, prefix, given) for family, prefix, given in connection.execute(statement)]
    return found

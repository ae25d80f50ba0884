"""All that is kept of one person as a document for that person: Markdown, a page to print, text to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from coopadmin.domain.deeds import deed_name
from coopadmin.domain.field_names import column_name
from coopadmin.domain.field_values import value_text
from coopadmin.domain.person_data import part_name
from coopadmin.exchange.documents import Block, Facts, Heading, Line, Lines
from coopadmin.formats import long_date, short_date
from coopadmin.i18n import _, ngettext
from db.queries.person_data import PersonData


def blocks(found: PersonData, on: date) -> tuple[Block, ...]:
    """Put the document together."""
    return (
        Heading(1, _("What is kept of {name}").format(name=found.name)),
        Facts(((_("number"), found.number), (_("as on"), long_date(on)))),
        Line(_("This file was made because you asked for it (GDPR art. 15). Names of other people are left out.")),
        *_parts(found),
        *_left_out(found),
        *_elsewhere(found),
        *_deeds(found),
    )


def stem(found: PersonData) -> str:
    """Name a file for it, without its ending: `data-of-L012`; never by the name of the person."""
    return _("data-of-{number}").format(number=found.number)


def _parts(found: PersonData) -> Iterator[Block]:
    for part in found.parts:
        yield Heading(2, part_name(part.table))
        if len(part.rows) == 1:
            yield Facts(part.rows[0])
            continue
        told = (" · ".join(f"{name}: {text}" for name, text in row) for row in part.rows if row)
        yield Lines(tuple(Line(text) for text in told))


def _left_out(found: PersonData) -> Iterator[Block]:
    if not found.shares and not found.lines_left_out:
        return
    yield Heading(2, _("What is left out"))
    if found.shares:
        yield Line(
            _(
                "Of a contract that you share, notes and accounts that may be somebody else's are left out, "
                "and what is of days when you were no party to it."
            )
        )
    if found.lines_left_out:
        told = ngettext(
            "{count} bank line behind money that was booked is left out: its account is not known as yours alone. "
            "Ask the board.",
            "{count} bank lines behind money that was booked are left out: their accounts are not known as yours "
            "alone. Ask the board.",
            found.lines_left_out,
        )
        yield Line(told.format(count=found.lines_left_out))


def _elsewhere(found: PersonData) -> Iterator[Block]:
    if found.elsewhere:
        yield Heading(2, _("In texts about something else"))
        told = ngettext(
            "{count} other text names you, such as a note or minutes. It is about others too: ask the board.",
            "{count} other texts name you, such as notes or minutes. They are about others too: ask the board.",
            found.elsewhere,
        )
        yield Line(told.format(count=found.elsewhere))


def _deeds(found: PersonData) -> Iterator[Block]:
    if not found.deeds:
        return
    yield Heading(2, _("What was done to your record"))
    lines: list[Line] = []
    for at, deed, changes in found.deeds:
        told = "; ".join(
            f"{column_name(column)}: {value_text(column, was) or '–'} → {value_text(column, now) or '–'}"
            for column, was, now in changes
        )
        text = " · ".join(part for part in (deed_name(deed), told) if part)
        lines.append(Line(text, lead=short_date(at.astimezone().date())))
    yield Lines(tuple(lines))

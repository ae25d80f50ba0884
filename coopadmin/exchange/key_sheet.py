"""The note of a key that was handed over, in the language in use: who has which key, since when, and room to sign."""

from __future__ import annotations

from coopadmin.exchange import documents
from coopadmin.exchange.documents import Block, Facts, Heading, Line, Signatures
from coopadmin.formats import euro, long_date
from coopadmin.i18n import _
from db.queries.key_hand_over import HandOver


def markdown(given: HandOver) -> str:
    """Write the note as Markdown."""
    return documents.markdown(blocks(given))


def page(given: HandOver) -> str:
    """Write the note as one HTML page to print, with nothing outside it."""
    return documents.page(blocks(given))


def text(given: HandOver, width: int = documents.PLAIN_WIDTH) -> str:
    """Write the note as text to read on a screen."""
    return documents.plain(blocks(given), width)


def stem(given: HandOver) -> str:
    """Name a file for the note by the key, without its ending and without a name: `key-GZ-1`."""
    key = "".join(sign if sign.isalnum() else "-" for sign in given.record.row.key)
    return _("key-{key}").format(key=key)


def blocks(given: HandOver) -> tuple[Block, ...]:
    """Put the note together, from the heading to the room for two to sign."""
    kind, loan = given.record.kind, given.loan
    facts = (
        (_("Handed out by"), given.cooperative),
        (_("Handed out to"), given.holder),
        (_("Key"), kind.name),
        (_("Number"), given.record.row.key),
        (_("Opens"), ", ".join(part for part in (kind.opens, kind.dwelling, kind.facility) if part)),
        (_("Handed out on"), long_date(loan.issued_on)),
        (_("Back by"), long_date(loan.due_on) if loan.due_on else _("no day agreed")),
        (_("Deposit"), _deposit(given)),
    )
    return (
        Heading(1, _("Hand-over of a key")),
        Facts(facts),
        Line(_("The holder received this key, has no copy made of it, and says so at once where it is lost.")),
        *_goes_back(given),
        Signatures((_("For {cooperative}").format(cooperative=given.cooperative), given.holder)),
    )


def _deposit(given: HandOver) -> str:
    cents = given.loan.deposit_cents
    if not cents:
        return _("none")
    if given.loan.deposit_paid_on is None:
        return _("{amount}, still to be paid").format(amount=euro(cents))
    return _("{amount}, paid on {day}").format(amount=euro(cents), day=long_date(given.loan.deposit_paid_on))


def _goes_back(given: HandOver) -> tuple[Block, ...]:
    return (Line(_("The deposit is given back when the key is.")),) if given.loan.deposit_cents else ()

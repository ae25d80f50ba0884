"""A claim of hours on the corporation as a document: its lines with home, task, time and fee, and what was answered.

The residents who did the work are not named in it: the corporation pays for work, and asks whom it likes.
"""

from __future__ import annotations

from collections.abc import Iterator

from coopadmin.domain.hours import CLAIM_STATES, hours_said, hours_text
from coopadmin.exchange import documents
from coopadmin.exchange.documents import Block, Facts, Heading, Line, Rows, Signatures, Words
from coopadmin.formats import euro, long_date, short_date
from coopadmin.i18n import _
from db.queries.hours import totals
from db.queries.self_work import ClaimRecord


def markdown(record: ClaimRecord, cooperative: str) -> str:
    """Write a claim as Markdown."""
    return documents.markdown(blocks(record, cooperative))


def page(record: ClaimRecord, cooperative: str) -> str:
    """Write a claim as one HTML page to print, with nothing outside it."""
    return documents.page(blocks(record, cooperative))


def text(record: ClaimRecord, cooperative: str, width: int = documents.PLAIN_WIDTH) -> str:
    """Write a claim as text to read on a screen."""
    return documents.plain(blocks(record, cooperative), width)


def stem(record: ClaimRecord) -> str:
    """Name a file for the claim, without its ending: `claim-Z-2026-01`."""
    return _("claim-{number}").format(number=record.claim.number)


def blocks(record: ClaimRecord, cooperative: str) -> tuple[Block, ...]:
    """Put a claim together, from the heading to the room to sign."""
    claim = record.claim
    return (
        Heading(1, _("Claim {number}: work done by residents").format(number=claim.number)),
        Facts(
            (
                (_("To"), claim.owner),
                (_("From"), cooperative),
                (_("Date"), long_date(claim.claimed_on)),
                (_("Amount"), euro(claim.amount_cents)),
                (_("How it stands"), _(CLAIM_STATES[claim.state])),
                (_("Answered on"), long_date(claim.answered_on) if claim.answered_on else ""),
                (_("Awarded"), "" if claim.granted_cents is None else euro(claim.granted_cents)),
            )
        ),
        *_lines(record),
        *((Words(claim.note),) if claim.note else ()),
        Signatures((_("Treasurer"), _("For the corporation"))),
    )


def _lines(record: ClaimRecord) -> Iterator[Block]:
    yield Heading(2, _("What was done"))
    if not record.lines:
        yield Line(_("Its hours were claimed anew since it was withdrawn."))
        return
    head = (_("Day"), _("What"), _("Task"), _("Hours"), _("Fee an hour"), _("Amount"), _("Decision"))
    rows = (
        (
            short_date(line.worked_on),
            line.what,
            line.task,
            hours_text(line.minutes),
            euro(line.rate_cents or 0),
            euro(line.fee_cents),
            line.decision,
        )
        for line in record.lines
    )
    yield Rows(head, tuple(rows))
    minutes, cents = totals(record.lines)
    told = _("Together {hours} hours, {amount}.")
    yield Line(told.format(hours=hours_said(minutes), amount=euro(cents)))

"""Claims of hours on the corporation (zelfwerkzaamheid): what was asked, for which hours, and what was granted."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.hours import CLAIM_STATES, hours_text
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import hours, journal
from db.queries import self_work as queries
from db.queries.self_work import ClaimRow
from screens.hours import claim_forms
from screens.hours.words import claim_text, hours_entry
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, money, story_section


def _card(connection: Connection, claim_id: int, today: date) -> Card | None:  # noqa: ARG001 - what every card is asked with
    record = queries.record(connection, claim_id)
    if record is None:
        return None
    claim = record.claim
    minutes, _cents = hours.totals(record.lines)
    return Card(
        title=_("Claim {number}").format(number=claim.number),
        status=" · ".join((claim_text(claim), money(claim.amount_cents), claim.owner)),
        sections=(
            _details(claim),
            Section(
                _("hours: {hours}").format(hours=hours_text(minutes)),
                tuple(hours_entry(row, dated=True) for row in record.lines),
            ),
            Section(_("note"), filled(Entry("", claim.note))),
            story_section(journal.story(connection, [("selfworkclaim", claim_id)])),
        ),
    )


def _details(claim: ClaimRow) -> Section:
    return Section(
        _("details"),
        filled(
            Entry(_("corporation"), claim.owner),
            Entry(_("asked on"), long_date(claim.claimed_on)),
            Entry(_("amount"), money(claim.amount_cents)),
            Entry(_("answered on"), long_date(claim.answered_on) if claim.answered_on else ""),
            Entry(_("granted"), money(claim.granted_cents)),
            Entry(_("withdrawn on"), long_date(claim.withdrawn_on) if claim.withdrawn_on else ""),
        ),
    )


SUBJECT: Subject[ClaimRow] = Subject(
    name="claims",
    title=N_("Claims of hours"),
    columns=(
        Column(N_("No."), lambda row: row.number, 10),
        Column(N_("Corporation"), lambda row: row.owner),
        Column(N_("Asked on"), lambda row: day(row.claimed_on), 11, value=lambda row: row.claimed_on, kind="date"),
        Column(
            N_("Amount"),
            lambda row: money(row.amount_cents),
            12,
            right=True,
            value=lambda row: row.amount_cents,
            kind="cents",
        ),
        Column(
            N_("Awarded"),
            lambda row: money(row.granted_cents),
            12,
            right=True,
            wide=True,
            value=lambda row: row.granted_cents,
            kind="cents",
        ),
        Column(N_("Status"), claim_text, 18, value=lambda row: _(CLAIM_STATES[row.state])),
    ),
    page=queries.page,
    key=lambda row: row.claim_id,
    card=_card,
    filters=(
        Choice("open", N_("waiting for an answer")),
        Choice("answered", N_("answered")),
        Choice("withdrawn", N_("withdrawn")),
        Choice("all", N_("all")),
    ),
    sorts=(
        Choice("number", N_("number"), descending=True),
        Choice("date", N_("asked on"), descending=True),
        Choice("amount", N_("amount"), descending=True),
    ),
    counted=lambda total: ngettext("{count} claim", "{count} claims", total).format(count=total),
    empty=N_(
        "Nothing was asked of the corporation yet. N claims hours that residents did for a fee: each with its task, "
        "time and rate."
    ),
    new=claim_forms.make,
    actions=(
        Action(N_("Answer"), claim_forms.answer, N_("What the corporation granted, and when")),
        Action(N_("Claim to print"), claim_forms.letter, N_("Its lines with task, time and amount, without names")),
        Action(N_("Withdraw"), claim_forms.withdraw, N_("Its hours can be claimed anew; say why")),
    ),
    row_style=lambda row: "dim" if row.state in ("withdrawn", "refused") else "",
    beside="demarcation",
)

"""The hours people gave to the house, entry by entry: for nothing, or for a fee on its way to being paid."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.hours import STATES, hours_text
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import hours as queries
from db.queries import journal
from db.queries.hours import HoursRow
from screens.app import Ref
from screens.hours import claim_forms, forms, pay_forms
from screens.hours.words import hours_words, state_text
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, money, story_section


def _card(connection: Connection, entry_id: int, today: date) -> Card | None:  # noqa: ARG001 - what every card is asked with
    row = queries.record(connection, entry_id)
    if row is None:
        return None
    return Card(
        title=row.what,
        status=" · ".join((state_text(row), hours_words(row.minutes), row.person)),
        sections=(
            _details(row),
            Section(_("note"), filled(Entry("", row.note))),
            story_section(journal.story(connection, [("hoursentry", entry_id)])),
        ),
    )


def _details(row: HoursRow) -> Section:
    def ref(subject: str, record_id: int | None) -> Ref | None:
        return Ref(subject, record_id) if record_id is not None else None

    return Section(
        _("details"),
        filled(
            Entry(_("who"), row.person, Ref("members", row.person_id)),
            Entry(_("worked on"), long_date(row.worked_on)),
            Entry(_("hours"), hours_text(row.minutes)),
            Entry(_("task"), row.task, ref("maintenance", row.task_id)),
            Entry(_("work day"), row.work_day, ref("work_days", row.work_day_id)),
            Entry(_("fee an hour"), money(row.rate_cents)),
            Entry(_("fee"), money(row.fee_cents) if row.rate_cents is not None else ""),
            Entry(_("decision"), row.decision, ref("decisions", row.decision_id)),
            Entry(_("paid"), _("the credit") if row.charge_id else "", ref("charges", row.charge_id)),
            Entry(_("claim"), row.claim, ref("claims", row.claim_id)),
        ),
    )


SUBJECT: Subject[HoursRow] = Subject(
    name="hours",
    title=N_("Hours"),
    columns=(
        Column(N_("Day"), lambda row: day(row.worked_on), 11, value=lambda row: row.worked_on, kind="date"),
        Column(N_("Who"), lambda row: row.person, 16),
        Column(
            N_("Hours"), lambda row: hours_text(row.minutes), 6, right=True, value=lambda row: row.minutes, kind="int"
        ),
        Column(N_("What"), lambda row: row.what),
        Column(N_("Task"), lambda row: row.task, 8, wide=True),
        Column(
            N_("Fee for work"),
            lambda row: money(row.fee_cents) if row.rate_cents is not None else "",
            11,
            right=True,
            wide=True,
            value=lambda row: row.fee_cents,
            kind="cents",
        ),
        Column(N_("Status"), state_text, 16, value=lambda row: _(STATES[row.state])),
        Column(N_("Claim"), lambda row: row.claim, 10, wide=True),
    ),
    page=queries.page,
    key=lambda row: row.entry_id,
    card=_card,
    filters=(
        Choice("year", N_("this year")),
        Choice("to_pay", N_("to be paid")),
        Choice("undecided", N_("fee undecided")),
        Choice("to_claim", N_("for a fee, not claimed")),
        Choice("fee", N_("for a fee")),
        Choice("given", N_("for nothing")),
        Choice("all", N_("all")),
    ),
    sorts=(
        Choice("date", N_("day"), descending=True),
        Choice("person", N_("person")),
        Choice("minutes", N_("time"), descending=True),
    ),
    counted=lambda total: ngettext("{count} entry", "{count} entries", total).format(count=total),
    empty=N_(
        "No hours were noted yet. Closing a work day notes everybody's; N notes those of one person. B shows them by "
        "household."
    ),
    new=forms.note,
    edit=forms.correct,
    actions=(
        Action(N_("Grant a fee"), forms.grant, N_("So much an hour, by a decision of the group")),
        Action(N_("Pay"), pay_forms.pay, N_("A credit on the person's own account for all that was granted")),
        Action(
            N_("Claim from the corporation"), claim_forms.make_here, N_("What was done for a fee and not asked yet")
        ),
        Action(N_("Take the payment back"), pay_forms.take_back, N_("With its opposite on the account; say why")),
        Action(N_("For nothing after all"), forms.give_up_fee, N_("Takes the fee off, as long as it was not paid")),
        Action(N_("Take off"), forms.remove, N_("For hours that should not be there; the journal keeps them")),
    ),
    row_style=lambda row: "dim" if row.state == "paid" else "",
    beside="household_hours",
)

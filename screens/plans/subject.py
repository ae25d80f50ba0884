"""Payment plans on the desk: their list, a plan with its terms, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.payment_plans import STATES, Term
from coopadmin.formats import euro, long_date, plain_amount, short_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import payment_plans as queries
from db.queries.payment_plans import PlanRow
from screens.app import Ref
from screens.plans import forms
from screens.plans.words import state_text, state_word
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, money, story_section


def _card(connection: Connection, plan_id: int, today: date) -> Card | None:
    row = queries.record(connection, plan_id, today)
    if row is None:
        return None
    running = row.state in ("kept", "behind", "lapsed")
    return Card(
        title=f"{row.contract} · {row.dwelling}",
        status=state_text(row),
        sections=(
            Section(
                _("payment plan"),
                filled(
                    Entry(_("contract"), row.contract, Ref("contracts", row.contract_id)),
                    Entry(_("tenants"), ", ".join(row.tenants)),
                    Entry(_("agreed on"), long_date(row.agreed_on)),
                    Entry(_("in all"), money(row.terms.total_cents)),
                    Entry(_("per term"), _per_term(row)),
                    Entry(_("ended on"), day(row.terms.ended_on)),
                    Entry(_("note"), row.note),
                ),
            ),
            Section(
                _("today"),
                filled(
                    Entry(_("open"), money(row.standing.open_cents)),
                    Entry(_("allowed"), money(row.standing.allowed_cents) if running else ""),
                    Entry(_("short"), f"▲ {money(row.standing.short_cents)}" if row.standing.short_cents else ""),
                ),
            ),
            Section(_("terms"), tuple(_term(term, met, row, today) for term, met in row.standing.terms)),
            story_section(journal.story(connection, [("paymentplan", plan_id)])),
        ),
    )


def _per_term(row: PlanRow) -> str:
    months = row.terms.every_months
    every = ngettext("every month", "every {count} months", months).format(count=months)
    return f"{euro(row.terms.term_cents)} {every}"


def _term(term: Term, met: bool, row: PlanRow, today: date) -> Entry:
    """Show a term: ✓ met, ▲ late, ● still to come."""
    if met:
        word = _("✓ met")
    elif row.state == "ended":
        word = _("○ no more")
    else:
        word = _("▲ late") if term.due_on < today else _("● to come")
    return Entry(f"{term.number}  {short_date(term.due_on)}", f"{plain_amount(term.amount_cents):>10}  {word}")


SUBJECT: Subject[PlanRow] = Subject(
    name="plans",
    title=N_("Payment plans"),
    columns=(
        Column(N_("Contract"), lambda row: row.contract, 9),
        Column(N_("Tenants"), lambda row: ", ".join(row.tenants)),
        Column(N_("State"), state_word, 12, value=lambda row: _(STATES[row.state])),
        Column(
            N_("In all"),
            lambda row: euro(row.terms.total_cents),
            12,
            True,
            value=lambda row: row.terms.total_cents,
            kind="cents",
        ),
        Column(N_("Next due"), lambda row: day(row.next_due), 11, value=lambda row: row.next_due, kind="date"),
        Column(N_("Terms"), lambda row: f"{row.standing.met}/{row.count}", 7, True),
        Column(N_("Home"), lambda row: row.dwelling, 6, wide=True),
        Column(
            N_("Per term"),
            lambda row: euro(row.terms.term_cents),
            11,
            True,
            wide=True,
            value=lambda row: row.terms.term_cents,
            kind="cents",
        ),
        Column(
            N_("Short"),
            lambda row: money(row.standing.short_cents or None),
            11,
            True,
            wide=True,
            value=lambda row: row.standing.short_cents,
            kind="cents",
        ),
        Column(
            N_("Agreed"), lambda row: day(row.agreed_on), 11, wide=True, value=lambda row: row.agreed_on, kind="date"
        ),
    ),
    page=queries.page,
    key=lambda row: row.plan_id,
    card=_card,
    filters=(
        Choice("running", N_("that run")),
        Choice("lapsed", N_("lapsed")),
        Choice("behind", N_("behind")),
        Choice("kept", N_("kept")),
        Choice("finished", N_("paid off")),
        Choice("ended", N_("ended")),
        Choice("all", N_("all plans")),
    ),
    sorts=(
        Choice("state", N_("state")),
        Choice("contract", N_("contract")),
        Choice("agreed", N_("agreed"), descending=True),
        Choice("next", N_("next due")),
    ),
    counted=lambda total: ngettext("{count} payment plan", "{count} payment plans", total).format(count=total),
    empty=N_(
        "Payment plans stand here, and whether they are kept: that follows from what is paid. Press N to agree one on "
        "what a contract owes; you see the terms before it is saved."
    ),
    new=forms.new,
    actions=(
        Action(N_("The account"), forms.show_account, N_("Every charge and payment of the contract")),
        Action(N_("End the plan"), forms.end, N_("Before its time; all that is open is due again")),
        Action(N_("Agree a new plan"), forms.agree_again, N_("On the same contract, where the last one is over")),
    ),
    row_style=lambda row: "dim" if row.state in ("finished", "ended") else "",
    beside="arrears",
)

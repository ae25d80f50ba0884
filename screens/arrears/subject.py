"""Arrears on the desk: who is behind and for how long, what was done about it, and what comes next."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.arrears import WORDS, NextStep
from coopadmin.domain.arrears_letters import debt_text
from coopadmin.domain.collection import cost_line_text
from coopadmin.domain.payment_plans import STATES
from coopadmin.formats import age_text, long_date, short_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import arrears as queries
from db.queries import journal
from db.queries.arrears import ArrearsRecord, BehindRow
from screens.app import Ref
from screens.arrears import forms
from screens.ledger.actions import ACTIONS as LEDGER_ACTIONS
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, filled, money, story_section

# -- the list --------------------------------------------------------------------------------------------------


def _next_text(row: BehindRow) -> str:
    """Show what comes next on 24 signs: ▲ what is due, ○ what is coming, ● where a payment plan is kept."""
    if row.plan is not None and row.plan.state != "lapsed":
        return _("● plan {state}").format(state=_(STATES[row.plan.state]))
    if row.following is None:
        return _("○ nothing more")
    sign = "▲" if row.is_due else "○"
    return f"{sign} {_(WORDS[row.following.level])}"


def _last_text(row: BehindRow) -> str:
    return f"{short_date(row.last.taken_on)} {_(WORDS[row.last.level])}" if row.last else ""


def _tenants(row: BehindRow) -> str:
    names = ", ".join(row.owed.tenants)
    return _("{names} (left)").format(names=names) if row.owed.ended_on else names


# -- the record ------------------------------------------------------------------------------------------------


def _card(connection: Connection, contract_id: int, today: date) -> Card | None:
    record = queries.record(connection, contract_id, today)
    if record is None:
        return None
    rows = [("collectionstep", step.step_id) for step in record.steps]
    return Card(
        title=f"{record.number} · {record.dwelling}",
        status=_status(record, today),
        sections=(
            _next(record, today),
            _open(record, today),
            _steps(record),
            _cost(record),
            _links(record),
            story_section(journal.story(connection, rows)),
        ),
    )


def _status(record: ArrearsRecord, today: date) -> str:
    oldest = record.settled.oldest_due
    if oldest is None:
        credit = record.settled.credit_cents
        return _("✓ nothing is open") + (f" · {_('{amount} ahead').format(amount=money(credit))}" if credit else "")
    days = (today - oldest).days
    late = ngettext("▲ {amount} open, for {count} day", "▲ {amount} open, for {count} days", days)
    said = late.format(amount=money(record.settled.open_cents), count=days)
    if record.ended_on:
        said += " · " + _("the contract ended on {day}").format(day=long_date(record.ended_on))
    return said


def _next(record: ArrearsRecord, today: date) -> Section:
    entries: list[Entry] = []
    if record.plan is not None:
        state = _("payment plan {state}").format(state=_(STATES[record.plan.state]))
        entries.append(Entry(_("plan"), state, Ref("plans", record.plan.plan_id)))
    steps = record.due or ((record.following,) if record.following else ())
    for step in steps:
        entries += _step_lines(step, today)
    if record.settled.open and not entries:
        entries.append(Entry("", _("no step is left; the ladder is among the co-operative's rules")))
    return Section(_("next"), tuple(entries))


def _step_lines(step: NextStep, today: date) -> list[Entry]:
    sign = "▲" if step.due_on <= today else "○"
    return [
        Entry(f"{sign} {short_date(step.due_on)}", f"{_(WORDS[step.level])} · {money(step.open_cents)}"),
        Entry("", step.reason, style="$text-muted"),
    ]


def _open(record: ArrearsRecord, today: date) -> Section:
    return Section(
        _("open"),
        tuple(
            Entry(
                short_date(one.debt.due_on),
                " · ".join((money(one.open_cents), debt_text(one), age_text((today - one.debt.due_on).days))),
            )
            for one in record.settled.open
        ),
    )


def _steps(record: ArrearsRecord) -> Section:
    entries: list[Entry] = []
    for step in reversed(record.steps):
        entries.append(Entry(short_date(step.taken_on), f"{_(WORDS[step.level])} · {money(step.open_cents)}"))
        if step.level == "fourteen_day_letter":
            entries += _letter_lines(step.received_on, step.taken.delivered_on, step.taken.last_day, step.cost_cents)
        if step.note:
            entries.extend(Entry("", f"  {line}", style="$text-muted") for line in step.note.splitlines())
    return Section(_("steps taken"), tuple(entries))


def _letter_lines(logged: date | None, delivered: date, last_day: date, cost_cents: int | None) -> list[Entry]:
    sentence = _("  delivered {day}") if logged else _("  presumed delivered {day}")
    lines = [sentence.format(day=short_date(delivered)), _("  to pay by {day}").format(day=short_date(last_day))]
    if cost_cents is not None:
        lines.append(_("  cost announced: {amount}").format(amount=money(cost_cents)))
    return [Entry("", line, style="$text-muted") for line in lines]


def _cost(record: ArrearsRecord) -> Section:
    """Show the calculation: of the letter whose cost is next, else of what a letter would announce."""
    case = record.case
    cost = case.cost if case is not None and case.cost is not None else record.proposed
    if cost is None:
        return Section(_("collection cost"), ())
    width = max(len(money(line.amount_cents)) for line in cost.lines)
    entries = [Entry(money(line.amount_cents).rjust(width), cost_line_text(line)) for line in cost.lines]
    entries.append(Entry(_("cost"), money(cost.cost_cents)))
    entries.append(Entry("", f"▲ {record.missing}" if record.missing else _("✓ may be charged: A (actions)")))
    return Section(_("collection cost, over {amount}").format(amount=money(cost.principal_cents)), tuple(entries))


def _links(record: ArrearsRecord) -> Section:
    return Section(
        _("see also"),
        filled(
            Entry(_("tenants"), ", ".join(record.tenants)),
            Entry(
                _("contract"),
                _("{number} and its account").format(number=record.number),
                Ref("contracts", record.contract_id),
            ),
            Entry(_("deposit"), _("what is held"), Ref("deposits", record.contract_id)),
        ),
    )


SUBJECT: Subject[BehindRow] = Subject(
    name="arrears",
    title=N_("Arrears"),
    columns=(
        Column(N_("No."), lambda row: row.owed.contract, 8),
        Column(N_("Home"), lambda row: row.owed.dwelling, 6),
        Column(N_("Tenants"), _tenants),
        Column(
            N_("Open"),
            lambda row: money(row.owed.open_cents),
            11,
            True,
            value=lambda row: row.owed.open_cents,
            kind="cents",
        ),
        Column(N_("Age"), lambda row: age_text(row.age_days), 7, True, value=lambda row: row.age_days, kind="int"),
        Column(N_("Next step"), _next_text, 22),
        Column(
            N_("Due"),
            lambda row: short_date(row.following.due_on) if row.following else "",
            11,
            wide=True,
            value=lambda row: row.following.due_on if row.following else None,
            kind="date",
        ),
        Column(N_("Last step"), _last_text, 24, wide=True),
    ),
    page=queries.page,
    key=lambda row: row.owed.contract_id,
    card=_card,
    filters=(
        Choice("behind", N_("behind")),
        Choice("due", N_("a step is due")),
        Choice("former", N_("former tenants")),
        Choice("plan", N_("with a payment plan")),
    ),
    sorts=(
        Choice("number", N_("number")),
        Choice("dwelling", N_("home")),
        Choice("open", N_("amount"), descending=True),
        Choice("oldest", N_("how long")),
    ),
    counted=lambda total: ngettext("{count} contract behind", "{count} contracts behind", total).format(count=total),
    empty=N_(
        "No contract is behind. What is charged on one and not paid in full shows here from its due date on; what "
        "members owe on their own account stands in the list of charges."
    ),
    actions=(
        Action(N_("Take a step"), forms.take, N_("Log a reminder, a letter, a talk; the next one is proposed")),
        Action(N_("Take all steps due"), forms.run, N_("Every letter that is due, over all contracts; shown first")),
        Action(N_("Show a letter"), forms.letter, N_("As text, to send or to save")),
        Action(N_("Letter delivered"), forms.delivered, N_("The day from which its fourteen days count")),
        Action(
            N_("Charge collection cost"), forms.cost, N_("Only after a fourteen-day letter; the sum is shown first")
        ),
        *LEDGER_ACTIONS[:3],
    ),
    row_style=lambda row: "dim" if row.plan is not None and row.plan.state != "lapsed" else "",
)

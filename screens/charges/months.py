"""Charging the rents of a month, and putting right what was charged otherwise than it should be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from coopadmin.domain.charges import oddities_text
from coopadmin.domain.closing import month_text
from coopadmin.domain.periods import add_months
from coopadmin.formats import euro
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import charges as deeds
from db.queries import charge_months as queries
from db.queries.base import PAGE_ROWS
from db.queries.charge_months import MonthPreview, MonthRow, Proposal
from screens.app import CoopApp
from screens.charges.preview import Line, PreviewScreen, Shown
from screens.dialogs import ConfirmScreen
from screens.subject import Column, day, money

STATES: dict[str, str] = {
    "to_charge": N_("● to charge"),
    "charged": N_("✓ charged"),
    "differs": N_("▲ differs"),
    "nothing": N_("▲ no rent"),
}
"""How far a contract is in a month, on 12 signs."""

MONTHS_AHEAD = 12
"""Rents are charged no further ahead than this, so corrections need look no further."""


# -- a month -------------------------------------------------------------------------------------------------------


async def charge_a_month(app: CoopApp, month: date | None = None) -> None:
    """Show what charging a month would do, and do it; proposes the month where none is given. Call it from a worker."""
    await app.push_screen_wait(ChargeMonthScreen(month or await app.read(queries.month_to_charge, app.today)))


class ChargeMonthScreen(PreviewScreen[MonthRow]):
    """What charging a month would put on accounts, what is odd about it, and who is left out."""

    STEPS = True
    COLUMNS: ClassVar[tuple[Column[MonthRow], ...]] = (
        Column(N_("Contract"), lambda row: row.contract, 8),
        Column(N_("Home"), lambda row: row.dwelling, 6),
        Column(N_("Amount"), lambda row: money(row.parts.total_cents), 11, True),
        Column(N_("Status"), lambda row: _(STATES[row.state]), 12),
        Column(N_("Why it is odd"), lambda row: _why(row)),
        Column(N_("Falls due"), lambda row: day(row.due_on), 11, wide=True),
        Column(N_("Basic"), lambda row: money(row.parts.basic_rent_cents), 10, True, wide=True),
        Column(N_("Service"), lambda row: money(row.parts.service_charge_cents or None), 9, True, wide=True),
        Column(N_("Energy"), lambda row: money(row.parts.energy_cents or None), 9, True, wide=True),
    )

    def __init__(self, month: date) -> None:
        super().__init__()
        self.month = month.replace(day=1)

    def move(self, months: int) -> None:
        """Look at another month."""
        self.month = add_months(self.month, months)

    async def look(self) -> Shown[MonthRow]:
        """Read the month; what wants a look comes first."""
        preview = await self.app.read(queries.preview_month, self.month)
        ordered = sorted(preview.rows, key=_rank)
        count = len(preview.of_state("to_charge"))
        question = ngettext(
            "Charge {count} rent for {month}, {total}?", "Charge {count} rents for {month}, {total} together?", count
        ).format(count=count, month=month_text(preview.month), total=euro(preview.to_charge_cents))
        return Shown(
            _("Charge {month}").format(month=month_text(preview.month)),
            _summary(preview),
            [Line(row, "dim" if row.state == "charged" else "", _why(row)) for row in ordered[:PAGE_ROWS]],
            question if count and not preview.closed else "",
        )

    async def carry_out(self) -> None:
        """Charge the month in one batch."""
        run = (await self.app.do(deeds.charge_month, month=self.month)).result
        made = ngettext("{count} rent charged", "{count} rents charged", run.created).format(count=run.created)
        self.app.say(
            _("{month}: {made}, {total} for the whole month. U takes it back.").format(
                month=month_text(run.month), made=made, total=euro(run.total_cents)
            )
        )
        if run.without_rent:
            numbers = ", ".join(row.contract for row in run.without_rent[:10])
            self.app.say(_("Not charged, for no rent is known: {numbers}").format(numbers=numbers), "warning")


def _why(row: MonthRow) -> str:
    """Say why a contract is odd this month; of one that differs, what was charged."""
    reasons = oddities_text(row.reasons)
    if row.state != "differs":
        return reasons
    charged = _("charged {amount}").format(amount=euro(row.charged.total_cents))
    return "; ".join(part for part in (charged, reasons) if part)


def _rank(row: MonthRow) -> tuple[int, str]:
    if row.state in ("nothing", "differs"):
        return 0, row.contract
    return (3 if row.state == "charged" else 1 if row.reasons else 2), row.contract


def _summary(preview: MonthPreview) -> tuple[str, ...]:
    waiting, there = preview.of_state("to_charge"), [row for row in preview.rows if row.entries]
    said = [
        ngettext("{count} rent to charge, {total}", "{count} rents to charge, {total} together", len(waiting)).format(
            count=len(waiting), total=euro(preview.to_charge_cents)
        )
    ]
    if there:
        said.append(_("{count} charged already, {total}").format(count=len(there), total=euro(preview.charged_cents)))
    odd = sum(bool(row.reasons) for row in waiting)
    if odd:
        said.append(ngettext("{count} odd amount", "{count} odd amounts", odd).format(count=odd))
    lines = [" · ".join(said)]
    if without := len(preview.of_state("nothing")):
        sentence = ngettext(
            "▲ {count} contract without a known rent is not charged; set its rent under F5.",
            "▲ {count} contracts without a known rent are not charged; set their rents under F5.",
            without,
        )
        lines.append(sentence.format(count=without))
    if differing := len(preview.of_state("differs")):
        sentence = ngettext(
            "▲ {count} contract was charged otherwise than it should be; the corrections put it right.",
            "▲ {count} contracts were charged otherwise than they should be; the corrections put them right.",
            differing,
        )
        lines.append(sentence.format(count=differing))
    if preview.closed:
        lines.append(_("✓ This month is closed. What is still wrong in it is put right by the corrections."))
    if len(preview.rows) > PAGE_ROWS:
        lines.append(_("The first {shown} of {count} are shown.").format(shown=PAGE_ROWS, count=len(preview.rows)))
    return tuple(lines)


# -- corrections ---------------------------------------------------------------------------------------------------


async def correct(app: CoopApp, contract_ids: Sequence[int] | None = None) -> None:
    """Show what was charged otherwise than it should be, and put it right. Call it from a worker."""
    await app.push_screen_wait(CorrectionsScreen(contract_ids, _until(app)))


def _until(app: CoopApp) -> date:
    return add_months(app.today, MONTHS_AHEAD)


class CorrectionsScreen(PreviewScreen[Proposal]):
    """The months that were charged otherwise than they should be, with the difference of each."""

    COLUMNS: ClassVar[tuple[Column[Proposal], ...]] = (
        Column(N_("Contract"), lambda one: one.contract, 8),
        Column(N_("Month"), lambda one: f"{one.month:%m-%Y}", 7),
        Column(N_("Charged"), lambda one: money(one.charged.total_cents), 11, True),
        Column(N_("Should be"), lambda one: money(one.due.total_cents), 11, True),
        Column(N_("Difference"), lambda one: money(one.difference.total_cents), 11, True),
        Column(N_("Why"), lambda one: oddities_text(one.reasons)),
        Column(N_("Home"), lambda one: one.dwelling, 6, wide=True),
    )

    def __init__(self, contract_ids: Sequence[int] | None, until: date) -> None:
        super().__init__()
        self.contract_ids = contract_ids
        self.until = until

    async def look(self) -> Shown[Proposal]:
        """Look for differences."""
        found = await self.app.read(queries.corrections, self.until, self.contract_ids)
        if not found:
            nothing = _("✓ Everything was charged as the contracts and their rent lines say.")
            return Shown(_("Corrections"), (nothing,), ())
        lines = [
            _counted(found),
            _("What was charged stays; each difference becomes a correction, after the closed months where it must."),
        ]
        if len(found) > PAGE_ROWS:
            lines.append(_("The first {shown} of {count} are shown.").format(shown=PAGE_ROWS, count=len(found)))
        shown = [Line(one, "", proposal_text(one)) for one in found[:PAGE_ROWS]]
        question = _("Put this right? {what}").format(what=_counted(found))
        return Shown(_("Corrections"), tuple(lines), shown, question)

    async def carry_out(self) -> None:
        """Put all of it right in one batch."""
        await _put_right(self.app, self.contract_ids)


async def offer_corrections(app: CoopApp, contract_id: int) -> None:
    """Ask to put a contract's months right, where a change of its rent or days makes that needed."""
    found = await app.read(queries.corrections, _until(app), [contract_id])
    if not found:
        return
    question = _("What was charged for {number} is no longer right. Charge the difference now?").format(
        number=found[0].contract
    )
    detail = "\n".join(
        [*map(proposal_text, found), "", _("What was charged stays; the corrections can also be made later.")]
    )
    if await app.push_screen_wait(ConfirmScreen(question, detail)):
        await _put_right(app, [contract_id])


async def _put_right(app: CoopApp, contract_ids: Sequence[int] | None) -> None:
    done = await app.do(deeds.correct_months, until=_until(app), contract_ids=contract_ids)
    app.say(_("Put right: {what}. U takes it back.").format(what=_counted(done.result)))


def _counted(found: Sequence[Proposal]) -> str:
    total = euro(sum(one.difference.total_cents for one in found))
    contracts = len({one.contract_id for one in found})
    months = ngettext("{count} month", "{count} months", len(found)).format(count=len(found))
    return ngettext(
        "{months} of {count} contract, {total} together", "{months} of {count} contracts, {total} together", contracts
    ).format(months=months, count=contracts, total=total)


def proposal_text(one: Proposal) -> str:
    """Say what was charged for a month and what it should be: `September 2026: €600.00 → €620.00 (€20.00)`."""
    said = _("{month}: charged {charged}, should be {due}, difference {difference}").format(
        month=month_text(one.month),
        charged=euro(one.charged.total_cents),
        due=euro(one.due.total_cents),
        difference=euro(one.difference.total_cents),
    )
    if not one.difference.total_cents:
        said = _("{said} (only what it is for changes)").format(said=said)
    reasons = oddities_text(one.reasons)
    return f"{said}; {reasons}" if reasons else said

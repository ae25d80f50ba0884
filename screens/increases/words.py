"""What a rent increase says of itself on the page: columns, totals, and the contract under the cursor in full."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from coopadmin.domain.increases import STATES, Asked, first_possible_day
from coopadmin.domain.legal import NAMES, percent_text
from coopadmin.domain.rent_limits import REGIMES, WHOLE, limit_source, limit_text, short_source
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries.increases import Plan, PlanRow
from screens.subject import Column, money

SIGNS: dict[str, str] = {"raise": "●", "done": "✓", "other": "○", "nothing": "○", "left_out": "○", "refused": "▲"}


def _state(row: PlanRow) -> str:
    return f"{SIGNS[row.state]} {_(STATES[row.state])}"


def _remark(row: PlanRow) -> str:
    """Say what is odd about a contract, what must be looked at first."""
    remarks = sorted(row.proposal.remarks, key=lambda remark: not remark.is_warning)
    return "; ".join(f"▲ {one.text}" if one.is_warning else one.text for one in remarks)


COLUMNS: tuple[Column[PlanRow], ...] = (
    Column(N_("No."), lambda row: row.tenancy.contract, 8),
    Column(N_("Home"), lambda row: row.tenancy.dwelling, 6),
    Column(N_("Now"), lambda row: money(row.proposal.current_cents), 10, True),
    Column(N_("New"), lambda row: money(row.proposal.new_cents if row.limit else None), 10, True),
    Column(N_("More"), lambda row: money(row.proposal.difference_cents or None), 8, True, wide=True),
    Column(N_("Status"), _state, 14),
    Column(N_("Remark"), _remark),
    Column(N_("Limit"), lambda row: limit_text(row.limit) if row.limit else _("unknown"), 19, wide=True),
    Column(N_("Tenants"), lambda row: ", ".join(row.tenants), 20, wide=True),
)


def row_style(row: PlanRow) -> str:
    """Dim what takes no part."""
    return "dim" if row.state in ("left_out", "nothing", "done", "other") else ""


def why(row: PlanRow) -> str:
    """Say everything of the contract under the cursor: every remark, who, its limit and where that comes from."""
    parts = [_remark(row), ", ".join(row.tenants), _(REGIMES[row.tenancy.regime])]
    if row.limit is not None:
        said = _("at most {most} by {limit}")
        parts.append(said.format(most=euro(row.limit.most_cents), limit=limit_text(row.limit)))
        parts.append(short_source(limit_source(row.limit)))
    return " · ".join(part for part in parts if part)


# -- totals ----------------------------------------------------------------------------------------------------


def rise_text(asked: Asked) -> str:
    """Say what a run asks: `4.1 %`, `€ 15.00`, with what it does about low rents and too much."""
    if asked.percent is None and asked.amount_cents is None:
        return _("how much is not known yet")
    rise = percent_text(asked.percent) if asked.percent is not None else euro(asked.amount_cents or 0)
    parts = [_("{rise} of the basic rent").format(rise=rise) if asked.percent is not None else rise]
    if asked.low_rent:
        parts.append(_("low rents by the flat amount"))
    if asked.to_limit:
        parts.append(_("too much is brought down to the limit"))
    return ", ".join(parts)


def summary(plan: Plan, today: date) -> tuple[str, ...]:
    """Say in some lines what the run asks, what it comes to, and what must be seen to first."""
    asked = _("From {day}: {rise}. E changes it.")
    return (
        asked.format(day=long_date(plan.asked.valid_from), rise=rise_text(plan.asked)),
        _counted(plan),
        *_totals(plan),
        *_sending(plan, today),
        *_warnings(plan),
    )


def _counted(plan: Plan) -> str:
    parts: list[str] = []
    for state in STATES:
        number = len(plan.of_state(state))
        if number:
            parts.append(f"{SIGNS[state]} {number} {_(STATES[state])}")
    return " · ".join(parts) or _("no contract runs before that day")


def _totals(plan: Plan) -> Iterator[str]:
    if not plan.rising:
        return
    average = plan.difference_cents * WHOLE // plan.current_cents if plan.current_cents else 0
    said = _("Basic rents {now} → {new} per month: +{month}, {year} a year ({percent})")
    yield said.format(
        now=euro(plan.current_cents),
        new=euro(plan.new_cents),
        month=euro(plan.difference_cents),
        year=euro(plan.year_cents),
        percent=percent_text(average),
    )


def _sending(plan: Plan, today: date) -> Iterator[str]:
    if plan.send_before is None or plan.notice_months is None:
        return
    left = (plan.send_before - today).days
    if left >= 0:
        said = ngettext(
            "The proposal is with the tenants by {day}: {count} day left",
            "The proposal is with the tenants by {day}: {count} days left",
            left,
        )
        yield said.format(day=long_date(plan.send_before), count=left)
    else:
        said = _("▲ The tenants had to have the proposal by {day}; one of today counts from {first}")
        first = first_possible_day(today, plan.notice_months)
        yield said.format(day=long_date(plan.send_before), first=long_date(first))


def _warnings(plan: Plan) -> Iterator[str]:
    if plan.unknown:
        said = _("▲ L enters, with its source, what is not known for {day}: {what}")
        what = "; ".join(_(NAMES[name]) for name in plan.unknown)
        yield said.format(day=long_date(plan.asked.valid_from), what=what)
    if plan.charged_months:
        yield ngettext(
            "▲ {count} month was charged by the old rent; a correction will be proposed",
            "▲ {count} months were charged by the old rent; corrections will be proposed",
            plan.charged_months,
        ).format(count=plan.charged_months)
    if plan.without_maximum:
        yield ngettext(
            "Of {count} home that rises the maximum rent (points) is not known; M enters it",
            "Of {count} homes that rise the maximum rent (points) is not known; M enters it",
            plan.without_maximum,
        ).format(count=plan.without_maximum)


def question(plan: Plan, today: date) -> tuple[str, str]:
    """Ask whether the rents may be set, and say what will happen and what will not."""
    count = len(plan.of_state("raise"))
    asked = ngettext("Set {count} new rent from {day}?", "Set {count} new rents from {day}?", count).format(
        count=count, day=long_date(plan.asked.valid_from)
    )
    lines = [*_totals(plan), *_sending(plan, today), *_warnings(plan)]
    refused = len(plan.of_state("refused"))
    if refused:
        lines.append(
            ngettext(
                "▲ {count} contract cannot rise so far and is left as it is",
                "▲ {count} contracts cannot rise so far and are left as they are",
                refused,
            ).format(count=refused)
        )
    return asked, "\n".join(lines)

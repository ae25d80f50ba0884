"""The letters of a rent increase: per contract the five things a proposal must say (BW 7:252)."""

from __future__ import annotations

from coopadmin.domain.increases import objection_until
from coopadmin.domain.legal import percent_text
from coopadmin.domain.rent_limits import WHOLE
from coopadmin.formats import euro, long_date
from coopadmin.i18n import _
from coopadmin.reports.base import Column, Report
from db.queries.increases import Plan, PlanRow


def letters(plan: Plan, how: str) -> Report:
    """List every contract that rises, for a mail merge: the rent now, the rise, the new rent, the day, and objecting.

    `how` says how a tenant objects; until when stands in a column of its own.
    """
    columns = (
        Column("contract", _("Contract")),
        Column("dwelling", _("Home")),
        Column("address", _("Address")),
        Column("tenants", _("Tenants"), "list"),
        Column("current_cents", _("Basic rent now"), "cents"),
        Column("rise", _("Percent")),
        Column("difference_cents", _("Amount"), "cents"),
        Column("new_cents", _("New basic rent"), "cents"),
        Column("valid_from", _("From"), "date"),
        Column("objection_until", _("Objection received until"), "date"),
        Column("how", _("How to object")),
        Column("new_total_cents", _("New rent in all"), "cents", minor=True),
        Column("send_before", _("To be with the tenant on"), "date", minor=True),
    )
    rows = [
        {
            "contract": row.tenancy.contract,
            "dwelling": row.tenancy.dwelling,
            "address": row.address,
            "tenants": row.tenants,
            "current_cents": row.proposal.current_cents,
            "rise": percent_of(row),
            "difference_cents": row.proposal.difference_cents,
            "new_cents": row.proposal.new_cents,
            "valid_from": plan.asked.valid_from,
            "objection_until": objection_until(plan.asked.valid_from),
            "how": how,
            "new_total_cents": row.proposal.new_total_cents,
            "send_before": plan.send_before,
        }
        for row in plan.rising
    ]
    return Report(
        _("Rent increase of {day}").format(day=long_date(plan.asked.valid_from)),
        columns,
        rows,
        totals={"difference_cents": plan.difference_cents},
        remarks=(_("Together {amount} more per month.").format(amount=euro(plan.difference_cents)),),
    )


def percent_of(row: PlanRow) -> str:
    """Write what a rent rises by in percent of the basic rent, to two decimals, rounded down."""
    cents = row.proposal.current_cents
    return percent_text(row.proposal.difference_cents * WHOLE // cents) if cents else ""

"""Raising the rents of a year, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coopadmin.cli.output import put, put_json, say
from coopadmin.cli.stores import open_store
from coopadmin.cli.words import read
from coopadmin.domain.increases import STATES
from coopadmin.domain.legal import NAMES
from coopadmin.domain.rent_limits import limit_source, limit_text
from coopadmin.errors import WrongUse
from coopadmin.formats import euro, long_date, parse_cents, parse_date, parse_decimal
from coopadmin.i18n import _, ngettext
from coopadmin.services.increases import RaiseRun, raise_rents
from db.queries.increases import PlanRow


def raise_from(
    path: Path,
    day: str,
    percent: str | None,
    amount: str | None,
    *,
    low_rent: bool,
    to_limit: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Raise every rent that may from a day on; gives 1 where a contract was refused, the others rise all the same.

    Raises WrongUse where not one of a percentage and an amount is given, Refused where the month is closed.
    """
    if (percent is None) == (amount is None):
        raise WrongUse(_("Give --percent or --amount, one of the two."))
    values: dict[str, Any] = {
        "valid_from": read(_("DATE"), day, parse_date),
        "percent": None if percent is None else read("--percent", percent, lambda text: parse_decimal(text, 2)),
        "amount_cents": None if amount is None else read("--amount", amount, parse_cents),
        "low_rent": low_rent,
        "to_limit": to_limit,
    }
    store = open_store(path)
    batch: int | None = None
    if dry_run:
        run = store.rehearse(raise_rents, **values)
    else:
        done = store.do(raise_rents, **values)
        run, batch = done.result, done.batch
    if as_json:
        put_json(as_document(run, batch))
    else:
        put("\n".join(_lines(run)))
        if batch is not None:
            say(_("To take this back: coopadmin undo {batch}").format(batch=batch))
    return 1 if run.refused else 0


def as_document(run: RaiseRun, batch: int | None) -> dict[str, Any]:
    """Give what came of a run, amounts in cents per month."""
    return {
        "valid_from": run.plan.asked.valid_from,
        "batch": batch,
        "raised": len(run.raised),
        "refused": len(run.refused),
        "send_before": run.plan.send_before,
        "unknown": list(run.plan.unknown),
        "difference_cents": sum(row.proposal.difference_cents for row in run.raised),
        "rows": [_row(row) for row in run.plan.rows],
    }


def _row(row: PlanRow) -> dict[str, Any]:
    limit = row.limit
    return {
        "contract": row.tenancy.contract,
        "dwelling": row.tenancy.dwelling,
        "tenants": list(row.tenants),
        "state": row.state,
        "current_cents": row.proposal.current_cents,
        "limit_cents": limit.most_cents if limit else None,
        "limit_source": limit_source(limit) if limit else None,
        "new_cents": row.proposal.new_cents,
        "remarks": [remark.text for remark in row.proposal.remarks],
    }


def _lines(run: RaiseRun) -> list[str]:
    plan, count = run.plan, len(run.raised)
    said = ngettext("{count} rent rises from {day}", "{count} rents rise from {day}", count)
    more = sum(row.proposal.difference_cents for row in run.raised)
    total = _("{amount} more per month").format(amount=euro(more))
    lines = [f"{said.format(count=count, day=long_date(plan.asked.valid_from))} · {total}"]
    for row in plan.rows:
        proposal, limit = row.proposal, row.limit
        rise = f"{euro(proposal.current_cents)} → {euro(proposal.new_cents)}" if limit else euro(proposal.current_cents)
        remarks = "; ".join(remark.text for remark in proposal.remarks)
        parts = (row.tenancy.contract, row.tenancy.dwelling, _(STATES[row.state]), rise)
        ends = (limit_text(limit) if limit else "", remarks)
        lines.append("  " + "  ".join(part for part in (*parts, *ends) if part))
    if plan.send_before is not None:
        lines.append(_("The proposal is with the tenants by {day}").format(day=long_date(plan.send_before)))
    lines += [
        _("Not known for {day}: {what}. Enter it on the desk, with its source").format(
            day=long_date(plan.asked.valid_from), what=_(NAMES[name])
        )
        for name in plan.unknown
    ]
    if run.charged_months:
        lines.append(_("Months were charged by the old rent already: the corrections of charges put them right."))
    return lines

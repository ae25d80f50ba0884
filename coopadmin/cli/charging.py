"""Charging the rents of a month, on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from coopadmin.cli.output import put, put_json, say
from coopadmin.cli.stores import open_store
from coopadmin.cli.words import read
from coopadmin.domain.charges import oddities_text
from coopadmin.domain.closing import month_text
from coopadmin.formats import euro, parse_month, short_date
from coopadmin.i18n import _, ngettext
from coopadmin.services.charges import ChargeRun, charge_month
from db.queries.charge_months import MonthRow

MOST_NAMED = 100
"""Odd amounts shown to a person; the desk has them all."""


def charge(path: Path, month: str, *, as_json: bool) -> int:
    """Charge a month; raises Refused where there is something to charge in a month that is closed."""
    done = open_store(path).do(charge_month, month=read(_("MONTH"), month, parse_month))
    if as_json:
        put_json(as_document(done.result))
        return 0
    put("\n".join(_lines(done.result)))
    if done.batch is not None:
        say(_("To take this back: coopadmin undo {batch}").format(batch=done.batch))
    return 0


def as_document(run: ChargeRun) -> dict[str, Any]:
    """Give what came of a month under the keys of the command line's JSON."""
    return {
        "month": f"{run.month:%Y-%m}",
        "created": run.created,
        "unchanged": run.unchanged,
        "total_cents": run.total_cents,
        "rows": [
            {"contract": row.contract, "dwelling": row.dwelling, "due": row.due_on, "amount_cents": row.amount_cents}
            for row in run.rows
        ],
    }


# -- for a person ----------------------------------------------------------------------------------------------------


def _lines(run: ChargeRun) -> list[str]:
    made = ngettext("{count} rent charged", "{count} rents charged", run.created).format(count=run.created)
    there = _("{count} charged before").format(count=run.unchanged)
    total = _("together {total}").format(total=euro(run.total_cents))
    lines = [f"{month_text(run.month)}: {made} · {there} · {total}"]
    lines += _named(_("Odd amounts:"), run.odd, with_amount=True)
    lines += _named(_("Not charged, for no rent is known:"), run.without_rent, with_amount=False)
    return lines + _named(
        _("Charged otherwise than it should be by now; the corrections on the desk put it right:"),
        run.to_correct,
        with_amount=True,
    )


def _named(heading: str, rows: Sequence[MonthRow], *, with_amount: bool) -> list[str]:
    if not rows:
        return []
    shown = rows[:MOST_NAMED]
    cells = [
        (row.contract, row.dwelling, short_date(row.due_on), euro(row.parts.total_cents) if with_amount else "")
        for row in shown
    ]
    number, home, _day, amount = (max(map(len, column)) for column in zip(*cells, strict=True))
    lines = ["", heading]
    for row, cell in zip(shown, cells, strict=True):
        said = f"  {cell[0]:<{number}}  {cell[1]:<{home}}  {cell[2]}  {cell[3]:>{amount}}  {oddities_text(row.reasons)}"
        lines.append(said.rstrip())
    if (more := len(rows) - len(shown)) > 0:
        lines.append(ngettext("  … and {count} more.", "  … and {count} more.", more).format(count=more))
    return lines

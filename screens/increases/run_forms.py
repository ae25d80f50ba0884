"""The forms of a run: the rise, one contract's own rise, carrying it out, and the list for the letters."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from coopadmin.domain.increases import Asked, Special, objection_until
from coopadmin.domain.rent_limits import CATEGORIES
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.reports.increases import letters
from coopadmin.reports.render import write
from coopadmin.services import increases as deeds
from coopadmin.settings import typed_path
from db.queries.increases import Plan, PlanRow
from screens.app import CoopApp
from screens.common_fields import flag
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask


def _one_of_two(values: dict[str, Any]) -> None:
    if values["percent"] is not None and values["amount_cents"] is not None:
        raise Invalid([Problem("amount_cents", _("give a percentage or an amount, one of the two"))])


async def ask_rise(app: CoopApp, plan: Plan) -> Asked | None:
    """Ask for the day and the rise of a run; None where it was left."""
    asked = plan.asked
    fields = [
        Field(
            "valid_from",
            N_("From"),
            "date",
            required=True,
            initial=asked.valid_from,
            help=N_("social rents rise on 1 July, the others on 1 January"),
        ),
        Field(
            "percent",
            N_("Percent"),
            "decimal",
            places=2,
            initial=asked.percent,
            help=N_("of the basic rent; leave it empty for an amount, or both for the most a social rent may rise"),
        ),
        Field("amount_cents", N_("Or an amount"), "cents", initial=asked.amount_cents, help=N_("per month, for all")),
        flag(
            "low_rent",
            N_("Low rents flat"),
            asked.low_rent,
            N_("yes: a basic rent below the law's low rent rises by the flat amount it allows"),
        ),
        flag(
            "to_limit",
            N_("Down to the limit"),
            asked.to_limit,
            N_("yes: what is more than may be becomes the most that may be; no: it is refused and named"),
        ),
    ]
    found: list[Asked] = []

    async def save(values: dict[str, Any]) -> None:
        _one_of_two(values)
        found.append(Asked(**values))

    await ask(app, _("The rent increase"), fields, save)
    return found[0] if found else None


async def ask_special(app: CoopApp, row: PlanRow, special: Special) -> Special | None:
    """Ask how one contract differs; None where it was left."""
    fields = [
        Field(
            "percent",
            N_("Percent"),
            "decimal",
            places=2,
            initial=special.percent,
            help=N_("for this contract only; leave both empty to go along with the others"),
        ),
        Field("amount_cents", N_("Or an amount"), "cents", initial=special.amount_cents),
        Field(
            "category",
            N_("Income"),
            "choice",
            initial=special.category or None,
            choices=tuple(CATEGORIES.items()),
            help=N_("only with the tax office's statement of the category (BW 7:252a), and a self-contained home"),
        ),
    ]
    found: list[Special] = []

    async def save(values: dict[str, Any]) -> None:
        _one_of_two(values)
        found.append(replace(special, **{**values, "category": values["category"] or ""}))

    heading = f"{row.tenancy.contract} · {row.tenancy.dwelling}"
    await ask(app, _("A rise of its own for {contract}").format(contract=heading), fields, save)
    return found[0] if found else None


async def carry_out(app: CoopApp, plan: Plan, specials: Mapping[int, Special]) -> None:
    """Set the new rents and say what came of it."""
    asked = plan.asked
    done = await app.do(
        deeds.raise_rents,
        valid_from=asked.valid_from,
        percent=asked.percent,
        amount_cents=asked.amount_cents,
        low_rent=asked.low_rent,
        to_limit=asked.to_limit,
        exceptions=dict(specials),
    )
    run = done.result
    count = len(run.raised)
    said = ngettext(
        "{count} rent rises from {day}, {amount} more per month. U takes it back.",
        "{count} rents rise from {day}, {amount} more per month. U takes them back.",
        count,
    )
    more = sum(row.proposal.difference_cents for row in run.raised)
    app.say(said.format(count=count, day=long_date(asked.valid_from), amount=euro(more)))
    if run.refused:
        left = ngettext(
            "{count} contract cannot rise so far and was left as it is.",
            "{count} contracts cannot rise so far and were left as they are.",
            len(run.refused),
        )
        app.say(left.format(count=len(run.refused)), "warning")
    if run.charged_months:
        app.say(_("Months were charged by the old rent already: the corrections of charges put them right."), "warning")


async def save_letters(app: CoopApp, plan: Plan) -> None:
    """Save what each tenant's letter must say as a CSV file."""
    if not plan.rising:
        app.say(_("No rent rises, so there is nothing to write."), "warning")
        return
    from platformdirs import user_documents_path

    day = plan.asked.valid_from
    stem = _("rent-increase-{day}").format(day=day.isoformat())
    how = _("In writing to the landlord, who must have it on {day} at the latest")
    fields = [
        Field("file", N_("File"), required=True, initial=str(user_documents_path() / f"{stem}.csv")),
        Field(
            "how",
            N_("How to object"),
            "long",
            required=True,
            initial=how.format(day=long_date(objection_until(day))),
            help=N_("with the address; what happens then: the landlord asks the Huurcommissie to decide"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        target = typed_path(values["file"])
        if target.suffix.lower() != ".csv":
            target = target.with_name(f"{target.name}.csv")
        if target.exists():
            asked = _("There is a file {file} already. Replace it?").format(file=target.name)
            if not await app.push_screen_wait(ConfirmScreen(asked)):
                return
        await asyncio.to_thread(write, letters(plan, values["how"]), "csv", target)
        app.say(_("Saved: {file}").format(file=target))

    await ask(app, _("The letters of {day}").format(day=long_date(day)), fields, save)

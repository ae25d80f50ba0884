"""Making tasks and budget lines of a year of the plan; what would be made is said while one types the year."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual import on
from textual.widgets import Input

from coopadmin.domain.maintenance_plan import FIRST_YEAR, LAST_YEAR, PAYERS, per_year
from coopadmin.formats import euro
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import maintenance_plan_years as deeds
from coopadmin.services.maintenance_plan_years import YearMade
from db.queries.maintenance_plan import planned
from db.queries.maintenance_plan_facts import Plan, plan
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import FormScreen
from screens.text import one_line


class YearForm(FormScreen):
    """Asks for the year; counts what falls in it and has no task yet."""

    def __init__(self, kept: Plan, year: int, save: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self.kept = kept
        fields = [
            Field("year", N_("Year"), "whole", required=True, initial=year),
            Field(
                "raise_budget",
                N_("Raise the budget"),
                "flag",
                required=True,
                initial=True,
                help=N_("by what the co-operative pays; what others pay is no cost of the group"),
            ),
        ]
        super().__init__(_("Make tasks of a year"), fields, save, intro=self._told(year))

    def _told(self, year: int) -> str:
        found = planned(self.kept, year, year)
        new = [one for one in found if one.task is None]
        lines = [ngettext("{count} new task", "{count} new tasks", len(new)).format(count=len(new))]
        sums = per_year((one.line for one in new), year, year)[year]
        lines += [f"  {_(PAYERS[payer])}: {euro(cents)}" for payer, cents in sums.items() if cents]
        if there := len(found) - len(new):
            sentence = ngettext("{count} was made before", "{count} were made before", there)
            lines.append(sentence.format(count=there))
        return "\n".join(lines)

    @on(Input.Changed, "#field-year Input")
    def _show(self) -> None:
        """Count anew; a year that cannot be read yet says nothing."""
        try:
            year = self.boxes[0].value()
        except ValueError:
            return
        if FIRST_YEAR <= year <= LAST_YEAR:
            self.explain_anew(self._told(year))


async def make_year(app: CoopApp, year: int = 0) -> None:
    """Make tasks and budget lines of a year."""
    kept = await app.read(plan)

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.plan_year, **values)
        for sentence in made_words(done.result):
            app.say(sentence)
        for warning in done.result.warnings:
            app.say(one_line(warning), "warning")

    await app.push_screen_wait(YearForm(kept, year or app.today.year + 1, save))


async def make_next_year(app: CoopApp, _element_id: int = 0) -> None:
    """Make tasks and budget lines of a year; next year is proposed."""
    await make_year(app)


def made_words(made: YearMade) -> list[str]:
    """Say what was made of a year."""
    if not made.numbers:
        return [_("There was nothing new to make of this year.")]
    count = len(made.numbers)
    said = [ngettext("{count} task made. U takes it back.", "{count} tasks made. U takes them back.", count)]
    said[0] = said[0].format(count=count)
    sentence = _("Budget {category}: {before} → {after}.")
    said += [
        sentence.format(
            category=one_line(one.category), before=euro(one.before_cents or 0), after=euro(one.after_cents)
        )
        for one in made.raised
    ]
    return said

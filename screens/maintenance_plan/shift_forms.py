"""Putting planned work off or bringing it forward: what it does to the years is shown while one types."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from textual import on
from textual.widgets import Input

from coopadmin.domain.maintenance_plan import HORIZONS, PAYERS, Measure, differences
from coopadmin.formats import euro, short_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import maintenance_plan_measures as deeds
from db.queries import maintenance_plan as queries
from db.queries.maintenance_plan import PlannedTime
from db.queries.maintenance_plan_facts import KeptShift, Plan, plan
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import FormScreen
from screens.maintenance_plan.words import time_text
from screens.text import one_line
from screens.widgets.choice import Choice

MOST_YEARS = 4
"""Years that are shown before and after; the sums below have them all."""


class ShiftScreen(FormScreen):
    """Asks for the year, whether later times move along, and why; says at once what each year was and becomes."""

    def __init__(
        self,
        kept: Plan,
        one: PlannedTime,
        today: date,
        save: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        self.kept = kept
        self.one = one
        self.day = today
        following = max(one.year + 1, today.year)
        fields = [
            Field("to_year", N_("Falls in"), "whole", required=True, initial=following, help=N_("the new year")),
            Field(
                "onwards",
                N_("Later times too"),
                "flag",
                required=True,
                initial=True,
                help=N_("whether the times after it move along"),
            ),
            Field("reason", N_("Reason"), required=True, help=N_("it stays on the record of the element")),
            Field("decided_on", N_("Decided on"), "date", required=True, initial=today),
            Field("decision_id", N_("Decision"), "pick", find=("decisions",), help=N_("where the group decided it")),
        ]
        super().__init__(_("Move {year}").format(year=one.year), fields, save, intro=self._told(following, True))

    def _told(self, to_year: int | None, onwards: bool) -> str:
        """Say what a move does: the years that differ for who pays, and the sums of ten and forty years."""
        head = one_line(f"{self.one.element.name} · {time_text(self.one)}")
        if to_year is None:
            return head
        terms = self.one.measure.terms
        try:
            after = deeds.moved_within(terms, self.day, self.one.year, to_year, onwards=onwards)
        except ValueError as error:
            return f"{head}\n▲ {error}"
        return "\n".join([head, *self._compared(after)])

    def _compared(self, after: Measure) -> list[str]:
        first, payer = self.day.year, after.payer
        last = first + HORIZONS[1] - 1
        before = self.kept.lines(first, last)
        then = self.kept.with_terms(after).lines(first, last)
        found = differences(before, then, payer, first, last)
        lines = [_("What the {payer} pays in all, before and after:").format(payer=_(PAYERS[payer]))]
        lines += [
            f"  {one.year}  {euro(one.before_cents):>14} → {euro(one.after_cents):>14}" for one in found[:MOST_YEARS]
        ]
        if len(found) > MOST_YEARS:
            more = len(found) - MOST_YEARS
            lines.append(ngettext("  and {count} year more", "  and {count} years more", more).format(count=more))
        for years in HORIZONS:
            until = first + years
            was = sum(line.cents for line in before if line.payer == payer and line.year < until)
            now = sum(line.cents for line in then if line.payer == payer and line.year < until)
            sentence = _("{years} years: {before} → {after}")
            lines.append(sentence.format(years=years, before=euro(was), after=euro(now)))
        lines.append(_("What waiting does to its condition is not predicted."))
        return lines

    @on(Input.Changed)
    @on(Choice.Changed)
    def _show(self) -> None:
        """Work it out anew; a year that cannot be read yet says nothing."""
        values: dict[str, Any] = {"to_year": None, "onwards": True}
        for box in self.boxes:
            if box.field.name in values:
                try:
                    values[box.field.name] = box.value()
                except ValueError:
                    continue
        self.explain_anew(self._told(values["to_year"], values["onwards"]))


async def move_time(app: CoopApp, one: PlannedTime) -> None:
    """Ask where a time of a measure goes, and why."""
    kept = await app.read(plan)

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.shift_time, measure_id=one.measure.measure_id, year=one.year, **values)
        app.say(_("Moved to {year}. U takes it back.").format(year=values["to_year"]))
        for warning in done.result.warnings:
            app.say(warning, "warning")

    await app.push_screen_wait(ShiftScreen(kept, one, app.today, save))


async def move(app: CoopApp, element_id: int) -> None:
    """Choose a time of an element and put it in another year."""
    record = await app.read(queries.record, element_id, app.today)
    if record is None:
        return
    found = [*record.passed, *record.coming]
    if not found:
        app.say(_("Nothing is planned of it in the coming forty years."), "warning")
        return
    place = 0
    if len(found) > 1:
        words = [one_line(f"{one.year}  {time_text(one)}") for one in found]
        chosen = await app.push_screen_wait(ChooseScreen(_("Which time?"), words))
        if chosen is None:
            return
        place = chosen
    await move_time(app, found[place])


def shift_text(one: KeptShift) -> str:
    """Say what was moved, when and why."""
    along = _("later ones too") if one.shift.onwards else _("only this one")
    moved = _("{from_year} → {to_year}, {along}").format(
        from_year=one.shift.from_year, to_year=one.shift.to_year, along=along
    )
    return f"{moved} · {one.reason} ({short_date(one.decided_on)})"


async def move_back(app: CoopApp, element_id: int) -> None:
    """Choose a move and take it back."""
    record = await app.read(queries.record, element_id, app.today)
    if record is None:
        return
    shifts = [shift for measure in record.measures for shift in measure.shifts]
    if not shifts:
        app.say(_("Nothing of it was moved."), "warning")
        return
    place = await app.push_screen_wait(
        ChooseScreen(_("Which move is taken back?"), [one_line(shift_text(one)) for one in shifts])
    )
    if place is None:
        return
    done = await app.do(deeds.withdraw_shift, shift_id=shifts[place].shift_id)
    app.say(_("It falls again in {year}. U takes it back.").format(year=shifts[place].shift.from_year))
    for warning in done.result.warnings:
        app.say(warning, "warning")

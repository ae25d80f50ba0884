"""The forms of measures: what is done, from when, how often, for how much and who pays."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.maintenance_plan import PAYERS
from coopadmin.formats import euro
from coopadmin.i18n import N_, _
from coopadmin.services import maintenance_plan_measures as deeds
from coopadmin.services.maintenance_plan_measures import MeasureData
from db.queries import budget
from db.queries import maintenance_plan as queries
from db.queries.maintenance_plan_facts import KeptMeasure
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.maintenance_plan.words import cycle_text
from screens.text import one_line


async def _fields(app: CoopApp, kept: KeptMeasure | None = None) -> list[Field]:
    terms = kept.terms if kept else None
    categories = [
        (str(category_id), name)
        for category_id, _code, name, direction in await app.read(budget.categories_in_use, app.today)
        if direction == "expense"
    ]
    return [
        Field("what", N_("What is done"), required=True, initial=kept.what if kept else None),
        Field("first_year", N_("First year"), "whole", required=True, initial=terms.first_year if terms else None),
        Field(
            "cycle_years",
            N_("Every so many years"),
            "whole",
            initial=terms.cycle_years if terms else None,
            help=N_("empty: once"),
        ),
        Field(
            "unit_price_cents",
            N_("Price of one unit"),
            "cents",
            required=True,
            initial=terms.unit_price_cents if terms else None,
            help=N_("with tax"),
        ),
        Field(
            "price_year",
            N_("Prices of"),
            "whole",
            required=True,
            initial=terms.price_year if terms else app.today.year,
            help=N_("the year that price was given for; the index counts from there"),
        ),
        Field(
            "part_percent",
            N_("Part (%)"),
            "whole",
            required=True,
            initial=terms.part_percent if terms else 100,
            help=N_("how much of the element is done each time"),
        ),
        Field(
            "payer",
            N_("Who pays"),
            "choice",
            required=True,
            initial=terms.payer if terms else "corporation",
            choices=list(PAYERS.items()),
        ),
        Field(
            "category_id",
            N_("Budget line"),
            "choice",
            initial=str(kept.category_id) if kept and kept.category_id else None,
            choices=categories,
            help=N_("none: the group's category for maintenance"),
        ),
        Field("note", N_("Note"), "long", initial=kept.note if kept else None),
    ]


def _measure_of(values: dict[str, Any]) -> MeasureData:
    if values["category_id"]:
        values["category_id"] = int(values["category_id"])
    return MeasureData(**values)


async def add(app: CoopApp, element_id: int) -> None:
    """Plan a measure for an element."""
    record = await app.read(queries.record, element_id, app.today)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.add_measure, element_id=element_id, measure=_measure_of(values))
        after = await app.read(queries.record, element_id, app.today)
        new = next((one for one in after.coming if one.measure.what == values["what"]), None) if after else None
        said = [_("Planned.")]
        if new:
            said.append(_("In {year} it costs {amount}.").format(year=new.year, amount=euro(new.line.cents)))
        app.say(" ".join([*said, _("U takes it back.")]))

    title = one_line(_("Measure for {name}").format(name=record.element.name))
    fields = await _fields(app)
    await ask(app, title, fields, save, draft_key=f"maintenance_plan.measure.{element_id}")


async def _choose(app: CoopApp, element_id: int, *, ended: bool = False) -> KeptMeasure | None:
    """Choose a measure of an element; where there is one, it is meant."""
    record = await app.read(queries.record, element_id, app.today)
    measures = [one for one in record.measures if (one.ended_on is not None) == ended] if record else []
    if not measures:
        app.say(_("No measure of it ended.") if ended else _("Nothing is planned of it."), "warning")
        return None
    if len(measures) == 1:
        return measures[0]
    words = [one_line(f"{one.what} · {cycle_text(one)}") for one in measures]
    place = await app.push_screen_wait(ChooseScreen(_("Which measure?"), words))
    return None if place is None else measures[place]


async def correct(app: CoopApp, element_id: int) -> None:
    """Correct a measure."""
    kept = await _choose(app, element_id)
    if kept is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.correct_measure, measure_id=kept.measure_id, measure=_measure_of(values))
        app.say(_("Corrected. U takes it back."))

    await ask(app, one_line(kept.what), await _fields(app, kept), save)


async def end(app: CoopApp, element_id: int) -> None:
    """Let a measure fall no more."""
    kept = await _choose(app, element_id)
    if kept is None:
        return
    fields = [
        Field(
            "ended_on",
            N_("Last day"),
            "date",
            required=True,
            initial=app.today,
            help=N_("what falls in a later year is planned no more"),
        )
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.end_measure, measure_id=kept.measure_id, **values)
        app.say(_("Ended. U takes it back."))

    await ask(app, one_line(_("End {what}").format(what=kept.what)), fields, save)


async def resume(app: CoopApp, element_id: int) -> None:
    """Plan a measure again that had ended."""
    kept = await _choose(app, element_id, ended=True)
    if kept is not None:
        await app.do(deeds.resume_measure, measure_id=kept.measure_id)
        app.say(_("Planned again. U takes it back."))

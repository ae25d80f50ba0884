"""The forms of elements, of what inspections found, and of the index."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from textual import on

from coopadmin.domain import vera
from coopadmin.domain.maintenance_plan_scores import EXTENTS, INTENSITIES, SCORES, SEVERITIES, SOURCE, score, score_text
from coopadmin.formats import decimal_text, short_date
from coopadmin.i18n import N_, _
from coopadmin.services import maintenance_plan as deeds
from coopadmin.services.maintenance_plan import ElementData
from db.queries import maintenance_plan as queries
from db.queries.maintenance_plan_facts import Element, plan
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import FormScreen, ask
from screens.text import one_line
from screens.widgets.choice import Choice

# -- elements --------------------------------------------------------------------------------------------------


def _fields(element: Element | None = None) -> list[Field]:
    return [
        Field(
            "code",
            N_("Code"),
            required=True,
            initial=element.code if element else None,
            help=N_("what the plan calls it, 4711 for example"),
        ),
        Field("name", N_("Element"), required=True, initial=element.name if element else None),
        Field(
            "quantity_thousandths",
            N_("Quantity"),
            "decimal",
            required=True,
            places=3,
            initial=element.quantity_thousandths if element else None,
        ),
        Field(
            "unit",
            N_("Unit"),
            "choice",
            required=True,
            initial=element.unit if element else "STU",
            choices=[(one.code, one.label) for one in vera.codes(vera.UNITS)],
        ),
        Field("place", N_("Place"), initial=element.place if element else None),
        Field(
            "element_code",
            N_("Part"),
            initial=element.element_code if element else None,
            help=N_("by VERA: its code, or a word that says which part it is"),
        ),
        Field(
            "facility_id",
            N_("Facility"),
            "pick",
            find=("facilities",),
            initial=element.facility_id if element else None,
            shown=element.facility if element else "",
            help=N_("where it is a part of a shared room or thing"),
        ),
        Field("placed_year", N_("Placed in"), "whole", initial=element.placed_year if element else None),
        Field("note", N_("Note"), "long", initial=element.note if element else None),
    ]


def _element_of(values: dict[str, Any]) -> ElementData:
    """Read the form; a word for a part that only one part has is taken for its code."""
    text = values["element_code"]
    if text and not vera.known(vera.ELEMENTS, text):
        found = vera.find(vera.ELEMENTS, text, 2)
        if vera.known(vera.ELEMENTS, text.upper()):
            values = {**values, "element_code": text.upper()}
        elif len(found) == 1:
            values = {**values, "element_code": found[0].code}
    return ElementData(**values)


async def add(app: CoopApp) -> None:
    """Add an element; its measures come after."""

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.add_element, element=_element_of(values))
        code = one_line(values["code"])
        app.say(_("Added: {code}. A plans a measure for it. U takes it back.").format(code=code))
        app.show_record("maintenance_plan", done.result)

    await ask(app, _("New element"), _fields(), save, draft_key="maintenance_plan.new")


async def correct(app: CoopApp, element_id: int) -> None:
    """Correct an element."""
    record = await app.read(queries.record, element_id, app.today)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.correct_element, element_id=element_id, element=_element_of(values))

    title = one_line(f"{record.element.code} {record.element.name}")
    await ask(app, title, _fields(record.element), save, draft_key=f"maintenance_plan.{element_id}")


async def end(app: CoopApp, element_id: int) -> None:
    """Plan nothing for an element any more."""
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
        await app.do(deeds.end_element, element_id=element_id, **values)
        app.say(_("Out of the plan. What was found and done stays."))

    await ask(app, _("Out of the plan"), fields, save)


async def resume(app: CoopApp, element_id: int) -> None:
    """Plan for an element again."""
    await app.do(deeds.resume_element, element_id=element_id)
    app.say(_("In the plan again."))


# -- inspections -----------------------------------------------------------------------------------------------


def _classes(words: dict[int, str]) -> list[tuple[str, str]]:
    return [(str(number), word) for number, word in words.items()]


class DefectScreen(FormScreen):
    """Asks for a defect by its three classes, and says all the while which score they give."""

    def __init__(self, title: str, today: date, save: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        fields = [
            Field("measured_on", N_("Measured on"), "date", required=True, initial=today),
            Field("severity", N_("Severity"), "choice", required=True, choices=_classes(SEVERITIES)),
            Field(
                "extent",
                N_("Extent"),
                "choice",
                required=True,
                choices=_classes(EXTENTS),
                help=N_("how much of the element has it"),
            ),
            Field(
                "intensity",
                N_("Intensity"),
                "choice",
                required=True,
                choices=_classes(INTENSITIES),
                help=N_("how far it has come"),
            ),
            Field("defect", N_("Defect"), help=N_("what was seen, and where")),
            Field("source", N_("Who looked"), help=N_("the corporation's inspector, or somebody of the group")),
        ]
        super().__init__(title, fields, save, intro=_(SOURCE))

    @on(Choice.Changed)
    def _score(self) -> None:
        """Say the score, once all three classes are chosen."""
        chosen = {box.field.name: box.text for box in self.boxes}
        classes = [chosen[name] for name in ("severity", "extent", "intensity")]
        if all(classes):
            found = score(*map(int, classes))
            self.explain_anew(_("Score: {score}").format(score=score_text(found)) + "\n" + _(SOURCE))


async def measure_defect(app: CoopApp, element_id: int) -> None:
    """Note a defect that an inspection found."""
    record = await app.read(queries.record, element_id, app.today)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        values.update({name: int(values[name]) for name in ("severity", "extent", "intensity")})
        await app.do(deeds.note_condition, element_id=element_id, **values)
        found = score_text(score(values["severity"], values["extent"], values["intensity"]))
        app.say(_("Noted: {score}. U takes it back.").format(score=found))

    title = one_line(_("Defect of {name}").format(name=record.element.name))
    await app.push_screen_wait(DefectScreen(title, app.today, save))


async def state_score(app: CoopApp, element_id: int) -> None:
    """Note a score that was given without its defects."""
    fields = [
        Field("measured_on", N_("Measured on"), "date", required=True, initial=app.today),
        Field(
            "stated_score",
            N_("Score"),
            "choice",
            required=True,
            choices=[(str(number), score_text(number)) for number in SCORES],
        ),
        Field("source", N_("Who looked"), help=N_("the corporation's inspector, or somebody of the group")),
    ]

    async def save(values: dict[str, Any]) -> None:
        values["stated_score"] = int(values["stated_score"])
        await app.do(deeds.note_condition, element_id=element_id, **values)
        app.say(_("Noted: {score}. U takes it back.").format(score=score_text(values["stated_score"])))

    await ask(app, _("State a score"), fields, save)


async def withdraw(app: CoopApp, element_id: int) -> None:
    """Take out what was noted by mistake."""
    record = await app.read(queries.record, element_id, app.today)
    if record is None:
        return
    findings = sorted(record.element.findings, key=lambda one: one.measured_on, reverse=True)
    if not findings:
        app.say(_("Nothing was noted of it."), "warning")
        return
    words = [one_line(f"{short_date(one.measured_on)}  {score_text(one.score)}  {one.defect}") for one in findings]
    place = await app.push_screen_wait(ChooseScreen(_("Which is taken out?"), words))
    if place is not None:
        await app.do(deeds.withdraw_condition, condition_id=findings[place].condition_id)
        app.say(_("Taken out. U takes it back."))


# -- the index -------------------------------------------------------------------------------------------------


async def set_index(app: CoopApp, _element_id: int = 0) -> None:
    """Say by how much prices rise in a year."""
    kept = await app.read(plan)
    known = [
        _("{year}: {percent} % ({source})").format(
            year=year, percent=decimal_text(hundredths, 2) or "0", source=one_line(source)
        )
        for year, (hundredths, source) in kept.index.items()
    ]
    following = max(kept.index, default=app.today.year) + 1
    fields = [
        Field("year", N_("Year"), "whole", required=True, initial=following),
        Field(
            "hundredths",
            N_("Prices rise by (%)"),
            "decimal",
            places=2,
            help=N_("against the year before; empty takes the index of that year away"),
        ),
        Field("source", N_("Source"), help=N_("who says so: the corporation's budget, a price list")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.set_plan_index, **values)
        app.say(_("The index of {year} is set. U takes it back.").format(year=values["year"]))

    intro = "\n".join([*known[-4:], *kept.prices.told])
    await ask(app, _("Price index"), fields, save, intro=intro)

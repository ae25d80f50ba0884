"""The maintenance plan (MJOP) from a spreadsheet: a row for each measure of an element, or for an element alone.

What a row says of its element must be what other rows of that element say, or be left out. A condition score with its
day, or the three classes of a defect, becomes a finding of an inspection.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.maintenance_plan_words import (
    EXTENT_FROM,
    EXTENT_WORDS,
    INTENSITY_WORDS,
    PAYER_WORDS,
    SEVERITY_WORDS,
    UNIT_WORDS,
    extent_of,
)
from coopadmin.errors import Problem
from coopadmin.exchange.registers import (
    Column,
    Register,
    Row,
    as_choice,
    as_date,
    as_decimal,
    as_line,
    as_positive_cents,
    as_text,
    as_whole,
    shown,
)
from coopadmin.exchange.sheets import Cell
from coopadmin.formats import fold, parse_decimal, quoted
from coopadmin.i18n import _
from coopadmin.services.imports import Intake
from coopadmin.services.imports.plan_parts import (
    Conditions,
    Known,
    condition_wrong,
    known_of,
    take_condition,
)
from coopadmin.services.maintenance_plan import LONGEST_CODE, LONGEST_NAME, element_problems
from coopadmin.services.maintenance_plan_measures import LONGEST_WHAT, measure_problems, years_kept
from db.tables.budget import Category
from db.tables.maintenance_plan import PlanElement, PlanMeasure


def as_class(words: dict[str, str]) -> Any:
    """Read a class by its number or its word."""
    choose = as_choice(words)

    def read(cell: Cell) -> int | None:
        found = choose(cell)
        return None if found is None else int(found)

    return read


def as_extent(cell: Cell) -> int | None:
    """Read how much of an element has a defect: a class, its word, or a percentage; a workbook's 0.15 is 15 %."""
    text = shown(cell)
    found = extent_of(f"{cell * 100:.2f} %" if isinstance(cell, float) and 0 < cell < 1 else text)
    if found is not None:
        return found
    try:
        return cast("int | None", as_class(EXTENT_WORDS)(cell))
    except ValueError:
        words = ", ".join(list(EXTENT_WORDS)[: len(EXTENT_FROM) + 1])
        sentence = _("“{text}” is not known here; write a percentage like 15 % or 10 to 30 %, or: {known}")
        raise ValueError(sentence.format(text=quoted(text), known=words)) from None


def as_percent(cell: Cell) -> int | None:
    """Read a whole percentage, with or without its sign; a workbook's 0.6 is 60 %."""
    text = shown(cell).replace("%", "").strip()
    if not text:
        return None
    of_one = isinstance(cell, int | float) and 0 < cell <= 1
    found = round(Fraction(shown(cell)) * 10_000) if of_one else parse_decimal(text, 2)
    if found % 100:
        raise ValueError(_("“{text}”: give whole percents").format(text=quoted(shown(cell))))
    return found // 100


REGISTER = Register(
    "plan",
    (
        Column("code", ("Elementcode", "Code"), as_line(LONGEST_CODE), required=True),
        Column("name", ("Element", "Bouwdeel", "Elementomschrijving", "Element name"), as_line(LONGEST_NAME)),
        Column("element_code", ("VERA-code", "VERA"), as_line(40)),
        Column("place", ("Plaats", "Locatie", "Place", "Location"), as_line(200)),
        Column("quantity_thousandths", ("Hoeveelheid", "Aantal", "Hvh", "Quantity", "Amount of units"), as_decimal(3)),
        Column("unit", ("Eenheid", "Ehd", "Unit"), as_choice(UNIT_WORDS)),
        Column("placed_year", ("Bouwjaar", "Geplaatst in", "Placed in", "Year built"), as_whole),
        Column("what", ("Maatregel", "Handeling", "Werkzaamheden", "Measure", "Work"), as_line(LONGEST_WHAT)),
        Column("first_year", ("Eerste jaar", "Startjaar", "Jaar", "First year", "Start year", "Year"), as_whole),
        Column("cycle_years", ("Cyclus", "Cyclus jaren", "Cycle", "Cycle years"), as_whole),
        Column(
            "unit_price_cents",
            ("Eenheidsprijs", "Prijs per eenheid", "Ehp", "Prijs", "Unit price", "Price per unit", "Price"),
            as_positive_cents,
        ),
        Column("price_year", ("Prijspeil", "Prijzen van", "Price year", "Prices of"), as_whole),
        Column("part_percent", ("Deel %", "Percentage", "Part", "Percent"), as_percent),
        Column("payer", ("Wie betaalt", "Voor rekening van", "Betaler", "Payer", "Who pays"), as_choice(PAYER_WORDS)),
        Column("category", ("Begrotingspost", "Categorie", "Category", "Budget line"), as_line(40)),
        Column("stated_score", ("Conditiescore", "Conditie", "Score", "Condition score", "Condition"), as_whole),
        Column(
            "measured_on", ("Gemeten op", "Inspectiedatum", "Geïnspecteerd op", "Measured on", "Inspected on"), as_date
        ),
        Column("defect", ("Gebrek", "Defect"), as_line(200)),
        Column("severity", ("Ernst", "Severity"), as_class(SEVERITY_WORDS)),
        Column("extent", ("Omvang", "Extent"), as_extent),
        Column("intensity", ("Intensiteit", "Intensity"), as_class(INTENSITY_WORDS)),
        Column("source", ("Bron", "Inspecteur", "Source", "Inspector"), as_line(200)),
        Column("note", ("Opmerking", "Opmerkingen", "Notitie", "Note", "Notes", "Remark"), as_text),
    ),
)

ELEMENT_FIELDS = ("name", "element_code", "place", "quantity_thousandths", "unit", "placed_year")
MEASURE_FIELDS = ("first_year", "cycle_years", "unit_price_cents", "price_year", "part_percent", "payer", "note")
"""What a row says of an element, and of a measure."""

EMPTIED: dict[str, Any] = {"cycle_years": None, "note": ""}
"""What an empty cell makes of a measure's field; of its other fields it says nothing."""


@dataclass(slots=True)
class _Element:
    """An element that rows speak of: as the store has it by now, nothing where it is not there yet."""

    stored: dict[str, Any] | None = None


def take(intake: Intake, rows: Sequence[Row]) -> None:
    """Take in elements and measures; what is known already by its code and words is brought up to date."""
    known = known_of(intake, {fold(row.text("code")) for row in rows})
    conditions = Conditions(intake, known)
    categories = _categories(intake)
    elements = {code: _Element(stored) for code, stored in known.elements.items()}
    for row in rows:
        code = fold(row.text("code"))
        element = elements.get(code) or _Element()
        problems = [*row.problems, *_cannot_be(intake, row, element, known, categories)]
        problems.extend(condition_wrong(intake, row))
        if problems:
            intake.reject(row, problems)
            continue
        elements[code] = element
        element_id, created, changed = _take_element(intake, row, element)
        if row.text("what"):
            made, other = _take_measure(intake, row, element_id, known, categories)
            created, changed = created or made, changed or other
        made, other = take_condition(conditions, row, element_id)
        intake.count(created=created or made, changed=changed or other)


def _cannot_be(intake: Intake, row: Row, element: _Element, known: Known, categories: dict[str, int]) -> list[Problem]:
    code = row.text("code")
    if not code:
        return []
    problems: list[Problem] = []
    filled = _filled(row)
    for name, value in filled.items():
        earlier = intake.repeated((fold(code), name), row)
        if earlier and element.stored is not None and element.stored[name] != value:
            sentence = _("row {row} says otherwise of {code}; an element is the same in all its rows")
            problems.append(Problem(name, sentence.format(row=earlier, code=code)))
    values = {**_element_defaults(element.stored), **filled, "code": code}
    problems.extend(one for one in element_problems(values) if one.field != "code")
    problems.extend(_measure_wrong(intake, row, element, known, categories))
    return problems


def _filled(row: Row) -> dict[str, Any]:
    """Give what a row says of its element; an empty cell says nothing."""
    return {name: row.values[name] for name in ELEMENT_FIELDS if row.values.get(name) not in (None, "")}


def _element_defaults(stored: dict[str, Any] | None) -> dict[str, Any]:
    empty = {"name": "", "element_code": "", "place": "", "quantity_thousandths": None, "unit": "STU"}
    return {**empty, "placed_year": None, "note": "", **(stored or {})}


def _measure_wrong(
    intake: Intake, row: Row, element: _Element, known: Known, categories: dict[str, int]
) -> list[Problem]:
    what = row.text("what")
    if not what:
        given = ("first_year", "unit_price_cents", "cycle_years")
        return [Problem("what", _("say what is done"))] if any(row.values.get(name) for name in given) else []
    problems: list[Problem] = []
    if earlier := intake.repeated((fold(row.text("code")), fold(what)), row):
        sentence = _("this measure of {code} is already in row {row}; call one of them otherwise")
        problems.append(Problem("what", sentence.format(code=row.text("code"), row=earlier)))
    if row.text("category") and fold(row.text("category")) not in categories:
        sentence = _("there is no category of expenses “{code}”")
        problems.append(Problem("category", sentence.format(code=quoted(row.text("category")))))
    stored = known.measure(element.stored["id"], what) if element.stored else None
    values = _measure_values(intake, row, stored, categories)
    problems.extend(measure_problems({**values, "what": what}))
    if stored is not None:
        kept = known.kept[stored["id"]]
        problems.extend(one for one in years_kept(kept, values) if intake.has(one.field))
    return problems


def _measure_values(
    intake: Intake, row: Row, stored: dict[str, Any] | None, categories: dict[str, int]
) -> dict[str, Any]:
    """Give the fields of a measure: what the row says, else what is stored, else what goes without saying."""
    values: dict[str, Any] = {
        "first_year": None,
        "cycle_years": None,
        "unit_price_cents": None,
        "price_year": intake.tx.today.year,
        "part_percent": 100,
        "payer": None,
        "note": "",
        "category_id": None,
    }
    if stored is not None:
        values.update({name: stored[name] for name in values})
    for name in MEASURE_FIELDS:
        if row.values.get(name) is not None:
            values[name] = row.values[name]
        elif name in row.values and name in EMPTIED:
            values[name] = EMPTIED[name]
    if intake.has("category"):
        values["category_id"] = categories.get(fold(row.text("category")))
    return values


def _take_element(intake: Intake, row: Row, element: _Element) -> tuple[int, bool, bool]:
    """Give the number of a row's element, and whether it is new or was changed."""
    filled = _filled(row)
    if not row.text("what") and intake.has("note"):
        filled["note"] = row.text("note")
    if element.stored is None:
        values = {**_element_defaults(None), **filled, "code": row.text("code")}
        element_id = intake.tx.insert(PlanElement, **values)
        element.stored = {**values, "id": element_id}
        return element_id, True, False
    element_id = element.stored["id"]
    different = {name: value for name, value in filled.items() if element.stored[name] != value}
    changed = bool(different) and intake.tx.change(PlanElement, element_id, **different)
    element.stored.update(different)
    return element_id, False, changed


def _take_measure(
    intake: Intake, row: Row, element_id: int, known: Known, categories: dict[str, int]
) -> tuple[bool, bool]:
    """Tell whether a row's measure is new or was changed; without a price level the price is one of this year."""
    what = row.text("what")
    stored = known.measure(element_id, what)
    values = _measure_values(intake, row, stored, categories)
    if stored is None:
        if not row.values.get("price_year"):
            sentence = _("no price level is given; the price is taken to be one of {year}")
            intake.warn(row, "price_year", sentence.format(year=values["price_year"]))
        intake.tx.insert(PlanMeasure, element_id=element_id, what=what, **values)
        return True, False
    different = {name: value for name, value in values.items() if stored[name] != value}
    return False, bool(different) and intake.tx.change(PlanMeasure, stored["id"], **different)


def _categories(intake: Intake) -> dict[str, int]:
    """Find the categories of expenses, by code and by name."""
    statement = select(col(Category.id), col(Category.code), col(Category.name)).where(
        col(Category.direction) == "expense"
    )
    found: defaultdict[str, int] = defaultdict(int)
    for category_id, code, name in intake.tx.execute(statement):
        found.setdefault(fold(name), category_id)
        found[fold(code)] = category_id
    return dict(found)

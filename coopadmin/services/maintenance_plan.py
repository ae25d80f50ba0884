"""What keeps the maintenance plan: the elements, what was found of them, and by how much prices rise."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain import vera
from coopadmin.domain.budget import check_year
from coopadmin.domain.maintenance_plan import LEAST_INDEX, MOST_INDEX
from coopadmin.domain.maintenance_plan_scores import EXTENTS, INTENSITIES, SCORES, SEVERITIES
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import fold, long_date, quoted, tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.facilities import Facility
from db.tables.maintenance_plan import ElementCondition, PlanElement, PlanIndex

LONGEST_CODE, LONGEST_NAME = 40, 120
OLDEST_YEAR, NEWEST_YEAR = 1500, 2200


@dataclass(frozen=True, slots=True)
class ElementData:
    """What is known of an element, as a form gives it; the quantity in thousandths of the unit."""

    code: str
    name: str
    quantity_thousandths: int | None
    unit: str = "STU"
    element_code: str = ""
    place: str = ""
    facility_id: int | None = None
    placed_year: int | None = None
    note: str = ""


# -- elements --------------------------------------------------------------------------------------------------


def add_element(transaction: Transaction, *, element: ElementData) -> int:
    """Add an element to the plan; gives its number. Raises Invalid."""
    values = checked_element(transaction, element)
    transaction.about = values["code"]
    return transaction.add(PlanElement(**values))


def correct_element(transaction: Transaction, *, element_id: int, element: ElementData) -> bool:
    """Correct an element; tells whether anything was different. Another quantity changes what its measures cost.

    Raises Invalid.
    """
    element_of(transaction, element_id)
    values = checked_element(transaction, element, element_id)
    transaction.about = values["code"]
    return transaction.change(PlanElement, element_id, **values)


def end_element(transaction: Transaction, *, element_id: int, ended_on: date) -> None:
    """Plan nothing for an element after the year of a day; what was found and done stays. Raises Refused twice."""
    stored = element_of(transaction, element_id)
    if stored["ended_on"] is not None:
        day = long_date(stored["ended_on"])
        raise Refused(_("Element {code} ended on {day} already.").format(code=stored["code"], day=day))
    transaction.change(PlanElement, element_id, ended_on=ended_on)


def resume_element(transaction: Transaction, *, element_id: int) -> None:
    """Plan for an element again that had ended. Raises Refused where it is in the plan."""
    stored = element_of(transaction, element_id)
    if stored["ended_on"] is None:
        raise Refused(_("Element {code} is in the plan.").format(code=stored["code"]))
    transaction.change(PlanElement, element_id, ended_on=None)


def checked_element(transaction: Transaction, element: ElementData, element_id: int | None = None) -> dict[str, Any]:
    """Tidy the fields of an element; raises Invalid with a problem per field."""
    values = {key: tidy(value) if isinstance(value, str) else value for key, value in asdict(element).items()}
    problems = element_problems(values)
    code = values["code"]
    taken = transaction.execute(select(col(PlanElement.id), col(PlanElement.code)))
    if any(fold(known) == fold(code) and found != element_id for found, known in taken):
        problems.append(Problem("code", _("there is already an element “{code}”").format(code=code)))
    facility = values["facility_id"]
    if (
        facility is not None
        and transaction.scalar(select(col(Facility.id)).where(col(Facility.id) == facility)) is None
    ):
        problems.append(Problem("facility_id", _("this facility is not known here")))
    if problems:
        raise Invalid(problems)
    return values


def element_problems(values: dict[str, Any]) -> list[Problem]:
    """Say what cannot be about an element by itself; fields are named as in ElementData."""
    problems: list[Problem] = []
    for name, longest in (("code", LONGEST_CODE), ("name", LONGEST_NAME)):
        if not values[name] or len(values[name]) > longest:
            sentence = _("fill this in, with up to {limit} signs").format(limit=longest)
            problems.append(Problem(name, sentence))
    if not values["quantity_thousandths"] or values["quantity_thousandths"] < 0:
        problems.append(Problem("quantity_thousandths", _("say how much there is: more than nothing")))
    if not vera.known(vera.UNITS, values["unit"]):
        problems.append(Problem("unit", _one_of(vera.UNITS)))
    if values["element_code"] and not vera.known(vera.ELEMENTS, values["element_code"]):
        problems.append(Problem("element_code", _meant(values["element_code"])))
    year = values["placed_year"]
    if year is not None and not OLDEST_YEAR <= year <= NEWEST_YEAR:
        problems.append(Problem("placed_year", _("give a year like 1987")))
    return problems


def _one_of(list_name: str) -> str:
    known = ", ".join(f"{one.code} ({one.label})" for one in vera.codes(list_name))
    return _("choose one of: {known}").format(known=known)


def _meant(text: str) -> str:
    found = vera.find(vera.ELEMENTS, text, 5)
    sentence = _("“{text}” is no code of VERA").format(text=quoted(text))
    if not found:
        return sentence
    known = ", ".join(f"{one.code} ({one.label})" for one in found)
    return _("{sentence}; perhaps {known}").format(sentence=sentence, known=known)


def element_of(transaction: Transaction, element_id: int) -> dict[str, Any]:
    """Read an element and name it for the journal; raises Refused where it is gone."""
    table = table_of(PlanElement)
    row = transaction.execute(select(table).where(table.c.id == element_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    transaction.about = transaction.about or row["code"]
    return dict(row)


# -- what was found --------------------------------------------------------------------------------------------


def note_condition(
    transaction: Transaction,
    *,
    element_id: int,
    measured_on: date,
    severity: int | None = None,
    extent: int | None = None,
    intensity: int | None = None,
    stated_score: int | None = None,
    defect: str = "",
    source: str = "",
) -> int:
    """Note what an inspection found of an element: a defect by its three classes, or a score as it was stated.

    Gives its number. Raises Invalid; NEN 2767 measures, so a score is either worked out or stated, never both.
    """
    element_of(transaction, element_id)
    problems = condition_problems(severity, extent, intensity, stated_score)
    if measured_on > transaction.today:
        problems.append(Problem("measured_on", _("that is still to come")))
    if problems:
        raise Invalid(problems)
    return transaction.add(
        ElementCondition(
            element_id=element_id,
            measured_on=measured_on,
            severity=severity,
            extent=extent,
            intensity=intensity,
            stated_score=stated_score,
            defect=tidy(defect),
            source=tidy(source),
        )
    )


def condition_problems(
    severity: int | None, extent: int | None, intensity: int | None, stated_score: int | None
) -> list[Problem]:
    """Say what cannot be about a finding; fields are named as the arguments."""
    measured = {"severity": severity, "extent": extent, "intensity": intensity}
    known = {"severity": SEVERITIES, "extent": EXTENTS, "intensity": INTENSITIES}
    if stated_score is not None:
        if any(value is not None for value in measured.values()):
            return [Problem("stated_score", _("leave this out where the defect is measured: its score follows"))]
        if stated_score not in SCORES:
            return [Problem("stated_score", _("a score is a whole number from 1 to 6"))]
        return []
    problems: list[Problem] = []
    for name, value in measured.items():
        if value is None:
            problems.append(Problem(name, _("a score follows from severity, extent and intensity together")))
        elif value not in known[name]:
            words = ", ".join(f"{number} {_(word)}" for number, word in known[name].items())
            problems.append(Problem(name, _("choose one of: {known}").format(known=words)))
    return problems


def withdraw_condition(transaction: Transaction, *, condition_id: int) -> None:
    """Take out what was noted of an element by mistake; the journal keeps it. Raises Refused where it is gone."""
    found = select(col(ElementCondition.element_id)).where(col(ElementCondition.id) == condition_id)
    element_id: int | None = transaction.scalar(found)
    if element_id is not None:
        element_of(transaction, element_id)
    transaction.remove(ElementCondition, condition_id)


# -- the index -------------------------------------------------------------------------------------------------


def set_plan_index(transaction: Transaction, *, year: int, hundredths: int | None, source: str = "") -> None:
    """Say by how many hundredths of a percent prices rise in a year, and who says so; None takes it away.

    Years after it without an index of their own follow it. Raises Invalid.
    """
    problems = check_year(year)
    if hundredths is not None:
        if not LEAST_INDEX <= hundredths <= MOST_INDEX:
            problems.append(Problem("hundredths", _("prices rise by a few percent a year; this is no index")))
        if not tidy(source):
            problems.append(Problem("source", _("say where it comes from, so that it can be checked")))
    if problems:
        raise Invalid(problems)
    transaction.about = str(year)
    row_id: int | None = transaction.scalar(select(col(PlanIndex.id)).where(col(PlanIndex.year) == year))
    if hundredths is None:
        if row_id is not None:
            transaction.remove(PlanIndex, row_id)
    elif row_id is None:
        transaction.add(PlanIndex(year=year, hundredths=hundredths, source=tidy(source)))
    else:
        transaction.change(PlanIndex, row_id, hundredths=hundredths, source=tidy(source))

"""The made-up long-term plan: what there is, how it stands, what will be done to it, and who pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.demo.association import OWNER
from coopadmin.demo.story import Story, take_over_records
from coopadmin.services import maintenance_plan as elements
from coopadmin.services import maintenance_plan_measures as measures
from coopadmin.services import maintenance_plan_years as years
from coopadmin.services.maintenance_plan import ElementData
from coopadmin.services.maintenance_plan_measures import MeasureData
from db.journal import Transaction

_ROUND = f"Conditiemeting {OWNER}"


@dataclass(frozen=True, slots=True)
class _Part:
    """An element: how much there is, what was found (a defect by its classes, or a score), and its measures.

    A measure is what is done, in how many years from now, every how many years (None: once), the price of a unit in
    cents, how much of it in percent, and who pays.
    """

    code: str
    name: str
    element: str
    place: str
    quantity: int
    unit: str
    placed: int | None
    found: tuple[int, int, int] | int | None
    defect: str
    measures: tuple[tuple[str, int, int | None, int, int, str], ...]


_PAINT = "Kozijnen schilderen"

_PARTS: tuple[_Part, ...] = (
    _Part(
        "DAK-01",
        "Bitumen dak Toren",
        "DBE",
        "Toren",
        412,
        "M2",
        2004,
        (3, 2, 2),
        "Blazen en scheuren bij de opstand",
        (
            ("Dakbedekking vervangen", 5, 25, 9_850, 100, "corporation"),
            ("Dakrand herstellen", 1, 6, 4_200, 10, "corporation"),
        ),
    ),
    _Part(
        "DAK-02",
        "Pannendak Hof",
        "DBE",
        "Hof",
        655,
        "M2",
        1987,
        (2, 2, 1),
        "Enkele pannen verschoven",
        (("Pannen nalopen en vorsten herstellen", 0, 8, 2_150, 15, "corporation"),),
    ),
    _Part(
        "GOO-01",
        "Zinken goten",
        "GOO",
        "Kade en Hof",
        186,
        "MTR",
        1999,
        (3, 3, 2),
        "Soldeernaden open",
        (("Goten herstellen", 1, 10, 3_900, 40, "corporation"),),
    ),
    _Part(
        "KOZ-01",
        "Houten kozijnen Kade",
        "KOZ",
        "Kade 2–8",
        148,
        "STU",
        1987,
        (2, 3, 2),
        "Verf los aan de zuidgevel",
        ((_PAINT, 1, 7, 14_500, 100, "corporation"), ("Houtrot herstellen", 3, 7, 21_000, 8, "corporation")),
    ),
    _Part(
        "GEV-01",
        "Metselwerk gevels",
        "BUA",
        "Toren",
        930,
        "M2",
        1987,
        2,
        "",
        (("Voegwerk plaatselijk herstellen", 9, 20, 6_400, 12, "corporation"),),
    ),
    _Part(
        "LIF-01",
        "Personenlift",
        "LIF",
        "Toren",
        1,
        "STU",
        1987,
        (2, 5, 2),
        "Besturing verouderd",
        (("Lift moderniseren", 6, 25, 7_950_000, 100, "corporation"),),
    ),
    _Part(
        "CV-01",
        "Cv-ketels",
        "KET",
        "Kade 2–8",
        16,
        "STU",
        2013,
        3,
        "",
        (("Ketel vervangen", 2, 15, 215_000, 50, "corporation"),),
    ),
    _Part(
        "INT-01",
        "Intercom en bellen",
        "COM",
        "Trappenhuizen",
        44,
        "STU",
        2008,
        (2, 4, 2),
        "Kraakt, slecht te verstaan",
        (("Intercom vervangen", 4, 20, 34_000, 100, "corporation"),),
    ),
    _Part(
        "TRP-01",
        "Trappenhuizen binnen",
        "SCH",
        "Kade 2–8",
        520,
        "M2",
        None,
        (1, 4, 2),
        "Vuil en beschadigd tot heuphoogte",
        (("Trappenhuis sausen", 0, 8, 850, 20, "cooperative"),),
    ),
    _Part(
        "TER-01",
        "Bestrating binnenterrein",
        "TER",
        "Binnenterrein Hof",
        240,
        "M2",
        1996,
        (2, 2, 2),
        "Verzakt bij de putten",
        (("Herstraten", 3, 12, 3_800, 25, "cooperative"),),
    ),
    _Part(
        "HEK-01",
        "Hekwerk moestuin",
        "HEK",
        "Hof, zuidzijde",
        62,
        "MTR",
        2011,
        4,
        "",
        (("Palen en planken vernieuwen", 2, None, 6_900, 60, "cooperative"),),
    ),
    _Part(
        "WAS-01",
        "Wasmachines en drogers",
        "",
        "WAS",
        5,
        "STU",
        2019,
        None,
        "",
        (("Machine vervangen", 2, 9, 95_000, 60, "cooperative"),),
    ),
)


def tell(story: Story) -> None:
    """Tell how the plan was made after a round along the buildings, what was put off, and what comes of this year."""
    measured = story.ago(96)
    made = story.ago(84)
    _tell_made(story, made, measured)
    _tell_put_off(story)
    yesterday = story.ago(1)
    story.tell(yesterday, story.coordinator(yesterday), years.plan_year, lambda do: do(year=story.today.year))


def _tell_made(story: Story, day: date, measured: date) -> None:
    year = story.today.year

    def enter(transaction: Transaction) -> None:
        for part in _PARTS:
            _enter_part(transaction, story, part, measured)

    story.tell(
        day,
        story.coordinator(day),
        take_over_records,
        lambda do: do(enter=enter, about=f"{_PARTS[0].code}–{_PARTS[-1].code}"),
    )
    index: tuple[tuple[int, int], ...] = ((year - 1, 410), (year, 330), (year + 1, 280))
    for of, hundredths in index:
        story.tell(
            day,
            story.coordinator(day),
            elements.set_plan_index,
            lambda do, of=of, hundredths=hundredths: do(
                year=of, hundredths=hundredths, source=f"Opgave {OWNER} bij de meerjarenbegroting"
            ),
        )


def _enter_part(transaction: Transaction, story: Story, part: _Part, measured: date) -> None:
    year = story.today.year
    element_id = elements.add_element(
        transaction,
        element=ElementData(
            part.code,
            part.name,
            part.quantity * 1_000,
            part.unit,
            part.element,
            place=part.place,
            facility_id=story.ids["WAS"] if part.place == "WAS" else None,
            placed_year=part.placed,
        ),
    )
    if isinstance(part.found, tuple):
        severity, extent, intensity = part.found
        elements.note_condition(
            transaction,
            element_id=element_id,
            measured_on=measured,
            severity=severity,
            extent=extent,
            intensity=intensity,
            defect=part.defect,
            source=_ROUND,
        )
    elif part.found is not None:
        elements.note_condition(
            transaction, element_id=element_id, measured_on=measured, stated_score=part.found, source=_ROUND
        )
    for what, ahead, cycle, cents, percent, payer in part.measures:
        story.ids[f"measure {what}"] = measures.add_measure(
            transaction,
            element_id=element_id,
            measure=MeasureData(
                what,
                year + ahead,
                cents,
                year - 1,
                cycle_years=cycle,
                part_percent=percent,
                payer=payer,
            ),
        )


def _tell_put_off(story: Story) -> None:
    """The painting waits for the scaffold of the gutters."""
    day = story.ago(32)
    year = story.today.year
    story.tell(
        day,
        story.coordinator(day),
        measures.shift_time,
        lambda do: do(
            measure_id=story.ids[f"measure {_PAINT}"],
            year=year + 1,
            to_year=year + 3,
            onwards=True,
            reason="Tegelijk met het houtrotherstel: één keer steigers.",
            decided_on=day - timedelta(days=2),
        ),
    )

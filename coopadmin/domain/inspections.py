"""Inspections that most houses must have or had better have: how often, and what asks for it.

Only what could be checked is called legal. The rest says who asks for it, or that nobody could be found who does:
an interval is then a custom, and the group puts its own in its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from coopadmin.i18n import N_

STATUSES: dict[str, str] = {
    "legal": N_("by law"),
    "standard": N_("by a standard"),
    "insurer": N_("asked by insurers"),
    "advice": N_("advised"),
    "unverified": N_("custom; not verified"),
}
"""How firm an interval stands."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """One thing that is looked after again and again; `what`, `source` and `note` are message ids.

    `first_months` is the time to the first one after placing, where that is another.
    """

    code: str
    what: str
    every_months: int
    status: str
    source: str
    asks_certificate: bool = False
    first_months: int | None = None
    note: str = ""


LIBRARY: tuple[Inspection, ...] = (
    Inspection(
        "lift",
        N_("Inspect the passenger lift"),
        18,
        "legal",
        N_("The law on lifts: an independent body, every 18 months"),
        asks_certificate=True,
        first_months=12,
        note=N_("For the first time 12 months after placing; once more after a modernisation."),
    ),
    Inspection(
        "extinguishers_law",
        N_("Inspect the portable extinguishers"),
        24,
        "legal",
        N_("By law at least every 2 years (NEN 2559)"),
        asks_certificate=True,
        note=N_("Insurers often ask for every year."),
    ),
    Inspection(
        "extinguishers_insurer",
        N_("Inspect the portable extinguishers for the insurer"),
        12,
        "insurer",
        N_("Insurers: yearly (NEN 2559)"),
        asks_certificate=True,
    ),
    Inspection(
        "hose_reels",
        N_("Inspect the fire hose reels"),
        12,
        "standard",
        N_("NEN-EN 671-3: yearly"),
        asks_certificate=True,
    ),
    Inspection(
        "hose_pressure",
        N_("Test the fire hose reels under pressure"),
        60,
        "standard",
        N_("NEN-EN 671-3: every 5 years"),
        asks_certificate=True,
    ),
    Inspection(
        "emergency_lighting",
        N_("Inspect the emergency lighting"),
        12,
        "standard",
        N_("NEN-EN 50172: at least yearly, with a logbook"),
        note=N_("Keep the logbook; say where it lies."),
    ),
    Inspection(
        "alarm_service",
        N_("Service the evacuation alarm"),
        12,
        "standard",
        N_("NEN 2654-2: service yearly"),
        asks_certificate=True,
    ),
    Inspection(
        "alarm_check",
        N_("Check the evacuation alarm"),
        4,
        "standard",
        N_("NEN 2654-2: checks at 4 and 8 months, the yearly service between them; with a logbook"),
    ),
    Inspection(
        "smoke_alarms",
        N_("Check the smoke alarms"),
        12,
        "advice",
        N_("Advice: the owner yearly; the alarms themselves are required on every storey since 1 July 2022"),
        note=N_("The tenant tests and changes batteries; an alarm is replaced after about 10 years."),
    ),
    Inspection(
        "boiler",
        N_("Service the heating boilers of the homes"),
        24,
        "unverified",
        N_("Usual: every 2 years, by a certified fitter; large boilers have rules of their own"),
        asks_certificate=True,
    ),
    Inspection(
        "ventilation",
        N_("Clean the ducts of the mechanical ventilation"),
        36,
        "unverified",
        N_("Custom: every 2 to 4 years; the filters are the tenant's (small repairs, letter i)"),
    ),
    Inspection(
        "electricity",
        N_("Inspect the electricity of the common parts"),
        60,
        "unverified",
        N_("NEN 3140, often asked by insurers; about every 5 years"),
        asks_certificate=True,
    ),
    Inspection("roof", N_("Inspect the roof"), 12, "unverified", N_("Custom: yearly")),
    Inspection("gutters", N_("Clean the gutters"), 6, "unverified", N_("Custom: twice a year")),
    Inspection(
        "fall_protection",
        N_("Inspect the fall protection on the roof"),
        12,
        "unverified",
        N_("Custom: yearly"),
        asks_certificate=True,
    ),
    Inspection("paint", N_("Paint the outside"), 72, "unverified", N_("Custom: every 6 to 7 years")),
)
"""The list a coordinator begins from; legionella in shared pipes is a duty of care without a term, so not in it."""


def inspection(code: str) -> Inspection | None:
    """Give one of the library by its code."""
    return next((one for one in LIBRARY if one.code == code), None)

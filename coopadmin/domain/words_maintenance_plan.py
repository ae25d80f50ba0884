"""What the fields of the maintenance plan are called, and the words for what stands in them."""

from __future__ import annotations

from coopadmin.domain.maintenance_plan import PAYERS
from coopadmin.domain.maintenance_plan_scores import EXTENTS, INTENSITIES, SCORES, SEVERITIES
from coopadmin.i18n import N_

FIELDS: dict[str, str] = {
    "element_id": N_("element"),
    "element_code": N_("part (VERA)"),
    "quantity_thousandths": N_("quantity, in thousandths"),
    "unit": N_("unit"),
    "placed_year": N_("placed in"),
    "measured_on": N_("measured on"),
    "defect": N_("defect"),
    "severity": N_("severity"),
    "extent": N_("extent"),
    "intensity": N_("intensity"),
    "stated_score": N_("condition score"),
    "first_year": N_("first year"),
    "cycle_years": N_("cycle in years"),
    "unit_price_cents": N_("unit price"),
    "price_year": N_("prices of"),
    "part_percent": N_("part in percent"),
    "payer": N_("who pays"),
    "measure_id": N_("measure"),
    "plan_year": N_("year of the plan"),
    "from_year": N_("stood in"),
    "to_year": N_("falls in"),
    "onwards": N_("later times move along"),
    "hundredths": N_("index, in hundredths of a percent"),
}

WORDS_OF: dict[str, tuple[dict[str, str], ...]] = {
    "payer": (PAYERS,),
    "severity": ({str(number): word for number, word in SEVERITIES.items()},),
    "extent": ({str(number): word for number, word in EXTENTS.items()},),
    "intensity": ({str(number): word for number, word in INTENSITIES.items()},),
    "stated_score": ({str(number): word for number, word in SCORES.items()},),
}

FLAGS = ("onwards",)

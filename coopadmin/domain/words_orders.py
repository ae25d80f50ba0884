"""What the columns and values of handovers, contractors, quotes, orders and mandates are called in a record's story."""

from __future__ import annotations

from coopadmin.domain import handovers, limits, orders
from coopadmin.i18n import N_

FIELDS: dict[str, str] = {
    "handed_on": N_("handed over on"),
    "way": N_("how it was told"),
    "promised_on": N_("promised for"),
    "handover_id": N_("handover"),
    "trade": N_("trade"),
    "emergencies": N_("comes for emergencies"),
    "contractor_id": N_("contractor"),
    "asked_on": N_("asked on"),
    "valid_until": N_("valid until"),
    "quote_id": N_("quote"),
    "ordered_on": N_("ordered on"),
    "finish_by": N_("finished by"),
    "invoiced_on": N_("invoiced on"),
    "invoiced_cents": N_("invoiced"),
    "invoice": N_("number of the invoice"),
    "task_id": N_("task"),
}

WORDS_OF: dict[str, tuple[dict[str, str], ...]] = {
    "way": (handovers.WAYS,),
    "outcome": (handovers.OUTCOMES, orders.QUOTE_OUTCOMES),
    "body": (limits.BODIES,),
}

FLAGS = ("emergencies",)

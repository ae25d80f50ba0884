"""What the fields of bookings, series, waiting lists, house rules and cleaning turns are called, and their codes."""

from __future__ import annotations

from coopadmin.domain import facility_rules
from coopadmin.i18n import N_

FIELDS: dict[str, str] = {
    "people": N_("people"),
    "asked_on": N_("asked on"),
    "confirmed_on": N_("confirmed on"),
    "price_cents": N_("price"),
    "paid_on": N_("paid on"),
    "charge_id": N_("on the account"),
    "cancelled_on": N_("cancelled on"),
    "cancel_reason": N_("why cancelled"),
    "checked_on": N_("looked at on"),
    "left_as": N_("how it was left"),
    "overruled": N_("why against a rule"),
    "series_id": N_("series"),
    "occurrence_at": N_("time of the series"),
    "minutes": N_("minutes"),
    "rule": N_("comes round"),
    "until": N_("last day"),
    "asked_at": N_("asked at"),
    "outcome": N_("outcome"),
    "value": N_("value"),
    "source": N_("source"),
    "why": N_("why"),
    "booking_id": N_("booking"),
}

LEFT_AS: dict[str, str] = {
    "clean": N_("left clean"),
    "cleaned_at_cost": N_("cleaned at the booker's cost"),
    "damaged": N_("something is broken"),
}
"""How a facility was left, as its keeper saw it."""

WISH_OUTCOMES: dict[str, str] = {
    "booked": N_("booked"),
    "withdrawn": N_("withdrawn"),
    "passed": N_("let pass"),
}
"""How waiting for a time ended."""

WORDS_OF: dict[str, tuple[dict[str, str], ...]] = {
    "left_as": (LEFT_AS,),
    "outcome": (WISH_OUTCOMES,),
    # A rule's value may be a word of any of the lists; the words of two lists that agree mean the same.
    "value": tuple(facility_rules.CHOICES.values()),
    "kind": (facility_rules.KINDS,),
}

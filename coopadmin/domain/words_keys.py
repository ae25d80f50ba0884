"""What the columns and values of keys are called in a record's story."""

from __future__ import annotations

from coopadmin.domain import keys
from coopadmin.i18n import N_

FIELDS: dict[str, str] = {
    "opens": N_("opens"),
    "certificate": N_("certificate"),
    "certificate_until": N_("certificate until"),
    "kind_id": N_("key"),
    "mark": N_("mark"),
    "copy_id": N_("copy"),
    "issued_on": N_("handed out on"),
    "signed_on": N_("note signed on"),
    "returned_on": N_("came back on"),
    "deposit_paid_on": N_("deposit paid on"),
    "deposit_returned_on": N_("deposit given back on"),
    "booking_id": N_("booking"),
}

WORDS_OF: dict[str, tuple[dict[str, str], ...]] = {"end_reason": (keys.END_REASONS,)}
"""The words for the codes in a column."""

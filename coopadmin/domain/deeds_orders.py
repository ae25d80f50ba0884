"""What the deeds of handovers, contractors, quotes, orders and mandates are called in the journal."""

from __future__ import annotations

from coopadmin.i18n import N_

DEALINGS: dict[str, str] = {
    # handovers
    "hand_over": N_("Handed over to the corporation"),
    "correct_handover": N_("Handover corrected"),
    "remind": N_("Corporation reminded"),
    "end_handover": N_("Back from the corporation"),
    # contractors, quotes and orders
    "save_contractor": N_("Contractor saved"),
    "end_contractor": N_("Contractor gets no more work"),
    "resume_contractor": N_("Contractor gets work again"),
    "match_contractor": N_("Words of a register matched to a contractor"),
    "ask_quote": N_("Quote asked"),
    "receive_quote": N_("Quote received"),
    "decline_quote": N_("Quote not taken"),
    "reopen_quote": N_("Quote weighed again"),
    "give_order": N_("Order given"),
    "correct_order": N_("Order corrected"),
    "cancel_order": N_("Order cancelled"),
    "note_invoice": N_("Invoice noted"),
    "remove_invoice": N_("Invoice taken off"),
    "set_limit": N_("Mandate set"),
    "remove_limit": N_("Mandate taken back"),
}
"""What others have to do with a task, and who may decide on it."""

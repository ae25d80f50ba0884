"""What each deed is called in the journal, in the record's story and when it is taken back."""

from __future__ import annotations

from coopadmin.i18n import N_, _

DEEDS: dict[str, str] = {
    "start_cooperative": N_("Store begun"),
    "import_register": N_("Register imported"),
    "undo": N_("Taken back: batch"),
    # members
    "register_member": N_("Member registered"),
    "correct_person": N_("Details corrected"),
    "start_membership": N_("Membership begun"),
    "end_membership": N_("Membership ended"),
    "give_office": N_("Office given"),
    "end_office": N_("Office ended"),
    "join_group": N_("Working group joined"),
    "leave_group": N_("Working group left"),
}


def deed_name(deed: str) -> str:
    """Call a deed by its name in the language in use; an unknown one by the name it was stored under."""
    return _(DEEDS[deed]) if deed in DEEDS else deed

"""What each deed is called in the journal, in the record's story and when it is taken back."""

from __future__ import annotations

from coopadmin.i18n import N_, _

DEEDS: dict[str, str] = {
    "start_cooperative": N_("Store begun"),
    "import_register": N_("Register imported"),
    "take_over_records": N_("Old records taken over"),
    "undo": N_("Taken back: batch"),
    "correct_cooperative": N_("Co-operative corrected"),
    "save_owner": N_("Corporation saved"),
    "save_agreement": N_("Agreement saved"),
    "set_rule": N_("Rule set"),
    # members
    "register_member": N_("Member registered"),
    "correct_person": N_("Details corrected"),
    "start_membership": N_("Membership begun"),
    "end_membership": N_("Membership ended"),
    "give_office": N_("Office given"),
    "end_office": N_("Office ended"),
    "join_group": N_("Working group joined"),
    "leave_group": N_("Working group left"),
    "register_person": N_("Person entered"),
    # dwellings
    "add_dwelling": N_("Home added"),
    "correct_dwelling": N_("Home corrected"),
    "end_dwelling": N_("Home no longer managed"),
    "resume_dwelling": N_("Home managed again"),
    # contracts
    "start_contract": N_("Contract begun"),
    "correct_contract": N_("Contract corrected"),
    "give_notice": N_("Notice given"),
    "withdraw_notice": N_("Notice withdrawn"),
    "end_contract": N_("Contract ended"),
    "add_party": N_("Tenant joined"),
    "end_party": N_("Tenant left"),
    # rents
    "set_rent": N_("Rent set"),
    "set_opening": N_("Opening balance set"),
    "raise_rents": N_("Rents raised"),
    # facilities
    "add_facility": N_("Facility added"),
    "correct_facility": N_("Facility corrected"),
    "close_facility": N_("Facility closed"),
    "book": N_("Facility booked"),
    "change_booking": N_("Booking changed"),
    "confirm_booking": N_("Booking confirmed"),
    "cancel_booking": N_("Booking cancelled"),
    # decisions
    "record_decision": N_("Decision entered"),
    "correct_decision": N_("Decision's wording corrected"),
    "recount_decision": N_("Decision counted anew"),
    "withdraw_decision": N_("Decision withdrawn"),
    # maintenance
    "report_task": N_("Task reported"),
    "correct_task": N_("Task corrected"),
    "plan_task": N_("Task planned"),
    "start_task": N_("Work begun"),
    "complete_task": N_("Work done"),
    "cancel_task": N_("Task called off"),
    "reopen_task": N_("Task reopened"),
    "set_recurrence": N_("Work set to come round"),
    "stop_recurrence": N_("Work comes round no more"),
}


def deed_name(deed: str) -> str:
    """Call a deed by its name in the language in use; an unknown one by the name it was stored under."""
    return _(DEEDS[deed]) if deed in DEEDS else deed

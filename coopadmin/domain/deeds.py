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
    # charges
    "charge_month": N_("Month charged"),
    "correct_months": N_("Charged months put right"),
    "add_charge": N_("Put on the account"),
    "charge_many": N_("Charge put on many accounts"),
    "cancel_charge": N_("Charge taken back"),
    # increases
    "set_legal_value": N_("Value of the law entered"),
    "set_regime": N_("Rules of a rent set"),
    "set_maximum_rent": N_("Maximum rent set"),
    "record_objection": N_("Objection entered"),
    "decide_objection": N_("Objection decided"),
    "restore_rent": N_("Old rent set again"),
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
    # ledger
    "write_off": N_("Written off"),
    "move_amount": N_("Moved to another account"),
    "plan_refund": N_("Refund planned"),
    "cancel_refund": N_("Refund called off"),
    # payment plans
    "agree_plan": N_("Payment plan agreed"),
    "end_plan": N_("Payment plan ended"),
    # arrears
    "take_step": N_("Step taken for arrears"),
    "run_steps": N_("Steps due taken for arrears"),
    "set_received": N_("Delivery of a letter noted"),
    "charge_cost": N_("Collection cost charged"),
    # deposits
    "hold_before": N_("Deposit held from before"),
    "hold_agreed": N_("Agreed deposits held from before"),
    "receive_cash": N_("Deposit received in cash"),
    "return_cash": N_("Deposit returned in cash"),
    "deduct": N_("Deducted from the deposit"),
    # closing
    "close_month": N_("Month closed"),
    "reopen_month": N_("Month reopened"),
    # budget
    "save_category": N_("Category saved"),
    "end_category": N_("Category ended"),
    "resume_category": N_("Category in use again"),
    "add_usual_categories": N_("Usual categories added"),
    "set_budget": N_("Budget set"),
    "take_over_budget": N_("Budget taken over from another year"),
    # bank
    "take_bank_file": N_("Bank file taken in"),
    "confirm_account": N_("Account confirmed as own"),
    "rename_account": N_("Account renamed"),
    # matching
    "post_line": N_("Bank line placed"),
    "unmatch": N_("Bank line taken back from its place"),
    "put_aside": N_("Bank line put aside"),
    "take_up": N_("Bank line taken up again"),
    "judge_duplicate": N_("Look-alike bank lines judged"),
    "forget_account": N_("Account forgotten"),
}


def deed_name(deed: str) -> str:
    """Call a deed by its name in the language in use; an unknown one by the name it was stored under."""
    return _(DEEDS[deed]) if deed in DEEDS else deed

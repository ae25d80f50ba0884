"""What each table is called where somebody reads all that is kept of them (GDPR (AVG) art. 15)."""

from __future__ import annotations

from coopadmin.i18n import N_, _

PARTS: dict[str, str] = {
    "person": N_("Who you are"),
    "member": N_("Member number"),
    "membership": N_("Membership"),
    "membershipapplication": N_("Applications for membership"),
    "membershipending": N_("Endings of a membership"),
    "suspension": N_("Suspensions"),
    "emailconsent": N_("Called by e-mail"),
    "officeterm": N_("Offices"),
    "workinggroupterm": N_("Working groups"),
    "contractparty": N_("Your part in contracts"),
    "contract": N_("Contracts"),
    "rentline": N_("Rents"),
    "charge": N_("What was charged"),
    "openingbalance": N_("Opening balances"),
    "posting": N_("Money that was booked"),
    "bankline": N_("Bank lines"),
    "depositmovement": N_("Deposit"),
    "refund": N_("Refunds"),
    "paymentplan": N_("Payment plans"),
    "collectionstep": N_("Reminders and steps"),
    "rentobjection": N_("Objections to a rent increase"),
    "knownaccount": N_("Accounts that pay for a contract"),
    "candidate": N_("As a candidate"),
    "maintenancetask": N_("Calls and repairs"),
    "taskappointment": N_("Appointments"),
    "booking": N_("Bookings"),
    "bookingseries": N_("Bookings that come round"),
    "bookingwish": N_("Waiting for a booking"),
    "cleaningturn": N_("Cleaning turns"),
    "keyloan": N_("Keys"),
    "hoursentry": N_("Hours worked"),
    "workdayhelper": N_("Work days"),
    "presence": N_("Meetings you were at"),
    "proxy": N_("Proxies"),
    "voter": N_("Votes"),
    "motion": N_("Motions"),
    "recusal": N_("Stood aside"),
    "consentobjection": N_("Objections in a round of consent"),
    "declaredinterest": N_("Declared interests"),
    "interviewresident": N_("Interviews with candidates"),
    "actionpoint": N_("Actions"),
}
"""The parts in the order they are read; a table that is none of these stands behind them under its own name."""


def part_name(table: str) -> str:
    """Call a table by its name in the language in use."""
    return _(PARTS[table]) if table in PARTS else table


def place_of(table: str) -> int:
    """Give the place of a table among the parts."""
    return list(PARTS).index(table) if table in PARTS else len(PARTS)

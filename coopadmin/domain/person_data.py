"""What tables, columns and codes are called where somebody reads all that is kept of them (GDPR (AVG) art. 15)."""

from __future__ import annotations

from coopadmin.domain import arrears, attendance, deposits, screening
from coopadmin.domain.field_names import column_name
from coopadmin.domain.field_values import value_text
from coopadmin.formats import month_name
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
    "rentregime": N_("By which rules the rent rises"),
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
    "waitingplace": N_("On the waiting list"),
    "poolplace": N_("In the pool"),
    "candidatecontact": N_("Contacts with you as a candidate"),
    "candidacy": N_("In the files of vacancies"),
    "screeningline": N_("How your candidacy was screened"),
    "interview": N_("Interviews with you"),
    "nomination": N_("Nominations"),
    "maintenancetask": N_("Calls and repairs"),
    "taskappointment": N_("Appointments"),
    "booking": N_("Bookings"),
    "bookingseries": N_("Bookings that come round"),
    "bookingwish": N_("Waiting for a booking"),
    "cleaningturn": N_("Cleaning turns"),
    "keyloan": N_("Keys"),
    "hoursentry": N_("Hours worked"),
    "workdayhelper": N_("Work days"),
    "workday": N_("Work days you led"),
    "facility": N_("Facilities you keep"),
    "presence": N_("Meetings you were at"),
    "meeting": N_("Meetings you led or kept the minutes of"),
    "agendaitem": N_("Items of an agenda you introduced"),
    "proxy": N_("Proxies"),
    "voter": N_("Votes at meetings"),
    "motion": N_("Motions"),
    "recusal": N_("Stood aside"),
    "consentobjection": N_("Objections in a round of consent"),
    "declaredinterest": N_("Declared interests"),
    "interviewresident": N_("Interviews with candidates"),
    "actionpoint": N_("Actions"),
}
"""The parts in the order they are read; of another table nothing is shown."""

CONTRACT = (
    *("contract", "rentline", "rentregime", "charge", "openingbalance", "posting", "depositmovement", "refund"),
    *("paymentplan", "collectionstep", "rentobjection", "knownaccount"),
)
"""The tables about a tenancy, which is as much of everybody who is a party to it."""

CANDIDATE = (
    *("candidate", "waitingplace", "poolplace", "candidatecontact", "candidacy", "screeningline", "interview"),
    "nomination",
)
"""The tables about somebody as a candidate."""

ROLES: dict[str, tuple[str, ...]] = {
    "workday": ("title", "starts_at", "leader_id"),
    "facility": ("name", "keeper_id"),
    "meeting": ("title", "starts_at", "chair_id", "secretary_id"),
    "agendaitem": ("meeting_id", "title", "presenter_id"),
}
"""Tables about much else in which somebody has a part, and what tells of that part only."""

BANK_LINE = ("booked_on", "amount_cents", "name", "iban", "description")
"""What is shown of a line of a bank; the other columns are the bank's and the program's."""

COLUMNS: dict[tuple[str, str], str] = {
    ("contractparty", "role"): N_("role"),
    ("collectionstep", "level"): N_("step"),
    ("collectionstep", "taken_on"): N_("taken on"),
    ("collectionstep", "open_cents"): N_("was open"),
    ("depositmovement", "moved_on"): N_("on the day"),
    ("voter", "standing"): N_("you were"),
    ("bankline", "description"): N_("description"),
    ("hoursentry", "minutes"): N_("minutes worked"),
    ("consentobjection", "round_id"): N_("about the proposal"),
    ("motion", "proposer_id"): N_("proposed by"),
    ("interviewresident", "interview_id"): N_("interview"),
    ("actionpoint", "owner_id"): N_("to be done by"),
    ("actionpoint", "due_on"): N_("to be done on"),
    ("cleaningturn", "due_on"): N_("to be done on"),
    ("keyloan", "due_on"): N_("to be back on"),
    ("keyloan", "returned_on"): N_("handed in on"),
    ("nomination", "ended_on"): N_("came to nothing on"),
    ("poolplace", "met_on"): N_("first met on"),
    ("candidatecontact", "file_id"): N_("file of a vacancy"),
    ("candidacy", "file_id"): N_("file of a vacancy"),
    ("declaredinterest", "file_id"): N_("file of a vacancy"),
    ("posting", "charge_id"): N_("meant for what was due on"),
    ("depositmovement", "charge_id"): N_("set off with what was due on"),
    ("booking", "charge_id"): N_("charged, due on"),
    ("booking", "confirmed_on"): N_("confirmed on"),
    ("bookingseries", "minutes"): N_("length in minutes"),
}
"""What a column is called here that has no name elsewhere, or another one."""

UNSAID: dict[str, tuple[str, ...]] = {
    "contractparty": ("place",),
    "motion": ("position", "amends_id"),
    "posting": ("duplicate_of_id", "reverses_id"),
    "bookingseries": ("rule",),
    "booking": ("occurrence_at",),
    "maintenancetask": (
        *("location_code", "element_code", "defect_code", "cause_code", "occurrence_on", "plan_year"),
        *("for_volunteers", "minutes_expected", "budget_cents", "category_id", "job_id"),
    ),
    "nomination": ("fit_by",),
}
"""Columns that tell a person nothing, such as a place in a row, or that tell of somebody else."""

_POSTED: dict[str, str] = {
    "contract": N_("for a contract"),
    "member": N_("for a member's account"),
    "deposit": N_("for a deposit"),
    "category": N_("for a category"),
    "transfer": N_("transfer"),
    "duplicate": N_("twice in the bank file"),
}

WORDS: dict[tuple[str, str], dict[str, str]] = {
    ("posting", "kind"): _POSTED,
    ("depositmovement", "kind"): deposits.KINDS,
    ("collectionstep", "level"): arrears.WORDS,
    ("voter", "standing"): attendance.STANDINGS,
    ("membershipapplication", "outcome"): {"open": N_("not decided yet")},
    ("rentobjection", "outcome"): {"open": N_("not decided yet")},
    ("consentobjection", "status"): {"open": N_("not settled yet")},
    ("candidatecontact", "kind"): {"contact": N_("another contact")},
    ("declaredinterest", "kind"): screening.INTERESTS,
}
"""The words for codes that have none elsewhere, or others."""


def part_name(table: str) -> str:
    """Call a table by its name in the language in use."""
    return _(PARTS[table])


def place_of(table: str) -> int:
    """Give the place of a table among the parts."""
    return list(PARTS).index(table)


def label(table: str, column: str) -> str:
    """Call a column of a table by its name in the language in use."""
    return _(COLUMNS[table, column]) if (table, column) in COLUMNS else column_name(column)


def said(table: str, column: str, value: str) -> str:
    """Show a stored value of a table as people read it."""
    words = WORDS.get((table, column), {})
    if value in words:
        return _(words[value])
    if column == "month":
        return f"{month_name(int(value[5:7]))} {value[:4]}"
    return value_text(column, value)

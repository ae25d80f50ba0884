"""What is kept of people, why, on what ground, for how long, and from when that counts: per kind of data.

Only a ground that was found is named. Where none is known that is said, for the board to fill in: a program cannot know
on what a group rests what it does (GDPR (AVG) art. 5(2)). What the board writes is a setting with its day and source.
"""

from __future__ import annotations

from dataclasses import dataclass

from coopadmin.domain import forgetting, forgetting_people, forgetting_words
from coopadmin.i18n import N_

UNKNOWN = N_("for the board to write down, by the GDPR, art. 6(1): G on the page Privacy; none is assumed here")
"""What stands where no ground is known."""

_WITH_THE_PERSON = N_("names go with the person or the candidate; what is left names nobody")


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data: what, about whom, what for, on what ground; `rule` names the setting that says how long.

    Without a rule no term is set: `until` says what happens then. `cleared_by` is where it is cleared, empty where
    this program clears none of it. `tables` are where it is kept.
    """

    name: str
    label: str
    what: str
    purpose: str
    ground: str
    counts_from: str
    rule: str = ""
    until: str = ""
    cleared_by: str = ""
    tables: tuple[str, ...] = ()


_PAGE = N_("the page Clear personal data, or coopadmin forget")

_NO_TERM = N_("without a term of its own (0), names and notes go with the person")

KINDS: tuple[Kept, ...] = (
    Kept(
        "members",
        N_("Members, and members who left"),
        N_("name, birth date, addresses, account, periods of membership, offices, applications, suspensions, notes"),
        N_("to keep the register of members, call them to meetings, and settle what is due"),
        UNKNOWN,
        N_("the last tie: membership, tenancy, office, key, booking, hours or call; later while anything is open"),
        forgetting_people.RETENTION,
        cleared_by=_PAGE,
        tables=(
            *("person", "member", "membership", "membershipapplication", "membershipending", "suspension"),
            *("emailconsent", "officeterm", "workinggroup", "workinggroupterm"),
        ),
    ),
    Kept(
        "residents",
        N_("Tenants, residents and contracts"),
        N_("who rents which home from when until when, the account that pays, notes; of a household only its tenants"),
        N_("to let and manage the homes"),
        UNKNOWN,
        N_("the last tie: membership, tenancy, office, key, booking, hours or call; later while anything is open"),
        forgetting_people.RETENTION,
        cleared_by=_PAGE,
        tables=("contract", "contractparty", "knownaccount", "rentline", "rentobjection"),
    ),
    Kept(
        "books",
        N_("The books: charges, bank lines, postings, deposits, refunds, payment plans, reminders"),
        N_("amounts and days; of bank lines also the name, account and words the bank gave; notes"),
        N_("to know at all times what is owed and owned"),
        N_("Civil Code (BW) 2:10: the board must keep books and keep them seven years (GDPR art. 6(1)(c))"),
        N_("the end of the financial year they are of; later while a line waits, a debt, a deposit or a plan is open"),
        forgetting_words.SETTINGS["books"],
        until=N_("names, accounts, words and notes go; amounts, days and accounts of contracts stay"),
        cleared_by=_PAGE,
        tables=(
            *("bankaccount", "bankfile", "bankstatement", "bankline", "lineaside", "notduplicate", "charge"),
            *("posting", "depositmovement", "openingbalance", "refund", "paymentplan", "collectionstep"),
            *("collectionstepcharge", "monthclosing", "category", "budgetline"),
        ),
    ),
    Kept(
        "candidates",
        N_("Candidates for a home"),
        N_("name, addresses, household size, wishes, what was found and said, the outcome; no income and no BSN"),
        N_("to choose a new neighbour by the procedure, and to be able to show how"),
        N_("on a list or in the pool: consent (GDPR art. 7); in a file: for the board to write down"),
        N_("the registration, the file that was closed last, the list that was left last"),
        forgetting.RETENTION,
        cleared_by=_PAGE,
        tables=(
            *("candidate", "candidatecontact", "waitingplace", "poolplace", "candidacy", "screeningline"),
            *("interview", "interviewresident", "declaredinterest", "nomination", "allocationfile", "allocationstep"),
            *("allocationitem", "allocationprocedure", "proceduresize"),
        ),
    ),
    Kept(
        "tasks",
        N_("Tasks and calls"),
        N_("who called, what is wrong in which home, appointments, notes"),
        N_("to maintain the homes, and to know what was done to each"),
        UNKNOWN,
        N_("the day a call was done"),
        forgetting_words.SETTINGS["calls"],
        until=_NO_TERM,
        cleared_by=_PAGE,
        tables=(
            *("maintenancetask", "taskjudgement", "taskwait", "taskappointment", "maintenancejob", "jobexception"),
            *("certificate", "handover", "handoverreminder"),
        ),
    ),
    Kept(
        "bookings",
        N_("Bookings, keys, hours and work days"),
        N_("who had which room or key when, who worked how long"),
        N_("to share rooms and keys, and to settle them"),
        UNKNOWN,
        N_("the day it was over"),
        forgetting_words.SETTINGS["bookings"],
        until=N_("words go after the term; who had what stays with the person, for it says who pays and who answers"),
        cleared_by=_PAGE,
        tables=(
            *("booking", "bookingseries", "seriesskip", "bookingwish", "cleaningturn", "keycopy", "keyloan"),
            *("hoursentry", "selfworkclaim", "workday", "workdaytask", "workdayhelper"),
        ),
    ),
    Kept(
        "decisions",
        N_("Meetings, minutes, votes and decisions"),
        N_("who was there, who held whose proxy, votes by name, what was said and decided"),
        N_("to show later what was decided, by whom and by which rule"),
        UNKNOWN,
        "",
        until=N_("no term of its own: a decision holds until another takes its place; names go with the person"),
        cleared_by=_PAGE,
        tables=(
            *("meeting", "meetingrequest", "agendaitem", "agendadocument", "agendareference", "presence", "proxy"),
            *("recusal", "motion", "vote", "voter", "consentround", "consentobjection", "decision", "decisionlink"),
            *("actionpoint", "deadlinemet"),
        ),
    ),
    Kept(
        "contacts",
        N_("Contractors, and the corporation"),
        N_("name, phone and e-mail of whom to call there; quotes and orders"),
        N_("to have work done, and to deal with the owner of the homes"),
        UNKNOWN,
        "",
        until=N_("no term of its own: it is changed in the record when somebody else is to be called"),
        tables=("contractor", "quote", "workorder", "owner", "agreement", "cooperative"),
    ),
    Kept(
        "house",
        N_("Homes, rooms, rules and plans"),
        N_("about things; a note may name somebody"),
        N_("to know what there is, and by which rule it is done"),
        UNKNOWN,
        "",
        until=_WITH_THE_PERSON,
        cleared_by=_PAGE,
        tables=(
            *("dwelling", "facility", "facilityrule", "facilityclosure", "keykind", "planelement"),
            *("elementcondition", "planmeasure", "planshift", "planindex", "demarcationlist", "demarcationline"),
            *("mandatelimit", "meetingrule", "votingrule", "rentregime", "maximumrent", "setting"),
        ),
    ),
    Kept(
        "journal",
        N_("The journal"),
        N_("every change with its values, and the name of who was at the desk"),
        N_("to take a deed back, and to show that nothing was changed unseen"),
        UNKNOWN,
        "",
        until=N_(
            "values go with whom they are about; who was at the desk stays, for the chain of the journal holds it"
        ),
        tables=("journalentry", "journalvalue"),
    ),
    Kept(
        "copies",
        N_("Copies of the store"),
        N_("all of the above, as it stood when the copy was made"),
        N_("to lose nothing"),
        UNKNOWN,
        N_("the day of the copy"),
        "copies_months",
        until=N_("thinned by the three rules on copies; one from before somebody was cleared is named, to be removed"),
    ),
    Kept(
        "files",
        N_("Letters, minutes and exports that were saved"),
        N_("what was chosen to be saved, each in a file for its owner alone"),
        N_("to send, print or keep"),
        UNKNOWN,
        "",
        until=N_("outside this program: whoever saved them removes them"),
    ),
)
"""Every kind of personal data there is, in the order they are shown."""


def ground_setting(kind: str) -> str:
    """Name the setting that holds the ground the board wrote down for a kind."""
    return f"ground_{kind}"

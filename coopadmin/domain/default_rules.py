"""What every rule that a law or a group may change is called, and what a fresh store begins with.

A rule is a dated setting with its source: what stands here is only its first value. A new rule of a whole number needs
nothing but a line here; what is done with rules is in `association`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coopadmin.i18n import N_

YES_OR_NO = "yes or no"
"""The unit of a rule that is in force or not: stored as 1 or 0."""

MONTH = "month of the year"
"""The unit of a rule that names a month: 1 to 12."""

KEPT = "months kept"
"""The unit of a term that may not be set: 0 is none."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a fresh store begins with it: its name in settings, what it is called, and where it comes from.

    `unit` is months, months kept (0: no term), weeks, days, days ahead, days late (0: never), percent, euros, years,
    people, a month of the year, or yes or no (1 and 0). The source is stored as it stands and translated where it is
    shown.
    """

    name: str
    label: str
    default: str
    unit: str
    source: str
    valid_from: date = date(1900, 1, 1)


HABIT = N_("A habit of this program; choose what suits the group")
"""Where a rule comes from that no law and no agreement names."""

NO_TERM = N_("The GDPR, art. 5(1)(e), names no term; choose one, or leave it at 0: names go with the person")
"""Where a term comes from that is not set."""

DEFAULT_RULES: tuple[Rule, ...] = (
    Rule(
        "accepted_vacancy_months",
        N_("Vacancy the corporation accepts"),
        "2",
        "months",
        N_("Practice of one management agreement; put your own agreement's term here"),
    ),
    Rule(
        "nomination_warning_percent",
        N_("A nomination is announced when of its time is left"),
        "50",
        "percent",
        HABIT,
    ),
    Rule("nomination_pressing_percent", N_("A nomination presses when of its time is left"), "25", "percent", HABIT),
    Rule(
        "notice_months",
        N_("Notice a tenant gives at least"),
        "1",
        "months",
        N_("Civil Code (BW) 7:271(5)(a): one payment period, at least one month"),
    ),
    Rule(
        "emergency_days",
        N_("An emergency is done within"),
        "1",
        "days",
        N_("Service norm of housing corporations; put your own agreement's term here"),
    ),
    Rule(
        "normal_days",
        N_("A normal repair is done within"),
        "10",
        "days",
        N_("Service norm of housing corporations; put your own agreement's term here"),
    ),
    Rule(
        "normal_contact_days",
        N_("A day for a normal repair is agreed within"),
        "5",
        "days",
        N_("Service norm of housing corporations; put your own agreement's term here"),
    ),
    *(
        Rule(
            f"wait_{reason}_stops",
            label,
            default,
            YES_OR_NO,
            N_("A habit of this program; choose what suits the group"),
        )
        for reason, label, default in (
            ("nobody_home", N_("The clock of a repair stops: nobody home"), "1"),
            ("material", N_("The clock of a repair stops: waits for material"), "1"),
            ("quote", N_("The clock of a repair stops: waits for a quote"), "1"),
            ("inspection", N_("The clock of a repair stops: waits for an inspection"), "1"),
            ("wrong_trade", N_("The clock of a repair stops: the wrong trade came"), "0"),
            ("corporation", N_("The clock of a repair stops: waits for the corporation"), "0"),
            ("no_time", N_("The clock of a repair stops: no time"), "0"),
            ("other", N_("The clock of a repair stops: another reason"), "0"),
        )
    ),
    Rule("handover_answer_days", N_("The corporation is asked for a day, after handing over"), "5", "days", HABIT),
    Rule("handover_reminder_days", N_("The corporation is reminded again after"), "7", "days", HABIT),
    Rule("inspection_notice_days", N_("An inspection is announced on the desk"), "90", "days ahead", HABIT),
    Rule("work_day_notice_days", N_("A work day is announced on the desk"), "21", "days ahead", HABIT),
    Rule(
        "key_certificate_notice_days",
        N_("The end of a key's certificate is announced on the desk"),
        "60",
        "days ahead",
        HABIT,
    ),
    Rule("budget_warning_percent", N_("A budget is said to be nearly used up from"), "80", "percent", HABIT),
    Rule(
        "pass_on_basic_percent",
        N_("Of the basic rent is passed on to the corporation"),
        "100",
        "percent",
        N_("Only under a collective lease; put your own agreement's part here"),
    ),
    Rule(
        "pass_on_service_percent",
        N_("Of the service charge is passed on to the corporation"),
        "0",
        "percent",
        N_("Only under a collective lease; put your own agreement's part here"),
    ),
    Rule(
        "pass_on_energy_percent",
        N_("Of the energy is passed on to the corporation"),
        "0",
        "percent",
        N_("Only under a collective lease; put your own agreement's part here"),
    ),
    Rule(
        "reminder_days",
        N_("Arrears: reminder, days after the due date"),
        "8",
        "days late",
        N_("Practice of several corporations (NWS: after 8 days); put your own steps here"),
    ),
    Rule(
        "fourteen_day_letter_days",
        N_("Arrears: fourteen-day letter, days after the due date"),
        "45",
        "days late",
        N_("Practice of several corporations (Patrimonium: middle of the second month); put your own steps here"),
    ),
    Rule(
        "final_notice_days",
        N_("Arrears: final notice, days after the due date"),
        "60",
        "days late",
        N_("Practice of several corporations (Patrimonium: end of the second month); put your own steps here"),
    ),
    Rule(
        "arrangement_days",
        N_("Arrears: contact and a payment plan offered, days after the due date"),
        "67",
        "days late",
        HABIT,
    ),
    Rule(
        "municipality_days",
        N_("Arrears: reported to the municipality, days after the due date"),
        "74",
        "days late",
        N_("The duty is in the Municipal Debt Assistance Decree, art. 2; the day is a habit of this program"),
    ),
    Rule(
        "handed_over_days",
        N_("Arrears: handed over for collection, days after the due date"),
        "90",
        "days late",
        N_("Practice of several corporations (the third month); put your own steps here"),
    ),
    Rule(
        "steps_apart_days",
        N_("Arrears: days between two steps at least"),
        "7",
        "days",
        N_("Practice of several corporations (Patrimonium: 7 days to pay); put your own steps here"),
    ),
    Rule(
        "collection_vat_percent",
        N_("VAT on collection cost (0: the landlord can reclaim it)"),
        "0",
        "percent",
        N_("Decree on collection costs, art. 2(3): only a landlord who cannot reclaim VAT, and whose letter says so"),
    ),
    Rule("write_off_limit_euros", N_("Written off without a decision, at most"), "25", "euros", HABIT),
    Rule(
        "payment_plan_grace_days",
        N_("A payment plan has lapsed when a term is late more than"),
        "14",
        "days",
        N_("There is no statutory figure; the group decides"),
    ),
    Rule(
        "request_votes_percent",
        N_("Of all votes can ask for a general meeting"),
        "10",
        "percent",
        N_("Civil Code (BW) 2:41(2): a tenth, or the smaller part your statutes name"),
    ),
    Rule(
        "request_meeting_days",
        N_("A meeting that was asked for is held within"),
        "28",
        "days",
        N_("Civil Code (BW) 2:41(2): at a term of no more than four weeks"),
    ),
    Rule(
        "request_wait_days",
        N_("Who asked for a meeting may call it themselves after"),
        "14",
        "days",
        N_("Civil Code (BW) 2:41(3): where the board did nothing within fourteen days"),
    ),
    Rule(
        "voting_member",
        N_("A member votes"),
        "1",
        YES_OR_NO,
        N_("Civil Code (BW) 2:38(1): every member who is not suspended has one vote"),
    ),
    Rule(
        "voting_aspirant",
        N_("An aspirant member votes"),
        "0",
        YES_OR_NO,
        N_("Not a member in the sense of Civil Code (BW) 2:38(1) unless your statutes say so"),
    ),
    Rule(
        "voting_supporter",
        N_("A supporter votes"),
        "0",
        YES_OR_NO,
        N_("Not a member in the sense of Civil Code (BW) 2:38(1) unless your statutes say so"),
    ),
    Rule(
        "voting_honorary",
        N_("An honorary member votes"),
        "0",
        YES_OR_NO,
        N_("Not a member in the sense of Civil Code (BW) 2:38(1) unless your statutes say so"),
    ),
    Rule(
        "voting_after_days",
        N_("A vote after so many days of membership"),
        "0",
        "days",
        N_("Civil Code (BW) 2:38(1): from the first day; put the term of your own statutes here"),
    ),
    Rule(
        "board_coordinator",
        N_("The maintenance coordinator is on the board"),
        "1",
        YES_OR_NO,
        N_("Your statutes and the register of directors say who is on the board; this is the habit of this program"),
    ),
    Rule(
        "term_years",
        N_("A term of office lasts (0: there is none)"),
        "3",
        "years",
        N_("None in the law: the statutes decide; three years is a habit of this program"),
    ),
    Rule(
        "retire_together_percent",
        N_("Part of the board that leaves in one year at most"),
        "49",
        "percent",
        N_("Practice of one association of tenants (HBV WijZijn); put your statutes' part here"),
    ),
    Rule(
        "board_least",
        N_("Seats on the board"),
        "3",
        "people",
        N_("Civil Code (BW) 2:37 names a chair, a secretary and a treasurer; put your statutes' number of seats here"),
    ),
    Rule(
        "audit_committee_least",
        N_("Members of the audit committee at least (0: none)"),
        "2",
        "people",
        N_("Civil Code (BW) 2:48(2): two, not on the board, every year; none with an accountant or supervisory board"),
    ),
    Rule(
        "financial_year_first_month",
        N_("The financial year begins in month"),
        "1",
        MONTH,
        N_("The statutes; the calendar year where they say nothing (Civil Code (BW) 2:10a)"),
    ),
    Rule(
        "accounts_due_months",
        N_("Annual report and accounts: after the financial year"),
        "6",
        "months",
        N_("Civil Code (BW) 2:48(1) and 2:10(2); a co-operative: 2:58. The meeting may give more time"),
    ),
    Rule(
        "board_change_corporation_days",
        N_("Change of board: the corporation is told within"),
        "30",
        "days",
        N_("Practice of one management agreement; put your own agreement's term here"),
    ),
    Rule(
        "trade_register_days",
        N_("Change of board: the trade register is told within"),
        "7",
        "days",
        N_("Trade Register Act 2007 art. 20 says a week, as far as known; look it up"),
    ),
    Rule("board_change_bank_days", N_("Change of board: bank mandate and hand-over within"), "14", "days", HABIT),
    Rule(
        "resignation_notice_weeks",
        N_("A membership is given notice ahead by"),
        "4",
        "weeks",
        N_("Civil Code (BW) 2:36(1), unless the statutes differ"),
    ),
    Rule(
        "resignation_at_year_end",
        N_("Notice ends a membership only with the financial year"),
        "1",
        YES_OR_NO,
        N_("Civil Code (BW) 2:36(1), unless the statutes differ"),
    ),
    Rule(
        "contribution_whole_year",
        N_("Who leaves midway owes the contribution of the whole year"),
        "1",
        YES_OR_NO,
        N_("Civil Code (BW) 2:35(5), unless the statutes differ"),
    ),
    Rule(
        "appeal_months",
        N_("Appeal against an expulsion within"),
        "1",
        "months",
        N_("Civil Code (BW) 2:35(4): one month after receipt; the statutes cannot make it shorter"),
    ),
    Rule(
        "reasons_letter_days",
        N_("Who was not chosen for a home is told why within"),
        "14",
        "days",
        N_("A habit of this program; the law names no term, choose what suits the group"),
    ),
    Rule("pool_months", N_("Candidates: a place in the pool lasts"), "12", "months", HABIT),
    Rule(
        "waiting_list_by_fee",
        N_("Candidates: the day the fee is paid gives the place on the waiting list"),
        "0",
        YES_OR_NO,
        N_("Rules of some groups; put your own here. Otherwise the day of registration gives it"),
    ),
    Rule(
        "candidate_retention_days",
        N_("Candidates: data is kept after the last file for"),
        "28",
        "days",
        N_("Custom of job applications; the GDPR, art. 5(1)(e), names no term"),
    ),
    Rule(
        "person_retention_months",
        N_("Who left: data is kept after the last tie for"),
        "24",
        "months",
        N_("Custom of associations and of landlords; the GDPR, art. 5(1)(e), names no term"),
    ),
    Rule(
        "books_retention_years",
        N_("The books are kept for"),
        "7",
        "years",
        N_("Civil Code (BW) 2:10(3): seven years"),
    ),
    Rule("call_retention_months", N_("Calls: who called and notes are kept for"), "0", KEPT, NO_TERM),
    Rule("booking_retention_months", N_("Bookings, keys and hours: words are kept for"), "0", KEPT, NO_TERM),
    Rule("copies_days", N_("Copies of the store: every one is kept for"), "14", "days", HABIT),
    Rule("copies_weeks", N_("Copies of the store: then the last of each week, for"), "8", "weeks", HABIT),
    Rule("copies_months", N_("Copies of the store: then the last of each month, for"), "12", "months", HABIT),
)

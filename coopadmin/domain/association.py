"""The co-operative's legal shape, and the rules that a law or a group may change.

A rule is a dated setting with its source: `DEFAULT_RULES` is only what a fresh store starts with. What the law itself
sets in figures, such as the most of a deposit, is in domain/legal and no rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coopadmin.formats import euro
from coopadmin.i18n import N_, _, ngettext

SHAPES: dict[str, str] = {
    "individual": N_("the corporation lets to each tenant"),
    "collective": N_("the association rents the whole and lets on"),
}
"""Who is the tenants' landlord."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a fresh store begins with it: its name in settings, what it is called, and where it comes from.

    `unit` is months, days, days ahead, days late (0: never), or percent. The source is stored as it stands and
    translated where it is shown.
    """

    name: str
    label: str
    default: str
    unit: str
    source: str
    valid_from: date = date(1900, 1, 1)


DEFAULT_RULES: tuple[Rule, ...] = (
    Rule(
        "accepted_vacancy_months",
        N_("Vacancy the corporation accepts"),
        "2",
        "months",
        N_("Practice of one management agreement; put your own agreement's term here"),
    ),
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
        "inspection_notice_days",
        N_("An inspection is announced on the desk"),
        "90",
        "days ahead",
        N_("A habit of this program; choose what suits the group"),
    ),
    Rule(
        "budget_warning_percent",
        N_("A budget is said to be nearly used up from"),
        "80",
        "percent",
        N_("A habit of this program; choose what suits the group"),
    ),
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
        N_("A habit of this program; choose what suits the group"),
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
    Rule(
        "write_off_limit_euros",
        N_("Written off without a decision, at most"),
        "25",
        "euros",
        N_("A habit of this program; choose what suits the group"),
    ),
    Rule(
        "payment_plan_grace_days",
        N_("A payment plan has lapsed when a term is late more than"),
        "14",
        "days",
        N_("There is no statutory figure; the group decides"),
    ),
)

LARGEST_RULE = 9999
"""The largest number a rule may be: more months than that, or more days, is a slip of the keys."""

RULES: dict[str, Rule] = {rule.name: rule for rule in DEFAULT_RULES}


def amount_text(rule: Rule, value: str) -> str:
    """Write a rule's value with its unit: `1 month`, `2 months`, `90 days ahead`."""
    number = int(value)
    if rule.unit == "months":
        return ngettext("{count} month", "{count} months", number).format(count=number)
    if rule.unit == "euros":
        return euro(number * 100)
    if rule.unit == "percent":
        return _("{number} %").format(number=number)
    if rule.unit == "days late":
        return ngettext("{count} day late", "{count} days late", number).format(count=number) if number else _("never")
    if rule.unit == "days":
        return ngettext("{count} day", "{count} days", number).format(count=number)
    return ngettext("{count} day ahead", "{count} days ahead", number).format(count=number)


@dataclass(frozen=True, slots=True)
class RuleValue:
    """A rule's value from a day on."""

    name: str
    value: str
    valid_from: date
    source: str


def rule_on(values: Iterable[RuleValue], name: str, on: date) -> str | None:
    """Give the value of a rule in force on a day: the newest that began by then, None where none had."""
    begun = [one for one in values if one.name == name and one.valid_from <= on]
    return max(begun, key=lambda one: one.valid_from).value if begun else None


def with_defaults(values: Iterable[RuleValue]) -> tuple[RuleValue, ...]:
    """Add, for every rule that was never set, what a fresh store starts with."""
    known = tuple(values)
    names = {one.name for one in known}
    return known + tuple(
        RuleValue(rule.name, rule.default, rule.valid_from, rule.source)
        for rule in DEFAULT_RULES
        if rule.name not in names
    )

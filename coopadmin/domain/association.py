"""The co-operative's legal shape, and the rules that a law or a group may change.

A rule is a dated setting with its source: `DEFAULT_RULES` is only what a fresh store starts with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coopadmin.i18n import N_, ngettext

SHAPES: dict[str, str] = {
    "individual": N_("the corporation lets to each tenant"),
    "collective": N_("the association rents the whole and lets on"),
}
"""Who is the tenants' landlord."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a fresh store begins with it: its name in settings, what it is called, and where it comes from.

    `unit` is months, days, or days ahead. The source is stored as it stands and translated where it is shown.
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
)

LARGEST_RULE = 9999
"""The largest number a rule may be: more months than that, or more days, is a slip of the keys."""

RULES: dict[str, Rule] = {rule.name: rule for rule in DEFAULT_RULES}


def amount_text(rule: Rule, value: str) -> str:
    """Write a rule's value with its unit: `1 month`, `2 months`, `90 days ahead`."""
    number = int(value)
    if rule.unit == "months":
        return ngettext("{count} month", "{count} months", number).format(count=number)
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

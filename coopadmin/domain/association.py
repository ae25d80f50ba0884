"""The co-operative's legal shape, and the rules that a law or a group may change.

A rule is a dated setting with its source; `default_rules` names them all. What the law itself sets in figures, such as
the most of a deposit, is in domain/legal and no rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coopadmin.domain.default_rules import DEFAULT_RULES, KEPT, MONTH, YES_OR_NO, Rule
from coopadmin.formats import euro, month_name
from coopadmin.i18n import N_, _, ngettext

SHAPES: dict[str, str] = {
    "individual": N_("the corporation lets to each tenant"),
    "collective": N_("the association rents the whole and lets on"),
}
"""Who is the tenants' landlord."""


LAST_MONTH = 12

LARGEST_RULE = 9999
"""The largest number a rule may be: more months than that, or more days, is a slip of the keys."""

RULES: dict[str, Rule] = {rule.name: rule for rule in DEFAULT_RULES}


def amount_text(rule: Rule, value: str) -> str:
    """Write a rule's value with its unit: `1 month`, `2 months`, `90 days ahead`."""
    number = int(value)
    if rule.unit == YES_OR_NO:
        return _("yes") if number else _("no")
    if rule.unit == MONTH:
        return month_name(number) if 1 <= number <= LAST_MONTH else value
    if rule.unit == KEPT and not number:
        return _("no term")
    if rule.unit == "years":
        return ngettext("{count} year", "{count} years", number).format(count=number)
    if rule.unit == "people":
        return ngettext("{count} person", "{count} people", number).format(count=number)
    if rule.unit == "weeks":
        return ngettext("{count} week", "{count} weeks", number).format(count=number)
    if rule.unit in ("months", KEPT):
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

"""What is kept of people, why and until when, as a document: the register of processing of the board."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from coopadmin.domain.association import RULES, RuleValue, amount_text, rule_on, with_defaults
from coopadmin.domain.retention import KINDS, Kept, ground_setting
from coopadmin.exchange.documents import Block, Facts, Heading, Line
from coopadmin.formats import long_date, short_date
from coopadmin.i18n import _


def blocks(cooperative: str, rules: Iterable[RuleValue], on: date) -> tuple[Block, ...]:
    """Put the register together, with the terms in force on a day and where each comes from."""
    known = with_defaults(rules)
    told = _("What {cooperative} keeps of people, why, and until when, as on {day}.")
    return (
        Heading(1, _("Personal data: what is kept, why and until when")),
        Line(told.format(cooperative=cooperative, day=long_date(on))),
        Line(_("No income, no BSN, no health and no belief is asked for, and there is no field for them.")),
        *_kinds(known, on),
        Heading(2, _("Who may ask for what")),
        Line(_("Everybody may ask what is kept of them (GDPR art. 15): the member's card writes it to a file.")),
        Line(
            _("Everybody may ask to be forgotten (GDPR art. 17); what must stay provable, and the books, come first.")
        ),
        Line(_("Nothing leaves this computer but what somebody saves or sends on purpose.")),
    )


def _kinds(rules: Iterable[RuleValue], on: date) -> Iterator[Block]:
    known = tuple(rules)
    for kind in KINDS:
        yield Heading(2, _(kind.label))
        yield Facts(
            tuple(
                (name, text)
                for name, text in (
                    (_("what"), _(kind.what)),
                    (_("what for"), _(kind.purpose)),
                    (_("ground"), _ground(kind, known, on)),
                    (_("how long"), _how_long(kind, known, on)),
                    (_("counted from"), _(kind.counts_from) if kind.counts_from else ""),
                    (_("then"), _(kind.until) if kind.until else ""),
                    (_("cleared by"), _(kind.cleared_by) if kind.cleared_by else ""),
                )
                if text
            )
        )


def _how_long(kind: Kept, rules: tuple[RuleValue, ...], on: date) -> str:
    value = rule_on(rules, kind.rule, on) if kind.rule else None
    if value is None:
        return _("no term is set")
    return _told(rules, kind.rule, on, amount_text(RULES[kind.rule], value))


def _ground(kind: Kept, rules: tuple[RuleValue, ...], on: date) -> str:
    """Give what the board wrote down; where it wrote nothing, what is known of the law, or that nothing is."""
    name = ground_setting(kind.name)
    value = rule_on(rules, name, on)
    return _(kind.ground) if value is None else _told(rules, name, on, value)


def _told(rules: tuple[RuleValue, ...], name: str, on: date, value: str) -> str:
    """Say what a setting holds on a day, with its source and since when."""
    newest = max((one for one in rules if one.name == name and one.valid_from <= on), key=lambda one: one.valid_from)
    parts = [value, _(newest.source)]
    if newest.valid_from.year > 1900:
        parts.append(_("set from {day} on").format(day=short_date(newest.valid_from)))
    return " · ".join(part for part in parts if part)


def stem(on: date) -> str:
    """Name a file for it, without its ending: `personal-data-2026`."""
    return _("personal-data-{year}").format(year=on.year)

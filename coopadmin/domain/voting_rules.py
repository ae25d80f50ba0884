"""The rules a group meets and decides by, each from a day on and with where it comes from.

The Civil Code (BW) sets few figures for an association: for a change of the statutes and for dissolution two thirds
of the votes cast, seven days for the letter and five for the text to lie open (2:42, 2:43). All else is in the
statutes and house rules, so what a store begins with is practice, says so, and asks for the group's own article.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from coopadmin.domain.voting import Rule
from coopadmin.domain.voting_rules_words import count_words, days_words, majority_words, second_words
from coopadmin.i18n import N_, _, ngettext

BODIES: dict[str, str] = {
    "general": N_("general meeting"),
    "residents": N_("residents' meeting"),
    "board": N_("board"),
    "committee": N_("committee"),
}
"""The bodies that meet and decide."""

ANY_BODY = "any"
"""In a voting rule: every body that has no rule of its own."""

RULED_BODIES: dict[str, str] = {ANY_BODY: N_("every body"), **BODIES}
"""What a voting rule may be for."""

DECISION_KINDS: dict[str, str] = {
    "ordinary": N_("ordinary decision"),
    "persons": N_("decision on persons"),
    "house_rules": N_("internal regulations"),
    "statutes": N_("change of the statutes"),
    "dissolution": N_("dissolution"),
    "expulsion": N_("expulsion of a member"),
    "self_allocation": N_("self-allocation"),
    "procedure_check": N_("check of the procedure"),
}
"""The kinds of decision that may each have a way of deciding."""

ORDINARY = "ordinary"
"""The kind whose rule holds where a kind has none."""


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """What holds for meetings of a body from `valid_from` on.

    `convening_days` are whole days between the letter and the meeting, neither of the two counted; within
    `minutes_days` after it the minutes are sent round; 0 `proxies_per_holder` means that none are taken.
    """

    body: str
    valid_from: date
    convening_days: int
    minutes_days: int
    proxies_per_holder: int
    source: str


@dataclass(frozen=True, slots=True)
class VotingRule:
    """How one kind of decision is taken by a body (`any`: by every body without a rule of its own) from a day on."""

    body: str
    kind: str
    valid_from: date
    rule: Rule
    convening_days: int | None
    """Where this kind asks for more than the body's own term."""
    inspection_days: int | None
    """So many days before the meeting the full text lies open."""
    second_meeting: bool
    """Whether a second meeting may decide where the quorum failed."""
    second_quorum: Fraction | None
    second_from_days: int | None
    """The first day of a second meeting, in days after the first meeting."""
    second_until_days: int | None
    source: str

    def at_second_meeting(self) -> Rule:
        """Give the rule to count by at the second meeting: the same majority, its own quorum or none."""
        return replace(self.rule, quorum=self.second_quorum) if self.second_meeting else self.rule


# -- what a store begins with --------------------------------------------------------------------------------------

BEGIN = date(1900, 1, 1)
"""The day a rule holds from that a store begins with."""

_OWN_TERMS = N_("Practice: 14 days for letter and minutes, 2 to 5 proxies; put your own article here")
_OWN_HABIT = N_("A habit of this program; put your own article or agreement here")


def _begun(kind: str, source: str, rule: Rule, **more: Any) -> VotingRule:
    """Make a rule for every body, without a quorum or a second meeting, for the law asks for neither."""
    terms: dict[str, Any] = {
        "convening_days": None,
        "inspection_days": None,
        "second_meeting": False,
        "second_quorum": None,
        "second_from_days": None,
        "second_until_days": None,
        **more,
    }
    return VotingRule(ANY_BODY, kind, BEGIN, rule, source=source, **terms)


DEFAULT_MEETING_RULES: tuple[MeetingRule, ...] = (
    MeetingRule("general", BEGIN, convening_days=14, minutes_days=14, proxies_per_holder=2, source=_OWN_TERMS),
    MeetingRule("residents", BEGIN, convening_days=14, minutes_days=14, proxies_per_holder=2, source=_OWN_TERMS),
    MeetingRule("board", BEGIN, convening_days=3, minutes_days=14, proxies_per_holder=0, source=_OWN_HABIT),
    MeetingRule("committee", BEGIN, convening_days=3, minutes_days=14, proxies_per_holder=0, source=_OWN_HABIT),
)
"""What a fresh store begins with for meetings."""

DEFAULT_VOTING_RULES: tuple[VotingRule, ...] = (
    _begun("ordinary", N_("Practice, the law sets no figure; put your own article here"), Rule("simple")),
    _begun(
        "statutes",
        N_("Civil Code (BW) 2:42(1)-(2) and 2:43(1), unless your statutes differ"),
        Rule("two-thirds"),
        convening_days=7,
        inspection_days=5,
    ),
    _begun(
        "dissolution",
        N_("Civil Code (BW) 2:42(4): as a change of the statutes, unless your statutes differ"),
        Rule("two-thirds"),
        convening_days=7,
        inspection_days=5,
    ),
)
"""What a fresh store begins with for votes. A kind that is not here follows the rule for ordinary decisions, so that a
quorum set there holds for it as well."""

KIND_HINTS: dict[str, str] = {
    "persons": N_("Statutes often say what follows on equal votes here; put your own article here"),
    "house_rules": N_("Put the article of your statutes here where it differs"),
    "expulsion": N_("Civil Code (BW) 2:35(3)-(4) sets the grounds and the appeal, but no majority"),
    "self_allocation": N_("Practice differs: a majority, three quarters or consent; put your own article here"),
    "procedure_check": N_("Practice of one group: the meeting judges the procedure, not the person"),
}
"""What to know of a kind of decision before a rule is set for it."""


# -- which rule holds ----------------------------------------------------------------------------------------------

R = TypeVar("R", MeetingRule, VotingRule)


def meeting_rule_for(rules: Iterable[MeetingRule], body: str, on: date) -> MeetingRule:
    """Give the rule for meetings of a body on a day: the newest that began by then, else what a store begins with."""
    known = [one for one in with_default_meeting_rules(rules) if one.body == body]
    begun = _newest(known, on)
    return begun if begun is not None else next(one for one in DEFAULT_MEETING_RULES if one.body == body)


def voting_rule_for(rules: Iterable[VotingRule], body: str, kind: str, on: date) -> VotingRule:
    """Give the rule by which a body takes a kind of decision on a day, the newest that began by then.

    The body's own rule for the kind goes before the one for every body, and both before those for ordinary
    decisions; what a store begins with comes last.
    """
    known = with_default_voting_rules(rules)
    for whose, what in ((body, kind), (ANY_BODY, kind), (body, ORDINARY), (ANY_BODY, ORDINARY)):
        found = _newest([one for one in known if (one.body, one.kind) == (whose, what)], on)
        if found is not None:
            return found
    first = {one.kind: one for one in DEFAULT_VOTING_RULES}
    return first.get(kind, first[ORDINARY])


def _newest(rules: Sequence[R], on: date) -> R | None:
    begun = [one for one in rules if one.valid_from <= on]
    return max(begun, key=lambda one: one.valid_from) if begun else None


def with_default_meeting_rules(rules: Iterable[MeetingRule]) -> tuple[MeetingRule, ...]:
    """Add what a store begins with, where no rule stands in its place."""
    known = tuple(rules)
    taken = {(one.body, one.valid_from) for one in known}
    return known + tuple(one for one in DEFAULT_MEETING_RULES if (one.body, one.valid_from) not in taken)


def with_default_voting_rules(rules: Iterable[VotingRule]) -> tuple[VotingRule, ...]:
    """Add what a store begins with, where no rule stands in its place."""
    known = tuple(rules)
    taken = {(one.body, one.kind, one.valid_from) for one in known}
    return known + tuple(one for one in DEFAULT_VOTING_RULES if (one.body, one.kind, one.valid_from) not in taken)


# -- in words ------------------------------------------------------------------------------------------------------


def describe(rule: VotingRule) -> str:
    """Say how a decision is taken and where that comes from: `two thirds of the votes cast; no quorum · BW 2:43(1)`."""
    return " · ".join(part for part in (describe_vote(rule), _(rule.source)) if part)


def describe_vote(rule: VotingRule) -> str:
    """Say how a decision is taken, without where that comes from."""
    words = count_words(rule.rule)
    if rule.second_meeting:
        words += "; " + second_words(rule.second_quorum, rule.second_from_days, rule.second_until_days)
    return words


def describe_meeting(rule: MeetingRule) -> str:
    """Say what holds for meetings of a body, without where it comes from."""
    return "; ".join(
        (
            _("letter {days} before").format(days=days_words(rule.convening_days)),
            _("minutes within {days}").format(days=days_words(rule.minutes_days)),
            proxies_words(rule.proxies_per_holder),
        )
    )


def proxies_words(proxies: int) -> str:
    """Say how many proxies one person may hold."""
    if not proxies:
        return _("no proxies")
    return ngettext("{count} proxy per person", "{count} proxies per person", proxies).format(count=proxies)


def doubts(rule: VotingRule) -> tuple[str, ...]:
    """Say what in a rule is less than the law asks, in the article that the rule a store begins with names."""
    first = next((one for one in DEFAULT_VOTING_RULES if one.kind == rule.kind), None)
    if first is None:
        return ()
    found: list[str] = []
    own, least = rule.convening_days, first.convening_days
    if own is not None and least is not None and own < least:
        found.append(
            _("The letter goes out at least {days} before: {source}.").format(
                days=days_words(least), source=_(first.source)
            )
        )
    if first.inspection_days is not None and (rule.inspection_days or 0) < first.inspection_days:
        found.append(
            _("The full text lies open at least {days} before: {source}.").format(
                days=days_words(first.inspection_days), source=_(first.source)
            )
        )
    asked, given = first.rule, rule.rule
    if asked.method == "two-thirds" and given.method == "simple":
        found.append(
            _("Less than {majority} holds only where your statutes say so: {source}.").format(
                majority=majority_words(asked), source=_(first.source)
            )
        )
    return tuple(found)


# -- as columns ----------------------------------------------------------------------------------------------------


def rule_columns(rule: Rule) -> dict[str, Any]:
    """Give a rule as the columns that keep it: parts written exactly, like `2/3`, and empty for none."""
    return {
        "method": rule.method,
        "threshold": part_text(rule.threshold),
        "counted_over": rule.counted_over,
        "quorum": part_text(rule.quorum),
        "quorum_counts_proxies": rule.quorum_counts_proxies,
        "recused_in_quorum": rule.recused_in_quorum,
        "blank_counts": rule.blank_counts,
        "max_against": rule.max_against,
        "tie": rule.tie,
    }


def rule_of_columns(columns: Mapping[Any, Any]) -> Rule:
    """Read a rule back from its columns."""
    return Rule(
        method=columns["method"],
        threshold=part_of(columns["threshold"]),
        counted_over=columns["counted_over"],
        quorum=part_of(columns["quorum"]),
        quorum_counts_proxies=bool(columns["quorum_counts_proxies"]),
        recused_in_quorum=bool(columns["recused_in_quorum"]),
        blank_counts=bool(columns["blank_counts"]),
        max_against=columns["max_against"],
        tie=columns["tie"],
    )


def part_text(part: Fraction | None) -> str:
    """Write a part exactly, as it is stored: `2/3`; empty for none."""
    return "" if part is None else str(part)


def part_of(text: str) -> Fraction | None:
    """Read a part as it is stored."""
    return Fraction(text) if text else None

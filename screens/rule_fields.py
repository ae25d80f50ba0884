"""What a form asks of a counting rule: the majority and the quorum, for a kind of decision or for a procedure."""

from __future__ import annotations

from coopadmin.domain.decisions import METHODS
from coopadmin.domain.voting import Rule
from coopadmin.domain.voting_rules import rule_columns
from coopadmin.domain.voting_rules_words import COUNTED_OVER
from coopadmin.domain.voting_words import TIES
from coopadmin.i18n import N_
from screens.common_fields import flag, whole
from screens.fields import Field


def majority_fields(rule: Rule, told: str = "") -> list[Field]:
    """Ask how many must be for, with `rule` as the answers; `told` says which vote it is about."""
    now = rule_columns(rule)
    methods = [(code, word) for code, word in METHODS.items() if code != "unknown"]
    return [
        Field("method", N_("Majority"), "choice", required=True, initial=now["method"], choices=methods, help=told),
        Field(
            "threshold",
            N_("Part that must be for"),
            initial=now["threshold"],
            help=N_("only with “a part set by the rule”: 3/5, 0.6 or 60%"),
        ),
        Field(
            "counted_over",
            N_("A part of"),
            "choice",
            required=True,
            initial=now["counted_over"],
            choices=list(COUNTED_OVER.items()),
            help=N_("only with “a part set by the rule”"),
        ),
        flag("blank_counts", N_("Blank votes count"), now["blank_counts"]),
        whole(
            "max_against",
            N_("Most against"),
            now["max_against"],
            N_("more votes against than this and it is not carried; empty: no such limit"),
        ),
        Field(
            "tie",
            N_("Equal votes"),
            "choice",
            required=True,
            initial=now["tie"],
            choices=list(TIES.items()),
            help=N_("where more than half is asked"),
        ),
    ]


def quorum_fields(rule: Rule) -> list[Field]:
    """Ask how many must be there, and who counts, with `rule` as the answers."""
    now = rule_columns(rule)
    return [
        Field(
            "quorum",
            N_("Quorum"),
            initial=now["quorum"],
            help=N_("the part of those who may vote that must be there: 1/2, 2/3 or 50%; empty: none is asked"),
        ),
        flag("quorum_counts_proxies", N_("Proxies count in it"), now["quorum_counts_proxies"]),
        flag(
            "recused_in_quorum",
            N_("Recused stay in it"),
            now["recused_in_quorum"],
            N_("whether the quorum is a part of all, the recused among them"),
        ),
    ]

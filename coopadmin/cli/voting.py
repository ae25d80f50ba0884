"""What a count of votes means, on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from coopadmin.cli.output import put, put_json
from coopadmin.cli.words import read, yes_or_no
from coopadmin.domain.voting import METHOD_RULES, Count, Rule, count_votes, parse_fraction, vote_report
from coopadmin.domain.voting_words import AT_LEAST_OVER, TIES
from coopadmin.errors import Refused, WrongUse
from coopadmin.formats import parse_whole, quoted
from coopadmin.i18n import _

_OPTIONS = {"votes_for": "--for", "votes_against": "--against", "votes_blank": "--blank"}
_QUORUM_OF = ("represented", "present")

Words = Mapping[str, str | None]
"""Options as they were typed; None for one that was not."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A rule from the store, and how it is said."""

    rule: Rule
    told: str


def vote(count: Words, rule: Rule, *, as_json: bool, told: str = "") -> int:
    """Tell what a count means; `count` has the numbers of `Count` as they were typed, None where one was not.

    Consent does without votes. `told` is the rule in words, where it came from the store. Raises WrongUse for what is
    missing or no number, Invalid for a count that cannot be.
    """
    numbers: dict[str, int] = {}
    for name, text in count.items():
        option = _OPTIONS.get(name, f"--{name}")
        if text is None and rule.method != "consent":
            raise WrongUse(_("{name} is missing").format(name=option))
        numbers[name] = read(option, text or "0", parse_whole)
    outcome = count_votes(Count(**numbers), rule)
    if as_json:
        put_json({**vote_report(outcome), **({"rule": told} if told else {})})
    else:
        put("\n".join([*([_("The rule: {rule}").format(rule=told)] if told else []), *outcome.explanation]))
    return 0


def rule_of_words(typed: Words) -> Rule:
    """Read the rule from its options, each under its own name. Raises WrongUse."""
    method = typed["--method"]
    if method is None:
        raise WrongUse(_("{name} is missing").format(name="--method"))
    if method not in METHOD_RULES:
        reason = _("--method: “{method}” is no way of counting; choose one of: {known}")
        raise WrongUse(reason.format(method=quoted(method), known=", ".join(METHOD_RULES)))
    threshold, quorum, max_against = typed["--threshold"], typed["--quorum"], typed["--max-against"]
    _check_part(method, typed)
    return Rule(
        method=method,
        threshold=None if threshold is None else read("--threshold", threshold, parse_fraction),
        counted_over=_one_of("--counted-over", typed["--counted-over"] or "cast", AT_LEAST_OVER),
        quorum=None if quorum is None else read("--quorum", quorum, parse_fraction),
        quorum_counts_proxies=_one_of("--quorum-of", typed["--quorum-of"] or "represented", _QUORUM_OF) != "present",
        blank_counts=read("--blank-counts", typed["--blank-counts"] or "no", yes_or_no),
        recused_in_quorum=read("--recused-in-quorum", typed["--recused-in-quorum"] or "no", yes_or_no),
        max_against=None if max_against is None else read("--max-against", max_against, parse_whole),
        tie=_one_of("--tie", typed["--tie"] or "rejected", TIES),
    )


def _check_part(method: str, typed: Words) -> None:
    """Ask for the part that goes with `at-least`, and with no other method."""
    if method == "at-least":
        if typed["--threshold"] is None:
            raise WrongUse(_("{name} is missing").format(name="--threshold"))
        return
    for name in ("--threshold", "--counted-over"):
        if typed[name] is not None:
            raise WrongUse(_("{option} goes with --method at-least only").format(option=name))


def rule_of_store(path: Path, kind: str, *, body: str, on: str | None, second: bool) -> Kept:
    """Take the rule for a kind of decision from the store, as it holds on a day.

    Raises WrongUse for a word that is not known, Refused where the rule knows no second meeting and that is meant.
    """
    from coopadmin.cli.reporting import day
    from coopadmin.cli.stores import open_store
    from coopadmin.domain.voting_rules import BODIES, DECISION_KINDS, describe
    from db.queries.voting_rules import voting_rule

    _one_of("--rule", kind, DECISION_KINDS)
    _one_of("--body", body, BODIES)
    found = open_store(path).read(voting_rule, body, kind, day("--on", on))
    told = describe(found)
    if second and not found.second_meeting:
        raise Refused(_("This rule knows no second meeting: {rule}").format(rule=told))
    return Kept(found.at_second_meeting() if second else found.rule, told)


def refuse_beside_rule(typed: Words) -> None:
    """Refuse options that say what the rule from the store says already; raises WrongUse."""
    for name, text in typed.items():
        if text is not None:
            raise WrongUse(
                _("{option} and --rule do not go together: the rule from the store has it").format(option=name)
            )


def refuse_without_rule(typed: Mapping[str, object | None]) -> None:
    """Refuse options that only choose a rule from the store; raises WrongUse."""
    for name, value in typed.items():
        if value is not None:
            raise WrongUse(_("{option} goes with --rule only").format(option=name))


def _one_of(option: str, word: str, known: Iterable[str]) -> str:
    choices = tuple(known)
    if word in choices:
        return word
    reason = _("{option}: “{word}” is not known; choose one of: {known}")
    raise WrongUse(reason.format(option=option, word=word, known=", ".join(choices)))

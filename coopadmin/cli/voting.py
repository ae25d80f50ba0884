"""What a count of votes means, on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from coopadmin.cli.output import put, put_json
from coopadmin.cli.words import read, yes_or_no
from coopadmin.domain.voting import METHOD_RULES, Count, Rule, count_votes, parse_fraction, vote_report
from coopadmin.errors import WrongUse
from coopadmin.formats import parse_whole
from coopadmin.i18n import _

_OPTIONS = {"votes_for": "--for", "votes_against": "--against", "votes_blank": "--blank"}


def vote(
    count: Mapping[str, str | None],
    *,
    method: str,
    quorum: str | None,
    blank_counts: str,
    recused_in_quorum: str,
    max_against: str | None,
    as_json: bool,
) -> int:
    """Tell what a count means; `count` has the numbers of `Count` as they were typed, None where one was not.

    Consent does without votes. Raises WrongUse for what is missing or no number, Invalid for a count that cannot be.
    """
    if method not in METHOD_RULES:
        reason = _("--method: “{method}” is no way of counting; choose one of: {known}")
        raise WrongUse(reason.format(method=method, known=", ".join(METHOD_RULES)))
    numbers: dict[str, int] = {}
    for name, text in count.items():
        option = _OPTIONS.get(name, f"--{name}")
        if text is None and method != "consent":
            raise WrongUse(_("{name} is missing").format(name=option))
        numbers[name] = read(option, text or "0", parse_whole)
    rule = Rule(
        method=method,
        quorum=None if quorum is None else read("--quorum", quorum, parse_fraction),
        blank_counts=read("--blank-counts", blank_counts, yes_or_no),
        max_against=None if max_against is None else read("--max-against", max_against, parse_whole),
        recused_in_quorum=read("--recused-in-quorum", recused_in_quorum, yes_or_no),
    )
    outcome = count_votes(Count(**numbers), rule)
    if as_json:
        put_json(vote_report(outcome))
    else:
        put("\n".join(outcome.explanation))
    return 0

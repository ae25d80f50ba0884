"""What a count of votes means: the quorum, the majority asked for, and whether the proposal is carried.

Votes of members: Civil Code (BW) 2:38. No majority or quorum is fixed here: which method holds, its quorum and
whether blank votes count are the group's own rules and come in with every count. Nothing is rounded but the
quorum and the votes needed (up, to a whole person); parts are exact fractions, and no float takes part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from fractions import Fraction

from coopadmin.domain.voting_told import explanation, sentence
from coopadmin.domain.voting_words import AT_LEAST_OVER, METHOD_RULES, TIES, over_of
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import quoted, tidy
from coopadmin.i18n import _

AT_LEAST: dict[str, Fraction] = {"two-thirds": Fraction(2, 3), "three-quarters": Fraction(3, 4)}
"""The methods that are named after the part they ask."""

MORE_THAN_HALF = ("simple", "of-present", "of-entitled")
"""The methods that ask for more than half; only there votes can stand equal."""

_PARTS = re.compile(r"(\d{1,9}) ?/ ?(\d{1,9})", re.ASCII)
_DECIMALS = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?) ?(%?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted for one proposal, in whole people and votes.

    `entitled` are all who may vote, those recused for this proposal (`recused`) still among them. `present` and
    `proxies` are taken as given: who is recused but stays in the room is best left out of `present`, for they
    cannot help reach a quorum they are no part of (compare Civil Code (BW) 2:24d). Nothing is taken off
    `present`, because an attendance list does not say whether they left the room.
    """

    entitled: int
    present: int
    proxies: int = 0
    votes_for: int = 0
    votes_against: int = 0
    votes_blank: int = 0
    recused: int = 0
    objections: int = 0
    """Objections still open; only consent weighs them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule a group counts by: `quorum` is the part of those entitled who must be present or represented."""

    method: str
    quorum: Fraction | None = None
    blank_counts: bool = False
    """Whether blank votes are votes cast."""
    max_against: int | None = None
    """More votes against than this and it is not carried, whatever the majority."""
    recused_in_quorum: bool = False
    """Whether recused people stay in the number the quorum is a part of."""
    threshold: Fraction | None = None
    """With `at-least`, and only there: the part that must be for."""
    counted_over: str = "cast"
    """What `at-least` is a part of: the votes `cast`, those `present` and represented, or all `entitled`."""
    quorum_counts_proxies: bool = True
    """Whether who is represented helps to reach the quorum."""
    tie: str = "rejected"
    """What follows on equal votes where more than half is asked: `rejected`, voted `again`, or drawn by `lot`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a count means. Without quorum neither `valid` nor `carried`."""

    valid: bool
    carried: bool
    quorum_needed: int
    quorum_present: int
    votes_cast: int
    needed_for: int | None
    """The least votes for that carry with this many votes cast and blank; None where no number would."""
    explanation: tuple[str, ...]
    """The arithmetic, in sentences to read aloud."""
    tied: bool = False
    """As many for as against where one vote the other way would have carried it; a tie is never carried by itself."""
    sentence: str = ""
    """All of it on one line to read aloud."""


def parse_fraction(text: str) -> Fraction:
    """Read a part of a whole, exactly as written: `2/3`, `0.5`, `0,5`, `50%`, `1`.

    Raises ValueError with a sentence for anything else, and for a part larger than the whole.
    """
    bare = tidy(text)
    if (parts := _PARTS.fullmatch(bare)) and int(parts[2]):
        part = Fraction(int(parts[1]), int(parts[2]))
    elif decimals := _DECIMALS.fullmatch(bare):
        part = Fraction(decimals[1].replace(",", ".")) / (100 if decimals[2] else 1)
    else:
        raise ValueError(_("“{text}” is not a part; write it like 2/3, 0.5 or 50%").format(text=quoted(text)))
    if part > 1:
        raise ValueError(
            _("“{text}” is more than the whole; write a part like 2/3, 0.5 or 50%").format(text=quoted(text))
        )
    return part


def impossible(
    *,
    entitled: int | None,
    present: int | None,
    proxies: int | None,
    votes_for: int | None,
    votes_against: int | None,
    votes_blank: int | None,
    recused: int | None = None,
    objections: int | None = None,
) -> list[Problem]:
    """Say what cannot be about a count, as far as it is known (None: not known); fields are named as the arguments.

    More people there than may vote is a problem of `present`; more votes than people, of the first number of
    votes that is filled in.
    """
    given = {
        "entitled": entitled,
        "present": present,
        "proxies": proxies,
        "votes_for": votes_for,
        "votes_against": votes_against,
        "votes_blank": votes_blank,
        "recused": recused,
        "objections": objections,
    }
    problems = [
        Problem(name, _("{number}: this cannot be below zero").format(number=number))
        for name, number in given.items()
        if number is not None and number < 0
    ]
    if problems:
        return problems
    there = (present or 0) + (proxies or 0)
    if entitled is not None and there > entitled:
        reason = _("{there} present and represented, but only {entitled} may vote")
        field = "proxies" if present is None else "present"
        problems.append(Problem(field, reason.format(there=there, entitled=entitled)))
    if entitled is not None and (recused or 0) > entitled:
        reason = _("{recused} recused, but only {entitled} may vote")
        problems.append(Problem("recused", reason.format(recused=recused, entitled=entitled)))
    votes = {name: number for name, number in given.items() if name.startswith("votes_") and number is not None}
    too_many = _too_many_votes(sum(votes.values()), entitled, present, proxies, recused or 0)
    if too_many:
        problems.append(Problem(next(iter(votes)), too_many))
    return problems


def _too_many_votes(votes: int, entitled: int | None, present: int | None, proxies: int | None, recused: int) -> str:
    if present is not None and proxies is not None and votes > present + proxies:
        return _("{votes} votes, but only {there} people present and represented").format(
            votes=votes, there=present + proxies
        )
    if entitled is not None and votes > max(0, entitled - recused):
        if recused:
            return _("{votes} votes, but without the {recused} recused only {voters} people may vote").format(
                votes=votes, recused=recused, voters=max(0, entitled - recused)
            )
        return _("{votes} votes, but only {voters} people may vote").format(votes=votes, voters=entitled)
    return ""


def votes_needed(
    method: str,
    *,
    cast: int,
    voters: int,
    blank: int = 0,
    there: int = 0,
    threshold: Fraction | None = None,
    counted_over: str = "cast",
) -> int:
    """Give the least number of votes for that `method` asks.

    `cast` are the votes cast, `blank` how many of those are blank, `voters` all who may vote and are not recused,
    `there` how many of them are present or represented; `threshold` and `counted_over` are of `at-least`.
    However few were cast, a proposal nobody votes for is not carried: that is at least one, unanimity included
    (“none against” is not enough where everybody voted blank). Consent asks for no votes at all.
    """
    whole = _whole(over_of(method, counted_over), cast=cast, voters=voters, there=there)
    if method in MORE_THAN_HALF:
        return whole // 2 + 1
    if method == "unanimous":
        return max(1, cast - blank)
    part = threshold if method == "at-least" else AT_LEAST.get(method)
    return 0 if part is None else max(1, _rounded_up(part * whole))


def count_votes(count: Count, rule: Rule) -> Outcome:
    """Tell what a count means under a rule.

    simple: more than half of the votes cast; of-present: more than half of those present and represented, and
    of-entitled: more than half of all who may vote, the recused left out of both; two-thirds and three-quarters: at
    least that part of the votes cast; at-least: at least `threshold` of what it is counted over; unanimous: none
    against; consent: no open objection. Votes cast are for and against, and blank ones only where the rule says so.
    More votes against than `max_against` and it is not carried. The quorum is a part of those entitled (without the
    recused unless the rule keeps them in), rounded up.

    Raises Invalid where the count cannot be: a number below zero, more people there than may vote, more votes
    than people present and represented, or than may vote once the recused are left out.
    """
    problems = [*impossible(**asdict(count)), *_wrong_rule(rule)]
    if problems:
        raise Invalid(problems)
    sums = _worked_out(count, rule)
    carried = sums.valid and not sums.blocked and count.votes_for >= sums.needed
    tied = sums.valid and not carried and _is_tied(count, rule, sums)
    return Outcome(
        valid=sums.valid,
        carried=carried,
        quorum_needed=sums.quorum_needed,
        quorum_present=sums.quorum_present,
        votes_cast=sums.cast,
        needed_for=None if sums.blocked else sums.needed,
        explanation=tuple(explanation(count, rule, sums, tied=tied)),
        tied=tied,
        sentence=sentence(count, rule, sums, carried=carried, tied=tied),
    )


def vote_report(outcome: Outcome) -> dict[str, object]:
    """Give an outcome under the keys of the command line's JSON."""
    return {**asdict(outcome), "explanation": list(outcome.explanation)}


@dataclass(frozen=True, slots=True)
class Sums:
    """The numbers between a count and its outcome."""

    cast: int
    whole: int
    """What the majority is a part of."""
    part: Fraction | None
    """The part that must be for, where it is not just more than half."""
    asked: int
    """The votes for that the method asks; `needed` minds the most against too."""
    needed: int
    base: int
    """What the quorum is a part of."""
    quorum_needed: int
    quorum_present: int
    valid: bool
    blocked: bool
    """Whether an open objection stands in the way, where it weighs."""
    recused_inside: bool
    """Whether so many are said to be there that recused people must be among them."""


def _worked_out(count: Count, rule: Rule) -> Sums:
    voters = count.entitled - count.recused
    there = count.present + count.proxies
    base = count.entitled if rule.recused_in_quorum else voters
    quorum_needed = _rounded_up(rule.quorum * base) if rule.quorum is not None else 0
    quorum_present = there if rule.quorum_counts_proxies else count.present
    named = count.votes_for + count.votes_against
    blank = count.votes_blank if rule.blank_counts else 0
    asked = votes_needed(
        rule.method,
        cast=named + blank,
        voters=voters,
        blank=blank,
        there=min(there, voters),
        threshold=rule.threshold,
        counted_over=rule.counted_over,
    )
    over = over_of(rule.method, rule.counted_over)
    return Sums(
        cast=named + blank,
        whole=_whole(over, cast=named + blank, voters=voters, there=min(there, voters)),
        part=rule.threshold or AT_LEAST.get(rule.method),
        asked=asked,
        needed=asked if rule.max_against is None else max(asked, named - rule.max_against),
        base=base,
        quorum_needed=quorum_needed,
        quorum_present=quorum_present,
        valid=quorum_present >= quorum_needed,
        blocked=rule.method == "consent" and count.objections > 0,
        recused_inside=there > voters
        and (over == "present" or (rule.quorum is not None and not rule.recused_in_quorum)),
    )


def _whole(over: str, *, cast: int, voters: int, there: int) -> int:
    return {"cast": cast, "present": there, "entitled": voters}[over]


def _is_tied(count: Count, rule: Rule, sums: Sums) -> bool:
    """Whether votes stand equal and one of them the other way would have carried the proposal."""
    if rule.method not in MORE_THAN_HALF or not count.votes_for or count.votes_for != count.votes_against:
        return False
    over_limit = rule.max_against is not None and count.votes_against - 1 > rule.max_against
    return not over_limit and count.votes_for + 1 >= sums.asked


def _wrong_rule(rule: Rule) -> list[Problem]:
    problems: list[Problem] = []
    if rule.method not in METHOD_RULES:
        reason = _("“{method}” is no way of counting; choose one of: {known}")
        problems.append(Problem("method", reason.format(method=rule.method, known=", ".join(METHOD_RULES))))
    problems.extend(_wrong_threshold(rule))
    if rule.quorum is not None and not 0 <= rule.quorum <= 1:
        problems.append(Problem("quorum", _("a quorum is a part of those entitled, like 2/3 or 50%")))
    if rule.max_against is not None and rule.max_against < 0:
        reason = _("{number}: this cannot be below zero").format(number=rule.max_against)
        problems.append(Problem("max_against", reason))
    problems.extend(_unknown("counted_over", rule.counted_over, AT_LEAST_OVER))
    problems.extend(_unknown("tie", rule.tie, TIES))
    return problems


def _wrong_threshold(rule: Rule) -> list[Problem]:
    if rule.method == "at-least":
        if rule.threshold is None:
            return [Problem("threshold", _("say which part must be for, like 3/5 or 60%"))]
        if not 0 < rule.threshold <= 1:
            return [Problem("threshold", _("the part that must be for is more than nothing and at most all, like 3/5"))]
    elif rule.threshold is not None:
        return [Problem("threshold", _("leave this out: it goes with the way of counting “at-least” only"))]
    return []


def _unknown(field: str, word: str, known: Iterable[str]) -> list[Problem]:
    if word in known:
        return []
    return [Problem(field, _("choose one of: {known}").format(known=", ".join(known)))]


def _rounded_up(part: Fraction) -> int:
    return -(-part.numerator // part.denominator)

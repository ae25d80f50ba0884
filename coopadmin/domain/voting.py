"""What a count of votes means: the quorum, the majority asked for, and whether the proposal is carried.

Votes of members: Civil Code (BW) 2:38. No majority or quorum is fixed here: which method holds, its quorum and
whether blank votes count are the group's own rules and come in with every count. Nothing is rounded but the
quorum (up, to a whole person); parts are exact fractions, and no float takes part.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from fractions import Fraction

from coopadmin.domain.voting_words import (
    METHOD_RULES,
    attendance_lines,
    cast_line,
    limit_line,
    majority_line,
    objections_line,
    quorum_lines,
    verdict_line,
)
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import tidy
from coopadmin.i18n import _

_AT_LEAST: dict[str, Fraction] = {"two-thirds": Fraction(2, 3), "three-quarters": Fraction(3, 4)}

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
        raise ValueError(_("“{text}” is not a part; write it like 2/3, 0.5 or 50%").format(text=text.strip()))
    if part > 1:
        raise ValueError(
            _("“{text}” is more than the whole; write a part like 2/3, 0.5 or 50%").format(text=text.strip())
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


def votes_needed(method: str, *, cast: int, voters: int, blank: int = 0) -> int:
    """Give the least number of votes for that `method` asks.

    `cast` are the votes cast, `blank` how many of those are blank, `voters` all who may vote and are not recused.
    However few were cast, a proposal nobody votes for is not carried: that is at least one, unanimity included
    (“none against” is not enough where everybody voted blank). Consent asks for no votes at all.
    """
    if method == "simple":
        return cast // 2 + 1
    if method == "of-entitled":
        return voters // 2 + 1
    if method in _AT_LEAST:
        return max(1, _rounded_up(_AT_LEAST[method] * cast))
    if method == "unanimous":
        return max(1, cast - blank)
    return 0


def count_votes(count: Count, rule: Rule) -> Outcome:
    """Tell what a count means under a rule.

    simple: more than half of the votes cast; of-entitled: more than half of all who may vote, the recused left
    out; two-thirds and three-quarters: at least that part of the votes cast; unanimous: none against; consent: no
    open objection. Votes cast are for and against, and blank ones only where the rule says so. More votes against
    than `max_against` and it is not carried. The quorum is a part of those entitled (without the recused unless
    the rule keeps them in), rounded up.

    Raises Invalid where the count cannot be: a number below zero, more people there than may vote, more votes
    than people present and represented, or than may vote once the recused are left out.
    """
    problems = [*impossible(**asdict(count)), *_wrong_rule(rule)]
    if problems:
        raise Invalid(problems)
    voters = count.entitled - count.recused
    there = count.present + count.proxies
    base = count.entitled if rule.recused_in_quorum else voters
    quorum_needed = _rounded_up(rule.quorum * base) if rule.quorum is not None else 0
    valid = there >= quorum_needed
    named = count.votes_for + count.votes_against
    blank = count.votes_blank if rule.blank_counts else 0
    needed = votes_needed(rule.method, cast=named + blank, voters=voters, blank=blank)
    if rule.max_against is not None:
        needed = max(needed, named - rule.max_against)
    blocked = rule.method == "consent" and count.objections > 0
    return Outcome(
        valid=valid,
        carried=valid and not blocked and count.votes_for >= needed,
        quorum_needed=quorum_needed,
        quorum_present=there,
        votes_cast=named + blank,
        needed_for=None if blocked else needed,
        explanation=tuple(_explained(count, rule, base, quorum_needed, needed)),
    )


def vote_report(outcome: Outcome) -> dict[str, object]:
    """Give an outcome under the keys of the command line's JSON."""
    return {**asdict(outcome), "explanation": list(outcome.explanation)}


def _wrong_rule(rule: Rule) -> list[Problem]:
    problems: list[Problem] = []
    if rule.method not in METHOD_RULES:
        reason = _("“{method}” is no way of counting; choose one of: {known}")
        problems.append(Problem("method", reason.format(method=rule.method, known=", ".join(METHOD_RULES))))
    if rule.quorum is not None and not 0 <= rule.quorum <= 1:
        problems.append(Problem("quorum", _("a quorum is a part of those entitled, like 2/3 or 50%")))
    if rule.max_against is not None and rule.max_against < 0:
        reason = _("{number}: this cannot be below zero").format(number=rule.max_against)
        problems.append(Problem("max_against", reason))
    return problems


def _rounded_up(part: Fraction) -> int:
    return -(-part.numerator // part.denominator)


def _explained(count: Count, rule: Rule, base: int, quorum_needed: int, needed: int) -> list[str]:
    """Put the arithmetic in sentences, the verdict last."""
    there = count.present + count.proxies
    blank = count.votes_blank if rule.blank_counts else 0
    cast = count.votes_for + count.votes_against + blank
    voters = count.entitled - count.recused
    lines = [*attendance_lines(count.entitled, count.present, count.proxies, count.recused)]
    exact = None if rule.quorum is None else rule.quorum * base
    lines.extend(quorum_lines(rule.quorum, base, exact, quorum_needed, there))
    if rule.quorum is not None and (third := _nearby_third(rule.quorum, base)):
        lines.append(third)
    if rule.method != "consent" or cast or count.votes_blank:
        lines.append(cast_line(count.votes_for, count.votes_against, count.votes_blank, blank_counts=rule.blank_counts))
    asked = votes_needed(rule.method, cast=cast, voters=voters, blank=blank)
    lines.append(majority_line(rule.method, cast=cast, voters=voters, needed=asked))
    exceeded = rule.max_against is not None and count.votes_against > rule.max_against
    if rule.max_against is not None:
        lines.append(limit_line(rule.max_against, count.votes_against))
    if there < quorum_needed:
        lines.append(_("Without the quorum there is no valid decision: not carried."))
    elif exceeded:
        lines.append(_("Too many votes against: not carried."))
    elif rule.method == "consent":
        lines.append(objections_line(count.objections))
    else:
        lines.append(verdict_line(count.votes_for, needed, cast))
    return lines


def _nearby_third(quorum: Fraction, base: int) -> str:
    """Whoever writes 0.667 most likely means 2/3; say so where it makes a difference."""
    third = quorum.limit_denominator(3)
    if third.denominator != 3 or abs(third - quorum) >= Fraction(1, 100):
        return ""
    number = _rounded_up(third * base)
    if number == _rounded_up(quorum * base):
        return ""
    return _("With exactly {part} the quorum would be {number}; write {part} if that is what your rules say.").format(
        part=third, number=number
    )

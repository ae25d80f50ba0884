"""A count and its outcome told: the arithmetic a sentence a line, and all of it on one line to read aloud."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from coopadmin.domain.voting_words import (
    attendance_lines,
    base_piece,
    cast_line,
    counted_recused_line,
    limit_line,
    limit_piece,
    majority_line,
    needed_piece,
    objections_line,
    objections_piece,
    over_of,
    quorum_line,
    there_piece,
    tie_line,
    verdict_line,
    verdict_word,
    votes_piece,
)
from coopadmin.i18n import _

if TYPE_CHECKING:
    from coopadmin.domain.voting import Count, Rule, Sums


def explanation(count: Count, rule: Rule, sums: Sums, *, tied: bool) -> list[str]:
    """Put the arithmetic in sentences, the verdict last."""
    voters = count.entitled - count.recused
    lines = [*attendance_lines(count.entitled, count.present, count.proxies, count.recused)]
    exact = None if rule.quorum is None else rule.quorum * sums.base
    in_person = not rule.quorum_counts_proxies
    lines.append(
        quorum_line(rule.quorum, sums.base, exact, sums.quorum_needed, sums.quorum_present, in_person=in_person)
    )
    if sums.recused_inside:
        lines.append(counted_recused_line())
    if rule.quorum is not None and (third := _nearby_third(rule.quorum, sums.base)):
        meant = _("With exactly {part} the quorum would be {number}; write {part} if that is what your rules say.")
        lines.append(meant.format(part=third, number=ceil(third * sums.base)))
    if rule.method != "consent" or sums.cast or count.votes_blank:
        lines.append(cast_line(count.votes_for, count.votes_against, count.votes_blank, blank_counts=rule.blank_counts))
    lines.append(
        majority_line(
            rule.method,
            cast=sums.cast,
            voters=voters,
            needed=sums.asked,
            there=sums.whole,
            threshold=rule.threshold,
            counted_over=rule.counted_over,
        )
    )
    if rule.threshold is not None and (third := _nearby_third(rule.threshold, sums.whole)):
        meant = _("With exactly {part} that would be {number}; write {part} if that is what your rules say.")
        lines.append(meant.format(part=third, number=ceil(third * sums.whole)))
    exceeded = rule.max_against is not None and count.votes_against > rule.max_against
    if rule.max_against is not None:
        lines.append(limit_line(rule.max_against, count.votes_against))
    if tied and rule.tie != "rejected":
        lines.append(tie_line(rule.tie))
    if not sums.valid:
        lines.append(_("Without the quorum there is no valid decision: not carried."))
    elif exceeded:
        lines.append(_("Too many votes against: not carried."))
    elif rule.method == "consent":
        lines.append(objections_line(count.objections))
    else:
        lines.append(verdict_line(count.votes_for, sums.needed, sums.cast))
    return lines


def sentence(count: Count, rule: Rule, sums: Sums, *, carried: bool, tied: bool) -> str:
    """Put all of it on one line: the verdict, the votes, what was needed, the quorum."""
    votes = votes_piece(count.votes_for, count.votes_against, count.votes_blank, blank_counts=rule.blank_counts)
    there = there_piece(count.present, count.proxies, in_person=not rule.quorum_counts_proxies)
    quorum = base_piece(sums.quorum_needed, sums.base, count.recused, recused_in=rule.recused_in_quorum)
    if not sums.valid:
        line = _("No valid decision: the quorum is {quorum}, and with {there} it is {short} short.").format(
            quorum=quorum, there=there, short=sums.quorum_needed - sums.quorum_present
        )
        return line if rule.method == "consent" else line + " " + _("The votes: {votes}.").format(votes=votes)
    pieces: list[str] = []
    if rule.method == "consent":
        pieces.append(objections_piece(count.objections))
        if sums.cast:
            pieces.append(votes)
    else:
        over = over_of(rule.method, rule.counted_over)
        pieces += [votes, needed_piece(rule.method, whole=sums.whole, needed=sums.asked, over=over, part=sums.part)]
    if rule.max_against is not None:
        pieces.append(limit_piece(rule.max_against))
    line = f"{verdict_word(rule.method, rule.tie, carried=carried, tied=tied)}: {'; '.join(pieces)}."
    if tied and rule.tie != "rejected":
        line += " " + tie_line(rule.tie)
    if rule.quorum is None:
        asked = (
            _("No quorum is asked for; {there}.")
            if not count.recused
            else _("No quorum is asked for; {there}, {recused} recused.")
        )
        return f"{line} {asked.format(there=there, recused=count.recused)}"
    return line + " " + _("Quorum {quorum}: {there}.").format(quorum=quorum, there=there)


def _nearby_third(part: Fraction, whole: int) -> Fraction | None:
    """Whoever writes 0.667 most likely means 2/3: give that where it makes a difference."""
    third = part.limit_denominator(3)
    if third.denominator != 3 or abs(third - part) >= Fraction(1, 100):
        return None
    return None if ceil(third * whole) == ceil(part * whole) else third

"""Decisions as the minutes have them: what they are called, how they are numbered, and whether the count agrees.

The stated outcome is a fact of its own: the chair's word decides (Civil Code (BW) 2:13(3)), so an outcome that
disagrees with the count is kept and flagged, never changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coopadmin.domain.voting import votes_needed
from coopadmin.domain.voting_words import attendance_lines, cast_line, majority_line, verdict_line
from coopadmin.i18n import N_, _

METHODS: dict[str, str] = {
    "simple": N_("simple majority"),
    "of-present": N_("majority of those present"),
    "of-entitled": N_("majority of all who may vote"),
    "two-thirds": N_("two thirds"),
    "three-quarters": N_("three quarters"),
    "at-least": N_("a part set by the rule"),
    "unanimous": N_("unanimity"),
    "consent": N_("consent"),
    "unknown": N_("method not known"),
}
"""The ways of deciding and how each is called."""

METHOD_WORDS: dict[str, str] = {
    "gewone meerderheid": "simple",
    "volstrekte meerderheid van stemgerechtigden": "of-entitled",
    "twee derde": "two-thirds",
    "drie kwart": "three-quarters",
    "unaniem": "unanimous",
    "consent": "consent",
    "onbekend": "unknown",
    "meerderheid": "simple",
    "simple majority": "simple",
    "simple": "simple",
    "volstrekte meerderheid": "simple",
    "meerderheid van aanwezigen": "of-present",
    "meerderheid van de aanwezigen": "of-present",
    "meerderheid van aanwezigen en vertegenwoordigden": "of-present",
    "majority of those present": "of-present",
    "of-present": "of-present",
    "meerderheid van stemgerechtigden": "of-entitled",
    "meerderheid van de stemgerechtigden": "of-entitled",
    "majority of all who may vote": "of-entitled",
    "of-entitled": "of-entitled",
    "2/3": "two-thirds",
    "tweederde": "two-thirds",
    "tweederde meerderheid": "two-thirds",
    "two thirds": "two-thirds",
    "3/4": "three-quarters",
    "driekwart": "three-quarters",
    "driekwart meerderheid": "three-quarters",
    "three quarters": "three-quarters",
    "versterkte meerderheid": "at-least",
    "gekwalificeerde meerderheid": "at-least",
    "qualified majority": "at-least",
    "at-least": "at-least",
    "algemene stemmen": "unanimous",
    "met algemene stemmen": "unanimous",
    "eenparig": "unanimous",
    "unanimous": "unanimous",
    "unanimity": "unanimous",
    "unknown": "unknown",
}
"""The words registers use for them."""

OUTCOMES: dict[str, str] = {
    "carried": N_("carried"),
    "rejected": N_("rejected"),
    "withdrawn": N_("withdrawn"),
    "postponed": N_("postponed"),
}
"""What the minutes may say came of it."""

OUTCOME_WORDS: dict[str, str] = {
    "aangenomen": "carried",
    "verworpen": "rejected",
    "ingetrokken": "withdrawn",
    "aangehouden": "postponed",
    "carried": "carried",
    "adopted": "carried",
    "akkoord": "carried",
    "goedgekeurd": "carried",
    "rejected": "rejected",
    "afgewezen": "rejected",
    "niet aangenomen": "rejected",
    "withdrawn": "withdrawn",
    "postponed": "postponed",
    "uitgesteld": "postponed",
}

KINDS: dict[str, str] = {
    "decision": N_("decision"),
    "self_allocation": N_("self-allocation"),
}
"""Kinds of decision; self-allocation (coöptatie) is the residents' choice of a new neighbour."""

KIND_WORDS: dict[str, str] = {
    "besluit": "decision",
    "coöptatie": "self_allocation",
    "toewijzing": "self_allocation",
    "voordracht": "self_allocation",
    "zelftoewijzing": "self_allocation",
    "decision": "decision",
    "self-allocation": "self_allocation",
    "co-optation": "self_allocation",
    "nomination": "self_allocation",
}

COUNT_FIELDS = ("entitled", "present", "proxies", "votes_for", "votes_against", "votes_blank")
"""The numbers of a count a decision keeps, each None where it is not known."""

_NUMBER_WITH_YEAR = re.compile(r"(?P<head>.*?)(?P<year>(?:19|20|21)\d\d)(?P<between>[^\d]+)(?P<tail>\d+)", re.ASCII)
_NUMBER = re.compile(r"(?P<head>.*?)(?P<tail>\d+)", re.ASCII)


def counted_outcome(
    method: str,
    *,
    votes_for: int | None,
    votes_against: int | None,
    entitled: int | None,
    present: int | None = None,
    proxies: int | None = None,
) -> tuple[str, int] | None:
    """Tell what a count amounts to, and the least votes for that carry; None where that cannot be told.

    Blank votes do not count and no quorum is asked, for the register does not say what the group's rules were; a
    decision whose vote was recorded here is held against the rule of that vote instead. Consent cannot be told from
    votes, nor can a part of the votes that only a rule knows.
    """
    if votes_for is None or votes_against is None or method in ("consent", "at-least", "unknown"):
        return None
    there = None if present is None else present + (proxies or 0)
    if (method == "of-entitled" and entitled is None) or (method == "of-present" and there is None):
        return None
    needed = votes_needed(method, cast=votes_for + votes_against, voters=entitled or 0, there=there or 0)
    return ("carried" if votes_for >= needed else "rejected"), needed


def contradiction(
    method: str,
    *,
    votes_for: int | None,
    votes_against: int | None,
    entitled: int | None,
    outcome: str,
    present: int | None = None,
    proxies: int | None = None,
) -> str | None:
    """Say how the stated outcome contradicts the count, with the arithmetic; None where it does not.

    A proposal that was withdrawn or postponed has no outcome to contradict.
    """
    counted = counted_outcome(
        method,
        votes_for=votes_for,
        votes_against=votes_against,
        entitled=entitled,
        present=present,
        proxies=proxies,
    )
    if counted is None or outcome not in ("carried", "rejected") or counted[0] == outcome:
        return None
    return _(
        "the minutes say “{stated}”, but by the count it is “{counted}”: {votes_for} for and {votes_against} against, "
        "where {method} asks for at least {needed} for"
    ).format(
        stated=_(OUTCOMES[outcome]),
        counted=_(OUTCOMES[counted[0]]),
        votes_for=votes_for,
        votes_against=votes_against,
        method=_(METHODS[method]),
        needed=counted[1],
    )


COUNTED: dict[str, str] = {
    "carried": N_("carried"),
    "rejected": N_("rejected"),
    "no_quorum": N_("not valid, for want of a quorum"),
}
"""What a recorded vote comes to by its own rule."""


def vote_contradiction(outcome: str, counted: str, sentence: str) -> str | None:
    """Say how the stated outcome contradicts a recorded vote, whose arithmetic is `sentence`; None where it does not.

    `counted` is what the vote comes to by the rule it was held against.
    """
    if outcome not in ("carried", "rejected") or outcome == counted:
        return None
    return _("declared “{stated}”, but by the rule of the vote it is “{counted}”: {sentence}").format(
        stated=_(OUTCOMES[outcome]), counted=_(COUNTED[counted]), sentence=sentence.rstrip(".")
    )


def arithmetic(
    method: str,
    *,
    entitled: int | None,
    present: int | None,
    proxies: int | None,
    votes_for: int | None,
    votes_against: int | None,
    votes_blank: int | None,
) -> tuple[str, ...]:
    """Show the arithmetic of a decision's count in sentences, as far as the count is known."""
    lines: list[str] = []
    if entitled is not None and present is not None:
        lines.extend(attendance_lines(entitled, present, proxies or 0))
    if votes_for is None or votes_against is None:
        return (*lines, _("The votes are not known, so nothing can be worked out.")) if lines else ()
    lines.append(cast_line(votes_for, votes_against, votes_blank or 0))
    if method == "consent":
        lines.append(_("Consent is the absence of objections, which no count of votes can show."))
    if method == "at-least":
        lines.append(_("Which part of the votes the rule asked for is not known here."))
    counted = counted_outcome(
        method,
        votes_for=votes_for,
        votes_against=votes_against,
        entitled=entitled,
        present=present,
        proxies=proxies,
    )
    if counted is not None:
        cast = votes_for + votes_against
        there = (present or 0) + (proxies or 0)
        lines.append(majority_line(method, cast=cast, voters=entitled or 0, needed=counted[1], there=there))
        lines.append(verdict_line(votes_for, counted[1], cast))
    return tuple(lines)


def following_number(numbers: Sequence[str], year: int) -> str:
    """Propose the number after `numbers`, which stand in the order they were given, for a decision of `year`.

    The form of the last one is kept: `B-2026-24` → `B-2026-25`. In another year the count goes on where the
    register has always gone on, and begins anew where it has begun anew before, or has known one year only.
    """
    if not numbers:
        return f"B-{year}-01"
    last = numbers[-1]
    dated = _NUMBER_WITH_YEAR.fullmatch(last)
    if dated is None:
        return _counted_on(last, set(numbers))
    alike = [
        found
        for number in numbers
        if (found := _NUMBER_WITH_YEAR.fullmatch(number))
        and (found["head"], found["between"]) == (dated["head"], dated["between"])
    ]
    lowest: dict[str, int] = {}
    for found in alike:
        lowest[found["year"]] = min(int(found["tail"]), lowest.get(found["year"], int(found["tail"])))
    later = [lowest[begun] for begun in sorted(lowest)[1:]]
    goes_on = bool(later) and min(later) > 1
    same_year = (found for found in alike if goes_on or int(found["year"]) == year)
    highest = max((int(found["tail"]) for found in same_year), default=0)
    return f"{dated['head']}{year}{dated['between']}{highest + 1:0{len(dated['tail'])}d}"


def _counted_on(last: str, taken: set[str]) -> str:
    found = _NUMBER.fullmatch(last)
    head, tail = (found["head"], found["tail"]) if found else (f"{last}-", "0")
    following = int(tail) + 1
    while (number := f"{head}{following:0{len(tail)}d}") in taken:
        following += 1
    return number

"""Choosing a new neighbour: what was carried and stands, in which order candidates come, and which votes stand equal.

Candidates go by their number. How votes are counted is `domain/voting.py`; here is what follows from several counts.
No article sets an order: it is the group's own procedure, which the file keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import count, islice

from coopadmin.domain.candidates import number_key
from coopadmin.errors import Problem
from coopadmin.formats import short_date
from coopadmin.i18n import N_, _, ngettext

KINDS: dict[str, str] = {
    "choice": N_("choice of a candidate"),
    "procedure_check": N_("check of the procedure"),
    "ratification": N_("ratification"),
    "second_admission": N_("second admission"),
}
"""What can be put to the vote about a file."""

DECISION_KINDS: dict[str, str] = {
    "choice": "self_allocation",
    "procedure_check": "procedure_check",
    "ratification": "self_allocation",
    "second_admission": "self_allocation",
}
"""The kind of decision each is on an agenda."""

_MEETS: dict[str, str] = {"cluster": "committee"}

BY_PROCEDURE = ("choice", "second_admission")
"""What is counted by the procedure of the file; a meeting that checks or ratifies counts by its own rule."""


def bodies_for(kind: str, decided_by: str) -> tuple[str, ...]:
    """Give the bodies that may vote on this, the usual one first, where the procedure lets `decided_by` choose.

    A cluster meets as a working group of its residents. The general meeting ratifies; it checks the way it went, or the
    residents' meeting does.
    """
    if kind in BY_PROCEDURE:
        return (_MEETS.get(decided_by, decided_by),)
    return ("general",) if kind == "ratification" else ("general", "residents")


def second_from(starts_on: date, after_days: int) -> date:
    """Give the first day of a second admission: so many days after the first, the membership as aspirant."""
    return starts_on + timedelta(days=after_days)


@dataclass(frozen=True, slots=True)
class Held:
    """A count that stands: `order` grows with each vote, and a corrected count keeps that of the first."""

    kind: str
    candidacy_id: int | None
    order: int
    outcome: str
    """carried, rejected or no_quorum; empty where the vote was not held yet."""
    withdrawn: bool = False
    """Whether the decision was withdrawn since."""


def carried(held: Iterable[Held], *, check: bool, ratification: bool) -> tuple[int, ...]:
    """Give the candidacies that were chosen, by the newest count of each, in the order they were voted on.

    Where the procedure asks for a `check` of the way it went, or a `ratification` of the person, the newest one must
    be carried too, and held after the choice: what came before it cannot have been about it.
    """
    newest: dict[tuple[str, int | None], Held] = {}
    for one in sorted(held, key=lambda each: each.order):
        if one.outcome in ("carried", "rejected"):
            newest[one.kind, one.candidacy_id] = one
    chosen = [one for (kind, _who), one in newest.items() if kind == "choice" and _stands(one)]
    if check:
        chosen = [one for one in chosen if _stands_after(newest.get(("procedure_check", None)), one)]
    if ratification:
        chosen = [one for one in chosen if _stands_after(newest.get(("ratification", one.candidacy_id)), one)]
    return tuple(
        one.candidacy_id for one in sorted(chosen, key=lambda each: each.order) if one.candidacy_id is not None
    )


def _stands(one: Held) -> bool:
    return one.outcome == "carried" and not one.withdrawn


def _stands_after(one: Held | None, choice: Held) -> bool:
    return one is not None and _stands(one) and one.order > choice.order


def turned_down(held: Iterable[Held]) -> frozenset[int]:
    """Give the candidacies that were chosen and whose ratification after it was rejected."""
    newest: dict[tuple[str, int], Held] = {}
    for one in sorted(held, key=lambda each: each.order):
        if one.outcome in ("carried", "rejected") and one.candidacy_id is not None:
            newest[one.kind, one.candidacy_id] = one
    return frozenset(
        who
        for (kind, who), one in newest.items()
        if kind == "ratification" and one.outcome == "rejected" and not one.withdrawn
        if (choice := newest.get(("choice", who))) is not None and one.order > choice.order
    )


def in_order(chosen: Sequence[int], ranks: Mapping[int, int | None]) -> tuple[int, ...]:
    """Put who was chosen in the order that was fixed.

    One who stands alone needs no rank. Where more than one was chosen, who has none has no turn until the order is
    fixed: nobody comes before another by chance.
    """
    if len(chosen) == 1:
        return tuple(chosen)
    ranked = [(rank, one) for one in chosen if (rank := ranks.get(one)) is not None]
    return tuple(one for _rank, one in sorted(ranked))


# -- the order the votes give --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted for one candidate: of those there and not recused, how many were for and against."""

    candidacy_id: int
    number: str
    votes_for: int
    votes_against: int
    there: int
    by_consent: bool = False
    """Whether it was consent, which counts no votes."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate in the order that the votes give; who stands equal has the same place."""

    candidacy_id: int
    number: str
    place: int
    tied: bool
    told: str
    """What the place rests on."""


def by_votes(counted: Iterable[Counted]) -> tuple[Placed, ...]:
    """Put candidates in the order of their votes: the largest part for first, then the smallest part against.

    It is a part of those who could vote on that candidate: who stands aside for one takes no place from another.
    Consent counts no votes, so candidates chosen by consent stand equal.
    """
    kept = sorted(counted, key=lambda one: (_strength(one), number_key(one.number)))
    found: list[Placed] = []
    for at, one in enumerate(kept, 1):
        equals = [other for other in kept if _strength(other) == _strength(one)]
        place = found[-1].place if found and _strength(kept[at - 2]) == _strength(one) else at
        found.append(Placed(one.candidacy_id, one.number, place, len(equals) > 1, _votes_told(one)))
    return tuple(found)


def _strength(one: Counted) -> tuple[Fraction, Fraction]:
    if one.by_consent or not one.there:
        return Fraction(0), Fraction(0)
    return -Fraction(one.votes_for, one.there), Fraction(one.votes_against, one.there)


def _votes_told(one: Counted) -> str:
    if one.by_consent:
        return _("{number}: by consent").format(number=one.number)
    return _("{number}: {votes_for} for, {votes_against} against, of {there} who could vote").format(
        number=one.number, votes_for=one.votes_for, votes_against=one.votes_against, there=one.there
    )


def ties_told(placed: Sequence[Placed]) -> tuple[str, ...]:
    """Say which candidates stand equal, one line for each place that more than one has."""
    lines: list[str] = []
    for place in dict.fromkeys(one.place for one in placed if one.tied):
        numbers = ", ".join(one.number for one in placed if one.place == place)
        sentence = _("{numbers} stand equal: the count gives no order between them, the group does.")
        lines.append(sentence.format(numbers=numbers))
    return tuple(lines)


def against_votes(placed: Sequence[Placed], ranks: Mapping[int, int]) -> tuple[tuple[str, str], ...]:
    """Give the pairs of numbers that an order puts the other way round than the votes do, as that order has them."""
    ordered = sorted((one for one in placed if one.candidacy_id in ranks), key=lambda one: ranks[one.candidacy_id])
    return tuple(
        (first.number, second.number)
        for at, first in enumerate(ordered)
        for second in ordered[at + 1 :]
        if first.place > second.place
    )


def wrong_ranks(numbers: Mapping[int, str], ranks: Mapping[int, int]) -> list[Problem]:
    """Say what cannot be about an order; `numbers` are the candidacies that were chosen with their numbers.

    Everybody who was chosen has a rank and nobody else, each rank once; the lowest comes first.
    """
    if any(one not in numbers for one in ranks):
        return [Problem("ranks", _("only who was chosen by a count that stands has a place in the order"))]
    missing = [number for one, number in numbers.items() if one not in ranks]
    if missing:
        return [Problem("ranks", _("say which place {numbers} has").format(numbers=", ".join(sorted(missing))))]
    given = sorted(ranks.values())
    if len(set(given)) < len(given):
        return [Problem("ranks", _("two have the same place; let the group decide which comes first, or draw a lot"))]
    if given and given[0] < 1:
        return [Problem("ranks", _("number them from 1 on; the first in the order is 1"))]
    return []


def missing_places(ranks: Mapping[int, int], kept: Mapping[int, int]) -> tuple[int, ...]:
    """Give the places from 1 on that an order leaves open; those in `kept` are taken, also where their holder left."""
    taken = set(kept.values())
    others = [place for one, place in ranks.items() if one not in kept]
    wanted = islice((place for place in count(1) if place not in taken), len(others))
    return tuple(place for place in wanted if place not in others)


def gaps(ranks: Mapping[int, int], kept: Mapping[int, int]) -> list[Problem]:
    """Say which places an order leaves open, as `missing_places` finds them."""
    missing = missing_places(ranks, kept)
    if not missing:
        return []
    sentence = ngettext(
        "place {places} is missing: number them from 1 on without gaps",
        "places {places} are missing: number them from 1 on without gaps",
        len(missing),
    )
    return [Problem("ranks", sentence.format(places=", ".join(str(place) for place in missing)))]


def around(order: Sequence[int], kept: Mapping[int, int]) -> dict[int, int]:
    """Number candidacies in their order, from 1; who is in `kept` keeps the place they had, and nobody else gets it."""
    taken, place = set(kept.values()), 0
    given: dict[int, int] = {}
    for one in order:
        if one in kept:
            given[one] = kept[one]
            continue
        place += 1
        while place in taken:
            place += 1
        given[one] = place
    return given


# -- the order of the waiting list ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OnList:
    """A candidate of a file with the day that gives their place on the waiting list; None where they are not on it."""

    candidacy_id: int
    number: str
    ranked_on: date | None
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A candidate in the order of the list, and why there."""

    candidacy_id: int
    number: str
    place: int
    told: str


def by_list(lines: Iterable[OnList], *, internal_first: bool) -> tuple[Turn, ...]:
    """Put candidates in the order of the waiting list: the oldest day first, then the lowest number.

    Who lives here comes first where the procedure says so. Who is not on the list comes behind everybody who is: it is
    the list that gives a turn.
    """

    def turn(one: OnList) -> tuple[bool, date, tuple[int, str]]:
        return internal_first and not one.internal, one.ranked_on or date.max, number_key(one.number)

    return tuple(
        Turn(one.candidacy_id, one.number, place, _turn_told(one, internal_first))
        for place, one in enumerate(sorted(lines, key=turn), 1)
    )


def _turn_told(one: OnList, internal_first: bool) -> str:
    since = _("not on the waiting list")
    if one.ranked_on is not None:
        since = _("on the list by {day}").format(day=short_date(one.ranked_on))
    if internal_first and one.internal:
        return _("{number}: lives here, so first; {since}").format(number=one.number, since=since)
    return _("{number}: {since}").format(number=one.number, since=since)


# -- why not ---------------------------------------------------------------------------------------------------------


def alike(reasons: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Put reasons together that differ in nothing but the number of the candidate; each is a number and a sentence."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for number, reason in reasons:
        bare = re.sub(rf"\b{re.escape(number)}\b", "…", reason)
        found[bare] = (*found.get(bare, ()), (number, reason))
    return found


def told_once(reasons: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Say a reason that holds for several candidates once, of the first, and for whom else it holds."""
    lines: list[str] = []
    for same in alike(reasons).values():
        (_number, reason), *others = same
        if others:
            numbers = ", ".join(number for number, _reason in others)
            reason = _("{reason} The same holds for {numbers}.").format(reason=reason, numbers=numbers)
        lines.append(reason)
    return tuple(lines)

"""People who would like to live here: what may be kept of them, and the order of the waiting list.

Nothing is kept of anybody's origin, religion, health, orientation, politics, income or citizen service number (BSN);
an association has no ground for a BSN (GDPR Implementation Act (UAVG) art. 46), so text that holds one is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from coopadmin.errors import Problem
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _

ORIGINS: dict[str, str] = {
    "internal": N_("lives here"),
    "waiting": N_("waiting list"),
    "pool": N_("pool"),
    "outside": N_("from outside"),
}
"""Where a candidate in a file came from."""

LEFT_REASONS: dict[str, str] = {
    "own_request": N_("at their own request"),
    "housed_here": N_("lives here now"),
    "housed_elsewhere": N_("found a home elsewhere"),
    "no_answer": N_("did not answer"),
    "fee_unpaid": N_("fee not paid"),
    "expired": N_("time or consent ran out"),
    "other": N_("another reason"),
}
"""Why somebody is no longer on a list."""

TAKEN_OFF = ("no_answer", "fee_unpaid", "expired", "other")
"""The reasons that are the group's own: whoever is taken off for one is told, and why."""

CONTACT_KINDS: dict[str, str] = {
    "introduction": N_("introduction"),
    "activity": N_("activity joined"),
    "contact": N_("contact"),
    "refusal": N_("home refused"),
}
"""What a meeting with a candidate was."""

MEETINGS = ("introduction", "activity", "contact")
"""The kinds that are entered by hand; a refusal has a deed of its own, for it may cost a place."""

BSN_DIGITS = 9

_JOINED = re.compile(r"[0-9]+(?:[ \t./_–—-]{1,3}[0-9]+)*")
"""Digits in groups, as people write a number: 111222333, 1112.22.333, 111 - 222 - 333."""

_DATE = re.compile(
    r"(?<![0-9])(?:[0-3]?[0-9][-/. ][01]?[0-9][-/. ](?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}-[01]?[0-9]-[0-3]?[0-9])(?![0-9])"
)
_ABROAD = re.compile(r"(?:\+[1-9](?:[ ./()-]{0,3}[0-9]){6,14}|(?<![0-9])00[1-9](?:[ ./()-]{0,3}[0-9]){8,14})(?![0-9])")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def refuse_bsn(field: str, text: str) -> list[Problem]:
    """Say that a text holds what can be a citizen service number: nine digits that pass the eleven-test.

    Blanks, dots and dashes between the digits do not hide it; days, and phone numbers that begin with + or 00, are
    no such number. The sentence never repeats it.
    """
    if not any(_passes(digits) for digits in _nines(text)):
        return []
    return [
        Problem(
            field,
            _(
                "this holds nine digits that can be a citizen service number (BSN); an association may not keep that "
                "(GDPR Implementation Act, art. 46): leave it out"
            ),
        )
    ]


def refuse_bsn_in(texts: Mapping[str, str]) -> list[Problem]:
    """Hold every text of a form against `refuse_bsn`, by the name of its field."""
    return [problem for field, text in texts.items() for problem in refuse_bsn(field, text)]


def _nines(text: str) -> Iterator[str]:
    """Give every nine digits that stand together in whole groups."""
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)) if not text.isascii() else text
    # A day beside a house number is nine digits too, and so is a number abroad without its country.
    plain = _ABROAD.sub("x", _DATE.sub("x", plain))
    for joined in _JOINED.finditer(plain):
        groups = re.findall("[0-9]+", joined[0])
        for first in range(len(groups)):
            for last, length in enumerate(accumulate(map(len, groups[first:])), first + 1):
                if length == BSN_DIGITS:
                    yield "".join(groups[first:last])
                if length >= BSN_DIGITS:
                    break


def _passes(digits: str) -> bool:
    """Hold nine digits against the eleven-test of the citizen service number."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0 and digits.strip("0") != ""


# -- the waiting list ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One candidate on the waiting list; `place` counts from one, 0 while the order was not made yet."""

    candidate_id: int
    number: str
    ranked_on: date
    place: int
    refusals: int
    fee_paid_on: date | None


def order(lines: Iterable[WaitingLine]) -> tuple[WaitingLine, ...]:
    """Put the waiting list in its order, by the day that gives the place and then by number, and count the places."""
    ranked = sorted(lines, key=lambda line: (line.ranked_on, *number_key(line.number), line.candidate_id))
    return tuple(replace(line, place=place) for place, line in enumerate(ranked, 1))


def number_key(number: str) -> tuple[int, str]:
    """Give what candidates' numbers are sorted by: K-10000 comes after K-9999."""
    return len(number), number


def goes_down(refused_on: Sequence[date], ranked_on: date, most: int | None, newest: date) -> bool:
    """Tell whether the refusal of the day `newest` costs the place on the waiting list.

    `refused_on` are the days of all refusals since somebody came on the list, the newest among them. `most` of them
    cost the place; after that only the later ones count, for the one that did gave its day to `ranked_on`.
    """
    if most is None:
        return False
    before = list(refused_on)
    before.remove(newest)
    return 1 + sum(day > ranked_on or ranked_on not in before for day in before) >= most


# -- the pool --------------------------------------------------------------------------------------------------

POOL_STATES: dict[str, str] = {
    "running": N_("in the pool"),
    "expired": N_("time ran out"),
    "left": N_("left the pool"),
}
"""How a place in the pool stands on a day."""


def pool_state(expires_on: date, ended_on: date | None, on: date) -> str:
    """Say how a place in the pool stands on a day (POOL_STATES); the last day still counts."""
    if ended_on is not None and ended_on <= on:
        return "left"
    return "expired" if expires_on < on else "running"


# -- what must agree -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Household:
    """Who would come, and how many rooms they wish for."""

    adults: int
    children: int
    rooms_least: int | None
    rooms_most: int | None


def check_household(household: Household) -> list[Problem]:
    """Say what cannot be about the number of people and rooms; fields are named as in Household."""
    problems: list[Problem] = []
    if household.adults < 1:
        problems.append(Problem("adults", _("at least one grown-up signs for a home")))
    if household.children < 0:
        problems.append(Problem("children", _("write 0 where there are no children")))
    least, most = household.rooms_least, household.rooms_most
    if least is not None and most is not None and most < least:
        problems.append(
            Problem(
                "rooms_most", _("at most {most} rooms is less than at least {least}").format(most=most, least=least)
            )
        )
    return problems


def check_consent(consent_on: date | None, consent_until: date | None, today: date) -> list[Problem]:
    """Say what cannot be about the consent to keep somebody's data (GDPR (AVG) art. 7)."""
    if consent_on is None:
        if consent_until is None:
            return []
        return [Problem("consent_on", _("fill in the day they agreed; without it there is no consent to show"))]
    problems = not_yet("consent_on", consent_on, today)
    if consent_until is None:
        problems.append(Problem("consent_until", _("fill in until when they agreed: consent without an end is none")))
    elif consent_until < consent_on:
        problems.append(
            Problem(
                "consent_until",
                _("the consent was given on {day}; it cannot end before that").format(day=long_date(consent_on)),
            )
        )
    return problems


def not_yet(field: str, day: date | None, today: date) -> list[Problem]:
    """Say that something that happened cannot lie ahead."""
    if day is None or day <= today:
        return []
    return [Problem(field, _("{day} is still to come").format(day=long_date(day)))]


def not_before(field: str, day: date | None, first: date, sentence: str) -> list[Problem]:
    """Say, in a sentence with `{day}` for the first day, that something came too early."""
    if day is None or day >= first:
        return []
    return [Problem(field, sentence.format(day=long_date(first)))]


def check_leaving(end_reason: str, end_words: str) -> list[Problem]:
    """Say what is missing where somebody leaves a list: who strikes a candidate says why (ECLI:NL:GHAMS:2014:4257)."""
    if end_reason not in LEFT_REASONS:
        return [Problem("end_reason", _("choose why; a candidate is not taken off a list without a reason"))]
    if end_reason == "other" and not end_words:
        return [Problem("end_words", _("say why in words: a candidate is not taken off a list without a reason"))]
    return refuse_bsn("end_words", end_words)

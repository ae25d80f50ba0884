"""What a bank line that waits may be: the grounds that speak for a place, what each weighs, and how it is said.

Nothing here books anything: a person chooses. The same grounds give the same order, always.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from coopadmin.i18n import N_

PLACES: dict[str, str] = {
    "contract": N_("rent account"),
    "member": N_("member's account"),
    "deposit": N_("deposit"),
    "category": N_("category"),
    "transfer": N_("between own accounts"),
    "duplicate": N_("came twice"),
}
"""Where a part of a line may belong."""

BY_HAND: dict[str, str] = {
    "contract": "contract_id",
    "member": "member_id",
    "deposit": "contract_id",
    "category": "category_id",
    "transfer": "",
}
"""The kinds a person books, each with the one thing it names."""

WEIGHTS: dict[str, int] = {
    "transfer": 90,
    "split": 80,
    "number": 60,
    "reversal": 60,
    "refund": 55,
    "known_account": 50,
    "own_account": 45,
    "seen": 42,
    "category_seen": 42,
    "name": 40,
    "near_number": 35,
    "open_charge": 30,
    "open_total": 28,
    "family_name": 22,
    "month_rent": 18,
    "digit_off": 8,
    "other_initials": 5,
    "ended": -12,
}
"""What a ground is worth; several for one place add up."""

LEAST = 15
"""A place with less than this is not worth showing."""

MOST_SHOWN = 9
"""As many as there are digits to choose by."""

MOST_IN_SPLIT = 8
"""Contracts that a split is sought among."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where money may belong: a kind of PLACES and the number in the store of what it names (0 for a transfer)."""

    kind: str
    record_id: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """Something that speaks for a place: a key of WEIGHTS, and the reason in words (empty: not told)."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the line, in cents with its sign, at a place."""

    place: Place
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to clear the line: where its parts would go, why, and how strong the reasons are together."""

    shares: tuple[Share, ...]
    reasons: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Split:
    """Contracts that together have exactly the line open, each with its amount in cents, and the reason."""

    amounts: Mapping[int, int]
    reason: str


def rank(
    grounds: Mapping[Place, Sequence[Ground]],
    waits_cents: int,
    names: Mapping[Place, str],
    splits: Iterable[Split] = (),
) -> tuple[Suggestion, ...]:
    """Put the places in order of what speaks for them, at most MOST_SHOWN; equal ones by their name."""
    told = {place: {ground.code: ground for ground in _in_order(found)} for place, found in grounds.items()}
    weights = {place: sum(WEIGHTS[code] for code in codes) for place, codes in told.items()}
    ranked: list[tuple[int, str, Suggestion]] = []
    for split in splits:
        shares = tuple(Share(Place("contract", one), cents) for one, cents in split.amounts.items())
        # What speaks for each of them speaks for them together; where the text names them all, so does all for one.
        named = all("number" in told.get(share.place, {}) for share in shares)
        weight = WEIGHTS["split"] + (max if named else min)(weights.get(share.place, 0) for share in shares)
        name = " ".join(names.get(share.place, "") for share in shares)
        ranked.append((-weight, name, Suggestion(shares, (split.reason,), weight)))
    for place, codes in told.items():
        if weights[place] < LEAST:
            continue
        strongest = sorted(codes.values(), key=lambda one: (-WEIGHTS[one.code], one.code))
        reasons = tuple(ground.reason for ground in strongest if ground.reason)
        suggestion = Suggestion((Share(place, waits_cents),), reasons, weights[place])
        ranked.append((-weights[place], names.get(place, ""), suggestion))
    ranked.sort(key=lambda one: one[:2])
    return tuple(suggestion for _weight, _name, suggestion in ranked[:MOST_SHOWN])


def _in_order(found: Sequence[Ground]) -> list[Ground]:
    """Put grounds so that of several of one kind the first by its words is kept."""
    return sorted(found, key=lambda one: (one.code, one.reason), reverse=True)


def exact_split(open_cents: Mapping[int, int], waits_cents: int) -> dict[int, int] | None:
    """Find two or more accounts whose amounts come to `waits_cents` exactly: as few as can be, the first by number.

    Looks at no more than MOST_IN_SPLIT accounts; amounts at or below zero take no part.
    """
    owing = sorted((account, cents) for account, cents in open_cents.items() if cents > 0)[:MOST_IN_SPLIT]
    for size in range(2, len(owing) + 1):
        for chosen in combinations(owing, size):
            if sum(cents for _account, cents in chosen) == waits_cents:
                return dict(chosen)
    return None

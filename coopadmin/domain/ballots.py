"""How votes are given: by hands, by name, in writing or by consent, and what became of an objection.

What a count means is worked out in `voting`; here only who gave which vote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from coopadmin.i18n import N_, _

WAYS: dict[str, str] = {
    "hands": N_("by show of hands"),
    "names": N_("by name"),
    "writing": N_("in writing"),
    "consent": N_("by consent"),
}
"""The ways votes are given; only those by name are kept with who gave them."""

CHOICES: dict[str, str] = {
    "for": N_("for"),
    "against": N_("against"),
    "blank": N_("blank"),
}
"""What one may choose."""

OUTCOMES: dict[str, str] = {
    "carried": N_("carried"),
    "rejected": N_("rejected"),
    "no_quorum": N_("no quorum"),
}
"""What a vote may come to."""

OBJECTION_STATUSES: dict[str, str] = {
    "open": N_("open"),
    "integrated": N_("integrated"),
    "withdrawn": N_("withdrawn"),
    "not_weighty": N_("not weighty"),
}
"""What becomes of an objection: met in the proposal, taken back, or found not weighty by the meeting."""

VOTING = ("present", "represented")
"""The standings on a roll of those whose vote counts."""


class OnRoll(Protocol):
    """One person on the roll, whether it is the room's of this moment or one that was frozen with a vote."""

    @property
    def person_id(self) -> int:
        """Their number in the store."""
        ...

    @property
    def number(self) -> str:
        """Their member number, or what stands for it."""
        ...

    @property
    def standing(self) -> str:
        """Whether they are present, represented, recused or absent."""
        ...

    @property
    def holder_id(self) -> int | None:
        """Who votes for them, where they are represented."""
        ...


@dataclass(frozen=True, slots=True)
class People:
    """A roll in numbers: all who may vote, how many of them are there, represented and recused."""

    entitled: int
    present: int
    proxies: int
    recused: int


def people(roll: Sequence[OnRoll]) -> People:
    """Count a roll; the recused are among those entitled, and not among those present or represented."""
    standings = [one.standing for one in roll]
    return People(len(roll), standings.count("present"), standings.count("represented"), standings.count("recused"))


def spread(roll: Sequence[OnRoll], choices: Mapping[int, str]) -> dict[int, str]:
    """Give every vote by person: what was chosen, and for who is represented the choice of their holder.

    A choice given for who is represented goes before their holder's; an empty one means that they did not vote.
    """
    given: dict[int, str] = {}
    for one in roll:
        if one.standing not in VOTING:
            continue
        choice = choices.get(one.person_id)
        if choice is None and one.standing == "represented" and one.holder_id is not None:
            choice = choices.get(one.holder_id)
        if choice:
            given[one.person_id] = choice
    return given


def wrong_choices(roll: Sequence[OnRoll], choices: Mapping[int, str]) -> list[str]:
    """Say of each choice that cannot be why, naming people by their member number."""
    by_person = {one.person_id: one for one in roll}
    reasons: list[str] = []
    for person_id, choice in choices.items():
        one = by_person.get(person_id)
        if one is None:
            reasons.append(_("number {number} in the store may not vote on this").format(number=person_id))
        elif choice and choice not in CHOICES:
            reason = _("member {number}: “{choice}” is no vote; choose for, against or blank")
            reasons.append(reason.format(number=_number(one), choice=choice))
        elif choice and (why := no_voice(one)):
            reasons.append(why)
    return reasons


def no_voice(one: OnRoll) -> str:
    """Say why somebody on the roll has no vote in this; empty where they have."""
    if one.standing == "recused":
        return _("member {number} stands aside in this item").format(number=_number(one))
    if one.standing not in VOTING:
        return _("member {number} is neither present nor represented").format(number=_number(one))
    return ""


def _number(one: OnRoll) -> str:
    """Call somebody by their member number; who sits on a board without being a member, by that in the store."""
    return one.number or f"P{one.person_id}"


def tally(choices: Mapping[int, str]) -> dict[str, int]:
    """Count choices under the names a count has for them."""
    chosen = list(choices.values())
    return {f"votes_{choice}": chosen.count(choice) for choice in CHOICES}


def settlement_problem(status: str, answer: str) -> tuple[str, str] | None:
    """Say which field is wrong about settling an objection, and why; None where nothing is.

    What is integrated or judged not weighty is answered in words: the objector may ask what became of it.
    """
    if status not in OBJECTION_STATUSES:
        return "status", _("choose what became of the objection")
    if status == "integrated" and not answer:
        return "answer", _("say how the proposal meets the objection")
    if status == "not_weighty" and not answer:
        return "answer", _("say why the meeting finds the objection not weighty")
    return None

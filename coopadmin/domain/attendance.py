"""Who may vote at a meeting, who is there, and whose proxy counts.

Every member who is not suspended has access to the general meeting and one vote there (Civil Code (BW) 2:38(1)); a
vote may be cast by another who may vote, with a written proxy (2:38(4)). Who stands aside for an item, by the
statutes in a meeting of members (2:12) or by law on a board (2:44(6)), is out of its deliberation and of its count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date

from coopadmin.domain.association import RULES, RuleValue, rule_on
from coopadmin.domain.periods import day_after, in_force
from coopadmin.errors import Problem
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext

STANDINGS: dict[str, str] = {
    "present": N_("present"),
    "represented": N_("represented"),
    "recused": N_("recused"),
    "absent": N_("absent"),
}
"""How somebody who may vote stands to the vote on an item; everybody has exactly one standing."""

FORMS: dict[str, str] = {"paper": N_("on paper"), "electronic": N_("electronic")}
"""How a written proxy was given; electronic is enough (Civil Code (BW) 2:38(5))."""

VOTE_RULES: dict[str, str] = {
    "member": "voting_member",
    "aspirant": "voting_aspirant",
    "supporter": "voting_supporter",
    "honorary": "voting_honorary",
}
"""The rule that gives each kind of membership its vote."""

MEMBERS_BODIES = ("general", "residents")
"""Bodies in which the members vote; in the others, who was appointed to them."""

_DIRECTORS = ("chair", "secretary", "treasurer", "board_member")


# -- who may vote --------------------------------------------------------------------------------------------------


def voting_kinds(rules: Iterable[RuleValue], on: date) -> tuple[str, ...]:
    """Name the kinds of membership that have a vote on a day."""
    known = tuple(rules)
    return tuple(kind for kind, name in VOTE_RULES.items() if _number(known, name, on))


def waiting_days(rules: Iterable[RuleValue], on: date) -> int:
    """Give the days of membership after which one votes, by the rule in force on a day."""
    return _number(rules, "voting_after_days", on)


def board_offices(rules: Iterable[RuleValue], on: date) -> tuple[str, ...]:
    """Name the offices whose holders are the board on a day, the chair first.

    Those are the directors: chair, secretary, treasurer and other members of the board; the maintenance coordinator
    where the rule says so. The audit committee watches the board and is never part of it (Civil Code (BW) 2:48(2)),
    and an office of the group's own, such as the keeper of keys, is a task.
    """
    coordinator = ("maintenance_coordinator",) if _number(rules, "board_coordinator", on) else ()
    return (*_DIRECTORS, *coordinator)


def _number(rules: Iterable[RuleValue], name: str, on: date) -> int:
    value = rule_on(rules, name, on)
    return int(value if value is not None else RULES[name].default)


@dataclass(frozen=True, slots=True)
class VotingPeriod:
    """A period of membership of a kind that has a vote, both days included."""

    kind: str
    starts_on: date
    ends_on: date | None


def voting_kind(periods: Iterable[VotingPeriod], on: date, after_days: int = 0) -> str:
    """Name the kind of membership somebody votes by on a day, or nothing where they have no vote.

    With `after_days` they vote from so many days after the first day of an unbroken membership with a vote: one
    period that follows on another the next day goes on where that left off.
    """
    begun = sorted((one for one in periods if one.starts_on <= on), key=lambda one: one.starts_on)
    since, until, kind = None, None, ""
    for one in begun:
        if since is None or (until is not None and one.starts_on > day_after(until)):
            since, until = one.starts_on, one.ends_on
        elif until is not None:
            until = None if one.ends_on is None else max(until, one.ends_on)
        if in_force(one.starts_on, one.ends_on, on):
            kind = one.kind
    return kind if kind and since is not None and (on - since).days >= after_days else ""


# -- proxies -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProxyAsked:
    """A proxy as it is handed in, and what is known about the two of them that day; names are for the sentences."""

    giver: str
    holder: str
    same: bool
    """Giver and holder are one person."""
    giver_votes: bool
    holder_votes: bool
    given_to: str
    """Who holds a proxy of this giver already; empty where nobody does."""
    held: int
    """Proxies the holder has already."""
    most: int
    """Proxies one may hold; 0: none are taken."""
    source: str
    """Where that number comes from."""
    form: str
    given_on: date
    meeting_on: date


def proxy_problems(asked: ProxyAsked) -> list[Problem]:
    """Say why a proxy cannot be taken, the weightiest reason first; fields are named as in `give_proxy`.

    A holder who gave a proxy away too is not refused, for they may come after all: see `places`.
    """
    problems: list[Problem] = []
    if asked.same:
        problems.append(Problem("holder_id", _("nobody can hold their own proxy; choose somebody else")))
    if not asked.giver_votes:
        reason = _("{person} has no vote at this meeting, so there is none to give")
        problems.append(Problem("giver_id", reason.format(person=asked.giver)))
    if not asked.holder_votes and not asked.same:
        reason = _("{person} may not vote here; only who may vote can hold a proxy (Civil Code (BW) 2:38(4))")
        problems.append(Problem("holder_id", reason.format(person=asked.holder)))
    if asked.given_to:
        reason = _("{giver} gave a proxy to {holder} already; withdraw that one first")
        problems.append(Problem("giver_id", reason.format(giver=asked.giver, holder=asked.given_to)))
    if asked.held >= asked.most:
        problems.append(Problem("holder_id", _too_many(asked)))
    if asked.form not in FORMS:
        problems.append(Problem("form", _("a proxy is in writing: on paper or electronic (Civil Code (BW) 2:38(4))")))
    if asked.given_on > asked.meeting_on:
        reason = _("given on {day}, after the meeting of {meeting}")
        days = {"day": long_date(asked.given_on), "meeting": long_date(asked.meeting_on)}
        problems.append(Problem("given_on", reason.format(**days)))
    return problems


def proxy_problem(asked: ProxyAsked) -> str:
    """Say why a proxy cannot be taken, in one sentence; empty where it can."""
    problems = proxy_problems(asked)
    return problems[0].message if problems else ""


def _too_many(asked: ProxyAsked) -> str:
    if not asked.most:
        sentence = _("no proxies are taken at meetings of this body")
    else:
        sentence = ngettext(
            "{holder} holds {count} proxy already, and one may hold no more than {most}",
            "{holder} holds {count} proxies already, and one may hold no more than {most}",
            asked.held,
        ).format(holder=asked.holder, count=asked.held, most=asked.most)
    return f"{sentence} ({_(asked.source)})" if asked.source else sentence


# -- who is there --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProxyGiven:
    """A proxy that was taken: who gave it to whom, and when."""

    giver_id: int
    holder_id: int
    given_on: date


@dataclass(frozen=True, slots=True)
class Place:
    """How one person who may vote stands to the vote; `holder_id` is who speaks for one who is represented."""

    standing: str
    holder_id: int | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who may vote, who is in the room, which proxies were taken, and who stands aside for the item at hand."""

    entitled: Set[int]
    inside: Set[int]
    """Everybody in the room, guests among them."""
    proxies: Sequence[ProxyGiven] = ()
    recused: Set[int] = frozenset()
    most: int | None = None
    """Proxies one may hold; None: not held against a number."""


def places(attendance: Attendance) -> dict[int, Place]:
    """Give everybody who may vote exactly one place; guests have none.

    A recused person is neither present nor represented. A proxy counts while its holder is in the room and its giver
    is not, and both may vote; it does not count for an item its holder is recused for, who takes no part in that
    vote for anybody. As a holder is in the room, no proxy is passed on. The order in which proxies were given or
    taken in changes nothing.
    """
    counting = {proxy.giver_id: proxy.holder_id for proxy in _counting(attendance)}

    def place(person_id: int) -> Place:
        if person_id in attendance.recused:
            return Place("recused")
        if person_id in attendance.inside:
            return Place("present")
        if person_id in counting:
            return Place("represented", counting[person_id])
        return Place("absent")

    return {person_id: place(person_id) for person_id in attendance.entitled}


def _counting(attendance: Attendance) -> list[ProxyGiven]:
    """Choose the proxies that count; where a holder has more than allowed, those given first, then of lower number."""
    counting: list[ProxyGiven] = []
    held: dict[int, int] = {}
    for proxy in sorted(attendance.proxies, key=lambda one: (one.given_on, one.giver_id, one.holder_id)):
        if _idle(proxy, attendance):
            continue
        held[proxy.holder_id] = held.get(proxy.holder_id, 0) + 1
        if attendance.most is None or held[proxy.holder_id] <= attendance.most:
            counting.append(proxy)
    return counting


def _idle(proxy: ProxyGiven, attendance: Attendance) -> str:
    """Say why a proxy does not count now, whatever others there are; empty where it does."""
    if proxy.giver_id not in attendance.entitled:
        return _("who gave it has no vote at this meeting")
    if proxy.holder_id not in attendance.entitled:
        return _("its holder may not vote at this meeting")
    if proxy.giver_id in attendance.recused:
        return _("who gave it is recused for this item")
    if proxy.giver_id in attendance.inside:
        return _("who gave it is in the room")
    if proxy.holder_id not in attendance.inside:
        if any(other.giver_id == proxy.holder_id for other in attendance.proxies):
            return _("its holder gave a proxy away too and is not in the room; a proxy is not passed on")
        return _("its holder is not in the room")
    if proxy.holder_id in attendance.recused:
        return _("its holder is recused for this item")
    return ""


def idle_reasons(attendance: Attendance) -> dict[int, str]:
    """Say of each proxy, by its giver, why it does not count now; an empty reason where it does."""
    counting = {proxy.giver_id for proxy in _counting(attendance)}
    return {
        proxy.giver_id: _idle(proxy, attendance)
        or ("" if proxy.giver_id in counting else _("its holder has more proxies than one may hold"))
        for proxy in attendance.proxies
    }


# -- the live line -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many stand where, and what the quorum asks; `quorum_needed` is None where the rule asks for none."""

    entitled: int
    """All who may vote, the recused among them."""
    present: int
    proxies: int
    recused: int
    quorum_needed: int | None
    quorum_present: int

    @property
    def short(self) -> int:
        """How many are missing for the quorum."""
        return max(0, (self.quorum_needed or 0) - self.quorum_present)


def live_line(numbers: Numbers) -> str:
    """Put the room in one line: `38 may vote · 21 present · 4 by proxy · quorum 19: met`."""
    parts = [
        _("{count} may vote").format(count=numbers.entitled),
        _("{count} present").format(count=numbers.present),
        _("{count} by proxy").format(count=numbers.proxies),
    ]
    if numbers.recused:
        parts.append(_("{count} recused").format(count=numbers.recused))
    parts.append(_quorum_part(numbers))
    return " · ".join(parts)


def _quorum_part(numbers: Numbers) -> str:
    if numbers.quorum_needed is None:
        return _("no quorum asked")
    if numbers.quorum_present < numbers.present + numbers.proxies:
        # The rule asks for people, and proxies do not help.
        if numbers.short:
            return _("quorum {needed} in person: {short} short").format(
                needed=numbers.quorum_needed, short=numbers.short
            )
        return _("quorum {needed} in person: met").format(needed=numbers.quorum_needed)
    if numbers.short:
        return _("quorum {needed}: {short} short").format(needed=numbers.quorum_needed, short=numbers.short)
    return _("quorum {needed}: met").format(needed=numbers.quorum_needed)


def room_remark(numbers: Numbers, body: str) -> str:
    """Say what the recused make impossible, and whose decision it is then; empty where nothing stands in the way.

    Where the board cannot decide for want of directors without an interest of their own, the general meeting does,
    unless the statutes say otherwise (Civil Code (BW) 2:44(6)).
    """
    if not numbers.entitled:
        return _("Nobody may vote at this meeting on its day.")
    voters = numbers.entitled - numbers.recused
    if not numbers.recused or (voters and (numbers.quorum_needed or 0) <= voters):
        return ""
    if body == "board":
        return _(
            "With the recused out the board cannot decide this: it goes to the general meeting, unless your statutes "
            "say otherwise (Civil Code (BW) 2:44(6))."
        )
    if not voters:
        return _("All who may vote are recused: this meeting cannot decide this.")
    return _("With the recused out the quorum cannot be reached: this meeting cannot decide this.")

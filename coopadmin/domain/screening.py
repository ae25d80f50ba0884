"""Screening: holding a candidate against the hard criteria of a procedure, each with what was found and who asks it.

Only what the procedure asks is looked at, and nothing about who somebody is: the size of the household, days, and what
was paid or registered. A criterion is met, failed, or unknown where the store cannot tell; unknown excludes nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.candidates import number_key
from coopadmin.domain.procedures import Procedure, persons_least, version_words
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, in_every_language, ngettext

CRITERIA: dict[str, str] = {
    "size": N_("not too large for the household"),
    "persons_least": N_("enough people for the home"),
    "rooms_wish": N_("rooms they asked for"),
    "waiting_list": N_("on the waiting list"),
    "fee": N_("registration fee paid"),
    "owner_registration": N_("registered with the corporation"),
    "acquaintance": N_("known long enough"),
    "activities": N_("joined activities"),
}
"""What a candidate may be held against, in the order it is shown."""

RESULTS: dict[str, str] = {"met": N_("met"), "failed": N_("not met"), "unknown": N_("not known")}

STANDINGS: dict[str, str] = {
    "fits": N_("fits"),
    "fails": N_("does not fit"),
    "overridden": N_("exception made"),
    "unknown": N_("not known"),
}
"""How a candidate stands after the screening."""

CANDIDACY_OUTCOMES: dict[str, str] = {
    "": N_("running"),
    "nominated": N_("nominated"),
    "not_chosen": N_("not chosen"),
    "excluded": N_("excluded"),
    "withdrew": N_("withdrew"),
}


def outcome_words(outcome: str, *, closed: bool, invited: bool) -> str:
    """Say what became of a candidate; in a file that was closed nobody's case runs any longer."""
    if outcome or not closed:
        return _(CANDIDACY_OUTCOMES[outcome])
    return _("not chosen") if invited else _("not invited")


ANSWERS: dict[str, str] = {"yes": N_("comes"), "no": N_("does not come")}
"""The answers to an invitation."""

INTERESTS: dict[str, str] = {
    "candidate": N_("is a candidate"),
    "household": N_("lives with a candidate"),
    "partner": N_("partner of a candidate"),
    "relative": N_("parent, child or grandchild of a candidate"),
    "other": N_("another interest"),
}
"""What ties a resident to a candidate."""

BEARS_ON_NOBODY = ("withdrew", "excluded")
"""How a candidacy ended before the choice: whoever is tied to it has nothing to gain any more."""


@dataclass(frozen=True, slots=True)
class Home:
    """What the screening must know of the home: how large it is, and the day on which the nomination is due."""

    rooms: int | None
    decided_on: date | None
    """The day the acquaintance is counted to; None where nobody knows when the home is free."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the screening must know of a candidate, as it stands on the day of the screening."""

    origin: str
    persons: int
    rooms_least: int | None = None
    rooms_most: int | None = None
    fee_paid_on: date | None = None
    owner_registered: bool = False
    met_on: date | None = None
    activities: int = 0
    waiting_place: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion held against one candidate: `result` is met, failed or unknown, `words` say what was found."""

    criterion: str
    result: str
    words: str


@dataclass(frozen=True, slots=True)
class Turn:
    """How a candidate stands in the order in which the invitations go out."""

    candidacy_id: int
    number: str
    internal: bool
    place: int | None
    """Their place on the waiting list; None: they have none, so they come last."""
    fits: bool
    invited: bool


# -- the criteria --------------------------------------------------------------------------------------------------


def screened(procedure: Procedure, home: Home, applicant: Applicant, on: date) -> tuple[Finding, ...]:
    """Hold a candidate against every criterion that the procedure, or their own wish, asks; on the day `on`.

    Who lives here is known and paid as a member: the fee, the waiting list, the acquaintance and the activities are
    asked of newcomers only.
    """
    asked = [
        _size(procedure, home, applicant),
        _persons(procedure, home, applicant),
        _wish(home, applicant),
        _owner(procedure, applicant),
    ]
    if applicant.origin != "internal":
        asked += [
            _waiting(procedure, applicant),
            _fee(procedure, applicant),
            acquaintance(procedure, home.decided_on, applicant.met_on, on),
            _activities(procedure, applicant),
        ]
    order = tuple(CRITERIA)
    return tuple(sorted((one for one in asked if one is not None), key=lambda one: order.index(one.criterion)))


def standing_of(results: Iterable[str], *, overridden: bool = False) -> str:
    """Tell how a screened candidate stands by the results of the criteria: fits, fails, overridden or unknown.

    An exception (`overridden`) says nothing of who fits without one.
    """
    found = set(results)
    if not found & {"failed", "unknown"}:
        return "fits"
    if overridden:
        return "overridden"
    return "fails" if "failed" in found else "unknown"


def rule_words(criterion: str, procedure: Procedure) -> str:
    """Say who asks for a criterion: the candidate's own wish, or the version of the procedure with its source."""
    if criterion == "rooms_wish":
        return _("what the candidate asked for")
    return rule_named(procedure)


def rule_named(procedure: Procedure) -> str:
    """Name the version of a procedure with where it comes from: `Committee, from 1 January 2026 (house rules 4)`."""
    named = version_words(procedure)
    return f"{named} ({procedure.source})" if procedure.source else named


_ASIDE = N_("an interest of their own in file {number} (BW 2:12)")


def recusal_reason(number: str) -> str:
    """Say why somebody stands aside for a vote of a file, naming neither the candidate nor the tie: minutes say it."""
    return _(_ASIDE).format(number=number)


def is_recusal_reason(reason: str, number: str) -> bool:
    """Tell whether a reason is the one above, in whichever language it was written."""
    return reason in {one.format(number=number) for one in in_every_language(_ASIDE)}


def acquaintance(procedure: Procedure, decided_on: date | None, met_on: date | None, on: date) -> Finding | None:
    """Hold the acquaintance against the procedure, counted to the day of the decision; None where it asks none.

    A day of decision that is past has become today: the decision was not taken then.
    """
    days = procedure.acquaintance_days
    if not days:
        return None
    asked = ngettext("{count} day is asked", "{count} days are asked", days).format(count=days)
    if met_on is None or met_on > on:
        return Finding("acquaintance", "failed", _("the group has not met them; {asked}").format(asked=asked))
    enough_on = met_on + timedelta(days=days)
    named = {"met": long_date(met_on), "asked": asked, "enough": long_date(enough_on)}
    if decided_on is None and enough_on > on:
        words = _("met on {met}, {asked}: long enough from {enough}, but the day of the decision is not known")
        return Finding("acquaintance", "unknown", words.format(**named))
    by = max(decided_on or on, on)
    words = _("met on {met}, {asked}: long enough from {enough}; the decision is due on {by}")
    result = "met" if enough_on <= by else "failed"
    return Finding("acquaintance", result, words.format(**named, by=long_date(by)))


def _size(procedure: Procedure, home: Home, applicant: Applicant) -> Finding | None:
    if procedure.size_extra is None:
        return None
    most = applicant.persons + procedure.size_extra
    at_most = ngettext("{count} room at most", "{count} rooms at most", most).format(count=most)
    people = _people(applicant.persons)
    if home.rooms is None:
        words = _("{people}: {most}; how many rooms this home has is not known")
        return Finding("size", "unknown", words.format(people=people, most=at_most))
    words = _("{people}: {most}; this home has {rooms}")
    told = words.format(people=people, most=at_most, rooms=home.rooms)
    return Finding("size", "met" if home.rooms <= most else "failed", told)


def _persons(procedure: Procedure, home: Home, applicant: Applicant) -> Finding | None:
    if not procedure.sizes:
        return None
    people = _people(applicant.persons)
    if home.rooms is None:
        words = _("{people}; how many rooms this home has is not known")
        return Finding("persons_least", "unknown", words.format(people=people))
    least = persons_least(procedure, home.rooms)
    if least is None:
        return None
    words = _("{people}; a home of {rooms} rooms is for {least} at least")
    told = words.format(people=people, rooms=home.rooms, least=least)
    return Finding("persons_least", "met" if applicant.persons >= least else "failed", told)


def _wish(home: Home, applicant: Applicant) -> Finding | None:
    least, most = applicant.rooms_least, applicant.rooms_most
    if least is None and most is None:
        return None
    if least is not None and most is not None:
        asked = _("asked for {least} to {most} rooms").format(least=least, most=most)
    elif least is not None:
        asked = ngettext("asked for {count} room or more", "asked for {count} rooms or more", least).format(count=least)
    else:
        asked = ngettext("asked for {count} room at most", "asked for {count} rooms at most", most or 0).format(
            count=most
        )
    if home.rooms is None:
        words = _("{asked}; how many rooms this home has is not known")
        return Finding("rooms_wish", "unknown", words.format(asked=asked))
    fits = (least is None or home.rooms >= least) and (most is None or home.rooms <= most)
    words = _("{asked}; this home has {rooms}")
    return Finding("rooms_wish", "met" if fits else "failed", words.format(asked=asked, rooms=home.rooms))


def _owner(procedure: Procedure, applicant: Applicant) -> Finding | None:
    if not procedure.owner_registration:
        return None
    if applicant.owner_registered:
        return Finding("owner_registration", "met", _("registered with the corporation"))
    return Finding("owner_registration", "failed", _("not registered with the corporation, as far as was entered"))


def _waiting(procedure: Procedure, applicant: Applicant) -> Finding | None:
    if not by_list(procedure):
        return None
    if applicant.waiting_place is None:
        return Finding("waiting_list", "failed", _("not on the waiting list"))
    words = _("place {place} on the waiting list").format(place=applicant.waiting_place)
    return Finding("waiting_list", "met", words)


def _fee(procedure: Procedure, applicant: Applicant) -> Finding | None:
    if not procedure.fee_required:
        return None
    if applicant.fee_paid_on is None:
        return Finding("fee", "failed", _("the fee was not paid"))
    return Finding("fee", "met", _("paid on {day}").format(day=long_date(applicant.fee_paid_on)))


def _activities(procedure: Procedure, applicant: Applicant) -> Finding | None:
    if not procedure.activities_least:
        return None
    joined = ngettext("joined {count} activity", "joined {count} activities", applicant.activities)
    words = _("{joined}; {least} are asked").format(
        joined=joined.format(count=applicant.activities), least=procedure.activities_least
    )
    return Finding("activities", "met" if applicant.activities >= procedure.activities_least else "failed", words)


def _people(persons: int) -> str:
    return ngettext("{count} person", "{count} people", persons).format(count=persons)


# -- who is entered, and whose turn it is --------------------------------------------------------------------------


def by_list(procedure: Procedure) -> bool:
    """Tell whether the waiting list decides who is invited or chosen: then newcomers come from that list only."""
    return "list" in (procedure.choice, procedure.invites)


def internal_until(procedure: Procedure, asked_on: date) -> date | None:
    """Give the last day on which who lives here may answer, before anybody else is invited; None where none is set."""
    if not procedure.internal_first or not procedure.internal_days:
        return None
    return asked_on + timedelta(days=procedure.internal_days)


def in_order(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Put candidates in the order of the list: who lives here first, then by place, who has none last."""
    return tuple(
        sorted(turns, key=lambda one: (not one.internal, one.place is None, one.place or 0, *number_key(one.number)))
    )


def before_in_turn(turns: Iterable[Turn], candidacy_id: int) -> tuple[Turn, ...]:
    """Give who must be invited before a candidate: who stands before them, fits, and was not invited yet."""
    earlier: list[Turn] = []
    for turn in in_order(turns):
        if turn.candidacy_id == candidacy_id:
            break
        if turn.fits and not turn.invited:
            earlier.append(turn)
    return tuple(earlier)

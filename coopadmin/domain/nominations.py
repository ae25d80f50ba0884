"""After the decision: what a nomination needs, the corporation's answer, the fit check, and when the turn passes on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.deadlines import Figure
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext

ANSWERS: dict[str, str] = {"accepted": N_("accepted"), "refused": N_("refused")}
"""What the corporation said of a nomination."""

FITS: dict[str, str] = {"PAS": N_("fits"), "NIE": N_("does not fit"), "NVT": N_("not applicable")}
"""The outcome of the fit check (passendheidstoets), by VERA's codes."""

FIT_REASONS: dict[str, str] = {
    "BIJ": N_("special family situation"),
    "HER": N_("restructuring"),
    "HHV": N_("rehousing"),
}
"""Why a home was let although it does not fit, by VERA's codes."""

ENDED: dict[str, str] = {
    "candidate_refused": N_("the candidate refused"),
    "corporation_refused": N_("the corporation refused"),
    "no_fit": N_("did not fit"),
    "no_permit": N_("no housing permit"),
}
"""Why a nomination came to nothing."""

PERMIT_ASKED = ("required", "member_priority")
"""The permit regimes under which a new resident needs a housing permit."""

STAGES: dict[str, str] = {
    "papers": N_("papers to gather"),
    "sent": N_("waits for the corporation"),
    "accepted": N_("accepted"),
    "fit": N_("fit check done"),
    "housed": N_("housed"),
    "ended": N_("came to nothing"),
}
"""How far a nomination has come."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """What has to be there before a nomination goes out (rule 17); dates of papers, never what they hold."""

    decided: bool
    """A carried decision, or the fixed order of the list where the procedure goes by the list."""
    statement_on: date | None
    papers_on: date | None
    permit_regime: str
    running: int
    """Nominations of this file that wait for an outcome."""
    nominees: int
    """How many the procedure lets wait at once."""


def missing(checklist: Checklist) -> tuple[tuple[str, str], ...]:
    """Name everything that is not there yet: the field of the form, and the rule in words."""
    found: list[tuple[str, str]] = []
    if not checklist.decided:
        found.append(("candidacy_id", _("no decision names this candidate yet, or the order is not fixed")))
    if checklist.statement_on is None:
        found.append(("statement_on", _("the signed statement of the household is not there yet (Btiv 56)")))
    if checklist.papers_on is None:
        found.append(("papers_on", _("the income papers were not handed to the corporation yet (Btiv 56)")))
    if checklist.permit_regime == "unknown":
        found.append(
            ("permit_regime", _("it is not known whether this home needs a housing permit; say so in the file"))
        )
    if checklist.running >= checklist.nominees:
        words = ngettext(
            "the procedure lets {count} nomination wait for an answer at once",
            "the procedure lets {count} nominations wait for an answer at once",
            checklist.nominees,
        )
        found.append(("candidacy_id", words.format(count=checklist.nominees)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a contract needs of a nomination before its first day."""

    number: str
    """The candidate's."""
    over: bool
    answer: str
    fit: str
    fit_on: date | None
    fit_reason: str
    permit_regime: str
    permit_on: date | None
    starts_on: date


def not_ready(nominee: Readiness) -> tuple[str, ...]:
    """Say everything that a contract still waits for; the fit check comes before its first day (rule 18)."""
    first = long_date(nominee.starts_on)
    if nominee.over:
        return (_("The nomination of {number} is over.").format(number=nominee.number),)
    found: list[str] = []
    if nominee.answer != "accepted":
        found.append(_("The corporation has not accepted {number} yet.").format(number=nominee.number))
    if not nominee.fit or nominee.fit_on is None:
        found.append(_("The fit check comes before the contract: note its outcome first (Btiv 54)."))
    elif nominee.fit_on > nominee.starts_on:
        told = _("The fit check is of {day}, after the first day of the contract, {first}; it comes before it.")
        found.append(told.format(day=long_date(nominee.fit_on), first=first))
    elif nominee.fit == "NIE" and not nominee.fit_reason:
        found.append(_("The home does not fit: note the reason why it is let all the same, or end the nomination."))
    if nominee.permit_regime in PERMIT_ASKED and nominee.permit_on is None:
        found.append(_("The municipality asks for a housing permit: note the day it was given first."))
    elif nominee.permit_regime in PERMIT_ASKED and nominee.permit_on and nominee.permit_on > nominee.starts_on:
        told = _("The housing permit is of {day}, after the first day of the contract, {first}; it comes before it.")
        found.append(told.format(day=long_date(nominee.permit_on), first=first))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Due:
    """A day by which something is to be done, how far that is, and the lines that say how it was made."""

    since: date
    due_on: date
    days_left: int
    told: tuple[str, ...]

    @property
    def late(self) -> bool:
        """Whether the day is past."""
        return self.days_left < 0


def letter_due(since: date, days: Figure, on: date) -> Due:
    """Give the day a letter with reasons goes out at the latest, counted from the decision."""
    due_on = since + timedelta(days=days.number)
    told = (
        _("decided on {day}").format(day=long_date(since)),
        days.because(
            ngettext("{count} day to tell the candidate", "{count} days to tell the candidate", days.number).format(
                count=days.number
            )
        ),
        _("so at the latest on {day}").format(day=long_date(due_on)),
    )
    return Due(since, due_on, (due_on - on).days, told)


@dataclass(frozen=True, slots=True)
class Earliest:
    """The first day on which something can be done, and the lines that say how it was made; no last day follows."""

    on: date
    told: tuple[str, ...]


def second_earliest(starts_on: date, after_days: int, procedure: str) -> Earliest:
    """Give the first day of the second admission: so many days after the aspirant membership began.

    Procedures ask for a shortest time as an aspirant; none sets a day by which the second admission must be.
    """
    on = starts_on + timedelta(days=after_days)
    asked = ngettext("{count} day as an aspirant: {procedure}", "{count} days as an aspirant: {procedure}", after_days)
    told = (
        _("aspirant from {day}").format(day=long_date(starts_on)),
        asked.format(count=after_days, procedure=procedure),
        _("so the second admission can be from {day} on; the procedure sets no last day").format(day=long_date(on)),
    )
    return Earliest(on, told)


def days_empty(free_on: date | None, let_from: date | None, until: date) -> int | None:
    """Count the days a home stood empty: from the first free day to the new contract, or to `until` without one.

    None where the day it was free is not known.
    """
    if free_on is None:
        return None
    return max(((let_from or until + timedelta(days=1)) - free_on).days, 0)


def counts_by_fit(fits: Iterable[str]) -> dict[str, int]:
    """Count lettings by the outcome of the fit check, every outcome named; "" counts those without one."""
    counts = {**dict.fromkeys(FITS, 0), "": 0}
    for fit in fits:
        counts[fit] += 1
    return counts

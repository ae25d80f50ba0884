"""The steps of a vacancy's file, in their order: what is done, whose turn it is, what is late and what is not asked.

Nothing of it is stored but what somebody ticked: the rest is seen from what was recorded. The days by which the steps
before the nomination should be done are counted back from it, with the terms of the group's own procedure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from coopadmin.domain.allocation import OUTCOMES, PERMIT_REGIMES, TICKED, Clock
from coopadmin.domain.nominations import FITS
from coopadmin.domain.procedures import WHO, Procedure, decision_words, version_words
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext

LABELS: dict[str, str] = {
    "internal_asked": TICKED["internal_asked"],
    "profile": TICKED["profile_published"],
    "screened": N_("Candidates screened"),
    "invited": N_("Candidates invited"),
    "interviews": N_("Interviews held"),
    "decision": N_("Decision"),
    "procedure_check": N_("Check of the procedure"),
    "ratification": N_("Ratification"),
    "reasons": N_("Reasons sent"),
    "nomination": N_("Nomination sent"),
    "answer": N_("Answer of the corporation"),
    "fit": N_("Fit check"),
    "permit": TICKED["permit"],
    "contract": N_("Contract"),
    "membership": N_("Membership"),
    "welcome": TICKED["welcome"],
    "keys": TICKED["keys"],
    "mentor": TICKED["mentor"],
    "forgetting": N_("Personal data cleared"),
}
"""What every step is called, in their order."""

STATES: dict[str, str] = {
    "done": N_("done"),
    "due": N_("now"),
    "late": N_("late"),
    "waiting": N_("waits"),
    "not_asked": N_("not asked"),
}

SIGNS: dict[str, str] = {"done": "✓", "due": "●", "late": "▲", "waiting": "○", "not_asked": "–"}

_NEEDS: dict[str, tuple[str, ...]] = {
    "screened": ("internal_asked", "profile"),
    "invited": ("screened",),
    "interviews": ("invited",),
    "decision": ("invited", "interviews"),
    "procedure_check": ("decision",),
    "ratification": ("decision", "procedure_check"),
    "nomination": ("decision", "procedure_check", "ratification"),
    "answer": ("nomination",),
    "fit": ("nomination",),
    "permit": ("answer",),
    "contract": ("answer", "fit", "permit"),
    "membership": ("contract",),
    "welcome": ("contract",),
    "keys": ("contract",),
    "mentor": ("contract",),
}
"""The steps that must be done before it is another's turn; those that are not asked need no waiting for."""

AFTER_CLOSING = ("reasons", "welcome", "keys", "mentor", "forgetting")
"""The steps of a file that was let which are still done after it was closed."""


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What the steps of a file are seen from. A day is None where it did not come yet; counts are of candidates."""

    procedure: Procedure
    clock: Clock
    ticked: Mapping[str, date] = field(default_factory=dict[str, date])
    published_on: date | None = None
    permit_regime: str = "unknown"
    closed_on: date | None = None
    outcome: str = ""
    entered: int = 0
    unscreened: int = 0
    screened_on: date | None = None
    """The last screening."""
    to_invite: int = 0
    """Those that fit and were not invited."""
    invited: int = 0
    invited_on: date | None = None
    """The last invitation."""
    unanswered: int = 0
    to_talk: int = 0
    """Those that said yes and had no interview."""
    talked: int = 0
    talked_on: date | None = None
    chosen_on: date | None = None
    chosen: tuple[str, ...] = ()
    """The candidates chosen, by number."""
    checked_on: date | None = None
    ratified_on: date | None = None
    owed: int = 0
    """Letters with reasons to be sent still."""
    owed_by: date | None = None
    """The day the first of them is due."""
    told: int = 0
    told_on: date | None = None
    """The last letter sent."""
    unsaid: int = 0
    """Those that were not chosen, or kept out by a hard criterion, of whom nobody noted why yet."""
    undecided: int = 0
    """Those that may have their turn still: they hear once it is certain."""
    nominated: tuple[str, ...] = ()
    """The candidates whose nomination runs, by number."""
    nominated_on: date | None = None
    answered_on: date | None = None
    answer: str = ""
    fit: str = ""
    fit_on: date | None = None
    permit_on: date | None = None
    contract: str = ""
    contract_on: date | None = None
    member_on: date | None = None
    uncleared: int = 0
    """Candidates whose personal data is still there."""
    clearing: int = 0
    """Those of them that are due to be cleared."""
    clear_from: date | None = None
    cleared_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a key of LABELS, a key of STATES, the day it was done, the day it is due, and why it stands so."""

    name: str
    label: str
    state: str
    on: date | None
    due_on: date | None
    told: str

    @property
    def sign(self) -> str:
        """The sign of its state."""
        return SIGNS[self.state]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A step before it is weighed against the others."""

    name: str
    done_on: date | None
    due_on: date | None
    told: str
    asked: bool = True
    at_turn: bool | None = None
    """Whether it is its turn, whatever the other steps say; None where they say so."""


def steps(facts: StepFacts, on: date) -> tuple[Step, ...]:
    """Give every step of a file as it stands on a day, in their order."""
    found: list[Step] = []
    done: set[str] = set()
    for plan in _plans(facts):
        state = _state(facts, plan, done, on)
        if state in ("done", "not_asked"):
            done.add(plan.name)
        told = plan.told
        if state == "not_asked" and plan.asked:
            told = _("the file was closed: {outcome}").format(outcome=_(OUTCOMES[facts.outcome]))
        found.append(Step(plan.name, _(LABELS[plan.name]), state, plan.done_on, plan.due_on, told))
    return tuple(found)


def late(found: Iterable[Step]) -> tuple[Step, ...]:
    """Give the steps that are late."""
    return tuple(step for step in found if step.state == "late")


def next_step(found: Iterable[Step]) -> Step | None:
    """Give the step to take first: the first that is late, or else whose turn it is; None where nothing is to do."""
    kept = tuple(found)
    return next((one for state in ("late", "due") for one in kept if one.state == state), None)


def _state(facts: StepFacts, plan: _Plan, done: set[str], on: date) -> str:
    if plan.done_on is not None:
        return "done"
    if not plan.asked:
        return "not_asked"
    if facts.closed_on is not None:
        still = AFTER_CLOSING if facts.outcome == "let" else ("reasons", "forgetting")
        if plan.name not in still:
            return "not_asked"
    if plan.name == "forgetting" and (facts.closed_on is None or not facts.clearing):
        return "waiting"
    if plan.due_on is not None and plan.due_on < on:
        return "late"
    at_turn = all(name in done for name in _NEEDS.get(plan.name, ())) if plan.at_turn is None else plan.at_turn
    return "due" if at_turn else "waiting"


def _plans(facts: StepFacts) -> Iterator[_Plan]:
    yield from _before_choosing(facts)
    yield from _choosing(facts)
    yield from _nomination(facts)
    yield from _moving_in(facts)
    yield _forgetting(facts)


# -- until the choice ----------------------------------------------------------------------------------------------


def _before_choosing(facts: StepFacts) -> Iterator[_Plan]:
    rules, due = facts.procedure, facts.clock.due_on
    invite_by = _back(due, rules.reply_days)
    asked_by = _back(invite_by, rules.internal_days)
    yield _Plan(
        "internal_asked", facts.ticked.get("internal_asked"), asked_by, _told_internal(facts), rules.internal_first
    )
    published_on = facts.published_on or facts.ticked.get("profile_published")
    yield _Plan("profile", published_on, invite_by, _told_back(facts, ""))
    settled = _settled(facts)
    screened_on = facts.screened_on if facts.entered and (settled or not facts.unscreened) else None
    said = ngettext("{count} candidate in the file", "{count} candidates in the file", facts.entered).format(
        count=facts.entered
    )
    if facts.unscreened:
        said += ", " + ngettext("{count} not screened", "{count} not screened", facts.unscreened).format(
            count=facts.unscreened
        )
    yield _Plan("screened", screened_on, invite_by, said)
    # Of a list it is the first that fits who is invited; the others wait their turn.
    all_invited = facts.invited > 0 and (settled or rules.invites == "list" or not facts.to_invite)
    yield _Plan("invited", facts.invited_on if all_invited else None, invite_by, _told_invited(facts))
    residents = rules.interview_residents
    talked_on = facts.talked_on if facts.talked and (settled or not facts.to_talk) else None
    said = _told_not_asked(facts)
    if residents:
        said = ngettext(
            "{count} candidate seen by at least {residents} residents",
            "{count} candidates seen by at least {residents} residents",
            facts.talked,
        ).format(count=facts.talked, residents=residents)
        if facts.to_talk:
            said += ", " + ngettext("{count} still to be seen", "{count} still to be seen", facts.to_talk).format(
                count=facts.to_talk
            )
    yield _Plan("interviews", talked_on, due, said, bool(residents))


def _settled(facts: StepFacts) -> bool:
    """Tell whether nobody who had no part in the choice is waited for: of a list only the nomination settles it."""
    return facts.nominated_on is not None or (facts.chosen_on is not None and facts.procedure.choice != "list")


def _back(day: date | None, days: int | None) -> date | None:
    """Go back from a day by a term of the procedure; the day itself where there is none."""
    return None if day is None else day - timedelta(days=days or 0)


def _told_internal(facts: StepFacts) -> str:
    rules, asked_on = facts.procedure, facts.ticked.get("internal_asked")
    if not rules.internal_first:
        return _told_not_asked(facts)
    if rules.internal_days is None:
        return _("whoever lives here goes first, by {version}").format(version=version_words(rules))
    if asked_on is not None:
        until = asked_on + timedelta(days=rules.internal_days)
        line = ngettext(
            "they have {count} day: until {day}", "they have {count} days: until {day}", rules.internal_days
        )
        return line.format(count=rules.internal_days, day=long_date(until))
    line = ngettext("they have {count} day to answer", "they have {count} days to answer", rules.internal_days)
    return _told_back(facts, line.format(count=rules.internal_days))


def _told_invited(facts: StepFacts) -> str:
    said = [ngettext("{count} invited", "{count} invited", facts.invited).format(count=facts.invited)]
    settled = _settled(facts)
    if facts.to_invite:
        left = ngettext("{count} fits and waits", "{count} fit and wait", facts.to_invite)
        if settled:
            left = ngettext("{count} fits and was not invited", "{count} fit and were not invited", facts.to_invite)
        said.append(left.format(count=facts.to_invite))
    if facts.unanswered and not settled:
        unanswered = ngettext("{count} did not answer yet", "{count} did not answer yet", facts.unanswered)
        said.append(unanswered.format(count=facts.unanswered))
    if facts.procedure.reply_days is not None and not settled:
        line = ngettext("{count} day to answer", "{count} days to answer", facts.procedure.reply_days)
        said.append(line.format(count=facts.procedure.reply_days))
    return ", ".join(said)


def _told_back(facts: StepFacts, said: str) -> str:
    """Say that a day is counted back from the nomination, where that has a day."""
    due = facts.clock.due_on
    back = _("counted back from the nomination, due on {day}").format(day=long_date(due)) if due else ""
    return ", ".join(part for part in (said, back) if part)


def _told_not_asked(facts: StepFacts) -> str:
    return _("not asked by {version}").format(version=version_words(facts.procedure))


# -- the choice ----------------------------------------------------------------------------------------------------


def _choosing(facts: StepFacts) -> Iterator[_Plan]:
    rules, due = facts.procedure, facts.clock.due_on
    said = _("{who}: {how}").format(who=_(WHO[rules.decided_by]), how=decision_words(rules))
    if facts.chosen:
        said += " · " + ", ".join(facts.chosen)
    yield _Plan("decision", facts.chosen_on, due, said)
    said = _("on the way it went, never on the person") if rules.procedure_check else _told_not_asked(facts)
    yield _Plan("procedure_check", facts.checked_on, due, said, rules.procedure_check)
    said = _("the general meeting has the last word") if rules.ratification else _told_not_asked(facts)
    yield _Plan("ratification", facts.ratified_on, due, said, rules.ratification)
    yield _reasons(facts)


def _reasons(facts: StepFacts) -> _Plan:
    """Tell whether letters are owed: as soon as somebody was turned down, and else not before it is certain."""
    certain = facts.closed_on is not None or facts.nominated_on is not None or facts.chosen_on is not None
    said: list[str] = []
    if facts.told:
        told = ngettext("{count} candidate was told", "{count} candidates were told", facts.told)
        said.append(told.format(count=facts.told))
    if facts.owed:
        owed = ngettext("{count} letter to send", "{count} letters to send", facts.owed)
        said.append(owed.format(count=facts.owed))
    if facts.unsaid:
        unsaid = ngettext(
            "{count} candidate was not chosen: note why",
            "{count} candidates were not chosen: note why",
            facts.unsaid,
        )
        said.append(unsaid.format(count=facts.unsaid))
    if facts.undecided and not facts.owed and not facts.unsaid:
        waits = ngettext(
            "{count} candidate hears once it is certain who comes",
            "{count} candidates hear once it is certain who comes",
            facts.undecided,
        )
        said.append(waits.format(count=facts.undecided))
    if not said:
        said.append(_("nobody is owed reasons") if certain else _("whoever is not chosen is told why"))
    settled = not (facts.owed or facts.unsaid or facts.undecided)
    return _Plan(
        "reasons",
        facts.told_on if facts.told and settled else None,
        facts.owed_by,
        ", ".join(said),
        asked=bool(facts.told) or not (settled and certain),
        at_turn=bool(facts.owed or facts.unsaid),
    )


# -- the corporation -----------------------------------------------------------------------------------------------


def _nomination(facts: StepFacts) -> Iterator[_Plan]:
    yield _Plan("nomination", facts.nominated_on, facts.clock.due_on, ", ".join(facts.nominated))
    said = _("the corporation said yes") if facts.answer == "accepted" else _("the law names no term")
    yield _Plan("answer", facts.answered_on if facts.answer == "accepted" else None, None, said)
    said = _(FITS[facts.fit]) if facts.fit else _("recorded before the contract begins; the outcome only")
    yield _Plan("fit", facts.fit_on, None, said)
    regime = _(PERMIT_REGIMES[facts.permit_regime])
    asked = facts.permit_regime in ("unknown", "required", "member_priority")
    yield _Plan("permit", facts.permit_on or facts.ticked.get("permit"), None, regime, asked)


def _moving_in(facts: StepFacts) -> Iterator[_Plan]:
    yield _Plan("contract", facts.contract_on, None, facts.contract or _("made out of this file, in one deed"))
    kind = _("as an aspirant; the second admission comes later") if facts.procedure.admissions == 2 else ""
    yield _Plan("membership", facts.member_on, None, kind)
    for name in ("welcome", "keys", "mentor"):
        yield _Plan(name, facts.ticked.get(name), None, "")


def _forgetting(facts: StepFacts) -> _Plan:
    if facts.closed_on is None:
        return _Plan("forgetting", None, None, _("as long as the file runs its candidates stay"))
    if not facts.uncleared:
        return _Plan("forgetting", facts.cleared_on or facts.closed_on, None, _("nobody's data is left"))
    if facts.clearing:
        said = ngettext("{count} candidate to be cleared", "{count} candidates to be cleared", facts.clearing)
        return _Plan("forgetting", None, facts.clear_from, said.format(count=facts.clearing))
    said = ngettext(
        "{count} candidate stays for now: within the term, with consent, or on a list",
        "{count} candidates stay for now: within the term, with consent, or on a list",
        facts.uncleared,
    )
    return _Plan("forgetting", None, None, said.format(count=facts.uncleared))

"""The steps taken with a tenant who is behind: which come when, which is next, and why.

Every debt climbs the same ladder, one level at a time and no level twice. The days are dated rules of the group
(`LEVELS` names them; 0 leaves a level out); the order and what a letter must leave time for are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.association import RuleValue, rule_on, with_defaults
from coopadmin.domain.collection import last_day_to_pay, presumed_delivery
from coopadmin.domain.ledger import OpenDebt, Ref
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext

LEVELS: dict[str, str] = {
    "reminder": N_("reminder"),
    "fourteen_day_letter": N_("fourteen-day letter"),
    "final_notice": N_("final notice"),
    "arrangement": N_("payment plan offered"),
    "municipality": N_("municipality told"),
    "handed_over": N_("handed over"),
}
"""The ladder, from below."""

COST = "collection_cost"
"""The level under which a charged collection cost is logged; no part of the ladder."""

WORDS: dict[str, str] = {**LEVELS, COST: N_("collection cost charged")}
"""What a logged step is called."""

LETTERS = ("reminder", "fourteen_day_letter", "final_notice")
"""Levels that are a letter, which a run over all contracts may take; the others are a person's own work."""

BESIDE = ("arrangement", "municipality")
"""Levels that may come early without the letters below them being left out."""

NOT_FOR_COST = ("fourteen_day_letter", "arrangement", "municipality", "handed_over")
"""Levels that a charged collection cost does not climb: no cost on cost, nothing reported for cost alone."""

_RULE = "{level}_days"


# -- the ladder ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ladder:
    """The days after the due date on which each level comes (0: never), and the days two steps lie apart at least."""

    days: Mapping[str, int]
    apart: int

    def levels_for(self, kind: str) -> list[str]:
        """Give the levels that a debt of a kind climbs, from below."""
        return [level for level in LEVELS if self.days.get(level) and not (kind == COST and level in NOT_FOR_COST)]


def ladder_on(values: Iterable[RuleValue], on: date) -> Ladder:
    """Give the ladder by the rules in force on a day; a rule that was never set is what a fresh store starts with."""
    known = with_defaults(values)
    days = {level: int(rule_on(known, _RULE.format(level=level), on) or 0) for level in LEVELS}
    # Without a day between, running the steps twice on one day would take two levels.
    return Ladder(days, max(1, int(rule_on(known, "steps_apart_days", on) or 1)))


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: its level, its day, the day its letter was delivered, and the debts it was about."""

    level: str
    taken_on: date
    received_on: date | None
    refs: frozenset[Ref]

    @property
    def delivered_on(self) -> date:
        """The day its letter was delivered: as it was logged, else as it is presumed."""
        return self.received_on or presumed_delivery(self.taken_on)

    @property
    def last_day(self) -> date:
        """The last day of a fourteen-day letter's term."""
        return last_day_to_pay(self.delivered_on)


# -- what is next --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step to take: its level, the day it is due, the debts it is about with what is open of them, and why."""

    level: str
    due_on: date
    refs: tuple[Ref, ...]
    open_cents: int
    oldest_due: date
    reason: str

    @property
    def by_run(self) -> bool:
        """Whether a run over all contracts may take it."""
        return self.level in LETTERS


@dataclass(frozen=True, slots=True)
class _Due:
    """The next level of one debt."""

    one: OpenDebt
    level: str
    due_on: date
    after: Taken | None


def can_be_logged(ref: Ref) -> bool:
    """Tell whether a debt is a row that a step can be about; money taken back without one is not."""
    return ref[0] in ("charge", "opening")


def steps_due(
    open_debts: Sequence[OpenDebt], taken: Sequence[Taken], on: date, ladder: Ladder, *, plan_met: bool = False
) -> tuple[NextStep, ...]:
    """Give the steps due by a day, the highest level first: each about every debt that is ready for it.

    A debt goes on to the lowest level above the letters it was in, no earlier than that level's day and the days two
    steps lie apart; after a fourteen-day letter also not before its term is over. None with a plan that is met.
    """
    if plan_met:
        return ()
    ready: dict[str, list[_Due]] = {}
    for due in _all_due(open_debts, taken, ladder):
        if due.due_on <= on:
            ready.setdefault(due.level, []).append(due)
    return tuple(_step(ready[level], on) for level in reversed(LEVELS) if level in ready)


def next_step(
    open_debts: Sequence[OpenDebt], taken: Sequence[Taken], on: date, ladder: Ladder, *, plan_met: bool = False
) -> NextStep | None:
    """Give the step that comes next: the highest that is due, else the first to fall due; None where none will."""
    if plan_met:
        return None
    found = steps_due(open_debts, taken, on, ladder)
    if found:
        return found[0]
    coming = sorted(_all_due(open_debts, taken, ladder), key=lambda due: due.due_on)
    if not coming:
        return None
    first = coming[0]
    return _step([due for due in coming if (due.level, due.due_on) == (first.level, first.due_on)], on)


def _all_due(open_debts: Iterable[OpenDebt], taken: Sequence[Taken], ladder: Ladder) -> list[_Due]:
    found = [_due_of(one, taken, ladder) for one in open_debts if can_be_logged(one.debt.ref)]
    return [due for due in found if due is not None]


def _due_of(one: OpenDebt, taken: Sequence[Taken], ladder: Ladder) -> _Due | None:
    steps = [step for step in taken if one.debt.ref in step.refs and step.level in LEVELS]
    places = list(LEVELS)
    reached = max((places.index(step.level) for step in steps if step.level not in BESIDE), default=-1)
    were = {step.level for step in steps}
    left = (level for level in ladder.levels_for(one.debt.kind) if places.index(level) > reached and level not in were)
    level = next(left, None)
    if level is None:
        return None
    due_on = one.debt.due_on + timedelta(days=ladder.days[level])
    last = max(steps, key=lambda step: step.taken_on, default=None)
    for step in steps:
        free = step.taken_on + timedelta(days=ladder.apart)
        if step.level == "fourteen_day_letter":
            free = max(free, step.last_day + timedelta(days=1))
        due_on = max(due_on, free)
    return _Due(one, level, due_on, last)


def _step(due: Sequence[_Due], on: date) -> NextStep:
    oldest = min(due, key=lambda one: one.one.debt.due_on)
    return NextStep(
        due[0].level,
        min(one.due_on for one in due),
        tuple(one.one.debt.ref for one in due),
        sum(one.one.open_cents for one in due),
        oldest.one.debt.due_on,
        _reason(oldest, on),
    )


def _reason(due: _Due, on: date) -> str:
    days = (on - due.one.debt.due_on).days
    late = ngettext("open for {count} day", "open for {count} days", days).format(count=days)
    if due.after is None:
        return _("{late}, no step was taken yet").format(late=late)
    last = _("{level} on {day}").format(level=_(LEVELS[due.after.level]), day=long_date(due.after.taken_on))
    return _("{late}, after the step before: {last}").format(late=late, last=last)


# -- a report to the municipality ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EarlyWarning:
    """What a landlord did before reporting arrears to the municipality, each with its day or in words.

    Municipal Debt Assistance Decree (Besluit gemeentelijke schuldhulpverlening), art. 2. The written reminder is known
    from the steps taken. `no_objection` is the tenant's word: who objects is not reported.
    """

    contact: str
    help: str
    offer: str
    agreed: str
    no_objection: bool


def early_warning_text(facts: EarlyWarning, reminded_on: date) -> str:
    """Write the facts as the note of the step."""
    return "\n".join(
        (
            _("reminded in writing: {day}").format(day=long_date(reminded_on)),
            _("personal contact: {text}").format(text=facts.contact),
            _("pointed to debt counselling: {text}").format(text=facts.help),
            _("offered to pass the details on, without objection: {text}").format(text=facts.offer),
            _("agreed with the municipality: {text}").format(text=facts.agreed),
        )
    )

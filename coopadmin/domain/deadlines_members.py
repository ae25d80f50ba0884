"""Terms around memberships: applications, reasons, receipts, appeals, and what is handed back by the last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coopadmin.domain.deadlines import Deadline
from coopadmin.domain.members import office_name
from coopadmin.domain.memberships import ENDINGS, EndingRules, appeal_until, without_appeal
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _, ngettext

DECIDED_BY_ASSOCIATION = ("by_association", "expulsion")
"""Endings of which the member is owed the reasons, and may appeal to the general meeting."""

REASONS = N_("Civil Code (BW) 2:35(4): in writing, with the reasons, as soon as can be")
RECEIPT = N_("the term for an appeal runs from the day the member has the reasons in hand")
NO_TERM = N_("the law names no term; your statutes or house rules may")


@dataclass(frozen=True, slots=True)
class Remaining:
    """What somebody who leaves still has: facilities kept with their keys, offices (codes), groups, open cents."""

    kept: tuple[tuple[str, int | None], ...] = ()
    offices: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    owed_cents: int = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """Each thing that is to be handed back, over or paid."""
        return (
            *(_("keeper of {what}").format(what=_with_keys(name, keys)) for name, keys in self.kept),
            *(_("office: {name}").format(name=office_name(code)) for code in self.offices),
            *(_("working group: {name}").format(name=name) for name in self.groups),
            *([_("{amount} to pay").format(amount=euro(self.owed_cents))] if self.owed_cents > 0 else []),
        )


def _with_keys(name: str, keys: int | None) -> str:
    return f"{name} · " + ngettext("{count} key", "{count} keys", keys).format(count=keys) if keys else name


@dataclass(frozen=True, slots=True)
class EndingFacts:
    """How a membership ends, as far as it makes terms."""

    ending_id: int
    name: str
    kind: str
    noticed_on: date
    ends_on: date
    """The last day as it was worked out, by `rule`."""
    rule: str
    reasons_sent_on: date | None
    received_on: date | None
    appealed_on: date | None
    appeal_outcome: str
    body: str = ""
    """The code of the body that took the decision, where its meeting tells."""
    remaining: Remaining = Remaining()

    @property
    def by_meeting(self) -> bool:
        """Whether the general meeting decided itself: against that there is no appeal."""
        return self.appealed_on is None and without_appeal(self.kind, self.noticed_on, self.ends_on, self.body)

    @property
    def runs_on(self) -> bool:
        """Whether there is no last day yet: the term of the appeal against an expulsion has not begun, or it waits."""
        if self.kind != "expulsion" or self.by_meeting or self.appeal_outcome:
            return False
        return self.received_on is None or self.appealed_on is not None


def of_ending(ending: EndingFacts, rules: EndingRules, today: date) -> list[Deadline]:
    """Give what is owed and until when a member may appeal (Civil Code (BW) 2:35(4)), and the day it ends."""
    found: list[Deadline] = []
    if ending.kind in DECIDED_BY_ASSOCIATION:
        what = _("Send {name} the decision with its reasons").format(name=ending.name)
        sent = ending.reasons_sent_on or ending.received_on
        found.append(_term("reasons", ending, ending.noticed_on, what, _(REASONS), sent))
        if not ending.by_meeting:
            found += [*_receipt(ending), *_appeal(ending, rules, today)]
    if ending.kind != "change" and ending.appeal_outcome != "upheld" and not ending.runs_on:
        found.append(_leaving(ending, today))
    return found


def _receipt(ending: EndingFacts) -> list[Deadline]:
    """Ask for the day of receipt once the reasons went out; it has no day of its own, the post takes what it takes."""
    if ending.reasons_sent_on is None or (ending.received_on is None and ending.appealed_on is not None):
        return []  # who appealed has had the reasons, whatever the day
    what = _("Note the day {name} received the reasons").format(name=ending.name)
    why = _("sent on {day}").format(day=long_date(ending.reasons_sent_on)) + " · " + _(RECEIPT)
    return [_term("receipt", ending, None, what, why, ending.received_on)]


def _appeal(ending: EndingFacts, rules: EndingRules, today: date) -> list[Deadline]:
    if ending.appealed_on is not None:
        if ending.appeal_outcome:
            return []
        what = _("Put the appeal of {name} to the general meeting").format(name=ending.name)
        why = _("appealed on {day}").format(day=long_date(ending.appealed_on)) + " · " + _(NO_TERM)
        return [_term("appeal_decision", ending, None, what, why)]
    if ending.received_on is None:
        return []
    until = appeal_until(ending.received_on, rules)
    if until < today:
        return []  # the term was the member's; once over it asks nothing of anybody
    what = _("{name} may appeal until this day").format(name=ending.name)
    return [_term("appeal", ending, until, what, _(rules.appeal_source))]


def _leaving(ending: EndingFacts, today: date) -> Deadline:
    """Give the last day; it is met once that day is past and nothing is left to hand back, over or pay."""
    left = ending.remaining.lines
    what = _("{ending} of {name}: the last day").format(ending=_capital(ENDINGS[ending.kind]), name=ending.name)
    what += " · " + ("; ".join(left) if left else _("nothing to hand back"))
    why = ending.rule or _("the day that was noted with the ending")
    met_on = ending.ends_on if not left and ending.ends_on < today else None
    return _term("leaving", ending, ending.ends_on, what, why, met_on)


def _term(kind: str, ending: EndingFacts, on: date | None, what: str, why: str, met_on: date | None = None) -> Deadline:
    return Deadline(f"{kind}:membershipending:{ending.ending_id}", on, what, why, ("endings", ending.ending_id), met_on)


def of_application(application_id: int, name: str, applied_on: date, decided_on: date | None = None) -> Deadline:
    """Give an application, which waits without a day of its own until it is decided on."""
    return Deadline(
        f"application:membershipapplication:{application_id}",
        None,
        _("Decide on the application of {name}").format(name=name),
        _("asked on {day}").format(day=long_date(applied_on)) + " · " + _(NO_TERM),
        ("applications", application_id),
        decided_on,
    )


def _capital(message: str) -> str:
    words = _(message)
    return words[:1].upper() + words[1:]

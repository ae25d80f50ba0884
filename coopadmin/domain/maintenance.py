"""Repairs, planned work and inspections: how they are called, which state follows which, and the days each may take.

A task's time runs from its report, by the rules in force that day; when it stands still is in `clocks`. How work comes
round stands in `recurrences`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.association import RuleValue, rule_on
from coopadmin.domain.periods import in_force
from coopadmin.errors import Problem
from coopadmin.formats import long_date, parse_whole
from coopadmin.i18n import N_, _

KINDS: dict[str, str] = {
    "repair": N_("repair"),
    "inspection": N_("inspection"),
    "planned": N_("planned"),
    "turnover": N_("between tenants"),
}
"""Kinds of work: on request, by law or insurer, from a plan, and between two tenants (mutatieonderhoud)."""

KIND_WORDS: dict[str, str] = {
    "reparatie": "repair",
    "keuring": "inspection",
    "gepland": "planned",
    "mutatie": "turnover",
    "reparatieonderhoud": "repair",
    "klachtenonderhoud": "repair",
    "klacht": "repair",
    "storing": "repair",
    "inspectie": "inspection",
    "controle": "inspection",
    "planmatig": "planned",
    "planmatig onderhoud": "planned",
    "mutatieonderhoud": "turnover",
    "repair": "repair",
    "inspection": "inspection",
    "planned": "planned",
    "turnover": "turnover",
}
"""The words registers use for them, here and below."""

URGENCIES: dict[str, str] = {
    "emergency": N_("emergency"),
    "normal": N_("normal"),
    "planned": N_("planned"),
}

URGENCY_WORDS: dict[str, str] = {
    "spoed": "emergency",
    "normaal": "normal",
    "gepland": "planned",
    "ja": "emergency",
    "nee": "normal",
    "urgent": "emergency",
    "gewoon": "normal",
    "geen spoed": "normal",
    "planmatig": "planned",
    "emergency": "emergency",
    "normal": "normal",
    "planned": "planned",
    "yes": "emergency",
    "no": "normal",
}

PARTIES: dict[str, str] = {
    "resident": N_("resident"),
    "cooperative": N_("co-operative"),
    "corporation": N_("corporation"),
    "unknown": N_("not yet known"),
}
"""Who has to see to it, by the agreement's division of tasks (demarcatielijst)."""

PARTY_WORDS: dict[str, str] = {
    "bewoner": "resident",
    "coöperatie": "cooperative",
    "corporatie": "corporation",
    "onbekend": "unknown",
    "huurder": "resident",
    "wij": "cooperative",
    "vereniging": "cooperative",
    "beheercoöperatie": "cooperative",
    "woningcorporatie": "corporation",
    "verhuurder": "corporation",
    "resident": "resident",
    "tenant": "resident",
    "cooperative": "cooperative",
    "corporation": "corporation",
    "unknown": "unknown",
}

STATUSES: dict[str, str] = {
    "reported": N_("reported"),
    "judged": N_("judged"),
    "handed_over": N_("handed over"),
    "ordered": N_("ordered"),
    "planned": N_("planned"),
    "waiting": N_("waiting"),
    "in_progress": N_("in progress"),
    "done": N_("done"),
    "cancelled": N_("called off"),
}
"""The states of one record, from the report to the end; what a resident confirms is done already."""

STATUS_WORDS: dict[str, str] = {
    "gemeld": "reported",
    "beoordeeld": "judged",
    "overgedragen": "handed_over",
    "bij corporatie": "handed_over",
    "bij de corporatie": "handed_over",
    "opdracht gegeven": "ordered",
    "in opdracht": "ordered",
    "wacht": "waiting",
    "wachten": "waiting",
    "aangehouden": "waiting",
    "judged": "judged",
    "handed over": "handed_over",
    "ordered": "ordered",
    "waiting": "waiting",
    "gepland": "planned",
    "in uitvoering": "in_progress",
    "klaar": "done",
    "vervallen": "cancelled",
    "open": "reported",
    "nieuw": "reported",
    "ingepland": "planned",
    "bezig": "in_progress",
    "loopt": "in_progress",
    "gereed": "done",
    "gedaan": "done",
    "afgerond": "done",
    "afgehandeld": "done",
    "opgelost": "done",
    "geannuleerd": "cancelled",
    "ingetrokken": "cancelled",
    "reported": "reported",
    "new": "reported",
    "planned": "planned",
    "in progress": "in_progress",
    "done": "done",
    "completed": "done",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "called off": "cancelled",
}

OPEN = ("reported", "judged", "handed_over", "ordered", "planned", "waiting", "in_progress")
"""What still has to be seen to."""

FOLLOWS: dict[str, tuple[str, ...]] = {
    "reported": ("judged", "handed_over", "ordered", "planned", "waiting", "in_progress", "done", "cancelled"),
    "judged": ("reported", "handed_over", "ordered", "planned", "waiting", "in_progress", "done", "cancelled"),
    "handed_over": ("judged", "planned", "waiting", "in_progress", "done", "cancelled"),
    "ordered": ("judged", "planned", "waiting", "in_progress", "done", "cancelled"),
    "planned": ("judged", "handed_over", "ordered", "waiting", "in_progress", "done", "cancelled"),
    "waiting": ("reported", "judged", "handed_over", "ordered", "planned", "in_progress", "done", "cancelled"),
    "in_progress": ("judged", "handed_over", "ordered", "planned", "waiting", "done", "cancelled"),
    "done": ("reported",),
    "cancelled": ("reported",),
}
"""Which state may follow which.

What lies with the corporation or a contractor comes back (judged) before it is given to the other; closed work is
reopened, as reported, before anything else.
"""


# -- a task's time ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limit:
    """The days a task of one urgency may take when it is reported from `first` to `last`, both included."""

    urgency: str
    first: date
    last: date | None
    days: int


MOST_DAYS = 3_660
"""Ten years: a rule that allows more was mistyped."""

LIMIT_RULES: dict[str, str] = {"emergency": "emergency_days", "normal": "normal_days"}
"""Which dated rule says how long; planned work has its day by agreement, so no rule."""

CONTACT_RULES: dict[str, str] = {"normal": "normal_contact_days"}
"""Which dated rule says within how many days somebody must have agreed with the resident when to come."""


def limits(rules: Iterable[RuleValue], named: Mapping[str, str] = LIMIT_RULES) -> tuple[Limit, ...]:
    """Lay the dated rules out as periods, per urgency; `named` says which rule is whose.

    A rule whose value is no sensible whole number of days gives no limit: the time is then unknown, not nought.
    """
    values = list(rules)
    found: list[Limit] = []
    for urgency, name in named.items():
        starts = sorted({one.valid_from for one in values if one.name == name})
        for first, following in zip(starts, [*starts, None][1:], strict=True):
            try:
                days = parse_whole(rule_on(values, name, first) or "")
            except ValueError:
                continue
            if days <= MOST_DAYS:
                found.append(Limit(urgency, first, following - timedelta(days=1) if following else None, days))
    return tuple(found)


def days_allowed(found: Iterable[Limit], urgency: str, reported_on: date) -> int | None:
    """Give the days a task may take, by the rule in force when it was reported; None without one."""
    for limit in found:
        if limit.urgency == urgency and in_force(limit.first, limit.last, reported_on):
            return limit.days
    return None


def due_on(found: Iterable[Limit], urgency: str, reported_on: date) -> date | None:
    """Give the last day on which a task is in time where it never stood still; None without a rule."""
    days = days_allowed(found, urgency, reported_on)
    return None if days is None else reported_on + timedelta(days=days)


def is_late(due: date | None, on: date) -> bool:
    """Tell whether the last day in time has passed; work that has none is never late."""
    return due is not None and due < on


def waited_on(status: str, done_on: date | None, on: date) -> bool:
    """Tell whether a task waited on a day: it is open still, or was done only later."""
    return status in OPEN or (status == "done" and done_on is not None and done_on > on)


def check_task(reported_on: date | None, status: str, done_on: date | None, today: date) -> list[Problem]:
    """Say what cannot be about the days of a task; fields are named as the arguments."""
    if status == "done" and done_on is None:
        return [Problem("done_on", _("the work is done, so say on which day"))]
    if done_on and reported_on and done_on < reported_on:
        reason = _("done on {done}, before it was reported on {reported}").format(
            done=long_date(done_on), reported=long_date(reported_on)
        )
        return [Problem("done_on", reason)]
    if status == "done" and done_on and done_on > today:
        return [Problem("done_on", _("done on {day}, which is still to come").format(day=long_date(done_on)))]
    return []

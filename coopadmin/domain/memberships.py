"""How memberships come and go: the words for it, and the day on which one ends with the lines that explain it.

A membership ends by death, by notice of the member, by notice of the association, or by expulsion (Civil Code (BW)
2:35(1)). What the statutes may set differently is a dated rule of the group and comes in as `EndingRules`. A tenancy
is a thing of its own: nothing here ends one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.periods import add_months, day_after, last_of_month
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext

APPLICATIONS: dict[str, str] = {
    "open": N_("to be decided"),
    "admitted": N_("admitted"),
    "refused": N_("refused"),
    "withdrawn": N_("withdrawn"),
}
"""What became of an application."""

ENDINGS: dict[str, str] = {
    "resignation": N_("resignation"),
    "immediate": N_("resignation at once"),
    "by_association": N_("notice by the association"),
    "expulsion": N_("expulsion"),
    "death": N_("death"),
    "change": N_("change of kind"),
}
"""How a membership ends."""

APPEALS: dict[str, str] = {
    "upheld": N_("appeal upheld"),
    "dismissed": N_("appeal dismissed"),
    "withdrawn": N_("appeal withdrawn"),
}
"""What became of an appeal against an ending."""

GROUNDS: dict[str, str] = {
    "statutes": N_("a case that the statutes name"),
    "requirements": N_("no longer what the statutes ask of a member"),
    "unreasonable": N_("the association cannot reasonably be asked to go on"),
}
"""On what ground an association may give notice (Civil Code (BW) 2:35(2))."""

GENERAL = "general"
"""The code of the general meeting among the bodies that decide."""

FARTHEST_YEARS = 20
"""Nobody resigns further ahead; a later year is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class EndingRules:
    """What the statutes or the law set for the end of a membership, each with where it comes from.

    `first_month` is the first month of the financial year; `whole_year`: the contribution stays due for all of it.
    """

    notice_weeks: int = 4
    at_year_end: bool = True
    first_month: int = 1
    whole_year: bool = True
    appeal_months: int = 1
    notice_source: str = N_("Civil Code (BW) 2:36(1), unless the statutes differ")
    contribution_source: str = N_("Civil Code (BW) 2:35(5), unless the statutes differ")
    appeal_source: str = N_("Civil Code (BW) 2:35(4): one month after receipt; the statutes cannot make it shorter")

    def year_end(self, day: date) -> date:
        """Give the last day of the financial year that a day lies in."""
        month = self.first_month if 1 <= self.first_month <= 12 else 1
        if month == 1:
            return date(day.year, 12, 31)
        return last_of_month(date(day.year if day.month < month else day.year + 1, month - 1, 1))


@dataclass(frozen=True, slots=True)
class EndDate:
    """The last day of a membership, with the lines that say how it came about."""

    ends_on: date
    lines: tuple[str, ...]

    @property
    def rule(self) -> str:
        """The lines as they are kept with the ending."""
        return "\n".join(self.lines)


# -- notice --------------------------------------------------------------------------------------------------------


def resignation(noticed_on: date, rules: EndingRules, wanted_on: date | None = None) -> EndDate:
    """Give the day a notice ends the membership, by the member or the association (Civil Code (BW) 2:36(1)-(2)).

    Unless the statutes differ that is the end of a financial year, four weeks ahead at least; by the end of the
    financial year after that of the notice it is always possible. A day that is not allowed rolls on to the first one
    that is, never back.
    """
    over_on = noticed_on + timedelta(weeks=rules.notice_weeks)
    wanted = max(wanted_on or noticed_on, noticed_on)
    always = rules.year_end(day_after(rules.year_end(noticed_on)))
    by_rule = max(over_on, wanted)
    by_rule = rules.year_end(by_rule) if rules.at_year_end else by_rule
    ends_on = min(day for day in (always, by_rule) if day >= wanted)
    lines = [
        _("Notice given on {day}.").format(day=long_date(noticed_on)),
        notice_text(rules),
        *_how_it_rolled(rules, over_on, ends_on),
    ]
    if ends_on != by_rule:
        lines.append(
            _("By the end of the next financial year it is always possible: {day} (BW 2:36(1)).").format(
                day=long_date(ends_on)
            )
        )
    if wanted_on is not None and wanted_on != ends_on:
        lines.append(
            _("Asked for was {day}; it becomes the first day that is allowed after it (BW 2:36(2)).").format(
                day=long_date(wanted_on)
            )
        )
    return EndDate(ends_on, (*lines, _last_day(ends_on)))


def notice_text(rules: EndingRules) -> str:
    """Say what notice is asked, and where that stands."""
    if rules.at_year_end:
        sentence = ngettext(
            "At the end of a financial year, with {count} week's notice ({source}).",
            "At the end of a financial year, with {count} weeks' notice ({source}).",
            rules.notice_weeks,
        )
    else:
        sentence = ngettext(
            "On any day, with {count} week's notice ({source}).",
            "On any day, with {count} weeks' notice ({source}).",
            rules.notice_weeks,
        )
    return sentence.format(count=rules.notice_weeks, source=_(rules.notice_source))


def _how_it_rolled(rules: EndingRules, over_on: date, ends_on: date) -> list[str]:
    if over_on > ends_on:
        return [_("The notice would run until {day}.").format(day=long_date(over_on))]
    lines = [_("The notice is over on {day}.").format(day=long_date(over_on))]
    if rules.at_year_end:
        lines.append(_("The financial year ends on {day}.").format(day=long_date(ends_on)))
    return lines


def at_once(noticed_on: date, learned_on: date | None = None) -> EndDate:
    """Give the day of a notice that ends the membership at once.

    With `learned_on` because of a decision that limits rights or adds duties, of which the member learned that day
    (Civil Code (BW) 2:36(3)); without, because nobody can reasonably be asked to go on (BW 2:36(1)).
    """
    noticed = _("Notice given on {day}.").format(day=long_date(noticed_on))
    if learned_on is None:
        why = _("At once: going on cannot reasonably be asked (BW 2:36(1)).")
    else:
        why = _(
            "At once, because of a decision that limits rights or adds duties: within a month after the member learned "
            "of it on {day} (BW 2:36(3)). That decision does not hold for the member."
        ).format(day=long_date(learned_on))
    return EndDate(noticed_on, (noticed, why, _last_day(noticed_on)))


def immediate_until(learned_on: date) -> date:
    """Give the last day for a notice at once, a month after the member learned of the decision (BW 2:36(3))."""
    return add_months(learned_on, 1)


def too_late_at_once(noticed_on: date, learned_on: date) -> str:
    """Say why a notice cannot end the membership at once because of a decision; empty where it can."""
    if learned_on > noticed_on:
        return _("the notice was given before that day")
    until = immediate_until(learned_on)
    if noticed_on <= until:
        return ""
    return _("at once was possible until {day}, a month after it (BW 2:36(3)); later the usual notice holds").format(
        day=long_date(until)
    )


# -- expulsion and appeal ------------------------------------------------------------------------------------------


def appeal_until(received_on: date, rules: EndingRules) -> date:
    """Give the last day for an appeal, counted from the day the reasons were received (Civil Code (BW) 2:35(4))."""
    return add_months(received_on, max(rules.appeal_months, 1))


def expulsion(
    decided_on: date, rules: EndingRules, *, received_on: date | None = None, by_meeting: bool = False
) -> EndDate:
    """Give the day an expulsion ends the membership: when the appeal is over (Civil Code (BW) 2:35(3)-(4)).

    Against a decision that the general meeting took itself, where the statutes give it that power, there is no
    appeal. Without `received_on` the day is the earliest it can be: the term has not begun.
    """
    decided = _("Expelled by a decision of {day} (BW 2:35(3)).").format(day=long_date(decided_on))
    if by_meeting:
        why = _("The general meeting decided itself, so that there is no appeal to it (BW 2:35(4)).")
        return EndDate(decided_on, (decided, why, _last_day(decided_on)))
    ends_on = appeal_until(received_on or decided_on, rules)
    if received_on is None:
        lines = (
            _("The appeal runs from the day the member has the reasons in hand; note that day."),
            _("Suspended until then; the membership ends on {day} at the earliest.").format(day=long_date(ends_on)),
        )
    else:
        lines = (
            _("Reasons received on {day}; appeal until {until} ({source}).").format(
                day=long_date(received_on), until=long_date(ends_on), source=_(rules.appeal_source)
            ),
            _("Suspended meanwhile (BW 2:35(4))."),
            _last_day(ends_on),
        )
    return EndDate(ends_on, (decided, *lines))


def without_appeal(kind: str, noticed_on: date, ends_on: date, body: str) -> bool:
    """Tell whether the general meeting itself ended a membership: to it there is no appeal (Civil Code (BW) 2:35(4)).

    `ends_on` is the day as it was worked out before any appeal: an expulsion by another body never ends on the day of
    its decision. `body` is the code of the body that took the decision, empty where that is not known.
    """
    if kind == "expulsion":
        return ends_on == noticed_on
    return kind == "by_association" and body == GENERAL


def wrong_body(by_meeting: bool, body: str) -> str:
    """Say what is wrong with who is said to have expelled, by the body of the decision; empty where it may be so."""
    if body == GENERAL and not by_meeting:
        return _("the general meeting took that decision: answer yes, and there is no appeal")
    if body not in ("", GENERAL) and by_meeting:
        return _("the general meeting did not take that decision: answer no, and there is an appeal to it")
    return ""


def appeal_lost(appealed_on: date, decided_on: date, ends_on: date, outcome: str) -> EndDate:
    """Give the day an ending holds from after all, once the appeal was dismissed or withdrawn."""
    return EndDate(
        ends_on,
        (
            _("Appealed on {day}; {outcome} on {decided}.").format(
                day=long_date(appealed_on), outcome=_(APPEALS[outcome]), decided=long_date(decided_on)
            ),
            _last_day(ends_on),
        ),
    )


# -- death, and another kind ---------------------------------------------------------------------------------------


def death(died_on: date) -> EndDate:
    """Give the last day of who died (Civil Code (BW) 2:35(1))."""
    return EndDate(died_on, (_("A membership ends by death (BW 2:35(1))."), _last_day(died_on)))


def change_of_kind(starts_on: date) -> EndDate:
    """Give the last day before a membership of another kind begins."""
    ends_on = starts_on - timedelta(days=1)
    begins = _("A membership of another kind begins on {day}.").format(day=long_date(starts_on))
    return EndDate(ends_on, (begins, _last_day(ends_on)))


@dataclass(frozen=True, slots=True)
class LeaseAfterDeath:
    """What the law says of the lease of a tenant who died: shown, never decided."""

    heirs_from: date
    """The end of the first month after: the heirs may end it by then."""
    ends_on: date
    """The end of the second month after, where nobody continues it."""
    lines: tuple[str, ...]


def lease_after_death(died_on: date, co_tenants: int) -> LeaseAfterDeath:
    """Say what becomes of a tenant's lease (Civil Code (BW) 7:268)."""
    first = last_of_month(add_months(died_on, 1))
    second = last_of_month(add_months(died_on, 2))
    if co_tenants:
        lines = (_("The co-tenant continues the lease as tenant (BW 7:268)."),)
    else:
        lines = (
            _("Who shared the household continues the lease for six months and may ask the court for more (BW 7:268)."),
            _("Where nobody does, it ends on {day}; the heirs may end it by {first} (BW 7:268).").format(
                day=long_date(second), first=long_date(first)
            ),
        )
    return LeaseAfterDeath(first, second, lines)


# -- the contribution ----------------------------------------------------------------------------------------------


def contribution_until(ends_on: date, rules: EndingRules) -> date:
    """Give the day up to which the contribution is due (Civil Code (BW) 2:35(5))."""
    return rules.year_end(ends_on) if rules.whole_year else ends_on


def contribution_text(ends_on: date, rules: EndingRules) -> str:
    """Say up to which day the contribution is due, and why."""
    year_end = rules.year_end(ends_on)
    if ends_on == year_end:
        return _("The membership ends with the financial year: no contribution is due after it.")
    sentence = (
        _("The contribution stays due for the whole financial year, until {day} ({source}).")
        if rules.whole_year
        else _("The contribution is due until the last day, {day} ({source}).")
    )
    return sentence.format(day=long_date(contribution_until(ends_on, rules)), source=_(rules.contribution_source))


def _last_day(ends_on: date) -> str:
    return _("Last day of the membership: {day}.").format(day=long_date(ends_on))

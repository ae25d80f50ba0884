"""Tenancy contracts: the days they hold, what notice does to them, and the clock a vacancy starts.

Both days of a contract are in it. Membership has no part in this: a tenant may leave the association and stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from coopadmin.domain.periods import add_months, day_after, in_force
from coopadmin.errors import Problem
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _

PAYMENT_METHODS: dict[str, str] = {
    "transfer": N_("transfer by the tenant"),
    "direct_debit": N_("direct debit"),
    "unknown": N_("way of paying unknown"),
}
"""How the rent comes in."""

PAYMENT_WORDS: dict[str, str] = {
    "overboeking": "transfer",
    "overschrijving": "transfer",
    "overmaken": "transfer",
    "zelf overmaken": "transfer",
    "periodieke overboeking": "transfer",
    "transfer": "transfer",
    "bank transfer": "transfer",
    "standing order": "transfer",
    "incasso": "direct_debit",
    "automatische incasso": "direct_debit",
    "automatisch": "direct_debit",
    "direct debit": "direct_debit",
    "collection": "direct_debit",
    "onbekend": "unknown",
    "unknown": "unknown",
}
"""The words registers use for it."""

ROLES: dict[str, str] = {
    "tenant": N_("tenant"),
    "co_tenant": N_("co-tenant"),
    "subtenant": N_("subtenant"),
}
"""A person's part in a contract: huurder, medehuurder, onderhuurder."""

STATUSES: dict[str, str] = {
    "in_force": N_("in force"),
    "ending": N_("in force, ending"),
    "ended": N_("ended"),
    "future": N_("still to begin"),
}
"""What a contract is on a day; computed, never stored."""

VACANCY_STAGES: dict[str, str] = {
    "never_let": N_("never let"),
    "ending": N_("becoming free"),
    "vacant": N_("vacant"),
    "overdue": N_("nomination overdue"),
    "let_again": N_("let again"),
}
"""How far a vacancy is on a day.

`ending`: the contract still runs; `vacant`: the home is empty and no nomination is too late; `overdue`: the
day for that has passed; `let_again`: a next contract is signed; `never_let`: there was no contract before.
"""

MISMATCHES: dict[str, str] = {
    "tenant_without_membership": N_("tenant without membership"),
    "member_without_tenancy": N_("resident member without tenancy"),
}
"""Where the members' register and the contracts do not agree."""


@dataclass(frozen=True, slots=True)
class ContractDates:
    """What must agree about the days of one contract: `starts_on` and `ends_on` are both in it."""

    starts_on: date | None
    notice_on: date | None = None
    ends_on: date | None = None


def check_contract(dates: ContractDates) -> list[Problem]:
    """Say what cannot be about the days of a contract; fields are named as in ContractDates."""
    problems: list[Problem] = []
    starts, notice, ends = dates.starts_on, dates.notice_on, dates.ends_on
    if starts and ends and ends < starts:
        reason = _("the contract ends on {end}, before it began on {start}")
        problems.append(Problem("ends_on", reason.format(end=long_date(ends), start=long_date(starts))))
    if notice and ends and ends < notice:
        reason = _("notice was given on {notice}, after the contract had ended on {end}; are the two days swapped?")
        problems.append(Problem("notice_on", reason.format(notice=long_date(notice), end=long_date(ends))))
    return problems


def earliest_end(notice_on: date, notice_months: int) -> date:
    """Give the first day a contract may end after a tenant's notice: whole months later.

    Civil Code (BW) 7:271(5)(a); `notice_months` is the dated setting of that name.
    """
    return add_months(notice_on, notice_months)


def doubtful_notice(dates: ContractDates, notice_months: int) -> list[Problem]:
    """Say what should not have been about a notice, but may have happened all the same.

    Landlord and tenant may agree on an earlier end, so a short notice is no reason to refuse anything.
    """
    starts, notice, ends = dates.starts_on, dates.notice_on, dates.ends_on
    if notice is None:
        return []
    doubts: list[Problem] = []
    if starts and notice < starts:
        reason = _("notice was given on {notice}, before the contract began on {start}")
        doubts.append(Problem("notice_on", reason.format(notice=long_date(notice), start=long_date(starts))))
    earliest = long_date(earliest_end(notice, notice_months))
    if ends is None:
        reason = _("notice was given on {notice} but no end is filled in; it can end on {earliest} at the earliest")
        doubts.append(Problem("ends_on", reason.format(notice=long_date(notice), earliest=earliest)))
    elif ends < earliest_end(notice, notice_months):
        reason = _("the notice is shorter than the law's: given on {notice}, it ends on {earliest} at the earliest")
        doubts.append(Problem("ends_on", reason.format(notice=long_date(notice), earliest=earliest)))
    return doubts


def already_let(dwelling: str, number: str, starts_on: date, ends_on: date | None) -> str:
    """Say that a home has another contract on one of the days asked for; `number` is that other contract's."""
    if ends_on is None:
        return _("home {dwelling} is let under contract {number} since {start}, without an end").format(
            dwelling=dwelling, number=number, start=long_date(starts_on)
        )
    return _("home {dwelling} is let under contract {number} from {start} until {end}").format(
        dwelling=dwelling, number=number, start=long_date(starts_on), end=long_date(ends_on)
    )


def managed_until(dwelling: str, ended_on: date) -> str:
    """Say that a contract would run past the last day the co-operative manages the home."""
    return _("home {dwelling} is managed until {day}; a contract cannot run past that").format(
        dwelling=dwelling, day=long_date(ended_on)
    )


def status_on(starts_on: date, ends_on: date | None, on: date) -> str:
    """Tell what a contract is on a day, as a key of STATUSES."""
    if on < starts_on:
        return "future"
    if ends_on is None:
        return "in_force"
    return "ended" if ends_on < on else "ending"


@dataclass(frozen=True, slots=True)
class Lease:
    """The days of one contract, as far as vacancy is concerned."""

    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A home that is or becomes free; all but `stage` is None where it was never let before."""

    free_from: date | None
    nomination_due: date | None
    days_left: int | None
    """Days from the day asked about to the nomination; negative once that has passed."""
    stage: str


def vacancy_on(leases: Sequence[Lease], on: date, accepted_months: int) -> Vacancy | None:
    """Tell how a home stands that is without a contract on a day, or whose contract has an end; else None.

    It is free from the day after its last contract; a contract that follows without an empty day between makes
    it no vacancy. The nomination is due that day plus the vacancy the owner accepts, in whole months; for a home
    that is let again nobody is nominated any more, and no day runs.
    """
    in_order = sorted(leases, key=lambda lease: lease.starts_on)
    running = next((lease for lease in in_order if in_force(lease.starts_on, lease.ends_on, on)), None)
    if running is not None:
        last_day = _end_of_row(in_order, running)
        if last_day is None:
            return None
    else:
        last_day = max((lease.ends_on for lease in in_order if lease.ends_on and lease.ends_on < on), default=None)
    free_from = day_after(last_day) if last_day else None
    due = add_months(free_from, accepted_months) if free_from else None
    vacancy = Vacancy(
        free_from=free_from,
        nomination_due=due,
        days_left=(due - on).days if due else None,
        stage=_stage(in_order, running, free_from, due, on),
    )
    return given_up(vacancy) if vacancy.stage == "let_again" else vacancy


def given_up(vacancy: Vacancy) -> Vacancy:
    """Give a vacancy for which nobody is nominated any more: the home is free, and no day runs."""
    stage = "vacant" if vacancy.stage == "overdue" else vacancy.stage
    return replace(vacancy, nomination_due=None, days_left=None, stage=stage)


def _end_of_row(in_order: Sequence[Lease], running: Lease) -> date | None:
    """Give the last day of a running lease and those that follow it day upon day; None while one runs on."""
    last_day = running.ends_on
    for lease in in_order:
        if last_day is not None and lease.starts_on == day_after(last_day):
            last_day = lease.ends_on
    return last_day


def _stage(in_order: Sequence[Lease], running: Lease | None, free_from: date | None, due: date | None, on: date) -> str:
    if any(lease.starts_on > max(on, free_from or on) for lease in in_order):
        return "let_again"
    if due is None:
        return "never_let"
    if due < on:
        return "overdue"
    return "vacant" if running is None else "ending"

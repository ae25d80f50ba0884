"""Terms of the board: who leaves when, who must be told of a change, the audit committee, the year's accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.deadlines import Deadline, Figure, FinancialYear, financial_year
from coopadmin.domain.members import office_name
from coopadmin.domain.offices import (
    AUDIT_COMMITTEE,
    Term,
    Vacancy,
    audit_committee,
    followed_by,
    follows,
    planned_day,
    running,
)
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext

NEW_APPOINTMENT = N_("Retirement schedule: elected anew, or somebody else")


@dataclass(frozen=True, slots=True)
class BoardRules:
    """The rules of offices and accounts that hold on a day."""

    term_years: Figure
    together_percent: Figure
    board_least: Figure
    audit_least: Figure
    first_month: int
    accounts_months: Figure
    corporation_days: Figure
    register_days: Figure
    bank_days: Figure


@dataclass(frozen=True, slots=True)
class Corporation:
    """A housing corporation that is told who is on the board, from a day until a day where those are known."""

    owner_id: int
    name: str
    periods: tuple[tuple[date, date | None], ...] = ()
    """The periods of its agreements; none means that it is told whatever the day."""

    def is_told(self, on: date) -> bool:
        """Tell whether a change on a day is told to it."""
        return not self.periods or any(first <= on and (last is None or on <= last) for first, last in self.periods)


@dataclass(frozen=True, slots=True)
class BoardChange:
    """Somebody came on the board in an office (`began`), or left it: the first or the last day of the term."""

    term: Term
    on: date
    began: bool


# -- offices -------------------------------------------------------------------------------------------------------


def retirements(terms: Sequence[Term], names: Mapping[int, str], rules: BoardRules, on: date) -> list[Deadline]:
    """Give the day each running term is over by the schedule; the audit committee has a term of its own."""
    found: list[Deadline] = []
    for term in running(terms, on):
        day = planned_day(term, rules.term_years.number)
        if day is None or term.office == AUDIT_COMMITTEE or followed_by(term, terms) is not None:
            continue
        what = _("{office} {name}: the term is over").format(office=_capital(term.office), name=names[term.person_id])
        found.append(Deadline(f"retires:officeterm:{term.term_id}", day, what, _why(term, rules), _term(term.term_id)))
    return found


def _why(term: Term, rules: BoardRules) -> str:
    if term.ends_on is not None:
        return _("the last day was set when the office was given or laid down")
    if term.retires_on is not None:
        return _(NEW_APPOINTMENT)
    years = rules.term_years.number
    words = ngettext("{count} year after {day}", "{count} years after {day}", years)
    return rules.term_years.because(words.format(count=years, day=long_date(term.starts_on)))


def vacant_seats(vacancies: Iterable[Vacancy], rules: BoardRules) -> list[Deadline]:
    """Give what is vacant on the board; it has no day, for neither the law nor any statutes known here name one."""
    return [
        Deadline(
            f"vacancy:{one.office}:{one.since or one.held}",
            None,
            vacancy_text(one),
            rules.board_least.because(_("an empty seat is filled as the statutes say"))
            if one.office == "board"
            else _(
                "Civil Code (BW) 2:37: the board has a chair, a secretary and a treasurer unless the statutes differ"
            ),
            _term(one.last_term_id),
        )
        for one in vacancies
        if one.office != AUDIT_COMMITTEE and (one.held or one.last_term_id is not None)
    ]


def vacancy_text(one: Vacancy) -> str:
    """Say what is vacant: `board: 2 of 3 seats held`, `treasurer: vacant since 1 May 2026`."""
    if one.office == "board":
        said = _("board: {held} of {needed} seats held").format(held=one.held, needed=one.needed)
    elif one.office == AUDIT_COMMITTEE:
        said = _("audit committee: {held} of {needed} appointed for this year").format(held=one.held, needed=one.needed)
    elif one.since is None:
        said = _("{office}: vacant").format(office=office_name(one.office))
    else:
        said = _("{office}: vacant since {day}").format(office=office_name(one.office), day=long_date(one.since))
    return said[:1].upper() + said[1:]


# -- who is told ---------------------------------------------------------------------------------------------------


def board_changes(terms: Sequence[Term]) -> list[BoardChange]:
    """Give who came on the board and who left it; who is elected again in the same office changes nothing."""
    found: list[BoardChange] = []
    for term in terms:
        if term.on_board and follows(term, terms) is None:
            found.append(BoardChange(term, term.starts_on, began=True))
        if term.on_board and term.ends_on is not None and followed_by(term, terms) is None:
            found.append(BoardChange(term, term.ends_on, began=False))
    return found


def to_be_told(
    changes: Iterable[BoardChange], names: Mapping[int, str], corporations: Sequence[Corporation], rules: BoardRules
) -> list[Deadline]:
    """Give who must be told of each change of board and by when: register, corporation, bank, and the hand-over."""
    found: list[Deadline] = []
    for change in changes:
        told = [("trade_register", _("Trade register (KvK)"), rules.register_days)]
        told += [
            (f"corporation:owner:{one.owner_id}", one.name, rules.corporation_days)
            for one in corporations
            if one.is_told(change.on)
        ]
        told.append(("bank_mandate", _("Mandate at the bank"), rules.bank_days))
        if not change.began:
            told.append(("hand_over", _("Papers, keys and roles handed over"), rules.bank_days))
        found += [_told(name, whom, days, change, names[change.term.person_id]) for name, whom, days in told]
    return found


def _told(name: str, whom: str, days: Figure, change: BoardChange, person: str) -> Deadline:
    words = _("{whom}: {name} is {office}") if change.began else _("{whom}: {name} leaves as {office}")
    why = ngettext("{count} day after {day}", "{count} days after {day}", days.number)
    return Deadline(
        f"{name}:officeterm:{change.term.term_id}:{'began' if change.began else 'ended'}",
        change.on + timedelta(days=days.number),
        words.format(whom=whom, name=person, office=office_name(change.term.office)),
        days.because(why.format(count=days.number, day=long_date(change.on))),
        _term(change.term.term_id),
    )


# -- the year ------------------------------------------------------------------------------------------------------


def accounts(rules: BoardRules, first: date, last: date) -> list[Deadline]:
    """Give the days, from `first` to `last`, on which report and accounts of a financial year must be with the meeting.

    Civil Code (BW) 2:48(1), a co-operative 2:58: the meeting may give more time, which is noted by ticking it off.
    """
    found: list[Deadline] = []
    months = rules.accounts_months.number
    year = financial_year(first, rules.first_month)
    for _turn in range(months // 12 + 2):  # back to the oldest year whose term may still run
        year = financial_year(year.starts_on - timedelta(days=1), rules.first_month)
    while (due := year.after(months)) <= last:
        if due >= first:
            what = _("Annual report and accounts of {year} to the general meeting").format(year=year.label)
            words = ngettext(
                "{count} month after the financial year that ended on {day}",
                "{count} months after the financial year that ended on {day}",
                months,
            ).format(count=months, day=long_date(year.ends_on))
            found.append(Deadline(f"accounts:{year.starts_on.year}", due, what, rules.accounts_months.because(words)))
        year = financial_year(year.ends_on + timedelta(days=1), rules.first_month)
    return found


def audit_committee_of_the_year(terms: Sequence[Term], rules: BoardRules, on: date) -> list[Deadline]:
    """Give the term for appointing the audit committee of the financial year that `on` lies in.

    The law says every year and names no day; the day is that of the accounts, with which the meeting usually does it.
    """
    needed = rules.audit_least.number
    if not needed:
        return []
    year = financial_year(on, rules.first_month)
    due = accounts_day(year, rules)
    committee = sorted(audit_committee(terms, year.starts_on, on), key=lambda term: term.starts_on)
    met_on = committee[needed - 1].starts_on if len(committee) >= needed else None
    what = _("Audit committee of {year}: {held} of {needed} appointed").format(
        year=year.label, held=len(committee), needed=needed
    )
    why = rules.audit_least.because(_("every year; at the latest with the accounts"))
    newest = max((term for term in terms if term.office == AUDIT_COMMITTEE), key=_by_start, default=None)
    ref = _term(newest.term_id if newest else None)
    return [Deadline(f"audit_committee:{year.starts_on.year}", due, what, why, ref, met_on)]


def accounts_day(year: FinancialYear, rules: BoardRules) -> date:
    """Give the day on which the accounts of the year before `year` are due."""
    before = financial_year(year.starts_on - timedelta(days=1), rules.first_month)
    return before.after(rules.accounts_months.number)


def audit_counts_from(rules: BoardRules, on: date) -> date:
    """Give the day from which an appointment to the audit committee counts on `on`.

    That of this financial year; until the accounts of the year before are due also those of that year, whose
    committee still has them to look at.
    """
    year = financial_year(on, rules.first_month)
    if on <= accounts_day(year, rules):
        return financial_year(year.starts_on - timedelta(days=1), rules.first_month).starts_on
    return year.starts_on


def _by_start(term: Term) -> tuple[date, int]:
    return term.starts_on, term.term_id


def _term(term_id: int | None) -> tuple[str, int] | None:
    return None if term_id is None else ("offices", term_id)


def _capital(office: str) -> str:
    name = office_name(office)
    return name[:1].upper() + name[1:]

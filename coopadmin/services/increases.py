"""Raising rents in one run, what limits them, and the objections that tenants make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.increases import OUTCOMES, Asked, Special
from coopadmin.domain.rent_limits import CATEGORIES, REGIMES, WHOLE
from coopadmin.domain.rents import RentTerms, terms_on
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.closing import require_open
from db.journal import Transaction
from db.queries.increases import Plan, PlanRow, plan
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.increases import MaximumRent, RentObjection, RentRegime
from db.tables.rents import RentLine


@dataclass(frozen=True, slots=True)
class RaiseRun:
    """What came of a run: the rents that were set, and the whole plan it followed."""

    raised: tuple[PlanRow, ...]
    plan: Plan

    @property
    def refused(self) -> tuple[PlanRow, ...]:
        """The contracts that may not rise so far, or of which a limit is not known."""
        return self.plan.of_state("refused")

    @property
    def set_otherwise(self) -> tuple[PlanRow, ...]:
        """The contracts that have another rent from that very day; those were left as they are."""
        return self.plan.of_state("other")

    @property
    def charged_months(self) -> int:
        """Months that were charged by the old rent already; the corrections put them right."""
        return sum(row.charged_months for row in self.raised)


def raise_rents(
    transaction: Transaction,
    *,
    valid_from: date,
    percent: int | None = None,
    amount_cents: int | None = None,
    low_rent: bool = False,
    to_limit: bool = False,
    exceptions: Mapping[int, Special] | None = None,
) -> RaiseRun:
    """Raise the basic rent of every contract that may from a day on; service charge and energy stay as they are.

    One of `percent` (hundredths) and `amount_cents` is asked; `exceptions` are by contract. A contract that may not
    rise so far is refused by itself and named, the others go on; a rent from that very day is left as it is, so that
    running it again changes nothing. Raises Invalid, and Refused where the month of that day is closed.
    """
    asked = Asked(valid_from, percent, amount_cents, low_rent, to_limit)
    _check(asked, exceptions or {})
    require_open(transaction, valid_from)
    found = plan(transaction.connection, asked, transaction.today, exceptions)
    rising = found.of_state("raise")
    for row in rising:
        current = row.proposal.current
        if current is not None:
            transaction.insert(
                RentLine,
                contract_id=row.contract_id,
                valid_from=valid_from,
                basic_rent_cents=row.proposal.new_cents,
                service_charge_cents=current.service_charge_cents,
                energy_cents=current.energy_cents,
            )
    transaction.about = valid_from.isoformat()
    return RaiseRun(rising, found)


def _check(asked: Asked, exceptions: Mapping[int, Special]) -> None:
    problems: list[Problem] = []
    if (asked.percent is None) == (asked.amount_cents is None):
        problems.append(Problem("percent", _("give a percentage or an amount, one of the two")))
    problems += _rise(asked.percent, asked.amount_cents)
    for special in exceptions.values():
        problems += _rise(special.percent, special.amount_cents, nothing=True)
        if special.percent is not None and special.amount_cents is not None:
            problems.append(Problem("percent", _("give a percentage or an amount, one of the two")))
        if special.category and special.category not in CATEGORIES:
            problems.append(Problem("category", _("choose one of: {known}").format(known=", ".join(CATEGORIES))))
    if problems:
        raise Invalid(problems)


def _rise(percent: int | None, amount_cents: int | None, *, nothing: bool = False) -> list[Problem]:
    """Say what cannot be meant as a rise; for one contract it may be nothing at all."""
    least = 0 if nothing else 1
    problems: list[Problem] = []
    if percent is not None and not least <= percent <= WHOLE:
        problems.append(Problem("percent", _("a rise is more than 0 and at most 100 percent")))
    if amount_cents is not None and amount_cents < least:
        problems.append(Problem("amount_cents", _("a rise is more than nothing")))
    return problems


# -- what limits ---------------------------------------------------------------------------------------------------


def set_regime(transaction: Transaction, *, contract_id: int, regime: str, valid_from: date, source: str) -> int:
    """Say under which rules the rent of a contract rises from a day on; the same day again puts it right.

    Gives its number in the store. Raises Invalid.
    """
    number = _number(transaction, contract_id)
    problems: list[Problem] = []
    if regime not in REGIMES:
        problems.append(Problem("regime", _("choose one of: {known}").format(known=", ".join(REGIMES))))
    problems += _sourced(source)
    if problems:
        raise Invalid(problems)
    transaction.about = number
    known: int | None = transaction.scalar(
        select(col(RentRegime.id)).where(
            col(RentRegime.contract_id) == contract_id, col(RentRegime.valid_from) == valid_from
        )
    )
    if known is None:
        row = RentRegime(contract_id=contract_id, valid_from=valid_from, regime=regime, source=tidy(source))
        return transaction.add(row)
    transaction.change(RentRegime, known, regime=regime, source=tidy(source))
    return known


def set_maximum_rent(
    transaction: Transaction, *, dwelling_id: int, max_rent_cents: int, valid_from: date, source: str
) -> int:
    """Enter the most the basic rent of a home may be by its points, cents per month from a day on.

    The same day again puts it right. Gives its number in the store. Raises Invalid.
    """
    code: str | None = transaction.scalar(select(col(Dwelling.code)).where(col(Dwelling.id) == dwelling_id))
    if code is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    problems: list[Problem] = []
    if max_rent_cents <= 0:
        problems.append(Problem("max_rent_cents", _("give an amount above zero")))
    problems += _sourced(source)
    if problems:
        raise Invalid(problems)
    transaction.about = code
    known: int | None = transaction.scalar(
        select(col(MaximumRent.id)).where(
            col(MaximumRent.dwelling_id) == dwelling_id, col(MaximumRent.valid_from) == valid_from
        )
    )
    if known is None:
        return transaction.add(
            MaximumRent(
                dwelling_id=dwelling_id, valid_from=valid_from, max_rent_cents=max_rent_cents, source=tidy(source)
            )
        )
    transaction.change(MaximumRent, known, max_rent_cents=max_rent_cents, source=tidy(source))
    return known


def _sourced(source: str) -> list[Problem]:
    if tidy(source):
        return []
    return [Problem("source", _("say where it comes from: the contract, a letter, a points count with its date"))]


# -- objections ----------------------------------------------------------------------------------------------------


def record_objection(
    transaction: Transaction, *, contract_id: int, valid_from: date, received_on: date, reason: str = ""
) -> int:
    """Note a tenant's objection against the increase of a day; gives its number in the store.

    One that came on that day or later is noted too: whether it still counts is not for the landlord to say. Raises
    Invalid.
    """
    number = _number(transaction, contract_id)
    problems: list[Problem] = []
    runs = select(col(Contract.id)).where(
        col(Contract.id) == contract_id,
        col(Contract.starts_on) < valid_from,
        (col(Contract.ends_on).is_(None)) | (col(Contract.ends_on) >= valid_from),
    )
    if transaction.scalar(runs) is None:
        problems.append(Problem("valid_from", _("contract {number} does not run on that day").format(number=number)))
    if received_on > transaction.today:
        problems.append(Problem("received_on", _("that day is still to come")))
    known: date | None = transaction.scalar(
        select(col(RentObjection.received_on)).where(
            col(RentObjection.contract_id) == contract_id, col(RentObjection.valid_from) == valid_from
        )
    )
    if known is not None:
        sentence = _("an objection against that increase was received on {day} already")
        problems.append(Problem("valid_from", sentence.format(day=long_date(known))))
    if problems:
        raise Invalid(problems)
    transaction.about = number
    return transaction.add(
        RentObjection(contract_id=contract_id, valid_from=valid_from, received_on=received_on, reason=reason.strip())
    )


def decide_objection(transaction: Transaction, *, objection_id: int, outcome: str, decided_on: date | None) -> bool:
    """Note what became of an objection; `open` takes that back. Tells whether the old rent is to be set again.

    An objection that is upheld leaves the rents as they are: `restore_rent` sets the old one. Raises Invalid.
    """
    objection = _objection(transaction, objection_id)
    problems: list[Problem] = []
    if outcome not in OUTCOMES:
        problems.append(Problem("outcome", _("choose one of: {known}").format(known=", ".join(OUTCOMES))))
    elif outcome == "open":
        decided_on = None
    elif decided_on is None:
        problems.append(Problem("decided_on", _("give the day it was decided or withdrawn")))
    elif decided_on < objection.received_on:
        sentence = _("that is before it was received, on {day}")
        problems.append(Problem("decided_on", sentence.format(day=long_date(objection.received_on))))
    if problems:
        raise Invalid(problems)
    transaction.about = _number(transaction, objection.contract_id)
    transaction.change(RentObjection, objection_id, outcome=outcome, decided_on=decided_on)
    return outcome == "upheld" and _risen(transaction, objection) is not None


def restore_rent(transaction: Transaction, *, objection_id: int) -> int:
    """Set the basic rent from before the increase again, from its very day, after an objection was upheld.

    Service charge and energy of that day stay; what was charged meanwhile is put right by corrections. Gives the basic
    rent in cents. Raises Refused where the objection was not upheld or the rent did not rise that day.
    """
    objection = _objection(transaction, objection_id)
    if objection.outcome != "upheld":
        raise Refused(_("The old rent is only set again once the objection was upheld."))
    risen = _risen(transaction, objection)
    if risen is None:
        sentence = _("The rent did not rise on {day}; there is nothing to set again.")
        raise Refused(sentence.format(day=long_date(objection.valid_from)))
    line_id, old_cents = risen
    transaction.about = _number(transaction, objection.contract_id)
    transaction.change(RentLine, line_id, basic_rent_cents=old_cents)
    return old_cents


@dataclass(frozen=True, slots=True)
class _Objection:
    """What a deed must know of an objection."""

    contract_id: int
    valid_from: date
    received_on: date
    outcome: str


def _objection(transaction: Transaction, objection_id: int) -> _Objection:
    row = transaction.execute(
        select(
            col(RentObjection.contract_id),
            col(RentObjection.valid_from),
            col(RentObjection.received_on),
            col(RentObjection.outcome),
        ).where(col(RentObjection.id) == objection_id)
    ).first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return _Objection(*row)


def _risen(transaction: Transaction, objection: _Objection) -> tuple[int, int] | None:
    """The line that begins on the day of an objection, and the basic rent before it; None where that is no rise."""
    rows = transaction.execute(
        select(col(RentLine.id), col(RentLine.valid_from), col(RentLine.basic_rent_cents)).where(
            col(RentLine.contract_id) == objection.contract_id, col(RentLine.valid_from) <= objection.valid_from
        )
    ).all()
    ids = {valid_from: line_id for line_id, valid_from, _cents in rows}
    terms = [RentTerms(valid_from, cents) for _line_id, valid_from, cents in rows]
    before = terms_on(terms, objection.valid_from - timedelta(days=1))
    now = terms_on(terms, objection.valid_from)
    if before is None or now is None or now.basic_rent_cents <= before.basic_rent_cents:
        return None
    return ids[now.valid_from], before.basic_rent_cents


def _number(transaction: Transaction, contract_id: int) -> str:
    number: str | None = transaction.scalar(select(col(Contract.number)).where(col(Contract.id) == contract_id))
    if number is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return number

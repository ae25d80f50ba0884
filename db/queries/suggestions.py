"""What a bank line that waits may be: gathers what speaks for each place, and has `domain/suggestions.py` weigh it.

Every look is at an index, or at a table that stays small, and no more than MOST_FOUND contracts are looked into.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, or_, select
from sqlmodel import col

from coopadmin.domain.charges import KINDS as CHARGE_KINDS
from coopadmin.domain.closing import month_text
from coopadmin.domain.ledger import Debt, Settled
from coopadmin.domain.recognition import DIGIT, EXACT, FAMILY, FULL
from coopadmin.domain.suggestions import WEIGHTS, Ground, Place, Share, Split, exact_split, rank
from coopadmin.formats import short_date
from coopadmin.i18n import _, ngettext
from db.queries.ledger import settled, settled_members
from db.queries.payers import (
    PersonFound,
    Seen,
    contracts_numbered,
    people_named,
    returned_payments,
    seen_before,
    seen_by_name,
    tenancies_of,
)
from db.queries.postings import place_names
from db.queries.rents import monthly_cents
from db.tables.bank import BankAccount, BankLine
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.ledger import Refund
from db.tables.matching import KnownAccount, Posting
from db.tables.members import Member, Person
from db.tables.rents import RentLine

MOST_FOUND = 40
"""Contracts that are looked into."""

MOST_ALIKE = 6
"""Contracts with the same rent: with more of them the amount says nothing."""

LATE_CHARGES = timedelta(days=45)
"""How old a charge that is no rent may be to be found by its amount alone."""


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One way to clear a line: its parts, what each place is called, and why, the strongest reason first."""

    shares: tuple[Share, ...]
    labels: tuple[str, ...]
    reasons: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class _Line:
    line_id: int
    account_id: int
    booked_on: date
    amount_cents: int
    waits_cents: int
    name: str
    iban: str
    description: str


def suggestions(connection: Connection, line_id: int, on: date) -> tuple[SuggestionRow, ...]:
    """Give the ways to clear a line, the likeliest first, as things stand on a day; none where nothing of it waits."""
    line = _line(connection, line_id)
    if line is None or not line.waits_cents:
        return ()
    gathered = _Gathered(connection, line, on)
    gathered.accounts()
    gathered.earlier()
    gathered.numbers()
    gathered.names()
    gathered.amounts()
    splits = gathered.standing()
    places = {*gathered.grounds, *(Place("contract", one) for split in splits for one in split.amounts)}
    labels = place_names(connection, places, line.booked_on)
    ranked = rank(gathered.grounds, line.waits_cents, labels, splits)
    return tuple(
        SuggestionRow(one.shares, tuple(labels.get(share.place, "") for share in one.shares), one.reasons, one.weight)
        for one in ranked
    )


def _line(connection: Connection, line_id: int) -> _Line | None:
    row = connection.execute(
        select(
            col(BankLine.account_id),
            col(BankLine.booked_on),
            col(BankLine.amount_cents),
            col(BankLine.name),
            col(BankLine.iban),
            col(BankLine.description),
        ).where(col(BankLine.id) == line_id)
    ).first()
    if row is None:
        return None
    account_id, booked_on, amount, name, iban, description = row
    posted = sum(connection.execute(select(col(Posting.amount_cents)).where(col(Posting.line_id) == line_id)).scalars())
    return _Line(line_id, account_id, booked_on, amount, amount - posted, name, iban, description)


class _Gathered:
    """What was found for one line: grounds per place, and the contracts that the payer's account is tied to."""

    def __init__(self, connection: Connection, line: _Line, on: date) -> None:
        self.connection = connection
        self.line = line
        self.on = on
        self.grounds: dict[Place, list[Ground]] = {}
        self.tied: set[int] = set()

    def _add(self, kind: str, record_id: int, code: str, reason: str) -> None:
        self.grounds.setdefault(Place(kind, record_id), []).append(Ground(code, reason))

    def _contracts(self) -> list[int]:
        """The contracts found so far, those with the most for them first."""
        weight = {
            place.record_id: sum(WEIGHTS[ground.code] for ground in found)
            for place, found in self.grounds.items()
            if place.kind == "contract"
        }
        return sorted(weight, key=lambda one: (-weight[one], one))[:MOST_FOUND]

    # -- the counterparty's account ----------------------------------------------------------------------------

    def accounts(self) -> None:
        """Look for the counterparty's account among our own, those remembered, and those of contracts and people."""
        if not (iban := self.line.iban):
            return
        ours = select(col(BankAccount.id)).where(
            col(BankAccount.number) == iban,
            col(BankAccount.status) == "own",
            col(BankAccount.id) != self.line.account_id,
        )
        if self.connection.execute(ours).first() is not None:
            self._add("transfer", 0, "transfer", _("the other account is our own"))
        known = select(col(KnownAccount.contract_id)).where(col(KnownAccount.iban) == iban).limit(MOST_FOUND)
        for contract_id in self.connection.execute(known).scalars():
            self.tied.add(contract_id)
            self._add("contract", contract_id, "known_account", _("this account was remembered for it"))
        named = select(col(Contract.id)).where(col(Contract.iban) == iban).limit(MOST_FOUND)
        for contract_id in self.connection.execute(named).scalars():
            self.tied.add(contract_id)
            self._add("contract", contract_id, "own_account", _("it is the account in the contract"))
        people = self.connection.execute(select(col(Person.id)).where(col(Person.iban) == iban).limit(5)).scalars()
        for one in tenancies_of(self.connection, list(people), MOST_FOUND):
            self.tied.add(one.contract_id)
            self._add("contract", one.contract_id, "own_account", _("it is the tenant's own account"))

    def earlier(self) -> None:
        """Look where money from the same account, or of the same name, was put before."""
        for seen in seen_before(self.connection, self.line.line_id, self.line.iban):
            if seen.kind == "contract":
                self.tied.add(seen.record_id)
            code = "category_seen" if seen.kind == "category" else "seen"
            self._add(seen.kind, seen.record_id, code, _seen_text(seen, _("this account")))
        for seen in seen_by_name(self.connection, self.line.line_id, self.line.name):
            self._add("category", seen.record_id, "category_seen", _seen_text(seen, _("this name")))
        if self.line.waits_cents < 0:
            self._outgoing()

    def _outgoing(self) -> None:
        """Look for the payment that comes back, and for a refund that was decided."""
        amount = -self.line.waits_cents
        if self.line.iban:
            for seen in returned_payments(self.connection, self.line.iban, amount, self.line.booked_on):
                day = short_date(seen.last_on)
                self._add(
                    "contract",
                    seen.record_id,
                    "reversal",
                    _("the payment of {day} comes back: same account and amount").format(day=day),
                )
        decided = (
            select(col(Refund.contract_id), col(Refund.decided_on))
            .where(col(Refund.amount_cents) == amount, col(Refund.decided_on) <= self.line.booked_on)
            .order_by(col(Refund.decided_on).desc())
            .limit(MOST_FOUND)
        )
        refunds = {row[0]: row[1] for row in self.connection.execute(decided)}
        standing = settled(self.connection, refunds, self.on)
        for contract_id, day in refunds.items():
            if contract_id in standing and standing[contract_id].credit_cents >= amount:
                reason = _("a refund of this amount was decided on {day}").format(day=short_date(day))
                self._add("contract", contract_id, "refund", reason)

    # -- what is written ---------------------------------------------------------------------------------------

    def numbers(self) -> None:
        """Look for contract numbers, right or nearly right, in the name and the description."""
        for near, contract_id in contracts_numbered(self.connection, f"{self.line.description} {self.line.name}"):
            if near.how == EXACT:
                self.tied.add(contract_id)
                self._add("contract", contract_id, "number", _("the text names it: {text}").format(text=near.written))
                continue
            code = "digit_off" if near.how == DIGIT else "near_number"
            reason = _("“{text}” in the text is nearly its number").format(text=near.written)
            self._add("contract", contract_id, code, reason)

    def names(self) -> None:
        """Look for tenants and members by the name of the counterparty, then by names in the description."""
        found = {one.person_id: one for one in people_named(self.connection, self.line.description)}
        for one in people_named(self.connection, self.line.name):
            if one.person_id not in found or found[one.person_id].fit != FULL:
                found[one.person_id] = one
        order = {FULL: 0, FAMILY: 1}
        best = sorted(found.values(), key=lambda one: (order.get(one.fit, 2), one.person_id))[:MOST_FOUND]
        by_person = {one.person_id: one for one in best}
        for one in tenancies_of(self.connection, by_person, MOST_FOUND):
            self._named("contract", one.contract_id, by_person[one.person_id])
            if one.ends_on is not None and one.ends_on < self.line.booked_on:
                reason = _("but it ended on {day}").format(day=short_date(one.ends_on))
                self._add("contract", one.contract_id, "ended", reason)
        self._members(by_person)

    def _named(self, kind: str, record_id: int, person: PersonFound) -> None:
        code = {FULL: "name", FAMILY: "family_name"}.get(person.fit, "other_initials")
        reason = {
            FULL: _("the name fits: {name}"),
            FAMILY: _("the family name fits: {name}"),
        }.get(person.fit, _("the family name fits, with other initials: {name}"))
        self._add(kind, record_id, code, reason.format(name=person.name))

    def _members(self, by_person: dict[int, PersonFound]) -> None:
        """A member's own account counts where something is open on it."""
        statement = select(col(Member.id), col(Member.person_id)).where(col(Member.person_id).in_(list(by_person)))
        members = {row[0]: row[1] for row in self.connection.execute(statement)}
        standing = settled_members(self.connection, members, self.on)
        for member_id, settlement in standing.items():
            if settlement.open and self.line.waits_cents > 0:
                self._named("member", member_id, by_person[members[member_id]])
                self._open("member", member_id, settlement)

    # -- the amount --------------------------------------------------------------------------------------------

    def amounts(self) -> None:
        """Look for contracts with just this rent, and other charges of just this amount, where few have it."""
        amount = self.line.waits_cents
        if amount <= 0:
            return
        total = col(RentLine.basic_rent_cents) + col(RentLine.service_charge_cents) + col(RentLine.energy_cents)
        day = self.line.booked_on
        priced = (
            select(col(RentLine.contract_id))
            .join(Contract, col(Contract.id) == col(RentLine.contract_id))
            .where(
                total == amount,
                col(RentLine.valid_from) <= day,
                or_(col(Contract.ends_on).is_(None), col(Contract.ends_on) >= day - timedelta(days=31)),
            )
            .distinct()
            .limit(MOST_ALIKE * 4)
        )
        wanted = list(self.connection.execute(priced).scalars())
        now = monthly_cents(self.connection, wanted, day)
        alike = [one for one in wanted if now.get(one) == amount]
        if len(alike) <= MOST_ALIKE and len(wanted) < MOST_ALIKE * 4:
            for contract_id in alike:
                self._add("contract", contract_id, "month_rent", _("it is a month's rent"))
        charged = (
            select(col(Charge.contract_id), col(Charge.member_id))
            .where(
                col(Charge.due_on) >= day - LATE_CHARGES,
                col(Charge.due_on) <= day + timedelta(days=31),
                col(Charge.kind).not_in(["rent", "correction"]),
                col(Charge.amount_cents) == amount,
            )
            .limit(MOST_ALIKE + 1)
        )
        found = self.connection.execute(charged).all()
        if len(found) <= MOST_ALIKE:
            for contract_id, member_id in found:
                place = Place("contract", contract_id) if contract_id else Place("member", member_id or 0)
                self.grounds.setdefault(place, [])

    def standing(self) -> tuple[Split, ...]:
        """Look what is open on the places found so far; give the splits that come to the line exactly."""
        contracts = self._contracts()
        standing = settled(self.connection, contracts, self.on)
        for contract_id, settlement in standing.items():
            self._open("contract", contract_id, settlement)
        bare = [place.record_id for place, found in self.grounds.items() if place.kind == "member" and not found]
        for member_id, settlement in settled_members(self.connection, bare, self.on).items():
            self._open("member", member_id, settlement)
        tied = sorted(self.tied)
        if len(tied) < 2 or self.line.waits_cents <= 0:
            return ()
        some = settled(self.connection, tied[:MOST_FOUND], self.on)
        rents = monthly_cents(self.connection, tied[:MOST_FOUND], self.line.booked_on)
        ways = (
            ({one: some[one].open_cents for one in some}, _("together exactly what is open on these")),
            (
                {one: some[one].open[0].open_cents for one in some if some[one].open},
                _("together exactly the oldest that is open on each"),
            ),
            (rents, _("together exactly a month's rent of each")),
        )
        for amounts, reason in ways:
            split = exact_split(amounts, self.line.waits_cents)
            if split is not None:
                return (Split(split, reason),)
        return ()

    def _open(self, kind: str, record_id: int, settlement: Settled) -> None:
        """Compare the line with what is open on an account: one charge, or all of it."""
        amount = self.line.waits_cents
        exact = [one.debt for one in settlement.open if one.open_cents == amount]
        if exact:
            nearest = min(exact, key=lambda debt: abs(debt.due_on - self.line.booked_on))
            self._add(kind, record_id, "open_charge", _("open for exactly this: {what}").format(what=_debt(nearest)))
            return
        if amount > 0 and settlement.open_cents == amount:
            self._add(kind, record_id, "open_total", _("it is exactly all that is open"))


# -- in words ------------------------------------------------------------------------------------------------------


def _seen_text(seen: Seen, what: str) -> str:
    return ngettext(
        "{what} was put there before, on {day}",
        "{what} was put there {count} times, last on {day}",
        seen.times,
    ).format(what=what, count=seen.times, day=short_date(seen.last_on))


def _debt(debt: Debt) -> str:
    if debt.month is not None:
        return _("{kind} {month}").format(kind=_(CHARGE_KINDS.get(debt.kind, debt.kind)), month=month_text(debt.month))
    kind = _(CHARGE_KINDS[debt.kind]) if debt.kind in CHARGE_KINDS else _("opening balance")
    return _("{kind} of {day}").format(kind=kind, day=short_date(debt.due_on))

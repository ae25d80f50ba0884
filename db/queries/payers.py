"""Finding who a bank line may be of: people by their name as a bank wrote it, contracts by a number nearly right, and
where money of the same payer was put before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select
from sqlmodel import col

from coopadmin.domain.members import display_name
from coopadmin.domain.names import read_name
from coopadmin.domain.recognition import LOST, NearNumber, beginnings, name_fit, near_numbers, shape_of, words_of
from coopadmin.formats import fold
from db.tables.bank import BankLine
from db.tables.contracts import Contract, ContractParty
from db.tables.matching import Posting
from db.tables.members import Person

MOST_PEOPLE = 200
"""People of one family name that are compared; who shares it with more is found by initials."""


MOST_LINES = 200
"""Earlier lines of an account that are looked at."""

MOST_PLACES = 10
"""Places that lines of one payer stand at."""

REVERSED_WITHIN = timedelta(days=425)
"""How far back a payment is looked for that comes back: a direct debit without a mandate has thirteen months."""


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody whose name fits, and how well: FULL, FAMILY or OTHER_INITIALS."""

    person_id: int
    name: str
    fit: str


@dataclass(frozen=True, slots=True)
class TenancyFound:
    """A contract that somebody is or was party to."""

    contract_id: int
    person_id: int
    starts_on: date
    ends_on: date | None


def contracts_numbered(connection: Connection, text: str) -> tuple[tuple[NearNumber, int], ...]:
    """Find the contracts that a text names, exactly or nearly, the likeliest first."""
    newest = connection.execute(select(col(Contract.number)).order_by(col(Contract.id).desc()).limit(1)).scalar()
    shape = shape_of(newest or "")
    near = near_numbers(text, shape) if shape else ()
    statement = select(col(Contract.number), col(Contract.id)).where(
        col(Contract.number).in_([one.number for one in near])
    )
    known = {row[0]: row[1] for row in connection.execute(statement)} if near else {}
    return tuple((one, known[one.number]) for one in near if one.number in known)


def people_named(connection: Connection, text: str) -> tuple[PersonFound, ...]:
    """Find the people whose name stands in a text, in whatever order its parts are written."""
    words = words_of(text)
    conditions = [_begins(beginning) for beginning in beginnings(words)]
    if not conditions:
        return ()
    found = {row[0]: row for row in _people(connection, _written_out(text), 20)}
    found.update((row[0], row) for row in _people(connection, conditions, MOST_PEOPLE))
    people = (
        PersonFound(person_id, display_name(family, prefix, initials, given), name_fit(words, family, initials, given))
        for person_id, family, prefix, initials, given in (found[key] for key in sorted(found))
    )
    return tuple(person for person in people if person.fit)


def _people(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], most: int
) -> Iterable[tuple[int, str, str, str, str]]:
    if not conditions:
        return ()
    statement = (
        select(
            col(Person.id),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
        )
        .where(or_(*conditions))
        .order_by(col(Person.id))
        .limit(most)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in connection.execute(statement)]


def _written_out(text: str) -> list[ColumnElement[bool]]:
    """Look for the whole name as the register folds it, so that initials tell apart who share a family name."""
    try:
        name = read_name(text)
    except ValueError:
        return []
    parts = (name.family_name, name.prefix, name.initials or name.given_name)
    whole = fold(" ".join(part for part in parts if part))
    return [_from(whole, f"{whole}\uffff")] if name.initials or name.given_name else []


def _begins(beginning: str) -> ColumnElement[bool]:
    """Demand a folded name that begins with these words; by the index, unless a letter was lost."""
    if any(sign in beginning for sign in LOST):
        pattern = beginning.replace("%", "").replace("_", "")
        for sign in LOST:
            pattern = pattern.replace(sign, "%")
        return or_(col(Person.folded).like(f"{pattern} %"), col(Person.folded).like(pattern))
    return _from(beginning, f"{beginning}!")


def _from(first: str, beyond: str) -> ColumnElement[bool]:
    # A range, and not LIKE, is what the index on folded names can answer; the blank comes before every other sign.
    return and_(col(Person.folded) >= first, col(Person.folded) < beyond)


def tenancies_of(connection: Connection, person_ids: Iterable[int], most: int) -> tuple[TenancyFound, ...]:
    """Give the contracts people are or were party to, newest first."""
    statement = (
        select(
            col(ContractParty.contract_id),
            col(ContractParty.person_id),
            col(Contract.starts_on),
            col(Contract.ends_on),
        )
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .where(col(ContractParty.person_id).in_(list(person_ids)))
        .order_by(col(Contract.starts_on).desc(), col(Contract.id))
        .limit(most)
    )
    return tuple(TenancyFound(*row) for row in connection.execute(statement))


# -- what was booked before ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """A place where money of the same payer stands: how many times, and since when last."""

    kind: str
    record_id: int
    times: int
    last_on: date


def seen_before(connection: Connection, line_id: int, iban: str) -> tuple[Seen, ...]:
    """Give where the latest lines from an account were put, without what was taken back."""
    if not iban:
        return ()
    latest = (
        select(col(BankLine.id))
        .where(col(BankLine.iban) == iban, col(BankLine.id) != line_id)
        .order_by(col(BankLine.booked_on).desc(), col(BankLine.id).desc())
        .limit(MOST_LINES)
    )
    return _seen(connection, col(Posting.line_id).in_(latest))


def seen_by_name(connection: Connection, line_id: int, name: str) -> tuple[Seen, ...]:
    """Give the categories that lines with this very counterparty were put to."""
    if not name:
        return ()
    by_category = and_(
        col(Posting.category_id) > 0,  # the index on categories knows what is not empty by this
        col(Posting.line_id) != line_id,
        col(Posting.line_id).in_(
            select(col(BankLine.id)).where(col(BankLine.id) == col(Posting.line_id), col(BankLine.name) == name)
        ),
    )
    return _seen(connection, by_category)


def _seen(connection: Connection, which: ColumnElement[bool]) -> tuple[Seen, ...]:
    times, last_on = func.count(), func.max(col(Posting.booked_on))
    places = (col(Posting.kind), col(Posting.contract_id), col(Posting.member_id), col(Posting.category_id))
    statement = (
        select(*places, times, last_on)
        .where(which, col(Posting.kind).in_(["contract", "member", "category"]))
        .group_by(*places)
        .having(func.sum(col(Posting.amount_cents)) != 0)
        .order_by(last_on.desc(), *places)
        .limit(MOST_PLACES)
    )
    return tuple(
        Seen(kind, contract_id or member_id or category_id or 0, count, last)
        for kind, contract_id, member_id, category_id, count, last in connection.execute(statement)
    )


def returned_payments(connection: Connection, iban: str, amount_cents: int, before: date) -> tuple[Seen, ...]:
    """Give the payments of exactly this amount from an account that a reversal on a day may take back."""
    statement = (
        select(col(Posting.contract_id), func.max(col(Posting.booked_on)))
        .join(BankLine, col(BankLine.id) == col(Posting.line_id))
        .where(
            col(BankLine.iban) == iban,
            col(BankLine.amount_cents) == amount_cents,
            col(BankLine.booked_on) <= before,
            col(BankLine.booked_on) >= before - REVERSED_WITHIN,
            col(Posting.kind) == "contract",
        )
        .group_by(col(Posting.contract_id))
        .having(func.sum(col(Posting.amount_cents)) > 0)
    )
    return tuple(Seen("contract", contract_id or 0, 1, last) for contract_id, last in connection.execute(statement))

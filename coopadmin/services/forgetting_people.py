"""Clearing people who left: name, addresses and free text about them go; counts, money, decisions and days stay.

None of it can be taken back. `Store.do` sweeps the file behind it (`db/sweeping.py`). The books keep what a bank wrote
for their own term, and say so on the page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NoReturn

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.forgetting_people import Scrubber, former_name
from coopadmin.errors import Refused
from coopadmin.formats import long_date
from coopadmin.i18n import _
from coopadmin.services.forgetting import MOST_NAMED
from db.forgetting import forget, forget_history
from db.journal import Transaction
from db.queries import forgetting_people as queries
from db.queries import people_rows
from db.queries.forgetting_people import Former
from db.queries.forgetting_requests import answer
from db.queries.forgetting_rows import Row
from db.tables.base import Record, table_of
from db.tables.bookings import Booking, BookingSeries, BookingWish
from db.tables.contracts import Contract, ContractParty
from db.tables.hours import HoursEntry
from db.tables.keys import KeyLoan
from db.tables.matching import KnownAccount
from db.tables.meetings import Proxy, Recusal
from db.tables.members import Membership, Person
from db.tables.memberships import MembershipApplication, MembershipEnding, Suspension
from db.tables.work_days import WorkDayHelper

NOT_NAME: dict[str, Any] = {
    **dict.fromkeys(("email", "phone", "address", "postcode", "place", "iban", "note"), ""),
    "born_on": None,
}
"""What of a person is not their name."""

_WHO: dict[str, Any] = {**dict.fromkeys(("prefix", "initials", "given_name"), ""), **NOT_NAME}
"""Of a person only the row is left, and a number in the place of the name."""

BLANK: dict[type[Record], tuple[str, ...]] = {
    Membership: ("end_reason",),
    MembershipApplication: ("reason", "note"),
    MembershipEnding: ("reason", "note"),
    Proxy: ("note",),
    Booking: ("purpose", "cancel_reason"),
    BookingSeries: ("purpose", "note"),
    BookingWish: ("purpose",),
    HoursEntry: ("note",),
    KeyLoan: ("note",),
    WorkDayHelper: ("note",),
}
"""Free text about somebody that goes whole; the codes and days beside it stay."""

_REPLACED: dict[type[Record], tuple[str, ...]] = {Suspension: ("reason",), Recusal: ("reason",)}
"""The same, where the store asks for some words."""


def clear_people(transaction: Transaction, *, person_ids: Collection[int], on: date, asked: bool = False) -> int:
    """Clear the personal data of people who left and whose day has come; gives how many were.

    With `asked` also of those who ask for it and of whom nothing has to stay (GDPR (AVG) art. 17), whatever their day.
    Who was cleared already is passed over. Raises Refused, with the reason, where somebody still has a tie that runs,
    something that is open, or a day that lies ahead; then nobody is cleared.
    """
    if on > transaction.today:
        raise Refused(_("{day} is still to come; nothing is cleared ahead of its day.").format(day=long_date(on)))
    transaction.flush()
    gone = queries.cleared(transaction.connection)
    wanted = [one for one in dict.fromkeys(person_ids) if one not in gone]
    due = {one.person_id: one for one in queries.former(transaction.connection, on) if one.term.is_due(on)}
    for person_id in wanted:
        if person_id not in due:
            found = queries.standing(transaction.connection, person_id, on)
            if found is None:
                raise Refused(_("There is nobody of that number here."))
            told = answer(transaction.connection, person_id, on) if asked else None
            if told is None or not told.whole:
                refuse(found.number, (*found.term.told, *found.term.asks))
            due[person_id] = found
    for person_id in wanted:
        _clear(transaction, due[person_id])
    numbers = sorted(due[one].number for one in wanted)
    more = [] if len(numbers) <= MOST_NAMED else [f"+{len(numbers) - MOST_NAMED}"]
    transaction.about = " ".join([*numbers[:MOST_NAMED], *more])
    return len(wanted)


# -- within --------------------------------------------------------------------------------------------------------


def refuse(number: str, why: Collection[str]) -> NoReturn:
    """Say why somebody is not cleared."""
    raise Refused(_("The data of {number} is not to be cleared yet:").format(number=number), *why)


def scrub_anywhere(
    transaction: Transaction, touched: dict[str, set[int]], pieces: Collection[str], anywhere: Scrubber
) -> None:
    """Put the name that stays in every text outside the books, and add to `touched` what the journal tells of it."""
    for model, row in list(people_rows.naming(transaction.connection, pieces)):
        if scrub_row(transaction, model, row, anywhere):
            touched.setdefault(str(table_of(model).name), set()).add(row["id"])
    _note_lines(touched, people_rows.naming_lines(transaction.connection, pieces), anywhere)


def _clear(transaction: Transaction, one: Former) -> None:
    """Forget one person: their own rows, all the journal holds of them, and their name wherever it was written."""
    connection = transaction.connection
    sure, near = people_rows.names(connection, one.person_id)
    own = people_rows.own_rows(connection, one.person_id)
    is_member = any(table_of(model).name == "member" for model in own)
    name = former_name(one.number, member=is_member, tenant=ContractParty in own)
    anywhere, nearby = Scrubber(sure, name), Scrubber([*sure, *near], name)
    touched: dict[str, set[int]] = {"person": {one.person_id}}
    shared = {
        contract_id: Scrubber([*sure, *(word for word in near if word not in names)], name)
        for contract_id, names in people_rows.shared_names(connection, one.person_id).items()
    }
    for model, rows in own.items():
        changed = {
            row["id"]
            for row in rows
            if _clear_row(transaction, model, row, one, shared.get(_contract_of(model, row), nearby))
        }
        if model in BLANK or model in _REPLACED or model in (Contract, KnownAccount):
            changed |= {row["id"] for row in rows}
        touched.setdefault(str(table_of(model).name), set()).update(changed)
    _let_go_of_accounts(transaction, own.get(KnownAccount, []), one)
    scrub_anywhere(transaction, touched, people_rows.needles(sure, near), anywhere)
    _note_own_lines(transaction, touched, own, nearby)
    for table, row_ids in touched.items():
        forget_history(transaction, table, row_ids)


def _contract_of(model: type[Record], row: Row) -> int:
    """Give the contract a row is about; 0 where it is about none."""
    return (row["id"] if model is Contract else row.get("contract_id")) or 0


def _clear_row(transaction: Transaction, model: type[Record], row: Row, one: Former, nearby: Scrubber) -> bool:
    """Empty what a row of somebody's own says of them; tells whether anything was different."""
    if model is Person:
        return forget(transaction, Person, row["id"], **_WHO, family_name=nearby.instead)
    values: dict[str, Any] = dict.fromkeys(BLANK.get(model, ()), "")
    values |= {column: _("(cleared)") for column in _REPLACED.get(model, ()) if row[column]}
    if model is Contract and _is_theirs_alone(transaction, row["id"], one.person_id):
        values |= {"iban": "", "note": ""}
    for column in people_rows.texts_of(table_of(model)):
        if column not in values and column not in ("number", "iban") and row[column]:
            values[column] = _scrubbed(model, column, row[column], nearby)
    return bool(values) and forget(transaction, model, row["id"], **values)


def scrub_row(transaction: Transaction, model: type[Record], row: Row, anywhere: Scrubber) -> bool:
    """Put the name that stays in the texts of one row; tells whether anything was different."""
    values = {
        column: _scrubbed(model, column, row[column], anywhere)
        for column in people_rows.texts_of(table_of(model))
        if row[column]
    }
    changed = {column: text for column, text in values.items() if text != row[column]}
    # An account is a contract's as long as somebody else is a party to it.
    changed.pop("iban", None)
    return bool(changed) and forget(transaction, model, row["id"], **changed)


def _scrubbed(model: type[Record], column: str, text: str, scrub: Scrubber) -> str:
    """Put the name that stays in a text, no longer than the column holds."""
    made = scrub(text)
    longest = people_rows.longest_of(table_of(model), column)
    return made if made == text or longest is None or len(made) <= longest else f"{made[: longest - 1]}…"


def _is_theirs_alone(transaction: Transaction, contract_id: int, person_id: int) -> bool:
    """Tell whether nobody whose data is still there is a party to a contract besides."""
    gone = queries.cleared(transaction.connection) | {person_id}
    parties = select(col(ContractParty.person_id)).where(col(ContractParty.contract_id) == contract_id)
    return set(transaction.execute(parties).scalars()) <= gone


def _let_go_of_accounts(transaction: Transaction, known: Iterable[Row], one: Former) -> None:
    """Take away the accounts that were remembered as paying for a contract nobody else is a party to."""
    for row in known:
        if _is_theirs_alone(transaction, row["contract_id"], one.person_id):
            transaction.keeps_values = False
            try:
                transaction.remove(KnownAccount, row["id"])
            finally:
                transaction.keeps_values = True


def _note_lines(touched: dict[str, set[int]], lines: dict[str, dict[int, list[str]]], scrub: Scrubber) -> None:
    """Add the rows of which the journal still tells a sure name."""
    for table, rows in lines.items():
        told = {row_id for row_id, texts in rows.items() if any(scrub(text) != text for text in texts)}
        touched.setdefault(table, set()).update(told)


def _note_own_lines(
    transaction: Transaction, touched: dict[str, set[int]], own: dict[type[Record], list[Row]], scrub: Scrubber
) -> None:
    """Add the rows of somebody's own of which the journal tells a name that now stands nowhere else."""
    for model, rows in own.items():
        noted = touched.setdefault(str(table_of(model).name), set())
        left = {row["id"] for row in rows} - noted
        for row_id, values in people_rows.remembered(transaction.connection, model, left).items():
            texts = [text for value in values for text in value.values() if isinstance(text, str)]
            if any(scrub(text) != text for text in texts):
                noted.add(row_id)

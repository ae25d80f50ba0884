"""Clearing people who left: name, addresses and free text about them go; counts, money, decisions and days stay.

None of it can be taken back. `Store.do` sweeps the file behind it (`db/sweeping.py`). The books keep what a bank wrote
for their own term, and say so on the page.
"""

from __future__ import annotations

from collections.abc import Collection
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
from db.queries.people_rows import BLANK, Named
from db.tables.base import Record, table_of
from db.tables.contracts import Contract, ContractParty
from db.tables.matching import KnownAccount
from db.tables.meetings import Recusal
from db.tables.members import Person
from db.tables.memberships import Suspension

NOT_NAME: dict[str, Any] = {
    **dict.fromkeys(("email", "phone", "address", "postcode", "place", "iban", "note"), ""),
    "born_on": None,
}
"""What of a person is not their name."""

_WHO: dict[str, Any] = {**dict.fromkeys(("prefix", "initials", "given_name"), ""), **NOT_NAME}
"""Of a person only the row is left, and a number in the place of the name."""

_REPLACED: dict[type[Record], tuple[str, ...]] = {Suspension: ("reason",), Recusal: ("reason",)}
"""Free text about somebody that goes whole as BLANK does, where the store asks for some words."""


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
    due = queries.standings(transaction.connection, wanted, on)
    for person_id in wanted:
        found = due.get(person_id)
        if found is None:
            raise Refused(_("There is nobody of that number here."))
        if not found.term.is_due(on):
            told = answer(transaction.connection, person_id, on) if asked else None
            if told is None or not told.whole:
                refuse(found.number, (*found.term.told, *found.term.asks))
    # All texts are read once for everybody: a pass for each would hold the store for minutes.
    named = people_rows.naming(transaction.connection, people_rows.ever_called(transaction.connection, wanted))
    for person_id in wanted:
        _clear(transaction, due[person_id], named[person_id], gone)
    numbers = sorted(due[one].number for one in wanted)
    more = [] if len(numbers) <= MOST_NAMED else [f"+{len(numbers) - MOST_NAMED}"]
    transaction.about = " ".join([*numbers[:MOST_NAMED], *more])
    return len(wanted)


# -- within --------------------------------------------------------------------------------------------------------


def refuse(number: str, why: Collection[str]) -> NoReturn:
    """Say why somebody is not cleared."""
    raise Refused(_("The data of {number} is not to be cleared yet:").format(number=number), *why)


def scrub_anywhere(transaction: Transaction, touched: dict[str, set[int]], named: Named, anywhere: Scrubber) -> None:
    """Put the name that stays in every text outside the books, and add to `touched` what the journal tells of it."""
    for model, row in list(people_rows.rows_named(transaction.connection, named)):
        if scrub_row(transaction, model, row, anywhere):
            touched.setdefault(str(table_of(model).name), set()).add(row["id"])
    _note_lines(touched, named.lines, anywhere)


def _clear(transaction: Transaction, one: Former, named: Named, gone: set[int]) -> None:
    """Forget one person: their own rows, all the journal holds of them, and their name wherever it was written."""
    connection = transaction.connection
    # Of two who shared a contract and go in one deed, the second leaves nobody behind.
    gone.add(one.person_id)
    sure, near = people_rows.names(connection, one.person_id)
    own = people_rows.own_rows(connection, one.person_id)
    beside = people_rows.rows_beside(connection, one.person_id)
    is_member = any(table_of(model).name == "member" for model in own)
    name = former_name(one.number, member=is_member, tenant=ContractParty in own)
    anywhere, nearby = Scrubber(sure, name), Scrubber([*sure, *near], name)
    touched: dict[str, set[int]] = {"person": {one.person_id}}
    shared = {
        contract_id: Scrubber([*sure, *(word for word in near if word not in names)], name)
        for contract_id, names in people_rows.shared_names(connection, one.person_id, gone).items()
    }
    for model, rows in own.items():
        changed = {
            row["id"]
            for row in rows
            if _clear_own(transaction, model, row, shared.get(_contract_of(model, row), nearby))
        }
        if model in BLANK or model in _REPLACED:
            changed |= {row["id"] for row in rows}
        touched.setdefault(str(table_of(model).name), set()).update(changed)
    for model, rows in beside.items():
        # Whose these are is not said: the name goes out of the text, and all else stays.
        touched.setdefault(str(table_of(model).name), set()).update(
            row["id"]
            for row in rows
            if scrub_row(transaction, model, row, shared.get(_contract_of(model, row), nearby))
        )
    _clear_contracts(transaction, touched, beside, gone)
    scrub_anywhere(transaction, touched, named, anywhere)
    _note_told(transaction, touched, own, nearby)
    _note_told(transaction, touched, beside, nearby)
    for table, row_ids in touched.items():
        forget_history(transaction, table, row_ids)


def _contract_of(model: type[Record], row: Row) -> int:
    """Give the contract a row is about; 0 where it is about none."""
    return (row["id"] if model is Contract else row.get("contract_id")) or 0


def _clear_own(transaction: Transaction, model: type[Record], row: Row, nearby: Scrubber) -> bool:
    """Empty what a row of somebody's own says of them; tells whether anything was different."""
    if model is Person:
        return forget(transaction, Person, row["id"], **_WHO, family_name=nearby.instead)
    values: dict[str, Any] = dict.fromkeys(BLANK.get(model, ()), "")
    values |= {column: _("(cleared)") for column in _REPLACED.get(model, ()) if row[column]}
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


def _nobody_is_left(transaction: Transaction, contract_id: int, gone: set[int]) -> bool:
    """Tell whether nobody whose data is still there is a party to a contract."""
    parties = select(col(ContractParty.person_id)).where(col(ContractParty.contract_id) == contract_id)
    return set(transaction.execute(parties).scalars()) <= gone


def _clear_contracts(
    transaction: Transaction, touched: dict[str, set[int]], beside: dict[type[Record], list[Row]], gone: set[int]
) -> None:
    """Empty account and note of the contracts nobody else is a party to, and let go of the accounts that paid them."""
    for model in (Contract, KnownAccount):
        touched.setdefault(str(table_of(model).name), set()).update(row["id"] for row in beside.get(model, []))
    for row in beside.get(Contract, []):
        if _nobody_is_left(transaction, row["id"], gone):
            forget(transaction, Contract, row["id"], iban="", note="")
    for row in beside.get(KnownAccount, []):
        if _nobody_is_left(transaction, row["contract_id"], gone):
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


def _note_told(
    transaction: Transaction, touched: dict[str, set[int]], found: dict[type[Record], list[Row]], scrub: Scrubber
) -> None:
    """Add the rows about somebody of which the journal tells a name that now stands nowhere else."""
    for model, rows in found.items():
        noted = touched.setdefault(str(table_of(model).name), set())
        left = {row["id"] for row in rows} - noted
        for row_id, values in people_rows.remembered(transaction.connection, model, left).items():
            texts = [text for value in values for text in value.values() if isinstance(text, str)]
            if any(scrub(text) != text for text in texts):
                noted.add(row_id)

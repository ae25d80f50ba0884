"""Clearing people who left: name, addresses and free text about them go; counts, money, decisions and days stay.

None of it can be taken back. `Store.do` sweeps the file behind it (`db/sweeping.py`). The books keep what a bank wrote
for their own term, and say so on the page.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import col

from coopadmin.domain.forgetting_people import Scrubber, former_name, sure_names
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
from db.queries.people_removed import Gone, Removed, removed_beside, removed_of, removed_rows
from db.queries.people_rows import BLANK, Line, Named
from db.tables.base import Record, table_of
from db.tables.candidates import Candidate
from db.tables.contracts import Contract, ContractParty
from db.tables.journal import JournalValue
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

_CALLED: tuple[type[Record], ...] = (Person, Candidate)
"""Tables of which the journal tells what somebody was called before."""


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
    # All texts are read once for everybody: a pass for each would hold the store for minutes. What they were called is
    # asked before anybody goes: with the first, the journal may forget what it knew of the second.
    known = people_rows.ever_known(transaction.connection, wanted)
    named = people_rows.naming(transaction.connection, {one: sure_names(rows) for one, rows in known.items()})
    removed = removed_rows(transaction.connection)
    for person_id in wanted:
        # Of two who shared a contract and go in one deed, the second leaves nobody behind.
        gone.add(person_id)
        _clear(transaction, due[person_id], _Traces(known[person_id], named[person_id], removed), gone)
    numbers = sorted(due[one].number for one in wanted)
    more = [] if len(numbers) <= MOST_NAMED else [f"+{len(numbers) - MOST_NAMED}"]
    transaction.about = " ".join([*numbers[:MOST_NAMED], *more])
    return len(wanted)


# -- within --------------------------------------------------------------------------------------------------------


def refuse(number: str, why: Collection[str]) -> NoReturn:
    """Say why somebody is not cleared."""
    raise Refused(_("The data of {number} is not to be cleared yet:").format(number=number), *why)


@dataclass(frozen=True, slots=True)
class Scrubbers:
    """What takes somebody's name out of a text: of any, of one about them, and of one about a contract by its number.

    What who stays in a contract is called too says not who is meant there, and is left in.
    """

    anywhere: Scrubber
    nearby: Scrubber
    shared: Mapping[int, Scrubber]

    def of(self, model: type[Record], row: Row) -> Scrubber:
        """Give what takes the name out of a row that is about them."""
        contract_id = row.get("id" if model is Contract else "contract_id")
        return self.shared.get(contract_id or 0, self.nearby)


def scrubbers(
    connection: Connection,
    person_id: int,
    gone: Collection[int],
    sure: Collection[str],
    near: Collection[str],
    name: str,
) -> Scrubbers:
    """Make what puts `name` where somebody is called one of `sure`, and in a text about them one of `near`.

    `gone` are the people whose data was cleared.
    """
    shared = people_rows.shared_names(connection, person_id, gone)
    return Scrubbers(
        Scrubber(sure, name),
        Scrubber([*sure, *near], name),
        {
            contract_id: Scrubber([*sure, *(word for word in near if word not in names)], name)
            for contract_id, names in shared.items()
        },
    )


def scrub_anywhere(transaction: Transaction, touched: dict[str, set[int]], named: Named, anywhere: Scrubber) -> None:
    """Put the name that stays in every text outside the books, and add to `touched` what the journal tells of it.

    Of other people only the lines that tell it are taken out of the journal: the rest of those is how it knows what
    they were called, which has to go when they do.
    """
    for model, row in list(people_rows.rows_named(transaction.connection, named)):
        if scrub_row(transaction, model, row, anywhere) and model not in _CALLED:
            touched.setdefault(str(table_of(model).name), set()).add(row["id"])
    telling = [line for line in named.lines if any(anywhere(text) != text for text in line.texts)]
    called = {str(table_of(model).name) for model in _CALLED}
    for line in telling:
        if line.table not in called:
            touched.setdefault(line.table, set()).add(line.row_id)
    _forget_lines(transaction, [line for line in telling if line.table in called])


def note_removed(touched: dict[str, set[int]], gone: Gone, scrubs: Scrubbers, whole: Container[type[Record]]) -> None:
    """Add the removed rows about somebody of which the journal tells a name; of the tables in `whole` all there are."""
    for model, rows in gone.items():
        touched.setdefault(str(table_of(model).name), set()).update(
            row_id for row_id, values in rows.items() if model in whole or _tells(model, values, scrubs)
        )


@dataclass(frozen=True, slots=True)
class _Traces:
    """What of somebody is looked up for all who go before anybody does."""

    known: Collection[Row]
    named: Named
    removed: Removed


def _clear(transaction: Transaction, one: Former, traces: _Traces, gone: set[int]) -> None:
    """Forget one person: their own rows, all the journal holds of them, and their name wherever it was written."""
    connection = transaction.connection
    sure, near = people_rows.names(connection, one.person_id, traces.known)
    own = people_rows.own_rows(connection, one.person_id)
    beside = people_rows.rows_beside(connection, one.person_id)
    is_member = any(table_of(model).name == "member" for model in own)
    name = former_name(one.number, member=is_member, tenant=ContractParty in own)
    scrubs = scrubbers(connection, one.person_id, gone, sure, near, name)
    touched: dict[str, set[int]] = {"person": {one.person_id}}
    for model, rows in own.items():
        changed = {row["id"] for row in rows if _clear_own(transaction, model, row, scrubs.of(model, row))}
        if model in BLANK or model in _REPLACED:
            changed |= {row["id"] for row in rows}
        touched.setdefault(str(table_of(model).name), set()).update(changed)
    for model, rows in beside.items():
        # Whose these are is not said: the name goes out of the text, and all else stays.
        touched.setdefault(str(table_of(model).name), set()).update(
            row["id"] for row in rows if scrub_row(transaction, model, row, scrubs.of(model, row))
        )
    removed = removed_of(connection, traces.removed, one.person_id)
    note_removed(touched, removed, scrubs, whole=removed)
    note_removed(touched, removed_beside(connection, traces.removed, one.person_id), scrubs, whole=())
    _clear_contracts(transaction, touched, beside, gone)
    scrub_anywhere(transaction, touched, traces.named, scrubs.anywhere)
    _note_told(transaction, touched, own, scrubs)
    _note_told(transaction, touched, beside, scrubs)
    for table, row_ids in touched.items():
        forget_history(transaction, table, row_ids)


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


def _forget_lines(transaction: Transaction, lines: Collection[Line]) -> None:
    """Take the values of some lines out of the journal, as `forget_history` does of whole rows."""
    if not lines:
        return
    statement = update(table_of(JournalValue)).values(values_json=None, salt=None)
    found_by = (col(JournalValue.entry_id) == bindparam("entry"), col(JournalValue.position) == bindparam("place"))
    transaction.connection.execute(
        statement.where(*found_by), [{"entry": line.entry_id, "place": line.position} for line in lines]
    )


def _note_told(
    transaction: Transaction, touched: dict[str, set[int]], found: dict[type[Record], list[Row]], scrubs: Scrubbers
) -> None:
    """Add the rows about somebody of which the journal tells a name that now stands nowhere else."""
    for model, rows in found.items():
        noted = touched.setdefault(str(table_of(model).name), set())
        left = {row["id"]: row for row in rows if row["id"] not in noted}
        for row_id, values in people_rows.remembered(transaction.connection, model, left).items():
            if _tells(model, [left[row_id], *values], scrubs):
                noted.add(row_id)


def _tells(model: type[Record], values: Collection[Row], scrubs: Scrubbers) -> bool:
    """Tell whether one of the texts of a row that is about somebody names them, as it is or as it was."""
    known = {key: one for value in values for key, one in value.items() if one is not None}
    scrub = scrubs.of(model, known)
    texts = [value.get(column) or "" for value in values for column in people_rows.texts_of(table_of(model))]
    return any(scrub(text) != text for text in texts)

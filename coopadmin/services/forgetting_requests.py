"""Clearing at a request (GDPR (AVG) art. 17) what of somebody who left nothing but their wish rests on."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from coopadmin.domain.forgetting_people import near_names, sure_names
from coopadmin.errors import Refused
from coopadmin.i18n import _
from coopadmin.services.forgetting_people import NOT_NAME, note_removed, refuse, scrub_anywhere, scrub_row, scrubbers
from db.forgetting import forget, forget_history
from db.journal import Transaction
from db.queries import forgetting_people as queries
from db.queries import people_rows
from db.queries.forgetting_requests import answer
from db.queries.people_removed import removed_beside, removed_of, removed_rows
from db.queries.people_rows import AT_WISH, BLANK
from db.tables.base import table_of
from db.tables.members import Person


def clear_at_wish(transaction: Transaction, *, person_id: int, on: date) -> None:
    """Clear what goes now of somebody who left and asks for it; who they are, and what must stay, stays for its term.

    Raises Refused, with the reason, while a tie runs or something is open. Of whom all goes, `clear_people` clears it.
    """
    transaction.flush()
    found = answer(transaction.connection, person_id, on)
    if found is None:
        raise Refused(_("There is nobody of that number here."))
    if found.first or found.whole:
        refuse(found.number, found.first or found.goes)
    transaction.about = found.number
    row: dict[str, Any] = dict(
        transaction.execute(select(table_of(Person)).where(table_of(Person).c.id == person_id)).mappings().one()
    )
    sure, near = people_rows.names(transaction.connection, person_id)
    bare = [{**row, "email": "", "phone": "", "iban": ""}]
    stays = {*sure_names(bare), *near_names(bare)}
    gone, before = ([name for name in names if name not in stays] for names in (sure, near))
    cleared = queries.cleared(transaction.connection)
    scrubs = scrubbers(transaction.connection, person_id, cleared, gone, before, found.number)
    touched: dict[str, set[int]] = {"person": {person_id}}
    for model, rows in people_rows.own_rows(transaction.connection, person_id).items():
        if model is Person:
            continue
        if model not in AT_WISH:
            touched[str(table_of(model).name)] = {
                one["id"] for one in rows if scrub_row(transaction, model, one, scrubs.of(model, one))
            }
            continue
        for one in rows:
            forget(transaction, model, one["id"], **dict.fromkeys(BLANK[model], ""))
        touched[str(table_of(model).name)] = {one["id"] for one in rows}
    for model, rows in people_rows.rows_beside(transaction.connection, person_id).items():
        changed = {one["id"] for one in rows if scrub_row(transaction, model, one, scrubs.of(model, one))}
        touched.setdefault(str(table_of(model).name), set()).update(changed)
    removed = removed_rows(transaction.connection)
    note_removed(touched, removed_of(transaction.connection, removed, person_id), scrubs, whole=AT_WISH)
    note_removed(touched, removed_beside(transaction.connection, removed, person_id), scrubs, whole=())
    forget(transaction, Person, person_id, **NOT_NAME)
    named = people_rows.naming(transaction.connection, {person_id: gone})[person_id]
    scrub_anywhere(transaction, touched, named, scrubs.anywhere)
    for table, row_ids in touched.items():
        forget_history(transaction, table, row_ids)

"""What becomes of actions: somebody takes one upon them, does it, or it is dropped; nothing is forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.actions import check_action, check_end
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.meetings import require_open_minutes
from db.journal import Transaction
from db.tables.actions import ActionPoint
from db.tables.base import Record, table_of
from db.tables.decisions import Decision
from db.tables.meetings import AgendaItem
from db.tables.members import Person


def make_action(
    transaction: Transaction,
    *,
    what: str,
    made_on: date,
    owner_id: int | None = None,
    due_on: date | None = None,
    item_id: int | None = None,
    decision_id: int | None = None,
    note: str = "",
) -> int:
    """Note an action, of a meeting's item or of none; gives its number in the store.

    Raises Invalid with a problem per field, Refused where the minutes of the item's meeting are approved.
    """
    problems = [
        *check_action(what, made_on, due_on),
        *_unknown(transaction, "owner_id", Person, owner_id, _("this person is not in the register")),
        *_unknown(transaction, "item_id", AgendaItem, item_id, _("this item is no longer on the agenda")),
        *_unknown(transaction, "decision_id", Decision, decision_id, _("this decision is not in the register")),
    ]
    if problems:
        raise Invalid(problems)
    if item_id is not None:
        _require_open_minutes(transaction, item_id)
    action_id = transaction.add(
        ActionPoint(
            what=tidy(what),
            owner_id=owner_id,
            made_on=made_on,
            due_on=due_on,
            item_id=item_id,
            decision_id=decision_id,
            note=_tidy_lines(note),
        )
    )
    transaction.about = str(action_id)
    return action_id


def correct_action(
    transaction: Transaction,
    *,
    action_id: int,
    what: str,
    owner_id: int | None = None,
    due_on: date | None = None,
    decision_id: int | None = None,
    note: str = "",
    made_on: date | None = None,
) -> bool:
    """Correct an action, or hand it to another or to a later day; tells whether anything was different.

    The day it was taken on stays where it is left out. Minutes that were approved keep what they said. Raises
    Invalid with a problem per field.
    """
    there = _action(transaction, action_id)
    begun = made_on or there["made_on"]
    problems = [
        *check_action(what, begun, due_on),
        *_unknown(transaction, "owner_id", Person, owner_id, _("this person is not in the register")),
        *_unknown(transaction, "decision_id", Decision, decision_id, _("this decision is not in the register")),
    ]
    ended_on = there["done_on"] or there["dropped_on"]
    if made_on is not None and ended_on is not None and made_on > ended_on:
        reason = _("it ended on {day}, so it was agreed by then").format(day=long_date(ended_on))
        problems.append(Problem("made_on", reason))
    if problems:
        raise Invalid(problems)
    transaction.about = str(action_id)
    return transaction.change(
        ActionPoint,
        action_id,
        what=tidy(what),
        owner_id=owner_id,
        due_on=due_on,
        decision_id=decision_id,
        note=_tidy_lines(note),
        made_on=begun,
    )


def finish_action(transaction: Transaction, *, action_id: int, done_on: date, note: str = "") -> None:
    """Note that an action is done; raises Refused where it has ended already, Invalid for a day that cannot be."""
    there = _open_action(transaction, action_id)
    if problems := check_end("done_on", done_on, there["made_on"], transaction.today):
        raise Invalid(problems)
    transaction.change(ActionPoint, action_id, done_on=done_on, note=_with_line(there["note"], tidy(note)))


def drop_action(transaction: Transaction, *, action_id: int, dropped_on: date, reason: str) -> None:
    """Note that an action will not be done, and why: the reason is added to its note.

    Raises Refused where it has ended already, Invalid without a reason or for a day that cannot be.
    """
    there = _open_action(transaction, action_id)
    problems = check_end("dropped_on", dropped_on, there["made_on"], transaction.today)
    if not tidy(reason):
        problems.append(Problem("reason", _("say why the action is dropped")))
    if problems:
        raise Invalid(problems)
    line = _("{day}: dropped. {reason}").format(day=long_date(dropped_on), reason=tidy(reason))
    transaction.change(ActionPoint, action_id, dropped_on=dropped_on, note=_with_line(there["note"], line))


def reopen_action(transaction: Transaction, *, action_id: int) -> None:
    """Open an action again that was done or dropped; raises Refused where it is open."""
    there = _action(transaction, action_id)
    if there["done_on"] is None and there["dropped_on"] is None:
        raise Refused(_("This action is open already."))
    transaction.about = str(action_id)
    transaction.change(ActionPoint, action_id, done_on=None, dropped_on=None)


# -- what is there ---------------------------------------------------------------------------------------------


def _action(transaction: Transaction, action_id: int) -> dict[str, Any]:
    table = table_of(ActionPoint)
    row = transaction.execute(select(table).where(table.c.id == action_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return dict(row)


def _open_action(transaction: Transaction, action_id: int) -> dict[str, Any]:
    there = _action(transaction, action_id)
    if there["done_on"] is not None:
        raise Refused(_("This action was done on {day} already.").format(day=long_date(there["done_on"])))
    if there["dropped_on"] is not None:
        raise Refused(
            _("This action was dropped on {day}; reopen it first.").format(day=long_date(there["dropped_on"]))
        )
    transaction.about = str(action_id)
    return there


def _require_open_minutes(transaction: Transaction, item_id: int) -> None:
    """Refuse a new action where it would change the list of minutes that are approved."""
    require_open_minutes(
        transaction, transaction.scalar(select(col(AgendaItem.meeting_id)).where(col(AgendaItem.id) == item_id))
    )


def _unknown(
    transaction: Transaction, field: str, model: type[Record], row_id: int | None, reason: str
) -> list[Problem]:
    table = table_of(model)
    if row_id is None or transaction.scalar(select(table.c.id).where(table.c.id == row_id)) is not None:
        return []
    return [Problem(field, reason)]


def _with_line(note: str, line: str) -> str:
    return f"{note}\n{line}" if note and line else note or line


def _tidy_lines(text: str) -> str:
    return "\n".join(tidy(line) for line in text.strip().splitlines())

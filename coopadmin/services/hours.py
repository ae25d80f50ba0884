"""The hours people gave to the house, and the fee that a decision grants for some of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.hours import check_hours
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _, ngettext
from coopadmin.services.work_day_parts import gone, wrong_person
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.decisions import Decision
from db.tables.hours import HoursEntry, SelfWorkClaim
from db.tables.maintenance import MaintenanceTask
from db.tables.work_days import WorkDay

_hours = table_of(HoursEntry)


def note_hours(
    transaction: Transaction,
    *,
    person_id: int,
    worked_on: date,
    minutes: int,
    what: str,
    task_id: int | None = None,
    work_day_id: int | None = None,
    rate_cents: int | None = None,
    decision_id: int | None = None,
    note: str = "",
) -> int:
    """Note what somebody did on a day and how many minutes it took; gives the entry's number in the store.

    `rate_cents` is the fee an hour, None for work that is given; `decision_id` the decision that grants it. A fee that
    no decision grants yet waits for one. Raises Invalid.
    """
    _refuse_wrong(transaction, person_id, worked_on, minutes, what, task_id, work_day_id, rate_cents, decision_id)
    transaction.about = _about(transaction, task_id, worked_on)
    return transaction.add(
        HoursEntry(
            person_id=person_id,
            worked_on=worked_on,
            minutes=minutes,
            what=tidy(what),
            task_id=task_id,
            work_day_id=work_day_id,
            rate_cents=rate_cents,
            decision_id=decision_id,
            note=tidy(note),
        )
    )


def correct_hours(
    transaction: Transaction,
    *,
    entry_id: int,
    person_id: int,
    worked_on: date,
    minutes: int,
    what: str,
    task_id: int | None = None,
    rate_cents: int | None = None,
    decision_id: int | None = None,
    note: str = "",
) -> bool:
    """Correct an entry; tells whether anything was different.

    Raises Refused where it was paid or claimed and more would change than its words, Invalid.
    """
    entry = entry_row(transaction, entry_id)
    wanted = {
        "person_id": person_id,
        "worked_on": worked_on,
        "minutes": minutes,
        "rate_cents": rate_cents,
        "decision_id": decision_id,
    }
    if any(entry[name] != value for name, value in wanted.items()):
        refuse_settled(transaction, [entry])
    _refuse_wrong(
        transaction, person_id, worked_on, minutes, what, task_id, entry["work_day_id"], rate_cents, decision_id
    )
    transaction.about = _about(transaction, task_id, worked_on)
    # What is given stands in no claim, not even in one that was withdrawn.
    claim_id = None if rate_cents is None else entry["claim_id"]
    return transaction.change(
        HoursEntry, entry_id, **wanted, what=tidy(what), task_id=task_id, note=tidy(note), claim_id=claim_id
    )


def remove_hours(transaction: Transaction, *, entry_id: int) -> None:
    """Take off an entry that should not be there; the journal keeps it. Raises Refused where it was paid or claimed."""
    entry = entry_row(transaction, entry_id)
    refuse_settled(transaction, [entry])
    transaction.about = _about(transaction, entry["task_id"], entry["worked_on"])
    transaction.remove(HoursEntry, entry_id)


def grant_fee(transaction: Transaction, *, entry_ids: Sequence[int], rate_cents: int, decision_id: int) -> int:
    """Grant a fee an hour for some entries by a decision that was carried; gives how many were changed.

    Raises Refused where one was paid or claimed, Invalid.
    """
    rows = entry_rows(transaction, entry_ids)
    refuse_settled(transaction, rows)
    problems = wrong_decision(transaction, decision_id)
    if rate_cents <= 0:
        problems.append(Problem("rate_cents", _("write an amount above zero")))
    if problems:
        raise Invalid(problems)
    transaction.about = str(
        transaction.scalar(select(col(Decision.number)).where(col(Decision.id) == decision_id)) or ""
    )
    return sum(
        transaction.change(HoursEntry, row["id"], rate_cents=rate_cents, decision_id=decision_id) for row in rows
    )


def withdraw_fee(transaction: Transaction, *, entry_id: int) -> None:
    """Let an entry count as given for nothing after all. Raises Refused where it was paid or claimed, or has no fee."""
    entry = entry_row(transaction, entry_id)
    if entry["rate_cents"] is None:
        raise Refused(_("These hours are given for nothing already."))
    refuse_settled(transaction, [entry])
    transaction.about = _about(transaction, entry["task_id"], entry["worked_on"])
    transaction.change(HoursEntry, entry_id, rate_cents=None, decision_id=None, claim_id=None)


# -- what deeds on hours share -----------------------------------------------------------------------------------


def entry_row(transaction: Transaction, entry_id: int) -> Mapping[str, Any]:
    """Give the row of an entry; raises Refused where it is gone."""
    return entry_rows(transaction, [entry_id])[0]


def entry_rows(transaction: Transaction, entry_ids: Sequence[int]) -> list[Mapping[str, Any]]:
    """Give the rows of entries by day; raises Refused where there are none, or one is gone."""
    statement = select(_hours).where(_hours.c.id.in_(set(entry_ids))).order_by(_hours.c.worked_on, _hours.c.id)
    rows = [dict(row) for row in transaction.execute(statement).mappings()]
    if not rows or len(rows) != len(set(entry_ids)):
        raise gone()
    return list(rows)


def refuse_settled(transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Raise Refused where hours were paid, or stand in a claim that was not withdrawn."""
    paid = sum(row["charge_id"] is not None for row in rows)
    if paid:
        raise Refused(
            ngettext(
                "These hours were paid; take the payment back first.",
                "{count} of these were paid; take the payment back first.",
                paid if len(rows) > 1 else 1,
            ).format(count=paid)
        )
    if number := standing_claim(transaction, rows):
        raise Refused(_("These hours stand in claim {number}; withdraw it first.").format(number=number))


def standing_claim(transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> str:
    """Name a claim, not withdrawn, that some of the hours stand in; empty for none."""
    claims = {row["claim_id"] for row in rows if row["claim_id"] is not None}
    statement = (
        select(col(SelfWorkClaim.number))
        .where(col(SelfWorkClaim.id).in_(claims), col(SelfWorkClaim.withdrawn_on).is_(None))
        .order_by(col(SelfWorkClaim.number))
    )
    return str(transaction.scalar(statement.limit(1)) or "")


def wrong_decision(transaction: Transaction, decision_id: int | None) -> list[Problem]:
    """Say that a decision is not in the register, or grants nothing because it was not carried."""
    if decision_id is None:
        return []
    found = transaction.execute(
        select(col(Decision.number), col(Decision.outcome)).where(col(Decision.id) == decision_id)
    ).first()
    if found is None:
        return [Problem("decision_id", _("this decision is not in the register"))]
    if found[1] != "carried":
        reason = _("decision {number} was not carried, so it grants nothing")
        return [Problem("decision_id", reason.format(number=found[0]))]
    return []


def _refuse_wrong(
    transaction: Transaction,
    person_id: int,
    worked_on: date,
    minutes: int,
    what: str,
    task_id: int | None,
    work_day_id: int | None,
    rate_cents: int | None,
    decision_id: int | None,
) -> None:
    problems = wrong_person(transaction, "person_id", person_id)
    problems += check_hours(
        worked_on=worked_on,
        minutes=minutes,
        what=what,
        rate_cents=rate_cents,
        decision_id=decision_id,
        today=transaction.today,
    )
    if task_id is not None and not _is_there(transaction, MaintenanceTask, task_id):
        problems.append(Problem("task_id", _("this task is not in the register")))
    if work_day_id is not None:
        problems += _wrong_work_day(transaction, work_day_id, worked_on)
    problems += wrong_decision(transaction, decision_id)
    if problems:
        raise Invalid(problems)


def _is_there(transaction: Transaction, model: type[MaintenanceTask], row_id: int) -> bool:
    return transaction.scalar(select(col(model.id)).where(col(model.id) == row_id)) is not None


def _wrong_work_day(transaction: Transaction, work_day_id: int, worked_on: date) -> list[Problem]:
    day = transaction.scalar(select(col(WorkDay.starts_at)).where(col(WorkDay.id) == work_day_id))
    if day is None:
        return [Problem("work_day_id", _("this work day is no longer there"))]
    held = date.fromisoformat(day[:10])
    if held != worked_on:
        return [Problem("worked_on", _("that work day was on {day}").format(day=long_date(held)))]
    return []


def _about(transaction: Transaction, task_id: int | None, worked_on: date) -> str:
    """Name an entry for the journal: by its task, else by its day; never by whose it is."""
    number = None
    if task_id is not None:
        number = transaction.scalar(select(col(MaintenanceTask.number)).where(col(MaintenanceTask.id) == task_id))
    return str(number) if number else worked_on.isoformat()

"""Judging a report: who has to see to it, by the demarcation list or otherwise with a reason."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.maintenance import PARTIES
from coopadmin.domain.minor_repairs import LETTERS
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.maintenance_states import begun, refuse_closed, set_status
from db.journal import Transaction
from db.tables.demarcation import DemarcationLine
from db.tables.maintenance import MaintenanceTask, TaskJudgement


def judge_task(
    transaction: Transaction,
    *,
    task_id: int,
    responsible: str,
    judged_on: date,
    reachable: bool | None = None,
    notable_cost: bool | None = None,
    line_id: int | None = None,
    letter: str = "",
    routed: str = "unknown",
    reason: str = "",
) -> int:
    """Note who has to see to a task and what the list says; gives the judgement's number in the store.

    `responsible` and `routed` are codes of `domain.maintenance.PARTIES`; where they differ, `reason` says why, and
    where the list says nothing that is reason enough for all but a resident. Work that was only reported is judged by
    it; what is further stays in its state. Raises Refused for closed work, Invalid for what cannot be.
    """
    stored = begun(transaction, task_id)
    refuse_closed(stored)
    letter, reason = letter.strip().lower(), tidy(reason)
    if routed == "unknown" and responsible != "resident":
        reason = reason or _("the list has no line for it")
    problems = [
        Problem(name, _("choose one of: {known}").format(known=", ".join(map(_, PARTIES.values()))))
        for name, value in (("responsible", responsible), ("routed", routed))
        if value not in PARTIES
    ]
    if responsible != routed and not reason:
        problems.append(Problem("reason", _("say why it is decided otherwise than the list says")))
    if judged_on < stored["reported_on"]:
        day = long_date(stored["reported_on"])
        problems.append(Problem("judged_on", _("it was reported only on {day}").format(day=day)))
    elif judged_on > transaction.today:
        problems.append(Problem("judged_on", _("that is still to come")))
    if letter and letter not in LETTERS:
        problems.append(Problem("letter", _("write one of the letters a to v")))
    if line_id is not None and not _line_known(transaction, line_id):
        problems.append(Problem("line_id", _("this line of the list is no longer there")))
    if problems:
        raise Invalid(problems)
    judgement_id = transaction.add(
        TaskJudgement(
            task_id=task_id,
            judged_on=judged_on,
            responsible=responsible,
            routed=routed,
            line_id=line_id,
            letter=letter,
            reachable=reachable,
            notable_cost=notable_cost,
            reason=reason if responsible != routed else "",
        )
    )
    if stored["status"] == "reported":
        set_status(transaction, task_id, "judged", responsible=responsible)
    else:
        transaction.change(MaintenanceTask, task_id, responsible=responsible)
    return judgement_id


def _line_known(transaction: Transaction, line_id: int) -> bool:
    return transaction.scalar(select(col(DemarcationLine.id)).where(col(DemarcationLine.id) == line_id)) is not None

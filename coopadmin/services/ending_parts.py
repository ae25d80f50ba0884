"""What the deeds that end a membership share: the row that says how, and giving back what ended with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import col

from coopadmin.domain.memberships import EndDate, EndingRules
from coopadmin.errors import Refused
from coopadmin.i18n import _
from coopadmin.services import members
from db.journal import Transaction
from db.queries.memberships import ending_rules
from db.tables.base import Record, table_of
from db.tables.decisions import Decision
from db.tables.journal import JournalValue
from db.tables.meetings import Meeting
from db.tables.members import Member, Membership, OfficeTerm, WorkingGroupTerm
from db.tables.memberships import MembershipEnding, Suspension


@dataclass(frozen=True, slots=True)
class Running:
    """The newest membership of a person that is not over, and the row about its end where there is one."""

    person_id: int
    number: str
    membership_id: int
    kind: str
    starts_on: date
    ends_on: date | None
    ending_id: int | None
    expelled: bool
    """Whether an expulsion waits for its appeal to be over."""


def running_membership(transaction: Transaction, person_id: int) -> Running:
    """Give the membership of a person that is not over; raises Refused where there is none."""
    row = transaction.execute(
        select(
            col(Member.number),
            col(Membership.id),
            col(Membership.kind),
            col(Membership.starts_on),
            col(Membership.ends_on),
            col(MembershipEnding.id),
            col(MembershipEnding.kind),
            col(MembershipEnding.appeal_outcome),
        )
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .outerjoin(MembershipEnding, col(MembershipEnding.membership_id) == col(Membership.id))
        .where(
            col(Member.person_id) == person_id,
            or_(col(Membership.ends_on).is_(None), col(Membership.ends_on) >= transaction.today),
        )
        .order_by(col(Membership.starts_on).desc())
    ).first()
    if row is None:
        raise Refused(_("There is no running membership to end."))
    number, membership_id, kind, starts_on, ends_on, ending_id, ending_kind, outcome = row
    expelled = ends_on is None and ending_kind == "expulsion" and outcome != "upheld"
    return Running(person_id, number, membership_id, kind, starts_on, ends_on, ending_id, expelled)


def end_by_rule(
    transaction: Transaction,
    running: Running,
    kind: str,
    noticed_on: date,
    end: EndDate,
    open_yet: bool = False,
    **facts: Any,
) -> int:
    """Keep how a membership ends, and let it end that day unless it is `open_yet`; gives the number of the ending."""
    ending_id = keep_ending(transaction, running, kind, noticed_on, end, **facts)
    if not open_yet and (running.ends_on is None or running.ends_on > end.ends_on):
        members.end_membership(transaction, person_id=running.person_id, ends_on=end.ends_on)
    transaction.about = running.number
    return ending_id


def keep_ending(
    transaction: Transaction, running: Running, kind: str, noticed_on: date, end: EndDate, **facts: Any
) -> int:
    """Keep how a membership ends; gives the number of the row.

    A row that is there (an appeal upheld, a notice that something overtakes) says from now on how it ends; the journal
    keeps what it said before.
    """
    fresh: dict[str, Any] = {
        "reason": "",
        "reasons_sent_on": None,
        "received_on": None,
        "appealed_on": None,
        "appeal_outcome": "",
        "decision_id": None,
        "tenancy_kept": None,
        "note": "",
    }
    values: dict[str, Any] = {
        **fresh,
        **facts,
        "kind": kind,
        "noticed_on": noticed_on,
        "ends_on": end.ends_on,
        "rule": end.rule,
    }
    if running.ending_id is None:
        return transaction.add(MembershipEnding(membership_id=running.membership_id, **values))
    transaction.change(MembershipEnding, running.ending_id, **values)
    return running.ending_id


def rules_on(transaction: Transaction, on: date) -> EndingRules:
    """Give the rules for endings in force on a day."""
    transaction.flush()
    return ending_rules(transaction.connection, on)


def ending_of(transaction: Transaction, ending_id: int) -> dict[str, Any]:
    """Give an ending with whose it is and the membership's own last day (`last_day`); raises Refused where gone."""
    endings = table_of(MembershipEnding)
    row = (
        transaction.execute(
            select(
                endings,
                col(Member.person_id).label("person_id"),
                col(Member.number).label("number"),
                col(Membership.ends_on).label("last_day"),
            )
            .join(Membership, col(Membership.id) == endings.c.membership_id)
            .join(Member, col(Member.id) == col(Membership.member_id))
            .where(endings.c.id == ending_id)
        )
        .mappings()
        .first()
    )
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return dict(row)


def body_of(transaction: Transaction, decision_id: int | None) -> str:
    """Give the code of the body that took a decision, by its meeting; empty where the register names no meeting."""
    if decision_id is None:
        return ""
    transaction.flush()
    body: str | None = transaction.scalar(
        select(col(Meeting.body))
        .join(Decision, col(Decision.meeting_id) == col(Meeting.id))
        .where(col(Decision.id) == decision_id)
    )
    return body or ""


# -- giving back ---------------------------------------------------------------------------------------------------


def set_end(transaction: Transaction, ending: dict[str, Any], ends_on: date) -> None:
    """Let the membership end on another day than it did so far, and the suspension with it."""
    reopen(transaction, ending)
    last_day: date | None = transaction.scalar(
        select(col(Membership.ends_on)).where(col(Membership.id) == ending["membership_id"])
    )
    if last_day is None or last_day > ends_on:
        members.end_membership(transaction, person_id=ending["person_id"], ends_on=ends_on)
    end_suspension(transaction, ending, ends_on)


def reopen(transaction: Transaction, ending: dict[str, Any]) -> None:
    """Give the membership, and the offices and groups that ended with it, the last day they had before."""
    transaction.about = ending["number"]
    if ending["last_day"] is None:
        return
    own = _own_batches(transaction, ending["id"])
    _restore(transaction, Membership, ending["membership_id"], ending["last_day"], own)
    for model in (OfficeTerm, WorkingGroupTerm):
        table = table_of(model)
        ended = select(table.c.id, table.c.ends_on).where(
            table.c.person_id == ending["person_id"], table.c.ends_on.is_not(None)
        )
        for term_id, ends_on in transaction.execute(ended).all():
            _restore(transaction, model, term_id, ends_on, own)


def _own_batches(transaction: Transaction, ending_id: int) -> list[int]:
    """Name the batches that touched an ending since it says that this is how the membership ends."""
    touched = transaction.execute(
        select(col(JournalValue.entry_id), col(JournalValue.values_json))
        .where(
            col(JournalValue.table_name) == str(table_of(MembershipEnding).name), col(JournalValue.row_id) == ending_id
        )
        .order_by(col(JournalValue.entry_id).desc(), col(JournalValue.position).desc())
    )
    own: list[int] = []
    for entry_id, values_json in touched:
        own.append(entry_id)
        if not {"kind", "noticed_on"}.isdisjoint(_after(values_json)):
            break
    return own


def _restore(transaction: Transaction, model: type[Record], row_id: int, now: date, own: list[int]) -> None:
    """Give a row the last day it had before one of these batches changed it to what it is now."""
    changes = transaction.execute(
        select(col(JournalValue.values_json))
        .where(
            col(JournalValue.table_name) == str(table_of(model).name),
            col(JournalValue.row_id) == row_id,
            col(JournalValue.change) == "update",
            col(JournalValue.entry_id).in_(own),
        )
        .order_by(col(JournalValue.entry_id).desc(), col(JournalValue.position).desc())
    )
    for values_json in changes.scalars():
        after = _after(values_json).get("ends_on", ...)
        if after is ...:
            continue
        before: str | None = json.loads(values_json or "")["before"]["ends_on"]
        if after == now.isoformat() and (before is None or before > after):  # it ended sooner, and was not given back
            transaction.change(model, row_id, ends_on=date.fromisoformat(before) if before else None)
        return


def _after(values_json: str | None) -> dict[str, Any]:
    """Give the values a change left; none where they were cleared."""
    return json.loads(values_json)["after"] if values_json else {}


# -- the suspension of who is expelled -----------------------------------------------------------------------------


def suspend_expelled(transaction: Transaction, person_id: int, decided_on: date) -> None:
    """Suspend who was expelled from the day of the decision, unless a suspension runs on already."""
    reason = _("expelled; suspended until the appeal is over (BW 2:35(4))")
    times = transaction.execute(
        select(col(Suspension.id), col(Suspension.starts_on), col(Suspension.ends_on)).where(
            col(Suspension.person_id) == person_id, col(Suspension.starts_on) <= decided_on
        )
    ).all()
    if any(ends_on is None for _id, _starts_on, ends_on in times):
        return
    same = next((row_id for row_id, starts_on, _ends_on in times if starts_on == decided_on), None)
    if same is None:
        transaction.add(Suspension(person_id=person_id, starts_on=decided_on, reason=reason))
    else:
        transaction.change(Suspension, same, ends_on=None, reason=reason)


def end_suspension(transaction: Transaction, ending: dict[str, Any], ends_on: date | None) -> None:
    """Let the suspension that came with an expulsion end on a day, or run on."""
    if ending["kind"] != "expulsion":
        return
    row = select(col(Suspension.id)).where(
        col(Suspension.person_id) == ending["person_id"], col(Suspension.starts_on) == ending["noticed_on"]
    )
    suspension_id: int | None = transaction.scalar(row)
    if suspension_id is not None:
        transaction.change(Suspension, suspension_id, ends_on=ends_on)

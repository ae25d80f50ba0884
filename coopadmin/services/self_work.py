"""Paying residents for their work on their own account, and asking the corporation for it (zelfwerkzaamheid)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import col

from coopadmin.domain.hours import claim_number, fee_cents, hours_said
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro, long_date, short_date, tidy
from coopadmin.i18n import _, ngettext
from coopadmin.services.charges import add_charge, cancel_charge
from coopadmin.services.hours import entry_row, entry_rows, standing_claim
from coopadmin.services.maintenance_states import noted
from coopadmin.services.work_day_parts import gone
from db.journal import Transaction
from db.queries.hours import accounts_of
from db.tables.association import Owner
from db.tables.base import table_of
from db.tables.charges import Charge
from db.tables.decisions import Decision
from db.tables.hours import HoursEntry, SelfWorkClaim
from db.tables.maintenance import MaintenanceTask

_claims = table_of(SelfWorkClaim)
_hours = table_of(HoursEntry)


# -- paying residents --------------------------------------------------------------------------------------------


def pay_hours(
    transaction: Transaction,
    *,
    entry_ids: Sequence[int],
    paid_on: date,
    contract_id: int | None = None,
    member_id: int | None = None,
) -> int:
    """Pay hours of one person as a credit on an account of their own; gives the charge's number in the store.

    The account is a contract they are party to on that day, or their own line of the members' register (`member_id`).
    Each entry comes to its minutes at its rate, to the cent; a decision must have granted it. Raises Refused, Invalid.
    """
    rows = entry_rows(transaction, entry_ids)
    people = {row["person_id"] for row in rows}
    if len(people) > 1:
        raise Refused(_("These are hours of several people; pay them one by one."))
    _refuse_unpayable(rows)
    own = accounts_of(transaction.connection, people.pop(), paid_on)
    if not any((one.contract_id, one.member_id) == (contract_id, member_id) for one in own):
        raise Invalid([Problem("account", _("choose an account of the one who did the work"))])
    if paid_on < rows[-1]["worked_on"]:
        reason = _("that is before the work was done, on {day}").format(day=long_date(rows[-1]["worked_on"]))
        raise Invalid([Problem("paid_on", reason)])
    try:
        charge_id = add_charge(
            transaction,
            kind="other",
            amount_cents=-sum(fee_cents(row["minutes"], row["rate_cents"]) for row in rows),
            due_on=paid_on,
            note=_paid_note(transaction, rows),
            contract_id=contract_id,
            member_id=member_id,
        )
    except Invalid as invalid:
        names = {"due_on": "paid_on", "contract_id": "account"}
        renamed = [Problem(names.get(one.field, one.field), one.message) for one in invalid.problems]
        raise Invalid(renamed) from None
    for row in rows:
        transaction.change(HoursEntry, row["id"], charge_id=charge_id)
    return charge_id


def _refuse_unpayable(rows: Sequence[Mapping[str, Any]]) -> None:
    if any(row["charge_id"] is not None for row in rows):
        raise Refused(_("These hours were paid already."))
    if any(row["rate_cents"] is None for row in rows):
        raise Refused(_("These hours were given for nothing; grant a fee first, by a decision."))
    if any(row["decision_id"] is None for row in rows):
        raise Refused(_("No decision grants this fee yet; put its number with the hours first."))


def _paid_note(transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> str:
    """Say on the account what it is for: how much time, when, and by which decisions."""
    numbers = transaction.execute(
        select(col(Decision.number))
        .where(col(Decision.id).in_({row["decision_id"] for row in rows}))
        .order_by(col(Decision.number))
    )
    first, last = rows[0]["worked_on"], rows[-1]["worked_on"]
    days = short_date(first) if first == last else f"{short_date(first)} – {short_date(last)}"
    return _("Work done by a resident: {hours} hours, {days} (decision {numbers})").format(
        hours=hours_said(sum(row["minutes"] for row in rows)), days=days, numbers=", ".join(numbers.scalars())
    )


def take_back_payment(transaction: Transaction, *, entry_id: int, reason: str) -> int:
    """Take the payment of an entry back, with all that was paid along with it; gives how many are to be paid again.

    The credit stays on the account with one of the opposite amount beside it. Raises Refused where it was not paid or
    that is impossible, Invalid without a reason.
    """
    entry = entry_row(transaction, entry_id)
    charge_id: int | None = entry["charge_id"]
    if charge_id is None:
        raise Refused(_("These hours were not paid yet."))
    if not tidy(reason):
        raise Invalid([Problem("reason", _("say why; the account shows it"))])
    parts = select(func.sum(col(Charge.amount_cents))).where(
        or_(col(Charge.id) == charge_id, col(Charge.corrects_id) == charge_id)
    )
    if transaction.scalar(parts):  # where nothing is left, the credit was taken back on the account itself
        cancel_charge(transaction, charge_id=charge_id, reason=reason)
    together = transaction.execute(select(_hours.c.id).where(_hours.c.charge_id == charge_id)).scalars().all()
    for row_id in together:
        transaction.change(HoursEntry, row_id, charge_id=None)
    return len(together)


# -- asking the corporation --------------------------------------------------------------------------------------


def make_claim(
    transaction: Transaction, *, owner_id: int, entry_ids: Sequence[int], claimed_on: date, note: str = ""
) -> tuple[int, tuple[str, ...]]:
    """Ask the corporation for hours that were done for a fee; gives the claim's number in the store, and doubts.

    The claim asks what its lines come to, each to the cent, and gets the next number of its year (`Z-2026-01`). Raises
    Refused for hours without a fee or in another claim, Invalid.
    """
    rows = entry_rows(transaction, entry_ids)
    problems: list[Problem] = []
    if transaction.scalar(select(col(Owner.id)).where(col(Owner.id) == owner_id)) is None:
        problems.append(Problem("owner_id", _("this corporation is not known here")))
    if claimed_on > transaction.today:
        problems.append(Problem("claimed_on", _("that is still to come")))
    elif claimed_on < rows[-1]["worked_on"]:
        reason = _("that is before the work was done, on {day}").format(day=long_date(rows[-1]["worked_on"]))
        problems.append(Problem("claimed_on", reason))
    if problems:
        raise Invalid(problems)
    if any(row["rate_cents"] is None for row in rows):
        raise Refused(_("Some of these hours were given for nothing; grant a fee first, or leave them out."))
    if taken := standing_claim(transaction, rows):
        raise Refused(_("Some of these hours stand in claim {number} already.").format(number=taken))
    numbers = transaction.execute(select(col(SelfWorkClaim.number))).scalars().all()
    number = claim_number(claimed_on.year, numbers)
    claim_id = transaction.add(
        SelfWorkClaim(
            number=number,
            owner_id=owner_id,
            claimed_on=claimed_on,
            amount_cents=sum(fee_cents(row["minutes"], row["rate_cents"]) for row in rows),
            note=tidy(note),
        )
    )
    for row in rows:
        transaction.change(HoursEntry, row["id"], claim_id=claim_id)
    transaction.about = number
    return claim_id, tuple(_doubts(transaction, rows))


def _doubts(transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say how many of the hours are for no task of the corporation's."""
    tasks = {row["task_id"] for row in rows if row["task_id"] is not None}
    theirs = select(col(MaintenanceTask.id)).where(
        col(MaintenanceTask.id).in_(tasks), col(MaintenanceTask.responsible) == "corporation"
    )
    known = set(transaction.execute(theirs).scalars())
    others = sum(row["task_id"] not in known for row in rows)
    if not others:
        return []
    told = ngettext(
        "{count} line is for no task of the corporation's; it may ask what it is for.",
        "{count} lines are for no task of the corporation's; it may ask what they are for.",
        others,
    )
    return [told.format(count=others)]


def answer_claim(
    transaction: Transaction, *, claim_id: int, answered_on: date, granted_cents: int, note: str = ""
) -> None:
    """Note what the corporation answered to a claim, in cents granted; once more corrects it.

    Raises Refused for a claim that was withdrawn, Invalid for a day before it or still to come, or more than was asked.
    """
    claim = _claim(transaction, claim_id)
    problems: list[Problem] = []
    if answered_on < claim["claimed_on"]:
        reason = _("it was asked only on {day}").format(day=long_date(claim["claimed_on"]))
        problems.append(Problem("answered_on", reason))
    elif answered_on > transaction.today:
        problems.append(Problem("answered_on", _("that is still to come")))
    if not 0 <= granted_cents <= claim["amount_cents"]:
        reason = _("write an amount from nothing to what was asked, {amount}")
        problems.append(Problem("granted_cents", reason.format(amount=euro(claim["amount_cents"]))))
    if problems:
        raise Invalid(problems)
    transaction.change(
        SelfWorkClaim, claim_id, answered_on=answered_on, granted_cents=granted_cents, note=noted(claim, note)
    )


def withdraw_claim(transaction: Transaction, *, claim_id: int, withdrawn_on: date, reason: str) -> None:
    """Withdraw a claim; its hours can be claimed anew. Raises Refused where it was withdrawn, Invalid."""
    claim = _claim(transaction, claim_id)
    problems: list[Problem] = []
    if not tidy(reason):
        problems.append(Problem("reason", _("say why it is withdrawn")))
    if not claim["claimed_on"] <= withdrawn_on <= transaction.today:
        problems.append(Problem("withdrawn_on", _("choose a day from the claim to today")))
    if problems:
        raise Invalid(problems)
    transaction.change(SelfWorkClaim, claim_id, withdrawn_on=withdrawn_on, note=noted(claim, reason))


def _claim(transaction: Transaction, claim_id: int) -> Mapping[str, Any]:
    row = transaction.execute(select(_claims).where(_claims.c.id == claim_id)).mappings().first()
    if row is None:
        raise gone()
    transaction.about = row["number"]
    if row["withdrawn_on"] is not None:
        raise Refused(
            _("Claim {number} was withdrawn on {day}.").format(number=row["number"], day=long_date(row["withdrawn_on"]))
        )
    return dict(row)

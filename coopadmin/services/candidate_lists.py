"""What a committee does with the two lists of candidates: the waiting list and the pool are kept apart.

The waiting list has an order, a fee and refusals that may cost a place; the pool are the people the group has met.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.candidates import check_leaving, goes_down, not_before, not_yet, refuse_bsn
from coopadmin.domain.periods import add_months
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.queries.association import rule_number
from db.tables.base import table_of
from db.tables.candidates import Candidate, CandidateContact, PoolPlace, WaitingPlace

_candidates = table_of(Candidate)


def candidate_row(transaction: Transaction, candidate_id: int) -> Mapping[str, Any]:
    """Give the row of a candidate whose data is still there, and note their number for the journal.

    Raises Refused where there is none, or the data was cleared.
    """
    row = transaction.execute(select(_candidates).where(_candidates.c.id == candidate_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    if row["cleared_on"] is not None:
        raise Refused(
            _("The personal data of {number} was cleared on {day}; nothing can be added to it any more.").format(
                number=row["number"], day=long_date(row["cleared_on"])
            )
        )
    transaction.about = row["number"]
    return dict(row)


# -- the waiting list ------------------------------------------------------------------------------------------


def put_on_waiting_list(
    transaction: Transaction,
    *,
    candidate_id: int,
    registered_on: date,
    ranked_on: date | None = None,
    fee_cents: int | None = None,
    fee_paid_on: date | None = None,
) -> int:
    """Put a candidate on the waiting list; gives the number of the place in the store.

    `ranked_on` is the day that gives the place. Left out it is the day of registration, or the day the fee was paid
    where the rule `waiting_list_by_fee` says so. Raises Refused where they are on it, Invalid.
    """
    row = candidate_row(transaction, candidate_id)
    if _running(transaction, WaitingPlace, candidate_id) is not None:
        raise Refused(_("{number} is on the waiting list already.").format(number=row["number"]))
    problems = not_yet("registered_on", registered_on, transaction.today)
    problems += not_yet("ranked_on", ranked_on, transaction.today)
    problems += not_yet("fee_paid_on", fee_paid_on, transaction.today)
    if fee_cents is not None and fee_cents < 0:
        problems.append(Problem("fee_cents", _("a fee is not below zero")))
    if problems:
        raise Invalid(problems)
    by_fee = fee_paid_on if fee_paid_on and _by_fee(transaction, fee_paid_on) else None
    return transaction.add(
        WaitingPlace(
            candidate_id=candidate_id,
            registered_on=registered_on,
            ranked_on=ranked_on or by_fee or registered_on,
            fee_cents=fee_cents,
            fee_paid_on=fee_paid_on,
        )
    )


def take_off_waiting_list(
    transaction: Transaction,
    *,
    candidate_id: int,
    ended_on: date,
    end_reason: str,
    end_words: str = "",
    notice_sent_on: date | None = None,
) -> None:
    """Take a candidate off the waiting list on a day, with the reason (LEFT_REASONS) and when they were told.

    Whoever is struck without a reason can claim the old place back (ECLI:NL:GHAMS:2014:4257). Raises Refused where
    they are not on it, Invalid.
    """
    row = candidate_row(transaction, candidate_id)
    place = _running(transaction, WaitingPlace, candidate_id)
    if place is None:
        raise Refused(_("{number} is not on the waiting list.").format(number=row["number"]))
    _leave(transaction, WaitingPlace, place, place["registered_on"], ended_on, end_reason, end_words, notice_sent_on)


def note_fee(transaction: Transaction, *, candidate_id: int, fee_paid_on: date, fee_cents: int | None = None) -> None:
    """Note that the fee of the waiting list was paid on a day; with `fee_cents` also how much it is.

    Where the rule `waiting_list_by_fee` says so, that day gives the place, unless a refusal gave a later one.
    Raises Refused where they are not on it, Invalid.
    """
    row = candidate_row(transaction, candidate_id)
    place = _running(transaction, WaitingPlace, candidate_id)
    if place is None:
        raise Refused(_("{number} is not on the waiting list, so no fee of it is due.").format(number=row["number"]))
    problems = not_yet("fee_paid_on", fee_paid_on, transaction.today)
    if fee_cents is not None and fee_cents < 0:
        problems.append(Problem("fee_cents", _("a fee is not below zero")))
    if problems:
        raise Invalid(problems)
    ranked_on = place["ranked_on"]
    if _by_fee(transaction, fee_paid_on) and ranked_on not in _refusals(transaction, candidate_id, place):
        ranked_on = fee_paid_on
    cents = place["fee_cents"] if fee_cents is None else fee_cents
    transaction.change(WaitingPlace, place["id"], fee_paid_on=fee_paid_on, fee_cents=cents, ranked_on=ranked_on)


def note_notice(transaction: Transaction, *, candidate_id: int, notice_sent_on: date) -> None:
    """Note the day a candidate was told that they were taken off a list, and why.

    Raises Refused where nothing is left to tell, Invalid where the day lies ahead.
    """
    row = candidate_row(transaction, candidate_id)
    if problems := not_yet("notice_sent_on", notice_sent_on, transaction.today):
        raise Invalid(problems)
    told = False
    for model in (WaitingPlace, PoolPlace):
        table = table_of(model)
        ended = select(table.c.id).where(
            table.c.candidate_id == candidate_id, table.c.ended_on.is_not(None), table.c.notice_sent_on.is_(None)
        )
        for place_id in transaction.execute(ended).scalars().all():
            told = transaction.change(model, place_id, notice_sent_on=notice_sent_on)
    if not told:
        raise Refused(_("{number} was taken off no list, or was told of it already.").format(number=row["number"]))


def refuse_offer(
    transaction: Transaction,
    *,
    candidate_id: int,
    happened_on: date,
    what: str = "",
    file_id: int | None = None,
    refusals_most: int | None = None,
) -> bool:
    """Note that a candidate refused a home; tells whether it moved them to the bottom of the waiting list.

    With `refusals_most` of a procedure, that many refusals since they came on the list, or since they last went down,
    move them: that day gives their place from then on. Raises Invalid.
    """
    candidate_row(transaction, candidate_id)
    problems = [*not_yet("happened_on", happened_on, transaction.today), *refuse_bsn("what", what)]
    if problems:
        raise Invalid(problems)
    transaction.add(
        CandidateContact(
            candidate_id=candidate_id, happened_on=happened_on, kind="refusal", what=tidy(what), file_id=file_id
        )
    )
    place = _running(transaction, WaitingPlace, candidate_id)
    if place is None or not goes_down(
        _refusals(transaction, candidate_id, place), place["ranked_on"], refusals_most, happened_on
    ):
        return False
    return transaction.change(WaitingPlace, place["id"], ranked_on=happened_on)


def refuse_home_of_file(
    transaction: Transaction, candidate_id: int, file_id: int, happened_on: date, refusals_most: int | None
) -> bool:
    """Count that a candidate does not want the home of a file; tells whether it moved them to the bottom of the list.

    One rule for an invitation and a nomination: it counts once a file, where its procedure counts refusals, for whoever
    stands on the waiting list, wherever they came from. `transaction.about` stays with the file.
    """
    if refusals_most is None or _running(transaction, WaitingPlace, candidate_id) is None:
        return False
    if refused_in_file(transaction, candidate_id, file_id):
        return False
    about = transaction.about
    moved = refuse_offer(
        transaction,
        candidate_id=candidate_id,
        happened_on=happened_on,
        file_id=file_id,
        refusals_most=refusals_most,
    )
    transaction.about = about
    return moved


def refused_in_file(transaction: Transaction, candidate_id: int, file_id: int) -> bool:
    """Tell whether it was noted that a candidate refused the home of a file."""
    transaction.flush()
    noted = select(col(CandidateContact.id)).where(
        col(CandidateContact.candidate_id) == candidate_id,
        col(CandidateContact.file_id) == file_id,
        col(CandidateContact.kind) == "refusal",
    )
    return transaction.scalar(noted.limit(1)) is not None


# -- the pool --------------------------------------------------------------------------------------------------


def admit_to_pool(transaction: Transaction, *, candidate_id: int, met_on: date, expires_on: date | None = None) -> int:
    """Take a candidate into the pool of people the group has met; gives the number of the place in the store.

    Without an end it lasts as long as the rule `pool_months` says. Raises Refused where they are in it, Invalid.
    """
    row = candidate_row(transaction, candidate_id)
    if _running(transaction, PoolPlace, candidate_id) is not None:
        raise Refused(_("{number} is in the pool already.").format(number=row["number"]))
    problems = not_yet("met_on", met_on, transaction.today)
    problems += not_before("expires_on", expires_on, met_on, _("they were met on {day}; it cannot end before that"))
    if problems:
        raise Invalid(problems)
    months = rule_number(transaction.connection, "pool_months", met_on)
    return transaction.add(
        PoolPlace(candidate_id=candidate_id, met_on=met_on, expires_on=expires_on or add_months(met_on, months))
    )


def extend_pool(transaction: Transaction, *, candidate_id: int, expires_on: date) -> None:
    """Keep a candidate in the pool until another day. Raises Refused where they are not in it, Invalid."""
    place = _pooled(transaction, candidate_id)
    if problems := not_before(
        "expires_on", expires_on, place["met_on"], _("they were met on {day}; it cannot end before that")
    ):
        raise Invalid(problems)
    transaction.change(PoolPlace, place["id"], expires_on=expires_on)


def leave_pool(
    transaction: Transaction,
    *,
    candidate_id: int,
    ended_on: date,
    end_reason: str,
    end_words: str = "",
    notice_sent_on: date | None = None,
) -> None:
    """Let a candidate leave the pool on a day, with the reason (LEFT_REASONS) and when they were told.

    Raises Refused where they are not in it, Invalid.
    """
    place = _pooled(transaction, candidate_id)
    _leave(transaction, PoolPlace, place, place["met_on"], ended_on, end_reason, end_words, notice_sent_on)


# -- what these deeds share ---------------------------------------------------------------------------------------


def _running(
    transaction: Transaction, model: type[WaitingPlace] | type[PoolPlace], candidate_id: int
) -> Mapping[str, Any] | None:
    table = table_of(model)
    running = select(table).where(table.c.candidate_id == candidate_id, table.c.ended_on.is_(None))
    row = transaction.execute(running).mappings().first()
    return dict(row) if row is not None else None


def _pooled(transaction: Transaction, candidate_id: int) -> Mapping[str, Any]:
    row = candidate_row(transaction, candidate_id)
    place = _running(transaction, PoolPlace, candidate_id)
    if place is None:
        raise Refused(_("{number} is not in the pool.").format(number=row["number"]))
    return place


def _leave(
    transaction: Transaction,
    model: type[WaitingPlace] | type[PoolPlace],
    place: Mapping[str, Any],
    began: date,
    ended_on: date,
    end_reason: str,
    end_words: str,
    notice_sent_on: date | None,
) -> None:
    """End a place on a list, with its reason."""
    words = tidy(end_words)
    problems = [
        *not_yet("ended_on", ended_on, transaction.today),
        *not_before("ended_on", ended_on, began, _("the place on the list began on {day}; it cannot end before that")),
        *check_leaving(end_reason, words),
        *not_yet("notice_sent_on", notice_sent_on, transaction.today),
    ]
    if problems:
        raise Invalid(problems)
    transaction.change(
        model,
        place["id"],
        ended_on=ended_on,
        end_reason=end_reason,
        end_words=words,
        notice_sent_on=notice_sent_on,
    )


def _refusals(transaction: Transaction, candidate_id: int, place: Mapping[str, Any]) -> tuple[date, ...]:
    """Give the days somebody refused a home since they came on the list."""
    days = (
        select(col(CandidateContact.happened_on))
        .where(
            col(CandidateContact.candidate_id) == candidate_id,
            col(CandidateContact.kind) == "refusal",
            col(CandidateContact.happened_on) >= place["registered_on"],
        )
        .order_by(col(CandidateContact.happened_on), col(CandidateContact.id))
    )
    return tuple(transaction.execute(days).scalars())


def _by_fee(transaction: Transaction, on: date) -> bool:
    """Tell whether the day of the fee gives the place on the waiting list."""
    return rule_number(transaction.connection, "waiting_list_by_fee", on) == 1

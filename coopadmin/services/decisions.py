"""What a secretary does with decisions: enter one, correct its wording, count it anew, withdraw it, link it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.decisions import COUNT_FIELDS, KINDS, METHODS, OUTCOMES
from coopadmin.domain.meetings import day_of
from coopadmin.domain.voting import impossible
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.tables.base import Record, table_of
from db.tables.budget import Category
from db.tables.contracts import Contract
from db.tables.decisions import Decision, DecisionLink
from db.tables.dwellings import Dwelling
from db.tables.maintenance import MaintenanceTask
from db.tables.meetings import Meeting

LONGEST_SUBJECT = 400
LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Votes:
    """The count as the minutes have it: people and votes, None where they do not say."""

    entitled: int | None = None
    present: int | None = None
    proxies: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_blank: int | None = None


def record_decision(
    transaction: Transaction,
    *,
    number: str,
    decided_on: date,
    subject: str,
    outcome: str,
    text: str = "",
    body: str = "",
    method: str = "unknown",
    votes: Votes = Votes(),
    kind: str = "decision",
    dwelling_id: int | None = None,
    candidate: str = "",
    note: str = "",
    meeting_id: int | None = None,
    vote_id: int | None = None,
    review_on: date | None = None,
) -> int:
    """Enter a decision as the minutes have it; gives its number in the store.

    `vote_id` is the count that stands, where the vote was recorded here. An outcome that contradicts the count is
    taken in as it is; reading shows it flagged. Raises Invalid with a problem per field, those of `votes` named as
    its own fields.
    """
    number = tidy(number)
    problems = [
        *_wrong_number(transaction, number),
        *_wrong_day(decided_on, transaction.today),
        *_wrong_subject(subject),
        *_wrong_count(method, votes, outcome),
        *_wrong_kind(kind),
        *_wrong_dwelling(transaction, dwelling_id),
        *_unknown(transaction, "meeting_id", Meeting, meeting_id, _("this meeting is not in the store")),
        *_wrong_review(review_on, decided_on),
    ]
    if problems:
        raise Invalid(problems)
    transaction.about = number
    return transaction.add(
        Decision(
            number=number,
            decided_on=decided_on,
            subject=tidy(subject),
            text=tidy_lines(text),
            body=tidy(body),
            method=method,
            **asdict(votes),
            outcome=outcome,
            kind=kind,
            dwelling_id=dwelling_id,
            candidate=tidy(candidate),
            note=tidy_lines(note),
            meeting_id=meeting_id,
            vote_id=vote_id,
            review_on=review_on,
        )
    )


def correct_decision(
    transaction: Transaction,
    *,
    decision_id: int,
    subject: str,
    text: str = "",
    body: str = "",
    candidate: str = "",
    dwelling_id: int | None = None,
    note: str = "",
    decided_on: date | None = None,
    kind: str | None = None,
) -> bool:
    """Correct how a decision is described; tells whether anything was different.

    Number, count and outcome stay: `recount_decision` and `withdraw_decision` are for those. The day and the kind
    stay too where they are left out. Raises Invalid with a problem per field.
    """
    there = _decision(transaction, decision_id)
    problems = [*_wrong_subject(subject), *_wrong_dwelling(transaction, dwelling_id)]
    if decided_on is not None:
        problems = [*_wrong_day(decided_on, transaction.today), *problems]
    if kind is not None:
        problems.extend(_wrong_kind(kind))
    if problems:
        raise Invalid(problems)
    transaction.about = there["number"]
    return transaction.change(
        Decision,
        decision_id,
        subject=tidy(subject),
        text=tidy_lines(text),
        body=tidy(body),
        candidate=tidy(candidate),
        dwelling_id=dwelling_id,
        note=tidy_lines(note),
        decided_on=decided_on or there["decided_on"],
        kind=kind or there["kind"],
    )


def recount_decision(
    transaction: Transaction, *, decision_id: int, method: str, votes: Votes, outcome: str, reason: str
) -> bool:
    """Set the count, the method and the stated outcome anew; tells whether anything was different.

    What they were and why they changed is added to the note, for whoever reads the register on paper; the journal
    has it all. Raises Invalid with a problem per field.
    """
    there = _decision(transaction, decision_id)
    problems = _wrong_count(method, votes, outcome)
    if not tidy(reason):
        problems.append(Problem("reason", _("say why the count changes")))
    if problems:
        raise Invalid(problems)
    values: dict[str, Any] = {"method": method, **asdict(votes), "outcome": outcome}
    if all(there[name] == value for name, value in values.items()):
        return False
    was = _("{day}: counted anew, it was {votes_for} for, {votes_against} against, {votes_blank} blank, {outcome}. ")
    line = was.format(
        day=long_date(transaction.today),
        outcome=_(OUTCOMES[there["outcome"]]),
        **{name: "–" if there[name] is None else there[name] for name in COUNT_FIELDS},
    )
    transaction.about = there["number"]
    return transaction.change(Decision, decision_id, **values, note=_with_line(there["note"], line + tidy(reason)))


def withdraw_decision(transaction: Transaction, *, decision_id: int, reason: str) -> None:
    """Mark a decision withdrawn, the reason added to its note; the count stays.

    Raises Refused where it was withdrawn already, Invalid without a reason.
    """
    there = _decision(transaction, decision_id)
    if there["outcome"] == "withdrawn":
        raise Refused(_("Decision {number} is withdrawn already.").format(number=there["number"]))
    if not tidy(reason):
        raise Invalid([Problem("reason", _("say why the decision is withdrawn"))])
    line = _("{day}: withdrawn, it was {outcome}. ").format(
        day=long_date(transaction.today), outcome=_(OUTCOMES[there["outcome"]])
    )
    transaction.about = there["number"]
    transaction.change(Decision, decision_id, outcome="withdrawn", note=_with_line(there["note"], line + tidy(reason)))


def set_review(transaction: Transaction, *, decision_id: int, review_on: date | None) -> bool:
    """Set the day the group wants to look at a decision again, or none; tells whether that was different.

    Raises Invalid for a day before the decision was taken.
    """
    there = _decision(transaction, decision_id)
    if problems := _wrong_review(review_on, there["decided_on"]):
        raise Invalid(problems)
    transaction.about = there["number"]
    return transaction.change(Decision, decision_id, review_on=review_on)


def belong_to_meeting(transaction: Transaction, *, decision_id: int, meeting_id: int | None) -> bool:
    """Say which meeting of that day took a decision, or (None) that none in the store did; tells whether it changed.

    For decisions entered by hand or imported. Raises Refused for one that was counted in its meeting, Invalid for a
    meeting of another day or one that was cancelled.
    """
    there = _decision(transaction, decision_id)
    if there["vote_id"] is not None:
        raise Refused(
            _("{number} was counted in its meeting, so it belongs to that one.").format(number=there["number"])
        )
    if meeting_id is not None:
        row = transaction.execute(
            select(col(Meeting.starts_at), col(Meeting.cancelled_on)).where(col(Meeting.id) == meeting_id)
        ).first()
        if row is None:
            raise Invalid([Problem("meeting_id", _("this meeting is not in the store"))])
        if day_of(row[0]) != there["decided_on"]:
            reason = _("that meeting was on {day}, the decision is of {decided}")
            days = {"day": long_date(day_of(row[0])), "decided": long_date(there["decided_on"])}
            raise Invalid([Problem("meeting_id", reason.format(**days))])
        if row[1] is not None:
            raise Invalid([Problem("meeting_id", _("that meeting was cancelled"))])
    transaction.about = there["number"]
    return transaction.change(Decision, decision_id, meeting_id=meeting_id)


def link(
    transaction: Transaction,
    *,
    decision_id: int,
    task_id: int | None = None,
    contract_id: int | None = None,
    category_id: int | None = None,
    amount_cents: int | None = None,
    note: str = "",
) -> int:
    """Link a decision to what it brought about or is about; gives the link's number in the store.

    At least one thing is named: a task, a contract, a budget category, an amount (what it may cost at most, or what
    was granted) or a paper in `note`. Raises Invalid with a problem per field.
    """
    there = _decision(transaction, decision_id)
    problems = [
        *_unknown(transaction, "task_id", MaintenanceTask, task_id, _("this task is not in the register")),
        *_unknown(transaction, "contract_id", Contract, contract_id, _("this contract is not in the register")),
        *_unknown(transaction, "category_id", Category, category_id, _("this category is not in the store")),
    ]
    if amount_cents is not None and amount_cents <= 0:
        problems.append(Problem("amount_cents", _("an amount is more than nothing")))
    if task_id is None and contract_id is None and category_id is None and amount_cents is None and not tidy(note):
        reason = _("name at least one: a task, a contract, a category, an amount or a paper")
        problems.append(Problem("task_id", reason))
    if problems:
        raise Invalid(problems)
    transaction.about = there["number"]
    return transaction.add(
        DecisionLink(
            decision_id=decision_id,
            task_id=task_id,
            contract_id=contract_id,
            category_id=category_id,
            amount_cents=amount_cents,
            note=tidy_lines(note),
        )
    )


def unlink(transaction: Transaction, *, link_id: int) -> None:
    """Remove a link of a decision; the journal keeps that it was there. Raises Refused where it is gone."""
    owner = select(col(DecisionLink.decision_id)).where(col(DecisionLink.id) == link_id)
    decision_id = transaction.scalar(owner)
    if decision_id is not None:
        transaction.about = _decision(transaction, decision_id)["number"]
    transaction.remove(DecisionLink, link_id)


def tidy_lines(text: str) -> str:
    """Tidy every line of a longer text and keep the lines apart."""
    return "\n".join(tidy(line) for line in text.strip().splitlines())


def _with_line(note: str, line: str) -> str:
    return f"{note}\n{line}" if note else line


def _decision(transaction: Transaction, decision_id: int) -> dict[str, Any]:
    table = table_of(Decision)
    row = transaction.execute(select(table).where(table.c.id == decision_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return dict(row)


def _wrong_number(transaction: Transaction, number: str) -> list[Problem]:
    if not number:
        return [Problem("number", _("give the decision a number"))]
    if len(number) > LONGEST_NUMBER:
        return [Problem("number", _("the text is longer than {limit} signs").format(limit=LONGEST_NUMBER))]
    if transaction.scalar(select(col(Decision.id)).where(col(Decision.number) == number)) is not None:
        return [Problem("number", _("decision {number} is in the register already").format(number=number))]
    return []


def _wrong_day(decided_on: date, today: date) -> list[Problem]:
    if decided_on > today:
        reason = _("decided on {day}, which is still to come").format(day=long_date(decided_on))
        return [Problem("decided_on", reason)]
    return []


def _wrong_subject(subject: str) -> list[Problem]:
    if not tidy(subject):
        return [Problem("subject", _("say what was decided about"))]
    if len(tidy(subject)) > LONGEST_SUBJECT:
        return [Problem("subject", _("the text is longer than {limit} signs").format(limit=LONGEST_SUBJECT))]
    return []


def _wrong_count(method: str, votes: Votes, outcome: str) -> list[Problem]:
    problems: list[Problem] = []
    if method not in METHODS:
        problems.append(Problem("method", _("choose a way of deciding")))
    problems.extend(impossible(**asdict(votes)))
    if outcome not in OUTCOMES:
        problems.append(Problem("outcome", _("choose what came of it")))
    return problems


def _wrong_kind(kind: str) -> list[Problem]:
    return [] if kind in KINDS else [Problem("kind", _("choose a kind of decision"))]


def _wrong_dwelling(transaction: Transaction, dwelling_id: int | None) -> list[Problem]:
    return _unknown(transaction, "dwelling_id", Dwelling, dwelling_id, _("this home is not in the register"))


def _wrong_review(review_on: date | None, decided_on: date) -> list[Problem]:
    if review_on is None or review_on > decided_on:
        return []
    reason = _("decided on {day}; it is reviewed on a day after that")
    return [Problem("review_on", reason.format(day=long_date(decided_on)))]


def _unknown(
    transaction: Transaction, field: str, model: type[Record], row_id: int | None, reason: str
) -> list[Problem]:
    table = table_of(model)
    if row_id is None or transaction.scalar(select(table.c.id).where(table.c.id == row_id)) is not None:
        return []
    return [Problem(field, reason)]

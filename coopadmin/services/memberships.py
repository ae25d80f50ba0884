"""Membership from the application on: admitting and refusing, another kind, suspension, being called by e-mail.

How a membership ends is in `services/endings`, whose deeds are named here as well.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.members import KINDS
from coopadmin.domain.memberships import APPLICATIONS, change_of_kind
from coopadmin.domain.periods import overlap
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.ending_parts import keep_ending, running_membership
from coopadmin.services.endings import (
    appeal,
    correct_ending,
    decide_appeal,
    end_by_association,
    expel,
    note_received,
    record_death,
    resign,
    withdraw_ending,
)
from coopadmin.services.members import (
    PersonData,
    kind_on,
    member_id_of,
    number_of,
    register_member,
    register_person,
    start_membership,
)
from db.journal import Transaction
from db.queries.members import next_number
from db.tables.base import table_of
from db.tables.members import Member, Membership, Person
from db.tables.memberships import EmailConsent, MembershipApplication, Suspension

__all__ = [
    "admit",
    "agree_to_email",
    "appeal",
    "apply",
    "change_kind",
    "correct_ending",
    "decide_appeal",
    "end_by_association",
    "expel",
    "lift_suspension",
    "note_received",
    "record_death",
    "refuse_application",
    "resign",
    "suspend",
    "withdraw_application",
    "withdraw_email",
    "withdraw_ending",
]


# -- joining -------------------------------------------------------------------------------------------------------


def apply(
    transaction: Transaction,
    *,
    kind: str,
    applied_on: date,
    person_id: int | None = None,
    person: PersonData | None = None,
    note: str = "",
) -> int:
    """Enter that somebody asks to become a member of a kind; gives the number of the application.

    Somebody already in the store, by `person_id`, or a new `person`. Raises Invalid, and Refused where that person has
    an application that is still to be decided.
    """
    problems: list[Problem] = []
    if (person_id is None) == (person is None):
        problems.append(Problem("person_id", _("choose who applies, or give the name of somebody new; one of the two")))
    if kind not in KINDS:
        problems.append(Problem("kind", _("choose a kind of membership")))
    if applied_on > transaction.today:
        problems.append(Problem("applied_on", _("{day} is still to come").format(day=long_date(applied_on))))
    if person_id is not None:
        if kind in KINDS and kind_on(transaction, person_id, transaction.today) == kind:
            problems.append(Problem("kind", _("is a {kind} already").format(kind=_(KINDS[kind]))))
        if _open_application(transaction, person_id):
            raise Refused(_("There is an application of this person already; decide that one."))
    if problems:
        raise Invalid(problems)
    if person is not None:
        person_id = register_person(transaction, person=person)
    transaction.about = number_of(transaction, person_id or 0)
    return transaction.add(
        MembershipApplication(person_id=person_id or 0, kind=kind, applied_on=applied_on, note=note.strip())
    )


def admit(
    transaction: Transaction,
    *,
    application_id: int,
    decided_on: date,
    starts_on: date,
    number: str = "",
    decision_id: int | None = None,
    note: str = "",
) -> int:
    """Admit who applied, from a day on; gives the person's number in the store (Civil Code (BW) 2:33).

    Who has no member number gets `number`, or the next one. A running membership of another kind ends the day before.
    Also a refused application may still be admitted: the general meeting can. Raises Invalid and Refused.
    """
    asked = _application(transaction, application_id)
    if asked["outcome"] not in ("open", "refused"):
        raise Refused(_decided_already(asked["outcome"]))
    problems = _decided(transaction, asked, decided_on)
    if problems:
        raise Invalid(problems)
    person_id, kind = asked["person_id"], asked["kind"]
    if member_id_of(transaction, person_id) is None:
        people = table_of(Person)
        row = transaction.execute(select(people).where(people.c.id == person_id)).mappings().one()
        known = {name: row[name] for name in PersonData.__dataclass_fields__}
        register_member(
            transaction,
            number=tidy(number) or next_number(transaction.connection),
            person=PersonData(**known),
            kind=kind,
            starts_on=starts_on,
            person_id=person_id,
        )
    elif kind_on(transaction, person_id, starts_on):
        change_kind(transaction, person_id=person_id, kind=kind, starts_on=starts_on, decision_id=decision_id)
    else:
        start_membership(transaction, person_id=person_id, kind=kind, starts_on=starts_on)
    transaction.change(
        MembershipApplication,
        application_id,
        outcome="admitted",
        decided_on=decided_on,
        decision_id=decision_id,
        membership_id=_membership_from(transaction, person_id, starts_on),
        note=note.strip() or asked["note"],
    )
    transaction.about = number_of(transaction, person_id)
    return person_id


def refuse_application(
    transaction: Transaction,
    *,
    application_id: int,
    decided_on: date,
    reason: str = "",
    decision_id: int | None = None,
) -> None:
    """Refuse who applied (Civil Code (BW) 2:33). Raises Invalid, and Refused where it was decided already."""
    asked = _application(transaction, application_id)
    if asked["outcome"] != "open":
        raise Refused(_decided_already(asked["outcome"]))
    if problems := _decided(transaction, asked, decided_on):
        raise Invalid(problems)
    transaction.change(
        MembershipApplication,
        application_id,
        outcome="refused",
        decided_on=decided_on,
        reason=tidy(reason),
        decision_id=decision_id,
    )


def withdraw_application(transaction: Transaction, *, application_id: int, decided_on: date, reason: str = "") -> None:
    """Let somebody who applied take it back. Raises Invalid, and Refused where it was decided already."""
    asked = _application(transaction, application_id)
    if asked["outcome"] != "open":
        raise Refused(_decided_already(asked["outcome"]))
    if problems := _decided(transaction, asked, decided_on):
        raise Invalid(problems)
    transaction.change(
        MembershipApplication, application_id, outcome="withdrawn", decided_on=decided_on, reason=tidy(reason)
    )


def change_kind(
    transaction: Transaction, *, person_id: int, kind: str, starts_on: date, decision_id: int | None = None
) -> int:
    """Let a member go on as another kind from a day on; gives the number of the new membership.

    Offices and working groups run on. Raises Invalid, and Refused where no membership runs or its end is coming.
    """
    running = running_membership(transaction, person_id)
    if running.ends_on is not None or running.expelled:
        raise Refused(_("This membership is ending; that comes first."))
    if kind == running.kind:
        raise Invalid([Problem("kind", _("is a {kind} already").format(kind=_(KINDS[kind])))])
    if starts_on <= running.starts_on:
        began = _("not before {day}, the day after the membership began")
        day = long_date(date.fromordinal(running.starts_on.toordinal() + 1))
        raise Invalid([Problem("starts_on", began.format(day=day))])
    membership_id = start_membership(transaction, person_id=person_id, kind=kind, starts_on=starts_on)
    keep_ending(transaction, running, "change", starts_on, change_of_kind(starts_on), decision_id=decision_id)
    return membership_id


# -- suspension ----------------------------------------------------------------------------------------------------


def suspend(
    transaction: Transaction, *, person_id: int, starts_on: date, reason: str, ends_on: date | None = None
) -> int:
    """Suspend a member from a day on, until a day where that was said; gives the number of the suspension.

    Who is suspended has no vote, but may come and speak where the suspension is treated (Civil Code (BW) 2:38(1)).
    Raises Invalid, and Refused where no membership runs.
    """
    running = running_membership(transaction, person_id)
    problems: list[Problem] = []
    if starts_on < running.starts_on:
        began = _("the membership began on {day}").format(day=long_date(running.starts_on))
        problems.append(Problem("starts_on", began))
    if ends_on is not None and ends_on < starts_on:
        problems.append(Problem("ends_on", _("it cannot end before it begins")))
    if not tidy(reason):
        problems.append(Problem("reason", _("say why; the member must be able to answer it")))
    for _id, other_start, other_end in _rows(transaction, Suspension, person_id):
        if not problems and overlap(other_start, other_end, starts_on, ends_on):
            sentence = _("suspended already from {day}").format(day=long_date(other_start))
            problems.append(Problem("starts_on", sentence))
    if problems:
        raise Invalid(problems)
    transaction.about = running.number
    return transaction.add(Suspension(person_id=person_id, starts_on=starts_on, ends_on=ends_on, reason=tidy(reason)))


def lift_suspension(transaction: Transaction, *, suspension_id: int, ends_on: date) -> None:
    """Let a suspension end on `ends_on`, its last day. Raises Invalid where it began later."""
    row = transaction.execute(
        select(col(Suspension.person_id), col(Suspension.starts_on)).where(col(Suspension.id) == suspension_id)
    ).first()
    if row is None:
        raise Refused(_gone())
    if ends_on < row[1]:
        raise Invalid([Problem("ends_on", _("it cannot end before it begins"))])
    transaction.about = number_of(transaction, row[0])
    transaction.change(Suspension, suspension_id, ends_on=ends_on)


# -- e-mail --------------------------------------------------------------------------------------------------------


def agree_to_email(transaction: Transaction, *, person_id: int, starts_on: date) -> int:
    """Note that somebody agreed to be called to meetings by e-mail (Civil Code (BW) 2:41(5)); gives its number.

    Raises Invalid, and Refused where no address is known.
    """
    if not transaction.scalar(select(col(Person.email)).where(col(Person.id) == person_id)):
        raise Refused(_("No e-mail address is known. Fill it in first (E)."))
    if starts_on > transaction.today:
        raise Invalid([Problem("starts_on", _("{day} is still to come").format(day=long_date(starts_on)))])
    transaction.about = number_of(transaction, person_id)
    same: int | None = None
    for row_id, began, ended in _rows(transaction, EmailConsent, person_id):
        if overlap(began, ended, starts_on, None):
            if ended is None:
                raise Refused(_("That was agreed already, on {day}.").format(day=long_date(began)))
            if began != starts_on:
                sentence = _("it was agreed until {day}; from the day after it can be agreed anew")
                raise Invalid([Problem("starts_on", sentence.format(day=long_date(ended)))])
            same = row_id
    if same is not None:
        transaction.change(EmailConsent, same, ends_on=None)
        return same
    return transaction.add(EmailConsent(person_id=person_id, starts_on=starts_on))


def withdraw_email(transaction: Transaction, *, person_id: int, ends_on: date) -> None:
    """Note that somebody wants to be called by post again, `ends_on` being the last day of the consent.

    Raises Invalid where that lies before it, and Refused where there is none.
    """
    running = [row for row in _rows(transaction, EmailConsent, person_id) if row[2] is None]
    if not running:
        raise Refused(_("Nothing was agreed about e-mail; this member is called by post."))
    row_id, began, _ended = running[0]
    if ends_on < began:
        raise Invalid([Problem("ends_on", _("it cannot end before it begins"))])
    transaction.about = number_of(transaction, person_id)
    transaction.change(EmailConsent, row_id, ends_on=ends_on)


# -- looking up ----------------------------------------------------------------------------------------------------


def _application(transaction: Transaction, application_id: int) -> dict[str, Any]:
    asked = table_of(MembershipApplication)
    row = transaction.execute(select(asked).where(asked.c.id == application_id)).mappings().first()
    if row is None:
        raise Refused(_gone())
    transaction.about = number_of(transaction, row["person_id"])
    return dict(row)


def _decided(transaction: Transaction, asked: dict[str, Any], on: date) -> list[Problem]:
    """Say what cannot be about the day of a decision on an application."""
    if asked["applied_on"] <= on <= transaction.today:
        return []
    return [Problem("decided_on", _("not before the application, and not after today"))]


def _decided_already(outcome: str) -> str:
    return _("This application was decided already: {outcome}.").format(outcome=_(APPLICATIONS[outcome]))


def _gone() -> str:
    return _("This record is no longer there; someone took it back meanwhile.")


def _open_application(transaction: Transaction, person_id: int) -> bool:
    found = select(col(MembershipApplication.id)).where(
        col(MembershipApplication.person_id) == person_id, col(MembershipApplication.outcome) == "open"
    )
    return transaction.scalar(found) is not None


def _membership_from(transaction: Transaction, person_id: int, starts_on: date) -> int:
    """Give the membership that begins on a day."""
    membership_id: int = transaction.scalar(
        select(col(Membership.id))
        .join(Member, col(Member.id) == col(Membership.member_id))
        .where(col(Member.person_id) == person_id, col(Membership.starts_on) == starts_on)
    )
    return membership_id


def _rows(
    transaction: Transaction, model: type[Suspension | EmailConsent], person_id: int
) -> list[tuple[int, date, date | None]]:
    """Give a person's times: number, first and last day, the oldest first."""
    table = table_of(model)
    statement = (
        select(table.c.id, table.c.starts_on, table.c.ends_on)
        .where(table.c.person_id == person_id)
        .order_by(table.c.starts_on)
    )
    return [(row[0], row[1], row[2]) for row in transaction.execute(statement)]

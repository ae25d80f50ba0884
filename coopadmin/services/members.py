"""What a secretary does with members: register, correct, end, and give or take an office."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import col

from coopadmin.domain.identifiers import read_email, read_iban, read_postcode
from coopadmin.domain.members import KINDS, OFFICE_WORDS, MembershipDates, check_membership
from coopadmin.domain.periods import overlap
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import fold, long_date, tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.queries.base import in_force_on
from db.tables.base import table_of
from db.tables.members import Member, Membership, OfficeTerm, Person, WorkingGroup, WorkingGroupTerm


@dataclass(frozen=True, slots=True)
class PersonData:
    """What is known of a person, as a form or a file gives it; text may be empty."""

    family_name: str
    prefix: str = ""
    initials: str = ""
    given_name: str = ""
    born_on: date | None = None
    email: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    place: str = ""
    iban: str = ""
    note: str = ""


def register_member(
    transaction: Transaction,
    *,
    number: str,
    person: PersonData,
    kind: str,
    starts_on: date,
    person_id: int | None = None,
) -> int:
    """Enter a new member in the register; gives the person's number in the store.

    With `person_id` it is someone already known (a tenant, say) who becomes a member; their data is brought up to
    date. Raises Invalid with a problem per field.
    """
    values, problems = _checked(person, transaction.today)
    number = tidy(number)
    if not number:
        problems.insert(0, Problem("number", _("give the member a number")))
    elif transaction.scalar(select(col(Member.id)).where(col(Member.number) == number)) is not None:
        problems.insert(0, Problem("number", _("member number {number} is already given").format(number=number)))
    if kind not in KINDS:
        problems.append(Problem("kind", _("choose a kind of membership")))
    problems.extend(check_membership(MembershipDates(person.born_on, starts_on, None), transaction.today))
    if problems:
        raise Invalid(problems)
    if person_id is None:
        person_id = transaction.add(Person(**values))
    else:
        if member_id_of(transaction, person_id) is not None:
            raise Refused(_("This person already has a member number; add a period to it instead."))
        transaction.change(Person, person_id, **values)
    member_id = transaction.add(Member(number=number, person_id=person_id))
    transaction.add(Membership(member_id=member_id, kind=kind, starts_on=starts_on))
    transaction.about = number
    return person_id


def register_person(transaction: Transaction, *, person: PersonData) -> int:
    """Enter somebody who is no member, a tenant say; gives their number in the store. Raises Invalid."""
    values, problems = _checked(person, transaction.today)
    if problems:
        raise Invalid(problems)
    person_id = transaction.add(Person(**values))
    transaction.about = f"P{person_id}"
    return person_id


def correct_person(transaction: Transaction, *, person_id: int, person: PersonData) -> bool:
    """Correct what is known of a person; tells whether anything was different. Raises Invalid."""
    values, problems = _checked(person, transaction.today)
    if problems:
        raise Invalid(problems)
    transaction.about = number_of(transaction, person_id)
    return transaction.change(Person, person_id, **values)


def start_membership(transaction: Transaction, *, person_id: int, kind: str, starts_on: date) -> int:
    """Begin another period of membership, or another kind from a day on.

    A running period ends the day before. Raises Invalid where the day lies in an earlier period.
    """
    member_id = member_id_of(transaction, person_id)
    if member_id is None:
        raise Refused(_("This person has no member number yet; register them as a member."))
    if kind not in KINDS:
        raise Invalid([Problem("kind", _("choose a kind of membership"))])
    for period in _periods(transaction, member_id):
        if period["ends_on"] is None and period["starts_on"] < starts_on:
            transaction.change(Membership, period["id"], ends_on=date.fromordinal(starts_on.toordinal() - 1))
        elif overlap(period["starts_on"], period["ends_on"], starts_on, None):
            reason = _("there is already a membership from {day}").format(day=long_date(period["starts_on"]))
            raise Invalid([Problem("starts_on", reason)])
    transaction.about = number_of(transaction, person_id)
    return transaction.add(Membership(member_id=member_id, kind=kind, starts_on=starts_on))


def end_membership(transaction: Transaction, *, person_id: int, ends_on: date, reason: str = "") -> None:
    """End the running membership on `ends_on`, which is its last day; offices and groups end with it.

    One that ends later already ends sooner. A tenancy is left alone: who leaves the association may keep the home.
    Raises Refused where none runs, Invalid where the day is too early.
    """
    member_id = member_id_of(transaction, person_id)
    running = [
        period
        for period in _periods(transaction, member_id)
        if period["ends_on"] is None or period["ends_on"] > max(ends_on, transaction.today)
    ]
    if not running:
        raise Refused(_("There is no running membership to end."))
    newest = running[-1]
    if ends_on < newest["starts_on"]:
        reason_text = _("the membership began on {day}; it cannot end before that").format(
            day=long_date(newest["starts_on"])
        )
        raise Invalid([Problem("ends_on", reason_text)])
    transaction.change(Membership, newest["id"], ends_on=ends_on, end_reason=tidy(reason))
    for model in (OfficeTerm, WorkingGroupTerm):
        table = table_of(model)
        lasting = or_(table.c.ends_on.is_(None), table.c.ends_on > ends_on)
        terms = select(table.c.id, table.c.starts_on).where(table.c.person_id == person_id, lasting)
        for term_id, began in transaction.execute(terms).all():
            transaction.change(model, term_id, ends_on=max(began, ends_on))
    transaction.about = number_of(transaction, person_id)


def give_office(
    transaction: Transaction, *, person_id: int, office: str, starts_on: date, ends_on: date | None = None
) -> int:
    """Give a person an office from a day on, until a day if its end is known. Raises Invalid."""
    code = OFFICE_WORDS.get(fold(office), tidy(office))
    problems: list[Problem] = []
    if not code:
        problems.append(Problem("office", _("name the office")))
    if ends_on and ends_on < starts_on:
        problems.append(Problem("ends_on", _("the term cannot end before it begins")))
    if problems:
        raise Invalid(problems)
    transaction.about = number_of(transaction, person_id)
    return transaction.add(OfficeTerm(person_id=person_id, office=code, starts_on=starts_on, ends_on=ends_on))


def end_office(transaction: Transaction, *, term_id: int, ends_on: date) -> None:
    """End a term of office on `ends_on`, its last day. Raises Invalid where it began later."""
    row = transaction.execute(
        select(col(OfficeTerm.person_id), col(OfficeTerm.starts_on)).where(col(OfficeTerm.id) == term_id)
    ).first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    if ends_on < row[1]:
        raise Invalid([Problem("ends_on", _("the term cannot end before it begins"))])
    transaction.about = number_of(transaction, row[0])
    transaction.change(OfficeTerm, term_id, ends_on=ends_on)


def join_group(transaction: Transaction, *, person_id: int, group: str, starts_on: date) -> int:
    """Let a person join a working group from a day on; a group of a name not yet known is begun. Raises Invalid."""
    name = tidy(group)
    if not name:
        raise Invalid([Problem("group", _("name the working group"))])
    groups = transaction.execute(select(col(WorkingGroup.id), col(WorkingGroup.name))).all()
    group_id = next((row_id for row_id, known in groups if fold(known) == fold(name)), None)
    if group_id is None:
        group_id = transaction.add(WorkingGroup(name=name))
    transaction.about = number_of(transaction, person_id)
    return transaction.add(WorkingGroupTerm(group_id=group_id, person_id=person_id, starts_on=starts_on))


def leave_group(transaction: Transaction, *, term_id: int, ends_on: date) -> None:
    """Let a person leave a working group on `ends_on`, the last day. Raises Invalid where they joined later."""
    row = transaction.execute(
        select(col(WorkingGroupTerm.person_id), col(WorkingGroupTerm.starts_on)).where(
            col(WorkingGroupTerm.id) == term_id
        )
    ).first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    if ends_on < row[1]:
        raise Invalid([Problem("ends_on", _("the term cannot end before it begins"))])
    transaction.about = number_of(transaction, row[0])
    transaction.change(WorkingGroupTerm, term_id, ends_on=ends_on)


def member_id_of(transaction: Transaction, person_id: int) -> int | None:
    """Give the row of a person's member number; None where they never had one."""
    member_id: int | None = transaction.scalar(select(col(Member.id)).where(col(Member.person_id) == person_id))
    return member_id


def number_of(transaction: Transaction, person_id: int) -> str:
    """Give the member number to name somebody by in the journal, or else their number in the store."""
    number: str | None = transaction.scalar(select(col(Member.number)).where(col(Member.person_id) == person_id))
    return number or f"P{person_id}"


def kind_on(transaction: Transaction, person_id: int, on: date) -> str | None:
    """Give the kind of membership somebody has on a day; None where there is none."""
    kind: str | None = transaction.scalar(
        select(col(Membership.kind))
        .join(Member, col(Member.id) == col(Membership.member_id))
        .where(col(Member.person_id) == person_id, in_force_on(col(Membership.starts_on), col(Membership.ends_on), on))
    )
    return kind


def _checked(person: PersonData, today: date) -> tuple[dict[str, Any], list[Problem]]:
    """Tidy the fields of a person and say what is wrong with them."""
    values = {key: tidy(value) if isinstance(value, str) else value for key, value in asdict(person).items()}
    problems: list[Problem] = []
    if not values["family_name"]:
        problems.append(Problem("family_name", _("fill in the family name")))
    for name, check in (("email", read_email), ("postcode", read_postcode), ("iban", read_iban)):
        if values[name]:
            try:
                values[name] = check(values[name])
            except ValueError as error:
                problems.append(Problem(name, str(error)))
    problems.extend(check_membership(MembershipDates(person.born_on, None, None), today))
    return values, problems


def _periods(transaction: Transaction, member_id: int | None) -> list[dict[str, Any]]:
    statement = (
        select(col(Membership.id), col(Membership.starts_on), col(Membership.ends_on))
        .where(col(Membership.member_id) == member_id)
        .order_by(col(Membership.starts_on))
    )
    return [{"id": row[0], "starts_on": row[1], "ends_on": row[2]} for row in transaction.execute(statement)]

"""The committee of a vacancy's file, made together with the file that asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.candidates import refuse_bsn
from coopadmin.domain.procedures import Procedure
from coopadmin.errors import Problem
from coopadmin.formats import fold, tidy
from coopadmin.i18n import _
from coopadmin.services.allocation_parts import wrong_group
from db.journal import Transaction
from db.tables.members import Person, WorkingGroup, WorkingGroupTerm

LONGEST_NAME = 80


def begin_committee(
    transaction: Transaction, procedure: Procedure, name: str, members: Sequence[int], on: date
) -> tuple[int | None, list[Problem]]:
    """Make a working group of some people from a day on, to choose by a procedure; gives it, or what is wrong with it.

    The fields of the problems are `committee_name` and `committee_members`.
    """
    people = list(dict.fromkeys(members))
    problems = [*_wrong_name(transaction, tidy(name)), *_wrong_people(transaction, people)]
    if problems:
        return None, problems
    group_id = transaction.add(WorkingGroup(name=tidy(name), purpose=_("Chooses new neighbours")))
    for person_id in people:
        transaction.add(WorkingGroupTerm(group_id=group_id, person_id=person_id, starts_on=on))
    wrong = wrong_group(transaction, procedure, group_id, on)
    return group_id, [Problem("committee_members", one.message) for one in wrong]


def _wrong_name(transaction: Transaction, name: str) -> list[Problem]:
    if not name:
        return [Problem("committee_name", _("name the committee"))]
    if len(name) > LONGEST_NAME:
        reason = _("a name has at most {most} signs")
        return [Problem("committee_name", reason.format(most=LONGEST_NAME))]
    known = transaction.execute(select(col(WorkingGroup.name))).scalars()
    if any(fold(one) == fold(name) for one in known):
        reason = _("there is a working group {name} already; give another name, or go back and choose it there")
        return [Problem("committee_name", reason.format(name=name))]
    return refuse_bsn("committee_name", name)


def _wrong_people(transaction: Transaction, people: Sequence[int]) -> list[Problem]:
    if not people:
        return [Problem("committee_members", _("choose who sit on it"))]
    known = transaction.execute(select(col(Person.id)).where(col(Person.id).in_(people))).scalars().all()
    if len(known) < len(people):
        return [Problem("committee_members", _("this person is not in the store"))]
    return []

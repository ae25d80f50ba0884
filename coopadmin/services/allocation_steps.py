"""Steps of a vacancy's file that somebody says were done, its profile, and the cluster that decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.allocation import TICKED
from coopadmin.domain.allocation_steps import AFTER_CLOSING
from coopadmin.domain.candidates import not_before, not_yet
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.allocation_parts import file_row, require_open_file, wrong_texts
from coopadmin.services.decisions import tidy_lines
from db.journal import Transaction
from db.queries.base import in_force_on
from db.tables.allocation import AllocationFile, AllocationStep
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.members import WorkingGroup, WorkingGroupTerm


def tick_step(transaction: Transaction, *, file_id: int, step: str, done_on: date, note: str = "") -> bool:
    """Note the day a step was done that nothing else tells; tells whether anything was different.

    The welcome, the keys and the mentor come after a home was let, so a file closed by its contract still takes them.
    Raises Invalid with a problem per field.
    """
    there = _file_for(transaction, file_id, step)
    problems = wrong_texts(note=note)
    if step not in TICKED:
        problems.append(Problem("step", _("choose one of the steps")))
    if step == "profile_published" and not there["profile"]:
        problems.append(Problem("step", _("write down what was published")))
    problems += _wrong_day(transaction, "done_on", done_on, there["opened_on"])
    if problems:
        raise Invalid(problems)
    if step == "profile_published":
        return transaction.change(AllocationFile, file_id, published_on=done_on)
    known = _tick(transaction, file_id, step)
    if known is not None:
        return transaction.change(AllocationStep, known, done_on=done_on, note=tidy(note))
    transaction.add(AllocationStep(file_id=file_id, step=step, done_on=done_on, note=tidy(note)))
    return True


def untick_step(transaction: Transaction, *, file_id: int, step: str) -> None:
    """Note that a step was not done after all; raises Refused where it was not ticked."""
    there = _file_for(transaction, file_id, step)
    known = _tick(transaction, file_id, step)
    if step == "profile_published" and there["published_on"] is not None:
        transaction.change(AllocationFile, file_id, published_on=None)
    elif known is not None:
        transaction.remove(AllocationStep, known)
    else:
        raise Refused(_("This step was not ticked off."))


def publish_profile(transaction: Transaction, *, file_id: int, profile: str, published_on: date | None) -> bool:
    """Write down what is asked for this home and when that was published; tells whether anything was different.

    Who is sought is told before anybody is invited, and objective (Good Landlord Act). None: not published yet.
    """
    there = require_open_file(transaction, file_id)
    problems = wrong_texts(profile=profile)
    if published_on is not None and not tidy(profile):
        problems.append(Problem("profile", _("write down what was published")))
    problems += _wrong_day(transaction, "published_on", published_on, there["opened_on"])
    if problems:
        raise Invalid(problems)
    return transaction.change(AllocationFile, file_id, profile=tidy_lines(profile), published_on=published_on)


def form_cluster_group(transaction: Transaction, *, file_id: int, on: date) -> int:
    """Make a working group of those who live in the home's cluster on a day, who decide; gives its number.

    Who leaves the home itself is not among them. Raises Refused where the home has no cluster, nobody lives in the
    rest of it, or the file has a group already.
    """
    there = require_open_file(transaction, file_id)
    if there["group_id"] is not None:
        raise Refused(_("This file has a group already; E names another one."))
    row = transaction.execute(
        select(col(Dwelling.code), col(Dwelling.cluster)).where(col(Dwelling.id) == there["dwelling_id"])
    ).one()
    code, cluster = row
    if not cluster:
        raise Refused(_("Home {dwelling} is in no cluster; note that with the home first (F4).").format(dwelling=code))
    residents = _residents(transaction, cluster, there["dwelling_id"], on)
    if not residents:
        reason = _("Nobody lives in the rest of cluster {cluster} on {day}; name a group of your own (E).")
        raise Refused(reason.format(cluster=cluster, day=long_date(on)))
    group_id = transaction.add(
        WorkingGroup(
            name=_("Cluster {cluster} for {number}").format(cluster=cluster, number=there["number"]),
            purpose=_("Chooses the new neighbour of home {dwelling}").format(dwelling=code),
        )
    )
    for person_id in residents:
        transaction.add(WorkingGroupTerm(group_id=group_id, person_id=person_id, starts_on=on))
    transaction.change(AllocationFile, file_id, group_id=group_id)
    return group_id


def _residents(transaction: Transaction, cluster: str, but: int, on: date) -> list[int]:
    """Give the people who rent in a cluster on a day, those of one home left out."""
    statement = (
        select(col(ContractParty.person_id))
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(
            col(Dwelling.cluster) == cluster,
            col(Dwelling.id) != but,
            in_force_on(col(Contract.starts_on), col(Contract.ends_on), on),
            col(ContractParty.starts_on).is_(None) | (col(ContractParty.starts_on) <= on),
            col(ContractParty.ends_on).is_(None) | (col(ContractParty.ends_on) >= on),
        )
        .distinct()
        .order_by(col(ContractParty.person_id))
    )
    return list(transaction.execute(statement).scalars())


def _wrong_day(transaction: Transaction, field: str, day: date | None, opened_on: date) -> list[Problem]:
    """Say that the day of a step is none: before its file was opened, or still to come."""
    early = _("the file was opened on {day}; what was done before it is no step of it")
    return [*not_before(field, day, opened_on, early), *not_yet(field, day, transaction.today)]


def _file_for(transaction: Transaction, file_id: int, step: str) -> Mapping[str, Any]:
    """Give the file a step may be ticked in: one that runs, or one that was let where the step comes after that."""
    there = file_row(transaction, file_id)
    if there["outcome"] == "let" and step in AFTER_CLOSING:
        transaction.about = there["number"]
        return there
    return require_open_file(transaction, file_id)


def _tick(transaction: Transaction, file_id: int, step: str) -> int | None:
    statement = select(col(AllocationStep.id)).where(
        col(AllocationStep.file_id) == file_id, col(AllocationStep.step) == step
    )
    known: int | None = transaction.scalar(statement)
    return known

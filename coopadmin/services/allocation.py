"""The file of a vacancy: opened from a contract that ends or by hand, corrected, closed, opened again.

Its steps are ticked in `services/allocation_steps.py`, which can be called from here too; what is done with candidates,
votes and nominations is in modules of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.allocation import CLOSING_OUTCOMES, OUTCOMES, PERMIT_REGIMES, file_number
from coopadmin.domain.candidates import not_before, not_yet
from coopadmin.domain.procedures import version_words
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.allocation_committee import begin_committee
from coopadmin.services.allocation_parts import file_row, require_open_file, wrong_group, wrong_texts
from coopadmin.services.allocation_steps import (
    form_cluster_group,
    publish_profile,
    tick_step,
    untick_step,
)
from coopadmin.services.decisions import tidy_lines
from db.journal import Transaction
from db.queries.procedures import in_force, procedure
from db.tables.allocation import AllocationFile, Candidacy, Nomination
from db.tables.base import table_of
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling

__all__ = [
    "agree_due_day",
    "close_file",
    "correct_file",
    "file_row",
    "form_cluster_group",
    "open_file",
    "publish_profile",
    "reopen_file",
    "require_open_file",
    "tick_step",
    "untick_step",
]

_contracts, _homes = table_of(Contract), table_of(Dwelling)


def open_file(
    transaction: Transaction,
    *,
    dwelling_id: int,
    procedure_id: int,
    opened_on: date,
    contract_id: int | None = None,
    noticed_on: date | None = None,
    free_on: date | None = None,
    group_id: int | None = None,
    asked_rent_cents: int | None = None,
    profile: str = "",
    permit_regime: str = "unknown",
    note: str = "",
    committee_name: str = "",
    committee_members: Sequence[int] = (),
) -> int:
    """Open the file of a vacancy; gives its number in the store.

    With a contract that ends, the notice and the day the home is free are read there; without, they are entered where
    known. A committee of the procedure must be as the procedure asks; with `committee_name` or `committee_members`
    (people) it is made here, from that day on. Raises Invalid with a problem per field.
    """
    problems = [
        *_wrong_home(transaction, dwelling_id, opened_on),
        *_wrong_procedure(transaction, procedure_id, opened_on),
        *not_yet("opened_on", opened_on, transaction.today),
        *_wrong_contract(transaction, contract_id, dwelling_id),
        *_wrong_days(noticed_on, free_on),
        *_wrong_values(asked_rent_cents, permit_regime),
        *wrong_texts(profile=profile, note=note),
    ]
    if not any(one.field == "procedure_id" for one in problems):
        version = procedure(transaction.connection, procedure_id)
        if committee_name or committee_members:
            group_id, wrong = begin_committee(transaction, version, committee_name, committee_members, opened_on)
            problems += wrong
        else:
            group_id = group_id or (version.group_id if version.takes_committee else None)
            problems += wrong_group(transaction, version, group_id, opened_on)
    if problems:
        raise Invalid(problems)
    number = transaction.about = _next_number(transaction, opened_on)
    return transaction.add(
        AllocationFile(
            number=number,
            dwelling_id=dwelling_id,
            contract_id=contract_id,
            procedure_id=procedure_id,
            group_id=group_id,
            opened_on=opened_on,
            noticed_on=noticed_on,
            free_on=free_on,
            asked_rent_cents=asked_rent_cents,
            profile=tidy_lines(profile),
            permit_regime=permit_regime,
            note=tidy_lines(note),
        )
    )


def correct_file(
    transaction: Transaction,
    *,
    file_id: int,
    contract_id: int | None = None,
    noticed_on: date | None = None,
    free_on: date | None = None,
    group_id: int | None = None,
    asked_rent_cents: int | None = None,
    permit_regime: str = "unknown",
    note: str = "",
) -> bool:
    """Correct what is known of a vacancy; tells whether anything was different. Home and procedure stay.

    Raises Invalid with a problem per field.
    """
    there = require_open_file(transaction, file_id)
    problems = [
        *_wrong_contract(transaction, contract_id, there["dwelling_id"]),
        *_wrong_days(noticed_on, free_on),
        *_wrong_values(asked_rent_cents, permit_regime),
        *wrong_texts(note=note),
    ]
    if group_id != there["group_id"]:
        version = procedure(transaction.connection, there["procedure_id"])
        problems += wrong_group(transaction, version, group_id, transaction.today)
    if problems:
        raise Invalid(problems)
    return transaction.change(
        AllocationFile,
        file_id,
        contract_id=contract_id,
        noticed_on=noticed_on,
        free_on=free_on,
        group_id=group_id,
        asked_rent_cents=asked_rent_cents,
        permit_regime=permit_regime,
        note=tidy_lines(note),
    )


def agree_due_day(transaction: Transaction, *, file_id: int, due_on: date | None, due_source: str = "") -> bool:
    """Note another day for the nomination than the rule gives, and where that was agreed; None: the rule holds again.

    Raises Invalid where nobody can see who agreed to it.
    """
    there = require_open_file(transaction, file_id)
    problems = wrong_texts(due_source=due_source)
    if due_on is not None and not tidy(due_source):
        problems.append(Problem("due_source", _("say where it was agreed: a letter, a talk, of which day")))
    early = _("the file was opened on {day}; the nomination cannot be due before that")
    problems += not_before("due_on", due_on, there["opened_on"], early)
    if problems:
        raise Invalid(problems)
    return transaction.change(
        AllocationFile, file_id, due_on=due_on, due_source=tidy(due_source) if due_on is not None else ""
    )


def close_file(transaction: Transaction, *, file_id: int, outcome: str, closed_on: date, reason: str) -> None:
    """Close a file in which nobody came to live: withdrawn, nobody found, or the right to nominate lapsed.

    A home that was let closes its file with the contract. Raises Refused while a nomination runs, Invalid with a
    problem per field.
    """
    there = require_open_file(transaction, file_id)
    if outcome == "let":
        raise Refused(_("A file is closed as let by its contract: make that out of the nomination."))
    problems = wrong_texts(reason=reason)
    if outcome not in CLOSING_OUTCOMES:
        problems.append(Problem("outcome", _("choose one of the outcomes")))
    early = _("the file was opened on {day}; it cannot be closed before that")
    problems += not_before("closed_on", closed_on, there["opened_on"], early)
    problems += not_yet("closed_on", closed_on, transaction.today)
    if not tidy(reason):
        problems.append(Problem("reason", _("say why; whoever reads the file later needs it")))
    if problems:
        raise Invalid(problems)
    if _nominations(transaction, file_id, running=True):
        raise Refused(_("A nomination runs in file {number}; end it first.").format(number=there["number"]))
    transaction.change(AllocationFile, file_id, outcome=outcome, closed_on=closed_on, close_reason=tidy_lines(reason))


def reopen_file(transaction: Transaction, *, file_id: int, reason: str) -> None:
    """Open a file again that was closed; why stands in its note and in the journal.

    Raises Refused where it runs, where a contract came of it, or where the home has another file that runs.
    """
    there = file_row(transaction, file_id)
    transaction.about = there["number"]
    if there["closed_on"] is None:
        raise Refused(_("File {number} was not closed.").format(number=there["number"]))
    if _nominations(transaction, file_id, running=False):
        raise Refused(
            _(
                "A contract came of file {number}, so it stays closed. U takes a deed back as long as it is the last."
            ).format(number=there["number"])
        )
    if other := _running_file(transaction, there["dwelling_id"]):
        raise Refused(_("The home has another file that runs: {number}. Close that one first.").format(number=other))
    problems = wrong_texts(reason=reason)
    if not tidy(reason):
        problems.append(Problem("reason", _("say why; whoever reads the file later needs it")))
    if problems:
        raise Invalid(problems)
    line = _("Reopened on {day} ({outcome} since {closed}): {reason}").format(
        day=long_date(transaction.today),
        outcome=_(OUTCOMES[there["outcome"]]),
        closed=long_date(there["closed_on"]),
        reason=tidy(reason),
    )
    note = f"{there['note']}\n{line}" if there["note"] else line
    transaction.change(AllocationFile, file_id, outcome="", closed_on=None, close_reason="", note=note)


# -- within --------------------------------------------------------------------------------------------------------


def _next_number(transaction: Transaction, opened_on: date) -> str:
    known: list[str] = list(transaction.execute(select(col(AllocationFile.number))).scalars())
    return file_number(opened_on.year, known)


def _wrong_home(transaction: Transaction, dwelling_id: int, opened_on: date) -> list[Problem]:
    home = transaction.execute(select(_homes).where(_homes.c.id == dwelling_id)).mappings().first()
    if home is None:
        return [Problem("dwelling_id", _("choose a home out of the list"))]
    if home["ended_on"] is not None and home["ended_on"] < opened_on:
        reason = _("home {dwelling} is no longer managed since {day}")
        return [Problem("dwelling_id", reason.format(dwelling=home["code"], day=long_date(home["ended_on"])))]
    if other := _running_file(transaction, dwelling_id):
        reason = _("home {dwelling} has a file that runs already: {number}")
        return [Problem("dwelling_id", reason.format(dwelling=home["code"], number=other))]
    return []


def _running_file(transaction: Transaction, dwelling_id: int) -> str | None:
    statement = select(col(AllocationFile.number)).where(
        col(AllocationFile.dwelling_id) == dwelling_id, col(AllocationFile.closed_on).is_(None)
    )
    number: str | None = transaction.scalar(statement)
    return number


def _wrong_procedure(transaction: Transaction, procedure_id: int, opened_on: date) -> list[Problem]:
    transaction.flush()
    offered = in_force(transaction.connection, opened_on)
    if any(one.procedure_id == procedure_id for one in offered):
        return []
    known = ", ".join(version_words(one) for one in offered) or _("none; F9 has three to start from")
    reason = _("choose a procedure that holds on {day}: {known}")
    return [Problem("procedure_id", reason.format(day=long_date(opened_on), known=known))]


def _wrong_contract(transaction: Transaction, contract_id: int | None, dwelling_id: int) -> list[Problem]:
    if contract_id is None:
        return []
    found: Mapping[Any, Any] | None = (
        transaction.execute(select(_contracts).where(_contracts.c.id == contract_id)).mappings().first()
    )
    if found is None or found["dwelling_id"] != dwelling_id:
        return [Problem("contract_id", _("choose a contract of this home"))]
    if found["ends_on"] is None and found["notice_on"] is None:
        reason = _("contract {number} has no notice and no last day; note the notice with the contract first (F5)")
        return [Problem("contract_id", reason.format(number=found["number"]))]
    return []


def _wrong_days(noticed_on: date | None, free_on: date | None) -> list[Problem]:
    if noticed_on is not None and free_on is not None and free_on < noticed_on:
        reason = _("notice was given on {notice}; the home cannot be free before that")
        return [Problem("free_on", reason.format(notice=long_date(noticed_on)))]
    return []


def _wrong_values(asked_rent_cents: int | None, permit_regime: str) -> list[Problem]:
    problems: list[Problem] = []
    if asked_rent_cents is not None and asked_rent_cents < 0:
        problems.append(Problem("asked_rent_cents", _("a rent is not below zero")))
    if permit_regime not in PERMIT_REGIMES:
        problems.append(Problem("permit_regime", _("choose one of the regimes")))
    return problems


def _nominations(transaction: Transaction, file_id: int, *, running: bool) -> bool:
    """Tell whether a file has a nomination that runs, or one that led to a contract."""
    statement = (
        select(col(Nomination.id))
        .join(Candidacy, col(Candidacy.id) == col(Nomination.candidacy_id))
        .where(col(Candidacy.file_id) == file_id)
    )
    wanted = col(Nomination.ended) == "" if running else col(Nomination.contract_id).is_not(None)
    return transaction.scalar(statement.where(wanted).limit(1)) is not None

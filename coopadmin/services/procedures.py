"""Setting how the group chooses its neighbours: procedures, and their versions from a day on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.procedures import READY_MADE, Procedure, version_words
from coopadmin.domain.voting_rules import rule_columns
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.procedures_parts import checked, known_columns, moved, newest_day, nothing_asked, taken
from db.journal import Transaction
from db.queries import procedures as queries
from db.tables.allocation import AllocationFile
from db.tables.procedures import AllocationProcedure, ProcedureSize

FILES_NAMED = 3
"""So many files a refusal names; the others it counts."""

Sizes = Iterable[tuple[int, int]]


def make_procedure(
    transaction: Transaction,
    *,
    name: str,
    valid_from: date,
    screened_by: str,
    decided_by: str,
    method: str,
    source: str,
    sizes: Sizes = (),
    **asked: Any,
) -> int:
    """Enter a procedure that holds from a day on; gives the number of the version.

    `asked` are the other columns of `AllocationProcedure`; what is left out is not asked. Parts (`threshold`,
    `quorum`) are written like 2/3, 0.5 or 50 %. Raises Invalid, a problem per field; a name that is there already is
    one, for then another version is meant. Raises TypeError for a column there is none of.
    """
    values: dict[str, Any] = {
        **nothing_asked(),
        **known_columns(asked),
        "name": tidy(name),
        "valid_from": valid_from,
        "screened_by": screened_by,
        "decided_by": decided_by,
        "method": method,
        "source": source,
    }
    return _add(transaction, values, tuple(sizes), taken(transaction, values["name"]))


def adopt_ready_made(
    transaction: Transaction,
    *,
    code: str,
    valid_from: date,
    name: str = "",
    group_id: int | None = None,
    source: str = "",
) -> int:
    """Begin with one of the ready-made procedures from a day on; gives the number of the version.

    Without a name or a source of its own it is called as the ready-made one is. Raises Invalid as `make_procedure`.
    """
    known = {one.code: one for one in READY_MADE}
    if code not in known:
        raise Invalid([Problem("code", _("choose one of: {known}").format(known=", ".join(known)))])
    ready = known[code]
    given: dict[str, Any] = {
        **columns(ready.procedure),
        "name": tidy(name) or _(ready.procedure.name),
        "valid_from": valid_from,
        "group_id": group_id,
        "source": source if tidy(source) else _(ready.procedure.source),
    }
    return _add(transaction, given, ready.procedure.sizes, taken(transaction, given["name"]))


def next_version(
    transaction: Transaction, *, procedure_id: int, valid_from: date, sizes: Sizes | None = None, **changes: Any
) -> int:
    """Let a procedure hold otherwise from a day on, with these columns changed; gives the number of the new version.

    What began before that day keeps the version it began with. Raises Invalid where a later version is there already,
    and Refused where the version is gone.
    """
    before = queries.procedure(transaction.connection, _flushed(transaction, procedure_id))
    problems: list[Problem] = []
    newest = newest_day(transaction, before.name)
    if valid_from <= newest:
        reason = _("there is a version from {day} already; choose a later day")
        problems.append(Problem("valid_from", reason.format(day=long_date(newest))))
    values = {
        **columns(before),
        **known_columns(changes),
        "name": before.name,
        "valid_from": valid_from,
        "ended_on": None,
    }
    return _add(transaction, values, before.sizes if sizes is None else tuple(sizes), problems)


def correct_procedure(
    transaction: Transaction, *, procedure_id: int, sizes: Sizes | None = None, **changes: Any
) -> bool:
    """Correct a version that was entered wrongly; tells whether anything was different.

    Raises Refused once a file began with it, for a file keeps what it began with, and Invalid, a problem per field.
    """
    before = queries.procedure(transaction.connection, _flushed(transaction, procedure_id))
    transaction.about = before.name
    _require_unused(transaction, before)
    values = {**columns(before), **known_columns(changes)}
    values["name"] = tidy(values["name"])
    wanted = before.sizes if sizes is None else tuple(sorted(sizes))
    problems = moved(transaction, before, values)
    values, wrong = checked(transaction, values, wanted)
    if problems := [*problems, *wrong]:
        raise Invalid(problems)
    transaction.about = values["name"]
    changed = transaction.change(AllocationProcedure, procedure_id, **values)
    if wanted == before.sizes:
        return changed
    _set_sizes(transaction, procedure_id, wanted)
    return True


def end_procedure(transaction: Transaction, *, procedure_id: int, ended_on: date | None) -> bool:
    """Let no file begin with a procedure after `ended_on` (None: it is in use again); tells whether that is new.

    Files that run go on. Raises Refused for an earlier version, and Invalid where it would end before it begins.
    """
    before = queries.procedure(transaction.connection, _flushed(transaction, procedure_id))
    transaction.about = before.name
    newest = newest_day(transaction, before.name)
    if newest != before.valid_from:
        reason = _("{version} gave way to the version from {day}; end that one.")
        raise Refused(reason.format(version=version_words(before), day=long_date(newest)))
    if ended_on is not None and ended_on < before.valid_from:
        reason = _("the version begins on {day}; it cannot end before")
        raise Invalid([Problem("ended_on", reason.format(day=long_date(before.valid_from)))])
    return transaction.change(AllocationProcedure, procedure_id, ended_on=ended_on)


def columns(procedure: Procedure) -> dict[str, Any]:
    """Give a version as the columns that keep it, but for its number and its sizes."""
    plain = {name: value for name, value in asdict(procedure).items() if name not in ("procedure_id", "rule", "sizes")}
    return {**plain, **rule_columns(procedure.rule)}


# -- writing -------------------------------------------------------------------------------------------------------


def _add(transaction: Transaction, values: Mapping[str, Any], sizes: Sizes, problems: list[Problem]) -> int:
    """Add a version that has nothing wrong with it."""
    wanted = tuple(sorted(sizes))
    kept, wrong = checked(transaction, values, wanted)
    if problems := [*problems, *wrong]:
        raise Invalid(problems)
    transaction.about = kept["name"]
    procedure_id = transaction.add(AllocationProcedure(**kept))
    _set_sizes(transaction, procedure_id, wanted)
    return procedure_id


def _set_sizes(transaction: Transaction, procedure_id: int, sizes: Sizes) -> None:
    """Keep the table of rooms and people as it is now, touching only what differs."""
    known = {
        rooms: (row_id, persons)
        for row_id, rooms, persons in transaction.execute(
            select(col(ProcedureSize.id), col(ProcedureSize.rooms), col(ProcedureSize.persons)).where(
                col(ProcedureSize.procedure_id) == procedure_id
            )
        )
    }
    wanted = dict(sizes)
    for rooms, (row_id, _persons) in known.items():
        if rooms not in wanted:
            transaction.remove(ProcedureSize, row_id)
    for rooms, persons in wanted.items():
        if rooms in known:
            transaction.change(ProcedureSize, known[rooms][0], persons=persons)
        else:
            transaction.add(ProcedureSize(procedure_id=procedure_id, rooms=rooms, persons=persons))


def _flushed(transaction: Transaction, procedure_id: int) -> int:
    """Write what waits, so that a query sees what this deed did so far."""
    transaction.flush()
    return procedure_id


def _require_unused(transaction: Transaction, before: Procedure) -> None:
    """Refuse to touch what files began with."""
    numbers = transaction.execute(
        select(col(AllocationFile.number))
        .where(col(AllocationFile.procedure_id) == before.procedure_id)
        .order_by(col(AllocationFile.number))
    )
    used = list(numbers.scalars())
    if not used:
        return
    more = len(used) - FILES_NAMED
    named = ", ".join(used[:FILES_NAMED])
    if more > 0:
        named = _("{files} and {count} more").format(files=named, count=more)
    reason = _(
        "{version} cannot be corrected: {files} began with it, and a file keeps the version it began with. "
        "Make the next version, from a day on."
    )
    raise Refused(reason.format(version=version_words(before), files=named))

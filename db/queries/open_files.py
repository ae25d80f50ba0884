"""The files of vacancies that run, with their clocks: what the first page asks before all else.

It asks no more tables than it must, and by bare columns, for the desk is opened with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from coopadmin.domain.allocation import Clock, ClockFacts, clock
from coopadmin.domain.association import RULES, RuleValue
from db.queries.association import rules
from db.tables.allocation import AllocationFile, Candidacy, Nomination
from db.tables.base import table_of
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling

_files, _homes, _contracts = table_of(AllocationFile), table_of(Dwelling), table_of(Contract)
_candidacies, _nominations = table_of(Candidacy), table_of(Nomination)


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that runs, in few words: its home, its clock, and a nomination that still counts: sent, and accepted."""

    file_id: int
    number: str
    dwelling_id: int
    dwelling: str
    clock: Clock
    nominated_on: date | None
    accepted_on: date | None
    """The day the corporation said yes."""


def open_files(connection: Connection, on: date) -> tuple[OpenFile, ...]:
    """Give the files that run with their clocks, by number, without their steps."""
    statement = (
        select(_files, _homes.c.code.label("dwelling"), _contracts.c.notice_on, _contracts.c.ends_on)
        .join(_homes, _homes.c.id == _files.c.dwelling_id)
        .outerjoin(_contracts, _contracts.c.id == _files.c.contract_id)
        .where(_files.c.closed_on.is_(None), _files.c.opened_on <= on)
        .order_by(_files.c.number)
    )
    rows = connection.execute(statement).mappings().all()
    if not rows:
        return ()
    values, sent = rules(connection), _sent(connection, [row["id"] for row in rows])
    return tuple(
        OpenFile(
            row["id"],
            row["number"],
            row["dwelling_id"],
            row["dwelling"],
            clock(timing(row, values), on),
            *sent.get(row["id"], (None, None)),
        )
        for row in rows
    )


def timing(row: Mapping[Any, Any], values: tuple[RuleValue, ...]) -> ClockFacts:
    """Give what the clock of a file is worked out from: its row with `notice_on` and `ends_on` of its contract."""
    opened_on: date = row["opened_on"]
    accepted, source = _figure(values, "accepted_vacancy_months", opened_on)
    return ClockFacts(
        opened_on=opened_on,
        noticed_on=row["notice_on"] or row["noticed_on"],
        ends_on=row["ends_on"],
        free_on=row["free_on"],
        agreed_due_on=row["due_on"],
        due_source=row["due_source"],
        notice_months=_figure(values, "notice_months", opened_on)[0],
        accepted_months=accepted,
        accepted_source=source,
        warning_percent=_figure(values, "nomination_warning_percent", opened_on)[0],
        pressing_percent=_figure(values, "nomination_pressing_percent", opened_on)[0],
        closed_on=row["closed_on"],
    )


def _figure(values: Iterable[RuleValue], name: str, on: date) -> tuple[int, str]:
    """Give a rule's number on a day with its source; what a fresh store starts with where none is set."""
    begun = [one for one in values if one.name == name and one.valid_from <= on]
    newest = max(begun, key=lambda one: one.valid_from, default=None)
    rule = RULES[name]
    return (int(newest.value), newest.source) if newest else (int(rule.default), rule.source)


def _sent(connection: Connection, file_ids: list[int]) -> dict[int, tuple[date, date | None]]:
    """Give when somebody was nominated in each file, and when the corporation said yes; the last of each."""
    statement = (
        select(_candidacies.c.file_id, _nominations.c.sent_on, _nominations.c.answer, _nominations.c.answered_on)
        .join(_nominations, _nominations.c.candidacy_id == _candidacies.c.id)
        .where(_candidacies.c.file_id.in_(file_ids), _nominations.c.sent_on.is_not(None), _nominations.c.ended == "")
        .order_by(_nominations.c.sent_on)
    )
    found: dict[int, tuple[date, date | None]] = {}
    for file_id, sent_on, answer, answered_on in connection.execute(statement):
        before = found[file_id][1] if file_id in found else None
        found[file_id] = (sent_on, answered_on if answer == "accepted" else before)
    return found

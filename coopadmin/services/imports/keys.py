"""The copies of keys (sleutels), and who has them since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.contractors import LONGEST_NAME as LONGEST_HOLDER
from coopadmin.domain.contractors import name_key
from coopadmin.domain.keys import LONGEST_CODE, LONGEST_MARK, LONGEST_NAME
from coopadmin.errors import Problem
from coopadmin.exchange.registers import Column, Register, Row, as_date, as_line
from coopadmin.formats import long_date
from coopadmin.i18n import _
from coopadmin.services.contractors import numbers_by_key
from coopadmin.services.imports import Intake
from coopadmin.services.imports.facilities import people_by_number
from db.tables.keys import KeyCopy, KeyKind, KeyLoan

Holder = tuple[str, int | None]
"""Who has a copy: the column of the loan that says so, and their number in the store."""

REGISTER = Register(
    "keys",
    (
        Column("code", ("Sleutel", "Code", "Sleutelcode", "Key", "Key code"), as_line(LONGEST_CODE), required=True),
        Column("name", ("Naam", "Omschrijving", "Name", "Description"), as_line(LONGEST_NAME)),
        Column("mark", ("Nummer", "Merk", "Exemplaar", "Mark", "Copy", "No."), as_line(LONGEST_MARK), required=True),
        Column(
            "holder",
            ("Houder", "Uitgegeven aan", "Lid", "Lidnummer", "Holder", "Handed to", "Member", "Member number"),
            as_line(LONGEST_HOLDER),
        ),
        Column("since", ("Sinds", "Uitgegeven", "Uitgegeven op", "Since", "Handed out"), as_date),
    ),
)


@dataclass(slots=True)
class _Copy:
    """A copy that is known, and whether it was written off."""

    copy_id: int
    ended: bool
    loan_id: int | None = None
    holder: Holder | None = None
    issued_on: date | None = None
    last_back_on: date | None = None


@dataclass(slots=True)
class _Known:
    """What the store holds of what the rows name: keys by code, copies by key and mark, and who may hold one."""

    kinds: dict[str, tuple[int, str]]
    people: dict[str, int]
    """By member number."""
    contractors: dict[str, int]
    """By what the spellings of a name share."""
    copies: dict[tuple[int, str], _Copy] = field(default_factory=dict[tuple[int, str], _Copy])

    def holder(self, words: str) -> Holder | None:
        """Tell whom a member number or the name of a contractor means."""
        if words in self.people:
            return "person_id", self.people[words]
        contractor_id = self.contractors.get(name_key(words)) if words else None
        return None if contractor_id is None else ("contractor_id", contractor_id)


def take(intake: Intake, rows: Sequence[Row]) -> None:
    """Take in copies of keys, each known by its key and its mark, with who has it; an empty cell changes nothing.

    A key that came back is taken back at the desk, where its deposit is settled; this says only who has one now.
    """
    known = _known(intake, rows)
    for row in rows:
        problems = [*row.problems, *_cannot_be(intake, row, known)]
        if problems:
            intake.reject(row, problems)
        else:
            _place(intake, row, known)


def _cannot_be(intake: Intake, row: Row, known: _Known) -> list[Problem]:
    problems: list[Problem] = []
    code, mark, holder = row.text("code"), row.text("mark"), row.text("holder")
    since: date | None = row.values.get("since")
    if code and mark and (earlier := intake.repeated((code, mark), row)):
        reason = _("key {key} is already in row {row} of this file").format(key=f"{code} {mark}", row=earlier)
        problems.append(Problem("mark", reason))
    if holder and known.holder(holder) is None:
        reason = _("there is no member with this number and no contractor of this name: {holder}")
        problems.append(Problem("holder", reason.format(holder=holder)))
    if since is not None and since > intake.tx.today:
        problems.append(Problem("since", _("this day is still to come")))
    if since is not None and not holder:
        problems.append(Problem("holder", _("say who has it since then")))
    kind = known.kinds.get(code)
    copy = known.copies.get((kind[0], mark)) if kind else None
    if copy is not None and holder:
        problems += _against(copy, known.holder(holder), since or intake.tx.today)
    return problems


def _against(copy: _Copy, holder: Holder | None, since: date) -> list[Problem]:
    """Say what is known of a copy that its row contradicts."""
    if copy.ended:
        return [Problem("mark", _("this copy was written off; note at the desk that it was found again"))]
    if copy.loan_id is not None and copy.holder != holder:
        return [Problem("holder", _("somebody else has it; take it back at the desk first"))]
    if copy.loan_id is None and copy.last_back_on is not None and since < copy.last_back_on:
        reason = _("it came back only on {day}").format(day=long_date(copy.last_back_on))
        return [Problem("since", reason)]
    return []


def _place(intake: Intake, row: Row, known: _Known) -> None:
    code, mark, name = row.text("code"), row.text("mark"), row.text("name")
    created = changed = False
    kind = known.kinds.get(code)
    if kind is None:
        kind = (intake.tx.insert(KeyKind, code=code, name=name or code), name or code)
        changed = True
    elif name and name != kind[1]:
        changed = intake.tx.change(KeyKind, kind[0], name=name)
    known.kinds[code] = (kind[0], name or kind[1])
    copy = known.copies.get((kind[0], mark))
    if copy is None:
        copy = known.copies[kind[0], mark] = _Copy(intake.tx.insert(KeyCopy, kind_id=kind[0], mark=mark), False)
        created = True
    holder = known.holder(row.text("holder"))
    if holder is not None:
        changed = _lend(intake, row, copy, holder) or changed
    intake.count(created=created, changed=changed and not created)


def _lend(intake: Intake, row: Row, copy: _Copy, holder: Holder) -> bool:
    """Note who has a copy, or since when; tells whether that is new."""
    since: date | None = row.values.get("since")
    if copy.loan_id is None:
        values: dict[str, Any] = {"copy_id": copy.copy_id, holder[0]: holder[1]}
        intake.tx.insert(KeyLoan, **values, issued_on=since or intake.tx.today)
        if since is None:
            intake.warn(row, "holder", _("since when is not said; it counts from today"))
        return True
    if since is None or since == copy.issued_on:
        return False
    if copy.last_back_on is not None and since < copy.last_back_on:
        intake.warn(row, "since", _("it came back only on {day}").format(day=long_date(copy.last_back_on)))
        return False
    return intake.tx.change(KeyLoan, copy.loan_id, issued_on=since)


def _known(intake: Intake, rows: Sequence[Row]) -> _Known:
    kinds = select(col(KeyKind.code), col(KeyKind.id), col(KeyKind.name)).where(
        col(KeyKind.code).in_({row.text("code") for row in rows})
    )
    known = _Known(
        kinds={code: (kind_id, name) for code, kind_id, name in intake.tx.execute(kinds)},
        people=people_by_number(intake, {row.text("holder") for row in rows}),
        contractors=numbers_by_key(intake.tx),
    )
    ids = [kind_id for kind_id, _name in known.kinds.values()]
    copies = (
        select(
            col(KeyCopy.kind_id),
            col(KeyCopy.mark),
            col(KeyCopy.id),
            col(KeyCopy.ended_on),
            col(KeyLoan.id),
            col(KeyLoan.person_id),
            col(KeyLoan.contractor_id),
            col(KeyLoan.issued_on),
            col(KeyLoan.returned_on),
        )
        .outerjoin(KeyLoan, col(KeyLoan.copy_id) == col(KeyCopy.id))
        .where(col(KeyCopy.kind_id).in_(ids), col(KeyCopy.mark).in_({row.text("mark") for row in rows}))
        .order_by(col(KeyLoan.issued_on))
    )
    for row in intake.tx.execute(copies):
        kind_id, mark, copy_id, ended_on, loan_id, person_id, contractor_id, issued_on, returned_on = row
        copy = known.copies.setdefault((kind_id, mark), _Copy(copy_id, ended_on is not None))
        if loan_id and returned_on is None:
            copy.loan_id, copy.issued_on = loan_id, issued_on
            copy.holder = ("contractor_id", contractor_id) if person_id is None else ("person_id", person_id)
        elif returned_on is not None:
            copy.last_back_on = max(filter(None, (copy.last_back_on, returned_on)))
    return known

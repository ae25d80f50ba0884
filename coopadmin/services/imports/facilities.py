"""The shared facilities (voorzieningen) and their house rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.errors import Problem
from coopadmin.exchange.registers import Column, Register, Row, as_flag, as_line, as_positive_cents, as_text, as_whole
from coopadmin.i18n import _
from coopadmin.services.facilities import NUMBERS, overlapping_ahead
from coopadmin.services.imports import Intake
from db.tables.base import table_of
from db.tables.facilities import Facility
from db.tables.members import Member

REGISTER = Register(
    "facilities",
    (
        Column("code", ("Code", "Voorzieningcode", "Facility code"), as_line(40), required=True),
        Column("name", ("Naam", "Voorziening", "Name", "Facility"), as_line(200), required=True),
        Column("kind", ("Soort", "Kind", "Type"), as_line(100)),
        Column("place", ("Plaats", "Locatie", "Place", "Location"), as_line(200)),
        Column("keeper", ("Beheerder", "Sleutelbeheerder", "Keeper", "Caretaker"), as_line(40)),
        Column(
            "member_rate_cents",
            ("Tarief leden", "Tarief lid", "Ledentarief", "Member rate", "Rate for members"),
            as_positive_cents,
        ),
        Column(
            "other_rate_cents",
            ("Tarief anderen", "Tarief niet-leden", "Other rate", "Rate for others"),
            as_positive_cents,
        ),
        Column("max_per_month", ("Max per maand", "Maximum per maand", "Max per month", "Maximum per month"), as_whole),
        Column("allows_overlap", ("Dubbel boeken", "Overlap", "Double booking", "Allows overlap"), as_flag),
        Column("key_count", ("Sleutels", "Aantal sleutels", "Keys", "Number of keys"), as_whole),
        Column("house_rules", ("Huisregels", "Regels", "House rules", "Rules"), as_text),
        Column("note", ("Opmerking", "Opmerkingen", "Notitie", "Note", "Notes", "Remark"), as_text),
    ),
)

TEXTS = ("code", "name", "kind", "place", "house_rules", "note")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store holds of what the rows name."""

    facilities: dict[str, dict[str, Any]]
    people: dict[str, int]


def take(intake: Intake, rows: Sequence[Row]) -> None:
    """Take in facilities; a code that is known already is brought up to date."""
    known = _known(intake, rows)
    for row in rows:
        there = known.facilities.get(row.text("code"))
        problems = [*row.problems, *_cannot_be(intake, row, known)]
        if problems:
            intake.reject(row, problems)
        elif there is None:
            intake.tx.insert(Facility, **_values(row, known))
            intake.count(created=True)
        else:
            different = {key: value for key, value in _values(row, known).items() if there[key] != value}
            intake.count(changed=bool(different) and intake.tx.change(Facility, there["id"], **different))


def _cannot_be(intake: Intake, row: Row, known: _Known) -> list[Problem]:
    problems: list[Problem] = []
    code, keeper = row.text("code"), row.text("keeper")
    if code and (earlier := intake.repeated(code, row)):
        reason = _("facility {code} is already in row {row} of this file").format(code=code, row=earlier)
        problems.append(Problem("code", reason))
    if keeper and keeper not in known.people:
        problems.append(Problem("keeper", _("there is no member with number {number}").format(number=keeper)))
    there = known.facilities.get(code)
    if there and there["allows_overlap"] and intake.has("allows_overlap") and not row.values.get("allows_overlap"):
        problems.extend(overlapping_ahead(intake.tx, there["id"]))
    return problems


def _values(row: Row, known: _Known) -> dict[str, Any]:
    """Give the columns the file speaks of; an empty cell empties, and rules double booking out."""
    values: dict[str, Any] = {name: row.text(name) for name in TEXTS if name in row.values}
    values.update({name: row.values[name] for name in NUMBERS if name in row.values})
    if "allows_overlap" in row.values:
        values["allows_overlap"] = bool(row.values["allows_overlap"])
    if "keeper" in row.values:
        values["keeper_id"] = known.people.get(row.text("keeper"))
    return values


def _known(intake: Intake, rows: Sequence[Row]) -> _Known:
    table = table_of(Facility)
    found = intake.tx.execute(select(table).where(table.c.code.in_({row.text("code") for row in rows}))).mappings()
    return _Known(
        facilities={row["code"]: dict(row) for row in found},
        people=people_by_number(intake, {row.text("keeper") for row in rows}),
    )


def people_by_number(intake: Intake, numbers: set[str]) -> dict[str, int]:
    """Find the people behind member numbers."""
    statement = select(col(Member.number), col(Member.person_id)).where(col(Member.number).in_(numbers))
    return {row[0]: row[1] for row in intake.tx.execute(statement)}

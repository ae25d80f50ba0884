"""The demarcation list (demarcatielijst): who sees to which work, as agreed with an owner.

A file of lines belongs to one version. Where it does not say which, it is the version in force today of the only
corporation; where there is none yet, one is begun.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import col

from coopadmin.domain.demarcation_lines import PARTY_WORDS, read_codes, read_letter
from coopadmin.errors import Problem
from coopadmin.exchange.registers import (
    Column,
    Register,
    Row,
    as_choice,
    as_date,
    as_flag,
    as_line,
    as_text,
    checked,
)
from coopadmin.formats import fold
from coopadmin.i18n import _
from coopadmin.services.demarcation import (
    BINDING,
    LONGEST_KEYWORD,
    LONGEST_VERSION,
    binding_reason,
    judged_lines,
    otherwise_wrong,
    warnings_of,
)
from coopadmin.services.imports import Intake
from db.tables.association import Agreement, Owner
from db.tables.base import table_of
from db.tables.demarcation import DemarcationLine, DemarcationList

REGISTER = Register(
    "demarcation",
    (
        Column("keyword", ("Trefwoord", "Onderwerp", "Keyword", "Subject"), as_line(LONGEST_KEYWORD), required=True),
        Column("component", ("Onderdeel", "Element", "Component", "Part"), as_line(200)),
        Column("work", ("Werk", "Werkzaamheid", "Werkzaamheden", "Soort werk", "Work", "Kind of work"), as_line(200)),
        Column(
            "party",
            ("Wie", "Partij", "Verantwoordelijk", "Voor rekening van", "Party", "Who", "Responsible"),
            as_choice(PARTY_WORDS),
            required=True,
        ),
        Column(
            "only_reachable",
            ("Alleen bereikbaar", "Bereikbaar", "Mits bereikbaar", "Only reachable", "Reachable"),
            as_flag,
        ),
        Column(
            "only_low_cost",
            ("Geen noemenswaardige kosten", "Kosten", "Alleen kleine kosten", "No notable cost", "Low cost", "Cost"),
            as_flag,
        ),
        Column("otherwise", ("Anders", "Anders wie", "Otherwise", "Else"), as_choice(PARTY_WORDS)),
        Column("letter", ("Letter", "Kleine herstelling", "Small repair"), checked(read_letter)),
        Column("codes", ("Codes", "VERA", "VERA-codes"), checked(read_codes)),
        Column("note", ("Opmerking", "Toelichting", "Notitie", "Note", "Notes", "Remark"), as_text),
        Column("version", ("Versie", "Version"), as_line(LONGEST_VERSION)),
        Column("valid_from", ("Vanaf", "Ingangsdatum", "From", "Valid from", "In force from"), as_date),
        Column("owner", ("Corporatie", "Eigenaar", "Corporation", "Owner"), as_line(400)),
    ),
)

TEXTS = ("letter", "codes", "note")
FLAGS = ("only_reachable", "only_low_cost")

Key = tuple[int, str, str, str]


@dataclass(slots=True)
class _Known:
    """What the store holds of what the rows name."""

    owners: dict[str, int]
    lists: dict[tuple[int, date], tuple[int, str]]
    lines: dict[Key, dict[str, Any]]
    judged: set[int]
    positions: dict[int, int] = field(default_factory=dict[int, int])


def take(intake: Intake, rows: Sequence[Row]) -> None:
    """Take in lines; one that is known by its keyword, component and work is brought up to date."""
    known = _known(intake)
    for row in rows:
        list_id, problems = _list_of(intake, row, known)
        problems = [*row.problems, *problems]
        if problems or list_id is None:
            intake.reject(row, problems)
            continue
        key = (list_id, row.text("keyword"), row.text("component"), row.text("work"))
        there = known.lines.get(key)
        values = _values(row, there)
        if wrong := _cannot_be(intake, row, key, there, values, known):
            intake.reject(row, wrong)
            continue
        for reason in warnings_of({**dict(zip(("keyword", "component", "work"), key[1:], strict=True)), **values}):
            intake.warn(row, "letter" if intake.has("letter") else "party", reason)
        if there is None:
            known.positions[list_id] = known.positions.get(list_id, 0) + 1
            named = dict(zip(("list_id", "keyword", "component", "work"), key, strict=True))
            intake.tx.insert(DemarcationLine, **named, position=known.positions[list_id], **values)
            intake.count(created=True)
        else:
            different = {name: value for name, value in values.items() if there[name] != value}
            intake.count(changed=bool(different) and intake.tx.change(DemarcationLine, there["id"], **different))


def _list_of(intake: Intake, row: Row, known: _Known) -> tuple[int | None, list[Problem]]:
    """Find the version a row belongs to, or begin it."""
    owner_id, problem = _owner_of(row, known)
    if owner_id is None:
        return None, [problem] if problem else []
    if row.problems:
        return None, []
    versions = sorted(day for owner, day in known.lists if owner == owner_id)
    named: date | None = row.values.get("valid_from")
    begun = [day for day in versions if day <= intake.tx.today]
    first = named or (begun[-1] if begun else versions[0] if versions else intake.tx.today)
    version = row.text("version")
    there = known.lists.get((owner_id, first))
    if there is not None:
        if version and version != there[1]:
            reason = _("version {version} begins on that day already").format(version=there[1])
            return None, [Problem("version", reason)]
        return there[0], []
    version = version or str(len(versions) + 1)
    list_id = intake.tx.insert(
        DemarcationList,
        owner_id=owner_id,
        agreement_id=_agreement_on(intake, owner_id, first),
        version=version,
        valid_from=first,
        source=intake.report.file,
    )
    known.lists[owner_id, first] = (list_id, version)
    return list_id, []


def _agreement_on(intake: Intake, owner_id: int, on: date) -> int | None:
    """Give the agreement with an owner that runs on a day, where there is just one."""
    agreements = table_of(Agreement).c
    running = select(agreements.id).where(
        agreements.owner_id == owner_id,
        agreements.starts_on <= on,
        or_(agreements.ends_on.is_(None), agreements.ends_on >= on),
    )
    found = list(intake.tx.execute(running).scalars())
    return found[0] if len(found) == 1 else None


def _owner_of(row: Row, known: _Known) -> tuple[int | None, Problem | None]:
    named = row.text("owner")
    if named:
        found = known.owners.get(fold(named))
        reason = _("there is no corporation of this name")
        return found, None if found is not None else Problem("owner", reason)
    if len(known.owners) == 1:
        return next(iter(known.owners.values())), None
    if not known.owners:
        reason = _("there is no corporation yet that a list can be agreed with; enter it with the co-operative (F9)")
    else:
        reason = _("there are several corporations; add a column Corporation that says whose list it is")
    return None, Problem("owner", reason)


def _cannot_be(
    intake: Intake, row: Row, key: Key, there: dict[str, Any] | None, values: dict[str, Any], known: _Known
) -> list[Problem]:
    if earlier := intake.repeated(key, row):
        return [Problem("keyword", _("the same work is already in row {row} of this file").format(row=earlier))]
    if (reason := otherwise_wrong(values)) is not None:
        return [Problem("otherwise", reason)]
    if there is not None and there["id"] in known.judged and any(there[name] != values[name] for name in BINDING):
        return [Problem("party", binding_reason())]
    return []


def _values(row: Row, there: dict[str, Any] | None) -> dict[str, Any]:
    """Give what a line should be: the columns the file speaks of, beside what the store holds or what is usual."""
    party = row.values["party"]
    values: dict[str, Any] = {"party": party, "otherwise": there["otherwise"] if there else ""}
    values.update({name: there[name] if there else "" for name in TEXTS})
    values.update({name: bool(there[name]) if there else False for name in FLAGS})
    values.update({name: row.text(name) for name in TEXTS if name in row.values})
    values.update({name: bool(row.values[name]) for name in FLAGS if name in row.values})
    if row.values.get("otherwise"):
        values["otherwise"] = row.values["otherwise"]
    if not values["otherwise"]:
        values["otherwise"] = "corporation" if party == "cooperative" else "cooperative"
    return values


def _known(intake: Intake) -> _Known:
    """Read the lists whole: a version has some hundreds of lines, and a co-operative few versions."""
    lists, lines = table_of(DemarcationList), table_of(DemarcationLine)
    stored = [dict(row) for row in intake.tx.execute(select(lines)).mappings()]
    positions = select(lines.c.list_id, func.max(lines.c.position)).group_by(lines.c.list_id)
    return _Known(
        owners={fold(name): row_id for row_id, name in intake.tx.execute(select(col(Owner.id), col(Owner.name)))},
        lists={
            (row["owner_id"], row["valid_from"]): (row["id"], row["version"])
            for row in intake.tx.execute(select(lists)).mappings()
        },
        lines={(row["list_id"], row["keyword"], row["component"], row["work"]): row for row in stored},
        judged=judged_lines(intake.tx),
        positions={row[0]: row[1] for row in intake.tx.execute(positions)},
    )

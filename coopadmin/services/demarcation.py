"""The demarcation list agreed with an owner: its versions and its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.demarcation_lines import PARTIES, Line, read_codes, read_letter, unfounded
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.tables.association import Agreement, Owner
from db.tables.base import table_of
from db.tables.demarcation import DemarcationLine, DemarcationList
from db.tables.maintenance import TaskJudgement

LONGEST_KEYWORD = 120
LONGEST_VERSION = 80

BINDING = ("party", "otherwise", "only_reachable", "only_low_cost", "letter")
"""What of a line decided a judgement; once one rests on it, it stays as it was."""


@dataclass(frozen=True, slots=True)
class LineData:
    """One line as a form or a file gives it; `codes` and `letter` as people write them."""

    keyword: str
    party: str
    component: str = ""
    work: str = ""
    only_reachable: bool = False
    only_low_cost: bool = False
    otherwise: str = "cooperative"
    letter: str = ""
    codes: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A line that was saved, and what should be looked at."""

    line_id: int
    warnings: tuple[str, ...]
    changed: bool = True


# -- versions --------------------------------------------------------------------------------------------------


def make_demarcation_list(
    transaction: Transaction,
    *,
    owner_id: int,
    version: str,
    valid_from: date,
    agreement_id: int | None = None,
    agreed_on: date | None = None,
    source: str = "",
    note: str = "",
    copy_of: int | None = None,
) -> int:
    """Enter a version of an owner's list, in force from a day until the next version begins; gives its number.

    With `copy_of` it begins with the lines of that version. Reports already judged keep the lines they were judged by.
    Raises Invalid.
    """
    if problems := _list_wrong(transaction, owner_id, version, valid_from, agreement_id):
        raise Invalid(problems)
    transaction.about = tidy(version)
    list_id = transaction.add(
        DemarcationList(
            owner_id=owner_id,
            agreement_id=agreement_id,
            version=tidy(version),
            valid_from=valid_from,
            agreed_on=agreed_on,
            source=tidy(source),
            note=note.strip(),
        )
    )
    if copy_of is not None:
        table = table_of(DemarcationLine)
        for row in transaction.execute(
            select(table).where(table.c.list_id == copy_of).order_by(table.c.position)
        ).mappings():
            kept = {key: value for key, value in row.items() if key not in ("id", "list_id", "folded")}
            transaction.add(DemarcationLine(list_id=list_id, **kept))
    return list_id


def correct_demarcation_list(
    transaction: Transaction,
    *,
    list_id: int,
    version: str,
    valid_from: date,
    agreement_id: int | None = None,
    agreed_on: date | None = None,
    source: str = "",
    note: str = "",
) -> bool:
    """Correct what is known of a version; tells whether anything was different.

    The day it begins stays once a report was judged by it. Raises Refused and Invalid.
    """
    stored = _stored(transaction, DemarcationList, list_id)
    problems = _list_wrong(transaction, stored["owner_id"], version, valid_from, agreement_id, list_id)
    if valid_from != stored["valid_from"] and _judged_by_list(transaction, list_id):
        problems.append(Problem("valid_from", _("reports were judged by this version, so its first day stays")))
    if problems:
        raise Invalid(problems)
    transaction.about = tidy(version)
    return transaction.change(
        DemarcationList,
        list_id,
        version=tidy(version),
        valid_from=valid_from,
        agreement_id=agreement_id,
        agreed_on=agreed_on,
        source=tidy(source),
        note=note.strip(),
    )


def _list_wrong(
    transaction: Transaction,
    owner_id: int,
    version: str,
    valid_from: date,
    agreement_id: int | None,
    list_id: int | None = None,
) -> list[Problem]:
    problems: list[Problem] = []
    if transaction.scalar(select(col(Owner.id)).where(col(Owner.id) == owner_id)) is None:
        problems.append(Problem("owner_id", _("choose the corporation it is agreed with")))
    if not tidy(version):
        problems.append(Problem("version", _("give the version a name, like 2 or 2026")))
    elif len(tidy(version)) > LONGEST_VERSION:
        problems.append(Problem("version", _("the text is longer than {limit} signs").format(limit=LONGEST_VERSION)))
    same_day = select(col(DemarcationList.id), col(DemarcationList.version)).where(
        col(DemarcationList.owner_id) == owner_id, col(DemarcationList.valid_from) == valid_from
    )
    for known, name in transaction.execute(same_day):
        if known != list_id:
            reason = _("version {version} begins on that day already").format(version=name)
            problems.append(Problem("valid_from", reason))
    if agreement_id is not None:
        of_owner = transaction.scalar(select(col(Agreement.owner_id)).where(col(Agreement.id) == agreement_id))
        if of_owner != owner_id:
            problems.append(Problem("agreement_id", _("that agreement is with another corporation")))
    return problems


# -- lines -----------------------------------------------------------------------------------------------------


def add_demarcation_line(transaction: Transaction, *, list_id: int, line: LineData) -> Saved:
    """Add a line at the end of a version. Raises Refused and Invalid, a problem per field."""
    version = _stored(transaction, DemarcationList, list_id)["version"]
    values = _checked(transaction, list_id, line)
    transaction.about = f"{version} {values['keyword']}"
    last = transaction.scalar(
        select(func.max(col(DemarcationLine.position))).where(col(DemarcationLine.list_id) == list_id)
    )
    line_id = transaction.add(DemarcationLine(list_id=list_id, position=(last or 0) + 1, **values))
    return Saved(line_id, warnings_of(values))


def correct_demarcation_line(transaction: Transaction, *, line_id: int, line: LineData) -> Saved:
    """Correct a line.

    Who sees to it stays once a report was judged by it: make the next version for that. Raises Refused and Invalid.
    """
    stored = _stored(transaction, DemarcationLine, line_id)
    version = _stored(transaction, DemarcationList, stored["list_id"])["version"]
    values = _checked(transaction, stored["list_id"], line, line_id)
    if any(stored[name] != values[name] for name in BINDING) and judged_lines(transaction, line_id):
        raise Refused(binding_reason())
    transaction.about = f"{version} {values['keyword']}"
    return Saved(line_id, warnings_of(values), transaction.change(DemarcationLine, line_id, **values))


def remove_demarcation_line(transaction: Transaction, *, line_id: int) -> None:
    """Take a line out of a version. Raises Refused where a report was judged by it."""
    stored = _stored(transaction, DemarcationLine, line_id)
    if judged_lines(transaction, line_id):
        raise Refused(binding_reason())
    version = _stored(transaction, DemarcationList, stored["list_id"])["version"]
    transaction.about = f"{version} {stored['keyword']}"
    transaction.remove(DemarcationLine, line_id)


def judged_lines(transaction: Transaction, line_id: int | None = None) -> set[int]:
    """Give the lines a report was judged by; of one line where that is named."""
    found = select(col(TaskJudgement.line_id)).where(col(TaskJudgement.line_id).is_not(None)).distinct()
    if line_id is not None:
        found = found.where(col(TaskJudgement.line_id) == line_id)
    judged: list[int | None] = [row[0] for row in transaction.execute(found)]
    return {one for one in judged if one is not None}


def binding_reason() -> str:
    """Say why a line stays as it is."""
    return _("A report was judged by this line, so who sees to it stays. Make the next version, from a day on.")


def warnings_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what should be looked at in a line that is kept: work left to the resident that rests on no letter."""
    line = Line(
        line_id=0,
        keyword=values["keyword"],
        component=values["component"],
        work=values["work"],
        party=values["party"],
        letter=values["letter"],
        codes=tuple(values["codes"].split()),
    )
    reason = unfounded(line)
    return (_("“{line}” is left to the resident: {reason}.").format(line=line.name, reason=reason),) if reason else ()


def _checked(transaction: Transaction, list_id: int, line: LineData, line_id: int | None = None) -> dict[str, Any]:
    """Tidy the fields of a line; raises Invalid with all that is wrong."""
    values: dict[str, Any] = {
        key: tidy(value) if isinstance(value, str) else value for key, value in asdict(line).items()
    }
    problems: list[Problem] = []
    if not values["keyword"]:
        problems.append(Problem("keyword", _("give the word people look for, like door closer")))
    elif len(values["keyword"]) > LONGEST_KEYWORD:
        reason = _("the text is longer than {limit} signs").format(limit=LONGEST_KEYWORD)
        problems.append(Problem("keyword", reason))
    problems.extend(
        Problem(name, _("choose one of: {known}").format(known=", ".join(map(_, PARTIES.values()))))
        for name in ("party", "otherwise")
        if values[name] not in PARTIES
    )
    for name, read in (("letter", read_letter), ("codes", read_codes)):
        try:
            values[name] = read(values[name])
        except ValueError as error:
            problems.append(Problem(name, str(error)))
    if (reason := otherwise_wrong(values)) is not None:
        problems.append(Problem("otherwise", reason))
    same = select(col(DemarcationLine.id)).where(
        col(DemarcationLine.list_id) == list_id,
        *(getattr(DemarcationLine, name) == values[name] for name in ("keyword", "component", "work")),
    )
    if transaction.scalar(same) not in (None, line_id):
        problems.append(Problem("keyword", _("this version has a line for the same work already")))
    if problems:
        raise Invalid(problems)
    return values


def otherwise_wrong(values: Mapping[str, Any]) -> str | None:
    """Say what is wrong where a condition leads nowhere: what does not fall to a party falls to another."""
    if (values["only_reachable"] or values["only_low_cost"]) and values["otherwise"] == values["party"]:
        return _("what does not fall to the one falls to another; choose who")
    return None


def _stored(
    transaction: Transaction, model: type[DemarcationList] | type[DemarcationLine], row_id: int
) -> dict[str, Any]:
    table = table_of(model)
    row = transaction.execute(select(table).where(table.c.id == row_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return dict(row)


def _judged_by_list(transaction: Transaction, list_id: int) -> bool:
    lines = select(col(DemarcationLine.id)).where(col(DemarcationLine.list_id) == list_id)
    judged = select(col(TaskJudgement.id)).where(col(TaskJudgement.line_id).in_(lines)).limit(1)
    return transaction.scalar(judged) is not None


def version_name(version: str, valid_from: date) -> str:
    """Name a version with the day it began."""
    return _("{version}, from {day}").format(version=version, day=long_date(valid_from))

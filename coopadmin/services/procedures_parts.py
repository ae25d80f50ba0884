"""What cannot be of a procedure: its columns checked one by one, and its name and days among the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.procedures import CHOICES, INVITES, WHO, Procedure
from coopadmin.domain.procedures_sizes import wrong_sizes
from coopadmin.errors import Problem
from coopadmin.formats import fold, long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.voting_rules import Parts, wrong_majority, wrong_number, wrong_source
from db.journal import Transaction
from db.tables.members import WorkingGroup
from db.tables.procedures import AllocationProcedure

LONGEST_NAME = 80
LONGEST_TERM = 3660
"""More days than this is a slip of the keys."""

MOST_ROOMS = 30
"""More rooms, people or candidates at a time than this is a slip of the keys."""


def known_columns(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Give columns as they are; raises TypeError for one the table does not have."""
    if unknown := asked.keys() - (AllocationProcedure.model_fields.keys() - {"id"}):
        raise TypeError(f"a procedure has no {', '.join(sorted(unknown))}")
    return dict(asked)


def nothing_asked() -> dict[str, Any]:
    """The columns of a procedure that asks for nothing."""
    fields = AllocationProcedure.model_fields
    return {name: field.get_default() for name, field in fields.items() if name != "id" and not field.is_required()}


def newest_day(transaction: Transaction, name: str) -> date:
    """Give the day the newest version of a procedure begins."""
    days = select(col(AllocationProcedure.valid_from)).where(col(AllocationProcedure.name) == name)
    return max(transaction.execute(days).scalars())


def taken(transaction: Transaction, name: str) -> list[Problem]:
    """Tell that a procedure of this name is there already."""
    names = transaction.execute(select(col(AllocationProcedure.name)).distinct()).scalars()
    if fold(name) not in {fold(one) for one in names}:
        return []
    reason = _("there is a procedure “{name}” already; make its next version, or choose another name")
    return [Problem("name", reason.format(name=name))]


def moved(transaction: Transaction, before: Procedure, values: Mapping[str, Any]) -> list[Problem]:
    """Tell where a corrected version would leave its place among the others."""
    others = list(
        transaction.execute(
            select(col(AllocationProcedure.valid_from)).where(
                col(AllocationProcedure.name) == before.name, col(AllocationProcedure.id) != before.procedure_id
            )
        ).scalars()
    )
    problems: list[Problem] = []
    if values["name"] != before.name and others:
        problems.append(Problem("name", _("its other versions bear this name: “{name}”").format(name=before.name)))
    elif fold(values["name"]) != fold(before.name):
        problems += taken(transaction, values["name"])
    if values["valid_from"] in others:
        reason = _("there is a version from {day} already; choose another day")
        problems.append(Problem("valid_from", reason.format(day=long_date(values["valid_from"]))))
    if values["ended_on"] is not None and values["ended_on"] < values["valid_from"]:
        reason = _("the procedure ended on {day}; it cannot begin after that")
        problems.append(Problem("valid_from", reason.format(day=long_date(values["ended_on"]))))
    return problems


def checked(
    transaction: Transaction, given: Mapping[str, Any], sizes: tuple[tuple[int, int], ...]
) -> tuple[dict[str, Any], list[Problem]]:
    """Give the columns as they are stored, and what is wrong with them, in the order of the form."""
    parts = Parts()
    values = {
        **given,
        "threshold": parts.read("threshold", given["threshold"]),
        "quorum": parts.read("quorum", given["quorum"]),
        "counted_over": given["counted_over"] if given["method"] == "at-least" else "cast",
        "source": tidy(given["source"]),
        "note": given["note"].strip(),
    }
    problems = [
        *_wrong_name(values["name"]),
        *(_unknown("screened_by", values["screened_by"], WHO)),
        *(_unknown("decided_by", values["decided_by"], WHO)),
        *(_unknown("choice", values["choice"], CHOICES)),
        *(_unknown("invites", values["invites"], INVITES)),
        *wrong_majority({**values, "counted_over": given["counted_over"]}, parts),
        *([parts.wrong["quorum"]] if "quorum" in parts.wrong else []),
        *_wrong_committee(transaction, values),
        *_wrong_numbers(values),
        *_wrong_size_table(sizes),
        *_wrong_ratification(values),
        *_wrong_admissions(values),
        *wrong_source(values["source"]),
    ]
    return values, problems


def _wrong_name(name: str) -> list[Problem]:
    if not name:
        return [Problem("name", _("give the procedure a name, like “Committee”"))]
    if len(name) > LONGEST_NAME:
        return [Problem("name", _("the text is longer than {limit} signs").format(limit=LONGEST_NAME))]
    return []


def _unknown(field: str, code: str, known: Mapping[str, str]) -> list[Problem]:
    return [] if code in known else [Problem(field, _("choose one"))]


def _wrong_committee(transaction: Transaction, values: Mapping[str, Any]) -> list[Problem]:
    """Check the committee: only where one takes part, and one that is there."""
    group_id, least, most = values["group_id"], values["committee_least"], values["committee_most"]
    problems = [*wrong_number("committee_least", least, MOST_ROOMS), *wrong_number("committee_most", most, MOST_ROOMS)]
    if "committee" not in (values["screened_by"], values["decided_by"]):
        reason = _("leave this empty: no committee screens or decides")
        asked = (("group_id", group_id), ("committee_least", least), ("committee_most", most))
        problems += [Problem(field, reason) for field, value in asked if value is not None]
        if values["board_excluded"]:
            problems.append(Problem("board_excluded", _("choose no: no committee screens or decides")))
        return problems
    if least is not None and most is not None and most < least:
        reason = _("at most {most} cannot be fewer than at least {least}")
        problems.append(Problem("committee_most", reason.format(most=most, least=least)))
    if group_id is not None:
        ended = select(col(WorkingGroup.ended_on)).where(col(WorkingGroup.id) == group_id)
        found = transaction.execute(ended).one_or_none()
        if found is None or (found[0] is not None and found[0] < values["valid_from"]):
            problems.append(Problem("group_id", _("choose a working group that is there on that day")))
    return problems


_TERMS = ("internal_days", "reply_days", "acquaintance_days")
_NUMBERS = ("size_extra", "activities_least", "interview_residents")


def _wrong_numbers(values: Mapping[str, Any]) -> list[Problem]:
    problems = [problem for field in _TERMS for problem in wrong_number(field, values[field], LONGEST_TERM)]
    problems += [problem for field in _NUMBERS for problem in wrong_number(field, values[field], 99)]
    if values["internal_days"] is not None and not values["internal_first"]:
        reason = _("leave this empty, or say above that who lives here is asked first")
        problems.append(Problem("internal_days", reason))
    if values["refusals_most"] is not None and not 0 < values["refusals_most"] <= MOST_ROOMS:
        reason = _("give a number from 1 to {most}, or leave it empty where refusals cost no place")
        problems.append(Problem("refusals_most", reason.format(most=MOST_ROOMS)))
    if not isinstance(values["nominees"], int) or not 0 < values["nominees"] <= MOST_ROOMS:
        problems.append(Problem("nominees", _("give a number from 1 to {most}").format(most=MOST_ROOMS)))
    return problems


def _wrong_size_table(sizes: tuple[tuple[int, int], ...]) -> list[Problem]:
    wrong = wrong_sizes(sizes)
    return [Problem("sizes", wrong)] if wrong else []


def _wrong_ratification(values: Mapping[str, Any]) -> list[Problem]:
    """Refuse a second vote of the general meeting on what it voted on itself; an order of the list it may ratify."""
    if values["ratification"] and values["decided_by"] == "general" and values["choice"] == "vote":
        return [Problem("ratification", _("choose no: the general meeting decides itself"))]
    return []


def _wrong_admissions(values: Mapping[str, Any]) -> list[Problem]:
    """Check the admissions: one, or two with a term between them."""
    days = values["second_after_days"]
    if values["admissions"] not in (1, 2):
        return [Problem("admissions", _("there are one or two admissions"))]
    if values["admissions"] == 1 and days is not None:
        return [Problem("second_after_days", _("leave this empty, or choose two admissions"))]
    if values["admissions"] == 2 and days is None:
        return [Problem("second_after_days", _("say after how many days at the earliest the second admission comes"))]
    return wrong_number("second_after_days", days, LONGEST_TERM)

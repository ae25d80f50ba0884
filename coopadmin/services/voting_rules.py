"""Setting by which rules a group meets and votes, from a day on; what held before stays as it was."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.voting import METHOD_RULES, parse_fraction
from coopadmin.domain.voting_rules import (
    BODIES,
    DECISION_KINDS,
    DEFAULT_MEETING_RULES,
    DEFAULT_VOTING_RULES,
    RULED_BODIES,
    part_text,
    rule_columns,
)
from coopadmin.domain.voting_words import AT_LEAST_OVER, TIES
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.tables.voting import MeetingRule, VotingRule

LONGEST_TERM = 366
"""More days than this is a slip of the keys."""

MOST_PEOPLE = 9999
"""More votes against, or proxies, than this is a slip of the keys."""

LONGEST_SOURCE = 400


def add_default_rules(transaction: Transaction) -> None:
    """Put the rules a store begins with in it, so that every value has its day and its source."""
    for meeting in DEFAULT_MEETING_RULES:
        transaction.add(
            MeetingRule(
                body=meeting.body,
                valid_from=meeting.valid_from,
                convening_days=meeting.convening_days,
                minutes_days=meeting.minutes_days,
                proxies_per_holder=meeting.proxies_per_holder,
                source=meeting.source,
            )
        )
    for voting in DEFAULT_VOTING_RULES:
        transaction.add(
            VotingRule(
                body=voting.body,
                kind=voting.kind,
                valid_from=voting.valid_from,
                **rule_columns(voting.rule),
                convening_days=voting.convening_days,
                inspection_days=voting.inspection_days,
                second_meeting=voting.second_meeting,
                second_quorum=part_text(voting.second_quorum),
                second_from_days=voting.second_from_days,
                second_until_days=voting.second_until_days,
                source=voting.source,
            )
        )


def set_meeting_rule(
    transaction: Transaction,
    *,
    body: str,
    valid_from: date,
    convening_days: int,
    minutes_days: int,
    proxies_per_holder: int,
    source: str,
) -> int:
    """Set what holds for meetings of a body from a day on; gives the number of the row.

    A value of the same day is corrected; what held before another day stays. Raises Invalid, a problem per field.
    """
    problems = [
        *_unknown("body", body, BODIES, _("choose whose meetings it is about")),
        *_wrong_days("convening_days", convening_days),
        *_wrong_days("minutes_days", minutes_days),
        *wrong_number("proxies_per_holder", proxies_per_holder),
        *wrong_source(source),
    ]
    if problems:
        raise Invalid(problems)
    transaction.about = body
    values = {
        "convening_days": convening_days,
        "minutes_days": minutes_days,
        "proxies_per_holder": proxies_per_holder,
        "source": tidy(source),
    }
    return _from_day(transaction, MeetingRule, {"body": body, "valid_from": valid_from}, values)


def set_voting_rule(
    transaction: Transaction,
    *,
    body: str,
    kind: str,
    valid_from: date,
    method: str,
    threshold: str = "",
    counted_over: str = "cast",
    quorum: str = "",
    quorum_counts_proxies: bool = True,
    recused_in_quorum: bool = False,
    blank_counts: bool = False,
    max_against: int | None = None,
    tie: str = "rejected",
    convening_days: int | None = None,
    inspection_days: int | None = None,
    second_meeting: bool = False,
    second_quorum: str = "",
    second_from_days: int | None = None,
    second_until_days: int | None = None,
    source: str,
) -> int:
    """Set how a body (`any`: every body) takes a kind of decision from a day on; gives the number of the row.

    Parts are written like 2/3, 0.5 or 50 %, and kept exactly; an empty quorum, or one of 0, means that none is
    asked. A value of the same day is corrected; what held before another day stays. Raises Invalid, a problem per
    field.
    """
    parts = Parts()
    values: dict[str, Any] = {
        "method": method,
        "threshold": parts.read("threshold", threshold),
        "counted_over": counted_over if method == "at-least" else "cast",
        "quorum": parts.read("quorum", quorum),
        "quorum_counts_proxies": quorum_counts_proxies,
        "recused_in_quorum": recused_in_quorum,
        "blank_counts": blank_counts,
        "max_against": max_against,
        "tie": tie,
        "convening_days": convening_days,
        "inspection_days": inspection_days,
        "second_meeting": second_meeting,
        "second_quorum": parts.read("second_quorum", second_quorum),
        "second_from_days": second_from_days,
        "second_until_days": second_until_days,
        "source": tidy(source),
    }
    key = {"body": body, "kind": kind, "valid_from": valid_from}
    if problems := _wrong_rule({**key, **values, "counted_over": counted_over}, parts):
        raise Invalid(problems)
    transaction.about = f"{body} {kind}"
    return _from_day(transaction, VotingRule, key, values)


def _from_day(
    transaction: Transaction, table: type[MeetingRule] | type[VotingRule], key: dict[str, Any], values: dict[str, Any]
) -> int:
    """Put in what holds from a day on, or correct what was put in for that day; gives the number of the row."""
    same_day = (col(getattr(table, name)) == value for name, value in key.items())
    found = transaction.scalar(select(col(table.id)).where(*same_day))
    if found is None:
        return transaction.add(table(**key, **values))
    transaction.change(table, found, **values)
    return found


class Parts:
    """Reads parts of a whole and keeps what is wrong with each."""

    def __init__(self) -> None:
        self.wrong: dict[str, Problem] = {}

    def read(self, field: str, text: str) -> str:
        """Give the part as it is stored; empty for none, for 0, and for what cannot be read."""
        if not tidy(text):
            return ""
        try:
            part = parse_fraction(text)
        except ValueError as error:
            self.wrong[field] = Problem(field, str(error))
            return ""
        if not part and field == "threshold":
            self.wrong[field] = Problem(field, _("a part of nothing needs no votes; write a part like 3/5 or 60%"))
        return part_text(part or None)


def _wrong_rule(values: dict[str, Any], parts: Parts) -> list[Problem]:
    """Tell what is wrong with a rule for votes, field by field; `counted_over` is looked at as it was chosen."""
    return [
        *_unknown("body", values["body"], RULED_BODIES, _("choose who decides")),
        *_unknown("kind", values["kind"], DECISION_KINDS, _("choose a kind of decision")),
        *wrong_majority(values, parts),
        *([parts.wrong["quorum"]] if "quorum" in parts.wrong else []),
        *_wrong_second(values, parts),
        *_wrong_days("convening_days", values["convening_days"]),
        *_wrong_days("inspection_days", values["inspection_days"]),
        *wrong_source(values["source"]),
    ]


def wrong_majority(values: dict[str, Any], parts: Parts) -> list[Problem]:
    """Tell what is wrong with the columns that say how votes are counted, field by field."""
    method = values["method"]
    problems = _unknown("method", method, METHOD_RULES, _("choose how votes are counted"))
    if "threshold" in parts.wrong:
        problems.append(parts.wrong["threshold"])
    elif method == "at-least" and not values["threshold"]:
        problems.append(Problem("threshold", _("say which part must be for, like 3/5 or 60%")))
    elif method in METHOD_RULES and method != "at-least" and values["threshold"]:
        problems.append(Problem("threshold", _("leave this empty: the way of counting chosen above has its own part")))
    problems += _unknown("counted_over", values["counted_over"], AT_LEAST_OVER, _("choose what it is a part of"))
    problems += wrong_number("max_against", values["max_against"])
    problems += _unknown("tie", values["tie"], TIES, _("choose what follows on equal votes"))
    return problems


def _wrong_second(values: dict[str, Any], parts: Parts) -> list[Problem]:
    """Check what holds for a second meeting: it needs a quorum that can fail, and asks for less than the first."""
    given = [
        name for name in ("second_quorum", "second_from_days", "second_until_days") if values[name] not in ("", None)
    ]
    problems: list[Problem] = []
    if "second_quorum" in parts.wrong:
        problems.append(parts.wrong["second_quorum"])
    if not values["second_meeting"]:
        reason = _("leave this empty, or say above that a second meeting may decide")
        return problems + [Problem(name, reason) for name in given]
    if not values["quorum"] and "quorum" not in parts.wrong:
        reason = _("without a quorum the first meeting always decides; give the quorum, or choose no")
        problems.append(Problem("second_meeting", reason))
    elif values["second_quorum"] and Fraction(values["second_quorum"]) > Fraction(values["quorum"] or 1):
        reason = _("this is more than the quorum of the first meeting, {part}")
        problems.append(Problem("second_quorum", reason.format(part=values["quorum"])))
    for name in ("second_from_days", "second_until_days"):
        problems += _wrong_days(name, values[name])
    first, last = values["second_from_days"], values["second_until_days"]
    if first is not None and last is not None and last < first:
        reason = _("the last day cannot be before the first, day {day}")
        problems.append(Problem("second_until_days", reason.format(day=first)))
    return problems


def _unknown(field: str, word: str, known: dict[str, str], asked: str) -> list[Problem]:
    return [] if word in known else [Problem(field, asked)]


def _wrong_days(field: str, days: int | None) -> list[Problem]:
    return wrong_number(field, days, LONGEST_TERM)


def wrong_number(field: str, number: int | None, most: int = MOST_PEOPLE) -> list[Problem]:
    """Tell that a number is below zero, or so large that it is a slip of the keys."""
    if number is None or 0 <= number <= most:
        return []
    if number < 0:
        return [Problem(field, _("{number}: this cannot be below zero").format(number=number))]
    return [Problem(field, _("give a number up to {most}").format(most=most))]


def wrong_source(source: str) -> list[Problem]:
    """Tell that a rule does not say where it comes from."""
    if not tidy(source):
        return [Problem("source", _("say where it comes from: the article of the statutes or house rules, a decision"))]
    if len(tidy(source)) > LONGEST_SOURCE:
        return [Problem("source", _("the text is longer than {limit} signs").format(limit=LONGEST_SOURCE))]
    return []

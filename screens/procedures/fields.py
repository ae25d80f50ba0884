"""What the forms of a procedure ask: who, the household, the acquaintance, the vote, and what follows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from coopadmin.domain.procedures import CHOICES, INVITES, WHO, Procedure
from coopadmin.domain.procedures_sizes import read_sizes, sizes_text
from coopadmin.errors import Invalid, Problem
from coopadmin.i18n import N_
from screens.common_fields import flag, whole
from screens.fields import Field
from screens.rule_fields import majority_fields, quorum_fields

Groups = Sequence[tuple[int, str]]

_ADMISSIONS = (("1", N_("one")), ("2", N_("two: aspirant first, member later")))


def name_field(name: str) -> Field:
    """Ask what the procedure is called."""
    return Field("name", N_("Name"), required=True, initial=name, help=N_("as the group calls it, like “Committee”"))


def day_field(on: date) -> Field:
    """Ask from which day files begin with it."""
    return Field("valid_from", N_("From the day"), "date", required=True, initial=on)


def source_field(source: str) -> Field:
    """Ask where it comes from."""
    return Field(
        "source",
        N_("Where it comes from"),
        required=True,
        initial=source,
        help=N_("the article of the statutes or house rules, or the number of a decision"),
    )


def group_fields(groups: Groups, group_id: int | None = None) -> list[Field]:
    """Ask for the standing committee, where there are working groups to choose from."""
    if not groups:
        return []
    return [
        Field(
            "group_id",
            N_("Standing committee"),
            "choice",
            initial=None if group_id is None else str(group_id),
            choices=[(str(row_id), name) for row_id, name in groups],
            help=N_("empty: each file names its own"),
        )
    ]


def all_fields(now: Procedure, groups: Groups) -> list[Field]:
    """Ask all that a version says but for its name and its day, with `now` as the answers."""
    return [
        *_who(now),
        source_field(now.source),
        *group_fields(groups, now.group_id),
        *_committee(now),
        *_internal(now),
        *_asked(now),
        *_invited(now),
        *majority_fields(now.rule, N_("of the vote on a candidate")),
        *quorum_fields(now.rule),
        *_afterwards(now),
        Field("note", N_("Note"), "long", initial=now.note),
    ]


def deed_values(values: dict[str, Any]) -> dict[str, Any]:
    """Give what was filled in as the deeds take it; raises Invalid where the table of sizes cannot be read."""
    given = dict(values)
    if given.get("group_id"):
        given["group_id"] = int(given["group_id"])
    if "admissions" in given:
        given["admissions"] = int(given["admissions"])
    if "sizes" in given:
        try:
            given["sizes"] = read_sizes(given["sizes"])
        except ValueError as error:
            raise Invalid([Problem("sizes", str(error))]) from error
    return given


def _choice(name: str, label: str, now: str, words: dict[str, str], told: str = "") -> Field:
    return Field(name, label, "choice", required=True, initial=now, choices=list(words.items()), help=told)


def _who(now: Procedure) -> list[Field]:
    return [
        _choice("screened_by", N_("Who screens"), now.screened_by, WHO, N_("on the hard criteria only")),
        _choice("decided_by", N_("Who decides"), now.decided_by, WHO),
        _choice("choice", N_("How they choose"), now.choice, CHOICES),
    ]


def _committee(now: Procedure) -> list[Field]:
    return [
        whole("committee_least", N_("Committee at least"), now.committee_least, N_("people; empty: no such number")),
        whole("committee_most", N_("Committee at most"), now.committee_most, N_("people; empty: no such number")),
        flag("board_excluded", N_("Board kept out"), now.board_excluded, N_("nobody of the board on the committee")),
    ]


def _internal(now: Procedure) -> list[Field]:
    return [
        flag(
            "internal_first",
            N_("Residents first"),
            now.internal_first,
            N_("who lives here already is asked before anybody else"),
        ),
        whole("internal_days", N_("Days they have"), now.internal_days, N_("to answer; empty: no term")),
    ]


def _asked(now: Procedure) -> list[Field]:
    return [
        whole(
            "size_extra",
            N_("Rooms above people"),
            now.size_extra,
            N_("a home has at most so many rooms more than the household has people; empty: no such rule"),
        ),
        Field(
            "sizes",
            N_("People per rooms"),
            initial=sizes_text(now.sizes),
            help=N_("like 4: 2, 5: 3 (a home of 4 rooms is for 2 people at least, of 5 rooms for 3)"),
        ),
        whole(
            "acquaintance_days",
            N_("Days of acquaintance"),
            now.acquaintance_days,
            N_("at least, on the day of the decision: 84 is 12 weeks; empty: none is asked"),
        ),
        whole("activities_least", N_("Activities joined"), now.activities_least, N_("at least; empty: none is asked")),
        flag("fee_required", N_("Fee is paid"), now.fee_required, N_("whether the fee of the waiting list must be")),
        flag(
            "owner_registration",
            N_("With corporation"),
            now.owner_registration,
            N_("whether a candidate must be registered with the corporation"),
        ),
    ]


def _invited(now: Procedure) -> list[Field]:
    return [
        _choice("invites", N_("Who is invited"), now.invites, INVITES),
        whole("reply_days", N_("Days to answer"), now.reply_days, N_("an invitation; empty: no term")),
        whole(
            "refusals_most",
            N_("Refusals"),
            now.refusals_most,
            N_("after so many a candidate goes to the bottom of the waiting list; empty: never"),
        ),
        whole(
            "interview_residents",
            N_("At an interview"),
            now.interview_residents,
            N_("residents at least; empty: no interview is asked"),
        ),
    ]


def _afterwards(now: Procedure) -> list[Field]:
    return [
        flag(
            "procedure_check",
            N_("Check by a meeting"),
            now.procedure_check,
            N_("a meeting votes on the way it went, never on the person"),
        ),
        flag("ratification", N_("Ratification"), now.ratification, N_("the general meeting has the last word")),
        whole("nominees", N_("Nominated at a time"), now.nominees, N_("to the corporation"), required=True),
        _choice("admissions", N_("Admissions"), str(now.admissions), dict(_ADMISSIONS)),
        whole(
            "second_after_days",
            N_("Days until second"),
            now.second_after_days,
            N_("admission, at least; only where there are two: 182 is half a year"),
        ),
    ]

"""Keys: where a copy is, whether it should have been back, what became of its deposit, and how copies are marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from coopadmin.errors import Problem
from coopadmin.formats import long_date, quoted, tidy
from coopadmin.i18n import N_, _, ngettext

LONGEST_CODE = 40
LONGEST_NAME = 120
LONGEST_MARK = 40
MOST_AT_ONCE = 200
"""Copies that are entered at once; more is a slip of the pen."""

END_REASONS: dict[str, str] = {
    "lost": N_("lost"),
    "stolen": N_("stolen"),
    "broken": N_("broken"),
    "destroyed": N_("destroyed"),
}
"""Why a copy is there no longer."""

MISSING = ("lost", "stolen")
"""Reasons with which a copy goes out of somebody's hands: another may have it now."""

STATES: dict[str, str] = {
    "overdue": N_("late"),
    "out": N_("out"),
    "in": N_("here"),
    "lost": N_("lost"),
    "gone": N_("gone"),
}
"""Where a copy is."""

SIGNS: dict[str, str] = {"overdue": "▲", "out": "●", "in": "✓", "lost": "✗", "gone": "○"}

DEPOSITS: dict[str, str] = {
    "to_pay": N_("still to be paid"),
    "held": N_("held"),
    "to_give_back": N_("to be given back"),
    "given_back": N_("given back"),
    "kept": N_("kept by us"),
    "not_paid": N_("was not paid"),
}
"""How it stands with the deposit for a copy."""

CERTIFICATES: dict[str, str] = {
    "over": N_("certificate ran out"),
    "soon": N_("certificate runs out"),
    "holds": N_("certificate holds"),
}
"""How it stands with the paper without which no copy is cut; once it ran out, anybody can have one cut."""

CERTIFICATE_SIGNS: dict[str, str] = {"over": "▲", "soon": "●", "holds": "✓"}

_RANGE = re.compile(r"(\D*)(\d{1,6}) ?(?:-|–|\.\.) ?\1?(\d{1,6})")
_NUMBERED = re.compile(r"(.*?)(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Loan:
    """A copy in somebody's hands; `returned_on` is the day it came back or was written off as missing.

    `booking_ends_on` is the last day of the booking it was lent for.
    """

    issued_on: date
    due_on: date | None = None
    returned_on: date | None = None
    booking_ends_on: date | None = None

    @property
    def back_by(self) -> date | None:
        """The day it must be back: as agreed, else when the booking ends; None where no day was agreed."""
        return self.due_on or self.booking_ends_on

    def runs_on(self, on: date) -> bool:
        """Tell whether somebody has it at the end of a day; on the day it came back nobody does."""
        return self.issued_on <= on and (self.returned_on is None or self.returned_on > on)

    def overdue_on(self, on: date) -> bool:
        """Tell whether it should have been back before a day and is not."""
        back_by = self.back_by
        return back_by is not None and back_by < on and self.runs_on(on)


def state_of(loan: Loan | None, ended_on: date | None, end_reason: str, on: date) -> str:
    """Say where a copy is on a day, as in STATES; `loan` is the newest one."""
    if ended_on is not None and ended_on <= on:
        return "lost" if end_reason in MISSING else "gone"
    if loan is None or not loan.runs_on(on):
        return "in"
    return "overdue" if loan.overdue_on(on) else "out"


def deposit_state(
    deposit_cents: int | None,
    *,
    paid_on: date | None,
    given_back_on: date | None,
    returned_on: date | None,
    missing_on: date | None,
) -> str:
    """Say how it stands with a deposit, as in DEPOSITS; empty where none was asked.

    `missing_on` is the day the copy was written off as lost or stolen. Where that took it out of these hands, a deposit
    that was not given back is kept.
    """
    if not deposit_cents:
        return ""
    if given_back_on is not None:
        return "given_back"
    if paid_on is None:
        return "to_pay" if returned_on is None else "not_paid"
    if returned_on is None:
        return "held"
    return "kept" if returned_on == missing_on else "to_give_back"


def certificate_state(until: date | None, on: date, announced: int) -> str:
    """Say how a certificate stands, as in CERTIFICATES, announced so many days ahead; empty without a last day."""
    if until is None:
        return ""
    left = (until - on).days
    return "over" if left < 0 else "soon" if left <= announced else "holds"


# -- marks ---------------------------------------------------------------------------------------------------------


def read_marks(text: str) -> tuple[str, ...]:
    """Read marks as they stand on keys: `1-12`, `R1-R3` or `1, 2, spare`; raises ValueError with a sentence."""
    found: list[str] = []
    for part in filter(None, (tidy(part) for part in re.split(r"[,;\n]", text))):
        between = _RANGE.fullmatch(part)
        if between is None:
            found.append(part)
            continue
        before, first, last = between[1], int(between[2]), int(between[3])
        if last < first or last - first >= MOST_AT_ONCE:
            raise ValueError(_("{range} is no range of marks; write it like 1-12").format(range=quoted(part)))
        width = len(between[2]) if between[2].startswith("0") else 0
        found += [f"{before}{number:0{width}d}" for number in range(first, last + 1)]
    if len(found) > MOST_AT_ONCE:
        raise ValueError(_("at most {most} at once").format(most=MOST_AT_ONCE))
    for mark in found:
        if len(mark) > LONGEST_MARK:
            raise ValueError(
                _("the mark {mark} is longer than {limit} signs").format(mark=quoted(mark), limit=LONGEST_MARK)
            )
        if found.count(mark) > 1:
            raise ValueError(_("the mark {mark} is there twice").format(mark=mark))
    return tuple(found)


def next_marks(known: Iterable[str], count: int) -> tuple[str, ...]:
    """Give marks for new copies, going on from the highest number that is in use; after `GZ-07` comes `GZ-08`."""
    highest, before, width = 0, "", 0
    for mark in known:
        numbered = _NUMBERED.fullmatch(mark)
        if numbered is not None and int(numbered[2]) >= highest:
            highest, before = int(numbered[2]), numbered[1]
            width = len(numbered[2]) if numbered[2].startswith("0") else 0
    return tuple(f"{before}{number:0{width}d}" for number in range(highest + 1, highest + count + 1))


# -- what can be wrong ---------------------------------------------------------------------------------------------


def check_kind(code: str, name: str, deposit_cents: int | None) -> list[Problem]:
    """Say what is wrong with a key as it is filled in; cents."""
    problems: list[Problem] = []
    for field, text, limit in (("code", code, LONGEST_CODE), ("name", name, LONGEST_NAME)):
        if not tidy(text):
            problems.append(Problem(field, _("fill this in")))
        elif len(tidy(text)) > limit:
            problems.append(Problem(field, _("the text is longer than {limit} signs").format(limit=limit)))
    if deposit_cents is not None and deposit_cents < 0:
        problems.append(Problem("deposit_cents", _("this cannot be below zero")))
    return problems


def check_marks(marks: Collection[str], known: Collection[str]) -> list[Problem]:
    """Say what is wrong with marks for new copies of a key that has others already."""
    if not marks:
        return [Problem("count", _("say how many, or which marks"))]
    there = [mark for mark in marks if mark in known]
    if not there:
        return []
    told = ngettext("{marks} is there already", "{marks} are there already", len(there))
    return [Problem("marks", told.format(marks=", ".join(there)))]


def check_issue(
    *, issued_on: date, due_on: date | None, made_on: date | None, last_back_on: date | None, today: date
) -> list[Problem]:
    """Say what is wrong with the days of handing a copy out; `last_back_on` is when it came back the last time."""
    problems: list[Problem] = []
    if issued_on > today:
        problems.append(Problem("issued_on", _("this day is still to come")))
    if made_on is not None and issued_on < made_on:
        reason = _("this copy is there since {day}").format(day=long_date(made_on))
        problems.append(Problem("issued_on", reason))
    if last_back_on is not None and issued_on < last_back_on:
        reason = _("it came back only on {day}").format(day=long_date(last_back_on))
        problems.append(Problem("issued_on", reason))
    if due_on is not None and due_on < issued_on:
        problems.append(Problem("due_on", _("this is before the day it was handed out")))
    return problems


def check_day(field: str, day: date | None, issued_on: date, today: date) -> list[Problem]:
    """Say what is wrong with a day on which something happened to a copy that is out."""
    if day is None:
        return []
    if day < issued_on:
        reason = _("it was handed out only on {day}").format(day=long_date(issued_on))
        return [Problem(field, reason)]
    return [Problem(field, _("this day is still to come"))] if day > today else []

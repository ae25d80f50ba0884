"""Terms that follow the choice of a neighbour: letters with reasons that are owed, and second admissions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coopadmin.domain.deadlines import Deadline
from coopadmin.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class LettersOwed:
    """The letters of one file that were not sent yet: how many, and of the first how its last day came about."""

    file_id: int
    file: str
    home: str
    count: int
    due_on: date
    told: Sequence[str]


@dataclass(frozen=True, slots=True)
class SecondDue:
    """A second admission; named by its home and file, for the aspirant goes by no name here."""

    candidacy_id: int
    file_id: int
    file: str
    home: str
    from_on: date
    told: Sequence[str]
    met_on: date | None


def of_letters(owed: LettersOwed) -> Deadline:
    """Give the term by which the first of those letters goes out; a candidate is told why (rule of the group)."""
    what = ngettext(
        "Tell {count} candidate for home {home} why they were not chosen ({file})",
        "Tell {count} candidates for home {home} why they were not chosen ({file})",
        owed.count,
    ).format(count=owed.count, home=owed.home, file=owed.file)
    name = f"reasons_letter:allocationfile:{owed.file_id}"
    return Deadline(name, owed.due_on, what, "\n".join(owed.told), ("allocation", owed.file_id))


def of_second_admission(second: SecondDue) -> Deadline:
    """Give the first day of a second admission, met once the aspirant became a member."""
    what = _("Second admission of the aspirant in home {home} ({file})").format(home=second.home, file=second.file)
    name = f"second_admission:candidacy:{second.candidacy_id}"
    ref, why = ("allocation", second.file_id), "\n".join(second.told)
    return Deadline(name, second.from_on, what, why, ref, second.met_on, earliest=True)

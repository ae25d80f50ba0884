"""What is answered to somebody who asks to be forgotten (GDPR (AVG) art. 17): what goes now, what stays, why, how long.

What somebody who left gave to be reached and helped by goes at once: nothing rests on it but their wish. What shows who
rented, who was a member and what was decided stays until its term is over, and the books until theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from coopadmin.domain.forgetting import Term
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _

GOES: dict[str, str] = {
    "reached": N_("e-mail, phone, address, account and birth date"),
    "noted": N_("the note on their record, and names they bore before"),
    "words": N_("what rooms were booked for, notes on keys, hours, work days, proxies and applications"),
}
"""What is cleared at a request, of somebody of whom something must stay."""

OF_CANDIDATE = N_("name, addresses, household and wishes, and all that was written of them")
"""What is cleared at a request, of a candidate."""

ALL = N_("everything: nothing has to stay")

STAYS: dict[str, tuple[str, str]] = {
    "tenancy": (
        N_("name, number and tenancy, with what was agreed and called about"),
        N_("a claim can still be made or answered (GDPR art. 17(3)(e))"),
    ),
    "membership": (
        N_("name, number, membership, how it ended, meetings and votes"),
        N_("to show that what was decided holds (GDPR art. 17(3)(e))"),
    ),
    "books": (
        N_("what the bank wrote and what was charged"),
        N_("books must be kept (Civil Code (BW) 2:10; GDPR art. 17(3)(b)); see the term of the books"),
    ),
    "candidacy": (
        N_("days, outcomes and codes of reasons, under the number"),
        N_("they say no longer who it was; a choice must stay provable"),
    ),
}
"""What stays, and its ground."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one request: what goes now, what stays with why and until when, and what stands in the way.

    `who_id` is the row of a person, or of a candidate. `whole`: all of it goes. With anything in `first` nothing is
    cleared yet, and without `goes` nothing is left to be.
    """

    who_id: int
    number: str
    goes: tuple[str, ...]
    stays: tuple[tuple[str, str], ...]
    first: tuple[str, ...]
    whole: bool


def answer_of(
    person_id: int,
    number: str,
    term: Term,
    on: date,
    *,
    member: bool,
    tenant: bool,
    has_money: bool,
    there: Collection[str] = tuple(GOES),
) -> Answer:
    """Work out what is answered to somebody on a day; `there` are the keys of GOES of which anything is there."""
    if term.from_on is None or term.asks:
        needs = _("as long as that runs, it needs what is kept; what is wrong can be corrected")
        running = (*term.told, needs) if term.from_on is None else ()
        return Answer(person_id, number, (), (), (*running, *term.asks), whole=False)
    books = [_stay("books", None)] if has_money else []
    if term.is_due(on) or not (member or tenant):
        return Answer(person_id, number, (_(ALL),), tuple(books), (), whole=True)
    kinds = [name for name, applies in (("tenancy", tenant), ("membership", member)) if applies]
    stays = (*(_stay(name, term.last_day) for name in kinds), *books)
    return Answer(
        person_id, number, tuple(_(text) for name, text in GOES.items() if name in there), stays, (), whole=False
    )


def answer_of_candidate(candidate_id: int, number: str, keeping: Sequence[str]) -> Answer:
    """Work out what is answered to a candidate; `keeping` are the open files they did not withdraw from."""
    if keeping:
        first = _("stands in a file that is open: {files}; note there that they withdraw, or close it").format(
            files=", ".join(keeping)
        )
        return Answer(candidate_id, number, (), (), (first,), whole=False)
    return Answer(candidate_id, number, (_(OF_CANDIDATE),), (_stay("candidacy", None),), (), whole=True)


def _stay(name: str, until: date | None) -> tuple[str, str]:
    what, why = STAYS[name]
    day = [] if until is None else [_("until {day}").format(day=long_date(until))]
    return _(what), " · ".join([_(why), *day])

"""What a committee does with candidates: enter and correct them, note their consent, and what they joined.

The deeds of the two lists are in `services/candidate_lists.py` and can be called from here. The journal knows a
candidate by number only, and a text that holds a citizen service number is refused everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Required, TypedDict, Unpack

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.candidates import (
    MEETINGS,
    Household,
    check_consent,
    check_household,
    not_yet,
    refuse_bsn,
    refuse_bsn_in,
)
from coopadmin.domain.identifiers import read_email, read_postcode
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.candidate_lists import (
    admit_to_pool,
    candidate_row,
    extend_pool,
    leave_pool,
    note_fee,
    note_notice,
    put_on_waiting_list,
    refuse_offer,
    take_off_waiting_list,
)
from coopadmin.services.decisions import tidy_lines
from db.journal import Transaction
from db.queries.candidates import next_number
from db.tables.base import table_of
from db.tables.candidates import Candidate, CandidateContact
from db.tables.members import Person

__all__ = [
    "CandidateData",
    "admit_to_pool",
    "correct_candidate",
    "extend_pool",
    "give_consent",
    "leave_pool",
    "note_contact",
    "note_fee",
    "note_notice",
    "put_on_waiting_list",
    "refuse_offer",
    "register_candidate",
    "remove_contact",
    "take_off_waiting_list",
    "withdraw_consent",
]


class CandidateData(TypedDict, total=False):
    """What is known of a candidate, as a form or a deed gives it; what is left out is empty."""

    registered_on: Required[date]
    family_name: str
    prefix: str
    initials: str
    given_name: str
    email: str
    phone: str
    address: str
    postcode: str
    place: str
    person_id: int | None
    adults: int
    children: int
    rooms_least: int | None
    rooms_most: int | None
    wishes: str
    owner_registered_on: date | None
    consent_on: date | None
    consent_until: date | None
    note: str


_TEXTS = (
    "family_name",
    "prefix",
    "initials",
    "given_name",
    "email",
    "phone",
    "address",
    "postcode",
    "place",
    "wishes",
    "note",
)
_NAME = ("family_name", "prefix", "initials", "given_name")
_LONG = ("wishes", "note")
_NOTHING: dict[str, Any] = {
    "registered_on": None,
    **dict.fromkeys(_TEXTS, ""),
    **dict.fromkeys(("person_id", "rooms_least", "rooms_most"), None),
    **dict.fromkeys(("owner_registered_on", "consent_on", "consent_until"), None),
    "adults": 1,
    "children": 0,
}
"""What a candidate has where nothing is given."""

_LONGEST_NUMBER = 40

_contacts = table_of(CandidateContact)


def register_candidate(transaction: Transaction, *, number: str | None = None, **data: Unpack[CandidateData]) -> int:
    """Enter somebody who would like to live here; gives their number in the store.

    Without a number they get the one after the highest (K-0001 first). With `person_id` it is somebody who is known
    here already and would move within the house; where no name is given, theirs is taken over. Raises Invalid.
    """
    transaction.flush()
    chosen = tidy(number or "") or next_number(transaction.connection)
    values, problems = _checked(transaction, {**_NOTHING, **data}, None)
    problems = [*_wrong_number(transaction, chosen), *problems]
    if problems:
        raise Invalid(problems)
    transaction.about = chosen
    return transaction.add(Candidate(number=chosen, **values))


def correct_candidate(transaction: Transaction, *, candidate_id: int, **data: Unpack[CandidateData]) -> bool:
    """Correct what is known of a candidate; what is left out stays. Tells whether anything changed. Raises Invalid."""
    row = candidate_row(transaction, candidate_id)
    values, problems = _checked(transaction, {**{name: row[name] for name in _NOTHING}, **data}, candidate_id)
    if problems:
        raise Invalid(problems)
    return transaction.change(Candidate, candidate_id, **values)


def give_consent(transaction: Transaction, *, candidate_id: int, consent_on: date, consent_until: date) -> None:
    """Note that a candidate agreed that their data is kept until a day (GDPR (AVG) art. 7). Raises Invalid."""
    candidate_row(transaction, candidate_id)
    if problems := check_consent(consent_on, consent_until, transaction.today):
        raise Invalid(problems)
    transaction.change(Candidate, candidate_id, consent_on=consent_on, consent_until=consent_until)


def withdraw_consent(transaction: Transaction, *, candidate_id: int, consent_until: date) -> None:
    """Note that a candidate took their consent back; `consent_until` is its last day (GDPR (AVG) art. 7(3)).

    Raises Refused where there is no consent, Invalid where it ends earlier or the day lies ahead.
    """
    row = candidate_row(transaction, candidate_id)
    if row["consent_on"] is None:
        raise Refused(_("{number} gave no consent, so there is none to take back.").format(number=row["number"]))
    problems = not_yet("consent_until", consent_until, transaction.today)
    if row["consent_until"] is not None and row["consent_until"] < consent_until:
        told = _("the consent ends on {day} already").format(day=long_date(row["consent_until"]))
        problems.append(Problem("consent_until", told))
    if problems:
        raise Invalid(problems)
    last = max(consent_until, row["consent_on"])
    transaction.change(Candidate, candidate_id, consent_until=last)


# -- contacts --------------------------------------------------------------------------------------------------


def note_contact(transaction: Transaction, *, candidate_id: int, happened_on: date, kind: str, what: str = "") -> int:
    """Note an introduction, an activity joined, or another contact (MEETINGS); gives its number. Raises Invalid."""
    candidate_row(transaction, candidate_id)
    problems = not_yet("happened_on", happened_on, transaction.today)
    if kind not in MEETINGS:
        problems.append(Problem("kind", _("choose what it was: an introduction, an activity, another contact")))
    problems += refuse_bsn("what", what)
    if problems:
        raise Invalid(problems)
    return transaction.add(
        CandidateContact(candidate_id=candidate_id, happened_on=happened_on, kind=kind, what=tidy(what))
    )


def remove_contact(transaction: Transaction, *, contact_id: int) -> None:
    """Take a contact off again that was entered by mistake; a refusal stays, for it may have cost a place."""
    row = transaction.execute(select(_contacts).where(_contacts.c.id == contact_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    candidate_row(transaction, row["candidate_id"])
    if row["kind"] == "refusal":
        raise Refused(_("A refusal stays on record, for the order of the waiting list goes by it."))
    transaction.remove(CandidateContact, contact_id)


# -- what is checked -------------------------------------------------------------------------------------------


def _wrong_number(transaction: Transaction, number: str) -> list[Problem]:
    if len(number) > _LONGEST_NUMBER:
        return [Problem("number", _("a number has at most {most} signs").format(most=_LONGEST_NUMBER))]
    if transaction.scalar(select(col(Candidate.id)).where(col(Candidate.number) == number)) is not None:
        return [Problem("number", _("candidate number {number} is already given").format(number=number))]
    return refuse_bsn("number", number)


def _checked(
    transaction: Transaction, given: Mapping[str, Any], candidate_id: int | None
) -> tuple[dict[str, Any], list[Problem]]:
    """Tidy the fields of a candidate and say what is wrong with them."""
    values = dict(given)
    for name in _TEXTS:
        values[name] = tidy_lines(values[name]) if name in _LONG else tidy(values[name])
    problems = _wrong_person(transaction, values["person_id"], candidate_id)
    if not values["family_name"] and values["person_id"] is not None and not problems:
        values.update(_name_of(transaction, values["person_id"]))
    if not values["family_name"]:
        problems.append(Problem("family_name", _("fill in the family name")))
    for name, check in (("email", read_email), ("postcode", read_postcode)):
        if values[name]:
            try:
                values[name] = check(values[name])
            except ValueError as error:
                problems.append(Problem(name, str(error)))
    problems += refuse_bsn_in({name: values[name] for name in _TEXTS})
    problems += not_yet("registered_on", values["registered_on"], transaction.today)
    problems += not_yet("owner_registered_on", values["owner_registered_on"], transaction.today)
    problems += check_household(
        Household(values["adults"], values["children"], values["rooms_least"], values["rooms_most"])
    )
    problems += check_consent(values["consent_on"], values["consent_until"], transaction.today)
    return values, problems


def _wrong_person(transaction: Transaction, person_id: int | None, candidate_id: int | None) -> list[Problem]:
    """Say that somebody who lives here is not known, or is a candidate already."""
    if person_id is None:
        return []
    if transaction.scalar(select(col(Person.id)).where(col(Person.id) == person_id)) is None:
        return [Problem("person_id", _("this person is not in the store"))]
    other = transaction.execute(
        select(col(Candidate.id), col(Candidate.number)).where(
            col(Candidate.person_id) == person_id, col(Candidate.cleared_on).is_(None)
        )
    ).all()
    for other_id, number in other:
        if other_id != candidate_id:
            return [Problem("person_id", _("this person is candidate {number} already").format(number=number))]
    return []


def _name_of(transaction: Transaction, person_id: int) -> dict[str, str]:
    """Give the name of somebody who is known here already, by column."""
    people = table_of(Person)
    row = transaction.execute(select(*(people.c[name] for name in _NAME)).where(people.c.id == person_id)).mappings()
    return dict(row.one())

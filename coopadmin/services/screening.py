"""The candidates of a file: entered, held against the hard criteria, and an exception where there is a reason.

Invitations are in `services/invitations.py`, declared interests in `services/interests.py`; all can be called
from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import exists, select
from sqlmodel import col

from coopadmin.domain.allocation import clock
from coopadmin.domain.candidates import ORIGINS, not_yet
from coopadmin.domain.screening import Applicant, Finding, Home, by_list, rule_named, screened
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.allocation import require_open_file
from coopadmin.services.interests import declare_interest, stand_aside, withdraw_interest
from coopadmin.services.invitations import answer, invite, invite_all, not_asked_words, withdraw_candidacy
from coopadmin.services.screening_parts import running_candidacy, standing_rows, wrong_day, wrong_words
from db.journal import Transaction
from db.queries.allocation import FileFacts, facts
from db.queries.candidates import known_of
from db.queries.entrants import in_pool, living_here, on_waiting_list, origins_of
from db.queries.screening import CandidacyRow
from db.tables.allocation import AllocationItem, Candidacy, DeclaredInterest, Interview, ScreeningLine
from db.tables.candidates import Candidate

__all__ = [
    "answer",
    "declare_interest",
    "enter_all",
    "enter_candidate",
    "invite",
    "invite_all",
    "override",
    "remove_candidacy",
    "screen",
    "withdraw_candidacy",
    "withdraw_interest",
    "withdraw_override",
]


# -- entering ------------------------------------------------------------------------------------------------------


def enter_candidate(transaction: Transaction, *, file_id: int, candidate_id: int, origin: str, entered_on: date) -> int:
    """Enter a candidate in a file; gives the number of the candidacy in the store.

    `origin` is internal, waiting, pool or outside, and must be so on that day. Raises Invalid, and Refused where they
    are in the file already, or come from elsewhere while those who live here were not asked yet and the procedure wants
    them to be first.
    """
    row = require_open_file(transaction, file_id)
    file = facts(transaction.connection, file_id)
    person = transaction.execute(
        select(col(Candidate.number), col(Candidate.cleared_on)).where(col(Candidate.id) == candidate_id)
    ).first()
    if person is None:
        raise Invalid([Problem("candidate_id", _("choose a candidate out of the list"))])
    number, cleared_on = person
    transaction.about = f"{row['number']} {number}"
    problems: list[Problem] = []
    if cleared_on is not None:
        said = _("{number} was cleared on {day}: nothing is known of them any more")
        problems.append(Problem("candidate_id", said.format(number=number, day=long_date(cleared_on))))
    problems += wrong_day(
        transaction, "entered_on", entered_on, file.opened_on, _("the file was opened on {day}, not before")
    )
    if origin not in ORIGINS:
        problems.append(Problem("origin", _("choose where they come from")))
    elif reason := _not_from(transaction, candidate_id, origin, entered_on):
        problems.append(Problem("origin", reason))
    if problems:
        raise Invalid(problems)
    if origin != "internal":
        _refuse_before_internal(file)
    known = select(col(Candidacy.id)).where(
        col(Candidacy.file_id) == file_id, col(Candidacy.candidate_id) == candidate_id
    )
    if transaction.scalar(known) is not None:
        raise Refused(_("{number} is in this file already.").format(number=number))
    candidacy_id = transaction.add(
        Candidacy(file_id=file_id, candidate_id=candidate_id, origin=origin, entered_on=entered_on)
    )
    stand_aside(transaction, file_id)
    return candidacy_id


def enter_all(transaction: Transaction, *, file_id: int, on: date) -> int:
    """Enter everybody on the lists the procedure asks; tells how many were new.

    Where the waiting list decides that is the waiting list, else the pool and the waiting list. Who lives here is
    entered as such. Raises Refused while those who live here were not asked yet, Invalid for the day.
    """
    row = require_open_file(transaction, file_id)
    file = facts(transaction.connection, file_id)
    problems = wrong_day(transaction, "on", on, row["opened_on"], _("the file was opened on {day}, not before"))
    if problems:
        raise Invalid(problems)
    _refuse_before_internal(file)
    there = set(
        transaction.execute(select(col(Candidacy.candidate_id)).where(col(Candidacy.file_id) == file_id)).scalars()
    )
    from_list = by_list(file.procedure)
    listed = on_waiting_list(transaction.connection, on)
    if not from_list:
        listed |= in_pool(transaction.connection, on)
    wanted = sorted(listed - there)
    origins = origins_of(transaction.connection, wanted, on, from_list=from_list)
    for one in wanted:
        transaction.add(Candidacy(file_id=file_id, candidate_id=one, origin=origins[one], entered_on=on))
    if wanted:
        stand_aside(transaction, file_id)
    return len(wanted)


def remove_candidacy(transaction: Transaction, *, candidacy_id: int) -> None:
    """Take a candidate out of a file who was entered by mistake; the journal keeps it.

    Raises Refused once they were invited, or something refers to them: then they withdraw instead.
    """
    row = running_candidacy(transaction, candidacy_id)
    transaction.flush()
    used = [
        _("there is a vote about them") if _any(transaction, AllocationItem, candidacy_id) else "",
        _("an interest in them was declared") if _any(transaction, DeclaredInterest, candidacy_id) else "",
        _("there was an interview") if _any(transaction, Interview, candidacy_id) else "",
        _("they were invited") if row["invited_on"] is not None else "",
    ]
    if any(used):
        raise Refused(
            _("{number} stays in the file: {reasons}. Note that they withdrew instead.").format(
                number=row["number"], reasons=", ".join(filter(None, used))
            )
        )
    lines = select(col(ScreeningLine.id)).where(col(ScreeningLine.candidacy_id) == candidacy_id)
    for line_id in transaction.execute(lines).scalars().all():
        transaction.remove(ScreeningLine, line_id)
    transaction.remove(Candidacy, candidacy_id)
    stand_aside(transaction, row["file_id"])


# -- screening -----------------------------------------------------------------------------------------------------


def screen(transaction: Transaction, *, file_id: int, on: date) -> int:
    """Hold the candidates of a file against the hard criteria of its procedure; tells how many were.

    What was found is kept as it stood on that day. Who was invited already keeps what they were invited on; the others
    are held anew. The acquaintance is counted to the day the nomination is due. Raises Refused where there is nobody.
    """
    require_open_file(transaction, file_id)
    file = facts(transaction.connection, file_id)
    if problems := not_yet("on", on, transaction.today):
        raise Invalid(problems)
    rows = [one for one in standing_rows(transaction, file_id) if not one.outcome and one.invited_on is None]
    if not rows:
        raise Refused(_("Nobody waits for the screening: enter candidates first (N)."))
    if late := [one for one in rows if one.entered_on > on]:
        said = _("{number} was entered on {day}; the screening comes after that")
        raise Invalid([Problem("on", said.format(number=late[0].number, day=long_date(late[0].entered_on)))])
    home = Home(file.rooms, clock(file.timing, on).due_on)
    applicants = _applicants(transaction, rows, on)
    for one in rows:
        found = screened(file.procedure, home, applicants[one.candidate_id], on)
        _keep(transaction, one.candidacy_id, found)
        transaction.change(Candidacy, one.candidacy_id, screened_on=on)
    return len(rows)


def override(transaction: Transaction, *, candidacy_id: int, on: date, reason: str) -> None:
    """Make an exception for a candidate who does not fit, or of whom something is not known, with the reason for it.

    Raises Refused where there is nothing to make an exception from, Invalid without a reason.
    """
    row = running_candidacy(transaction, candidacy_id)
    one = next(each for each in standing_rows(transaction, row["file_id"]) if each.candidacy_id == candidacy_id)
    if one.screened_on is None:
        raise Refused(_("{number} was not screened yet; screen the candidates first (S).").format(number=one.number))
    if one.standing == "fits":
        procedure = facts(transaction.connection, row["file_id"]).procedure
        raise Refused(
            _("{number} meets everything that is asked; no exception is needed. Rule: {rule}.").format(
                number=one.number, rule=rule_named(procedure)
            )
        )
    problems = wrong_day(
        transaction, "on", on, one.screened_on, _("they were screened on {day}; an exception comes after that")
    )
    problems += wrong_words("reason", reason, asked=_("say why they may be invited all the same"))
    if problems:
        raise Invalid(problems)
    transaction.change(Candidacy, candidacy_id, overridden_on=on, override_reason=tidy(reason))


def withdraw_override(transaction: Transaction, *, candidacy_id: int) -> None:
    """Take an exception back; raises Refused where there is none, or they were invited on it."""
    row = running_candidacy(transaction, candidacy_id)
    if row["overridden_on"] is None:
        raise Refused(_("No exception was made for {number}.").format(number=row["number"]))
    if row["invited_on"] is not None:
        raise Refused(
            _("{number} was invited on {day}, on this exception; it stands.").format(
                number=row["number"], day=long_date(row["invited_on"])
            )
        )
    transaction.change(Candidacy, candidacy_id, overridden_on=None, override_reason="")


# -- within --------------------------------------------------------------------------------------------------------


def _refuse_before_internal(file: FileFacts) -> None:
    if file.procedure.internal_first and "internal_asked" not in file.ticked:
        raise Refused(not_asked_words(file.procedure))


def _not_from(transaction: Transaction, candidate_id: int, origin: str, on: date) -> str:
    """Say why a candidate does not come from where it was said; empty where they do."""
    transaction.flush()
    if origin == "internal" and candidate_id not in living_here(transaction.connection, [candidate_id], on):
        return _("they are not known as somebody who lives here: say on their own page which tenant or member it is")
    if origin == "waiting" and candidate_id not in on_waiting_list(transaction.connection, on):
        return _("they are not on the waiting list on that day")
    if origin == "pool" and candidate_id not in in_pool(transaction.connection, on):
        return _("they are not in the pool of people the group has met on that day")
    return ""


def _applicants(transaction: Transaction, rows: Iterable[CandidacyRow], on: date) -> dict[int, Applicant]:
    """Give what is known of candidates on a day, by their number in the store."""
    origins = {one.candidate_id: one.origin for one in rows}
    known = known_of(transaction.connection, origins, on)
    wishes = {
        candidate_id: (least, most)
        for candidate_id, least, most in transaction.execute(
            select(col(Candidate.id), col(Candidate.rooms_least), col(Candidate.rooms_most)).where(
                col(Candidate.id).in_(origins)
            )
        )
    }
    return {
        candidate_id: Applicant(
            origin=origin,
            persons=known[candidate_id].persons,
            rooms_least=wishes[candidate_id][0],
            rooms_most=wishes[candidate_id][1],
            fee_paid_on=known[candidate_id].fee_paid_on,
            owner_registered=known[candidate_id].registered_with_owner,
            met_on=known[candidate_id].met_on,
            activities=known[candidate_id].activities,
            waiting_place=known[candidate_id].waiting_place,
        )
        for candidate_id, origin in origins.items()
    }


def _keep(transaction: Transaction, candidacy_id: int, found: Iterable[Finding]) -> None:
    """Keep what was found, in place of what was found before."""
    statement = select(col(ScreeningLine.criterion), col(ScreeningLine.id)).where(
        col(ScreeningLine.candidacy_id) == candidacy_id
    )
    before = dict(transaction.execute(statement).all())
    for one in found:
        line_id = before.pop(one.criterion, None)
        if line_id is None:
            transaction.add(
                ScreeningLine(candidacy_id=candidacy_id, criterion=one.criterion, result=one.result, words=one.words)
            )
        else:
            transaction.change(ScreeningLine, line_id, result=one.result, words=one.words)
    for line_id in before.values():
        transaction.remove(ScreeningLine, line_id)


def _any(
    transaction: Transaction, model: type[AllocationItem | DeclaredInterest | Interview], candidacy_id: int
) -> bool:
    return bool(transaction.scalar(select(exists().where(col(model.candidacy_id) == candidacy_id))))

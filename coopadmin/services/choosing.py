"""What a committee does to choose: call the vote, let who has an interest stand aside, fix the order of who was chosen.

The vote itself is taken in the room of a meeting (`services/voting.py`) and counted by the rule of the file's procedure
(`db/queries/choosing_rules.py`). Candidates go by their number wherever this writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.candidates import refuse_bsn
from coopadmin.domain.choosing import KINDS, Placed, against_votes, around, gaps, ties_told, wrong_ranks
from coopadmin.domain.meetings import day_of
from coopadmin.domain.procedures import Procedure, version_words
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services import agenda, meetings
from coopadmin.services.allocation import file_row, require_open_file
from coopadmin.services.choosing_parts import (
    Called,
    choices_of,
    meeting_for,
    put_item,
    require_candidates,
    require_kind,
)
from coopadmin.services.interests import stand_aside
from coopadmin.services.meeting_parts import file_item, item_row, meeting_row
from coopadmin.services.voting_parts import require_session
from db.journal import Transaction
from db.queries.choosing import OUT, nominated_places, order_by_list, order_by_votes
from db.queries.procedures import procedure
from db.queries.screening import candidates
from db.tables.allocation import AllocationFile, Candidacy
from db.tables.meetings import AgendaItem, Recusal
from db.tables.voting import Motion

LONGEST_REASON = 400


# -- the vote ------------------------------------------------------------------------------------------------------


def call_vote(
    transaction: Transaction,
    *,
    file_id: int,
    kind: str,
    starts_at: str = "",
    candidacy_ids: Sequence[int] = (),
    meeting_id: int | None = None,
    body: str | None = None,
    place: str = "",
) -> int:
    """Put candidates, or the way it went, to the vote of who decides by the procedure; gives the meeting.

    Into the agenda of `meeting_id`, or of a meeting made for it at `starts_at`: one item with its motion for each
    candidate (one for a check of the procedure), and who has an interest stands aside (Civil Code (BW) 2:12). `body`
    chooses between the meetings that may check. Raises Refused where the procedure asks for no such vote, or a
    candidate cannot be put to it; Invalid with a problem per field.
    """
    if kind not in KINDS:
        raise Invalid([Problem("kind", _("choose what is put to the vote"))])
    # A second admission comes after the file was closed.
    file = (file_row if kind == "second_admission" else require_open_file)(transaction, file_id)
    called = Called(file, procedure(transaction.connection, file["procedure_id"]), kind)
    require_kind(called)
    meeting_id = meeting_for(transaction, called, meeting_id, body, starts_at, place)
    on = day_of(meeting_row(transaction, meeting_id)["starts_at"])
    for candidacy_id, number in require_candidates(transaction, called, candidacy_ids, on):
        put_item(transaction, called, meeting_id, candidacy_id, number)
    stand_aside(transaction, file_id)
    transaction.about = file["number"]
    return meeting_id


def call_off_vote(transaction: Transaction, *, item_id: int) -> None:
    """Take a vote that was called and not held off the agenda; a meeting with nothing else on it is cancelled.

    Raises Refused once its item was begun or voted on, for then the minutes need it.
    """
    link = file_item(transaction, item_id)
    if link is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    item = item_row(transaction, item_id)
    meeting = meeting_row(transaction, item["meeting_id"])
    require_session(meeting)
    votes = [one.vote_id for one in choices_of(transaction, link["file_id"]) if one.item_id == item_id]
    if any(votes) or item["begun_at"] is not None or item["notes"]:
        raise Refused(
            _("“{title}” was dealt with, so it stays on the agenda: the minutes need it.").format(title=item["title"])
        )
    motions = select(col(Motion.id)).where(col(Motion.item_id) == item_id).order_by(col(Motion.amends_id).is_(None))
    for motion_id in transaction.execute(motions).scalars().all():
        transaction.remove(Motion, motion_id)
    aside = select(col(Recusal.id)).where(col(Recusal.item_id) == item_id)
    for recusal_id in transaction.execute(aside).scalars().all():
        transaction.remove(Recusal, recusal_id)
    transaction.flush()
    agenda.remove_item(transaction, item_id=item_id)
    transaction.flush()
    left = transaction.scalar(select(col(AgendaItem.id)).where(col(AgendaItem.meeting_id) == meeting["id"]).limit(1))
    if left is None and meeting["opened_at"] is None:
        meetings.cancel_meeting(transaction, meeting_id=meeting["id"], reason=_("the vote was called off"))
    transaction.about = file_row(transaction, link["file_id"])["number"]


def let_stand_aside(transaction: Transaction, *, file_id: int) -> int:
    """Let the votes that wait follow who has an interest now; gives how many recusals came.

    Who came into the committee after they declared an interest stands aside too.
    """
    file = file_row(transaction, file_id)
    came = stand_aside(transaction, file_id)
    transaction.about = file["number"]
    return came


# -- the order -----------------------------------------------------------------------------------------------------


def fix_order(
    transaction: Transaction,
    *,
    file_id: int,
    ranked_on: date,
    ranks: Mapping[int, int] | None = None,
    reason: str = "",
) -> tuple[str, ...]:
    """Fix the order in which candidates have their turn; gives what is to be said of it, line by line.

    Where the waiting list decides, its order holds and `ranks` may only say the same. Where votes do, `ranks` has
    everybody who was chosen; without it the order the votes give holds, where they give one. An order the other way
    round than the votes, or between those who stand equal, needs a `reason`, which is kept with the file. Raises
    Invalid, and Refused for a nominee who would change places.
    """
    file = require_open_file(transaction, file_id)
    version = procedure(transaction.connection, file["procedure_id"])
    problems = [*_wrong_day(transaction, file, ranked_on), *_wrong_reason(reason)]
    if problems:
        raise Invalid(problems)
    transaction.flush()
    nominated = nominated_places(transaction.connection, file_id)
    if version.choice == "list":
        given, told = _ranks_of_list(transaction, file_id, version, ranks, nominated)
    else:
        given, told = _ranks_of_votes(transaction, file_id, ranks, reason, nominated)
    for one in candidates(transaction.connection, file_id):
        # Who is out, or was nominated, keeps the place they had: the proof shows it.
        kept = one.rank if one.outcome in OUT or one.candidacy_id in nominated else None
        transaction.change(Candidacy, one.candidacy_id, rank=given.get(one.candidacy_id, kept))
    note = file["note"]
    if tidy(reason):
        line = _("{day}: order fixed. {reason}").format(day=long_date(ranked_on), reason=tidy(reason))
        note = f"{note}\n{line}".strip()
    transaction.change(AllocationFile, file_id, ranked_on=ranked_on, note=note)
    transaction.about = file["number"]
    return told


def _ranks_of_list(
    transaction: Transaction,
    file_id: int,
    version: Procedure,
    ranks: Mapping[int, int] | None,
    nominated: Mapping[int, tuple[str, int]],
) -> tuple[dict[int, int], tuple[str, ...]]:
    turns = order_by_list(transaction.connection, file_id)
    if not turns:
        raise Refused(
            _("No candidate of this file fits and did not refuse. Hold them against the hard criteria first.")
        )
    given = around([one.candidacy_id for one in turns], _kept(nominated))
    if ranks and dict(ranks) != given:
        raise Refused(
            _("By {procedure} the waiting list gives the order: {order}.").format(
                procedure=version_words(version), order=", ".join(one.number for one in turns)
            )
        )
    return given, tuple(one.told for one in turns)


def _ranks_of_votes(
    transaction: Transaction,
    file_id: int,
    ranks: Mapping[int, int] | None,
    reason: str,
    nominated: Mapping[int, tuple[str, int]],
) -> tuple[dict[int, int], tuple[str, ...]]:
    placed = order_by_votes(transaction.connection, file_id)
    if not placed:
        raise Refused(_("Nobody was chosen by a vote yet, so there is no order to fix."))
    told = (*(one.told for one in placed), *ties_told(placed))
    if ranks is None:
        if any(one.tied for one in placed):
            raise Invalid([Problem("ranks", " ".join(ties_told(placed)))])
        given = around([one.candidacy_id for one in placed], _kept(nominated))
        _require_nominees_kept(nominated, given)
        return given, told
    if problems := wrong_ranks({one.candidacy_id: one.number for one in placed}, ranks):
        raise Invalid(problems)
    _require_nominees_kept(nominated, ranks)
    if problems := gaps(ranks, _kept(nominated)):
        raise Invalid(problems)
    if not tidy(reason):
        _require_reason(placed, ranks)
    return dict(ranks), told


def _require_reason(placed: Sequence[Placed], ranks: Mapping[int, int]) -> None:
    """Refuse an order without a reason where the votes do not give it: another than theirs, or between equals."""
    turned = against_votes(placed, ranks)
    if turned:
        first, second = turned[0]
        sentence = _("{second} had more votes than {first}; say why {first} comes first all the same")
        raise Invalid([Problem("reason", sentence.format(first=first, second=second))])
    equals = [one.number for one in placed if one.tied]
    if equals:
        sentence = _("{numbers} stand equal; say how their order came about: by lot, or why")
        raise Invalid([Problem("reason", sentence.format(numbers=", ".join(equals)))])


def _kept(nominated: Mapping[int, tuple[str, int]]) -> dict[int, int]:
    """Give the place that everybody who was nominated keeps."""
    return {one: rank for one, (_number, rank) in nominated.items()}


def _require_nominees_kept(nominated: Mapping[int, tuple[str, int]], given: Mapping[int, int]) -> None:
    """Refuse an order in which one who was nominated has another place than they had, or another one has theirs."""
    for candidacy_id, (number, rank) in nominated.items():
        if any((one == candidacy_id) != (place == rank) for one, place in given.items()):
            raise Refused(
                _("{number} was nominated from place {rank}, and keeps it; change the order of the others.").format(
                    number=number, rank=rank
                )
            )


def _wrong_day(transaction: Transaction, file: Mapping[str, Any], ranked_on: date) -> list[Problem]:
    if ranked_on > transaction.today:
        reason = _("{day} is still to come; an order is fixed on the day the group does it")
        return [Problem("ranked_on", reason.format(day=long_date(ranked_on)))]
    if ranked_on < file["opened_on"]:
        reason = _("the file was opened on {day}; nothing was decided in it before that")
        return [Problem("ranked_on", reason.format(day=long_date(file["opened_on"])))]
    return []


def _wrong_reason(reason: str) -> list[Problem]:
    if len(tidy(reason)) > LONGEST_REASON:
        return [Problem("reason", _("the text is longer than {limit} signs").format(limit=LONGEST_REASON))]
    return refuse_bsn("reason", reason)

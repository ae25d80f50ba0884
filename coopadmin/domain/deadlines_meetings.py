"""Terms around meetings and the decisions they took: letters, minutes, requests, reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.deadlines import Deadline, Figure
from coopadmin.domain.meetings import RequestTerms, Sending
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext

ASKED_BY_MEMBERS = N_("Civil Code (BW) 2:41(2)-(3): asked for by members with a tenth of the votes")


# -- meetings ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What of a meeting makes terms. `sending` is None where the letter need not be thought of any more."""

    meeting_id: int
    title: str
    meeting_on: date
    state: str
    """As in `domain/meetings.STATES`."""
    convened_on: date | None
    minutes_sent_on: date | None
    minutes_approved_on: date | None
    minutes_days: Figure
    sending: Sending | None = None
    next_on: date | None = None
    """The next meeting of the same body that is planned."""


def of_meeting(meeting: MeetingFacts, today: date) -> list[Deadline]:
    """Give the terms of one meeting, those of before and of after it."""
    if meeting.state in ("planned", "convened"):
        return _before(meeting, today)
    if meeting.state in ("closed", "approved"):
        return _after(meeting)
    return []


def _before(meeting: MeetingFacts, today: date) -> list[Deadline]:
    ref, called = ("meetings", meeting.meeting_id), _called(meeting)
    if meeting.meeting_on < today:
        what = _("{meeting}: note that it was held, or cancel it").format(meeting=called)
        why = _("its day is past and it was never opened")
        return [Deadline(f"held:meeting:{meeting.meeting_id}", meeting.meeting_on, what, why, ref)]
    if meeting.sending is None:
        return []
    sending = meeting.sending
    found = [
        Deadline(
            f"convening:meeting:{meeting.meeting_id}",
            sending.by,
            _("{meeting}: send the convening letter").format(meeting=called),
            "\n".join(sending.lines),
            ref,
            meeting.convened_on,
        )
    ]
    if sending.open_for_inspection_from is not None:
        found.append(
            Deadline(
                f"inspection:meeting:{meeting.meeting_id}",
                sending.open_for_inspection_from,
                _("{meeting}: lay open the full text of what is proposed").format(meeting=called),
                "\n".join(sending.lines),
                ref,
            )
        )
    return found


def _after(meeting: MeetingFacts) -> list[Deadline]:
    ref, called, days = ("meetings", meeting.meeting_id), _called(meeting), meeting.minutes_days
    words = ngettext("{count} day after the meeting", "{count} days after the meeting", days.number)
    return [
        Deadline(
            f"minutes:meeting:{meeting.meeting_id}",
            meeting.meeting_on + timedelta(days=days.number),
            _("{meeting}: send the minutes").format(meeting=called),
            days.because(words.format(count=days.number)),
            ref,
            meeting.minutes_sent_on or meeting.minutes_approved_on,
        ),
        Deadline(
            f"approval:meeting:{meeting.meeting_id}",
            meeting.next_on,
            _("{meeting}: have the minutes approved").format(meeting=called),
            _("the next meeting of the same body approves them")
            if meeting.next_on
            else _("the next meeting of the same body approves them; none is planned"),
            ref,
            meeting.minutes_approved_on,
        ),
    ]


def _called(meeting: MeetingFacts) -> str:
    return f"{meeting.title} ({long_date(meeting.meeting_on)})"


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A request for a meeting, with its terms; `called_on` is the day its letter went out."""

    request_id: int
    subject: str
    terms: RequestTerms
    state: str
    """As in `domain/meetings.REQUEST_STATES`."""
    called_on: date | None


def of_request(request: RequestFacts) -> list[Deadline]:
    """Give by when the meeting is held, and from when those who asked may call it themselves."""
    if request.state == "too_few":
        return []
    ref = ("requests", request.request_id)
    found = [
        Deadline(
            f"request:meetingrequest:{request.request_id}",
            request.terms.meeting_by,
            _("Hold the meeting that was asked for: {subject}").format(subject=request.subject),
            _(ASKED_BY_MEMBERS),
            ref,
            request.called_on,
        )
    ]
    if request.called_on is None:
        found.append(
            Deadline(
                f"own_call:meetingrequest:{request.request_id}",
                request.terms.may_convene_from,
                _("From now on those who asked may call it themselves: {subject}").format(subject=request.subject),
                _(ASKED_BY_MEMBERS),
                ref,
            )
        )
    return found


def of_review(decision_id: int, number: str, subject: str, review_on: date) -> Deadline:
    """Give the day a decision is looked at again; another day makes another term."""
    return Deadline(
        f"review:decision:{decision_id}:{review_on}",
        review_on,
        _("Look again at {number} {subject}").format(number=number, subject=subject),
        _("the day that was noted with the decision"),
        ("decisions", decision_id),
    )

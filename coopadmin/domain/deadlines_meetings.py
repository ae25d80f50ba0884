"""Terms around meetings, the decisions they took, and memberships: letters, minutes, requests, reviews, appeals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.deadlines import Deadline, Figure
from coopadmin.domain.meetings import RequestTerms, Sending
from coopadmin.domain.memberships import ENDINGS, EndingRules, appeal_until
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext

DECIDED_BY_ASSOCIATION = ("by_association", "expulsion")
"""Endings of which the member is owed the reasons, and may appeal to the general meeting."""

REASONS = N_("Civil Code (BW) 2:35(4): in writing, with the reasons, as soon as can be")
NO_TERM = N_("the law names no term; your statutes or house rules may")
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


# -- membership ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EndingFacts:
    """How a membership ends, as far as it makes terms."""

    ending_id: int
    name: str
    kind: str
    noticed_on: date
    ends_on: date
    rule: str
    reasons_sent_on: date | None
    received_on: date | None
    appealed_on: date | None
    appeal_outcome: str


def of_ending(ending: EndingFacts, rules: EndingRules, today: date) -> list[Deadline]:
    """Give what is owed and until when a member may appeal (Civil Code (BW) 2:35(4)), and the day it ends."""
    ref = ("endings", ending.ending_id)
    found: list[Deadline] = []
    if ending.kind in DECIDED_BY_ASSOCIATION:
        what = _("Send {name} the decision with its reasons").format(name=ending.name)
        sent = ending.reasons_sent_on or ending.received_on
        found.append(
            Deadline(f"reasons:membershipending:{ending.ending_id}", ending.noticed_on, what, _(REASONS), ref, sent)
        )
        found += _appeal(ending, rules, today)
    if ending.kind != "change" and ending.appeal_outcome != "upheld":
        why = ending.rule or _("the day that was noted with the ending")
        what = _("{ending} of {name}: offices, keys and contribution seen to").format(
            ending=_capital(ENDINGS[ending.kind]), name=ending.name
        )
        found.append(Deadline(f"leaving:membershipending:{ending.ending_id}", ending.ends_on, what, why, ref))
    return found


def _appeal(ending: EndingFacts, rules: EndingRules, today: date) -> list[Deadline]:
    ref = ("endings", ending.ending_id)
    if ending.appealed_on is not None:
        if ending.appeal_outcome:
            return []
        name = f"appeal_decision:membershipending:{ending.ending_id}"
        what = _("Put the appeal of {name} to the general meeting").format(name=ending.name)
        why = _("appealed on {day}").format(day=long_date(ending.appealed_on)) + " · " + _(NO_TERM)
        return [Deadline(name, None, what, why, ref)]
    if ending.received_on is None:
        return []
    until = appeal_until(ending.received_on, rules)
    if until < today:
        return []  # the term was the member's; once over it asks nothing of anybody
    name = f"appeal:membershipending:{ending.ending_id}"
    what = _("{name} may appeal until this day").format(name=ending.name)
    return [Deadline(name, until, what, _(rules.appeal_source), ref)]


def of_application(application_id: int, name: str, applied_on: date) -> Deadline:
    """Give an application that nobody decided on yet; it waits without a day of its own."""
    return Deadline(
        f"application:membershipapplication:{application_id}",
        None,
        _("Decide on the application of {name}").format(name=name),
        _("asked on {day}").format(day=long_date(applied_on)) + " · " + _(NO_TERM),
        ("applications", application_id),
    )


def _capital(message: str) -> str:
    words = _(message)
    return words[:1].upper() + words[1:]

"""The made-up register of decisions: what the meetings put to the vote, and who was chosen as a neighbour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from coopadmin.demo import meetings
from coopadmin.demo.households import BY_LIST, Tenancy
from coopadmin.demo.members import Member
from coopadmin.demo.resolutions import (
    COMMITTEE,
    GENERAL,
    RECOUNTED,
    RESIDENTS,
    RESOLUTIONS,
    VOTED_HERE,
    WITHDRAWN_LATER,
    Resolution,
)
from coopadmin.demo.story import Story, take_over_records
from coopadmin.services import decisions
from coopadmin.services.decisions import Votes
from db.journal import Transaction

_DAYS_TO_MINUTES = 4
"""How long after a meeting the secretary enters what was decided."""


@dataclass(frozen=True, slots=True)
class _Numbered:
    number: str
    resolution: Resolution


def tell(story: Story, all_tenancies: tuple[Tenancy, ...], register: tuple[Member, ...]) -> None:
    """Let the new secretary type the minute books over, and tell each decision since, some days after the meeting.

    What was voted on in the desk itself comes out of its meeting, which is told here with the number it brings.
    """
    numbers = {member.name: member.number for member in register}
    taken = [*RESOLUTIONS, *_self_allocations(story, all_tenancies, numbers)]
    taken.sort(key=lambda one: _decided_on(story, one))
    numbered = [
        _Numbered(f"B-{year}-{place:02d}", one)
        for year, of_year in groupby(taken, lambda one: _decided_on(story, one).year)
        for place, one in enumerate(of_year, 1)
    ]
    typed_over_on = story.month(19) + timedelta(days=10)
    before = [one for one in numbered if story.ago(one.resolution.ago - _DAYS_TO_MINUTES) < typed_over_on]

    def enter(transaction: Transaction) -> None:
        for one in before:
            decisions.record_decision(transaction, **_minuted(story, one))

    about = f"{before[0].number}–{before[-1].number}"
    secretary = story.secretary(typed_over_on)
    story.tell(typed_over_on, secretary, take_over_records, lambda do: do(enter=enter, about=about))
    for one in numbered:
        if one.resolution.subject == VOTED_HERE:
            meetings.tell(story, _decided_on(story, one.resolution), one.number)
        elif one not in before:
            _tell_recorded(story, one)
    by_subject = {one.resolution.subject: one for one in numbered}
    _tell_recounted(story, by_subject[RECOUNTED])
    _tell_withdrawn(story, by_subject[WITHDRAWN_LATER])


def _decided_on(story: Story, resolution: Resolution) -> date:
    """Give the day of the meeting: a Tuesday or a Thursday, and not between Christmas and New Year."""
    day = story.ago(resolution.ago)
    if (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 2):
        day -= timedelta(days=14)
    return day - timedelta(days=(day.weekday() - (3 if resolution.body == GENERAL else 1)) % 7)


def _self_allocations(
    story: Story, all_tenancies: tuple[Tenancy, ...], numbers: dict[str, str]
) -> Iterator[Resolution]:
    """Give the residents' choice of every neighbour who came since, and now and then one that was not chosen.

    Candidates are named by their number in the register only.
    """
    newer = [one for one in all_tenancies if not one.taken_over(story)]
    for place, tenancy in enumerate(newer):
        if tenancy.home == BY_LIST and tenancy.ends_on is None:
            continue  # its file goes by the waiting list: nobody voted
        ago = (story.today - tenancy.entered_on).days + 7
        candidate = numbers.get(tenancy.tenants[0], "kandidaat 1")
        home = tenancy.home
        if place % 6 == 2:
            yield Resolution(
                ago + 9,
                RESIDENTS,
                f"Toewijzing {home}",
                "Onvoldoende steun; de redenen zijn aan de kandidaat geschreven.",
                "two-thirds",
                Votes(42, 17, 1, 9, 8, 1),
                "rejected",
                "self_allocation",
                home,
                "kandidaat 2",
            )
        if place % 3 == 1:
            method, body, votes = "consent", COMMITTEE, Votes(entitled=5, present=4 + place % 2, proxies=0)
        else:
            against = place % 4
            method, body, votes = "two-thirds", RESIDENTS, Votes(42, 16 + place % 5, 2, 14 + place % 5, against, 1)
        text = f"Voordracht aan de corporatie voor {home}, per {tenancy.starts_on:%d-%m-%Y}."
        yield Resolution(
            ago, body, f"Toewijzing {home}", text, method, votes, "carried", "self_allocation", home, candidate
        )


def _minuted(story: Story, one: _Numbered) -> dict[str, Any]:
    resolution = one.resolution
    return {
        "number": one.number,
        "decided_on": _decided_on(story, resolution),
        "subject": resolution.subject,
        "outcome": resolution.outcome,
        "text": resolution.text,
        "body": resolution.body,
        "method": resolution.method,
        "votes": resolution.votes,
        "kind": resolution.kind,
        "dwelling_id": story.ids[resolution.home] if resolution.home else None,
        "candidate": resolution.candidate,
        "note": resolution.note,
    }


def _tell_recorded(story: Story, one: _Numbered) -> None:
    day = story.ago(one.resolution.ago - _DAYS_TO_MINUTES)
    story.tell(
        day,
        story.secretary(day),
        decisions.record_decision,
        lambda do: do(**_minuted(story, one)),
        key=one.number,
    )


def _tell_recounted(story: Story, one: _Numbered) -> None:
    """The tellers had put one vote in the wrong column."""
    day = story.ago(one.resolution.ago - 10)
    story.tell(
        day,
        story.secretary(day),
        decisions.recount_decision,
        lambda do: do(
            decision_id=story.ids[one.number],
            method=one.resolution.method,
            votes=Votes(44, 20, 3, 9, 12, 2),
            outcome="rejected",
            reason="Een volmacht was bij voor geteld in plaats van bij tegen.",
        ),
    )


def _tell_withdrawn(story: Story, one: _Numbered) -> None:
    day = story.ago(one.resolution.ago - 60)
    story.tell(
        day,
        story.secretary(day),
        decisions.withdraw_decision,
        lambda do: do(
            decision_id=story.ids[one.number],
            reason="De corporatie plaatst nieuwe rekken op de oude plek.",
        ),
    )

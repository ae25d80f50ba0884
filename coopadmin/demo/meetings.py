"""The made-up meetings: one that was held and minuted, one of the board, and a general meeting that must be called.

What the meeting two weeks ago decided comes out of its own votes; older decisions were typed over from minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from coopadmin.demo.people import person
from coopadmin.demo.resolutions import VOTED_HERE
from coopadmin.demo.story import Story
from coopadmin.services import (
    actions,
    agenda,
    attendance,
    deadlines,
    meeting_course,
    meetings,
    memberships,
    minutes,
    voting,
)
from db.journal import Transaction
from db.queries.electors import electors

_PLACE = "Zaal, Kade 4"
_CHAIR, _SECRETARY = "Sietske Hofstra", "Fatima Benali"
_PRESENT = 22
_WITH_PROXIES = 2
_BY_EMAIL = (_CHAIR, _SECRETARY, "Noor van Dijk", "Yusuf Yıldırım", "Naima Haddou", "Jelle Terpstra")
"""Who agreed to be called by e-mail, of those whose address is known."""


def tell(story: Story, held_on: date, number: str) -> None:
    """Tell the meeting that was held on a day, with the number of its decision, and plan the ones to come."""
    _tell_consents(story)
    _tell_accounts(story)
    _tell_held(story, held_on, number)
    _tell_board(story)
    _tell_general(story)


def _tell_consents(story: Story) -> None:
    day = story.ago(240)
    for name in _BY_EMAIL:
        if not person(name, day, None).email:
            continue
        story.tell(
            day,
            story.secretary(day),
            memberships.agree_to_email,
            lambda do, name=name: do(person_id=story.ids[name], starts_on=day),
        )


def _tell_accounts(story: Story) -> None:
    """The accounts of the last years were adopted in June."""
    for year in (story.today.year - 1, story.today.year):
        day = date(year, 6, 12)
        if story.begun_on <= day < story.today:
            story.tell(
                day,
                story.treasurer(day),
                deadlines.meet_deadline,
                lambda do, year=year, day=day: do(name=f"accounts:{year - 1}", met_on=day),
            )


# -- the meeting that was held ---------------------------------------------------------------------------------


def _tell_held(story: Story, on: date, number: str) -> None:
    secretary = story.secretary(on)
    key = "residents' meeting"
    planned = on - timedelta(days=24)
    story.tell(
        planned,
        secretary,
        meetings.plan_meeting,
        lambda do: do(body="residents", title="Bewonersvergadering", starts_at=_at(on, "20:00"), place=_PLACE),
        key=key,
    )
    for title, explanation in (
        (VOTED_HERE, "De klusploeg stelt twee dagen voor, met koffie en soep."),
        ("Deelfiets voor bezoek", "Een fiets in de stalling die bezoek kan lenen."),
    ):
        story.tell(
            planned,
            secretary,
            agenda.add_item,
            lambda do, title=title, explanation=explanation: do(
                meeting_id=story.ids[key],
                title=title,
                kind="decision",
                decision_kind="ordinary",
                explanation=explanation,
                minutes=15,
            ),
            key=title,
        )
    convened = on - timedelta(days=17)
    story.tell(
        convened,
        secretary,
        meetings.note_convened,
        lambda do: do(meeting_id=story.ids[key], convened_on=convened),
    )
    _tell_evening(story, on, key, number)
    sent = on + timedelta(days=5)
    story.tell(sent, secretary, minutes.note_minutes_sent, lambda do: do(meeting_id=story.ids[key], sent_on=sent))


def _tell_evening(story: Story, on: date, key: str, number: str) -> None:
    """Tell the evening itself, deed after deed as the secretary struck the keys."""
    secretary = story.secretary(on)

    def enter(transaction: Transaction) -> None:
        _come_in(transaction, story, story.ids[key], on)

    story.tell(on, secretary, arrive, lambda do: do(enter=enter, about=f"{on.isoformat()} residents"))
    story.tell(
        on,
        secretary,
        meeting_course.open_meeting,
        lambda do: do(
            meeting_id=story.ids[key],
            at=_at(on, "20:03"),
            chair_id=story.ids[_CHAIR],
            secretary_id=story.ids[_SECRETARY],
        ),
    )
    work_day, bicycle = VOTED_HERE, "Deelfiets voor bezoek"
    _tell_item(story, on, work_day, "20:21", "Yusuf licht het toe. Twee leden missen een lijst van het werk vooraf.")
    story.tell(
        on,
        secretary,
        voting.put_motion,
        lambda do: do(
            item_id=story.ids[work_day],
            text="Eén klusdag voor de tuin en één voor de trappenhuizen; koffie en soep van de vereniging.",
            proposer_id=story.ids["Yusuf Yıldırım"],
        ),
        key="motion",
    )
    story.tell(
        on,
        secretary,
        voting.record_vote,
        lambda do: do(
            motion_id=story.ids["motion"],
            at=_at(on, "20:34"),
            votes_for=_PRESENT,
            votes_against=0,
            votes_blank=_WITH_PROXIES,
            number=number,
        ),
    )
    _tell_action(story, on, work_day, "De lijst van het werk in de nieuwsbrief zetten", "Wessel Jongsma", 21)
    _tell_item(story, on, bicycle, "20:36", "Aangehouden tot bekend is wat het kost.")
    _tell_action(story, on, bicycle, "Opvragen wat een deelfiets kost", "Yusuf Yıldırım", 9)
    story.tell(
        on,
        secretary,
        meeting_course.close_meeting,
        lambda do: do(meeting_id=story.ids[key], at=_at(on, "21:40")),
    )


def arrive(transaction: Transaction, *, enter: Callable[[Transaction], None], about: str) -> None:
    """Note at the door who comes in and who is represented."""
    enter(transaction)
    transaction.about = about


def _come_in(transaction: Transaction, story: Story, meeting_id: int, on: date) -> None:
    voters = [one.person_id for one in electors(transaction.connection, "residents", None, on)]
    first = [story.ids[name] for name in (_CHAIR, _SECRETARY, "Yusuf Yıldırım")]
    others = [person_id for person_id in voters if person_id not in first]
    there = [*first, *others[: _PRESENT - len(first)]]
    absent = others[_PRESENT - len(first) :]
    for holder, giver in zip(there[3:], absent[:_WITH_PROXIES], strict=False):
        attendance.give_proxy(
            transaction, meeting_id=meeting_id, giver_id=giver, holder_id=holder, given_on=on - timedelta(days=2)
        )
    for place, person_id in enumerate(there):
        at = _at(on, f"19:{40 + place * 19 // _PRESENT:02d}")
        attendance.arrive(transaction, meeting_id=meeting_id, person_id=person_id, at=at)


def _tell_item(story: Story, on: date, item: str, at: str, notes: str) -> None:
    secretary = story.secretary(on)
    story.tell(on, secretary, meeting_course.begin_item, lambda do: do(item_id=story.ids[item], at=_at(on, at)))
    story.tell(on, secretary, meeting_course.write_notes, lambda do: do(item_id=story.ids[item], notes=notes))


def _tell_action(story: Story, on: date, item: str, what: str, owner: str, days: int) -> None:
    story.tell(
        on,
        story.secretary(on),
        actions.make_action,
        lambda do: do(
            what=what,
            owner_id=story.ids[owner],
            made_on=on,
            due_on=on + timedelta(days=days),
            item_id=story.ids[item],
        ),
    )


# -- the meetings to come --------------------------------------------------------------------------------------


def _tell_board(story: Story) -> None:
    on = story.ago(-5)
    told = story.ago(6)
    story.tell(
        told,
        story.secretary(told),
        meetings.plan_meeting,
        lambda do: do(body="board", starts_at=_at(on, "19:30"), place="Bestuurskamer"),
        key="board meeting",
    )
    story.tell(
        told,
        story.secretary(told),
        meetings.note_convened,
        lambda do: do(meeting_id=story.ids["board meeting"], convened_on=told),
    )


def _tell_general(story: Story) -> None:
    """The letter of the general meeting must go out within days; its statute change lies open before it."""
    on = story.ago(-21)
    told = story.ago(3)
    secretary = story.secretary(told)
    key = "general meeting"
    story.tell(
        told,
        secretary,
        meetings.plan_meeting,
        lambda do: do(body="general", starts_at=_at(on, "20:00"), place=_PLACE),
        key=key,
    )
    for title, kind, explanation in (
        ("Begroting", "ordinary", "Met een post voor de klusdagen."),
        ("Wijziging statuten: stemmen langs elektronische weg", "statutes", ""),
        ("Benoeming kascommissie", "persons", "Twee leden die niet in het bestuur zitten."),
    ):
        story.tell(
            told,
            secretary,
            agenda.add_item,
            lambda do, title=title, kind=kind, explanation=explanation: do(
                meeting_id=story.ids[key],
                title=title,
                kind="decision",
                decision_kind=kind,
                explanation=explanation,
                minutes=20,
            ),
        )


def _at(on: date, time: str) -> str:
    """Give a time on a day as the store keeps it."""
    return f"{on.isoformat()}T{time}"

"""The decision: put candidates, or the way it went, to the vote; open the room that votes; fix the order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from coopadmin.domain.choosing import KINDS, Placed, alike, around, ties_told, told_once
from coopadmin.domain.meetings import day_of, read_minute, stored
from coopadmin.domain.screening import STANDINGS
from coopadmin.domain.voting_rules import BODIES
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import long_date, moment_text
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import choosing as deeds
from coopadmin.services.allocation import require_open_file
from coopadmin.services.choosing_parts import who_may
from db.queries import allocation, meetings
from db.queries import choosing as queries
from db.queries.choosing import Choice
from db.queries.choosing_offers import Offer, offers
from db.queries.screening import CandidacyRow, candidates
from screens.allocation.common import can_be
from screens.app import CoopApp
from screens.dialogs import ChooseScreen, ConfirmScreen
from screens.fields import Field
from screens.forms import ask

Run = Callable[[], Awaitable[None]]

_OWN = "own"
"""In the form: a meeting made for this vote."""


# -- the vote ------------------------------------------------------------------------------------------------------


async def call(app: CoopApp, file_id: int) -> None:
    """Put candidates, or the way it went, to the vote; or call off a vote that was not held."""
    asked = await app.read(offers, file_id)
    # A second admission comes once somebody was admitted; where nothing else is left, that is what is said.
    found = [one for one in asked if one.kind != "second_admission" or one.candidates] or asked
    waiting = [one for one in await app.read(queries.choices, file_id) if one.waits and one.vote_id is None]
    steps: list[tuple[str, Run]] = [(_(KINDS[one.kind]), _calling(app, file_id, one)) for one in found]
    steps += [(_("Call off: {vote}").format(vote=_vote_text(one)), _calling_off(app, one)) for one in waiting]
    if not steps:
        await _say_no_vote(app, file_id)
        return
    place = 0
    if len(steps) > 1:
        chosen = await app.push_screen_wait(ChooseScreen(_("Put to the vote"), [label for label, _run in steps]))
        if chosen is None:
            return
        place = chosen
    await steps[place][1]()


def _calling(app: CoopApp, file_id: int, offer: Offer) -> Run:
    return lambda: _call(app, file_id, offer)


def _calling_off(app: CoopApp, one: Choice) -> Run:
    return lambda: _call_off(app, one)


async def _say_no_vote(app: CoopApp, file_id: int) -> None:
    file = await app.read(allocation.facts, file_id)
    if file.closed_on is not None:
        app.say(_("File {number} is closed, so nothing is put to the vote.").format(number=file.number), "warning")
        return
    app.say(_("By this procedure the waiting list gives the order and nobody votes: fix the order instead."), "warning")


async def _call(app: CoopApp, file_id: int, offer: Offer) -> None:
    file = await app.read(allocation.facts, file_id)
    before = await app.read(queries.choices, file_id)
    soon = day_of(offer.meetings[0].starts_at) if offer.meetings else app.today
    held_back = await _held_back(app, file_id, offer.kind, app.today + _AHEAD)
    sooner = await _held_back(app, file_id, offer.kind, soon)
    ready = [one for one in offer.candidates if not held_back.get(one.candidacy_id)]
    if not ready and offer.kind != "procedure_check":
        _say_nobody(app, offer, await app.read(candidates, file_id), held_back)
        return

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.call_vote, file_id=file_id, kind=offer.kind, **_called(offer, values))
        after = len(await app.read(queries.choices, file_id)) - len(before)
        text = ngettext(
            "On the agenda, with {count} vote. Open the room to hold it. U takes it back.",
            "On the agenda, with {count} votes. Open the room to hold them. U takes it back.",
            after,
        )
        app.say(text.format(count=after))
        await _say_letter(app, done.result)

    told = [_("Who decides: {who}. {rule}.").format(who=_who(file.group, offer), rule=_capital(offer.rule))]
    early = _shared(ready, sooner)
    reasons = [(one.number, why) for one in offer.candidates for why in held_back.get(one.candidacy_id, ())[:1]]
    told += told_once([*reasons, *early])
    await ask(
        app,
        _("{what} for {home}").format(what=_capital(_(KINDS[offer.kind])), home=file.dwelling),
        [*_who_fields(ready, before, offer.kind, sooner, {why for _number, why in early}), *_meeting_fields(offer)],
        save,
        intro="\n".join(told),
    )


_AHEAD = timedelta(days=3660)
"""What holds a candidate back on a day so far ahead, no later meeting mends."""


async def _held_back(app: CoopApp, file_id: int, kind: str, on: date) -> dict[int, tuple[str, ...]]:
    return await app.rehearse(who_may, file_id, kind, on)


def _say_nobody(
    app: CoopApp, offer: Offer, known: Sequence[CandidacyRow], held_back: Mapping[int, Sequence[str]]
) -> None:
    """Say why nobody can be put to the vote, candidate by candidate as far as it fits in a message."""
    offered = [one.candidacy_id for one in offer.candidates]
    # Of a second admission the first line says it of everybody.
    others = [one for one in held_back if one not in offered and offer.kind != "second_admission"]
    numbers = {one.candidacy_id: one.number for one in known}
    reasons = told_once(
        [(numbers.get(one, ""), why) for one in (*offered, *others) for why in held_back.get(one, ())[:1]]
    )
    lines = [_(_NOBODY[offer.kind]), *reasons[:_MOST_TOLD]]
    if len(reasons) > _MOST_TOLD:
        lines.append(_("And {count} more.").format(count=len(reasons) - _MOST_TOLD))
    app.say("\n".join(lines), "warning")


_MOST_TOLD = 3


_NOBODY = {
    "choice": N_("No candidate can be put to the vote now."),
    "ratification": N_("Nobody waits for a ratification: a candidate is chosen first."),
    "second_admission": N_("Nobody was admitted a first time from this file."),
}


def _who(group: str, offer: Offer) -> str:
    if offer.bodies[0] == "committee" and group:
        return group
    return _(" or ").join(_(BODIES[body]) for body in offer.bodies)


def _shared(ready: Sequence[CandidacyRow], sooner: Mapping[int, Sequence[str]]) -> list[tuple[str, str]]:
    """Give the reasons to wait for a later day that hold for more candidates than one: they are said above the form."""
    reasons = [(one.number, why) for one in ready for why in sooner.get(one.candidacy_id, ())]
    return [one for same in alike(reasons).values() if len(same) > 1 for one in same]


def _who_fields(
    ready: Sequence[CandidacyRow],
    before: Sequence[Choice],
    kind: str,
    sooner: Mapping[int, Sequence[str]],
    above: Collection[str],
) -> list[Field]:
    """Offer who can be put to the vote; who was rejected before, or must wait for a later day, is not ticked yet."""
    fields: list[Field] = []
    for one in ready:
        own = next((each for each in before if (each.kind, each.candidacy_id) == (kind, one.candidacy_id)), None)
        told = [_("not yet: see above") if why in above else why for why in sooner.get(one.candidacy_id, ())]
        if own is not None and own.outcome == "rejected":
            told.append(_("rejected in {decision}; this votes anew").format(decision=own.decision_number))
        fields.append(
            Field(
                f"candidate{one.candidacy_id}",
                one.number,
                "flag",
                required=True,
                initial=not told,
                help=" ".join(told) or STANDINGS[one.standing],
            )
        )
    return fields


def _meeting_fields(offer: Offer) -> list[Field]:
    own = [(body if len(offer.bodies) > 1 else _OWN, _own_label(body)) for body in offer.bodies]
    planned = [
        (str(one.meeting_id), f"{moment_text(read_minute(one.starts_at))} {one.title}") for one in offer.meetings
    ]
    first = planned[0][0] if planned else own[0][0]
    return [
        Field("meeting_id", N_("Meeting"), "choice", required=True, initial=first, choices=[*planned, *own]),
        Field(
            "starts_at",
            N_("Day and time"),
            "moment",
            help=N_("of a meeting that is made for it; leave it out for one that is planned"),
        ),
        Field("place", N_("Place")),
    ]


def _own_label(body: str) -> str:
    return _("a new meeting: {body}").format(body=_(BODIES[body]))


def _called(offer: Offer, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the form says as the deed wants it; raises Invalid where a new meeting has no day."""
    meeting: str = values["meeting_id"]
    new = meeting == _OWN or meeting in offer.bodies
    if new and values["starts_at"] is None:
        raise Invalid([Problem("starts_at", _("say when the new meeting is, like 24-11-2026 20:00"))])
    return {
        "candidacy_ids": [one.candidacy_id for one in offer.candidates if values.get(f"candidate{one.candidacy_id}")],
        "meeting_id": None if new else int(meeting),
        "body": meeting if meeting in offer.bodies else None,
        "starts_at": stored(values["starts_at"]) if new else "",
        "place": values["place"] or "",
    }


async def _say_letter(app: CoopApp, meeting_id: int) -> None:
    record = await app.read(meetings.record, meeting_id)
    if record is None or record.convened_on is not None or record.opened_at is not None:
        return
    sending = await app.read(meetings.latest_sending, meeting_id)
    if sending.by < app.today:
        sentence = _("The letter for this meeting should have gone out by {day}: look whether the day can stay.")
        app.say(sentence.format(day=long_date(sending.by)), "warning")


async def _call_off(app: CoopApp, one: Choice) -> None:
    question = _("Call off the vote on {vote}?").format(vote=_vote_text(one))
    detail = _("Its item goes off the agenda; a meeting with nothing else on it is cancelled. U takes it back.")
    if await app.push_screen_wait(ConfirmScreen(question, detail)):
        await app.do(deeds.call_off_vote, item_id=one.item_id)
        app.say(_("Called off. U takes it back."))


def _vote_text(one: Choice) -> str:
    when = moment_text(read_minute(one.starts_at))
    return " · ".join(part for part in (_(KINDS[one.kind]), one.number, when) if part)


# -- the room ------------------------------------------------------------------------------------------------------


async def open_meeting(app: CoopApp, file_id: int) -> None:
    """Open the room of the meeting that votes on this file; who declared an interest meanwhile stands aside there."""
    found = await app.read(queries.choices, file_id)
    waiting = [one for one in found if one.waits]
    if not found:
        app.say(_("No vote was called in this file yet: put it to the vote first."), "warning")
        return
    by_meeting = {one.meeting_id: one for one in reversed(waiting or found[:1])}
    meeting_ids = sorted(by_meeting, key=lambda one: by_meeting[one].starts_at)
    place = 0
    if len(meeting_ids) > 1:
        labels = [_meeting_text(by_meeting[one]) for one in meeting_ids]
        chosen = await app.push_screen_wait(ChooseScreen(_("Which meeting?"), labels))
        if chosen is None:
            return
        place = chosen
    if waiting:
        added = (await app.do(deeds.let_stand_aside, file_id=file_id)).result
        if added:
            text = ngettext("{count} stands aside more.", "{count} stand aside more.", added)
            app.say(text.format(count=added))
    from screens.meetings.room import open_room

    await open_room(app, meeting_ids[place])


def _meeting_text(one: Choice) -> str:
    return f"{moment_text(read_minute(one.starts_at))} · {_(BODIES[one.body])}"


# -- the order -----------------------------------------------------------------------------------------------------


async def rank(app: CoopApp, file_id: int) -> None:
    """Fix the order of who was chosen; where the waiting list decides, its order."""
    await can_be(app, require_open_file, file_id=file_id)
    file = await app.read(allocation.facts, file_id)
    if file.procedure.choice == "list":
        await _rank_list(app, file_id, file.dwelling)
        return
    placed = await app.read(queries.order_by_votes, file_id)
    if not placed:
        app.say(_("Nobody was chosen by a vote yet, so there is no order to fix."), "warning")
        return
    ranks = await _places(app, file_id, placed)
    fields = [
        Field(
            f"rank{one.candidacy_id}",
            one.number,
            "whole",
            required=True,
            initial=ranks[one.candidacy_id],
            help=one.told,
        )
        for one in placed
    ]
    fields += [
        Field("ranked_on", N_("Fixed on"), "date", required=True, initial=file.ranked_on or app.today),
        Field(
            "reason",
            N_("Why"),
            "long",
            help=N_(
                "where votes stand equal, or the order differs from the votes; it stays with the file, so without names"
            ),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        given = {one.candidacy_id: values[f"rank{one.candidacy_id}"] for one in placed}
        try:
            await app.do(
                deeds.fix_order,
                file_id=file_id,
                ranked_on=values["ranked_on"],
                ranks=given,
                reason=values["reason"] or "",
            )
        except Invalid as invalid:
            # What is wrong with the order stands under the first place.
            first = fields[0].name
            raise Invalid(
                [Problem(first if one.field == "ranks" else one.field, one.message) for one in invalid.problems]
            ) from invalid
        numbers = {one.candidacy_id: one.number for one in placed}
        _say_order(app, [numbers[one] for one in sorted(given, key=lambda each: given[each])])

    intro = "\n".join((_("1 has the first turn."), *ties_told(placed)))
    await ask(app, _("The order for {home}").format(home=file.dwelling), fields, save, intro=intro)


async def _places(app: CoopApp, file_id: int, placed: Sequence[Placed]) -> dict[int, int | None]:
    """Propose a place for everybody: the order that was fixed, without the places of who dropped out, or the votes'."""
    fixed = {one.candidacy_id: one.rank for one in await app.read(candidates, file_id) if one.rank is not None}
    if not all(one.candidacy_id in fixed for one in placed):
        alone = len(placed) == 1
        return {
            one.candidacy_id: fixed.get(one.candidacy_id, one.place if alone or not one.tied else None)
            for one in placed
        }
    order = sorted((one.candidacy_id for one in placed), key=lambda one: fixed[one])
    nominated = await app.read(queries.nominated_places, file_id)
    return {**around(order, {one: rank for one, (_number, rank) in nominated.items()})}


async def _rank_list(app: CoopApp, file_id: int, home: str) -> None:
    turns = await app.read(queries.order_by_list, file_id)
    if not turns:
        app.say(
            _("No candidate of this file fits and did not refuse. Hold them against the hard criteria first."),
            "warning",
        )
        return
    told = "\n".join(f"{one.place}. {one.told}" for one in turns)
    question = _("Fix this order of the waiting list for {home}?").format(home=home)
    if await app.push_screen_wait(ConfirmScreen(question, told)):
        await app.do(deeds.fix_order, file_id=file_id, ranked_on=app.today)
        _say_order(app, [one.number for one in turns])


def _say_order(app: CoopApp, numbers: Sequence[str]) -> None:
    app.say(_("The order: {order}. U takes it back.").format(order=", ".join(numbers)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

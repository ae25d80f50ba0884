"""From a motion to a stored vote: which one is meant, in which way, and what must be asked besides the numbers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coopadmin.domain.ballots import VOTING
from coopadmin.domain.decisions import METHODS
from coopadmin.domain.voting import Count, Outcome
from coopadmin.domain.voting_rules import describe_vote
from coopadmin.errors import Invalid, Problem
from coopadmin.i18n import N_, _
from coopadmin.services import voting as deeds
from db.queries import attendance, voting
from db.queries.attendance import Standing
from db.queries.voting import MotionRow, VoteRow, VoterRow
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.meetings.ballot import Ballot, Tally
from screens.meetings.clock import wall_clock
from screens.meetings.room_consent import ConsentScreen
from screens.meetings.room_reading import Reading
from screens.meetings.room_text import motion_name, outcome_word, vote_numbers
from screens.meetings.vote_names import NamesScreen, Voice
from screens.meetings.vote_panel import VotePanel

AGREED_METHODS = ("simple", "of-present", "of-entitled", "two-thirds", "three-quarters", "unanimous")
"""The majorities a group that decides by consent may agree on for one vote."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Voting:
    """One vote on its way into the store."""

    app: CoopApp
    reading: Reading
    motion: MotionRow
    replaced: VoteRow | None = None
    method: str | None = None
    """The majority a group that decides by consent agreed on for this vote."""

    @property
    def _rule(self) -> Any:
        rule = self.reading.room.rule.rule
        return rule if self.method is None else replace(rule, method=self.method)

    def ballot(self, way: str) -> Ballot:
        """Give what is counted: on the roll of this moment, or on that of the count that is replaced."""
        room, last = self.reading.room, self.replaced
        if last is None:
            count = Count(room.entitled, room.present, room.proxies, recused=room.recused)
        else:
            count = Count(last.entitled, last.present, last.proxies, recused=last.recused)
        return Ballot(
            motion_id=self.motion.motion_id,
            text=self.motion.text,
            count=count,
            rule=self._rule,
            rule_text=describe_vote(replace(room.rule, rule=self._rule)),
            way=way,
            amends_id=self.motion.amends_id,
            replaces_id=last.vote_id if last else None,
            before=Tally(last.votes_for, last.votes_against, last.votes_blank) if last else None,
        )

    # -- storing -----------------------------------------------------------------------------------------------

    async def store_numbers(self, way: str, tally: Tally) -> bool:
        """Store three numbers; tells whether all that had to be asked was answered. Raises Refused."""
        numbers = (tally.votes_for, tally.votes_against, tally.votes_blank)
        more = await self._asked(self.ballot(way).outcome(numbers), tally.reason)
        if more is None:
            return False
        await self.app.do(
            deeds.record_vote,
            way=way,
            votes_for=tally.votes_for,
            votes_against=tally.votes_against,
            votes_blank=tally.votes_blank,
            method=self.method,
            **more,
        )
        return True

    async def store_names(self, voices: Sequence[Voice], choices: Mapping[int, str]) -> bool:
        """Store what each chose; tells whether all that had to be asked was answered. Raises Refused."""
        from coopadmin.domain.ballots import spread, tally

        counted = tally(spread(voices, choices))
        numbers = (counted["votes_for"], counted["votes_against"], counted["votes_blank"])
        more = await self._asked(self.ballot("names").outcome(numbers), "")
        if more is None:
            return False
        await self.app.do(deeds.record_names, choices=choices, method=self.method, **more)
        return True

    async def store_consent(self, motion: MotionRow) -> bool:
        """Store what was decided by consent; tells whether all that had to be asked was answered. Raises Refused."""
        now = replace(self, motion=motion)
        more = await now._asked_besides(carried=not motion.open_objections, reason="")
        if more is None:
            return False
        done = await self.app.do(deeds.decide_by_consent, **more)
        self.app.say(f"{outcome_word(done.result.declared)} · {done.result.outcome.sentence}")
        return True

    async def _asked(self, outcome: Outcome, reason: str) -> dict[str, Any] | None:
        """Ask what the numbers leave open; None where that was not answered."""
        declared: str | None = None
        if outcome.tied and self._rule.tie == "lot":
            place = await self.app.push_screen_wait(
                ChooseScreen(_("Equal votes: what does the lot say?"), [_("carried"), _("not carried")])
            )
            if place is None:
                return None
            declared = ("carried", "rejected")[place]
        carried = declared == "carried" if declared else outcome.carried
        more = await self._asked_besides(carried=carried, reason=reason)
        return None if more is None else {**more, "outcome": declared}

    async def _asked_besides(self, *, carried: bool, reason: str) -> dict[str, Any] | None:
        """Ask why a count is replaced, and how a motion reads with the amendment that is carried."""
        given: dict[str, Any] = {"reason": reason, "amended_text": ""}
        fields: list[Field] = []
        if self.replaced is not None and not reason:
            fields.append(Field("reason", N_("Why again"), required=True, help=N_("both counts are kept")))
        was = self.replaced is not None and self.replaced.outcome == "carried"
        if self.motion.amends_id is not None and carried and not was:
            main = next(one for one in self.reading.motions if one.motion_id == self.motion.amends_id)
            fields.append(
                Field(
                    "amended_text",
                    N_("Now reads"),
                    "long",
                    required=True,
                    initial=main.text,
                    help=N_("The motion as it reads with the amendment"),
                )
            )
        if fields:

            async def keep(values: dict[str, Any]) -> None:
                if "amended_text" in values and values["amended_text"] == fields[-1].initial:
                    problem = _("these are still the words without the amendment")
                    raise Invalid([Problem("amended_text", problem)])
                given.update(values)

            title = _("The amendment is carried") if fields[-1].name == "amended_text" else _("Counted anew")
            if not await ask(self.app, title, fields, keep):
                return None
        replaces_id = self.replaced.vote_id if self.replaced else None
        return {**given, "motion_id": self.motion.motion_id, "at": wall_clock(), "replaces_id": replaces_id}


# -- voting --------------------------------------------------------------------------------------------------------


async def take_vote(app: CoopApp, reading: Reading, way: str, tell: Tell) -> None:
    """Put a motion of the item to the vote; `way` empty for the usual one. Call it from a worker."""
    motion = await _motion_to_vote(app, reading, tell)
    if motion is None:
        return
    usual = "consent" if reading.room.rule.rule.method == "consent" else "hands"
    await _hold(Voting(app, reading, motion), way or usual)


async def correct_count(app: CoopApp, reading: Reading, tell: Tell) -> None:
    """Record the newest count of a motion anew, with the reason. Call it from a worker."""
    counted = [motion for motion in reading.motions if motion.votes]
    last = reading.last_vote
    if last is None:
        tell(_("Nothing was counted on this item yet."))
        return
    motion: MotionRow | None = next(one for one in counted if one.motion_id == last.motion_id)
    if len(counted) > 1:
        motion = await _choose(app, _("Which count was wrong?"), reading, counted, motion)
    vote = motion.standing if motion else None
    if motion is None or vote is None:
        return
    method = vote.method if vote.way != "consent" and reading.room.rule.rule.method == "consent" else None
    held = Voting(app, reading, motion, vote, method)
    if vote.way == "consent":
        await held.store_consent(motion)
    else:
        await _hold(held, vote.way)


async def _hold(held: Voting, way: str) -> None:
    """Take the votes in a way, and in another one as often as that is asked for."""
    app, reading = held.app, held.reading
    item_id = reading.item.item_id if reading.item else 0
    while way:
        if way == "consent":
            if reading.room.rule.rule.method != "consent" and not held.motion.rounds:
                told = _("This is decided by vote: {rule}. Consent is for what the rules decide by consent (F9).")
                app.say(told.format(rule=describe_vote(reading.room.rule)), "warning")
                return
            page = ConsentScreen(reading.meeting.meeting_id, item_id, held.motion.motion_id, held.store_consent)
            app.push_screen(page)
            return
        if reading.room.rule.rule.method == "consent" and held.method is None:
            place = await app.push_screen_wait(
                ChooseScreen(
                    _("Which majority was agreed on by consent?"), [_(METHODS[method]) for method in AGREED_METHODS]
                )
            )
            if place is None:
                return
            held = replace(held, method=AGREED_METHODS[place])
        if way == "names":
            way = await _call_names(held, item_id)
        else:
            way = await app.push_screen_wait(VotePanel(held.ballot(way), _numbers_to(held, way)))


def _numbers_to(held: Voting, way: str) -> Callable[[Tally], Awaitable[bool]]:
    async def save(tally: Tally) -> bool:
        return await held.store_numbers(way, tally)

    return save


async def _call_names(held: Voting, item_id: int) -> str:
    app, reading = held.app, held.reading
    if held.replaced is not None:
        frozen = await app.read(voting.roll_of_vote, held.replaced.vote_id)
        voices = [_voice(one, one.name) for one in frozen if one.standing in VOTING]
        choices = {one.person_id: one.choice for one in frozen if one.choice}
    else:
        roll = await app.read(attendance.roll, reading.meeting.meeting_id, item_id)
        voices = [_voice(one, one.full_name) for one in roll if one.standing in VOTING]
        kept = app.drafts.get(f"names-{held.motion.motion_id}", {})
        choices = {one.person_id: kept[str(one.person_id)] for one in voices if str(one.person_id) in kept}

    async def save(given: Mapping[int, str]) -> bool:
        return await held.store_names(voices, given)

    return await app.push_screen_wait(NamesScreen(held.ballot("names"), voices, choices, save))


def _voice(one: Standing | VoterRow, name: str) -> Voice:
    return Voice(one.person_id, one.number, name, one.standing, one.holder_id, one.holder)


# -- which motion --------------------------------------------------------------------------------------------------


async def _motion_to_vote(app: CoopApp, reading: Reading, tell: Tell) -> MotionRow | None:
    waiting = reading.to_vote
    if not waiting:
        if reading.last_vote is not None:
            tell(_("All motions of this item were voted on. K corrects the last count, M puts another motion."))
        else:
            tell(_("There is no motion to vote on yet; M puts one."))
        return None
    # Amendments come before what they amend: there can be no vote on that yet.
    amended = {motion.amends_id for motion in waiting}
    ready = [motion for motion in waiting if motion.motion_id not in amended]
    if len(ready) == 1:
        return ready[0]
    return await _choose(app, _("Vote on which motion?"), reading, ready, ready[0])


async def choose_objected(app: CoopApp, reading: Reading, tell: Tell) -> MotionRow | None:
    """Give the motion whose rounds of consent are meant; one that was decided only where none waits."""
    held = [motion for motion in reading.motions if motion.rounds]
    candidates = reading.to_vote or held
    if not candidates:
        tell(_("There is no motion for a round of consent yet; M puts one."))
        return None
    if len(candidates) == 1:
        return candidates[0]
    return await _choose(app, _("Objections to which motion?"), reading, candidates, candidates[0])


async def show_consent(app: CoopApp, reading: Reading, motion: MotionRow) -> None:
    """Show the rounds of a motion."""
    await _hold(Voting(app, reading, motion), "consent")


async def _choose(
    app: CoopApp, question: str, reading: Reading, motions: Sequence[MotionRow], first: MotionRow | None
) -> MotionRow | None:
    lines = [motion_line(motion, reading) for motion in motions]
    chosen = motions.index(first) if first in motions else 0
    place = await app.push_screen_wait(ChooseScreen(question, lines, chosen))
    return None if place is None else motions[place]


def motion_line(motion: MotionRow, reading: Reading) -> str:
    """Show a motion on one line: its name, how it was voted on, its words."""
    vote = motion.standing
    counted = f" · {outcome_word(vote.outcome)} ({vote_numbers(vote)})" if vote else ""
    return f"{motion_name(motion, reading.motions)}{counted} · {motion.text}"

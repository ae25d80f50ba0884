"""The minutes of a meeting as a document, in the language in use: Markdown, a page to print, text to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coopadmin.domain.ballots import CHOICES, OBJECTION_STATUSES, OUTCOMES, WAYS
from coopadmin.domain.meetings import day_of, time_of
from coopadmin.domain.voting_rules import BODIES
from coopadmin.exchange import documents
from coopadmin.exchange.documents import Block, Facts, Heading, Line, Lines, Rows, Signatures, Words, clean
from coopadmin.formats import day_name, long_date
from coopadmin.i18n import _, ngettext
from db.queries.actions import ActionRow
from db.queries.minutes import Attendee, ItemMinutes, Minutes, ProxyLine
from db.queries.voting import MotionRow, ObjectionRow, RoundRow, VoteRow, VoterRow

LONGEST_IN_A_ROW = 300
"""Signs of a motion that the list of decisions shows; the whole stands under its item."""


def markdown(minutes: Minutes) -> str:
    """Write minutes as Markdown."""
    return documents.markdown(blocks(minutes))


def page(minutes: Minutes) -> str:
    """Write minutes as one HTML page to print, with nothing outside it."""
    return documents.page(blocks(minutes))


def text(minutes: Minutes, width: int = documents.PLAIN_WIDTH) -> str:
    """Write minutes as text to read on a screen."""
    return documents.plain(blocks(minutes), width)


def blocks(minutes: Minutes) -> tuple[Block, ...]:
    """Put minutes together, from the heading to the room to sign."""
    return (
        Heading(1, _("Minutes: {title}").format(title=minutes.title)),
        Line(_state(minutes)),
        _heading(minutes),
        *_attendance(minutes),
        *(block for item in minutes.items for block in _item(item)),
        *_decisions(minutes),
        *_actions(minutes),
        *_approval(minutes),
    )


# -- the heading -------------------------------------------------------------------------------------------------


def _state(minutes: Minutes) -> str:
    if minutes.approved_on is None:
        return _("Draft: these minutes are not approved yet.")
    return _("Approved on {day}.").format(day=long_date(minutes.approved_on))


def _heading(minutes: Minutes) -> Facts:
    held = minutes.held_on
    body = minutes.group or _(BODIES[minutes.body])
    second = _("after the meeting of {day}, whose quorum was not met")
    return Facts(
        (
            (_("Meeting of"), body),
            (_("Second meeting"), second.format(day=long_date(minutes.second_of)) if minutes.second_of else ""),
            (_("Date"), f"{day_name(held)} {long_date(held)}"),
            (_("Place"), minutes.place),
            (_("Opened"), time_of(minutes.opened_at)),
            (_("Closed"), time_of(minutes.closed_at)),
            (_("Chair"), minutes.chair),
            (_("Secretary"), minutes.secretary),
            (_("Letter sent on"), long_date(minutes.convened_on) if minutes.convened_on else ""),
        )
    )


# -- who was there -----------------------------------------------------------------------------------------------


def _attendance(minutes: Minutes) -> Iterator[Block]:
    yield Heading(2, _("Who was there"))
    if minutes.quorum_line:
        yield Line(minutes.quorum_line, _("At the opening"))
    voters = [one for one in minutes.present if one.part == "voter"]
    others = [one for one in minutes.present if one.part != "voter"]
    if voters:
        yield Heading(3, _("Present: {count}").format(count=len(voters)))
        yield Lines(tuple(Line(_attendee(one, minutes)) for one in voters), narrow=True)
    if others:
        yield Heading(3, _("There without a vote: {count}").format(count=len(others)))
        yield Lines(tuple(Line(_attendee(one, minutes)) for one in others), narrow=True)
    if minutes.proxies:
        yield Heading(3, _("Proxies: {count}").format(count=len(minutes.proxies)))
        yield Lines(tuple(Line(_proxy(one)) for one in minutes.proxies))
    if minutes.absent:
        yield Heading(3, _("Absent: {count}").format(count=len(minutes.absent)))
        yield Line(", ".join(minutes.absent))


def _attendee(one: Attendee, minutes: Minutes) -> str:
    name = one.name if one.part != "suspended" else _("{name} (suspended)").format(name=one.name)
    if one.whole:
        return name
    stays = (_stay(arrived_at, left_at, minutes) for arrived_at, left_at in one.stays)
    return f"{name} ({', '.join(stays)})"


def _stay(arrived_at: str, left_at: str | None, minutes: Minutes) -> str:
    """Say when somebody came and went, where that was not at the opening and the closing."""
    to_the_end = left_at is None or left_at == minutes.closed_at
    if minutes.opened_at is not None and arrived_at <= minutes.opened_at and not to_the_end:
        return _("until {time}").format(time=time_of(left_at))
    if to_the_end:
        return _("from {time}").format(time=time_of(arrived_at))
    return _("{start}–{end}").format(start=time_of(arrived_at), end=time_of(left_at))


def _proxy(one: ProxyLine) -> str:
    who = _("{giver}, by {holder}").format(giver=one.giver, holder=one.holder)
    idle = _("did not count")
    if one.of == 0:
        return who if one.counts else f"{who}: {idle} ({one.why})"
    if one.counted == one.of:
        return who
    if one.counted == 0:
        reason = f" ({one.why})" if one.why else ""
        return f"{who}: {idle}{reason}"
    votes = ngettext("counted in {counted} of {count} vote", "counted in {counted} of {count} votes", one.of)
    return f"{who}: {votes.format(counted=one.counted, count=one.of)}"


# -- an item -------------------------------------------------------------------------------------------------------


def _item(item: ItemMinutes) -> Iterator[Block]:
    begun = f" ({time_of(item.begun_at)})" if item.begun_at else ""
    yield Heading(2, f"{item.position}. {item.title}{begun}")
    if item.presenter:
        yield Line(item.presenter, _("Presented by"))
    if item.documents:
        yield Lines(tuple(Line(" · ".join(filter(None, paper)), _("Paper")) for paper in item.documents))
    for one in item.recusals:
        yield Line(f"{one.full_name} ({one.reason})", _("Stood aside"))
    if item.notes:
        yield Words(item.notes)
    main = [motion for motion in item.motions if _amended(motion, item) is None]
    for number, motion in enumerate(main, 1):
        yield from _motion(motion, number if len(main) > 1 else None, item)
    if item.actions:
        yield Lines(tuple(Line(_action(one), _("Action")) for one in item.actions))


def _amended(motion: MotionRow, item: ItemMinutes) -> MotionRow | None:
    """Give the motion that this one amends."""
    return next((one for one in item.motions if one.motion_id == motion.amends_id), None)


def _motion(motion: MotionRow, number: int | None, item: ItemMinutes) -> Iterator[Block]:
    """Tell of a motion in its own words, what came of its amendments, and then what came of itself."""
    amendments = [one for one in item.motions if one.amends_id == motion.motion_id]
    title = _("Motion") if number is None else _("Motion {number}").format(number=number)
    if any(one.standing is not None and one.standing.outcome == "carried" for one in amendments):
        title = _("{motion}, as it was amended").format(motion=title)
    yield Heading(3, f"{title} ({motion.proposer})" if motion.proposer else title)
    yield Words(motion.text, quoted=True)
    for amendment in amendments:
        yield Line(amendment.proposer, _("Amendment"))
        yield Words(amendment.text, quoted=True)
        yield from _course(amendment, item, _("Vote on the amendment {way}, {time}"))
    yield from _course(motion, item, _("Vote {way}, {time}"))


def _course(motion: MotionRow, item: ItemMinutes, vote_lead: str) -> Iterator[Block]:
    for held in motion.rounds:
        yield from _round(held, motion)
    newer = {vote.replaces_id: vote for vote in motion.votes if vote.replaces_id is not None}
    for vote in motion.votes:
        lead = vote_lead.format(way=_(WAYS[vote.way]), time=time_of(vote.counted_at))
        yield from _vote(vote, lead, newer.get(vote.vote_id), item.named.get(vote.vote_id, ()), motion)
    if motion.withdrawn_at:
        yield Line(time_of(motion.withdrawn_at), _("Withdrawn"))


def _round(held: RoundRow, motion: MotionRow) -> Iterator[Block]:
    lead = _("Consent, round {number}, {time}").format(number=held.number, time=time_of(held.started_at))
    if not held.objections:
        yield Line(_("no objections"), lead)
    else:
        made = ngettext("{count} objection", "{count} objections", len(held.objections))
        yield Line(made.format(count=len(held.objections)), lead)
    if held.text != motion.text:
        yield Words(held.text, quoted=True)
    if held.objections:
        yield Lines(tuple(_objection(one) for one in held.objections))


def _objection(one: ObjectionRow) -> Line:
    became = _(OBJECTION_STATUSES[one.status])
    answer = f": {one.answer}" if one.answer else ""
    time = f", {time_of(one.settled_at)}" if one.settled_at else ""
    return Line(f"{one.argument} → {became}{time}{answer}", one.person)


def _vote(
    vote: VoteRow, lead: str, newer: VoteRow | None, voters: Sequence[VoterRow], motion: MotionRow
) -> Iterator[Block]:
    yield Line(vote.sentence, lead, struck=newer is not None)
    if newer is not None:
        time = time_of(newer.counted_at)
        yield Line(_("counted again at {time}: {reason}").format(time=time, reason=newer.reason), _("Replaced"))
        return
    if vote.flagged:
        yield Line(_(OUTCOMES[vote.outcome]), _("The chair declared"))
    if vote.text and vote.text != motion.text:
        yield Line("", _("The words that were voted on"))
        yield Words(vote.text, quoted=True)
    if voters:
        yield Lines(tuple(_choices(voters)))
    if vote.number:
        yield Line(_(OUTCOMES[vote.outcome]), _("Decision {number}").format(number=vote.number))
    elif vote.outcome == "no_quorum":
        yield Line(_("No decision: the quorum was not met."))


def _choices(voters: Sequence[VoterRow]) -> Iterator[Line]:
    """Name who chose what in a vote by name; who is represented, with who voted for them."""
    for choice, word in CHOICES.items():
        names = [_chose(one) for one in voters if one.choice == choice]
        if names:
            yield Line(", ".join(names), f"{_(word)} {len(names)}")


def _chose(one: VoterRow) -> str:
    return _("{name} (by {holder})").format(name=one.name, holder=one.holder) if one.holder else one.name


def _action(one: ActionRow) -> str:
    due = _("by {day}").format(day=long_date(one.due_on)) if one.due_on else ""
    return " · ".join(part for part in (one.what, one.owner or _("nobody has taken it"), due) if part)


# -- the lists at the end --------------------------------------------------------------------------------------------


def _decisions(minutes: Minutes) -> Iterator[Block]:
    yield Heading(2, _("Decisions"))
    rows = (
        (vote.number, _shortened(vote.text), _(OUTCOMES[vote.outcome]), str(item.position))
        for item in minutes.items
        for vote in item.decided
    )
    if minutes.decisions:
        yield Rows((_("Number"), _("Decision"), _("Outcome"), _("Item")), tuple(rows))
    else:
        yield Line(_("No decisions were taken."))
    if minutes.second_at is not None:
        planned = _(
            "A second meeting was planned for {day} at {time}, to decide on what could not be decided without a quorum."
        )
        yield Line(planned.format(day=long_date(day_of(minutes.second_at)), time=time_of(minutes.second_at)))


def _shortened(words: str) -> str:
    bare = clean(" ".join(words.splitlines()))
    return bare if len(bare) <= LONGEST_IN_A_ROW else f"{bare[:LONGEST_IN_A_ROW].rstrip()}…"


def _actions(minutes: Minutes) -> Iterator[Block]:
    yield Heading(2, _("Actions"))
    if not minutes.actions:
        yield Line(_("No actions were agreed."))
        return
    rows = (
        (
            action.what,
            action.owner or _("nobody has taken it"),
            long_date(action.due_on) if action.due_on else "",
            str(item.position),
        )
        for item in minutes.items
        for action in item.actions
    )
    yield Rows((_("What"), _("Who"), _("At the latest"), _("Item")), tuple(rows))


def _approval(minutes: Minutes) -> Iterator[Block]:
    yield Heading(2, _("Approval"))
    if minutes.approved_on is None:
        yield Line(_("Draft. A later meeting approves these minutes, with changes or without."))
    else:
        day = long_date(minutes.approved_on)
        said = _("Approved on {day}").format(day=day)
        if minutes.approved_in:
            said = _("Approved on {day} in {meeting}").format(day=day, meeting=minutes.approved_in)
        how = _("with these changes") if minutes.changes else _("without changes")
        yield Line(f"{said}, {how}.")
        if minutes.changes:
            yield Words(minutes.changes, quoted=True)
    yield Signatures((_("Chair"), _("Secretary")))


def stem(minutes: Minutes) -> str:
    """Name a file for these minutes, without its ending: `minutes-2026-11-02`."""
    return _("minutes-{day}").format(day=day_of(minutes.opened_at or minutes.starts_at).isoformat())

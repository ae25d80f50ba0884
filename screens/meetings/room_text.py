"""The room in words: the live line, the agenda with its signs, and the item that is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from coopadmin.domain.ballots import WAYS
from coopadmin.domain.meetings import STATES, purpose_text, time_of
from coopadmin.formats import short_date
from coopadmin.i18n import _, ngettext
from db.queries.agenda import ItemRow
from db.queries.attendance import Room
from db.queries.voting import MotionRow, RoundRow, VoteRow
from screens.meetings.room_reading import Reading
from screens.text import joined, one_line, plain

OUTCOMES = {"carried": "✓", "rejected": "✗", "no_quorum": "▲"}


def outcome_word(outcome: str) -> str:
    """Say what came of a vote, with its sign."""
    words = {"carried": _("carried"), "rejected": _("not carried"), "no_quorum": _("no quorum, no decision")}
    return f"{OUTCOMES[outcome]} {words[outcome]}"


def live_line(room: Room) -> Content:
    """The numbers of this moment, with ✓ where the quorum is there and ▲ where it is not."""
    sign, style = ("▲", "bold $warning") if room.short else ("✓", "bold")
    return joined((f"{sign} ", style), (room.line, "bold"))


def course(reading: Reading) -> str:
    """Say how far the meeting has come."""
    meeting = reading.meeting
    if reading.state == "under_way":
        parts = [_("open since {time}").format(time=time_of(meeting.opened_at))]
        if meeting.chair:
            parts.append(_("in the chair: {name}").format(name=meeting.chair))
        return " · ".join(parts)
    if reading.state == "closed":
        return _("closed at {time}").format(time=time_of(meeting.closed_at))
    if reading.state in ("planned", "convened"):
        return _("not opened yet: Enter opens it")
    return _(STATES[reading.state])


def not_in_session(reading: Reading | None, *, from_room: bool = True) -> str:
    """Say what must come first where the meeting is not under way, and by which keys from here; nothing where it is."""
    if reading is None or reading.state == "under_way":
        return ""
    if reading.state in ("planned", "convened"):
        if not from_room:
            return _("The meeting was not opened yet: Escape, then Enter opens it.")
        return _("The meeting was not opened yet: Enter opens it.")
    if reading.state == "closed":
        if not from_room:
            return _("The meeting is closed. Escape, then X opens it again.")
        return _("The meeting is closed. X opens it again; K corrects a count without that.")
    return _("This meeting cannot be changed any more: {state}.").format(state=_(STATES[reading.state]))


# -- the agenda ----------------------------------------------------------------------------------------------------


def agenda_line(item: ItemRow, reading: Reading) -> Content:
    """One item: its sign, its place and its title; the one at hand stands out."""
    at_hand = item.item_id == reading.at_hand
    sign = "▸" if at_hand else "✓" if item.item_id in reading.decided else "·" if item.begun_at else "○"
    style = "bold" if at_hand else "" if not item.begun_at else "$text-muted"
    return joined((f"{sign} ", style), (f"{item.position:>2} {item.title}", style))


def mark_stays(reading: Reading, at: str) -> str:
    """Say that the mark stays on a later item that was begun in this same minute; empty where it moves.

    The store keeps whole minutes, so of two items begun in one the later on the agenda counts as the last.
    """
    here = reading.item
    later = [one for one in reading.items if here and one.begun_at == at and one.position > here.position]
    if not later:
        return ""
    sentence = _("Item {position} was begun in this same minute, so the mark stays there; press Enter in a minute.")
    return sentence.format(position=later[-1].position)


# -- the item ------------------------------------------------------------------------------------------------------


def item_text(reading: Reading) -> Content:
    """Everything about the item that is looked at, what matters most first."""
    item = reading.item
    if item is None:
        return plain(_("The agenda is empty: add items to it in the list of meetings."), "$text-muted")
    lines: list[Content] = [
        plain(f"{item.position} {item.title}", "bold"),
        plain(" · ".join(_item_course(item, reading)), "$text-muted"),
    ]
    lines.extend(_warnings(reading))
    lines.extend(_last_outcome(reading))
    if item.majority:
        lines.append(joined((_("Needs: "), "$text-muted"), item.majority))
    if not reading.motions:
        lines.extend(_what_it_is(item))
        if item.kind == "decision":
            lines.extend([Content(), plain(_("No motion yet: M puts one, T puts it to the vote."), "$text-muted")])
    for motion in reading.motions:
        lines.extend([Content(), *_motion(motion, reading)])
    if reading.recusals:
        lines.append(Content())
        lines.extend(
            plain(_("⊘ {name} is recused: {reason}").format(name=one.full_name, reason=one.reason))
            for one in reading.recusals
        )
    if item.notes:
        lines.extend([Content(), _heading(_("Notes")), *_paragraphs(item.notes)])
    if reading.actions:
        lines.extend([Content(), _heading(_("Actions"))])
        lines.extend(plain(_action(one.what, one.owner, one.due_on)) for one in reading.actions)
    if reading.motions:
        lines.extend(_what_it_is(item))
    return Content("\n").join(lines)


def _item_course(item: ItemRow, reading: Reading) -> Iterator[str]:
    if item.item_id == reading.at_hand:
        yield _("▸ at hand since {time}").format(time=time_of(item.begun_at))
    elif item.begun_at:
        yield _("taken up at {time}").format(time=time_of(item.begun_at))
    else:
        yield _("○ to come")
    yield purpose_text(item.kind, item.decision_kind)
    if item.minutes:
        yield ngettext("{count} minute", "{count} minutes", item.minutes).format(count=item.minutes)
    if item.presenter:
        yield item.presenter


def _warnings(reading: Reading) -> Iterator[Content]:
    room = reading.room
    if room.remark:
        yield plain(f"▲ {room.remark}", "$warning")
    if room.short and reading.state == "under_way" and reading.item and reading.item.kind == "decision":
        short = ngettext(
            "▲ No quorum: one more person is needed, so nothing can be decided on this item now.",
            "▲ No quorum: {count} more people are needed, so nothing can be decided on this item now.",
            room.short,
        )
        yield plain(short.format(count=room.short), "$warning")
        if reading.awaits_second:
            yield plain(_("S plans the second meeting, which the rule has for this."), "$warning")
        elif reading.meeting.second and room.rule.second_meeting:
            yield plain(_("The second meeting is planned: {meeting}").format(meeting=reading.meeting.second))


def _papers(item: ItemRow) -> Iterator[str]:
    for document in item.documents:
        yield " · ".join(part for part in (document.title, document.place) if part)
    for reference in item.references:
        yield _("comes back to {what}").format(what=reference.text)


def _what_it_is(item: ItemRow) -> Iterator[Content]:
    """The explanation and the papers; once there are motions, they are what is looked for first."""
    papers = list(_papers(item))
    if item.explanation or papers:
        yield Content()
    yield from _paragraphs(item.explanation)
    for paper in papers:
        yield plain(f"▪ {paper}", "$text-muted")


def _last_outcome(reading: Reading) -> Iterator[Content]:
    """What came of the last vote, to be read aloud."""
    vote = reading.last_vote
    motion = next((one for one in reading.motions if vote and one.motion_id == vote.motion_id), None)
    if vote is not None and motion is not None:
        name = motion_name(motion, reading.motions)
        # Of equal votes the sentence tells how they are decided, not what the lot said.
        in_words = vote.flagged or vote.tied
        said = f"{name} {outcome_word(vote.outcome)} · " if in_words else f"{OUTCOMES[vote.outcome]} {name} · "
        yield plain(f"{said}{vote.sentence}", "bold")


def _paragraphs(text: str) -> Iterator[Content]:
    """User text line by line; within a line nothing is markup."""
    for line in text.splitlines():
        yield Content(one_line(line))


def _heading(text: str) -> Content:
    return plain(f"── {text} ──", "$text-muted")


def _action(what: str, owner: str, due_on: object) -> str:
    from datetime import date

    by = _("by {day}").format(day=short_date(due_on)) if isinstance(due_on, date) else ""
    return "● " + " · ".join(part for part in (what, owner, by) if part)


# -- motions -------------------------------------------------------------------------------------------------------


def letter(motion: MotionRow) -> str:
    """Name a motion within its item by a letter: A for the first."""
    return chr(ord("A") + (motion.position - 1) % 26)


def motion_name(motion: MotionRow, motions: Sequence[MotionRow]) -> str:
    """Call a motion by its letter, an amendment by that of what it amends too."""
    first = next((one for one in motions if one.motion_id == motion.amends_id), None)
    if motion.amends_id is None:
        return _("Motion {letter}").format(letter=letter(motion))
    return _("Amendment {letter} to {first}").format(letter=letter(motion), first=letter(first) if first else "?")


def _motion(motion: MotionRow, reading: Reading) -> Iterator[Content]:
    by = f" · {motion.proposer}" if motion.proposer else ""
    name = motion_name(motion, reading.motions)
    if motion.withdrawn_at:
        gone = _("withdrawn at {time}").format(time=time_of(motion.withdrawn_at))
        yield joined((f"{name}{by} · {gone}", "$text-muted"))
        yield joined((motion.text, "strike $text-muted"))
        return
    yield joined((name, "bold"), (by, "$text-muted"))
    yield from _paragraphs(motion.text)
    for vote in motion.votes:
        yield from _vote(vote, is_last=vote == reading.last_vote)
    if motion.rounds:
        yield plain(_round(motion.rounds[-1]), "$text-muted")


def _vote(vote: VoteRow, *, is_last: bool) -> Iterator[Content]:
    """One count; the arithmetic of the last stands above already."""
    numbers = vote_numbers(vote)
    if vote.replaced:
        yield joined((numbers, "strike $text-muted"), (" " + _("replaced"), "$text-muted"))
        return
    how = " · ".join(part for part in (time_of(vote.counted_at), _(WAYS[vote.way]), vote.number) if part)
    yield joined((outcome_word(vote.outcome), "bold"), (f"  {numbers}  ", "bold"), (how, "$text-muted"))
    if not is_last:
        yield plain(vote.sentence)
    if vote.flagged:
        yield plain(_("▲ The chair declared otherwise than the numbers say."), "$warning")
    if vote.reason:
        yield plain(_("counted anew: {reason}").format(reason=vote.reason), "$text-muted")


def vote_numbers(vote: VoteRow) -> str:
    """The three numbers of a vote, in words; of a vote by consent its objections."""
    if vote.way == "consent":
        return ngettext("{count} objection", "{count} objections", vote.objections).format(count=vote.objections)
    return _("{votes_for} for · {against} against · {blank} blank").format(
        votes_for=vote.votes_for, against=vote.votes_against, blank=vote.votes_blank
    )


def _round(held: RoundRow) -> str:
    waiting = sum(one.status == "open" for one in held.objections)
    made = len(held.objections)
    said = ngettext("{count} objection", "{count} objections", made).format(count=made)
    return _("○ round {number} of consent: {objections}, {open} open · O shows them").format(
        number=held.number, objections=said, open=waiting
    )

"""What the room asks: who is in the chair, the words of a motion, who stands aside, whether the meeting is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import attendance as deeds
from coopadmin.services import voting
from db.queries import attendance_lists, members
from db.queries.voting import MotionRow
from screens.app import CoopApp
from screens.dialogs import ChooseScreen, ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.meetings.clock import wall_clock
from screens.meetings.room_reading import Reading
from screens.meetings.room_text import motion_name
from screens.meetings.room_voting import motion_line


async def open_meeting(app: CoopApp, reading: Reading) -> None:
    """Open the meeting at this minute: who is in the chair, and who keeps the minutes."""
    meeting = reading.meeting
    holders = await app.read(members.holders_on, date.fromisoformat(meeting.starts_at[:10]))
    known = {holder.office: (holder.person_id, holder.name) for holder in reversed(holders) if holder.office}
    if meeting.body == "committee":
        # A committee has a chair of its own; who chairs the association may not even sit on it.
        known = {}

    def field(name: str, label: str, given: tuple[int | None, str], office: str) -> Field:
        person_id, shown = given if given[0] is not None else known.get(office, (None, ""))
        return Field(name, label, "pick", find=("members",), initial=person_id, shown=shown)

    fields = [
        field("chair_id", N_("In the chair"), (meeting.chair_id, meeting.chair), "chair"),
        field("secretary_id", N_("Keeps the minutes"), (meeting.secretary_id, meeting.secretary), "secretary"),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.open_meeting, meeting_id=meeting.meeting_id, at=wall_clock(), **values)

    await ask(app, _("Open the meeting"), fields, save, intro=_("Ctrl+S opens it at this minute."))


async def name_chair(app: CoopApp, reading: Reading) -> None:
    """Put somebody else in the chair, or to the minutes."""
    meeting = reading.meeting
    fields = [
        Field("chair_id", N_("In the chair"), "pick", find=("members",), initial=meeting.chair_id, shown=meeting.chair),
        Field(
            "secretary_id",
            N_("Keeps the minutes"),
            "pick",
            find=("members",),
            initial=meeting.secretary_id,
            shown=meeting.secretary,
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.name_chair, meeting_id=meeting.meeting_id, **values)

    await ask(app, _("Who is in the chair?"), fields, save)


# -- closing -------------------------------------------------------------------------------------------------------


async def close_meeting(app: CoopApp, reading: Reading) -> None:
    """Close the meeting after saying what is still open, or open a closed one again."""
    meeting_id = reading.meeting.meeting_id
    if reading.state == "closed":
        detail = _("Who stayed to the end is in the room again.")
        if await app.push_screen_wait(ConfirmScreen(_("Go on with this meeting?"), detail)):
            await app.do(deeds.reopen_meeting, meeting_id=meeting_id)
        return
    if reading.state != "under_way":
        app.say(_("This meeting was not opened yet; Enter opens it."), "warning")
        return
    stays = await app.read(attendance_lists.presences, meeting_id)
    inside = sum(stay.left_at is None for stay in stays)
    left = "\n".join(_still_open(reading, inside)) or _("✓ Every item was dealt with.")
    if await app.push_screen_wait(ConfirmScreen(_("Close the meeting at this minute?"), left)):
        await app.do(deeds.close_meeting, meeting_id=meeting_id, at=wall_clock())
        app.say(_("Closed. X opens it again; the minutes are made from what was entered."))


def _still_open(reading: Reading, inside: int) -> Iterator[str]:
    """Say what a meeting that is closed now leaves undone, and how many people are in the room."""
    for item in reading.items:
        if not item.begun_at:
            yield _("○ {position} {title}: not taken up").format(position=item.position, title=item.title)
        elif item.kind == "decision" and item.item_id not in reading.decided:
            yield _("▲ {position} {title}: nothing was decided").format(position=item.position, title=item.title)
    if inside:
        count = ngettext(
            "{count} person is in the room and leaves at this minute.",
            "{count} people are in the room and leave at this minute.",
            inside,
        )
        yield count.format(count=inside)


# -- motions -------------------------------------------------------------------------------------------------------


async def motions(app: CoopApp, reading: Reading) -> None:
    """Put a motion where there is none yet; else choose one to change, amend or withdraw, or a new one."""
    if reading.item is None:
        return
    standing = [motion for motion in reading.motions if motion.withdrawn_at is None]
    if not standing:
        await put_motion(app, reading)
        return
    lines = [_("A new motion"), *(motion_line(motion, reading) for motion in standing)]
    place = await app.push_screen_wait(ChooseScreen(_("Motions of this item"), lines))
    if place == 0:
        await put_motion(app, reading)
    elif place is not None:
        await _change(app, reading, standing[place - 1])


async def _change(app: CoopApp, reading: Reading, motion: MotionRow) -> None:
    name = motion_name(motion, reading.motions)
    choices = [_("Change the words"), _("Withdraw it")]
    if motion.amends_id is None:
        choices.append(_("Put an amendment to it"))
    place = await app.push_screen_wait(ChooseScreen(name, choices))
    if place == 0:
        await reword(app, motion, name)
    elif place == 1:
        await app.do(voting.withdraw_motion, motion_id=motion.motion_id, at=wall_clock())
        app.say(_("Withdrawn. U takes it back."))
    elif place == 2:
        await put_motion(app, reading, motion)


async def put_motion(app: CoopApp, reading: Reading, amended: MotionRow | None = None) -> None:
    """Put a motion, or an amendment of one."""
    item = reading.item
    if item is None:
        return
    label = N_("Amendment") if amended else N_("Motion")
    fields = [
        Field("text", label, "long", required=True, help=N_("The words that are voted on")),
        Field("proposer_id", N_("Proposed by"), "pick", find=("members",)),
    ]
    amends_id = amended.motion_id if amended else None

    async def save(values: dict[str, Any]) -> None:
        await app.do(voting.put_motion, item_id=item.item_id, amends_id=amends_id, **values)

    title = _("Amendment to: {text}").format(text=amended.text) if amended else _("New motion")
    await ask(app, title, fields, save, draft_key=f"motion-{item.item_id}-{amends_id or ''}")


async def reword(app: CoopApp, motion: MotionRow, name: str) -> None:
    """Write a motion in other words."""
    await app.rehearse(voting.reword_motion, motion_id=motion.motion_id, text=motion.text)
    fields = [Field("text", N_("Motion"), "long", required=True, initial=motion.text)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(voting.reword_motion, motion_id=motion.motion_id, text=values["text"])

    await ask(app, name, fields, save, draft_key=f"reword-{motion.motion_id}")


# -- standing aside ------------------------------------------------------------------------------------------------


async def recuse(app: CoopApp, reading: Reading) -> None:
    """Let somebody stand aside for the item; who does already may take part again."""
    item = reading.item
    if item is None:
        return
    if reading.recusals:
        lines = [
            _("Somebody stands aside"),
            *(_("{name} takes part again").format(name=one.full_name) for one in reading.recusals),
        ]
        place = await app.push_screen_wait(ChooseScreen(_("Recusals of this item"), lines))
        if place is None:
            return
        if place > 0:
            await app.do(deeds.withdraw_recusal, recusal_id=reading.recusals[place - 1].recusal_id)
            return
    fields = [
        Field("person_id", N_("Who"), "pick", required=True, find=("members",)),
        Field(
            "reason",
            N_("Reason"),
            required=True,
            help=N_("Their own interest in this item, in a few words; it stands in the minutes"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.recuse, item_id=item.item_id, **values)

    await ask(app, _("Who stands aside for this item?"), fields, save, draft_key=f"recusal-{item.item_id}")

"""What can be done in the room, each with one key."""

from __future__ import annotations

from coopadmin.i18n import N_
from screens.commands import Command

OPEN = Command("open", "enter", N_("open the meeting"), N_("Open the meeting: who is in the chair, who writes"))
TAKE_UP = Command("take_up", "enter", N_("take up"), N_("Take up the item under the cursor; its time is stored"))
PRESENCE = Command("presence", "p", N_("who is there"), N_("Who is there: a key per person who comes or goes"))
PROXIES = Command("proxies", "v", N_("proxies"), N_("Who votes for whom, and which proxies count now"))
MOTION = Command("motion", "m", N_("motion"), N_("Put a motion, change its words, amend or withdraw it"))
VOTE = Command("vote", "t", N_("vote"), N_("Count the votes on a motion: for, against, blank"))
WAY = Command("way", "w", N_("way"), N_("Vote in a way of your choice: hands, by name, in writing, consent"))
NOTES = Command("notes", "n", N_("notes"), N_("Write what is said; it is stored while you type"))
RECUSE = Command("recuse", "r", N_("recusal"), N_("Somebody with an interest in this item is left out of it"))
OBJECT = Command("consent", "o", N_("objections"), N_("Rounds of consent: objections, what became of them, decide"))
CORRECT = Command("correct", "k", N_("recount"), N_("Record the last count anew; both stay, with the reason"))
ACTION = Command("make_action", "a", N_("action"), N_("Note who does what, and by when"))
NEW_ITEM = Command(
    "new_item", "i", N_("new item"), N_("Put another item on the agenda; it comes before any other business")
)
CHAIR = Command("chair", "c", N_("chair"), N_("Who is in the chair, and who keeps the minutes"))
BIG = Command("big", "g", N_("large"), N_("Meeting mode: large and without private data, for the wall"))
SECOND = Command("second", "s", N_("second meeting"), N_("Plan the second meeting that decides without this quorum"))
CLOSE = Command("close", "x", N_("close"), N_("Close the meeting, after saying what is still open"))
REOPEN = Command("reopen", "x", N_("go on"), N_("Open the meeting again that was closed"))
MORE = Command("read_on(1)", "pagedown", N_("further"), N_("Read on in the item"), footer=False)
LESS = Command("read_on(-1)", "pageup", N_("back up"), N_("Go back up in the item"), footer=False)

OF_THE_ITEM = (OPEN, TAKE_UP, MOTION, VOTE, WAY, NOTES, RECUSE, OBJECT, CORRECT, ACTION, MORE, LESS)
OF_THE_MEETING = (PRESENCE, PROXIES, NEW_ITEM, SECOND, CHAIR, BIG, CLOSE, REOPEN)

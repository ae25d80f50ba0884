"""What the first page is made of: things that wait, each with a sign for how much it presses and where it leads.

What presses is read first and shown at once (`pressing`), the rest right behind it (`waiting`): their modules bring
the queries they need, so that the first lines stand on the screen as early as can be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coopadmin.i18n import _, ngettext
from screens.app import Ref

PRESSING, WAITING, GOOD_TO_KNOW = "▲", "●", "○"
STYLES = {PRESSING: "$error", WAITING: "$warning", GOOD_TO_KNOW: "$text-muted"}
SOON_DAYS = 14
"""From so few days on a deadline presses."""
MOST_OF_A_KIND = 5
MEETING_NOW = "meeting_now"
"""The kind of the one line that stands before all others: the meeting that is under way, or of today."""

OWN_WORK = {
    "secretary": (
        "meeting",
        "action",
        "board",
        "office",
        "member",
        "accounts",
        "deadline",
        "vacancy",
        "mismatch",
        "decision",
        "forgetting",
    ),
    "treasurer": ("money", "rent", "accounts", "vacancy"),
    "coordinator": ("maintenance", "inspection", "work_day", "key", "booking"),
}
"""Which kinds of work come first for whom."""


@dataclass(frozen=True, slots=True)
class Room:
    """The room of a meeting that is under way, to go back to."""

    meeting_id: int


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: its kind, sign, a word and a sentence, and the record, section or room it leads to."""

    kind: str
    sign: str
    label: str
    text: str
    target: Ref | Room | str | None

    @property
    def style(self) -> str:
        """The colour that goes with the sign; the sign alone says it too."""
        return STYLES[self.sign]


def in_order(items: Iterable[Item], role: str) -> tuple[Item, ...]:
    """Put the meeting at hand first, then what presses most, and the role's own work before the rest."""
    own = OWN_WORK.get(role, ())
    signs = (PRESSING, WAITING, GOOD_TO_KNOW)

    def rank(item: Item) -> tuple[bool, int, bool]:
        return item.kind != MEETING_NOW, signs.index(item.sign), item.kind not in own

    return tuple(sorted(items, key=rank))


def heading(items: Iterable[Item]) -> str:
    """Say how many things press."""
    pressing = sum(item.sign == PRESSING for item in items)
    if not pressing:
        return _("Today")
    return (
        _("Today") + " · " + ngettext("{count} thing presses", "{count} things press", pressing).format(count=pressing)
    )

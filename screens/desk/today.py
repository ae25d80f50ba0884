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

OWN_WORK = {
    "secretary": ("vacancy", "mismatch", "decision"),
    "treasurer": ("money", "rent", "vacancy"),
    "coordinator": ("maintenance", "inspection", "booking"),
}
"""Which kinds of work come first for whom."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: its kind, sign, a word and a sentence, and the record or section it leads to."""

    kind: str
    sign: str
    label: str
    text: str
    target: Ref | str | None

    @property
    def style(self) -> str:
        """The colour that goes with the sign; the sign alone says it too."""
        return STYLES[self.sign]


def in_order(items: Iterable[Item], role: str) -> tuple[Item, ...]:
    """Put what presses most first, and the role's own work before the rest."""
    own = OWN_WORK.get(role, ())
    signs = (PRESSING, WAITING, GOOD_TO_KNOW)
    return tuple(sorted(items, key=lambda item: (signs.index(item.sign), item.kind not in own)))


def heading(items: Iterable[Item]) -> str:
    """Say how many things press."""
    pressing = sum(item.sign == PRESSING for item in items)
    if not pressing:
        return _("Today")
    return (
        _("Today") + " · " + ngettext("{count} thing presses", "{count} things press", pressing).format(count=pressing)
    )

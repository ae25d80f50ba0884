"""The line under the cursor and what it may be, as text beside the queue."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coopadmin.domain.identifiers import group_iban
from coopadmin.formats import euro, short_date
from coopadmin.i18n import _
from db.queries.matching import LineRow
from db.queries.suggestions import SuggestionRow
from screens.text import joined, plain

MOST_TEXT = 300
"""Signs of a description that are shown; the record has all of it."""


class Suggestions(OptionList, can_focus=False):
    """The ways to clear a line, numbered; a click takes one, the keys stay with the list of lines."""

    def __init__(self) -> None:
        super().__init__(id="suggestions", markup=False)

    def show(self, found: tuple[SuggestionRow, ...]) -> None:
        """List them, or say what to do where there are none."""
        self.set_options(Option(_suggestion(number, one)) for number, one in enumerate(found, 1))
        if not found:
            advice = _("Nothing speaks for a place yet. C chooses an account, G a category, P puts the line aside.")
            self.add_option(Option(plain(advice, "$text-muted"), disabled=True))


def _suggestion(number: int, one: SuggestionRow) -> Content:
    """Number, place and reasons; of a split every part with its amount."""
    lines: list[Content] = []
    for place, (label, share) in enumerate(zip(one.labels, one.shares, strict=True)):
        amount = f"  {euro(share.amount_cents)}" if len(one.shares) > 1 else ""
        sign = f"{number} " if not place else "+ "
        lines.append(joined((sign, "$footer-key-foreground bold"), (f"{label}{amount}", "bold")))
    lines.append(joined("  ", (" · ".join(one.reasons), "$text-muted")))
    return Content("\n").join(lines)


def line_text(row: LineRow, remember: bool) -> Content:
    """Show a line: who, how much, what it says, and what is special about it."""
    parts = [
        joined((row.name or _("no name given"), "bold"), "  ", (_amount(row), "bold")),
        joined((" · ".join(part for part in (short_date(row.booked_on), group_iban(row.iban)) if part), "$text-muted")),
    ]
    if row.description:
        text = row.description[:MOST_TEXT] + ("…" if len(row.description) > MOST_TEXT else "")
        parts.append(plain(text))
    parts += [joined(remark) for remark in _remarks(row, remember)]
    return Content("\n").join(parts)


def _amount(row: LineRow) -> str:
    if row.waits_cents == row.amount_cents:
        return euro(row.amount_cents)
    return _("{rest} of {amount} waits").format(rest=euro(row.waits_cents), amount=euro(row.amount_cents))


def _remarks(row: LineRow, remember: bool) -> list[str]:
    """What a treasurer should know before choosing."""
    remarks: list[str] = []
    if row.currency != "EUR":
        remarks.append(_("▲ in {currency}: it is kept, the books are in euros").format(currency=row.currency))
    elif row.status != "own":
        remarks.append(_("▲ of an account not known as ours; confirm it before booking"))
    if row.suspect_id is not None:
        remarks.append(_("▲ perhaps here twice: D shows both side by side"))
    if row.aside:
        remarks.append(_("○ aside: {note}").format(note=row.aside))
    if remember:
        remarks.append(_("● M: the account will be remembered for the contract"))
    return remarks


def sign_of(row: LineRow) -> str:
    """The sign before a line in the list."""
    if row.suspect_id is not None or not row.is_ours:
        return "▲"
    if not row.waits_cents:
        return "✓"
    return "○" if row.aside else "●"

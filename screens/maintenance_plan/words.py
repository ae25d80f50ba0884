"""How the maintenance plan is written on the desk: quantities, times, payers, and years as bars of signs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence

from coopadmin.domain import vera
from coopadmin.domain.maintenance_plan import PAYERS
from coopadmin.formats import decimal_text, euro, plain_amount
from coopadmin.i18n import _
from db.queries.maintenance_plan import PlannedTime
from db.queries.maintenance_plan_facts import KeptMeasure

PAYER_SIGNS: dict[str, str] = {"corporation": "█", "cooperative": "▓", "resident": "░"}
"""The sign of each payer in a bar, so that it never rests on colour."""

UNIT_SIGNS: dict[str, str] = {"M2": "m²", "M3": "m³", "MTR": "m"}


def quantity_text(thousandths: int, unit: str) -> str:
    """Write how much there is: `120,5 m²`."""
    sign = UNIT_SIGNS.get(unit) or vera.label(vera.UNITS, unit).lower()
    return f"{decimal_text(thousandths, 3)} {sign}"


def price_text(measure: KeptMeasure) -> str:
    """Write what a measure costs a unit, and how much of the element it takes: `€ 85,00 (2026) · 60 %`."""
    terms = measure.terms
    parts = [_("{price} a unit, prices of {year}").format(price=euro(terms.unit_price_cents), year=terms.price_year)]
    if terms.part_percent != 100:
        parts.append(_("{percent} % of it").format(percent=terms.part_percent))
    return " · ".join(parts)


def cycle_text(measure: KeptMeasure) -> str:
    """Say from when and how often a measure falls."""
    terms = measure.terms
    if terms.cycle_years is None:
        return _("once, in {year}").format(year=terms.first_year)
    return _("from {year}, every {count} years").format(year=terms.first_year, count=terms.cycle_years)


def time_text(one: PlannedTime) -> str:
    """Say what one time is: the measure, what it costs, who pays, and what became of it."""
    parts = [one.measure.what, euro(one.line.cents), _(PAYERS[one.line.payer])]
    if one.line.time.stood != one.year:
        parts.append(_("stood in {year}").format(year=one.line.time.stood))
    if one.task is not None:
        parts.append(_("task {number}").format(number=one.task.number))
    return " · ".join(parts)


def cut(text: str, most: int) -> str:
    """Cut a text that is too long, and show that it was."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def wrapped(sentences: Iterable[str], width: int) -> list[str]:
    """Break sentences into lines of a width."""
    return [line for sentence in sentences for line in textwrap.wrap(sentence, max(width, 20))]


# -- years -----------------------------------------------------------------------------------------------------


def bar(cents: Mapping[str, int], most: int, width: int) -> str:
    """Draw what a year costs as a bar: as long as its part of the dearest year, each payer by a sign of their own.

    What costs anything at all gets a sign, so long as there is room.
    """
    total = sum(cents.values())
    if total <= 0 or most <= 0 or width <= 0:
        return ""
    length = max(min(total * width // most, width), 1)
    shown = [payer for payer in PAYER_SIGNS if cents.get(payer, 0) > 0]
    signs = ""
    upto = 0
    for payer in shown:
        upto += cents[payer]
        signs += PAYER_SIGNS[payer] * (max(upto * length // total, min(len(signs) + 1, length)) - len(signs))
    return signs


def paying(sums: Mapping[int, Mapping[str, int]]) -> tuple[str, ...]:
    """Give the payers that pay anything in some years; all where nobody does."""
    found = tuple(payer for payer in PAYERS if any(of_year[payer] for of_year in sums.values()))
    return found or tuple(PAYERS)


class YearTable:
    """Lays some years out as columns of amounts per payer, their sum, and a bar in what room is left."""

    def __init__(self, sums: Mapping[int, Mapping[str, int]], width: int) -> None:
        self.sums = sums
        self.payers = paying(sums)
        self.total = {payer: sum(of_year[payer] for of_year in sums.values()) for payer in PAYERS}
        self._heads = [*(_(PAYERS[payer]) for payer in self.payers), _("in all")]
        widest = [plain_amount(self.total[payer]) for payer in self.payers] + [plain_amount(sum(self.total.values()))]
        self._widths = [max(len(head), len(cell)) for head, cell in zip(self._heads, widest, strict=True)]
        self._most = max((sum(of_year.values()) for of_year in sums.values()), default=0)
        self._room = width - sum(self._widths) - 2 * len(self._widths)

    @property
    def head(self) -> str:
        """The headings of the columns."""
        return self._row(self._heads)

    def year(self, year: int) -> str:
        """Write one year; a payer who pays nothing stays blank."""
        of_year = self.sums[year]
        amounts = [of_year[payer] for payer in self.payers]
        cells = [plain_amount(cents) if cents else "" for cents in [*amounts, sum(amounts)]]
        return f"{self._row(cells)}  {bar(of_year, self._most, self._room)}".rstrip()

    @property
    def sum(self) -> str:
        """Write all years together."""
        amounts = [self.total[payer] for payer in self.payers]
        return self._row([plain_amount(cents) for cents in [*amounts, sum(amounts)]])

    @property
    def legend(self) -> str:
        """Say which sign is whose."""
        return "  ".join(f"{PAYER_SIGNS[payer]} {_(PAYERS[payer])}" for payer in self.payers)

    def _row(self, cells: Sequence[str]) -> str:
        return "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, self._widths, strict=True))

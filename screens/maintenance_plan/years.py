"""What ten or forty years cost, per payer, as a table and as bars; and all that falls in one of those years."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from coopadmin.domain.maintenance_plan import HORIZONS, PAYERS, per_year
from coopadmin.domain.maintenance_plan_scores import SIGNS
from coopadmin.formats import euro
from coopadmin.i18n import N_, _, ngettext
from db.queries.maintenance_plan import PlannedTime, planned
from db.queries.maintenance_plan_facts import Plan, plan
from screens.app import CoopApp, Ref
from screens.commands import Command, bindings
from screens.lines import Line, LinesScreen
from screens.maintenance_plan.shift_forms import move_time
from screens.maintenance_plan.words import YearTable, cut, wrapped
from screens.maintenance_plan.year_form import make_year
from screens.text import joined, plain
from screens.workers import background

HORIZON = Command("horizon", "h", N_("ten or forty years"), N_("Look ten years ahead, or forty"))
MAKE = Command("make", "m", N_("make tasks"), N_("Make tasks and budget lines of the year under the cursor"))
MOVE = Command("move", "v", N_("another year"), N_("Put the work under the cursor off, or bring it forward"))

_YEAR = 4
_BEFORE = 2 + _YEAR + 1
"""Signs before the columns: a blank for the sign of the line, the year and a blank."""
_EDGE = 3
_BEHIND = 52
"""Signs for what stands behind a name: the amount, who pays, and the beginning of what is done."""


class PlanScreen(LinesScreen):
    """A page of the plan: it goes back to the page it was opened from."""

    BACK_TO = "maintenance_plan"

    def __init__(self) -> None:
        super().__init__()
        self._laid_out = 0
        """How wide the page was when it was laid out."""

    @property
    def _place(self) -> int:
        """The line under the cursor; -1 where there is none."""
        place = self.query_one("#items", OptionList).highlighted
        return -1 if place is None else place

    def _told(self, sentences: Sequence[str]) -> list[Line]:
        lines = wrapped(sentences, self.app.size.width - _EDGE - 2)
        return [Line(text, style="$text-muted") for text in lines]

    def on_resize(self) -> None:
        """Lay it out anew where there is more or less room."""
        if self.is_mounted and self._laid_out not in (0, self.app.size.width):
            self.read_anew()

    def action_back(self) -> None:
        """Go back to the page it was opened from."""
        self.dismiss(None)


class YearsScreen(PlanScreen):
    """A line for each year: what each payer pays, the sum, and a bar."""

    BINDINGS: ClassVar[list[BindingType]] = bindings([HORIZON, MAKE])

    def __init__(self, element_id: int | None = None) -> None:
        super().__init__()
        self.element_id = element_id
        self.years = HORIZONS[0]

    def compose_head(self) -> ComposeResult:
        """The headings of the columns."""
        yield Static("", id="scale", markup=False)

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Read the plan and lay its years out."""
        first = self.app.today.year
        last = first + self.years - 1
        self._laid_out = self.app.size.width
        kept = await self.app.read(plan, self.element_id)
        sums = per_year(kept.lines(first, last), first, last)
        table = YearTable(sums, self.app.size.width - _BEFORE - _EDGE)
        self.query_one("#scale", Static).update(plain(" " * _BEFORE + table.head, "$text-muted"))
        lines = [Line(str(year), table.year(year), _open(YearScreen, year, self.element_id)) for year in sums]
        lines += [Line(""), Line(" " * _YEAR, table.sum), Line(table.legend, style="$text-muted")]
        lines += self._told(kept.prices.told)
        head = ngettext("{count} year", "{count} years", self.years).format(count=self.years)
        return joined(" ", (self._title(kept), "bold"), f"   {first} – {last} · {head}"), lines

    def _title(self, kept: Plan) -> str:
        element = None if self.element_id is None else kept.elements.get(self.element_id)
        if element is None:
            return _("Maintenance plan by year")
        return _("{element} by year").format(element=f"{element.code} {element.name}")

    def action_horizon(self) -> None:
        """Look ten years ahead, or forty."""
        self.years = next(one for one in HORIZONS if one != self.years)
        self.read_anew()

    @background("deed")
    async def action_make(self) -> None:
        """Make tasks of the year under the cursor."""
        await make_year(self.app, self.app.today.year + max(self._place, 0))


class YearScreen(PlanScreen):
    """All that falls in one year; Enter goes to the element."""

    BINDINGS: ClassVar[list[BindingType]] = bindings([MOVE, MAKE])

    def __init__(self, year: int, element_id: int | None = None) -> None:
        super().__init__()
        self.year = year
        self.element_id = element_id
        self._times: tuple[PlannedTime, ...] = ()

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Read what falls in the year."""
        self._laid_out = self.app.size.width
        kept = await self.app.read(plan, self.element_id)
        self._times = planned(kept, self.year, self.year)
        sums = per_year((one.line for one in self._times), self.year, self.year)[self.year]
        said = [f"{_(PAYERS[payer])} {euro(cents)}" for payer, cents in sums.items() if cents]
        head = joined(" ", (_("Maintenance plan {year}").format(year=self.year), "bold"), f"   {' · '.join(said)}")
        if not self._times:
            return head, [Line(_("Nothing falls in this year."))]
        lines = [self._line(one) for one in self._times]
        return head, [*lines, Line(""), *self._told(kept.prices.told)]

    def _line(self, one: PlannedTime) -> Line:
        stands = one.element.standing
        amount = f"{euro(one.line.cents):>14}  {_(PAYERS[one.line.payer]):<12}"
        words = [one.measure.what]
        if one.task is not None:
            words.insert(0, one.task.number)
        if one.line.time.stood != one.year:
            words.append(_("stood in {year}").format(year=one.line.time.stood))
        sign = SIGNS[stands.score] if stands else ""
        label = cut(f"{one.element.code} {one.element.name}", self._most)
        return Line(label, f"{amount}  {' · '.join(words)}", _to_element(one.element.element_id), sign=sign)

    @property
    def _most(self) -> int:
        """Signs a name may have, so that there is room for the amount and the words behind it."""
        return max(self.app.size.width - _BEHIND, 16)

    @property
    def _current(self) -> PlannedTime | None:
        return self._times[self._place] if 0 <= self._place < len(self._times) else None

    @background("deed")
    async def action_move(self) -> None:
        """Put the work under the cursor in another year."""
        if self._current is not None:
            await move_time(self.app, self._current)
            if self.is_current:
                self.read_anew()

    @background("deed")
    async def action_make(self) -> None:
        """Make tasks of this year."""
        await make_year(self.app, self.year)


def _open(screen: type[YearScreen], year: int, element_id: int | None) -> Callable[[CoopApp], Awaitable[object]]:
    async def run(app: CoopApp) -> None:
        app.push_screen(screen(year, element_id))

    return run


def _to_element(element_id: int) -> Callable[[CoopApp], Awaitable[object]]:
    async def run(app: CoopApp) -> None:
        app.open_record(Ref("maintenance_plan", element_id))

    return run


async def show_years(app: CoopApp, _element_id: int = 0) -> None:
    """Show what the whole plan costs year by year."""
    app.push_screen(YearsScreen())


async def show_years_of(app: CoopApp, element_id: int) -> None:
    """Show what one element costs year by year."""
    app.push_screen(YearsScreen(element_id))
